#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"
#include "config/locations.h"
#include "config/own_file.h"
#include "config/rule_files.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/zhai-rules-XXXXXX";

static void path_of(const char *name, char path[256])
{
    snprintf(path, 256, "%s/zhai/rules/%s", folder, name);
}

static void write_file(const char *name, const char *text, mode_t mode)
{
    char path[256];
    struct error error;
    path_of(name, path);
    assert_true(location_make_parents(path));
    assert_int_equal(file_replace(path, str_from(text), &error), STATUS_OK);
    assert_int_equal(chmod(path, mode), 0);
}

static void remove_file(const char *name)
{
    char path[256];
    path_of(name, path);
    assert_int_equal(remove(path), 0);
}

static void test_missing_folder(void **state)
{
    struct rule_files files;
    CLEANUP_BUFFER struct buffer problems = {0};
    (void)state;
    rule_files_load(&files, &problems);
    assert_int_equal(files.count, 0);
    assert_int_equal(problems.length, 0);
    rule_files_release(&files);
}

static void test_files_in_order(void **state)
{
    struct rule_files files;
    CLEANUP_BUFFER struct buffer problems = {0};
    (void)state;
    write_file("b.rules", "line other 0.9 equals b\n", 0600);
    write_file("A 的.rules", "", 0644);
    write_file("notes.txt", "nothing", 0600);
    write_file(".hidden.rules", "nothing", 0600);
    rule_files_load(&files, &problems);
    assert_int_equal(files.count, 2);
    assert_non_null(strstr(files.rows[0].path, "/zhai/rules/A 的.rules"));
    assert_non_null(strstr(files.rows[1].path, "/zhai/rules/b.rules"));
    assert_true(str_equal(buffer_str(&files.rows[1].text), STR("line other 0.9 equals b\n")));
    assert_int_equal(problems.length, 0);
    rule_files_release(&files);
}

static void test_unusable_files(void **state)
{
    struct rule_files files;
    char path[256];
    CLEANUP_BUFFER struct buffer problems = {0};
    (void)state;
    write_file("c.rules", "line other 0.9 equals c\n", 0666);
    write_file("d.rules", "", 0600);
    path_of("d.rules", path);
    assert_int_equal(truncate(path, OWN_FILE_LIMIT + 1), 0);
    path_of("e.rules", path);
    assert_int_equal(mkdir(path, 0700), 0);
    rule_files_load(&files, &problems);
    assert_int_equal(files.count, 2); /* those of the test before */
    static const char *const names[] = {"c.rules: ", "d.rules: ", "e.rules: "};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (!strstr(problems.bytes, names[i]))
            fail_msg("no word about %sgot: %s", names[i], problems.bytes);
    rule_files_release(&files);
    static const char *const written[] = {"b.rules", "A 的.rules", "notes.txt", ".hidden.rules",
                                          "c.rules", "d.rules",    "e.rules"};
    for (size_t i = 0; i < ARRAY_LENGTH(written); i++)
        remove_file(written[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_folder),
        cmocka_unit_test(test_files_in_order),
        cmocka_unit_test(test_unusable_files),
    };
    char path[256];
    if (!mkdtemp(folder) || setenv("XDG_CONFIG_HOME", folder, 1))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    snprintf(path, sizeof path, "%s/zhai/rules", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/zhai", folder);
    rmdir(path);
    rmdir(folder);
    return failed;
}
