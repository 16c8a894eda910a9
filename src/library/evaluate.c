#include "library/evaluate.h"

#include "library/article.h"
#include "library/library_private.h"
#include "text/fold.h"

enum status evaluate_set(struct evaluation *evaluation, sqlite3_stmt *statement)
{
    return statement_finish(evaluation->library, statement, evaluation->error);
}

/* Ids are dense but for articles that were never committed; then no row need be looked at. */
static enum status gather_everything(struct evaluation *evaluation)
{
    struct library *library = evaluation->library;
    int64_t last = 0, count = 0;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""), &last, evaluation->error);
    if (!status)
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_COUNT, ""),
                                  &count, evaluation->error);
    if (status)
        return status;
    if (last == count && last <= ARTICLE_ID_LIMIT) {
        id_set_add_all(&evaluation->everything, last);
        return STATUS_OK;
    }
    return evaluate_set(evaluation,
                        statement_bind(library, STATEMENT_SET_ALL, "p", &evaluation->everything));
}

void evaluate_narrow(const struct evaluation *evaluation, struct id_set *set)
{
    if (evaluation->within)
        id_set_intersect(set, evaluation->within);
}

enum status evaluate_pause(const struct evaluation *evaluation, int64_t id, bool is_text)
{
    enum { ROWS = 64 };
    struct library *library = evaluation->library;
    bool is_stopped = library->should_stop && (is_text || id % ROWS == 0) &&
                      library->should_stop(library->stop_closure);
    return is_stopped ? library_fail_code(library, SQLITE_INTERRUPT, evaluation->error) : STATUS_OK;
}

enum status evaluate_everything(struct evaluation *evaluation, const struct id_set **ret_set)
{
    if (!evaluation->has_everything) {
        enum status status = gather_everything(evaluation);
        if (status)
            return status;
        evaluation->has_everything = true;
    }
    *ret_set = &evaluation->everything;
    return STATUS_OK;
}

static enum status evaluate_all(struct evaluation *evaluation, struct id_set *set)
{
    const struct id_set *everything;
    enum status status = evaluate_everything(evaluation, &everything);
    if (!status)
        id_set_copy(everything, set);
    return status;
}

static enum status evaluate_not(struct evaluation *evaluation, const struct query_node *node,
                                struct id_set *set)
{
    struct id_set child CLEANUP_ID_SET = {0};
    enum status status = evaluate_part(evaluation, node->children[0], &child);
    if (!status)
        status = evaluate_all(evaluation, set);
    if (!status)
        id_set_subtract(set, &child);
    return status;
}

/* A part of which each article may have to be looked at. */
static bool is_of_words(const struct query_node *node)
{
    switch (node->kind) {
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
        for (size_t i = 0; i < node->child_count; i++)
            if (is_of_words(node->children[i]))
                return true;
        return false;
    case QUERY_TEXT:
    case QUERY_PINYIN:
    case QUERY_REGEX:
        return true;
    default:
        return false;
    }
}

static enum status evaluate_or(struct evaluation *evaluation, const struct query_node *node,
                               struct id_set *set)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < node->child_count && !status; i++) {
        struct id_set child CLEANUP_ID_SET = {0};
        status = evaluate_part(evaluation, node->children[i], &child);
        id_set_unite(set, &child);
    }
    return status;
}

static enum status narrow(struct evaluation *evaluation, const struct query_node *operand,
                          bool is_first, struct id_set *set)
{
    struct id_set child CLEANUP_ID_SET = {0};
    bool is_negated = operand->kind == QUERY_NOT && !is_first;
    enum status status =
        evaluate_part(evaluation, is_negated ? operand->children[0] : operand, &child);
    if (is_first)
        id_set_copy(&child, set);
    else if (is_negated)
        id_set_subtract(set, &child);
    else
        id_set_intersect(set, &child);
    return status;
}

/* Words come last, and are looked for among what the rest has left. */
static enum status evaluate_and(struct evaluation *evaluation, const struct query_node *node,
                                struct id_set *set)
{
    const struct id_set *within = evaluation->within;
    enum status status = STATUS_OK;
    bool is_first = true;
    for (int words = 0; words < 2; words++)
        for (size_t i = 0; i < node->child_count && !status; i++)
            if (is_of_words(node->children[i]) == words) {
                status = narrow(evaluation, node->children[i], is_first, set);
                evaluation->within = set;
                is_first = false;
            }
    evaluation->within = within;
    return status;
}

/* Unread is what is neither, so that the many need no index. */
static enum status evaluate_state(struct evaluation *evaluation, const struct query_node *node,
                                  struct id_set *set)
{
    struct library *library = evaluation->library;
    if (node->state != QUERY_STATE_UNREAD)
        return evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_STATE, "pi", set,
                                                       (int64_t)(node->state == QUERY_STATE_READING
                                                                     ? ARTICLE_READING
                                                                     : ARTICLE_FINISHED)));
    struct id_set begun CLEANUP_ID_SET = {0};
    enum status status = STATUS_OK;
    for (int64_t state = ARTICLE_READING; state <= ARTICLE_FINISHED && !status; state++)
        status = evaluate_set(evaluation,
                              statement_bind(library, STATEMENT_SET_STATE, "pi", &begun, state));
    if (!status)
        status = evaluate_all(evaluation, set);
    if (!status)
        id_set_subtract(set, &begun);
    return status;
}

static enum status evaluate_range(struct evaluation *evaluation, const struct query_node *node,
                                  enum statement_id id, struct id_set *set)
{
    return evaluate_set(evaluation,
                        statement_bind(evaluation->library, id, "pii", set, node->low, node->high));
}

static enum status evaluate_tag(struct evaluation *evaluation, const struct query_node *node,
                                struct id_set *set)
{
    CLEANUP_BUFFER struct buffer key = {0};
    fold_append(&key, node->text);
    return evaluate_set(evaluation, statement_bind(evaluation->library, STATEMENT_SET_TAG, "pt",
                                                   set, buffer_str(&key)));
}

enum status evaluate_part(struct evaluation *evaluation, const struct query_node *node,
                          struct id_set *set)
{
    struct library *library = evaluation->library;
    switch (node->kind) {
    case QUERY_EVERYTHING:
        return evaluate_all(evaluation, set);
    case QUERY_AND:
        return evaluate_and(evaluation, node, set);
    case QUERY_OR:
        return evaluate_or(evaluation, node, set);
    case QUERY_NOT:
        return evaluate_not(evaluation, node, set);
    case QUERY_TEXT:
    case QUERY_PINYIN:
    case QUERY_REGEX:
    case QUERY_SITE:
        return evaluate_text(evaluation, node, set);
    case QUERY_TAG:
        return evaluate_tag(evaluation, node, set);
    case QUERY_LANGUAGE:
        return evaluate_set(evaluation,
                            statement_bind(library, STATEMENT_SET_LANGUAGE, "pt", set, node->text));
    case QUERY_STATE:
        return evaluate_state(evaluation, node, set);
    case QUERY_STARRED:
        return evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_STARRED, "p", set));
    case QUERY_TRASH:
        evaluation->asks_trash = true;
        return evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_TRASH, "p", set));
    case QUERY_INCOMPLETE:
        return evaluate_set(evaluation,
                            statement_bind(library, STATEMENT_SET_INCOMPLETE, "p", set));
    case QUERY_HAS_NOTE:
        return evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_NOTED, "p", set));
    case QUERY_HAS_PASSAGE:
        return evaluate_set(evaluation,
                            statement_bind(library, STATEMENT_SET_WITH_PASSAGE, "p", set));
    case QUERY_PUBLISHED:
        return evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_PUBLISHED, "ptt", set,
                                                       node->low_date, node->high_date));
    case QUERY_ADDED:
        return evaluate_range(evaluation, node, STATEMENT_SET_ADDED, set);
    case QUERY_READ:
        return evaluate_range(evaluation, node, STATEMENT_SET_OPENED, set);
    case QUERY_MINUTES:
        return evaluate_range(evaluation, node, STATEMENT_SET_MINUTES, set);
    case QUERY_CHARACTERS:
        return evaluate_range(evaluation, node, STATEMENT_SET_CHARACTERS, set);
    }
    return STATUS_OK;
}

enum status evaluation_init(struct evaluation *evaluation, struct library *library,
                            enum select_scope scope, struct error *error)
{
    *evaluation = (struct evaluation){.library = library, .scope = scope, .error = error};
    return index_state_read(library, &evaluation->index, error);
}

void evaluation_release(struct evaluation *evaluation)
{
    id_set_release(&evaluation->everything);
}

enum status evaluate(struct library *library, const struct query *query, enum select_scope scope,
                     struct id_set *ret_set, bool *ret_asks_trash, struct error *error)
{
    struct evaluation evaluation;
    enum status status = evaluation_init(&evaluation, library, scope, error);
    if (status)
        return status;
    status = evaluate_part(&evaluation, query->root, ret_set);
    evaluation_release(&evaluation);
    *ret_asks_trash = evaluation.asks_trash;
    return status;
}
