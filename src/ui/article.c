#include "ui/article.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "ui/prologue.h"

struct str article_heading(const struct article *article, size_t index)
{
    uint32_t block = article->headings[index];
    struct str text = document_block_text(article->document, block);
    const struct block *heading = &article->document->blocks[block];
    bool has_marker = (heading->flags & BLOCK_MARKER_IN_TEXT) && heading->value <= text.length;
    return has_marker ? str_slice(text, heading->value, text.length) : text;
}

/* Glyphs of a row that a reader sees, or 0 for one without any. */
static uint32_t visible_glyphs(struct article *article, struct row_cursor cursor)
{
    uint32_t count = 0;
    layout_row(article->layout, cursor, &article->row);
    for (size_t i = 0; i < article->row.glyph_count; i++)
        count += strcmp(article->row.glyphs[i].piece.bytes, " ") != 0;
    return count;
}

static bool is_blank(struct article *article, struct row_cursor cursor)
{
    return cursor.kind == ROW_BLANK ||
           (cursor.block == UINT32_MAX && visible_glyphs(article, cursor) == 0);
}

/* Blank rows from cursor on to the first that is not blank. */
static uint32_t blanks_below(struct article *article, struct row_cursor cursor)
{
    uint32_t count = 0;
    while (is_blank(article, cursor) && layout_next(article->layout, &cursor))
        count++;
    return count;
}

static void climb_blanks(struct article *article, uint32_t blanks, struct row_cursor *cursor)
{
    struct row_cursor above = *cursor;
    for (; blanks > 0 && layout_previous(article->layout, &above) && is_blank(article, above);
         blanks--)
        *cursor = above;
}

/* The prologue's row with the glyph of that number, or the first row below it. */
static bool find_in_prologue(struct article *article, uint32_t wanted,
                             struct row_cursor *ret_cursor)
{
    struct row_cursor cursor;
    uint32_t glyphs = 0;
    if (!layout_first(article->layout, ret_cursor))
        return false;
    cursor = *ret_cursor;
    do {
        glyphs += visible_glyphs(article, cursor);
        if (glyphs <= wanted)
            continue;
        *ret_cursor = cursor;
        return true;
    } while (layout_next(article->layout, &cursor) && cursor.block == UINT32_MAX);
    *ret_cursor = cursor;
    return true;
}

/* The row that a spot names in the layout as it is now. */
static bool find_spot(struct article *article, struct spot spot, struct row_cursor *ret_cursor)
{
    if (spot.prologue_glyphs == 0 && spot.blanks == UINT32_MAX)
        return layout_first(article->layout, ret_cursor);
    bool is_there = spot.prologue_glyphs == SPOT_IN_TEXT
                        ? layout_at(article->layout, spot.place, ret_cursor)
                        : find_in_prologue(article, spot.prologue_glyphs, ret_cursor);
    if (is_there)
        climb_blanks(article, spot.blanks, ret_cursor);
    return is_there;
}

static struct spot spot_of_prologue(struct article *article)
{
    struct row_cursor cursor;
    uint32_t glyphs = 0;
    if (!layout_first(article->layout, &cursor) || cursor_equal(cursor, article->top))
        return SPOT_TOP;
    cursor = article->top;
    while (layout_previous(article->layout, &cursor))
        glyphs += visible_glyphs(article, cursor);
    return (struct spot){0, glyphs, blanks_below(article, article->top)};
}

/* The spot from the top row, after a move. */
static void settle(struct article *article)
{
    if (!article->has_rows)
        return;
    const struct document *document = article->document;
    bool is_prologue = article->top.block == UINT32_MAX;
    struct row_cursor first;
    bool is_first = layout_first(article->layout, &first) && cursor_equal(first, article->top);
    uint32_t place = is_prologue ? 0 : layout_place(article->layout, article->top);
    article->spot = is_first ? SPOT_TOP
                    : is_prologue
                        ? spot_of_prologue(article)
                        : (struct spot){place, SPOT_IN_TEXT, blanks_below(article, article->top)};
    uint32_t anchor = layout_anchor(article->layout);
    bool is_in_block = !is_prologue && anchor != UINT32_MAX && place >= anchor &&
                       document_block_at(document, place) == document_block_at(document, anchor);
    if (anchor == UINT32_MAX || is_in_block)
        return;
    layout_set_anchor(article->layout, UINT32_MAX);
    article->has_rows = find_spot(article, article->spot, &article->top);
}

static void drop_anchor(struct article *article)
{
    if (layout_anchor(article->layout) != UINT32_MAX)
        layout_set_anchor(article->layout, UINT32_MAX);
}

/* The top row from the spot; the spot is not touched. */
static void resolve(struct article *article)
{
    article->has_rows = find_spot(article, article->spot, &article->top);
}

void article_arrange(struct article *article, const struct layout_options *options,
                     const struct prologue_line *prologue, size_t prologue_count, unsigned height)
{
    article->height = height ? height : 1;
    if (!article->layout) {
        article->layout = layout_new(article->document, options);
        layout_set_fold_label(article->layout, prologue_fold_label, NULL);
    } else {
        layout_set_options(article->layout, options);
    }
    layout_set_prologue(article->layout, prologue, prologue_count);
    bool is_text = article->spot.prologue_glyphs == SPOT_IN_TEXT;
    layout_set_anchor(article->layout, is_text ? article->spot.place : UINT32_MAX);
    resolve(article);
}

void article_toggle_fold(struct article *article, uint32_t block)
{
    layout_toggle_fold(article->layout, block);
    resolve(article);
    settle(article);
}

bool article_is_folded(struct article *article, uint32_t place)
{
    struct row_cursor cursor;
    return layout_at(article->layout, place, &cursor) && cursor.kind == ROW_FOLD;
}

/* The last row on the screen; false when the text ends before the screen does. */
static bool find_bottom(struct article *article, struct row_cursor *ret_bottom)
{
    *ret_bottom = article->top;
    for (unsigned row = 1; row < article->height; row++)
        if (!layout_next(article->layout, ret_bottom))
            return false;
    return true;
}

static long scroll_down(struct article *article, long rows)
{
    struct row_cursor bottom;
    long moved = 0;
    if (!find_bottom(article, &bottom))
        return 0;
    for (; moved < rows && layout_next(article->layout, &bottom); moved++)
        layout_next(article->layout, &article->top);
    return moved;
}

static long scroll_up(struct article *article, long rows)
{
    long moved = 0;
    while (moved < rows && layout_previous(article->layout, &article->top))
        moved++;
    return moved;
}

long article_scroll(struct article *article, long rows)
{
    if (!article->has_rows || rows == 0)
        return 0;
    long moved = rows > 0 ? scroll_down(article, rows) : -scroll_up(article, -rows);
    if (moved)
        settle(article);
    return moved;
}

/* Fills the screen's lower end when the text ends above it. */
static void fill_screen(struct article *article)
{
    struct row_cursor cursor = article->top;
    unsigned shown = 1;
    while (shown < article->height && layout_next(article->layout, &cursor))
        shown++;
    while (shown < article->height && layout_previous(article->layout, &article->top))
        shown++;
}

void article_show(struct article *article, uint32_t place, unsigned above)
{
    drop_anchor(article);
    article->has_rows = layout_at(article->layout, place, &article->top);
    if (!article->has_rows)
        return;
    scroll_up(article, (long)above);
    fill_screen(article);
    settle(article);
}

void article_go(struct article *article, struct spot spot)
{
    drop_anchor(article);
    article->spot = spot;
    resolve(article);
    if (!article->has_rows)
        return;
    fill_screen(article);
    settle(article);
}

void article_restore(struct article *article, struct spot spot, uint32_t anchor)
{
    layout_set_anchor(article->layout, anchor);
    article->spot = spot;
    resolve(article);
}

void article_top(struct article *article)
{
    article_go(article, SPOT_TOP);
}

void article_end(struct article *article)
{
    drop_anchor(article);
    article->has_rows = layout_last(article->layout, &article->top);
    if (!article->has_rows)
        return;
    fill_screen(article);
    settle(article);
}

bool article_is_at_end(struct article *article)
{
    struct row_cursor bottom;
    return !article->has_rows || !find_bottom(article, &bottom) ||
           !layout_next(article->layout, &bottom);
}

void article_visible(struct article *article, uint32_t *ret_start, uint32_t *ret_end)
{
    const uint32_t length = (uint32_t)article->document->text.length;
    *ret_start = *ret_end = 0;
    if (!article->has_rows)
        return;
    if (article->spot.prologue_glyphs == SPOT_IN_TEXT)
        *ret_start = article->spot.place;
    struct row_cursor below;
    bool is_full = find_bottom(article, &below);
    bool has_more = is_full && layout_next(article->layout, &below);
    *ret_end = !has_more                   ? length
               : below.block == UINT32_MAX ? 0
                                           : layout_place(article->layout, below);
}

bool article_is_visible(struct article *article, uint32_t place)
{
    uint32_t start, end;
    article_visible(article, &start, &end);
    bool is_before_text = article->spot.prologue_glyphs != SPOT_IN_TEXT;
    return place >= start && (place < end || (is_before_text && end == 0 && place == 0));
}

/* Skips that start before place. */
static size_t skips_before(const struct article *article, uint32_t place)
{
    size_t low = 0, high = article->skip_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (article->skips[middle].start < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t body_bytes_before(const struct article *article, uint32_t place)
{
    size_t count = skips_before(article, place);
    if (count == 0)
        return place;
    const struct skip *skip = &article->skips[count - 1];
    return (place < skip->end ? skip->start : place - (skip->end - skip->start)) - skip->before;
}

/* Of the body before place, in parts of whole. */
static unsigned share_before(const struct article *article, uint32_t place, unsigned whole)
{
    uint64_t total = body_bytes_before(article, (uint32_t)article->document->text.length);
    return total ? (unsigned)((uint64_t)body_bytes_before(article, place) * whole / total) : whole;
}

unsigned article_percent_of(const struct article *article, uint32_t place)
{
    return share_before(article, place, 100);
}

int article_progress(struct article *article)
{
    return (int)(article_is_at_end(article) ? 1000
                                            : share_before(article, article->spot.place, 1000));
}

uint32_t article_place_at(const struct article *article, unsigned percent)
{
    uint64_t total = body_bytes_before(article, (uint32_t)article->document->text.length);
    uint32_t wanted = (uint32_t)((total * percent + 99) / 100);
    uint32_t place = wanted;
    for (size_t i = 0; i < article->skip_count; i++) {
        const struct skip *skip = &article->skips[i];
        if (skip->start - skip->before > wanted)
            break;
        place = wanted + skip->before + (skip->end - skip->start);
    }
    return place < article->document->text.length ? place
                                                  : (uint32_t)article->document->text.length;
}

unsigned article_percent(struct article *article)
{
    if (article_is_at_end(article))
        return 100;
    return article_percent_of(article, article->spot.place);
}

static bool is_same_spot(struct spot a, struct spot b)
{
    return a.place == b.place && a.prologue_glyphs == b.prologue_glyphs && a.blanks == b.blanks;
}

void article_remember(struct article *article, struct spot spot)
{
    article->previous = spot;
    article->has_previous = true;
    if (article->back_count && is_same_spot(article->back[article->back_count - 1], spot))
        return;
    if (article->back_count == BACK_LIMIT)
        memmove(article->back, article->back + 1, --article->back_count * sizeof *article->back);
    article->back[article->back_count++] = spot;
}

bool article_back(struct article *article)
{
    while (article->back_count) {
        struct spot spot = article->back[--article->back_count];
        if (is_same_spot(spot, article->spot))
            continue;
        article->previous = article->spot;
        article->has_previous = true;
        article_go(article, spot);
        return true;
    }
    return false;
}

size_t article_section(const struct article *article, uint32_t place)
{
    size_t low = 0, high = article->heading_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (article->document->blocks[article->headings[middle]].start <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : SIZE_MAX;
}

struct haystack article_haystack(const struct article *article)
{
    return (struct haystack){article->document->text, article->document, true};
}

double article_minutes(const struct document *document, uint32_t place)
{
    enum { EXACT = 1 << 16, SAMPLES = 16, SAMPLE = 4096 };
    const struct str text = document->text;
    if (text.length - place <= EXACT)
        return document_minutes(document, place, text.length);
    double minutes = 0;
    size_t step = (text.length - place - SAMPLE) / (SAMPLES - 1);
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t start = grapheme_floor(text, place + step * i);
        minutes += document_minutes(document, start, grapheme_floor(text, start + SAMPLE));
    }
    return minutes * (double)(text.length - place) / ((double)SAMPLES * SAMPLE);
}
