#include "library/doclist.h"

#include "base/memory.h"
#include "library/article.h"
#include "library/functions.h"
#include "library/index_batch.h"
#include "library/index_structure.h"
#include "library/segment_leaf.h"
#include "library/varint.h"
#include "text/utf8.h"

enum { COLUMN_FOLLOWS = 1 };

static const struct table {
    enum statement_id data, leaves, entry;
} tables[INDEX_TABLES] = {
    [INDEX_TEXT] = {STATEMENT_SEGMENT_TEXT_DATA, STATEMENT_SEGMENT_TEXT_LEAVES,
                    STATEMENT_SEGMENT_TEXT_ENTRY},
    [INDEX_SINGLE] = {STATEMENT_SEGMENT_SINGLE_DATA, STATEMENT_SEGMENT_SINGLE_LEAVES,
                      STATEMENT_SEGMENT_SINGLE_ENTRY},
    [INDEX_SHELF] = {STATEMENT_SEGMENT_SHELF_DATA, STATEMENT_SEGMENT_SHELF_LEAVES,
                     STATEMENT_SEGMENT_SHELF_ENTRY},
};

struct walk {
    struct library *library;
    const struct table *table;
    struct error *error;
    struct str term; /* as FTS5 keys it */
    unsigned columns;
    bool has_places;
    struct id_set *rows; /* of the segments so far, the oldest first */
    /* of the segment */
    bool is_begun, is_ended;
    int64_t row;
    struct buffer places; /* of the last row, when they go on in the next leaf */
    size_t places_left;
};

static enum status fail(struct walk *walk)
{
    return library_fail_code(walk->library, SQLITE_CORRUPT, walk->error);
}

/* A list of places: numbers, all of column 0 until COLUMN_FOLLOWS is one. */
static bool stands_in(struct str places, unsigned columns)
{
    uint64_t number = 0, column = 0;
    if (!columns)
        return places.length > 0;
    for (size_t at = 0, length; at < places.length; at += length) {
        length = varint_get(places.bytes + at, places.length - at, &number);
        if (!length)
            return false;
        if (number == COLUMN_FOLLOWS) {
            at += length;
            length = varint_get(places.bytes + at, places.length - at, &column);
            if (!length || column >= INDEX_COLUMNS_MAX)
                return false;
        } else if (columns >> column & 1) {
            return true;
        }
    }
    return false;
}

static void take_row(struct walk *walk, struct str places)
{
    if (walk->row > ARTICLE_ID_LIMIT)
        return;
    if (stands_in(places, walk->columns))
        id_set_add(walk->rows, walk->row);
    else /* taken out, or put in again without it */
        id_set_remove(walk->rows, walk->row);
}

/* Without places: a zero behind a row says that it is taken out, two that it is put in again. */
static size_t take_marks(struct walk *walk, struct str page, size_t at, size_t limit)
{
    size_t count = 0;
    while (at + count < limit && count < 2 && !page.bytes[at + count])
        count++;
    if (count == 1)
        id_set_remove(walk->rows, walk->row);
    else if (walk->row <= ARTICLE_ID_LIMIT)
        id_set_add(walk->rows, walk->row);
    return at + count;
}

static size_t take_rest(struct walk *walk, struct str page, size_t at, size_t limit)
{
    size_t length = walk->places_left < limit - at ? walk->places_left : limit - at;
    buffer_append(&walk->places, str_slice(page, at, at + length));
    walk->places_left -= length;
    if (walk->places_left == 0) {
        take_row(walk, buffer_str(&walk->places));
        walk->places.length = 0;
    }
    return at + length;
}

/* The rows of the term in this leaf. */
static bool take_rows(struct walk *walk, const struct segment_leaf *leaf, size_t at)
{
    const struct str page = leaf->page;
    const size_t limit = leaf->next_term_at;
    if (walk->places_left)
        at = take_rest(walk, page, at, limit);
    while (at < limit) {
        uint64_t number, size;
        bool is_whole = !walk->is_begun || at == leaf->first_row_at;
        size_t length = varint_get(page.bytes + at, limit - at, &number);
        int64_t row = (is_whole ? 0 : walk->row) + (int64_t)number;
        if (!length || (walk->is_begun && row <= walk->row) || row <= 0)
            return false;
        at += length;
        walk->row = row;
        walk->is_begun = true;
        if (!walk->has_places) {
            at = take_marks(walk, page, at, limit);
            continue;
        }
        length = varint_get(page.bytes + at, limit - at, &size);
        if (!length)
            return false;
        at += length;
        size /= 2; /* the lowest bit: it takes the row out of older segments */
        if (size <= limit - at) {
            take_row(walk, str_slice(page, at, at + (size_t)size));
            at += (size_t)size;
        } else {
            walk->places_left = (size_t)size;
            at = take_rest(walk, page, at, limit);
        }
    }
    return true;
}

/* Looks for the term among the leaf's; its rows, as far as they are here. */
static bool take_term(struct walk *walk, struct segment_leaf *leaf)
{
    CLEANUP_BUFFER struct buffer term = {0};
    walk->is_ended = true;
    for (size_t at; leaf->next_term_at < leaf->end;) {
        if (!segment_leaf_read_term(leaf, &term, &at))
            return false;
        if (str_equal(buffer_str(&term), walk->term)) {
            walk->is_ended = leaf->next_term_at < leaf->end;
            return take_rows(walk, leaf, at);
        }
    }
    return true;
}

static bool take_leaf(struct walk *walk, struct str page, bool is_first)
{
    struct segment_leaf leaf;
    if (!segment_leaf_init(&leaf, page))
        return false;
    if (is_first)
        return take_term(walk, &leaf);
    walk->is_ended = leaf.next_term_at < leaf.end;
    return take_rows(walk, &leaf, SEGMENT_LEAF_HEADER_BYTES);
}

static bool should_stop(const struct walk *walk, int64_t leaf)
{
    enum { LEAVES = 16 };
    const struct library *library = walk->library;
    return library->should_stop && leaf % LEAVES == 0 &&
           library->should_stop(library->stop_closure);
}

/* Pages before the first leaf were merged away. */
static enum status find_leaf(struct walk *walk, const struct segment_range *segment,
                             int64_t *ret_leaf)
{
    int64_t entry = 0;
    enum status status = statement_number(
        walk->library,
        statement_bind(walk->library, walk->table->entry, "ib", (int64_t)segment->id, walk->term),
        &entry, walk->error);
    *ret_leaf = entry / 2 > (int64_t)segment->first_leaf ? entry / 2 : (int64_t)segment->first_leaf;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status walk_segment(struct walk *walk, const struct segment_range *segment)
{
    const int64_t base = (int64_t)segment->id << SEGMENT_ID_BITS;
    int64_t leaf;
    enum status status = find_leaf(walk, segment, &leaf);
    if (status)
        return status;
    walk->is_begun = walk->is_ended = false;
    walk->places_left = walk->places.length = 0;
    sqlite3_stmt *page = statement_bind(walk->library, walk->table->leaves, "ii", base + leaf,
                                        base + (int64_t)segment->last_leaf);
    for (bool is_first = true; !walk->is_ended && leaf <= (int64_t)segment->last_leaf;
         is_first = false, leaf++) {
        if (!statement_step(walk->library, page, &status, walk->error))
            return status ? status : fail(walk);
        if (sqlite3_column_int64(page, 0) != base + leaf ||
            !take_leaf(walk, statement_text(page, 1), is_first))
            status = fail(walk);
        else if (should_stop(walk, leaf))
            status = library_fail_code(walk->library, SQLITE_INTERRUPT, walk->error);
        if (status)
            break;
    }
    sqlite3_reset(page);
    return status || !walk->places_left ? status : fail(walk);
}

/* The oldest first: what a newer one says of a row holds. */
static enum status walk_segments(struct walk *walk, const struct structure *structure)
{
    enum status status = STATUS_OK;
    for (size_t i = structure->level_count; i-- > 0 && !status;)
        for (size_t j = 0; j < structure->levels[i].segment_count && !status; j++)
            status = walk_segment(walk, &structure->levels[i].segments[j]);
    return status;
}

static enum status read_structure(struct walk *walk, struct structure **ret_structure)
{
    enum status status;
    sqlite3_stmt *row =
        statement_bind(walk->library, walk->table->data, "i", (int64_t)STRUCTURE_ID);
    if (!statement_step(walk->library, row, &status, walk->error))
        return status ? status : fail(walk);
    bool is_good = structure_parse(statement_text(row, 0), ret_structure);
    sqlite3_reset(row);
    return is_good ? STATUS_OK : fail(walk);
}

/* False when no list holds all that begins so. */
static bool append_term(const struct doclist_term *term, struct buffer *out)
{
    const struct index_options *options = index_options(term->table);
    const unsigned *prefixes = options->postings.prefixes;
    int list = 0;
    buffer_append_byte(out, '0');
    tokenizer_append_term(term->token, options->purpose, out);
    if (!term->is_prefix)
        return true;
    size_t count = utf8_count(str_slice(buffer_str(out), 1, out->length));
    while (list < POSTINGS_PREFIXES_MAX && prefixes[list] && prefixes[list] != count)
        list++;
    out->bytes[0] = (char)('1' + list);
    return list < POSTINGS_PREFIXES_MAX && prefixes[list];
}

enum status doclist_gather(struct library *library, const struct doclist_term *term,
                           struct id_set *set, bool *ret_is_answered, struct error *error)
{
    CLEANUP_BUFFER struct buffer key = {0};
    struct id_set rows CLEANUP_ID_SET = {0};
    struct structure *structure = NULL;
    *ret_is_answered =
        sqlite3_txn_state(library->database, "main") != SQLITE_TXN_WRITE && append_term(term, &key);
    if (!*ret_is_answered)
        return STATUS_OK;
    struct walk walk = {.library = library,
                        .table = &tables[term->table],
                        .error = error,
                        .term = buffer_str(&key),
                        .columns = term->columns,
                        .has_places = index_options(term->table)->postings.has_places,
                        .rows = &rows};
    enum status status = read_structure(&walk, &structure);
    if (!status)
        status = walk_segments(&walk, structure);
    structure_free(structure);
    buffer_release(&walk.places);
    if (!status)
        id_set_unite(set, &rows);
    return status;
}
