#include "cmocka_prelude.h"

#include "base/memory.h"
#include "library/search_fold.h"

/* The rows as "article+folded", blanks between. */
static void assert_rows(const int64_t *articles, size_t count, struct followers followers,
                        const char *expected)
{
    struct search_hit hits[8];
    struct search_row rows[8];
    CLEANUP_BUFFER struct buffer got = {0};
    for (size_t i = 0; i < count; i++)
        hits[i] = (struct search_hit){articles[i], (float)(8 - i)};
    const struct search_result result = {.hits = hits, .hit_count = count};
    size_t row_count = search_fold(&result, followers, rows);
    buffer_append_c(&got, "");
    for (size_t i = 0; i < row_count; i++)
        buffer_append_format(&got, "%s%lld+%u", i ? " " : "", (long long)rows[i].article,
                             (unsigned)rows[i].folded_count);
    if (strcmp(got.bytes, expected) != 0)
        fail_msg("expected “%s”, got “%s”", expected, got.bytes);
}

static void the_best_stands_for_all(void **state)
{
    (void)state;
    struct article_follower items[] = {{3, 1}, {5, 1}, {8, 7}};
    const struct followers followers = {items, ARRAY_LENGTH(items)};
    assert_rows(NULL, 0, followers, "");
    assert_rows((int64_t[]){1, 2, 3}, 3, (struct followers){0}, "1+0 2+0 3+0");
    assert_rows((int64_t[]){5, 2, 1, 8, 3}, 5, followers, "5+2 2+0 8+0");
    assert_rows((int64_t[]){8, 7}, 2, followers, "8+1");
    /* Leaders that are no hits. */
    assert_rows((int64_t[]){3, 9, 5}, 3, followers, "3+1 9+0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_best_stands_for_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
