#include "find/terms.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/tokens.h"

enum { WINDOW = 1 << 16 };

struct term {
    struct matcher *matcher; /* of words, or */
    struct finder *finder;   /* of a regular expression or pinyin */
};

struct terms {
    struct term terms[TERMS_MAX];
    size_t count;
};

static void add_finder(struct terms *terms, enum finder_kind kind, struct str pattern)
{
    struct error ignored; /* the query has been run: the pattern is right */
    struct finder *finder;
    if (terms->count < TERMS_MAX && finder_new(kind, pattern, &finder, &ignored) == STATUS_OK)
        terms->terms[terms->count++] = (struct term){.finder = finder};
}

static void add_matcher(struct terms *terms, struct str text, unsigned flags)
{
    if (terms->count < TERMS_MAX)
        terms->terms[terms->count++] = (struct term){.matcher = matcher_new(text, flags)};
}

struct terms *terms_new(const struct query *query)
{
    struct terms *terms = memory_new(sizeof *terms);
    for (size_t i = 0; i < query->term_count; i++) {
        const struct query_node *node = query->terms[i];
        if (node->kind == QUERY_REGEX)
            add_finder(terms, FINDER_REGEX, node->text);
        else if (node->kind == QUERY_PINYIN)
            add_finder(terms, FINDER_PINYIN, node->text);
        else
            add_matcher(terms, node->text, MATCHER_WHOLE | (node->is_exact ? MATCHER_EXACT : 0));
    }
    return terms;
}

static bool add_token(const struct token *token, void *closure)
{
    struct terms *terms = closure;
    if (!token->is_colocated && token->text.length > 1)
        add_matcher(terms, token->text, MATCHER_WHOLE);
    return terms->count < TERMS_MAX;
}

struct terms *terms_new_loose(const struct query *query)
{
    struct terms *terms = memory_new(sizeof *terms);
    CLEANUP_BUFFER struct buffer content = {0};
    query_append_content(query, &content);
    tokens_walk(buffer_str(&content), TOKENS_MAIN, add_token, terms);
    return terms;
}

struct terms *terms_of_finder(struct finder *finder)
{
    struct terms *terms = memory_new(sizeof *terms);
    terms->terms[terms->count++] = (struct term){.finder = finder};
    return terms;
}

void terms_free(struct terms *terms)
{
    if (!terms)
        return;
    for (size_t i = 0; i < terms->count; i++) {
        matcher_free(terms->terms[i].matcher);
        finder_free(terms->terms[i].finder);
    }
    free(terms);
}

size_t terms_count(const struct terms *terms)
{
    return terms->count;
}

/* Whether a comes before b: further up, or as far up and longer. */
static bool is_before(struct match a, struct match b)
{
    return a.start < b.start || (a.start == b.start && a.end > b.end);
}

static enum status next_of(const struct term *term, struct haystack haystack, size_t from,
                           size_t limit, struct match *ret_match, struct error *error)
{
    if (term->finder)
        return finder_next(term->finder, haystack, from, limit, ret_match, error);
    return matcher_next(term->matcher, haystack, from, limit, ret_match) ? STATUS_OK
                                                                         : STATUS_NOT_FOUND;
}

enum status terms_next(const struct terms *terms, struct haystack haystack, size_t from,
                       size_t limit, struct snippet_match *ret_match, struct error *error)
{
    enum status result = STATUS_NOT_FOUND;
    struct match match;
    for (size_t i = 0; i < terms->count; i++) {
        enum status status = next_of(&terms->terms[i], haystack, from, limit, &match, error);
        bool is_first = result != STATUS_OK || is_before(match, ret_match->match);
        if (status == STATUS_OK && is_first) {
            *ret_match = (struct snippet_match){match, (uint16_t)i};
            limit = (size_t)match.start + 1;
        }
        if (status == STATUS_OK || result == STATUS_NOT_FOUND)
            result = status;
    }
    return result;
}

void terms_scan_begin(struct terms_scan *scan, const struct terms *terms, struct haystack haystack,
                      size_t from, size_t limit)
{
    scan->terms = terms;
    scan->from = from;
    scan->status = STATUS_NOT_FOUND;
    for (size_t i = 0; i < terms->count; i++) {
        const struct term *term = &terms->terms[i];
        struct terms_cursor *cursor = &scan->cursors[i];
        cursor->has_match = cursor->is_done = false;
        if (term->finder)
            finder_scan_begin(&cursor->scan, term->finder, haystack, from, limit);
        else
            matcher_scan_begin(&cursor->scan.matches, term->matcher, haystack, from, limit);
    }
}

/* The term's first match from scan->from on. */
static enum status advance(struct terms_scan *scan, size_t index, struct error *error)
{
    const struct term *term = &scan->terms->terms[index];
    struct terms_cursor *cursor = &scan->cursors[index];
    enum status status;
    cursor->has_match = false;
    cursor->scan.from = cursor->scan.matches.from = scan->from;
    if (term->finder)
        status = finder_scan_next(&cursor->scan, &cursor->match, error);
    else
        status =
            matcher_scan_next(&cursor->scan.matches, &cursor->match) ? STATUS_OK : STATUS_NOT_FOUND;
    cursor->has_match = status == STATUS_OK;
    cursor->is_done = status != STATUS_OK;
    return status;
}

enum status terms_scan_next(struct terms_scan *scan, struct snippet_match *ret_match,
                            struct error *error)
{
    const struct terms_cursor *first = NULL;
    for (size_t i = 0; i < scan->terms->count; i++) {
        struct terms_cursor *cursor = &scan->cursors[i];
        bool is_over = cursor->has_match && cursor->match.start < scan->from;
        if (!cursor->is_done && (!cursor->has_match || is_over)) {
            enum status status = advance(scan, i, error);
            if (status != STATUS_OK && status != STATUS_NOT_FOUND)
                scan->status = status;
        }
        if (cursor->has_match && (!first || is_before(cursor->match, first->match)))
            first = cursor;
    }
    if (!first)
        return scan->status;
    *ret_match = (struct snippet_match){first->match, (uint16_t)(first - scan->cursors)};
    scan->from = first->match.end;
    return STATUS_OK;
}

/* The last match in [start, end), which are found from the left. */
static enum status last_within(const struct terms *terms, struct haystack haystack, size_t start,
                               size_t end, struct snippet_match *ret_match, struct error *error)
{
    struct snippet_match match;
    struct terms_scan scan;
    enum status result = STATUS_NOT_FOUND, status;
    terms_scan_begin(&scan, terms, haystack, start, end);
    while ((status = terms_scan_next(&scan, &match, error)) == STATUS_OK) {
        *ret_match = match;
        result = STATUS_OK;
    }
    return status == STATUS_NOT_FOUND ? result : status;
}

enum status terms_previous(const struct terms *terms, struct haystack haystack, size_t from,
                           size_t before, struct snippet_match *ret_match, struct error *error)
{
    size_t end = before < haystack.text.length ? before : haystack.text.length;
    enum status status = STATUS_NOT_FOUND;
    /* Windows further and further back. */
    while (end > from && status == STATUS_NOT_FOUND) {
        size_t start = end - from > WINDOW ? grapheme_floor(haystack.text, end - WINDOW) : from;
        start = start > from ? start : from;
        status = last_within(terms, haystack, start, end, ret_match, error);
        end = start;
    }
    return status;
}

size_t terms_all(const struct terms *terms, struct haystack haystack,
                 struct snippet_match **ret_matches)
{
    struct snippet_match *matches = NULL, match;
    size_t count = 0, capacity = 0;
    struct error ignored;
    struct terms_scan scan;
    terms_scan_begin(&scan, terms, haystack, 0, SIZE_MAX);
    while (terms_scan_next(&scan, &match, &ignored) == STATUS_OK) {
        ARRAY_RESERVE(matches, count, capacity);
        matches[count++] = match;
    }
    *ret_matches = matches;
    return count;
}
