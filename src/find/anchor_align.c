/* Candidates come from the rarest runs of the piece and its surroundings: those that agree on where
 * the quote would begin name a region, in which the quote is aligned with the fewest edits. All is
 * bounded: SEEDS runs, VOTES places of each, REGIONS regions, HITS alignments in each; up to SMALL
 * points are searched whole. */
#include "find/anchor_private.h"

#include "base/memory.h"

#include <assert.h>

enum { SEEDS = 24, VOTES = 16, REGIONS = 8, HITS = 8, SLACK = 8, SMALL = 512 };
enum { PIECE_POINTS = ANCHOR_PIECE + 2 * ANCHOR_SIDE, REGION_MAX = 4 * PIECE_POINTS };

/* Unrelated Latin text is a quarter alike. The weights are measured (test_anchor_rates.c). */
static const double unlike = 0.25;
static const double quote_weight = 0.6, near_score = 0.1, worse_weight = 0.25;

struct region {
    size_t low, high, vote_count;
};

struct search {
    const struct anchor_space *space;
    const struct anchor_stream *stream; /* the space's */
    const struct anchor_piece *piece;
    const uint32_t *quote;
    size_t hint;
    struct anchor_hit best;
    double second_score;
};

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The i-th point away from a border. */
static uint32_t outward(const uint32_t *border, size_t i, bool is_before)
{
    return is_before ? border[-(ptrdiff_t)i - 1] : border[i];
}

/* How much of the context of count points stands in the text on the same side of a border: 1 less
 * the edits that each point needs. */
static double likeness(const uint32_t *context, size_t count, const uint32_t *text,
                       size_t available, bool is_before)
{
    enum { REACH = ANCHOR_SIDE + ANCHOR_SIDE / 4, ENOUGH = 8 };
    uint8_t costs[REACH + 1];
    const size_t reach = available < REACH ? available : REACH;
    if (count == 0)
        return 0;
    for (size_t j = 0; j <= reach; j++)
        costs[j] = (uint8_t)j;
    for (size_t i = 0; i < count; i++) {
        const uint32_t point = outward(context, i, is_before);
        uint8_t diagonal = costs[0];
        costs[0]++;
        for (size_t j = 0; j < reach; j++) {
            const bool is_equal = point == outward(text, j, is_before);
            const uint8_t through = (uint8_t)(diagonal + !is_equal);
            const uint8_t beside = costs[j] < costs[j + 1] ? costs[j] : costs[j + 1];
            diagonal = costs[j + 1];
            costs[j + 1] = through <= beside ? through : (uint8_t)(beside + 1);
        }
    }
    uint8_t least = costs[0];
    for (size_t j = 1; j <= reach; j++)
        least = costs[j] < least ? costs[j] : least;
    const double like = 1 - (double)least / (double)count;
    const double evidence = count < ENOUGH ? (double)count / ENOUGH : 1;
    return like > unlike ? (like - unlike) / (1 - unlike) * evidence : 0;
}

/* More than half of the range is another place of the old text. */
static bool is_taken(const struct anchor_space *space, size_t start, size_t end)
{
    size_t low = 0, high = space->taken_count, covered = 0;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (space->taken[middle].new_start + space->taken[middle].count <= start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < space->taken_count && space->taken[low].new_start < end; low++) {
        const size_t first = space->taken[low].new_start, last = first + space->taken[low].count;
        covered += (last < end ? last : end) - (first > start ? first : start);
    }
    return 2 * covered > end - start;
}

static void score(const struct search *search, struct anchor_hit *hit)
{
    const struct anchor_piece *piece = search->piece;
    const struct anchor_stream *stream = search->stream;
    const double before =
        likeness(search->quote, piece->before_count, stream->points + hit->start, hit->start, true);
    const double after = likeness(search->quote + piece->quote_count, piece->after_count,
                                  stream->points + hit->end, stream->count - hit->end, false);
    const double alike = 1 - (double)hit->edit_count / (double)piece->quote_count;
    hit->better = before > after ? before : after;
    hit->worse = before > after ? after : before;
    const double sides = (1 - worse_weight) * hit->better + worse_weight * hit->worse;
    hit->score = quote_weight * alike + (1 - quote_weight) * sides;
}

static void consider(struct search *search, size_t start, size_t end, size_t edit_count)
{
    struct anchor_hit hit = {.start = start, .end = end, .edit_count = edit_count};
    if (is_taken(search->space, start, end))
        return;
    score(search, &hit);
    const bool overlaps =
        search->best.score >= 0 && start < search->best.end && search->best.start < end;
    const bool is_better =
        hit.score > search->best.score ||
        (hit.score == search->best.score &&
         distance(start, search->hint) < distance(search->best.start, search->hint));
    const double beaten = is_better ? search->best.score : hit.score;
    if (!overlaps && beaten > search->second_score)
        search->second_score = beaten;
    if (is_better)
        search->best = hit;
}

/* Of alignments of the first i points of the quote that end at one point of the text. */
struct column {
    uint32_t costs[ANCHOR_PIECE + 1]; /* the fewest edits */
    uint32_t starts[ANCHOR_PIECE + 1];
};

/* From the column before text[at - 1] to the one after it (Sellers 1980). */
static void column_advance(struct column *column, const struct search *search, size_t at)
{
    const uint32_t point = search->stream->points[at - 1];
    uint32_t diagonal = column->costs[0], diagonal_start = column->starts[0];
    column->starts[0] = (uint32_t)at;
    for (size_t i = 0; i < search->piece->quote_count; i++) {
        uint32_t cost = diagonal + (search->quote[i] != point), start = diagonal_start;
        diagonal = column->costs[i + 1];
        diagonal_start = column->starts[i + 1];
        if (diagonal + 1 < cost) {
            cost = diagonal + 1;
            start = diagonal_start;
        }
        if (column->costs[i] + 1 < cost) {
            cost = column->costs[i] + 1;
            start = column->starts[i];
        }
        column->costs[i + 1] = cost;
        column->starts[i + 1] = start;
    }
}

/* Each place of the fewest edits, of up to a quarter of the quote, is a hit. */
static void align_region(struct search *search, const struct region *region)
{
    const size_t count = search->piece->quote_count;
    struct column column;
    uint32_t low_cost = UINT32_MAX, low_start = 0;
    size_t low_end = 0, hit_count = 0;
    bool is_falling = false;
    for (size_t i = 0; i <= count; i++) {
        column.costs[i] = (uint32_t)i;
        column.starts[i] = (uint32_t)region->low;
    }
    for (size_t at = region->low + 1; hit_count < HITS; at++) {
        const bool is_end = at > region->high;
        if (!is_end)
            column_advance(&column, search, at);
        const uint32_t cost = column.costs[count];
        if (is_falling && (is_end || cost > low_cost) && low_cost <= count / 4) {
            consider(search, low_start, low_end, low_cost);
            hit_count++;
        }
        if (is_end)
            break;
        is_falling = cost < low_cost || (is_falling && cost == low_cost);
        if (cost != low_cost) {
            low_cost = cost;
            low_start = column.starts[count];
            low_end = at;
        }
    }
}

struct seed {
    uint32_t place_count;
    uint32_t piece_offset;
};

static int compare_seeds(const void *a, const void *b)
{
    const struct seed *x = a, *y = b;
    return (x->place_count > y->place_count) - (x->place_count < y->place_count);
}

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The runs of the piece that stand in the text, the rarest first. */
static size_t collect_seeds(const struct search *search, struct seed ret_seeds[PIECE_POINTS])
{
    const struct anchor_piece *piece = search->piece;
    const size_t count = piece->before_count + piece->quote_count + piece->after_count;
    size_t seed_count = 0;
    for (size_t i = 0; i + ANCHOR_GRAM <= count; i++) {
        size_t place_count;
        (void)anchor_index_find(search->space->index, piece->points + i, &place_count);
        if (place_count)
            ret_seeds[seed_count++] = (struct seed){(uint32_t)place_count, (uint32_t)i};
    }
    qsort(ret_seeds, seed_count, sizeof *ret_seeds, compare_seeds);
    return seed_count < SEEDS ? seed_count : SEEDS;
}

/* Of many places those nearest to target: the first of VOTES of them. */
static size_t nearest(const uint32_t *places, size_t count, size_t target)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (places[middle] < target)
            low = middle + 1;
        else
            high = middle;
    }
    const size_t first = low > VOTES / 2 ? low - VOTES / 2 : 0;
    return first + VOTES > count ? count - VOTES : first;
}

/* Where in the text the quote would begin, by each place of each seed; ascending. */
static size_t collect_votes(const struct search *search, int64_t ret_votes[SEEDS * VOTES])
{
    struct seed seeds[PIECE_POINTS];
    const size_t seed_count = collect_seeds(search, seeds);
    const size_t before_count = search->piece->before_count;
    size_t vote_count = 0;
    for (size_t i = 0; i < seed_count; i++) {
        const size_t offset = seeds[i].piece_offset;
        const uint32_t *gram = search->piece->points + offset;
        size_t place_count;
        const uint32_t *places = anchor_index_find(search->space->index, gram, &place_count);
        const bool is_frequent = place_count > VOTES;
        const size_t target =
            search->hint + offset > before_count ? search->hint + offset - before_count : 0;
        const size_t first = is_frequent ? nearest(places, place_count, target) : 0;
        for (size_t k = first; k < first + (is_frequent ? VOTES : place_count); k++)
            if (memcmp(search->stream->points + places[k], gram, ANCHOR_GRAM * sizeof *gram) == 0)
                ret_votes[vote_count++] =
                    (int64_t)places[k] + (int64_t)before_count - (int64_t)offset;
    }
    qsort(ret_votes, vote_count, sizeof *ret_votes, compare_numbers);
    return vote_count;
}

/* Keeps the REGIONS with the most votes, of equal ones the nearest to the hint. */
static void add_region(const struct search *search, struct region regions[REGIONS], size_t *count,
                       struct region region)
{
    const size_t away = distance(region.low, search->hint);
    size_t at = *count < REGIONS ? (*count)++ : REGIONS;
    for (; at > 0; at--) {
        const struct region *last = &regions[at - 1];
        if (last->vote_count > region.vote_count ||
            (last->vote_count == region.vote_count && distance(last->low, search->hint) <= away))
            break;
        if (at < REGIONS)
            regions[at] = *last;
    }
    if (at < REGIONS)
        regions[at] = region;
}

static size_t collect_regions(const struct search *search, size_t low, size_t high,
                              struct region ret_regions[REGIONS])
{
    int64_t votes[SEEDS * VOTES];
    const size_t vote_count = collect_votes(search, votes);
    const size_t quote_count = search->piece->quote_count, slack = quote_count / 4 + SLACK;
    size_t region_count = 0;
    for (size_t i = 0, end; i < vote_count; i = end) {
        end = i + 1;
        while (end < vote_count && votes[end] - votes[end - 1] <= (int64_t)slack &&
               votes[end] - votes[i] < REGION_MAX)
            end++;
        const int64_t first = votes[i] - (int64_t)slack;
        const int64_t last = votes[end - 1] + (int64_t)(quote_count + slack);
        const struct region region = {first > (int64_t)low ? (size_t)first : low,
                                      last < (int64_t)high ? (size_t)(last < 0 ? 0 : last) : high,
                                      end - i};
        if (region.low < region.high)
            add_region(search, ret_regions, &region_count, region);
    }
    return region_count;
}

struct anchor_hit anchor_align(const struct anchor_space *space, const struct anchor_piece *piece,
                               size_t low, size_t high, size_t hint)
{
    struct search search = {.space = space,
                            .stream = space->stream,
                            .piece = piece,
                            .quote = piece->points + piece->before_count,
                            .hint = hint,
                            .best = {.score = -1},
                            .second_score = -1};
    struct region regions[REGIONS] = {{low, high, 1}};
    size_t region_count = 1;
    assert(piece->quote_count <= ANCHOR_PIECE && piece->before_count <= ANCHOR_SIDE &&
           piece->after_count <= ANCHOR_SIDE && high <= space->stream->count);
    if (piece->quote_count == 0 || low >= high)
        return search.best;
    if (high - low > SMALL)
        region_count = collect_regions(&search, low, high, regions);
    for (size_t i = 0; i < region_count; i++)
        align_region(&search, &regions[i]);
    search.best.is_only =
        search.best.score >= 0 && search.second_score < search.best.score - near_score;
    return search.best;
}
