/* What can be made good is made good; what cannot is told, and nothing else is lost. */
#include "library/damage.h"

#include "library/library_private.h"
#include "library/repair.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status repair(struct fixture *fixture, struct repair_report *report,
                          struct error *error)
{
    struct library_options options = {fixture->path, false, fixture_clock};
    struct check_options check_options = {0};
    return repair_library(&options, &check_options, report, error);
}

/* Opens the library and gives how many things are wrong with it. */
static size_t count_findings(struct fixture *fixture, bool prints)
{
    struct error error;
    struct check_report report;
    struct check_options options = {0};
    struct library_options open = {fixture->path, false, fixture_clock};
    assert_ok(library_open(&open, &fixture->library, &error));
    assert_ok(check_library(fixture->library, &options, &report, &error));
    size_t count = report.total_count - report.kind_counts[FINDING_ORIGINAL];
    if (prints && count)
        print_findings(&report);
    check_report_release(&report);
    return count;
}

static void close_library(struct fixture *fixture)
{
    library_close(fixture->library);
    fixture->library = NULL;
}

static void every_damage_is_mended(void **state)
{
    struct error error;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(damages); i++) {
        void *own = NULL;
        fixture_set_up(&own);
        struct fixture *fixture = own;
        struct repair_report report;
        fill(fixture->library);
        assert_int_equal(sqlite3_exec(fixture->library->database, damages[i].sql, NULL, NULL, NULL),
                         SQLITE_OK);
        close_library(fixture);
        assert_ok(repair(fixture, &report, &error));
        assert_false(report.is_salvaged);
        bool is_told = report.losses.total_count > 0;
        repair_report_release(&report);
        if (count_findings(fixture, true))
            fail_msg("%s: is not mended", damages[i].sql);
        if (damages[i].kind == FINDING_TEXT && !is_told)
            fail_msg("%s: the loss is not told", damages[i].sql);
        fixture_tear_down(&own);
    }
}

/* Nothing can be made of it, and check would find it for ever. */
static void a_damaged_page_of_no_article_is_dropped(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct repair_report report;
    struct check_report found;
    struct check_options options = {0};
    struct library_options open = {fixture->path, false, fixture_clock};
    fill(fixture->library);
    assert_int_equal(
        sqlite3_exec(fixture->library->database,
                     "INSERT INTO original VALUES (77, zeroblob(32), 9, 'text/plain', x'00');"
                     "INSERT INTO source VALUES (x'2F78', 1, 2, 9, 4, 5, 77)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    close_library(fixture);
    assert_ok(repair(fixture, &report, &error));
    assert_false(report.is_salvaged);
    assert_int_equal(report.losses.total_count, 1);
    repair_report_release(&report);
    assert_ok(library_open(&open, &fixture->library, &error));
    assert_ok(check_library(fixture->library, &options, &found, &error));
    print_findings(&found);
    assert_int_equal(found.total_count, 0);
    check_report_release(&found);
}

static void a_whole_library_stays_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct repair_report report;
    struct article_record record;
    fill(fixture->library);
    close_library(fixture);
    assert_ok(repair(fixture, &report, &error));
    assert_int_equal(report.losses.total_count, 0);
    assert_false(report.is_salvaged);
    repair_report_release(&report);
    assert_int_equal(count_findings(fixture, true), 0);
    assert_ok(article_read(fixture->library, 1, &record, &error));
    assert_true(str_equal(record.title, STR("旧报纸与一盏灯")));
    assert_true(record.deleted > 0);
    assert_int_equal(record.tag_count, 1);
    article_record_release(&record);
    assert_string_equal(ids_of(fixture->library, "letters"), "2");
    assert_string_equal(ids_of(fixture->library, "tag:歷史 is:trash"), "1");
}

enum { MANY = 90, PAGE_BYTES = 4096, ROUNDS = 16 };

static void fill_many(struct library *library)
{
    struct error error;
    size_t count;
    for (int i = 0; i < MANY; i++) {
        char title[64], url[64];
        CLEANUP_BUFFER struct buffer text = {0};
        snprintf(title, sizeof title, "第%d篇 a title", i + 1);
        snprintf(url, sizeof url, "https://many.example/%d", i);
        for (int line = 0; line < 1 + i % 7 * 3; line++)
            buffer_append_format(&text, "第%d篇第%d段。%s\n", i, line, long_text);
        struct sample sample = {title, "林砚秋", "例", url, "2024-03-01", "zh", text.bytes, NULL};
        add_sample(library, &sample);
    }
    int64_t ids[] = {3, 50, 89};
    struct str tag = STR("历史");
    assert_ok(change_tags(library, (struct id_list){ids, 3}, &tag, 1, NULL, 0, &count, &error));
}

static void write_garbage(const char *path, int page, uint64_t *random)
{
    unsigned char bytes[PAGE_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_next(random);
    int descriptor = open(path, O_WRONLY);
    assert_true(descriptor >= 0);
    assert_int_equal(pwrite(descriptor, bytes, sizeof bytes, (off_t)page * PAGE_BYTES), PAGE_BYTES);
    close(descriptor);
}

static bool is_damaged_there(struct fixture *fixture)
{
    glob_t found;
    CLEANUP_BUFFER struct buffer pattern = {0};
    buffer_append_format(&pattern, "%s.damaged-*", fixture->path);
    bool is_there = glob(pattern.bytes, 0, NULL, &found) == 0;
    for (size_t i = 0; is_there && i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
    return is_there;
}

/* An article that the report does not name is as it was. How many those are. */
static size_t expect_the_rest(struct fixture *fixture, const struct repair_report *report)
{
    struct error error;
    size_t whole_count = 0;
    for (int64_t id = 1; id <= MANY; id++) {
        char title[64];
        struct article_record record;
        struct document *document;
        bool is_named = false;
        for (size_t i = 0; i < report->losses.finding_count; i++)
            is_named |= report->losses.findings[i].article == id;
        if (is_named)
            continue;
        whole_count++;
        snprintf(title, sizeof title, "第%lld篇 a title", (long long)id);
        assert_ok(article_read(fixture->library, id, &record, &error));
        if (!str_equal(record.title, str_from(title)))
            fail_msg("article %lld: expected %s, got %.*s", (long long)id, title,
                     STR_ARGS(record.title));
        article_record_release(&record);
        assert_ok(article_document(fixture->library, id, 0, &document, &error));
        assert_true(document->text.length > strlen(long_text));
        document_free(document);
    }
    printf("  %zu of %d articles are whole\n", whole_count, MANY);
    return whole_count;
}

static void damaged_pages_are_left_behind(void **state)
{
    uint64_t random = 7;
    size_t salvaged_count = 0;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        void *own = NULL;
        fixture_set_up(&own);
        struct fixture *fixture = own;
        struct repair_report report;
        struct error error = {""};
        struct stat info;
        fill_many(fixture->library);
        close_library(fixture);
        assert_int_equal(stat(fixture->path, &info), 0);
        int page_count = (int)(info.st_size / PAGE_BYTES);
        for (int i = 0; i < 1 + round % 3; i++)
            write_garbage(fixture->path,
                          1 + (int)(random_next(&random) % (unsigned)(page_count - 1)), &random);
        enum status status = repair(fixture, &report, &error);
        if (status) {
            /* The tables' own page: refused with words, and left as it is. */
            printf("  round %d: %s\n", round, error.message);
            assert_true(*error.message && !is_damaged_there(fixture));
        } else {
            salvaged_count += report.is_salvaged;
            assert_int_equal(is_damaged_there(fixture), report.is_salvaged);
            assert_int_equal(count_findings(fixture, true), 0);
            assert_true(expect_the_rest(fixture, &report) > MANY / 3);
            repair_report_release(&report);
        }
        fixture_tear_down(&own);
    }
    printf("  %zu of %d were copied\n", salvaged_count, ROUNDS);
    assert_true(salvaged_count > ROUNDS / 3);
}

/* A copy that was broken off, or a disk that lost the file's end: in the middle of a page too, the
 * rows of which have the number 0 then. */
static void cut_and_repair(struct fixture *fixture, int percent, int odd_bytes)
{
    struct repair_report report;
    struct error error = {""};
    struct stat info;
    fill_many(fixture->library);
    close_library(fixture);
    assert_int_equal(stat(fixture->path, &info), 0);
    off_t page_count = info.st_size / PAGE_BYTES * percent / 100;
    assert_int_equal(truncate(fixture->path, page_count * PAGE_BYTES + odd_bytes), 0);
    struct library_options options = {fixture->path, false, fixture_clock};
    assert_int_equal(library_open(&options, &fixture->library, &error), STATUS_MALFORMED);
    printf("  %d%% and %d bytes left: %s\n", percent, odd_bytes, error.message);
    assert_non_null(strstr(error.message, "--repair"));
    assert_ok(repair(fixture, &report, &error));
    assert_true(report.is_salvaged);
    assert_true(is_damaged_there(fixture));
    assert_int_equal(count_findings(fixture, true), 0);
    size_t whole_count = expect_the_rest(fixture, &report);
    assert_true(whole_count > (size_t)(percent - 45) * MANY / 100);
    repair_report_release(&report);
}

static void what_is_cut_short_is_salvaged(void **state)
{
    (void)state;
    for (int percent = 99; percent > 45; percent -= 3) {
        void *own = NULL;
        fixture_set_up(&own);
        cut_and_repair(own, percent, percent % 2 ? 100 : 0);
        fixture_tear_down(&own);
    }
}

/* Whoever cuts a file short can have altered it as well. */
static void what_was_altered_and_cut_short_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct repair_report report;
    struct error error = {""};
    struct stat info;
    fill_many(fixture->library);
    assert_int_equal(
        sqlite3_exec(fixture->library->database, "CREATE TABLE evil (a)", NULL, NULL, NULL),
        SQLITE_OK);
    close_library(fixture);
    assert_int_equal(stat(fixture->path, &info), 0);
    assert_int_equal(truncate(fixture->path, info.st_size * 9 / 10), 0);
    assert_int_equal(repair(fixture, &report, &error), STATUS_MALFORMED);
    printf("  %s\n", error.message);
    assert_non_null(strstr(error.message, "evil"));
    assert_false(is_damaged_there(fixture));
}

static void a_library_in_use_is_not_salvaged(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct repair_report report;
    struct stat info;
    uint64_t random = 3;
    struct library *other;
    fill_many(fixture->library);
    close_library(fixture);
    assert_int_equal(stat(fixture->path, &info), 0);
    for (int page = 60; page < 64; page++)
        write_garbage(fixture->path, page, &random);
    struct library_options options = {fixture->path, false, fixture_clock};
    assert_ok(library_open(&options, &other, &error));
    struct library_counts counts;
    assert_ok(library_count(other, &counts, &error));
    assert_int_equal(repair(fixture, &report, &error), STATUS_SYSTEM);
    printf("  %s\n", error.message);
    assert_false(is_damaged_there(fixture));
    library_close(other);
    assert_ok(repair(fixture, &report, &error));
    assert_true(report.is_salvaged);
    assert_true(is_damaged_there(fixture));
    repair_report_release(&report);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_damage_is_mended),
        ON_A_LIBRARY(a_damaged_page_of_no_article_is_dropped),
        ON_A_LIBRARY(a_whole_library_stays_as_it_is),
        cmocka_unit_test(damaged_pages_are_left_behind),
        cmocka_unit_test(what_is_cut_short_is_salvaged),
        ON_A_LIBRARY(what_was_altered_and_cut_short_is_refused),
        ON_A_LIBRARY(a_library_in_use_is_not_salvaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
