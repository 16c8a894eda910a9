#include "ui/list.h"

#include "base/intl.h"
#include "base/memory.h"
#include "find/matcher.h"
#include "ui/prompt.h"
#include "ui/session.h"
#include "ui/wrap.h"

enum {
    HEADER_ROWS = 2,
    FOOTER_ROWS = 2,
    MARGIN = 2,
    GAP = 2,
    INDENT = 4,
    STACKED_BELOW = 60, /* columns, where keys and words do not fit side by side */
    ITEM_ROWS_MAX = 16
};

struct item_list {
    struct list list;
    const char *title;
    const struct list_item *items;
    size_t count;
    size_t *shown; /* indices of the items that pass the filter */
    size_t shown_count;
    size_t selected, top; /* in shown */
    struct buffer filter;
    unsigned key_columns;
    bool is_page; /* to be read: nothing is selected, `selected` is the top, items are wrapped */
    size_t chosen;
};

static struct item_list *list_of(const struct session *session)
{
    return (struct item_list *)session->list;
}

static unsigned list_rows(const struct session *session)
{
    unsigned rows = canvas_rows(session->canvas);
    return rows > HEADER_ROWS + FOOTER_ROWS ? rows - HEADER_ROWS - FOOTER_ROWS : 1;
}

static bool has_match(const struct matcher *matcher, struct str text)
{
    struct match match;
    return matcher_next(matcher, (struct haystack){.text = text}, 0, SIZE_MAX, &match);
}

static void apply_filter(struct item_list *list)
{
    struct matcher *matcher =
        list->filter.length ? matcher_new(buffer_str(&list->filter), 0) : NULL;
    list->shown_count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct list_item *item = &list->items[i];
        bool passes = !matcher || (!item->is_heading && (has_match(matcher, item->text) ||
                                                         has_match(matcher, item->key)));
        if (passes)
            list->shown[list->shown_count++] = i;
    }
    matcher_free(matcher);
    list->selected = list->top = 0;
}

static const struct list_item *item_at(const struct item_list *list, size_t position)
{
    return &list->items[list->shown[position]];
}

struct item_rows {
    struct str keys[ITEM_ROWS_MAX], texts[ITEM_ROWS_MAX];
    size_t key_count, text_count;
    unsigned key_left, text_left;
    bool is_stacked; /* the text stands below its keys */
    unsigned count;
};

/* An item of a page at the width of the screen. */
static void wrap_item(const struct session *session, const struct item_list *list,
                      const struct list_item *item, struct item_rows *ret_rows)
{
    unsigned columns = canvas_columns(session->canvas);
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    struct item_rows rows = {.key_left = MARGIN + item->indent};
    unsigned key_columns = list->key_columns < columns / 2 ? list->key_columns : columns / 2;
    rows.is_stacked = item->key.length && columns < STACKED_BELOW;
    rows.text_left = rows.key_left;
    if (rows.is_stacked) {
        key_columns = columns > rows.key_left + 1 ? columns - rows.key_left : columns;
        rows.text_left += INDENT;
    } else if (item->key.length) {
        rows.text_left += key_columns + GAP;
    }
    if (rows.text_left + MARGIN >= columns)
        rows.text_left = rows.key_left = 0;
    rows.key_count = wrap_text(item->key, key_columns, ambiguous, rows.keys, ITEM_ROWS_MAX);
    rows.text_count =
        wrap_text(item->text, columns - rows.text_left, ambiguous, rows.texts, ITEM_ROWS_MAX);
    rows.key_count = rows.key_count < ITEM_ROWS_MAX ? rows.key_count : ITEM_ROWS_MAX;
    rows.text_count = rows.text_count < ITEM_ROWS_MAX ? rows.text_count : ITEM_ROWS_MAX;
    size_t most = rows.key_count > rows.text_count ? rows.key_count : rows.text_count;
    size_t count = rows.is_stacked ? rows.key_count + rows.text_count : most;
    rows.count = count ? (unsigned)count : 1;
    *ret_rows = rows;
}

static unsigned item_height(const struct session *session, const struct item_list *list,
                            size_t position)
{
    struct item_rows rows;
    if (!list->is_page)
        return 1;
    wrap_item(session, list, item_at(list, position), &rows);
    return rows.count;
}

/* The last item that may be at the top of a page: from it on, everything fits. */
static size_t last_page_top(const struct session *session, const struct item_list *list,
                            unsigned rows)
{
    size_t top = list->shown_count;
    for (unsigned height = 0; top > 0; top--) {
        height += item_height(session, list, top - 1);
        if (height > rows)
            break;
    }
    return top < list->shown_count || top == 0 ? top : top - 1;
}

static void scroll_to_selected(const struct session *session, struct item_list *list, unsigned rows)
{
    if (list->is_page) {
        size_t last = last_page_top(session, list, rows);
        list->selected = list->selected < last ? list->selected : last;
        list->top = list->selected;
        return;
    }
    if (list->selected < list->top)
        list->top = list->selected;
    if (list->selected >= list->top + rows)
        list->top = list->selected - rows + 1;
    size_t last_top = list->shown_count > rows ? list->shown_count - rows : 0;
    if (list->top > last_top)
        list->top = last_top;
}

static void paint_item(struct session *session, const struct item_list *list, size_t position,
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

/* Returns the rows it took. */
static unsigned paint_page_item(struct session *session, const struct item_list *list,
                                size_t position, unsigned row, unsigned row_end)
{
    const struct list_item *item = item_at(list, position);
    unsigned columns = canvas_columns(session->canvas);
    struct style style = {item->is_heading ? ROLE_HEADING : ROLE_TEXT, 0};
    struct item_rows rows;
    wrap_item(session, list, item, &rows);
    for (unsigned i = 0; i < rows.key_count && row + i < row_end; i++)
        canvas_text(session->canvas, row + i, rows.key_left, columns - rows.key_left, rows.keys[i],
                    style);
    unsigned below = rows.is_stacked ? (unsigned)rows.key_count : 0;
    for (unsigned i = 0; i < rows.text_count && row + below + i < row_end; i++)
        canvas_text(session->canvas, row + below + i, rows.text_left, columns - rows.text_left,
                    rows.texts[i], style);
    return rows.count;
}

static void paint_items(struct session *session, struct item_list *list, unsigned header,
                        unsigned rows)
{
    scroll_to_selected(session, list, rows);
    unsigned used = 0;
    for (size_t i = list->top; used < rows && i < list->shown_count; i++) {
        if (list->is_page) {
            used += paint_page_item(session, list, i, header + used, header + rows);
            continue;
        }
        paint_item(session, list, i, header + used);
        used++;
    }
}

static const char *footer(const struct item_list *list)
{
    return list->is_page ? _("SPACE a page down   / filter   q close")
                         : _("ENTER choose   / filter   q close   ? help");
}

static void paint_list(struct session *session, void *closure)
{
    struct item_list *list = closure;
    unsigned rows = list_rows(session), columns = canvas_columns(session->canvas);
    unsigned screen_rows = canvas_rows(session->canvas);
    canvas_text(session->canvas, 0, 1, columns > 1 ? columns - 1 : 1, str_from(list->title),
                (struct style){ROLE_TITLE, 0});
    unsigned header = screen_rows > HEADER_ROWS + FOOTER_ROWS ? HEADER_ROWS : 0;
    if (header)
        canvas_rule(session->canvas, 1, 0, columns, (struct style){ROLE_RULE, 0});
    paint_items(session, list, header, rows);
    if (list->shown_count == 0)
        canvas_text(session->canvas, header, MARGIN, columns,
                    str_from(_("nothing passes the filter")), (struct style){ROLE_DIM, 0});
    if (screen_rows <= HEADER_ROWS + FOOTER_ROWS)
        return;
    canvas_rule(session->canvas, screen_rows - 2, 0, columns, (struct style){ROLE_RULE, 0});
    struct str foot =
        session->message.length ? buffer_str(&session->message) : str_from(footer(list));
    canvas_text(session->canvas, screen_rows - 1, 1, columns > 1 ? columns - 1 : 1, foot,
                (struct style){ROLE_STATUS, 0});
}

static bool can_be_selected(const struct item_list *list, size_t position)
{
    return list->is_page || !item_at(list, position)->is_heading;
}

/* A heading is passed by: onward, at the end of the list back. */
static void select_item(struct item_list *list, size_t position, bool is_upward)
{
    size_t other_way = position;
    while (position < list->shown_count && !can_be_selected(list, position))
        position += is_upward ? SIZE_MAX : 1;
    while (position >= list->shown_count && other_way < list->shown_count &&
           !can_be_selected(list, other_way))
        other_way += is_upward ? 1 : SIZE_MAX;
    position = position < list->shown_count ? position : other_way;
    list->selected = position < list->shown_count ? position : 0;
}

static void list_move(struct session *session, long rows)
{
    struct item_list *list = list_of(session);
    long target = (long)list->selected + rows;
    long last = (long)list->shown_count - 1;
    select_item(list,
                (size_t)(target < 0 || last < 0 ? 0
                         : target > last        ? last
                                                : target),
                rows < 0);
}

/* How many items of a page stand in so many rows below its top, or above it. */
static long items_in(const struct session *session, const struct item_list *list, unsigned rows,
                     bool is_above)
{
    size_t count = 0, limit = is_above ? list->top : list->shown_count - list->top;
    for (unsigned height = 0; count < limit; count++) {
        height += item_height(session, list, is_above ? list->top - 1 - count : list->top + count);
        if (height > rows)
            break;
    }
    return count ? (long)count : 1;
}

static void list_page(struct session *session, long halves)
{
    const struct item_list *list = list_of(session);
    unsigned rows = list_rows(session), half = rows > 1 ? rows / 2 : 1;
    bool is_half = halves == 1 || halves == -1;
    long direction = halves < 0 ? -1 : 1;
    if (list->is_page)
        list_move(session,
                  direction * items_in(session, list, is_half ? half : rows, direction < 0));
    else
        list_move(session, halves * (long)half);
}

static void list_go(struct session *session, bool is_end)
{
    struct item_list *list = list_of(session);
    select_item(list, is_end && list->shown_count ? list->shown_count - 1 : 0, is_end);
}

static void list_choose(struct session *session)
{
    struct item_list *list = list_of(session);
    if (list->is_page) {
        list_move(session, 1);
        return;
    }
    if (list->selected >= list->shown_count || !can_be_selected(list, list->selected))
        return;
    list->chosen = list->shown[list->selected];
    list->list.is_closed = true;
}

static void list_close(struct session *session)
{
    struct item_list *list = list_of(session);
    if (list->filter.length) {
        list->filter.length = 0;
        apply_filter(list);
    } else {
        list->list.is_closed = true;
    }
}

static bool filter_typed(struct session *session, struct str text, void *closure)
{
    struct item_list *list = closure;
    (void)session;
    list->filter.length = 0;
    buffer_append(&list->filter, text);
    apply_filter(list);
    return true;
}

static void list_filter(struct session *session)
{
    CLEANUP_BUFFER struct buffer text = {0};
    struct item_list *list = list_of(session);
    const struct prompt_request request = {.label = "/", .changed = filter_typed, .closure = list};
    if (!prompt_run(session, &request, &text))
        filter_typed(session, STR_NONE, list);
}

static void list_click(struct session *session, unsigned row, unsigned column)
{
    struct item_list *list = list_of(session);
    size_t position = list->top + row - HEADER_ROWS;
    (void)column;
    if (!list->is_page && row >= HEADER_ROWS && position < list->shown_count &&
        can_be_selected(list, position))
        list->selected = position;
}

static const struct list_actions actions = {
    .draw = paint_list,
    .move = list_move,
    .page = list_page,
    .go = list_go,
    .choose = list_choose,
    .close = list_close,
    .filter = list_filter,
    .click = list_click,
};

static void take_event(struct session *session, const struct event *event)
{
    const struct list_actions *list = session->list->actions;
    long wheel = config_number(session->config, OPTION_WHEEL);
    struct key_press key = {event->key, event->has_alt};
    const struct command *command;
    session->message.length = 0;
    switch (event->kind) {
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        list->move(session, event->kind == EVENT_WHEEL_UP ? -wheel : wheel);
        break;
    case EVENT_CLICK:
        list->click(session, event->row, event->column);
        break;
    case EVENT_KEY:
        if (session_take_digit(session, event))
            return;
        command = keymap_command(session->keymap, KEY_CONTEXT_LIST, key);
        if (command && command->in[KEY_CONTEXT_LIST].run)
            command->in[KEY_CONTEXT_LIST].run(session);
        session->has_count = false;
        break;
    default:
        break;
    }
}

void list_hold(struct session *session, struct list *list)
{
    struct list *below = session->list;
    void (*draw_below)(struct session *, void *) = session->draw;
    void *closure_below = session->draw_closure;
    session->list = list;
    session->draw = list->actions->draw;
    session->draw_closure = list;
    session->has_count = false;
    while (!list->is_closed && !session->is_leaving) {
        struct event event;
        session_wait(session, &event);
        take_event(session, &event);
    }
    session->list = below;
    session->draw = draw_below;
    session->draw_closure = closure_below;
}

static unsigned widest_key(const struct session *session, const struct item_list *list)
{
    unsigned widest = 0;
    for (size_t i = 0; i < list->count; i++) {
        unsigned width =
            (unsigned)text_width(list->items[i].key, canvas_ambiguous(session->canvas));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static size_t run(struct session *session, struct item_list list, size_t selected)
{
    list.list.actions = &actions;
    list.shown = memory_new((list.count + 1) * sizeof *list.shown);
    list.key_columns = widest_key(session, &list);
    apply_filter(&list);
    select_item(&list, selected < list.count ? selected : 0, false);
    session->message.length = 0;
    list_hold(session, &list.list);
    buffer_release(&list.filter);
    free(list.shown);
    return list.chosen;
}

size_t list_run(struct session *session, const char *title, const struct list_item *items,
                size_t count, size_t selected)
{
    struct item_list list = {.title = title, .items = items, .count = count, .chosen = SIZE_MAX};
    return run(session, list, selected);
}

void list_read(struct session *session, const char *title, const struct list_item *items,
               size_t count, size_t first)
{
    struct item_list list = {
        .title = title, .items = items, .count = count, .chosen = SIZE_MAX, .is_page = true};
    run(session, list, first);
}
