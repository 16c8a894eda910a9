/* A row of the shelf: sign, title, and as many columns as the width allows, in the order of their
 * use: progress, date, site, minutes, tags. */
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/date.h"

enum {
    GAP = 2,
    MARGIN = 1, /* on the right */
    TITLE_MIN = 26,
    TITLE_AMPLE = 56, /* from here on the others have more */
    BAR = 4
};

enum column {
    COLUMN_PROGRESS,
    COLUMN_DATE,
    COLUMN_SITE,
    COLUMN_MINUTES,
    COLUMN_TAGS,
    COLUMN_COUNT
};

struct columns {
    unsigned title_left, title_width;
    unsigned left[COLUMN_COUNT], width[COLUMN_COUNT]; /* width 0: not there */
};

/* Columns of a sign such as ★: the terminal may draw it wide. */
static unsigned sign_width(const struct shelf_view *view)
{
    return (unsigned)canvas_ambiguous(view->session->canvas);
}

static struct columns columns_for(const struct shelf_view *view, const struct shelf_frame *frame)
{
    static const unsigned widths[COLUMN_COUNT] = {
        [COLUMN_PROGRESS] = BAR + 4, [COLUMN_DATE] = DATE_COLUMNS_SHORT, [COLUMN_SITE] = 12,
        [COLUMN_MINUTES] = 6,        [COLUMN_TAGS] = 16,
    };
    static const enum column order[COLUMN_COUNT] = {COLUMN_TAGS, COLUMN_SITE, COLUMN_DATE,
                                                    COLUMN_MINUTES, COLUMN_PROGRESS};
    struct columns columns = {.title_left = frame->list_left + 2 + sign_width(view)};
    unsigned end = frame->list_left + frame->list_columns;
    unsigned room = end > columns.title_left + MARGIN ? end - columns.title_left - MARGIN : 0;
    for (int i = 0; i < COLUMN_COUNT && room >= TITLE_MIN + GAP + widths[i]; i++) {
        columns.width[i] = widths[i];
        room -= GAP + widths[i];
    }
    if (columns.width[COLUMN_TAGS] && room > TITLE_AMPLE) {
        columns.width[COLUMN_SITE] += 6;
        columns.width[COLUMN_DATE] = DATE_COLUMNS;
        room -= 6 + DATE_COLUMNS - DATE_COLUMNS_SHORT;
    }
    columns.title_width = room;
    unsigned left = columns.title_left + room;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        columns.left[order[i]] = left + GAP;
        left += columns.width[order[i]] ? columns.width[order[i]] + GAP : 0;
    }
    return columns;
}

static void append_bar(int progress, enum ambiguous_width ambiguous, struct buffer *out)
{
    bool is_narrow = ambiguous == AMBIGUOUS_NARROW;
    int filled = (progress * BAR + 999) / 1000;
    for (int i = 0; i < BAR; i++)
        buffer_append_c(out, i < filled ? is_narrow ? "█" : "#" : is_narrow ? "░" : "-");
}

static void append_progress(const struct article_record *record, enum ambiguous_width ambiguous,
                            struct buffer *out)
{
    int progress = record->progress > 999 ? 999 : record->progress > 0 ? record->progress : 0;
    if (record->state == ARTICLE_FINISHED) {
        buffer_append_c(out, _("done"));
    } else if (record->state == ARTICLE_READING) {
        append_bar(progress, ambiguous, out);
        buffer_append_format(out, "%3d%%", progress / 10);
    }
}

static void append_tags(const struct article_record *record, struct buffer *out)
{
    for (size_t i = 0; i < record->tag_count; i++) {
        buffer_append_c(out, i ? " " : "");
        buffer_append(out, record->tags[i]);
    }
}

static void append_cell(const struct shelf_view *view, const struct article_record *record,
                        enum column column, unsigned width, struct buffer *out)
{
    switch (column) {
    case COLUMN_PROGRESS:
        append_progress(record, canvas_ambiguous(view->session->canvas), out);
        break;
    case COLUMN_DATE:
        date_append_short(record->published, buffer_str(&view->today), width, out);
        break;
    case COLUMN_SITE:
        buffer_append(out, record->site);
        break;
    case COLUMN_MINUTES:
        article_append_minutes(record, out);
        break;
    case COLUMN_TAGS:
        append_tags(record, out);
        break;
    default:
        break;
    }
}

/* Texts of this article and of those with nearly the same text. */
static size_t text_count(const struct article_record *record)
{
    return (size_t)record->version_count + record->follower_count;
}

/* What is true of the article, the most telling first: one stands before the title's column, the
 * others begin it. */
static void append_signs(const struct shelf_view *view, const struct article_record *record,
                         struct buffer *sign, struct buffer *others)
{
    const struct {
        bool is_true;
        const char *sign;
    } signs[] = {{record->id == view->last_read || record->id == view->last_read_leader, "▶"},
                 {record->is_starred, "★"},
                 {text_count(record) > 1, "⧉"}};
    for (size_t i = 0; i < ARRAY_LENGTH(signs); i++)
        if (signs[i].is_true && sign->length == 0)
            buffer_append_c(sign, signs[i].sign);
        else if (signs[i].is_true && i == 1)
            buffer_append_format(others, "%s ", signs[i].sign);
}

static struct style row_style(const struct article_record *record, bool is_selected)
{
    return (struct style){is_selected                         ? ROLE_SELECTED
                          : record->state == ARTICLE_FINISHED ? ROLE_DIM
                                                              : ROLE_TEXT,
                          0};
}

static void light(struct shelf_view *view, struct str text, bool is_title, unsigned row,
                  unsigned column, unsigned width)
{
    struct match match;
    bool is_spelling;
    for (size_t at = 0; lights_next(view->lights, text, is_title, at, &match, &is_spelling);
         at = match.end)
        paint_match_in_label(view->session, text, match, row, column, width);
}

/* How many texts there are, in words where the title leaves room. */
static void append_count(const struct article_record *record, unsigned room, size_t title_width,
                         enum ambiguous_width ambiguous, struct buffer *out)
{
    size_t count = text_count(record);
    if (count < 2)
        return;
    buffer_append_format(out, ngettext(" (%zu version)", " (%zu versions)", (unsigned long)count),
                         count);
    if (title_width + text_width(buffer_str(out), ambiguous) <= room)
        return;
    out->length = 0;
    buffer_append_format(out, " (%zu)", count);
}

static void paint_title(struct shelf_view *view, const struct article_record *record,
                        const struct columns *columns, unsigned row, struct style style)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer sign = {0}, others = {0}, suffix = {0};
    append_signs(view, record, &sign, &others);
    canvas_text(canvas, row, columns->title_left - 1 - sign_width(view), sign_width(view),
                buffer_str(&sign), style);
    unsigned left = columns->title_left, room = columns->title_width;
    unsigned taken = canvas_text(canvas, row, left, room, buffer_str(&others), style);
    left += taken;
    room -= taken;
    struct str title = article_name(record);
    append_count(record, room, text_width(title, canvas_ambiguous(canvas)),
                 canvas_ambiguous(canvas), &suffix);
    unsigned tail = (unsigned)text_width(buffer_str(&suffix), canvas_ambiguous(canvas));
    unsigned width = room > 2 * tail ? room - tail : room;
    taken = canvas_text(canvas, row, left, width, title, style);
    light(view, title, true, row, left, taken);
    if (width < room)
        canvas_text(canvas, row, left + taken, tail, buffer_str(&suffix), style);
}

void shelf_paint_row(struct shelf_view *view, const struct shelf_frame *frame, size_t index,
                     unsigned screen_row)
{
    struct canvas *canvas = view->session->canvas;
    const struct article_record *record = shelf_row(view, index);
    bool is_selected = index == view->selected;
    const struct columns columns = columns_for(view, frame);
    if (is_selected)
        canvas_fill(canvas, screen_row, frame->list_left, frame->list_columns,
                    (struct style){ROLE_SELECTED, 0});
    if (!record) {
        canvas_text(canvas, screen_row, columns.title_left, columns.title_width,
                    str_from(_("(gone)")), (struct style){ROLE_DIM, 0});
        return;
    }
    struct style style = row_style(record, is_selected);
    if (id_set_has(&view->marked, record->id))
        canvas_text(canvas, screen_row, frame->list_left, 1, STR("✓"), style);
    paint_title(view, record, &columns, screen_row, style);
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        CLEANUP_BUFFER struct buffer cell = {0};
        unsigned width = columns.width[column], left = columns.left[column];
        if (width == 0)
            continue;
        append_cell(view, record, column, width, &cell);
        bool is_quiet = !is_selected && column != COLUMN_PROGRESS;
        unsigned taken = canvas_text(canvas, screen_row, left, width, buffer_str(&cell),
                                     is_quiet ? (struct style){ROLE_DIM, 0} : style);
        if (column == COLUMN_SITE || column == COLUMN_TAGS)
            light(view, buffer_str(&cell), false, screen_row, left, taken);
    }
}
