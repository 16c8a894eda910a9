/* What matcher.c, matcher_anchor.c and matcher_place.c share. */
#ifndef FIND_MATCHER_PRIVATE_H
#define FIND_MATCHER_PRIVATE_H

#include "find/fingerprint.h"
#include "find/matcher.h"
#include "text/fold.h"

struct matcher {
    uint32_t *points; /* of the term: folded, ' ' for each run of blanks; or, exact, as they are */
    size_t count;     /* 0: matches nothing */
    struct buffer exact; /* the term's bytes, when they count */
    bool is_exact, begins_word;
    bool is_simple; /* one code point that may stand anywhere */
    bool is_triple; /* and a candidate is always one: it has few spellings, all of three bytes */
    /* What is scanned for: the beginnings of all characters whose folded form holds points[anchor],
     * or, exact, the bytes from anchor_offset on. */
    size_t anchor, anchor_offset;
    struct fingerprint fingerprint;
};

/* Chooses the anchor and fills in the fingerprint. */
void matcher_prepare(struct matcher *matcher);

/* One folded code point of a text. */
struct place {
    size_t start; /* of the step that it is in */
    unsigned index;
    struct fold_step step;
};

static inline uint32_t place_point(const struct place *place)
{
    return place->step.points[place->index];
}

/* Whether it goes on the character before, in its own step. */
static inline bool place_joins(const struct place *place)
{
    return place->index > 0 && fold_joins(place_point(place));
}

/* To the next or the one before, over what is removed and line breaks that count for nothing; false
 * when there is none, place then being anything. */
bool place_forward(struct haystack haystack, struct place *place);
bool place_backward(struct haystack haystack, struct place *place);
/* A blank that a blank of the term may stand for. */
bool place_is_blank(struct haystack haystack, const struct place *place);

#endif
