#include "ingest/html_markup.h"

#include "ingest/html_tree.h"
#include "text/utf8.h"

#include <string.h>

static bool is_clean(char byte)
{
    return ((unsigned char)byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' ||
           byte == '\f';
}

/* Line ends become \n as HTML says, NUL U+FFFD, other controls what the builder would show. */
static void append_clean(struct buffer *out, struct str text)
{
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        while (at < text.length && is_clean(text.bytes[at]))
            at++;
        buffer_append(out, str_slice(text, start, at));
        if (at == text.length)
            return;
        const unsigned char byte = (unsigned char)text.bytes[at++];
        if (byte == 0x7F)
            utf8_append(out, 0x2421);
        else if (byte != '\r')
            utf8_append(out, byte ? 0x2400u + byte : CODE_POINT_REPLACEMENT);
        else if (at == text.length || text.bytes[at] != '\n')
            buffer_append_byte(out, '\n');
    }
}

enum { KEPT_BYTES = 12 }; /* at least, of a text that has a name: names cost the parser less */

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\v');
}

bool markup_is_full(const struct markup *markup)
{
    return markup->is_cut || markup->source->length >= HTML_SOURCE_LIMIT ||
           markup->texts->bytes.length >= HTML_TEXT_LIMIT;
}

static void keep_text(struct markup *markup, struct str text)
{
    if (!text.length || markup_is_full(markup))
        return;
    if (text.length > HTML_TEXT_LIMIT) {
        markup->is_cut = true;
        text.length = HTML_TEXT_LIMIT;
        while (((unsigned char)text.bytes[text.length] & 0xC0) == 0x80)
            text.length--;
    }
    html_texts_begin(markup->texts, markup->source);
    append_clean(&markup->texts->bytes, text);
}

static bool is_letter_or_digit(char byte)
{
    return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9');
}

/* Of "&#63728" or "&#xF8F0"; 0 when it is no number. */
static uint32_t code_point_of(struct str reference)
{
    const bool is_hex = reference.length > 2 && (reference.bytes[2] | 0x20) == 'x';
    uint32_t value = 0;
    if (reference.length < 3 || reference.bytes[1] != '#')
        return 0;
    for (size_t i = is_hex ? 3 : 2; i < reference.length && value <= 0x10FFFF; i++) {
        const char byte = reference.bytes[i], lower = byte | 0x20;
        if (byte >= '0' && byte <= '9')
            value = value * (is_hex ? 16 : 10) + (uint32_t)(byte - '0');
        else if (is_hex && lower >= 'a' && lower <= 'f')
            value = value * 16 + (uint32_t)(lower - 'a' + 10);
        else
            break;
    }
    return value;
}

/* "&amp;" at the start of text, as far as the parser may read on. A reference that would make the
 * mark of names is none. */
static size_t append_reference(struct markup *markup, struct str text)
{
    size_t length = 1;
    while (length < text.length &&
           (text.bytes[length] == '#' || is_letter_or_digit(text.bytes[length])))
        length++;
    length += length < text.length && text.bytes[length] == ';';
    const struct str reference = str_slice(text, 0, length);
    const bool is_mark = code_point_of(reference) == HTML_TEXT_MARK_CODE_POINT;
    buffer_append(markup->source, is_mark ? STR("&#xFFFD;") : reference);
    return length;
}

/* Offset of the first & that may begin a reference, or the end. */
static size_t find_reference(struct str text)
{
    size_t at = 0;
    while (at < text.length) {
        if (text.bytes[at] != '&') {
            const char *found = memchr(text.bytes + at, '&', text.length - at);
            at = found ? (size_t)(found - text.bytes) : text.length;
        } else if (at + 1 < text.length &&
                   (text.bytes[at + 1] == '#' || is_letter_or_digit(text.bytes[at + 1]))) {
            return at;
        } else {
            at++;
        }
    }
    return text.length;
}

void markup_append_pieces(struct markup *markup, struct str text)
{
    while (text.length && !markup_is_full(markup)) {
        const size_t length = find_reference(text);
        const struct str piece = str_slice(text, 0, length);
        const bool is_long = length >= KEPT_BYTES && !markup->foreign;
        if (is_long || str_find(piece, HTML_TEXT_MARK, 0) != SIZE_MAX)
            keep_text(markup, piece);
        else
            append_clean(markup->source, piece);
        text = str_slice(text, length, text.length);
        if (text.length)
            text = str_slice(text, append_reference(markup, text), text.length);
    }
}

/* Blanks before a text have rules of their own; at the edge of a block they are not shown, and each
 * would be a node. */
static struct str append_blanks(struct markup *markup, struct str text)
{
    size_t length = 0;
    while (length < text.length && is_blank(text.bytes[length]))
        length++;
    if (!markup->is_at_block || markup->preformatted || markup->foreign)
        append_clean(markup->source, str_slice(text, 0, length));
    return str_slice(text, length, text.length);
}

bool markup_append_text(struct markup *markup, struct str text)
{
    const size_t length = text.length;
    text = append_blanks(markup, text);
    if (!length || (!text.length && markup->is_at_block))
        return false;
    markup_append_pieces(markup, text);
    markup->is_at_block = false;
    return true;
}

void markup_append_literal(struct markup *markup, struct str text)
{
    keep_text(markup, append_blanks(markup, text));
    markup->is_at_block = false;
}

static void append_attribute(struct buffer *out, unsigned tag, struct str name, struct str value)
{
    char lower[20];
    if (!name.length || name.length >= sizeof lower)
        return;
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.bytes[i];
        lower[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    }
    lower[name.length] = 0;
    enum html_attribute_name known = html_attribute_from_name(lower);
    /* A parser keeps formatting elements apart by their attributes: <font class=1><font class=2>…
     */
    bool is_plain = html_tag_class(tag) & HTML_FORMATTING && tag != GUMBO_TAG_A;
    if (known == HTML_ATTRIBUTE_NONE ||
        (is_plain && (known == HTML_CLASS || known == HTML_TITLE_TEXT || known == HTML_LANG)))
        return;
    if (value.length > HTML_VALUE_LIMIT ||
        (value.length > 256 && str_starts(str_trim_ascii(value), STR("data:"))))
        value = STR_NONE;
    char quote = memchr(value.bytes, '"', value.length) ? '\'' : '"';
    buffer_append_byte(out, ' ');
    buffer_append_c(out, lower);
    buffer_append_byte(out, '=');
    buffer_append_byte(out, quote);
    if (quote == '"' || !memchr(value.bytes, '\'', value.length))
        append_clean(out, value);
    buffer_append_byte(out, quote);
}

void markup_append_tag(struct markup *markup, const struct html_tag *tag)
{
    struct buffer *out = markup->source;
    markup->is_at_block = html_tag_class(tag->tag) & HTML_BLOCK;
    buffer_append(out, tag->is_end ? STR("</") : STR("<"));
    append_clean(out, str_slice(tag->name, 0, tag->name.length < 64 ? tag->name.length : 64));
    struct str name, value;
    size_t offset = 0;
    if (!tag->is_end)
        for (unsigned i = 0; i < HTML_ATTRIBUTE_LIMIT; i++) {
            if (!html_next_attribute(tag->attributes, &offset, &name, &value))
                break;
            append_attribute(out, tag->tag, name, value);
        }
    buffer_append(out, tag->is_self_closing ? STR("/>") : STR(">"));
}

void markup_append_declaration(struct markup *markup, struct str inside)
{
    buffer_append(markup->source, STR("<!"));
    append_clean(markup->source, inside);
    buffer_append_byte(markup->source, '>');
}
