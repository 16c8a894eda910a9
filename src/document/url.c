#include "document/url.h"

#include "document/punycode.h"

#include <stdint.h>
#include <string.h>

/* Slices of one cleaned URL. */
struct url {
    struct str scheme; /* lower case, without ':'; empty in a relative reference */
    struct str authority, path, query, fragment;
    bool has_authority, has_query, has_fragment;
};

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Without blanks and controls at the ends, and without tabs and line ends anywhere (WHATWG URL
 * §4.4). */
static void append_cleaned(struct buffer *out, struct str url)
{
    while (url.length > 0 && (unsigned char)url.bytes[0] <= ' ')
        url = str_slice(url, 1, url.length);
    while (url.length > 0 && (unsigned char)url.bytes[url.length - 1] <= ' ')
        url.length--;
    buffer_reserve(out, url.length);
    for (size_t i = 0; i < url.length; i++)
        if (url.bytes[i] != '\t' && url.bytes[i] != '\n' && url.bytes[i] != '\r')
            buffer_append_byte(out, url.bytes[i]);
}

static size_t scheme_length(struct str url)
{
    size_t length = 0;
    while (length < url.length &&
           (is_alpha(url.bytes[length]) ||
            (length > 0 && (is_digit(url.bytes[length]) || strchr("+-.", url.bytes[length])))))
        length++;
    return length > 0 && length < url.length && url.bytes[length] == ':' ? length : 0;
}

static bool is_special(struct str scheme)
{
    return str_equal_ascii_case(scheme, STR("http")) ||
           str_equal_ascii_case(scheme, STR("https")) || str_equal_ascii_case(scheme, STR("ftp")) ||
           str_equal_ascii_case(scheme, STR("file"));
}

static bool is_file(struct str scheme)
{
    return str_equal_ascii_case(scheme, STR("file"));
}

static size_t find_any(struct str s, size_t from, const char *bytes)
{
    while (from < s.length && (s.bytes[from] == '\0' || !strchr(bytes, s.bytes[from])))
        from++;
    return from;
}

static size_t slash_count(struct str s, bool takes_backslash)
{
    size_t count = 0;
    while (count < s.length &&
           (s.bytes[count] == '/' || (takes_backslash && s.bytes[count] == '\\')))
        count++;
    return count;
}

static void split_path(struct str rest, struct url *url)
{
    const size_t path_end = find_any(rest, 0, "?#");
    const size_t query_end = find_any(rest, path_end, "#");
    url->path = str_slice(rest, 0, path_end);
    url->has_query = query_end > path_end;
    url->query = str_slice(rest, path_end + url->has_query, query_end);
    url->has_fragment = query_end < rest.length;
    url->fragment = str_slice(rest, query_end + url->has_fragment, rest.length);
}

/* cleaned is a whole URL or a reference in the context of a base of base_scheme (may be empty). */
static struct url parse(struct str cleaned, struct str base_scheme)
{
    struct url url = {.scheme = STR_NONE, .authority = STR_NONE};
    const size_t length = scheme_length(cleaned);
    url.scheme = str_slice(cleaned, 0, length);
    struct str rest = str_slice(cleaned, length + (length > 0), cleaned.length);
    const bool special = is_special(length > 0 ? url.scheme : base_scheme);
    size_t slashes = slash_count(rest, special);
    /* "http:name" is relative to a base of its own scheme, absolute otherwise. */
    if (length > 0 && special && slashes < 2 && str_equal_ascii_case(url.scheme, base_scheme))
        url.scheme = STR_NONE;
    const bool is_absolute = url.scheme.length > 0 && special && !is_file(url.scheme);
    if (is_absolute || slashes >= 2) {
        /* Any number of slashes goes before the host of http and its like, none at all too. */
        if (!special || is_file(url.scheme.length > 0 ? url.scheme : base_scheme))
            slashes = 2;
        const size_t end = find_any(rest, slashes, special ? "/\\?#" : "/?#");
        url.has_authority = true;
        url.authority = str_slice(rest, slashes, end);
        rest = str_slice(rest, end, rest.length);
    }
    split_path(rest, &url);
    return url;
}

static bool is_dot(struct str segment)
{
    return str_equal(segment, STR(".")) || str_equal_ascii_case(segment, STR("%2e"));
}

static bool is_double_dot(struct str segment)
{
    return str_equal(segment, STR("..")) || str_equal_ascii_case(segment, STR(".%2e")) ||
           str_equal_ascii_case(segment, STR("%2e.")) ||
           str_equal_ascii_case(segment, STR("%2e%2e"));
}

/* Appends one path's segments behind root, "." and ".." resolved (RFC 3986 §5.2.4). */
static void append_segments(struct buffer *out, size_t root, struct str path, bool special)
{
    size_t at = slash_count(path, special) > 0;
    while (true) {
        const size_t end = find_any(path, at, special ? "/\\" : "/");
        const struct str segment = str_slice(path, at, end);
        const bool is_last = end == path.length;
        if (is_double_dot(segment)) {
            while (out->length > root && out->bytes[out->length - 1] != '/')
                out->length--;
            out->length -= out->length > root;
        }
        if (is_dot(segment) || is_double_dot(segment)) {
            if (is_last)
                buffer_append_byte(out, '/');
        } else {
            buffer_append_byte(out, '/');
            buffer_append(out, segment);
        }
        if (is_last)
            return;
        at = end + 1;
    }
}

static void append_scheme(struct buffer *out, struct str scheme)
{
    for (size_t i = 0; i < scheme.length; i++)
        buffer_append_byte(
            out, (char)(is_alpha(scheme.bytes[i]) ? scheme.bytes[i] | 0x20 : scheme.bytes[i]));
    buffer_append_byte(out, ':');
}

/* A path up to its last slash. */
static struct str folder_of(struct str path)
{
    size_t end = path.length;
    while (end > 0 && path.bytes[end - 1] != '/')
        end--;
    return str_slice(path, 0, end > 0 ? end - 1 : 0);
}

static void append_query(struct buffer *out, const struct url *url)
{
    if (!url->has_query)
        return;
    buffer_append_byte(out, '?');
    buffer_append(out, url->query);
}

static void append_hierarchy(struct buffer *out, const struct url *base,
                             const struct url *reference)
{
    const bool is_whole = reference->scheme.length > 0 || reference->has_authority;
    const struct str scheme = reference->scheme.length > 0 ? reference->scheme : base->scheme;
    const bool special = is_special(scheme);
    const struct url *authority = is_whole ? reference : base;
    append_scheme(out, scheme);
    if (authority->has_authority || special) {
        buffer_append(out, STR("//"));
        buffer_append(out, authority->authority);
    }
    const size_t root = out->length;
    const bool is_rooted = slash_count(reference->path, special) > 0;
    if (!is_whole && reference->path.length == 0) {
        append_segments(out, root, base->path, special);
        append_query(out, reference->has_query ? reference : base);
        return;
    }
    CLEANUP_BUFFER struct buffer path = {0};
    if (!is_whole && !is_rooted) {
        if (base->path.length > 0)
            append_segments(&path, 0, base->path, special);
        path.length = folder_of(buffer_str(&path)).length;
        buffer_append_byte(&path, '/');
    }
    buffer_append(&path, reference->path);
    if (path.length > 0 || special)
        append_segments(out, root, buffer_str(&path), special);
    append_query(out, reference);
}

static void append_opaque(struct buffer *out, struct str cleaned)
{
    const struct url url = parse(cleaned, STR_NONE);
    append_scheme(out, url.scheme);
    buffer_append(out, str_slice(cleaned, url.scheme.length + 1, cleaned.length));
}

static bool is_hierarchical(const struct url *url)
{
    return is_special(url->scheme) || url->has_authority ||
           (url->scheme.length > 0 && str_starts(url->path, STR("/")));
}

void url_resolve(struct str base, struct str reference, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer base_bytes = {0}, bytes = {0}, resolved = {0}, whole = {0};
    append_cleaned(&base_bytes, base);
    append_cleaned(&bytes, reference);
    const struct str cleaned = buffer_str(&bytes);
    const struct url from = parse(buffer_str(&base_bytes), STR_NONE);
    const struct url to = parse(cleaned, from.scheme);
    if (str_starts(cleaned, STR("#"))) {
        buffer_append(out, cleaned);
        return;
    }
    if (to.scheme.length > 0 && !is_hierarchical(&to)) {
        append_opaque(out, cleaned);
        return;
    }
    if (to.scheme.length == 0 && !is_hierarchical(&from)) {
        buffer_append(out, cleaned);
        return;
    }
    append_hierarchy(&resolved, &from, &to);
    const struct url itself = {.scheme = STR_NONE, .path = STR_NONE};
    if (is_hierarchical(&from))
        append_hierarchy(&whole, &from, &itself);
    const bool is_same = str_equal(buffer_str(&resolved), buffer_str(&whole));
    if (!is_same || !to.has_fragment)
        buffer_append(out, buffer_str(&resolved));
    if (to.has_fragment) {
        buffer_append_byte(out, '#');
        buffer_append(out, to.fragment);
    }
}

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void append_decoded(struct buffer *out, struct str s)
{
    for (size_t i = 0; i < s.length; i++) {
        if (s.bytes[i] == '%' && i + 2 < s.length && hex_digit(s.bytes[i + 1]) >= 0 &&
            hex_digit(s.bytes[i + 2]) >= 0) {
            buffer_append_byte(out,
                               (char)(hex_digit(s.bytes[i + 1]) * 16 + hex_digit(s.bytes[i + 2])));
            i += 2;
        } else {
            buffer_append_byte(out, s.bytes[i]);
        }
    }
}

static void append_encoded(struct buffer *out, struct str s)
{
    for (size_t i = 0; i < s.length; i++) {
        const unsigned char byte = (unsigned char)s.bytes[i];
        if (byte <= ' ' || byte >= 0x7F || strchr("\"'<>`{}|^\\", byte))
            buffer_append_format(out, "%%%02X", byte);
        else
            buffer_append_byte(out, (char)byte);
    }
}

/* The host of an authority, and its port behind the ':' (empty without). */
static struct str split_authority(struct str authority, struct str *ret_port)
{
    for (size_t at; (at = str_find(authority, STR("@"), 0)) != SIZE_MAX;)
        authority = str_slice(authority, at + 1, authority.length);
    size_t colon = authority.length;
    while (colon > 0 && is_digit(authority.bytes[colon - 1]))
        colon--;
    const bool has_port = colon > 0 && authority.bytes[colon - 1] == ':';
    *ret_port = has_port ? str_slice(authority, colon, authority.length) : STR_NONE;
    return str_slice(authority, 0, has_port ? colon - 1 : authority.length);
}

static bool append_host(struct buffer *out, struct str host)
{
    if (!str_starts(host, STR("["))) {
        CLEANUP_BUFFER struct buffer decoded = {0};
        append_decoded(&decoded, host);
        return host_append_ascii(buffer_str(&decoded), out);
    }
    for (size_t i = 1; i + 1 < host.length; i++)
        if (hex_digit(host.bytes[i]) < 0 && host.bytes[i] != ':' && host.bytes[i] != '.')
            return false;
    if (host.length < 4 || host.length > 48 || !str_ends(host, STR("]")))
        return false;
    for (size_t i = 0; i < host.length; i++)
        buffer_append_byte(out,
                           (char)(is_alpha(host.bytes[i]) ? host.bytes[i] | 0x20 : host.bytes[i]));
    return true;
}

static bool append_port(struct buffer *out, struct str port, unsigned standard)
{
    unsigned value = 0;
    for (size_t i = 0; i < port.length; i++) {
        value = value * 10 + (unsigned)(port.bytes[i] - '0');
        if (value > 65535)
            return false;
    }
    if (port.length > 0 && value != standard)
        buffer_append_format(out, ":%u", value);
    return true;
}

static bool append_web(struct buffer *out, const struct url *url)
{
    const bool is_secure = str_equal_ascii_case(url->scheme, STR("https"));
    struct str port;
    const struct str host = split_authority(url->authority, &port);
    append_scheme(out, url->scheme);
    buffer_append(out, STR("//"));
    if (!append_host(out, host) || !append_port(out, port, is_secure ? 443 : 80))
        return false;
    CLEANUP_BUFFER struct buffer path = {0};
    append_segments(&path, 0, url->path, true);
    append_encoded(out, buffer_str(&path));
    if (url->has_query) {
        buffer_append_byte(out, '?');
        append_encoded(out, url->query);
    }
    if (url->has_fragment) {
        buffer_append_byte(out, '#');
        append_encoded(out, url->fragment);
    }
    return true;
}

/* Whether a value, decoded, could begin a header line of its own. */
static bool has_line_end(struct str value)
{
    CLEANUP_BUFFER struct buffer decoded = {0};
    append_decoded(&decoded, value);
    const struct str text = buffer_str(&decoded);
    return find_any(text, 0, "\r\n") < text.length || memchr(text.bytes, 0, text.length);
}

static bool is_allowed_field(struct str field)
{
    const size_t end = find_any(field, 0, "=");
    const struct str name = str_slice(field, 0, end);
    if (str_equal_ascii_case(name, STR("body")))
        return true;
    return (str_equal_ascii_case(name, STR("to")) || str_equal_ascii_case(name, STR("subject"))) &&
           !has_line_end(field);
}

/* RFC 6068; attach, cc, bcc and whatever else a mail program may obey are refused. */
static bool append_mail(struct buffer *out, struct str cleaned)
{
    struct url url = {.scheme = STR("mailto")};
    split_path(str_slice(cleaned, url.scheme.length + 1, cleaned.length), &url);
    CLEANUP_BUFFER struct buffer decoded = {0};
    append_decoded(&decoded, url.path);
    if (str_starts(buffer_str(&decoded), STR("-")) || has_line_end(url.path))
        return false;
    for (size_t at = 0; url.has_query && at <= url.query.length;) {
        const size_t end = find_any(url.query, at, "&");
        if (!is_allowed_field(str_slice(url.query, at, end)))
            return false;
        at = end + 1;
    }
    append_scheme(out, url.scheme);
    append_encoded(out, url.path);
    if (url.has_query)
        buffer_append_byte(out, '?');
    append_encoded(out, url.query);
    return true;
}

bool url_append_safe(struct str url, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer bytes = {0};
    append_cleaned(&bytes, url);
    const struct str cleaned = buffer_str(&bytes);
    const struct url parsed = parse(cleaned, STR_NONE);
    const size_t start = out->length;
    bool is_safe = false;
    if (str_equal_ascii_case(parsed.scheme, STR("http")) ||
        str_equal_ascii_case(parsed.scheme, STR("https")))
        is_safe = append_web(out, &parsed);
    else if (str_equal_ascii_case(parsed.scheme, STR("mailto")))
        is_safe = append_mail(out, cleaned);
    if (!is_safe)
        out->length = start;
    return is_safe;
}

struct str url_host(struct str url)
{
    while (url.length > 0 && (unsigned char)url.bytes[0] <= ' ')
        url = str_slice(url, 1, url.length);
    const struct url parsed = parse(url, STR_NONE);
    if (!str_equal_ascii_case(parsed.scheme, STR("http")) &&
        !str_equal_ascii_case(parsed.scheme, STR("https")))
        return STR_NONE;
    struct str port;
    struct str host = split_authority(parsed.authority, &port);
    while (host.length > 0 && (unsigned char)host.bytes[host.length - 1] <= ' ')
        host.length--;
    for (size_t i = 0; i < host.length; i++)
        if ((unsigned char)host.bytes[i] <= ' ')
            return STR_NONE;
    return host;
}
