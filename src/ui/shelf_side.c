/* The shelves: filters that are always there, and those that were saved. */
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/number.h"
#include "ui/prompt.h"
#include "ui/shelf_commands.h"

enum { BUILT_IN_COUNT = 6 };

static const struct {
    const char *name, *query;
} built_in[BUILT_IN_COUNT] = {
    {N_("All"), ""},
    {N_("Unread"), "is:unread"},
    {N_("Reading"), "is:reading"},
    {N_("Finished"), "is:finished"},
    {N_("Starred"), "is:starred"},
    {N_("Trash"), "is:trash"},
};

void shelf_read_shelves(struct shelf_view *view)
{
    struct error error;
    arena_free(view->side_arena);
    free(view->shelves);
    view->side_arena = arena_new();
    view->shelves = NULL;
    view->shelf_count = 0;
    if (shelf_list(view->library, view->side_arena, &view->shelves, &view->shelf_count, &error))
        session_complain(view->session, error.message);
}

size_t shelf_side_count(const struct shelf_view *view)
{
    return BUILT_IN_COUNT + view->shelf_count;
}

struct shelf shelf_side_at(const struct shelf_view *view, size_t index)
{
    if (index >= BUILT_IN_COUNT)
        return view->shelves[index - BUILT_IN_COUNT];
    return (struct shelf){.name = str_from(_(built_in[index].name)),
                          .query = str_from(built_in[index].query)};
}

size_t shelf_side_current(const struct shelf_view *view)
{
    bool is_chosen =
        view->has_side && view->side_selected < shelf_side_count(view) &&
        str_equal(shelf_side_at(view, view->side_selected).query, buffer_str(&view->filter));
    if (is_chosen) /* of several with one query */
        return view->side_selected;
    for (size_t i = 0; i < shelf_side_count(view); i++)
        if (str_equal(shelf_side_at(view, i).query, buffer_str(&view->filter)))
            return i;
    return SIZE_MAX;
}

static int64_t count_of(const struct shelf_view *view, size_t index)
{
    const struct library_counts *counts = &view->counts;
    const int64_t numbers[BUILT_IN_COUNT] = {counts->articles, counts->unread,  counts->reading,
                                             counts->finished, counts->starred, counts->trashed};
    return index < BUILT_IN_COUNT ? numbers[index] : -1;
}

static void paint_shelf(struct shelf_view *view, const struct shelf_frame *frame, size_t index,
                        unsigned row)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer number = {0};
    bool is_current = index == view->side_selected;
    struct style style = {is_current && view->is_side_focused ? ROLE_SELECTED : ROLE_TEXT,
                          is_current ? ATTRIBUTE_BOLD : 0};
    unsigned columns = frame->side_columns - 1;
    if (is_current && view->is_side_focused)
        canvas_fill(canvas, row, 0, columns, style);
    if (count_of(view, index) >= 0)
        number_append((uint64_t)count_of(view, index), &number);
    unsigned room = columns - 3 - (unsigned)number.length;
    canvas_text(canvas, row, 2, room, shelf_side_at(view, index).name, style);
    canvas_text(canvas, row, columns - 1 - (unsigned)number.length, (unsigned)number.length,
                buffer_str(&number), style);
}

void shelf_paint_side(struct shelf_view *view, const struct shelf_frame *frame)
{
    size_t count = shelf_side_count(view);
    size_t top =
        view->side_selected >= frame->list_rows ? view->side_selected - frame->list_rows + 1 : 0;
    for (size_t i = top; i < count && i - top < frame->list_rows; i++)
        paint_shelf(view, frame, i, frame->list_top + (unsigned)(i - top));
}

static void apply(struct shelf_view *view)
{
    shelf_set_filter(view, shelf_side_at(view, view->side_selected).query);
    shelf_evaluate(view, KEEP_TOP, true);
}

void shelf_side_move(struct shelf_view *view, long rows)
{
    long last = (long)shelf_side_count(view) - 1, target = (long)view->side_selected + rows;
    view->side_selected = (size_t)(target < 0 ? 0 : target > last ? last : target);
    apply(view);
}

void shelf_choose_shelf(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused) {
        shelf_side_close(view);
        return;
    }
    size_t current = shelf_side_current(view);
    view->has_side = view->is_side_focused = true;
    view->side_selected = current == SIZE_MAX ? 0 : current;
}

/* Where the list has room beside it, it stays. */
void shelf_side_leave(struct shelf_view *view)
{
    view->is_side_focused = false;
    view->has_side = shelf_frame_of(view).list_columns > 0;
}

void shelf_side_close(struct shelf_view *view)
{
    view->has_side = view->is_side_focused = false;
}

/* A shelf that is to be saved or removed. */
struct shelf_change {
    struct buffer name, query;
    bool is_search;
};

static void shelf_change_release(void *request)
{
    struct shelf_change *change = request;
    buffer_release(&change->name);
    buffer_release(&change->query);
    free(change);
}

static void change_shelf(struct session *session, const struct shelf *shelf,
                         enum status (*write)(struct session *session, void *request,
                                              struct error *error))
{
    struct shelf_change *change = memory_new(sizeof *change);
    *change = (struct shelf_change){.is_search = shelf->is_search};
    buffer_append(&change->name, shelf->name);
    buffer_append(&change->query, shelf->query);
    writing_do(session, &(struct writing){.name = N_("shelf"),
                                          .write = write,
                                          .release = shelf_change_release,
                                          .request = change});
}

static enum status write_removal(struct session *session, void *request, struct error *error)
{
    const struct shelf_change *change = request;
    struct shelf_view *view = session->shelf;
    struct str name = buffer_str(&change->name);
    enum status status = shelf_remove(session->library, name, error);
    if (status)
        return status;
    shelf_read_shelves(view);
    view->side_selected = 0;
    apply(view);
    session_say(session, _("shelf removed: %.*s"), STR_ARGS(name));
    return STATUS_OK;
}

void shelf_side_remove(struct shelf_view *view)
{
    if (view->side_selected < BUILT_IN_COUNT) {
        session_complain(view->session, _("this shelf is always there"));
        return;
    }
    struct shelf shelf = shelf_side_at(view, view->side_selected);
    change_shelf(view->session, &shelf, write_removal);
}

static enum status write_shelf(struct session *session, void *request, struct error *error)
{
    const struct shelf_change *change = request;
    struct shelf_view *view = session->shelf;
    struct str name = buffer_str(&change->name);
    enum status status =
        shelf_save(session->library, name, buffer_str(&change->query), change->is_search, error);
    if (status)
        return status;
    if (view) {
        shelf_read_shelves(view);
        size_t index = shelf_side_current(view);
        view->side_selected = index == SIZE_MAX ? 0 : index;
    }
    session_say(session, _("saved as a shelf: %.*s (t shows the shelves)"), STR_ARGS(name));
    return STATUS_OK;
}

void shelf_keep_query(struct session *session, struct str name, struct str query, bool is_search)
{
    change_shelf(session, &(struct shelf){str_trim_ascii(name), query, is_search}, write_shelf);
}

void shelf_save_filter(struct session *session)
{
    struct shelf_view *view = session->shelf;
    CLEANUP_BUFFER struct buffer name = {0};
    size_t current = shelf_side_current(view);
    if (view->filter.length == 0) {
        session_complain(session, _("there is no filter to save: / begins one"));
        return;
    }
    if (current != SIZE_MAX && current >= BUILT_IN_COUNT)
        buffer_append(&name, shelf_side_at(view, current).name);
    const struct prompt_request request = {.label = _(" save the filter as: "),
                                           .hint = _("ENTER saves   ESC gives up")};
    if (!prompt_run(session, &request, &name))
        return;
    bool is_search = current != SIZE_MAX && shelf_side_at(view, current).is_search;
    shelf_keep_query(session, buffer_str(&name), buffer_str(&view->filter), is_search);
}
