#include "document/markdown_private.h"

#include "base/memory.h"
#include "document/inline.h"
#include "document/url.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <string.h>

enum { CHILDREN_MAX = 64 }; /* looked at to choose a delimiter */

/* How an open span is closed, and star_end to go back to. */
struct opened {
    char closer;
    size_t star_end;
};

struct writing {
    const struct document *document;
    const struct markdown_names *names;
    struct buffer *out;
    enum markdown_place place;
    size_t block_start, block_end;
    size_t span_end;     /* index behind the block's last span */
    size_t at;           /* offset in the document of the next text */
    size_t delimiter_at; /* where a '*' was last written, or SIZE_MAX */
    size_t star_end;     /* of the innermost open '*' span, or SIZE_MAX */
    size_t number_end;   /* where "12" of "12." at the line's start ends, or SIZE_MAX */
    bool is_line_start;
    unsigned silent_depth; /* inside what is written already */
    unsigned link_depth;
    struct opened *opened;
    size_t depth;
};

static bool is_alphanumeric(uint32_t code_point)
{
    const struct properties properties = code_point_properties(code_point);
    return properties.is_letter || properties.is_digit || properties.is_mark;
}

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Of the source, not of what is written. '\n' at the block's ends. */
static uint32_t code_point_before(const struct writing *writing, size_t offset)
{
    uint32_t code_point = '\n';
    if (offset > writing->block_start)
        (void)utf8_decode_before(writing->document->text, offset, &code_point);
    return code_point;
}

static uint32_t code_point_after(const struct writing *writing, size_t offset)
{
    uint32_t code_point = '\n';
    if (offset < writing->block_end)
        (void)utf8_decode(writing->document->text, offset, &code_point);
    return code_point;
}

static bool is_space(uint32_t code_point)
{
    return code_point_properties(code_point).is_space;
}

/* In every version of CommonMark; symbols are punctuation only in some. */
static bool is_surely_punctuation(uint32_t code_point)
{
    return code_point_properties(code_point).is_punctuation ||
           (code_point > ' ' && code_point < 0x7F && !is_alphanumeric(code_point));
}

/* Whether a child's mark stands where the span begins or ends. */
static void look_at_children(const struct writing *writing, size_t index, bool *ret_at_start,
                             bool *ret_at_end)
{
    const struct span *spans = writing->document->spans;
    size_t seen = 0;
    *ret_at_start = *ret_at_end = false;
    for (size_t i = index + 1; i < writing->span_end && spans[i].start < spans[index].end; i++) {
        *ret_at_start |= spans[i].start == spans[index].start;
        *ret_at_end |= spans[i].end == spans[index].end;
        if (++seen == CHILDREN_MAX)
            *ret_at_end = *ret_at_start = true;
        if (seen == CHILDREN_MAX)
            return;
    }
}

/* CommonMark §6.2, rules 1 to 8, told from what stands at the four sides of the delimiters. */
static bool can_use_stars(const struct writing *writing, size_t index)
{
    const struct span *span = &writing->document->spans[index];
    const uint32_t before = code_point_before(writing, span->start);
    const uint32_t first = code_point_after(writing, span->start);
    const uint32_t last = code_point_before(writing, span->end);
    const uint32_t after = code_point_after(writing, span->end);
    bool child_at_start, child_at_end;
    look_at_children(writing, index, &child_at_start, &child_at_end);
    if (is_space(first) || is_space(last) || writing->delimiter_at == span->start ||
        writing->star_end == span->end)
        return false;
    const bool opens = (is_alphanumeric(first) && !child_at_start) || is_space(before) ||
                       is_surely_punctuation(before);
    const bool closes =
        (is_alphanumeric(last) && !child_at_end) || is_space(after) || is_surely_punctuation(after);
    return opens && closes;
}

/* Whether the character needs a backslash at a line's start (ATX, quotes, lists, setext, fences).
 */
static bool starts_block(struct str rest)
{
    const char c = rest.bytes[0];
    const char next = rest.length > 1 ? rest.bytes[1] : ' ';
    if (c == '#' || c == '>' || c == '=' || c == '~' || c == ':' || c == '|')
        return true;
    return (c == '-' || c == '+') && (next == ' ' || next == c || next == '\n' || next == '|');
}

/* The bytes of "12" in "12. " at a line's start, or 0. */
static size_t number_length(struct str rest)
{
    size_t length = 0;
    while (length < rest.length && is_ascii_digit(rest.bytes[length]))
        length++;
    return length > 0 && length < 10 && length < rest.length &&
                   (rest.bytes[length] == '.' || rest.bytes[length] == ')')
               ? length
               : 0;
}

static bool needs_backslash(const struct writing *writing, char c, size_t offset)
{
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
        return true;
    case '_':
        return !(is_alphanumeric(code_point_before(writing, offset)) &&
                 is_alphanumeric(code_point_after(writing, offset + 1)));
    case '&': {
        const uint32_t after = code_point_after(writing, offset + 1);
        return after == '#' || (after < 0x80 && is_alphanumeric(after));
    }
    case '~':
        return code_point_after(writing, offset + 1) == '~' ||
               code_point_before(writing, offset) == '~';
    case '|':
        return writing->place == MARKDOWN_CELL;
    case '#':
        return writing->place == MARKDOWN_HEADING;
    default:
        return false;
    }
}

static void append_break(struct writing *writing)
{
    while (writing->out->length > 0 && writing->out->bytes[writing->out->length - 1] == ' ')
        writing->out->length--;
    if (writing->place == MARKDOWN_HEADING)
        buffer_append_byte(writing->out, ' ');
    else if (writing->place == MARKDOWN_CELL)
        buffer_append(writing->out, STR("<br>"));
    else
        buffer_append(writing->out, STR("\\\n"));
    writing->is_line_start = writing->place <= MARKDOWN_VERSE;
}

/* Blanks at a line's start vanish in rendering, or make it code; those of a poem are the author's.
 */
static void append_leading_blank(struct writing *writing)
{
    if (writing->place == MARKDOWN_VERSE)
        buffer_append(writing->out, STR("&nbsp;"));
}

static void append_ascii(struct writing *writing, size_t offset)
{
    const struct str rest = str_slice(writing->document->text, offset, writing->block_end);
    const char c = rest.bytes[0];
    if (writing->is_line_start) {
        const size_t digits = number_length(rest);
        writing->number_end = digits > 0 ? offset + digits : SIZE_MAX;
    }
    if ((writing->is_line_start && starts_block(rest)) || offset == writing->number_end ||
        needs_backslash(writing, c, offset))
        buffer_append_byte(writing->out, '\\');
    buffer_append_byte(writing->out, c);
}

static void write_text(void *context, struct str text)
{
    struct writing *writing = context;
    const size_t start = writing->at;
    writing->at += text.length;
    for (size_t i = 0; i < text.length && writing->silent_depth == 0; i++) {
        const char c = text.bytes[i];
        if (c == '\n') {
            append_break(writing);
            continue;
        }
        if (writing->is_line_start && (c == ' ' || c == '\t')) {
            append_leading_blank(writing);
            continue;
        }
        if ((unsigned char)c < 0x80)
            append_ascii(writing, start + i);
        else
            buffer_append_byte(writing->out, c);
        writing->is_line_start = false;
    }
}

/* In a link's <destination>: references to characters are obeyed there too. */
static void append_destination(struct buffer *out, struct str url)
{
    buffer_append(out, STR("](<"));
    for (size_t i = 0; i < url.length; i++) {
        const unsigned char byte = (unsigned char)url.bytes[i];
        if (byte == '&')
            buffer_append(out, STR("&amp;"));
        else if (byte <= ' ' || byte == 0x7F || strchr("<>\\|\"`", byte))
            buffer_append_format(out, "%%%02X", byte);
        else
            buffer_append_byte(out, (char)byte);
    }
    buffer_append(out, STR(">)"));
}

static bool is_openable(struct str target)
{
    CLEANUP_BUFFER struct buffer safe = {0};
    return str_starts(target, STR("#")) || url_append_safe(target, &safe);
}

static void append_link_end(struct writing *writing, const struct span *span)
{
    const struct str target = writing->document->targets[span->target];
    CLEANUP_BUFFER struct buffer safe = {0};
    if (str_starts(target, STR("#")))
        buffer_append(&safe, target);
    else
        (void)url_append_safe(target, &safe);
    append_destination(writing->out, buffer_str(&safe));
}

static const char *const html_tags[SPAN_KIND_COUNT] = {
    [SPAN_STRONG] = "strong", [SPAN_EMPHASIS] = "em",     [SPAN_CODE] = "code",
    [SPAN_RUBY] = "ruby",     [SPAN_SUPERSCRIPT] = "sup", [SPAN_SUBSCRIPT] = "sub",
    [SPAN_STRIKE] = "del",    [SPAN_MARK] = "mark",
};

static char append_anchor(struct writing *writing, struct str name)
{
    if (name.length == 0 || !markdown_is_linked_to(writing->names, name))
        return ' ';
    buffer_append(writing->out, STR("<span id=\""));
    for (size_t i = 0; i < name.length; i++) {
        const unsigned char byte = (unsigned char)name.bytes[i];
        if (byte < ' ' || byte == 0x7F || strchr("\"<>&|\\", byte))
            buffer_append_format(writing->out, "&#%u;", byte < ' ' ? 0xFFFDu : byte);
        else
            buffer_append_byte(writing->out, (char)byte);
    }
    buffer_append(writing->out, STR("\"></span>"));
    return ' ';
}

/* A closer for each way: '*' one star, 'S' two, 'T' a tag, 'L' a link, 'F' what is written already,
 * ' ' none. */
static char open_styled(struct writing *writing, size_t index)
{
    const struct span *span = &writing->document->spans[index];
    const bool is_strong = span->kind == SPAN_STRONG;
    if ((is_strong || span->kind == SPAN_EMPHASIS) && can_use_stars(writing, index)) {
        buffer_append_c(writing->out, is_strong ? "**" : "*");
        writing->delimiter_at = span->start;
        writing->star_end = span->end;
        writing->is_line_start = false;
        return is_strong ? 'S' : '*';
    }
    buffer_append_format(writing->out, "<%s>", html_tags[span->kind]);
    writing->is_line_start = false;
    return 'T';
}

/* Behind a bare '!' it would be an image. */
static void append_bracket(struct buffer *out)
{
    if (out->length > 0 && out->bytes[out->length - 1] == '!') {
        out->length--;
        buffer_append(out, STR("\\!"));
    }
    buffer_append_byte(out, '[');
}

static char open_link(struct writing *writing, const struct span *span)
{
    const size_t footnote =
        span->kind == SPAN_FOOTNOTE_REFERENCE ? markdown_reference_number(writing->names, span) : 0;
    if (footnote > 0 && writing->silent_depth == 0 && writing->link_depth == 0) {
        append_bracket(writing->out);
        buffer_append_format(writing->out, "^%zu]", footnote);
        writing->silent_depth++;
        writing->is_line_start = false;
        return 'F';
    }
    if (writing->link_depth > 0 || !is_openable(writing->document->targets[span->target]))
        return ' ';
    append_bracket(writing->out);
    writing->link_depth++;
    writing->is_line_start = false;
    return 'L';
}

/* Code with spans in it, or in a table, is written with tags. */
static bool is_plain_code(const struct writing *writing, size_t index)
{
    const struct span *spans = writing->document->spans;
    return writing->place != MARKDOWN_CELL &&
           !(index + 1 < writing->span_end && spans[index + 1].start < spans[index].end);
}

static size_t longest_run(struct str text, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.length; i++) {
        run = text.bytes[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static char write_code(struct writing *writing, const struct span *span)
{
    const size_t from = span->start > writing->at ? span->start : writing->at;
    const struct str code = str_slice(writing->document->text, from, span->end);
    const size_t ticks = longest_run(code, '`') + 1;
    const char first = code.bytes[0], last = code.bytes[code.length - 1];
    const bool is_padded = first == '`' || last == '`' || first == ' ' || last == ' ';
    for (size_t i = 0; i < ticks; i++)
        buffer_append_byte(writing->out, '`');
    buffer_append_c(writing->out, is_padded ? " " : "");
    for (size_t i = 0; i < code.length; i++)
        buffer_append_byte(writing->out, code.bytes[i] == '\n' ? ' ' : code.bytes[i]);
    buffer_append_c(writing->out, is_padded ? " " : "");
    for (size_t i = 0; i < ticks; i++)
        buffer_append_byte(writing->out, '`');
    writing->silent_depth++;
    writing->is_line_start = false;
    return 'F';
}

static void write_open(void *context, size_t index)
{
    struct writing *writing = context;
    const struct span *span = &writing->document->spans[index];
    const size_t star_end = writing->star_end;
    char closer;
    if (writing->silent_depth > 0)
        closer = ' ';
    else if (span->kind == SPAN_CODE && is_plain_code(writing, index))
        closer = write_code(writing, span);
    else if (span->kind == SPAN_LINK || span->kind == SPAN_FOOTNOTE_REFERENCE)
        closer = open_link(writing, span);
    else if (span->kind == SPAN_ANCHOR)
        closer = append_anchor(writing, writing->document->targets[span->target]);
    else
        closer = open_styled(writing, index);
    writing->opened[writing->depth++] = (struct opened){closer, star_end};
}

static void append_reading(struct writing *writing, struct str reading)
{
    buffer_append(writing->out, STR("<rp>(</rp><rt>"));
    for (size_t i = 0; i < reading.length; i++) {
        if (strchr("\\`*_[]<>&|~", reading.bytes[i]))
            buffer_append_byte(writing->out, '\\');
        buffer_append_byte(writing->out, reading.bytes[i]);
    }
    buffer_append(writing->out, STR("</rt><rp>)</rp>"));
}

static void write_close(void *context, size_t index)
{
    struct writing *writing = context;
    const struct span *span = &writing->document->spans[index];
    writing->star_end = writing->opened[--writing->depth].star_end;
    switch (writing->opened[writing->depth].closer) {
    case '*':
    case 'S':
        buffer_append_c(writing->out, span->kind == SPAN_STRONG ? "**" : "*");
        writing->delimiter_at = span->end;
        break;
    case 'T':
        if (span->kind == SPAN_RUBY)
            append_reading(writing, writing->document->targets[span->target]);
        buffer_append_format(writing->out, "</%s>", html_tags[span->kind]);
        break;
    case 'L':
        append_link_end(writing, span);
        writing->link_depth--;
        break;
    case 'F':
        writing->silent_depth--;
        break;
    default:
        break;
    }
}

void markdown_inline(const struct document *document, const struct markdown_names *names,
                     size_t block, size_t from, enum markdown_place place, struct buffer *out)
{
    static const struct inline_events events = {write_open, write_text, write_close};
    size_t first, end;
    inline_spans(document, block, &first, &end);
    CLEANUP_FREE struct opened *opened = memory_new((end - first + 1) * sizeof *opened);
    struct writing writing = {
        .document = document,
        .names = names,
        .out = out,
        .place = place,
        .block_start = from,
        .block_end = document->blocks[block].end,
        .span_end = end,
        .at = from,
        .delimiter_at = SIZE_MAX,
        .star_end = SIZE_MAX,
        .is_line_start = true,
        .number_end = SIZE_MAX,
        .opened = opened,
    };
    inline_walk(document, block, from, &events, &writing);
}
