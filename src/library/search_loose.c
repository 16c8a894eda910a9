/* A question is not in the text that answers it: its pairs of characters and its words are, most of
 * them. */
#include "library/search_private.h"

#include "base/memory.h"
#include "text/tokens.h"

enum { RERANKED = 50, TERMS_MIN = 3, TERMS_MAX = 32 };
/* Words in more than a twentieth of the articles tell nothing of a question (search.md §6) and cost
 * the most; in a small library they are cheap and do no harm. */
enum { COMMON_SHARE = 20, COMMON_LEAST = 500 };

struct loose_term {
    struct buffer match;
    int64_t frequency;
};

struct loose {
    struct loose_term terms[RANK_PHRASES];
    size_t term_count;
    size_t end; /* of the token before, in the question */
};

static void loose_release(struct loose *loose)
{
    for (size_t i = 0; i < loose->term_count; i++)
        buffer_release(&loose->terms[i].match);
}

/* Each token once; marks between words give none. The last character of a run says little: it would
 * only be found at the end of another. */
static bool add_token(const struct token *token, void *closure)
{
    struct loose *loose = closure;
    CLEANUP_BUFFER struct buffer match = {0};
    bool is_last_character = token->end == loose->end;
    loose->end = token->end;
    if (token->is_colocated || is_last_character)
        return true;
    buffer_append_format(&match, "\"%.*s\"", STR_ARGS(token->text));
    for (size_t i = 0; i < loose->term_count; i++)
        if (str_equal(buffer_str(&loose->terms[i].match), buffer_str(&match)))
            return true;
    buffer_append(&loose->terms[loose->term_count++].match, buffer_str(&match));
    return loose->term_count < RANK_PHRASES;
}

static int compare_terms(const void *a, const void *b)
{
    const struct loose_term *left = a, *right = b;
    return (left->frequency > right->frequency) - (left->frequency < right->frequency);
}

static enum status weigh_terms(struct library *library, struct loose *loose, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < loose->term_count && !status; i++)
        status = search_document_frequency(library, buffer_str(&loose->terms[i].match),
                                           &loose->terms[i].frequency, error);
    qsort(loose->terms, loose->term_count, sizeof *loose->terms, compare_terms);
    return status;
}

/* The rare words, and of the common ones as few as it takes, joined by OR. */
static void choose_terms(const struct loose *loose, int64_t article_count, struct ranking *ranking,
                         struct buffer *match)
{
    int64_t common = article_count / COMMON_SHARE;
    size_t count = 0;
    common = common < COMMON_LEAST ? COMMON_LEAST : common;
    for (size_t i = 0; i < loose->term_count && count < TERMS_MAX; i++) {
        const struct loose_term *term = &loose->terms[i];
        if (term->frequency == 0)
            continue;
        if (term->frequency > common && count >= TERMS_MIN)
            break;
        buffer_append_format(match, "%s%.*s", count ? " OR " : "",
                             STR_ARGS(buffer_str(&term->match)));
        ranking->idf[count++] = rank_idf((size_t)article_count, (size_t)term->frequency);
    }
}

static enum status rank_loosely(struct library *library, struct loose *loose,
                                struct ranking *ranking, struct error *error)
{
    CLEANUP_BUFFER struct buffer match = {0};
    int64_t article_count = 0;
    enum status status = weigh_terms(library, loose, error);
    if (!status)
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""),
                                  &article_count, error);
    if (status)
        return status;
    choose_terms(loose, article_count, ranking, &match);
    return match.length ? search_gather(library, buffer_str(&match), ranking, error) : STATUS_OK;
}

enum status search_loosely(struct library *library, const struct query *query, size_t limit,
                           struct search_result *result, struct error *error)
{
    struct loose loose = {0};
    struct ranking ranking = {.weights = {1, 2, 1}};
    struct id_set trash CLEANUP_ID_SET = {0};
    CLEANUP_BUFFER struct buffer content = {0};
    query_append_content(query, &content);
    tokens_walk(buffer_str(&content), TOKENS_MAIN, add_token, &loose);
    enum status status =
        statement_finish(library, statement_bind(library, STATEMENT_SET_TRASH, "p", &trash), error);
    ranking.without = &trash;
    ranking.best_count = limit && limit < RERANKED ? RERANKED : limit;
    if (!status)
        status = rank_loosely(library, &loose, &ranking, error);
    if (!status && ranking.hit_count) {
        search_sort_hits(ranking.hits, ranking.hit_count, RERANKED);
        status = search_rerank(library, buffer_str(&content), ranking.hits,
                               ranking.hit_count < RERANKED ? ranking.hit_count : RERANKED, error);
    }
    loose_release(&loose);
    if (status) {
        free(ranking.hits);
        return status;
    }
    search_sort_hits(ranking.hits, ranking.hit_count, limit);
    search_result_release(result);
    *result = (struct search_result){
        .hits = ranking.hits,
        .hit_count = limit && limit < ranking.hit_count ? limit : ranking.hit_count,
        .article_count = ranking.article_count,
        .is_loose = true,
    };
    return STATUS_OK;
}
