#include "library/pages.h"

#include "base/memory.h"
#include "library/varint.h"

#include <string.h>

/* An overflow page begins with the number of the next. Of fewer pages than this, none looks like a
 * page of a tree. */
#define PAGE_COUNT_MAX 0x02000000

/* The file's header (file format §1.3), and a page's (§1.6). */
enum {
    HEADER_BYTES = 100,
    PAGE_SIZE_AT = 16,
    RESERVED_AT = 20,
    PAGE_COUNT_AT = 28,
    FREE_TRUNK_AT = 32,
    FREE_COUNT_AT = 36,
    ENCODING_AT = 56,
    ENCODING_UTF8 = 1,
    PAGE_BYTES_MIN = 512,
    USABLE_BYTES_MIN = 480,
    CELL_COUNT_AT = 3,
    RIGHT_CHILD_AT = 8,
    LEAF_HEADER_BYTES = 8,
    INNER_HEADER_BYTES = 12,
};

/* No row of zhai is longer, as in open.c. */
#define RECORD_BYTES_MAX ((uint64_t)512 << 20)

static uint64_t read_big_endian(const unsigned char *bytes, size_t length)
{
    uint64_t number = 0;
    for (size_t i = 0; i < length; i++)
        number = number << 8 | bytes[i];
    return number;
}

static uint32_t read_32(const unsigned char *bytes)
{
    return (uint32_t)read_big_endian(bytes, 4);
}

static bool is_page(const struct pages *pages, uint32_t number)
{
    return number >= 1 && number <= pages->count;
}

/* The beginning of a page. */
static bool read_bytes(const struct pages *pages, uint32_t number, size_t length, void *bytes)
{
    return is_page(pages, number) &&
           pages->read_at(pages->closure, (int64_t)(number - 1) * (int64_t)pages->page_bytes,
                          length, bytes);
}

/* A trunk page lists free pages (§1.5): the next trunk, how many it lists, their numbers. *left is
 * how many are to come. */
static bool mark_trunk(struct pages *pages, const unsigned char *trunk, uint32_t stated_count,
                       uint32_t *left)
{
    uint32_t count = read_32(trunk + 4);
    if (count > pages->usable_bytes / 4 - 2 || count > *left)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = read_32(trunk + 8 + (size_t)i * 4);
        if (number < 2 || number > stated_count)
            return false;
        if (is_page(pages, number))
            pages->marks[number] = PAGE_FREE;
    }
    *left -= count;
    return true;
}

static bool mark_free(struct pages *pages, const unsigned char *header)
{
    CLEANUP_FREE unsigned char *bytes = memory_new(pages->page_bytes);
    uint32_t trunk = read_32(header + FREE_TRUNK_AT), left = read_32(header + FREE_COUNT_AT);
    uint32_t stated_count = read_32(header + PAGE_COUNT_AT);
    while (trunk && left) {
        if (trunk < 2 || !read_bytes(pages, trunk, pages->usable_bytes, bytes))
            return false;
        left--;
        if (!mark_trunk(pages, bytes, stated_count, &left))
            return false;
        pages->marks[trunk] = PAGE_FREE;
        trunk = read_32(bytes);
    }
    return !trunk && !left;
}

bool pages_init(struct pages *pages, pages_read_at *read_at, void *closure, int64_t byte_count)
{
    unsigned char header[HEADER_BYTES];
    *pages = (struct pages){.read_at = read_at, .closure = closure};
    if (byte_count < HEADER_BYTES || !read_at(closure, 0, sizeof header, header) ||
        memcmp(header, "SQLite format 3", 16) != 0 ||
        read_32(header + ENCODING_AT) != ENCODING_UTF8)
        return false;
    size_t page_bytes = (size_t)read_big_endian(header + PAGE_SIZE_AT, 2);
    page_bytes = page_bytes == 1 ? PAGE_BYTES_MAX : page_bytes;
    if (page_bytes < PAGE_BYTES_MIN || (page_bytes & (page_bytes - 1)) != 0 ||
        page_bytes - header[RESERVED_AT] < USABLE_BYTES_MIN)
        return false;
    pages->page_bytes = page_bytes;
    pages->usable_bytes = page_bytes - header[RESERVED_AT];
    int64_t count = byte_count / (int64_t)page_bytes,
            stated_count = read_32(header + PAGE_COUNT_AT);
    if (stated_count > 0 && count > stated_count)
        count = stated_count;
    if (count < 1 || count >= PAGE_COUNT_MAX)
        return false;
    pages->count = (uint32_t)count;
    pages->overflow_reads_left = (uint64_t)count * 4;
    pages->marks = memory_new((size_t)count + 1);
    pages->is_free_list_whole = mark_free(pages, header);
    return true;
}

void pages_release(struct pages *pages)
{
    free(pages->marks);
    *pages = (struct pages){0};
}

bool page_read(const struct pages *pages, uint32_t number, struct page *ret_page)
{
    if (!read_bytes(pages, number, pages->usable_bytes, ret_page->bytes))
        return false;
    size_t at = number == 1 ? HEADER_BYTES : 0;
    const unsigned char *header = ret_page->bytes + at;
    bool is_inner = header[0] == PAGE_INDEX_INNER || header[0] == PAGE_TABLE_INNER;
    if (!is_inner && header[0] != PAGE_INDEX_LEAF && header[0] != PAGE_TABLE_LEAF)
        return false;
    ret_page->kind = (enum page_kind)header[0];
    ret_page->cell_count = (size_t)read_big_endian(header + CELL_COUNT_AT, 2);
    ret_page->cells_at = at + (is_inner ? INNER_HEADER_BYTES : LEAF_HEADER_BYTES);
    ret_page->usable_bytes = pages->usable_bytes;
    return ret_page->cells_at + 2 * ret_page->cell_count <= pages->usable_bytes;
}

/* Where a cell begins; SIZE_MAX when not within the page. */
static size_t cell_offset(const struct page *page, size_t index)
{
    size_t offset = (size_t)read_big_endian(page->bytes + page->cells_at + 2 * index, 2);
    bool is_inside = offset >= page->cells_at + 2 * page->cell_count &&
                     offset + 4 <= page->usable_bytes; /* the shortest cell */
    return is_inside ? offset : SIZE_MAX;
}

/* An inner page's child by its index, that behind the last cell included; 0: none. */
static uint32_t page_child(const struct page *page, size_t index)
{
    if (index == page->cell_count)
        return read_32(page->bytes + page->cells_at - INNER_HEADER_BYTES + RIGHT_CHILD_AT);
    size_t offset = cell_offset(page, index);
    return offset == SIZE_MAX ? 0 : read_32(page->bytes + offset);
}

struct number_list {
    uint32_t *numbers;
    size_t count, capacity;
};

static void number_list_release(struct number_list *list)
{
    free(list->numbers);
}

/* No page is listed twice. */
static void mark_and_list(struct pages *pages, uint32_t number, enum page_mark mark,
                          struct number_list *list)
{
    if (!is_page(pages, number) || pages->marks[number] != PAGE_UNKNOWN)
        return;
    pages->marks[number] = (unsigned char)mark;
    ARRAY_RESERVE(list->numbers, list->count, list->capacity);
    list->numbers[list->count++] = number;
}

void pages_mark_tree(struct pages *pages, uint32_t root, enum page_mark mark)
{
    struct number_list waiting CLEANUP(number_list_release) = {0};
    CLEANUP_FREE struct page *page = memory_new(sizeof *page);
    mark_and_list(pages, root, mark, &waiting);
    while (waiting.count) {
        uint32_t number = waiting.numbers[--waiting.count];
        if (!page_read(pages, number, page))
            continue;
        bool is_inner = page->kind == PAGE_INDEX_INNER || page->kind == PAGE_TABLE_INNER;
        for (size_t i = 0; is_inner && i <= page->cell_count; i++)
            mark_and_list(pages, page_child(page, i), mark, &waiting);
    }
}

/* How much of a record stands in the page itself (§1.6). */
static size_t local_length(const struct page *page, uint64_t payload_length)
{
    bool is_index = page->kind != PAGE_TABLE_LEAF;
    size_t usable = page->usable_bytes;
    size_t most = is_index ? (usable - 12) * 64 / 255 - 23 : usable - 35;
    size_t least = (usable - 12) * 32 / 255 - 23;
    if (payload_length <= most)
        return (size_t)payload_length;
    size_t length = least + (size_t)((payload_length - least) % (usable - 4));
    return length <= most ? length : least;
}

bool page_cell(const struct page *page, size_t index, struct cell *ret_cell)
{
    struct cell cell = {0};
    uint64_t key = 0;
    size_t at = cell_offset(page, index), length;
    if (at == SIZE_MAX || page->kind == PAGE_TABLE_INNER)
        return false;
    at += page->kind == PAGE_INDEX_INNER ? 4 : 0;
    const char *bytes = (const char *)page->bytes;
    length = varint_get(bytes + at, page->usable_bytes - at, &cell.payload_length);
    if (!length || !cell.payload_length || cell.payload_length > RECORD_BYTES_MAX)
        return false;
    at += length;
    if (page->kind == PAGE_TABLE_LEAF) {
        length = varint_get(bytes + at, page->usable_bytes - at, &key);
        if (!length)
            return false;
        at += length;
    }
    cell.key = (int64_t)key;
    cell.local = (struct str){bytes + at, local_length(page, cell.payload_length)};
    bool overflows = cell.local.length < cell.payload_length;
    if (page->usable_bytes - at < cell.local.length + (overflows ? 4 : 0))
        return false;
    if (overflows)
        cell.overflow = read_32(page->bytes + at + cell.local.length);
    *ret_cell = cell;
    return true;
}

bool pages_append_record(struct pages *pages, const struct cell *cell, struct buffer *out)
{
    uint64_t left = cell->payload_length - cell->local.length;
    uint32_t number = cell->overflow;
    if (left > (uint64_t)pages->count * pages->usable_bytes)
        return false;
    CLEANUP_FREE unsigned char *bytes = memory_new(pages->page_bytes);
    buffer_append(out, cell->local);
    while (left) {
        size_t part = pages->usable_bytes - 4;
        part = left < part ? (size_t)left : part;
        if (!pages->overflow_reads_left || number < 2 ||
            !read_bytes(pages, number, part + 4, bytes) || pages->marks[number] == PAGE_FREE)
            return false;
        pages->overflow_reads_left--;
        buffer_append(out, (struct str){(const char *)bytes + 4, part});
        left -= part;
        number = read_32(bytes);
    }
    return number == 0;
}

/* Serial types (§2.1). */
static bool serial_fits(uint64_t serial, char letter)
{
    switch (letter) {
    case 'k':
        return serial == 0;
    case 'i':
        return (serial >= 1 && serial <= 6) || serial == 8 || serial == 9;
    case 't':
        return serial >= 13 && serial % 2 == 1;
    case 'b':
        return serial >= 12 && serial % 2 == 0;
    default:
        return false;
    }
}

static uint64_t serial_length(uint64_t serial)
{
    static const unsigned char lengths[12] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return serial < ARRAY_LENGTH(lengths) ? lengths[serial] : (serial - 12) / 2;
}

/* The header of a record that is payload_length bytes long, all of it: its length, 0 when it does
 * not fit. */
static size_t read_header(struct str record, uint64_t payload_length, const char *shape,
                          uint64_t *ret_serials)
{
    uint64_t header_length, body_length = 0;
    size_t column_count = strlen(shape), at;
    at = varint_get(record.bytes, record.length, &header_length);
    if (!at || header_length > record.length || column_count > RECORD_COLUMNS_MAX)
        return 0;
    for (size_t i = 0; i < column_count; i++) {
        size_t length = varint_get(record.bytes + at, header_length - at, &ret_serials[i]);
        if (!length || !serial_fits(ret_serials[i], shape[i]))
            return 0;
        at += length;
        body_length += serial_length(ret_serials[i]);
    }
    return at == header_length && header_length + body_length == payload_length ? at : 0;
}

bool cell_has_shape(const struct cell *cell, const char *shape)
{
    uint64_t serials[RECORD_COLUMNS_MAX];
    return read_header(cell->local, cell->payload_length, shape, serials) > 0;
}

/* Two's complement. The types 8 and 9 are the numbers 0 and 1. */
static int64_t read_integer(const char *bytes, uint64_t serial)
{
    size_t length = (size_t)serial_length(serial);
    if (!length)
        return serial == 9;
    uint64_t number = read_big_endian((const unsigned char *)bytes, length);
    uint64_t sign = (uint64_t)1 << (length * 8 - 1);
    return (int64_t)((number ^ sign) - sign);
}

bool record_read(struct str record, int64_t key, const char *shape, struct record_value *ret_values)
{
    uint64_t serials[RECORD_COLUMNS_MAX];
    struct record_value values[RECORD_COLUMNS_MAX];
    size_t at = read_header(record, record.length, shape, serials), column_count = strlen(shape);
    if (!at)
        return false;
    for (size_t i = 0; i < column_count; i++) {
        size_t length = (size_t)serial_length(serials[i]);
        struct str bytes = {record.bytes + at, length};
        int64_t integer = shape[i] == 'k'   ? key
                          : shape[i] == 'i' ? read_integer(bytes.bytes, serials[i])
                                            : 0;
        values[i] = (struct record_value){shape[i], integer, bytes};
        at += length;
    }
    memcpy(ret_values, values, column_count * sizeof *values);
    return true;
}
