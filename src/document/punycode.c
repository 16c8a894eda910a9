#include "document/punycode.h"

#include "text/case.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <string.h>

enum { LABEL_BYTES_MAX = 63, HOST_BYTES_MAX = 253 };

/* RFC 3492 §5 */
enum {
    BASE = 36,
    T_MIN = 1,
    T_MAX = 26,
    SKEW = 38,
    DAMP = 700,
    INITIAL_BIAS = 72,
    INITIAL_N = 128
};

static uint32_t adapt(uint32_t delta, uint32_t count, bool is_first)
{
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / count;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static void append_digit(struct buffer *out, uint32_t digit)
{
    buffer_append_byte(out, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

static void append_delta(struct buffer *out, uint32_t delta, uint32_t bias)
{
    for (uint32_t k = BASE;; k += BASE) {
        const uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (delta < t)
            break;
        append_digit(out, t + (delta - t) % (BASE - t));
        delta = (delta - t) / (BASE - t);
    }
    append_digit(out, delta);
}

/* RFC 3492 §6.3. At most 63 code points, so delta stays below 2^21 * 64. */
static void append_punycode(struct buffer *out, const uint32_t *points, uint32_t count)
{
    uint32_t handled = 0, n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;
    for (uint32_t i = 0; i < count; i++)
        if (points[i] < 0x80) {
            buffer_append_byte(out, (char)points[i]);
            handled++;
        }
    const uint32_t basic = handled;
    if (basic > 0)
        buffer_append_byte(out, '-');
    for (; handled < count; delta++, n++) {
        uint32_t next = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (points[i] >= n && points[i] < next)
                next = points[i];
        delta += (next - n) * (handled + 1);
        n = next;
        for (uint32_t i = 0; i < count; i++) {
            delta += points[i] < n;
            if (points[i] != n)
                continue;
            append_delta(out, delta, bias);
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            handled++;
        }
    }
}

static bool append_label(struct str label, struct buffer *out)
{
    uint32_t points[LABEL_BYTES_MAX];
    uint32_t count = 0;
    bool is_ascii = true;
    for (size_t i = 0; i < label.length;) {
        if (count == LABEL_BYTES_MAX)
            return false;
        i += utf8_decode(label, i, &points[count]);
        is_ascii &= points[count++] < 0x80;
    }
    const size_t start = out->length;
    if (is_ascii) {
        buffer_append(out, label);
    } else {
        buffer_append(out, STR("xn--"));
        append_punycode(out, points, count);
    }
    return out->length - start <= LABEL_BYTES_MAX;
}

/* WHATWG: forbidden domain code points. */
static bool is_forbidden(uint32_t code_point)
{
    return code_point <= 0x20 || code_point == 0x7F ||
           (code_point < 0x80 && strchr("#%/:<>?@[\\]^|\"'`{}$&;(),!*+=~", (int)code_point)) ||
           code_point == CODE_POINT_REPLACEMENT ||
           code_point_properties(code_point).display == DISPLAY_REPLACE ||
           code_point_properties(code_point).is_space;
}

/* U+3002, U+FF0E and U+FF61 are full stops by UTS #46, and U+2024 looks like one and maps to it. */
static uint32_t map_code_point(uint32_t code_point)
{
    if (code_point == 0x3002 || code_point == 0xFF0E || code_point == 0xFF61 ||
        code_point == 0x2024)
        return '.';
    return case_fold(code_point);
}

static bool map_host(struct str host, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer mapped = {0};
    for (size_t i = 0; i < host.length;) {
        uint32_t code_point;
        i += utf8_decode(host, i, &code_point);
        if (code_point_properties(code_point).display == DISPLAY_NOTHING)
            continue;
        code_point = map_code_point(code_point);
        if (is_forbidden(code_point))
            return false;
        utf8_append(&mapped, code_point);
    }
    nfc_append(out, buffer_str(&mapped));
    return true;
}

bool host_append_ascii(struct str host, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer mapped = {0};
    const size_t start = out->length;
    /* 253 bytes of ASCII never stand for more than that many code points. */
    bool is_valid = host.length <= HOST_BYTES_MAX * 4 && map_host(host, &mapped);
    const struct str text = buffer_str(&mapped);
    for (size_t at = 0; is_valid && at <= text.length;) {
        const size_t dot = str_find(text, STR("."), at);
        const size_t end = dot == SIZE_MAX ? text.length : dot;
        is_valid = append_label(str_slice(text, at, end), out) && (end > at || end == text.length);
        if (end < text.length)
            buffer_append_byte(out, '.');
        at = end + 1;
    }
    const size_t length = out->length - start;
    if (is_valid && length > 0 && length <= HOST_BYTES_MAX)
        return true;
    out->length = start;
    return false;
}
