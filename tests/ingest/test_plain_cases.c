#include "base/file.h"
#include "base/memory.h"
#include "ingest/formats.h"
#include "ingest/plain_listing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <dirent.h>

/* Every file of tests/cases/plain is read and listed, and must equal the .expected beside it.
 * ZHAI_REGENERATE=1 writes those anew. */

static struct str case_folder(struct buffer *out)
{
    const char *data = getenv("TEST_DATA");
    buffer_append_c(out, data ? data : "tests");
    buffer_append_c(out, "/cases/plain/");
    return buffer_str(out);
}

static void list_case(const char *path, const char *name, struct buffer *out)
{
    struct buffer content = {0};
    struct error error = {""};
    struct document *document;
    struct charset_decision decision = {
        .name = "UTF-8", .source = CHARSET_FROM_UTF8, .confidence = 1};
    struct ingest_options options = {
        .name = name, .charset = STR_NONE, .container_charset = STR_NONE, .url = STR_NONE};
    if (file_read(path, &content, &error) ||
        ingest_plain(&content, &options, &decision, &document, &error))
        fail_msg("%s: %s", path, error.message);
    list_document(document, out);
    document_free(document);
}

static bool check_case(const char *folder, const char *name)
{
    struct buffer path CLEANUP_BUFFER = {0}, expected_path CLEANUP_BUFFER = {0};
    struct buffer got CLEANUP_BUFFER = {0}, expected CLEANUP_BUFFER = {0};
    struct error error = {""};
    buffer_append_format(&path, "%s%s", folder, name);
    buffer_append_format(&expected_path, "%s%s.expected", folder, name);
    list_case(path.bytes, name, &got);
    if (getenv("ZHAI_REGENERATE")) {
        enum status status = file_replace(expected_path.bytes, buffer_str(&got), &error);
        assert_int_equal(status, STATUS_OK);
        return true;
    }
    if (file_read(expected_path.bytes, &expected, &error))
        fail_msg("%s", error.message);
    if (str_equal(buffer_str(&got), buffer_str(&expected)))
        return true;
    print_error("%s\nexpected:\n%.*s\ngot:\n%.*s\n", path.bytes, STR_ARGS(buffer_str(&expected)),
                STR_ARGS(buffer_str(&got)));
    return false;
}

static void test_cases(void **state)
{
    struct buffer folder CLEANUP_BUFFER = {0};
    size_t count = 0, failed = 0;
    (void)state;
    DIR *directory = opendir(case_folder(&folder).bytes);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        struct str name = str_from(entry->d_name);
        if (entry->d_name[0] == '.' || str_ends(name, STR(".expected")))
            continue;
        count++;
        failed += !check_case(folder.bytes, entry->d_name);
    }
    closedir(directory);
    assert_true(count >= 15);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
