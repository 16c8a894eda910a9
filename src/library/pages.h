/* The pages of an SQLite file, read without SQLite: for when the way through a tree is broken. The
 * file may be damaged or hostile: what does not fit together is not there. Numbers are the file's.
 */
#ifndef LIBRARY_PAGES_H
#define LIBRARY_PAGES_H

#include "base/str.h"

#include <stdint.h>

enum page_kind {
    PAGE_INDEX_INNER = 2,
    PAGE_TABLE_INNER = 5,
    PAGE_INDEX_LEAF = 10,
    PAGE_TABLE_LEAF = 13,
};

enum { PAGE_BYTES_MAX = 65536, RECORD_COLUMNS_MAX = 32 };

/* What is known of a page. */
enum page_mark { PAGE_UNKNOWN, PAGE_FREE, PAGE_OF_BROKEN, PAGE_OF_OTHER };

/* False when not all of the bytes can be read. */
typedef bool pages_read_at(void *closure, int64_t byte_offset, size_t byte_count, void *bytes);

struct pages {
    pages_read_at *read_at;
    void *closure;
    size_t page_bytes, usable_bytes; /* the end of each page can be reserved */
    uint32_t count;                  /* of whole pages; the first has the number 1 */
    unsigned char *marks;            /* an enum page_mark by page number */
    bool is_free_list_whole;         /* every free page is marked as one */
    uint64_t overflow_reads_left;    /* chains that lead through each other end here */
};

/* By the header, with the free pages marked. False: no such file, not UTF-8, or over 128 GB. */
bool pages_init(struct pages *pages, pages_read_at *read_at, void *closure, int64_t byte_count);
void pages_release(struct pages *pages);
/* Marks the pages that can be reached from a tree's root and are not marked yet. */
void pages_mark_tree(struct pages *pages, uint32_t root, enum page_mark mark);

/* A page of a tree. Large: for the heap. */
struct page {
    enum page_kind kind;
    size_t cell_count;
    size_t cells_at; /* byte offset of the array of cells' places */
    size_t usable_bytes;
    unsigned char bytes[PAGE_BYTES_MAX];
};
bool page_read(const struct pages *pages, uint32_t number, struct page *ret_page);

/* A row, or an entry of an index. */
struct cell {
    int64_t key;             /* in a table */
    uint64_t payload_length; /* of the whole record */
    struct str local;        /* its beginning, in the page */
    uint32_t overflow;       /* the page where it goes on; 0: none */
};
/* False for what is damaged, and on the inner pages of tables, which hold no rows. */
bool page_cell(const struct page *page, size_t index, struct cell *ret_cell);
/* Appends the whole record; false when it is not to be had. */
bool pages_append_record(struct pages *pages, const struct cell *cell, struct buffer *out);

struct record_value {
    char letter;     /* as in a shape */
    int64_t integer; /* of i and k */
    struct str bytes;
};
/* Whether its columns are of these types: a letter each, i integer, t text, b blob, k the key,
 * which stands outside the record. The header must lie within the page. */
bool cell_has_shape(const struct cell *cell, const char *shape);
/* Values borrow from the record; at most RECORD_COLUMNS_MAX. */
bool record_read(struct str record, int64_t key, const char *shape,
                 struct record_value *ret_values);

#endif
