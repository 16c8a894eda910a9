/* Every input of tests/cases, whatever it becomes, is the same after being stored and restored. */
#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"
#include "document/document_same.h"
#include "document/stored.h"
#include "ingest/ingest.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

/* False when it is not an input or no document comes of it. */
static bool round_trip(const char *path)
{
    CLEANUP_BUFFER struct buffer content = {0}, stored = {0};
    struct document *document, *restored;
    struct error error;
    const struct ingest_options options = {.name = path, .url = STR("https://example.org/a?b=1")};
    if (str_ends(str_from(path), STR(".expected")) || file_read(path, &content, &error) ||
        ingest(&content, &options, &document, &error))
        return false;
    document_store(document, &stored);
    if (document_restore(document->text, buffer_str(&stored), &restored, &error))
        fail_msg("input %s\nexpected a document\ngot %s", path, error.message);
    const char *difference = document_difference(document, restored);
    if (difference)
        fail_msg("input %s\nexpected the same\ngot another: %s", path, difference);
    document_free(restored);
    document_free(document);
    return true;
}

static size_t round_trip_count; /* nftw has no closure */

static int visit(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)place;
    round_trip_count += kind == FTW_F && round_trip(path);
    return 0;
}

static void cases_come_back(void **state)
{
    (void)state;
    char folder[512];
    const char *data = getenv("TEST_DATA");
    snprintf(folder, sizeof folder, "%s/cases", data ? data : "tests");
    assert_int_equal(nftw(folder, visit, 8, FTW_PHYS), 0);
    printf("%zu documents\n", round_trip_count);
    assert_true(round_trip_count >= 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_come_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
