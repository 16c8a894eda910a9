/* The shelf's screen: what it shows at which size, and moving in it. */
#include "ui/shelf_tty.h"

#include "harness/golden.h"

#include "library/change.h"
#include "library/place.h"

#include <signal.h>

#include <sys/wait.h>

/* In every state that shows: the sixth was read last, others are starred, finished, tagged. */
static struct library *used_library(void)
{
    struct error error;
    size_t count;
    struct library *library = shelf_filled_library();
    const int64_t starred[] = {3, 5}, finished[] = {3}, tagged[] = {4, 5};
    const struct str tags[] = {STR("历史"), STR("reading")};
    assert_ok(change_starred(library, (struct id_list){starred, 2}, true, &count, &error));
    assert_ok(
        change_state(library, (struct id_list){finished, 1}, ARTICLE_FINISHED, &count, &error));
    assert_ok(change_tags(library, (struct id_list){tagged, 2}, tags, 2, NULL, 0, &count, &error));
    struct article_record record = {0};
    struct document *document;
    assert_ok(article_read(library, 5, &record, &error));
    assert_ok(article_document(library, 5, 0, &document, &error));
    struct reading reading = {5,   record.text, 200, anchor_make(document->text, 200, 200),
                              371, false};
    assert_ok(place_save(library, &reading, &error));
    document_free(document);
    article_record_release(&record);
    return library;
}

static void screens(void **state)
{
    static const struct {
        unsigned rows, columns;
        const char *language, *golden;
    } cases[] = {
        {24, 80, "en", "screens/shelf-en-80.golden"},
        {24, 80, "zh_CN", "screens/shelf-zh-80.golden"},
        {50, 200, "en", "screens/shelf-en-200.golden"},
        {50, 200, "zh_CN", "screens/shelf-zh-200.golden"},
        {12, 40, "en", "screens/shelf-en-40.golden"},
        {12, 40, "zh_CN", "screens/shelf-zh-40.golden"},
    };
    (void)state;
    struct library *library = used_library();
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct tty *tty = shelf_begin(cases[i].rows, cases[i].columns, cases[i].language, NULL);
        golden_assert_screen(cases[i].golden, tty);
        finish(tty);
    }
    library_close(library);
}

/* At every size the list is there. */
static void every_width(void **state)
{
    (void)state;
    struct library *library = used_library();
    struct tty *tty = shelf_begin(24, 200, "zh_CN", NULL);
    for (unsigned columns = 200; columns >= 20; columns -= columns > 130 ? 7 : 3) {
        tty_resize(tty, 24, columns);
        assert_true(tty_sync(tty));
        assert_shows(tty, "创新");
    }
    for (unsigned rows = 23; rows >= 1; rows--) {
        tty_resize(tty, rows, 80);
        assert_true(tty_sync(tty));
        if (rows > 1)
            assert_shows(tty, "创新");
    }
    tty_resize(tty, 24, 80);
    shelf_finish(tty, library);
}

/* Where ▶ and ★ take two columns, and bars would take eight. */
static void wide_signs(void **state)
{
    (void)state;
    struct library *library = used_library();
    CLEANUP_BUFFER struct buffer variable = {0};
    buffer_append_format(&variable, "ZHAI_LIBRARY=%s", own_path("library.db"));
    const char *environment[] = {variable.bytes, state_variable, config_variable, "LANGUAGE=zh_CN",
                                 NULL};
    struct tty_options options = {.environment = environment, .answers = TTY_ANSWERS_WIDE};
    struct tty *tty = tty_start(&options, (const char *[]){program, NULL});
    assert_true(tty_sync(tty));
    shelf_await(tty, "##-- 37%");
    golden_assert_screen("screens/shelf-wide-zh.golden", tty);
    shelf_finish(tty, library);
}

static void opens_at_last_read(void **state)
{
    (void)state;
    struct library *library = used_library();
    struct tty *tty = shelf_start();
    assert_shows(tty, "▶ ★ 创新服务助推质量振兴");
    assert_shows(tty, "4/8");
    assert_row(tty, 22, "ENTER continue at 37 %: 创新服务助推质量振兴");
    assert_hides(tty, "ENTER read");
    tty_press(tty, "g");
    assert_shows(tty, "1/8");
    assert_hides(tty, "continue");
    assert_row(tty, 23, "ENTER read");
    tty_press(tty, "c");
    assert_shows(tty, "4/8");
    tty_press(tty, "rj");
    assert_hides(tty, "continue"); /* it is finished */
    tty_press(tty, "uj");
    tty_press(tty, "/letters\r");
    assert_shows(tty, "1 article");
    tty_press(tty, "c");
    assert_shows(tty, "4/8");
    assert_row(tty, 22, "ENTER continue at 37 %");
    /* Nothing is there to be read, marked or tagged. */
    tty_press(tty, "/nosuchword\r");
    assert_row(tty, 23, " s search  / filter  t shelves");
    assert_hides(tty, "ENTER");
    shelf_finish(tty, library);
}

static void moving(void **state)
{
    static const struct {
        const char *keys, *position;
    } steps[] = {
        {"j", "2/8"},    {"\033[B", "3/8"}, {"k", "2/8"},       {"\033[A", "1/8"},  {"k", "1/8"},
        {"G", "8/8"},    {"j", "8/8"},      {"g", "1/8"},       {"3j", "4/8"},      {"2k", "2/8"},
        {"7G", "7/8"},   {"\033[H", "1/8"}, {"\033[F", "8/8"},  {"<", "1/8"},       {">", "8/8"},
        {"b", "1/8"},    {"f", "8/8"},      {"\033[5~", "1/8"}, {"\033[6~", "8/8"}, {"\025", "1/8"},
        {"\004", "8/8"}, {"g", "1/8"},      {"d", "8/8"},       {":3\r", "3/8"},    {"\016", "4/8"},
        {"\020", "3/8"}, {"\005", "4/8"},   {"\031", "3/8"},
    };
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    assert_shows(tty, "1/8");
    for (size_t i = 0; i < ARRAY_LENGTH(steps); i++) {
        tty_press(tty, steps[i].keys);
        if (!tty_shows(tty, steps[i].position))
            fprintf(stderr, "step %zu, keys “%s”\n", i, steps[i].keys);
        assert_shows(tty, steps[i].position);
    }
    tty_press(tty, "X");
    assert_shows(tty, "X does nothing here");
    shelf_finish(tty, library);
}

/* More rows than the screen has: pages keep the selected row where it is on the screen. */
static void scrolling(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    char title[32], url[48];
    for (int i = 1; i <= 60; i++) {
        snprintf(title, sizeof title, "article %02d", i);
        snprintf(url, sizeof url, "https://many.example/%d", i);
        add_sample(library, &(struct sample){.title = title, .url = url, .text = title});
    }
    struct tty *tty = shelf_start();
    assert_row(tty, 2, "article 60");
    tty_press(tty, "jjf");
    assert_row(tty, 2, "article 41");
    assert_shows(tty, "22/60");
    tty_press(tty, "b");
    assert_row(tty, 2, "article 60");
    assert_shows(tty, "3/60");
    tty_press(tty, "\033[<65;10;10M"); /* the wheel: three rows */
    assert_row(tty, 2, "article 57");
    assert_shows(tty, "4/60");
    tty_press(tty, "\033[<64;10;10M");
    assert_row(tty, 2, "article 60");
    tty_press(tty, "G");
    assert_row(tty, 20, "article 01");
    assert_row(tty, 2, "article 19");
    shelf_finish(tty, library);
}

static void mouse(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\033[<0;10;5M\033[<0;10;5m");
    assert_shows(tty, "3/8");
    tty_press(tty, "\033[<0;10;5M\033[<0;10;5m");
    assert_shows(tty, "Marks stand above");
    tty_press(tty, "q");
    assert_shows(tty, "3/8");
    tty_press(tty, "t\033[<0;5;5M\033[<0;5;5m"); /* the third shelf */
    assert_shows(tty, "is:reading");
    shelf_finish(tty, library);
}

static void help_and_words(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "?");
    assert_row(tty, 2, "In the shelf");
    assert_shows(tty, "a row down");
    tty_press(tty, "qh");
    assert_row(tty, 2, "In the shelf");
    tty_press(tty, "q\033OP");
    assert_row(tty, 2, "In the shelf");
    tty_press(tty, "q:help\r");
    assert_row(tty, 2, "In the shelf");
    tty_press(tty, "q:set sort=title\rj");
    assert_shows(tty, "by title");
    tty_press(tty, ":fly\r");
    assert_shows(tty, "“fly” is no command");
    tty_send(tty, "q", 1);
    assert_true(WIFEXITED(tty_wait_exit(tty)));
    tty_free(tty);
    library_close(library);
}

static void empty_library(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    struct tty *tty = shelf_begin(24, 80, "zh_CN", NULL);
    golden_assert_screen("screens/shelf-empty-zh.golden", tty);
    /* Nothing is selected, and no key minds. */
    tty_press(tty, "jkGgfb \r\t*#\033rxuvVoa\033Pc");
    assert_shows(tty, "书架 · 全部 0");
    shelf_finish(tty, library);
    library = shelf_library();
    tty = shelf_begin(24, 80, "en", NULL);
    golden_assert_screen("screens/shelf-empty-en.golden", tty);
    add_sample(library, &shelf_samples[4]);
    shelf_await(tty, "创新服务助推质量振兴");
    tty_press(tty, "\r");
    assert_shows(tty, "质量是一件日常的事");
    shelf_finish(tty, library);
}

static void preview(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_begin(30, 120, "en", NULL);
    assert_shows(tty, "照相馆的门口");
    tty_press(tty, "j");
    assert_shows(tty, "the page, and the rest went");
    assert_hides(tty, "照相馆的门口");
    tty_press(tty, "P");
    assert_hides(tty, "the page, and the rest went");
    tty_press(tty, "P");
    assert_shows(tty, "the page, and the rest went");
    tty_resize(tty, 30, 119);
    assert_true(tty_sync(tty));
    assert_hides(tty, "the page, and the rest went");
    tty_press(tty, "PP");
    assert_shows(tty, "120 columns");
    shelf_finish(tty, library);
}

/* Where no terminal is, the articles are printed; a library that cannot be opened is said. */
static void every_ending(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_signal(tty, SIGTERM);
    int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_true(tty_is_cooked(tty));
    tty_free(tty);
    tty = shelf_start();
    tty_hang_up(tty);
    tty_free(tty);
    library_close(library);
    write_text(own_path("library.db"), "this is no library");
    struct tty_options options = {
        .environment = (const char *[]){"ZHAI_LIBRARY=/dev/null/x.db", "LANGUAGE=en", NULL}};
    tty = tty_start(&options, (const char *[]){program, NULL});
    status = tty_wait_exit(tty);
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_shows(tty, "zhai: ");
    tty_free(tty);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screens),       cmocka_unit_test(every_width),
        cmocka_unit_test(moving),        cmocka_unit_test(opens_at_last_read),
        cmocka_unit_test(wide_signs),    cmocka_unit_test(scrolling),
        cmocka_unit_test(mouse),         cmocka_unit_test(help_and_words),
        cmocka_unit_test(empty_library), cmocka_unit_test(preview),
        cmocka_unit_test(every_ending),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("shelf", tests, NULL, NULL);
}
