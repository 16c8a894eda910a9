#include "text_test.h"

#include "text/bidi.h"
#include "text/properties.h"

/* The code points of a row in visual order. */
static size_t visual_order(struct bidi *bidi, struct str text, size_t start, size_t end,
                           uint32_t *ret_points)
{
    struct bidi_run runs[512];
    const size_t run_count = bidi_row(bidi, start, end, runs, 512);
    size_t count = 0, covered = 0;
    for (size_t i = 0; i < run_count; i++) {
        covered += runs[i].end - runs[i].start;
        if (runs[i].is_right_to_left) {
            for (size_t at = runs[i].end; at > runs[i].start; count++)
                at = utf8_decode_before(text, at, &ret_points[count]);
        } else {
            for (size_t at = runs[i].start; at < runs[i].end; count++)
                at += utf8_decode(text, at, &ret_points[count]);
        }
    }
    assert_int_equal(covered, end - start);
    return count;
}

static void expect_order(struct bidi *bidi, struct str text, struct str expected)
{
    uint32_t got[256];
    const size_t count = visual_order(bidi, text, 0, text.length, got);
    CLEANUP_BUFFER struct buffer out = {0};
    for (size_t i = 0; i < count; i++)
        utf8_append(&out, got[i]);
    if (!str_equal(buffer_str(&out), expected)) {
        print_message("input    %s\nexpected %s\n", spelled(text), expected.bytes);
        fail_msg("got %s", spelled(buffer_str(&out)));
    }
}

static void rows(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
        bool is_right_to_left;
    } cases[] = {
        {"abc 中文", "abc 中文", false},
        {"אבג", "גבא", true},
        {"abc אבג def", "abc גבא def", false},
        {"中文אב中", "中文בא中", false},
        {"אבג 123 abc", "abc 123 גבא", true},
        {"אב ", " בא", true},
        {"ab אב ", "ab בא ", false},
        {"مر 12", "12 رم", true},
        {"א(ב)", ")ב(א", true},
        {"a\xE2\x80\xAE"
         "bc",
         "a\xE2\x80\xAE"
         "bc",
         false}, /* the override is not obeyed */
        {"", "", false},
    };
    struct bidi *bidi = bidi_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct str text = str_from(cases[i].text);
        if (bidi_begin(bidi, text) != cases[i].is_right_to_left)
            fail_msg("%s: expected direction %d", cases[i].text, cases[i].is_right_to_left);
        expect_order(bidi, text, str_from(cases[i].expected));
    }
    bidi_free(bidi);
}

/* A row in the middle of a paragraph: blanks at its end fall to the paragraph's level. */
static void inner_rows(void **state)
{
    (void)state;
    const struct str text = STR("ab אב גד ef");
    struct bidi *bidi = bidi_new();
    assert_false(bidi_begin(bidi, text));
    struct bidi_run runs[8];
    assert_int_equal(bidi_row(bidi, 0, 8, runs, 8), 3);
    assert_int_equal(runs[0].start, 0);
    assert_int_equal(runs[1].start, 3);
    assert_int_equal(runs[1].end, 7);
    assert_true(runs[1].is_right_to_left);
    assert_int_equal(runs[2].end, 8);
    assert_false(runs[2].is_right_to_left);
    assert_int_equal(bidi_row(bidi, 0, text.length, runs, 2), 2); /* the rest joins the last */
    assert_int_equal(bidi_row(bidi, 4, 4, runs, 8), 0);
    bidi_free(bidi);
}

static void need_and_mirrors(void **state)
{
    (void)state;
    assert_false(bidi_is_needed(STR("plain é 中文，かな 한국 ก 😀 \xFF\x80")));
    assert_true(bidi_is_needed(STR("中文א")));
    assert_true(bidi_is_needed(STR("xب")));
    assert_true(bidi_is_needed(STR("\xEF\xAC\x9D")));     /* U+FB1D, presentation form */
    assert_true(bidi_is_needed(STR("\xF0\x9E\xA4\x80"))); /* U+1E900, Adlam */
    assert_true(bidi_is_needed(STR("\xF0\x90\xA4\x80"))); /* U+10900, Phoenician */
    assert_int_equal(bidi_mirror('('), ')');
    assert_int_equal(bidi_mirror(0x300A), 0x300B);
    assert_int_equal(bidi_mirror('a'), 'a');
    assert_int_equal(bidi_mirror(0x110000), 0x110000);
}

/* What ICU gets differs from the line when a code point is replaced or invisible. */
static bool is_comparable(struct str text)
{
    uint32_t c;
    for (size_t i = 0; i < text.length;) {
        i += utf8_decode(text, i, &c);
        const struct properties p = code_point_properties(c);
        if (p.display != DISPLAY_SHOW)
            return false;
    }
    return true;
}

/* BidiCharacterTest.txt: its lines without controls, whose direction is that of P2 and P3. */
static void unicode_cases(void **state)
{
    (void)state;
    FILE *file = ucd_open(UCD "BidiCharacterTest.txt");
    struct bidi *bidi = bidi_new();
    CLEANUP_BUFFER struct buffer text = {0};
    char line[8192];
    size_t cases = 0;
    while (ucd_line(file, line, sizeof line)) {
        uint32_t points[1024], got[1024];
        size_t count = 0;
        char *at = line, *end;
        for (text.length = 0; *at != ';'; at = end + strspn(end, " ")) {
            assert_true(count < 1024);
            points[count] = (uint32_t)strtoul(at, &end, 16);
            utf8_append(&text, points[count++]);
        }
        const bool is_automatic = at[1] == '2', is_right = at[3] == '1';
        if (!is_comparable(buffer_str(&text)))
            continue;
        const bool is_same = bidi_begin(bidi, buffer_str(&text)) == is_right;
        if (!is_same && !is_automatic)
            continue;
        if (!is_same)
            fail_msg("%s: expected direction %d", spelled(buffer_str(&text)), is_right);
        at = strrchr(line, ';') + 1;
        assert_int_equal(visual_order(bidi, buffer_str(&text), 0, text.length, got), count);
        for (size_t i = 0; i < count; i++, at = end) {
            const size_t index = strtoul(at, &end, 10);
            if (got[i] != points[index])
                fail_msg("%s: at %zu expected U+%04X, got U+%04X", spelled(buffer_str(&text)), i,
                         points[index], got[i]);
        }
        cases++;
    }
    fclose(file);
    bidi_free(bidi);
    assert_true(cases > 45000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(inner_rows),
        cmocka_unit_test(need_and_mirrors),
        cmocka_unit_test(unicode_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
