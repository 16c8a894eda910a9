/* Titles by what their characters are typed with, through the column initials of shelf_index. */
#include "library/evaluate.h"

#include "library/titles.h"
#include "text/fold.h"
#include "text/pinyin.h"

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

/* Adds the titles that have all of its pairs and pieces: none when no pair narrows it down. */
static enum status match_alternative(struct evaluation *evaluation,
                                     const struct pinyin_alternative *alternative,
                                     struct id_set *set)
{
    struct id_set own CLEANUP_ID_SET = {0}, found CLEANUP_ID_SET = {0};
    bool has_own = false;
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < alternative->count && !status; i++) {
        struct str letters = {alternative->codes[i].letters, 2};
        if (!letters.bytes[1])
            continue;
        status = match_pair(evaluation, letters, &found);
        narrow(&own, &found, &has_own);
    }
    for (unsigned i = 0; i < alternative->piece_count && has_own && !status; i++) {
        const struct pinyin_piece *piece = &alternative->pieces[i];
        status = match_word(evaluation, INITIALS_SPELLING,
                            (struct str){piece->letters, piece->length}, piece->is_last, &found);
        narrow(&own, &found, &has_own);
    }
    id_set_unite(set, &own);
    return status;
}

static enum status match_alternatives(struct evaluation *evaluation,
                                      const struct pinyin_pattern *pattern, struct id_set *set)
{
    struct pinyin_alternative *alternatives;
    size_t count = pinyin_query_codes(pattern, &alternatives);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = match_alternative(evaluation, &alternatives[i], set);
    free(alternatives);
    return status;
}

/* Of two letters the index is sure, but for those of words. */
static enum status match_two(struct evaluation *evaluation, struct str letters,
                             struct id_set *ret_sure, struct id_set *ret_open)
{
    enum status status = match_word(evaluation, INITIALS_HAN, letters, false, ret_sure);
    return status ? status : match_word(evaluation, INITIALS_OPEN, letters, false, ret_open);
}

/* The letters typed, without tone marks, blanks and apostrophes; false when there are others. */
static bool take_letters(struct str text, struct buffer *letters)
{
    CLEANUP_BUFFER struct buffer folded = {0};
    fold_append(&folded, text);
    for (size_t i = 0; i < folded.length; i++) {
        char letter = folded.bytes[i];
        if (letter >= 'a' && letter <= 'z')
            buffer_append_byte(letters, letter);
        else if (letter != '\'' && letter != ' ')
            return false;
    }
    return letters->length > 0;
}

enum status evaluate_pinyin(struct evaluation *evaluation, struct str text, struct id_set *set)
{
    CLEANUP_BUFFER struct buffer letters = {0};
    struct id_set sure CLEANUP_ID_SET = {0}, open CLEANUP_ID_SET = {0};
    enum status status;
    if (!take_letters(text, &letters))
        return STATUS_OK;
    struct pinyin_pattern *pattern = pinyin_pattern_new(text);
    status = letters.length == 2 ? match_two(evaluation, buffer_str(&letters), &sure, &open)
                                 : match_alternatives(evaluation, pattern, &open);
    id_set_unite(set, &sure);
    if (!status)
        status = match_spelling(evaluation, buffer_str(&letters), set);
    if (!status)
        status = evaluate_take_unindexed(evaluation, &open);
    id_set_subtract(&open, set); /* found by other means already */
    if (!status)
        status = verify(evaluation, pattern, &open);
    pinyin_pattern_free(pattern);
    id_set_unite(set, &open);
    return status;
}
