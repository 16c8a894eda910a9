/* What stands in the pages is what SQLite reads there; what does not fit together is not there. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "library/pages.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static bool read_memory(void *closure, int64_t byte_offset, size_t byte_count, void *bytes)
{
    const struct buffer *file = closure;
    if (byte_offset < 0 || (size_t)byte_offset > file->length ||
        byte_count > file->length - (size_t)byte_offset)
        return false;
    memcpy(bytes, file->bytes + byte_offset, byte_count);
    return true;
}

static bool init(struct pages *pages, struct buffer *file)
{
    return pages_init(pages, read_memory, file, (int64_t)file->length);
}

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static void serialize(sqlite3 *database, struct buffer *file)
{
    sqlite3_int64 length;
    char *bytes = (char *)sqlite3_serialize(database, "main", &length, 0);
    assert_non_null(bytes);
    file->length = 0;
    buffer_append(file, (struct str){bytes, (size_t)length});
    sqlite3_free(bytes);
}

static uint32_t root_of(sqlite3 *database, const char *name)
{
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(database,
                                        "SELECT rootpage FROM sqlite_schema WHERE name = ?", -1,
                                        &row, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    uint32_t root = (uint32_t)sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return root;
}

static void append_value(char letter, int64_t integer, struct str bytes, struct buffer *out)
{
    if (letter == 'i' || letter == 'k')
        buffer_append_format(out, "%lld|", (long long)integer);
    else
        buffer_append_format(out, "%zu:%.*s|", bytes.length, STR_ARGS(bytes));
}

/* The rows of a tree of that shape by its pages, and how many pages. */
static void append_rows(struct pages *pages, const char *shape, struct buffer *out,
                        size_t *ret_row_count)
{
    CLEANUP_FREE struct page *page = memory_new(sizeof *page);
    CLEANUP_BUFFER struct buffer record = {0};
    size_t row_count = 0;
    for (uint32_t number = 1; number <= pages->count; number++) {
        struct cell cell;
        struct record_value values[RECORD_COLUMNS_MAX];
        if (pages->marks[number] != PAGE_OF_BROKEN || !page_read(pages, number, page))
            continue;
        for (size_t i = 0; i < page->cell_count; i++) {
            record.length = 0;
            if (!page_cell(page, i, &cell) || !cell_has_shape(&cell, shape) ||
                !pages_append_record(pages, &cell, &record) ||
                !record_read(buffer_str(&record), cell.key, shape, values))
                continue;
            row_count++;
            for (size_t k = 0; shape[k]; k++)
                append_value(shape[k], values[k].integer, values[k].bytes, out);
            buffer_append_byte(out, '\n');
        }
    }
    *ret_row_count = row_count;
}

static void expect_each_row(sqlite3 *database, const char *sql, const char *shape, struct str rows,
                            size_t row_count)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    for (; sqlite3_step(statement) == SQLITE_ROW; count++) {
        CLEANUP_BUFFER struct buffer row = {0};
        for (int i = 0; shape[i]; i++) {
            const char *bytes = sqlite3_column_blob(statement, i);
            append_value(
                shape[i], sqlite3_column_int64(statement, i),
                (struct str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, i)}, &row);
        }
        buffer_append_byte(&row, '\n');
        if (str_find(rows, buffer_str(&row), 0) == SIZE_MAX)
            fail_msg("%s: expected the row %.*s", sql, (int)(row.length < 300 ? row.length : 300),
                     row.bytes);
    }
    sqlite3_finalize(statement);
    printf("  %s: expected %zu rows, got %zu\n", sql, count, row_count);
    assert_int_equal(row_count, count);
}

/* Numbers of every width, texts in several scripts and in none, short ones and many pages long. */
static void fill(sqlite3 *database, int page_bytes, int row_count)
{
    static const char *const texts[] = {
        "letters",         "旧报纸", "図書館の午後", "서울", "e\u0301 👨‍👩‍👧 𠮷",
        "\xff\xfe\xe6\x96"};
    char sql[128];
    sqlite3_stmt *insert;
    snprintf(sql, sizeof sql, "PRAGMA page_size = %d; PRAGMA secure_delete = OFF", page_bytes);
    execute(database, sql);
    execute(database,
            "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, t TEXT, b BLOB) STRICT;"
            "CREATE TABLE c (t TEXT, n INTEGER, PRIMARY KEY (t, n)) STRICT, WITHOUT ROWID");
    for (int i = 0; i < row_count; i++) {
        struct str text = str_from(texts[i % 6]);
        CLEANUP_BUFFER struct buffer long_text = {0};
        int64_t number = (int64_t)((uint64_t)1 << i % 64) * (i % 3 - 1);
        for (int k = 0; k < (i % 5 == 0 ? i * 7 : i % 4); k++)
            buffer_append(&long_text, text);
        for (int table = 0; table < 2; table++) {
            sqlite3_prepare_v2(database,
                               table ? "INSERT INTO c VALUES (?1 || ?4, ?2)"
                                     : "INSERT INTO a VALUES (?4, ?2, ?1, ?3)",
                               -1, &insert, NULL);
            sqlite3_bind_text(insert, 1, long_text.bytes ? long_text.bytes : "",
                              (int)long_text.length, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 2, number);
            if (!table)
                sqlite3_bind_blob(insert, 3, text.bytes, (int)text.length, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 4, 1 + (int64_t)i * i * i);
            assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
            sqlite3_finalize(insert);
        }
    }
}

static void rows_are_what_sqlite_reads(void **state)
{
    static const int page_sizes[] = {512, 1024, 4096, 65536};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(page_sizes); i++) {
        sqlite3 *database;
        assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
        fill(database, page_sizes[i], 300);
        CLEANUP_BUFFER struct buffer file = {0}, a = {0}, c = {0};
        struct pages pages;
        size_t row_count;
        serialize(database, &file);
        assert_true(init(&pages, &file));
        assert_int_equal(pages.page_bytes, page_sizes[i]);
        pages_mark_tree(&pages, root_of(database, "a"), PAGE_OF_BROKEN);
        append_rows(&pages, "kitb", &a, &row_count);
        expect_each_row(database, "SELECT * FROM a", "kitb", buffer_str(&a), row_count);
        pages_release(&pages);
        assert_true(init(&pages, &file));
        pages_mark_tree(&pages, root_of(database, "c"), PAGE_OF_BROKEN);
        append_rows(&pages, "ti", &c, &row_count);
        expect_each_row(database, "SELECT * FROM c", "ti", buffer_str(&c), row_count);
        append_rows(&pages, "tii", &c, &row_count);
        assert_int_equal(row_count, 0);
        pages_release(&pages);
        sqlite3_close(database);
    }
}

static size_t count_marks(const struct pages *pages, enum page_mark mark)
{
    size_t count = 0;
    for (uint32_t i = 1; i <= pages->count; i++)
        count += pages->marks[i] == mark;
    return count;
}

static void put_32(struct buffer *file, size_t at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        file->bytes[at + (size_t)i] = (char)(number >> (24 - 8 * i));
}

static uint32_t get_32(const struct buffer *file, size_t at)
{
    uint32_t number = 0;
    for (size_t i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)file->bytes[at + i];
    return number;
}

static bool is_free_list_whole(struct buffer *file, size_t *ret_free_count)
{
    struct pages pages;
    assert_true(init(&pages, file));
    bool is_whole = pages.is_free_list_whole;
    *ret_free_count = count_marks(&pages, PAGE_FREE);
    pages_release(&pages);
    return is_whole;
}

static void free_pages_are_told(void **state)
{
    sqlite3 *database;
    CLEANUP_BUFFER struct buffer file = {0};
    size_t free_count;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    fill(database, 512, 300);
    execute(database, "DELETE FROM a WHERE id > 1000");
    serialize(database, &file);
    sqlite3_close(database);
    uint32_t stated_count = get_32(&file, 36), trunk = get_32(&file, 32);
    size_t trunk_at = ((size_t)trunk - 1) * 512;
    assert_true(is_free_list_whole(&file, &free_count));
    printf("  expected %u free pages, got %zu\n", stated_count, free_count);
    assert_true(free_count == stated_count && free_count > 130); /* two trunks and more */
    const struct {
        const char *what;
        size_t at;
        uint32_t number;
    } damages[] = {
        {"fewer than there are", 36, stated_count - 1},
        {"more than there are", 36, stated_count + 1},
        {"no such trunk", 32, 0xFFFFFFFF},
        {"the first page as trunk", 32, 1},
        {"a trunk that is its own next", trunk_at, trunk},
        {"no next trunk", trunk_at, 0},
        {"more than a page holds", trunk_at + 4, 127},
        {"no such page", trunk_at + 8, 0x7FFFFFFF},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(damages); i++) {
        uint32_t before = get_32(&file, damages[i].at);
        put_32(&file, damages[i].at, damages[i].number);
        if (is_free_list_whole(&file, &free_count))
            fail_msg("%s: is not noticed", damages[i].what);
        put_32(&file, damages[i].at, before);
    }
}

/* A made-up file of four pages of 512 bytes: a leaf of three rows (shape kt), an overflow page of
 * the third, an inner page, and an empty one. */
enum { LEAF = 2, OVERFLOW = 3, INNER = 4, SPARE = 5, PAGE = 512 };

static void put(struct buffer *file, int page, size_t at, const char *bytes, size_t length)
{
    memcpy(file->bytes + (size_t)(page - 1) * PAGE + at, bytes, length);
}
#define PUT(file, page, at, literal) put(file, page, at, literal, sizeof(literal) - 1)

static void make_up(struct buffer *file)
{
    file->length = 0;
    buffer_reserve(file, 5 * PAGE);
    memset(file->bytes, 0, 5 * PAGE);
    file->length = 5 * PAGE;
    PUT(file, 1, 0, "SQLite format 3\0\x02\x00\x01\x01\x00\x40\x20\x20");
    put_32(file, 28, 5);
    put_32(file, 56, 1);
    PUT(file, LEAF, 0, "\x0D\0\0\0\x03\0\0\0\x01\xF0\x01\xE0\x01\x00");
    PUT(file, LEAF, 0x1F0, "\x06\x01\x03\x00\x13\x61\x62\x63");             /* 1: abc */
    PUT(file, LEAF, 0x1E0, "\x09\x05\x03\x00\x19\xE6\x97\xA7\xE6\x8A\xA5"); /* 5: 旧报 */
    /* 9: 600 bytes: 39 + (604 - 39) % 508 = 96 stand in the page, and 508 in the next */
    PUT(file, LEAF, 0x100, "\x84\x5C\x09\x04\x00\x89\x3D");
    put_32(file, (LEAF - 1) * PAGE + 0x103 + 96, OVERFLOW);
    PUT(file, INNER, 0, "\x05\0\0\0\x01\0\0\0\0\0\0\x05\x01\xF0");
    PUT(file, INNER, 0x1F0, "\0\0\0\x02\x09");
}

static size_t count_rows(struct buffer *file)
{
    struct pages pages;
    size_t row_count = 0;
    CLEANUP_BUFFER struct buffer rows = {0};
    if (!init(&pages, file))
        return 99;
    pages_mark_tree(&pages, INNER, PAGE_OF_BROKEN);
    append_rows(&pages, "kt", &rows, &row_count);
    pages_release(&pages);
    return row_count;
}

static void what_does_not_fit_is_not_there(void **state)
{
    static const struct {
        const char *what;
        int page;
        size_t at;
        const char *bytes;
        size_t length;
        size_t row_count; /* that are left; 99: the file is refused */
    } cases[] = {
#define CASE(what, page, at, literal, row_count)                                                   \
    {what, page, at, literal, sizeof(literal) - 1, row_count}
        CASE("as it is", 1, 0, "S", 3),
        CASE("another file", 1, 0, "s", 99),
        CASE("UTF-16", 1, 59, "\x02", 99),
        CASE("pages of no size", 1, 16, "\0\0", 99),
        CASE("pages of a size that is no power of two", 1, 16, "\x03\x00", 99),
        CASE("pages reserved almost whole", 1, 20, "\xFF", 99),
        CASE("fewer pages than the file has", 1, 28, "\0\0\0\x01", 0),
        CASE("more pages than the file has", 1, 28, "\0\0\0\x09", 3),
        CASE("a page of another kind", LEAF, 0, "\x0C", 0),
        CASE("more cells than fit", LEAF, 3, "\xFF\xFF", 0),
        CASE("a cell in the header", LEAF, 8, "\x00\x02", 2),
        CASE("a cell at the end", LEAF, 8, "\x01\xFF", 2),
        CASE("a cell behind the end", LEAF, 8, "\x02\x00", 2),
        CASE("a record of no bytes", LEAF, 0x1F0, "\x00", 2),
        CASE("a record over the page's end", LEAF, 0x1F0, "\x20", 2),
        CASE("a record shorter than its columns", LEAF, 0x1F0, "\x05", 2),
        CASE("a record without end", LEAF, 0x1F0, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 2),
        CASE("a record of gigabytes", LEAF, 0x1F0, "\xFF\xFF\xFF\xFF\x7F", 2),
        CASE("a header over the record", LEAF, 0x1F2, "\x7F", 2),
        CASE("a header within itself", LEAF, 0x1F2, "\x01", 2),
        CASE("a blob for a text", LEAF, 0x1F4, "\x12", 2),
        CASE("a number for a text", LEAF, 0x1F4, "\x06", 2),
        CASE("a real for a text", LEAF, 0x1F4, "\x07", 2),
        CASE("a number for the key", LEAF, 0x1F3, "\x09", 2),
        CASE("no overflow page", LEAF, 0x163, "\0\0\0\0", 2),
        CASE("an overflow page outside", LEAF, 0x163, "\x7F\0\0\0", 2),
        CASE("the first page for overflow", LEAF, 0x163, "\0\0\0\x01", 2),
        CASE("an overflow chain that goes on", OVERFLOW, 0, "\0\0\0\x05", 2),
        CASE("an overflow chain in a circle", OVERFLOW, 0, "\0\0\0\x03", 2),
        CASE("an inner page that leads to itself", INNER, 8, "\0\0\0\x04", 3),
        CASE("an inner page that leads outside", INNER, 8, "\xFF\xFF\xFF\xFF", 3),
        CASE("an inner page whose cells lie outside", INNER, 12, "\xFF\xFF", 0),
    };
    CLEANUP_BUFFER struct buffer file = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        make_up(&file);
        put(&file, cases[i].page, cases[i].at, cases[i].bytes, cases[i].length);
        size_t row_count = count_rows(&file);
        printf("  %s: expected %zu, got %zu\n", cases[i].what, cases[i].row_count, row_count);
        assert_int_equal(row_count, cases[i].row_count);
    }
}

static void a_file_cut_anywhere_is_read_so_far(void **state)
{
    CLEANUP_BUFFER struct buffer file = {0};
    (void)state;
    make_up(&file);
    assert_int_equal(count_rows(&file), 3);
    for (size_t length = file.length; length-- > 0;) {
        file.length = length;
        size_t row_count = count_rows(&file);
        assert_int_equal(row_count, length < PAGE ? 99 : length < (size_t)INNER * PAGE ? 0 : 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_sqlite_reads),
        cmocka_unit_test(free_pages_are_told),
        cmocka_unit_test(what_does_not_fit_is_not_there),
        cmocka_unit_test(a_file_cut_anywhere_is_read_so_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
