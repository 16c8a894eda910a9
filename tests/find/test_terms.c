/* The words of a query in a text, all of them one after the other. */
#include "find/terms.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct query *parse(const char *text)
{
    struct query *query;
    struct query_fault fault;
    if (query_parse(str_from(text), &(struct query_options){0}, &query, &fault))
        fail_msg("%s: %s", text, fault.error.message);
    return query;
}

/* "0:质量 1:振兴": the term's number and the text. */
static void append_match(struct str text, struct snippet_match found, struct buffer *out)
{
    struct str part = str_slice(text, found.match.start, found.match.end);
    buffer_append_format(out, "%s%d:%.*s", out->length ? " " : "", found.term, STR_ARGS(part));
}

static void words(void **state)
{
    static const struct {
        const char *query, *text, *expected;
    } cases[] = {
        {"质量 振兴", "質量是振興，振兴靠质量", "0:質量 1:振興 1:振兴 0:质量"},
        {"质量 质量月", "全国质量月，质量", "1:质量月 0:质量"},
        {"量振 质量 振兴", "质量振兴", "1:质量 2:振兴"},
        {"letter -word", "Letters, ＬＥＴＴＥＲ, word; reletter", "0:Letter 0:ＬＥＴＴＥＲ"},
        {"=Cafe OR café", "café Cafe cafe", "1:café 0:Cafe 1:cafe"},
        {"カメラ", "かめらとｶﾒﾗ", "0:かめら 0:ｶﾒﾗ"},
        {"서점 오래된", "서울의 오래된 서점들", "1:오래된 0:서점"},
        {"~zhil /第.节/", "质量第一节，质料第二节", "0:质量 1:第一节 0:质料 1:第二节"},
        {"\"a b\"", "a b, a  b, a.b", "0:a b 0:a  b"},
        {"nothing", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct query *query = parse(cases[i].query);
        struct terms *terms = terms_new(query);
        struct snippet_match *matches;
        struct str text = str_from(cases[i].text);
        size_t count = terms_all(terms, (struct haystack){.text = text}, &matches);
        buffer_append_c(&got, "");
        for (size_t k = 0; k < count; k++)
            append_match(text, matches[k], &got);
        if (strcmp(got.bytes, cases[i].expected) != 0)
            fail_msg("%s in %s\nexpected: %s\ngot: %s", cases[i].query, cases[i].text,
                     cases[i].expected, got.bytes);
        free(matches);
        terms_free(terms);
        query_free(query);
    }
}

/* The walk is what asking for the next one again and again gives; and one text has one last match.
 */
static void walks(void **state)
{
    static const char *const pieces[] = {"质", "量", "振", "兴",      "。",
                                         "a",  "b",  " ",  "e\u0301", "\U0001F469\u200D\U0001F4BB",
                                         "カ", "서", "\n", "\xff"};
    static const char *const queries[] = {"质量 量振 振", "a ab b", "质 OR /量.振/ OR カ", "서 é"};
    (void)state;
    uint32_t seed = 2463534242;
    for (int round = 0; round < 400; round++) {
        CLEANUP_BUFFER struct buffer text = {0};
        struct query *query = parse(queries[round % 4]);
        struct terms *terms = terms_new(query);
        for (int i = 0; i < 60; i++) {
            seed ^= seed << 13, seed ^= seed >> 17, seed ^= seed << 5;
            buffer_append_c(&text, pieces[seed % (round % 3 ? 8 : ARRAY_LENGTH(pieces))]);
        }
        const struct haystack haystack = {.text = buffer_str(&text)};
        struct terms_scan scan;
        struct snippet_match walked, asked = {0};
        struct error error;
        size_t at = 0, count = 0;
        terms_scan_begin(&scan, terms, haystack, 0, SIZE_MAX);
        while (terms_scan_next(&scan, &walked, &error) == STATUS_OK) {
            enum status status = terms_next(terms, haystack, at, SIZE_MAX, &asked, &error);
            if (status || asked.match.start != walked.match.start ||
                asked.match.end != walked.match.end || asked.term != walked.term)
                fail_msg("%s in %s at %zu: expected %u-%u, got %u-%u", queries[round % 4],
                         text.bytes, at, asked.match.start, asked.match.end, walked.match.start,
                         walked.match.end);
            at = walked.match.end;
            count++;
        }
        assert_int_equal(terms_next(terms, haystack, at, SIZE_MAX, &asked, &error),
                         STATUS_NOT_FOUND);
        enum status status = terms_previous(terms, haystack, 0, SIZE_MAX, &asked, &error);
        assert_int_equal(status, count ? STATUS_OK : STATUS_NOT_FOUND);
        if (count)
            assert_int_equal(asked.match.end, at);
        terms_free(terms);
        query_free(query);
    }
}

/* Backward over more than one window, whatever is between; of one pattern and of several. */
static void previous(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    struct query *query = parse("没有 言");
    struct finder *finder;
    struct error error;
    assert_int_equal(finder_new(FINDER_REGEX, STR("言"), &finder, &error), STATUS_OK);
    struct terms *both[] = {terms_new(query), terms_of_finder(finder)};
    buffer_append_c(&text, "言");
    for (int i = 0; i < 100000; i++)
        buffer_append_c(&text, "无");
    buffer_append_c(&text, "言言");
    const struct haystack all = {.text = buffer_str(&text), .is_well_formed = true};
    const size_t expected[] = {text.length - 3, text.length - 6, 0};
    for (size_t k = 0; k < ARRAY_LENGTH(both); k++) {
        size_t before = SIZE_MAX;
        struct snippet_match found;
        for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
            assert_int_equal(terms_previous(both[k], all, 0, before, &found, &error), STATUS_OK);
            assert_int_equal(found.match.start, expected[i]);
            before = found.match.start;
        }
        assert_int_equal(terms_previous(both[k], all, 0, before, &found, &error), STATUS_NOT_FOUND);
        assert_int_equal(terms_previous(both[k], all, 3, text.length - 6, &found, &error),
                         STATUS_NOT_FOUND);
        assert_int_equal(terms_previous(both[k], (struct haystack){0}, 0, 0, &found, &error),
                         STATUS_NOT_FOUND);
        terms_free(both[k]);
    }
    query_free(query);
}

/* A term that takes too long is given up; the others are found, and then the reason comes. */
static void evil_term(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 3000; i++)
        buffer_append_c(&text, "质");
    buffer_append_c(&text, "c\n好，b"); /* else PCRE2 sees that b is missing */
    struct query *query = parse("/(质|质质)+b/ 好");
    struct terms *terms = terms_new(query);
    struct terms_scan scan;
    struct snippet_match found = {0};
    struct error error = {""};
    terms_scan_begin(&scan, terms, (struct haystack){.text = buffer_str(&text)}, 0, SIZE_MAX);
    assert_int_equal(terms_scan_next(&scan, &found, &error), STATUS_OK);
    assert_int_equal(found.term, 1);
    assert_int_equal(terms_scan_next(&scan, &found, &error), STATUS_TOO_LARGE);
    assert_true(error.message[0]);
    terms_free(terms);
    query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(walks),
        cmocka_unit_test(previous),
        cmocka_unit_test(evil_term),
    };
    return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
