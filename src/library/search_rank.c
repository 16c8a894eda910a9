/* Gathering hits and putting the best first. */
#include "library/holds.h"
#include "library/search_private.h"

#include "text/tokens.h"

/* The better first; of equals the newer. */
static int compare_hits(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return (left->article < right->article) - (left->article > right->article);
}

/* Moves the count best to the front (Hoare's selection), so that only they are sorted. */
static void select_best(struct search_hit *hits, size_t length, size_t count)
{
    while (length > count && length > 1) {
        struct search_hit pivot = hits[length / 2];
        size_t low = 0, high = length - 1;
        while (low <= high) {
            while (compare_hits(&hits[low], &pivot) < 0)
                low++;
            while (compare_hits(&hits[high], &pivot) > 0)
                high--;
            if (low > high)
                break;
            struct search_hit swapped = hits[low];
            hits[low++] = hits[high];
            hits[high] = swapped;
            if (high-- == 0)
                break;
        }
        /* [0, low) are no worse than the rest. */
        if (count <= low && low < length) {
            length = low;
        } else if (low < length && low > 0) {
            hits += low;
            length -= low;
            count -= low;
        } else {
            return;
        }
    }
}

void search_sort_hits(struct search_hit *hits, size_t count, size_t limit)
{
    if (limit == 0 || limit > count)
        limit = count;
    if (count == 0) /* there is no array then */
        return;
    select_best(hits, count, limit);
    qsort(hits, limit, sizeof *hits, compare_hits);
}

enum status search_gather(struct library *library, struct str match, struct ranking *ranking,
                          struct error *error)
{
    enum status status = lengths_read(library, &ranking->lengths, error);
    if (status)
        return status;
    return statement_finish(library, statement_bind(library, STATEMENT_RANK_TEXTS, "pt", ranking, match),
                            error);
}

enum status search_gather_newest(struct library *library, struct str match,
                                 struct ranking *ranking, bool *ret_is_all, struct error *error)
{
    enum status status = lengths_read(library, &ranking->lengths, error);
    if (status)
        return status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_RANK_NEWEST, "pt", ranking, match);
    *ret_is_all = !statement_step(library, row, &status, error);
    sqlite3_reset(row);
    return *ret_is_all ? status : STATUS_OK;
}

enum status search_rank_leaf(struct library *library, const struct query_node *leaf,
                             struct ranking *ranking, struct error *error)
{
    struct token_phrase phrase;
    CLEANUP_BUFFER struct buffer match = {0};
    enum status status = STATUS_OK;
    if (leaf->kind != QUERY_TEXT || library->is_index_damaged)
        return STATUS_OK;
    token_phrase_init(&phrase, leaf->text, TOKENS_MAIN);
    bool is_of_title = leaf->field == QUERY_FIELD_TITLE, is_of_byline = leaf->field == QUERY_FIELD_BYLINE;
    if (!phrase.is_empty && !phrase.is_single &&
        (leaf->field == QUERY_FIELD_ANY || is_of_title || is_of_byline)) {
        phrase_append_match(&phrase, is_of_title ? "title" : is_of_byline ? "byline" : NULL, &match);
        status = search_gather(library, buffer_str(&match), ranking, error);
    }
    token_phrase_release(&phrase);
    return status;
}

enum status search_document_frequency(struct library *library, struct str match,
                                      int64_t *ret_frequency, struct error *error)
{
    return statement_number(library, statement_bind(library, STATEMENT_COUNT_TEXTS, "t", match),
                            ret_frequency, error);
}
