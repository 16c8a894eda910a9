/* What the shelf's keys do to articles, and taking it back. */
#include "ui/shelf_tty.h"

#include "harness/golden.h"

#include "base/clock.h"
#include "base/file.h"
#include "library/change.h"
#include "library/tag.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

/* The ids that the library itself gives for a query, beside the screen. */
static void assert_query(struct library *library, const char *query, const char *expected)
{
    const char *got = ids_of(library, query);
    if (strcmp(got, expected) != 0)
        fail_msg("%s: expected “%s”, got “%s”", query, expected, got);
}

static void stars_and_states(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "jj*");
    assert_row(tty, 4, "★");
    assert_row(tty, 22, "starred: ");
    assert_row(tty, 0, "starred 1");
    assert_query(library, "is:starred", "6");
    tty_press(tty, "*");
    assert_row(tty, 22, "star removed: ");
    assert_query(library, "is:starred", "");
    tty_press(tty, "r");
    assert_row(tty, 22, "being read: Café");
    assert_row(tty, 4, "░░░░  0%");
    assert_query(library, "is:reading", "6");
    tty_press(tty, "r");
    assert_row(tty, 22, "finished: Café");
    assert_row(tty, 4, "done");
    assert_query(library, "is:finished", "6");
    tty_press(tty, "r");
    assert_row(tty, 22, "unread: Café");
    assert_query(library, "is:unread", "8 7 6 5 4 3 2 1");
    shelf_finish(tty, library);
}

static void assert_file(const char *folder, const char *name, const char *words)
{
    CLEANUP_BUFFER struct buffer path = {0}, content = {0};
    struct error error;
    buffer_append_format(&path, "%s/%s", folder, name);
    if (file_read(path.bytes, &content, &error))
        fail_msg("expected a file %s: %s", path.bytes, error.message);
    if (!strstr(content.bytes, words))
        fail_msg("%s: expected “%s” in it, got “%s”", name, words, content.bytes);
    unlink(path.bytes);
}

static void remove_files(const char *folder, unsigned expected)
{
    unsigned count = 0;
    DIR *names = opendir(folder);
    assert_non_null(names);
    for (struct dirent *entry; (entry = readdir(names));)
        count += unlinkat(dirfd(names), entry->d_name, 0) == 0;
    closedir(names);
    assert_int_equal(count, expected);
}

static void exports(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    char folder[] = "/tmp/zhai-export-XXXXXX";
    CLEANUP_BUFFER struct buffer keys = {0}, inside = {0};
    assert_non_null(mkdtemp(folder));
    buffer_append_format(&inside, "%s/出口", folder);
    buffer_append_format(&keys, "jj e%s\r", inside.bytes);
    tty_press(tty, keys.bytes);
    assert_shows(tty, "Markdown (m)");
    tty_press(tty, "m");
    assert_row(tty, 22, "1 article is in /tmp/zhai-export-");
    assert_file(inside.bytes, "Caf\u00E9 na\u00EFve notes on marks \U0001F469\u200D\U0001F4BB.md",
                "Marks stand above");
    keys.length = 0;
    tty_press(tty, "\033");
    buffer_append_format(&keys, "ve%s\r", inside.bytes);
    tty_press(tty, keys.bytes);
    tty_press(tty, "j");
    assert_row(tty, 22, "8 articles are in");
    remove_files(inside.bytes, 8);
    /* A folder that cannot be, and giving up. */
    tty_press(tty, "e/dev/null\r");
    assert_row(tty, 22, "/dev/null: Not a directory");
    tty_press(tty, "e\033");
    assert_int_equal(rmdir(inside.bytes), 0);
    assert_int_equal(rmdir(folder), 0);
    shelf_finish(tty, library);
}

/* On a shelf of the unread an article that is so no longer stays until the shelf is looked at anew.
 */
static void rows_stay(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "/is:unread\rjrrj");
    assert_row(tty, 3, "done");
    assert_shows(tty, "8 articles");
    tty_press(tty, "/\r");
    assert_shows(tty, "7 articles");
    shelf_finish(tty, library);
}

static void marks(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "  ");
    assert_row(tty, 2, "✓");
    assert_row(tty, 3, "✓");
    assert_row(tty, 22, "2 marked");
    assert_row(tty, 22, "3/8");
    tty_press(tty, "*");
    assert_row(tty, 22, "starred · 2 articles");
    assert_query(library, "is:starred", "8 7");
    tty_press(tty, "V*");
    assert_query(library, "is:starred", "8 7 6 5 4 3 2 1");
    tty_press(tty, "k k "); /* one is marked no longer, and is marked again */
    assert_row(tty, 22, "6 marked");
    tty_press(tty, "\033");
    assert_hides(tty, "✓");
    tty_press(tty, "v");
    assert_row(tty, 22, "8 marked");
    tty_press(tty, "\033");
    tty_press(tty, "/lang:zh\rv");
    assert_row(tty, 22, "3 marked");
    /* Marks outlast the filter under which they were made. */
    tty_press(tty, "\033");
    assert_row(tty, 22, "3 marked");
    tty_press(tty, "r");
    assert_row(tty, 22, "being read · 3 articles");
    assert_query(library, "is:reading", "8 5 4");
    shelf_finish(tty, library);
}

static void tags(void **state)
{
    (void)state;
    struct error error;
    size_t count;
    struct library *library = shelf_filled_library();
    const int64_t one[] = {1};
    const struct str known[] = {STR("历史"), STR("later"), STR("long ago")};
    assert_ok(change_tags(library, (struct id_list){one, 1}, known, 3, NULL, 0, &count, &error));
    struct tty *tty = shelf_start();
    tty_press(tty, "#ls\t");
    assert_row(tty, 22, "# +历史");
    tty_press(tty, " new -gone\r");
    assert_row(tty, 22, "tags changed: +历史 +new -gone");
    assert_query(library, "tag:历史", "8 1");
    assert_query(library, "tag:new", "8");
    tty_press(tty, "#");
    assert_row(tty, 22, "new 历史");
    tty_press(tty, "-n\t\r");
    assert_row(tty, 22, "tag removed: new");
    assert_query(library, "tag:new", "");
    /* Several begin so: they are shown, then each stands there in turn. */
    tty_press(tty, "#l\t");
    assert_row(tty, 22, "+later  +\"long ago\"  +历史");
    tty_press(tty, "\t");
    assert_row(tty, 22, "# +later");
    assert_row(tty, 22, "1/3");
    tty_press(tty, "\t\r");
    assert_row(tty, 22, "tagged: long ago");
    assert_query(library, "tag:\"long ago\"", "8 1");
    tty_press(tty, "#\tzzz\t");
    assert_row(tty, 22, "nothing begins so");
    tty_press(tty, "\033");
    tty_press(tty, "#\r");
    assert_query(library, "tag:\"long ago\"", "8 1");
    tty_press(tty, "#+(\r");
    assert_row(tty, 22, "cannot be a tag");
    shelf_finish(tty, library);
}

static void trash(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "j jx");
    assert_row(tty, 22, "moved to the trash: Right");
    assert_row(tty, 0, "all 7");
    assert_row(tty, 3, "Café");
    assert_hides(tty, "✓");
    tty_press(tty, "\033[3~"); /* DELETE: the one that is selected now */
    assert_row(tty, 0, "all 6");
    tty_press(tty, "/is:trash\r");
    assert_row(tty, 0, "Trash 2");
    assert_shows(tty, "Right");
    tty_press(tty, "vx");
    assert_row(tty, 22, "restored from the trash · 2 articles");
    assert_shows(tty, "there is nothing on this shelf");
    tty_press(tty, "\033");
    assert_row(tty, 0, "all 8");
    assert_row(tty, 22, "1/8");
    shelf_finish(tty, library);
}

static void undo_and_redo(void **state)
{
    (void)state;
    struct library *library = shelf_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "u");
    assert_row(tty, 22, "there is nothing to undo");
    tty_press(tty, "\022");
    assert_row(tty, 22, "there is nothing to redo");
    shelf_finish(tty, library);
    library = shelf_filled_library();
    tty = shelf_start();
    tty_press(tty, "j*v#+a\r");
    tty_press(tty, "\033");
    tty_press(tty, "x");
    assert_query(library, "is:trash", "7");
    tty_press(tty, "u");
    assert_row(tty, 22, "undone: moved to the trash: Right");
    assert_row(tty, 3, "★");
    tty_press(tty, "u");
    assert_row(tty, 22, "undone: tagged: a · 8 articles");
    assert_query(library, "tag:a", "");
    tty_press(tty, "u");
    assert_row(tty, 22, "undone: starred: Right");
    assert_query(library, "is:starred", "");
    tty_press(tty, "\022\022");
    assert_row(tty, 22, "done again: tagged: a · 8 articles");
    assert_query(library, "tag:a", "8 7 6 5 4 3 2 1");
    assert_query(library, "is:starred", "7");
    shelf_finish(tty, library);
}

static void history(void **state)
{
    (void)state;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    tty_press(tty, "H");
    assert_shows(tty, "nothing was changed yet");
    tty_press(tty, "*jrj#+a\r");
    tty_press(tty, "H");
    assert_row(tty, 0, "History");
    assert_row(tty, 2, "tagged: a");
    assert_row(tty, 4, "starred: 县城");
    tty_press(tty, "j\r"); /* the two newest are undone */
    assert_row(tty, 22, "undone: being read: ");
    assert_query(library, "tag:a", "");
    assert_query(library, "is:reading", "");
    assert_query(library, "is:starred", "8");
    tty_press(tty, "H");
    assert_row(tty, 2, "(undone) tagged: a");
    tty_press(tty, "\r"); /* and done again */
    assert_query(library, "tag:a", "6");
    assert_query(library, "is:reading", "7");
    tty_press(tty, "Hq");
    assert_row(tty, 0, "Shelf");
    shelf_finish(tty, library);
}

/* The test holds the lock that another program would hold. */
static void another_program_writes(void **state)
{
    (void)state;
    struct error error;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    assert_ok(library_begin(library, &error));
    int64_t begun = clock_monotonic_ms();
    tty_press(tty, "*");
    assert_row(tty, 22, "another program writes to the library; waiting for it: star");
    tty_press(tty, "j"); /* the screen goes on */
    assert_row(tty, 22, "1 change waits for another program");
    assert_row(tty, 22, "2/8");
    tty_press(tty, "#+历史 +カメラ\r");
    tty_press(tty, "j* rk");
    assert_row(tty, 22, "4 changes wait for another program");
    assert_hides(tty, "★");
    if (clock_monotonic_ms() - begun > 2000)
        fail_msg("the keys took %lld ms", (long long)(clock_monotonic_ms() - begun));
    assert_query(library, "is:starred", "");
    library_rollback(library);
    shelf_await(tty, "being read: ");
    assert_query(library, "is:starred", "8 6");
    assert_query(library, "tag:历史 tag:カメラ", "7");
    assert_query(library, "is:reading", "6");
    tty_press(tty, "HG");
    assert_shows(tty, "starred");
    tty_press(tty, "q");
    shelf_finish(tty, library);
}

/* The place waits as well, and who comes back finds it before it is written. */
static void another_program_writes_while_one_reads(void **state)
{
    (void)state;
    struct error error;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_begin(8, 40, "en", NULL);
    tty_press(tty, "\r");
    tty_press(tty, "q");
    assert_ok(library_begin(library, &error));
    tty_press(tty, "\r jjjj");
    char *before = tty_row(tty, 0);
    tty_press(tty, "q");
    tty_press(tty, "\r");
    char *after = tty_row(tty, 0);
    assert_string_equal(before, after);
    free(before);
    free(after);
    tty_press(tty, "q");
    tty_press(tty, "x");
    library_rollback(library);
    shelf_await(tty, "moved to the trash");
    assert_query(library, "is:trash", "8");
    shelf_finish(tty, library);
}

/* What waits at the end is written, or its loss is said. */
static void another_program_writes_at_the_end(void **state)
{
    (void)state;
    struct error error;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    assert_ok(library_begin(library, &error));
    tty_press(tty, "*");
    tty_send(tty, "Q", 1);
    tty_wait_output(tty, 0, "waiting for another program that writes");
    library_rollback(library);
    assert_int_equal(tty_wait_exit(tty), 0);
    tty_free(tty);
    assert_query(library, "is:starred", "8");
    tty = shelf_start();
    assert_ok(library_begin(library, &error));
    tty_press(tty, "*#+x\r");
    tty_send(tty, "Q", 1);
    int status = tty_wait_exit(tty);
    size_t length;
    const char *stream = tty_stream(tty, &length);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 3 ||
        !strstr(stream, "goes on writing to the library; not written: star, tags"))
        fail_msg("status %d: %s", status, stream);
    tty_free(tty);
    library_rollback(library);
    library_close(library);
}

/* What is read and ready waits in memory; it is stored when the lock goes. */
static void another_program_writes_while_files_are_added(void **state)
{
    (void)state;
    struct error error;
    struct library *library = shelf_filled_library();
    struct tty *tty = shelf_start();
    CLEANUP_BUFFER struct buffer keys = {0};
    write_text(own_path("墨缘.txt"), "新的文章\n\n它在别的程序写的时候加进来。");
    buffer_append_format(&keys, "a%s\r", own_path("墨缘.txt"));
    assert_ok(library_begin(library, &error));
    tty_press(tty, keys.bytes);
    shelf_await(tty, "another program writes to the library");
    tty_press(tty, "j");
    assert_row(tty, 22, "2/8");
    library_rollback(library);
    shelf_await(tty, "1 added");
    assert_query(library, "墨缘", "9");
    shelf_finish(tty, library);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_and_states),
        cmocka_unit_test(rows_stay),
        cmocka_unit_test(marks),
        cmocka_unit_test(tags),
        cmocka_unit_test(trash),
        cmocka_unit_test(undo_and_redo),
        cmocka_unit_test(history),
        cmocka_unit_test(exports),
        cmocka_unit_test(another_program_writes),
        cmocka_unit_test(another_program_writes_while_one_reads),
        cmocka_unit_test(another_program_writes_at_the_end),
        cmocka_unit_test(another_program_writes_while_files_are_added),
    };
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    return cmocka_run_group_tests_name("shelf_edit", tests, NULL, NULL);
}
