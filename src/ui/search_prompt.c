/* What is looked for, as one types it. */
#include "ui/search_commands.h"
#include "ui/search_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/prompt.h"

static bool typed(struct session *session, struct str text, void *closure)
{
    struct search_view *view = closure;
    (void)session;
    search_set_text(view, text);
    return search_ask(view);
}

static bool append_fault(struct session *session, void *closure, struct buffer *out)
{
    const struct search_view *view = closure;
    (void)session;
    buffer_append(out, buffer_str(&view->fault));
    return view->fault.length > 0;
}

static void move(struct session *session, void *closure, uint32_t key)
{
    (void)closure;
    session->has_count = false;
    if (key == KEY_CODE_PAGE_UP)
        search_page_up(session);
    else if (key == KEY_CODE_PAGE_DOWN)
        search_page_down(session);
}

static bool take_key(struct session *session, uint32_t key, struct buffer *text, void *closure)
{
    struct search_view *view = closure;
    enum finder_kind ignored;
    bool is_older = key == KEY_CODE_UP;
    if (!is_older && key != KEY_CODE_DOWN) {
        if (key != KEY_CODE_PAGE_UP && key != KEY_CODE_PAGE_DOWN)
            view->recall.index = SIZE_MAX;
        return false;
    }
    recall_begin(&view->recall, buffer_str(text), FINDER_FOLDED);
    recall_step(&view->recall, session_history(session, HISTORY_SEARCHES), is_older,
                buffer_str(&view->recall.draft), text, &ignored);
    return true;
}

static bool ask(struct search_view *view, struct buffer *text)
{
    const struct prompt_request request = {
        .label = _(" search: "),
        .hint = _("words, \"a phrase\", title:… -not /regex/ ~pinyin   UP recalls   ENTER   ESC"),
        .changed = typed,
        .note = append_fault,
        .take_key = take_key,
        .move = move,
        .closure = view};
    view->is_typing = true;
    view->recall.index = SIZE_MAX;
    bool is_taken = prompt_run(view->session, &request, text);
    view->is_typing = false;
    return is_taken;
}

/* What was asked before, with its hits. */
static void restore(struct search_view *view, struct str text, size_t selected)
{
    search_set_text(view, text);
    search_refresh(view);
    search_select(view, selected);
}

/* Typed to the end it may be another query than while it was typed, or none. */
static bool finish(struct search_view *view, struct str text)
{
    search_set_text(view, text);
    search_refresh(view);
    if (view->fault.length)
        return false;
    if (text.length)
        history_add(session_history(view->session, HISTORY_SEARCHES), FINDER_FOLDED, text);
    return true;
}

bool search_type(struct search_view *view, bool closes_on_escape)
{
    CLEANUP_BUFFER struct buffer text = {0}, before = {0};
    size_t selected = view->selected;
    buffer_append(&before, buffer_str(&view->text));
    buffer_append(&text, buffer_str(&view->text));
    for (;;) {
        if (!ask(view, &text)) {
            if (!closes_on_escape)
                restore(view, buffer_str(&before), selected);
            return !closes_on_escape;
        }
        struct str trimmed = str_trim_ascii(buffer_str(&text));
        if (trimmed.length == 0 && closes_on_escape)
            return false;
        if (finish(view, trimmed))
            return true;
    }
}
