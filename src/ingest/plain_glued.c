#include "ingest/plain_front.h"

#include "base/memory.h"
#include "text/utf8.h"

/* A dump that glued headline, byline and dateline to the start of its one giant paragraph: chunks
 * between blanks, each read by itself. */

enum { TOKEN_LIMIT = 32, GLUED_BYTES = 700, LONG_BYTES = 90 };

struct token {
    struct str text;
    size_t start, end; /* bytes of the line */
    size_t gap;        /* columns of blanks before it */
};

static size_t split_tokens(struct str line, struct token *tokens)
{
    size_t count = 0, at = 0;
    while (count < TOKEN_LIMIT && at < line.length && at < GLUED_BYTES) {
        size_t start = at, gap = 0;
        for (size_t size; (size = blank_length(line, start)) > 0; start += size)
            gap += size == 3 ? 2 : 1;
        size_t end = start;
        while (end < line.length && end - start < GLUED_BYTES && !blank_length(line, end))
            end++;
        tokens[count++] = (struct token){str_slice(line, start, end), start, end, gap};
        at = end;
    }
    return count;
}

/* A chunk of a headline: some words without a sentence's marks. */
static bool is_title_chunk(struct str s)
{
    size_t columns = rough_columns(s);
    if (columns < 4 || columns > 70)
        return false;
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        if (c == 0x3002 || c == 0xFF1B || c == ';' || (c == ',' && line_is_cjk(s)) || c == 0xFF0C)
            return false;
    }
    return line_ending(s) != END_SOFT;
}

struct glued {
    size_t byline, byline_end; /* tokens */
    size_t dateline, dateline_end;
    size_t dateline_length; /* bytes from the dateline's first token */
};

static bool ends_at_token(const struct token *tokens, size_t count, size_t from, size_t end,
                          size_t *ret_token)
{
    for (size_t i = from; i < count; i++)
        if (tokens[i].end == end) {
            *ret_token = i + 1;
            return true;
        }
    return false;
}

/* "2014年06月03日", "08:12", "来源：临江日报" as a chunk of its own. */
static bool is_meta_chunk(struct front *front, struct str chunk)
{
    struct date_place date;
    bool is_time = chunk.length >= 4 && chunk.length <= 8;
    for (size_t i = 0; i < chunk.length && is_time; i++)
        is_time = chunk.bytes[i] == ':' || (chunk.bytes[i] >= '0' && chunk.bytes[i] <= '9');
    if (is_time)
        return str_find(chunk, STR(":"), 0) != SIZE_MAX;
    if (rough_columns(chunk) > 40)
        return false;
    bool is_date = plain_date_find(chunk, &date) && date.start == 0 && date.end == chunk.length;
    bool is_source = rules_word_prefix(front->rules, WORD_SOURCE, chunk) > 0;
    return (is_date || is_source) && header_read_line(&front->header, chunk, front->rules);
}

/* "…… 周知远 在许多乡村小学，……": a bare name before the first long chunk. */
static bool is_name_chunk(struct front *front, const struct token *tokens, size_t i, size_t count)
{
    return i + 1 < count && tokens[i + 1].text.length >= LONG_BYTES &&
           header_read_bare_name(&front->header, tokens[i].text, front->rules);
}

/* "山谷里的新桥连起两岸 这座桥……": a headline alone, glued to the one paragraph of a text. */
static bool is_lone_headline(const struct front *front, size_t row, struct str line,
                             const struct token *tokens, size_t count)
{
    size_t columns = rough_columns(tokens[0].text);
    bool is_only = front->row_count == 0 && !front->title.length && line.length >= 600;
    for (size_t i = row + 1; i < front->head->count && is_only; i++)
        is_only = front->head->lines[i].aside || front->head->lines[i].line.columns <= 34;
    if (!is_only || columns < 12 || columns > 60 || !line_is_cjk(tokens[0].text) ||
        !is_title_chunk(tokens[0].text))
        return false;
    return line_ending(tokens[0].text) == END_OPEN && count >= 2 &&
           str_find(tokens[0].text, STR("、"), 0) == SIZE_MAX &&
           tokens[1].text.length >= LONG_BYTES;
}

/* Where byline and dateline begin among the chunks; false when there is neither. */
static bool find_glued(struct front *front, struct str line, const struct token *tokens,
                       size_t count, struct glued *ret_glued)
{
    struct glued glued = {SIZE_MAX, 0, SIZE_MAX, 0, 0};
    for (size_t i = 0; i < count && i < 12 && glued.dateline == SIZE_MAX; i++) {
        struct str rest = str_slice(line, tokens[i].start, line.length);
        rest.length = rest.length < GLUED_BYTES ? rest.length : GLUED_BYTES;
        size_t length = header_read_dateline(&front->header, rest, front->rules);
        if (length) {
            glued.dateline = i;
            glued.dateline_length = length;
            if (!ends_at_token(tokens, count, i, tokens[i].start + length, &glued.dateline_end))
                glued.dateline_end = 0;
            break;
        }
        length = header_read_byline(&front->header, rest, front->rules);
        if (length &&
            ends_at_token(tokens, count, i, tokens[i].start + length, &glued.byline_end)) {
            glued.byline = glued.byline == SIZE_MAX ? i : glued.byline;
            i = glued.byline_end - 1;
            continue;
        }
        if (i > 0 &&
            (is_meta_chunk(front, tokens[i].text) || is_name_chunk(front, tokens, i, count))) {
            glued.byline = glued.byline == SIZE_MAX ? i : glued.byline;
            glued.byline_end = i + 1;
            continue;
        }
        if (glued.byline != SIZE_MAX || !is_title_chunk(tokens[i].text))
            break;
    }
    *ret_glued = glued;
    return glued.byline != SIZE_MAX || glued.dateline != SIZE_MAX;
}

/* How many chunks the title takes: all before a wide gap, or a pair of equal ones, else the first.
 */
static size_t title_chunks(const struct token *tokens, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (tokens[i].gap >= 2)
            return i;
    if (count >= 2 && rough_columns(tokens[0].text) == rough_columns(tokens[1].text) &&
        !begins_with_dash(tokens[1].text))
        return 2;
    return 1;
}

static void mark_tokens(struct front *front, size_t line_start, const struct token *tokens,
                        size_t from, size_t to, unsigned level)
{
    if (from < to)
        front_mark(front, line_start + tokens[from].start, line_start + tokens[to - 1].end, level,
                   0);
}

static struct str tokens_text(struct str line, const struct token *tokens, size_t from, size_t to)
{
    return str_slice(line, tokens[from].start, tokens[to - 1].end);
}

void front_read_glued(struct front *front, size_t row)
{
    struct token tokens[TOKEN_LIMIT];
    struct glued glued;
    struct str line = line_text(front->text, &front->head->lines[row].line);
    size_t start = front->head->lines[row].line.start;
    size_t count = split_tokens(line, tokens);
    if (count < 2) {
        header_read_dateline(&front->header, line, front->rules);
        return;
    }
    if (!find_glued(front, line, tokens, count, &glued)) {
        if (is_lone_headline(front, row, line, tokens, count)) {
            front->title = tokens[0].text;
            mark_tokens(front, start, tokens, 0, 1, 1);
        }
        return;
    }
    size_t first = glued.byline < glued.dateline ? glued.byline : glued.dateline;
    if (first == 0 && glued.byline == SIZE_MAX)
        return; /* a dateline alone is how the first sentence begins */
    if (first > 0 && !front->title.length) {
        size_t title = title_chunks(tokens, first);
        front->title = tokens_text(line, tokens, 0, title);
        mark_tokens(front, start, tokens, 0, title, 1);
        if (title < first)
            front->subtitle = tokens_text(line, tokens, title, first);
        mark_tokens(front, start, tokens, title, first, 2);
    } else if (first > 0) {
        mark_tokens(front, start, tokens, 0, first, 2);
    }
    if (glued.byline != SIZE_MAX)
        mark_tokens(front, start, tokens, glued.byline, glued.byline_end, 0);
    if (glued.dateline != SIZE_MAX && glued.dateline_end && glued.dateline_end < count)
        mark_tokens(front, start, tokens, glued.dateline, glued.dateline_end, 0);
}
