#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "config/theme.h"
#include "ui/commands_private.h"

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

enum status session_start(struct session *session, const struct ui_options *options,
                          struct error *error)
{
    session->options = options;
    if (session->library)
        writing_prepare(session->library);
    session->config = config_copy(options->config);
    session->keymap = keymap_new(session->config, &session->binding_problems);
    enum status status = theme_find(config_theme(session->config), &session->theme, error);
    return status ? status : open_terminal(session, error);
}

static void append_line(struct buffer *message, struct str line)
{
    if (message->length)
        buffer_append_byte(message, '\n');
    buffer_append(message, line);
}

void session_say_problems(struct session *session, struct str first)
{
    enum { SAID_MAX = 4 };
    size_t count = 0;
    struct str rules = session->options->rule_problems;
    CLEANUP_BUFFER struct buffer message = {0};
    if (first.length)
        append_line(&message, first);
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
    if (session->binding_problems.length)
        append_line(&message, buffer_str(&session->binding_problems));
    if (message.length)
        session_complain(session, message.bytes);
}

void session_release(struct session *session)
{
    terminal_close(session->terminal);
    canvas_free(session->canvas);
    hits_free(session->hits);
    for (int i = 0; i < HISTORY_COUNT; i++)
        history_free(session->histories[i]);
    for (size_t i = 0; i < session->file_count; i++) {
        article_free(session->files[i].article);
        free(session->files[i].path);
    }
    free(session->files);
    article_free(session->of_library);
    if (session->owns_library)
        library_close(session->library);
    keymap_free(session->keymap);
    config_free(session->config);
    buffer_release(&session->last_pattern);
    buffer_release(&session->message);
    buffer_release(&session->binding_problems);
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
