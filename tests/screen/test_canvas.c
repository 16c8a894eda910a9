#include "screen/canvas.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const struct style plain = {ROLE_TEXT, 0};
static const struct style hit = {ROLE_HIT, ATTRIBUTE_BOLD};

/* One row as text, the right half of a wide piece as '_' . */
static void row_text(const struct canvas *canvas, unsigned row, struct buffer *out)
{
    out->length = 0;
    for (unsigned column = 0; column < canvas_columns(canvas); column++) {
        const struct canvas_cell *cell = canvas_cell(canvas, row, column);
        if (cell->piece.length == 0)
            buffer_append_byte(out, '_');
        else
            buffer_append(out, (struct str){cell->piece.bytes, cell->piece.length});
    }
    buffer_append_byte(out, '\0');
}

static void assert_row(const struct canvas *canvas, unsigned row, const char *input,
                       const char *expected)
{
    CLEANUP_BUFFER struct buffer got = {0};
    row_text(canvas, row, &got);
    if (strcmp(got.bytes, expected) != 0)
        fail_msg("input \"%s\"\nexpected \"%s\"\n     got \"%s\"", input, expected, got.bytes);
}

static void draws_and_cuts_text(void **state)
{
    static const struct {
        const char *text, *expected;
        unsigned column, max_columns, taken, ambiguous;
    } cases[] = {
        {"abc", "abc       ", 0, 10, 3, 1},
        {"汉字かな", "汉_字_か_な_  ", 0, 10, 8, 1},
        {"汉字かなカ", "汉_字_か_な_カ_", 0, 10, 10, 1},
        {"汉字かなカナ", "汉_字_か_な_… ", 0, 10, 9, 1},
        {"汉字かなカナ", "汉_字_か_な_…_", 0, 10, 10, 2},
        {"한글 텍스트입니다", "한_글_ 텍_스_…", 0, 10, 10, 1},
        {"abcdef", "ab…       ", 0, 3, 3, 1},
        {"汉字", "…         ", 0, 1, 1, 1},
        {"汉字", "          ", 0, 1, 0, 2},
        {"汉字", "         …", 9, 10, 1, 1},
        {"e\xCC\x81t\xC3\xA9", "e\xCC\x81t\xC3\xA9       ", 0, 10, 3, 1},
        {"か\xE3\x82\x99!", "か\xE3\x82\x99_!       ", 0, 10, 3, 1},
        {"🇨🇳x", "🇨🇳x       ", 0, 10, 3, 1},
        {"“a”", "“_a”_     ", 0, 10, 5, 2},
        {"a\x1B[2Jb", "a␛[2Jb    ", 0, 10, 6, 1},
        {"\xFF\x80z", "\xEF\xBF\xBD\xEF\xBF\xBDz       ", 0, 10, 3, 1},
        {"x", "          ", 10, 4, 0, 1},
        {"x", "          ", 4000000000u, 4000000000u, 0, 1},
        {"", "          ", 0, 10, 0, 1},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct canvas *canvas = canvas_new(2, 10, (enum ambiguous_width)cases[i].ambiguous);
        const unsigned taken = canvas_text(canvas, 0, cases[i].column, cases[i].max_columns,
                                           str_from(cases[i].text), plain);
        assert_row(canvas, 0, cases[i].text, cases[i].expected);
        assert_row(canvas, 1, cases[i].text, "          ");
        if (taken != cases[i].taken)
            fail_msg("input \"%s\": expected %u columns, got %u", cases[i].text, cases[i].taken,
                     taken);
        canvas_free(canvas);
    }
}

static void half_of_a_wide_piece_never_stays(void **state)
{
    static const struct {
        unsigned column;
        const char *text, *expected;
    } cases[] = {
        {0, "x", "x 字_か_"}, {1, "x", " x字_か_"}, {2, "x", "汉_x か_"},  {1, "好", " 好_ か_"},
        {3, "xy", "汉_ xy "}, {5, "x", "汉_字_ x"}, {5, "好", "汉_字_ …"}, {2, "好", "汉_好_か_"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct canvas *canvas = canvas_new(1, 6, AMBIGUOUS_NARROW);
        canvas_text(canvas, 0, 0, 6, STR("汉字か"), plain);
        canvas_text(canvas, 0, cases[i].column, 6, str_from(cases[i].text), hit);
        assert_row(canvas, 0, cases[i].text, cases[i].expected);
        canvas_free(canvas);
    }
}

static void wide_piece_at_the_edge_is_blank(void **state)
{
    static const struct display_piece wide = {.bytes = "汉", .length = 3, .width = 2};
    struct canvas *canvas = canvas_new(1, 3, AMBIGUOUS_NARROW);
    (void)state;
    canvas_text(canvas, 0, 0, 3, STR("abc"), plain);
    canvas_piece(canvas, 0, 2, &wide, hit);
    assert_row(canvas, 0, "汉 at 2", "ab ");
    canvas_piece(canvas, 0, 3, &wide, hit);
    canvas_piece(canvas, 7, 0, &wide, hit);
    assert_row(canvas, 0, "汉 outside", "ab ");
    canvas_resize(canvas, 1, 1);
    canvas_piece(canvas, 0, 0, &wide, hit);
    assert_row(canvas, 0, "汉 at 1x1", " ");
    canvas_resize(canvas, 0, 0);
    assert_int_equal(canvas_rows(canvas), 1);
    assert_int_equal(canvas_columns(canvas), 1);
    canvas_free(canvas);
}

static void rule_follows_the_ambiguous_width(void **state)
{
    struct canvas *canvas = canvas_new(1, 4, AMBIGUOUS_NARROW);
    (void)state;
    canvas_rule(canvas, 0, 1, 99, plain);
    assert_row(canvas, 0, "rule", " ───");
    canvas_set_ambiguous(canvas, AMBIGUOUS_WIDE);
    canvas_rule(canvas, 0, 1, 99, plain);
    assert_row(canvas, 0, "rule", " ---");
    canvas_free(canvas);
}

static void styles_and_cursor(void **state)
{
    struct canvas *canvas = canvas_new(3, 4, AMBIGUOUS_NARROW);
    unsigned row = 9, column = 9;
    (void)state;
    assert_false(canvas_cursor(canvas, &row, &column));
    canvas_set_cursor(canvas, 1, 2);
    assert_true(canvas_cursor(canvas, &row, &column));
    assert_int_equal(row, 1);
    assert_int_equal(column, 2);
    canvas_set_cursor(canvas, 1, 4);
    assert_false(canvas_cursor(canvas, &row, &column));
    canvas_text(canvas, 2, 0, 4, STR("汉ab"), plain);
    canvas_restyle(canvas, 2, 1, 2, hit);
    assert_int_equal(canvas_cell(canvas, 2, 0)->style.role, ROLE_TEXT);
    assert_int_equal(canvas_cell(canvas, 2, 2)->style.role, ROLE_HIT);
    assert_int_equal(canvas_cell(canvas, 2, 3)->style.role, ROLE_TEXT);
    assert_row(canvas, 2, "restyle", "汉_ab");
    canvas_fill(canvas, 2, 1, 1, hit);
    assert_row(canvas, 2, "fill", "  ab");
    canvas_clear(canvas);
    assert_row(canvas, 2, "clear", "    ");
    canvas_free(canvas);
}

/* Whatever is drawn wherever: each wide piece has its right half, no other cell is one. */
static void halves_stay_together(void **state)
{
    static const char *const texts[] = {"汉字",      "a",        "か\xE3\x82\x99", "한",
                                        "e\xCC\x81", "👍🏽", "\xFF",           "“”"};
    struct canvas *canvas = canvas_new(3, 7, AMBIGUOUS_WIDE);
    uint32_t random = 1;
    (void)state;
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525 + 1013904223;
        const unsigned row = random >> 28, column = random >> 24 & 15, count = random >> 20 & 15;
        const char *text = texts[random >> 16 & 7];
        if (random & 0x8000)
            canvas_text(canvas, row, column, count, str_from(text), plain);
        else
            canvas_fill(canvas, row, column, count, plain);
        for (unsigned r = 0; r < 3; r++)
            for (unsigned c = 0; c < 7; c++) {
                const struct canvas_cell *cell = canvas_cell(canvas, r, c);
                const bool is_half = c > 0 && canvas_cell(canvas, r, c - 1)->piece.width == 2;
                if (is_half != (cell->piece.length == 0) || (c == 6 && cell->piece.width == 2))
                    fail_msg("step %d \"%s\" at %u,%u: cell %u,%u", step, text, row, column, r, c);
            }
    }
    canvas_free(canvas);
}

static void roles_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(role_name((enum role)i), role_name((enum role)k));
    assert_string_equal(role_name(ROLE_HIT_CURRENT), "hit-current");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_and_cuts_text),
        cmocka_unit_test(half_of_a_wide_piece_never_stays),
        cmocka_unit_test(wide_piece_at_the_edge_is_blank),
        cmocka_unit_test(rule_follows_the_ambiguous_width),
        cmocka_unit_test(styles_and_cursor),
        cmocka_unit_test(halves_stay_together),
        cmocka_unit_test(roles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
