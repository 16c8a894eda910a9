#include "library/library_test.h"

#include "library/id_set.h"

enum { LAST = 5000 };

/* The same set as one byte an id. */
struct model {
    bool has[LAST + 1];
};

static void assert_like_model(const char *when, const struct id_set *set, const struct model *model)
{
    size_t count = 0;
    int64_t before = -1;
    for (int64_t id = 0; id <= LAST; id++) {
        if (id_set_has(set, id) != model->has[id])
            fail_msg("%s: id %lld: expected %d", when, (long long)id, model->has[id]);
        assert_int_equal(id_set_rank(set, id), count);
        assert_int_equal(id_set_previous(set, id), before);
        if (!model->has[id])
            continue;
        assert_int_equal(id_set_next(set, id - 1), id);
        assert_int_equal(id_set_at(set, count), id);
        before = id;
        count++;
    }
    assert_int_equal(id_set_count(set), count);
    assert_int_equal(id_set_at(set, count), -1);
    assert_int_equal(id_set_next(set, before), -1);
}

static void fill(struct id_set *set, struct model *model, uint64_t *random, int64_t last,
                 unsigned one_in)
{
    for (int64_t id = 1; id <= last; id++)
        if (random_next(random) % one_in == 0) {
            id_set_add(set, id);
            model->has[id] = true;
        }
}

static void like_an_array_of_flags(void **state)
{
    static const struct {
        int64_t last_a, last_b;
        unsigned one_in_a, one_in_b;
    } cases[] = {{LAST, LAST, 2, 3}, {LAST, 700, 50, 2}, {63, LAST, 1, 500},
                 {64, 64, 1, 1},     {0, LAST, 1, 7},    {LAST, 0, 7, 1}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        uint64_t random = 88172645463325252u + i;
        struct id_set a = {0}, b = {0}, united = {0}, common = {0}, rest = {0};
        static struct model model_a, model_b, model;
        memset(&model_a, 0, sizeof model_a);
        memset(&model_b, 0, sizeof model_b);
        fill(&a, &model_a, &random, cases[i].last_a, cases[i].one_in_a);
        fill(&b, &model_b, &random, cases[i].last_b, cases[i].one_in_b);
        assert_like_model("a", &a, &model_a);
        id_set_copy(&a, &united);
        id_set_copy(&a, &common);
        id_set_copy(&a, &rest);
        id_set_unite(&united, &b);
        id_set_intersect(&common, &b);
        id_set_subtract(&rest, &b);
        for (int id = 0; id <= LAST; id++)
            model.has[id] = model_a.has[id] || model_b.has[id];
        assert_like_model("united", &united, &model);
        for (int id = 0; id <= LAST; id++)
            model.has[id] = model_a.has[id] && model_b.has[id];
        assert_like_model("common", &common, &model);
        for (int id = 0; id <= LAST; id++)
            model.has[id] = model_a.has[id] && !model_b.has[id];
        assert_like_model("rest", &rest, &model);
        struct id_set *const sets[] = {&a, &b, &united, &common, &rest};
        for (size_t j = 0; j < ARRAY_LENGTH(sets); j++)
            id_set_release(sets[j]);
    }
}

static void all_up_to(void **state)
{
    static const int64_t lasts[] = {0, 1, 62, 63, 64, 65, 127, 128, 4999};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lasts); i++) {
        struct id_set set CLEANUP_ID_SET = {0};
        id_set_add_all(&set, lasts[i]);
        assert_int_equal(id_set_count(&set), lasts[i]);
        assert_false(id_set_has(&set, 0));
        assert_false(id_set_has(&set, lasts[i] + 1));
        id_set_remove(&set, lasts[i]);
        assert_false(id_set_has(&set, lasts[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(like_an_array_of_flags),
        cmocka_unit_test(all_up_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
