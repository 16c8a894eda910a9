#include "ui/reader.h"

#include "base/intl.h"
#include "base/memory.h"
#include "config/theme.h"
#include "ui/commands_private.h"
#include "ui/session.h"

/* Opens it, or opens it again with the options as they are now. */
static enum status open_terminal(struct session *session, struct error *error)
{
    struct terminal_options terminal_options = {
        .theme = &session->theme,
        .color_mode = (enum color_mode)config_number(session->config, OPTION_COLOR),
        .uses_mouse = config_flag(session->config, OPTION_MOUSE),
        .ambiguous = config_number(session->config, OPTION_AMBIGUOUS),
        .set_wcwidth = session->options->set_wcwidth,
    };
    enum status status = session->terminal
                             ? terminal_reopen(&terminal_options, &session->terminal, error)
                             : terminal_open(&terminal_options, &session->terminal, error);
    if (status)
        return status;
    unsigned rows, columns;
    terminal_size(session->terminal, &rows, &columns);
    session->canvas = canvas_new(rows, columns, terminal_ambiguous(session->terminal));
    return STATUS_OK;
}

static void close_terminal(struct session *session)
{
    terminal_close(session->terminal);
    session->terminal = NULL;
    canvas_free(session->canvas);
    session->canvas = NULL;
}

static void append_line(struct buffer *message, struct str line)
{
    if (message->length)
        buffer_append_byte(message, '\n');
    buffer_append(message, line);
}

/* What is wrong with the user's files and with the first ones to read is said when the screen is
 * there. */
static void say_problems(struct session *session, struct str failure, struct str binding_problems)
{
    enum { SAID_MAX = 4 };
    size_t count = 0;
    struct str rules = session->options->rule_problems;
    CLEANUP_BUFFER struct buffer message = {0};
    if (failure.length)
        append_line(&message, failure);
    for (; count < config_problem_count(session->config); count++)
        if (count < SAID_MAX)
            append_line(&message, str_from(config_problem(session->config, count)));
    for (size_t at = 0, end; at < rules.length; at = end + 1, count++) {
        end = str_find(rules, STR("\n"), at);
        end = end < rules.length ? end : rules.length;
        if (count < SAID_MAX)
            append_line(&message, str_slice(rules, at, end));
    }
    if (count > SAID_MAX)
        buffer_append_format(&message, _(" (and %zu more)"), count - SAID_MAX);
    if (binding_problems.length)
        append_line(&message, binding_problems);
    if (message.length)
        session_complain(session, message.bytes);
}

/* The first file that opens is shown; the reason why one before it did not is kept as the message.
 */
static enum status open_first(struct session *session, struct error *error)
{
    struct error failure = {""}, first = {""};
    for (size_t i = 0; i < session->file_count; i++) {
        struct file *file = &session->files[i];
        enum status status = article_open(file->path, session->charset, session->options->rules,
                                          &file->article, &failure);
        if (!status) {
            session->current = i;
            if (first.message[0])
                session_complain(session, first.message);
            return STATUS_OK;
        }
        if (!first.message[0])
            first = failure;
        if (i + 1 == session->file_count) {
            *error = first;
            return status;
        }
    }
    return error_set(error, STATUS_USAGE, _("there is no file to read"));
}

static void take_key(struct session *session, const struct event *event)
{
    struct key_press key = {event->key, event->has_alt};
    session->message.length = 0;
    if (session_take_digit(session, event))
        return;
    const struct command *command = keymap_command(session->keymap, KEY_CONTEXT_TEXT, key);
    if (command && command->run) {
        command->run(session);
    } else {
        CLEANUP_BUFFER struct buffer name = {0};
        key_append_name(key, &name);
        session_say(session, _("%s does nothing here; h shows the keys"), name.bytes);
    }
    session->has_count = false;
    session->count = 0;
}

static void take_event(struct session *session, const struct event *event)
{
    long wheel = config_number(session->config, OPTION_WHEEL);
    switch (event->kind) {
    case EVENT_KEY:
        take_key(session, event);
        break;
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        session->message.length = 0;
        if (article_scroll(session->article, event->kind == EVENT_WHEEL_UP ? -wheel : wheel))
            session_moved(session);
        break;
    case EVENT_CLICK:
        session->message.length = 0;
        links_click(session, event->row, event->column);
        break;
    default:
        break;
    }
}

static void release(struct session *session)
{
    close_terminal(session);
    hits_free(session->hits);
    history_free(session->history);
    for (size_t i = 0; i < session->file_count; i++) {
        article_free(session->files[i].article);
        free(session->files[i].path);
    }
    free(session->files);
    keymap_free(session->keymap);
    config_free(session->config);
    buffer_release(&session->last_pattern);
    buffer_release(&session->message);
}

static enum status read_files(struct session *session, const struct reader_options *options,
                              struct error *error)
{
    CLEANUP_BUFFER struct buffer problems = {0};
    session->keymap = keymap_new(session->config, &problems);
    for (size_t i = 0; i < options->path_count; i++)
        session_add_file(session, options->paths[i]);
    enum status status = open_first(session, error);
    if (!status)
        status = theme_find(config_theme(session->config), &session->theme, error);
    if (!status)
        status = open_terminal(session, error);
    if (status)
        return status;
    struct error ignored;
    CLEANUP_BUFFER struct buffer failure = {0};
    buffer_append(&failure, buffer_str(&session->message));
    session->message.length = 0;
    session_open(session, session->current, &ignored);
    say_problems(session, buffer_str(&failure), buffer_str(&problems));
    while (!session->is_leaving) {
        struct event event;
        session_wait(session, &event);
        take_event(session, &event);
    }
    session_save(session);
    return STATUS_OK;
}

enum status reader_run(const struct reader_options *options, struct error *error)
{
    struct session session = {
        .config = config_copy(options->config),
        .charset = options->charset,
        .options = options,
        .draw = paint_article,
    };
    enum status status = read_files(&session, options, error);
    release(&session);
    return status;
}

/* A terminal that cannot be opened again ends the session in order: places are saved, the reason is
 * said. */
void reopen_terminal(struct session *session)
{
    struct error error;
    canvas_free(session->canvas);
    session->canvas = NULL;
    if (!open_terminal(session, &error))
        return;
    session->is_leaving = true;
    session->canvas = canvas_new(24, 80, AMBIGUOUS_NARROW);
}
