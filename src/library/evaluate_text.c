/* Words: the index says which articles may hold them; where it cannot be sure, the texts decide. */
#include "library/evaluate.h"

#include "base/memory.h"
#include "find/regex_words.h"
#include "library/article.h"
#include "library/holds.h"
#include "library/library_private.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/tokens.h"

static enum status match_texts(struct evaluation *evaluation, const struct query_node *node,
                               struct id_set *set, bool *ret_is_sure)
{
    struct token_phrase phrase;
    enum status status;
    token_phrase_init(&phrase, node->text, TOKENS_MAIN);
    *ret_is_sure = phrase.is_exact && !node->is_exact;
    if (phrase.is_empty || evaluate_is_inside_word(node))
        status = evaluate_take_everything(evaluation, set);
    else
        status = evaluate_phrase(evaluation, phrase.is_single ? INDEX_SINGLE : INDEX_TEXT, &phrase,
                                 0, phrase.is_single || !phrase.last_is_prefix, set);
    token_phrase_release(&phrase);
    return status;
}

/* Asked now and then while articles are looked at one by one. */
static bool should_stop(const struct evaluation *evaluation, int64_t id)
{
    const struct library *library = evaluation->library;
    return library->should_stop && id % 64 == 0 && library->should_stop(library->stop_closure);
}

static enum status stopped(const struct evaluation *evaluation)
{
    return library_fail_code(evaluation->library, SQLITE_INTERRUPT, evaluation->error);
}

/* Leaves those whose words hold the term. */
static enum status verify(struct evaluation *evaluation, const struct term *term,
                          enum query_field field, bool is_text, struct id_set *set)
{
    enum status status = STATUS_OK;
    for (int64_t id = id_set_next(set, 0); id > 0 && !status; id = id_set_next(set, id)) {
        bool holds = false;
        status = is_text
                     ? text_holds(evaluation->library, id, term, &holds, evaluation->error)
                     : row_holds(evaluation->library, id, term, field, &holds, evaluation->error);
        if (!holds)
            id_set_remove(set, id);
        if (!status && should_stop(evaluation, id))
            return stopped(evaluation);
    }
    return status;
}

/* A few thousand names at the most: they are looked through. */
static enum status match_tags(struct evaluation *evaluation, const struct term *term,
                              struct id_set *set)
{
    struct library *library = evaluation->library;
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TAG_NAMES, "");
    while (statement_step(library, row, &status, evaluation->error)) {
        if (!term_is_in(term, (struct haystack){.text = statement_text(row, 1)}))
            continue;
        status = evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_TAG_ROW, "pi", set,
                                                         sqlite3_column_int64(row, 0)));
        if (status)
            break;
    }
    sqlite3_reset(row);
    return status;
}

static enum status match_passages(struct evaluation *evaluation, const struct term *term,
                                  enum query_field field, struct id_set *set)
{
    struct library *library = evaluation->library;
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_PASSAGE_WORDS, "");
    while (statement_step(library, row, &status, evaluation->error)) {
        int64_t article = sqlite3_column_int64(row, 0);
        bool holds = (field != QUERY_FIELD_NOTE &&
                      term_is_in(term, (struct haystack){.text = statement_text(row, 1)})) ||
                     (field != QUERY_FIELD_QUOTE &&
                      term_is_in(term, (struct haystack){.text = statement_text(row, 2)}));
        if (holds && article > 0 && article <= ARTICLE_ID_LIMIT)
            id_set_add(set, article);
    }
    return status;
}

static void append_operand(struct buffer *match, bool *has_operand, const char *format,
                           struct str letters)
{
    buffer_append_c(match, *has_operand ? " AND " : "");
    buffer_append_format(match, format, STR_ARGS(letters));
    *has_operand = true;
}

/* "1zl" AND "1lx" AND "2xi" *; false, and nothing appended, when no pair of letters narrows it
 * down.
 */
static bool append_alternative(const struct pinyin_alternative *alternative, struct buffer *match)
{
    bool has_operand = false;
    for (unsigned i = 0; i < alternative->count; i++) {
        struct str letters = {alternative->codes[i].letters, 2};
        if (letters.bytes[1])
            append_operand(match, &has_operand, "\"1%.*s\"", letters);
    }
    for (unsigned i = 0; i < alternative->piece_count && has_operand; i++) {
        const struct pinyin_piece *piece = &alternative->pieces[i];
        append_operand(match, &has_operand, piece->is_last ? "\"2%.*s\" *" : "\"2%.*s\"",
                       (struct str){piece->letters, piece->length});
    }
    return has_operand;
}

/* initials : ((… AND …) OR (…)) */
static bool append_pairs(const struct pinyin_pattern *pattern, struct buffer *match)
{
    struct pinyin_alternative *alternatives;
    size_t count = pinyin_query_codes(pattern, &alternatives), used = 0;
    buffer_append_c(match, "initials : (");
    for (size_t i = 0; i < count; i++) {
        size_t before = match->length;
        buffer_append_c(match, used ? " OR (" : "(");
        if (append_alternative(&alternatives[i], match)) {
            buffer_append_byte(match, ')');
            used++;
        } else {
            match->length = before;
        }
    }
    buffer_append_byte(match, ')');
    free(alternatives);
    return used > 0;
}

static enum status verify_pinyin(struct evaluation *evaluation,
                                 const struct pinyin_pattern *pattern, struct id_set *set)
{
    struct library *library = evaluation->library;
    enum status status = STATUS_OK;
    for (int64_t id = id_set_next(set, 0); id > 0 && !status; id = id_set_next(set, id)) {
        struct match match;
        sqlite3_stmt *row = statement_bind(library, STATEMENT_ROW_TITLE, "i", id);
        if (!statement_step(library, row, &status, evaluation->error))
            continue;
        status = STATUS_OK;
        if (!pinyin_next(pattern, statement_text(row, 0), 0, &match))
            id_set_remove(set, id);
        sqlite3_reset(row);
        if (should_stop(evaluation, id))
            return stopped(evaluation);
    }
    return status;
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

/* One syllable, or its beginning, is a token of its own. */
static enum status match_spelling(struct evaluation *evaluation, struct str letters,
                                  struct id_set *set)
{
    enum { SPELLING_LETTERS_MAX = 6 };
    CLEANUP_BUFFER struct buffer token = {0};
    if (letters.length > SPELLING_LETTERS_MAX)
        return STATUS_OK;
    buffer_append_byte(&token, '2');
    buffer_append(&token, letters);
    struct str tokens[] = {buffer_str(&token)};
    struct token_phrase phrase = {.tokens = tokens, .token_count = 1, .last_is_prefix = true};
    return evaluate_phrase(evaluation, INDEX_SHELF, &phrase, SHELF_INITIALS, false, set);
}

/* Articles that the index does not know yet. */
static enum status take_unindexed(struct evaluation *evaluation, struct id_set *set)
{
    const struct index_state *index = &evaluation->index;
    const struct id_set *everything;
    if (index->is_ready)
        return STATUS_OK;
    enum status status = evaluate_everything(evaluation, &everything);
    for (int64_t id = status ? -1 : id_set_next(everything, index->done);
         id > 0 && id <= index->total; id = id_set_next(everything, id))
        id_set_add(set, id);
    return status;
}

/* Titles whose characters are typed so. */
static enum status match_pinyin(struct evaluation *evaluation, struct str text, struct id_set *set)
{
    CLEANUP_BUFFER struct buffer match = {0}, letters = {0};
    struct id_set pairs CLEANUP_ID_SET = {0};
    enum status status = STATUS_OK;
    if (!take_letters(text, &letters))
        return STATUS_OK;
    struct pinyin_pattern *pattern = pinyin_pattern_new(text);
    if (append_pairs(pattern, &match))
        status = evaluate_match(evaluation, STATEMENT_SET_SHELF_MATCH, &match, false, &pairs);
    if (!status)
        status = take_unindexed(evaluation, &pairs);
    id_set_subtract(&pairs, set); /* found by other means already */
    if (!status)
        status = verify_pinyin(evaluation, pattern, &pairs);
    pinyin_pattern_free(pattern);
    id_set_unite(set, &pairs);
    return status ? status : match_spelling(evaluation, buffer_str(&letters), set);
}

static bool is_of_rows(enum query_field field)
{
    return field == QUERY_FIELD_TITLE || field == QUERY_FIELD_BYLINE || field == QUERY_FIELD_SITE ||
           field == QUERY_FIELD_URL;
}

/* Articles that hold each of the words, apart by blanks. */
static enum status match_all(struct evaluation *evaluation, enum query_field field, bool is_text,
                             struct str words, struct id_set *set)
{
    struct query_node node = {.kind = QUERY_TEXT, .field = field};
    enum status status = STATUS_OK;
    for (size_t from = 0, end; from < words.length && !status; from = end + 1) {
        struct id_set found CLEANUP_ID_SET = {0};
        bool is_sure;
        end = from + strcspn(words.bytes + from, " \n");
        node.text = str_slice(words, from, end);
        status = is_text ? match_texts(evaluation, &node, &found, &is_sure)
                         : evaluate_rows(evaluation, &node, &found, &is_sure);
        if (from == 0)
            id_set_copy(&found, set);
        else
            id_set_intersect(set, &found);
    }
    return status;
}

/* Where a regular expression may match: what words it has, the index knows. */
static enum status match_regex(struct evaluation *evaluation, const struct query_node *node,
                               bool is_text, struct id_set *set)
{
    CLEANUP_BUFFER struct buffer words = {0};
    enum status status = STATUS_OK;
    regex_append_words(node->text, &words);
    if (words.length == 0)
        return evaluate_take_everything(evaluation, set);
    for (size_t from = 0, end; from < words.length && !status; from = end) {
        struct id_set alternative CLEANUP_ID_SET = {0};
        end = from + strcspn(words.bytes + from, "\n") + 1;
        status = match_all(evaluation, node->field, is_text,
                           str_slice(buffer_str(&words), from, end), &alternative);
        id_set_unite(set, &alternative);
    }
    return status;
}

static enum status match_words(struct evaluation *evaluation, const struct query_node *node,
                               const struct term *term, struct id_set *set)
{
    bool is_sure = false;
    bool is_text = evaluation->scope == SELECT_TEXT && !is_of_rows(node->field);
    enum status status = node->kind == QUERY_REGEX ? match_regex(evaluation, node, is_text, set)
                         : is_text                 ? match_texts(evaluation, node, set, &is_sure)
                                                   : evaluate_rows(evaluation, node, set, &is_sure);
    struct id_set unindexed CLEANUP_ID_SET = {0};
    if (!status && !is_sure)
        status = verify(evaluation, term, node->field, is_text, set);
    if (!status)
        status = take_unindexed(evaluation, &unindexed);
    if (!status)
        status = verify(evaluation, term, node->field, is_text, &unindexed);
    id_set_unite(set, &unindexed);
    return status;
}

static enum status match_anywhere(struct evaluation *evaluation, const struct query_node *node,
                                  const struct term *term, struct id_set *set)
{
    enum query_field field = node->field;
    enum status status = STATUS_OK;
    bool is_any = field == QUERY_FIELD_ANY, is_text = evaluation->scope == SELECT_TEXT;
    if (is_any || is_of_rows(field))
        status = match_words(evaluation, node, term, set);
    if (!status && is_any)
        status = match_tags(evaluation, term, set);
    if (!status && (field == QUERY_FIELD_NOTE || field == QUERY_FIELD_QUOTE || (is_any && is_text)))
        status = match_passages(evaluation, term, field, set);
    if (!status && (is_any || field == QUERY_FIELD_TITLE) && !is_text && node->kind == QUERY_TEXT &&
        !node->is_exact && !node->is_phrase)
        status = match_pinyin(evaluation, node->text, set);
    return status;
}

enum status evaluate_text(struct evaluation *evaluation, const struct query_node *node,
                          struct id_set *ret_set)
{
    struct term term;
    if (node->kind == QUERY_PINYIN)
        return match_pinyin(evaluation, node->text, ret_set);
    enum status status = term_init(&term, node, evaluation->error);
    if (!status)
        status = match_anywhere(evaluation, node, &term, ret_set);
    term_release(&term);
    return status;
}

enum status evaluate_has_others(struct evaluation *evaluation, const struct query_node *node,
                                bool *ret_has_others)
{
    struct term term;
    struct id_set others CLEANUP_ID_SET = {0};
    enum status status = term_init(&term, node, evaluation->error);
    if (!status)
        status = match_tags(evaluation, &term, &others);
    if (!status)
        status = match_passages(evaluation, &term, QUERY_FIELD_ANY, &others);
    term_release(&term);
    *ret_has_others = id_set_next(&others, 0) > 0;
    return status;
}
