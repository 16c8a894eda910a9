/* Of the hits with nearly the same text the best has a row, the others are counted there. */
#include "ui/search_view.h"

#include "base/memory.h"

void search_read_followers(struct search_view *view)
{
    struct error ignored;
    free(view->followers);
    view->followers = NULL;
    view->follower_count = 0;
    if (article_followers(view->library, &view->followers, &view->follower_count, &ignored))
        view->followers = NULL;
}

static int64_t leader_of(const struct search_view *view, int64_t article)
{
    size_t low = 0, high = view->follower_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view->followers[middle].article < article)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_follower = low < view->follower_count && view->followers[low].article == article;
    return is_follower ? view->followers[low].leader : article;
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* Which row stands for all with the text of each leader. */
struct leaders {
    int64_t *ids; /* in order, of those that have followers */
    size_t *rows; /* or SIZE_MAX */
    size_t count;
};

static struct leaders leaders_of(const struct search_view *view)
{
    struct leaders leaders = {.ids = memory_new((view->follower_count + 1) * sizeof *leaders.ids),
                              .rows =
                                  memory_new((view->follower_count + 1) * sizeof *leaders.rows)};
    for (size_t i = 0; i < view->follower_count; i++) {
        leaders.ids[i] = view->followers[i].leader;
        leaders.rows[i] = SIZE_MAX;
    }
    leaders.count = view->follower_count;
    if (leaders.count)
        qsort(leaders.ids, leaders.count, sizeof *leaders.ids, compare_ids);
    return leaders;
}

/* The place for the row of a leader, the first of equal ones; NULL when it has no followers. */
static size_t *row_of_leader(const struct leaders *leaders, int64_t leader)
{
    size_t low = 0, high = leaders->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (leaders->ids[middle] < leader)
            low = middle + 1;
        else
            high = middle;
    }
    return low < leaders->count && leaders->ids[low] == leader ? &leaders->rows[low] : NULL;
}

void search_make_rows(struct search_view *view)
{
    struct leaders leaders = leaders_of(view);
    free(view->rows);
    view->rows = memory_new((view->result.hit_count + 1) * sizeof *view->rows);
    view->row_count = 0;
    for (size_t i = 0; i < view->result.hit_count; i++) {
        int64_t article = view->result.hits[i].article;
        size_t *row = row_of_leader(&leaders, leader_of(view, article));
        if (row && *row != SIZE_MAX) {
            view->rows[*row].folded_count++;
            continue;
        }
        if (row)
            *row = view->row_count;
        view->rows[view->row_count++] = (struct search_row){article, 0};
    }
    free(leaders.ids);
    free(leaders.rows);
}
