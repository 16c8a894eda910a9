/* From hit to hit; the list goes along by whole hits. */
#include "ui/search_commands.h"
#include "ui/search_view.h"

void search_select(struct search_view *view, size_t row)
{
    view->selected = row < view->row_count ? row : view->row_count ? view->row_count - 1 : 0;
    view->selected_id = view->row_count ? view->rows[view->selected].article : 0;
}

static unsigned screen_rows(const struct search_view *view)
{
    unsigned rows = search_frame_of(view).list_rows;
    return rows ? rows : 1;
}

/* The first hit of a screen that ends with this one. The blank row below it may be cut. */
static size_t top_for_bottom(struct search_view *view, size_t row)
{
    unsigned used = search_height(view, row) - 1;
    while (row > 0 && used + search_height(view, row - 1) <= screen_rows(view))
        used += search_height(view, --row);
    return row;
}

/* The first hit that is not whole on a screen that begins with top. */
static size_t first_below(struct search_view *view, size_t top)
{
    unsigned used = 0;
    for (; top < view->row_count; top++) {
        if (used + search_height(view, top) - 1 > screen_rows(view))
            break;
        used += search_height(view, top);
    }
    return top;
}

/* Rows of which nothing is known are made on the way, as far as a screen goes. */
void search_scroll_to_selected(struct search_view *view)
{
    if (view->row_count == 0) {
        view->top = 0;
        return;
    }
    if (view->selected < view->top)
        view->top = view->selected;
    size_t least = top_for_bottom(view, view->selected);
    if (view->top < least)
        view->top = least;
    if (view->row_count - view->top > screen_rows(view))
        return;
    size_t last = top_for_bottom(view, view->row_count - 1);
    if (view->top > last)
        view->top = last;
}

/* The hits further down are asked for when the screen comes near the end of those known. */
static void gather_before(struct search_view *view, size_t row)
{
    if (row + screen_rows(view) >= view->row_count)
        search_gather_all(view);
}

void search_move(struct search_view *view, long rows)
{
    long target = (long)view->selected + rows;
    target = target < 0 ? 0 : target;
    gather_before(view, (size_t)target);
    search_select(view, (size_t)target);
}

static long repeat_count(const struct session *session)
{
    return session->has_count && session->count ? (long)session->count : 1;
}

void search_down(struct session *session)
{
    search_move(session->search, repeat_count(session));
}

void search_up(struct session *session)
{
    search_move(session->search, -repeat_count(session));
}

/* The screen goes on by what is on it. */
static void page_down(struct search_view *view)
{
    gather_before(view, view->top + screen_rows(view));
    size_t next = first_below(view, view->top);
    if (next >= view->row_count) {
        search_select(view, view->row_count);
        return;
    }
    view->top = next > view->top ? next : view->top + 1;
    search_select(view, view->top);
}

static void page_up(struct search_view *view)
{
    if (view->top == 0) {
        search_select(view, 0);
        return;
    }
    view->top = top_for_bottom(view, view->top - 1);
    search_select(view, view->top);
}

static void repeat(struct session *session, void (*step)(struct search_view *view))
{
    size_t before = SIZE_MAX;
    for (long i = 0; i < repeat_count(session) && session->search->selected != before; i++) {
        before = session->search->selected;
        step(session->search);
    }
}

void search_page_down(struct session *session)
{
    repeat(session, page_down);
}

void search_page_up(struct session *session)
{
    repeat(session, page_up);
}

/* Half of the hits that are on the screen. */
static long half(struct search_view *view)
{
    size_t count = first_below(view, view->top) - view->top;
    return count > 1 ? (long)count / 2 : 1;
}

void search_half_down(struct session *session)
{
    search_move(session->search, half(session->search) * repeat_count(session));
}

void search_half_up(struct session *session)
{
    search_move(session->search, -half(session->search) * repeat_count(session));
}

void search_top(struct session *session)
{
    bool has_number = session->has_count && session->count;
    search_move(session->search,
                (has_number ? (long)session->count - 1 : 0) - (long)session->search->selected);
}

void search_end(struct session *session)
{
    struct search_view *view = session->search;
    if (session->has_count && session->count) {
        search_top(session);
        return;
    }
    search_gather_all(view);
    search_select(view, view->row_count);
}

size_t search_row_at(struct search_view *view, unsigned screen_row)
{
    const struct search_frame frame = search_frame_of(view);
    unsigned used = 0;
    if (screen_row < frame.list_top || screen_row >= frame.list_top + frame.list_rows)
        return SIZE_MAX;
    for (size_t row = view->top; row < view->row_count && used < frame.list_rows; row++) {
        used += search_height(view, row);
        if (screen_row - frame.list_top < used)
            return row;
    }
    return SIZE_MAX;
}
