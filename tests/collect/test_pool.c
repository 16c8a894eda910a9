/* Pages through workers, honest ones and ones that were taken over. This program is its own worker:
 * with MISBEHAVES in the environment one that does what the page's name says. */
#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "collect/pool.h"
#include "collect/worker.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define MISBEHAVES "ZHAI_TEST_WORKER_MISBEHAVES"

static void spin(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

static void take_all_memory(void)
{
    for (;;)
        memset(memory_new(10000000), 'x', 10000000);
}

static void send_frame(struct frame_writer writer)
{
    if (frame_write(&writer, 1) != FRAME_DONE)
        _exit(1);
}

/* A prefix that promises far more than comes. */
static void promise(unsigned char high_byte)
{
    unsigned char prefix[FRAME_PREFIX_BYTES] = {0};
    prefix[FRAME_PREFIX_BYTES - 1] = high_byte;
    prefix[0] = 100;
    (void)!write(1, prefix, sizeof prefix);
}

static void misbehave(const char *name, struct page *page)
{
    if (strstr(name, "spin"))
        spin();
    if (strstr(name, "bomb"))
        take_all_memory();
    if (strstr(name, "crash"))
        raise(SIGSEGV);
    if (strstr(name, "abort"))
        abort();
    if (strstr(name, "leave"))
        _exit(0);
    if (strstr(name, "mute"))
        for (;;)
            (void)read(0, (char[1]){0}, 1);
    if (strstr(name, "promise")) {
        promise(0xFF);
        _exit(0);
    }
    if (strstr(name, "cut")) {
        promise(0);
        _exit(0);
    }
    if (strstr(name, "twice"))
        send_frame((struct frame_writer){0});
    if (strstr(name, "lie"))
        page->compressed.bytes[page->compressed.length / 2] ^= 1;
}

static void leave_exhausted(void)
{
    _exit(WORKER_EXHAUSTED);
}

static void misbehaving_worker(void)
{
    struct sandbox_report report = {0};
    struct frame_reader reader = {0};
    struct buffer header = {0};
    memory_set_exhausted_hook(leave_exhausted);
    send_frame(page_greet(&report, &header));
    if (frame_read(&reader, 0, SIZE_MAX) != FRAME_DONE)
        _exit(1);
    struct frame setup = frame_reader_take(&reader);
    frame_release(&setup);
    while (frame_read(&reader, 0, SIZE_MAX) == FRAME_DONE) {
        struct frame request = frame_reader_take(&reader);
        struct ingest_options options;
        struct buffer content = {0};
        struct page page;
        if (!page_asked(&request, &options, &content))
            _exit(1);
        page_make(&options, NULL, &content, &page);
        misbehave(options.name, &page);
        header.length = 0;
        send_frame(page_answer(&page, &header));
        page_release(&page);
        frame_release(&request);
    }
    _exit(0);
}

static void submit(struct pool *pool, uint64_t id, const char *name, struct str bytes)
{
    struct buffer content = {0};
    unsigned char digest[HASH_DIGEST_BYTES];
    const struct ingest_options options = {.name = name};
    buffer_append(&content, bytes);
    hash_digest(bytes, digest);
    pool_submit(pool, id, &options, &content, digest);
}

static struct pool_result wait_for(struct pool *pool)
{
    struct pool_result result;
    struct error error = {""};
    const enum status status = pool_wait(pool, 60000, &result, &error);
    if (status)
        fail_msg("input an answer\nexpected one\ngot status %d %s", status, error.message);
    return result;
}

static size_t descriptor_count(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void expect_nothing_left(size_t descriptors_before)
{
    assert_int_equal(descriptor_count(), descriptors_before);
    assert_true(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

static const struct {
    const char *name, *bytes, *expected;
} pages[] = {
    {"a.txt", "书斋旧事\n\n外祖父的书房朝北。", "书斋旧事"},
    {"b.html",
     "<html><head><title>T</title></head><body><p>A quiet room.</p><p>한국 신문</p></body>",
     "quiet room"},
    {"gbk.txt", "\xC8\xCB\xC3\xC7\xD4\xDA\xCA\xE9\xB7\xBF\xC0\xEF\xB6\xC1\xCA\xE9\xA1\xA3", "读书"},
    {"\xFF.txt", "e\xCC\x81 か 👩", "👩"},
    {"empty", "", "empty: is empty"},
    {"p.pdf", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj",
     "p.pdf: is a PDF document; zhai reads text and HTML "
     "pages"},
};

static void pages_are_read(void **state)
{
    (void)state;
    const size_t descriptors = descriptor_count();
    struct pool *pool = pool_new(&(struct pool_options){.worker_count = 2});
    for (size_t i = 0; i < 10 * ARRAY_LENGTH(pages); i++)
        submit(pool, i, pages[i % ARRAY_LENGTH(pages)].name,
               str_from(pages[i % ARRAY_LENGTH(pages)].bytes));
    bool seen[10 * ARRAY_LENGTH(pages)] = {0};
    while (pool_unanswered(pool) > 0) {
        struct pool_result result = wait_for(pool);
        const char *expected = pages[result.id % ARRAY_LENGTH(pages)].expected;
        assert_true(result.id < ARRAY_LENGTH(seen) && !seen[result.id]);
        seen[result.id] = true;
        const struct str got =
            result.page.status ? str_from(result.page.error.message) : result.page.document->text;
        if (str_find(got, str_from(expected), 0) == SIZE_MAX)
            fail_msg("input %s\nexpected %s\ngot %.*s", pages[result.id % ARRAY_LENGTH(pages)].name,
                     expected, STR_ARGS(got));
        page_release(&result.page);
    }
    struct pool_result none;
    assert_int_equal(pool_wait(pool, -1, &none, NULL), STATUS_NOT_FOUND);
    pool_free(pool);
    expect_nothing_left(descriptors);
}

static const struct {
    const char *name, *expected;
} bad_pages[] = {
    {"spin", "spin: needed more than 1 seconds to be read"},
    {"bomb", "bomb: needed more than 268 MB of memory"},
    {"crash", "crash: broke the page parser"},
    {"abort", "abort: broke the page parser"},
    {"leave", "leave: broke the page parser"},
    {"mute", "mute: was not read within the time that a page is given"},
    {"promise", "promise: broke the page parser"},
    {"cut", "cut: broke the page parser"},
    {"twice", "twice: broke the page parser"},
    {"lie", "lie: broke the page parser"},
};

static bool may_try(size_t bad)
{
    return sandbox_limits_memory() || strcmp(bad_pages[bad].name, "bomb") != 0;
}

/* Each takes down its own worker at most, and nothing of what was asked before or after it. */
static void bad_pages_fail_alone(void **state)
{
    (void)state;
    enum { GOOD = 1000, GOOD_COUNT = 20 };
    const size_t descriptors = descriptor_count();
    setenv(MISBEHAVES, "1", 1);
    for (size_t bad = 0; bad < ARRAY_LENGTH(bad_pages); bad++) {
        const bool is_mute = strcmp(bad_pages[bad].name, "mute") == 0;
        struct pool *pool = pool_new(&(struct pool_options){.worker_count = 2,
                                                            .cpu_seconds = 1,
                                                            .wall_seconds = is_mute ? 2 : 60,
                                                            .memory_bytes = (size_t)1 << 28});
        if (!may_try(bad)) {
            pool_free(pool);
            continue;
        }
        for (size_t i = 0; i < GOOD_COUNT; i++) {
            submit(pool, GOOD + i, "good.txt", STR("外祖父的书房朝北，冬天冷得要呵气暖手。"));
            if (i == GOOD_COUNT / 2)
                submit(pool, bad, bad_pages[bad].name, STR("某个恶意的网页"));
        }
        size_t good_count = 0, bad_count = 0;
        while (pool_unanswered(pool) > 0) {
            struct pool_result result = wait_for(pool);
            const bool is_bad = result.id < GOOD;
            const char *message = result.page.status ? result.page.error.message : "a page";
            bad_count += is_bad;
            good_count += !is_bad;
            if (strcmp(message, is_bad ? bad_pages[bad].expected : "a page") != 0)
                fail_msg("input %s beside %s\nexpected %s\ngot %s",
                         is_bad ? "itself" : "a good page", bad_pages[bad].name,
                         is_bad ? bad_pages[bad].expected : "a page", message);
            page_release(&result.page);
        }
        assert_int_equal(good_count, GOOD_COUNT);
        assert_int_equal(bad_count, 1);
        pool_free(pool);
    }
    unsetenv(MISBEHAVES);
    expect_nothing_left(descriptors);
}

static char *repeated(const char *start, const char *unit, size_t count, const char *end)
{
    struct buffer out = {0};
    buffer_append_c(&out, start);
    for (size_t i = 0; i < count; i++)
        buffer_append_c(&out, unit);
    buffer_append_c(&out, end);
    return buffer_take(&out);
}

/* hostile-inputs D01 to D04, D08: read or refused, by a worker that lives on, in a moment. */
static void hostile_pages_burn_little(void **state)
{
    (void)state;
    char *hostile[] = {
        repeated("", "<div>", 200000, "x"),
        repeated("<p ", "a=1 ", 30000, ">x"),
        repeated("<p ", "b", 3000000, ">x"),
        repeated("", "<b>", 3000, "x"),
        repeated("<b><i><b><i><b><i><b><i>", "<p><b>", 3000, "x"),
        repeated("", "<font color=a>", 5000, "x"),
        repeated("", "<table>", 20000, "x"),
        repeated("", "<a>", 20000, "x"),
        repeated("<p>x<!--", "-", 1000000, ""),
        repeated("<p>x<textarea>", "<p>", 300000, ""),
        repeated("<script><!--", "<script>", 300000, ""),
        repeated("<table><tr>", "<td colspan=99999999 rowspan=-1 width=1e99>x", 2000, ""),
        repeated("", "<ol start=9223372036854775807><li>x<table><tr><td>", 500, "x"),
        repeated("<p>", "&lt;&amp;&notit; &#x0000000000000041; &ampamp; ", 20000, ""),
        repeated("<p>", "&", 1000000, ""),
        repeated("<p>", "<a href=x>", 100000, "x"),
    };
    struct pool *pool = pool_new(&(struct pool_options){.worker_count = 1});
    for (size_t i = 0; i < ARRAY_LENGTH(hostile); i++) {
        const int64_t start = clock_monotonic_ms();
        submit(pool, i, "hostile.html", str_from(hostile[i]));
        struct pool_result result = wait_for(pool);
        const int64_t elapsed = clock_monotonic_ms() - start;
        if (strstr(result.page.error.message, "broke the page parser") ||
            (sandbox_limits_memory() && elapsed > 5000))
            fail_msg("input %.40s…\nexpected a page or a refusal in 5 s\ngot %s in %lld ms",
                     hostile[i], result.page.error.message, (long long)elapsed);
        page_release(&result.page);
    }
    pool_free(pool);
    for (size_t i = 0; i < ARRAY_LENGTH(hostile); i++)
        free(hostile[i]);
}

/* nftw has no closure */
static struct pool *corpus_pool;
static size_t corpus_count;

static void drain_corpus(size_t until)
{
    while (pool_unanswered(corpus_pool) > until) {
        struct pool_result result = wait_for(corpus_pool);
        if (strstr(result.page.error.message, "page parser"))
            fail_msg("input %s\nexpected a page or a refusal\ngot its worker killed",
                     result.page.error.message);
        page_release(&result.page);
    }
}

static int submit_file(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    struct buffer content = {0};
    (void)info;
    (void)place;
    if (kind != FTW_F || file_read(path, &content, NULL))
        return 0;
    submit(corpus_pool, corpus_count++, path, buffer_str(&content));
    buffer_release(&content);
    if (!pool_has_room(corpus_pool))
        drain_corpus(10);
    return 0;
}

/* Whatever the parsers do, they make no call that a worker may not make. */
static void all_cases_pass_the_sandbox(void **state)
{
    (void)state;
    const char *data = getenv("TEST_DATA") ? getenv("TEST_DATA") : "tests";
    corpus_pool = pool_new(&(struct pool_options){.worker_count = 2});
    for (size_t i = 0; i < 2; i++) {
        char folder[512];
        snprintf(folder, sizeof folder, "%s/%s", data, i ? "fuzz/corpus" : "cases");
        assert_int_equal(nftw(folder, submit_file, 8, FTW_PHYS), 0);
    }
    drain_corpus(0);
    pool_free(corpus_pool);
    printf("%zu files\n", corpus_count);
    assert_true(corpus_count >= 150);
}

static void note_signal(int signal)
{
    (void)signal;
}

/* ^C reaches the whole foreground group: workers finish what they have, and waiting returns. */
static void interrupts_are_the_parents(void **state)
{
    (void)state;
    const struct sigaction action = {.sa_handler = note_signal};
    const struct itimerval in_a_moment = {.it_value = {.tv_usec = 200000}};
    struct pool_result result;
    setenv(MISBEHAVES, "1", 1);
    struct pool *pool = pool_new(&(struct pool_options){.worker_count = 1});
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    submit(pool, 1, "good", STR("外祖父的书房朝北。"));
    assert_int_equal(pool_wait(pool, 0, &result, NULL), STATUS_NOT_FOUND);
    (void)setpgid(0, 0);
    assert_int_equal(kill(0, SIGINT), 0);
    result = wait_for(pool);
    assert_int_equal(result.page.status, STATUS_OK);
    page_release(&result.page);
    submit(pool, 2, "mute", STR("x"));
    setitimer(ITIMER_REAL, &in_a_moment, NULL);
    const int64_t start = clock_monotonic_ms();
    assert_int_equal(pool_wait(pool, 20000, &result, NULL), STATUS_NOT_FOUND);
    assert_true(clock_monotonic_ms() - start < 10000);
    pool_free(pool);
    unsetenv(MISBEHAVES);
}

static void user_rules_reach_them(void **state)
{
    (void)state;
    static const char rules[] = "line notice 1 equals 灯塔日报提醒您\n";
    static const char text[] =
        "旧灯塔\n\n灯塔日报提醒您\n\n旧灯塔建于嘉庆年间，守塔人每天点灯，记下风向与潮水。雾散以后，有人说"
        "起守塔人，说他一生没有离开过码头。\n";
    struct rules_file file = {"mine.rules", {rules, sizeof rules - 1}};
    for (int has_rules = 0; has_rules <= 1; has_rules++) {
        struct pool *pool = pool_new(&(struct pool_options){
            .worker_count = 1, .rules_files = &file, .rules_file_count = (size_t)has_rules});
        submit(pool, 1, "a.txt", (struct str){text, sizeof text - 1});
        struct pool_result result = wait_for(pool);
        size_t aside_count = 0;
        assert_int_equal(result.page.status, STATUS_OK);
        for (size_t i = 0; i < result.page.document->block_count; i++)
            aside_count += result.page.document->blocks[i].aside == ASIDE_NOTICE;
        if (aside_count != (size_t)has_rules)
            fail_msg("expected %d notices, got %zu", has_rules, aside_count);
        page_release(&result.page);
        pool_free(pool);
    }
}

static void no_program_no_workers(void **state)
{
    (void)state;
    const size_t descriptors = descriptor_count();
    static const struct {
        const char *program, *expected;
    } cases[] = {{"/nowhere/zhai", "a worker cannot be started: No such file or directory"},
                 {"/bin/true", "a worker ended before it began"}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct error error = {""};
        struct pool_result result;
        struct pool *pool = pool_new(&(struct pool_options){.program = cases[i].program});
        submit(pool, 1, "a", STR("书"));
        const enum status got = pool_wait(pool, 20000, &result, &error);
        if (got != STATUS_SYSTEM || strcmp(error.message, cases[i].expected) != 0)
            fail_msg("input %s\nexpected %s\ngot %d %s", cases[i].program, cases[i].expected, got,
                     error.message);
        pool_free(pool);
    }
    expect_nothing_left(descriptors);
}

static void workers_tell_what_they_gave_up(void **state)
{
    (void)state;
    struct sandbox_report report;
    struct error error;
    if (pool_probe(&(struct pool_options){0}, &report, &error))
        fail_msg("%s", error.message);
    printf("limits %d, no new privileges %d, Landlock %d, filter %d\n", report.has_limits,
           report.has_no_new_privileges, report.landlock_version, report.has_syscall_filter);
    assert_true(report.has_limits && report.has_no_new_privileges);
    if (access("/proc/sys/kernel/seccomp/actions_avail", R_OK) == 0)
        assert_true(report.has_syscall_filter);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_read),
        cmocka_unit_test(bad_pages_fail_alone),
        cmocka_unit_test(hostile_pages_burn_little),
        cmocka_unit_test(all_cases_pass_the_sandbox),
        cmocka_unit_test(interrupts_are_the_parents),
        cmocka_unit_test(user_rules_reach_them),
        cmocka_unit_test(no_program_no_workers),
        cmocka_unit_test(workers_tell_what_they_gave_up),
    };
    if (argument_count == 2 && strcmp(arguments[1], WORKER_ARGUMENT) == 0) {
        if (getenv(MISBEHAVES))
            misbehaving_worker();
        worker_run();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
