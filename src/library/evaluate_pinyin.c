/* Titles by what their characters are typed with, through the column initials of shelf_index. */
#include "library/evaluate.h"

#include "library/titles.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

static enum status verify(struct evaluation *evaluation, const struct pinyin_pattern *pattern,
                          struct id_set *set)
{
    struct library *library = evaluation->library;
    enum status status = titles_begin(library, evaluation->error);
    if (status)
        return status;
    evaluate_narrow(evaluation, set);
    for (int64_t id = id_set_next(set, 0); id > 0 && !status; id = id_set_next(set, id)) {
        struct match match;
        struct str title;
        status = titles_read(library, id, &title, evaluation->error);
        if (status == STATUS_NOT_FOUND || (!status && !pinyin_next(pattern, title, 0, &match)))
            id_set_remove(set, id);
        if (!status || status == STATUS_NOT_FOUND)
            status = evaluate_pause(evaluation, id, false);
    }
    titles_end(library);
    return status;
}

static enum status match_word(struct evaluation *evaluation, char mark, struct str letters,
                              bool is_prefix, struct id_set *set)
{
    CLEANUP_BUFFER struct buffer word = {0};
    buffer_append_byte(&word, mark);
    buffer_append(&word, letters);
    struct str tokens[] = {buffer_str(&word)};
    const struct token_phrase phrase = {
        .tokens = tokens, .token_count = 1, .last_is_prefix = is_prefix};
    return evaluate_row_phrase(evaluation, &phrase, SHELF_INITIALS, set);
}

/* One syllable, or its beginning, is a word of its own. */
static enum status match_spelling(struct evaluation *evaluation, struct str letters,
                                  struct id_set *set)
{
    enum { SPELLING_LETTERS_MAX = 6 };
    return letters.length > SPELLING_LETTERS_MAX
               ? STATUS_OK
               : match_word(evaluation, INITIALS_SPELLING, letters, true, set);
}

static enum status match_pair(struct evaluation *evaluation, struct str letters, struct id_set *set)
{
    static const char marks[] = {INITIALS_HAN, INITIALS_OPEN, INITIALS_INNER};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof marks && !status; i++)
        status = match_word(evaluation, marks[i], letters, false, set);
    return status;
}

/* Narrows set down to what found has; it is all there is at first. */
static void narrow(struct id_set *set, struct id_set *found, bool *has_set)
{
    if (*has_set)
        id_set_intersect(set, found);
    else
        id_set_copy(found, set);
    *has_set = true;
    id_set_release(found);
}

/* Words of another script that begin with the letter. */
static enum status match_title_word(struct evaluation *evaluation, struct str letter,
                                    struct id_set *set)
{
    const struct token_phrase phrase = {
        .tokens = &letter, .token_count = 1, .last_is_prefix = true};
    return evaluate_row_phrase(evaluation, &phrase, SHELF_TITLE, set);
}

/* Titles with っ or ー, which take a letter that no character is spelled with. */
static enum status match_marks(struct evaluation *evaluation, struct id_set *set)
{
    static const struct str marks[] = {{"\u3063", 3}, {"\u30FC", 3}};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(marks) && !status; i++) {
        struct str tokens[] = {marks[i]};
        const struct token_phrase phrase = {.tokens = tokens, .token_count = 1, .is_single = true};
        status = evaluate_row_phrase(evaluation, &phrase, SHELF_TITLE, set);
    }
    return status;
}

/* What a letter without a neighbour needs. */
static enum status match_bare(struct evaluation *evaluation, char letter, struct id_set *own,
                              bool *has_own)
{
    struct id_set found CLEANUP_ID_SET = {0};
    const struct str letters = {&letter, 1};
    enum status status = match_word(evaluation, INITIALS_SPELLING, letters, true, &found);
    if (!status)
        status = match_title_word(evaluation, letters, &found);
    narrow(own, &found, has_own);
    if (!status)
        status = match_marks(evaluation, &found);
    narrow(own, &found, has_own);
    return status;
}

/* Adds the titles that have all of its pairs and pieces. */
static enum status match_alternative(struct evaluation *evaluation,
                                     const struct pinyin_alternative *alternative, size_t length,
                                     struct id_set *set)
{
    struct id_set own CLEANUP_ID_SET = {0}, found CLEANUP_ID_SET = {0};
    bool has_own = false;
    enum status status = STATUS_OK;
    bool is_bare = alternative->codes[0].letters[1] == '\0';
    bool is_whole = alternative->piece_count && alternative->pieces[0].length == length;
    if (is_bare && (is_whole || length == 1))
        return STATUS_OK; /* match_spelling's */
    if (is_bare)
        status = match_bare(evaluation, alternative->codes[0].letters[0], &own, &has_own);
    for (unsigned i = 0; i < alternative->count && !is_bare && !status; i++) {
        status = match_pair(evaluation, (struct str){alternative->codes[i].letters, 2}, &found);
        narrow(&own, &found, &has_own);
    }
    for (unsigned i = 0; i < alternative->piece_count && !status; i++) {
        const struct pinyin_piece *piece = &alternative->pieces[i];
        status = match_word(evaluation, INITIALS_SPELLING,
                            (struct str){piece->letters, piece->length}, piece->is_last, &found);
        narrow(&own, &found, &has_own);
    }
    id_set_unite(set, &own);
    return status;
}

static enum status match_alternatives(struct evaluation *evaluation,
                                      const struct pinyin_pattern *pattern, size_t length,
                                      struct id_set *set)
{
    struct pinyin_alternative *alternatives;
    size_t count = pinyin_query_codes(pattern, &alternatives);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = match_alternative(evaluation, &alternatives[i], length, set);
    free(alternatives);
    return status;
}

/* Whether っ or ー may take one of two letters. */
static bool may_be_mark(struct str letters)
{
    return letters.bytes[0] == letters.bytes[1] || str_equal(letters, STR("tc")) ||
           str_equal(letters, STR("ou"));
}

/* Of two letters the index is sure, but for those of words and of marks. */
static enum status match_two(struct evaluation *evaluation, struct str letters,
                             struct id_set *ret_sure, struct id_set *ret_open)
{
    struct id_set marked CLEANUP_ID_SET = {0};
    bool has_marked = false;
    enum status status = match_word(evaluation, INITIALS_HAN, letters, false, ret_sure);
    if (!status)
        status = match_word(evaluation, INITIALS_OPEN, letters, false, ret_open);
    if (!status && may_be_mark(letters))
        status = match_bare(evaluation, letters.bytes[0], &marked, &has_marked);
    id_set_unite(ret_open, &marked);
    return status;
}

/* The letters and digits typed, without tone marks, blanks and apostrophes; false when there are
 * others, or no letter. */
static bool take_letters(struct str text, struct buffer *letters)
{
    CLEANUP_BUFFER struct buffer folded = {0};
    uint32_t point;
    bool has_letter = false;
    fold_append(&folded, text);
    for (size_t at = 0; at < folded.length;) {
        at += utf8_decode(buffer_str(&folded), at, &point);
        bool is_letter = point >= 'a' && point <= 'z';
        if (is_letter || (point >= '0' && point <= '9'))
            buffer_append_byte(letters, (char)point);
        else if (point != '\'' && point != 0x2019 && point != ' ')
            return false;
        has_letter |= is_letter;
    }
    return has_letter;
}

enum status evaluate_pinyin(struct evaluation *evaluation, struct str text, struct id_set *set)
{
    CLEANUP_BUFFER struct buffer letters = {0};
    struct id_set sure CLEANUP_ID_SET = {0}, spelled CLEANUP_ID_SET = {0},
                       open CLEANUP_ID_SET = {0};
    enum status status;
    if (!take_letters(text, &letters))
        return STATUS_OK;
    struct pinyin_pattern *pattern = pinyin_pattern_new(text);
    status = letters.length == 2 ? match_two(evaluation, buffer_str(&letters), &sure, &open)
                                 : match_alternatives(evaluation, pattern, letters.length, &open);
    id_set_unite(set, &sure);
    if (!status && letters.length == 1)
        status = match_title_word(evaluation, buffer_str(&letters), &open);
    if (!status)
        status = match_spelling(evaluation, buffer_str(&letters), &spelled);
    id_set_unite(set, &spelled);
    if (!status)
        status = evaluate_take_unindexed(evaluation, &open);
    id_set_subtract(&open, set); /* found by other means already */
    if (!status)
        status = verify(evaluation, pattern, &open);
    pinyin_pattern_free(pattern);
    id_set_unite(set, &open);
    return status;
}
