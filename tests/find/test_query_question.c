#include "cmocka_prelude.h"

#include "base/memory.h"
#include "find/query.h"

static const struct {
    const char *source;
    bool is_question;
} questions[] = {
    {"ディレクトリとは何ですか", true},
    {"この本は誰が書きましたか", true},
    {"이 책을 왜 썼을까", true},
    {"서울의 인구는 얼마나 되나요", true},
    {"왜 나", false},
    {"这座桥是哪一年建成的？", true},
    {"这座桥是哪一年建成的", true},
    {"谁最早发现了它", true},
    {"這句話是誰說的?", true},
    {"“观念”这一说法来自哪里？", true},
    {"影片《A Story》（Some Story）的导演是谁？", true},
    {"この橋はいつ造られたか", true},
    {"橋の設計者の名前は?", true},
    {"이 다리는 언제 지어졌는가", true},
    {"다리를 설계한 사람이 태어난 곳의 이름은", true},
    {"who built the old bridge", true},
    {"where is the old bridge?", true},
    {"关于进一步加强桥梁安全管理的通知", true},
    {"质量", false},
    {"哪吒闹海", false},
    {"任何人都可以", false},
    {"任何人都应知道何时", true},
    {"质量 振兴 纲要 管理 体系 认证 标准", false},
    {"who", false},
    {"linux kernel memory management", false},
    {"https://example.org/?", false},
    {"\"这座桥是哪一年建成的？\"", false},
    {"=这座桥是哪一年建成的", false},
    {"title:这座桥是哪一年建成的", false},
    {"这座桥是哪一年建成的 -铁路", false},
    {"这座桥是哪一年建成的 OR 铁路", false},
    {"", false},
};

static void test_questions(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(questions); i++) {
        const struct query_options options = {.now_ms = 0};
        struct query *query;
        assert_int_equal(query_parse(str_from(questions[i].source), &options, &query, NULL),
                         STATUS_OK);
        if (query_is_question(query) != questions[i].is_question)
            fail_msg("“%s”: expected %d, got %d", questions[i].source, questions[i].is_question,
                     !questions[i].is_question);
        query_free(query);
    }
}

/* What is looked for is not how it is asked. */
static void content(void **state)
{
    static const char *const cases[][2] = {
        {"ディレクトリとは何ですか", " ディレクトリ "},
        {"이 책을 왜 썼을까", " 이 책을 썼을까"},
        {"质量振兴是什么", " 质量振兴是 "},
        {"who wrote cafe\xCC\x81 👩‍👩‍👧", " wrote caf\xC3\xA9 👩‍👩‍👧"},
    };
    struct query_options options = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct query *query;
        CLEANUP_BUFFER struct buffer out = {0};
        assert_int_equal(query_parse(str_from(cases[i][0]), &options, &query, NULL), STATUS_OK);
        query_append_content(query, &out);
        if (!str_equal(buffer_str(&out), str_from(cases[i][1])))
            fail_msg("“%s”: expected “%s”, got “%s”", cases[i][0], cases[i][1], out.bytes);
        query_free(query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_questions), cmocka_unit_test(content)};
    return cmocka_run_group_tests_name("query_question", tests, NULL, NULL);
}
