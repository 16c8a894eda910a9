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
    TOTALS_ID = 1,    /* row of _data: how many rows and tokens there are */
    WORK_LEAVES = 64, /* after each so many leaves FTS5 does as much merging, at each level */
    MERGED_AT_ONCE = 16,
    /* So many leaves are merged at once, 10 MB, and so many for each that was just written: more
     * would be felt, and FTS5 merges it a little at a time. */
    MERGED_LEAVES = 2500,
    MERGED_BY_WRITTEN = 10,
    CROWD = 64,
    CATCHING_UP = 250, /* when there are too many segments all the same */
};

static const struct table {
    enum statement_id data, data_write, entry_write, data_delete, entry_delete, merge;
    bool has_places;
} tables[INDEX_TABLES] = {
    [INDEX_TEXT] = {STATEMENT_SEGMENT_TEXT_DATA, STATEMENT_SEGMENT_TEXT_DATA_WRITE,
                    STATEMENT_SEGMENT_TEXT_ENTRY_WRITE, STATEMENT_SEGMENT_TEXT_DATA_DELETE,
                    STATEMENT_SEGMENT_TEXT_ENTRY_DELETE, STATEMENT_TEXT_INDEX_MERGE, true},
    [INDEX_SINGLE] = {STATEMENT_SEGMENT_SINGLE_DATA, STATEMENT_SEGMENT_SINGLE_DATA_WRITE,
                      STATEMENT_SEGMENT_SINGLE_ENTRY_WRITE, STATEMENT_SEGMENT_SINGLE_DATA_DELETE,
                      STATEMENT_SEGMENT_SINGLE_ENTRY_DELETE, STATEMENT_SINGLE_INDEX_MERGE, false},
    [INDEX_SHELF] = {STATEMENT_SEGMENT_SHELF_DATA, STATEMENT_SEGMENT_SHELF_DATA_WRITE,
                     STATEMENT_SEGMENT_SHELF_ENTRY_WRITE, STATEMENT_SEGMENT_SHELF_DATA_DELETE,
                     STATEMENT_SEGMENT_SHELF_ENTRY_DELETE, STATEMENT_SHELF_INDEX_MERGE, true},
};

/* The function of SQL passes this on. */
struct write {
    struct library *library;
    const struct index_batch *batch; /* NULL: what there is is settled */
    struct error *error;
    enum status status;
    /* of the table being written */
    const struct table *table;
    const struct index_rows *rows;
    struct segment *segment;
    uint64_t segment_id;
    const struct segment_range *merged;
    size_t merged_count;
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
    return write_data(write, ((int64_t)write->segment_id << SEGMENT_ID_BITS) + id, bytes);
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
    write->segment = segment_new(&output, write->table->has_places);
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
    int64_t from = (int64_t)id << SEGMENT_ID_BITS, end = (int64_t)(id + 1) << SEGMENT_ID_BITS;
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
    return read_data(source->write, ((int64_t)source->id << SEGMENT_ID_BITS) + leaf, ret_page);
}

/* What the newest segments of the level hold. */
static enum status give_level(struct write *write)
{
    const struct segment_range *segments = write->merged;
    size_t count = write->merged_count;
    struct source *sources = memory_new(count * sizeof *sources);
    struct segment_reader *readers = memory_new(count * sizeof *readers);
    for (size_t i = 0; i < count; i++) {
        sources[i] = (struct source){write, segments[i].id};
        segment_reader_init(&readers[i], &(struct segment_input){read_leaf, &sources[i]},
                            write->table->has_places, (int64_t)segments[i].first_leaf,
                            (int64_t)segments[i].last_leaf);
    }
    enum status status = segments_merge(readers, count, write->is_oldest, take_term, write);
    for (size_t i = 0; i < count; i++)
        segment_reader_release(&readers[i]);
    free(readers);
    free(sources);
    return status;
}

static bool is_last(const struct structure *structure, size_t index)
{
    for (size_t i = index + 1; i < structure->level_count; i++)
        if (structure->levels[i].segment_count)
            return false;
    return true;
}

/* In powers of eight. */
static unsigned size_class(const struct segment_range *segment)
{
    unsigned class = 0;
    for (uint64_t leaves = segment->last_leaf - segment->first_leaf + 1; leaves >= 8; leaves /= 8)
        class ++;
    return class;
}

/* From which segment on to merge, at a level where nothing larger is newer than what is small:
 * eight or more that are no larger than the eighth newest's like. segment_count: none. What FTS5 is
 * merging is left alone. */
static size_t merge_from(const struct level *level, uint64_t leaves_most)
{
    size_t least = (size_t)level->merging_count, from = level->segment_count;
    if (from < least + MERGED_AT_ONCE)
        return level->segment_count;
    unsigned class = 0;
    for (size_t i = 1; i <= MERGED_AT_ONCE; i++) {
        unsigned own = size_class(&level->segments[from - i]);
        class = own > class ? own : class;
    }
    while (from > least && size_class(&level->segments[from - 1]) <= class)
        from--;
    return level_leaf_count(level, from) <= leaves_most ? from : level->segment_count;
}

/* Makes one of segments that lie side by side, the oldest first, none of which is left in the
 * structure then. */
static enum status merge_segments(struct write *write, const struct structure *structure,
                                  const struct segment_range *segments, size_t count,
                                  struct segment_range *ret_merged)
{
    write->merged = segments;
    write->merged_count = count;
    enum status status = make_segment(write, structure, give_level, ret_merged);
    for (size_t i = 0; i < count && !status; i++)
        status = delete_segment(write, segments[i].id);
    return status == STATUS_MALFORMED
               ? library_fail_code(write->library, SQLITE_CORRUPT, write->error)
               : status;
}

/* A whole level goes to the next; else the newest become the newest. */
static enum status merge_level(struct write *write, struct structure *structure, size_t index,
                               size_t from)
{
    struct level *level = &structure->levels[index];
    struct segment_range merged;
    write->is_oldest = from == 0 && is_last(structure, index);
    enum status status = merge_segments(write, structure, level->segments + from,
                                        level->segment_count - from, &merged);
    structure_cut(structure, index, from);
    if (!status && merged.last_leaf)
        structure_add(structure, from == 0 ? index + 1 : index, merged);
    return status;
}

/* What FTS5 is merging into a level is its newest segment there. */
static enum status merge_levels(struct write *write, struct structure *structure,
                                uint64_t written_leaves)
{
    const uint64_t most = MERGED_LEAVES + MERGED_BY_WRITTEN * written_leaves;
    enum status status = STATUS_OK;
    for (size_t i = 0; i + 1 < STRUCTURE_LEVELS_MAX && i < structure->level_count && !status; i++) {
        const struct level *level = &structure->levels[i];
        size_t from = merge_from(level, most);
        if (from < level->segment_count && (i == 0 || !level[-1].merging_count))
            status = merge_level(write, structure, i, from);
    }
    return status;
}

/* What is left to FTS5: work in proportion to what was written, once a level is worth it. */
static int64_t pages_to_merge(const struct structure *structure, uint64_t leaf_count)
{
    uint64_t after = structure->written_leaves, before = after - leaf_count, pages = 0;
    bool is_worth_it = false;
    for (size_t i = 0; i < structure->level_count; i++) {
        const struct level *level = &structure->levels[i];
        is_worth_it |= level->merging_count || level->segment_count >= 2 * MERGED_AT_ONCE;
        if (level->segment_count >= CROWD)
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
    status = merge_levels(write, structure, segment.last_leaf);
    if (!status)
        status = write_structure(write, structure);
    *ret_merge_pages = pages_to_merge(structure, segment.last_leaf);
    return status;
}

/* The newest segments of all levels that are no more than so many leaves together. */
static enum status settle(struct write *write, struct structure *structure, uint64_t leaves_most)
{
    struct segment_range *chosen = memory_new(STRUCTURE_SEGMENTS_MAX * sizeof *chosen), merged;
    size_t first = STRUCTURE_SEGMENTS_MAX, index = 0, kept = 0;
    uint64_t leaves = 0;
    bool is_full = false;
    for (size_t i = 0; i < structure->level_count && !is_full; i++) {
        const struct level *level = &structure->levels[i];
        is_full = level->merging_count > 0; /* FTS5's, and so is what it merges into */
        index = i;
        for (kept = level->segment_count; kept > 0 && !is_full; kept -= !is_full) {
            const struct segment_range *segment = &level->segments[kept - 1];
            leaves += segment->last_leaf - segment->first_leaf + 1;
            is_full = leaves > leaves_most;
            if (!is_full)
                chosen[--first] = *segment;
        }
    }
    enum status status = STATUS_OK;
    size_t count = STRUCTURE_SEGMENTS_MAX - first;
    if (count > 1) {
        write->is_oldest = kept == 0 && is_last(structure, index);
        status = merge_segments(write, structure, chosen + first, count, &merged);
        for (size_t i = 0; i < index; i++)
            structure_cut(structure, i, 0);
        structure_cut(structure, index, kept);
        if (!status && merged.last_leaf)
            structure_add(structure, index, merged);
        if (!status)
            status = write_structure(write, structure);
    }
    free(chosen);
    return status;
}

static enum status add_batch(struct write *write, struct structure *structure,
                             enum index_table table)
{
    uint64_t before = structure->written_leaves;
    enum status status = add_segment(write, structure, &write->merge_pages[table]);
    write->library->unsettled_leaves[table] += structure->written_leaves - before;
    return status ? status : write_totals(write);
}

static enum status write_table(struct write *write, enum index_table table)
{
    enum { SETTLED_MOST = 30000 }; /* 120 MB, some two seconds */
    struct structure *structure = NULL;
    uint64_t unsettled = 2 * write->library->unsettled_leaves[table];
    write->table = &tables[table];
    write->rows = write->batch ? index_batch_rows(write->batch, table) : NULL;
    enum status status = read_structure(write, &structure);
    if (!status)
        status = write->batch ? add_batch(write, structure, table)
                              : settle(write, structure,
                                       unsettled < SETTLED_MOST ? unsettled : SETTLED_MOST);
    if (!write->batch)
        write->library->unsettled_leaves[table] = 0;
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

static enum status run(struct library *library, const struct index_batch *batch,
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

enum status index_segments_write(struct library *library, const struct index_batch *batch,
                                 struct error *error)
{
    return run(library, batch, error);
}

enum status index_segments_settle(struct library *library, struct error *error)
{
    return run(library, NULL, error);
}
