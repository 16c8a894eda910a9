#include "text/charset_internal.h"

#include <string.h>

#define PRESCAN_BYTES 1024

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The bytes at position are these, letters in either case. */
static bool is_at(struct str bytes, size_t position, struct str word)
{
    return position + word.length <= bytes.length &&
           str_equal_ascii_case(str_slice(bytes, position, position + word.length), word);
}

static size_t skip_spaces(struct str bytes, size_t position)
{
    while (position < bytes.length && is_space(bytes.bytes[position]))
        position++;
    return position;
}

/* WHATWG: what a page names is used, but UTF-16 is taken for UTF-8: the bytes were readable. */
static const struct charset *charset_named_in_page(struct str label)
{
    const struct charset *charset = charset_find(label);
    if (charset != NULL &&
        (charset->kind == CHARSET_KIND_UTF_16_LE || charset->kind == CHARSET_KIND_UTF_16_BE))
        return charset_find(STR("utf-8"));
    return charset;
}

struct attribute {
    struct str name;
    struct str value;
};

/* The value after '=', quoted or not (WHATWG "get an attribute", steps 9–11). */
static size_t read_value(struct str bytes, size_t position, struct str *ret_value)
{
    if (position < bytes.length &&
        (bytes.bytes[position] == '"' || bytes.bytes[position] == '\'')) {
        const char *start = bytes.bytes + position + 1;
        const char *end = memchr(start, bytes.bytes[position], bytes.length - position - 1);
        /* A quote that does not close within the prescan names nothing. */
        if (end == NULL)
            return bytes.length;
        *ret_value = (struct str){start, (size_t)(end - start)};
        return (size_t)(end - bytes.bytes) + 1;
    }
    const size_t start = position;
    while (position < bytes.length && !is_space(bytes.bytes[position]) &&
           bytes.bytes[position] != '>')
        position++;
    *ret_value = str_slice(bytes, start, position);
    return position;
}

/* WHATWG "get an attribute". False at the end of the tag; *position stays on its '>'. */
static bool next_attribute(struct str bytes, size_t *position, struct attribute *ret_attribute)
{
    size_t at = *position;
    while (at < bytes.length && (is_space(bytes.bytes[at]) || bytes.bytes[at] == '/'))
        at++;
    *position = at;
    if (at >= bytes.length || bytes.bytes[at] == '>')
        return false;
    const size_t start = at;
    while (at < bytes.length && !is_space(bytes.bytes[at]) && bytes.bytes[at] != '/' &&
           bytes.bytes[at] != '>' && (bytes.bytes[at] != '=' || at == start))
        at++;
    *ret_attribute = (struct attribute){str_slice(bytes, start, at), STR_NONE};
    const size_t after = skip_spaces(bytes, at);
    if (after < bytes.length && bytes.bytes[after] == '=')
        at = read_value(bytes, skip_spaces(bytes, after + 1), &ret_attribute->value);
    *position = at;
    return true;
}

/* WHATWG "extracting a character encoding from a meta element". */
static struct str charset_in_content(struct str content)
{
    for (size_t at = 0; at < content.length; at++) {
        if (!is_at(content, at, STR("charset")))
            continue;
        size_t value = skip_spaces(content, at + strlen("charset"));
        if (value >= content.length || content.bytes[value] != '=')
            continue;
        value = skip_spaces(content, value + 1);
        if (value >= content.length)
            return STR_NONE;
        const char quote = content.bytes[value];
        size_t end = value;
        if (quote == '"' || quote == '\'') {
            const char *close =
                memchr(content.bytes + value + 1, quote, content.length - value - 1);
            return close == NULL ? STR_NONE
                                 : str_slice(content, value + 1, (size_t)(close - content.bytes));
        }
        while (end < content.length && !is_space(content.bytes[end]) && content.bytes[end] != ';')
            end++;
        return str_slice(content, value, end);
    }
    return STR_NONE;
}

/* Reads the attributes of a meta tag; the charset it names, or NULL. The first of each counts. */
static const struct charset *read_meta(struct str bytes, size_t *position)
{
    struct str charset = {NULL, 0}, content = {NULL, 0}, http_equiv = {NULL, 0};
    struct attribute attribute;
    while (next_attribute(bytes, position, &attribute)) {
        struct str *seen = NULL;
        if (str_equal_ascii_case(attribute.name, STR("charset")))
            seen = &charset;
        else if (str_equal_ascii_case(attribute.name, STR("content")))
            seen = &content;
        else if (str_equal_ascii_case(attribute.name, STR("http-equiv")))
            seen = &http_equiv;
        if (seen != NULL && seen->bytes == NULL)
            *seen = attribute.value;
    }
    /* A tag that the first 1,024 bytes cut off is not read. */
    if (*position >= bytes.length)
        return NULL;
    if (charset.bytes != NULL)
        return charset_named_in_page(charset);
    if (content.bytes != NULL && http_equiv.bytes != NULL &&
        str_equal_ascii_case(http_equiv, STR("content-type")))
        return charset_named_in_page(charset_in_content(content));
    return NULL;
}

static size_t find_end(struct str bytes, struct str end, size_t from)
{
    const size_t found = from < bytes.length ? str_find(bytes, end, from) : SIZE_MAX;
    return found == SIZE_MAX ? bytes.length : found + end.length;
}

/* The end of the markup at position (a '<') that is not meta. */
static size_t skip_markup(struct str bytes, size_t position)
{
    if (is_at(bytes, position, STR("<!--")))
        return find_end(bytes, STR("-->"), position + 2);
    const char next = position + 1 < bytes.length ? bytes.bytes[position + 1] : '\0';
    const char second = position + 2 < bytes.length ? bytes.bytes[position + 2] : '\0';
    if (is_letter(next) || (next == '/' && is_letter(second))) {
        while (position < bytes.length && !is_space(bytes.bytes[position]) &&
               bytes.bytes[position] != '>')
            position++;
        struct attribute attribute;
        while (next_attribute(bytes, &position, &attribute))
            ;
        return position;
    }
    if (next == '!' || next == '/' || next == '?')
        return find_end(bytes, STR(">"), position + 1);
    return position + 1;
}

const struct charset *charset_prescan_meta(struct str bytes)
{
    if (bytes.length > PRESCAN_BYTES)
        bytes.length = PRESCAN_BYTES;
    size_t position = 0;
    while (position < bytes.length) {
        const char *open = memchr(bytes.bytes + position, '<', bytes.length - position);
        if (open == NULL)
            return NULL;
        position = (size_t)(open - bytes.bytes);
        const size_t after = position + strlen("<meta");
        const bool is_meta = is_at(bytes, position, STR("<meta")) && after < bytes.length &&
                             (is_space(bytes.bytes[after]) || bytes.bytes[after] == '/');
        if (!is_meta) {
            position = skip_markup(bytes, position);
            continue;
        }
        position = after;
        const struct charset *charset = read_meta(bytes, &position);
        if (charset != NULL)
            return charset;
    }
    return NULL;
}

const struct charset *charset_prescan_xml(struct str bytes)
{
    if (bytes.length > PRESCAN_BYTES)
        bytes.length = PRESCAN_BYTES;
    if (!str_starts(bytes, STR("<?xml")) || bytes.length < 6 || !is_space(bytes.bytes[5]))
        return NULL;
    const size_t end = str_find(bytes, STR("?>"), 0);
    if (end == SIZE_MAX)
        return NULL;
    const struct str declaration = str_slice(bytes, 0, end);
    size_t position = strlen("<?xml");
    struct attribute attribute;
    while (next_attribute(declaration, &position, &attribute))
        if (str_equal(attribute.name, STR("encoding")))
            return charset_named_in_page(attribute.value);
    return NULL;
}
