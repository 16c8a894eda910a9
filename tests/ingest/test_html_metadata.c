/* Dates, titles, bylines and JSON-LD, each by table. */
#include "base/memory.h"
#include "ingest/metadata_date.h"
#include "ingest/metadata_html.h"
#include "ingest/metadata_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void check(size_t *failures, const char *input, const char *expected, struct str got)
{
    if (str_equal(str_from(expected), got))
        return;
    printf("input    [%s]\nexpected [%s]\ngot      [%.*s]\n", input, expected, STR_ARGS(got));
    ++*failures;
}

static void test_dates(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"2024-03-01", "2024-03-01"},
        {"2024-03-01T08:30:00+08:00", "2024-03-01T08:30:00+08:00"},
        {"2024-03-01T08:30:00.123+0800", "2024-03-01T08:30:00+08:00"},
        {"2024-03-01T00:30:00Z", "2024-03-01T00:30:00Z"},
        {"2024-3-1 8:05", "2024-03-01T08:05:00"},
        {"2024/03/01 08:30:09", "2024-03-01T08:30:09"},
        {"2024.03.01", "2024-03-01"},
        {"2024-03", "2024-03"},
        {"发布时间：2024年3月1日 08:30 来源", "2024-03-01T08:30:00"},
        {"2024年03月01日08时30分", "2024-03-01T08:30:00"},
        {"2024年3月1日（金）8時30分", "2024-03-01T08:30:00"},
        {"2024年3月1日星期五 下午3:05", "2024-03-01T15:05:00"},
        {"令和6年3月1日", "2024-03-01"},
        {"平成元年1月8日", "1989-01-08"},
        {"民國113年3月1日", "2024-03-01"},
        {"2024년 3월 1일", "2024-03-01"},
        {"March 1, 2024", "2024-03-01"},
        {"Posted on Mar. 1st, 2024 at 8:30 p.m.", "2024-03-01T20:30:00"},
        {"1 March 2024", "2024-03-01"},
        {"Fri, 01 Mar 2024 08:30:00 +0800", "2024-03-01T08:30:00+08:00"},
        {"Fri Mar 01 2024 08:30:00 GMT+0800 (中国标准时间)", "2024-03-01T08:30:00+08:00"},
        {"20240301", "2024-03-01"},
        {"20240301083000", "2024-03-01T08:30:00"},
        {"1709253000", "2024-03-01T00:30:00Z"},
        {"1709253000000", "2024-03-01T00:30:00Z"},
        {"新华社1月13日讯", "--01-13"},
        {"2024-13-01", ""},
        {"2023-02-30", ""},
        {"version 2024.3", ""},
        {"1234567", ""},
        {"tel 010-2024-12345", ""},
        {"", ""},
        {"2024年", ""},
        {"（2024年3月1日（", "2024-03-01"},
        {"2024年3月1日 周", "2024-03-01"},
        {"2024-03-01 8:30 a", "2024-03-01T08:30:00"},
    };
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer got CLEANUP_BUFFER = {0};
        date_find(str_from(rows[i][0]), true, &got);
        check(&failures, rows[i][0], rows[i][1], buffer_str(&got));
    }
    assert_int_equal(failures, 0);
}

static void test_titles(void **state)
{
    (void)state;
    static const struct {
        const char *page, *graph, *linked, *heading, *site, *expected;
    } rows[] = {
        {"山路修好了_社会新闻_远山网", "", "", "", "", "山路修好了"},
        {"山路修好了--时政--远山网", "", "", "", "", "山路修好了"},
        {"山路修好了-财经频道-远山网", "", "", "山路修好了", "", "山路修好了"},
        {"山路修好了｜即時新聞｜遠山電子報", "", "", "", "", "山路修好了"},
        {"A quiet harbour | The Coast", "", "", "A quiet harbour", "", "A quiet harbour"},
        {"A quiet harbour - The Coast", "", "", "", "The Coast", "A quiet harbour"},
        {"The Coast: A quiet harbour", "A quiet harbour", "", "", "The Coast", "A quiet harbour"},
        {"The well-known harbour", "", "", "", "", "The well-known harbour"},
        {"one - two - three", "one - two", "", "one - two", "", "one - two"},
        {"A quiet harbour | The Coast", "", "A quiet harbour", "Other", "", "A quiet harbour"},
        {"", "", "", "Only a heading", "", "Only a heading"},
        {"", "", "", "", "", ""},
        {"静かな港：海辺のニュース", "静かな港", "", "", "海辺", "静かな港"},
    };
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct str heading = str_from(rows[i].heading), site;
        struct title_sources sources = {str_from(rows[i].page),
                                        str_from(rows[i].graph),
                                        str_from(rows[i].linked),
                                        str_from(rows[i].site),
                                        &heading,
                                        heading.length > 0};
        check(&failures, rows[i].page, rows[i].expected, title_choose(&sources, &site));
    }
    assert_int_equal(failures, 0);
}

static void test_bylines(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"By Ann Lee", "Ann Lee"},
        {"作者：王小明", "王小明"},
        {"记者 林小舟 2024年3月1日", "林小舟"},
        {"文／陳大文", "陳大文"},
        {"105092", ""},
        {"admin", ""},
        {"https://example.org/a", ""},
        {"a@example.org", ""},
        {"王五 来源：远山网", "王五"},
        {"By Ann Lee | March 1", "Ann Lee"},
        {"", ""},
    };
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
        check(&failures, rows[i][0], rows[i][1], byline_clean(str_from(rows[i][0])));
    assert_int_equal(failures, 0);
}

static void test_json(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"{\"name\" : \"a\\u5c71\\ud83d\\ude00\\n\"}", "a山😀 "},
        {"{\"x\":{\"name\":\"no\"},\"name\":\"yes\",}", "yes"},
        {"/*<![CDATA[*/ {\"name\":\"a\nb\"} /*]]>*/", "a\nb"},
        {"{\"name\":12}", "12"},
        {"{\"name\":\"cut", "cut"},
        {"{\"name\":\"\\u12", ""},
        {"{\"name\":\"\\", "\""},
    };
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct arena *arena = arena_new();
        size_t count;
        const struct json_node *nodes = json_read(str_from(rows[i][0]), arena, &count);
        size_t object = 0;
        while (object < count && nodes[object].kind != JSON_OBJECT)
            object++;
        size_t name = object < count ? json_member(nodes, object, STR("name")) : 0;
        check(&failures, rows[i][0], rows[i][1], name ? nodes[name].text : STR("(none)"));
        arena_free(arena);
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates), cmocka_unit_test(test_titles),
                                       cmocka_unit_test(test_bylines), cmocka_unit_test(test_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
