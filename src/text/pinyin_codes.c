/* Codes of two first letters, for an index over titles. */
#include "text/pinyin_private.h"

#include "base/memory.h"
#include "text/fold_step.h"

enum { LETTER_COUNT = 36, ALTERNATIVES_MAX = 48 };

/* a..z and 0..9 as 0..35, else LETTER_COUNT. */
static unsigned letter_index(uint32_t point)
{
    if (point >= 'a' && point <= 'z')
        return point - 'a';
    return point >= '0' && point <= '9' ? 26 + point - '0' : LETTER_COUNT;
}

static char letter_at(unsigned index)
{
    return "abcdefghijklmnopqrstuvwxyz0123456789"[index];
}

/* The letters that a unit's spellings begin with, a bit each. */
static uint64_t first_letters(const struct unit *unit)
{
    uint64_t letters = 0;
    for (unsigned i = pinyin_set_starts[unit->set]; i < pinyin_set_starts[unit->set + 1]; i++)
        letters |= (uint64_t)1 << letter_index(
                       (unsigned char)pinyin_syllables[pinyin_set_members[i]].letters[0]);
    for (unsigned i = 0; i < unit->romaji_count; i++)
        letters |= (uint64_t)1 << letter_index((unsigned char)unit->romaji[i].letters[0]);
    return letters;
}

enum { PAIRS = PINYIN_PAIR_INNER + 1 };

struct codes {
    /* by first letter, a bit for each second one */
    uint64_t seconds[PAIRS][LETTER_COUNT];
    uint64_t singles;
    uint64_t before[PAIRS]; /* first letters of what the next unit is adjacent to */
};

/* What has come between is no more than may be passed over. */
static void loosen(struct codes *codes)
{
    codes->before[PINYIN_PAIR_OPEN] |= codes->before[PINYIN_PAIR_HAN];
    codes->before[PINYIN_PAIR_HAN] = 0;
}

/* own: what the letters are when they come first. */
static void add_letters(struct codes *codes, uint64_t letters, enum pinyin_pair own,
                        bool is_optional)
{
    letters &= ((uint64_t)1 << LETTER_COUNT) - 1;
    if (own != PINYIN_PAIR_HAN)
        loosen(codes);
    for (int pair = 0; pair < PAIRS; pair++)
        for (unsigned first = 0; first < LETTER_COUNT; first++)
            if (codes->before[pair] >> first & 1)
                codes->seconds[pair][first] |= letters;
    codes->singles |= letters;
    if (!is_optional)
        memset(codes->before, 0, sizeof codes->before);
    codes->before[own] |= letters;
}

static void add_unit(struct codes *codes, struct str title, size_t at, const struct unit *unit)
{
    enum pinyin_pair own = PINYIN_PAIR_OPEN;
    switch (unit->kind) {
    case UNIT_BREAK:
        memset(codes->before, 0, sizeof codes->before);
        break;
    case UNIT_HAN:
        add_letters(codes, first_letters(unit), PINYIN_PAIR_HAN, false);
        break;
    case UNIT_KANA:
        add_letters(codes, first_letters(unit), own, unit_is_optional(unit));
        break;
    case UNIT_LETTER:
        if (!unit_is_word_start(title, at))
            own = PINYIN_PAIR_INNER;
        for (unsigned i = 0; i < unit->point_count; i++, own = PINYIN_PAIR_INNER)
            add_letters(codes, (uint64_t)1 << letter_index(unit->points[i]), own, false);
        break;
    case UNIT_DOUBLE:
    case UNIT_LONG:
        loosen(codes);
        break;
    case UNIT_SKIP:
        break;
    }
}

static bool find_pair(const struct codes *codes, unsigned first, unsigned second,
                      enum pinyin_pair *ret_pair)
{
    for (int pair = 0; pair < PAIRS; pair++)
        if (codes->seconds[pair][first] >> second & 1) {
            *ret_pair = (enum pinyin_pair)pair;
            return true;
        }
    return false;
}

size_t pinyin_title_codes(struct str title, struct pinyin_title_code **ret_codes)
{
    struct codes codes = {0};
    struct unit unit;
    struct pinyin_title_code *list = NULL;
    size_t count = 0, capacity = 0;
    for (size_t at = 0; at < title.length; at = unit.end) {
        unit_read(title, at, &unit);
        add_unit(&codes, title, at, &unit);
    }
    for (unsigned first = 0; first < LETTER_COUNT; first++)
        for (unsigned second = 0; second <= LETTER_COUNT; second++) {
            enum pinyin_pair pair = PINYIN_PAIR_OPEN;
            bool is_single = second == LETTER_COUNT;
            if (!(is_single ? codes.singles >> first & 1 : find_pair(&codes, first, second, &pair)))
                continue;
            ARRAY_RESERVE(list, count, capacity);
            list[count++] = (struct pinyin_title_code){
                {{letter_at(first), is_single ? '\0' : letter_at(second)}}, pair};
        }
    *ret_codes = list;
    return count;
}

/* One way to split the query, as far as it is looked at. */
struct split {
    struct pinyin_alternative found;
    unsigned position; /* letters taken */
    char last;         /* first letter of the last piece, 0 before the first */
};

struct splits {
    struct split *list;
    size_t count, capacity;
};

static bool has_code(const struct pinyin_alternative *alternative, struct pinyin_code code)
{
    for (unsigned i = 0; i < alternative->count; i++) {
        struct pinyin_code own = alternative->codes[i];
        if (own.letters[0] == code.letters[0] && own.letters[1] == code.letters[1])
            return true;
        /* A pair tells of its letters. */
        if (code.letters[1] == '\0' &&
            (own.letters[0] == code.letters[0] || own.letters[1] == code.letters[0]))
            return true;
    }
    return false;
}

static bool has_piece(const struct pinyin_alternative *alternative,
                      const struct pinyin_piece *piece)
{
    for (unsigned i = 0; i < alternative->piece_count; i++) {
        const struct pinyin_piece *own = &alternative->pieces[i];
        if (own->length == piece->length && own->is_last == piece->is_last &&
            memcmp(own->letters, piece->letters, own->length) == 0)
            return true;
    }
    return false;
}

static bool has_all(const struct pinyin_alternative *of, const struct pinyin_alternative *codes)
{
    for (unsigned i = 0; i < codes->count; i++)
        if (!has_code(of, codes->codes[i]))
            return false;
    return true;
}

/* One stands for another from now on: what is true of both is left. */
static void stand_for(struct pinyin_alternative *one, const struct pinyin_alternative *other)
{
    unsigned count = 0;
    for (unsigned i = 0; i < one->piece_count; i++)
        if (has_piece(other, &one->pieces[i]))
            one->pieces[count++] = one->pieces[i];
    one->piece_count = count;
}

static void add_split(struct splits *splits, const struct split *split)
{
    for (size_t i = 0; i < splits->count; i++) {
        struct split *known = &splits->list[i];
        if (known->position == split->position && known->last == split->last &&
            has_all(&split->found, &known->found)) {
            stand_for(&known->found, &split->found);
            return;
        }
    }
    ARRAY_RESERVE(splits->list, splits->count, splits->capacity);
    splits->list[splits->count++] = *split;
}

/* zh, ch or sh alone: a beginning, of any spelling. */
static bool is_initial(const uint32_t *points, unsigned length)
{
    return length == 2 && points[1] == 'h' &&
           (points[0] == 'z' || points[0] == 'c' || points[0] == 's');
}

/* More than there is room for only narrow less. */
static void add_piece(const struct pinyin_pattern *pattern, unsigned first, unsigned length,
                      struct pinyin_alternative *found)
{
    const uint32_t *points = pattern->points + first;
    struct pinyin_piece piece = {.length = (unsigned char)length,
                                 .is_last = first + length == pattern->count};
    if (length == 1 || is_initial(points, length) || found->piece_count == PINYIN_CODES_MAX)
        return;
    for (unsigned i = 0; i < length; i++)
        piece.letters[i] = (char)points[i];
    if (!has_piece(found, &piece))
        found->pieces[found->piece_count++] = piece;
}

static void take_piece(const struct pinyin_pattern *pattern, const struct split *split,
                       unsigned length, struct splits *ret_splits)
{
    struct split next = *split;
    char first = (char)pattern->points[split->position];
    struct pinyin_code pair = {{split->last, first}};
    if (split->last && !has_code(&next.found, pair))
        next.found.codes[next.found.count++] = pair;
    add_piece(pattern, split->position, length, &next.found);
    next.last = first;
    next.position += length;
    if (next.position == pattern->count && next.found.count == 0)
        next.found.codes[next.found.count++] = (struct pinyin_code){{first, '\0'}};
    add_split(ret_splits, &next);
}

/* A letter that っ or ー takes has no code: see advance_mark in pinyin.c. */
static bool is_mark_letter(const struct pinyin_pattern *pattern, unsigned position)
{
    uint32_t letter = pattern->points[position];
    uint32_t before = position ? pattern->points[position - 1] : 0;
    uint32_t after = position + 1 < pattern->count ? pattern->points[position + 1] : 0;
    if (pinyin_is_vowel(letter))
        return before == letter || (before == 'o' && letter == 'u');
    return after == letter || (letter == 't' && after == 'c');
}

static void go_on(const struct pinyin_pattern *pattern, const bool (*spellings)[PINYIN_LETTERS_MAX],
                  const struct split *split, struct splits *ret_splits)
{
    unsigned position = split->position;
    if (position == pattern->count) {
        add_split(ret_splits, split);
        return;
    }
    for (unsigned length = 1; length <= PINYIN_LETTERS_MAX; length++)
        if (position + length <= pattern->count && (length == 1 || spellings[position][length - 1]))
            take_piece(pattern, split, length, ret_splits);
    if (is_mark_letter(pattern, position)) {
        struct split marked = *split;
        marked.position++;
        add_split(ret_splits, &marked);
    }
}

/* By position: whether so many letters, less one, are a spelling or zh ch sh. */
static bool (*find_spellings(const struct pinyin_pattern *pattern))[PINYIN_LETTERS_MAX]
{
    bool(*spellings)[PINYIN_LETTERS_MAX] = memory_new(pattern->count * sizeof *spellings);
    for (unsigned first = 0; first < pattern->count; first++)
        for (unsigned length = 2; length <= PINYIN_LETTERS_MAX; length++) {
            const uint32_t *points = pattern->points + first;
            if (first + length > pattern->count)
                break;
            spellings[first][length - 1] =
                is_initial(points, length) || pinyin_is_spelling(pattern, first, length);
        }
    return spellings;
}

/* Every split one piece further; false when nothing goes on, or what there is would be too much. */
static bool split_further(const struct pinyin_pattern *pattern,
                          const bool (*spellings)[PINYIN_LETTERS_MAX], struct splits *splits)
{
    struct splits next = {0};
    bool goes_on = false;
    for (size_t i = 0; i < splits->count; i++) {
        goes_on |= splits->list[i].position < pattern->count;
        go_on(pattern, spellings, &splits->list[i], &next);
    }
    bool is_full = next.count > ALTERNATIVES_MAX;
    for (size_t i = 0; i < next.count; i++)
        is_full |= next.list[i].found.count + 1 >= PINYIN_CODES_MAX;
    /* Splits without a code say nothing yet. */
    for (size_t i = 0; i < splits->count && is_full; i++)
        is_full = splits->list[i].found.count > 0;
    if (!goes_on || is_full) {
        free(next.list);
        return false;
    }
    free(splits->list);
    *splits = next;
    return true;
}

/* It has no pair: what it leaves is looked for in another way than what the others do. */
static bool is_bare(const struct pinyin_alternative *alternative)
{
    return alternative->count == 1 && alternative->codes[0].letters[1] == '\0';
}

static bool is_needed(const struct splits *splits, size_t index)
{
    const bool is_own_bare = is_bare(&splits->list[index].found);
    for (size_t i = 0; i < splits->count; i++) {
        if (is_bare(&splits->list[i].found) != is_own_bare)
            continue;
        bool is_wider = has_all(&splits->list[index].found, &splits->list[i].found);
        bool is_equal = is_wider && has_all(&splits->list[i].found, &splits->list[index].found);
        if (i != index && is_wider && (!is_equal || i < index))
            return false;
    }
    return true;
}

/* The alternatives that are needed, each standing for those that are not; returns how many. */
static size_t take_needed(const struct splits *splits, struct pinyin_alternative *list)
{
    size_t count = 0;
    for (size_t i = 0; i < splits->count; i++)
        if (is_needed(splits, i))
            list[count++] = splits->list[i].found;
    for (size_t i = 0; i < splits->count; i++)
        for (size_t k = 0; k < count; k++)
            if (is_bare(&splits->list[i].found) == is_bare(&list[k]) &&
                has_all(&splits->list[i].found, &list[k])) {
                stand_for(&list[k], &splits->list[i].found);
                break;
            }
    return count;
}

size_t pinyin_query_codes(const struct pinyin_pattern *pattern,
                          struct pinyin_alternative **ret_alternatives)
{
    *ret_alternatives = NULL;
    for (unsigned i = 0; i < pattern->count; i++)
        if (letter_index(pattern->points[i]) == LETTER_COUNT)
            return 0;
    if (pattern->count == 0)
        return 0;
    struct splits splits = {0};
    const struct split start = {.position = 0};
    bool(*spellings)[PINYIN_LETTERS_MAX] = find_spellings(pattern);
    add_split(&splits, &start);
    while (split_further(pattern, (const bool(*)[PINYIN_LETTERS_MAX])spellings, &splits))
        continue;
    for (size_t i = 0; i < splits.count; i++) { /* one character and marks */
        struct pinyin_alternative *found = &splits.list[i].found;
        if (found->count == 0)
            found->codes[found->count++] = (struct pinyin_code){{splits.list[i].last, '\0'}};
    }
    struct pinyin_alternative *list = memory_new(splits.count * sizeof *list);
    size_t count = take_needed(&splits, list);
    free(spellings);
    free(splits.list);
    *ret_alternatives = list;
    return count;
}
