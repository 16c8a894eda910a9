#include "text_test.h"

#include "text/language.h"

static void guesses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"123, 45% — … 🙂", ""},
        {"\xFF\xFE\x80", ""},
        {"The quick brown fox", "en"},
        {"今天天气很好，我们出去走走。", "zh"},
        {"他用 Linux 内核 and Git 管理代码，地址是 https://example.org/a/b/c。", "zh"},
        {"他喜欢の这个字，也写过一次，别的地方都是汉字。", "zh"},
        {"ㄅㄆㄇ注音", "zh"},
        {"今日は天気が良いので散歩に行きました。", "ja"},
        {"カメラ", "ja"},
        {"東京都知事選挙、現職が三選を果たす", "ja"},
        {"오늘은 날씨가 좋습니다.", "ko"},
        {"大韓民國 헌법 第一條는 민주공화국이다", "ko"},
        {"Сегодня хорошая погода", "ru"},
        {"Καλημέρα κόσμε", "el"},
        {"مرحبا بالعالم", "ar"},
        {"שלום עולם", "he"},
        {"สวัสดีชาวโลก", "th"},
        {"An English page that quotes 中文 once or twice, and goes on at length about it.", "en"},
        {"e\xCC\x81t\xCC\x81", "en"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(language_guess(str_from(cases[i].text)), cases[i].expected) != 0)
            fail_msg("%s: expected \"%s\", got \"%s\"", cases[i].text, cases[i].expected,
                     language_guess(str_from(cases[i].text)));
}

/* The start of a long text is not all of it, and neither is its length looked at. */
static void long_text_is_sampled(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    while (text.length < 100000)
        buffer_append_c(&text, "navigation menu ");
    while (text.length < 3000000)
        buffer_append_c(&text, "正文都是汉字。");
    assert_string_equal(language_guess(buffer_str(&text)), "zh");
}

static void tags(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        bool is_cjk, indents;
    } cases[] = {
        {"zh", true, true},     {"zh-Hant-TW", true, true}, {"zh_CN", true, true},
        {"ZH-cn", true, true},  {"ja", true, true},         {"ja-JP", true, true},
        {"yue-HK", true, true}, {"ko", true, false},        {"ko_KR", true, false},
        {"en", false, false},   {"", false, false},         {"zha", false, false},
        {"jav", false, false},  {"kok", false, false},      {"-zh", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct str tag = str_from(cases[i].tag);
        if (language_is_cjk(tag) != cases[i].is_cjk || language_indents(tag) != cases[i].indents)
            fail_msg("%s: got %d %d", cases[i].tag, language_is_cjk(tag), language_indents(tag));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses), cmocka_unit_test(long_text_is_sampled), cmocka_unit_test(tags)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
