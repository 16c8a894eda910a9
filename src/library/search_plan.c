#include "library/search_plan.h"

#include "base/memory.h"
#include "library/holds.h"
#include "text/tokens.h"

void search_plan_release(struct search_plan *plan)
{
    buffer_release(&plan->match);
    buffer_release(&plan->character);
    buffer_release(&plan->title_match);
    buffer_release(&plan->quick_match);
    for (size_t i = 0; i < plan->phrase_count; i++)
        buffer_release(&plan->phrases[i]);
    id_set_release(&plan->set);
    id_set_release(&plan->trash);
}

static void append_and(struct buffer *out, const struct buffer *phrase)
{
    if (out->length)
        buffer_append_c(out, " AND ");
    buffer_append(out, buffer_str(phrase));
}

/* Titles that hold every word, for a glance. */
static void append_title(struct search_plan *plan, const struct token_phrase *phrase)
{
    CLEANUP_BUFFER struct buffer own = {0};
    phrase_append_match(phrase, "title", &own);
    append_and(&plan->title_match, &own);
}

/* For a glance: of a word's beginning FTS5 gathers the rows of all words before it gives the first.
 */
static void append_quick(struct search_plan *plan, const struct token_phrase *phrase)
{
    CLEANUP_BUFFER struct buffer own = {0};
    struct token_phrase whole = *phrase;
    whole.last_is_prefix = false;
    phrase_append_match(&whole, NULL, &own);
    plan->is_quick_all &= !phrase->last_is_prefix;
    plan->quick_token_count += phrase->token_count;
    append_and(&plan->quick_match, &own);
}

/* A leaf that text_index answers alone: a term looked for anywhere that its phrase proves. Where a
 * tag or a passage holds it too, only the set is right. */
static enum status take_leaf(struct evaluation *evaluation, const struct query_node *node,
                             struct search_plan *plan, bool *ret_is_taken)
{
    struct token_phrase phrase;
    bool has_others = false;
    enum status status = STATUS_OK;
    *ret_is_taken = false;
    if (node->kind != QUERY_TEXT || node->field != QUERY_FIELD_ANY || node->is_exact ||
        plan->phrase_count == RANK_PHRASES)
        return STATUS_OK;
    token_phrase_init(&phrase, node->text, TOKENS_MAIN);
    bool is_usable = phrase.is_exact && !phrase.is_empty && !phrase.is_single;
    if (is_usable)
        status = evaluate_has_others(evaluation, node, &has_others);
    if (!status && is_usable && !has_others) {
        struct buffer *own = &plan->phrases[plan->phrase_count++];
        phrase_append_match(&phrase, NULL, own);
        append_and(&plan->match, own);
        append_title(plan, &phrase);
        append_quick(plan, &phrase);
        *ret_is_taken = true;
    }
    token_phrase_release(&phrase);
    return status;
}

/* Filters of an AND: what is no leaf of the index narrows the ids. */
static enum status add_filter(struct evaluation *evaluation, const struct query_node *node,
                              struct search_plan *plan)
{
    struct id_set set CLEANUP_ID_SET = {0};
    enum status status = evaluate_part(evaluation, node, &set);
    if (status)
        return status;
    if (plan->has_set)
        id_set_intersect(&plan->set, &set);
    else
        id_set_copy(&set, &plan->set);
    plan->has_set = true;
    return STATUS_OK;
}

static enum status take_children(struct evaluation *evaluation, const struct query_node *root,
                                 struct search_plan *plan)
{
    const struct query_node *const *children = root->kind == QUERY_AND ? root->children : &root;
    size_t count = root->kind == QUERY_AND ? root->child_count : 1;
    enum status status = STATUS_OK;
    CLEANUP_FREE bool *is_taken = memory_new(count * sizeof *is_taken);
    for (size_t i = 0; i < count && !status; i++)
        status = take_leaf(evaluation, children[i], plan, &is_taken[i]);
    if (status || plan->phrase_count == 0)
        return status;
    plan->kind = PLAN_MATCH;
    for (size_t i = 0; i < count && !status; i++)
        if (!is_taken[i])
            status = add_filter(evaluation, children[i], plan);
    return status;
}

/* One character alone: its index has no occurrences to rank by. */
static enum status take_single(struct evaluation *evaluation, const struct query_node *root,
                               struct search_plan *plan)
{
    struct token_phrase phrase;
    bool has_others = true;
    enum status status = STATUS_OK;
    if (root->kind != QUERY_TEXT || root->field != QUERY_FIELD_ANY || root->is_exact)
        return STATUS_OK;
    token_phrase_init(&phrase, root->text, TOKENS_MAIN);
    if (phrase.is_single && phrase.is_exact)
        status = evaluate_has_others(evaluation, root, &has_others);
    if (!status && !has_others) {
        plan->kind = PLAN_SINGLE;
        buffer_append(&plan->character, phrase.tokens[0]);
        phrase_append_match(&phrase, NULL, &plan->match);
        phrase_append_match(&phrase, "title", &plan->title_match);
    }
    token_phrase_release(&phrase);
    return status;
}

static enum status make(struct evaluation *evaluation, const struct query *query, bool is_glance,
                        struct search_plan *plan)
{
    enum status status = STATUS_OK;
    if (evaluation->index.is_ready)
        status = take_single(evaluation, query->root, plan);
    if (!status && plan->kind == PLAN_SETS && evaluation->index.is_ready)
        status = take_children(evaluation, query->root, plan);
    if (!status && plan->kind == PLAN_SETS && !is_glance)
        status = evaluate_part(evaluation, query->root, &plan->set);
    plan->has_set |= plan->kind == PLAN_SETS;
    return status;
}

enum status search_plan_make(struct library *library, const struct query *query, bool is_glance,
                             struct search_plan *ret_plan, struct error *error)
{
    struct evaluation evaluation;
    struct search_plan plan = {.kind = PLAN_SETS, .is_quick_all = true};
    enum status status = evaluation_init(&evaluation, library, SELECT_TEXT, error);
    if (status)
        return status;
    status = make(&evaluation, query, is_glance, &plan);
    if (!status && !evaluation.asks_trash)
        status = evaluate_set(&evaluation,
                              statement_bind(library, STATEMENT_SET_TRASH, "p", &plan.trash));
    evaluation_release(&evaluation);
    if (status) {
        search_plan_release(&plan);
        return status;
    }
    *ret_plan = plan;
    if (id_set_count(&plan.trash))
        ret_plan->without = &ret_plan->trash;
    if (ret_plan->has_set && ret_plan->without)
        id_set_subtract(&ret_plan->set, ret_plan->without);
    return STATUS_OK;
}
