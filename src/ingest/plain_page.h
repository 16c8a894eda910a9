/* A page in plain text: its lines as the rules read them, and which of them are not the article. */
#ifndef INGEST_PLAIN_PAGE_H
#define INGEST_PLAIN_PAGE_H

#include "ingest/plain_form.h"
#include "ingest/rules.h"

/* One line with text in the bounded head or tail that page recognition looks at. */
struct page_line {
    struct line line;
    struct rule_reading reading;
    uint8_t aside;    /* what it was found to be */
    uint8_t marker;   /* bytes of a number before it, "1. " */
    uint8_t marks;    /* commas, full stops and the like in its first 1000 bytes */
    bool is_prose;    /* long enough that no menu has it */
    bool is_sentence; /* ends as one, and is no mere word */
    bool is_repeated; /* but for its numbers, a line of the page like others */
    bool is_meta;     /* a byline, source or date line, by itself; told only of a page */
    bool is_post;     /* a post of a thread begins with it */
    bool is_apart;    /* a blank line before it */
};

struct page_part {
    struct page_line *lines;
    size_t count, capacity;
    size_t byte_start, byte_end; /* the part of the text that was read */
    size_t headline;             /* row of a page's headline, or SIZE_MAX */
    size_t body;                 /* the row where a page's text begins */
};

/* From this strength on a line may begin or end a head or tail; from the lower it counts beside
 * others. */
#define PAGE_STRONG 0.5
#define PAGE_KNOWN 0.4

/* Finds boilerplate at both ends of text. Parts hold its lines with .aside set; the tail's part is
 * empty when the head's holds the whole text. Both are freed with page_part_free. */
void page_find(struct str text, const struct form *form, const struct rules *rules,
               struct page_part *ret_head, struct page_part *ret_tail);
void page_part_free(struct page_part *part);

/* The aside that a line reads as. */
enum aside page_line_aside(const struct page_line *row);
/* How surely the rules know it as the page's, 0 below PAGE_KNOWN; prose seldom but as a notice. */
double page_line_known(const struct page_line *row);

/* plain_shape.c: how much a line by its shape alone is a page's menu or breadcrumb, 0..1. */
double shape_strength(struct str s);
/* Nothing but an e-mail address or a URL. */
bool shape_is_address(struct str s);
/* "#2", "2#": the number of a post. */
bool shape_is_floor(struct str s);
/* Sets .is_repeated. */
void shape_find_repeated(struct str text, struct page_part *part);

/* plain_body.c: when part, which holds the whole text, is a page's with an article in it, marks all
 * but that; else false, and nothing is marked. */
bool body_mark_around(struct str text, struct page_part *part, const struct rules *rules);
/* What the line adds to an article that holds it: prose more than 0, all else less. */
double body_gain(const struct page_line *row);

/* plain_headline.c: the row of the headline above a body that begins at begin, or of a question
 * that begins it; SIZE_MAX when there is none. */
size_t headline_find(struct str text, const struct page_part *part, size_t begin,
                     const struct rules *rules);
/* How much the row looks like it; below 0 not at all. */
double headline_score(struct str text, const struct page_part *part, size_t row, size_t begin,
                      const struct rules *rules);

/* plain_edges.c: marks an unbroken head and tail of boilerplate in a text that need not be a page.
 */
void edges_mark(struct str text, const struct form *form, struct page_part *head,
                struct page_part *tail);

#endif
