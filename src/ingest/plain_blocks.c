#include "ingest/plain_private.h"

#include "base/memory.h"

/* Lines are gathered into stanzas up to a bound, so that a million lines without a blank one need
 * no more memory than two thousand. */

enum {
    STANZA_LINES = 2000,
    STANZA_BYTES = 1 << 20,
    FENCE_BYTES = 1 << 20,
    /* Two seconds' work, and as many as a hundred long novels have: what comes behind is no article,
     * and stays as it is. */
    LINE_LIMIT = 6 << 20,
};

struct gatherer {
    struct stanza stanza;
    struct line *lines;
    size_t count, capacity;
    uint32_t last_end; /* source end of the last line gathered */
    bool is_cut;       /* the last stanza ended at the bound */
};

void marks_add(struct marks *marks, struct mark mark)
{
    ARRAY_RESERVE(marks->rows, marks->count, marks->capacity);
    marks->rows[marks->count++] = mark;
}

static int compare_marks(const void *a, const void *b)
{
    const struct mark *first = a, *second = b;
    return (first->start > second->start) - (first->start < second->start);
}

void marks_sort(struct marks *marks)
{
    if (marks->count)
        qsort(marks->rows, marks->count, sizeof *marks->rows, compare_marks);
}

static void flush(struct gatherer *gatherer)
{
    if (!gatherer->count)
        return;
    gatherer->stanza.lines = gatherer->lines;
    gatherer->stanza.count = gatherer->count;
    gatherer->stanza.is_continued = gatherer->is_cut;
    stanza_write(&gatherer->stanza);
    gatherer->count = 0;
    gatherer->is_cut = false;
}

static void gather(struct gatherer *gatherer, const struct line *line)
{
    ARRAY_RESERVE(gatherer->lines, gatherer->count, gatherer->capacity);
    gatherer->lines[gatherer->count++] = *line;
    if (gatherer->count < STANZA_LINES &&
        line->raw_end - gatherer->lines[0].raw_start < STANZA_BYTES)
        return;
    flush(gatherer);
    gatherer->is_cut = true;
}

/* Source end of the closing fence's line; 0 when there is none near, and the mark means nothing. */
static size_t fence_end(struct str text, const struct line *opening)
{
    char mark = line_fence(line_text(text, opening));
    size_t limit = opening->raw_end + (size_t)FENCE_BYTES;
    for (size_t at = opening->raw_end + (size_t)1; at < text.length && at < limit;) {
        struct line line;
        line_read(text, at, &line);
        struct str s = line_text(text, &line);
        if (line_fence(s) == mark && (s.length == 3 || s.bytes[s.length - 1] == mark))
            return line.end;
        at = line.raw_end + (size_t)1;
    }
    return 0;
}

static void write_mark(struct gatherer *gatherer, const struct mark *mark)
{
    flush(gatherer);
    out_block(gatherer->stanza.out, mark->block, mark->start, mark->end);
    gatherer->stanza.code_end = 0;
    gatherer->stanza.list_level = 0;
}

static bool ends_stanza(struct str text, const struct line *line)
{
    size_t next = line->raw_end + (size_t)1;
    return next >= text.length || text.bytes[next] == '\n';
}

/* Longer than any wrapped line, or alone; beginning with a letter or an opening quote: the common
 * case of large texts, a paragraph for certain. */
static bool is_plain_paragraph(const struct gatherer *gatherer, struct str text,
                               const struct line *line)
{
    const struct form *form = gatherer->stanza.form;
    unsigned char first = (unsigned char)text.bytes[line->start];
    if (gatherer->count || form->is_markdown || gatherer->stanza.list_level || line->indent > 4)
        return false;
    bool is_quote = first == 0xE2 && (unsigned char)text.bytes[line->start + 1] == 0x80;
    if (first < 0xE3 && !is_quote && !((first | 0x20) >= 'a' && (first | 0x20) <= 'z'))
        return false;
    bool is_wide = first >= 0xE3 || is_quote;
    return line->columns > 180 || (is_wide && line->columns > 60 && ends_stanza(text, line));
}

static size_t take_line(struct gatherer *gatherer, struct str text, const struct line *line)
{
    if (line_is_blank(line)) {
        flush(gatherer);
        gatherer->is_cut = false;
    } else if (is_plain_paragraph(gatherer, text, line)) {
        out_block(gatherer->stanza.out, (struct block){.kind = BLOCK_PARAGRAPH}, line->start,
                  line->end);
        gatherer->stanza.code_end = 0;
    } else if (line_fence(line_text(text, line))) {
        size_t end = fence_end(text, line);
        if (end) {
            flush(gatherer);
            out_block(gatherer->stanza.out, (struct block){.kind = BLOCK_CODE}, line->raw_start,
                      end);
            gatherer->stanza.code_end = 0;
            return end;
        }
        gather(gatherer, line);
    } else {
        gather(gatherer, line);
    }
    return line->raw_end + (size_t)1;
}

/* The source as it stands, without the blank lines around it. */
static void write_as_it_is(struct gatherer *gatherer, struct str text, size_t start, size_t end)
{
    const struct block block = {.kind = BLOCK_PARAGRAPH, .flags = BLOCK_VERSE};
    flush(gatherer);
    start = skip_blank_lines(text, start);
    while (end > start && (text.bytes[end - 1] == '\n' || text.bytes[end - 1] == ' '))
        end--;
    if (end > start)
        out_block(gatherer->stanza.out, block, start, end);
}

void plain_blocks(struct str text, const struct form *form, const struct rules *rules,
                  const struct marks *marks, struct plain_out *out)
{
    struct gatherer gatherer = {
        .stanza = {.text = text, .form = form, .rules = rules, .out = out},
    };
    size_t mark = 0, line_count = 0;
    for (size_t at = 0; at < text.length; line_count++) {
        struct line line;
        line_read(text, at, &line);
        while (mark < marks->count && marks->rows[mark].start < at)
            mark++; /* inside a fence */
        if (mark < marks->count && marks->rows[mark].start < line.raw_end) {
            write_mark(&gatherer, &marks->rows[mark]);
            at = marks->rows[mark++].end;
        } else if (line_count < LINE_LIMIT) {
            at = take_line(&gatherer, text, &line);
        } else {
            const size_t end = mark < marks->count ? marks->rows[mark].start : text.length;
            write_as_it_is(&gatherer, text, at, end);
            at = end;
        }
    }
    flush(&gatherer);
    free(gatherer.lines);
}
