/* The hits of a search: typed, moved in, read from and returned to, changed, saved. */
#include "ui/hits_tty.h"

#include "base/clock.h"
#include "harness/golden.h"
#include "library/change.h"
#include "library/index_state.h"
#include "library/shelf.h"

#include <sqlite3.h>

/* Without the header, where the milliseconds are. */
static void assert_golden(struct tty *tty, const char *name)
{
    char *dump = tty_dump(tty, true);
    CLEANUP_BUFFER struct buffer kept = {0};
    size_t number = 0;
    struct str text = str_from(dump);
    for (size_t at = 0, end; at < text.length; at = end + 1, number++) {
        end = str_find(text, STR("\n"), at);
        end = end < text.length ? end : text.length;
        struct str line = str_slice(text, at, end);
        if (number == 1 || str_starts(line, STR("1:")))
            continue;
        buffer_append_format(&kept, "%.*s\n", STR_ARGS(line));
    }
    golden_assert(name, kept.bytes);
    free(dump);
}

static void screens(void **state)
{
    static const struct {
        const char *name, *language;
        unsigned rows, columns;
    } cases[] = {{"hits-en-80", "en", 24, 80},
                 {"hits-zh-80", "zh_CN", 24, 80},
                 {"hits-en-200", "en", 50, 200},
                 {"hits-zh-200", "zh_CN", 50, 200}};
    (void)state;
    struct library *library = shelf_filled_library();
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        char name[64];
        fprintf(stderr, "screen %s\n", cases[i].name);
        struct tty *tty = shelf_begin(cases[i].rows, cases[i].columns, cases[i].language, NULL);
        hits_search(tty, "照相馆 OR 质量 OR letter OR marks OR page OR 서점 OR 図書館");
        shelf_await(tty, "silences");
        snprintf(name, sizeof name, "screens/%s.golden", cases[i].name);
        assert_golden(tty, name);
        finish(tty);
    }
    library_close(library);
}

/* Nothing of a text reaches the terminal as a command: the harness looks at all that is written. */
static void hostile_texts(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    add_sample(library, &(struct sample){.title = "\033]0;owned\007\033[2J title",
                                         .site = "\033[31mred",
                                         .published = "2020\033[5n",
                                         .text = "A letter \033[1;1H\033[2J that \u202Eturns\u202C "
                                                 "\u200B\u0301 the screen \xE2\x80 over."});
    struct tty *tty = shelf_start();
    hits_search(tty, "turns");
    shelf_await(tty, "the screen");
    assert_golden(tty, "screens/hits-hostile.golden");
    tty_press(tty, "\r");
    assert_shows(tty, "the screen");
    tty_press(tty, "q/\033[2J\033");
    shelf_finish(tty, library);
}

static void typing(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "jjs");
    assert_shows(tty, "type what to look for");
    tty_press(tty, "的");
    shelf_await(tty, " ms");
    assert_row(tty, 0, "Search: 的");
    tty_press(tty, "\177质量");
    shelf_await(tty, "1 article · 9 matches");
    assert_row(tty, 2, "创新服务助推质量振兴");
    assert_row(tty, 2, "8 in text");
    assert_row(tty, 3, "质量是一件日常的事");
    tty_press(tty, " 質量");
    shelf_await(tty, "1 article");
    tty_press(tty, "\025qqqqq");
    shelf_await(tty, "no article holds this");
    tty_press(tty, "\025is:nonsense");
    tty_press(tty, "\r");
    assert_row(tty, 22, "column 4");
    tty_press(tty, "\033");
    assert_row(tty, 0, "Shelf · all 8");
    assert_shows(tty, "3/8");
    tty_press(tty, "s\r");
    assert_row(tty, 0, "Shelf · all 8");
    tty_press(tty, "s\177");
    assert_row(tty, 0, "Shelf · all 8");
    shelf_finish(tty, library);
}

/* What was asked before comes again, newest first, in this run and the next. */
static void history(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "质量");
    tty_press(tty, "q");
    hits_search(tty, "letters");
    tty_press(tty, "qs\033[A");
    assert_row(tty, 22, "letters");
    tty_press(tty, "\033[A");
    assert_row(tty, 22, "质量");
    tty_press(tty, "\033[B\033[B");
    assert_row(tty, 0, "Search:");
    assert_shows(tty, "type what to look for");
    tty_press(tty, "\033");
    tty_send(tty, "Q", 1);
    tty_wait_exit(tty);
    tty_free(tty);
    tty = shelf_start();
    tty_press(tty, "slet\033[A");
    assert_row(tty, 22, "letters");
    tty_press(tty, "\033");
    shelf_finish(tty, library);
}

static void moving(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    for (int i = 0; i < 60; i++) {
        char title[32], text[160];
        snprintf(title, sizeof title, "number %02d", i);
        snprintf(text, sizeof text, "第%d篇，说的是灯塔。\n另一段，没有别的，只有第%d篇的字。", i,
                 i);
        add_sample(library, &(struct sample){.title = title, .text = text});
    }
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    assert_row(tty, 0, "60 articles");
    assert_row(tty, 2, "number 59");
    tty_press(tty, "j \033[B\033[A");
    assert_row(tty, 5, "✓ number 58");
    tty_press(tty, "G");
    assert_row(tty, 20, "number 00");
    tty_press(tty, "g");
    assert_row(tty, 2, "number 59");
    tty_press(tty, "f");
    assert_row(tty, 2, "number 52");
    tty_press(tty, "b");
    assert_row(tty, 2, "number 59");
    tty_press(tty, "10j");
    assert_shows(tty, "number 49");
    tty_press(tty, "30G");
    assert_shows(tty, "number 30");
    tty_press(tty, ":12\r");
    assert_shows(tty, "number 48");
    tty_press(tty, "v");
    assert_row(tty, 0, "60 marked");
    tty_press(tty, "\033");
    assert_row(tty, 0, "60 articles");
    assert_hides(tty, "marked");
    tty_press(tty, "gdd");
    tty_press(tty, "\025\025\025");
    assert_row(tty, 2, "number 59");
    tty_press(tty, "\033[<65;10;5M\033[<65;10;5M\033[<64;10;5M");
    tty_press(tty, "\033[<0;10;9M\033[<0;10;9m");
    tty_press(tty, "\033[<0;10;9M\033[<0;10;9m");
    assert_shows(tty, "说的是灯塔");
    assert_row(tty, 23, "1/1 灯塔");
    tty_press(tty, "q");
    assert_row(tty, 0, "Search: 灯塔");
    tty_press(tty, "\033");
    tty_press(tty, " 59");
    shelf_await(tty, "1 article ");
    tty_press(tty, "\033");
    shelf_await(tty, "60 articles");
    shelf_finish(tty, library);
}

/* On the selected hit and on marked ones; each undone. */
static void changing(void **state)
{
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    tty_press(tty, "*");
    assert_row(tty, 2, "★ article");
    tty_press(tty, "u");
    assert_hides(tty, "★");
    tty_press(tty, "\022");
    assert_row(tty, 2, "★ article");
    tty_press(tty, "r");
    assert_row(tty, 23, "being read: article");
    tty_press(tty, "#海\r");
    assert_row(tty, 23, "海");
    tty_press(tty, "  x");
    shelf_await(tty, "1 article ·");
    tty_press(tty, "u");
    shelf_await(tty, "3 articles");
    tty_press(tty, "e");
    assert_row(tty, 22, "export to:");
    tty_press(tty, "\033");
    tty_press(tty, "H");
    assert_shows(tty, "History");
    tty_press(tty, "qgx");
    shelf_await(tty, "2 articles");
    tty_press(tty, "q");
    assert_row(tty, 0, "all 2");
    shelf_finish(tty, library);
}

static void saving(void **state)
{
    (void)state;
    struct error error;
    struct shelf *shelves;
    size_t count;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "日常的事");
    tty_press(tty, "S");
    assert_row(tty, 22, "save the search as: 日常的事");
    tty_press(tty, "\025daily\r");
    assert_row(tty, 23, "saved as a shelf: daily");
    struct arena *arena = arena_new();
    assert_ok(shelf_list(library, arena, &shelves, &count, &error));
    assert_int_equal(count, 1);
    assert_true(shelves[0].is_search);
    free(shelves);
    arena_free(arena);
    tty_press(tty, "qtG");
    assert_row(tty, 0, "Shelf · daily 1");
    assert_shows(tty, "创新服务助推质");
    tty_press(tty, "s");
    shelf_await(tty, "质量是一件日常的事");
    assert_row(tty, 22, "search: 日常的事");
    tty_press(tty, "\033");
    assert_row(tty, 0, "Shelf · daily 1");
    tty_press(tty, "q");
    shelf_finish(tty, library);
}

/* Texts are looked into while the index is built; keys go on meanwhile, and stop what is asked. */
static void without_an_index(void **state)
{
    (void)state;
    struct error error;
    struct index_state index = {0};
    struct library *library = shelf_library();
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 400; i++)
        buffer_append_c(&text, HITS_LINE);
    for (int i = 0; i < 200; i++) {
        char title[32];
        snprintf(title, sizeof title, "number %03d", i);
        size_t length = text.length;
        buffer_append_format(&text, "%d号灯塔。", i);
        add_sample(library, &(struct sample){.title = title, .text = text.bytes});
        text.length = length;
    }
    assert_ok(index_restart(library, &error));
    struct tty *tty = shelf_start();
    int64_t begun = clock_monotonic_ms();
    tty_press(tty, "s");
    assert_row(tty, 0, "index ");
    for (const char *const *key = (const char *const[]){"1", "9", "9", "号", "灯", "塔", NULL};
         *key; key++)
        tty_press(tty, *key);
    fprintf(stderr, "typed in %d ms\n", (int)(clock_monotonic_ms() - begun));
    assert_row(tty, 22, "199号灯塔");
    shelf_await(tty, "1 article");
    assert_row(tty, 2, "number 199");
    shelf_await(tty, "199号灯塔。");
    tty_press(tty, "\r");
    while (!index.is_ready) {
        assert_true(clock_monotonic_ms() < begun + 60000);
        assert_true(tty_sync(tty));
        assert_ok(index_state_read(library, &index, &error));
    }
    tty_press(tty, "g");
    assert_hides(tty, "index ");
    assert_row(tty, 2, "number 199");
    shelf_finish(tty, library);
}

/* A damaged index is noticed by who searches, and built anew; all is found meanwhile. */
static void with_a_damaged_index(void **state)
{
    (void)state;
    struct error error;
    struct index_state index = {0};
    bool is_damaged = true;
    sqlite3 *database;
    library_close(hits_library());
    assert_int_equal(sqlite3_open(own_path("library.db"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database,
                                  "UPDATE text_index_data SET block = x'00ff' WHERE id > 1", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    assert_row(tty, 0, "3 articles");
    int64_t deadline = clock_monotonic_ms() + 10000;
    while (!index.is_ready || is_damaged) {
        const struct library_options options = {own_path("library.db"), false, fixture_clock};
        struct library *library;
        assert_true(clock_monotonic_ms() < deadline);
        assert_true(tty_sync(tty));
        assert_ok(library_open(&options, &library, &error));
        assert_ok(index_state_read(library, &index, &error));
        assert_ok(index_doubt(library, STATUS_OK, true, &is_damaged, &error));
        library_close(library);
    }
    assert_row(tty, 0, "3 articles");
    finish(tty);
}

/* What another process does to the library is seen within a second or so. */
static void others_change_it(void **state)
{
    (void)state;
    struct error error;
    size_t changed;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    assert_row(tty, 0, "3 articles");
    assert_ok(change_trash(library, (struct id_list){(int64_t[]){2}, 1}, true, &changed, &error));
    shelf_await(tty, "2 articles");
    assert_hides(tty, "article 2");
    shelf_finish(tty, library);
}

/* No size is too small, and no change of it loses the selected hit. */
static void small_terminals(void **state)
{
    static const unsigned sizes[][2] = {{1, 1},  {2, 10},  {3, 20},   {5, 40},
                                        {9, 33}, {12, 60}, {60, 220}, {24, 80}};
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    tty_press(tty, "G");
    char *selected = tty_row(tty, 0);
    for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
        tty_resize(tty, sizes[i][0], sizes[i][1]);
        tty_press(tty, "k");
        tty_press(tty, "j");
        tty_press(tty, "\r");
        tty_press(tty, "n");
        tty_press(tty, "N");
        tty_press(tty, "q");
    }
    free(selected);
    assert_row(tty, 0, "Search: 灯塔");
    tty_press(tty, "?");
    assert_row(tty, 2, "In the hits of a search");
    tty_press(tty, "q");
    assert_row(tty, 0, "Search: 灯塔");
    shelf_finish(tty, library);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screens),
        cmocka_unit_test(hostile_texts),
        cmocka_unit_test(typing),
        cmocka_unit_test(history),
        cmocka_unit_test(moving),
        cmocka_unit_test(changing),
        cmocka_unit_test(saving),
        cmocka_unit_test(without_an_index),
        cmocka_unit_test(with_a_damaged_index),
        cmocka_unit_test(others_change_it),
        cmocka_unit_test(small_terminals),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("hits_view", tests, NULL, NULL);
}
