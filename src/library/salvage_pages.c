/* A table's row can be told by its columns: no two tables have the same, but for pairs of numbers.
 * So each page of a tree that nothing leads to any more is looked at, and says itself whose it is.
 *
 * What a page holds is of today if a tree leads to it; or if no tree does and the list of free
 * pages is whole and does not name it. When that list is damaged too, a page that no tree leads to
 * is taken for an old one as soon as one of its rows is there already; without such a row, what was
 * removed can come back. */
#include "library/salvage_pages.h"

#include "base/memory.h"
#include "text/utf8.h"

struct scan {
    struct check *into;
    struct broken_table *tables;
    size_t table_count;
    struct pages pages;
    struct page *page;   /* that is looked at */
    enum page_mark mark; /* of it */
    bool takes_numbered;
};

static void scan_release(struct scan *scan)
{
    free(scan->page);
    pages_release(&scan->pages);
}

/* Through SQLite: closing a file of one's own ends the locks of the connection. */
static bool read_at(void *file, int64_t byte_offset, size_t byte_count, void *bytes)
{
    sqlite3_file *open = file;
    return open->pMethods->xRead(open, bytes, (int)byte_count, byte_offset) == SQLITE_OK;
}

static bool open_pages(sqlite3 *from, struct pages *pages)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 byte_count;
    sqlite3_file_control(from, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file && file->pMethods && !file->pMethods->xFileSize(file, &byte_count) &&
           pages_init(pages, read_at, file, byte_count);
}

static bool is_broken(const struct scan *scan, struct str name)
{
    for (size_t i = 0; i < scan->table_count; i++)
        if (str_equal(name, str_from(scan->tables[i].name)))
            return true;
    return false;
}

/* The broken trees first: a page that two lead to is theirs. */
static void mark_trees(struct scan *scan, sqlite3 *from)
{
    sqlite3_stmt *roots = NULL;
    sqlite3_prepare_v2(from, statement_sql(STATEMENT_SALVAGE_ROOTS), -1, &roots, NULL);
    for (int i = 0; i < 2; i++) {
        enum page_mark mark = i ? PAGE_OF_OTHER : PAGE_OF_BROKEN;
        while (sqlite3_step(roots) == SQLITE_ROW)
            if (is_broken(scan, statement_text(roots, 1)) == (mark == PAGE_OF_BROKEN))
                pages_mark_tree(&scan->pages, (uint32_t)sqlite3_column_int64(roots, 0), mark);
        sqlite3_reset(roots);
    }
    sqlite3_finalize(roots);
}

static bool holds_rows_of(const struct page *page, const struct broken_table *table)
{
    return table->is_numbered ? page->kind == PAGE_TABLE_LEAF
                              : page->kind == PAGE_INDEX_LEAF || page->kind == PAGE_INDEX_INNER;
}

/* Whose the page's first row is; NULL: of none that is broken. */
static struct broken_table *find_table(const struct scan *scan)
{
    struct cell cell;
    for (size_t i = 0; i < scan->page->cell_count; i++) {
        if (!page_cell(scan->page, i, &cell))
            continue;
        for (size_t k = 0; k < scan->table_count; k++)
            if (holds_rows_of(scan->page, &scan->tables[k]) &&
                cell_has_shape(&cell, scan->tables[k].shape))
                return &scan->tables[k];
    }
    return NULL;
}

/* The next row of the page, at or after *index, which moves behind it. Rows stand in the order of
 * their numbers: what does not is damaged. */
static bool next_row(const struct scan *scan, const struct broken_table *table, size_t *index,
                     struct cell *cell)
{
    int64_t last = *index ? cell->key : 0;
    while (*index < scan->page->cell_count) {
        struct cell next;
        if (!page_cell(scan->page, (*index)++, &next) || !cell_has_shape(&next, table->shape))
            continue;
        if (table->is_numbered && (next.key <= last || next.key >= SALVAGE_KEY_LIMIT))
            continue;
        *cell = next;
        return true;
    }
    return false;
}

static enum status has_row(struct library *library, const struct broken_table *table, int64_t key,
                           bool *ret_is_there, struct error *error)
{
    int64_t next = 0;
    enum status status =
        statement_number(library, statement_bind(library, table->read, "i", key), &next, error);
    if (status && status != STATUS_NOT_FOUND)
        return status;
    *ret_is_there = next == key;
    return STATUS_OK;
}

/* Whether one of the page's rows is there already. */
static enum status is_outdated(const struct scan *scan, const struct broken_table *table,
                               bool *ret_is_outdated, struct error *error)
{
    struct cell cell = {0};
    enum status status = STATUS_OK;
    bool is_there = false;
    for (size_t i = 0; !status && !is_there && next_row(scan, table, &i, &cell);)
        status = has_row(scan->into->library, table, cell.key, &is_there, error);
    if (!status)
        *ret_is_outdated = is_there;
    return status;
}

/* Pairs of numbers are in many indexes. Those of tags are all of an article and a tag, and would
 * not all be so the other way round, as the index of tags has them. */
static enum status are_tags(const struct scan *scan, const struct broken_table *table,
                            bool *ret_are_tags, struct error *error)
{
    struct library *library = scan->into->library;
    struct record_value pair[2];
    struct cell cell = {0};
    enum status status = STATUS_OK;
    bool fits = true, fits_swapped = true;
    for (size_t i = 0; fits && next_row(scan, table, &i, &cell);) {
        if (!record_read(cell.local, 0, table->shape, pair))
            continue;
        sqlite3_stmt *row = statement_bind(library, STATEMENT_SALVAGE_TAG_SENSE, "ii",
                                           pair[0].integer, pair[1].integer);
        if (!statement_step(library, row, &status, error))
            return status;
        fits &= sqlite3_column_int(row, 0) != 0;
        fits_swapped &= sqlite3_column_int(row, 1) != 0;
        sqlite3_reset(row);
    }
    *ret_are_tags = fits && !fits_swapped;
    return STATUS_OK;
}

/* Whether the rows of the page are of today, and of this table. */
static enum status is_trusted(const struct scan *scan, const struct broken_table *table,
                              bool *ret_is_trusted, struct error *error)
{
    bool is_known_free = scan->pages.is_free_list_whole, is_old = false;
    enum status status = STATUS_OK;
    if (scan->mark == PAGE_OF_BROKEN) {
        *ret_is_trusted = true;
    } else if (!table->is_numbered) {
        *ret_is_trusted = scan->mark == PAGE_UNKNOWN && is_known_free;
        if (*ret_is_trusted && table->insert == STATEMENT_SALVAGE_ARTICLE_TAG_INSERT)
            status = are_tags(scan, table, ret_is_trusted, error);
    } else {
        if (!is_known_free)
            status = is_outdated(scan, table, &is_old, error);
        *ret_is_trusted = !is_old;
    }
    return status;
}

static enum status insert_record(struct scan *scan, struct broken_table *table,
                                 const struct record_value *values, struct error *error)
{
    struct library *library = scan->into->library;
    sqlite3_stmt *insert = statement_bind(library, table->insert, "");
    for (int i = 0; insert && table->shape[i]; i++) {
        struct str bytes = values[i].bytes;
        if (values[i].letter == 't')
            sqlite3_bind_text64(insert, i + 1, bytes.bytes, bytes.length, SQLITE_STATIC,
                                SQLITE_UTF8);
        else if (values[i].letter == 'b')
            sqlite3_bind_blob64(insert, i + 1, bytes.bytes, bytes.length, SQLITE_STATIC);
        else
            sqlite3_bind_int64(insert, i + 1, values[i].integer);
    }
    enum status status = statement_finish(library, insert, error);
    if (status && (sqlite3_errcode(library->database) & 0xFF) == SQLITE_CONSTRAINT)
        return STATUS_OK;
    if (!status)
        table->found_count += (size_t)sqlite3_changes(library->database);
    return status;
}

static bool is_whole(const struct scan *scan, const struct broken_table *table)
{
    struct cell cell = {0};
    size_t row_count = 0;
    for (size_t i = 0; next_row(scan, table, &i, &cell);)
        row_count++;
    return row_count == scan->page->cell_count;
}

/* Where a damaged place begins inside a row, it is seen in its texts. */
static bool has_good_texts(const struct record_value *values, const char *shape)
{
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 't' && utf8_valid_prefix(values[i].bytes) != values[i].bytes.length)
            return false;
    return true;
}

static enum status take_rows(struct scan *scan, struct broken_table *table, struct error *error)
{
    bool is_page_whole = is_whole(scan, table);
    CLEANUP_BUFFER struct buffer record = {0};
    struct record_value values[RECORD_COLUMNS_MAX];
    struct cell cell = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && next_row(scan, table, &i, &cell);) {
        record.length = 0;
        if (pages_append_record(&scan->pages, &cell, &record) &&
            record_read(buffer_str(&record), cell.key, table->shape, values) &&
            (is_page_whole || has_good_texts(values, table->shape)))
            status = insert_record(scan, table, values, error);
    }
    return status;
}

static enum status take_page(struct scan *scan, uint32_t number, struct error *error)
{
    bool is_good = false;
    struct broken_table *table = NULL;
    if (page_read(&scan->pages, number, scan->page))
        table = find_table(scan);
    if (!table || table->is_numbered != scan->takes_numbered)
        return STATUS_OK;
    enum status status = is_trusted(scan, table, &is_good, error);
    return is_good && !status ? take_rows(scan, table, error) : status;
}

static enum status take_marked(struct scan *scan, enum page_mark mark, struct error *error)
{
    enum { PAGES_BETWEEN_QUESTIONS = 1024 };
    const struct library *library = scan->into->library;
    enum status status = STATUS_OK;
    scan->mark = mark;
    for (uint32_t i = 1; i <= scan->pages.count && !status; i++) {
        if (scan->pages.marks[i] == mark)
            status = take_page(scan, i, error);
        if (!status && i % PAGES_BETWEEN_QUESTIONS == 0 && library->should_stop &&
            library->should_stop(library->stop_closure))
            status = library_fail_code(scan->into->library, SQLITE_INTERRUPT, error);
    }
    return status;
}

enum status salvage_pages(sqlite3 *from, struct check *into, struct broken_table *tables,
                          size_t table_count, struct error *error)
{
    /* What a tree leads to wins over what none does. */
    static const enum page_mark marks[] = {PAGE_OF_BROKEN, PAGE_OF_OTHER, PAGE_UNKNOWN};
    struct scan scan CLEANUP(scan_release) = {
        .into = into, .tables = tables, .table_count = table_count};
    enum status status = STATUS_OK;
    if (!table_count || !open_pages(from, &scan.pages))
        return STATUS_OK;
    scan.page = memory_new(sizeof *scan.page);
    mark_trees(&scan, from);
    /* What pairs of numbers mean is told by the rows that they are of. */
    for (size_t i = 0; i < 2 * ARRAY_LENGTH(marks) && !status; i++) {
        scan.takes_numbered = i < ARRAY_LENGTH(marks);
        status = take_marked(&scan, marks[i % ARRAY_LENGTH(marks)], error);
    }
    return status;
}
