/* A damaged page inside a tree loses nothing but itself: the rows of every leaf come over. */
#include "library/damage.h"
#include "library/snapshot.h"

#include "library/passage.h"
#include "library/place.h"
#include "library/repair.h"
#include "library/shelf.h"

#include "base/file.h"

#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

enum { ARTICLES = 150, TAGS = 30, TAGGED = 30, PASSAGES = 160, SHELVES = 90, CASES_MAX = 400 };

static void add_articles(struct library *library)
{
    for (int i = 0; i < ARTICLES + ARTICLES / 10; i++) {
        char title[64], url[64], path[64];
        CLEANUP_BUFFER struct buffer text = {0};
        int number = i < ARTICLES ? i : (i - ARTICLES) * 10; /* then second versions */
        snprintf(title, sizeof title, "第%d篇 가 e\u0301 👍 title", number + 1);
        snprintf(url, sizeof url, "https://many.example/%d", number);
        snprintf(path, sizeof path, "/tmp/図書館/%d-%d.txt", number, i);
        for (int line = 0; line < 1 + number % 11; line++)
            buffer_append_format(&text, "第%d篇第%d段（%d）。%s\n", number, line, i, long_text);
        struct sample sample = {title, "林砚秋", "例", url, "2024-03-01", "zh", text.bytes, path};
        add_sample(library, &sample);
    }
}

static void add_passages(struct library *library)
{
    struct error error;
    for (int i = 0; i < PASSAGES; i++) {
        struct document *document;
        struct article_record record;
        char note[64];
        int64_t id, article = 1 + i % ARTICLES;
        snprintf(note, sizeof note, "批注 %d: だ 서울 𠮷", i);
        assert_ok(article_read(library, article, &record, &error));
        assert_ok(article_document(library, article, 0, &document, &error));
        assert_ok(passage_add(library, article, record.text, document, 0, 3, str_from(note), 1, &id,
                              &error));
        struct reading reading = {
            article, record.text, 3, anchor_make(document->text, 3, 3), 100, false};
        assert_ok(place_save(library, &reading, &error));
        article_record_release(&record);
        document_free(document);
    }
}

static void change_things(struct library *library)
{
    struct error error;
    size_t count;
    for (int i = 0; i < TAGS; i++) {
        char name[32];
        int64_t ids[TAGGED];
        snprintf(name, sizeof name, "标签 %d", i);
        struct str tag = str_from(name);
        for (int k = 0; k < TAGGED; k++)
            ids[k] = 1 + (i * 7 + k * 5) % ARTICLES;
        assert_ok(
            change_tags(library, (struct id_list){ids, TAGGED}, &tag, 1, NULL, 0, &count, &error));
    }
    for (int i = 0; i < SHELVES; i++) {
        char name[64], text[128];
        snprintf(name, sizeof name, "书架 %d", i);
        snprintf(text, sizeof text, "报纸 tag:标签%d -is:trash after:2001 minutes:>%d", i, i);
        assert_ok(shelf_save(library, str_from(name), str_from(text), false, &error));
    }
}

/* So that there is something that must not come back. */
static void undo_and_delete(struct library *library)
{
    struct error error;
    size_t count;
    struct change change;
    struct arena *arena = arena_new();
    int64_t ids[] = {4, 8, 15, 16, 23, 42};
    struct str tag = STR("标签 3");
    assert_ok(change_trash(library, (struct id_list){ids, 6}, true, &count, &error));
    assert_ok(change_starred(library, (struct id_list){ids, 5}, true, &count, &error));
    assert_ok(change_undo(library, arena, &change, &error));
    assert_ok(change_tags(library, (struct id_list){ids, 6}, NULL, 0, &tag, 1, &count, &error));
    for (int i = PASSAGES * 6 / 10; i <= PASSAGES; i++)
        assert_ok(passage_remove(library, i, &error));
    for (int i = SHELVES * 3 / 10; i < SHELVES * 6 / 10; i++) {
        char name[64];
        snprintf(name, sizeof name, "书架 %d", i);
        assert_ok(shelf_remove(library, str_from(name), &error));
    }
    arena_free(arena);
}

/* A page inside a tree. */
struct inner_page {
    char table[32];
    int number, cell_count;
};

struct made {
    struct buffer file; /* a whole library */
    struct snapshot rows;
    size_t page_bytes;
    struct inner_page inner[CASES_MAX];
    size_t inner_count;
    int free_trunk;
};

static void made_release(struct made *made)
{
    buffer_release(&made->file);
    snapshot_release(&made->rows);
}

static void list_inner_pages(sqlite3 *database, struct made *made)
{
    sqlite3_stmt *rows = query(
        database, "SELECT name, pageno, ncell FROM dbstat WHERE pagetype = 'internal' AND name IN "
                  "('original', 'article', 'text', 'tag', 'place', 'shelf', 'passage', 'change',"
                  "'source', 'article_tag', 'article_tag_tag', 'change_article') ORDER BY 2");
    while (sqlite3_step(rows) == SQLITE_ROW && made->inner_count < CASES_MAX) {
        struct inner_page *page = &made->inner[made->inner_count++];
        snprintf(page->table, sizeof page->table, "%s", sqlite3_column_text(rows, 0));
        page->number = sqlite3_column_int(rows, 1);
        page->cell_count = sqlite3_column_int(rows, 2);
    }
    sqlite3_finalize(rows);
}

/* Deleted rows stay in free pages, as they do where SQLite does not write over them. */
static void make(struct fixture *fixture, const char *last_sql, struct made *made)
{
    struct error error;
    sqlite3 *database = fixture->library->database;
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 1); /* for VACUUM */
    execute(database, "PRAGMA secure_delete = OFF");
    add_articles(fixture->library);
    add_passages(fixture->library);
    change_things(fixture->library);
    undo_and_delete(fixture->library);
    execute(database, "INSERT INTO change_article SELECT change.id, article.id, article.text, 0 "
                      "FROM change, article WHERE change.id < 6");
    execute(database, last_sql);
    take_snapshot(database, &made->rows);
    list_inner_pages(database, made);
    library_close(fixture->library);
    fixture->library = NULL;
    assert_ok(file_read(fixture->path, &made->file, &error));
    const unsigned char *header = (const unsigned char *)made->file.bytes;
    made->page_bytes = (size_t)(header[16] << 8 | header[17]);
    made->free_trunk = header[34] << 8 | header[35];
}

static void write_file(struct fixture *fixture, const struct made *made)
{
    int descriptor = open(fixture->path, O_WRONLY | O_TRUNC);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, made->file.bytes, made->file.length), made->file.length);
    close(descriptor);
}

static void write_garbage_behind(struct fixture *fixture, const struct made *made, int page,
                                 size_t offset)
{
    unsigned char bytes[4096];
    uint64_t random = (uint64_t)page + 1;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_next(&random);
    int descriptor = open(fixture->path, O_WRONLY);
    assert_true(descriptor >= 0 && page > 1 && made->page_bytes <= sizeof bytes);
    assert_int_equal(pwrite(descriptor, bytes, made->page_bytes - offset,
                            (off_t)(page - 1) * (off_t)made->page_bytes + (off_t)offset),
                     made->page_bytes - offset);
    close(descriptor);
}

static void write_garbage(struct fixture *fixture, const struct made *made, int page)
{
    write_garbage_behind(fixture, made, page, 0);
}

/* Of the library as it is in the file. */
static int find_number(struct fixture *fixture, const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    sqlite3_stmt *row = query(database, sql);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int number = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(database);
    return number;
}

static void remove_damaged(struct fixture *fixture)
{
    glob_t found;
    CLEANUP_BUFFER struct buffer pattern = {0};
    buffer_append_format(&pattern, "%s.damaged-*", fixture->path);
    assert_int_equal(glob(pattern.bytes, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
}

static void repair_and_compare(struct fixture *fixture, const struct made *made,
                               const size_t lost[ARRAY_LENGTH(tables)])
{
    struct error error;
    struct repair_report report;
    struct check_report found;
    struct snapshot after CLEANUP(snapshot_release) = {0};
    struct library_options options = {fixture->path, false, fixture_clock};
    struct check_options check_options = {0};
    assert_ok(repair_library(&options, &check_options, &report, &error));
    print_findings(&report.losses);
    assert_true(report.is_salvaged);
    repair_report_release(&report);
    remove_damaged(fixture);
    assert_ok(library_open(&options, &fixture->library, &error));
    assert_ok(check_library(fixture->library, &check_options, &found, &error));
    print_findings(&found);
    assert_int_equal(found.total_count, 0);
    check_report_release(&found);
    take_snapshot(fixture->library->database, &after);
    library_close(fixture->library);
    fixture->library = NULL;
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
        expect_rows(&made->rows, &after, i, lost[i]);
}

/* Inner pages of tables with numbers hold no rows; of the others, they hold one a cell. Tags are in
 * their index as well. */
static void allow_losses(const struct inner_page *page, size_t lost[ARRAY_LENGTH(tables)])
{
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
        if (strcmp(page->table, tables[i]) == 0 &&
            (strcmp(tables[i], "source") == 0 || strcmp(tables[i], "change_article") == 0))
            lost[i] += (size_t)page->cell_count;
}

static void damage_each(struct fixture *fixture, const struct made *made)
{
    for (size_t i = 0; i < made->inner_count; i++) {
        size_t lost[ARRAY_LENGTH(tables)] = {0};
        const struct inner_page *page = &made->inner[i];
        printf("  page %d of %s, %d cells\n", page->number, page->table, page->cell_count);
        write_file(fixture, made);
        write_garbage(fixture, made, page->number);
        allow_losses(page, lost);
        repair_and_compare(fixture, made, lost);
    }
}

static void expect_inner_pages(const struct made *made)
{
    static const char *const expected[] = {"original",    "article",        "text",
                                           "passage",     "change",         "source",
                                           "article_tag", "change_article", "shelf"};
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        size_t count = 0;
        for (size_t k = 0; k < made->inner_count; k++)
            count += strcmp(made->inner[k].table, expected[i]) == 0;
        if (!count)
            fail_msg("%s has no inner page: nothing is tested", expected[i]);
    }
}

static void every_inner_page_can_be_lost(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    make(*state, "SELECT 1", &made);
    expect_inner_pages(&made);
    damage_each(*state, &made);
}

static void inner_pages_of_deep_trees_can_be_lost(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    make(*state, "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM", &made);
    assert_int_equal(made.page_bytes, 512);
    printf("  %zu inner pages\n", made.inner_count);
    assert_true(made.inner_count > 15);
    damage_each(*state, &made);
}

/* The two trees of tags cannot make up for each other then: each row of an inner page is lost in
 * both only if it is the same. */
static void all_inner_pages_can_be_lost_at_once(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    make(*state, "SELECT 1", &made);
    write_file(*state, &made);
    for (size_t i = 0; i < made.inner_count; i++) {
        write_garbage(*state, &made, made.inner[i].number);
        allow_losses(&made.inner[i], lost);
        for (size_t k = 0; k < ARRAY_LENGTH(tables); k++)
            if (strcmp(tables[k], "article_tag") == 0 &&
                strcmp(made.inner[i].table, tables[k]) == 0)
                lost[k] += (size_t)made.inner[i].cell_count;
    }
    repair_and_compare(*state, &made, lost);
}

/* Pages that grow empty row by row are joined, and what is freed so still has the rows that moved.
 */
static const char *const remove_sql = "DELETE FROM passage WHERE id > 30 AND id % 4;"
                                      "DELETE FROM passage WHERE id > 30;"
                                      "DELETE FROM shelf WHERE id > 30";

/* The removed passages are still in the file, and stay removed. */
static void what_was_removed_does_not_come_back(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    char note[64];
    make(*state, remove_sql, &made);
    snprintf(note, sizeof note, "批注 %d:", PASSAGES / 2);
    assert_true(made.free_trunk > 0);
    assert_true(str_find(buffer_str(&made.file), str_from(note), 0) != SIZE_MAX);
    write_file(*state, &made);
    for (size_t i = 0; i < made.inner_count; i++)
        if (strcmp(made.inner[i].table, "passage") == 0 ||
            strcmp(made.inner[i].table, "shelf") == 0)
            write_garbage(*state, &made, made.inner[i].number);
    repair_and_compare(*state, &made, lost);
}

/* Which pages are free cannot be told then: what was removed may come back, but nothing is lost,
 * and what was changed stays changed. */
static void a_damaged_list_of_free_pages_loses_nothing(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    make(*state, remove_sql, &made);
    write_file(*state, &made);
    write_garbage(*state, &made, made.free_trunk);
    for (size_t i = 0; i < made.inner_count; i++)
        if (strcmp(made.inner[i].table, "article") == 0)
            write_garbage(*state, &made, made.inner[i].number);
    repair_and_compare(*state, &made, lost);
}

/* Of a page that no tree leads to, one row that is there already tells that the page is an old one.
 */
static void an_old_page_is_told_by_its_rows(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    make(*state, "DELETE FROM passage WHERE id > 10 AND id % 3 < 2", &made);
    assert_true(made.free_trunk > 0);
    write_garbage(*state, &made, made.free_trunk);
    write_garbage(*state, &made,
                  find_number(*state, "SELECT min(pageno) FROM dbstat "
                                      "WHERE name = 'passage' AND pagetype = 'leaf'"));
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
        if (strcmp(tables[i], "passage") == 0)
            lost[i] = 30;
    repair_and_compare(*state, &made, lost);
}

static void the_last_number_can_be_lost_too(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    make(*state, "SELECT 1", &made);
    write_garbage(*state, &made,
                  find_number(*state, "SELECT rootpage FROM sqlite_schema "
                                      "WHERE name = 'sqlite_sequence'"));
    write_garbage(*state, &made,
                  find_number(*state, "SELECT rootpage FROM sqlite_schema WHERE name = 'article'"));
    repair_and_compare(*state, &made, lost);
}

/* As a disk leaves it that stopped in the middle: SQLite reads nothing of it. */
static void half_a_page_gives_its_rows(void **state)
{
    struct made made CLEANUP(made_release) = {0};
    size_t lost[ARRAY_LENGTH(tables)] = {0};
    make(*state, "SELECT 1", &made);
    int page = find_number(*state, "SELECT pageno FROM dbstat "
                                   "WHERE name = 'place' AND pagetype = 'leaf' AND ncell > 20");
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
        if (strcmp(tables[i], "place") == 0)
            lost[i] =
                (size_t)find_number(*state, "SELECT ncell * 3 / 5 FROM dbstat WHERE "
                                            "name = 'place' AND pagetype = 'leaf' AND ncell > 20");
    write_garbage_behind(*state, &made, page, made.page_bytes / 2);
    repair_and_compare(*state, &made, lost);
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(every_inner_page_can_be_lost),
        ON_A_LIBRARY(inner_pages_of_deep_trees_can_be_lost),
        ON_A_LIBRARY(all_inner_pages_can_be_lost_at_once),
        ON_A_LIBRARY(what_was_removed_does_not_come_back),
        ON_A_LIBRARY(a_damaged_list_of_free_pages_loses_nothing),
        ON_A_LIBRARY(an_old_page_is_told_by_its_rows),
        ON_A_LIBRARY(the_last_number_can_be_lost_too),
        ON_A_LIBRARY(half_a_page_gives_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
