#include "ui/status.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/width.h"
#include "ui/session.h"
#include "ui/wrap.h"

enum { GAP_COLUMNS = 3, TITLE_COLUMNS_MIN = 12, SECTION_COLUMNS_MAX = 24, MESSAGE_ROWS_MAX = 64 };

static enum ambiguous_width ambiguous_of(const struct session *session)
{
    return canvas_ambiguous(session->canvas);
}

/* As much of s as fits, with "…" for the rest. */
static void append_cut(const struct session *session, struct str s, size_t columns,
                       struct buffer *out)
{
    size_t taken;
    enum ambiguous_width ambiguous = ambiguous_of(session);
    if (text_width(s, ambiguous) <= columns) {
        buffer_append(out, s);
        return;
    }
    size_t dots = text_width(STR("…"), ambiguous);
    size_t length = text_fit(s, columns > dots ? columns - dots : 0, ambiguous, &taken);
    buffer_append(out, str_slice(s, 0, length));
    buffer_append_c(out, "…");
}

void status_append_hits(struct session *session, struct buffer *out)
{
    struct hits *hits = session->hits;
    size_t index = hits_index(hits);
    if (index > 0)
        buffer_append_format(out, "%zu/", index);
    else
        buffer_append_c(out, "–/");
    if (hits_is_counted(hits)) /* a problem ends the counting early */
        buffer_append_format(out, "%zu%s", hits_total(hits), hits_problem(hits) ? "+" : "");
    else
        buffer_append_c(out, "…");
}

static void append_section(struct session *session, struct buffer *out)
{
    const struct article *article = session->article;
    uint32_t start, end;
    if (article->heading_count < 2)
        return;
    /* The section is that of the first row which is not a blank: a heading on top counts. */
    article_visible(session->article, &start, &end);
    /* At the end the last headings cannot reach the top any more. */
    if (article_is_at_end(session->article))
        start = end;
    size_t section = article_section(article, start);
    if (section == SIZE_MAX)
        return;
    buffer_append_format(out, "%zu/%zu ", section + 1, article->heading_count);
    append_cut(session, article_heading(article, section), SECTION_COLUMNS_MAX, out);
}

/* Costly on a long text, so it is asked for only when the place has moved. */
static double minutes_left(struct session *session)
{
    struct article *article = session->article;
    uint32_t place = article->spot.place;
    bool is_known = session->minutes_article == article && session->minutes_place == place;
    if (!is_known) {
        session->minutes = article_minutes(article->document, place);
        session->minutes_article = article;
        session->minutes_place = place;
    }
    return session->minutes;
}

static void append_minutes(struct session *session, struct buffer *out)
{
    if (article_is_at_end(session->article))
        return;
    double minutes = minutes_left(session);
    unsigned long whole = (unsigned long)(minutes + .999);
    if (minutes > 0)
        buffer_append_format(out, ngettext("%lu minute left", "%lu minutes left", whole), whole);
}

static void append_gap(struct buffer *out)
{
    if (out->length)
        buffer_append_c(out, "   ");
}

/* What fits: the place in the text with the pattern or section, else without it. */
static void append_context(struct session *session, size_t room, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer count = {0}, context = {0};
    enum ambiguous_width ambiguous = ambiguous_of(session);
    if (session->hits) {
        status_append_hits(session, &count);
        buffer_append(&context, buffer_str(&count));
        const char *kind = find_kind_name(hits_kind(session->hits));
        buffer_append_format(&context, " %s%s", kind, *kind ? " " : "");
        append_cut(session, hits_pattern(session->hits), SECTION_COLUMNS_MAX, &context);
    } else {
        append_section(session, &context);
    }
    if (text_width(buffer_str(&context), ambiguous) <= room)
        buffer_append(out, buffer_str(&context));
    else if (count.length <= room)
        buffer_append(out, buffer_str(&count));
}

void status_append_place(struct session *session, unsigned max_columns, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer minutes = {0}, percent = {0};
    enum ambiguous_width ambiguous = ambiguous_of(session);
    buffer_append_format(&percent, "%u%%", article_percent(session->article));
    if (percent.length > max_columns)
        return;
    size_t room = max_columns - percent.length;
    if (room > GAP_COLUMNS)
        append_context(session, room - GAP_COLUMNS, out);
    append_gap(out);
    buffer_append(out, buffer_str(&percent));
    append_minutes(session, &minutes);
    size_t taken = text_width(buffer_str(out), ambiguous) + GAP_COLUMNS;
    if (minutes.length && taken + text_width(buffer_str(&minutes), ambiguous) <= max_columns) {
        append_gap(out);
        buffer_append(out, buffer_str(&minutes));
    }
}

void status_paint_rows(struct session *session, struct str text, unsigned max_rows,
                       struct style style)
{
    struct canvas *canvas = session->canvas;
    unsigned columns = canvas_columns(canvas), height = canvas_rows(canvas);
    unsigned margin = columns >= 24 ? 1 : 0, room = columns - 2 * margin;
    struct str rows[MESSAGE_ROWS_MAX];
    size_t limit = max_rows < MESSAGE_ROWS_MAX ? max_rows : MESSAGE_ROWS_MAX;
    limit = limit < height ? limit : height;
    size_t count = wrap_text(text, room, canvas_ambiguous(canvas), rows, limit);
    if (count > limit && limit > 0) { /* the last row is cut where it ends, with … */
        count = limit;
        const char *start = rows[count - 1].bytes;
        rows[count - 1].length = text.length - (size_t)(start - text.bytes);
    }
    unsigned top = height - (unsigned)count;
    if (top > 1)
        canvas_rule(canvas, top - 1, 0, columns, (struct style){ROLE_RULE, 0});
    for (unsigned i = 0; i < count; i++) {
        unsigned row = top + i;
        canvas_fill(canvas, row, 0, columns, style);
        canvas_text(canvas, row, margin, room, rows[i], style);
    }
}

/* The place on the right, and the title or a message on the left: a message comes first. */
static void paint_line(struct session *session, unsigned row, unsigned left, unsigned columns)
{
    CLEANUP_BUFFER struct buffer place = {0};
    const struct buffer *message = &session->message;
    enum ambiguous_width ambiguous = ambiguous_of(session);
    struct style style = {ROLE_STATUS, 0};
    unsigned words = (unsigned)text_width(buffer_str(message), ambiguous);
    status_append_place(session, columns, &place);
    unsigned width = (unsigned)text_width(buffer_str(&place), ambiguous);
    unsigned needed = message->length ? words : TITLE_COLUMNS_MIN;
    bool has_both = width + GAP_COLUMNS + needed <= columns;
    if (width <= columns && (has_both || !message->length))
        canvas_text(session->canvas, row, left + columns - width, width, buffer_str(&place), style);
    if (message->length) {
        unsigned half = canvas_rows(session->canvas) / 2;
        style.role = session->message_is_error ? ROLE_ERROR : ROLE_PROMPT;
        if (words > columns)
            status_paint_rows(session, buffer_str(message), half > 1 ? half : 1, style);
        else
            canvas_text(session->canvas, row, left, columns, buffer_str(message), style);
    } else if (has_both) {
        canvas_text(session->canvas, row, left, columns - width - GAP_COLUMNS,
                    session->article->title, style);
    }
}

void paint_status(struct session *session)
{
    unsigned rows = canvas_rows(session->canvas), columns = canvas_columns(session->canvas);
    unsigned margin = columns >= 24 ? 1 : 0;
    struct style style = {ROLE_RULE, 0};
    if (rows >= 4)
        canvas_rule(session->canvas, rows - 2, 0, columns, style);
    if (rows < 2 && session->message.length == 0)
        return;
    if (rows < 2)
        canvas_fill(session->canvas, 0, 0, columns, (struct style){ROLE_TEXT, 0});
    paint_line(session, rows - 1, margin, columns - 2 * margin);
}
