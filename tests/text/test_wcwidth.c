/* Linked with src/wcwidth.c as the program is: ncurses must move its cursor by our widths. */
#include "text_test.h"

#include "wcwidth.h"

#include <locale.h>
#include <wchar.h>

#include <curses.h>

static void values(void **state)
{
    (void)state;
    static const struct {
        wchar_t character;
        int narrow, wide;
    } cases[] = {
        {0, 0, 0},      {'a', 1, 1},        {'\n', -1, -1}, {0x7F, -1, -1},  {0x9B, -1, -1},
        {0x4E2D, 2, 2}, {0x201C, 1, 2},     {0x0301, 0, 0}, {0x31350, 2, 2}, {0x1FAE8, 2, 2},
        {0x4DC0, 1, 1}, {0x110000, -1, -1}, {-1, -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wcwidth_set_ambiguous(AMBIGUOUS_NARROW);
        const int narrow = wcwidth(cases[i].character);
        wcwidth_set_ambiguous(AMBIGUOUS_WIDE);
        const int wide = wcwidth(cases[i].character);
        if (narrow != cases[i].narrow || wide != cases[i].wide)
            fail_msg("U+%04X: expected %d %d, got %d %d", (unsigned)cases[i].character,
                     cases[i].narrow, cases[i].wide, narrow, wide);
    }
    assert_int_equal(wcswidth(L"中“a", 3), 5);
    assert_int_equal(wcswidth(L"中“a", 1), 2);
    assert_int_equal(wcswidth(L"中\n", 2), -1);
    wcwidth_set_ambiguous(AMBIGUOUS_NARROW);
    assert_int_equal(wcswidth(L"中“a", 99), 4);
}

static int cursor_after(const wchar_t *text)
{
    int y, x;
    move(0, 0);
    addwstr(text);
    getyx(stdscr, y, x);
    return y == 0 ? x : -1;
}

static void ncurses_asks_us(void **state)
{
    (void)state;
    assert_true(setlocale(LC_ALL, "C.UTF-8") != NULL);
    FILE *nowhere = fopen("/dev/null", "r+e");
    assert_non_null(nowhere);
    SCREEN *screen = newterm("xterm", nowhere, nowhere);
    assert_non_null(screen);
    int got[4];
    wcwidth_set_ambiguous(AMBIGUOUS_NARROW);
    got[0] = cursor_after(L"“");
    wcwidth_set_ambiguous(AMBIGUOUS_WIDE);
    got[1] = cursor_after(L"“");
    got[2] = cursor_after(L"\x31350"); /* glibc 2.36 does not know it */
    got[3] = cursor_after(L"\x4DC0");  /* glibc says 2 */
    endwin();
    delscreen(screen);
    fclose(nowhere);
    assert_int_equal(got[0], 1);
    assert_int_equal(got[1], 2);
    assert_int_equal(got[2], 2);
    assert_int_equal(got[3], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values), cmocka_unit_test(ncurses_asks_us)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
