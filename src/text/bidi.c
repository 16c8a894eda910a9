#include "text/bidi.h"

#include "base/memory.h"
#include "text/properties_table.h"
#include "text/utf8.h"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

/* levels[i] is the embedding level of the code point that holds byte i of the paragraph. */
struct bidi {
    UBiDi *icu;
    struct str paragraph;
    uint8_t base_level;
    uint8_t *levels;
    UChar *units;
    size_t capacity; /* of both arrays */
};

bool bidi_is_needed(struct str paragraph)
{
    const unsigned char *bytes = (const unsigned char *)paragraph.bytes;
    for (size_t i = 0; i < paragraph.length;) {
        if (bytes[i] < 0xD6) {
            i++;
        } else if (bytes[i] >= 0xE1 && bytes[i] <= 0xEE) {
            i += 3;
        } else {
            uint32_t code_point;
            i += utf8_decode(paragraph, i, &code_point);
            if (properties_of(code_point).is_right_to_left)
                return true;
        }
    }
    return false;
}

struct bidi *bidi_new(void)
{
    struct bidi *bidi = memory_new(sizeof *bidi);
    bidi->icu = ubidi_open();
    return bidi;
}

void bidi_free(struct bidi *bidi)
{
    if (!bidi)
        return;
    ubidi_close(bidi->icu);
    free(bidi->levels);
    free(bidi->units);
    free(bidi);
}

/* UTF-16 for ICU; what the terminal is not given as itself is the neutral U+FFFD it is shown as. */
static int32_t to_units(struct str paragraph, UChar *units)
{
    int32_t count = 0;
    uint32_t code_point;
    for (size_t i = 0; i < paragraph.length;) {
        i += utf8_decode(paragraph, i, &code_point);
        if (properties_of(code_point).display == DISPLAY_REPLACE && code_point != '\t')
            code_point = CODE_POINT_REPLACEMENT;
        U16_APPEND_UNSAFE(units, count, code_point);
    }
    return count;
}

/* A mark has the level of what it stands on (W1), which ICU forgets behind a closing bracket. */
static void spread_levels(struct bidi *bidi, const UBiDiLevel *unit_levels)
{
    uint32_t code_point;
    uint8_t level = bidi->base_level;
    for (size_t i = 0, unit = 0; i < bidi->paragraph.length;) {
        const size_t length = utf8_decode(bidi->paragraph, i, &code_point);
        const struct properties properties = properties_of(code_point);
        if (properties.display == DISPLAY_REPLACE)
            code_point = CODE_POINT_REPLACEMENT;
        if (i == 0 || (properties.grapheme_break != GRAPHEME_EXTEND &&
                       properties.grapheme_break != GRAPHEME_ZWJ))
            level = unit_levels[unit];
        memset(bidi->levels + i, level, length);
        unit += code_point > 0xFFFF ? 2 : 1;
        i += length;
    }
}

bool bidi_begin(struct bidi *bidi, struct str paragraph)
{
    bidi->paragraph = paragraph;
    bidi->base_level = 0;
    if (bidi->capacity < paragraph.length) {
        bidi->levels = memory_resize(bidi->levels, paragraph.length);
        bidi->units = memory_resize(bidi->units, paragraph.length * sizeof *bidi->units);
        bidi->capacity = paragraph.length;
    }
    UErrorCode code = U_ZERO_ERROR;
    const UBiDiLevel *unit_levels = NULL;
    if (bidi->icu && paragraph.length > 0 && paragraph.length <= INT32_MAX) {
        const int32_t count = to_units(paragraph, bidi->units);
        ubidi_setPara(bidi->icu, bidi->units, count, UBIDI_DEFAULT_LTR, NULL, &code);
        unit_levels = ubidi_getLevels(bidi->icu, &code);
    }
    if (!unit_levels || U_FAILURE(code)) {
        /* ICU had no memory, or the paragraph is too long for it: logical order is readable. */
        if (paragraph.length > 0)
            memset(bidi->levels, 0, paragraph.length);
        return false;
    }
    bidi->base_level = ubidi_getParaLevel(bidi->icu);
    spread_levels(bidi, unit_levels);
    return bidi->base_level & 1;
}

/* L1: blanks at the end of a row have the paragraph's level. Returns where they start. */
static size_t blanks_start(const struct bidi *bidi, size_t start, size_t end)
{
    while (end > start) {
        uint32_t code_point;
        const size_t before = utf8_decode_before(bidi->paragraph, end, &code_point);
        const struct properties properties = properties_of(code_point);
        if (before < start || (!properties.is_space && properties.display != DISPLAY_NOTHING))
            break;
        end = before;
    }
    return end;
}

static void reverse_runs(struct bidi_run *runs, uint8_t *levels, size_t start, size_t end)
{
    for (; start + 1 < end; start++, end--) {
        const struct bidi_run run = runs[start];
        const uint8_t level = levels[start];
        runs[start] = runs[end - 1];
        levels[start] = levels[end - 1];
        runs[end - 1] = run;
        levels[end - 1] = level;
    }
}

/* L2: from the highest level to the lowest odd one, every sequence at that level or over it is
 * reversed. */
static void order_visually(struct bidi_run *runs, uint8_t *levels, size_t count)
{
    uint8_t highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = levels[i] > highest ? levels[i] : highest;
    for (uint8_t level = highest; level > 0; level--) {
        for (size_t start = 0, end; start < count; start = end + 1) {
            for (end = start; end < count && levels[end] >= level; end++)
                ;
            reverse_runs(runs, levels, start, end);
        }
    }
}

size_t bidi_row(struct bidi *bidi, size_t start, size_t end, struct bidi_run *ret_runs,
                size_t capacity)
{
    const size_t text_end = blanks_start(bidi, start, end);
    CLEANUP_FREE uint8_t *levels = memory_new(capacity ? capacity : 1);
    size_t count = 0;
    for (size_t i = start; i < end; i++) {
        const uint8_t level = i < text_end ? bidi->levels[i] : bidi->base_level;
        if (count > 0 && (levels[count - 1] == level || count == capacity)) {
            ret_runs[count - 1].end = (uint32_t)i + 1;
            continue;
        }
        if (capacity == 0)
            return 0;
        levels[count] = level;
        ret_runs[count++] = (struct bidi_run){(uint32_t)i, (uint32_t)i + 1, level & 1};
    }
    order_visually(ret_runs, levels, count);
    return count;
}

uint32_t bidi_mirror(uint32_t code_point)
{
    return (uint32_t)u_charMirror((UChar32)code_point);
}
