/* Finding in the text: the kinds of patterns, the history, what is lit, the word at the
 * place. */
#include "harness/tty.h"
#include "ui/reader_tty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_lit(const VTermScreenCell *cell)
{
    return cell->attrs.reverse || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static size_t append_cell(char *out, size_t length, const VTermScreenCell *cell)
{
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
        uint32_t point = cell->chars[i];
        if (point < 0x80) {
            out[length++] = (char)point;
        } else if (point < 0x800) {
            out[length++] = (char)(0xC0 | point >> 6);
            out[length++] = (char)(0x80 | (point & 63));
        } else {
            if (point >= 0x10000)
                out[length++] = (char)(0xF0 | point >> 18);
            out[length++] =
                (char)(point >= 0x10000 ? 0x80 | (point >> 12 & 63) : 0xE0 | point >> 12);
            out[length++] = (char)(0x80 | (point >> 6 & 63));
            out[length++] = (char)(0x80 | (point & 63));
        }
    }
    return length;
}

/* What is lit above the status line: pieces that are not next to each other are parted by |. */
static void lit_text(struct tty *tty, unsigned rows, unsigned columns, char *out)
{
    size_t length = 0;
    for (unsigned row = 0; row + 2 < rows; row++) {
        unsigned last_end = columns;
        for (unsigned column = 0; column < columns;) {
            VTermScreenCell cell = tty_cell(tty, row, column);
            unsigned width = cell.width > 1 ? (unsigned)cell.width : 1;
            if (is_lit(&cell)) {
                if (length && last_end != column)
                    out[length++] = '|';
                length = append_cell(out, length, &cell);
                last_end = column + width;
            }
            column += width;
        }
    }
    out[length] = '\0';
}

/* The match that the reader is at begins wherever its characters stand: over the ends of rows and
 * of spans, ruby, the author's own line breaks, gaps that are only shown, marks and emoji. */
static void lights_the_match(void **state)
{
    static const struct {
        unsigned columns;
        const char *body, *keys, *expected;
    } cases[] = {
        {24, "<p>一二三四五六七八九十天地玄黄宇宙洪荒</p>", "/八九十天地", "八九|十天地"},
        {80, "<p>河<b>水的</b><a href='http://h/'>脾<i>气</i></a>谁也不知道</p>", "/水的脾气谁",
         "水的脾气谁"},
        {80, "<p>この<ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby>を読む</p>", "/漢字を",
         "漢|字|を"},
        {80, "<p>第一行的末<br>尾第二行</p>", "/末尾", "末|尾"},
        {80, "<p>先说<wbr>桥&shy;的事，再说那张旧报纸</p>", "/桥的事", "桥的事"},
        {80, "<p>被称为2009全国质量年的那一年</p>", "/为2009全国质", "为 2009 全国质"},
        {80, "<p>他说,这是好事,大家都知道</p>", "/好事,大家", "好事，大家"},
        {80, "<p>the last cafe\xcc\x81 of the town</p>", "/last cafe of", "last café of"},
        {80, "<p>서울의 오래된 서점들이 있다</p>", "/오래된 서점", "오래된 서점"},
        {80, "<p>看👨‍👩‍👧一家三口走过去</p>", "/一家三口", "一家三口"},
        {30, "<p>They were words on the page, nothing more than letters, unbelievable.</p>",
         "/more than letters", "more than|letters"},
        {80, "<p>見積りの値段をきいた</p>", "/见积", "見積"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[2048], got[1024];
        snprintf(page, sizeof page,
                 "<html lang=zh><title>Page</title><article>%s<p>后面还有一段话，"
                 "是为了让它看起来像一篇文章的样子，再没有别的意思。</p></article>",
                 cases[i].body);
        write_text(own_path("spans.html"), page);
        struct tty *tty =
            begin(&(struct start){.columns = cases[i].columns, .files = {own_path("spans.html")}});
        tty_press(tty, cases[i].keys);
        lit_text(tty, 24, cases[i].columns, got);
        if (strcmp(got, cases[i].expected) != 0)
            fail_msg("%s in %s\nexpected to be lit: %s\ngot: %s", cases[i].keys, cases[i].body,
                     cases[i].expected, got);
        tty_press(tty, "\033");
        finish(tty);
    }
}

/* ^R, ^E and ^P before or after the words, ~ before them; the label says which it is. */
static void kinds_of_patterns(void **state)
{
    static const struct {
        const char *keys, *label, *note, *lit;
    } cases[] = {
        {"/質量", "/質量", "1/3", "质量|質量|质量"},
        {"/\005質量", "exact /質量", "1/1", "質量"},
        {"/質量\005", "exact /質量", "1/1", "質量"},
        {"/質量\005\005", "/質量", "1/3", "质量|質量|质量"},
        {"/~zhiliang", "pinyin /~zhiliang", "1/3", "质量|質量|质量"},
        {"/\020zl", "pinyin /zl", "1/4", "质量|質量|质量|zl"},
        {"/~zl\020", "/zl", "1/1", "zl"},
        {"/~", "/~", "1/1", "~"},
        {"/第.条\022", "regex /第.条", "1/2", "第三条|第四条"},
        {"?\022第.条", "regex ?第.条", "2/2", "第三条|第四条"},
        {"/\022质(量", "regex /质(量", "the expression is wrong at character 4: a ) is missing",
         ""},
        {"/\022质[", "regex /质[", "the expression is wrong at character 3: a ] is missing", ""},
        {"/\022\005质", "exact /质", "1/2", "质|质"},
    };
    (void)state;
    write_text(
        own_path("kinds.txt"),
        "题目\n\n河岸上的质量是三十年前种下的，那一年質量退得很早。树苗从县里的苗圃运来。\n\n"
        "第三条说的是质量，第四条说的是 zl 和 ~ 两个写法，别的什么也没有说。\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[1024];
        struct tty *tty = begin_file(own_path("kinds.txt"));
        tty_press(tty, cases[i].keys[0] == '?' ? "G" : "g");
        tty_press(tty, cases[i].keys);
        char *row = tty_row(tty, 23);
        size_t length = strlen(cases[i].label);
        bool is_good = strncmp(row, cases[i].label, length) == 0 && row[length] == ' ' &&
                       strstr(row, cases[i].note);
        if (!is_good)
            fail_msg("case %zu\nexpected: %s … %s\ngot: %s", i, cases[i].label, cases[i].note, row);
        lit_text(tty, 24, 80, got);
        if (strcmp(got, cases[i].lit) != 0)
            fail_msg("%s\nexpected to be lit: %s\ngot: %s", cases[i].label, cases[i].lit, got);
        tty_press(tty, "\r");
        free(row);
        finish(tty);
        unlink(own_path("state/zhai/history"));
    }
}

/* n goes on with the kind that / had, and the status line says which. */
static void kinds_last(void **state)
{
    (void)state;
    struct tty *tty = begin_file(own_path("kinds.txt"));
    tty_press(tty, "/\022第.条\r");
    assert_last_row_holds(tty, 24, "1/2 regex 第.条");
    tty_press(tty, "n");
    assert_last_row_holds(tty, 24, "2/2 regex 第.条");
    tty_press(tty, "\033");
    tty_press(tty, "N"); /* forgotten, and looked for again */
    assert_last_row_holds(tty, 24, "/2 regex 第.条");
    tty_press(tty, "/~zl\r");
    assert_last_row_holds(tty, 24, "pinyin zl");
    tty_press(tty, "/\022ab(\r");
    tty_assert_shows(tty, "the expression is wrong at character 4");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

/* A pattern that would take for ever is given up with a sentence, and the next key is taken. */
static void patterns_that_take_too_long(void **state)
{
    enum { SIZE = 300000 };
    char *text = malloc(SIZE + 64);
    (void)state;
    assert_non_null(text);
    memset(text, 'a', SIZE);
    snprintf(text + SIZE, 64, "b\n\nThe end of it.\n");
    write_text(own_path("evil.txt"), text);
    free(text);
    struct tty *tty = begin_file(own_path("evil.txt"));
    tty_press(tty, "/\022(a+)+$");
    assert_last_row_holds(tty, 24, "takes too long");
    tty_press(tty, "\r");
    assert_last_row_holds(tty, 24, "takes too long");
    tty_press(tty, "nNL*");
    tty_press(tty, "/end of\r");
    assert_last_row_holds(tty, 24, "1/1 end of");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

static void assert_prompt(struct tty *tty, const char *keys, const char *expected)
{
    tty_press(tty, keys);
    char *row = tty_row(tty, 23);
    size_t length = strlen(expected);
    if (strncmp(row, expected, length) != 0 || (row[length] && row[length] != ' '))
        fail_msg("after the keys\nexpected: %s\ngot: %s", expected, row);
    free(row);
}

static void history_in_memory_and_file(void **state)
{
    (void)state;
    struct tty *tty = begin_file(own_path("kinds.txt"));
    tty_press(tty, "/质量\r/\022第.条\r/河岸\r/质量\r/nowhere\r/河\033");
    assert_prompt(tty, "/\033[A", "/nowhere"); /* UP */
    assert_prompt(tty, "\033[A", "/质量");
    assert_prompt(tty, "\033[A", "/河岸");
    assert_prompt(tty, "\033[A", "regex /第.条");
    assert_prompt(tty, "\033[A", "regex /第.条");
    assert_prompt(tty, "\033[B\033[B", "/质量"); /* DOWN */
    assert_prompt(tty, "\033[B\033[B", "/");
    assert_prompt(tty, "河\033[A", "/河岸"); /* those that begin so */
    assert_prompt(tty, "\033[A", "/河岸");
    assert_prompt(tty, "\033[B", "/河");
    tty_press(tty, "\033");
    tty_send(tty, "q", 1);
    tty_wait_exit(tty);
    tty_free(tty);

    tty = begin_file(own_path("kinds.txt"));
    assert_prompt(tty, "/\033[A\033[A\033[A\033[A", "regex /第.条");
    tty_press(tty, "\r");
    finish(tty);
    FILE *file = fopen(own_path("state/zhai/history"), "r");
    char got[1024] = "";
    assert_non_null(file);
    got[fread(got, 1, sizeof got - 1, file)] = '\0';
    fclose(file);
    assert_same("the file", "regex 第.条\ntext nowhere\ntext 质量\ntext 河岸\n", got);
    struct stat properties;
    assert_int_equal(stat(own_path("state/zhai/history"), &properties), 0);
    assert_int_equal(properties.st_mode & 0777, 0600);
}

static void history_can_be_off(void **state)
{
    (void)state;
    write_text(own_path("config/zhai/config"), "history = no\n");
    struct tty *tty = begin_file(own_path("kinds.txt"));
    assert_prompt(tty, "/\033[A", "/");
    tty_press(tty, "\033");
    tty_press(tty, "/树苗\r");
    assert_prompt(tty, "/\033[A", "/树苗");
    tty_press(tty, "\033");
    unlink(own_path("state/zhai/history"));
    finish(tty);
    assert_int_equal(access(own_path("state/zhai/history"), F_OK), -1);
    write_text(own_path("config/zhai/config"), "");
}

/* Nothing that can stand in the file reaches the terminal, or does more than not be recalled. */
static void hostile_history(void **state)
{
    (void)state;
    write_text(own_path("state/zhai/history"),
               "regex \033[2J\ntext \xff\xfe\nkind x\ntext\ntext \ntext a\xc2\x9b"
               "2J\ntext \xe2\x80\xaegnp\n text y\n\n\ntext 树苗");
    struct tty *tty = begin_file(own_path("kinds.txt"));
    assert_prompt(tty, "/\033[A", "/树苗");
    assert_prompt(tty, "\033[A", "/树苗");
    tty_press(tty, "\r");
    assert_last_row_holds(tty, 24, "1/1 树苗");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

/* Where an input method shows its window: behind what is typed, at every refresh; nowhere else. */
static void cursor_is_at_the_caret(void **state)
{
    static const struct {
        const char *keys;
        bool is_visible;
        unsigned column;
    } steps[] = {
        {"jj", false, 0},    {"/", true, 1},      {"质", true, 3},      {"量\022", true, 11},
        {"\033[D", true, 9}, {"\033[D", true, 7}, {"e\u0301", true, 8}, {"\033[F", true, 12},
        {"\033", false, 0},  {":", true, 1},      {"set", true, 4},     {"\033", false, 0},
        {"t", false, 0},     {"\033", false, 0},  {"h", false, 0},      {"/", true, 1},
        {"质", true, 3},     {"\033", false, 0},  {"\033", false, 0},   {"/水\r", false, 0},
        {"L", false, 0},     {"\033", false, 0},
    };
    unsigned row, column;
    bool is_visible;
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        tty_press(tty, steps[i].keys);
        tty_cursor(tty, &row, &column, &is_visible);
        bool is_there = !is_visible || (row == 23 && column == steps[i].column);
        if (is_visible != steps[i].is_visible || !is_there)
            fail_msg("step %zu\nexpected: visible %d in column %u\ngot: visible %d in row %u, "
                     "column %u",
                     i, steps[i].is_visible, steps[i].column, is_visible, row, column);
        if (steps[i].is_visible) { /* it stays there when the screen changes under it */
            tty_resize(tty, 24, 78);
            assert_true(tty_sync(tty));
            tty_resize(tty, 24, 80);
            assert_true(tty_sync(tty));
            tty_cursor(tty, &row, &column, &is_visible);
            if (!is_visible || row != 23 || column != steps[i].column)
                fail_msg("step %zu after a resize: expected column %u, got %u", i, steps[i].column,
                         column);
        }
    }
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

static void word_at_the_place(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "*");
    assert_last_row_holds(tty, 24, "1/34 水位"); /* the heading is the first row with a word */
    tty_press(tty, "*");
    assert_last_row_holds(tty, 24, "2/34 水位");
    tty_press(tty, "n");
    assert_last_row_holds(tty, 24, "3/34 水位");
    tty_press(tty, "g\033");
    tty_press(tty, "12*");
    assert_last_row_holds(tty, 24, "/11 自己");
    tty_press(tty, "g/账\r*");
    assert_last_row_holds(tty, 24, "账簿"); /* the word that the match is part of */
    assert_prompt(tty, "/\033[A", "/账簿");
    tty_press(tty, "\033");
    finish(tty);

    tty = begin_file(case_path("tin.md"));
    tty_press(tty, "/weathe\r*");
    assert_last_row_holds(tty, 24, "1/14 weather");
    finish(tty);

    write_text(own_path("wordless.txt"), "——……\n\n！！！\n");
    tty = begin_file(own_path("wordless.txt"));
    tty_press(tty, "*99*");
    assert_last_row_holds(tty, 24, "there is no word here");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

int main(int argument_count, char **arguments)
{
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lights_the_match),
        cmocka_unit_test(kinds_of_patterns),
        cmocka_unit_test(kinds_last),
        cmocka_unit_test(patterns_that_take_too_long),
        cmocka_unit_test(history_in_memory_and_file),
        cmocka_unit_test(history_can_be_off),
        cmocka_unit_test(hostile_history),
        cmocka_unit_test(cursor_is_at_the_caret),
        cmocka_unit_test(word_at_the_place),
    };
    return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
