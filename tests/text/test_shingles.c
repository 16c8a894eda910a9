#include "text_test.h"

#include "base/memory.h"
#include "text/shingles.h"

static struct shingles *shingles_of(const char *text)
{
    struct shingles *shingles = shingles_new();
    shingles_add(shingles, str_from(text));
    return shingles;
}

static void resemblance_is_what_is_common(void **state)
{
    (void)state;
    static const struct {
        const char *left, *right;
        double expected;
    } cases[] = {
        {"一二三四五六七", "一二三四五六七", 1},
        {"一二三四五六七", "，一 二\n三四。五六七！", 1},
        {"一二三四五", "二三四五六", 1.0 / 3},
        {"一二三四五六七", "甲乙丙丁戊己庚", 0},
        {"one two three four five", "One, TWO three: four-five!", 1},
        {"one two three four five", "two three four five six", 1.0 / 3},
        {"one two three four", "onetwo three four", 0},
        {"圖書館裡的書", "图书馆里的书", 1},
        {"ｶﾒﾗとﾉｰﾄを", "カメラとノートを", 1},
        {"e\xCC\x81t\xC3\xA9 de la mer", "été de la mer", 1},
        {"한국어로 쓴 글", "한국어로쓴글", 1},
        {"a 一 b 二 c", "a一b二c", 1},
        {"👩 一\xFF二三四", "一二三四", 1},
        {"一二三", "一二三", 0}, /* no run of four */
        {"", "", 0},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct shingles *left = shingles_of(cases[i].left), *right = shingles_of(cases[i].right);
        const double got = shingles_resemblance(left, right);
        const double again = shingles_resemblance(right, left);
        if (got < cases[i].expected - 1e-9 || got > cases[i].expected + 1e-9 || got != again)
            fail_msg("input %s | %s\nexpected %.3f\ngot %.3f", cases[i].left, cases[i].right,
                     cases[i].expected, got);
        shingles_free(left);
        shingles_free(right);
    }
}

/* A thousand times the same few shingles, which do not lie evenly. */
static void one_word_again_and_again(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer laughs = {0}, cries = {0};
    for (int i = 0; i < 12000; i++) {
        buffer_append_c(&laughs, "哈ㅋ笑");
        buffer_append_c(&cries, i % 3000 ? "呜" : "哈ㅋ笑哈ㅋ");
    }
    struct shingles *a = shingles_of(laughs.bytes), *b = shingles_of(cries.bytes);
    /* Of laughs there are three; cries have two of them, three on the way in, three out, one their
     * own. */
    const double expected = 2.0 / 10, got = shingles_resemblance(a, b);
    if (got != expected || got != shingles_resemblance(b, a))
        fail_msg("input 哈ㅋ笑 | 呜\nexpected %.3f\ngot %.3f", expected, got);
    shingles_free(a);
    shingles_free(b);
}

/* Random characters; those before common are the same for every seed of the same text. */
static void append_random(struct buffer *out, uint64_t seed, size_t count)
{
    for (size_t i = 0; i < count; i++)
        utf8_append(out, 0x4E00 + random_next(&seed) % 4000);
}

/* Long texts are sampled: over a common part, a fifth of the one and half of the other is more. */
static void long_texts_are_estimated(void **state)
{
    (void)state;
    static const size_t counts[] = {1000, 4000, 20000, 80000};
    for (size_t i = 0; i < ARRAY_LENGTH(counts); i++) {
        CLEANUP_BUFFER struct buffer left = {0}, right = {0};
        append_random(&left, 7, counts[i]);
        append_random(&right, 7, counts[i]);
        append_random(&left, 8, counts[i] / 4);
        append_random(&right, 9, counts[i]);
        struct shingles *a = shingles_of(left.bytes), *b = shingles_of(right.bytes);
        const double expected = 1 / 2.25, got = shingles_resemblance(a, b);
        if (got < expected - 0.02 || got > expected + 0.02)
            fail_msg("input %zu characters in common\nexpected about %.3f\ngot %.3f", counts[i],
                     expected, got);
        shingles_free(a);
        shingles_free(b);
    }
}

static void expect_same(struct shingles *left, struct shingles *right, const char *name)
{
    uint32_t a[SHINGLE_KEYS], b[SHINGLE_KEYS];
    shingles_keys(left, a);
    shingles_keys(right, b);
    if (memcmp(a, b, sizeof a) != 0 || shingles_simhash(left) != shingles_simhash(right) ||
        shingles_resemblance(left, right) != 1)
        fail_msg("input %s\nexpected the same\ngot %.3f", name, shingles_resemblance(left, right));
}

/* Blocks are borders of words, and of nothing else. */
static void parts_make_the_whole(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    append_random(&text, 3, 3000);
    struct shingles *whole = shingles_of(text.bytes), *parts = shingles_new();
    for (size_t at = 0; at < text.length; at += 21)
        shingles_add(
            parts, str_slice(buffer_str(&text), at, at + 21 < text.length ? at + 21 : text.length));
    expect_same(whole, parts, "one text in parts of seven characters");
    shingles_free(parts);
    shingles_free(whole);
}

static void only_a_megabyte_is_looked_at(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    append_random(&text, 4, 400000);
    text.length = 1 << 20;
    struct shingles *first = shingles_new(), *all = shingles_new();
    shingles_add(first, buffer_str(&text));
    shingles_add(all, buffer_str(&text));
    shingles_add(all, STR("这些字不再算在里面，无论多少"));
    expect_same(first, all, "a megabyte and more");
    shingles_free(first);
    shingles_free(all);
}

static void few_are_told(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    append_random(&text, 5, SHINGLES_LEAST + SHINGLE_TOKENS - 2);
    struct shingles *few = shingles_of(text.bytes);
    assert_true(shingles_are_few(few));
    shingles_add(few, STR("书"));
    assert_false(shingles_are_few(few));
    shingles_free(few);
}

/* They are stored: when this fails, libraries hold others than are made now. */
static void stored_values_do_not_change(void **state)
{
    (void)state;
    static const uint32_t expected[SHINGLE_KEYS] = {0xBCDC7BEC, 0xBD6E1C97, 0x4007E722, 0x6B4744BD,
                                                    0xF0544BC6, 0x9F625355, 0x1CD3E79F, 0x14DD2E2F};
    struct shingles *shingles =
        shingles_of("外祖父的书房朝北，冬天冷得要呵气暖手。The newspapers of forty years lay in "
                    "wooden boxes. 新聞はノートのとなり。한국 신문도 있었다.");
    uint32_t keys[SHINGLE_KEYS];
    shingles_keys(shingles, keys);
    for (size_t i = 0; i < SHINGLE_KEYS; i++)
        if (keys[i] != expected[i])
            fail_msg("input key %zu\nexpected 0x%08X\ngot 0x%08X", i, expected[i], keys[i]);
    assert_true(shingles_simhash(shingles) == 0xB922190B82850552u);
    shingles_free(shingles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resemblance_is_what_is_common), cmocka_unit_test(one_word_again_and_again),
        cmocka_unit_test(long_texts_are_estimated),      cmocka_unit_test(parts_make_the_whole),
        cmocka_unit_test(only_a_megabyte_is_looked_at),  cmocka_unit_test(few_are_told),
        cmocka_unit_test(stored_values_do_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
