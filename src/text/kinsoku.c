#include "text/kinsoku.h"

#include "base/memory.h"
#include "text/properties.h"

/* From which level on a range of code points may not begin (or end) a row. Sorted. */
struct ban {
    uint32_t first, last;
    enum kinsoku level;
};

/* CLREQ §3.1.3 (closing marks, connectors, interpuncts, solidus) and JLREQ cl-02 to cl-07, cl-09 to
 * cl-11, with their narrow, small and vertical forms; percent and degree signs, which belong to the
 * number before them. Brackets are found by their category. */
static const struct ban start_bans[] = {
    {0x0021, 0x0021, KINSOKU_BASIC},  /* ! */
    {0x0025, 0x0025, KINSOKU_BASIC},  /* % */
    {0x002C, 0x002C, KINSOKU_BASIC},  /* , */
    {0x002E, 0x002F, KINSOKU_BASIC},  /* . / */
    {0x003A, 0x003B, KINSOKU_BASIC},  /* : ; */
    {0x003F, 0x003F, KINSOKU_BASIC},  /* ? */
    {0x00B0, 0x00B0, KINSOKU_BASIC},  /* ° */
    {0x00B7, 0x00B7, KINSOKU_BASIC},  /* · */
    {0x2010, 0x2010, KINSOKU_BASIC},  /* ‐ */
    {0x2013, 0x2015, KINSOKU_BASIC},  /* – — ― */
    {0x2019, 0x2019, KINSOKU_BASIC},  /* ’ */
    {0x201D, 0x201D, KINSOKU_BASIC},  /* ” */
    {0x2025, 0x2026, KINSOKU_STRICT}, /* ‥ … */
    {0x2027, 0x2027, KINSOKU_BASIC},  /* ‧ */
    {0x2030, 0x2033, KINSOKU_BASIC},  /* ‰ ‱ ′ ″ */
    {0x203C, 0x203C, KINSOKU_BASIC},  /* ‼ */
    {0x2047, 0x2049, KINSOKU_BASIC},  /* ⁇ ⁈ ⁉ */
    {0x2103, 0x2103, KINSOKU_BASIC},  /* ℃ */
    {0x2109, 0x2109, KINSOKU_BASIC},  /* ℉ */
    {0x22EF, 0x22EF, KINSOKU_STRICT}, /* ⋯ */
    {0x2E3A, 0x2E3B, KINSOKU_STRICT}, /* ⸺ ⸻ */
    {0x3001, 0x3002, KINSOKU_BASIC},  /* 、 。 */
    {0x3005, 0x3005, KINSOKU_BASIC},  /* 々 */
    {0x301C, 0x301C, KINSOKU_BASIC},  /* 〜 */
    {0x3035, 0x3035, KINSOKU_BASIC},  /* 〵, the lower half of a repeat mark */
    {0x303B, 0x303B, KINSOKU_BASIC},  /* 〻 */
    {0x3041, 0x3041, KINSOKU_BASIC},  /* ぁ */
    {0x3043, 0x3043, KINSOKU_BASIC},  /* ぃ */
    {0x3045, 0x3045, KINSOKU_BASIC},  /* ぅ */
    {0x3047, 0x3047, KINSOKU_BASIC},  /* ぇ */
    {0x3049, 0x3049, KINSOKU_BASIC},  /* ぉ */
    {0x3063, 0x3063, KINSOKU_BASIC},  /* っ */
    {0x3083, 0x3083, KINSOKU_BASIC},  /* ゃ */
    {0x3085, 0x3085, KINSOKU_BASIC},  /* ゅ */
    {0x3087, 0x3087, KINSOKU_BASIC},  /* ょ */
    {0x308E, 0x308E, KINSOKU_BASIC},  /* ゎ */
    {0x3095, 0x3096, KINSOKU_BASIC},  /* ゕ ゖ */
    {0x3099, 0x309E, KINSOKU_BASIC},  /* voicing marks ゛ ゜ ゝ ゞ */
    {0x30A0, 0x30A1, KINSOKU_BASIC},  /* ゠ ァ */
    {0x30A3, 0x30A3, KINSOKU_BASIC},  /* ィ */
    {0x30A5, 0x30A5, KINSOKU_BASIC},  /* ゥ */
    {0x30A7, 0x30A7, KINSOKU_BASIC},  /* ェ */
    {0x30A9, 0x30A9, KINSOKU_BASIC},  /* ォ */
    {0x30C3, 0x30C3, KINSOKU_BASIC},  /* ッ */
    {0x30E3, 0x30E3, KINSOKU_BASIC},  /* ャ */
    {0x30E5, 0x30E5, KINSOKU_BASIC},  /* ュ */
    {0x30E7, 0x30E7, KINSOKU_BASIC},  /* ョ */
    {0x30EE, 0x30EE, KINSOKU_BASIC},  /* ヮ */
    {0x30F5, 0x30F6, KINSOKU_BASIC},  /* ヵ ヶ */
    {0x30FB, 0x30FE, KINSOKU_BASIC},  /* ・ ー ヽ ヾ */
    {0x31F0, 0x31FF, KINSOKU_BASIC},  /* ㇰ.. small katakana of Ainu */
    {0xFE10, 0xFE16, KINSOKU_BASIC},  /* vertical ， 、 。 ： ； ！ ？ */
    {0xFE30, 0xFE30, KINSOKU_BASIC},  /* ︰ */
    {0xFE50, 0xFE52, KINSOKU_BASIC},  /* ﹐ ﹑ ﹒ */
    {0xFE54, 0xFE57, KINSOKU_BASIC},  /* ﹔ ﹕ ﹖ ﹗ */
    {0xFE6A, 0xFE6A, KINSOKU_BASIC},  /* ﹪ */
    {0xFF01, 0xFF01, KINSOKU_BASIC},  /* ！ */
    {0xFF05, 0xFF05, KINSOKU_BASIC},  /* ％ */
    {0xFF0C, 0xFF0C, KINSOKU_BASIC},  /* ， */
    {0xFF0E, 0xFF0F, KINSOKU_BASIC},  /* ． ／ */
    {0xFF1A, 0xFF1B, KINSOKU_BASIC},  /* ： ； */
    {0xFF1F, 0xFF1F, KINSOKU_BASIC},  /* ？ */
    {0xFF5E, 0xFF5E, KINSOKU_BASIC},  /* ～ */
    {0xFF61, 0xFF61, KINSOKU_BASIC},  /* ｡ */
    {0xFF63, 0xFF65, KINSOKU_BASIC},  /* ｣ ､ ･ */
    {0xFF67, 0xFF70, KINSOKU_BASIC},  /* ｧ..ｯ ｰ */
    {0xFF9E, 0xFF9F, KINSOKU_BASIC},  /* ﾞ ﾟ */
};

/* CLREQ and JLREQ cl-01, and the currency signs that belong to the number behind them. */
static const struct ban end_bans[] = {
    {0x0024, 0x0024, KINSOKU_BASIC}, /* $ */
    {0x00A3, 0x00A3, KINSOKU_BASIC}, /* £ */
    {0x00A5, 0x00A5, KINSOKU_BASIC}, /* ¥ */
    {0x2018, 0x2018, KINSOKU_BASIC}, /* ‘ */
    {0x201C, 0x201C, KINSOKU_BASIC}, /* “ */
    {0x20AC, 0x20AC, KINSOKU_BASIC}, /* € */
    {0xFE69, 0xFE69, KINSOKU_BASIC}, /* ﹩ */
    {0xFF04, 0xFF04, KINSOKU_BASIC}, /* ＄ */
    {0xFF0F, 0xFF0F, KINSOKU_GB},    /* ／ */
    {0xFF62, 0xFF62, KINSOKU_BASIC}, /* ｢ */
    {0xFFE1, 0xFFE1, KINSOKU_BASIC}, /* ￡ */
    {0xFFE5, 0xFFE6, KINSOKU_BASIC}, /* ￥ ￦ */
};

static bool is_banned(const struct ban *bans, size_t count, uint32_t code_point,
                      enum kinsoku kinsoku)
{
    size_t low = 0;
    while (low < count) {
        const size_t middle = (low + count) / 2;
        if (bans[middle].last < code_point)
            low = middle + 1;
        else if (bans[middle].first > code_point)
            count = middle;
        else
            return kinsoku >= bans[middle].level;
    }
    return false;
}

/* Most of any text: U+3400..9FFF and letters and digits of ASCII. */
static bool is_never_banned(uint32_t code_point)
{
    return (code_point >= 0x3400 && code_point <= 0x9FFF) ||
           ((code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z') ||
           (code_point >= '0' && code_point <= '9');
}

bool kinsoku_may_start(uint32_t code_point, enum kinsoku kinsoku)
{
    if (is_never_banned(code_point))
        return true;
    const struct properties properties = code_point_properties(code_point);
    if (properties.is_closing && (properties.width == 2 || code_point < 0x80))
        return false;
    return !is_banned(start_bans, ARRAY_LENGTH(start_bans), code_point, kinsoku);
}

bool kinsoku_may_end(uint32_t code_point, enum kinsoku kinsoku)
{
    if (is_never_banned(code_point))
        return true;
    const struct properties properties = code_point_properties(code_point);
    if (properties.is_opening && (properties.width == 2 || code_point < 0x80))
        return false;
    return !is_banned(end_bans, ARRAY_LENGTH(end_bans), code_point, kinsoku);
}

bool kinsoku_is_dash(uint32_t code_point)
{
    return code_point == 0x2014 || code_point == 0x2015;
}

bool kinsoku_is_doubled(uint32_t code_point)
{
    return kinsoku_is_dash(code_point) || code_point == 0x2025 || code_point == 0x2026 ||
           code_point == 0x22EF || code_point == 0x2E3A;
}
