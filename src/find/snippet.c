/* A window slides over the matches, as wide as three quarters of a snippet; the best one becomes
 * the core of a snippet, and what room is left goes to the words around it. */
#include "find/snippet.h"

#include "base/memory.h"
#include "find/clause.h"
#include "text/grapheme.h"

enum { COLUMNS_MIN = 8, BYTES_PER_COLUMN = 32 };

/* The part of a text that a snippet may be of. */
struct frame {
    struct str text;
    enum ambiguous_width ambiguous;
    size_t start, end;
};

/* Boundaries within so many columns: the last one, and those where a clause begins, SIZE_MAX for
 * none. */
struct reach {
    size_t edge, nearest, farthest;
};

static void reach_clause(struct reach *reach, const struct frame *frame, size_t at)
{
    struct str text = str_slice(frame->text, frame->start, frame->end);
    if (!clause_begins(text, at - frame->start))
        return;
    if (reach->nearest == SIZE_MAX)
        reach->nearest = at;
    reach->farthest = at;
}

static struct reach reach_back(const struct frame *frame, size_t from, size_t columns)
{
    struct reach reach = {from, SIZE_MAX, SIZE_MAX};
    size_t used = 0, floor = columns * BYTES_PER_COLUMN;
    floor = from - frame->start > floor ? from - floor : frame->start;
    for (;;) {
        reach_clause(&reach, frame, reach.edge);
        if (reach.edge <= floor)
            return reach;
        size_t before = grapheme_start_before(frame->text, reach.edge);
        used += grapheme_width(str_slice(frame->text, before, reach.edge), frame->ambiguous);
        if (used > columns || before < frame->start)
            return reach;
        reach.edge = before;
    }
}

static struct reach reach_ahead(const struct frame *frame, size_t from, size_t columns)
{
    struct reach reach = {from, SIZE_MAX, SIZE_MAX};
    size_t used = 0, ceiling = columns * BYTES_PER_COLUMN;
    ceiling = frame->end - from > ceiling ? from + ceiling : frame->end;
    for (;;) {
        reach_clause(&reach, frame, reach.edge);
        if (reach.edge >= ceiling)
            return reach;
        size_t end = grapheme_end(frame->text, reach.edge);
        used += grapheme_width(str_slice(frame->text, reach.edge, end), frame->ambiguous);
        if (used > columns || end > frame->end)
            return reach;
        reach.edge = end;
    }
}

/* Nearer to the core, until no word is cut and no mark stands on the wrong side. */
static size_t soften_start(const struct frame *frame, size_t at, size_t core)
{
    size_t softer = at;
    while (softer < core &&
           (clause_is_awkward(frame->text, softer) || frame->text.bytes[softer] == ' '))
        softer = grapheme_end(frame->text, softer);
    return softer;
}

static size_t soften_end(const struct frame *frame, size_t at, size_t core)
{
    size_t softer = at;
    while (softer > core && clause_is_awkward(frame->text, softer))
        softer = grapheme_start_before(frame->text, softer);
    return softer;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

static size_t columns_of(const struct frame *frame, size_t start, size_t end)
{
    return text_width(str_slice(frame->text, start, end), frame->ambiguous);
}

/* Where the clause of the core begins, or as far back as may be. */
static size_t left_end(const struct frame *frame, size_t core, size_t columns)
{
    struct reach back = reach_back(frame, core, columns);
    return back.nearest != SIZE_MAX ? back.nearest : soften_start(frame, back.edge, core);
}

/* Where the last whole clause ends, unless that leaves half the room empty. */
static size_t right_end(const struct frame *frame, size_t core, size_t columns)
{
    struct reach ahead = reach_ahead(frame, core, columns);
    bool is_worth_it =
        ahead.farthest == frame->end ||
        (ahead.farthest != SIZE_MAX && columns_of(frame, core, ahead.farthest) * 2 >= columns);
    return is_worth_it ? ahead.farthest : soften_end(frame, ahead.edge, core);
}

/* Further back by whole clauses into the room that is left; or by words, to a start that is inside
 * a clause anyway. */
static size_t left_end_with_rest(const struct frame *frame, size_t core, size_t start, size_t room)
{
    struct str text = str_slice(frame->text, frame->start, frame->end);
    struct reach back = reach_back(frame, core, columns_of(frame, start, core) + room);
    if (back.farthest != SIZE_MAX && back.farthest < start)
        return back.farthest;
    if (back.edge >= start || clause_begins(text, start - frame->start))
        return start;
    return soften_start(frame, back.edge, start);
}

/* The range of at most so many columns with the core in it. */
static struct match grow(const struct frame *frame, struct match core, size_t columns)
{
    size_t core_columns = columns_of(frame, core.start, core.end), taken;
    if (core_columns >= columns) {
        struct str text = str_slice(frame->text, core.start, core.end);
        size_t length = text_fit(text, columns, frame->ambiguous, &taken);
        if (length == 0)
            length = grapheme_end(text, 0);
        return (struct match){core.start, core.start + (uint32_t)length};
    }
    size_t room = columns - core_columns;
    size_t start = left_end(frame, core.start, room * 2 / 5);
    room -= columns_of(frame, start, core.start);
    size_t end = right_end(frame, core.end, room);
    room -= columns_of(frame, core.end, end);
    start = left_end_with_rest(frame, core.start, start, room);
    while (start < core.start && is_blank(frame->text.bytes[start]))
        start++;
    while (end > core.end && is_blank(frame->text.bytes[end - 1]))
        end--;
    return (struct match){(uint32_t)start, (uint32_t)end};
}

/* The block that the core is in, or all blocks that it reaches over. */
static struct frame frame_of(const struct document *document, struct match core,
                             enum ambiguous_width ambiguous)
{
    struct frame frame = {document->text, ambiguous, 0, document->text.length};
    if (document->block_count == 0)
        return frame;
    const struct block *first = &document->blocks[document_block_at(document, core.start)];
    const struct block *last = &document->blocks[document_block_at(
        document, core.end > core.start ? core.end - 1 : core.start)];
    frame.start = first->start < core.start ? first->start : core.start;
    frame.end = last->end > core.end ? last->end : core.end;
    return frame;
}

/* part is what is free of frame: other snippets may have taken some of it. */
static struct snippet make(const struct frame *frame, const struct frame *part, struct match core,
                           unsigned columns)
{
    struct match range = {(uint32_t)part->start, (uint32_t)part->end};
    size_t wanted = columns > COLUMNS_MIN ? columns : COLUMNS_MIN;
    size_t dots = text_width(STR("…"), frame->ambiguous);
    bool fits = part->end - part->start <= wanted * BYTES_PER_COLUMN &&
                columns_of(part, part->start, part->end) <= wanted;
    if (!fits || part->start > frame->start || part->end < frame->end)
        range = grow(part, core, wanted - 2 * dots);
    return (struct snippet){.start = range.start,
                            .end = range.end,
                            .is_cut_before = range.start > frame->start,
                            .is_cut_after = range.end < frame->end};
}

struct snippet snippet_around(const struct document *document, struct match match,
                              struct snippet_width width)
{
    struct frame frame = frame_of(document, match, width.ambiguous);
    struct snippet snippet = make(&frame, &frame, match, width.columns);
    snippet.match_count = 1;
    return snippet;
}

/* All matches, and what the window over them needs to know. */
struct ground {
    const struct document *document;
    const struct snippet_match *matches;
    size_t count;
    struct snippet_width width;
    size_t *columns;     /* of each match from the first one on; between blocks, a whole snippet */
    bool *is_taken;      /* in a snippet that was chosen */
    bool *is_beside;     /* in an aside or a headline */
    size_t *term_counts; /* in the window */
};

static void ground_release(struct ground *ground)
{
    free(ground->columns);
    free(ground->is_taken);
    free(ground->is_beside);
    free(ground->term_counts);
}

static const struct block *block_of(const struct document *document, uint32_t place)
{
    return document->block_count ? &document->blocks[document_block_at(document, place)] : NULL;
}

static void ground_measure(struct ground *ground)
{
    const struct block *block = NULL, *block_before = NULL;
    size_t term_count = 1, columns = 0, far = (size_t)ground->width.columns * BYTES_PER_COLUMN;
    ground->columns = memory_new(ground->count * sizeof *ground->columns);
    ground->is_taken = memory_new(ground->count);
    ground->is_beside = memory_new(ground->count);
    for (size_t i = 0; i < ground->count; i++) {
        const struct match match = ground->matches[i].match;
        if (!block || match.start >= block->end)
            block = block_of(ground->document, match.start);
        uint32_t before = i ? ground->matches[i - 1].match.start : match.start;
        bool is_far = i && (block != block_before || match.start - before > far);
        struct str between =
            str_slice(ground->document->text, is_far ? match.start : before, match.start);
        columns += is_far ? ground->width.columns : text_width(between, ground->width.ambiguous);
        ground->columns[i] = columns;
        ground->is_beside[i] = block && (block->aside || (block->flags & BLOCK_FRONT));
        block_before = block;
        if (ground->matches[i].term >= term_count)
            term_count = (size_t)ground->matches[i].term + 1;
    }
    ground->term_counts = memory_new(term_count * sizeof *ground->term_counts);
}

struct window {
    size_t first, last; /* matches, both in it */
    size_t term_count, match_count;
    bool is_beside;
};

static bool is_better(const struct window *a, const struct window *b)
{
    if (b->match_count == 0 || a->is_beside != b->is_beside)
        return b->match_count == 0 || b->is_beside;
    if (a->term_count != b->term_count)
        return a->term_count > b->term_count;
    return a->match_count > b->match_count;
}

static void window_drop_first(struct window *window, struct ground *ground)
{
    window->term_count -= --ground->term_counts[ground->matches[window->first].term] == 0;
    window->match_count--;
    window->first++;
}

/* The best window of matches that are not taken; match_count is 0 when there is none. */
static struct window best_window(struct ground *ground)
{
    struct window window = {0}, best = {0};
    size_t room = (size_t)ground->width.columns * 3 / 4;
    for (size_t i = 0; i < ground->count; i++) {
        while (window.match_count &&
               (ground->is_taken[i] || ground->columns[i] >= room + ground->columns[window.first]))
            window_drop_first(&window, ground);
        if (ground->is_taken[i])
            continue;
        if (window.match_count == 0)
            window.first = i;
        window.last = i;
        window.match_count++;
        window.term_count += ground->term_counts[ground->matches[i].term]++ == 0;
        window.is_beside = ground->is_beside[i];
        if (is_better(&window, &best))
            best = window;
    }
    while (window.match_count)
        window_drop_first(&window, ground);
    return best;
}

static size_t first_match_from(const struct ground *ground, uint32_t place)
{
    size_t low = 0, high = ground->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ground->matches[middle].match.start < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* No match is cut by an end of the snippet that is not in its core. */
static void spare_matches(const struct ground *ground, struct match core, struct snippet *snippet)
{
    size_t first = first_match_from(ground, snippet->start);
    if (first > 0 && ground->matches[first - 1].match.end > snippet->start) {
        uint32_t end = ground->matches[first - 1].match.end;
        snippet->start = end < core.start ? end : core.start;
        snippet->is_cut_before = true;
    }
    size_t end = first_match_from(ground, snippet->end);
    if (end > 0 && ground->matches[end - 1].match.end > snippet->end) {
        uint32_t start = ground->matches[end - 1].match.start;
        snippet->end = start > core.end ? start : core.end < snippet->end ? core.end : snippet->end;
        snippet->is_cut_after = true;
    }
}

static struct snippet take(struct ground *ground, const struct window *window,
                           const struct snippet *others, size_t other_count)
{
    struct match core = ground->matches[window->first].match;
    for (size_t i = window->first; i <= window->last; i++)
        if (ground->matches[i].match.end > core.end)
            core.end = ground->matches[i].match.end;
    struct frame frame = frame_of(ground->document, core, ground->width.ambiguous), part = frame;
    for (size_t i = 0; i < other_count; i++) {
        if (others[i].end <= core.start && others[i].end > part.start)
            part.start = others[i].end;
        if (others[i].start >= core.end && others[i].start < part.end)
            part.end = others[i].start;
    }
    struct snippet snippet = make(&frame, &part, core, ground->width.columns);
    spare_matches(ground, core, &snippet);
    snippet.match_first = first_match_from(ground, snippet.start);
    snippet.match_count = first_match_from(ground, snippet.end) - snippet.match_first;
    for (size_t i = 0; i < snippet.match_count; i++)
        ground->is_taken[snippet.match_first + i] = true;
    return snippet;
}

size_t snippet_best(const struct document *document, const struct snippet_match *matches,
                    size_t count, struct snippet_width width, size_t limit,
                    struct snippet *ret_snippets)
{
    size_t made = 0;
    struct ground ground = {document, matches, count, width, NULL, NULL, NULL, NULL};
    if (count == 0)
        return 0;
    ground_measure(&ground);
    while (made < limit) {
        struct window window = best_window(&ground);
        if (window.match_count == 0)
            break;
        ret_snippets[made] = take(&ground, &window, ret_snippets, made);
        made++;
    }
    ground_release(&ground);
    return made;
}
