/* What curses is told of the terminal, colours, and base64. */
#include "screen/base64.h"
#include "screen/terminal_color.h"
#include "screen/terminal_description.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void only_listed_sequences_are_allowed(void **state)
{
    static const struct {
        const char *value;
        bool is_allowed;
    } cases[] = {
        {"\033[%i%p1%d;%p2%dH", true},
        {"\033[H\033[2J", true},
        {"\033[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m", true},
        {"\033(B\033[m", true},
        {"\0337", true},
        {"\n", true},
        {"\033[?12l\033[?25h", true},
        {"\033[?1049h\033[22;0;0t", false},
        {"%p1%c\033[%p2%{1}%-%db", false},
        {"\033M", false},
        {"\033]104\007", false},
        {"\033]4;%p1%d;rgb:%p2%{255}%*%{1000}%/%2.2X\033\\", false},
        {"\033[m\017", false},
        {"\033(0", false},
        {"\033c", false},
        {"\033[6n", false},
        {"\033[c", false},
        {"\033=%p1%' '%+%c%p2%' '%+%c", false},
        {"\033[%p1%s", false},
        {"\033[", false},
        {"\033", false},
        {"\t", false},
        {"x", false},
        {"\303\251", false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        if (description_allows(cases[i].value) != cases[i].is_allowed)
            fail_msg("case %zu \"%s\": expected %d", i, cases[i].value, cases[i].is_allowed);
    assert_true(description_wants("cup"));
    assert_true(description_wants("xenl"));
    assert_true(description_wants("am"));
    assert_false(description_wants("rep"));
    assert_false(description_wants("kcuu1"));
    assert_false(description_wants("smcup"));
}

static void padding_goes(void **state)
{
    CLEANUP_BUFFER struct buffer got = {0};
    (void)state;
    description_strip_padding(&got, "\033[H$<5>\033[J$<50/>$");
    buffer_append_byte(&got, '\0');
    assert_string_equal(got.bytes, "\033[H\033[J$");
}

static void base64_of_each_rest(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"汉字", "5rGJ5a2X"},
        {"\xFF\xFE\xFD", "//79"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        base64_append(&got, str_from(cases[i][0]));
        buffer_append_byte(&got, '\0');
        assert_string_equal(got.bytes, cases[i][1]);
    }
}

static void colors_map_to_the_nearest(void **state)
{
    static const struct {
        int32_t rgb;
        enum color_mode mode;
        int number;
    } cases[] = {
        {COLOR_DEFAULT, COLOR_MODE_TRUE, -1}, {0x123456, COLOR_MODE_TRUE, 0x123456},
        {0xFF0000, COLOR_MODE_256, 196},      {0x000000, COLOR_MODE_256, 16},
        {0xFFFFFF, COLOR_MODE_256, 231},      {0x5F87AF, COLOR_MODE_256, 67},
        {0x121212, COLOR_MODE_256, 233},      {0x808080, COLOR_MODE_256, 244},
        {0xFF0000, COLOR_MODE_16, 9},         {0x101010, COLOR_MODE_16, 0},
        {0x00C000, COLOR_MODE_16, 2},         {0xFF0000, COLOR_MODE_NONE, -1},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const int got = color_number(cases[i].rgb, cases[i].mode);
        if (got != cases[i].number)
            fail_msg("0x%06X in mode %d: expected %d, got %d", (unsigned)cases[i].rgb,
                     (int)cases[i].mode, cases[i].number, got);
    }
}

static void environment_chooses_the_mode(void **state)
{
    static const struct {
        const char *no_color, *color_term, *term;
        int count;
        enum color_mode mode;
    } cases[] = {
        {NULL, NULL, "xterm-256color", 256, COLOR_MODE_256},
        {"", NULL, "xterm-256color", 256, COLOR_MODE_256},
        {"1", "truecolor", "xterm-256color", 256, COLOR_MODE_NONE},
        {NULL, "truecolor", "xterm-256color", 256, COLOR_MODE_TRUE},
        {NULL, "24bit", "tmux-256color", 256, COLOR_MODE_TRUE},
        {NULL, "truecolor", "screen", 8, COLOR_MODE_16},
        {NULL, "yes", "linux", 8, COLOR_MODE_16},
        {NULL, NULL, "xterm-direct", 0x1000000, COLOR_MODE_TRUE},
        {NULL, NULL, "vt100", -1, COLOR_MODE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        unsetenv("NO_COLOR");
        unsetenv("COLORTERM");
        if (cases[i].no_color)
            setenv("NO_COLOR", cases[i].no_color, 1);
        if (cases[i].color_term)
            setenv("COLORTERM", cases[i].color_term, 1);
        setenv("TERM", cases[i].term, 1);
        if (color_mode_detect(cases[i].count) != cases[i].mode)
            fail_msg("case %zu: expected %d, got %d", i, (int)cases[i].mode,
                     (int)color_mode_detect(cases[i].count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_listed_sequences_are_allowed),
        cmocka_unit_test(padding_goes),
        cmocka_unit_test(base64_of_each_rest),
        cmocka_unit_test(colors_map_to_the_nearest),
        cmocka_unit_test(environment_chooses_the_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
