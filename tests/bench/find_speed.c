/* Finding in 100 MB of Chinese, against memmem in the same run. */
#include "base/memory.h"
#include "find/matcher.h"
#include "find/regex.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { MEGABYTE = 1000000, SIZE_MB = 100 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Characters as often as in prose, roughly: 的 once in 137 bytes, marks in twelve characters, and
 * the words looked for. */
static struct str make_text(struct buffer *out)
{
    static const char common[] =
        "一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对"
        "可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面"
        "公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者";
    uint64_t seed = 88172645463325252u;
    buffer_reserve(out, (size_t)SIZE_MB * MEGABYTE + 100);
    size_t count = utf8_count((struct str){common, sizeof common - 1});
    while (out->length < (size_t)SIZE_MB * MEGABYTE) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        unsigned roll = (unsigned)(seed >> 20) % 100000, pick = (unsigned)(seed >> 40);
        if (roll < 2200)
            buffer_append_c(out, "的");
        else if (roll < 10000)
            buffer_append_c(out, pick % 4 ? "，" : pick % 8 ? "。" : "。\n");
        else if (roll < 10012)
            buffer_append_c(out, pick % 2 ? "质量" : "品質");
        else if (roll < 10100)
            buffer_append_c(out, " Linux ");
        else if (roll < 55000)
            buffer_append(out, (struct str){common + pick % count * 3, 3});
        else
            utf8_append(out, 0x4E00 + pick % 3500);
    }
    return buffer_str(out);
}

static double memmem_rate(struct str text, const char *term, size_t *ret_count)
{
    struct str needle = str_from(term);
    double start = now();
    *ret_count = 0;
    for (size_t at = str_find(text, needle, 0); at != SIZE_MAX;
         at = str_find(text, needle, at + needle.length))
        ++*ret_count;
    return (double)text.length / MEGABYTE / (now() - start);
}

static double matcher_rate(struct str text, const char *term, size_t *ret_count)
{
    double best = 1e9;
    struct match match;
    for (int i = 0; i < 3; i++) {
        struct matcher *matcher = matcher_new(str_from(term), 0);
        double start = now();
        *ret_count = 0;
        struct matcher_scan scan;
        matcher_scan_begin(&scan, matcher, (struct haystack){.text = text}, 0, SIZE_MAX);
        while (matcher_scan_next(&scan, &match))
            ++*ret_count;
        best = fmin(best, now() - start);
        matcher_free(matcher);
    }
    return (double)text.length / MEGABYTE / best;
}

/* All matches of a common character in an article of 1 MB. */
static bool report_list(struct str text)
{
    enum { BOUND_MS = 10 };
    struct matcher *matcher = matcher_new(STR("的"), 0);
    struct match *matches;
    double start = now();
    size_t count =
        matcher_all(matcher, (struct haystack){.text = str_slice(text, 0, MEGABYTE)}, &matches);
    double taken_ms = (now() - start) * 1000;
    printf("%-14s %8.3f ms for %zu in 1 MB, bound %d: %s\n", "的", taken_ms, count, BOUND_MS,
           taken_ms < BOUND_MS ? "ok" : "TOO SLOW");
    free(matches);
    matcher_free(matcher);
    return taken_ms < BOUND_MS;
}

static double pinyin_rate(struct str text, const char *query, size_t *ret_count)
{
    struct pinyin_pattern *pattern = pinyin_pattern_new(str_from(query));
    struct match match;
    double start = now();
    *ret_count = 0;
    for (size_t at = 0; pinyin_next(pattern, text, at, &match); at = match.end)
        ++*ret_count;
    pinyin_pattern_free(pattern);
    return (double)text.length / MEGABYTE / (now() - start);
}

static double regex_rate(struct str text, const char *pattern, size_t *ret_count)
{
    struct regex *regex;
    struct match match;
    struct error error;
    if (regex_new(str_from(pattern), &regex, &error) != STATUS_OK)
        return 0;
    const struct haystack haystack = {.text = text, .is_well_formed = true};
    double start = now();
    *ret_count = 0;
    for (size_t at = 0; regex_next(regex, haystack, at, SIZE_MAX, &match, &error) == STATUS_OK;
         at = match.end)
        ++*ret_count;
    regex_free(regex);
    return (double)text.length / MEGABYTE / (now() - start);
}

static bool report(const char *what, double rate, size_t count, double peer, double least)
{
    bool is_fast = rate >= least * peer;
    printf(
        "%-14s %8.0f MB/s (%zu), memmem of it or of the rarest %8.0f, ratio %.2f, bound %.2f: %s\n",
        what, rate, count, peer, rate / peer, least, is_fast ? "ok" : "TOO SLOW");
    return is_fast;
}

int main(void)
{
    /* Bounds are 3.2 GB/s, 0.5 of pinyin, and 0.3 of expressions, where memmem does 2 to 10. */
    static const struct {
        const char *term;
        double least;
    } terms[] = {{"的", 1.6},    {"质量", 0.4}, {"全无此六字串", 0.4},
                 {"linux", 0.4}, {"在", 0.8},   {"発展", 0.4}};
    static const char *const queries[] = {"zlzx", "zhiliang", "kensaku"};
    static const char *const patterns[] = {"第[一二三四五六七八九十百]+条", "\\d{4}年\\d{1,2}月",
                                           "[^。]*质量[^。]*。", "linux.{0,20}内核",
                                           "(\\p{Han}{2})\\1"};
    struct buffer buffer = {0};
    struct str text = make_text(&buffer);
    bool is_good = true;
    size_t count, memmem_count;
    for (size_t i = 0; i < ARRAY_LENGTH(terms); i++) {
        double peer = memmem_rate(text, terms[i].term, &memmem_count);
        double rate = matcher_rate(text, terms[i].term, &count);
        is_good &= report(terms[i].term, rate, count, peer, terms[i].least);
    }
    is_good &= report_list(text);
    double peer = memmem_rate(text, "的", &memmem_count);
    for (size_t i = 0; i < ARRAY_LENGTH(queries); i++) {
        double rate = pinyin_rate(text, queries[i], &count);
        is_good &= report(queries[i], rate, count, peer, 0.25);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(patterns); i++) {
        double rate = regex_rate(text, patterns[i], &count);
        is_good &=
            report(patterns[i], rate, count, peer, i + 1 < ARRAY_LENGTH(patterns) ? 0.15 : 0.1);
    }
    buffer_release(&buffer);
    return !is_good;
}
