#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

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
        cmocka_unit_test(replace_leaves_no_half_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
