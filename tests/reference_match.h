/* What "the text holds the term" means, by brute force on folded steps: the yardstick of the tokens
 * and of the matcher. */
#ifndef TESTS_REFERENCE_MATCH_H
#define TESTS_REFERENCE_MATCH_H

#include "base/memory.h"
#include "text/fold.h"
#include "text/utf8.h"

struct reference_point {
    uint32_t point;
    size_t start, end; /* of its step */
    bool joins;        /* goes on the character before */
    bool is_border;    /* a \n between blocks, or U+001E */
};

struct reference {
    struct reference_point *points;
    size_t count, capacity;
};

static inline void reference_add(struct reference *reference, struct reference_point point)
{
    ARRAY_RESERVE(reference->points, reference->count, reference->capacity);
    reference->points[reference->count++] = point;
}

/* Takes out the line breaks between characters of runs. */
static inline void reference_join_lines(struct reference *reference)
{
    size_t count = 0;
    for (size_t i = 0; i < reference->count; i++) {
        const struct reference_point *p = &reference->points[i];
        bool is_inner = p->point == '\n' && !p->is_border && count && i + 1 < reference->count &&
                        reference->points[i - 1].point != '\n' &&
                        fold_kind(reference->points[count - 1].point) == FOLD_SUBSTRING &&
                        fold_kind(p[1].point) == FOLD_SUBSTRING;
        if (!is_inner)
            reference->points[count++] = *p;
    }
    reference->count = count;
}

/* borders: offsets of the \n that part blocks, ended by SIZE_MAX; or NULL. */
static inline struct reference reference_new(struct str text, const size_t *borders)
{
    struct reference reference = {0};
    struct fold_step step;
    for (size_t at = 0; at < text.length; at = step.end) {
        bool is_border = text.bytes[at] == '\x1e';
        for (const size_t *border = borders; border && *border != SIZE_MAX; border++)
            is_border |= *border == at;
        fold_step(text, at, &step);
        for (unsigned i = 0; i < step.count; i++)
            reference_add(&reference,
                          (struct reference_point){step.points[i], at, step.end,
                                                   i > 0 && fold_joins(step.points[i]), is_border});
    }
    reference_join_lines(&reference);
    return reference;
}

/* The term's points: no blanks at the ends, one for each run of blanks. */
static inline struct reference reference_term(struct str term)
{
    struct reference all = {0}, kept = {0};
    struct fold_step step;
    for (size_t at = 0; at < term.length; at = step.end) {
        fold_step(term, at, &step);
        for (unsigned i = 0; i < step.count; i++)
            reference_add(&all, (struct reference_point){.point = step.points[i]});
    }
    for (size_t i = 0; i < all.count; i++) {
        bool is_blank = fold_kind(all.points[i].point) == FOLD_BLANK;
        if (is_blank)
            all.points[i].point = ' ';
        if (!is_blank || (kept.count && kept.points[kept.count - 1].point != ' '))
            reference_add(&kept, all.points[i]);
    }
    if (kept.count && kept.points[kept.count - 1].point == ' ')
        kept.count--;
    free(all.points);
    return kept;
}

static inline bool reference_is_blank(const struct reference *text, size_t index)
{
    return index < text->count && !text->points[index].is_border &&
           fold_kind(text->points[index].point) == FOLD_BLANK;
}

/* The end of the match that starts at text->points[index], or 0. */
static inline size_t reference_match_at(const struct reference *text, const struct reference *term,
                                        size_t index, bool is_whole)
{
    bool is_substring = false;
    for (size_t i = 0; i < term->count; i++)
        is_substring |= fold_kind(term->points[i].point) == FOLD_SUBSTRING;
    if (term->count == 0 || text->points[index].joins)
        return 0;
    if (is_whole && !is_substring && index > 0 && fold_kind(term->points[0].point) == FOLD_WORD &&
        fold_kind(text->points[index - 1].point) == FOLD_WORD)
        return 0;
    size_t at = index;
    for (size_t i = 0; i < term->count; i++) {
        uint32_t point = term->points[i].point;
        if (point == ' ' && !reference_is_blank(text, at))
            return 0;
        if (point != ' ' &&
            (at >= text->count || text->points[at].point != point || point == FOLD_ILL_FORMED))
            return 0;
        at++;
        while (point == ' ' && reference_is_blank(text, at))
            at++;
    }
    return at < text->count && text->points[at].joins ? 0 : at;
}

static inline bool reference_holds(struct str text, struct str term)
{
    struct reference points = reference_new(text, NULL), wanted = reference_term(term);
    bool is_found = false;
    for (size_t i = 0; i < points.count && !is_found; i++)
        is_found = reference_match_at(&points, &wanted, i, true) != 0;
    free(points.points);
    free(wanted.points);
    return is_found;
}

#endif
