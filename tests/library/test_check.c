/* A whole library is found whole, and what is wrong is found and named. */
#include "library/damage.h"

#include "library/index_state.h"
#include "library/library_private.h"

static void a_whole_library_is_whole(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    fill(fixture->library);
    fixture_reopen(fixture);
    assert_ok(check_library(fixture->library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    assert_int_equal(report.article_count, 4);
    assert_int_equal(report.text_count, 5);
    assert_int_equal(report.original_count, 5);
    assert_true(report.original_bytes > (int64_t)strlen(long_text));
    assert_true(report.text_bytes > (int64_t)strlen(long_text));
    assert_true(report.stored_bytes > 0 && report.index_bytes > 0 && report.file_bytes > 0);
    check_report_release(&report);
}

static void an_empty_library_is_whole(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    assert_ok(check_library(fixture->library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    check_report_release(&report);
}

static bool finds(const struct check_report *report, const struct damage *damage)
{
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].kind == damage->kind &&
            report->findings[i].article == damage->article)
            return true;
    return false;
}

static void what_is_wrong_is_found(void **state)
{
    struct error error;
    struct check_options options = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(damages); i++) {
        void *own = NULL;
        fixture_set_up(&own);
        struct fixture *fixture = own;
        struct check_report report;
        fill(fixture->library);
        int code = sqlite3_exec(fixture->library->database, damages[i].sql, NULL, NULL, NULL);
        if (code)
            fail_msg("%s: %s", damages[i].sql, sqlite3_errmsg(fixture->library->database));
        assert_ok(check_library(fixture->library, &options, &report, &error));
        if (!finds(&report, &damages[i])) {
            print_findings(&report);
            fail_msg("%s: expected a finding of kind %s, article %lld", damages[i].sql,
                     finding_kind_name(damages[i].kind), (long long)damages[i].article);
        }
        check_report_release(&report);
        fixture_tear_down(&own);
    }
}

/* What the index has not come to yet is not wrong. */
static void an_index_that_is_being_built_is_whole(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    bool is_done = false;
    fill(fixture->library);
    assert_ok(index_restart(fixture->library, &error));
    struct sample sample = samples[1];
    sample.url = "https://b.example/later";
    sample.text = "Added while the index is built: 后来的。";
    add_sample(fixture->library, &sample);
    assert_ok(check_library(fixture->library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    assert_int_equal(report.unindexed_count, 4);
    check_report_release(&report);
    while (!is_done)
        assert_ok(index_build_some(fixture->library, 1, &is_done, &error));
    assert_ok(check_library(fixture->library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    assert_int_equal(report.unindexed_count, 0);
    check_report_release(&report);
}

static bool stop_at_once(void *closure)
{
    (*(int *)closure)++;
    return true;
}

static void it_can_be_stopped(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    int asked = 0;
    struct sample sample = samples[0];
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 200; i++)
        buffer_append_format(&text, "第%d段。%s\n", i, long_text);
    sample.text = text.bytes;
    for (int i = 0; i < 20; i++) {
        sample.url = "";
        buffer_append_format(&text, "末%d", i);
        add_sample(fixture->library, &sample);
    }
    library_set_stop(fixture->library, stop_at_once, &asked);
    assert_int_equal(check_library(fixture->library, &options, &report, &error), STATUS_CANCELLED);
    assert_true(asked > 0);
    library_set_stop(fixture->library, NULL, NULL);
    assert_ok(check_library(fixture->library, &options, &report, &error));
    assert_int_equal(report.total_count, 0);
    check_report_release(&report);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(a_whole_library_is_whole),
        ON_A_LIBRARY(an_empty_library_is_whole),
        ON_A_LIBRARY(an_index_that_is_being_built_is_whole),
        cmocka_unit_test(what_is_wrong_is_found),
        ON_A_LIBRARY(it_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
