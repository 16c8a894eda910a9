/* What stands above and below the list. */
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/hints.h"
#include "ui/number.h"
#include "ui/status.h"

enum { GAP = 3 };

static void append_part(struct buffer *out, const char *format, int64_t number)
{
    CLEANUP_BUFFER struct buffer digits = {0};
    if (number <= 0)
        return;
    number_append((uint64_t)number, &digits);
    buffer_append_c(out, out->length ? " · " : "");
    buffer_append_format(out, format, digits.bytes);
}

/* The shelf's name and how many are on it. */
static void append_name(struct shelf_view *view, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer digits = {0};
    size_t current = shelf_side_current(view);
    bool is_everything = current == 0 || current == SIZE_MAX;
    number_append(is_everything ? (uint64_t)view->counts.articles : view->count, &digits);
    if (is_everything)
        buffer_append_format(out, _("Shelf · all %s"), digits.bytes);
    else
        buffer_append_format(out, _("Shelf · %.*s %s"), STR_ARGS(shelf_side_at(view, current).name),
                             digits.bytes);
}

/* As many of the counts as there is room for, the first first. */
static void append_counts(const struct shelf_view *view, unsigned room, struct buffer *out)
{
    const struct {
        const char *format;
        int64_t number;
    } parts[] = {{_("unread %s"), view->counts.unread},
                 {_("reading %s"), view->counts.reading},
                 {_("starred %s"), view->counts.starred}};
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        size_t before = out->length;
        append_part(out, parts[i].format, parts[i].number);
        if (text_width(buffer_str(out), canvas_ambiguous(view->session->canvas)) > room)
            out->length = before;
    }
}

void shelf_paint_header(struct shelf_view *view, const struct shelf_frame *frame)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer name = {0}, counts = {0};
    if (!frame->has_header)
        return;
    append_name(view, &name);
    unsigned taken = canvas_text(canvas, 0, 1, frame->columns - 2, buffer_str(&name),
                                 (struct style){ROLE_TITLE, 0});
    indexing_append(view->session, &counts);
    append_counts(view, frame->columns > taken + 2 + GAP ? frame->columns - taken - 2 - GAP : 0,
                  &counts);
    unsigned width = (unsigned)text_width(buffer_str(&counts), canvas_ambiguous(canvas));
    canvas_text(canvas, 0, frame->columns - 1 - width, width, buffer_str(&counts),
                (struct style){ROLE_STATUS, 0});
    canvas_rule(canvas, 1, 0, frame->columns, (struct style){ROLE_RULE, 0});
}

/* What the letters typed spell in the selected title. */
static void append_spelled(struct shelf_view *view, struct buffer *out)
{
    struct match match;
    bool is_spelling;
    const struct article_record *record = shelf_row(view, view->selected);
    if (!record)
        return;
    struct str title = article_name(record);
    for (size_t at = 0; lights_next(view->lights, title, true, at, &match, &is_spelling);
         at = match.end)
        if (is_spelling) {
            buffer_append(out, str_slice(title, match.start, match.end));
            buffer_append_c(out, " · ");
            return;
        }
}

void shelf_append_found(struct shelf_view *view, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer digits = {0};
    append_spelled(view, out);
    number_append(view->count, &digits);
    buffer_append_format(out, ngettext("%s article", "%s articles", (unsigned long)view->count),
                         digits.bytes);
}

static const char *sort_name(enum query_sort sort)
{
    static const char *const names[] = {
        [QUERY_SORT_ADDED] = N_("by adding"),  [QUERY_SORT_PUBLISHED] = N_("by publication"),
        [QUERY_SORT_READ] = N_("by reading"),  [QUERY_SORT_TITLE] = N_("by title"),
        [QUERY_SORT_LENGTH] = N_("by length"), [QUERY_SORT_PROGRESS] = N_("by progress"),
        [QUERY_SORT_SITE] = N_("by site"),     [QUERY_SORT_RELEVANCE] = N_("by relevance"),
    };
    return _(names[sort]);
}

static void append_right(struct shelf_view *view, struct buffer *out)
{
    if (view->filter.length) {
        shelf_append_found(view, out);
    } else if (view->count) {
        number_append(view->selected + 1, out);
        buffer_append_byte(out, '/');
        number_append(view->count, out);
    }
    if (view->sort != QUERY_SORT_ADDED || !view->is_descending)
        buffer_append_format(out, " · %s%s", sort_name(view->sort),
                             view->is_descending ? "↓" : "↑");
}

/* The article that ENTER goes on with, when there is nothing else to say: not one that it begins,
 * nor one that was finished. */
static const struct article_record *record_to_continue(struct shelf_view *view)
{
    const struct session *session = view->session;
    int64_t article = shelf_readable(view);
    bool is_quiet = !view->is_side_focused && !view->adding && !view->filter.length &&
                    !session->writing_count && !session->message.length &&
                    !id_set_count(&view->marked);
    if (!is_quiet || !article || article != view->last_read)
        return NULL;
    const struct article_record *record = shelf_record(view, article);
    return record && record->state == ARTICLE_READING ? record : NULL;
}

static const char *hint_word_of(const struct session *session, const struct command *command)
{
    static const char *const of_articles[] = {"read", "mark", "tag", "star", "remove"};
    struct shelf_view *view = session->shelf;
    if (view->count == 0)
        for (size_t i = 0; i < ARRAY_LENGTH(of_articles); i++)
            if (strcmp(command->name, of_articles[i]) == 0)
                return NULL;
    if (strcmp(command->name, "read") == 0 && record_to_continue(view))
        return NULL; /* the row above says so */
    return command->hint;
}

/* What can be done with no article at all. */
static const char *welcome_word_of(const struct session *session, const struct command *command)
{
    static const struct {
        const char *name, *word;
    } words[] = {{"add", N_("add")}, {"manual", N_("the manual")}, {"quit", N_("leave")}};
    (void)session;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (strcmp(command->name, words[i].name) == 0)
            return words[i].word;
    return NULL;
}

/* The filter, what is marked, what ENTER goes on with, or who wrote the selected article and where
 * it is from. */
static enum role append_left(struct shelf_view *view, struct buffer *out)
{
    size_t marked = id_set_count(&view->marked), waiting = view->session->writing_count;
    const struct article_record *record = shelf_row(view, view->selected);
    if (view->adding)
        adding_append_progress(view->adding, out);
    if (waiting)
        buffer_append_format(out,
                             ngettext("%s%zu change waits for another program",
                                      "%s%zu changes wait for another program",
                                      (unsigned long)waiting),
                             out->length ? "   " : "", waiting);
    if (view->filter.length)
        buffer_append_format(out, "%s/ %.*s", out->length ? "   " : "",
                             STR_ARGS(buffer_str(&view->filter)));
    if (marked) {
        buffer_append_c(out, out->length ? "   " : "");
        buffer_append_format(out, ngettext("%zu marked", "%zu marked", (unsigned long)marked),
                             marked);
    }
    if (out->length || !record)
        return ROLE_PROMPT;
    const struct article_record *continued = record_to_continue(view);
    if (continued) {
        hints_append_key(view->session, KEY_CONTEXT_SHELF, command_find(STR("read")), out);
        buffer_append_format(out, _(" continue at %d %%: %.*s"), continued->progress / 10,
                             STR_ARGS(article_name(continued)));
        return ROLE_PROMPT;
    }
    const struct str details[] = {record->byline, record->site, record->url};
    for (size_t i = 0; i < ARRAY_LENGTH(details); i++)
        if (details[i].length) {
            buffer_append_c(out, out->length ? " · " : "");
            buffer_append(out, details[i]);
        }
    return ROLE_DIM;
}

static void paint_status_row(struct shelf_view *view, unsigned row, unsigned columns)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer left = {0}, right = {0};
    append_right(view, &right);
    unsigned width = (unsigned)text_width(buffer_str(&right), canvas_ambiguous(canvas));
    enum role role = append_left(view, &left);
    if (width + GAP + 2 > columns)
        width = 0;
    unsigned room = columns - 2 - (width ? width + GAP : 0);
    canvas_text(canvas, row, 1, room, buffer_str(&left), (struct style){(uint8_t)role, 0});
    canvas_text(canvas, row, columns - 1 - width, width, buffer_str(&right),
                (struct style){ROLE_STATUS, 0});
}

static void paint_message(struct shelf_view *view, unsigned row, unsigned columns)
{
    struct session *session = view->session;
    struct str message = buffer_str(&session->message);
    unsigned half = canvas_rows(session->canvas) / 2;
    struct style style = {session->message_is_error ? ROLE_ERROR : ROLE_PROMPT, 0};
    bool is_one_row = text_width(message, canvas_ambiguous(session->canvas)) + 2 <= columns;
    if (!is_one_row || memchr(message.bytes, '\n', message.length))
        status_paint_rows(session, message, half ? half : 1, style);
    else
        canvas_text(session->canvas, row, 1, columns - 2, message, style);
}

void shelf_paint_footer(struct shelf_view *view, const struct shelf_frame *frame)
{
    struct session *session = view->session;
    unsigned row = frame->rows - 1;
    if (frame->has_hints) {
        canvas_rule(session->canvas, frame->rows - 3, 0, frame->columns,
                    (struct style){ROLE_RULE, 0});
        bool is_empty = shelf_is_empty(view);
        hints_paint(session, KEY_CONTEXT_SHELF, is_empty ? welcome_word_of : hint_word_of, row);
        row--;
    }
    if (session->message.length)
        paint_message(view, row, frame->columns);
    else if (frame->has_status)
        paint_status_row(view, row, frame->columns);
}
