#include "document/json.h"

#include "base/memory.h"
#include "text/utf8.h"

static void append_escape(struct buffer *out, uint32_t code_point)
{
    static const char names[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (code_point == '"' || code_point == '\\')
        buffer_append_format(out, "\\%c", (char)code_point);
    else if (code_point < ARRAY_LENGTH(names) && names[code_point])
        buffer_append_format(out, "\\%c", names[code_point]);
    else
        buffer_append_format(out, "\\u%04x", code_point);
}

/* What is escaped, beyond what JSON demands: DEL and C1, and the line ends of JavaScript. */
static bool needs_escape(uint32_t code_point)
{
    return code_point < 0x20 || code_point == '"' || code_point == '\\' ||
           (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
           code_point == 0x2029;
}

static void append_escaped(struct buffer *out, struct str s)
{
    size_t clean = 0; /* what stands before it is written */
    for (size_t i = 0; i < s.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(s, i, &code_point);
        const bool is_ill_formed = code_point == CODE_POINT_REPLACEMENT &&
                                   (length < 3 || (unsigned char)s.bytes[i] != 0xEF);
        if (is_ill_formed || needs_escape(code_point)) {
            buffer_append(out, str_slice(s, clean, i));
            if (is_ill_formed)
                utf8_append(out, CODE_POINT_REPLACEMENT);
            else
                append_escape(out, code_point);
            clean = i + length;
        }
        i += length;
    }
    buffer_append(out, str_slice(s, clean, s.length));
}

void json_append_string(struct str s, struct buffer *out)
{
    buffer_append_byte(out, '"');
    append_escaped(out, s);
    buffer_append_byte(out, '"');
}

void json_append_key(const char *key, struct buffer *out)
{
    const char last = out->length > 0 ? out->bytes[out->length - 1] : '{';
    buffer_append_format(out, last == '{' ? "\"%s\":" : ",\"%s\":", key);
}

void json_append_member(const char *key, struct str value, struct buffer *out)
{
    json_append_key(key, out);
    if (value.length > 0)
        json_append_string(value, out);
    else
        buffer_append(out, STR("null"));
}

void json_append_number(const char *key, int64_t value, struct buffer *out)
{
    json_append_key(key, out);
    buffer_append_format(out, "%lld", (long long)value);
}

void json_append_boolean(const char *key, bool value, struct buffer *out)
{
    json_append_key(key, out);
    buffer_append_c(out, value ? "true" : "false");
}

void json_append_thousandths(const char *key, int64_t thousandths, struct buffer *out)
{
    json_append_key(key, out);
    buffer_append_format(out, "%lld.%03lld", (long long)(thousandths / 1000),
                         (long long)(thousandths % 1000));
}
