/* A base and a reference, one a line: what is called safe is printable, of an allowed scheme,
 * without userinfo, stays as it is when judged again, and has the host that the input had. */
#include "document/url.h"
#include "document/url_key.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *rule, struct str url)
{
    if (holds)
        return;
    fprintf(stderr, "%s: %.*s\n", rule, STR_ARGS(url));
    abort();
}

static void check_safe(struct str url)
{
    CLEANUP_BUFFER struct buffer safe = {0}, again = {0};
    if (!url_append_safe(url, &safe)) {
        require(safe.length == 0, "a refused URL was written", url);
        return;
    }
    const struct str text = buffer_str(&safe);
    for (size_t i = 0; i < text.length; i++)
        require(text.bytes[i] > ' ' && text.bytes[i] < 0x7F && text.bytes[i] != '\'' &&
                    text.bytes[i] != '"',
                "a byte that must be encoded", text);
    const bool is_web = str_starts(text, STR("http://")) || str_starts(text, STR("https://"));
    require(is_web || str_starts(text, STR("mailto:")), "a scheme that is not allowed", text);
    require(url_append_safe(text, &again) && str_equal(text, buffer_str(&again)),
            "not a fixed point", text);
    if (!is_web)
        return;
    const struct str host = url_host(text);
    const size_t authority = str_find(text, STR("//"), 0) + 2;
    require(host.length > 0 && str_starts(str_slice(text, authority, text.length), host),
            "something stands before the host", text);
}

/* A key is short, ASCII, and the key of itself as a URL. */
static void check_key(struct str url)
{
    CLEANUP_BUFFER struct buffer key = {0}, again = {0};
    bool is_fixed = false;
    url_key(url, &key);
    for (size_t i = 0; i < key.length; i++)
        require(key.bytes[i] > ' ' && key.bytes[i] < 0x7F, "a byte that must be encoded", url);
    require(key.length < 1100, "a long key", url);
    if (key.length == 0 || key.length > 1000)
        return;
    for (int i = 0; i < 2 && !is_fixed; i++) { /* a port is left out by one scheme only */
        CLEANUP_BUFFER struct buffer whole = {0};
        buffer_append_c(&whole, i ? "https://" : "http://");
        buffer_append(&whole, buffer_str(&key));
        again.length = 0;
        url_key(buffer_str(&whole), &again);
        is_fixed = str_equal(buffer_str(&key), buffer_str(&again));
    }
    require(is_fixed, "a key that has another key", buffer_str(&key));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str input = {(const char *)data, size};
    const size_t line_end = str_find(input, STR("\n"), 0);
    const size_t split = line_end == SIZE_MAX ? 0 : line_end;
    const struct str base = str_slice(input, 0, split), reference = str_slice(input, split, size);
    CLEANUP_BUFFER struct buffer resolved = {0}, again = {0};
    url_resolve(base, reference, &resolved);
    url_resolve(base, buffer_str(&resolved), &again);
    check_safe(base);
    check_safe(reference);
    check_safe(buffer_str(&resolved));
    check_key(reference);
    check_key(buffer_str(&resolved));
    (void)url_host(input);
    return 0;
}
