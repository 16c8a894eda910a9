/* Whether the library is whole: its pages, what refers to what, the saved pages, the texts, and
 * whether the indexes say what the texts say. */
#ifndef LIBRARY_CHECK_H
#define LIBRARY_CHECK_H

#include "base/arena.h"
#include "library/library.h"

enum finding_kind {
    FINDING_FILE,     /* SQLite's pages and rows */
    FINDING_LINK,     /* something refers to what is not there */
    FINDING_ORIGINAL, /* a saved page is not what was saved */
    FINDING_TEXT,     /* a version's text cannot be read */
    FINDING_INDEX,    /* can always be made again from the texts */
    FINDING_KIND_COUNT,
};
const char *finding_kind_name(enum finding_kind kind); /* "original": as in JSON */

struct finding {
    enum finding_kind kind;
    int64_t article; /* 0: of none, or of many */
    struct str sentence;
};

/* Only so many are kept; all are counted. */
enum { FINDINGS_MAX = 1000 };

struct check_report {
    struct arena *arena; /* of the findings */
    struct finding *findings;
    size_t finding_count, finding_capacity;
    size_t total_count;
    size_t kind_counts[FINDING_KIND_COUNT];
    int64_t article_count, text_count, original_count;
    int64_t original_bytes, stored_bytes; /* as saved, and compressed */
    int64_t text_bytes, index_bytes, file_bytes;
    int64_t unindexed_count; /* articles that the index has yet to come to, which is no fault */
};
void check_report_release(struct check_report *report);

struct check_options {
    /* What share is done, in thousandths; NULL for none. */
    void (*progress)(void *closure, int thousandths);
    void *closure;
    /* Of a repair, which opens its libraries itself; as for library_set_stop. */
    library_should_stop *should_stop;
    void *stop_closure;
};

/* Reads everything, in memory for one page and one text at a time. What is found is no error;
 * STATUS_CANCELLED: library_set_stop. */
MUST_CHECK enum status check_library(struct library *library, const struct check_options *options,
                                     struct check_report *ret_report, struct error *error);

#endif
