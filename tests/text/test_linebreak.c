#include "text_test.h"

#include "text/grapheme.h"
#include "text/linebreak.h"
#include "text/properties.h"
#include "text/width.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* Writes text with | at each opportunity inside it. */
static void mark_breaks(struct line_breaker *breaker, struct str text, struct buffer *out)
{
    size_t start = 0;
    out->length = 0;
    line_breaker_begin(breaker, text);
    for (size_t end; (end = line_breaker_next(breaker)) != SIZE_MAX; start = end) {
        if (start > 0)
            buffer_append_byte(out, '|');
        buffer_append(out, str_slice(text, start, end));
    }
}

struct break_case {
    const char *language;
    enum kinsoku kinsoku;
    const char *expected; /* the text with | at each opportunity */
};

static const struct break_case break_cases[] = {
    {"zh", KINSOKU_STRICT, "中|文"},
    {"zh", KINSOKU_STRICT, "他|说，|“中|文。”|对"},
    {"", KINSOKU_STRICT, "他|说：|‘中|文’|对"},
    {"zh", KINSOKU_STRICT, "他|说|‘中’，|不"},
    {"zh", KINSOKU_STRICT, "“‘中|文’”|的"},
    {"zh", KINSOKU_STRICT, "‘中’|‘文’|“的”|“字”"},
    {"zh", KINSOKU_STRICT, "说|don’t|的"},
    {"zh-Hant", KINSOKU_STRICT, "「『中』」|文"},
    {"zh_CN", KINSOKU_STRICT, "列|奥·|达·|芬|奇"},
    {"zh", KINSOKU_STRICT, "三～|五，|是／否"},
    {"zh", KINSOKU_BASIC, "三～|五，|是／|否"},
    {"zh", KINSOKU_GB, "三～|五，|是／否"},
    {"zh", KINSOKU_GB, "是/否|的"},
    {"zh", KINSOKU_BASIC, "是/|否|的"},
    {"zh", KINSOKU_STRICT, "他|来——|的"},
    {"zh", KINSOKU_GB, "他|来|——|的"},
    {"zh", KINSOKU_BASIC, "一—|二"},
    {"zh", KINSOKU_STRICT, "他……|的"},
    {"zh", KINSOKU_STRICT, "他⋯⋯|的"},
    {"zh", KINSOKU_STRICT, "他|有|￥100，|约|5%|和|3℃|吧"},
    {"zh", KINSOKU_STRICT, "第|3|章"},
    {"zh", KINSOKU_STRICT, "中|(文)|字,|和|[一]|好!|是?"},
    {"zh", KINSOKU_STRICT, "中|文 |Linux |内|核"},
    {"zh", KINSOKU_STRICT, "中|文 ，|的"},
    {"zh", KINSOKU_STRICT, "中|文　，|的"},
    {"zh", KINSOKU_STRICT, "中|文　|的　　|字"},
    {"zh", KINSOKU_STRICT, "“ 中|文 ”|的"},
    {"zh", KINSOKU_STRICT, "中|文 - |字"}, /* the dash stays with what is before it */
    {"zh", KINSOKU_STRICT, "A|中|文"},
    {"zh", KINSOKU_STRICT, "𠀀|𠀁"},
    {"zh", KINSOKU_STRICT, "e\xCC\x81|中"},
    {"en", KINSOKU_STRICT, "plain |words, |well-|known"},
    {"en", KINSOKU_STRICT, "ls |-l |--all |x - |y"},
    {"ja", KINSOKU_STRICT, "す。--json|を"},
    {"zh", KINSOKU_STRICT, "打-l，|加--all-|new|吧，|北|京-|上|海"},
    {"en", KINSOKU_STRICT, "a — |b"},
    {"en", KINSOKU_STRICT, "the |“word” |and |‘more’ |don’t"},
    {"en", KINSOKU_STRICT, "http://|a.b/|c/|d"},
    {"en", KINSOKU_STRICT, "costs |$ 5 |or |(6)"},
    {"de", KINSOKU_STRICT, "ein |„Wort“ |hier"},
    {"sv", KINSOKU_STRICT, "ett |”ord” |här"},
    {"ja", KINSOKU_STRICT, "サー|バー|が|行っ|た"},
    {"ja-JP", KINSOKU_STRICT, "人々|は、|「は|い」|と|言っ|た。"},
    {"ja", KINSOKU_STRICT, "キャッ|ト・|ア"},
    {"ko", KINSOKU_STRICT, "한|국|어 |말"},
    {"ar", KINSOKU_STRICT, "مرحبا |بكم"},
    {"zh", KINSOKU_STRICT, "👨‍👩‍👧|👍🏽|🇨🇳🇯🇵|中"},
    {"zh", KINSOKU_STRICT,
     "a\xC2\xAD"
     "b"}, /* a soft hyphen would be drawn nowhere */
    {"zh", KINSOKU_STRICT, ""},
};

static void cases(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0}, got = {0};
    for (size_t i = 0; i < sizeof break_cases / sizeof *break_cases; i++) {
        const struct break_case *c = &break_cases[i];
        text.length = 0;
        for (const char *at = c->expected; *at; at++)
            if (*at != '|')
                buffer_append_byte(&text, *at);
        struct line_breaker *breaker = line_breaker_new(str_from(c->language), c->kinsoku);
        mark_breaks(breaker, buffer_str(&text), &got);
        line_breaker_free(breaker);
        if (!str_equal(buffer_str(&got), str_from(c->expected)))
            fail_msg("case %zu, %s, level %d:\n expected %s\n got      %.*s", i, c->language,
                     (int)c->kinsoku, c->expected, STR_ARGS(buffer_str(&got)));
    }
}

static void an_empty_paragraph_ends_at_once(void **state)
{
    (void)state;
    struct line_breaker *breaker = line_breaker_new(STR("zh"), KINSOKU_STRICT);
    for (int round = 0; round < 2; round++) {
        line_breaker_begin(breaker, STR_NONE);
        assert_int_equal(line_breaker_next(breaker), 0);
        assert_int_equal(line_breaker_next(breaker), SIZE_MAX);
        assert_int_equal(line_breaker_next(breaker), SIZE_MAX);
    }
    line_breaker_free(breaker);
}

static bool is_ignored(struct properties properties)
{
    return properties.is_space || properties.display == DISPLAY_NOTHING || properties.is_mark;
}

/* First and last visible code point of a row; 0 when it has none. */
static uint32_t row_first(struct str row)
{
    uint32_t code_point;
    for (size_t i = 0; i < row.length;) {
        i += utf8_decode(row, i, &code_point);
        if (!is_ignored(code_point_properties(code_point)))
            return code_point;
    }
    return 0;
}

static uint32_t row_last(struct str row)
{
    uint32_t code_point;
    for (size_t end = row.length; end > 0;) {
        end = utf8_decode_before(row, end, &code_point);
        if (!is_ignored(code_point_properties(code_point)))
            return code_point;
    }
    return 0;
}

static void check_opportunity(struct str text, size_t start, size_t offset, size_t end,
                              enum kinsoku kinsoku)
{
    const struct str before = str_slice(text, start, offset), after = str_slice(text, offset, end);
    const uint32_t first = row_first(after), last = row_last(before);
    if (grapheme_floor(text, offset) != offset)
        fail_msg("%s: %zu splits a grapheme", spelled(text), offset);
    /* The pair —— may begin a row where — may not. */
    const bool is_pair = kinsoku < KINSOKU_STRICT && (first == 0x2014 || first == 0x2015);
    if (!is_pair && !kinsoku_may_start(first, kinsoku))
        fail_msg("%s: U+%04X starts a row at %zu, level %d", spelled(text), first, offset,
                 (int)kinsoku);
    if (!kinsoku_may_end(last, kinsoku))
        fail_msg("%s: U+%04X ends a row at %zu, level %d", spelled(text), last, offset,
                 (int)kinsoku);
    if (first == last && (first == 0x2014 || first == 0x2026 || first == 0x22EF) &&
        row_last((struct str){text.bytes + offset - 3, 3}) == first)
        fail_msg("%s: a doubled U+%04X is cut at %zu", spelled(text), first, offset);
}

/* Every opportunity is checked, so any row of any width that ends at one is right. */
static void random_text_keeps_the_rules(void **state)
{
    (void)state;
    static const char *const languages[] = {"zh", "ja", "en", "", "ko"};
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 14;
    for (int round = 0; round < 6000; round++) {
        const enum kinsoku kinsoku = (enum kinsoku)(round % 3);
        text.length = 0;
        for (int count = 0; count < 40; count++)
            random_append(&text, &random);
        const struct str all = buffer_str(&text);
        struct line_breaker *breaker =
            line_breaker_new(str_from(languages[(round / 3) % 5]), kinsoku);
        line_breaker_begin(breaker, all);
        size_t start = 0, offset = line_breaker_next(breaker);
        while (offset < all.length) {
            const size_t end = line_breaker_next(breaker);
            if (end <= offset || end > all.length)
                fail_msg("%s: %zu after %zu", spelled(all), end, offset);
            check_opportunity(all, start, offset, end, kinsoku);
            start = offset;
            offset = end;
        }
        assert_int_equal(line_breaker_next(breaker), SIZE_MAX);
        line_breaker_free(breaker);
    }
}

static size_t count_breaks(struct str language, struct str text)
{
    struct line_breaker *breaker = line_breaker_new(language, KINSOKU_STRICT);
    size_t count = 0;
    line_breaker_begin(breaker, text);
    while (line_breaker_next(breaker) != SIZE_MAX)
        count++;
    line_breaker_free(breaker);
    return count;
}

/* Ten megabytes without an opportunity are one unit, of letters as of marks. */
static void long_units(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    static const struct {
        const char *piece;
        size_t expected;
    } repeated[] = {{"abcdefghij", 1}, {"。。。", 1}, {"\xCC\x81", 1}, {"　", 1}, {"——", 1}};
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        text.length = 0;
        while (text.length < 9000000)
            buffer_append_c(&text, repeated[i].piece);
        const size_t count = count_breaks(STR("zh"), buffer_str(&text));
        if (count != repeated[i].expected)
            fail_msg("%s…: expected %zu, got %zu", repeated[i].piece, repeated[i].expected, count);
    }
    text.length = 0;
    while (text.length < 9000000)
        buffer_append_c(&text, "one two ");
    assert_int_equal(count_breaks(STR("en"), buffer_str(&text)), 9000000 / 4);
}

/* Segments that are found without ICU have the opportunities that ICU finds. */
static void plain_segments_as_icu(void **state)
{
    (void)state;
    static const char *const plain[] = {"中", "文", "か", "カ", "한", "，", "。", "」",
                                        "！", "：", "「", "（", "《", "》", "龘", "々"};
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_LINE, "zh", NULL, 0, &code);
    struct line_breaker *breaker = line_breaker_new(STR("zh"), KINSOKU_STRICT);
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 3;
    for (int round = 0; round < 3000; round++) {
        text.length = 0;
        for (int count = 0; count < 12; count++)
            buffer_append_c(&text, plain[random_next(&random) % 16]);
        UText *view = utext_openUTF8(NULL, text.bytes, (int64_t)text.length, &code);
        ubrk_setUText(iterator, view, &code);
        line_breaker_begin(breaker, buffer_str(&text));
        for (int32_t expected; (expected = ubrk_next(iterator)) != UBRK_DONE;) {
            const size_t got = line_breaker_next(breaker);
            if (got != (size_t)expected)
                fail_msg("%s: expected %d, got %zu", text.bytes, expected, got);
        }
        utext_close(view);
    }
    assert_true(U_SUCCESS(code));
    ubrk_close(iterator);
    line_breaker_free(breaker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(an_empty_paragraph_ends_at_once),
        cmocka_unit_test(random_text_keeps_the_rules),
        cmocka_unit_test(long_units),
        cmocka_unit_test(plain_segments_as_icu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
