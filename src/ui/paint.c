#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/width.h"
#include "ui/status.h"

/* A match that began further back than this is not lit on the rows below. */
enum { HIT_REACH = 4096, HITS_ON_SCREEN = 4096 };

static struct style style_of(const struct glyph *glyph)
{
    static const struct {
        uint16_t text_style;
        enum role role;
    } roles[] = {
        {TEXT_TITLE, ROLE_TITLE}, {TEXT_HEADING, ROLE_HEADING}, {TEXT_MARK, ROLE_MARK},
        {TEXT_LINK, ROLE_LINK},   {TEXT_DIM, ROLE_DIM},         {TEXT_CODE, ROLE_CODE},
        {TEXT_QUOTE, ROLE_QUOTE},
    };
    struct style style = {ROLE_TEXT, 0};
    for (size_t i = 0; i < ARRAY_LENGTH(roles); i++)
        if (glyph->style & roles[i].text_style) {
            style.role = (uint8_t)roles[i].role;
            break;
        }
    if (glyph->style & TEXT_STRONG)
        style.attributes |= ATTRIBUTE_BOLD;
    if (glyph->style & TEXT_EMPHASIS)
        style.attributes |= ATTRIBUTE_ITALIC;
    if (glyph->style & (TEXT_STRIKE | TEXT_RAISED))
        style.attributes |= ATTRIBUTE_DIM;
    return style;
}

/* The matches on the screen, in order. */
struct lit {
    struct match *matches;
    size_t count, capacity;
    size_t next;
    struct match current;
    bool has_current;
};

static void gather_hits(struct session *session, struct lit *lit)
{
    struct article *article = session->article;
    uint32_t start, end;
    struct match match;
    if (!session->hits)
        return;
    lit->has_current = hits_current(session->hits, &lit->current);
    article_visible(article, &start, &end);
    const struct block *block =
        article->document->block_count
            ? &article->document->blocks[document_block_at(article->document, start)]
            : NULL;
    size_t from = block && start - block->start < HIT_REACH ? block->start : start - HIT_REACH;
    if (!block || block->start > start)
        from = start;
    while (lit->count < HITS_ON_SCREEN &&
           hits_in(session->hits, article_haystack(article), from, end, &match)) {
        from = match.end;
        if (match.end <= start)
            continue;
        ARRAY_RESERVE(lit->matches, lit->count, lit->capacity);
        lit->matches[lit->count++] = match;
    }
}

/* Whether the glyph is in a match: ROLE_HIT, ROLE_HIT_CURRENT, or ROLE_COUNT. A row's glyphs may go
 * backward (bidi), so the search starts over when they do. */
static enum role hit_role(struct lit *lit, const struct glyph *glyph)
{
    if (glyph->start == glyph->end)
        return ROLE_COUNT;
    while (lit->next > 0 && lit->matches[lit->next - 1].end > glyph->start)
        lit->next--;
    while (lit->next < lit->count && lit->matches[lit->next].end <= glyph->start)
        lit->next++;
    if (lit->next == lit->count || lit->matches[lit->next].start > glyph->start)
        return ROLE_COUNT;
    bool is_current = lit->has_current && lit->matches[lit->next].start == lit->current.start;
    return is_current ? ROLE_HIT_CURRENT : ROLE_HIT;
}

static void paint_row(struct session *session, const struct row *row, struct lit *lit,
                      unsigned screen_row, unsigned left, unsigned columns)
{
    if (row->kind == ROW_RULE && row->glyph_count == 0) {
        unsigned length = columns < 6 ? columns : 6;
        canvas_rule(session->canvas, screen_row, left + (columns - length) / 2, length,
                    (struct style){ROLE_RULE, 0});
    }
    unsigned lit_until = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        struct style style = style_of(glyph);
        enum role role = lit->count ? hit_role(lit, glyph) : ROLE_COUNT;
        if (role != ROLE_COUNT)
            style = (struct style){(uint8_t)role, 0};
        canvas_piece(session->canvas, screen_row, left + glyph->column, &glyph->piece, style);
        /* The gap that is shown inside a match is lit with it. */
        if (role != ROLE_COUNT && lit_until && glyph->column > lit_until)
            canvas_restyle(session->canvas, screen_row, left + lit_until, glyph->column - lit_until,
                           style);
        bool goes_on = role != ROLE_COUNT && lit->matches[lit->next].end > glyph->end;
        lit_until = goes_on ? (unsigned)glyph->column + glyph->piece.width : 0;
    }
}

void paint_layout_row(struct session *session, const struct row *row, unsigned screen_row,
                      unsigned left, unsigned columns)
{
    struct lit none = {0};
    paint_row(session, row, &none, screen_row, left, columns);
}

/* The prologue's words have no place in the text; what they hold is lit all the same. */
static void light_prologue(struct session *session, const struct row *row, unsigned screen_row,
                           unsigned left)
{
    CLEANUP_BUFFER struct buffer text = {0};
    CLEANUP_FREE size_t *ends = memory_new((row->glyph_count + 1) * sizeof *ends);
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct display_piece *piece = &row->glyphs[i].piece;
        buffer_append(&text, (struct str){piece->bytes, piece->length});
        ends[i] = text.length;
    }
    struct match match;
    const struct haystack haystack = {.text = buffer_str(&text)};
    size_t glyph = 0;
    for (size_t at = 0; hits_in(session->hits, haystack, at, SIZE_MAX, &match); at = match.end) {
        while (ends[glyph] <= match.start)
            glyph++;
        unsigned start = row->glyphs[glyph].column;
        while (ends[glyph] < match.end)
            glyph++;
        unsigned end = (unsigned)row->glyphs[glyph].column + row->glyphs[glyph].piece.width;
        canvas_restyle(session->canvas, screen_row, left + start, end - start,
                       (struct style){ROLE_HIT, 0});
    }
}

static void paint_rows(struct session *session)
{
    struct article *article = session->article;
    struct row row = {0};
    struct lit lit = {0};
    unsigned left, columns;
    session_measure(session, &left, &columns);
    gather_hits(session, &lit);
    struct row_cursor cursor = article->top;
    bool is_there = article->has_rows;
    for (unsigned i = 0; is_there && i < article->height; i++) {
        layout_row(article->layout, cursor, &row);
        paint_row(session, &row, &lit, i, left, columns);
        if (row.kind == ROW_PROLOGUE && session->hits)
            light_prologue(session, &row, i, left);
        is_there = layout_next(article->layout, &cursor);
    }
    free(lit.matches);
    row_release(&row);
}

void paint_article(struct session *session, void *closure)
{
    (void)closure;
    paint_rows(session);
    paint_status(session);
}

void paint_match_in_label(struct session *session, struct str text, struct match match,
                          unsigned row, unsigned column, unsigned max_columns)
{
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    size_t start = text_width(str_slice(text, 0, match.start), ambiguous);
    size_t width = text_width(str_slice(text, match.start, match.end), ambiguous);
    if (start >= max_columns)
        return;
    if (start + width > max_columns)
        width = max_columns - start;
    canvas_restyle(session->canvas, row, column + (unsigned)start, (unsigned)width,
                   (struct style){ROLE_HIT, 0});
}

void paint_hits_in_label(struct session *session, struct str text, unsigned row, unsigned column,
                         unsigned max_columns)
{
    struct match match;
    if (!session->hits)
        return;
    const struct haystack haystack = {.text = text};
    for (size_t at = 0; hits_in(session->hits, haystack, at, SIZE_MAX, &match); at = match.end)
        paint_match_in_label(session, text, match, row, column, max_columns);
}
