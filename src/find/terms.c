#include "find/terms.h"

#include "base/memory.h"
#include "text/tokens.h"

enum { TERMS_MAX = 64 };

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

static bool next_of(const struct term *term, struct haystack haystack, size_t from, size_t limit,
                    struct match *ret_match)
{
    struct error ignored; /* what takes too long is not lit */
    return term->finder ? finder_next(term->finder, haystack, from, limit, ret_match, &ignored) ==
                              STATUS_OK
                        : matcher_next(term->matcher, haystack, from, limit, ret_match);
}

/* Whether a comes before b: further up, or as far up and longer. */
static bool is_before(struct match a, struct match b)
{
    return a.start < b.start || (a.start == b.start && a.end > b.end);
}

bool terms_next(const struct terms *terms, struct haystack haystack, size_t from, size_t limit,
                struct snippet_match *ret_match)
{
    bool is_found = false;
    struct match match;
    for (size_t i = 0; i < terms->count; i++) {
        if (!next_of(&terms->terms[i], haystack, from, limit, &match) ||
            (is_found && !is_before(match, ret_match->match)))
            continue;
        *ret_match = (struct snippet_match){match, (uint16_t)i};
        is_found = true;
        limit = (size_t)match.start + 1;
    }
    return is_found;
}

static int compare(const void *a, const void *b)
{
    const struct snippet_match *left = a, *right = b;
    return is_before(left->match, right->match)   ? -1
           : is_before(right->match, left->match) ? 1
                                                  : (int)left->term - (int)right->term;
}

size_t terms_all(const struct terms *terms, struct haystack haystack,
                 struct snippet_match **ret_matches)
{
    struct snippet_match *matches = NULL;
    size_t count = 0, capacity = 0, kept = 0;
    for (size_t i = 0; i < terms->count; i++) {
        struct match match;
        for (size_t at = 0; next_of(&terms->terms[i], haystack, at, SIZE_MAX, &match);
             at = match.end) {
            ARRAY_RESERVE(matches, count, capacity);
            matches[count++] = (struct snippet_match){match, (uint16_t)i};
        }
    }
    if (count)
        qsort(matches, count, sizeof *matches, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || matches[i].match.start >= matches[kept - 1].match.end)
            matches[kept++] = matches[i];
    *ret_matches = matches;
    return kept;
}
