#include "ui/session.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "config/typography.h"
#include "ui/commands_private.h"
#include "ui/prologue.h"
#include "ui/search_view.h"
#include "ui/shelf_view.h"

#include <stdarg.h>
#include <stdio.h>

enum { SAVE_AFTER_MS = 2000, STOP_AFTER_MS = 2000, MARGIN = 2, HANG_COLUMNS = 2 };
enum { PANE_FROM_COLUMNS = 120, PANE_MIN = 40, PANE_MAX = 64 };

unsigned session_text_rows(const struct session *session)
{
    unsigned rows = canvas_rows(session->canvas);
    return rows >= 4 ? rows - 2 : rows >= 2 ? rows - 1 : 1;
}

unsigned session_pane(const struct session *session)
{
    unsigned columns = canvas_columns(session->canvas);
    unsigned text = (unsigned)config_number(session->config, OPTION_WIDTH) + 2 * MARGIN;
    unsigned room = columns > text ? columns - text : 0;
    if (!session->has_pane || columns < PANE_FROM_COLUMNS)
        return 0;
    return room < PANE_MIN ? PANE_MIN : room > PANE_MAX ? PANE_MAX : room;
}

void session_measure(const struct session *session, unsigned *ret_left, unsigned *ret_columns)
{
    unsigned pane = session_pane(session), columns = canvas_columns(session->canvas) - pane;
    unsigned margin = columns >= 40 ? MARGIN : columns >= 24 ? 1 : 0;
    unsigned wanted = (unsigned)config_number(session->config, OPTION_WIDTH);
    bool hangs = config_flag(session->config, OPTION_HANG);
    unsigned right = hangs && margin < HANG_COLUMNS ? HANG_COLUMNS : margin;
    unsigned room = columns > margin + right ? columns - margin - right : columns;
    unsigned left;
    *ret_columns = wanted < room ? wanted : room;
    left = margin + (room - *ret_columns) / 2;
    *ret_left = pane + (left + *ret_columns > columns ? 0 : left);
}

void session_arrange(struct session *session)
{
    struct article *article = session->article;
    if (!article)
        return;
    unsigned left;
    struct layout_options options = config_layout_options(session->config);
    session_measure(session, &left, &options.columns);
    options.ambiguous = canvas_ambiguous(session->canvas);
    struct prologue prologue;
    prologue_make(article->document, canvas_rows(session->canvas), &prologue);
    article_arrange(article, &options, prologue.lines, prologue.count, session_text_rows(session));
    prologue_release(&prologue);
}

/* The canvas knows one ambiguous width for its life. */
static void resize(struct session *session)
{
    unsigned rows, columns;
    enum ambiguous_width ambiguous = terminal_ambiguous(session->terminal);
    terminal_size(session->terminal, &rows, &columns);
    if (ambiguous != canvas_ambiguous(session->canvas)) {
        canvas_free(session->canvas);
        session->canvas = canvas_new(rows, columns, ambiguous);
    } else {
        canvas_resize(session->canvas, rows, columns);
    }
    session_arrange(session);
}

void session_draw(struct session *session)
{
    canvas_clear(session->canvas);
    session->draw(session, session->draw_closure);
    terminal_present(session->terminal, session->canvas);
}

void session_moved(struct session *session)
{
    if (!session->moved_ms)
        session->moved_ms = clock_monotonic_ms();
    session->article->has_moved = true;
}

bool session_should_stop(const struct session *session, int64_t begun_ms)
{
    return clock_monotonic_ms() - begun_ms > STOP_AFTER_MS &&
           terminal_has_pending(session->terminal);
}

static bool is_counting(const struct session *session)
{
    return session->hits && !hits_is_counted(session->hits);
}

static bool is_indexing(const struct session *session)
{
    return session->indexing.is_going && !session->article;
}

static int sooner(int wait, int other)
{
    return wait < 0 || (other >= 0 && other < wait) ? other : wait;
}

/* Asleep for good when nothing is left to count, to save or to look for. */
static int wait_ms(const struct session *session)
{
    if (is_counting(session) || is_indexing(session))
        return 0;
    int wait = session->search ? search_wait_ms(session->search) : -1;
    if (session->shelf)
        wait = sooner(wait, shelf_wait_ms(session->shelf));
    wait = sooner(wait, writing_wait_ms(session));
    if (!session->moved_ms)
        return wait;
    int64_t left = session->moved_ms + SAVE_AFTER_MS - clock_monotonic_ms();
    return sooner(wait, left > 0 ? (int)left : 0);
}

/* Two seconds after the first move, however many follow: no end of the process costs more. */
static bool save_when_due(struct session *session)
{
    bool is_due = session->moved_ms && clock_monotonic_ms() >= session->moved_ms + SAVE_AFTER_MS;
    if (is_due)
        session_save(session);
    return is_due && session->message.length > 0;
}

/* Returns whether the screen changed. */
static bool work_while_idle(struct session *session)
{
    if (writing_work(session))
        return true;
    if (is_counting(session))
        return !hits_count_some(session->hits);
    if (session->search && search_wait_ms(session->search) == 0)
        return search_work(session->search);
    bool is_different = session->shelf && shelf_work(session->shelf);
    if (is_indexing(session))
        is_different |= indexing_work(session);
    return save_when_due(session) || is_different;
}

void session_wait(struct session *session, struct event *ret_event)
{
    bool is_stale = true;
    save_when_due(session);
    writing_work(session);
    if (is_counting(session)) /* most texts are counted by the time they are drawn */
        hits_count_some(session->hits);
    while (!session->is_leaving) {
        if (is_stale && !terminal_has_pending(session->terminal)) {
            session_draw(session);
            is_stale = false;
        }
        terminal_wait(session->terminal, wait_ms(session), ret_event);
        switch (ret_event->kind) {
        case EVENT_RESIZE:
            resize(session);
            is_stale = true;
            break;
        case EVENT_TIMEOUT:
            is_stale |= work_while_idle(session);
            break;
        case EVENT_END:
            session->is_leaving = true;
            break;
        default:
            session->event_ms = clock_monotonic_ms();
            return;
        }
    }
    *ret_event = (struct event){.kind = EVENT_END};
}

void session_wait_answer(struct session *session, struct event *ret_event)
{
    enum { KEY_CTRL_L = 12, KEY_CTRL_Z = 26 };
    for (;;) {
        session_wait(session, ret_event);
        bool is_key = ret_event->kind == EVENT_KEY && !ret_event->has_alt;
        if (is_key && ret_event->key == KEY_CTRL_Z)
            session_suspend(session);
        else if (is_key && ret_event->key == KEY_CTRL_L)
            terminal_redraw(session->terminal);
        else
            return;
    }
}

void session_suspend(struct session *session)
{
    session_save(session);
    terminal_suspend(session->terminal);
}

bool session_take_digit(struct session *session, const struct event *event)
{
    if (event->has_alt || event->key < '0' || event->key > '9')
        return false;
    if (!session->has_count)
        session->count = 0;
    session->has_count = true;
    if (session->count < COUNT_LIMIT)
        session->count = session->count * 10 + (event->key - '0');
    session_say(session, "%u", session->count);
    return true;
}

void session_take_key(struct session *session, enum key_context context, const struct event *event)
{
    struct key_press key = {event->key, event->has_alt};
    session->message.length = 0;
    if (session_take_digit(session, event))
        return;
    const struct command *command = keymap_command(session->keymap, context, key);
    if (command && command->in[context].run) {
        command->in[context].run(session);
    } else {
        CLEANUP_BUFFER struct buffer name = {0};
        key_append_name(key, &name);
        session_say(session,
                    context == KEY_CONTEXT_TEXT ? _("%s does nothing here; h shows the keys")
                                                : _("%s does nothing here; ? shows the keys"),
                    name.bytes);
    }
    session->has_count = false;
    session->count = 0;
}

enum key_context session_context(const struct session *session)
{
    if (session->article)
        return KEY_CONTEXT_TEXT;
    return session->search ? KEY_CONTEXT_HITS : KEY_CONTEXT_SHELF;
}

void session_say(struct session *session, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    session->message.length = 0;
    buffer_append_c(&session->message, text);
    session->message_is_error = false;
}

void session_complain(struct session *session, const char *message)
{
    session->message.length = 0;
    buffer_append_c(&session->message, message);
    session->message_is_error = true;
}
