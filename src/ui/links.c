/* Links: numbered on the screen, followed inside the article, opened outside it. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "document/url.h"
#include "ui/browser.h"
#include "ui/prompt.h"

#include <stdio.h>

enum { HINTS_MAX = 999 };

struct hint {
    uint32_t span;
    unsigned row, column, columns; /* of the link's text on that row */
};

struct hints {
    struct hint *items;
    size_t count, capacity;
    uint32_t typed; /* digits so far */
    void (*draw_below)(struct session *session, void *closure);
    void *closure_below;
};

static bool is_link(const struct span *span)
{
    return (span->kind == SPAN_LINK || span->kind == SPAN_FOOTNOTE_REFERENCE) && span->target;
}

static void add_hint(struct hints *hints, uint32_t span, unsigned row, unsigned column,
                     unsigned columns)
{
    for (size_t i = 0; i < hints->count; i++) {
        struct hint *hint = &hints->items[i];
        if (hint->span != span)
            continue;
        if (hint->row == row && column >= hint->column)
            hint->columns = column + columns - hint->column;
        return;
    }
    if (hints->count == HINTS_MAX)
        return;
    ARRAY_RESERVE(hints->items, hints->count, hints->capacity);
    hints->items[hints->count++] = (struct hint){span, row, column, columns};
}

static void gather_row(const struct document *document, const struct row *row, unsigned screen_row,
                       unsigned left, struct hints *hints)
{
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        if (glyph->start == glyph->end || !(glyph->style & (TEXT_LINK | TEXT_RAISED)))
            continue;
        for (size_t span = document_span_from(document, glyph->start);
             span < document->span_count && document->spans[span].start <= glyph->start; span++)
            if (is_link(&document->spans[span]) && document->spans[span].end > glyph->start)
                add_hint(hints, (uint32_t)span, screen_row, left + glyph->column,
                         glyph->piece.width);
    }
}

static void gather(struct session *session, struct hints *hints)
{
    struct article *article = session->article;
    struct row row = {0};
    unsigned left, columns;
    session_measure(session, &left, &columns);
    struct row_cursor cursor = article->top;
    bool is_there = article->has_rows;
    for (unsigned i = 0; is_there && i < article->height; i++) {
        layout_row(article->layout, cursor, &row);
        gather_row(article->document, &row, i, left, hints);
        is_there = layout_next(article->layout, &cursor);
    }
    row_release(&row);
}

static void paint_hints(struct session *session, void *closure)
{
    const struct hints *hints = closure;
    hints->draw_below(session, hints->closure_below);
    for (size_t i = 0; i < hints->count; i++) {
        const struct hint *hint = &hints->items[i];
        CLEANUP_BUFFER struct buffer number = {0};
        /* Set off from the rest of the word by blanks where the link has room for them. */
        bool has_room = hint->columns >= (unsigned)snprintf(NULL, 0, " %zu ", i + 1);
        buffer_append_format(&number, has_room ? " %zu " : "%zu", i + 1);
        canvas_text(session->canvas, hint->row, hint->column, (unsigned)number.length,
                    buffer_str(&number), (struct style){ROLE_HINT, 0});
    }
}

/* The number of the chosen link from 1, or 0. Ends as soon as no further digit could follow. */
static uint32_t choose_number(struct session *session, struct hints *hints)
{
    enum { KEY_ENTER = 13, KEY_BACKSPACE = 127 };
    hints->draw_below = session->draw;
    hints->closure_below = session->draw_closure;
    session->draw = paint_hints;
    session->draw_closure = hints;
    bool is_done = false;
    while (!is_done) {
        struct event event;
        session_say(session,
                    hints->typed ? _("link %u: a further digit, or ENTER") : _("link number:"),
                    hints->typed);
        session_wait_answer(session, &event);
        if (event.kind != EVENT_KEY && event.kind != EVENT_END)
            continue;
        if (event.kind == EVENT_KEY && event.key >= '0' && event.key <= '9') {
            hints->typed = hints->typed * 10 + (event.key - '0');
            is_done = hints->typed > hints->count || (size_t)hints->typed * 10 > hints->count;
        } else if (event.kind == EVENT_KEY && event.key == KEY_BACKSPACE && hints->typed) {
            hints->typed /= 10;
        } else {
            is_done = true;
            if (event.kind == EVENT_END || event.key != KEY_ENTER)
                hints->typed = 0;
        }
    }
    session->draw = hints->draw_below;
    session->draw_closure = hints->closure_below;
    session->message.length = 0;
    if (hints->typed <= hints->count)
        return hints->typed;
    session_complain(session, _("there is no link of that number"));
    return 0;
}

static void open_url(struct session *session, struct str url)
{
    CLEANUP_BUFFER struct buffer safe = {0}, question = {0};
    struct error error;
    if (!url_append_safe(url, &safe)) {
        session_complain(session, _("not opened: it is no http, https or mailto address"));
        return;
    }
    buffer_append_format(&question, _("open %s ?  y ENTER: yes   others: no"), safe.bytes);
    if (!prompt_confirm(session, question.bytes))
        return;
    if (browser_open(session->terminal, safe.bytes, &error))
        session_complain(session, error.message);
    else
        session_say(session, _("opened %s"), safe.bytes);
}

static void jump_to_name(struct session *session, struct str name)
{
    const struct document *document = session->article->document;
    for (size_t i = 0; i < document->span_count; i++) {
        const struct span *span = &document->spans[i];
        if (span->kind != SPAN_ANCHOR || !str_equal(document->targets[span->target], name))
            continue;
        article_remember(session->article, session->article->spot);
        article_show(session->article, span->start, 0);
        session_moved(session);
        return;
    }
    session_complain(session, _("the link leads nowhere in this text"));
}

static void follow(struct session *session, uint32_t span)
{
    const struct document *document = session->article->document;
    struct str target = document->targets[document->spans[span].target];
    if (str_starts(target, STR("#")))
        jump_to_name(session, str_slice(target, 1, target.length));
    else
        open_url(session, target);
}

static struct str article_url(const struct session *session)
{
    const struct metadata *metadata = &session->article->document->metadata;
    return metadata->canonical_url.length ? metadata->canonical_url : metadata->url;
}

void links_choose(struct session *session, bool opens)
{
    struct hints hints = {0};
    gather(session, &hints);
    uint32_t number = 0;
    if (hints.count == 0 && opens && article_url(session).length)
        open_url(session, article_url(session));
    else if (hints.count == 0)
        session_complain(session, _("there is no link on this screen"));
    else if (session->has_count && session->count <= hints.count)
        number = session->count;
    else if (session->has_count)
        session_complain(session, _("there is no link of that number"));
    else
        number = hints.count == 1 && opens ? 1 : choose_number(session, &hints);
    if (number)
        follow(session, hints.items[number - 1].span);
    free(hints.items);
}

static void copy(struct session *session, struct str text, const char *said)
{
    struct error error;
    if (!config_flag(session->config, OPTION_CLIPBOARD)) {
        session_complain(session, _("copying is off; :set clipboard=yes allows it"));
        return;
    }
    if (terminal_copy(session->terminal, text, &error))
        session_complain(session, error.message);
    else
        session_say(session, "%s", said);
}

void links_copy_url(struct session *session)
{
    CLEANUP_BUFFER struct buffer safe = {0};
    if (url_append_safe(article_url(session), &safe))
        copy(session, buffer_str(&safe), _("copied the address"));
    else
        session_complain(session, _("the address of this text is not known"));
}

void links_copy_paragraph(struct session *session)
{
    const struct document *document = session->article->document;
    uint32_t start, end;
    article_visible(session->article, &start, &end);
    if (document->block_count == 0)
        return;
    /* On the first screen the text begins below title and folded asides: the first that is shown.
     */
    size_t block = document_block_at(document, start);
    while (block + 1 < document->block_count && document->blocks[block + 1].start < end &&
           (document->blocks[block].start == document->blocks[block].end ||
            (document->blocks[block].flags & BLOCK_FRONT) ||
            article_is_folded(session->article, document->blocks[block].start)))
        block++;
    copy(session, document_block_text(document, block), _("copied the paragraph"));
}

void links_click(struct session *session, unsigned row, unsigned column)
{
    struct article *article = session->article;
    struct row_cursor cursor = article->top;
    bool is_there = article->has_rows && row < article->height;
    (void)column;
    for (unsigned i = 0; is_there && i < row; i++)
        is_there = layout_next(article->layout, &cursor);
    if (is_there && cursor.kind == ROW_FOLD)
        session_toggle_fold(session, cursor.block);
    else
        session_say(session, _("hold Shift to select text; :set mouse=no gives the mouse back"));
}
