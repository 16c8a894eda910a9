#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"
#include "find/query.h"

#include <string.h>

/* 2024-03-15, a Friday. */
static const struct query_options whole = {.now_ms = 1710500000000};
static const struct query_options partial = {.now_ms = 1710500000000, .is_partial = true};

static struct query *parse(const char *source, const struct query_options *options)
{
    struct query *query;
    struct query_fault fault = {0};
    if (query_parse(str_from(source), options, &query, &fault))
        fail_msg("“%s”: expected a tree, got “%s”", source, fault.error.message);
    return query;
}

static void append_node(const struct query_node *node, struct buffer *out)
{
    static const char *const names[] = {
        [QUERY_EVERYTHING] = "everything",
        [QUERY_AND] = "and",
        [QUERY_OR] = "or",
        [QUERY_NOT] = "not",
        [QUERY_TEXT] = "text",
        [QUERY_PINYIN] = "pinyin",
        [QUERY_REGEX] = "regex",
        [QUERY_TAG] = "tag",
        [QUERY_SITE] = "site",
        [QUERY_LANGUAGE] = "language",
        [QUERY_STATE] = "state",
        [QUERY_STARRED] = "starred",
        [QUERY_TRASH] = "trash",
        [QUERY_INCOMPLETE] = "incomplete",
        [QUERY_HAS_NOTE] = "has-note",
        [QUERY_HAS_PASSAGE] = "has-passage",
        [QUERY_PUBLISHED] = "published",
        [QUERY_ADDED] = "added",
        [QUERY_READ] = "read",
        [QUERY_MINUTES] = "minutes",
        [QUERY_CHARACTERS] = "characters",
    };
    buffer_append_c(out, names[node->kind]);
    if (node->kind == QUERY_STATE)
        buffer_append_format(out, "#%d", (int)node->state);
    if (node->field)
        buffer_append_format(out, ".%d", (int)node->field);
    if (node->is_exact || node->is_phrase)
        buffer_append_format(out, "%s%s", node->is_exact ? "!" : "", node->is_phrase ? "~" : "");
    if (node->text.length)
        buffer_append_format(out, "[%.*s]", STR_ARGS(node->text));
    if (node->low_date.length)
        buffer_append_format(out, "%.*s..%.*s", STR_ARGS(node->low_date),
                             STR_ARGS(node->high_date));
    else if (node->low != node->high && node->kind >= QUERY_PUBLISHED)
        buffer_append_format(out, "%lld..%lld", (long long)node->low, (long long)node->high);
    for (size_t i = 0; i < node->child_count; i++) {
        buffer_append_c(out, i ? " " : "(");
        append_node(node->children[i], out);
    }
    if (node->child_count)
        buffer_append_byte(out, ')');
}

/* All of a query but the byte ranges. */
static void append_tree(const struct query *query, struct buffer *out)
{
    append_node(query->root, out);
    if (query->has_sort)
        buffer_append_format(out, " by %d%s", (int)query->sort,
                             query->sort_is_descending ? " down" : "");
}

static void check_ranges(const struct query_node *node, const char *source)
{
    if (node->start > node->end || node->end > strlen(source))
        fail_msg("“%s”: a node at %zu..%zu", source, node->start, node->end);
    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (child->start < node->start || child->end > node->end)
            fail_msg("“%s”: a child at %zu..%zu outside %zu..%zu", source, child->start, child->end,
                     node->start, node->end);
        check_ranges(child, source);
    }
}

/* The canonical form, after a check that it means the same. */
static void check_written(const char *source, const char *expected,
                          const struct query_options *options)
{
    CLEANUP_BUFFER struct buffer written = {0}, tree = {0}, again = {0}, written_again = {0};
    struct query *query = parse(source, options);
    buffer_append_c(&written, "");
    query_write(query, &written);
    append_tree(query, &tree);
    check_ranges(query->root, source);
    query_free(query);
    if (strcmp(written.bytes, expected) != 0)
        fail_msg("“%s”: expected “%s”, got “%s”", source, expected, written.bytes);
    query = parse(written.bytes, &whole);
    append_tree(query, &again);
    buffer_append_c(&written_again, "");
    query_write(query, &written_again);
    query_free(query);
    if (strcmp(tree.bytes, again.bytes) != 0 || strcmp(written.bytes, written_again.bytes) != 0)
        fail_msg("“%s”: %s, but “%s”: %s", source, tree.bytes, written.bytes, again.bytes);
}

static const struct {
    const char *source, *written;
} written_cases[] = {
    {"", ""},
    {" \t\n\u3000 ", ""},
    {"质量", "质量"},
    {"质量\u3000journal", "质量 journal"},
    {"a b OR c d", "a b OR c d"},
    {"a (b OR c) d", "a (b OR c) d"},
    {"(a b) (c (d))", "a b c d"},
    {"(a OR b) OR (c)", "a OR b OR c"},
    {"a AND b | c || d ｜ e", "a b OR c OR d OR e"},
    {"a|b or not and", "a|b or not and"},
    {"-x NOT y NOT NOT z", "-x -y z"},
    {"-(a b) NOT(c | d)", "-(a b) -(c OR d)"},
    {"-(-a)", "a"},
    {"- -- -> --x NOT --x NOT -", "- -- -> --x NOT --x NOT -"},
    {"a - b", "a - b"},
    {"\"a b\" “持久战” 「あい」 『う』 ＂x＂", "\"a b\" \"持久战\" \"あい\" \"う\" \"x\""},
    {"“他说“好”。”", "\"他说“好”。\""},
    {"”倒”", "\"倒\""},
    {"\"a\"\"b\"\"\"", "\"a\"\"b\"\"\""},
    {"“a\"b”", "\"a\"\"b\""},
    {"\"a\"b", "\"a\" b"},
    {"论“持久战” 5\"", "论“持久战” 5\""},
    {"=後 =\"a b\" = == =>", "=後 =\"a b\" = == =>"},
    {"title:=x title:=“a b” title:==", "title:=x title:=\"a b\" title:=="},
    {"~zhiliang ~5 ~/x ~ ~ü", "~zhiliang ~5 ~/x ~ ~ü"},
    {"/第[0-9]+条/ /a\\/b c/ -/x/", "/第[0-9]+条/ /a\\/b c/ -/x/"},
    {"/ // /etc /usr/bin /usr/(x) x/y/", "/ // /etc /usr/bin /usr/(x) x/y/"},
    {"(/a/)/b/", "/a/ /b/"},
    {"(a OR /) b/ (a OR -)", "(a OR /) b/ (a OR -)"},
    {"/\\/", "/\\/"},
    {"title：（猫 OR “a b”） TITLE:x ｔＩｔｌｅ：y", "(title:猫 OR title:\"a b\") title:x title:y"},
    {"title:(a url:b -(c tag:(d e)))", "title:a url:b -(title:c tag:d tag:e)"},
    {"title:(~a /b/ -c)", "title:~a title:/b/ -title:c"},
    {"is:(unread OR reading)", "is:unread OR is:reading"},
    {"http://x.y/z foo:bar 12:30 C:\\x title", "http://x.y/z foo:bar 12:30 C:\\x title"},
    {"标题：x : :x ：", "标题：x : :x ："},
    {"url:http://x title:url:y title:OR", "url:http://x title:url:y title:OR"},
    {"tag:a,b tag:\"a b\" tag:=A site:x.com", "tag:a,b tag:\"a b\" tag:=A site:x.com"},
    {"byline:鲁迅 note:x quote:y", "byline:鲁迅 note:x quote:y"},
    {"IS:Unread is:READING is:\"finished\"", "is:unread is:reading is:finished"},
    {"is:starred is:trash is:incomplete", "is:starred is:trash is:incomplete"},
    {"has:note has：passage lang:zh-Hant", "has:note has:passage lang:zh-hant"},
    {"minutes:>5 minutes:５..１０ minutes:=3", "minutes:>5 minutes:5..10 minutes:3"},
    {"characters:<1万 characters:..10K", "characters:<1万 characters:..10k"},
    {"sort:-added", "sort:-added"},
    {"sort:title a OR b", "a OR b sort:title"},
    {"a OR sort:-Length b", "a OR b sort:-length"},
    {"f(x) 质量（试行） :( NEAR(a b) x^2 *y a*", "f(x) 质量（试行） :( NEAR(a b) x^2 *y a*"},
    {"《a（b c）d》e", "《a（b c）d》e"},
    {"x ((a(b ) c OR d )", "x (a(b c OR d )"},
    {"x(y OR c)z", "x(y OR c)z"},
    {"tag:a(b c)", "tag:a(b c)"},
    {"; DROP TABLE article; -- ' OR 1=1", "; DROP TABLE article; -- ' OR 1=1"},
    {"שלום العربية 한국어 ｶﾅ 👨\u200d👩 e\u0301", "שלום العربية 한국어 ｶﾅ 👨\u200d👩 é"},
    {"\ufefftitle:x a\u00a0b", "\ufefftitle:x a b"},
};

static void test_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(written_cases); i++)
        check_written(written_cases[i].source, written_cases[i].written, &whole);
}

static const struct {
    const char *source, *tree;
} tree_cases[] = {
    {"", "everything"},
    {"sort:-read", "everything by 2 down"},
    {"a OR b c", "or(text[a] and(text[b] text[c]))"},
    {"-a | =b", "or(not(text[a]) text![b])"},
    {"\"a b\" title:=“c d”", "and(text~[a b] text.1!~[c d])"},
    {"~zl /x y/", "and(pinyin[zl] regex[x y])"},
    {"/a\\/b/", "regex[a\\/b]"},
    {"byline:a site:b url:c tag:“d” note:e quote:f",
     "and(text.2[a] site.3[b] text.4[c] tag.5~[d] text.6[e] text.7[f])"},
    {"lang:ZH is:finished is:starred",
     "and(language.8[zh] state#2.9[finished] starred.9[starred])"},
    {"is:trash is:incomplete has:note has:passage",
     "and(trash.9[trash] incomplete.9[incomplete] has-note.10[note] has-passage.10[passage])"},
    {"minutes:5", "minutes.16[5]5..6"},
    {"minutes:>5", "minutes.16[>5]6..9223372036854775807"},
    {"minutes:>=5", "minutes.16[>=5]5..9223372036854775807"},
    {"minutes:<5", "minutes.16[<5]-9223372036854775808..5"},
    {"minutes:<=5", "minutes.16[<=5]-9223372036854775808..6"},
    {"minutes:5..10", "minutes.16[5..10]5..11"},
    {"characters:2k..1万", "characters.17[2k..1万]2000..10001"},
    {"characters:..3", "characters.17[..3]-9223372036854775808..4"},
};

static void test_trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(tree_cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct query *query = parse(tree_cases[i].source, &whole);
        append_tree(query, &got);
        query_free(query);
        if (strcmp(got.bytes, tree_cases[i].tree) != 0)
            fail_msg("“%s”: expected %s, got %s", tree_cases[i].source, tree_cases[i].tree,
                     got.bytes);
    }
}

static const struct {
    const char *source;
    size_t byte_offset;
    const char *message; /* its beginning */
} errors[] = {
    {"(foo", 4, "column 5: expected “)” to close the “(” of column 1"},
    {"a （(b) c", 10, "column 9: expected “)” to close the “(” of column 3"},
    {"foo)", 3, "column 4: expected a “(” before this “)”"},
    {"a ) b", 2, "column 3: expected a “(” before this “)”"},
    {"质量 “振兴", 16, "column 7: expected ” to close the quotation of column 4"},
    {"\"", 1, "column 2: expected \" to close the quotation of column 1"},
    {"e\u0301e\u0301 \"", 6, "column 5: expected \" to close the quotation of column 4"},
    {"\"\"", 1, "column 2: expected words in the quotation"},
    {"a =“ ”", 6, "column 5: expected words in the quotation"},
    {"foo OR", 6, "column 7: expected a word, a field or “(”"},
    {"foo OR | x", 7, "column 8: expected a word, a field or “(” before the operator"},
    {"AND foo", 0, "column 1: expected a word, a field or “(” before the operator"},
    {"foo NOT", 7, "column 8: expected a word, a field or “(”"},
    {"()", 1, "column 2: expected a word, a field or “(”"},
    {"title:", 6, "column 7: expected a word or a phrase after “title:”"},
    {"title: x", 6, "column 7: expected a word or a phrase after “title:”"},
    {"tag:“”", 7, "column 6: expected a word or a phrase after “tag:”"},
    {"(site:)", 6, "column 7: expected a word or a phrase after “site:”"},
    {"书 is:new", 7, "column 6: expected unread, reading, finished, starred, trash or incomplete"},
    {"has:link", 4, "column 5: expected passage or note after “has:”"},
    {"lang:中文", 5, "column 6: expected a language such as zh"},
    {"lang:zh-", 5, "column 6: expected a language such as zh"},
    {"minutes:x", 8, "column 9: expected a number such as 5"},
    {"minutes:5.5", 8, "column 9: expected a number such as 5"},
    {"minutes:..", 8, "column 9: expected a number such as 5"},
    {"characters:9999999999999", 11, "column 12: expected a number such as 5"},
    {"minutes:9..5", 8, "column 9: expected a span that begins before it ends"},
    {"added:soon", 6, "column 7: expected a date such as 2024"},
    {"before:>2024", 7, "column 8: expected a date such as 2024"},
    {"sort:x", 5, "column 6: expected added, published, read, title, length"},
    {"sort:(title)", 5, "column 6: expected added, published, read, title, length"},
    {"sort:title a sort:site", 13, "column 14: expected one order only"},
    {"a -sort:title b", 3, "column 4: expected a word, a field or “(”; an order cannot"},
    {"a \x1b[31m", 2, "column 3: expected text, not the control character U+001B"},
    {"a\xc2\x90", 1, "column 2: expected text, not the control character U+0090"},
    {"质\xff", 3, "column 2: expected UTF-8, not the byte FF"},
    {"\xed\xa0\x80", 0, "column 1: expected UTF-8, not the byte ED"},
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(errors); i++) {
        struct query *query = NULL;
        struct query_fault fault = {0};
        const struct str source = str_from(errors[i].source);
        const enum status status = query_parse(source, &whole, &query, &fault);
        if (status != STATUS_USAGE || query || fault.byte_offset != errors[i].byte_offset ||
            !str_starts(str_from(fault.error.message), str_from(errors[i].message)))
            fail_msg("“%s”: expected “%s” at byte %zu, got %d “%s” at %zu", errors[i].source,
                     errors[i].message, errors[i].byte_offset, (int)status, fault.error.message,
                     fault.byte_offset);
        assert_int_equal(query_parse(source, &whole, &query, NULL), STATUS_USAGE);
    }
}

static const struct {
    const char *source, *written;
} partial_cases[] = {
    {"foo OR", "foo"},
    {"foo AND", "foo"},
    {"foo NOT", "foo"},
    {"foo |", "foo"},
    {"foo -", "foo"},
    {"foo =", "foo"},
    {"foo ~", "foo"},
    {"foo /", "foo"},
    {"OR foo", "foo"},
    {"(foo", "foo"},
    {"a (b OR (c", "a (b OR c)"},
    {"a (", "a"},
    {"-(", ""},
    {"()", ""},
    {"\"", ""},
    {"a “b c", "a \"b c\""},
    {"a =\"b", "a =\"b\""},
    {"title:", ""},
    {"title:“", ""},
    {"title:（a", "title:a"},
    {"a title:=", "a"},
    {"is:un", ""},
    {"a has:p", "a"},
    {"added:2024-0", ""},
    {"minutes:>", ""},
    {"minutes:5.", ""},
    {"lang:z", ""},
    {"sort:", ""},
    {"a sort:-", "a"},
    {"a sort:-ti", "a"},
    {"/ab", "/ab"},
    {"-\"a", "-\"a\""},
    {"a b", "a b"},
    {"is:unread sort:title", "is:unread sort:title"},
};

static void test_partial(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(partial_cases); i++)
        check_written(partial_cases[i].source, partial_cases[i].written, &partial);
    static const char *const wrong[] = {
        "is:new a", "a)", "added:x b", "sort:a b", "sort:title sort:site", "\xff"};
    for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
        struct query *query;
        if (query_parse(str_from(wrong[i]), &partial, &query, NULL) != STATUS_USAGE)
            fail_msg("“%s”: expected an error while typing too", wrong[i]);
    }
}

/* Each of them is text that a user could have begun to type: every beginning of it is a query. */
static void test_beginnings(void **state)
{
    (void)state;
    static const char *const sources[] = {
        "title:“质量 振兴” (猫 OR -狗) =後 ~zhiliang /第[0-9]+条/ minutes:5..10 sort:-added",
        "is:unread (tag:历史 | site:example.org) added:2024-01..2024-03 -lang:zh-hant x",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(sources); i++)
        for (size_t end = 0; end <= strlen(sources[i]); end++) {
            struct query *query;
            struct query_fault fault;
            const struct str source = {sources[i], end};
            if (((unsigned char)sources[i][end] & 0xC0) == 0x80)
                continue; /* inside a character */
            if (query_parse(source, &partial, &query, &fault))
                fail_msg("“%.*s”: expected a tree, got “%s”", STR_ARGS(source),
                         fault.error.message);
            query_free(query);
        }
}

static void test_terms(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer got = {0};
    struct query *query = parse("a OR (title:b -c) ~d /e/ -(f g) tag:h is:unread", &whole);
    for (size_t i = 0; i < query->term_count; i++)
        buffer_append_format(&got, "%.*s ", STR_ARGS(query->terms[i]->text));
    query_free(query);
    assert_string_equal(got.bytes, "a b d e ");
}

static void test_ranges(void **state)
{
    (void)state;
    struct query *query = parse("质 -(title:“a b” OR c ) =d", &whole);
    const struct query_node *not_node = query->root->children[1], *or_node = not_node->children[0];
    assert_int_equal(not_node->start, 4);
    assert_int_equal(not_node->end, 28);
    assert_int_equal(or_node->start, 6);
    assert_int_equal(or_node->end, 26);
    assert_int_equal(or_node->children[0]->start, 6);
    assert_int_equal(or_node->children[0]->end, 21);
    assert_int_equal(query->root->children[2]->start, 29);
    assert_int_equal(query->root->end, 31);
    query_free(query);
}

static void test_rows(void **state)
{
    (void)state;
    size_t count;
    const struct query_row *rows = query_rows(&count);
    for (size_t i = 0; i < count; i++) {
        struct query *query = parse(rows[i].example, &whole);
        if (rows[i].argument && !str_starts(query->source, str_from(rows[i].name)))
            fail_msg("%s: its example is “%s”", rows[i].name, rows[i].example);
        assert_true(query->root->kind != QUERY_EVERYTHING || query->has_sort);
        assert_non_null(rows[i].help);
        query_free(query);
    }
}

static void append_times(struct buffer *out, const char *unit, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_c(out, unit);
}

static void test_limits(void **state)
{
    (void)state;
    struct query *query;
    struct query_fault fault;
    CLEANUP_BUFFER struct buffer deep = {0}, many = {0};
    append_times(&deep, "(", 10000);
    buffer_append_c(&deep, "a");
    append_times(&deep, ")", 10000);
    assert_int_equal(query_parse(buffer_str(&deep), &whole, &query, &fault), STATUS_USAGE);
    assert_string_equal(fault.error.message, "column 101: expected fewer “(” inside each other");
    const struct str deepest =
        str_slice(buffer_str(&deep), 10000 - QUERY_DEPTH_LIMIT, 10001 + QUERY_DEPTH_LIMIT);
    assert_int_equal(query_parse(deepest, &whole, &query, &fault), STATUS_OK);
    assert_int_equal(query->root->kind, QUERY_TEXT);
    query_free(query);
    append_times(&many, "a ", QUERY_LEAF_LIMIT);
    assert_int_equal(query_parse(buffer_str(&many), &whole, &query, &fault), STATUS_OK);
    assert_int_equal(query->root->child_count, QUERY_LEAF_LIMIT);
    query_free(query);
    append_times(&many, "a ", QUERY_LEAF_LIMIT);
    assert_int_equal(query_parse(buffer_str(&many), &whole, &query, &fault), STATUS_USAGE);
    assert_int_equal(fault.byte_offset, 2 * QUERY_LEAF_LIMIT);
}

/* Of the speed only that it does not fall with the length. */
static void test_large(void **state)
{
    (void)state;
    static const char *const units[] = {
        "质",      "a ",     "(",        ")",    "\"",    "“",           "\"\"",    "/",
        "/a ",     "\\/",    "- ",       "NOT ", "OR ",   "a(",          "a)",      "title:",
        "=",       "~a ",    "| ",       "/a\\", "-",     "（",          "title:(", "\u3000",
        "e\u0301", "\u0301", "a \"b\" ", "-(",   "sort:", "added:2024 ", "”",
    };
    enum { LENGTH = 1 << 20 };
    for (size_t i = 0; i < ARRAY_LENGTH(units); i++) {
        CLEANUP_BUFFER struct buffer source = {0};
        append_times(&source, units[i], LENGTH / strlen(units[i]));
        const int64_t start = clock_monotonic_ms();
        for (int is_partial = 0; is_partial < 2; is_partial++) {
            struct query *query;
            struct query_fault fault;
            if (query_parse(buffer_str(&source), is_partial ? &partial : &whole, &query, &fault))
                continue;
            CLEANUP_BUFFER struct buffer written = {0};
            query_write(query, &written);
            (void)query_is_question(query);
            query_free(query);
        }
        const int64_t milliseconds = clock_monotonic_ms() - start;
        if (milliseconds > 3000) /* hours when it is quadratic */
            fail_msg("1 MB of “%s”: %d ms", units[i], (int)milliseconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written),    cmocka_unit_test(test_trees),
        cmocka_unit_test(test_errors),     cmocka_unit_test(test_partial),
        cmocka_unit_test(test_beginnings), cmocka_unit_test(test_terms),
        cmocka_unit_test(test_ranges),     cmocka_unit_test(test_rows),
        cmocka_unit_test(test_limits),     cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
