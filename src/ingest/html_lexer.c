#include "ingest/html_lexer.h"

#include <gumbo.h>
#include <string.h>
#include <strings.h>

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

size_t html_lexer_markup(const struct html_lexer *lexer)
{
    struct str in = lexer->in;
    for (size_t at = lexer->at; at < in.length;) {
        const char *open = memchr(in.bytes + at, '<', in.length - at);
        if (!open)
            break;
        at = (size_t)(open - in.bytes);
        char next = at + 1 < in.length ? in.bytes[at + 1] : 0;
        if (is_letter(next) || next == '!' || next == '?' || next == '/')
            return at;
        do
            at++;
        while (next == '<' && at + 1 < in.length && in.bytes[at + 1] == '<');
    }
    return in.length;
}

/* End of the quoted value that starts at; an unclosed one ends at the next '>'. */
static size_t quoted_end(struct html_lexer *lexer, size_t at, char quote)
{
    struct str in = lexer->in;
    bool *none = quote == '"' ? &lexer->no_double_quote : &lexer->no_single_quote;
    const char *end = *none ? NULL : memchr(in.bytes + at, quote, in.length - at);
    if (end)
        return (size_t)(end - in.bytes);
    *none = true;
    end = memchr(in.bytes + at, '>', in.length - at);
    return end ? (size_t)(end - in.bytes) : in.length;
}

/* Moves over the attributes to the '>' that ends the tag. */
static size_t attributes_end(struct html_lexer *lexer, size_t at)
{
    struct str in = lexer->in;
    while (at < in.length && in.bytes[at] != '>') {
        if (in.bytes[at] != '=') {
            at++;
            continue;
        }
        do
            at++;
        while (at < in.length && is_blank(in.bytes[at]));
        if (at >= in.length)
            break;
        char quote = in.bytes[at];
        if (quote == '"' || quote == '\'') {
            at = quoted_end(lexer, at + 1, quote);
            if (at < in.length && in.bytes[at] == quote)
                at++;
        } else {
            while (at < in.length && !is_blank(in.bytes[at]) && in.bytes[at] != '>')
                at++;
        }
    }
    return at;
}

bool html_lexer_tag(struct html_lexer *lexer, struct html_tag *ret_tag)
{
    struct str in = lexer->in;
    size_t start = lexer->at + 1;
    ret_tag->is_end = in.bytes[start] == '/';
    start += ret_tag->is_end;
    size_t at = start;
    uint32_t hash = 2166136261u;
    while (at < in.length && !is_blank(in.bytes[at]) && in.bytes[at] != '/' &&
           in.bytes[at] != '>') {
        char byte = in.bytes[at++];
        hash = (hash ^ (uint8_t)(is_letter(byte) ? byte | 0x20 : byte)) * 16777619u;
    }
    ret_tag->name = str_slice(in, start, at);
    ret_tag->hash = hash;
    ret_tag->tag =
        (uint8_t)(at - start > 32 ? GUMBO_TAG_UNKNOWN
                                  : gumbo_tagn_enum(in.bytes + start, (unsigned)(at - start)));
    size_t end = attributes_end(lexer, at);
    ret_tag->attributes = str_slice(in, at, end);
    ret_tag->is_self_closing = end > at && in.bytes[end - 1] == '/';
    lexer->at = end < in.length ? end + 1 : end;
    return end < in.length;
}

bool html_next_attribute(struct str attributes, size_t *offset, struct str *ret_name,
                         struct str *ret_value)
{
    const char *bytes = attributes.bytes;
    size_t length = attributes.length, at = *offset;
    while (at < length && (is_blank(bytes[at]) || bytes[at] == '/'))
        at++;
    size_t start = at;
    while (at < length && !is_blank(bytes[at]) && bytes[at] != '/' &&
           (bytes[at] != '=' || at == start))
        at++;
    *ret_name = str_slice(attributes, start, at);
    *ret_value = STR_NONE;
    size_t after_name = at;
    while (at < length && is_blank(bytes[at]))
        at++;
    if (at >= length || bytes[at] != '=') {
        *offset = after_name;
        return after_name > start;
    }
    do
        at++;
    while (at < length && is_blank(bytes[at]));
    char quote = at < length ? bytes[at] : 0;
    if (quote == '"' || quote == '\'') {
        size_t value = ++at;
        const char *end = memchr(bytes + at, quote, length - at);
        at = end ? (size_t)(end - bytes) : length;
        *ret_value = str_slice(attributes, value, at);
        at += at < length;
    } else {
        size_t value = at;
        while (at < length && !is_blank(bytes[at]))
            at++;
        *ret_value = str_slice(attributes, value, at);
    }
    *offset = at;
    return true;
}

static size_t find_or_remember(struct str in, size_t at, struct str needle, bool *none)
{
    size_t found = *none ? SIZE_MAX : str_find(in, needle, at);
    *none = found == SIZE_MAX;
    return found;
}

struct str html_lexer_comment(struct html_lexer *lexer)
{
    struct str in = lexer->in;
    size_t start = lexer->at + 2;
    struct str rest = str_slice(in, start, in.length);
    if (str_starts(rest, STR("--")) && !str_starts(rest, STR("-->")) &&
        !str_starts(rest, STR("--->"))) {
        size_t end = find_or_remember(in, start + 2, STR("-->"), &lexer->no_comment_end);
        if (end != SIZE_MAX) {
            lexer->at = end + 3;
            return str_slice(in, start + 2, end);
        }
    }
    const char *close = memchr(rest.bytes, '>', rest.length);
    size_t end = close ? (size_t)(close - in.bytes) : in.length;
    lexer->at = end < in.length ? end + 1 : end;
    return str_slice(in, start, end);
}

bool html_lexer_section(struct html_lexer *lexer, struct str *ret_inside)
{
    struct str rest = str_slice(lexer->in, lexer->at, lexer->in.length);
    if (!str_starts(rest, STR("<![CDATA[")))
        return false;
    size_t start = lexer->at + 9;
    size_t end = find_or_remember(lexer->in, start, STR("]]>"), &lexer->no_section_end);
    if (end == SIZE_MAX)
        return false;
    *ret_inside = str_slice(lexer->in, start, end);
    lexer->at = end + 3;
    return true;
}

static bool names_tag(struct str in, size_t at, struct str name)
{
    if (at + name.length > in.length || strncasecmp(in.bytes + at, name.bytes, name.length))
        return false;
    char after = at + name.length < in.length ? in.bytes[at + name.length] : '>';
    return is_blank(after) || after == '/' || after == '>';
}

bool html_lexer_raw(struct html_lexer *lexer, struct str name, unsigned slot, bool is_script,
                    struct str *ret_inside)
{
    struct str in = lexer->in;
    if (lexer->no_raw_end[slot])
        return false;
    /* "<!--<script>" inside a script makes the next </script> part of it (HTML §13.2.5.29). */
    bool is_escaped = false, is_double = false;
    for (size_t at = lexer->at; at < in.length; at++) {
        const char *open = memchr(in.bytes + at, '<', in.length - at);
        if (!open)
            break;
        size_t found = (size_t)(open - in.bytes);
        if (is_script && is_escaped &&
            str_find(str_slice(in, at, found), STR("-->"), 0) != SIZE_MAX)
            is_escaped = is_double = false;
        at = found;
        struct str here = str_slice(in, at, in.length);
        if (is_script && str_starts(here, STR("<!--")))
            is_escaped = true;
        else if (is_script && is_escaped && names_tag(in, at + 1, name))
            is_double = true;
        else if (at + 1 < in.length && in.bytes[at + 1] == '/' && names_tag(in, at + 2, name)) {
            if (!is_double) {
                *ret_inside = str_slice(in, lexer->at, at);
                size_t end = attributes_end(lexer, at + 2 + name.length);
                lexer->at = end < in.length ? end + 1 : end;
                return true;
            }
            is_double = false;
        }
    }
    if (is_double) /* never closed twice: the single end will do */
        return html_lexer_raw(lexer, name, slot, false, ret_inside);
    lexer->no_raw_end[slot] = true;
    return false;
}
