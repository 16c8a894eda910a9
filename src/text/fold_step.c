/* Folding around one place. A mark or a jamo can change the character before it, so a step is a
 * code point with all that joins it; what is removed between them is looked through. */
#include "text/fold_step.h"

#include "base/memory.h"
#include "text/properties.h"

/* UAX #15 §13: no text of any language has more. What is over it is dropped, which bounds a step.
 */
enum { JOINED_MAX = 30 };

enum { HANGUL_BASE = 0xAC00, HANGUL_L = 0x1100, HANGUL_V = 0x1161, HANGUL_T = 0x11A7 };
enum { HANGUL_L_COUNT = 19, HANGUL_V_COUNT = 21, HANGUL_T_COUNT = 28 };
enum { VOICED = 0x3099, SEMI_VOICED = 0x309A };

enum fold_kind fold_kind(uint32_t code_point)
{
    return code_point < FOLD_ILL_FORMED ? fold_class_of(code_point) & FOLD_CLASS_KIND : FOLD_OTHER;
}

bool fold_joins(uint32_t code_point)
{
    return code_point < FOLD_ILL_FORMED && fold_class_of(code_point) & FOLD_CLASS_JOINS;
}

bool fold_may_join(uint32_t code_point)
{
    return fold_entry_of(code_point) & (FOLD_JOINS | FOLD_REMOVED);
}

bool fold_is_sentence_mark(uint32_t code_point)
{
    return code_point < FOLD_ILL_FORMED && fold_class_of(code_point) & FOLD_CLASS_SENTENCE;
}

/* The script and combining class of a letter or mark of a script that keeps its marks, or zeros. */
static struct fold_script_range script_range(uint32_t point)
{
    size_t low = 0, high = fold_script_range_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold_script_ranges[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < fold_script_range_count && fold_script_ranges[low].first <= point)
        return fold_script_ranges[low];
    return (struct fold_script_range){0};
}

bool fold_takes_marks(uint32_t point)
{
    return script_range(point).script != 0;
}

/* Kana that stand just before their voiced form: か before が. The semi-voiced ぱ stands after ば.
 */
static bool is_voiceable(uint32_t kana)
{
    return (kana >= 0x304B && kana <= 0x3061 && kana % 2 == 1) ||
           (kana >= 0x3064 && kana <= 0x3068 && kana % 2 == 0) ||
           (kana >= 0x306F && kana <= 0x307B && kana % 3 == 0) || kana == 0x309D;
}

static bool is_semi_voiceable(uint32_t kana)
{
    return kana >= 0x306F && kana <= 0x307B && kana % 3 == 0;
}

/* 0 when they do not compose. */
static uint32_t compose_pair(uint32_t first, uint32_t second)
{
    if (second == VOICED)
        return first == 0x3046 ? 0x3094 : is_voiceable(first) ? first + 1 : 0;
    if (second == SEMI_VOICED)
        return is_semi_voiceable(first) ? first + 2 : 0;
    if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT)
        return HANGUL_BASE +
               ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
    bool is_open = first - HANGUL_BASE < HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT &&
                   (first - HANGUL_BASE) % HANGUL_T_COUNT == 0;
    if (is_open && second > HANGUL_T && second < HANGUL_T + HANGUL_T_COUNT)
        return first + second - HANGUL_T;
    return 0;
}

/* The kana that point is the voiced form of, else 0. */
static uint32_t unvoiced(uint32_t point, uint32_t *ret_mark)
{
    *ret_mark = VOICED;
    if (point == 0x3094)
        return 0x3046;
    if (point > 0x3040 && is_voiceable(point - 1))
        return point - 1;
    *ret_mark = SEMI_VOICED;
    return point > 0x3040 && is_semi_voiceable(point - 2) ? point - 2 : 0;
}

unsigned fold_points(uint32_t code_point, uint32_t *ret_points)
{
    uint32_t entry = fold_entry_of(code_point);
    if (entry & FOLD_REMOVED)
        return 0;
    if (entry & FOLD_EXPANDS) {
        unsigned count = entry >> 16 & 0xFF;
        memcpy(ret_points, fold_expansions + (entry & 0xFFFF), count * sizeof *ret_points);
        return count;
    }
    ret_points[0] = code_point;
    if (entry << 5) { /* not only FOLD_JOINS */
        char bytes[4] = {0};
        size_t length = utf8_encode(code_point, bytes);
        uint32_t packed;
        memcpy(&packed, bytes, sizeof packed);
        packed ^= entry & 0xFFFFFF;
        memcpy(bytes, &packed, sizeof packed);
        /* The difference of lengths is -1 .. 2. */
        length -= (size_t)((int)(entry << 5) >> 29);
        (void)utf8_decode((struct str){bytes, length}, 0, ret_points);
    }
    return 1;
}

/* Appends code points in the order of their combining classes, dropping marks of other scripts. */
static void append_point(struct fold_step *step, uint32_t point)
{
    uint32_t mark;
    uint32_t base = unvoiced(point, &mark);
    if (base) {
        append_point(step, base);
        point = mark;
    }
    if (!(fold_class_of(point) & FOLD_CLASS_MARK)) {
        step->points[step->count++] = point;
        return;
    }
    struct fold_script_range own = script_range(point);
    if (step->count == 0 || script_range(step->points[step->count - 1]).script != own.script)
        return;
    unsigned at = step->count++;
    while (own.combining_class > 0 && fold_class_of(step->points[at - 1]) & FOLD_CLASS_MARK &&
           script_range(step->points[at - 1]).combining_class > own.combining_class) {
        step->points[at] = step->points[at - 1];
        at--;
    }
    step->points[at] = point;
}

static void compose(struct fold_step *step)
{
    unsigned count = 0;
    for (unsigned i = 0; i < step->count; i++) {
        uint32_t pair = count ? compose_pair(step->points[count - 1], step->points[i]) : 0;
        if (pair)
            step->points[count - 1] = pair;
        else
            step->points[count++] = step->points[i];
    }
    step->count = count;
}

static inline bool is_letter(uint32_t point)
{
    return (fold_class_of(point) & FOLD_CLASS_KIND) >= FOLD_WORD;
}

/* Marks join any letter, if only to be dropped; what holds more (jamo, ำ) joins its own script. */
static bool joins_base(uint32_t code_point, uint32_t base)
{
    uint32_t points[FOLD_STEP_POINTS];
    unsigned count = fold_points(code_point, points), mark_count = 0;
    for (unsigned i = 0; i < count; i++)
        mark_count += (fold_class_of(points[i]) & FOLD_CLASS_MARK) != 0;
    return mark_count == count || script_range(points[0]).script == script_range(base).script;
}

/* Whether something that joins the step comes after it, behind any number of removed code points.
 */
static bool is_joined(struct str text, const struct fold_step *step, uint32_t *ret_point,
                      size_t *ret_end)
{
    size_t offset = step->end;
    if (step->count == 0 || !is_letter(step->points[step->count - 1]))
        return false;
    while (offset < text.length && (unsigned char)text.bytes[offset] >= 0x80) {
        uint32_t point;
        size_t length = utf8_decode_inline(text, offset, &point);
        uint32_t entry = fold_entry_of(point);
        if (!(entry & FOLD_REMOVED)) {
            *ret_point = point;
            *ret_end = offset + length;
            return entry & FOLD_JOINS && joins_base(point, step->points[step->count - 1]);
        }
        offset += length;
    }
    return false;
}

static void join(struct str text, struct fold_step *step)
{
    struct fold_step joined = {.end = step->end};
    uint32_t point, points[FOLD_STEP_POINTS];
    size_t end;
    unsigned part_count = 0;
    for (unsigned i = 0; i < step->count; i++)
        append_point(&joined, step->points[i]);
    while (is_joined(text, &joined, &point, &end)) {
        unsigned count = fold_points(point, points);
        part_count += count;
        for (unsigned i = 0; i < count && part_count <= JOINED_MAX; i++)
            append_point(&joined, points[i]);
        joined.end = end;
    }
    compose(&joined);
    memcpy(step->points, joined.points, joined.count * sizeof *joined.points);
    step->count = joined.count;
    step->end = joined.end;
}

static size_t removed_end(struct str text, size_t offset)
{
    while (offset < text.length) {
        uint32_t point;
        size_t length = utf8_decode_inline(text, offset, &point);
        if (!(fold_entry_of(point) & FOLD_REMOVED))
            break;
        offset += length;
    }
    return offset;
}

void fold_step(struct str text, size_t offset, struct fold_step *ret_step)
{
    uint32_t point;
    size_t end = offset + utf8_decode_inline(text, offset, &point);
    if (point == CODE_POINT_REPLACEMENT && is_ill_formed(text, offset, end)) {
        ret_step->points[0] = FOLD_ILL_FORMED;
        ret_step->count = 1;
        ret_step->end = end;
        return;
    }
    uint32_t entry = fold_entry_of(point);
    ret_step->count = fold_points(point, ret_step->points);
    ret_step->end = end;
    if (entry & FOLD_REMOVED)
        ret_step->end = removed_end(text, end);
    else if (entry & FOLD_JOINS || is_joined(text, ret_step, &point, &end))
        join(text, ret_step);
}

size_t fold_step_before(struct str text, size_t offset, size_t floor, struct fold_step *ret_step)
{
    while (offset > floor) {
        size_t start = offset, last = SIZE_MAX;
        uint32_t entry = FOLD_JOINS, point;
        while (start > floor && entry & (FOLD_REMOVED | FOLD_JOINS)) {
            start = utf8_decode_before(text, start, &point);
            entry = fold_entry_of(point);
        }
        struct fold_step step;
        for (size_t at = start; at < offset; at = step.end) {
            fold_step(text, at, &step);
            if (step.count) {
                last = at;
                *ret_step = step;
            }
        }
        if (last != SIZE_MAX)
            return last;
        offset = start;
    }
    return SIZE_MAX;
}

struct sources {
    uint32_t *points;
    size_t count, capacity;
};

static void gather_sources(struct sources *sources, uint32_t point)
{
    size_t low = 0, high = fold_spelling_key_count;
    ARRAY_RESERVE(sources->points, sources->count, sources->capacity);
    sources->points[sources->count++] = point;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold_spelling_keys[middle] < point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == fold_spelling_key_count || fold_spelling_keys[low] != point)
        return;
    for (size_t i = fold_spelling_starts[low]; i < fold_spelling_starts[low + 1]; i++) {
        ARRAY_RESERVE(sources->points, sources->count, sources->capacity);
        sources->points[sources->count++] = fold_spelling_sources[i];
    }
}

size_t fold_spellings(uint32_t point, uint32_t **ret_sources)
{
    struct sources sources = {0};
    uint32_t mark, base = unvoiced(point, &mark);
    uint32_t syllable = point - HANGUL_BASE;
    gather_sources(&sources, point);
    if (base)
        gather_sources(&sources, base);
    if (syllable < HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT) {
        if (syllable % HANGUL_T_COUNT)
            gather_sources(&sources, point - syllable % HANGUL_T_COUNT);
        gather_sources(&sources, HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT));
    }
    *ret_sources = sources.points;
    return sources.count;
}
