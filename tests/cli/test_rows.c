/* Lines for people, for cut(1) and for programs. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "cli/amount.h"
#include "cli/article_row.h"
#include "cli/progress.h"
#include "cli/version_row.h"

#include <stdio.h>

static struct str tags[] = {{"历史", 6}, {"read later", 10}};

static struct article_record record_of(const char *title)
{
    return (struct article_record){
        .id = 12,
        .uid = STR("abcd2345efgh6789"),
        .title = str_from(title),
        .byline = STR("林砚秋"),
        .site = STR("斋中笔记"),
        .published = STR("2024-03-01T08:00:00+08:00"),
        .path = STR("/tmp/\xff\n.html"),
        .added = 1700000000000,
        .character_count = 1234,
        .minutes = 4,
        .state = ARTICLE_READING,
        .is_starred = true,
        .progress = 450,
        .leader = 12,
        .version_count = 1,
        .tags = tags,
        .tag_count = 2,
    };
}

static void expect(const char *name, const char *expected, const struct buffer *got)
{
    const char *bytes = got->bytes ? got->bytes : "";
    if (strcmp(bytes, expected) != 0)
        fail_msg("%s:\nexpected “%s”\ngot      “%s”", name, expected, bytes);
}

static void json_is_one_line_whatever_is_in_it(void **state)
{
    CLEANUP_BUFFER struct buffer out = {0};
    struct article_record record = record_of("a\"b\\c\n\033[31m\xc2\x9b 题 \xf0\x9f\x91\x8d");
    (void)state;
    article_row_append_json(&record, &out);
    expect(
        "json",
        "{\"id\":12,\"uid\":\"abcd2345efgh6789\",\"title\":\"a\\\"b\\\\c\\n\\u001b[31m\\u009b 题 "
        "👍\",\"byline\":\"林砚秋\",\"site\":\"斋中笔记\",\"url\":null,\"language\":null,"
        "\"published\":\"2024-03-01T08:00:00+08:00\",\"added\":\"2023-11-14T22:13:20Z\","
        "\"characters\":1234,\"state\":\"reading\",\"starred\":true,\"tags\":[\"历史\","
        "\"read later\"],\"progress\":0.450,\"source\":\"/tmp/\xef\xbf\xbd\\n.html\","
        "\"minutes\":4,\"incomplete\":false,\"versions\":1,\"read\":null,\"removed\":null}\n",
        &out);
}

static void tabs_keep_their_columns(void **state)
{
    CLEANUP_BUFFER struct buffer out = {0};
    struct article_record record = record_of("one\ttwo\nthree\r四");
    (void)state;
    article_row_append_tabs(&record, &out);
    expect("tabs", "12\treading\t*\tone two three 四\t斋中笔记\t2024-03-01\t4\t历史, read later\n",
           &out);
}

static const char *const titles[] = {
    "",
    "短",
    "雪线以西：一个测量员的三十年笔记，以及他在路上遇见的人和听来的事情，全部写在二十本账簿里",
    "The quiet art of reading old letters by the light of a single lamp, and of answering them "
    "late",
    "図書館の午後と紙の匂い、ｶﾞﾗｽの向こうの雨、そしてだれも来ない閲覧室の長い長い時間について書いた"
    "もの",
    "서울의 오래된 서점들은 조용하다. 책을 읽는 사람들은 말이 없고 시간은 천천히 흐른다고 합니다",
    "e\u0301e\u0301e\u0301e\u0301 👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧 ❤️ 🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳 𠮷𠮷𠮷𠮷𠮷𠮷 "
    "か\u3099か\u3099か\u3099か\u3099か\u3099か\u3099か\u3099 が",
    "\033]0;title\a\033[2J bad \xff\xfe bytes \xe2\x80\xae gnp.exe \t and more and more and more",
};

static void no_row_is_wider_than_the_terminal(void **state)
{
    static const enum ambiguous_width ambiguous[] = {AMBIGUOUS_NARROW, AMBIGUOUS_WIDE};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(titles); i++)
        for (unsigned width = 20; width < 220; width++)
            for (size_t wide = 0; wide < ARRAY_LENGTH(ambiguous); wide++) {
                CLEANUP_BUFFER struct buffer out = {0};
                struct article_record record = record_of(titles[i]);
                struct article_columns columns = article_columns_for(width, 12, ambiguous[wide]);
                article_row_append(&record, &columns, &out);
                struct str row = str_slice(buffer_str(&out), 0, out.length - 1);
                size_t taken = text_width(row, ambiguous[wide]);
                if (taken > width || str_find(row, STR("\033"), 0) != SIZE_MAX)
                    fail_msg("width %u: got %zu columns: %.*s", width, taken, STR_ARGS(row));
            }
}

static void columns_come_with_the_width(void **state)
{
    static const struct {
        unsigned width;
        const char *expected;
    } cases[] = {
        {30, " 12 ◐★ 雪线以西：一个测量员的…\n"},
        {60, " 12 ◐★ 雪线以西：一个测量员的三十年笔记，以及他…  2024-03-01\n"},
        {80, " 12 ◐★ 雪线以西：一个测量员的三十年笔记，…  斋中笔记         2024-03-01  4 min\n"},
        {120, " 12 ◐★ 雪线以西：一个测量员的三十年笔记，以及他在路上遇…  斋中笔记             "
              "2024-03-01  4 min    历史, read later\n"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        char name[32];
        struct article_record record = record_of(titles[2]);
        struct article_columns columns = article_columns_for(cases[i].width, 12, AMBIGUOUS_NARROW);
        article_row_append(&record, &columns, &out);
        snprintf(name, sizeof name, "width %u", cases[i].width);
        expect(name, cases[i].expected, &out);
    }
}

static void amounts(void **state)
{
    static const struct {
        int64_t bytes;
        const char *expected;
    } cases[] = {
        {0, "0 B"},
        {999, "999 B"},
        {1000, "1.0 kB"},
        {1049, "1.0 kB"},
        {1051, "1.1 kB"},
        {99900, "99.9 kB"},
        {100000, "100 kB"},
        {999400, "999 kB"},
        {999999, "1.0 MB"},
        {835584, "836 kB"},
        {1234567890, "1.2 GB"},
        {5000000000000, "5.0 TB"},
        {6000000000000000, "6000 TB"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        char name[32];
        amount_append_bytes(cases[i].bytes, &out);
        snprintf(name, sizeof name, "%lld bytes", (long long)cases[i].bytes);
        expect(name, cases[i].expected, &out);
    }
}

static void progress_lines(void **state)
{
    static const struct {
        int64_t done, total, elapsed_ms;
        const char *words, *expected;
    } cases[] = {
        {0, 0, 0, "", ""},
        {7, 0, 5000, "7 added", "7 added"},
        {0, 100, 0, "", "[....................]   0%"},
        {50, 100, 500, "", "[##########..........]  50%"},
        {25, 100, 30000, "25 added", "[#####...............]  25%  25 added  1:30 left"},
        {1, 1000, 20000, "", "[....................]   0%  5:33:00 left"},
        {100, 100, 90000, "", "[####################] 100%"},
        {900, 100, 90000, "", "[####################] 100%"},
        {-5, 100, 90000, "", "[....................]   0%"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        char name[32];
        progress_append(cases[i].done, cases[i].total, cases[i].elapsed_ms, cases[i].words, &out);
        snprintf(name, sizeof name, "case %zu", i);
        expect(name, cases[i].expected, &out);
    }
}

static void versions(void **state)
{
    struct article_version version = {.version = 2, .byte_count = 7, .concern = 3};
    CLEANUP_BUFFER struct buffer out = {0};
    (void)state;
    version_row_append_json(&version, &out);
    expect("json",
           "{\"version\":2,\"created\":\"1970-01-01T00:00:00Z\",\"bytes\":7,\"current\":false,"
           "\"concern\":\"shorter\"}\n",
           &out);
    assert_string_equal(concern_name(77), "");
    assert_string_equal(concern_sentence(-1), "");
}

static void days(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"2024-03-01T08:00:00+08:00", "2024-03-01"},
                                          {"2024-03", "2024-03"},
                                          {"1998", "1998"},
                                          {"--01-13", "01-13"},
                                          {"", ""}};
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        article_row_append_day(str_from(rows[i][0]), &got);
        assert_string_equal(got.bytes, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),
        cmocka_unit_test(json_is_one_line_whatever_is_in_it),
        cmocka_unit_test(tabs_keep_their_columns),
        cmocka_unit_test(no_row_is_wider_than_the_terminal),
        cmocka_unit_test(columns_come_with_the_width),
        cmocka_unit_test(amounts),
        cmocka_unit_test(progress_lines),
        cmocka_unit_test(versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
