/* Legacy bytes to UTF-8 at the speed of memory. What two bytes become is looked up in one step:
 *
 *   pairs[first byte, second byte] = { UTF-8, its length │ bytes taken │ is an error }
 *
 * Entries are filled by the decoder (charset_decoder.c) when their bytes are met first. An empty
 * one stands for what more than two bytes decide: those sequences go through the decoder every
 * time. */
#include "text/charset_internal.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <endian.h>

/* What one or two bytes become. Copied as a whole, so room for all four bytes is needed. */
struct known {
    char utf8[3];
    uint8_t shape; /* length in the low three bits, then the flags below; 0: not known */
};

enum { SHAPE_LENGTH = 0x07, SHAPE_ONE_BYTE = 0x10, SHAPE_TWO_BYTES = 0x20, SHAPE_ERROR = 0x40 };

struct charset_transcoder {
    enum charset_kind kind;
    struct charset_decoder *decoder;
    struct known *known; /* by two bytes in memory order, or by the one of CHARSET_KIND_SINGLE */
    size_t error_count;
};

struct charset_transcoder *charset_transcoder_new(const struct charset *charset)
{
    struct charset_transcoder *transcoder = memory_new(sizeof *transcoder);
    const bool is_single = charset->kind == CHARSET_KIND_SINGLE;
    transcoder->kind = charset->kind;
    transcoder->decoder = charset_decoder_new(charset);
    transcoder->known = memory_new((is_single ? 0x100 : 0x10000) * sizeof *transcoder->known);
    return transcoder;
}

void charset_transcoder_free(struct charset_transcoder *transcoder)
{
    if (transcoder == NULL)
        return;
    charset_decoder_free(transcoder->decoder);
    free(transcoder->known);
    free(transcoder);
}

size_t charset_transcoder_errors(const struct charset_transcoder *transcoder)
{
    return transcoder->error_count;
}

/* Whether no other bytes have a say in what the sequence that begins with these two is. */
static bool are_decided(const struct charset_transcoder *transcoder, unsigned char first,
                        unsigned char second)
{
    switch (transcoder->kind) {
    case CHARSET_KIND_GB18030:
        return second < 0x30 || second > 0x39;
    case CHARSET_KIND_EUC_JP:
        return first != 0x8F;
    case CHARSET_KIND_UTF_16_LE:
        return (second & 0xFC) != 0xD8;
    case CHARSET_KIND_UTF_16_BE:
        return (first & 0xFC) != 0xD8;
    case CHARSET_KIND_ISO_2022_JP:
        return charset_decoder_reads_pairs(transcoder->decoder) && first > 0x20;
    case CHARSET_KIND_UTF_8:
        return false;
    default:
        return true;
    }
}

static struct known *known_of(const struct charset_transcoder *transcoder, const char *bytes)
{
    uint16_t pair;
    if (transcoder->kind == CHARSET_KIND_SINGLE)
        return &transcoder->known[(unsigned char)bytes[0]];
    memcpy(&pair, bytes, sizeof pair);
    return &transcoder->known[pair];
}

static void remember(struct charset_transcoder *transcoder, struct str bytes, size_t start,
                     size_t taken, uint32_t code_point)
{
    const bool is_error = code_point == CHARSET_UNDECODABLE;
    const bool is_single = transcoder->kind == CHARSET_KIND_SINGLE;
    char utf8[4] = {0};
    if (taken > 2 || (!is_error && code_point > 0xFFFF))
        return;
    if (!is_single &&
        (bytes.length - start < 2 || !are_decided(transcoder, (unsigned char)bytes.bytes[start],
                                                  (unsigned char)bytes.bytes[start + 1])))
        return;
    struct known *known = known_of(transcoder, bytes.bytes + start);
    const size_t length = utf8_encode(is_error ? CODE_POINT_REPLACEMENT : code_point, utf8);
    memcpy(known->utf8, utf8, sizeof known->utf8);
    known->shape = (uint8_t)(length | (taken == 2 ? SHAPE_TWO_BYTES : SHAPE_ONE_BYTE) |
                             (is_error ? SHAPE_ERROR : 0));
}

/* One sequence by the decoder. Returns the bytes taken. */
static size_t take_unknown(struct charset_transcoder *transcoder, struct str bytes, size_t start,
                           char **out)
{
    uint32_t code_point;
    const size_t taken = charset_decoder_next(transcoder->decoder, bytes, start, &code_point);
    remember(transcoder, bytes, start, taken, code_point);
    if (code_point == CHARSET_NOTHING)
        return taken;
    if (code_point == CHARSET_UNDECODABLE) {
        transcoder->error_count++;
        code_point = CODE_POINT_REPLACEMENT;
    } else if (code_point & CHARSET_TWO_CODE_POINTS) {
        *out += utf8_encode((code_point & ~CHARSET_TWO_CODE_POINTS) >> 16, *out);
        code_point &= 0xFFFF;
    }
    *out += utf8_encode(code_point, *out);
    return taken;
}

/* Copies ASCII from bytes to out (both with room for eight more); returns how much. */
static inline size_t copy_ascii(const char *bytes, const char *end, char *out)
{
    const char *at = bytes;
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        memcpy(out + (at - bytes), &word, sizeof word);
        const uint64_t high = le64toh(word) & 0x8080808080808080u;
        if (high)
            return (size_t)(at - bytes) + (size_t)__builtin_ctzll(high) / 8;
        at += sizeof word;
    }
    for (; at < end && (unsigned char)*at < 0x80; at++)
        out[at - bytes] = *at;
    return (size_t)(at - bytes);
}

/* Goes on from at as long as sequences are known; returns where one is not, or too near the end. */
static size_t take_known_pairs(struct charset_transcoder *transcoder, struct str bytes, size_t at,
                               bool has_ascii, char **ret_out)
{
    const struct known *known = transcoder->known;
    char *out = *ret_out;
    while (bytes.length - at >= 2) {
        uint16_t pair;
        memcpy(&pair, bytes.bytes + at, sizeof pair);
        if (has_ascii && (unsigned char)bytes.bytes[at] < 0x80) {
            const size_t run = copy_ascii(bytes.bytes + at, bytes.bytes + bytes.length, out);
            at += run;
            out += run;
            continue;
        }
        memcpy(out, &known[pair], sizeof *known);
        const uint8_t shape = known[pair].shape;
        if ((shape & ~SHAPE_LENGTH) == SHAPE_TWO_BYTES) {
            at += 2;
        } else {
            if (shape == 0)
                break;
            at += shape & SHAPE_TWO_BYTES ? 2 : 1;
            transcoder->error_count += (shape & SHAPE_ERROR) != 0;
        }
        out += shape & SHAPE_LENGTH;
    }
    *ret_out = out;
    return at;
}

static size_t take_known_singles(struct charset_transcoder *transcoder, struct str bytes, size_t at,
                                 char **ret_out)
{
    char *out = *ret_out;
    while (at < bytes.length) {
        const unsigned char byte = (unsigned char)bytes.bytes[at];
        if (byte < 0x80) {
            const size_t run = copy_ascii(bytes.bytes + at, bytes.bytes + bytes.length, out);
            at += run;
            out += run;
            continue;
        }
        const struct known *known = &transcoder->known[byte];
        if (known->shape == 0)
            break;
        memcpy(out, known, sizeof *known);
        out += known->shape & SHAPE_LENGTH;
        transcoder->error_count += (known->shape & SHAPE_ERROR) != 0;
        at++;
    }
    *ret_out = out;
    return at;
}

/* ISO-2022-JP, up to a control or escape; its other modes are rare. */
static size_t take_known_kanji(const struct charset_transcoder *transcoder, struct str bytes,
                               size_t at, char **out)
{
    if (!charset_decoder_reads_pairs(transcoder->decoder))
        return at;
    while (bytes.length - at >= 2 && (unsigned char)bytes.bytes[at] > 0x20) {
        const struct known *known = known_of(transcoder, bytes.bytes + at);
        if ((known->shape & ~SHAPE_LENGTH) != SHAPE_TWO_BYTES)
            break;
        memcpy(*out, known, sizeof *known);
        *out += known->shape & SHAPE_LENGTH;
        at += 2;
    }
    return at;
}

static size_t take_valid(struct str bytes, size_t at, char **out)
{
    const struct str rest = str_slice(bytes, at, bytes.length);
    const size_t run = utf8_valid_prefix(rest);
    memcpy(*out, rest.bytes, run);
    *out += run;
    return at + run;
}

/* As many sequences from at on as need no decoder. */
static size_t take_known(struct charset_transcoder *transcoder, struct str bytes, size_t at,
                         char **out)
{
    switch (transcoder->kind) {
    case CHARSET_KIND_SINGLE:
        return take_known_singles(transcoder, bytes, at, out);
    case CHARSET_KIND_UTF_8:
        return take_valid(bytes, at, out);
    case CHARSET_KIND_UTF_16_LE:
    case CHARSET_KIND_UTF_16_BE:
        return take_known_pairs(transcoder, bytes, at, false, out);
    case CHARSET_KIND_ISO_2022_JP:
        return take_known_kanji(transcoder, bytes, at, out);
    default:
        return take_known_pairs(transcoder, bytes, at, true, out);
    }
}

size_t charset_transcoder_run(struct charset_transcoder *transcoder, struct str bytes, size_t start,
                              size_t end, char **out)
{
    while (start < end) {
        start = take_known(transcoder, str_slice(bytes, 0, end), start, out);
        if (start < end) /* a sequence may go on behind end */
            start += take_unknown(transcoder, bytes, start, out);
    }
    return start;
}
