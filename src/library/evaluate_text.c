/* Words: the index says which articles may hold them; where it cannot be sure, the texts decide. */
#include "library/evaluate.h"

#include "base/memory.h"
#include "find/regex_words.h"
#include "library/article.h"
#include "library/holds.h"
#include "library/library_private.h"
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

/* Leaves those whose words hold the term. */
static enum status verify(struct evaluation *evaluation, const struct term *term,
                          enum query_field field, bool is_text, struct id_set *set)
{
    enum status status = STATUS_OK;
    evaluate_narrow(evaluation, set);
    for (int64_t id = id_set_next(set, 0); id > 0 && !status; id = id_set_next(set, id)) {
        bool holds = false;
        status = is_text
                     ? text_holds(evaluation->library, id, term, &holds, evaluation->error)
                     : row_holds(evaluation->library, id, term, field, &holds, evaluation->error);
        if (!holds)
            id_set_remove(set, id);
        if (!status)
            status = evaluate_pause(evaluation, id, is_text);
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

/* Articles that the index does not know yet. */
enum status evaluate_take_unindexed(struct evaluation *evaluation, struct id_set *set)
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
        status = evaluate_take_unindexed(evaluation, &unindexed);
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
        status = evaluate_pinyin(evaluation, node->text, set);
    return status;
}

enum status evaluate_text(struct evaluation *evaluation, const struct query_node *node,
                          struct id_set *ret_set)
{
    struct term term;
    if (node->kind == QUERY_PINYIN)
        return evaluate_pinyin(evaluation, node->text, ret_set);
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
