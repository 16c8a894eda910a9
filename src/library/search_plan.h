/* How a query is answered: by one phrase expression of the index, or leaf by leaf. Inside the
 * library layer only. */
#ifndef LIBRARY_SEARCH_PLAN_H
#define LIBRARY_SEARCH_PLAN_H

#include "library/evaluate.h"
#include "library/rank.h"

enum plan_kind {
    PLAN_MATCH,  /* match and the filters say it all */
    PLAN_SINGLE, /* one character and nothing else */
    PLAN_SETS,   /* the tree is evaluated to a set */
};

struct search_plan {
    enum plan_kind kind;
    struct buffer match;     /* FTS5 expression over text_index (MATCH) or single_index (SINGLE) */
    struct buffer character; /* of SINGLE */
    struct buffer title_match; /* the same over the title in shelf_index */
    struct buffer quick_match; /* of MATCH, without words that only begin so */
    bool is_quick_all;         /* it finds what match finds */
    size_t quick_token_count;
    struct buffer phrases[RANK_PHRASES]; /* of match, one by one */
    size_t phrase_count;
    struct id_set set; /* SETS: the articles; MATCH: those that the filters leave */
    bool has_set;
    struct id_set trash;
    const struct id_set *without; /* trash, or NULL when it is empty or asked for */
};

/* is_glance: SETS is not evaluated, its set is empty. */
MUST_CHECK enum status search_plan_make(struct library *library, const struct query *query,
                                        bool is_glance, struct search_plan *ret_plan,
                                        struct error *error);
void search_plan_release(struct search_plan *plan);

#endif
