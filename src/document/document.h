/* An article: immutable once built, everything in it lives in its arena.
 *
 *   text    block 0 \n block 1 \n block 2 …        one UTF-8 buffer, NFC, no control characters
 *           └─ spans lie inside one block ─┘       but \n (and, inside code, \t)
 *
 * Blocks are in text order and do not overlap; blocks[i].end < blocks[i+1].start, with nothing but \n
 * between them. Inside a block \n is a line break of the author's (<br>, verse, code). Spans are sorted
 * by start, longer first, and nest or follow each other. A place is a byte offset at a grapheme boundary.
 * What is only shown (list markers, indents, gaps, full-width marks, ruby readings) is never in text. */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "base/arena.h"
#include "text/charset.h"

#include <stdint.h>

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,    /* level 1..6 */
    BLOCK_QUOTE,      /* a paragraph of a quotation; quote_depth >= 1 */
    BLOCK_LIST_ITEM,  /* level 1.. = nesting depth; value by flags below */
    BLOCK_CODE,       /* lines with their blanks as they are */
    BLOCK_TABLE_CELL, /* value indexes cells[]; the cells of a table follow each other by row, column */
    BLOCK_FIGURE,     /* alternative text and caption; a LINK span may hold the image's URL */
    BLOCK_RULE,       /* text empty, or the author's own mark (* * *) */
    BLOCK_FOOTNOTE,
    BLOCK_KIND_COUNT,
};

/* Why a block is boilerplate: kept, folded away in the reader, left out by writers of text. */
enum aside {
    ASIDE_NONE,
    ASIDE_NOTICE,     /* disclaimers, copyright, membership terms */
    ASIDE_NAVIGATION, /* menus, breadcrumbs, "more", pagers, buttons */
    ASIDE_RELATED,    /* other articles */
    ASIDE_COMMENTS,
    ASIDE_SHARE,      /* share, follow, subscribe, download the app */
    ASIDE_FILE,       /* upload names, uploader, counters */
    ASIDE_OTHER,
    ASIDE_COUNT,
};

enum block_flag {
    BLOCK_FRONT = 1,          /* title, subtitle, byline or dateline, which the reader sets at the top */
    BLOCK_ORDERED = 2,        /* list item numbered value; else bulleted */
    BLOCK_MARKER_IN_TEXT = 4, /* the first value bytes are the author's own marker ("1. ", "- ", "## ") */
    BLOCK_CONTINUES = 8,      /* a further paragraph of the same list item, footnote or quote */
    BLOCK_VERSE = 16,         /* lines are the author's: no indent; \n inside */
    BLOCK_CENTERED = 32,
};

struct block {
    uint32_t start, end; /* bytes of text, half-open */
    uint32_t value;
    uint16_t flags;      /* enum block_flag */
    uint8_t kind;        /* enum block_kind */
    uint8_t level;
    uint8_t quote_depth; /* 0.. enclosing quotations */
    uint8_t aside;       /* enum aside */
};

struct cell {
    uint32_t table; /* 0.., increasing through the document */
    uint16_t row, column;
    uint16_t row_span, column_span; /* at least 1, bounded by the table */
    bool is_header;
};

enum span_kind {
    SPAN_STRONG,
    SPAN_EMPHASIS,
    SPAN_CODE,
    SPAN_LINK, /* target: absolute URL, or "#name" when it stays in the article */
    SPAN_RUBY, /* target: the reading, shown after the base in brackets */
    SPAN_SUPERSCRIPT,
    SPAN_SUBSCRIPT,
    SPAN_STRIKE,
    SPAN_MARK,
    SPAN_FOOTNOTE_REFERENCE, /* target: "#name" of the footnote */
    SPAN_ANCHOR,             /* target: the name that "#name" links go to; may be empty */
    SPAN_KIND_COUNT,
};

struct span {
    uint32_t start, end;
    uint32_t target; /* index into targets[], 0 = none */
    uint8_t kind;    /* enum span_kind */
};

/* Absent strings are empty. Dates are ISO 8601, as much as is known: 2024-03-01T08:00:00+08:00,
 * 2024-03-01, 2024, and --01-13 when no year is given. */
struct metadata {
    struct str title, subtitle;
    struct str byline;    /* names, separated by ", " */
    struct str site;
    struct str url, canonical_url;
    struct str language;  /* BCP 47, declared or guessed; never longer than 35 bytes */
    struct str published, saved;
    struct charset_decision charset;
    bool is_incomplete;   /* the text breaks off */
    bool language_is_guessed;
    uint32_t extractor;   /* version of what made this document */
};

struct document {
    struct arena *arena;
    struct str text;
    const struct block *blocks;
    size_t block_count;
    const struct span *spans;
    size_t span_count;
    const uint32_t *span_roots; /* by span: the outermost one that holds it, or itself */
    const struct cell *cells;
    size_t cell_count;
    const struct str *targets;
    size_t target_count;
    struct metadata metadata;
};

void document_free(struct document *document); /* NULL is fine */
struct str document_block_text(const struct document *document, size_t block);
/* The block that holds offset, or the last one that starts before it. block_count > 0. */
size_t document_block_at(const struct document *document, size_t offset);
/* Index of the first span that ends after offset; walk on from there while start < your end. */
size_t document_span_from(const struct document *document, size_t offset);

/* Reading time of [start, end) without asides: Han, kana and Hangul by character, 400 a minute, the
 * rest by word, 230 a minute. Ranges over 256 KB are estimated from samples. */
double document_minutes(const struct document *document, size_t start, size_t end);
/* Code points of the body without asides, blanks not counted; exact. */
size_t document_characters(const struct document *document);

/* Both of the whole, as lists show them: minutes are rounded up. */
struct extent {
    size_t character_count, minutes;
};
struct extent document_extent(const struct document *document);

const char *block_kind_name(enum block_kind kind); /* "heading", "list item" … as in JSON */
const char *span_kind_name(enum span_kind kind);
const char *aside_name(enum aside aside);

#endif
