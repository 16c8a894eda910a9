/* Files and folders into a library. This program is its own worker. */
#include "collect/collect.h"

#include "base/memory.h"
#include "collect/worker.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char folder[64], saved[96];
    struct library *library;
    size_t counts[COLLECT_OUTCOME_COUNT];
    struct buffer said; /* "outcome path article" lines */
};

static int64_t test_clock(void)
{
    static int64_t now = 1700000000000;
    return now++;
}

static int set_up(void **state)
{
    struct fixture *fixture = memory_new(sizeof *fixture);
    struct error error;
    char path[128];
    /* The six X are what mkdtemp or mkstemp replaces. */
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/zhai-collect-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->saved, sizeof fixture->saved, "%s/saved", fixture->folder);
    mkdir(fixture->saved, 0700);
    snprintf(path, sizeof path, "%s/library.db", fixture->folder);
    struct library_options options = {path, true, test_clock};
    if (library_open(&options, &fixture->library, &error))
        fail_msg("%s", error.message);
    *state = fixture;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    library_close(fixture->library);
    nftw(fixture->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    buffer_release(&fixture->said);
    free(fixture);
    return 0;
}

static void save(const struct fixture *fixture, const char *name, const char *format, ...)
{
    char path[256];
    va_list arguments;
    snprintf(path, sizeof path, "%s/%s", fixture->saved, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    va_start(arguments, format);
    vfprintf(file, format, arguments);
    va_end(arguments);
    fclose(file);
}

static void observe(void *closure, const struct collect_item *item)
{
    struct fixture *fixture = closure;
    const char *slash = strrchr(item->path, '/');
    fixture->counts[item->outcome]++;
    buffer_append_format(&fixture->said, "%d %s %lld\n", item->outcome,
                         slash ? slash + 1 : item->path, (long long)item->result.article);
}

static struct collect_progress run(struct fixture *fixture, const struct collect_options *more)
{
    struct error error;
    struct collect *collect;
    const char *paths[] = {fixture->saved};
    struct collect_options options = *more;
    options.observe = observe;
    options.closure = fixture;
    options.pool.worker_count = 2;
    if (!options.articles.count) {
        options.paths = paths;
        options.path_count = 1;
    }
    memset(fixture->counts, 0, sizeof fixture->counts);
    fixture->said.length = 0;
    buffer_append_c(&fixture->said, "");
    if (collect_new(fixture->library, &options, &collect, &error))
        fail_msg("%s", error.message);
    for (bool is_done = false; !is_done;)
        if (collect_step(collect, 50, &is_done, &error))
            fail_msg("%s", error.message);
    struct collect_progress progress = collect_progress(collect);
    assert_true(progress.is_counted);
    assert_int_equal(progress.done, progress.total);
    collect_free(collect);
    return progress;
}

static void assert_counts(const struct fixture *fixture, size_t added, size_t duplicates,
                          size_t updated, size_t kept, size_t failed)
{
    const size_t expected[COLLECT_OUTCOME_COUNT] = {added, duplicates, updated, kept, failed};
    for (int i = 0; i < COLLECT_OUTCOME_COUNT; i++)
        if (fixture->counts[i] != expected[i])
            fail_msg("outcome %d: expected %zu, got %zu:\n%s", i, expected[i], fixture->counts[i],
                     fixture->said.bytes);
}

static const char page[] =
    "<html lang=zh><title>%s</title><link rel=canonical href=https://a.example/%d><h1>%s</h1>"
    "<p>%s</p></html>";
static const char prose[] =
    "外祖父的书房朝北，冬天冷得要呵气暖手。靠墙的木箱里叠着四十年的旧报纸，每一张都写着日期、页码和一两"
    "句话。他说：报纸是别人的，批注是自己的；能留下来的，往往是后者。我后来读过许多屏幕上的文章。";

static void a_folder_is_added_once(void **state)
{
    struct fixture *fixture = *state;
    enum { TEXTS = 120 };
    for (int i = 0; i < TEXTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "%03d.txt", i);
        save(fixture, name, "第 %d 篇\n\n这是第%d篇文章的内容，与别的不同：%x。\n", i, i, i * 7919);
    }
    save(fixture, "page.html", page, "旧报纸", 1, "旧报纸", prose);
    save(fixture, "empty.txt", "%s", "");
    save(fixture, "binary.txt", "\x7f" "ELF%c%c%c", 1, 2, 3);
    run(fixture, &(struct collect_options){0});
    assert_counts(fixture, TEXTS + 1, 0, 0, 0, 2);
    /* Once more, nothing is new; a changed file at the same address is a version. */
    run(fixture, &(struct collect_options){0});
    assert_counts(fixture, 0, TEXTS + 1, 0, 0, 2);
    save(fixture, "page.html", page, "旧报纸", 1, "旧报纸与灯", prose);
    run(fixture, &(struct collect_options){0});
    assert_counts(fixture, 0, TEXTS, 1, 0, 2);
    save(fixture, "copy.html", page, "404", 1, "404 Not Found", "页面不存在");
    run(fixture, &(struct collect_options){0});
    assert_counts(fixture, 0, TEXTS + 1, 0, 1, 2);
}

static void tags_and_undo(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct change change;
    struct article_record record;
    struct str tags[] = {STR("历史"), STR("to read")};
    save(fixture, "a.txt", "%s", "甲\n\n一些话。");
    save(fixture, "b.txt", "%s", "乙\n\n另一些话。");
    run(fixture, &(struct collect_options){.tags = tags, .tag_count = 2});
    assert_counts(fixture, 2, 0, 0, 0, 0);
    assert_int_equal(article_read(fixture->library, 1, &record, &error), STATUS_OK);
    assert_int_equal(record.tag_count, 2);
    article_record_release(&record);
    struct arena *arena = arena_new();
    assert_int_equal(change_undo(fixture->library, arena, &change, &error), STATUS_OK);
    assert_int_equal(change.kind, CHANGE_ADD);
    assert_int_equal(change.article_count, 2);
    struct library_counts counts;
    assert_int_equal(library_count(fixture->library, &counts, &error), STATUS_OK);
    assert_int_equal(counts.trashed, 2);
    arena_free(arena);
    struct str wrong = STR("a\nb");
    struct collect *collect;
    const char *paths[] = {fixture->saved};
    struct collect_options options = {.paths = paths, .path_count = 1, .tags = &wrong, .tag_count = 1};
    assert_int_equal(collect_new(fixture->library, &options, &collect, &error), STATUS_USAGE);
    options = (struct collect_options){.paths = paths, .path_count = 1, .charset = STR("klingon")};
    assert_int_equal(collect_new(fixture->library, &options, &collect, &error), STATUS_USAGE);
}

/* Bytes that were read in a wrong charset are read again in the right one. */
static void refreshed_in_another_charset(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct document *document;
    int64_t ids[] = {1};
    save(fixture, "a.txt", "%s", "\xbe\xc9\xb1\xa8\xd6\xbd\xd3\xeb\xd2\xbb\xd5\xb5\xb5\xc6"); /* GBK */
    run(fixture, &(struct collect_options){.charset = STR("big5")});
    assert_counts(fixture, 1, 0, 0, 0, 0);
    run(fixture, &(struct collect_options){.articles = {ids, 1}, .charset = STR("gbk")});
    assert_counts(fixture, 0, 0, 1, 0, 0);
    assert_int_equal(article_document(fixture->library, 1, 0, &document, &error), STATUS_OK);
    assert_true(str_find(document->text, STR("旧报纸与一盏灯"), 0) != SIZE_MAX);
    document_free(document);
    run(fixture, &(struct collect_options){.articles = {ids, 1}, .charset = STR("gbk")});
    assert_counts(fixture, 0, 1, 0, 0, 0);
}

static void stopped_and_gone_on(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct collect *collect;
    const char *paths[] = {fixture->saved};
    enum { TEXTS = 1500 };
    for (int i = 0; i < TEXTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "%04d.txt", i);
        save(fixture, name, "第 %d 篇\n\n内容 %x。\n", i, i * 7919);
    }
    struct collect_options options = {.paths = paths, .path_count = 1, .observe = observe,
                                      .closure = fixture};
    assert_int_equal(collect_new(fixture->library, &options, &collect, &error), STATUS_OK);
    bool is_done = false;
    while (!is_done) {
        assert_int_equal(collect_step(collect, 1, &is_done, &error), STATUS_OK);
        if (collect_progress(collect).counts[COLLECT_ADDED] > 20)
            collect_stop(collect);
    }
    size_t first = collect_progress(collect).counts[COLLECT_ADDED];
    collect_free(collect);
    assert_in_range(first, 21, TEXTS - 1);
    run(fixture, &(struct collect_options){0});
    assert_counts(fixture, TEXTS - first, first, 0, 0, 0);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(a_folder_is_added_once),
        ON_A_LIBRARY(tags_and_undo),
        ON_A_LIBRARY(refreshed_in_another_charset),
        ON_A_LIBRARY(stopped_and_gone_on),
    };
    if (argument_count == 2 && strcmp(arguments[1], WORKER_ARGUMENT) == 0)
        worker_run();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
