#include "ui/list.h"

#include "base/intl.h"
#include "base/memory.h"
#include "find/literal.h"
#include "ui/prompt.h"
#include "ui/session.h"

enum { HEADER_ROWS = 2, FOOTER_ROWS = 2, MARGIN = 2, GAP = 2 };

struct list {
    const char *title;
    const struct list_item *items;
    size_t count;
    size_t *shown; /* indices of the items that pass the filter */
    size_t shown_count;
    size_t selected, top; /* in shown */
    struct buffer filter;
    unsigned key_columns;
    bool is_closed;
    size_t chosen;
};

static unsigned list_rows(const struct session *session)
{
    unsigned rows = canvas_rows(session->canvas);
    return rows > HEADER_ROWS + FOOTER_ROWS ? rows - HEADER_ROWS - FOOTER_ROWS : 1;
}

static void apply_filter(struct list *list)
{
    struct literal *literal = list->filter.length ? literal_new(buffer_str(&list->filter)) : NULL;
    struct match match;
    list->shown_count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct list_item *item = &list->items[i];
        bool passes =
            !literal || (!item->is_heading && (literal_next(literal, item->text, 0, &match) ||
                                               literal_next(literal, item->key, 0, &match)));
        if (passes)
            list->shown[list->shown_count++] = i;
    }
    literal_free(literal);
    list->selected = list->top = 0;
}

static const struct list_item *item_at(const struct list *list, size_t position)
{
    return &list->items[list->shown[position]];
}

static void scroll_to_selected(struct list *list, unsigned rows)
{
    if (list->selected < list->top)
        list->top = list->selected;
    if (list->selected >= list->top + rows)
        list->top = list->selected - rows + 1;
    size_t last_top = list->shown_count > rows ? list->shown_count - rows : 0;
    if (list->top > last_top)
        list->top = last_top;
}

static void paint_item(struct session *session, const struct list *list, size_t position,
                       unsigned row)
{
    const struct list_item *item = item_at(list, position);
    unsigned columns = canvas_columns(session->canvas);
    bool is_selected = position == list->selected;
    struct style style = {is_selected        ? ROLE_SELECTED
                          : item->is_heading ? ROLE_HEADING
                                             : ROLE_TEXT,
                          0};
    if (is_selected)
        canvas_fill(session->canvas, row, 0, columns, style);
    unsigned left = MARGIN + item->indent;
    if (item->key.length) {
        canvas_text(session->canvas, row, left, list->key_columns, item->key, style);
        left += list->key_columns + GAP;
    }
    if (left + MARGIN >= columns)
        left = 0;
    unsigned room = columns - left;
    canvas_text(session->canvas, row, left, room, item->text, style);
    paint_hits_in_label(session, item->text, row, left, room);
}

static void paint_list(struct session *session, void *closure)
{
    struct list *list = closure;
    unsigned rows = list_rows(session), columns = canvas_columns(session->canvas);
    unsigned screen_rows = canvas_rows(session->canvas);
    canvas_text(session->canvas, 0, 1, columns > 1 ? columns - 1 : 1, str_from(list->title),
                (struct style){ROLE_TITLE, 0});
    unsigned header = screen_rows > HEADER_ROWS + FOOTER_ROWS ? HEADER_ROWS : 0;
    if (header)
        canvas_rule(session->canvas, 1, 0, columns, (struct style){ROLE_RULE, 0});
    scroll_to_selected(list, rows);
    for (unsigned i = 0; i < rows && list->top + i < list->shown_count; i++)
        paint_item(session, list, list->top + i, header + i);
    if (list->shown_count == 0)
        canvas_text(session->canvas, header, MARGIN, columns,
                    str_from(_("nothing passes the filter")), (struct style){ROLE_DIM, 0});
    if (screen_rows <= HEADER_ROWS + FOOTER_ROWS)
        return;
    canvas_rule(session->canvas, screen_rows - 2, 0, columns, (struct style){ROLE_RULE, 0});
    const char *keys = _("ENTER choose   / filter   q close   ? help");
    struct str foot = session->message.length ? buffer_str(&session->message) : str_from(keys);
    canvas_text(session->canvas, screen_rows - 1, 1, columns > 1 ? columns - 1 : 1, foot,
                (struct style){ROLE_STATUS, 0});
}

static void take_event(struct session *session, const struct event *event)
{
    struct list *list = session->list;
    long wheel = config_number(session->config, OPTION_WHEEL);
    session->message.length = 0;
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN) {
        list_move(session, event->kind == EVENT_WHEEL_UP ? -wheel : wheel);
    } else if (event->kind == EVENT_CLICK) {
        if (event->row >= HEADER_ROWS && list->top + event->row - HEADER_ROWS < list->shown_count)
            list->selected = list->top + event->row - HEADER_ROWS;
    } else if (event->kind == EVENT_KEY) {
        struct key_press key = {event->key, event->has_alt};
        const struct command *command = keymap_command(session->keymap, KEY_CONTEXT_LIST, key);
        if (command && command->run_in_list)
            command->run_in_list(session);
    }
}

size_t list_run(struct session *session, const char *title, const struct list_item *items,
                size_t count, size_t selected)
{
    struct list list = {.title = title, .items = items, .count = count, .chosen = SIZE_MAX};
    struct list *below = session->list;
    void (*draw_below)(struct session *, void *) = session->draw;
    void *closure_below = session->draw_closure;
    list.shown = memory_new((count + 1) * sizeof *list.shown);
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    for (size_t i = 0; i < count; i++) {
        unsigned width = (unsigned)text_width(items[i].key, ambiguous);
        list.key_columns = width > list.key_columns ? width : list.key_columns;
    }
    unsigned third = canvas_columns(session->canvas) * 2 / 5;
    list.key_columns = list.key_columns > third ? third : list.key_columns;
    apply_filter(&list);
    list.selected = selected < count ? selected : 0;
    session->list = &list;
    session->draw = paint_list;
    session->draw_closure = &list;
    session->message.length = 0;
    while (!list.is_closed && !session->is_leaving) {
        struct event event;
        session_wait(session, &event);
        take_event(session, &event);
    }
    session->list = below;
    session->draw = draw_below;
    session->draw_closure = closure_below;
    buffer_release(&list.filter);
    free(list.shown);
    return list.chosen;
}

void list_move(struct session *session, long rows)
{
    struct list *list = session->list;
    long target = (long)list->selected + rows;
    long last = (long)list->shown_count - 1;
    list->selected = (size_t)(target < 0 || last < 0 ? 0 : target > last ? last : target);
}

void list_page(struct session *session, long halves)
{
    long rows = (long)list_rows(session);
    list_move(session, halves * (rows > 1 ? rows / 2 : 1));
}

void list_go(struct session *session, bool is_end)
{
    struct list *list = session->list;
    list->selected = is_end && list->shown_count ? list->shown_count - 1 : 0;
}

void list_choose(struct session *session)
{
    struct list *list = session->list;
    if (list->selected >= list->shown_count || item_at(list, list->selected)->is_heading)
        return;
    list->chosen = list->shown[list->selected];
    list->is_closed = true;
}

void list_close(struct session *session)
{
    struct list *list = session->list;
    if (list->filter.length) {
        list->filter.length = 0;
        apply_filter(list);
    } else {
        list->is_closed = true;
    }
}

static void filter_typed(struct session *session, struct str text, void *closure)
{
    struct list *list = closure;
    (void)session;
    list->filter.length = 0;
    buffer_append(&list->filter, text);
    apply_filter(list);
}

void list_filter(struct session *session)
{
    CLEANUP_BUFFER struct buffer text = {0};
    struct list *list = session->list;
    if (!prompt_run(session, "/", filter_typed, list, &text))
        filter_typed(session, STR_NONE, list);
}
