#include "cmocka_prelude.h"

#include "base/memory.h"
#include "find/clause.h"
#include "find/matcher.h"
#include "find/snippet.h"
#include "text/grapheme.h"

#include <string.h>

enum { TERMS_MAX = 3, BLOCKS_MAX = 16, SNIPPETS = 3 };

/* A document of the lines of text; a line that begins with # is an aside. */
struct page {
    struct block blocks[BLOCKS_MAX];
    struct document document;
};

static void page_init(struct page *page, const char *text)
{
    size_t count = 0;
    *page = (struct page){.document = {.text = str_from(text)}};
    for (size_t start = 0; start <= strlen(text) && count < BLOCKS_MAX;) {
        size_t end = start + strcspn(text + start, "\n");
        page->blocks[count++] = (struct block){.start = (uint32_t)start,
                                               .end = (uint32_t)end,
                                               .aside = text[start] == '#' ? ASIDE_OTHER : 0};
        start = end + 1;
    }
    page->document.blocks = page->blocks;
    page->document.block_count = count;
}

static int by_start(const void *a, const void *b)
{
    const struct snippet_match *left = a, *right = b;
    return (left->match.start > right->match.start) - (left->match.start < right->match.start);
}

/* All matches of the terms, which are separated by blanks; to free(). */
static struct snippet_match *find_terms(const struct document *document, const char *terms,
                                        size_t *ret_count)
{
    struct snippet_match *all = NULL;
    size_t count = 0, capacity = 0;
    for (uint16_t term = 0; *terms; term++) {
        size_t length = strcspn(terms, " "), found;
        struct matcher *matcher = matcher_new((struct str){terms, length}, 0);
        struct match *matches;
        found = matcher_all(matcher, (struct haystack){document->text, document, true}, &matches);
        for (size_t i = 0; i < found; i++) {
            ARRAY_RESERVE(all, count, capacity);
            all[count++] = (struct snippet_match){matches[i], term};
        }
        free(matches);
        matcher_free(matcher);
        terms += length + strspn(terms + length, " ");
    }
    if (count)
        qsort(all, count, sizeof *all, by_start);
    *ret_count = count;
    return all;
}

/* …words 【match】 words… */
static void append_snippet(const struct document *document, const struct snippet *snippet,
                           const struct snippet_match *matches, struct buffer *out)
{
    uint32_t at = snippet->start;
    if (out->length)
        buffer_append_byte(out, '|');
    buffer_append_c(out, snippet->is_cut_before ? "…" : "");
    for (size_t i = 0; i < snippet->match_count; i++) {
        struct match match = matches[snippet->match_first + i].match;
        if (match.start < at)
            continue;
        uint32_t end = match.end < snippet->end ? match.end : snippet->end;
        buffer_append(out, str_slice(document->text, at, match.start));
        buffer_append_format(out, "【%.*s】",
                             STR_ARGS(str_slice(document->text, match.start, end)));
        at = end;
    }
    buffer_append(out, str_slice(document->text, at, snippet->end));
    buffer_append_c(out, snippet->is_cut_after ? "…" : "");
}

static const struct {
    const char *text, *terms;
    unsigned columns;
    const char *expected;
} rows[] = {
    /* Whole clauses, or a whole block. */
    {"质量月又到了。", "质量", 40, "【质量】月又到了。"},
    {"引导社会各界都来关心质量安全、重视质量安全，推动振兴。这是第二句，它在后面。", "振兴", 30,
     "…推动【振兴】。这是第二句，…"},
    {"开头的一句话很长很长，没有质量就没有振兴，这是车间墙上的标语。后面还有很多很多别的话要说。",
     "质量 振兴", 44, "…没有【质量】就没有【振兴】，这是车间墙上的标语。…"},
    {"没有逗号的一长串字里面有一个词叫做质量后面还是一长串没有逗号的字一直到这里", "质量", 24,
     "…词叫做【质量】后面还是一长…"},
    /* ASCII marks between Han, closing marks with what they close. */
    {"被称为2009,全国\"质量和安全年\"活动.完美收官之作", "质量", 30,
     "…全国\"【质量】和安全年\"活动.…"},
    {"他说：“这就是质量。”然后他走了，再也没有回来过，谁也没有见过他。", "然后", 24,
     "…【然后】他走了，再也没有回…"},
    /* Latin: sentences, words whole. */
    {"The tin was old. It held letters, nothing more than letters from abroad. Nobody read them.",
     "held", 40, "…It 【held】 letters, nothing more than…"},
    {"Mr. J. Smith wrote e.g. letters. He wrote to his quiet sister in the north of the country.",
     "sister", 40, "…his quiet 【sister】 in the north of the…"},
    {"unbelievablylongwordwithoutanyend and more", "without", 20, "…【without】anyend and…"},
    {"The new keyboard uses a switch that’s almost identical to the old one, and that is all.",
     "almost", 32, "…that’s 【almost】 identical to the…"},
    /* Kana, Hangul, marks, emoji. */
    {"図書館の午後。紙の匂いがする、静かな部屋で本を読む。外は雨。", "匂い", 24,
     "…紙の【匂い】がする、静かな…"},
    {"서울의 오래된 서점들. 그곳에는 책이 많다. 아무도 오지 않는다.", "책이", 24,
     "…그곳에는 【책이】 많다.…"},
    {"ae\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 e\u0301te\u0301 e\u0301e\u0301e\u0301 x", "ete",
     12, "…【e\u0301te\u0301】 e\u0301e\u0301e\u0301 x"},
    {"👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧字👨‍👩‍👧👨‍👩‍👧👨‍"
     "👩"
     "‍"
     "👧",
     "字", 18, "…【字】👨‍👩‍👧👨‍👩‍👧…"},
    /* The best first: more terms, more matches, further up; asides last. */
    {"质量在此。\n质量与质量。\n质量和振兴。", "质量 振兴", 40,
     "【质量】和【振兴】。|【质量】与【质量】。|【质量】在此。"},
    {"#质量质量质量声明\n质量一次。", "质量", 40, "【质量】一次。|#【质量】【质量】【质量】声明"},
    {"甲乙，甲一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十甲丙，丁。", "甲", 24,
     "【甲】乙，【甲】一二三四五六七…|…五六七八九十【甲】丙，丁。"},
    /* A match wider than all. */
    {"一二三四五六七八九十", "一二三四五六七八九十", 12, "【一二三四五】…"},
    {"没有", "质量", 40, ""},
};

static void pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct page page;
        size_t count;
        struct snippet snippets[SNIPPETS];
        page_init(&page, rows[i].text);
        CLEANUP_FREE struct snippet_match *matches =
            find_terms(&page.document, rows[i].terms, &count);
        struct snippet_width width = {rows[i].columns, AMBIGUOUS_NARROW};
        size_t made = snippet_best(&page.document, matches, count, width, SNIPPETS, snippets);
        buffer_append_c(&got, "");
        for (size_t j = 0; j < made; j++)
            append_snippet(&page.document, &snippets[j], matches, &got);
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s” in “%s” at %u:\nexpected “%s”\ngot      “%s”", rows[i].terms,
                     rows[i].text, rows[i].columns, rows[i].expected, got.bytes);
    }
}

static const struct {
    const char *text, *expected; /* | where clauses begin */
} clause_rows[] = {
    {"甲，乙。丙", "甲，|乙。|丙"},
    {"“甲！”他说", "“甲！”|他说"},
    {"甲……乙", "甲……|乙"},
    {"甲、乙", "甲、乙"},
    {"3.14和1,000,好", "3.14和1,000,|好"},
    {"A cat. A dog! “Yes?” He said, well: e.g. this; J. R. Smith.",
     ""
     "A cat. |A dog! |“Yes?” |He said, well: e.g. this; J. R. Smith."},
    {"end.  下一句", "end.  |下一句"},
    {"甲\n乙", "甲\n|乙"},
    {"か。\u3000き", "か。\u3000|き"},
    {"見た｡次", "見た｡|次"},
};

static void clauses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(clause_rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct str text = str_from(clause_rows[i].text);
        for (size_t at = 0, end; at < text.length; at = end) {
            end = grapheme_end(text, at);
            if (at > 0 && clause_begins(text, at))
                buffer_append_byte(&got, '|');
            buffer_append(&got, str_slice(text, at, end));
        }
        if (strcmp(got.bytes, clause_rows[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", clause_rows[i].text, clause_rows[i].expected,
                     got.bytes);
    }
}

/* Whatever the width, a snippet holds its match, fits, and ends between graphemes. */
static void any_width(void **state)
{
    static const char text[] =
        "被称为 2009 全国“质量和安全年”活动 e\u0301te\u0301 👨‍👩‍👧 "
        "서울의 か\u3099く質量，ＡＢＣ 🇨🇳 of "
        "quality and so on, more of it. 质量的最后一句。";
    struct page page;
    size_t count;
    (void)state;
    page_init(&page, text);
    CLEANUP_FREE struct snippet_match *matches = find_terms(&page.document, "质量 e of", &count);
    assert_true(count > 5);
    for (unsigned columns = 8; columns < 150; columns++)
        for (size_t i = 0; i < count; i++) {
            struct match match = matches[i].match;
            struct snippet got = snippet_around(&page.document, match,
                                                (struct snippet_width){columns, AMBIGUOUS_WIDE});
            struct str range = str_slice(page.document.text, got.start, got.end);
            size_t dots = 2u * (got.is_cut_before + got.is_cut_after);
            size_t taken = text_width(range, AMBIGUOUS_WIDE) + dots;
            bool is_whole = got.start <= match.start && got.end >= match.end;
            bool is_between = grapheme_floor(page.document.text, got.start) == got.start &&
                              grapheme_floor(page.document.text, got.end) == got.end;
            if (!is_whole || !is_between || taken > columns)
                fail_msg(
                    "%u columns, match %u-%u: expected it whole within the columns, got “%.*s” "
                    "(%zu columns)",
                    columns, match.start, match.end, STR_ARGS(range), taken);
        }
}

/* A hundred thousand matches in one paragraph: the work is one walk. */
static void many_matches(void **state)
{
    enum { COUNT = 100000 };
    CLEANUP_BUFFER struct buffer text = {0};
    struct page page;
    size_t count;
    struct snippet snippets[SNIPPETS];
    (void)state;
    for (int i = 0; i < COUNT; i++)
        buffer_append_c(&text, i == COUNT - 7 ? "的的甲" : "的一");
    page_init(&page, text.bytes);
    CLEANUP_FREE struct snippet_match *matches = find_terms(&page.document, "的 甲", &count);
    assert_int_equal(count, COUNT + 2);
    struct snippet_width width = {60, AMBIGUOUS_NARROW};
    size_t made = snippet_best(&page.document, matches, count, width, SNIPPETS, snippets);
    assert_int_equal(made, SNIPPETS);
    struct str best = str_slice(page.document.text, snippets[0].start, snippets[0].end);
    if (str_find(best, STR("甲"), 0) == SIZE_MAX)
        fail_msg("expected the one with 甲 first, got “%.*s”", STR_ARGS(best));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces),
        cmocka_unit_test(clauses),
        cmocka_unit_test(any_width),
        cmocka_unit_test(many_matches),
    };
    return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
