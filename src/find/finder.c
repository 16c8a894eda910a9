#include "find/finder.h"

#include "base/memory.h"
#include "find/regex.h"
#include "text/grapheme.h"
#include "text/pinyin.h"

struct finder {
    enum finder_kind kind;
    struct matcher *matcher;
    struct pinyin_pattern *pinyin;
    struct regex *regex;
};

enum status finder_new(enum finder_kind kind, struct str pattern, struct finder **ret_finder,
                       struct error *error)
{
    struct regex *regex = NULL;
    enum status status =
        kind == FINDER_REGEX && pattern.length ? regex_new(pattern, &regex, error) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct finder *finder = memory_new(sizeof *finder);
    finder->kind = kind;
    finder->regex = regex;
    if (kind == FINDER_PINYIN)
        finder->pinyin = pinyin_pattern_new(pattern);
    else if (kind != FINDER_REGEX)
        finder->matcher = matcher_new(pattern, kind == FINDER_EXACT ? MATCHER_EXACT : 0);
    *ret_finder = finder;
    return STATUS_OK;
}

void finder_free(struct finder *finder)
{
    if (!finder)
        return;
    matcher_free(finder->matcher);
    pinyin_pattern_free(finder->pinyin);
    regex_free(finder->regex);
    free(finder);
}

/* A match of pinyin is of PINYIN_QUERY_MAX characters at most, and looked for no further. */
static bool pinyin_next_within(const struct pinyin_pattern *pattern, struct str text, size_t from,
                               size_t limit, struct match *ret_match)
{
    enum { REACH = PINYIN_QUERY_MAX * 32 };
    struct match match;
    if (limit < text.length && text.length - limit > REACH)
        text.length = grapheme_floor(text, limit + REACH);
    if (!pinyin_next(pattern, text, from, &match) || match.start >= limit)
        return false;
    *ret_match = match;
    return true;
}

enum status finder_next(const struct finder *finder, struct haystack haystack, size_t from,
                        size_t limit, struct match *ret_match, struct error *error)
{
    bool is_found = false;
    switch (finder->kind) {
    case FINDER_REGEX:
        return finder->regex ? regex_next(finder->regex, haystack, from, limit, ret_match, error)
                             : STATUS_NOT_FOUND;
    case FINDER_PINYIN:
        is_found = pinyin_next_within(finder->pinyin, haystack.text, from, limit, ret_match);
        break;
    case FINDER_FOLDED:
    case FINDER_EXACT:
        is_found = matcher_next(finder->matcher, haystack, from, limit, ret_match);
        break;
    case FINDER_KIND_COUNT:
        break;
    }
    return is_found ? STATUS_OK : STATUS_NOT_FOUND;
}

void finder_scan_begin(struct finder_scan *scan, const struct finder *finder,
                       struct haystack haystack, size_t from, size_t limit)
{
    scan->finder = finder;
    scan->haystack = haystack;
    scan->from = from;
    scan->limit = limit;
    if (finder->matcher)
        matcher_scan_begin(&scan->matches, finder->matcher, haystack, from, limit);
}

enum status finder_scan_next(struct finder_scan *scan, struct match *ret_match, struct error *error)
{
    const struct finder *finder = scan->finder;
    if (finder->matcher)
        return matcher_scan_next(&scan->matches, ret_match) ? STATUS_OK : STATUS_NOT_FOUND;
    enum status status =
        finder_next(finder, scan->haystack, scan->from, scan->limit, ret_match, error);
    if (status == STATUS_OK)
        scan->from = ret_match->end;
    return status;
}

enum status finder_all(const struct finder *finder, struct haystack haystack,
                       struct match **ret_matches, size_t *ret_count, struct error *error)
{
    struct match *matches = NULL, match;
    size_t count = 0, capacity = 0;
    enum status status;
    struct finder_scan scan;
    finder_scan_begin(&scan, finder, haystack, 0, SIZE_MAX);
    while ((status = finder_scan_next(&scan, &match, error)) == STATUS_OK) {
        ARRAY_RESERVE(matches, count, capacity);
        matches[count++] = match;
    }
    if (status != STATUS_NOT_FOUND) {
        free(matches);
        return status;
    }
    *ret_matches = matches;
    *ret_count = count;
    return STATUS_OK;
}
