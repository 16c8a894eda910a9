/* argv[1] is NormalizationTest.txt, unpacked by the build. */
#include "text_test.h"

#include "text/normalize.h"
#include "text/properties.h"

#include <time.h>
#include <unicode/uchar.h>

static const char *test_file;

static void append_points(struct buffer *out, const char *field)
{
    char *end;
    out->length = 0;
    for (const char *at = field; *at && *at != ';'; at = end + strspn(end, " "))
        utf8_append(out, (uint32_t)strtoul(at, &end, 16));
}

static void expect_nfc(struct str input, struct str expected)
{
    CLEANUP_BUFFER struct buffer got = {0};
    buffer_append_c(&got, "e"); /* what is there already must not combine */
    nfc_append(&got, input);
    if (!str_equal(str_slice(buffer_str(&got), 1, got.length), expected)) {
        print_message("input %s\n", spelled(input));
        print_message("expected %s\n", spelled(expected));
        fail_msg("got %s", spelled(str_slice(buffer_str(&got), 1, got.length)));
    }
    if (nfc_is(input) != str_equal(input, expected))
        fail_msg("input %s\nexpected nfc %d\ngot %d", spelled(input), str_equal(input, expected),
                 nfc_is(input));
    if (str_equal(input, expected))
        return;
    if (nfc_prefix(input) == input.length)
        fail_msg("%s: called NFC", spelled(input));
}

/* UAX #15: c2 == NFC(c1) == NFC(c2) == NFC(c3); c4 == NFC(c4) == NFC(c5). */
static void unicode_cases(void **state)
{
    (void)state;
    FILE *file = fopen(test_file, "re");
    assert_non_null(file);
    struct buffer column[5] = {0};
    char line[8192];
    size_t cases = 0;
    while (ucd_line(file, line, sizeof line)) {
        const char *at = line;
        for (int i = 0; i < 5; i++, at = strchr(at, ';') + 1)
            append_points(&column[i], at);
        for (int i = 0; i < 5; i++)
            expect_nfc(buffer_str(&column[i]), buffer_str(&column[i < 3 ? 1 : 3]));
        cases++;
    }
    fclose(file);
    for (int i = 0; i < 5; i++)
        buffer_release(&column[i]);
    assert_true(cases > 18900);
}

static void prefixes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t expected;
    } cases[] = {
        {"", 0},
        {"ascii", 5},
        {"中文，“é”。かが한", 29},
        {"abe\xCC\x81", 2},
        {"中か\xE3\x82\x99", 3},
        {"\xCC\x81", 0},
        {"한\xE1\x84\x80\xE1\x85\xA1", 3},
        {"𠀀\xEF\xA4\x80", 0},
        {"x𠀀\xEF\xA4\x80", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (nfc_prefix(str_from(cases[i].text)) != cases[i].expected)
            fail_msg("%s: expected %zu, got %zu", spelled(str_from(cases[i].text)),
                     cases[i].expected, nfc_prefix(str_from(cases[i].text)));
}

/* Text that a glance tells to be NFC, with one character to be found at every distance. */
static void long_plain_text(void **state)
{
    (void)state;
    static const char *const fillers[] = {"文", "a", "，", "か", "𠀀", "é"};
    for (size_t filler = 0; filler < sizeof fillers / sizeof *fillers; filler++)
        for (size_t count = 1; count < 400; count++) {
            CLEANUP_BUFFER struct buffer text = {0};
            for (size_t i = 0; i < count; i++)
                buffer_append_c(&text, fillers[filler]);
            const size_t whole = text.length, last = whole - strlen(fillers[filler]);
            if (nfc_prefix(buffer_str(&text)) != whole)
                fail_msg("%zu times %s: not called NFC", count, fillers[filler]);
            buffer_append_c(&text, "\xE3\x82\x99 and on it goes, 然后还有很多很多的字跟在后面。");
            const size_t got = nfc_prefix(buffer_str(&text));
            if (got != last)
                fail_msg("%zu times %s and a mark: expected %zu, got %zu", count, fillers[filler],
                         last, got);
        }
}

/* Whatever a glance at many bytes calls NFC is so by the table. */
static void glance_is_right(void **state)
{
    (void)state;
    for (uint32_t c = 0x80; c < 0x110000; c++) {
        CLEANUP_BUFFER struct buffer text = {0};
        if (code_point_properties(c).is_normal || (c >= 0xD800 && c < 0xE000))
            continue;
        buffer_append_c(&text, "文");
        while (text.length < 70)
            utf8_append(&text, c);
        while (text.length < 140)
            buffer_append_c(&text, "文");
        if (nfc_prefix(buffer_str(&text)) > 3)
            fail_msg("U+%04X: called NFC", c);
    }
}

/* In a long text, what was met before is looked up: it must be what each piece gives alone. */
static void long_text_is_its_pieces(void **state)
{
    (void)state;
    uint64_t random = 7;
    CLEANUP_BUFFER struct buffer text = {0}, expected = {0}, got = {0};
    while (text.length < 300000) {
        const size_t start = text.length;
        buffer_append_c(&text, "中");
        for (int count = 0; count < 3; count++)
            random_append(&text, &random);
        buffer_append_c(&text, random % 2 ? "e\xCC\x81" : "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB");
        nfc_append(&expected, str_slice(buffer_str(&text), start, text.length));
    }
    const size_t count = nfc_append(&got, buffer_str(&text));
    print_message("%zu bytes, %zu composed: expected %zu bytes, got %zu\n", text.length, count,
                  expected.length, got.length);
    assert_true(str_equal(buffer_str(&got), buffer_str(&expected)));
}

static void random_text_is_stable(void **state)
{
    (void)state;
    uint64_t random = 15;
    CLEANUP_BUFFER struct buffer text = {0}, once = {0}, twice = {0};
    for (int round = 0; round < 10000; round++) {
        text.length = once.length = twice.length = 0;
        for (int count = 0; count < 20; count++)
            random_append(&text, &random);
        nfc_append(&once, buffer_str(&text));
        nfc_append(&twice, buffer_str(&once));
        if (!str_equal(buffer_str(&once), buffer_str(&twice)))
            fail_msg("%s: not stable", spelled(buffer_str(&text)));
    }
}

/* A million marks whose classes fall each time: quadratic if each were inserted into its place. */
static void hostile_marks(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0}, got = {0};
    buffer_append_c(&text, "a");
    for (int i = 0; i < 500000; i++)
        buffer_append_c(&text, "\xCC\x81\xCC\xA3"); /* class 230, class 220 */
    const clock_t start = clock();
    nfc_append(&got, buffer_str(&text));
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    /* ạ, the other dots below, then the acutes. */
    assert_true(str_starts(buffer_str(&got), STR("ạ\xCC\xA3\xCC\xA3")));
    assert_true(str_ends(buffer_str(&got), STR("\xCC\x81\xCC\x81")));
    assert_int_equal(got.length, 3 + 2 * 499999 + 2 * 500000);
}

/* The bit that the quick check rests on, for every code point. */
static void normal_bit(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++)
        if (code_point_properties(c).is_normal && u_getCombiningClass((UChar32)c) != 0)
            fail_msg("U+%04X: normal, but its class is not 0", c);
    assert_true(code_point_properties(0x4E2D).is_normal);
    assert_true(code_point_properties(0xAC00).is_normal);
    assert_false(code_point_properties(0x11A8).is_normal);
    assert_false(code_point_properties(0x0301).is_normal);
    assert_false(code_point_properties(0xF900).is_normal);
}

int main(int argument_count, char **arguments)
{
    assert_int_equal(argument_count, 2);
    test_file = arguments[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unicode_cases),           cmocka_unit_test(prefixes),
        cmocka_unit_test(long_plain_text),         cmocka_unit_test(glance_is_right),
        cmocka_unit_test(long_text_is_its_pieces), cmocka_unit_test(random_text_is_stable),
        cmocka_unit_test(hostile_marks),           cmocka_unit_test(normal_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
