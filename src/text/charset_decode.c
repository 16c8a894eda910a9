#include "text/charset_internal.h"
#include "text/utf8.h"

#include <string.h>

static bool starts_with_bom(struct str bytes, enum charset_kind kind)
{
    switch (kind) {
    case CHARSET_KIND_UTF_8:
        return str_starts(bytes, STR("\xEF\xBB\xBF"));
    case CHARSET_KIND_UTF_16_LE:
        return str_starts(bytes, STR("\xFF\xFE"));
    case CHARSET_KIND_UTF_16_BE:
        return str_starts(bytes, STR("\xFE\xFF"));
    case CHARSET_KIND_GB18030:
        return str_starts(bytes, STR("\x84\x31\x95\x33"));
    default:
        return false;
    }
}

static size_t bom_length(struct str bytes, enum charset_kind kind)
{
    if (!starts_with_bom(bytes, kind))
        return 0;
    return kind == CHARSET_KIND_UTF_8 ? 3 : kind == CHARSET_KIND_GB18030 ? 4 : 2;
}

/* Each maximal subpart of an ill-formed sequence becomes U+FFFD (Unicode §3.9, WHATWG). */
static void repair_utf8(struct buffer *content, size_t start, size_t valid_length,
                        struct charset_decision *decision)
{
    struct buffer repaired = {0};
    const struct str bytes = buffer_str(content);
    buffer_reserve(&repaired, bytes.length + bytes.length / 64 + 16);
    size_t run = valid_length > start ? valid_length - start : 0;
    while (start < bytes.length) {
        const struct str rest = str_slice(bytes, start, bytes.length);
        run += utf8_valid_prefix(str_slice(rest, run, rest.length));
        buffer_append(&repaired, str_slice(rest, 0, run));
        start += run;
        if (start < bytes.length) {
            uint32_t code_point;
            start += utf8_decode(bytes, start, &code_point);
            utf8_append(&repaired, CODE_POINT_REPLACEMENT);
            decision->replaced++;
        }
        run = 0;
    }
    buffer_release(content);
    *content = repaired;
}

static void decode_utf8(struct buffer *content, size_t start, struct charset_decision *decision)
{
    size_t valid =
        decision->valid_length < content->length ? decision->valid_length : content->length;
    if (valid < content->length)
        valid += utf8_valid_prefix(str_slice(buffer_str(content), valid, content->length));
    if (valid < content->length) {
        repair_utf8(content, start, valid, decision);
    } else if (start > 0) {
        memmove(content->bytes, content->bytes + start, content->length - start + 1);
        content->length -= start;
    }
}

static void append_decoded(struct buffer *output, uint32_t code_point,
                           struct charset_decision *decision)
{
    if (code_point == CHARSET_NOTHING)
        return;
    if (code_point == CHARSET_UNDECODABLE) {
        decision->replaced++;
        code_point = CODE_POINT_REPLACEMENT;
    } else if (code_point & CHARSET_TWO_CODE_POINTS) {
        utf8_append(output, (code_point & ~CHARSET_TWO_CODE_POINTS) >> 16);
        code_point &= 0xFFFF;
    }
    /* Room for it was reserved. */
    output->length += utf8_encode(code_point, output->bytes + output->length);
}

/* Bytes from start that are ASCII in an ASCII superset. */
static size_t ascii_length(struct str bytes, size_t start)
{
    size_t at = start;
    uint64_t word;
    while (bytes.length - at >= sizeof word) {
        memcpy(&word, bytes.bytes + at, sizeof word);
        if (word & 0x8080808080808080u)
            break;
        at += sizeof word;
    }
    while (at < bytes.length && (unsigned char)bytes.bytes[at] < 0x80)
        at++;
    return at - start;
}

#define CHUNK_BYTES 4096

static void decode_legacy(struct buffer *content, const struct charset *charset, size_t start,
                          struct charset_decision *decision)
{
    const bool is_ascii_superset = charset->kind != CHARSET_KIND_UTF_16_LE &&
                                   charset->kind != CHARSET_KIND_UTF_16_BE &&
                                   charset->kind != CHARSET_KIND_ISO_2022_JP;
    struct buffer output = {0};
    const struct str bytes = buffer_str(content);
    struct charset_decoder *decoder = charset_decoder_new(charset);
    buffer_reserve(&output, bytes.length + bytes.length / 2 + 16);
    if (decision->leading_length > 0 && decision->leading_length <= bytes.length) {
        append_decoded(&output, CHARSET_UNDECODABLE, decision);
        start += decision->leading_length;
    }
    while (start < bytes.length) {
        /* A byte becomes at most three (one U+FFFD, one half-width katakana), but for the escape
         * sequences, which become none. */
        const size_t end = bytes.length - start > CHUNK_BYTES ? start + CHUNK_BYTES : bytes.length;
        buffer_reserve(&output, 3 * CHUNK_BYTES + 16);
        while (start < end) {
            const size_t run =
                is_ascii_superset ? ascii_length(str_slice(bytes, 0, end), start) : 0;
            if (run > 0) {
                memcpy(output.bytes + output.length, bytes.bytes + start, run);
                output.length += run;
                start += run;
                continue;
            }
            uint32_t code_point;
            start += charset_decoder_next(decoder, bytes, start, &code_point);
            append_decoded(&output, code_point, decision);
        }
    }
    charset_decoder_free(decoder);
    output.bytes[output.length] = '\0';
    buffer_release(content);
    *content = output;
}

void charset_decode(struct buffer *content, struct charset_decision *decision)
{
    decision->replaced = 0;
    const struct charset *charset = charset_find(str_from(decision->name));
    if (content->length == 0 || charset == NULL)
        return;
    const size_t start = bom_length(buffer_str(content), charset->kind);
    if (charset->kind == CHARSET_KIND_UTF_8) {
        decode_utf8(content, start, decision);
        return;
    }
    decode_legacy(content, charset, start, decision);
}
