/* Counted by sets: indexes give the few that are not unread, and no row of the many is looked at.
 */
#include "library/article.h"
#include "library/id_set.h"
#include "library/library_private.h"

/* How many of the set are not in the trash. */
static int64_t count_without(struct id_set *set, const struct id_set *trash)
{
    id_set_subtract(set, trash);
    int64_t count = (int64_t)id_set_count(set);
    id_set_release(set);
    return count;
}

/* The statement gathers a set, which it is bound to. */
static enum status count_set(struct library *library, sqlite3_stmt *statement, struct id_set *set,
                             const struct id_set *trash, int64_t *ret_count, struct error *error)
{
    enum status status = statement_finish(library, statement, error);
    if (!status)
        *ret_count = count_without(set, trash);
    return status;
}

static enum status count_states(struct library *library, const struct id_set *trash,
                                struct library_counts *counts, struct error *error)
{
    int64_t *const numbers[ARTICLE_STATE_COUNT] = {
        [ARTICLE_READING] = &counts->reading, [ARTICLE_FINISHED] = &counts->finished};
    struct id_set set CLEANUP_ID_SET = {0};
    enum status status =
        count_set(library, statement_bind(library, STATEMENT_SET_STARRED, "p", &set), &set, trash,
                  &counts->starred, error);
    for (int64_t state = ARTICLE_READING; state < ARTICLE_STATE_COUNT && !status; state++)
        status = count_set(library, statement_bind(library, STATEMENT_SET_STATE, "pi", &set, state),
                           &set, trash, numbers[state], error);
    return status;
}

enum status library_count(struct library *library, struct library_counts *ret_counts,
                          struct error *error)
{
    struct id_set trash CLEANUP_ID_SET = {0};
    struct library_counts counts;
    int64_t all = 0;
    enum status status = library_begin_reading(library, error);
    if (status)
        return status;
    status =
        statement_finish(library, statement_bind(library, STATEMENT_SET_TRASH, "p", &trash), error);
    if (!status)
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_COUNT, ""),
                                  &all, error);
    if (!status)
        status = count_states(library, &trash, &counts, error);
    library_end_reading(library);
    if (status)
        return status;
    counts.trashed = (int64_t)id_set_count(&trash);
    counts.articles = all - counts.trashed;
    counts.unread = counts.articles - counts.reading - counts.finished;
    *ret_counts = counts;
    return STATUS_OK;
}
