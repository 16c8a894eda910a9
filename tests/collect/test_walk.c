#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"
#include "collect/walk.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The six X, here and below, are what mkdtemp replaces. */
static char folder[] = "/tmp/zhai-walk-XXXXXX";

static void make_folder(const char *name)
{
    assert_int_equal(mkdir(name, 0700), 0);
}

static void make_file(const char *name, const char *content)
{
    const int descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, content, strlen(content)), strlen(content));
    close(descriptor);
}

static void make_link(const char *target, const char *name)
{
    assert_int_equal(symlink(target, name), 0);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

/* Each test in an empty folder of its own, which is the working folder. */
static int begin(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? chdir(folder) : -1;
}

static int end(void **state)
{
    (void)state;
    return chdir("/") || nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* A line an item: its path, or the sentence in brackets, round ones when it is no failure. */
static void list(const char *const *paths, size_t count, struct buffer *out)
{
    struct walk *walk = walk_new(paths, count);
    struct walk_item item;
    while (walk_next(walk, &item)) {
        if (item.kind)
            buffer_append_format(out, "(%s)\n", item.error.message);
        else if (item.status)
            buffer_append_format(out, "[%s]\n", item.error.message);
        else
            buffer_append_format(out, "%s%s\n", item.path, item.is_named ? " named" : "");
    }
    walk_free(walk);
}

static void expect_list(const char *const *paths, size_t count, const char *expected)
{
    CLEANUP_BUFFER struct buffer got = {0};
    list(paths, count, &got);
    if (strcmp(got.bytes, expected) != 0)
        fail_msg("input %s …\nexpected\n%s\ngot\n%s", paths[0], expected, got.bytes);
}

#define EXPECT_LIST(expected, ...)                                                                 \
    expect_list((const char *const[]){__VA_ARGS__},                                                \
                ARRAY_LENGTH(((const char *const[]){__VA_ARGS__})), expected)

static const char page[] = "<!DOCTYPE html><html><body><p>斋</p></body></html>";

static void folders_are_walked_in_order(void **state)
{
    (void)state;
    make_folder("t");
    make_file("t/b.txt", "b");
    make_file("t/a.html", page);
    make_folder("t/c");
    make_file("t/c/2.HTM", page);
    make_file("t/c/10.md", "# x");
    make_file("t/书.txt", "书");
    make_file("t/\xFF\n\x1B[31m.txt", "any bytes are a name");
    EXPECT_LIST("t/a.html\nt/b.txt\nt/c/10.md\nt/c/2.HTM\nt/书.txt\nt/\xFF\n\x1B[31m.txt\n", "t");
    EXPECT_LIST("t/b.txt named\nt/c/10.md\nt/c/2.HTM\n- named\n", "t/b.txt", "t/c/", "-");
}

static void what_is_no_article_is_left_out(void **state)
{
    (void)state;
    make_file("page.html", page);
    make_folder("page_files");
    make_file("page_files/frame.html", page);
    make_file("page_files/style.css", "p { }");
    make_folder("page_files/deeper");
    make_file("page_files/deeper/x.html", page);
    make_folder("notes_files"); /* beside no page */
    make_file("notes_files/kept.txt", "x");
    make_file("picture.png", "\x89PNG\r\n\x1A\n");
    make_file("script.js", "var x = 1;");
    make_file("data.json", "{}");
    make_file("show.php?id=3", page);
    make_file("show.asp", "<% Response.Write %>");
    make_file("000123", "一篇没有扩展名的文章");
    make_file("000124", "\x7F"
                        "ELF\x02\x01\x01");
    make_file("empty", "");
    EXPECT_LIST("./000123\n(./000124: does not look like an article)\n"
                "(./data.json: does not look like an article)\n"
                "(./empty: does not look like an article)\n./notes_files/kept.txt\n./page.html\n"
                "(./page_files/deeper/x.html: belongs to the saved page beside its folder)\n"
                "(./page_files/frame.html: belongs to the saved page beside its folder)\n"
                "(./page_files/style.css: belongs to the saved page beside its folder)\n"
                "(./picture.png: does not look like an article)\n"
                "(./script.js: does not look like an article)\n"
                "(./show.asp: does not look like an article)\n./show.php?id=3\n",
                ".");
    EXPECT_LIST("picture.png named\npage_files/frame.html named\npage_files/deeper/x.html\n",
                "picture.png", "page_files/frame.html", "page_files/deeper");
}

static void what_is_hidden_stays_so(void **state)
{
    (void)state;
    static const char *const hidden[] = {".git", ".hidden", "CVS", "node_modules", "__MACOSX"};
    make_file("a.txt", "a");
    make_file(".b.txt", "b");
    for (size_t i = 0; i < ARRAY_LENGTH(hidden); i++) {
        CLEANUP_BUFFER struct buffer name = {0};
        make_folder(hidden[i]);
        buffer_append_format(&name, "%s/x.txt", hidden[i]);
        make_file(name.bytes, "x");
    }
    EXPECT_LIST("./a.txt\n", ".");
    EXPECT_LIST(".hidden/x.txt\n.b.txt named\n", ".hidden", ".b.txt");
}

/* They may lead in circles, or to all that is on the disk; named ones are the user's will. */
static void links_are_passed_by(void **state)
{
    (void)state;
    make_folder("a");
    make_file("a/x.txt", "x");
    make_link("..", "a/up");
    make_link(".", "a/itself");
    make_link("nowhere", "a/broken.txt");
    make_link("loop.txt", "a/loop.txt");
    make_link("x.txt", "a/y.txt");
    make_link("/etc/passwd", "a/z.txt");
    make_link("a", "b");
    EXPECT_LIST("(a/broken.txt: is a link; name it to add what it leads to)\n"
                "(a/itself: is a link; name it to add what it leads to)\n"
                "(a/loop.txt: is a link; name it to add what it leads to)\n"
                "(a/up: is a link; name it to add what it leads to)\n"
                "a/x.txt\n"
                "(a/y.txt: is a link; name it to add what it leads to)\n"
                "(a/z.txt: is a link; name it to add what it leads to)\n",
                "a");
    make_file("a/w.txt", "w");
    EXPECT_LIST("a/y.txt named\n[a/broken.txt: is a link that leads nowhere]\n"
                "[a/loop.txt: is a link that leads to itself]\n",
                "a/y.txt", "a/broken.txt", "a/loop.txt");
    assert_int_equal(unlink("a/up") | unlink("a/itself") | unlink("a/broken.txt") |
                         unlink("a/loop.txt") | unlink("a/y.txt") | unlink("a/z.txt"),
                     0);
    EXPECT_LIST("b/w.txt\nb/x.txt\n", "b");
}

static void devices_are_passed_by(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket.txt"};
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(mkfifo("fifo.txt", 0600), 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    make_link("/dev/zero", "zero.txt");
    make_file("a.txt", "a");
    EXPECT_LIST("./a.txt\n(./fifo.txt: is a pipe, not a saved page)\n"
                "(./socket.txt: is a socket, not a saved page)\n"
                "(./zero.txt: is a link; name it to add what it leads to)\n",
                ".");
    EXPECT_LIST("fifo.txt named\n/dev/null named\n", "fifo.txt", "/dev/null");
    close(listener);
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    make_file("a.txt", "a");
    EXPECT_LIST("[nowhere: No such file or directory]\na.txt named\n"
                "[a.txt/x: Not a directory]\n[: No such file or directory]\n",
                "nowhere", "a.txt", "a.txt/x", "");
    if (geteuid() == 0)
        return; /* root may read all */
    make_folder("closed");
    assert_int_equal(chmod("closed", 0), 0);
    EXPECT_LIST("./a.txt\n[./closed: Permission denied]\n", ".");
    assert_int_equal(chmod("closed", 0700), 0);
}

static void files_have_an_identity(void **state)
{
    (void)state;
    struct walk_item first, second, third;
    char absolute[sizeof folder + 16];
    make_folder("d");
    make_file("d/a.txt", "four");
    snprintf(absolute, sizeof absolute, "%s/d/a.txt", folder);
    for (int way = 0; way < 3; way++) {
        static const char *const ways[] = {"d", "./d/../d/a.txt", "."};
        struct walk *walk = walk_new(&ways[way], 1);
        struct walk_item *item = way == 0 ? &first : way == 1 ? &second : &third;
        assert_true(walk_next(walk, item));
        assert_string_equal(item->absolute_path, absolute);
        assert_true(item->is_file);
        assert_int_equal(item->byte_count, 4);
        walk_free(walk);
    }
    assert_true(first.inode == second.inode && first.device == third.device && first.inode > 0);
    assert_true(first.modified_ns == third.modified_ns && first.modified_ns > 0);
    make_file("d/a.txt", "three");
    struct walk *walk = walk_new((const char *const[]){"d"}, 1);
    assert_true(walk_next(walk, &second));
    assert_true(second.byte_count == 5 && second.changed_ns >= first.changed_ns);
    walk_free(walk);
}

/* The first file of a large tree comes before the rest is looked at. */
static void large_trees_begin_at_once(void **state)
{
    (void)state;
    char name[64];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "f%03d", i);
        make_folder(name);
        snprintf(name, sizeof name, "f%03d/x.txt", i);
        make_file(name, "x");
    }
    struct walk *walk = walk_new((const char *const[]){"."}, 1);
    struct walk_item item;
    assert_true(walk_next(walk, &item));
    assert_string_equal(item.path, "./f000/x.txt");
    make_file("f199/y.txt", "added while it is walked");
    size_t count = 1;
    while (walk_next(walk, &item))
        count++;
    walk_free(walk);
    assert_int_equal(count, 201);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folders_are_walked_in_order, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_article_is_left_out, begin, end),
        cmocka_unit_test_setup_teardown(what_is_hidden_stays_so, begin, end),
        cmocka_unit_test_setup_teardown(links_are_passed_by, begin, end),
        cmocka_unit_test_setup_teardown(devices_are_passed_by, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_told, begin, end),
        cmocka_unit_test_setup_teardown(files_have_an_identity, begin, end),
        cmocka_unit_test_setup_teardown(large_trees_begin_at_once, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
