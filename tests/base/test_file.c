#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The six X are what mkdtemp or mkstemp replaces. */
static char folder[] = "/tmp/zhai-file-XXXXXX";

static char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path, const char *text)
{
    struct error error;
    assert_int_equal(file_replace(path, str_from(text), &error), STATUS_OK);
}

/* Reads path and expects a refusal that names it and holds the word. */
static void expect_refusal(const char *path, enum status expected, const char *word)
{
    struct buffer content = {0};
    struct error error = {""};
    enum status status = file_read(path, &content, &error);
    print_message("%s\n", error.message);
    assert_int_equal(status, expected);
    assert_non_null(strstr(error.message, path));
    assert_non_null(strstr(error.message, word));
    assert_null(content.bytes);
}

static void reads_what_was_written(void **state)
{
    (void)state;
    write_file(path_of("甲 乙'\n.txt"), "斋\n한\xFF");
    struct buffer content = {0};
    struct error error;
    assert_int_equal(file_read(path_of("甲 乙'\n.txt"), &content, &error), STATUS_OK);
    assert_true(str_equal(buffer_str(&content), STR("斋\n한\xFF")));
    buffer_release(&content);
    struct stat info;
    assert_int_equal(stat(path_of("甲 乙'\n.txt"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void reads_files_that_say_no_size(void **state)
{
    (void)state;
    struct buffer content = {0};
    struct error error;
    assert_int_equal(file_read("/proc/self/status", &content, &error), STATUS_OK);
    assert_true(content.length > 100);
    buffer_release(&content);
}

static void refuses_what_is_no_page(void **state)
{
    (void)state;
    expect_refusal(path_of("none"), STATUS_NOT_FOUND, "No such file");
    expect_refusal(folder, STATUS_UNSUPPORTED, "directory");
    expect_refusal("/dev/zero", STATUS_UNSUPPORTED, "device");
    assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
    expect_refusal(path_of("fifo"), STATUS_UNREADABLE, "pipe");
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
    assert_int_equal(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    expect_refusal(path_of("socket"), STATUS_UNSUPPORTED, "socket");
    close(descriptor);
}

/* Standard input is whatever the shell made it. */
static void refuses_devices_as_input(void **state)
{
    static const struct {
        const char *path, *word;
    } cases[] = {{"/dev/zero", "device"}, {"/dev/full", "device"}, {"/tmp", "directory"}};
    const int kept = dup(STDIN_FILENO);
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const int descriptor = open(cases[i].path, O_RDONLY);
        assert_int_equal(dup2(descriptor, STDIN_FILENO), STDIN_FILENO);
        close(descriptor);
        expect_refusal("-", STATUS_UNSUPPORTED, cases[i].word);
    }
    struct buffer content = {0};
    struct error error;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(write(ends[1], "斋", 3), 3);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(file_read("-", &content, &error), STATUS_OK);
    assert_int_equal(content.length, 3);
    buffer_release(&content);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    close(null);
    assert_int_equal(file_read("-", &content, &error), STATUS_OK);
    assert_int_equal(content.length, 0);
    buffer_release(&content);
    if (kept >= 0) {
        dup2(kept, STDIN_FILENO);
        close(kept);
    }
}

/* Says 0 bytes, and is as long as the address space. */
static void refuses_files_that_never_end(void **state)
{
    (void)state;
    if (access("/proc/self/pagemap", R_OK) == 0)
        expect_refusal("/proc/self/pagemap", STATUS_TOO_LARGE, "limit");
}

static void replace_leaves_no_half_file(void **state)
{
    (void)state;
    write_file(path_of("kept"), "old");
    struct error error;
    assert_int_equal(file_replace("/proc/none/there", STR("x"), &error), STATUS_SYSTEM);
    write_file(path_of("kept"), "new");
    struct buffer content = {0};
    assert_int_equal(file_read(path_of("kept"), &content, &error), STATUS_OK);
    assert_true(str_equal(buffer_str(&content), STR("new")));
    buffer_release(&content);
}

static void a_new_file_replaces_nothing(void **state)
{
    (void)state;
    struct error error;
    struct buffer content = {0};
    assert_int_equal(symlink("missing", path_of("甲 (2).md")), 0);
    assert_int_equal(file_write_new(folder, STR("甲"), "md", STR("一"), &error), STATUS_OK);
    assert_int_equal(file_write_new(folder, STR("甲"), "md", STR("二"), &error), STATUS_OK);
    assert_int_equal(file_read(path_of("甲.md"), &content, &error), STATUS_OK);
    assert_string_equal(content.bytes, "一");
    buffer_release(&content);
    assert_int_equal(file_read(path_of("甲 (3).md"), &content, &error), STATUS_OK);
    assert_string_equal(content.bytes, "二");
    buffer_release(&content);
    assert_int_equal(access(path_of("missing"), F_OK), -1);
    assert_int_equal(file_write_new("/nowhere", STR("a"), "md", STR("b"), &error), STATUS_SYSTEM);
    assert_non_null(strstr(error.message, "/nowhere/a.md"));
    unlink(path_of("甲.md"));
    unlink(path_of("甲 (2).md"));
    unlink(path_of("甲 (3).md"));
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"甲 乙'\n.txt", "fifo", "socket", "kept"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        unlink(path_of(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(reads_files_that_say_no_size),
        cmocka_unit_test(refuses_what_is_no_page),
        cmocka_unit_test(refuses_devices_as_input),
        cmocka_unit_test(refuses_files_that_never_end),
        cmocka_unit_test(replace_leaves_no_half_file),
        cmocka_unit_test(a_new_file_replaces_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
