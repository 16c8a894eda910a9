/* Every tests/cases/html/NAME.html against NAME.expected. ZHAI_REGENERATE=1 writes what was got. */
#include "base/file.h"
#include "base/memory.h"
#include "document/check.h"
#include "ingest/formats.h"
#include "ingest/html_listing.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static bool run_case(const char *folder, const char *name)
{
    char path[1024], expected_path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(expected_path, sizeof expected_path, "%s/%.*s.expected", folder, (int)strlen(name) - 5,
             name);
    CLEANUP_BUFFER struct buffer content = {0}, expected = {0}, got = {0};
    struct error error;
    assert_int_equal(file_read(path, &content, &error), STATUS_OK);
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
    struct ingest_options options = {.name = path};
    struct document *document;
    if (ingest_html(&content, &options, &decision, &document, &error))
        fail_msg("%s: %s", name, error.message);
    const char *broken = document_check(document);
    if (broken)
        fail_msg("%s: %s", name, broken);
    list_page(document, &got);
    document_free(document);
    if (getenv("ZHAI_REGENERATE"))
        assert_int_equal(file_replace(expected_path, buffer_str(&got), &error), STATUS_OK);
    if (file_read(expected_path, &expected, &error))
        fail_msg("%s: %s", name, error.message);
    if (str_equal(buffer_str(&expected), buffer_str(&got)))
        return true;
    printf("%s\n-- expected --\n%.*s-- got --\n%.*s", path, STR_ARGS(buffer_str(&expected)),
           STR_ARGS(buffer_str(&got)));
    return false;
}

static void test_cases(void **state)
{
    (void)state;
    char folder[512];
    snprintf(folder, sizeof folder, "%s/cases/html", getenv("TEST_DATA"));
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    size_t count = 0, failures = 0;
    for (struct dirent *entry; (entry = readdir(directory));)
        if (str_ends(str_from(entry->d_name), STR(".html"))) {
            count++;
            failures += !run_case(folder, entry->d_name);
        }
    closedir(directory);
    assert_true(count >= 8);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
