#include "text_test.h"

#include "base/memory.h"

#include "text/collation.h"

static int compare_titles(const char *a, const char *b, enum collation_order order)
{
    CLEANUP_BUFFER struct buffer left = {0}, right = {0};
    collation_append_key(str_from(a), order, &left);
    collation_append_key(str_from(b), order, &right);
    size_t shorter = left.length < right.length ? left.length : right.length;
    int difference = shorter ? memcmp(left.bytes, right.bytes, shorter) : 0;
    return difference ? difference : (left.length > right.length) - (left.length < right.length);
}

static void titles_are_in_order(void **state)
{
    static const struct {
        enum collation_order order;
        const char *titles[8];
    } cases[] = {
        {COLLATION_PINYIN, {"阿姨", "报纸", "城市", "旧书", "张三", "中国", "apple", "zebra"}},
        {COLLATION_STROKE, {"一天", "二月", "三月", "中国", "灯火", "鑫源"}},
        {COLLATION_PINYIN, {"2 本书", "アイ", "かな", "さくら"}},
        {COLLATION_PINYIN, {"가게", "나무", "한국"}},
        {COLLATION_PINYIN, {"", "a", "ab", "b"}},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        for (size_t j = 1; j < 8 && cases[i].titles[j]; j++) {
            const char *before = cases[i].titles[j - 1], *after = cases[i].titles[j];
            if (compare_titles(before, after, cases[i].order) >= 0)
                fail_msg("case %zu: “%s” is not before “%s”", i, before, after);
        }
}

static void what_does_not_count(void **state)
{
    static const char *const pairs[][2] = {
        {"《旧报纸》", "旧报纸"}, {"Éclair", "ECLAIR"}, {"ＡＢＣ", "abc"}, {"カナ", "かな"},
        {" “a  b” ", "ab"},       {"a\u0301b", "ab"},  {"\xff旧", "旧"},  {"👍 a", "a"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++)
        if (compare_titles(pairs[i][0], pairs[i][1], COLLATION_PINYIN) != 0)
            fail_msg("“%s” and “%s” are told apart", pairs[i][0], pairs[i][1]);
}

static void rare_and_long_titles(void **state)
{
    (void)state;
    assert_true(compare_titles("鑫", "𠮷", COLLATION_PINYIN) < 0);
    assert_true(compare_titles("𠮷", "𡈽", COLLATION_PINYIN) < 0);
    CLEANUP_BUFFER struct buffer key = {0}, text = {0};
    for (int i = 0; i < 10000; i++)
        buffer_append_c(&text, "章");
    collation_append_key(buffer_str(&text), COLLATION_PINYIN, &key);
    assert_int_equal(key.length, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_in_order),
        cmocka_unit_test(what_does_not_count),
        cmocka_unit_test(rare_and_long_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
