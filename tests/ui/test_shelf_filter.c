/* The shelf's filter, order and saved shelves. */
#include "ui/shelf_tty.h"

#include "harness/golden.h"

#include "library/change.h"
#include "library/shelf.h"

/* Words, pinyin, romaji and fields, each with the row that is left and what stands at the right. */
static void filters(void **state)
{
    static const struct {
        const char *typed, *row, *note;
    } cases[] = {
        {"质量", "创新服务助推质量振兴", "1 article"},
        {"質量", "创新服务助推质量振兴", "1 article"},
        {"zlzx", "创新服务助推质量振兴", "质量振兴 · 1 article"},
        {"zhiliang", "创新服务助推质量振兴", "质量 · 1 article"},
        {"kamera", "カメラと図書館の午後", "カメラ · 1 article"},
        {"LETTERS quiet", "The quiet art of reading", "1 article"},
        {"ｌｅｔｔｅｒｓ", "The quiet art of reading", "1 article"},
        {"서점", "서울의 오래된 서점들", "1 article"},
        {"cafe", "Café naïve", "1 article"},
        {"陈远", "雪线以西", "1 article"},
        {"site:marks.example", "Café naïve", "1 article"},
        {"lang:ja", "カメラと図書館の午後", "1 article"},
        {"before:2012", "创新服务助推质量振兴", "1 article"},
        {"示例日报 -质量", "县城里的最后一家照相馆", "1 article"},
        {"title:照相馆 OR lang:ko", "县城里的最后一家照相馆", "2 articles"},
        {"nothing-has-this", "nothing passes the filter", "0 articles"},
    };
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        fprintf(stderr, "filter %s\n", cases[i].typed);
        tty_press(tty, "/");
        tty_press(tty, cases[i].typed);
        assert_row(tty, 2, cases[i].row);
        assert_row(tty, 22, cases[i].note);
        tty_press(tty, "\033");
        assert_shows(tty, "1/8");
    }
    shelf_finish(tty, library);
}

static void lights(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_begin(24, 80, "zh_CN", NULL);
    tty_press(tty, "/zlzx");
    golden_assert_screen("screens/shelf-pinyin-zh.golden", tty);
    tty_press(tty, "\025letters");
    golden_assert_screen("screens/shelf-words-zh.golden", tty);
    tty_press(tty, "\033");
    shelf_finish(tty, library);
}

/* A letter at a time, with what can be parsed so far; wrong ones are said with their column. */
static void typing(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "G/");
    for (const char *letter = "tag:(x OR \"y"; *letter; letter++) {
        tty_press(tty, (char[]){*letter, '\0'});
        assert_hides(tty, "column");
    }
    tty_press(tty, "\025is:purple\r"); /* not taken */
    assert_row(tty, 22, "column 4");
    tty_press(tty, "\177\177\177\177\177\177unread\r");
    assert_row(tty, 22, "/ is:unread");
    assert_row(tty, 22, "8 articles");
    /* Given up: all is as it was, the last row selected. */
    tty_press(tty, "/ lang:en");
    assert_row(tty, 22, "2 articles");
    tty_press(tty, "\033");
    assert_row(tty, 22, "/ is:unread");
    assert_row(tty, 22, "8 articles");
    /* ESC ends the filter and keeps what is selected. */
    tty_press(tty, "/\025lang:ko\r\033");
    assert_shows(tty, "8/8");
    tty_press(tty, "/\r");
    assert_shows(tty, "8/8");
    shelf_finish(tty, library);
}

/* UP and DOWN go through what is found while one types; ENTER keeps the place. */
static void moving_while_typing(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "/lang:zh\033[B\033[B\033[A\r");
    tty_press(tty, "\033");
    assert_shows(tty, "4/8");
    shelf_finish(tty, library);
}

static void orders(void **state)
{
    static const struct {
        const char *keys, *first, *last;
    } cases[] = {
        {"oa", "县城里的最后一家照相馆", "서울의 오래된 서점들"},
        {"O", "서울의 오래된 서점들", "县城里的最后一家照相馆"},
        {"op", "서울의 오래된 서점들", "县城里的最后一家照相馆"},
        {"or", "Café naïve", "서울의 오래된 서점들"},
        {"og", "雪线以西", NULL},
        {"ol", NULL, NULL},
        {"os", NULL, NULL},
        {"ot", NULL, NULL},
    };
    (void)state;
    struct error error;
    size_t count;
    struct library *library = shelf_filled_library();
    const int64_t read[] = {4};
    assert_ok(change_state(library, (struct id_list){read, 1}, ARTICLE_FINISHED, &count, &error));
    struct tty *tty = shelf_start();
    tty_press(tty, "5G\rGqg"); /* reads the one of row 5 to the end … */
    tty_press(tty, "3G\rqg");  /* and begins that of row 3, which was added later */
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        fprintf(stderr, "order %s\n", cases[i].keys);
        tty_press(tty, cases[i].keys);
        if (cases[i].first)
            assert_row(tty, 2, cases[i].first);
        if (cases[i].last)
            assert_row(tty, 9, cases[i].last);
        char *row = tty_row(tty, 2);
        tty_press(tty, "O");
        assert_row(tty, 2, cases[i].last ? cases[i].last : "");
        tty_press(tty, "O");
        char *again = tty_row(tty, 2);
        assert_string_equal(row, again);
        free(row);
        free(again);
    }
    assert_row(tty, 22, "by title↑");
    tty_press(tty, "ox"); /* no such order */
    assert_row(tty, 22, "by title↑");
    /* The query's own order comes first. */
    tty_press(tty, "/sort:added\r");
    assert_row(tty, 2, "서울의 오래된 서점들");
    shelf_finish(tty, library);
}

/* In the user's order, strokes instead of pinyin. */
static void stroke_order(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    static const char *const titles[] = {"一天", "啊呀", "白云"}; /* strokes: 1, 10, 5 */
    for (size_t i = 0; i < ARRAY_LENGTH(titles); i++)
        add_sample(library, &(struct sample){.title = titles[i], .text = titles[i]});
    struct tty *tty = shelf_start();
    tty_press(tty, "ot");
    assert_row(tty, 2, "啊呀");
    assert_row(tty, 3, "白云");
    tty_press(tty, ":set title-order=stroke\r");
    assert_row(tty, 2, "一天");
    assert_row(tty, 4, "啊呀");
    shelf_finish(tty, library);
}

static void shelves(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "S");
    assert_shows(tty, "there is no filter to save");
    tty_press(tty, "/lang:zh\rS中文\r");
    assert_shows(tty, "saved as a shelf: 中文");
    assert_row(tty, 0, "Shelf · 中文 3");
    tty_press(tty, "\033");
    assert_row(tty, 0, "Shelf · all 8");
    tty_press(tty, "t");
    golden_assert_screen("screens/shelf-side.golden", tty);
    tty_press(tty, "G");
    assert_row(tty, 0, "Shelf · 中文 3");
    tty_press(tty, "\r"); /* the list has the keys again, the shelves stay */
    assert_row(tty, 8, "中文");
    tty_press(tty, "j");
    assert_row(tty, 22, "/ lang:zh");
    tty_press(tty, "tx");
    assert_shows(tty, "shelf removed: 中文");
    assert_row(tty, 0, "Shelf · all 8");
    tty_press(tty, "x");
    assert_shows(tty, "this shelf is always there");
    tty_press(tty, "u");
    assert_shows(tty, "undone: shelf removed: 中文");
    assert_row(tty, 8, "中文");
    tty_press(tty, "q"); /* the shelves first */
    assert_hides(tty, "Finished");
    /* A narrow terminal has room for one of the two. */
    tty_resize(tty, 24, 60);
    assert_true(tty_sync(tty));
    tty_press(tty, "t");
    assert_shows(tty, "Finished");
    assert_hides(tty, "图书馆");
    tty_press(tty, "j\r");
    assert_hides(tty, "Finished");
    assert_row(tty, 0, "Shelf · Unread 8");
    shelf_finish(tty, library);
    library = shelf_filled_library();
    struct error error;
    assert_ok(shelf_save(library, STR("whole texts"), STR("标语"), true, &error));
    tty = shelf_start();
    tty_press(tty, "tG");
    assert_row(tty, 0, "Shelf · whole texts 1");
    assert_shows(tty, "创新服务助推质量振兴");
    shelf_finish(tty, library);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters), cmocka_unit_test(lights),
        cmocka_unit_test(typing),  cmocka_unit_test(moving_while_typing),
        cmocka_unit_test(orders),  cmocka_unit_test(stroke_order),
        cmocka_unit_test(shelves),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("shelf_filter", tests, NULL, NULL);
}
