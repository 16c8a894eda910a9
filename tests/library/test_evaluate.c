/* What a query of many parts finds is what its parts find, each asked alone, put together by hand;
 * and what a part finds is what the articles say. */
#include "library/library_test.h"

#include "find/query.h"
#include "library/change.h"
#include "library/evaluate.h"
#include "library/holds.h"
#include "library/index_state.h"
#include "library/library_private.h"
#include "library/search.h"
#include "library/select.h"
#include "library/tag.h"
#include "text/pinyin.h"

enum { ARTICLES = 100, DEPTH = 4 };

static const char *const words[] = {
    "质量", "振兴", "重庆",     "银行",   "长乐",   "量",   "音乐",  "zebra", "alpha", "zhi",
    "data", "the",  "alphabet", "カメラ", "きって", "한국", "naïve", "2020",  "zh",    "行"};
static const char *const sites[] = {"例の新聞", "example.org", "斋中笔记", "alpha daily", ""};
static const char *const bylines[] = {"林砚秋", "Ann Bee", "alpha", "质量", ""};
static const char *const tags[] = {"历史", "alpha", "乐"};

static const char *const leaves[] = {
    "质量",
    "振兴",
    "量",
    "行",
    "alpha",
    "alph",
    "al",
    "zebra",
    "data",
    "zh",
    "zl",
    "zhil",
    "=Alpha",
    "=alpha",
    "\"质量 振兴\"",
    "\"zebra a\"",
    "title:alpha",
    "title:质",
    "title:zh",
    "byline:alpha",
    "byline:质量",
    "site:例の新聞",
    "site:alpha",
    "site:example.org",
    "url:example",
    "tag:历史",
    "tag:alpha",
    "is:unread",
    "is:reading",
    "is:finished",
    "is:starred",
    "is:trash",
    "is:incomplete",
    "~zl",
    "~zx",
    "~cq",
    "~yh",
    "~zhongqing",
    "~chongq",
    "~yinhang",
    "~km",
    "~z",
    "~al",
    "~ab",
    "~cl",
    "/alph?a/",
    "/质.振/",
    "/al(pha)+/",
    "/[0-9]{4}/",
    "lang:zh",
    "has:note",
    "小时候",
    "2020",
    "nai",
    "title:al",
    "url:=example",
    "chars:<40",
    "added:2023",
    "=质",
    "/z/",
};

static const char *pick(uint64_t *random, const char *const *list, size_t count)
{
    return list[random_next(random) % count];
}
#define PICK(random, list) pick((random), (list), ARRAY_LENGTH(list))

static void append_words(uint64_t *random, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_c(out, PICK(random, words));
        buffer_append_c(out, random_next(random) % 3 ? " " : "");
    }
}

/* Some take the place of an article that is there, with another title, byline and text. */
static void add_random(struct library *library, uint64_t *random, int number, int last)
{
    CLEANUP_BUFFER struct buffer title = {0}, text = {0};
    char url[64];
    bool replaces = last && random_next(random) % 3 == 0;
    snprintf(url, sizeof url, "https://%s.example/%d", number % 4 ? "alpha" : "b",
             replaces ? (int)(random_next(random) % (unsigned)last) : number);
    append_words(random, 1 + random_next(random) % 4, &title);
    append_words(random, 2 + random_next(random) % 12, &text);
    buffer_append_format(&text, "\n%d ", number);
    append_words(random, random_next(random) % 5, &text);
    struct sample sample = {.title = title.bytes,
                            .byline = PICK(random, bylines),
                            .site = PICK(random, sites),
                            .url = url,
                            .language = number % 2 ? "zh" : "en",
                            .text = text.bytes};
    add_sample(library, &sample);
}

static void change_some(struct library *library, uint64_t *random)
{
    struct error error;
    size_t count;
    int64_t last = 0;
    assert_ok(statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""), &last,
                               &error));
    for (int i = 0; i < 30; i++) {
        int64_t id = 1 + random_next(random) % (uint32_t)last;
        struct id_list one = {&id, 1};
        struct str tag = str_from(PICK(random, tags));
        switch (random_next(random) % 4) {
        case 0:
            assert_ok(change_trash(library, one, random_next(random) % 2, &count, &error));
            break;
        case 1:
            assert_ok(change_tags(library, one, &tag, 1, NULL, 0, &count, &error));
            break;
        case 2:
            assert_ok(change_starred(library, one, true, &count, &error));
            break;
        default:
            assert_ok(change_state(library, one, (enum article_state)(random_next(random) % 3),
                                   &count, &error));
        }
    }
}

/* In many small segments and a few large ones, not all of them the oldest. */
static void fill(struct library *library, uint64_t *random)
{
    struct error error;
    for (int i = 0; i < ARTICLES;) {
        int end = i + 1 + (int)(random_next(random) % 20);
        assert_ok(library_begin(library, &error));
        for (int before = i; i < end; i++)
            add_random(library, random, i, before);
        assert_ok(library_commit(library, &error));
        if (random_next(random) % 4 == 0)
            assert_ok(index_settle(library, &error));
        change_some(library, random);
    }
}

static void append_query(uint64_t *random, int depth, struct buffer *out)
{
    uint32_t kind = random_next(random) % 8;
    if (depth == 0 || kind < 2) {
        if (random_next(random) % 3 == 0)
            buffer_append_c(out, "-");
        buffer_append_c(out, PICK(random, leaves));
        return;
    }
    bool is_or = kind < 5;
    buffer_append_c(out, random_next(random) % 4 ? "(" : "-(");
    for (size_t i = 0, count = 2 + random_next(random) % 3; i < count; i++) {
        buffer_append_c(out, i == 0 ? "" : is_or ? " OR " : " ");
        append_query(random, depth - 1, out);
    }
    buffer_append_c(out, ")");
}

/* Whatever was asked, nothing is kept open. */
static void assert_at_rest(struct library *library, const char *query)
{
    if (sqlite3_txn_state(library->database, "main") != SQLITE_TXN_NONE)
        fail_msg("%s: a transaction is left open", query);
    for (sqlite3_stmt *row = NULL; (row = sqlite3_next_stmt(library->database, row));)
        if (sqlite3_stmt_busy(row))
            fail_msg("%s: not reset: %s", query, sqlite3_sql(row));
}

static void ask(struct library *library, const struct query *query, const struct query_node *root,
                enum select_scope scope, struct id_set *set, bool *ret_asks_trash)
{
    struct query alone = *query;
    struct error error;
    alone.root = root;
    assert_ok(library_begin_reading(library, &error));
    assert_ok(evaluate(library, &alone, scope, set, ret_asks_trash, &error));
    library_end_reading(library);
}

static void put_together(struct library *library, const struct query *query,
                         const struct query_node *node, enum select_scope scope,
                         const struct id_set *all, struct id_set *set, bool *asks_trash)
{
    bool leaf_asks = false;
    if (node->child_count == 0) {
        ask(library, query, node, scope, set, &leaf_asks);
        *asks_trash |= leaf_asks;
        return;
    }
    if (node->kind != QUERY_OR)
        id_set_copy(all, set);
    for (size_t i = 0; i < node->child_count; i++) {
        struct id_set child CLEANUP_ID_SET = {0};
        put_together(library, query, node->children[i], scope, all, &child, asks_trash);
        if (node->kind == QUERY_OR)
            id_set_unite(set, &child);
        else if (node->kind == QUERY_AND)
            id_set_intersect(set, &child);
        else
            id_set_subtract(set, &child);
    }
}

static void assert_equal(const struct id_set *expected, const struct id_set *got, const char *query,
                         const char *how)
{
    for (int64_t id = 1; id <= 2 * ARTICLES; id++)
        if (id_set_has(expected, id) != id_set_has(got, id))
            fail_msg("%s, %s: %lld is %s", query, how, (long long)id,
                     id_set_has(got, id) ? "no hit" : "missing");
    assert_int_equal(id_set_count(expected), id_set_count(got));
}

static void gather_selection(struct library *library, const struct query *query,
                             enum select_scope scope, struct id_set *set)
{
    struct selection *selection;
    struct error error;
    assert_ok(selection_make(library, query, scope, false, &selection, &error));
    selection_gather(selection, set);
    selection_free(selection);
}

static void assert_search(struct library *library, const struct query *query, const char *text,
                          const struct id_set *expected, const char *how)
{
    struct id_set found CLEANUP_ID_SET = {0};
    struct search_result result;
    struct error error;
    assert_ok(search_run(library, query, 0, &result, &error));
    if (!result.is_loose) {
        assert_int_equal(result.hit_count, result.article_count);
        for (size_t i = 0; i < result.hit_count; i++)
            id_set_add(&found, result.hits[i].article);
        assert_int_equal(id_set_count(&found), result.hit_count);
        assert_equal(expected, &found, text, how);
    }
    search_result_release(&result);
    assert_ok(search_glance(library, query, 5, &result, &error));
    for (size_t i = 0; i < result.hit_count; i++)
        if (!id_set_has(expected, result.hits[i].article) && !query->root->child_count)
            fail_msg("%s, %s: %lld at a glance is no hit", text, how,
                     (long long)result.hits[i].article);
    search_result_release(&result);
}

static void assert_query(struct library *library, const char *text, const char *how)
{
    struct query *query = parse_query(text);
    struct id_set all CLEANUP_ID_SET = {0}, trash CLEANUP_ID_SET = {0};
    struct error error;
    assert_ok(
        statement_finish(library, statement_bind(library, STATEMENT_SET_ALL, "p", &all), &error));
    assert_ok(statement_finish(library, statement_bind(library, STATEMENT_SET_TRASH, "p", &trash),
                               &error));
    for (int scope = SELECT_ROWS; scope <= SELECT_TEXT; scope++) {
        struct id_set expected CLEANUP_ID_SET = {0}, got CLEANUP_ID_SET = {0},
                               selected CLEANUP_ID_SET = {0};
        bool expected_trash = false, got_trash = false;
        put_together(library, query, query->root, (enum select_scope)scope, &all, &expected,
                     &expected_trash);
        ask(library, query, query->root, (enum select_scope)scope, &got, &got_trash);
        assert_equal(&expected, &got, text, how);
        assert_int_equal(expected_trash, got_trash);
        if (!expected_trash)
            id_set_subtract(&expected, &trash);
        gather_selection(library, query, (enum select_scope)scope, &selected);
        assert_equal(&expected, &selected, text, how);
        if (scope == SELECT_TEXT)
            assert_search(library, query, text, &expected, how);
    }
    assert_at_rest(library, text);
    query_free(query);
}

static void assert_queries(struct library *library, uint64_t *random, size_t count, const char *how)
{
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        append_query(random, 1 + (int)(random_next(random) % DEPTH), &text);
        assert_query(library, text.bytes, how);
    }
}

static void build(struct library *library, unsigned rounds)
{
    struct error error;
    for (bool is_done = false; !is_done && rounds > 0; rounds--)
        assert_ok(index_build_some(library, 0, &is_done, &error));
}

static void parts_put_together(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    uint64_t random = UINT64_C(88172645463325252);
    fill(fixture->library, &random);
    assert_queries(fixture->library, &random, 80, "indexed");
    assert_ok(index_settle(fixture->library, &error));
    fixture_reopen(fixture);
    assert_queries(fixture->library, &random, 20, "settled");
    assert_ok(index_restart(fixture->library, &error));
    assert_queries(fixture->library, &random, 12, "without an index");
    build(fixture->library, 60);
    assert_queries(fixture->library, &random, 20, "half built");
    build(fixture->library, 10000);
    assert_queries(fixture->library, &random, 20, "built anew");
    fixture->library->is_index_damaged = true;
    assert_queries(fixture->library, &random, 12, "damaged");
}

static bool stop_after(void *closure)
{
    int *left = closure;
    return --*left < 0;
}

/* Stopped anywhere, it says so or is right; nothing is left open, and it is right the next time. */
static void stopped_anywhere(void **state)
{
    struct library *library = ((struct fixture *)*state)->library;
    uint64_t random = UINT64_C(2463534242);
    size_t stopped_count = 0;
    fill(library, &random);
    for (int i = 0; i < 200; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        struct error error;
        struct selection *selection;
        int left = (int)(random_next(&random) % 12);
        append_query(&random, 2, &text);
        struct query *query = parse_query(text.bytes);
        library_set_stop(library, stop_after, &left);
        enum status status =
            selection_make(library, query, (enum select_scope)(i % 2), false, &selection, &error);
        library_set_stop(library, NULL, NULL);
        assert_true(status == STATUS_OK || status == STATUS_CANCELLED);
        if (!status)
            selection_free(selection);
        stopped_count += status == STATUS_CANCELLED;
        assert_at_rest(library, text.bytes);
        query_free(query);
        if (i % 8 == 0)
            assert_query(library, text.bytes, "stopped before");
    }
    assert_true(stopped_count > 20);
}

static bool has_tag(struct library *library, int64_t article, const struct term *term)
{
    bool has = false;
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(library->database,
                                        "SELECT tag.name FROM article_tag JOIN tag ON tag.id = "
                                        "article_tag.tag WHERE article_tag.article = ?1",
                                        -1, &row, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(row, 1, article);
    while (sqlite3_step(row) == SQLITE_ROW)
        has |= term_is_in(term, (struct haystack){.text = statement_text(row, 0)});
    sqlite3_finalize(row);
    return has;
}

static bool is_typed_so(struct library *library, int64_t article, struct str letters)
{
    struct article_record record;
    struct match match;
    struct error error;
    struct pinyin_pattern *pattern = pinyin_pattern_new(letters);
    assert_ok(article_read(library, article, &record, &error));
    bool is_typed = pinyin_next(pattern, record.title, 0, &match);
    article_record_release(&record);
    pinyin_pattern_free(pattern);
    return is_typed;
}

static bool is_plain(const struct query_node *node)
{
    return node->kind == QUERY_TEXT && !node->is_exact && !node->is_phrase &&
           (node->field == QUERY_FIELD_ANY || node->field == QUERY_FIELD_TITLE);
}

/* The article's own words decide. */
static bool says(struct library *library, const struct query_node *node, enum select_scope scope,
                 int64_t article)
{
    struct term term;
    struct error error;
    bool holds = false, is_any = node->field == QUERY_FIELD_ANY;
    if (node->kind == QUERY_PINYIN)
        return is_typed_so(library, article, node->text);
    assert_ok(term_init(&term, node, &error));
    if (scope == SELECT_TEXT && is_any)
        assert_ok(text_holds(library, article, &term, &holds, &error));
    else
        assert_ok(row_holds(library, article, &term, node->field, &holds, &error));
    holds |= is_any && has_tag(library, article, &term);
    term_release(&term);
    return holds ||
           (scope == SELECT_ROWS && is_plain(node) && is_typed_so(library, article, node->text));
}

static void assert_leaf(struct library *library, const char *text, const char *how)
{
    struct query *query = parse_query(text);
    const struct query_node *node = query->root;
    bool ignored;
    for (int scope = SELECT_ROWS; scope <= SELECT_TEXT; scope++) {
        struct id_set expected CLEANUP_ID_SET = {0}, got CLEANUP_ID_SET = {0},
                               all CLEANUP_ID_SET = {0};
        struct error error;
        assert_ok(statement_finish(library, statement_bind(library, STATEMENT_SET_ALL, "p", &all),
                                   &error));
        for (int64_t id = id_set_next(&all, 0); id > 0; id = id_set_next(&all, id))
            if (says(library, node, (enum select_scope)scope, id))
                id_set_add(&expected, id);
        ask(library, query, node, (enum select_scope)scope, &got, &ignored);
        assert_equal(&expected, &got, text, how);
    }
    query_free(query);
}

static void assert_leaves(struct library *library, const char *how)
{
    for (size_t i = 0; i < ARRAY_LENGTH(leaves); i++) {
        struct query *query = parse_query(leaves[i]);
        enum query_kind kind = query->root->kind;
        query_free(query);
        if (kind == QUERY_TEXT || kind == QUERY_PINYIN || kind == QUERY_REGEX)
            assert_leaf(library, leaves[i], how);
    }
}

static void parts_are_what_articles_say(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    uint64_t random = UINT64_C(362436069);
    fill(fixture->library, &random);
    assert_leaves(fixture->library, "indexed");
    assert_ok(index_settle(fixture->library, &error));
    fixture_reopen(fixture);
    assert_leaves(fixture->library, "settled");
    assert_ok(index_restart(fixture->library, &error));
    build(fixture->library, 60);
    assert_leaves(fixture->library, "half built");
    for (int i = ARTICLES; i < ARTICLES + 30; i++)
        add_random(fixture->library, &random, i, i);
    assert_leaves(fixture->library, "changed while it is built");
    build(fixture->library, 10000);
    assert_leaves(fixture->library, "built anew");
}

/* A word that moves from one column to another, its two newest segments made one. */
static void a_word_that_moved(void **state)
{
    struct library *library = ((struct fixture *)*state)->library;
    struct error error;
    struct sample sample = {.title = "Alpha bread",
                            .byline = "Bee",
                            .url = "https://x.example/1",
                            .text = "A letter is a slow thing."};
    assert_int_equal(add_sample(library, &sample).outcome, STORE_ADDED);
    assert_ok(index_settle(library, &error));
    sample.title = "Bread";
    sample.byline = "Alpha";
    sample.text = "A letter is a slow thing, and slower to answer.";
    assert_int_equal(add_sample(library, &sample).outcome, STORE_UPDATED);
    assert_string_equal(ids_of(library, "title:alpha"), "");
    assert_ok(index_settle(library, &error));
    assert_string_equal(ids_of(library, "byline:alpha"), "1");
    assert_string_equal(ids_of(library, "title:alpha"), "");
}

static const char *const pieces[] = {
    "质",   "量", "在", "线",     "行", "長",   "女", "绿", "a",    "B",  "ng", "z",
    "h",    "2",  " ",  "，",     "か", "きゃ", "っ", "ん", "う",   "お", "ー", "と",
    "シュ", "ち", "は", "\u200D", "を", "じゃ", "西", "安", "ふぁ", "kg", "한", "e\u0301",
};
static const char *const letters[] = {
    "zhi",   "liang", "z",   "l",  "zai", "xian", "hang", "chang", "nv", "lv", "a",  "b", "n",
    "g",     "h",     "2",   "ka", "kya", "kk",   "nn",   "u",     "o",  "to", "oo", "k", "tt",
    "xi'an", "shu",   "chi", "ti", "ha",  "wo",   "ja",   "xi",    "an", "fa", "te", "’",
};

static void append_some(uint64_t *random, const char *const *list, size_t count, size_t most,
                        struct buffer *out)
{
    for (size_t i = 1 + random_next(random) % most; i > 0; i--)
        buffer_append_c(out, list[random_next(random) % count]);
}

/* What is typed finds the titles that read so, and no others. */
static void typed_as_it_reads(void **state)
{
    enum { TITLES = 300, QUERIES = 500 };
    struct library *library = ((struct fixture *)*state)->library;
    uint64_t random = UINT64_C(1234567);
    size_t found_count = 0;
    char titles[TITLES + 1][64];
    for (int i = 0; i < TITLES; i++) {
        CLEANUP_BUFFER struct buffer title = {0};
        append_some(&random, pieces, ARRAY_LENGTH(pieces), 6, &title);
        char text[32];
        snprintf(titles[i + 1], sizeof titles[0], "%s", title.bytes);
        snprintf(text, sizeof text, "第%d。", i);
        add_sample(library, &(struct sample){.title = title.bytes, .text = text});
    }
    for (int i = 0; i < QUERIES; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        struct id_set got CLEANUP_ID_SET = {0};
        struct match match;
        bool ignored;
        buffer_append_c(&text, "~");
        append_some(&random, letters, ARRAY_LENGTH(letters), 3, &text);
        if (strspn(text.bytes, "~2’") == text.length)
            continue;
        struct query *query = parse_query(text.bytes);
        ask(library, query, query->root, SELECT_ROWS, &got, &ignored);
        struct pinyin_pattern *pattern = pinyin_pattern_new(query->root->text);
        for (int64_t id = 1; id <= TITLES; id++)
            if (pinyin_next(pattern, str_from(titles[id]), 0, &match) != id_set_has(&got, id))
                fail_msg("%s: title %lld is %s (%s)", text.bytes, (long long)id,
                         id_set_has(&got, id) ? "no hit" : "missing", titles[id]);
        found_count += id_set_count(&got);
        pinyin_pattern_free(pattern);
        query_free(query);
    }
    assert_true(found_count > QUERIES);
}

static void set_page(struct fixture *fixture, const char *table, int64_t id, struct str bytes)
{
    sqlite3 *database;
    sqlite3_stmt *statement;
    CLEANUP_BUFFER struct buffer sql = {0};
    library_close(fixture->library);
    buffer_append_format(&sql, "UPDATE %s_data SET block = ?1 WHERE id = ?2", table);
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql.bytes, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_blob(statement, 1, bytes.bytes, (int)bytes.length, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, id);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    const struct library_options options = {fixture->path, false, fixture_clock};
    struct error error;
    assert_ok(library_open(&options, &fixture->library, &error));
}

/* The page behind id; 0: there is none. */
static int64_t next_page(struct fixture *fixture, const char *table, int64_t id,
                         struct buffer *ret_page)
{
    CLEANUP_BUFFER struct buffer sql = {0};
    sqlite3_stmt *row;
    int64_t next = 0;
    buffer_append_format(&sql, "SELECT id, block FROM %s_data WHERE id > %lld ORDER BY id LIMIT 1",
                         table, (long long)id);
    assert_int_equal(sqlite3_prepare_v2(fixture->library->database, sql.bytes, -1, &row, NULL),
                     SQLITE_OK);
    if (sqlite3_step(row) == SQLITE_ROW) {
        next = sqlite3_column_int64(row, 0);
        buffer_append(ret_page, statement_text(row, 1));
    }
    sqlite3_finalize(row);
    return next;
}

/* Of the list, and how many texts hold it. */
static void append_answer(struct library *library, const char *text, struct buffer *out)
{
    struct search_result result;
    struct error error;
    struct query *query = parse_query(text);
    buffer_append_c(out, ids_of(library, text));
    assert_ok(search_run(library, query, 0, &result, &error));
    buffer_append_format(out, " (%zu)", result.article_count);
    search_result_release(&result);
    query_free(query);
}

/* Whichever page of an index is destroyed, and whichever part of a query is the first to meet with
 * it: the answer is the right one. */
static void whichever_page_is_damaged(void **state)
{
    static const char *const queries[] = {
        "l",  "zhi", "zl OR byline:lee", "titles -量", "zebra title:质量", "重庆 title:质量",
        "质", "ti",  "bread 质量"};
    static const char *const tables[] = {"shelf_index", "text_index", "single_index"};
    struct fixture *fixture = *state;
    struct error error;
    enum { TURNS = 3 }; /* of each page every third query */
    size_t page_count = 0;
    struct buffer expected[ARRAY_LENGTH(queries)] = {0};
    for (int i = 0; i < 150; i++) {
        char title[80], text[80];
        snprintf(title, sizeof title, "titles w%dx%d %s %d", i % 40, i * 7 % 100,
                 i % 3 ? "其他" : "质量", i);
        snprintf(text, sizeof text, "%s 重庆 bread %d", i % 5 ? "other" : "zebra", i);
        add_sample(fixture->library,
                   &(struct sample){.title = title, .byline = i % 40 ? "" : "Lee", .text = text});
    }
    assert_ok(index_settle(fixture->library, &error));
    for (size_t i = 0; i < ARRAY_LENGTH(queries); i++)
        append_answer(fixture->library, queries[i], &expected[i]);
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++) {
        struct buffer page = {0};
        for (int64_t id = 10; (id = next_page(fixture, tables[i], id, &page));) {
            for (size_t j = page_count++ % TURNS; j < ARRAY_LENGTH(queries); j += TURNS) {
                CLEANUP_BUFFER struct buffer answer = {0};
                set_page(fixture, tables[i], id, STR("\xff\xff\xff\xff\xff\xff\xff\xff"));
                append_answer(fixture->library, queries[j], &answer);
                if (!str_equal(buffer_str(&answer), buffer_str(&expected[j])))
                    fail_msg("%s without page %llx of %s: %s", queries[j], (long long)id, tables[i],
                             answer.bytes);
            }
            set_page(fixture, tables[i], id, buffer_str(&page));
            page.length = 0;
        }
        buffer_release(&page);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(queries); i++)
        buffer_release(&expected[i]);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(parts_put_together),          ON_A_LIBRARY(stopped_anywhere),
        ON_A_LIBRARY(parts_are_what_articles_say), ON_A_LIBRARY(a_word_that_moved),
        ON_A_LIBRARY(typed_as_it_reads),           ON_A_LIBRARY(whichever_page_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
