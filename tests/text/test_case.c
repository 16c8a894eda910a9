#include "text_test.h"

#include "text/case.h"

/* CaseFolding.txt itself: statuses C and S, and nothing else changes. */
static void unicode_cases(void **state)
{
    (void)state;
    FILE *file = ucd_open(UCD "CaseFolding.txt");
    uint32_t *expected = malloc(0x110000 * sizeof *expected);
    assert_non_null(expected);
    for (uint32_t c = 0; c < 0x110000; c++)
        expected[c] = c;
    char line[512];
    while (ucd_line(file, line, sizeof line)) {
        char *end;
        const uint32_t from = (uint32_t)strtoul(line, &end, 16);
        if (end[2] == 'C' || end[2] == 'S')
            expected[from] = (uint32_t)strtoul(end + 4, NULL, 16);
    }
    fclose(file);
    for (uint32_t c = 0; c < 0x110000; c++) {
        if ((c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000)
            continue;
        if (case_fold(c) != expected[c])
            fail_msg("U+%04X: expected U+%04X, got U+%04X", c, expected[c], case_fold(c));
    }
    free(expected);
}

static void full_width(void **state)
{
    (void)state;
    for (uint32_t c = 0x21; c <= 0x7E; c++) {
        assert_int_equal(case_fold(c + 0xFEE0), case_fold(c));
    }
    assert_int_equal(case_fold(0x3000), ' ');
    assert_int_equal(case_fold(0xFF21), 'a');
    assert_int_equal(case_fold(0xFF0C), ',');
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(unicode_cases),
                                       cmocka_unit_test(full_width)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
