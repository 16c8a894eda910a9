/* FTS5 gathers what it is given in a hash of lists, a megabyte of text in 200 milliseconds, most of
 * it waiting for memory. A batch of rows is gathered here five times as fast (postings.c) and
 * written as the segment that FTS5 would have written (segment.c), into the tables behind the
 * index; merging, reading and taking out stay FTS5's.
 *
 * These tables may only be written from inside a running statement (SQLITE_DBCONFIG_DEFENSIVE), as
 * FTS5 does itself: so a function of SQL writes them. */
#include "library/index_segments.h"

#include "base/memory.h"
#include "library/index_structure.h"
#include "library/segment.h"
#include "library/segment_merge.h"
#include "library/varint.h"

enum {
    TOTALS_ID = 1,     /* rows of _data: how many rows and tokens there are */
    STRUCTURE_ID = 10, /* and which segments */
    SEGMENT_BITS = 37,
    WORK_LEAVES = 64, /* after each so many leaves FTS5 does as much merging, at each level */
    MERGED_AT_ONCE = 8,
    /* So many leaves are merged at once, 10 MB, and so many for each that was just written: more
     * would be felt, and FTS5 merges it a little at a time. */
    MERGED_LEAVES = 2500,
    MERGED_BY_WRITTEN = 10,
    CATCHING_UP = 250, /* when there are too many segments all the same */
};

static const struct table {
    enum statement_id data, data_write, entry_write, data_delete, entry_delete, merge;
} tables[INDEX_TABLES] = {
    [INDEX_TEXT] = {STATEMENT_SEGMENT_TEXT_DATA, STATEMENT_SEGMENT_TEXT_DATA_WRITE,
                    STATEMENT_SEGMENT_TEXT_ENTRY_WRITE, STATEMENT_SEGMENT_TEXT_DATA_DELETE,
                    STATEMENT_SEGMENT_TEXT_ENTRY_DELETE, STATEMENT_TEXT_INDEX_MERGE},
    [INDEX_SINGLE] = {STATEMENT_SEGMENT_SINGLE_DATA, STATEMENT_SEGMENT_SINGLE_DATA_WRITE,
                      STATEMENT_SEGMENT_SINGLE_ENTRY_WRITE, STATEMENT_SEGMENT_SINGLE_DATA_DELETE,
                      STATEMENT_SEGMENT_SINGLE_ENTRY_DELETE, STATEMENT_SINGLE_INDEX_MERGE},
    [INDEX_SHELF] = {STATEMENT_SEGMENT_SHELF_DATA, STATEMENT_SEGMENT_SHELF_DATA_WRITE,
                     STATEMENT_SEGMENT_SHELF_ENTRY_WRITE, STATEMENT_SEGMENT_SHELF_DATA_DELETE,
                     STATEMENT_SEGMENT_SHELF_ENTRY_DELETE, STATEMENT_SHELF_INDEX_MERGE},
};

/* The function of SQL passes this on. */
struct write {
    struct library *library;
    const struct index_batch *batch;
    struct error *error;
    enum status status;
    /* of the table being written */
    const struct table *table;
    const struct index_rows *rows;
    struct segment *segment;
    uint64_t segment_id;
    const struct level *merged;
    bool is_oldest; /* it has the oldest segments there are */
    int64_t merge_pages[INDEX_TABLES];
};

static enum status read_data(struct write *write, int64_t id, struct buffer *ret_block)
{
    enum status status;
    struct library *library = write->library;
    sqlite3_stmt *row = statement_bind(library, write->table->data, "i", id);
    if (!statement_step(library, row, &status, write->error))
        return status ? status : library_fail_code(library, SQLITE_CORRUPT, write->error);
    buffer_append(ret_block, statement_text(row, 0));
    sqlite3_reset(row);
    return STATUS_OK;
}

static enum status write_data(struct write *write, int64_t id, struct str block)
{
    return statement_finish(
        write->library, statement_bind(write->library, write->table->data_write, "ib", id, block),
        write->error);
}

static enum status take_page(int64_t id, struct str bytes, void *closure)
{
    struct write *write = closure;
    return write_data(write, ((int64_t)write->segment_id << SEGMENT_BITS) + id, bytes);
}

static enum status take_entry(struct str term, int64_t value, void *closure)
{
    struct write *write = closure;
    return statement_finish(write->library,
                            statement_bind(write->library, write->table->entry_write, "ibi",
                                           (int64_t)write->segment_id, term, value),
                            write->error);
}

static enum status take_term(struct str term, struct str doclist, void *closure)
{
    struct write *write = closure;
    return segment_add(write->segment, term, doclist);
}

static enum status read_structure(struct write *write, struct structure **ret_structure)
{
    CLEANUP_BUFFER struct buffer record = {0};
    enum status status = read_data(write, STRUCTURE_ID, &record);
    if (!status && !structure_parse(buffer_str(&record), ret_structure))
        status = library_fail_code(write->library, SQLITE_CORRUPT, write->error);
    return status;
}

static enum status write_structure(struct write *write, const struct structure *structure)
{
    CLEANUP_BUFFER struct buffer record = {0};
    structure_append(structure, &record);
    return write_data(write, STRUCTURE_ID, buffer_str(&record));
}

/* A segment of its own; without a leaf when give has nothing for it. */
static enum status make_segment(struct write *write, const struct structure *structure,
                                enum status (*give)(struct write *write),
                                struct segment_range *ret_range)
{
    const struct segment_output output = {take_page, take_entry, write};
    int64_t leaf_count = 0;
    if (!structure_free_id(structure, &write->segment_id))
        return library_fail_code(write->library, SQLITE_FULL, write->error);
    write->segment = segment_new(&output, write->rows->has_places);
    enum status status = give(write);
    if (!status)
        status = segment_end(write->segment, &leaf_count);
    segment_free(write->segment);
    *ret_range = (struct segment_range){write->segment_id, 1, (uint64_t)leaf_count};
    return status;
}

static enum status give_batch(struct write *write)
{
    return postings_walk(write->rows->postings, take_term, write);
}

static enum status delete_segment(struct write *write, uint64_t id)
{
    struct library *library = write->library;
    int64_t from = (int64_t)id << SEGMENT_BITS, end = (int64_t)(id + 1) << SEGMENT_BITS;
    enum status status = statement_finish(
        library, statement_bind(library, write->table->data_delete, "ii", from, end), write->error);
    return status
               ? status
               : statement_finish(
                     library, statement_bind(library, write->table->entry_delete, "i", (int64_t)id),
                     write->error);
}

struct source {
    struct write *write;
    uint64_t id;
};

static enum status read_leaf(int64_t leaf, struct buffer *ret_page, void *closure)
{
    const struct source *source = closure;
    return read_data(source->write, ((int64_t)source->id << SEGMENT_BITS) + leaf, ret_page);
}

/* What all segments of the level hold. */
static enum status give_level(struct write *write)
{
    const struct level *level = write->merged;
    size_t count = level->segment_count;
    struct source *sources = memory_new(count * sizeof *sources);
    struct segment_reader *readers = memory_new(count * sizeof *readers);
    for (size_t i = 0; i < count; i++) {
        const struct segment_range *segment = &level->segments[i];
        sources[i] = (struct source){write, segment->id};
        segment_reader_init(&readers[i], &(struct segment_input){read_leaf, &sources[i]},
                            write->rows->has_places, (int64_t)segment->first_leaf,
                            (int64_t)segment->last_leaf);
    }
    enum status status = segments_merge(readers, count, write->is_oldest, take_term, write);
    for (size_t i = 0; i < count; i++)
        segment_reader_release(&readers[i]);
    free(readers);
    free(sources);
    return status;
}

/* What FTS5 is merging, and the segment of the next level that it is merging into, are left alone.
 */
static bool is_worth_merging(const struct structure *structure, size_t index,
                             uint64_t written_leaves)
{
    const struct level *level = &structure->levels[index];
    bool is_busy = level->merging_count || (index > 0 && level[-1].merging_count);
    return !is_busy && level->segment_count >= MERGED_AT_ONCE &&
           level_leaf_count(level) <= MERGED_LEAVES + MERGED_BY_WRITTEN * written_leaves;
}

static bool is_last(const struct structure *structure, size_t index)
{
    for (size_t i = index + 1; i < structure->level_count; i++)
        if (structure->levels[i].segment_count)
            return false;
    return true;
}

static enum status merge_level(struct write *write, struct structure *structure, size_t index)
{
    struct level *level = &structure->levels[index];
    struct segment_range merged;
    write->merged = level;
    write->is_oldest = is_last(structure, index);
    enum status status = make_segment(write, structure, give_level, &merged);
    for (size_t i = 0; i < level->segment_count && !status; i++)
        status = delete_segment(write, level->segments[i].id);
    structure_empty(structure, index);
    if (merged.last_leaf)
        structure_add(structure, index + 1, merged);
    return status == STATUS_MALFORMED
               ? library_fail_code(write->library, SQLITE_CORRUPT, write->error)
               : status;
}

/* What is left to FTS5: work in proportion to what was written, once a level is worth it. */
static int64_t pages_to_merge(const struct structure *structure, uint64_t leaf_count)
{
    uint64_t after = structure->written_leaves, before = after - leaf_count, pages = 0;
    bool is_worth_it = false;
    for (size_t i = 0; i < structure->level_count; i++) {
        const struct level *level = &structure->levels[i];
        is_worth_it |= level->merging_count || level->segment_count >= MERGED_AT_ONCE;
        if (level->segment_count >= 2 * MERGED_AT_ONCE)
            pages += CATCHING_UP;
    }
    if (is_worth_it)
        pages +=
            WORK_LEAVES * (after / WORK_LEAVES - before / WORK_LEAVES) * structure->level_count;
    return (int64_t)(pages < INT32_MAX ? pages : INT32_MAX);
}

static enum status write_totals(struct write *write)
{
    CLEANUP_BUFFER struct buffer old = {0}, new = {0};
    enum status status = read_data(write, TOTALS_ID, &old);
    size_t at = 0;
    for (unsigned i = 0; i <= write->rows->column_count && !status; i++) {
        uint64_t number = 0;
        at += varint_get(old.bytes + at, old.length - at, &number);
        varint_append(&new,
                      number + (i ? write->rows->token_counts[i - 1] : write->rows->row_count));
    }
    return status ? status : write_data(write, TOTALS_ID, buffer_str(&new));
}

static enum status add_segment(struct write *write, struct structure *structure,
                               int64_t *ret_merge_pages)
{
    struct segment_range segment;
    enum status status = make_segment(write, structure, give_batch, &segment);
    if (status || segment.last_leaf == 0)
        return status;
    structure_add(structure, 0, segment);
    structure->written_leaves += segment.last_leaf;
    for (size_t i = 0; i + 1 < STRUCTURE_LEVELS_MAX && i < structure->level_count && !status; i++)
        if (is_worth_merging(structure, i, segment.last_leaf))
            status = merge_level(write, structure, i);
    if (!status)
        status = write_structure(write, structure);
    *ret_merge_pages = pages_to_merge(structure, segment.last_leaf);
    return status;
}

static enum status write_table(struct write *write, enum index_table table)
{
    struct structure *structure = NULL;
    write->table = &tables[table];
    write->rows = index_batch_rows(write->batch, table);
    enum status status = read_structure(write, &structure);
    if (!status)
        status = add_segment(write, structure, &write->merge_pages[table]);
    if (!status)
        status = write_totals(write);
    structure_free(structure);
    return status;
}

static void write_segments(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct write *write = sqlite3_value_pointer(values[0], "zhai");
    (void)count;
    if (!write) {
        sqlite3_result_error_code(context, SQLITE_MISUSE);
        return;
    }
    for (int i = 0; i < INDEX_TABLES && !write->status; i++)
        write->status = write_table(write, (enum index_table)i);
    if (write->status)
        sqlite3_result_error(context, "write_segments", -1);
}

int index_segments_register(sqlite3 *database)
{
    return sqlite3_create_function_v2(database, "write_segments", 1,
                                      SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, write_segments, NULL,
                                      NULL, NULL);
}

static enum status merge(struct library *library, const int64_t pages[INDEX_TABLES], bool is_always,
                         struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < INDEX_TABLES && !status; i++)
        if (pages[i] || is_always)
            status = statement_finish(
                library, statement_bind(library, tables[i].merge, "i", pages[i]), error);
    return status;
}

/* What FTS5 has gathered of this transaction is written by a savepoint, and which segments there
 * are, which it keeps in mind, is forgotten by a merge of no pages. */
static enum status let_go(struct library *library, struct error *error)
{
    enum status status =
        statement_finish(library, statement_bind(library, STATEMENT_INDEX_SAVEPOINT, ""), error);
    if (!status)
        status =
            statement_finish(library, statement_bind(library, STATEMENT_INDEX_RELEASE, ""), error);
    return status ? status : merge(library, (const int64_t[INDEX_TABLES]){0}, true, error);
}

enum status index_segments_write(struct library *library, const struct index_batch *batch,
                                 struct error *error)
{
    struct write write = {.library = library, .batch = batch, .error = error};
    struct error ignored;
    enum status status = let_go(library, error);
    if (status)
        return status;
    status = statement_finish(
        library, statement_bind(library, STATEMENT_WRITE_SEGMENTS, "p", &write), &ignored);
    if (status)
        return write.status ? write.status : error_set(error, status, "%s", ignored.message);
    return merge(library, write.merge_pages, false, error);
}
