/* From the hits of a search into articles, on through them, and back. */
#include "ui/hits_tty.h"

#include "library/article.h"
#include "library/place.h"

#include <unistd.h>

/* The articles as they stand in the list, from 1. */
static void read_order(struct tty *tty, unsigned order[3])
{
    size_t count = 0;
    for (unsigned row = 2; row < 22 && count < 3; row++) {
        char *text = tty_row(tty, row), *at = strstr(text, "article ");
        if (at)
            order[count++] = (unsigned)(at[8] - '0');
        free(text);
    }
    assert_int_equal(count, 3);
}

/* Through all matches of all hits and back; q is at the row of the article that was read. */
static void walking(void **state)
{
    static const unsigned match_counts[] = {0, 3, 1, 2};
    unsigned order[3];
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    assert_row(tty, 0, "3 articles · 6 matches");
    read_order(tty, order);
    tty_press(tty, "\r");
    tty_press(tty, "NNNNNN");
    assert_row(tty, 23, "first article of the list");
    for (size_t i = 0; i < 3; i++)
        for (unsigned match = 1; match <= match_counts[order[i]]; match++) {
            char expected[32];
            snprintf(expected, sizeof expected, "%u/%u 灯塔", match, match_counts[order[i]]);
            fprintf(stderr, "article %u: expected %s\n", order[i], expected);
            assert_row(tty, 23, expected);
            assert_shows(tty, "灯塔");
            tty_press(tty, "n");
        }
    assert_row(tty, 23, "last article of the list");
    tty_press(tty, "5N"); /* at the first match again */
    tty_press(tty, "5n");
    tty_press(tty, "q");
    assert_row(tty, 0, "Search: 灯塔");
    tty_press(tty, "*");
    for (unsigned row = 2; row < 22; row++) {
        char *text = tty_row(tty, row);
        if (strstr(text, "★"))
            assert_int_equal(strstr(text, "article ")[8] - '0', order[2]);
        free(text);
    }
    assert_shows(tty, "★");
    tty_press(tty, "\r:p\r");
    assert_row(tty, 23, "2/3");
    shelf_finish(tty, library);
}

static int64_t place_of(struct library *library, int64_t id)
{
    struct error error;
    struct document *document;
    struct article_record record;
    int64_t place;
    assert_ok(article_read(library, id, &record, &error));
    assert_ok(article_document(library, id, 0, &document, &error));
    assert_ok(place_find(library, id, record.text, document, &place, &error));
    document_free(document);
    article_record_release(&record);
    return place;
}

/* A match is gone to without moving the place where one reads. */
static void keeps_the_place(void **state)
{
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\r ");
    tty_press(tty, "q");
    int64_t before = place_of(library, 3);
    assert_true(before > 0);
    hits_search(tty, "灯灭了");
    tty_press(tty, "\r");
    assert_shows(tty, "灯塔的灯灭了");
    assert_row(tty, 23, "1/1 灯灭了");
    tty_press(tty, "q");
    assert_int_equal(place_of(library, 3), before);
    tty_press(tty, "\r''");
    assert_hides(tty, "灯灭了。");
    tty_press(tty, "n");
    assert_shows(tty, "灯灭了。");
    tty_press(tty, "kkq");
    assert_true(place_of(library, 3) > before);
    shelf_finish(tty, library);
}

/* Of articles with nearly the same text one is shown. */
static void variants(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    for (int i = 1; i <= 3; i++) {
        char url[64], text[2048];
        snprintf(url, sizeof url, "https://copy%d.example/1", i);
        snprintf(text, sizeof text,
                 "海边的灯塔在雾里，守塔的人每天黄昏点灯，四十年没有一天间断，直到电灯接管了它。"
                 "\n" HITS_LINES);
        add_sample(library, &(struct sample){.title = i == 3 ? "another title" : "the lighthouse",
                                             .site = "copies",
                                             .url = url,
                                             .text = text});
    }
    struct tty *tty = shelf_start();
    hits_search(tty, "灯塔");
    assert_row(tty, 0, "3 articles");
    assert_row(tty, 2, "(+2 versions)");
    tty_press(tty, "\t");
    assert_shows(tty, "Nearly the same text elsewhere");
    tty_press(tty, "jj\r");
    assert_shows(tty, "守塔的人");
    tty_press(tty, "q");
    assert_row(tty, 2, "(+2 versions)");
    shelf_finish(tty, library);
}

/* From an article of the shelf, and from one of the hits, s goes on and q comes back. */
static void from_the_reader(void **state)
{
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\r ");
    char *row = first_characters(tty);
    hits_search(tty, "第三次说到");
    tty_press(tty, "\r");
    assert_shows(tty, "第三次说到灯塔");
    tty_press(tty, "s");
    assert_row(tty, 22, "search: 第三次说到");
    tty_press(tty, "\025远远地看见\r");
    shelf_await(tty, "1 article ·");
    tty_press(tty, "\r");
    assert_shows(tty, "远远地看见灯塔");
    tty_press(tty, "/三十年\r");
    assert_row(tty, 23, "三十年");
    tty_press(tty, "nq");
    assert_row(tty, 0, "Search: 远远地看见");
    tty_press(tty, "q");
    char *again = first_characters(tty);
    assert_same("the article below", row, again);
    tty_press(tty, "q");
    assert_row(tty, 0, "Shelf");
    free(row);
    free(again);
    shelf_finish(tty, library);
}

/* Keys that come all at once mean what they mean one by one. */
static void typed_ahead(void **state)
{
    (void)state;
    struct library *library = hits_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "s远远地看见\r\r");
    assert_shows(tty, "远远地看见灯塔");
    tty_press(tty, "qq");
    tty_press(tty, "s灯塔\rG\rq*");
    assert_shows(tty, "★");
    for (unsigned row = 2; row < 8; row++) {
        char *text = tty_row(tty, row);
        assert_null(strstr(text, "★"));
        free(text);
    }
    shelf_finish(tty, library);
}

static void from_a_file(void **state)
{
    (void)state;
    struct library *library = hits_library();
    write_text(own_path("note.txt"), "河岸\n\n河岸上的树是三十年前种下的。\n");
    struct tty *tty = shelf_begin(24, 80, "en", (const char *[]){own_path("note.txt"), NULL});
    hits_search(tty, "第三次说到");
    tty_press(tty, "\r");
    assert_shows(tty, "第三次说到灯塔");
    tty_press(tty, "qq");
    assert_shows(tty, "河岸上的树");
    finish(tty);
    library_close(library);
    unlink(own_path("library.db"));
    tty = shelf_begin(24, 80, "en", (const char *[]){own_path("note.txt"), NULL});
    tty_press(tty, "s");
    assert_row(tty, 23, "there is no library yet");
    tty_press(tty, "j");
    assert_shows(tty, "河岸上的树");
    finish(tty);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking),     cmocka_unit_test(keeps_the_place),
        cmocka_unit_test(variants),    cmocka_unit_test(from_the_reader),
        cmocka_unit_test(from_a_file), cmocka_unit_test(typed_ahead),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("hits_read", tests, NULL, NULL);
}
