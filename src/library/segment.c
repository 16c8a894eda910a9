#include "library/segment.h"

#include "base/memory.h"
#include "library/varint.h"

/* Pages of an index of rows are numbered apart from the leaves. */
#define ROWS_ID ((int64_t)1 << 36)
#define HEIGHT_ID ((int64_t)1 << 31)

enum {
    HEADER_BYTES =
        4, /* where the first row begins, unless behind a term; where the footer begins */
    TERMLESS_LEAVES_MIN = 4, /* fewer are walked through */
    HEIGHT_MAX = 8,
};

/* The index of a doclist's rows: the first row of each leaf, and above a page of these the first of
 * each page. */
struct rows_level {
    struct buffer page;
    int64_t leaf, before;
};

struct segment {
    struct segment_output output;
    bool has_places;
    int64_t leaf;
    struct buffer page, footer, term;
    size_t last_term_at;
    bool has_term, has_row; /* the leaf; a row before its first term or after any */
    int64_t entry_leaf;     /* whose entry waits for the end of its last doclist; 0: none */
    struct buffer entry_term;
    size_t termless_count; /* leaves without a term since then */
    struct rows_level levels[HEIGHT_MAX];
};

static void begin_page(struct segment *segment)
{
    segment->page.length = segment->footer.length = 0;
    segment->last_term_at = 0;
    segment->has_term = segment->has_row = false;
    buffer_append(&segment->page, (struct str){"\0\0\0\0", HEADER_BYTES});
}

struct segment *segment_new(const struct segment_output *output, bool has_places)
{
    struct segment *segment = memory_new(sizeof *segment);
    segment->output = *output;
    segment->has_places = has_places;
    segment->leaf = segment->entry_leaf = 1;
    buffer_reserve(&segment->page, 2 * SEGMENT_PAGE_BYTES);
    begin_page(segment);
    return segment;
}

void segment_free(struct segment *segment)
{
    buffer_release(&segment->page);
    buffer_release(&segment->footer);
    buffer_release(&segment->term);
    buffer_release(&segment->entry_term);
    for (size_t i = 0; i < HEIGHT_MAX; i++)
        buffer_release(&segment->levels[i].page);
    free(segment);
}

static void put_offset(struct buffer *page, size_t at, size_t offset)
{
    page->bytes[at] = (char)(offset >> 8);
    page->bytes[at + 1] = (char)offset;
}

static enum status write_rows(struct segment *segment, size_t height)
{
    struct rows_level *level = &segment->levels[height];
    return segment->output.page(ROWS_ID + (int64_t)height * HEIGHT_ID + level->leaf,
                                buffer_str(&level->page), segment->output.closure);
}

static int64_t first_row(const struct buffer *page)
{
    uint64_t leaf = 0, row = 0;
    size_t at = 1 + varint_get(page->bytes + 1, page->length - 1, &leaf);
    (void)varint_get(page->bytes + at, page->length - at, &row);
    return (int64_t)row;
}

static void append_row(struct rows_level *level, bool is_below, int64_t leaf, int64_t row)
{
    if (level->page.length == 0) {
        varint_append(&level->page, is_below);
        varint_append(&level->page, (uint64_t)leaf);
        varint_append(&level->page, (uint64_t)row);
    } else {
        varint_append(&level->page, (uint64_t)(row - level->before));
    }
    level->before = row;
}

/* row is the first of the leaf being made. A full page's flag says that it is not the root, and the
 * row goes up as well. */
static enum status note_row(struct segment *segment, int64_t row)
{
    enum status status = STATUS_OK;
    bool is_full = true;
    for (size_t height = 0; is_full && height + 1 < HEIGHT_MAX && !status; height++) {
        struct rows_level *level = &segment->levels[height];
        is_full = level->page.length >= SEGMENT_PAGE_BYTES;
        if (is_full) {
            level->page.bytes[0] = 1;
            status = write_rows(segment, height);
            if (level[1].page.length == 0) {
                level[1].leaf = level->leaf;
                append_row(&level[1], false, level->leaf, first_row(&level->page));
            }
            level->page.length = 0;
            level->leaf++;
        }
        append_row(level, is_full, height ? level[-1].leaf : segment->leaf, row);
    }
    return status;
}

static enum status end_rows(struct segment *segment, bool *ret_is_written)
{
    enum status status = STATUS_OK;
    *ret_is_written =
        segment->levels[0].page.length > 0 && segment->termless_count >= TERMLESS_LEAVES_MIN;
    for (size_t i = 0; i < HEIGHT_MAX && segment->levels[i].page.length && !status; i++) {
        if (*ret_is_written)
            status = write_rows(segment, i);
        segment->levels[i].page.length = 0;
    }
    segment->termless_count = 0;
    return status;
}

static enum status write_entry(struct segment *segment)
{
    bool has_rows = false;
    if (!segment->entry_leaf)
        return STATUS_OK;
    enum status status = end_rows(segment, &has_rows);
    if (!status)
        status = segment->output.entry(buffer_str(&segment->entry_term),
                                       segment->entry_leaf * 2 + has_rows, segment->output.closure);
    segment->entry_leaf = 0;
    return status;
}

static enum status write_leaf(struct segment *segment)
{
    put_offset(&segment->page, 2, segment->page.length);
    if (segment->has_term) {
        buffer_append(&segment->page, buffer_str(&segment->footer));
    } else {
        if (!segment->has_row && segment->levels[0].page.length)
            varint_append(&segment->levels[0].page, 0);
        segment->termless_count++;
    }
    enum status status =
        segment->output.page(segment->leaf++, buffer_str(&segment->page), segment->output.closure);
    begin_page(segment);
    return status;
}

static size_t used(const struct segment *segment)
{
    return segment->page.length + segment->footer.length;
}

static size_t common_length(struct str a, struct str b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length])
        length++;
    return length;
}

/* A leaf's entry is as much of its first term as tells it from the term before. */
static enum status begin_term(struct segment *segment, struct str term)
{
    enum status status = STATUS_OK;
    if (used(segment) + term.length + 2 >= SEGMENT_PAGE_BYTES &&
        segment->page.length > HEADER_BYTES)
        status = write_leaf(segment);
    size_t common = common_length(buffer_str(&segment->term), term);
    varint_append(&segment->footer, segment->page.length - segment->last_term_at);
    segment->last_term_at = segment->page.length;
    if (segment->has_term) {
        varint_append(&segment->page, common);
    } else {
        if (segment->leaf != 1 && !status) {
            status = write_entry(segment);
            segment->entry_term.length = 0;
            buffer_append(&segment->entry_term, str_slice(term, 0, common + 1));
            segment->entry_leaf = segment->leaf;
        }
        common = 0;
    }
    varint_append(&segment->page, term.length - common);
    buffer_append(&segment->page, str_slice(term, common, term.length));
    segment->term.length = 0;
    buffer_append(&segment->term, term);
    segment->has_term = segment->has_row = true;
    segment->levels[0].leaf = segment->leaf;
    return status;
}

/* The longest run of whole numbers that fits, and one number at least: none is cut by the end of a
 * leaf. */
static size_t whole_numbers(struct str bytes, size_t most)
{
    size_t length = 0;
    for (uint64_t number;;) {
        size_t own = varint_get(bytes.bytes + length, bytes.length - length, &number);
        if (own == 0 || (length && length + own > most))
            return length;
        length += own;
    }
}

static enum status add_places(struct segment *segment, struct str places)
{
    enum status status = STATUS_OK;
    if (used(segment) + places.length <= SEGMENT_PAGE_BYTES) {
        buffer_append(&segment->page, places);
        return STATUS_OK;
    }
    while (places.length && !status) {
        size_t room = SEGMENT_PAGE_BYTES > used(segment) ? SEGMENT_PAGE_BYTES - used(segment) : 0;
        size_t length = places.length <= room ? places.length : whole_numbers(places, room);
        buffer_append(&segment->page, str_slice(places, 0, length));
        places = str_slice(places, length, places.length);
        if (used(segment) >= SEGMENT_PAGE_BYTES)
            status = write_leaf(segment);
    }
    return status;
}

/* A leaf's first row is written whole, and the others as the distance from the one before. */
static enum status add_row(struct segment *segment, int64_t row, uint64_t distance)
{
    if (segment->has_row) {
        varint_append(&segment->page, distance);
        return STATUS_OK;
    }
    put_offset(&segment->page, 0, segment->page.length);
    varint_append(&segment->page, (uint64_t)row);
    segment->has_row = true;
    return note_row(segment, row);
}

static enum status add_rows(struct segment *segment, struct str doclist)
{
    enum status status = STATUS_OK;
    int64_t row = 0;
    uint64_t distance = 0, size = 0;
    for (size_t at = 0; at < doclist.length && !status;) {
        at += varint_get(doclist.bytes + at, doclist.length - at, &distance);
        row += (int64_t)distance;
        status = add_row(segment, row, distance);
        if (status)
            break;
        size_t places = 0;
        if (segment->has_places) {
            places =
                varint_get(doclist.bytes + at, doclist.length - at, &size) + (size_t)(size / 2);
            status = add_places(segment, str_slice(doclist, at, at + places));
        } else if (used(segment) >= SEGMENT_PAGE_BYTES) {
            status = write_leaf(segment);
        }
        at += places;
    }
    return status;
}

enum status segment_add(struct segment *segment, struct str term, struct str doclist)
{
    enum status status = begin_term(segment, term);
    if (status)
        return status;
    if (used(segment) + doclist.length + 1 > SEGMENT_PAGE_BYTES)
        return add_rows(segment, doclist);
    buffer_append(&segment->page, doclist);
    return STATUS_OK;
}

enum status segment_end(struct segment *segment, int64_t *ret_leaf_count)
{
    enum status status = STATUS_OK;
    if (segment->page.length > HEADER_BYTES)
        status = write_leaf(segment);
    if (!status && segment->leaf > 1)
        status = write_entry(segment);
    *ret_leaf_count = segment->leaf - 1;
    return status;
}
