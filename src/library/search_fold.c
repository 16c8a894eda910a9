#include "library/search_fold.h"

#include "base/memory.h"

static int64_t leader_of(struct followers followers, int64_t article)
{
    size_t low = 0, high = followers.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (followers.items[middle].article < article)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_follower = low < followers.count && followers.items[low].article == article;
    return is_follower ? followers.items[low].leader : article;
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

static struct leaders leaders_of(struct followers followers)
{
    struct leaders leaders = {.ids = memory_new((followers.count + 1) * sizeof *leaders.ids),
                              .rows = memory_new((followers.count + 1) * sizeof *leaders.rows),
                              .count = followers.count};
    for (size_t i = 0; i < followers.count; i++) {
        leaders.ids[i] = followers.items[i].leader;
        leaders.rows[i] = SIZE_MAX;
    }
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

size_t search_fold(const struct search_result *result, struct followers followers,
                   struct search_row *ret_rows)
{
    struct leaders leaders = leaders_of(followers);
    size_t count = 0;
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct search_hit *hit = &result->hits[i];
        size_t *row = row_of_leader(&leaders, leader_of(followers, hit->article));
        if (row && *row != SIZE_MAX) {
            ret_rows[*row].folded_count++;
            continue;
        }
        if (row)
            *row = count;
        ret_rows[count++] = (struct search_row){hit->article, hit->score, 0};
    }
    free(leaders.ids);
    free(leaders.rows);
    return count;
}
