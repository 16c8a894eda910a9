/* The query language of the shelf, the search view, passages and the command line: text to a tree.
 *
 * Words apart by blanks must all match; OR or a lone | between them, -x or NOT x, parentheses (AND
 * binds tighter than OR, and may be written). "a phrase", =exact, ="exact phrase", ~pinyin,
 * /regex/, and field:value, field:"a phrase" or field:(words), each with the full-width forms ： （
 * ） “ ” 「 」 『 』 and U+3000 that input methods give. A sign has its meaning only where a term
 * begins; inside a word everything is literal (C:\x, foo:bar, f(x), a-b), so what stands in a text
 * can be pasted.
 *
 * A date is a period: 2024, 2024-03, 2024-03-15, today, yesterday, this-week (from Monday),
 * last-week, this-month, last-month, this-year, last-year, or 3d 2w 6m 1y ago. before:P is earlier
 * than P begins, after:P from P's beginning on (both: of publication). added:P, read:P and
 * published:P are within P, except that added:2w is within the last two weeks; a..b includes both
 * ends, each may be missing; < and > are outside P, <= and >= include it. Numbers have the same
 * forms. sort:added ascends, sort:-added descends. */
#ifndef FIND_QUERY_H
#define FIND_QUERY_H

#include "base/arena.h"

#include <stdint.h>

enum query_kind {
    QUERY_EVERYTHING, /* only as the root: nothing was asked */
    QUERY_AND,        /* two children or more, none of them an AND */
    QUERY_OR,         /* two children or more, none of them an OR */
    QUERY_NOT,        /* one child, not a NOT */
    QUERY_TEXT,
    QUERY_PINYIN,
    QUERY_REGEX,
    QUERY_TAG,
    QUERY_SITE,
    QUERY_LANGUAGE, /* text: BCP 47 in lower case */
    QUERY_STATE,
    QUERY_STARRED,
    QUERY_TRASH,
    QUERY_INCOMPLETE,
    QUERY_HAS_NOTE,
    QUERY_HAS_PASSAGE,
    QUERY_PUBLISHED, /* low_date, high_date too */
    QUERY_ADDED,
    QUERY_READ,
    QUERY_MINUTES, /* whole minutes, as they are shown */
    QUERY_CHARACTERS,
};

enum query_field {
    QUERY_FIELD_ANY,
    QUERY_FIELD_TITLE,
    QUERY_FIELD_BYLINE,
    QUERY_FIELD_SITE,
    QUERY_FIELD_URL,
    QUERY_FIELD_TAG,
    QUERY_FIELD_NOTE,
    QUERY_FIELD_QUOTE,
    QUERY_FIELD_LANGUAGE,
    QUERY_FIELD_IS,
    QUERY_FIELD_HAS,
    QUERY_FIELD_BEFORE,
    QUERY_FIELD_AFTER,
    QUERY_FIELD_ADDED,
    QUERY_FIELD_READ,
    QUERY_FIELD_PUBLISHED,
    QUERY_FIELD_MINUTES,
    QUERY_FIELD_CHARACTERS,
    QUERY_FIELD_SORT,
    QUERY_FIELD_COUNT,
};

enum query_state { QUERY_STATE_UNREAD, QUERY_STATE_READING, QUERY_STATE_FINISHED };

enum query_sort {
    QUERY_SORT_ADDED,
    QUERY_SORT_PUBLISHED,
    QUERY_SORT_READ,
    QUERY_SORT_TITLE,
    QUERY_SORT_LENGTH,
    QUERY_SORT_PROGRESS,
    QUERY_SORT_SITE,
    QUERY_SORT_RELEVANCE, /* ascending: the best first */
};

/* So that whoever walks a tree may recurse. */
enum { QUERY_DEPTH_LIMIT = 100, QUERY_LEAF_LIMIT = 1000 };

struct query_node {
    enum query_kind kind;
    enum query_field
        field;      /* TEXT: ANY, TITLE, BYLINE, URL, NOTE or QUOTE; else as it was written */
    bool is_exact;  /* TEXT, TAG, SITE: =term */
    bool is_phrase; /* TEXT, TAG, SITE: it stood in quotes */
    enum query_state state;
    struct str text;   /* of a leaf, as typed without signs and quotes; never empty */
    int64_t low, high; /* low <= x < high; INT64_MIN and INT64_MAX are open. Dates: ms since 1970 */
    /* PUBLISHED: low_date <= x < high_date by bytes holds for the ISO dates of metadata, one of a
     * year or a month counting as its first day; none without a year. */
    struct str low_date, high_date;
    const struct query_node *const *children;
    size_t child_count;
    size_t start, end; /* bytes of the query's source */
};

/* Immutable; all of it lives until query_free. */
struct query {
    struct arena *arena;
    struct str source; /* in NFC; byte offsets count in it */
    const struct query_node *root;
    const struct query_node *const *terms; /* TEXT, PINYIN, REGEX not under a NOT: what to light */
    size_t term_count;
    bool has_sort, sort_is_descending;
    enum query_sort sort;
};

struct query_options {
    bool is_partial; /* still being typed: what is open counts as closed, what is missing is left
                        out */
    int64_t now_ms;  /* since 1970 */
    int64_t (*midnight)(
        int64_t day); /* when a local day begins, day 0 being 1970-01-01; NULL: UTC */
};

struct query_fault {
    struct error error; /* "column 12: expected …", in grapheme clusters from 1 */
    size_t byte_offset; /* of that column in the source (in NFC) */
};

/* Linear in the source's length. STATUS_USAGE: fault (may be NULL) says where and what was
 * expected. */
MUST_CHECK enum status query_parse(struct str source, const struct query_options *options,
                                   struct query **ret_query, struct query_fault *fault);
void query_free(struct query *query); /* NULL is fine */
/* Appends the canonical form: parsed again it gives the same tree and sort. */
void query_write(const struct query *query, struct buffer *out);
/* A question or a long sentence without operators: search may fall back from all to any words. */
bool query_is_question(const struct query *query);
/* Appends what a question is about: its words without those that only ask. */
void query_append_content(const struct query *query, struct buffer *out);

/* A row of the language, for --help, the man page and the help screen. */
struct query_row {
    const char *name;     /* of a field, "title", or an operator with its operands, "a OR b" */
    const char *argument; /* msgid, "DATE"; NULL: an operator */
    const char *example;
    const char *expected; /* msgid, of a field: what a value of it is */
    const char *help;     /* msgid, a sentence or more */
};
const struct query_row *query_rows(size_t *ret_count);

#endif
