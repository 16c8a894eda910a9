/* From the shelf into an article and back: places, progress, versions, and what others add. */
#include "ui/shelf_tty.h"

#include "base/clock.h"
#include "library/change.h"
#include "library/index_state.h"
#include "library/place.h"

#include <signal.h>
#include <sys/wait.h>

/* Numbered paragraphs, so that a row says where it is. */
static void add_long(struct library *library, const char *title, const char *sentence,
                     int paragraph_count)
{
    CLEANUP_BUFFER struct buffer text = {0}, url = {0};
    for (int i = 1; i <= paragraph_count; i++)
        buffer_append_format(&text, "第%d段。%s\n", i, sentence);
    buffer_append_format(&url, "https://long.example/%s", title);
    add_sample(library, &(struct sample){.title = title, .url = url.bytes, .text = text.bytes});
}

static struct library *long_library(void)
{
    struct library *library = shelf_library();
    add_long(library, "third", "短的一篇，一屏就看完了。", 2);
    add_long(
        library, "second",
        "车站的钟慢了七分钟，站长每天早上对一次表，对了三十年，钟还是慢七分钟，没有人再提这件事。",
        200);
    add_long(library, "first",
             "河岸上的树是三十年前种下的，那一年水退得很早，一共四百棵，如今还剩下两百多棵。", 300);
    return library;
}

static struct article_record read_record(struct library *library, int64_t id)
{
    struct error error;
    struct article_record record;
    assert_ok(article_read(library, id, &record, &error));
    return record;
}

static void assert_state(struct library *library, int64_t id, enum article_state state)
{
    struct article_record record = read_record(library, id);
    assert_int_equal(record.state, state);
    article_record_release(&record);
}

/* Every way out keeps the place; reopened at any width the same row is first. */
static void places(void **state)
{
    static const unsigned widths[] = {80, 120, 47, 200, 33};
    (void)state;
    struct library *library = long_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\r  ");
    char *row = first_characters(tty);
    tty_press(tty, "q");
    assert_row(tty, 2, "▶ first");
    assert_state(library, 3, ARTICLE_READING);
    tty_press(tty, "\r");
    char *again = first_characters(tty);
    assert_same("back at once", row, again);
    free(again);
    tty_send(tty, "Q", 1);
    tty_wait_exit(tty);
    tty_free(tty);
    row[30] = '\0'; /* as much as the narrowest shows in its first row */
    for (size_t i = 0; i < ARRAY_LENGTH(widths); i++) {
        tty = shelf_begin(24, widths[i], "en", (const char *[]){"read", "3", NULL});
        again = first_characters(tty);
        again[30] = '\0';
        assert_same("at another width", row, again);
        free(again);
        tty_signal(tty, SIGHUP);
        tty_wait_exit(tty);
        tty_free(tty);
    }
    free(row);
    library_close(library);
}

/* In the title and the rows above it, too. */
static void places_above_the_text(void **state)
{
    (void)state;
    struct library *library = long_library();
    struct tty *tty = shelf_start();
    for (int rows = 0; rows < 6; rows++) {
        tty_press(tty, "\rg");
        for (int i = 0; i < rows; i++)
            tty_press(tty, "j");
        char *row = first_characters(tty);
        tty_press(tty, "q\r");
        char *again = first_characters(tty);
        assert_same("the first characters", row, again);
        free(row);
        free(again);
        tty_press(tty, "q");
    }
    shelf_finish(tty, library);
}

/* What a kill costs is at most the last two seconds. */
static void killed(void **state)
{
    (void)state;
    struct library *library = long_library();
    struct error error;
    struct document *document;
    struct tty *tty = shelf_start();
    struct article_record record = read_record(library, 3);
    tty_press(tty, "\r    ");
    char *row = first_characters(tty);
    int64_t deadline = clock_monotonic_ms() + 10000, began = clock_monotonic_ms(), place = 0;
    assert_ok(article_document(library, 3, 0, &document, &error));
    while (place_find(library, 3, record.text, document, &place, &error) != STATUS_OK) {
        assert_true(clock_monotonic_ms() < deadline);
        tty_press(tty, "kj"); /* never a pause */
    }
    fprintf(stderr, "kept after %d ms\n", (int)(clock_monotonic_ms() - began));
    assert_in_range(clock_monotonic_ms() - began, 1000, 4000);
    tty_signal(tty, SIGKILL);
    tty_wait_exit(tty);
    tty_free(tty);
    tty = shelf_start();
    tty_press(tty, "\r");
    row[20] = '\0';
    char again[65536];
    size_t length = 0;
    append_rows(tty, 0, 2, again, &length); /* it may have been kept between k and j */
    if (!strstr(again, row))
        fail_msg("after a kill: expected “%s” in “%s”", row, again);
    free(row);
    document_free(document);
    article_record_release(&record);
    shelf_finish(tty, library);
}

static void finishing(void **state)
{
    (void)state;
    struct library *library = long_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\rG");
    assert_state(library, 3, ARTICLE_UNREAD);
    shelf_await(tty, "read to the end");
    assert_state(library, 3, ARTICLE_FINISHED);
    /* Taken back here, it stays so although the end is still on the screen. */
    tty_press(tty, ":undo\r");
    assert_state(library, 3, ARTICLE_READING);
    tty_press(tty, "kjq");
    assert_state(library, 3, ARTICLE_READING);
    assert_row(tty, 2, "███");
    tty_press(tty, "\rq"); /* opened at the end and left: that is no reading */
    assert_state(library, 3, ARTICLE_READING);
    tty_press(tty, "\rgGq");
    assert_state(library, 3, ARTICLE_FINISHED);
    assert_row(tty, 2, "done");
    assert_row(tty, 22, "read to the end");
    tty_press(tty, "u");
    assert_state(library, 3, ARTICLE_READING);
    /* One that fits on the screen is read when it was on it. */
    tty_press(tty, "G\rq");
    assert_state(library, 1, ARTICLE_FINISHED);
    shelf_finish(tty, library);
}

/* What was read last is told by the clock. */
static void next_millisecond(void)
{
    int64_t begun = clock_monotonic_ms();
    while (clock_monotonic_ms() < begun + 2)
        continue;
}

static void walking(void **state)
{
    (void)state;
    struct library *library = long_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "\r:n\r");
    assert_row(tty, 23, "2/3  second");
    tty_press(tty, "   :p\r");
    assert_row(tty, 23, "1/3  first");
    tty_press(tty, ":p\r");
    assert_row(tty, 23, "the first article of the list");
    tty_press(tty, ":n\r:n\r:n\r");
    assert_row(tty, 23, "the last article of the list");
    next_millisecond();
    tty_press(tty, "q");
    assert_row(tty, 4, "▶ third");
    tty_press(tty, "k");
    assert_row(tty, 22, "2/3");
    assert_state(library, 2, ARTICLE_READING);
    tty_press(tty, "g\rG");
    tty_press(tty, "j");
    assert_row(tty, 23, "q goes back to the shelf");
    /* What is looked for is looked for in the next one, too. */
    tty_press(tty, "/第7段\r:n\r");
    assert_row(tty, 23, "2/3");
    tty_press(tty, "n");
    assert_shows(tty, "第7段");
    tty_press(tty, "q");
    tty_press(tty, ":e /nonexistent/file\r");
    assert_shows(tty, "/nonexistent/file");
    write_text(own_path("note.txt"), "一份没有收入文库的文件。\n");
    tty_press(tty, ":e ");
    tty_press(tty, own_path("note.txt"));
    tty_press(tty, "\r");
    assert_shows(tty, "没有收入文库");
    tty_press(tty, "q");
    assert_row(tty, 0, "Shelf");
    shelf_finish(tty, library);
}

static void versions(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    static const char old_text[] =
        "旧的版本里有这一句话，后来删去了，换成了别的说法，读的人多半没有注意到。\n"
        "第二段没有变，两个版本里都有，读到这里的人会在新的版本里找到同一个地方。";
    static const char new_text[] =
        "新的版本里没有那一句话了，换成了这一句，意思也变了一点，长短倒是差不多的。\n"
        "第二段没有变，两个版本里都有，读到这里的人会在新的版本里找到同一个地方。";
    struct sample sample = {.title = "改过的文章", .url = "https://v.example/1", .text = old_text};
    add_sample(library, &sample);
    sample.text = new_text;
    add_sample(library, &sample);
    add_sample(library, &shelf_samples[0]);
    struct tty *tty = shelf_start();
    tty_press(tty, "\t");
    assert_shows(tty, "only this one text");
    assert_row(tty, 3, "⧉ 改过的文章 (2 versions)");
    tty_press(tty, "j\t");
    assert_row(tty, 0, "Versions");
    assert_row(tty, 2, "the one that is shown");
    tty_press(tty, "j\r");
    assert_shows(tty, "旧的版本里");
    tty_press(tty, "V");
    assert_row(tty, 0, "Versions");
    tty_press(tty, "\r");
    assert_shows(tty, "新的版本里");
    tty_press(tty, "q\033[C"); /* RIGHT does as TAB does */
    assert_row(tty, 0, "Versions");
    tty_press(tty, "q");
    finish(tty);
    tty = shelf_begin(24, 80, "en", (const char *[]){"read", "1", NULL});
    assert_shows(tty, "新的版本里");
    finish(tty);
    write_text(own_path("note.txt"), "一份没有收入文库的文件。\n");
    tty = begin_file(own_path("note.txt"));
    tty_press(tty, "V");
    assert_shows(tty, "only articles of the library");
    tty_press(tty, ":undo\r");
    assert_shows(tty, "no library is open");
    shelf_finish(tty, library);
}

/* Reposts are one row that opens to several. */
static void variants(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 30; i++)
        buffer_append_format(
            &text, "第%d段说的是河边的树，第%d棵树下有一块石头，石头上刻着第%d年的水位。\n", i,
            i * 7 % 30, 1950 + i);
    struct sample sample = {
        .title = "河边的树", .site = "原刊", .url = "https://a.example/tree", .text = text.bytes};
    add_sample(library, &sample);
    sample.title = "转载：河边的树";
    sample.site = "转载站";
    sample.url = "https://b.example/9";
    buffer_append_c(&text, "责任编辑：某人\n");
    sample.text = text.bytes;
    struct store_result result = add_sample(library, &sample);
    assert_int_equal(result.variant_of, 1);
    struct tty *tty = shelf_start();
    assert_row(tty, 2, "⧉ 河边的树 (2 versions)");
    assert_row(tty, 22, "1/1");
    tty_press(tty, "\t");
    assert_row(tty, 3, "Nearly the same text elsewhere");
    assert_row(tty, 4, "转载：河边的树 · 转载站");
    tty_press(tty, "\033[<0;5;4M\033[<0;5;4mk\r"); /* the heading cannot be selected */
    assert_row(tty, 4, "原刊");
    tty_press(tty, "q\tGkgj\r"); /* nor stands it in the way */
    assert_row(tty, 2, "转载：河边的树");
    assert_shows(tty, "about 3 minutes");
    tty_press(tty, "q");
    assert_row(tty, 0, "Shelf");
    assert_row(tty, 2, "▶ 河边的树 (2 versions)"); /* it stands for what was read */
    tty_press(tty, "\r");
    assert_row(tty, 4, "转载站");
    tty_press(tty, "q");
    shelf_finish(tty, library);
}

/* Another process adds while the shelf is open: what is selected and what is on top stay. */
static void others_add(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "jj");
    add_sample(library, &(struct sample){.title = "new at the top", .text = "one"});
    shelf_await(tty, "new at the top");
    assert_row(tty, 0, "all 9");
    assert_row(tty, 2, "new at the top"); /* the list began at its top, and does */
    assert_row(tty, 22, "marks.example");
    assert_row(tty, 22, "4/9");
    char title[40];
    for (int i = 0; i < 40; i++) {
        snprintf(title, sizeof title, "more %02d", i);
        add_sample(library, &(struct sample){.title = title, .text = title});
    }
    shelf_await(tty, "all 49");
    assert_row(tty, 22, "44/49");
    tty_press(tty, "g20Gjjk"); /* in the middle, nothing moves */
    char *before = tty_row(tty, 10);
    add_sample(library, &(struct sample){.title = "last", .text = "last"});
    shelf_await(tty, "all 50");
    char *after = tty_row(tty, 10);
    assert_string_equal(before, after);
    free(before);
    free(after);
    shelf_finish(tty, library);
}

/* An index that lacks articles is built while nobody types; filters are right meanwhile. */
static void builds_the_index(void **state)
{
    (void)state;
    struct error error;
    struct index_state index = {0};
    struct library *library = shelf_filled_library();
    assert_ok(index_restart(library, &error));
    struct tty *tty = shelf_start();
    tty_press(tty, "/zlzx");
    assert_row(tty, 2, "创新服务助推质量振兴");
    tty_press(tty, "\033");
    int64_t deadline = clock_monotonic_ms() + 10000;
    while (!index.is_ready) {
        assert_true(clock_monotonic_ms() < deadline);
        assert_true(tty_sync(tty));
        assert_ok(index_state_read(library, &index, &error));
    }
    tty_press(tty, "/zlzx");
    assert_row(tty, 2, "创新服务助推质量振兴");
    tty_press(tty, "\033");
    shelf_finish(tty, library);
}

/* a, the shelf's own adding, by workers as zhai add does. */
static void adding(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    write_text(own_path("note.txt"), "河岸\n\n河岸上的树是三十年前种下的，那一年水退得很早。\n");
    struct tty *tty = shelf_start();
    CLEANUP_BUFFER struct buffer typed = {0};
    buffer_append_c(&typed, own_path("no"));
    tty_press(tty, "a");
    tty_press(tty, typed.bytes);
    tty_press(tty, "\t");
    assert_row(tty, 22, "note.txt");
    tty_press(tty, "\r");
    shelf_await(tty, "1 added");
    assert_row(tty, 2, "河岸");
    tty_press(tty, "u");
    assert_row(tty, 22, "undone: added");
    assert_row(tty, 0, "all 0");
    tty_press(tty, "\022a");
    tty_press(tty, own_path("note.txt"));
    tty_press(tty, "\r");
    shelf_await(tty, "1 there already");
    tty_press(tty, "a/nonexistent/place\r");
    shelf_await(tty, "1 failed");
    assert_shows(tty, "/nonexistent/place");
    tty_press(tty, "a\r");
    assert_row(tty, 0, "Shelf");
    tty_press(tty, "w");
    shelf_await(tty, "Welcome to zhai");
    shelf_await(tty, "added");
    assert_row(tty, 22, "added");
    tty_press(tty, "\r");
    assert_shows(tty, "Welcome to zhai");
    tty_press(tty, "q");
    assert_row(tty, 2, "▶ Welcome to zhai");
    /* A folder, and ESC while it is being added. */
    tty_press(tty, "a");
    tty_press(tty, case_path(""));
    tty_press(tty, "\r");
    shelf_await(tty, "added");
    shelf_finish(tty, library);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places),   cmocka_unit_test(places_above_the_text),
        cmocka_unit_test(killed),   cmocka_unit_test(finishing),
        cmocka_unit_test(walking),  cmocka_unit_test(versions),
        cmocka_unit_test(variants), cmocka_unit_test(others_add),
        cmocka_unit_test(adding),   cmocka_unit_test(builds_the_index),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("shelf_read", tests, NULL, NULL);
}
