/* The hits as they are shown: a row of what each is, its pieces below, a blank row between. */
#include "ui/search_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/date.h"
#include "ui/hints.h"
#include "ui/number.h"
#include "ui/status.h"

enum {
    HEADER_ROWS = 2,
    FOOTER_ROWS = 2, /* rule, hints */
    FULL_ROWS_MIN = 9,
    MANY_ROWS_MIN = 40, /* from here on a hit has all the pieces it may have */
    WIDE_MIN = 120,
    GAP = 2,
    LEFT = 2, /* of the title; the mark is left of it */
    MARGIN = 1,
    INDENT = 4,
    PIECE_COLUMNS_MAX = 120,
    TITLE_MIN = 26,
};

struct search_frame search_frame_of(const struct search_view *view)
{
    struct search_frame frame = {.rows = canvas_rows(view->session->canvas),
                                 .columns = canvas_columns(view->session->canvas)};
    frame.has_header = frame.rows >= FULL_ROWS_MIN;
    frame.has_footer = frame.has_header;
    frame.list_top = frame.has_header ? HEADER_ROWS : 0;
    frame.list_rows = frame.has_header ? frame.rows - HEADER_ROWS - FOOTER_ROWS
                      : frame.rows > 1 ? frame.rows - 1
                                       : frame.rows;
    return frame;
}

static void append_gap(struct buffer *out)
{
    buffer_append_c(out, out->length ? " · " : "");
}

static void append_counted(struct buffer *out, const char *format, size_t number)
{
    CLEANUP_BUFFER struct buffer digits = {0};
    number_append(number, &digits);
    append_gap(out);
    buffer_append_format(out, format, digits.bytes);
}

/* How many there are once that is known, and how long it took. */
static void append_counts(const struct search_view *view, struct buffer *out)
{
    const struct search_result *result = &view->result;
    size_t marked = id_set_count(&view->marked);
    if (marked)
        append_counted(out, ngettext("%s marked", "%s marked", (unsigned long)marked), marked);
    if (view->is_pending) {
        append_gap(out);
        buffer_append_c(out, "…");
    }
    if (view->is_pending || !view->query || view->fault.length)
        return;
    if (result->is_loose && result->article_count) {
        append_gap(out);
        buffer_append_c(out, _("only parts of it"));
    }
    append_counted(out, ngettext("%s article", "%s articles", (unsigned long)result->article_count),
                   result->article_count);
    if (result->match_count)
        append_counted(out, ngettext("%s match", "%s matches", (unsigned long)result->match_count),
                       result->match_count);
    append_gap(out);
    buffer_append_format(out, _("%lld ms"), (long long)view->took_ms);
}

static void paint_header(const struct search_view *view, const struct search_frame *frame)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer name = {0}, counts = {0};
    if (!frame->has_header)
        return;
    indexing_append(view->session, &counts);
    append_counts(view, &counts);
    unsigned width = (unsigned)text_width(buffer_str(&counts), canvas_ambiguous(canvas));
    if (width + 2 * MARGIN > frame->columns)
        width = 0;
    buffer_append_format(&name, _("Search: %.*s"), STR_ARGS(buffer_str(&view->text)));
    unsigned taken = width ? width + GAP : 0;
    unsigned room = frame->columns > taken + 2 * MARGIN ? frame->columns - taken - 2 * MARGIN : 0;
    canvas_text(canvas, 0, MARGIN, room, buffer_str(&name), (struct style){ROLE_TITLE, 0});
    canvas_text(canvas, 0, frame->columns - MARGIN - width, width, buffer_str(&counts),
                (struct style){ROLE_STATUS, 0});
    canvas_rule(canvas, 1, 0, frame->columns, (struct style){ROLE_RULE, 0});
}

static const char *hint_word_of(const struct session *session, const struct command *command)
{
    (void)session;
    return command->hint;
}

static void paint_footer(const struct search_view *view, const struct search_frame *frame)
{
    struct session *session = view->session;
    unsigned half = frame->rows / 2;
    struct style style = {session->message_is_error ? ROLE_ERROR : ROLE_PROMPT, 0};
    if (frame->has_footer) {
        canvas_rule(session->canvas, frame->rows - FOOTER_ROWS, 0, frame->columns,
                    (struct style){ROLE_RULE, 0});
        if (!session->message.length)
            hints_paint(session, KEY_CONTEXT_HITS, hint_word_of, frame->rows - 1);
    }
    if (session->message.length)
        status_paint_rows(session, buffer_str(&session->message), half ? half : 1, style);
}

/* Columns of what stands beside the title; 0: there is no room for it. */
struct columns {
    unsigned title, site, date, count;
};

static struct columns columns_for(unsigned columns)
{
    bool is_wide = columns >= WIDE_MIN;
    const unsigned wanted[] = {11, is_wide ? DATE_COLUMNS : DATE_COLUMNS_SHORT, is_wide ? 18 : 12};
    unsigned room = columns > LEFT + MARGIN ? columns - LEFT - MARGIN : 0, given[3] = {0};
    for (size_t i = 0; i < ARRAY_LENGTH(wanted) && room >= TITLE_MIN + GAP + wanted[i]; i++) {
        given[i] = wanted[i];
        room -= GAP + wanted[i];
    }
    return (struct columns){.title = room, .site = given[2], .date = given[1], .count = given[0]};
}

static void light(const struct search_view *view, struct str text, unsigned row, unsigned column,
                  unsigned columns)
{
    const struct haystack haystack = {.text = text};
    struct snippet_match match;
    struct error ignored;
    size_t from = 0;
    while (view->terms &&
           terms_next(view->terms, haystack, from, SIZE_MAX, &match, &ignored) == STATUS_OK) {
        paint_match_in_label(view->session, text, match.match, row, column, columns);
        from = match.match.end;
    }
}

static void paint_title(struct search_view *view, const struct found *found, unsigned screen_row,
                        unsigned columns, struct style style)
{
    struct canvas *canvas = view->session->canvas;
    enum ambiguous_width ambiguous = canvas_ambiguous(canvas);
    size_t folded = view->rows[found->row].folded_count;
    CLEANUP_BUFFER struct buffer suffix = {0};
    if (folded)
        buffer_append_format(&suffix,
                             ngettext(" (+%zu version)", " (+%zu versions)", (unsigned long)folded),
                             folded);
    unsigned left = LEFT, tail = (unsigned)text_width(buffer_str(&suffix), ambiguous);
    if (found->record.is_starred)
        left += canvas_text(canvas, screen_row, left, columns, STR("★ "), style);
    unsigned room = LEFT + columns - left;
    struct str title = article_name(&found->record);
    unsigned width = room > 2 * tail ? room - tail : room;
    unsigned taken = canvas_text(canvas, screen_row, left, width, title, style);
    light(view, title, screen_row, left, taken);
    if (width < room)
        canvas_text(canvas, screen_row, left + taken, tail, buffer_str(&suffix), style);
}

/* "12 in text", or the number alone where that is too wide. */
static void append_match_count(const struct search_view *view, const struct found *found,
                               unsigned columns, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer digits = {0};
    if (!found->is_made || found->match_count == 0)
        return;
    number_append(found->match_count, &digits);
    buffer_append_format(
        out, ngettext("%s in text", "%s in text", (unsigned long)found->match_count), digits.bytes);
    if (text_width(buffer_str(out), canvas_ambiguous(view->session->canvas)) <= columns)
        return;
    out->length = 0;
    buffer_append(out, buffer_str(&digits));
}

static void paint_cells(struct search_view *view, const struct found *found, unsigned screen_row,
                        struct columns columns, struct style style)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer date = {0}, count = {0};
    unsigned left = LEFT + columns.title;
    if (columns.site) {
        left += GAP;
        unsigned taken =
            canvas_text(canvas, screen_row, left, columns.site, found->record.site, style);
        light(view, found->record.site, screen_row, left, taken);
        left += columns.site;
    }
    if (columns.date) {
        date_append_short(found->record.published, buffer_str(&view->today), columns.date, &date);
        canvas_text(canvas, screen_row, left + GAP, columns.date, buffer_str(&date), style);
        left += GAP + columns.date;
    }
    append_match_count(view, found, columns.count, &count);
    unsigned width = (unsigned)text_width(buffer_str(&count), canvas_ambiguous(canvas));
    if (columns.count)
        canvas_text(canvas, screen_row, left + GAP + columns.count - width, width,
                    buffer_str(&count), style);
}

static void paint_hit(struct search_view *view, const struct search_frame *frame, size_t row,
                      unsigned screen_row)
{
    struct canvas *canvas = view->session->canvas;
    const struct found *found = search_found(view, row);
    const struct columns columns = columns_for(frame->columns);
    bool is_selected = row == view->selected;
    bool is_quiet = found->record.state == ARTICLE_FINISHED || !found->record.id;
    struct style style = {is_selected ? ROLE_SELECTED
                          : is_quiet  ? ROLE_DIM
                                      : ROLE_TEXT,
                          ATTRIBUTE_BOLD};
    struct style quiet = {is_selected ? ROLE_SELECTED : ROLE_DIM, 0};
    if (is_selected)
        canvas_fill(canvas, screen_row, 0, frame->columns, quiet);
    if (!found->record.id) {
        canvas_text(canvas, screen_row, LEFT, columns.title, str_from(_("(gone)")), quiet);
        return;
    }
    if (id_set_has(&view->marked, found->record.id))
        canvas_text(canvas, screen_row, 0, 1, STR("✓"), style);
    paint_title(view, found, screen_row, columns.title, style);
    paint_cells(view, found, screen_row, columns, quiet);
}

static void paint_pieces(const struct search_view *view, const struct search_frame *frame,
                         const struct found *found, unsigned screen_row)
{
    unsigned end = frame->list_top + frame->list_rows;
    for (size_t i = 0; i < found->piece_count && screen_row + i < end; i++) {
        const struct piece *piece = &found->pieces[i];
        unsigned row = screen_row + (unsigned)i;
        canvas_text(view->session->canvas, row, INDENT, view->piece_columns,
                    buffer_str(&piece->text), (struct style){ROLE_TEXT, 0});
        for (size_t j = 0; j < piece->lit_count; j++)
            paint_match_in_label(view->session, buffer_str(&piece->text), piece->lit[j], row,
                                 INDENT, view->piece_columns);
    }
}

static void paint_nothing(const struct search_view *view, const struct search_frame *frame)
{
    bool has_fault = view->fault.length && !view->is_typing;
    const char *words = has_fault          ? view->fault.bytes
                        : view->is_pending ? _("looking into the texts…")
                        : view->query      ? _("no article holds this")
                                           : _("type what to look for: one character is enough");
    unsigned room = frame->columns > LEFT + MARGIN ? frame->columns - LEFT - MARGIN : 0;
    canvas_text(view->session->canvas, frame->list_top, LEFT, room, str_from(words),
                (struct style){has_fault ? ROLE_ERROR : ROLE_DIM, 0});
}

static void size_pieces(struct search_view *view, const struct search_frame *frame)
{
    unsigned columns = frame->columns > INDENT + MARGIN ? frame->columns - INDENT - MARGIN : 1;
    size_t limit = frame->rows >= MANY_ROWS_MIN ? SNIPPETS_MAX : frame->has_header ? 2 : 1;
    columns = columns < PIECE_COLUMNS_MAX ? columns : PIECE_COLUMNS_MAX;
    if (columns == view->piece_columns && limit == view->piece_limit)
        return;
    view->piece_columns = columns;
    view->piece_limit = limit;
    search_forget(view);
}

/* Hits grow when their pieces are made, and may push the selected one off the screen. */
static void settle(struct search_view *view)
{
    enum { ROUNDS = 3 };
    for (int i = 0; i < ROUNDS; i++) {
        search_scroll_to_selected(view);
        if (!search_make_visible(view, false))
            break;
    }
}

void search_paint(struct session *session, void *closure)
{
    struct search_view *view = closure;
    const struct search_frame frame = search_frame_of(view);
    unsigned used = 0;
    view->today.length = 0;
    clock_append_local(session->options->now(), &view->today);
    size_pieces(view, &frame);
    settle(view);
    for (size_t row = view->top; row < view->row_count && used < frame.list_rows; row++) {
        paint_hit(view, &frame, row, frame.list_top + used);
        paint_pieces(view, &frame, search_found(view, row), frame.list_top + used + 1);
        used += search_height(view, row);
    }
    if (view->row_count == 0)
        paint_nothing(view, &frame);
    paint_header(view, &frame);
    paint_footer(view, &frame);
}
