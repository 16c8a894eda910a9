/* Charsets read by the WHATWG Encoding Standard's state machines, one sequence at a time, with the
 * mappings taken from ICU. The machines are ours because the errors matter: ICU's converters drop
 * an ASCII byte after a bad lead byte and write U+001A for what they cannot map. */
#include "base/memory.h"
#include "text/charset_internal.h"
#include "text/utf8.h"

#include <unicode/ucnv.h>

/* ISO-2022-JP's modes, by the escape sequence that starts each. */
enum jis_mode { JIS_ASCII, JIS_ROMAN, JIS_KATAKANA, JIS_KANJI };

enum {
    PAIR_COUNT = 0x10000,
    GB18030_FOUR_COUNT = 39420, /* WHATWG "gb18030 ranges", of pointers */
};

struct charset_decoder {
    enum charset_kind kind;
    enum jis_mode mode;
    UConverter *converter;
    /* By lead and trail byte (a single byte: by itself), filled as they are met: 0 is not yet.
     * Behind those stand EUC-JP's three-byte sequences, and GB 18030's four-byte ones below
     * U+10000. */
    uint32_t *mapped;
};

struct charset_decoder *charset_decoder_new(const struct charset *charset)
{
    struct charset_decoder *decoder = memory_new(sizeof *decoder);
    decoder->kind = charset->kind;
    if (charset->icu_name == NULL)
        return decoder;
    UErrorCode status = U_ZERO_ERROR;
    decoder->converter = ucnv_open(charset->icu_name, &status);
    /* What ICU cannot map must be seen as an error, not as a substitute. */
    if (decoder->converter != NULL)
        ucnv_setToUCallBack(decoder->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    size_t mapped_count = charset->kind == CHARSET_KIND_SINGLE ? 0x100 : PAIR_COUNT;
    mapped_count += charset->kind == CHARSET_KIND_EUC_JP    ? PAIR_COUNT
                    : charset->kind == CHARSET_KIND_GB18030 ? GB18030_FOUR_COUNT
                                                            : 0;
    decoder->mapped = memory_new(mapped_count * sizeof *decoder->mapped);
    return decoder;
}

void charset_decoder_free(struct charset_decoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->converter != NULL)
        ucnv_close(decoder->converter);
    free(decoder->mapped);
    free(decoder);
}

/* What ICU reads one whole sequence as. */
static uint32_t map_by_icu(struct charset_decoder *decoder, const unsigned char *sequence,
                           size_t length)
{
    UChar units[8];
    UErrorCode status = U_ZERO_ERROR;
    if (decoder->converter == NULL)
        return CHARSET_UNDECODABLE;
    ucnv_resetToUnicode(decoder->converter);
    const int32_t count = ucnv_toUChars(decoder->converter, units, 8, (const char *)sequence,
                                        (int32_t)length, &status);
    if (U_FAILURE(status) || count < 1 || count > 2)
        return CHARSET_UNDECODABLE;
    if (count == 2) {
        if (!U16_IS_LEAD(units[0]) || !U16_IS_TRAIL(units[1]))
            return CHARSET_UNDECODABLE;
        return (uint32_t)U16_GET_SUPPLEMENTARY(units[0], units[1]);
    }
    /* GB 18030 has a sequence for U+FFFD; elsewhere it stands for a gap, as U+001A does. */
    const bool is_gap = units[0] == 0x1A || (units[0] == CODE_POINT_REPLACEMENT &&
                                             decoder->kind != CHARSET_KIND_GB18030);
    return is_gap ? CHARSET_UNDECODABLE : units[0];
}

/* ICU fills the gaps of vendors' tables with private use; WHATWG leaves them gaps. Not so GB 18030,
 * which is defined to have them, and U+F8FF, the Macintosh's apple. */
static uint32_t map_known(struct charset_decoder *decoder, const unsigned char *sequence,
                          size_t length)
{
    const uint32_t code_point = map_by_icu(decoder, sequence, length);
    const bool is_private = code_point >= 0xE000 && code_point < 0xF8FF;
    return is_private && decoder->kind != CHARSET_KIND_GB18030 ? CHARSET_UNDECODABLE : code_point;
}

/* Where WHATWG's tables differ from ICU's: the presentation forms of GB 18030-2022. */
static uint32_t correct_gb18030(uint32_t code_point)
{
    static const struct {
        uint16_t from, to;
    } corrections[] = {
        {0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14},
        {0xE792, 0xFE15}, {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19},
        {0xE7C7, 0x1E3F}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5}, {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7},
        {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB},
    };
    if (code_point < 0xE78D || code_point > 0xE864)
        return code_point;
    for (size_t i = 0; i < ARRAY_LENGTH(corrections); i++)
        if (corrections[i].from == code_point)
            return corrections[i].to;
    return code_point;
}

/* Where WHATWG's jis0208 differs from ICU's EUC-JP: Microsoft's wave dash and its like. */
static uint32_t correct_euc_jp(uint32_t code_point)
{
    switch (code_point) {
    case 0x301C:
        return 0xFF5E;
    case 0x2016:
        return 0x2225;
    case 0x2212:
        return 0xFF0D;
    case 0x00A2:
        return 0xFFE0;
    case 0x00A3:
        return 0xFFE1;
    case 0x00AC:
        return 0xFFE2;
    default:
        return code_point;
    }
}

/* The four sequences of Big5 that are a letter and a combining mark. */
static uint32_t map_big5_two(unsigned lead, unsigned trail)
{
    if (lead != 0x88)
        return 0;
    const uint32_t base = trail == 0x62 || trail == 0x64 ? 0x00CA : 0x00EA;
    if (trail == 0x62 || trail == 0xA3)
        return CHARSET_TWO_CODE_POINTS | base << 16 | 0x0304;
    if (trail == 0x64 || trail == 0xA5)
        return CHARSET_TWO_CODE_POINTS | base << 16 | 0x030C;
    return 0;
}

static uint32_t map_new_pair(struct charset_decoder *decoder, unsigned lead, unsigned trail)
{
    const unsigned char sequence[2] = {(unsigned char)lead, (unsigned char)trail};
    uint32_t code_point = decoder->kind == CHARSET_KIND_BIG5 ? map_big5_two(lead, trail) : 0;
    if (code_point == 0)
        code_point = map_known(decoder, sequence, 2);
    if (decoder->kind == CHARSET_KIND_GB18030)
        code_point = correct_gb18030(code_point);
    else if (decoder->kind == CHARSET_KIND_EUC_JP || decoder->kind == CHARSET_KIND_ISO_2022_JP)
        code_point = correct_euc_jp(code_point);
    decoder->mapped[lead << 8 | trail] = code_point;
    return code_point;
}

static uint32_t map_pair(struct charset_decoder *decoder, unsigned lead, unsigned trail)
{
    const uint32_t known = decoder->mapped[lead << 8 | trail];
    return known != 0 ? known : map_new_pair(decoder, lead, trail);
}

static uint32_t map_single(struct charset_decoder *decoder, unsigned char byte)
{
    if (decoder->mapped[byte] == 0)
        decoder->mapped[byte] = map_known(decoder, &byte, 1);
    return decoder->mapped[byte];
}

static bool is_between(unsigned byte, unsigned low, unsigned high)
{
    return byte >= low && byte <= high;
}

/* A pair that may map to nothing: then an ASCII trail byte is given back. */
static size_t read_pair(struct charset_decoder *decoder, const unsigned char *at, bool is_trail,
                        uint32_t *ret_code_point)
{
    *ret_code_point = is_trail ? map_pair(decoder, at[0], at[1]) : CHARSET_UNDECODABLE;
    return *ret_code_point == CHARSET_UNDECODABLE && at[1] < 0x80 ? 1 : 2;
}

/* Four bytes: above the BMP by arithmetic, below it by ICU's ranges (WHATWG "gb18030 ranges"). */
static uint32_t map_gb18030_four(struct charset_decoder *decoder, const unsigned char *at)
{
    const uint32_t pointer =
        ((at[0] - 0x81u) * 10 + at[1] - 0x30u) * 1260 + (at[2] - 0x81u) * 10 + at[3] - 0x30u;
    if (pointer == 7457) /* 81 35 F4 37: WHATWG keeps the 2005 mapping here */
        return 0xE7C7;
    if (pointer >= 189000)
        return pointer - 189000 <= 0xFFFFF ? pointer - 189000 + 0x10000 : CHARSET_UNDECODABLE;
    if (pointer >= GB18030_FOUR_COUNT)
        return CHARSET_UNDECODABLE;
    uint32_t *known = &decoder->mapped[PAIR_COUNT + pointer];
    if (*known == 0)
        *known = map_by_icu(decoder, at, 4);
    return *known;
}

static size_t next_gb18030(struct charset_decoder *decoder, const unsigned char *at, size_t left,
                           uint32_t *ret_code_point)
{
    if (at[0] == 0x80) {
        *ret_code_point = 0x20AC;
        return 1;
    }
    if (at[0] == 0xFF || left < 2)
        return 1;
    if (!is_between(at[1], 0x30, 0x39))
        return read_pair(decoder, at,
                         is_between(at[1], 0x40, 0x7E) || is_between(at[1], 0x80, 0xFE),
                         ret_code_point);
    if (left < 3)
        return 2;
    if (!is_between(at[2], 0x81, 0xFE))
        return 1;
    if (left < 4)
        return 3;
    if (!is_between(at[3], 0x30, 0x39))
        return 1;
    *ret_code_point = map_gb18030_four(decoder, at);
    return 4;
}

static size_t next_big5(struct charset_decoder *decoder, const unsigned char *at, size_t left,
                        uint32_t *ret_code_point)
{
    if (at[0] == 0x80 || at[0] == 0xFF || left < 2)
        return 1;
    return read_pair(decoder, at, is_between(at[1], 0x40, 0x7E) || is_between(at[1], 0xA1, 0xFE),
                     ret_code_point);
}

static size_t next_euc_kr(struct charset_decoder *decoder, const unsigned char *at, size_t left,
                          uint32_t *ret_code_point)
{
    if (at[0] == 0x80 || at[0] == 0xFF || left < 2)
        return 1;
    return read_pair(decoder, at, is_between(at[1], 0x41, 0xFE), ret_code_point);
}

static size_t next_shift_jis(struct charset_decoder *decoder, const unsigned char *at, size_t left,
                             uint32_t *ret_code_point)
{
    if (at[0] == 0x80 || is_between(at[0], 0xA1, 0xDF)) {
        *ret_code_point = at[0] == 0x80 ? 0x80 : 0xFF61u - 0xA1u + at[0];
        return 1;
    }
    if (at[0] == 0xA0 || at[0] > 0xFC || left < 2)
        return 1;
    const bool is_trail = is_between(at[1], 0x40, 0x7E) || is_between(at[1], 0x80, 0xFC);
    if (is_trail && is_between(at[0], 0xF0, 0xF9)) {
        *ret_code_point = 0xE000u + (at[0] - 0xF0u) * 188 + at[1] - (at[1] < 0x7F ? 0x40u : 0x41u);
        return 2;
    }
    return read_pair(decoder, at, is_trail, ret_code_point);
}

static size_t next_euc_jp(struct charset_decoder *decoder, const unsigned char *at, size_t left,
                          uint32_t *ret_code_point)
{
    if (!is_between(at[0], 0x8E, 0x8F) && !is_between(at[0], 0xA1, 0xFE))
        return 1;
    if (left < 2)
        return 1;
    if (at[0] == 0x8E) {
        if (!is_between(at[1], 0xA1, 0xDF))
            return at[1] < 0x80 ? 1 : 2;
        *ret_code_point = 0xFF61u - 0xA1u + at[1];
        return 2;
    }
    if (at[0] != 0x8F)
        return read_pair(decoder, at, is_between(at[1], 0xA1, 0xFE), ret_code_point);
    if (!is_between(at[1], 0xA1, 0xFE))
        return at[1] < 0x80 ? 1 : 2;
    if (left < 3)
        return 2;
    if (!is_between(at[2], 0xA1, 0xFE))
        return at[2] < 0x80 ? 2 : 3;
    uint32_t *known = &decoder->mapped[PAIR_COUNT + (at[1] << 8 | at[2])];
    if (*known == 0)
        *known = map_known(decoder, at, 3);
    *ret_code_point = *known;
    return 3;
}

/* The escape sequences of ISO-2022-JP; 0 when there is none. */
static size_t read_escape(struct charset_decoder *decoder, const unsigned char *at, size_t left)
{
    if (left < 3)
        return 0;
    if (at[1] == '(' && (at[2] == 'B' || at[2] == 'J' || at[2] == 'I')) {
        decoder->mode = at[2] == 'B' ? JIS_ASCII : at[2] == 'J' ? JIS_ROMAN : JIS_KATAKANA;
        return 3;
    }
    if (at[1] == '$' && (at[2] == '@' || at[2] == 'B')) {
        decoder->mode = JIS_KANJI;
        return 3;
    }
    return 0;
}

bool charset_decoder_reads_pairs(const struct charset_decoder *decoder)
{
    return decoder->mode == JIS_KANJI;
}

static size_t next_iso_2022_jp(struct charset_decoder *decoder, const unsigned char *at,
                               size_t left, uint32_t *ret_code_point)
{
    if (at[0] == 0x1B) {
        const size_t length = read_escape(decoder, at, left);
        *ret_code_point = length > 0 ? CHARSET_NOTHING : CHARSET_UNDECODABLE;
        return length > 0 ? length : 1;
    }
    /* WHATWG: no line or control is inside a mode, but the mode stays. */
    if (at[0] <= 0x20) {
        *ret_code_point = at[0];
        return 1;
    }
    if (decoder->mode == JIS_ASCII || decoder->mode == JIS_ROMAN) {
        if (at[0] < 0x80)
            *ret_code_point = at[0];
        if (decoder->mode == JIS_ROMAN && (at[0] == '\\' || at[0] == '~'))
            *ret_code_point = at[0] == '~' ? 0x203E : 0xA5;
        return 1;
    }
    if (decoder->mode == JIS_KATAKANA) {
        if (is_between(at[0], 0x21, 0x5F))
            *ret_code_point = 0xFF61u - 0x21u + at[0];
        return 1;
    }
    if (!is_between(at[0], 0x21, 0x7E) || left < 2)
        return 1;
    if (!is_between(at[1], 0x21, 0x7E))
        return at[1] == 0x1B || at[1] <= 0x20 ? 1 : 2;
    *ret_code_point = map_pair(decoder, at[0] | 0x80u, at[1] | 0x80u);
    return 2;
}

static size_t next_utf_16(const unsigned char *at, size_t left, unsigned high,
                          uint32_t *ret_code_point)
{
    if (left < 2)
        return 1;
    const uint32_t unit = (uint32_t)at[high] << 8 | at[1 - high];
    if (unit < 0xD800 || unit > 0xDFFF)
        *ret_code_point = unit;
    if (unit < 0xD800 || unit > 0xDBFF)
        return 2;
    if (left < 4)
        return left;
    const uint32_t next = (uint32_t)at[2 + high] << 8 | at[3 - high];
    if (next < 0xDC00 || next > 0xDFFF)
        return 2;
    *ret_code_point = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
    return 4;
}

static size_t next_utf_8(struct str bytes, size_t offset, uint32_t *ret_code_point)
{
    const size_t length = utf8_decode(bytes, offset, ret_code_point);
    /* EF BF BD is a U+FFFD that is in the text, and no error. */
    if (*ret_code_point == CODE_POINT_REPLACEMENT &&
        (length != 3 || (unsigned char)bytes.bytes[offset] != 0xEF))
        *ret_code_point = CHARSET_UNDECODABLE;
    return length;
}

size_t charset_decoder_next(struct charset_decoder *decoder, struct str bytes, size_t offset,
                            uint32_t *ret_code_point)
{
    const unsigned char *at = (const unsigned char *)bytes.bytes + offset;
    const size_t left = bytes.length - offset;
    *ret_code_point = CHARSET_UNDECODABLE;
    if (decoder->kind == CHARSET_KIND_UTF_16_LE || decoder->kind == CHARSET_KIND_UTF_16_BE)
        return next_utf_16(at, left, decoder->kind == CHARSET_KIND_UTF_16_LE, ret_code_point);
    if (decoder->kind == CHARSET_KIND_ISO_2022_JP)
        return next_iso_2022_jp(decoder, at, left, ret_code_point);
    if (at[0] < 0x80) {
        *ret_code_point = at[0];
        return 1;
    }
    switch (decoder->kind) {
    case CHARSET_KIND_GB18030:
        return next_gb18030(decoder, at, left, ret_code_point);
    case CHARSET_KIND_BIG5:
        return next_big5(decoder, at, left, ret_code_point);
    case CHARSET_KIND_SHIFT_JIS:
        return next_shift_jis(decoder, at, left, ret_code_point);
    case CHARSET_KIND_EUC_JP:
        return next_euc_jp(decoder, at, left, ret_code_point);
    case CHARSET_KIND_EUC_KR:
        return next_euc_kr(decoder, at, left, ret_code_point);
    case CHARSET_KIND_UTF_8:
        return next_utf_8(bytes, offset, ret_code_point);
    default:
        *ret_code_point = map_single(decoder, at[0]);
        return 1;
    }
}
