#include "library/search.h"

#include "base/memory.h"
#include "library/doclist.h"
#include "library/search_private.h"
#include "library/select.h"

void search_result_release(struct search_result *result)
{
    free(result->hits);
    *result = (struct search_result){0};
}

/* A title is worth eight mentions, an author's name four. */
static struct ranking new_ranking(const struct search_plan *plan)
{
    struct ranking ranking = {.weights = {1, 8, 4}, .without = plan->without};
    for (size_t i = 0; i < RANK_PHRASES; i++)
        ranking.idf[i] = 1;
    return ranking;
}

/* How rare each word is decides only between several. */
static enum status weigh_phrases(struct library *library, const struct search_plan *plan,
                                 struct ranking *ranking, struct error *error)
{
    int64_t all = 0, frequency = 0;
    if (plan->phrase_count < 2)
        return STATUS_OK;
    enum status status =
        statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""), &all, error);
    for (size_t i = 0; i < plan->phrase_count && !status; i++) {
        status =
            search_document_frequency(library, buffer_str(&plan->phrases[i]), &frequency, error);
        ranking->idf[i] = rank_idf((size_t)all, (size_t)frequency);
    }
    return status;
}

/* Between two of about the same worth the newer comes first. */
static enum status favour_new(struct library *library, double *ret_recency, struct error *error)
{
    int64_t newest = 0;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""), &newest, error);
    *ret_recency = newest > 0 ? .02 / (double)newest : 0;
    return status;
}

static void finish(struct ranking *ranking, size_t limit, struct search_result *result)
{
    search_sort_hits(ranking->hits, ranking->hit_count, limit);
    result->hits = ranking->hits;
    result->article_count = ranking->article_count;
    result->hit_count = limit && limit < ranking->hit_count ? limit : ranking->hit_count;
    result->match_count = ranking->match_count;
}

/* How many articles hold the character, without those in the trash. */
static enum status count_singles(struct library *library, const struct search_plan *plan,
                                 size_t *ret_count, struct error *error)
{
    struct id_set set CLEANUP_ID_SET = {0};
    const struct doclist_term term = {.table = INDEX_SINGLE, .token = buffer_str(&plan->character)};
    bool is_answered;
    enum status status = doclist_gather(library, &term, &set, &is_answered, error);
    if (!status && !is_answered)
        status = match_gather(library, STATEMENT_SET_SINGLE_MATCH, &plan->match, true, &set, error);
    if (!status && plan->without)
        id_set_subtract(&set, plan->without);
    *ret_count = id_set_count(&set);
    return status;
}

static enum status run_match(struct library *library, const struct search_plan *plan, size_t limit,
                             struct search_result *result, struct error *error)
{
    struct ranking ranking = new_ranking(plan);
    enum status status = weigh_phrases(library, plan, &ranking, error);
    if (!status)
        status = favour_new(library, &ranking.recency, error);
    ranking.only = plan->has_set ? &plan->set : NULL;
    ranking.best_count = limit;
    if (!status)
        status = search_gather(library, buffer_str(&plan->match), &ranking, error);
    if (status)
        free(ranking.hits);
    else
        finish(&ranking, limit, result);
    return status;
}

/* Of a set evaluated leaf by leaf: each leaf that the index knows adds its part. */
static enum status run_sets(struct library *library, const struct query *query,
                            const struct search_plan *plan, size_t limit,
                            struct search_result *result, struct error *error)
{
    struct ranking total = {0};
    enum status status = favour_new(library, &total.recency, error);
    for (int64_t id = id_set_next(&plan->set, 0); id > 0; id = id_set_next(&plan->set, id)) {
        ARRAY_RESERVE(total.hits, total.hit_count, total.hit_capacity);
        total.hits[total.hit_count++] =
            (struct search_hit){id, (float)(total.recency * (double)id)};
    }
    total.article_count = total.hit_count;
    for (size_t i = 0; i < query->term_count && !status; i++) {
        struct ranking part = new_ranking(plan);
        part.only = &plan->set;
        status = search_rank_leaf(library, query->terms[i], &part, error);
        for (size_t j = 0, k = 0; j < part.hit_count; j++) {
            while (k < total.hit_count && total.hits[k].article < part.hits[j].article)
                k++;
            if (k < total.hit_count && total.hits[k].article == part.hits[j].article)
                total.hits[k].score += part.hits[j].score;
        }
        total.match_count += part.match_count;
        free(part.hits);
    }
    if (status) {
        free(total.hits);
        return status;
    }
    finish(&total, limit, result);
    return STATUS_OK;
}

/* Takes ids from a statement, newest first, until there are limit hits. */
static enum status take_newest(struct library *library, sqlite3_stmt *row,
                               const struct search_plan *plan, size_t limit, float score,
                               struct search_result *result, struct error *error)
{
    enum status status = STATUS_OK;
    while (result->hit_count < limit && statement_step(library, row, &status, error)) {
        int64_t id = sqlite3_column_int64(row, 0);
        if ((!plan->without || !id_set_has(plan->without, id)) &&
            (!plan->has_set || id_set_has(&plan->set, id)))
            result->hits[result->hit_count++] = (struct search_hit){id, score};
    }
    sqlite3_reset(row);
    return status;
}

static bool is_among(const struct search_hit *hits, size_t count, int64_t article)
{
    for (size_t i = 0; i < count; i++)
        if (hits[i].article == article)
            return true;
    return false;
}

static enum status take_texts(struct library *library, const struct search_plan *plan, size_t limit,
                              struct search_result *result, struct error *error)
{
    bool is_single = plan->kind == PLAN_SINGLE;
    enum statement_id id = is_single ? STATEMENT_NEWEST_SINGLES : STATEMENT_NEWEST_TEXTS;
    const struct buffer *match = is_single ? &plan->match : &plan->quick_match;
    return take_newest(library, statement_bind(library, id, "t", buffer_str(match)), plan, limit, 1,
                       result, error);
}

/* FTS5 looks for the newest of a phrase backwards in the lists of all its tokens, which the
 * ranking, that follows, goes through forwards and as soon when they are long. */
static enum status glances_at_texts(struct library *library, const struct search_plan *plan,
                                    bool *ret_does, struct error *error)
{
    enum { MOST = 400000 }; /* tokens times articles: well under a millisecond */
    int64_t newest = 0;
    enum status status = STATUS_OK;
    if (plan->quick_token_count > 1)
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""),
                                  &newest, error);
    *ret_does = plan->kind != PLAN_SETS && newest * (int64_t)plan->quick_token_count <= MOST;
    return status;
}

/* Of rare words all hits are there by then: their titles are not worth another look. */
static enum status glance(struct library *library, const struct search_plan *plan, size_t limit,
                          struct search_result *result, struct error *error)
{
    struct search_result texts = {.hits = memory_new((limit + 1) * sizeof *texts.hits)};
    bool has_texts = false;
    enum status status = glances_at_texts(library, plan, &has_texts, error);
    if (!status && has_texts)
        status = take_texts(library, plan, limit, &texts, error);
    bool is_all = has_texts && plan->is_quick_all && texts.hit_count < limit;
    if (status || is_all || plan->title_match.length == 0) {
        *result = texts;
        return status;
    }
    sqlite3_stmt *row =
        statement_bind(library, STATEMENT_NEWEST_ROWS, "t", buffer_str(&plan->title_match));
    result->hits = memory_new((limit + 1) * sizeof *result->hits);
    status = take_newest(library, row, plan, limit, 2, result, error);
    for (size_t i = 0, titles = result->hit_count; i < texts.hit_count; i++)
        if (result->hit_count < limit && !is_among(result->hits, titles, texts.hits[i].article))
            result->hits[result->hit_count++] = texts.hits[i];
    free(texts.hits);
    return status;
}

static enum status run_single(struct library *library, const struct search_plan *plan, size_t limit,
                              struct search_result *result, struct error *error)
{
    enum status status = count_singles(library, plan, &result->article_count, error);
    if (status)
        return status;
    bool is_all = limit == 0 || limit > result->article_count;
    return glance(library, plan, is_all ? result->article_count : limit, result, error);
}

/* In an order that the query names: the words have no say in it. */
static enum status run_ordered(struct library *library, const struct query *query, size_t limit,
                               struct search_result *result, struct error *error)
{
    struct selection *selection;
    enum status status = selection_make(library, query, SELECT_TEXT, false, &selection, error);
    if (status)
        return status;
    result->article_count = selection_count(selection);
    size_t count = limit && limit < result->article_count ? limit : result->article_count;
    result->hits = memory_new((count + 1) * sizeof *result->hits);
    for (size_t i = 0; i < count && !status; i++) {
        status = selection_article(library, selection, i, &result->hits[i].article, error);
        result->hit_count += !status;
    }
    selection_free(selection);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status run_planned(struct library *library, const struct query *query, size_t limit,
                               struct search_result *result, struct error *error)
{
    struct search_plan plan;
    enum status status = search_plan_make(library, query, false, &plan, error);
    if (status)
        return status;
    if (plan.kind == PLAN_MATCH)
        status = run_match(library, &plan, limit, result, error);
    else if (plan.kind == PLAN_SINGLE)
        status = run_single(library, &plan, limit, result, error);
    else
        status = run_sets(library, query, &plan, limit, result, error);
    search_plan_release(&plan);
    return status;
}

static enum status run_once(struct library *library, const struct query *query, size_t limit,
                            struct search_result *result, struct error *error)
{
    bool is_ordered = query->has_sort && query->sort != QUERY_SORT_RELEVANCE;
    enum status status = is_ordered ? run_ordered(library, query, limit, result, error)
                                    : run_planned(library, query, limit, result, error);
    bool may_be_loose = !is_ordered && !library->is_index_damaged && query_is_question(query);
    return !status && result->article_count == 0 && may_be_loose
               ? search_loosely(library, query, limit, result, error)
               : status;
}

/* The texts are the truth: they are asked while the index cannot be. */
static enum status run(struct library *library, const struct query *query, size_t limit,
                       struct search_result *result, struct error *error)
{
    bool is_damaged = false;
    enum status status = run_once(library, query, limit, result, error);
    status = index_doubt(library, status, result->article_count == 0, &is_damaged, error);
    if (!is_damaged)
        return status;
    search_result_release(result);
    return run_once(library, query, limit, result, error);
}

enum status search_run(struct library *library, const struct query *query, size_t limit,
                       struct search_result *ret_result, struct error *error)
{
    struct search_result result = {0};
    enum status status = library_begin_reading(library, error);
    if (status)
        return status;
    status = run(library, query, limit, &result, error);
    library_end_reading(library);
    if (status)
        search_result_release(&result);
    else
        *ret_result = result;
    return status;
}

enum status search_glance(struct library *library, const struct query *query, size_t limit,
                          struct search_result *ret_result, struct error *error)
{
    struct search_plan plan;
    struct search_result result = {0};
    enum status status = library_begin_reading(library, error);
    if (status)
        return status;
    status = search_plan_make(library, query, true, &plan, error);
    if (!status) {
        status = glance(library, &plan, limit, &result, error);
        search_plan_release(&plan);
    }
    library_end_reading(library);
    if (status)
        search_result_release(&result);
    else
        *ret_result = result;
    return status;
}
