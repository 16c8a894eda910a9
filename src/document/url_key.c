#include "document/url_key.h"

#include "base/hash.h"
#include "base/memory.h"
#include "document/url.h"
#include "document/url_parameters.h"

enum {
    KEY_BYTES_MAX = 1000, /* what is longer ends in a hash of it */
    PARAMETER_COUNT_MAX = 256,
};

/* Slices of a safe URL (url_append_safe), which is ASCII and has a path of at least "/". */
struct parts {
    struct str host, path, query, fragment; /* host with its port */
};

static size_t find_or_end(struct str s, struct str needle, size_t from)
{
    const size_t at = str_find(s, needle, from);
    return at == SIZE_MAX ? s.length : at;
}

static struct parts split(struct str safe)
{
    const size_t host = str_find(safe, STR("//"), 0) + 2;
    const size_t fragment = find_or_end(safe, STR("#"), host);
    const size_t query = find_or_end(str_slice(safe, 0, fragment), STR("?"), host);
    const size_t path = find_or_end(str_slice(safe, 0, query), STR("/"), host);
    return (struct parts){
        .host = str_slice(safe, host, path),
        .path = str_slice(safe, path, query),
        .query = str_slice(safe, query + (query < fragment), fragment),
        .fragment = str_slice(safe, fragment + (fragment < safe.length), safe.length),
    };
}

static bool is_one_of(struct str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ascii_case(s, str_from(words[i])))
            return true;
    return false;
}

/* co.uk, com.cn, or.jp …: what registries sell names under. The public suffix list would say it of
 * more, and of none that these do not. */
static bool is_registry(struct str host)
{
    static const char *const seconds[] = {"com", "co", "net", "org", "gov",
                                          "edu", "ac", "or",  "ne",  "go"};
    const size_t dot = str_find(host, STR("."), 0);
    return dot != SIZE_MAX && host.length - dot - 1 == 2 &&
           is_one_of(str_slice(host, 0, dot), seconds, ARRAY_LENGTH(seconds));
}

/* Whether nothing less than this host can be a site of its own. */
static bool is_site(struct str host)
{
    return str_find(host, STR("."), 0) != SIZE_MAX && !is_registry(host);
}

/* The name that was registered: "example.co.uk" of "news.example.co.uk". */
static struct str registered_name(struct str host)
{
    for (size_t dot; (dot = str_find(host, STR("."), 0)) != SIZE_MAX;) {
        const struct str above = str_slice(host, dot + 1, host.length);
        if (!is_site(above))
            break;
        host = above;
    }
    return host;
}

static bool is_number_host(struct str host)
{
    for (size_t i = 0; i < host.length; i++)
        if (!strchr("0123456789.:", host.bytes[i]))
            return host.bytes[0] == '[';
    return true;
}

static void append_host(struct buffer *out, struct str host)
{
    static const char *const faces[] = {"www", "m", "mobile", "wap", "amp", "3g"};
    static const char *const twins[][2] = {{"twitter.com", "x.com"},
                                           {"old.reddit.com", "reddit.com"},
                                           {"np.reddit.com", "reddit.com"}};
    const size_t start = out->length;
    const bool has_names = !is_number_host(host);
    while (host.length > 0) {
        const size_t end = find_or_end(host, STR("."), 0);
        const struct str label = str_slice(host, 0, end);
        host = str_slice(host, end + (end < host.length), host.length);
        const bool is_face = is_one_of(label, faces, is_site(host) ? ARRAY_LENGTH(faces) : 1);
        if (has_names && is_face && str_find(host, STR("."), 0) != SIZE_MAX)
            continue; /* www.gov.cn too, where gov.cn is itself a site */
        if (out->length > start && label.length > 0)
            buffer_append_byte(out, '.');
        buffer_append(out, label);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(twins); i++)
        if (str_equal(str_slice(buffer_str(out), start, out->length), str_from(twins[i][0]))) {
            out->length = start;
            buffer_append_c(out, twins[i][1]);
        }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One spelling for each sequence of bytes: whatever needs no escape has none. */
static void append_canonical(struct buffer *out, struct str encoded, bool is_query)
{
    const char *const reserved = is_query ? "&=#+%" : "/?#%";
    for (size_t i = 0; i < encoded.length; i++) {
        unsigned char byte = (unsigned char)encoded.bytes[i];
        const bool is_escape = byte == '%' && i + 2 < encoded.length &&
                               hex_digit(encoded.bytes[i + 1]) >= 0 &&
                               hex_digit(encoded.bytes[i + 2]) >= 0;
        if (is_escape) {
            byte = (unsigned char)(hex_digit(encoded.bytes[i + 1]) * 16 +
                                   hex_digit(encoded.bytes[i + 2]));
            i += 2;
        } else if (is_query && byte == '+') {
            byte = ' ';
        }
        if (byte <= ' ' || byte >= 0x7F || strchr(reserved, byte))
            buffer_append_format(out, "%%%02X", byte);
        else
            buffer_append_byte(out, (char)byte);
    }
}

static struct str last_segment(struct str path)
{
    size_t start = path.length;
    while (start > 0 && path.bytes[start - 1] != '/')
        start--;
    return str_slice(path, start, path.length);
}

/* A name made for one article has a number or several words: /2024/a-title, but not /wiki. */
static bool is_made_for_one(struct str segment)
{
    for (size_t i = 0; i < segment.length; i++)
        if (strchr("0123456789-_", segment.bytes[i]))
            return true;
    return false;
}

/* Whether the path's last segment stands for the folder itself, or for another face of it. */
static bool ends_for_nothing(struct str path)
{
    static const char *const indexes[] = {
        "index.html",   "index.htm",   "index.shtml", "index.php",    "index.asp",
        "index.aspx",   "index.jsp",   "index.xhtml", "default.html", "default.htm",
        "default.aspx", "default.asp", "default.php", "default.jsp"};
    static const char *const faces[] = {"amp", "amp.html"};
    const struct str last = last_segment(path);
    if (is_one_of(last, indexes, ARRAY_LENGTH(indexes)))
        return true;
    return is_one_of(last, faces, ARRAY_LENGTH(faces)) &&
           is_made_for_one(last_segment(str_slice(path, 0, path.length - last.length - 1)));
}

/* Appends "/segment/segment", without a slash at the end. */
static void append_path(struct buffer *out, struct str path)
{
    static const char *const dots[] = {".", ".."}; /* left of ".;jsessionid=" */
    const size_t start = out->length;
    for (size_t at = 0; at < path.length;) {
        const size_t end = find_or_end(path, STR("/"), at);
        struct str segment = str_slice(path, at, end);
        const size_t session = str_find(segment, STR(";jsessionid="), 0);
        if (session != SIZE_MAX)
            segment = str_slice(segment, 0, session);
        const size_t before = out->length;
        buffer_append_byte(out, '/');
        append_canonical(out, segment, false);
        segment = str_slice(buffer_str(out), before + 1, out->length);
        if (segment.length == 0 || is_one_of(segment, dots, ARRAY_LENGTH(dots)))
            out->length = before;
        at = end + 1;
    }
    for (struct str whole; (whole = str_slice(buffer_str(out), start, out->length)).length > 0 &&
                           ends_for_nothing(whole);)
        out->length -= last_segment(whole).length + 1;
}

/* One parameter, taken off *query. Links copied out of markup have "&amp;" between them. */
static struct str next_parameter(struct str *query)
{
    const size_t end = find_or_end(*query, STR("&"), 0);
    struct str parameter = str_slice(*query, 0, end);
    *query = str_slice(*query, end + (end < query->length), query->length);
    while (str_starts(parameter, STR("amp;")))
        parameter = str_slice(parameter, 4, parameter.length);
    return parameter;
}

/* from=x tells where a link was shared, but from=a&to=b is a question. */
static bool has_destination(struct str query)
{
    while (query.length > 0) {
        const struct str parameter = next_parameter(&query);
        if (str_starts(parameter, STR("to=")) && parameter.length > strlen("to="))
            return true;
    }
    return false;
}

/* Appends name=value, or nothing when it does not count. */
static void append_parameter(struct buffer *out, struct str host, struct str parameter,
                             bool keeps_from)
{
    const size_t start = out->length;
    const size_t equals = find_or_end(parameter, STR("="), 0);
    append_canonical(out, str_slice(parameter, 0, equals), true);
    const struct str name = str_slice(buffer_str(out), start, out->length);
    const bool is_from = keeps_from && str_equal(name, STR("from"));
    if (name.length == 0 || (!is_from && url_parameter_is_tracking(host, name))) {
        out->length = start;
        return;
    }
    if (equals + 1 < parameter.length) {
        buffer_append_byte(out, '=');
        append_canonical(out, str_slice(parameter, equals + 1, parameter.length), true);
    }
}

static int compare_strings(const void *left, const void *right)
{
    const struct str *a = left, *b = right;
    const size_t common = a->length < b->length ? a->length : b->length;
    const int order = memcmp(a->bytes, b->bytes, common);
    return order ? order : a->length < b->length ? -1 : a->length > b->length;
}

/* Appends "?a=1&b=2" in order, each once. Of hundreds of parameters the first ones are looked at.
 */
static void append_query(struct buffer *out, struct str host, struct str query)
{
    struct str kept[PARAMETER_COUNT_MAX];
    size_t starts[PARAMETER_COUNT_MAX + 1], count = 0;
    CLEANUP_BUFFER struct buffer pairs = {0};
    const bool keeps_from = !url_parameter_is_tracking(host, STR("to")) && has_destination(query);
    while (query.length > 0 && count < PARAMETER_COUNT_MAX) {
        starts[count] = pairs.length;
        append_parameter(&pairs, host, next_parameter(&query), keeps_from);
        count += pairs.length > starts[count];
    }
    starts[count] = pairs.length;
    for (size_t i = 0; i < count; i++)
        kept[i] = str_slice(buffer_str(&pairs), starts[i], starts[i + 1]);
    qsort(kept, count, sizeof *kept, compare_strings);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && str_equal(kept[i], kept[i - 1]))
            continue;
        buffer_append_byte(out, i ? '&' : '?');
        buffer_append(out, kept[i]);
    }
}

/* "#!/route" names a page of its own, and "#/route" does where one path serves them all. */
static void append_route(struct buffer *out, size_t path_start, struct str host,
                         struct str fragment)
{
    const struct str path = str_slice(buffer_str(out), path_start, out->length);
    const bool is_marked = str_starts(fragment, STR("!"));
    const bool is_whole_site = str_find(path, STR("/"), 1) == SIZE_MAX;
    if (!is_marked && !(is_whole_site && str_starts(fragment, STR("/"))))
        return;
    const struct str route = str_slice(fragment, is_marked, fragment.length);
    const size_t query = find_or_end(route, STR("?"), 0);
    const size_t start = out->length;
    buffer_append(out, is_marked ? STR("#!") : STR("#"));
    const size_t route_start = out->length;
    append_path(out, str_slice(route, 0, query));
    if (out->length > route_start)
        append_query(out, host, str_slice(route, query + (query < route.length), route.length));
    else
        out->length = start;
}

static void shorten(struct buffer *out, size_t start)
{
    if (out->length - start <= KEY_BYTES_MAX)
        return;
    const uint64_t hash = hash_bytes(str_slice(buffer_str(out), start, out->length));
    out->length = start + KEY_BYTES_MAX;
    buffer_append_format(out, "~%016llx", (unsigned long long)hash);
}

void url_key(struct str url, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer safe = {0}, host = {0};
    if (!url_append_safe(url, &safe) || str_starts(buffer_str(&safe), STR("mailto:")))
        return;
    const struct parts parts = split(buffer_str(&safe));
    const size_t start = out->length;
    append_host(&host, parts.host);
    if (host.length == 0)
        return;
    buffer_append(out, buffer_str(&host));
    const size_t path_start = out->length;
    append_path(out, parts.path);
    append_query(out, buffer_str(&host), parts.query);
    append_route(out, path_start, buffer_str(&host), parts.fragment);
    shorten(out, start);
}

static struct str key_host(struct str key)
{
    size_t end = 0;
    while (end < key.length && !strchr("/?#", key.bytes[end]))
        end++;
    return str_slice(key, 0, end);
}

static bool has_query(struct str key)
{
    return str_find(key, STR("?"), 0) != SIZE_MAX;
}

/* Programs that are told by their query which article to show. */
static bool is_program(struct str key)
{
    static const char *const endings[] = {".php", ".asp", ".aspx",  ".jsp",
                                          ".do",  ".cgi", ".action"};
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++)
        if (str_ends(key, str_from(endings[i])))
            return true;
    return false;
}

/* Templates give one canonical URL to all their pages: the home page's, or the program's without
 * the number of the article. */
static bool says_as_much(struct str canonical, struct str own)
{
    const bool is_home = key_host(canonical).length == canonical.length;
    const bool own_is_home = key_host(own).length == own.length;
    return !(is_home && !own_is_home) && !(is_program(canonical) && has_query(own));
}

void document_url_key(const struct document *document, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer canonical_key = {0}, own_key = {0};
    url_key(document->metadata.canonical_url, &canonical_key);
    url_key(document->metadata.url, &own_key);
    const struct str canonical = buffer_str(&canonical_key), own = buffer_str(&own_key);
    const bool is_same_site =
        str_equal(registered_name(key_host(canonical)), registered_name(key_host(own)));
    const bool is_usable = own.length == 0 || (is_same_site && says_as_much(canonical, own));
    buffer_append(out, canonical.length > 0 && is_usable ? canonical : own);
}
