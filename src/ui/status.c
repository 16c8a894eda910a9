#include "ui/status.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/width.h"
#include "ui/session.h"

enum { GAP_COLUMNS = 3, TITLE_COLUMNS_MIN = 12, SECTION_COLUMNS_MAX = 24 };

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
    const struct hits *hits = session->hits;
    size_t index = hits_index(hits);
    append_cut(session, hits_pattern(hits), SECTION_COLUMNS_MAX / 2, out);
    if (index > 0)
        buffer_append_format(out, " %zu/", index);
    else
        buffer_append_c(out, " –/");
    if (hits_is_counted(hits))
        buffer_append_format(out, "%zu", hits_total(hits));
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
    size_t section = article_section(article, start);
    if (section == SIZE_MAX)
        return;
    buffer_append_format(out, "%zu/%zu ", section + 1, article->heading_count);
    append_cut(session, document_block_text(article->document, article->headings[section]),
               SECTION_COLUMNS_MAX, out);
}

/* Costly on a long text, so it is asked for only when the place has moved. */
static double minutes_left(struct session *session)
{
    struct article *article = session->article;
    uint32_t place = article->spot.place;
    bool is_known = session->minutes_article == article && session->minutes_place == place;
    if (!is_known) {
        session->minutes =
            document_minutes(article->document, place, article->document->text.length);
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

void status_append_place(struct session *session, unsigned max_columns, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer context = {0}, minutes = {0}, percent = {0};
    if (session->hits)
        status_append_hits(session, &context);
    else
        append_section(session, &context);
    append_minutes(session, &minutes);
    buffer_append_format(&percent, "%u%%", article_percent(session->article));
    size_t needed = percent.length;
    enum ambiguous_width ambiguous = ambiguous_of(session);
    size_t context_columns = text_width(buffer_str(&context), ambiguous) + GAP_COLUMNS;
    size_t minutes_columns = text_width(buffer_str(&minutes), ambiguous) + GAP_COLUMNS;
    if (context.length && needed + context_columns <= max_columns) {
        needed += context_columns;
        buffer_append(out, buffer_str(&context));
    }
    append_gap(out);
    if (needed <= max_columns)
        buffer_append(out, buffer_str(&percent));
    if (minutes.length && needed + minutes_columns <= max_columns) {
        append_gap(out);
        buffer_append(out, buffer_str(&minutes));
    }
}

static void paint_message(struct session *session, unsigned row, unsigned left, unsigned columns)
{
    struct style style = {session->message_is_error ? ROLE_ERROR : ROLE_PROMPT, 0};
    canvas_text(session->canvas, row, left, columns, buffer_str(&session->message), style);
}

static void paint_place(struct session *session, unsigned row, unsigned left, unsigned columns)
{
    CLEANUP_BUFFER struct buffer place = {0};
    struct style style = {ROLE_STATUS, 0};
    status_append_place(session, columns, &place);
    unsigned width = (unsigned)text_width(buffer_str(&place), ambiguous_of(session));
    if (width > columns)
        return;
    canvas_text(session->canvas, row, left + columns - width, width, buffer_str(&place), style);
    unsigned room = columns - width;
    if (room >= TITLE_COLUMNS_MIN + GAP_COLUMNS)
        canvas_text(session->canvas, row, left, room - GAP_COLUMNS, session->article->title, style);
}

void paint_status(struct session *session)
{
    unsigned rows = canvas_rows(session->canvas), columns = canvas_columns(session->canvas);
    unsigned margin = columns >= 24 ? 1 : 0;
    if (rows >= 4)
        canvas_rule(session->canvas, rows - 2, 0, columns, (struct style){ROLE_RULE, 0});
    if (session->message.length) {
        if (rows < 2)
            canvas_fill(session->canvas, 0, 0, columns, (struct style){ROLE_TEXT, 0});
        paint_message(session, rows - 1, margin, columns - 2 * margin);
    } else if (rows >= 2) {
        paint_place(session, rows - 1, margin, columns - 2 * margin);
    }
}
