/* Search finds just what a scan of the texts finds. */
#include "library/library_test.h"

#include "find/finder.h"
#include "library/change.h"
#include "library/holds.h"
#include "library/passage.h"
#include "library/search.h"
#include "text/utf8.h"

enum { ARTICLES = 60, QUERIES = 1500 };

/* Few of each kind, so that they meet; traditional beside simplified, half beside full width. */
static const char *const letters[] = {
    "后", "後", "发", "發", "髮", "质", "質", "量",     "的",     "一", "国", "國",
    "か", "が", "カ", "ガ", "ｶﾞ", "ー", "한", "하",     "국",     "a",  "b",  "A",
    "é",  "e",  "1",  "20", "９", "x",  "я",  "й",      "，",     "。", ",",  ".",
    " ",  " ",  "\n", "\n", "-",  "+",  "#",  "\u200d", "\u00ad", "👍",  "‘",  "葛\U000E0100",
};

static const char *random_letter(uint64_t *random)
{
    return letters[random_next(random) % ARRAY_LENGTH(letters)];
}

static void random_text(uint64_t *random, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_c(out, random_letter(random));
    buffer_append_byte(out, '\0');
    out->length--;
}

static int compare_ids(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    return (left->article > right->article) - (left->article < right->article);
}

/* "1 5 12", ascending. */
static const char *found(struct library *library, const char *text)
{
    static char out[4096];
    struct error error;
    struct search_result result;
    struct query *query = parse_query(text);
    size_t length = 0;
    assert_ok(search_run(library, query, 0, &result, &error));
    assert_int_equal(result.hit_count, result.article_count);
    qsort(result.hits, result.hit_count, sizeof *result.hits, compare_ids);
    out[0] = '\0';
    for (size_t i = 0; i < result.hit_count && !result.is_loose; i++)
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%lld", i ? " " : "",
                                   (long long)result.hits[i].article);
    search_result_release(&result);
    query_free(query);
    return out;
}

static bool holds(const struct document *document, struct str title, struct str term,
                  enum finder_kind kind)
{
    struct query_node node = {.kind = kind == FINDER_REGEX ? QUERY_REGEX : QUERY_TEXT,
                              .text = term,
                              .is_exact = kind == FINDER_EXACT};
    struct term sought;
    struct error error;
    assert_ok(term_init(&sought, &node, &error));
    bool is_there =
        term_is_in(&sought, (struct haystack){.text = title}) ||
        term_is_in(&sought, (struct haystack){.text = document->text, .document = document});
    term_release(&sought);
    return is_there;
}

static const char *scanned(struct document **documents, const struct buffer *titles,
                           struct str term, enum finder_kind kind)
{
    static char out[4096];
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ARTICLES; i++)
        if (holds(documents[i], buffer_str(&titles[i]), term, kind))
            length += (size_t)snprintf(out + length, sizeof out - length, "%s%zu",
                                       length ? " " : "", i + 1);
    return out;
}

/* Quotes and control characters cannot stand in a quoted term. */
static void quote(struct str term, enum finder_kind kind, struct buffer *out)
{
    const char *format = kind == FINDER_REGEX   ? "/%.*s/"
                         : kind == FINDER_EXACT ? "=\"%.*s\""
                                                : "\"%.*s\"";
    buffer_append_format(out, format, STR_ARGS(term));
}

/* Of all that a regular expression is made of, and letters that are in the texts. */
static void random_regex(uint64_t *random, struct buffer *out)
{
    static const char *const pieces[] = {
        ".",     "..",     "?",     "*",    "+",   "{0,2}", "{2}", "+?",   "|",     "(国|x)",
        "(?:a)", "[^]a]",  "[国x]", "\\b",  "\\s", "\\d",   "\\w", "^",    "$",     "\\p{Han}",
        "\\.",   "(?=国)", "(?!a)", "(?i)", "xab", " xab",  "aba", "国的", "a*(b)?"};
    for (size_t i = 0, count = 1 + random_next(random) % 6; i < count; i++) {
        const char *letter = random_letter(random);
        if (random_next(random) % 2)
            letter = pieces[random_next(random) % ARRAY_LENGTH(pieces)];
        buffer_append_c(out, strcmp(letter, "\n") == 0 ? "\\n" : letter);
    }
    buffer_append_byte(out, '\0');
    out->length--;
}

/* A / before a blank is a word of its own. */
static bool is_regex(struct str pattern)
{
    struct finder *finder;
    struct error ignored;
    if (str_starts(pattern, STR(" ")) || finder_new(FINDER_REGEX, pattern, &finder, &ignored))
        return false;
    finder_free(finder);
    return true;
}

static void like_a_scan(void **state)
{
    struct fixture *fixture = *state;
    struct document *documents[ARTICLES];
    static struct buffer titles[ARTICLES], bodies[ARTICLES];
    uint64_t random = 88172645463325252u;
    for (size_t i = 0; i < ARTICLES; i++) {
        random_text(&random, 1 + random_next(&random) % 6, &titles[i]);
        random_text(&random, 1 + random_next(&random) % 120, &bodies[i]);
        buffer_append_c(&titles[i], "題");
        buffer_append_c(&bodies[i], "文");
        struct sample sample = {
            .title = titles[i].bytes, .text = bodies[i].bytes, .language = "zh"};
        add_sample(fixture->library, &sample);
        documents[i] = sample_document(&sample);
        titles[i].length = 0;
        buffer_append(&titles[i], documents[i]->metadata.title);
    }
    for (size_t i = 0; i < QUERIES; i++) {
        CLEANUP_BUFFER struct buffer term = {0}, query = {0};
        enum finder_kind kind = i % 5 == 4   ? FINDER_EXACT
                                : i % 5 == 3 ? FINDER_REGEX
                                             : FINDER_FOLDED;
        if (kind == FINDER_REGEX)
            random_regex(&random, &term);
        else
            random_text(&random, 1 + random_next(&random) % 5, &term);
        if (str_trim_ascii(buffer_str(&term)).length == 0 ||
            (kind == FINDER_REGEX && !is_regex(buffer_str(&term))))
            continue;
        quote(buffer_str(&term), kind, &query);
        char *expected = strdup(scanned(documents, titles, buffer_str(&term), kind));
        const char *got = found(fixture->library, query.bytes);
        if (strcmp(expected, got) != 0)
            fail_msg("%s:\nexpected %s\ngot      %s", query.bytes, expected, got);
        free(expected);
    }
    for (size_t i = 0; i < ARTICLES; i++) {
        document_free(documents[i]);
        buffer_release(&titles[i]);
        buffer_release(&bodies[i]);
    }
}

static const struct sample samples[] = {
    {.title = "新文化运动时期，鲁迅先生在北京",
     .text = "macOS 免费小工具与 TimeGPT：第一个时间序列的大模型"},
    {.title = "関西国際空港", .text = "東京特許許可局。かがみ"},
    {.title = "一篇文章，讨论", .text = "文章，讨论。\nmacOS免费小工具，重跑gen-itgc后50条"},
    {.title = "한국어", .text = "하늘 아래 서점. 修复 ok"},
    {.title = "C", .text = "学C语言 Ｃ＋＋ c++ c# .net ＡＢＣ 2020年报"},
    {.title = "Soft", .text = "soft\u00adware 干部幹部乾杯\n皇后與後來"},
};

static void cases(void **state)
{
    static const struct {
        const char *query, *ids;
    } cases[] = {
        {"鲁迅", "1"},
        {"免费小工具", "1 3"},
        {"时间序列", "1"},
        {"国際", "2"},
        {"国际", "2"},
        {"東京", "2"},
        {"东京", "2"},
        {"macOS", "1 3"},
        {"macos免费", "3"},
        {"itgc", "3"},
        {"\"修复 ok\"", "4"},
        {"修复 ko", ""},
        {"文章讨论", ""},
        {"\"文章，讨论\"", "3"},
        {"か", "2"},
        {"が", "2"},
        {"한", "4"},
        {"하", "4"},
        {"的", "1"},
        {"C语言", "5"},
        {"c++", "5"},
        {"C#", "5"},
        {".net", "5"},
        {"abc", "5"},
        {"ＡＢＣ", "5"},
        {"software", "6"},
        {"20年", "5"},
        {"0年报", "5"},
        {"干部", "6"},
        {"幹部", "6"},
        {"皇後", "6"},
        {"后来", "6"},
        {"=后来", ""},
        {"=後來", "6"},
        {"免费 -macos免费", "1"},
        {"鲁迅 OR 東京", "1 2"},
        {"(鲁迅 OR 東京) 空港", "2"},
        {"title:文章", "3"},
        {"/第.个/", "1"},
        {"/第.个|后+$/", "1"},
        {"/后台|后?台|重跑/", "3"},
        {"/\\bsoft/", "6"},
        {"/免费.{0,4}具/", "1 3"},
        {"/\\d{4}年/", "5"},
        {"是什么东西在时间序列里", ""},
        {"，", "1 3"},
        {"-的", "2 3 4 5 6"},
        {"lang:xx", ""},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++)
        add_sample(fixture->library, &samples[i]);
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const char *got = found(fixture->library, cases[i].query);
        if (strcmp(got, cases[i].ids) != 0)
            fail_msg("%s: expected “%s”, got “%s”", cases[i].query, cases[i].ids, got);
    }
}

static void what_the_index_does_not_know(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct str tag = STR("魚鳥");
    struct document *document;
    struct article_record record;
    size_t count;
    int64_t id, first[] = {1}, second[] = {2};
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++)
        add_sample(library, &samples[i]);
    assert_ok(change_tags(library, (struct id_list){second, 1}, &tag, 1, NULL, 0, &count, &error));
    assert_ok(article_document(library, 1, 0, &document, &error));
    assert_ok(article_read(library, 1, &record, &error));
    assert_ok(
        passage_add(library, 1, record.text, document, 0, 9, STR("读到鱼就想起"), 0, &id, &error));
    assert_string_equal(found(library, "鱼"), "1 2");
    assert_string_equal(found(library, "鱼鸟"), "2");
    assert_string_equal(found(library, "鱼 免费"), "1");
    assert_string_equal(found(library, "note:读到"), "1");
    assert_string_equal(found(library, "has:note"), "1");
    assert_ok(change_trash(library, (struct id_list){first, 1}, true, &count, &error));
    assert_string_equal(found(library, "鱼"), "2");
    assert_string_equal(found(library, "的"), "");
    assert_string_equal(found(library, "的 is:trash"), "1");
    assert_string_equal(found(library, "免费"), "3");
    document_free(document);
    article_record_release(&record);
}

/* A title says more than a text, a question finds its answer, the newest comes first of equals. */
static void the_best_come_first(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    static const struct sample ranked[] = {
        {.title = "灯", .text = "码头的旧灯塔在雾里亮着，守塔人每天点灯。"},
        {.title = "守塔人的一天", .text = "他记下风向与潮水。"},
        {.title = "海", .text = "雾散以后，有人说起守塔人。"},
        {.title = "灯塔建于哪里", .text = "旧灯塔建于嘉庆年间，由石匠陈阿福主持。"},
    };
    static const struct {
        const char *query;
        int64_t first;
        bool is_loose;
    } cases[] = {{"守塔人", 2, false}, {"灯塔", 4, false}, {"旧灯塔是由谁主持修建的？", 4, true}};
    for (size_t i = 0; i < ARRAY_LENGTH(ranked); i++)
        add_sample(library, &ranked[i]);
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct search_result result;
        struct query *query = parse_query(cases[i].query);
        assert_ok(search_run(library, query, 2, &result, &error));
        if (result.hits[0].article != cases[i].first || result.is_loose != cases[i].is_loose)
            fail_msg("%s: expected %lld first, got %lld (%f), then %lld (%f)", cases[i].query,
                     (long long)cases[i].first, (long long)result.hits[0].article,
                     (double)result.hits[0].score, (long long)result.hits[1].article,
                     (double)result.hits[1].score);
        search_result_release(&result);
        assert_ok(search_glance(library, query, 2, &result, &error));
        search_result_release(&result);
        query_free(query);
    }
}

/* Articles that say it more or less often, one in fifty in the title. */
static void add_many(struct library *library, size_t count)
{
    struct error error;
    assert_ok(library_begin(library, &error));
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        for (size_t j = 0; j <= i % 7; j++)
            buffer_append_format(&text, "灯塔在雾里。the lamp %zu. ", i);
        for (size_t j = 0; j < i % 11; j++)
            buffer_append_c(&text, "海浪拍岸，");
        add_sample(library,
                   &(struct sample){.title = i % 50 ? "记" : "灯塔记 Lamp", .text = text.bytes});
    }
    assert_ok(library_commit(library, &error));
}

/* The first of many are the same, whether they alone are asked for or all. */
static void the_best_of_many(void **state)
{
    enum { MANY = 2500, FIRST = 7 };
    static const char *const queries[] = {"灯塔",         "灯塔在雾里", "雾里 海浪",
                                          "la",           "t",          "\"the la\"",
                                          "灯塔 OR 海浪", "塔",         "灯塔 is:unread"};
    struct fixture *fixture = *state;
    struct error error;
    add_many(fixture->library, MANY);
    for (size_t i = 0; i < ARRAY_LENGTH(queries); i++) {
        struct search_result all, first;
        struct query *query = parse_query(queries[i]);
        assert_ok(search_run(fixture->library, query, 0, &all, &error));
        assert_ok(search_run(fixture->library, query, FIRST, &first, &error));
        size_t least =
            strstr(queries[i], "海浪") && !strstr(queries[i], "OR") ? MANY * 10 / 11 : MANY;
        if (all.article_count != all.hit_count || all.hit_count < least - 1)
            fail_msg("%s: expected %zu, got %zu of %zu", queries[i], least, all.hit_count,
                     all.article_count);
        if (first.article_count != all.article_count || first.match_count != all.match_count ||
            first.hit_count != FIRST)
            fail_msg("%s: expected %zu articles, %zu matches, got %zu, %zu", queries[i],
                     all.article_count, all.match_count, first.article_count, first.match_count);
        for (size_t j = 0; j < FIRST; j++)
            if (first.hits[j].article != all.hits[j].article)
                fail_msg("%s: expected %lld as number %zu, got %lld", queries[i],
                         (long long)all.hits[j].article, j, (long long)first.hits[j].article);
        search_result_release(&all);
        search_result_release(&first);
        query_free(query);
    }
}

static bool stops_at_once(void *closure)
{
    ++*(int *)closure;
    return true;
}

/* Ranking many hits of one phrase is not SQLite's loop, and stops all the same. */
static void a_search_stops(void **state)
{
    enum { MANY = 6000 };
    struct fixture *fixture = *state;
    struct error error;
    struct search_result result;
    struct query *query = parse_query("灯塔");
    int asked = 0;
    add_many(fixture->library, MANY);
    library_set_stop(fixture->library, stops_at_once, &asked);
    assert_int_equal(search_run(fixture->library, query, 20, &result, &error), STATUS_CANCELLED);
    library_set_stop(fixture->library, NULL, NULL);
    assert_true(asked > 0);
    assert_ok(search_run(fixture->library, query, 20, &result, &error));
    assert_int_equal(result.article_count, MANY);
    search_result_release(&result);
    query_free(query);
}

/* Of many the rows are taken without SQL between them; those in the trash do not count. */
static void one_character_of_many(void **state)
{
    enum { MANY = 6000 };
    struct fixture *fixture = *state;
    struct error error;
    struct search_result result;
    struct query *query = parse_query("灯");
    int64_t trashed[] = {1, 4200, MANY};
    size_t count;
    add_many(fixture->library, MANY);
    assert_ok(change_trash(fixture->library, (struct id_list){trashed, 3}, true, &count, &error));
    assert_ok(search_run(fixture->library, query, 20, &result, &error));
    assert_int_equal(result.article_count, MANY - 3);
    assert_int_equal(result.hit_count, 20);
    search_result_release(&result);
    query_free(query);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(like_a_scan),
        ON_A_LIBRARY(cases),
        ON_A_LIBRARY(what_the_index_does_not_know),
        ON_A_LIBRARY(the_best_come_first),
        ON_A_LIBRARY(the_best_of_many),
        ON_A_LIBRARY(a_search_stops),
        ON_A_LIBRARY(one_character_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
