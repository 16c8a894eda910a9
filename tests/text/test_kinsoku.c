/* CLREQ's and JLREQ's lists, each character at each level, and ICU's own deviations pinned. */
#include "text_test.h"

#include "text/kinsoku.h"
#include "text/properties.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

static const char never_starting[] =
    "。．，、：；！？‼⁇」』”’）》〉】〗〕］｝～–·・‧／" /* CLREQ basic */
    "｠〙〛〟｡｣､･)]}!?,.:;%/"                           /* their narrow forms */
    "‐〜゠⁈⁉ヽヾゝゞ々〻ー"                             /* JLREQ cl-03, 04, 09, 10 */
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ" /* cl-11 */
    "％‰℃°﹐﹑﹒﹔﹕﹖﹗︰—"; /* and what belongs to a number */
static const char starting_below_strict[] = "…‥⋯⸺";
static const char never_ending[] = "「『“‘（《〈【〖〔［｛｟〘〚〝｢([{$￥£＄¥";
static const char ending_below_gb[] = "／";
static const char free_everywhere[] = "中文鬱龘𠀀aZ09あカ한é×→①※*#&@+=<>\"'~_👍";

static void check_list(const char *list, bool (*may)(uint32_t, enum kinsoku), const char *what,
                       const bool expected[3])
{
    const struct str text = str_from(list);
    for (size_t i = 0; i < text.length;) {
        uint32_t code_point;
        i += utf8_decode(text, i, &code_point);
        for (int level = 0; level < 3; level++)
            if (may(code_point, (enum kinsoku)level) != expected[level])
                fail_msg("U+%04X %s a row at level %d: expected %d", code_point, what, level,
                         expected[level]);
    }
}

static void lists(void **state)
{
    (void)state;
    static const bool never[] = {false, false, false}, always[] = {true, true, true};
    check_list(never_starting, kinsoku_may_start, "starts", never);
    check_list(starting_below_strict, kinsoku_may_start, "starts",
               (const bool[]){true, true, false});
    check_list(never_ending, kinsoku_may_end, "ends", never);
    check_list(ending_below_gb, kinsoku_may_end, "ends", (const bool[]){true, false, false});
    check_list(free_everywhere, kinsoku_may_start, "starts", always);
    check_list(free_everywhere, kinsoku_may_end, "ends", always);
    check_list(never_ending, kinsoku_may_start, "starts", always);
}

/* What line_breaker decides by class alone must agree with the lists. */
static void classes_agree(void **state)
{
    (void)state;
    size_t counts[4] = {0};
    for (uint32_t c = 0; c < 0x110000; c++) {
        const unsigned class = code_point_properties(c).line_class;
        counts[class]++;
        if (class == LINE_OTHER)
            continue;
        for (int level = 0; level < 3; level++) {
            const bool starts = kinsoku_may_start(c, (enum kinsoku)level);
            const bool ends = kinsoku_may_end(c, (enum kinsoku)level);
            if (starts != (class != LINE_CLOSING) || ends != (class != LINE_OPENING))
                fail_msg("U+%04X, class %u, level %d: starts %d, ends %d", c, class, level, starts,
                         ends);
        }
    }
    assert_true(counts[LINE_IDEOGRAPH] > 90000);
    assert_in_range(counts[LINE_CLOSING], 30, 80);
    assert_in_range(counts[LINE_OPENING], 15, 40);
}

/* Each list character between Han, through the breaker. */
static void lists_between_han(void **state)
{
    (void)state;
    const struct str lists_of[] = {str_from(never_starting), str_from(starting_below_strict),
                                   str_from(never_ending), str_from(ending_below_gb)};
    for (int level = 0; level < 3; level++) {
        struct line_breaker *breaker = line_breaker_new(STR("zh"), (enum kinsoku)level);
        for (size_t list = 0; list < 4; list++) {
            for (size_t i = 0, end; i < lists_of[list].length; i = end) {
                uint32_t c;
                end = i + utf8_decode(lists_of[list], i, &c);
                CLEANUP_BUFFER struct buffer text = {0};
                buffer_append_c(&text, "中 ");
                buffer_append(&text, str_slice(lists_of[list], i, end));
                buffer_append_c(&text, " 文");
                line_breaker_begin(breaker, buffer_str(&text));
                for (size_t at; (at = line_breaker_next(breaker)) < text.length;) {
                    const bool is_before = at == 4;
                    if (is_before ? !kinsoku_may_start(c, (enum kinsoku)level)
                                  : !kinsoku_may_end(c, (enum kinsoku)level))
                        fail_msg("%s, level %d: broken at %zu", text.bytes, level, at);
                }
            }
        }
        line_breaker_free(breaker);
    }
}

/* Whether ICU breaks the case as Unicode's file says. */
static bool is_as_icu(UBreakIterator *iterator, struct str text, const size_t *breaks, size_t count)
{
    UErrorCode code = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, text.bytes, (int64_t)text.length, &code);
    ubrk_setUText(iterator, view, &code);
    assert_true(U_SUCCESS(code));
    bool is_same = true;
    for (size_t i = 0; i < count && is_same; i++)
        is_same = ubrk_next(iterator) == (int32_t)breaks[i];
    is_same = is_same && ubrk_next(iterator) == UBRK_DONE;
    utext_close(view);
    return is_same;
}

/* CLDR keeps a hyphen at the start of a line with the letter behind it (LB20a of later versions),
 * and a full stop or comma with the digit behind it (LB25 without the file's tailoring). */
static const char *const known_deviations[] = {
    "-#",
    "-\xCC\x88#",
    "-\xC2\xA7",
    "-\xCC\x88\xC2\xA7",
    "-\xF1\x90\x80\x85",
    "-\xCC\x88\xF1\x90\x80\x85",
    "-ก",
    "-\xCC\x88ก",
    ",0",
    ",\xCC\x88"
    "0",
    "equals .35 cents",
    "a.2 ",
    "a.2 क",
    "a.2 本",
    "a.2　本",
    "a.2　ま",
    "a.2　3",
    "a.2　「",
    "A.1 못",
    "봤어. A.2 볼",
    "봐요. A.3 못",
    "요. A.4 못",
};

static bool is_known_deviation(struct str text)
{
    for (size_t i = 0; i < sizeof known_deviations / sizeof *known_deviations; i++)
        if (str_equal(text, str_from(known_deviations[i])))
            return true;
    return false;
}

static size_t count_deviations(const char *locale, bool must_be_known, size_t *ret_cases)
{
    FILE *file = ucd_open(UCD "auxiliary/LineBreakTest.txt");
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_LINE, locale, NULL, 0, &code);
    CLEANUP_BUFFER struct buffer text = {0};
    char line[4096];
    size_t breaks[128], deviations = 0;
    *ret_cases = 0;
    while (ucd_line(file, line, sizeof line)) {
        const size_t count = ucd_break_case(line, &text, breaks);
        ++*ret_cases;
        if (is_as_icu(iterator, buffer_str(&text), breaks, count))
            continue;
        deviations++;
        if (must_be_known && !is_known_deviation(buffer_str(&text)))
            fail_msg("%s: a new deviation of ICU %s", spelled(buffer_str(&text)), locale);
    }
    ubrk_close(iterator);
    fclose(file);
    return deviations;
}

static void icu_against_unicode(void **state)
{
    (void)state;
    static const struct {
        const char *locale;
        size_t deviations;
    } expected[] = {{"en", 22}, {"zh", 22}, {"ja", 116}};
    for (size_t i = 0; i < 3; i++) {
        size_t count;
        const size_t got = count_deviations(expected[i].locale, i < 2, &count);
        assert_int_equal(count, 7654);
        if (got != expected[i].deviations)
            fail_msg("%s: expected %zu deviations, got %zu", expected[i].locale,
                     expected[i].deviations, got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(classes_agree),
        cmocka_unit_test(lists_between_han),
        cmocka_unit_test(icu_against_unicode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
