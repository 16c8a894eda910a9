/* What a term is scanned for: one of its first code points, met seldom and spelled in few ways. */
#include "find/matcher_private.h"

#include "base/memory.h"
#include "text/utf8.h"

enum { ANCHOR_POINTS = 32 };

/* How often a folded code point is met, as a share of all bytes of prose that has any of its kind.
 */
static double point_share(uint32_t point)
{
    /* Commonest first; the shares fall about as 1 / rank. */
    static const char common[] =
        "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家"
        "学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经"
        "头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者"
        "のにはをたがでてとしれさいなるもこかんっくりうあらけまよそきつせーいし";
    size_t rank = 1;
    for (size_t at = 0; at + 1 < sizeof common; rank++) {
        uint32_t known;
        at += utf8_decode((struct str){common, sizeof common - 1}, at, &known);
        if (known == point)
            return 0.02 / (double)rank + 0.0004;
    }
    return 0.0001;
}

static void add_all(bool bytes[256], unsigned first, unsigned last)
{
    for (unsigned byte = first; byte <= last; byte++)
        bytes[byte] = true;
}

/* What may follow a character at once: what begins the code point of the term after it; in between,
 * marks and what is removed, none of which begins with E4..E9. */
static void add_following(const struct matcher *matcher, size_t index, bool bytes[256])
{
    if (index >= matcher->count) {
        add_all(bytes, 0, 255);
        return;
    }
    uint32_t point = matcher->points[index];
    CLEANUP_FREE uint32_t *sources = NULL;
    size_t count = fold_spellings(point, &sources);
    add_all(bytes, 0x80, 0xE3);
    add_all(bytes, 0xEA, 0xFF);
    for (size_t i = 0; i < count; i++) {
        char spelling[4];
        utf8_encode(sources[i], spelling);
        bytes[(unsigned char)spelling[0]] = true;
    }
    if (point == ' ')
        bytes['\n'] = true;
}

static void add_second_following(const struct matcher *matcher, size_t index, bool bytes[256])
{
    add_all(bytes, 0x80, 0xFF);
    add_following(matcher, index + 1, bytes);
    if (index < matcher->count && matcher->points[index] == ' ')
        add_following(matcher, index, bytes);
}

/* The bytes that one spelling of points[index] begins with, and what follows it if it is short. */
static void spelling_set(const struct matcher *matcher, size_t index, uint32_t source,
                         struct byte_sets *set)
{
    char bytes[4];
    struct fold_step step;
    size_t length = utf8_encode(source, bytes);
    memset(set, 0, sizeof *set);
    for (size_t i = 0; i < FINGERPRINT_BYTES && i < length; i++)
        set->bytes[i][(unsigned char)bytes[i]] = true;
    fold_step((struct str){bytes, length}, 0, &step);
    bool is_single = step.count == 1;
    /* A blank of the term goes on; a character of several has more of the term in it. */
    bool goes_on = matcher->points[index] == ' ' || !is_single;
    for (size_t i = length; i < FINGERPRINT_BYTES; i++) {
        if (goes_on)
            add_all(set->bytes[i], 0, 255);
        else if (i == length)
            add_following(matcher, index + 1, set->bytes[i]);
        else
            add_second_following(matcher, index + 1, set->bytes[i]);
    }
}

/* Whether each bucket is of one Han character alone, so that what fits it is that. */
static bool are_triples(const uint32_t *sources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sources[i] < 0x4E00 || sources[i] > 0x9FFF)
            return false;
    return count <= FINGERPRINT_BUCKETS;
}

static size_t spelling_sets(struct matcher *matcher, size_t index, struct byte_sets **ret_sets)
{
    CLEANUP_FREE uint32_t *sources = NULL;
    uint32_t point = matcher->points[index];
    size_t count = fold_spellings(point, &sources);
    *ret_sets = memory_new((count + 1) * sizeof **ret_sets);
    for (size_t i = 0; i < count; i++)
        spelling_set(matcher, index, sources[i], &(*ret_sets)[i]);
    matcher->is_triple = matcher->is_simple && are_triples(sources, count);
    if (point == ' ') /* a line break is no spelling of it, but matched */
        spelling_set(matcher, index, '\n', &(*ret_sets)[count++]);
    return count;
}

/* How often scanning for points[index] would stop. */
static double anchor_cost(const struct matcher *matcher, size_t index)
{
    uint32_t point = matcher->points[index];
    struct byte_sets set;
    if (fold_joins(point))
        return 3;
    if (point == ' ')
        return 2;
    if (fold_kind(point) == FOLD_SUBSTRING)
        return point_share(point);
    spelling_set(matcher, index, point, &set);
    return fingerprint_share(&set);
}

static void prepare_exact(struct matcher *matcher)
{
    struct byte_sets set = {0};
    struct str bytes = buffer_str(&matcher->exact);
    double best = 2;
    size_t offset = 0;
    for (size_t i = 0; i < matcher->count && i < ANCHOR_POINTS; i++) {
        char spelling[4];
        double share = matcher->points[i] < 0x80 ? 0.01 : point_share(matcher->points[i]);
        if (share < best) {
            best = share;
            matcher->anchor_offset = offset;
        }
        offset += utf8_encode(matcher->points[i], spelling);
    }
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
        size_t at = matcher->anchor_offset + i;
        if (at < bytes.length)
            set.bytes[i][(unsigned char)bytes.bytes[at]] = true;
        else
            add_all(set.bytes[i], 0, 255);
    }
    fingerprint_init(&matcher->fingerprint, &set, 1);
}

void matcher_prepare(struct matcher *matcher)
{
    if (matcher->is_exact) {
        prepare_exact(matcher);
        return;
    }
    double best = 4;
    for (size_t i = 0; i < matcher->count && i < ANCHOR_POINTS; i++) {
        double cost = anchor_cost(matcher, i);
        if (cost < best) {
            best = cost;
            matcher->anchor = i;
        }
    }
    CLEANUP_FREE struct byte_sets *sets = NULL;
    size_t count = spelling_sets(matcher, matcher->anchor, &sets);
    fingerprint_init(&matcher->fingerprint, sets, count);
}
