/* The line after ":" */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "config/theme.h"
#include "ui/commands_private.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/search_commands.h"
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

static void show_option(struct session *session, enum option option)
{
    CLEANUP_BUFFER struct buffer value = {0};
    config_append_value(session->config, option, &value);
    session_say(session, "%s = %s", option_row(option)->name, value.bytes);
}

/* All options: value, what it can be, what it is for. */
static void show_options(struct session *session)
{
    struct list_item items[OPTION_COUNT];
    struct buffer texts[OPTION_COUNT] = {0};
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row((enum option)i);
        config_append_value(session->config, (enum option)i, &texts[i]);
        buffer_append_c(&texts[i], "   (");
        option_append_allowed(row, &texts[i]);
        buffer_append_format(&texts[i], ")\n%s", _(row->help));
        items[i] = (struct list_item){.text = buffer_str(&texts[i]), .key = str_from(row->name)};
    }
    list_read(session, _("Options; :set NAME=VALUE changes one"), items, OPTION_COUNT, 0);
    for (int i = 0; i < OPTION_COUNT; i++)
        buffer_release(&texts[i]);
}

/* What is shown with the options as they are now. */
static void apply_options(struct session *session, enum option option)
{
    struct error error;
    struct theme theme;
    if (option == OPTION_THEME && !theme_find(config_theme(session->config), &theme, &error)) {
        session->theme = theme;
        terminal_set_theme(session->terminal, &session->theme);
    }
    if (session->shelf)
        shelf_take_option(session->shelf, option);
    if (option == OPTION_MOUSE || option == OPTION_COLOR || option == OPTION_AMBIGUOUS)
        reopen_terminal(session);
    session_arrange(session);
    if (option == OPTION_ASIDES)
        find_refresh(session);
}

static void set_option(struct session *session, struct str words)
{
    struct error error;
    size_t equals = str_find(words, STR("="), 0);
    size_t blank = str_find(words, STR(" "), 0);
    size_t split = equals != SIZE_MAX ? equals : blank;
    if (words.length == 0) {
        show_options(session);
        return;
    }
    struct str name = split == SIZE_MAX ? words : str_trim_ascii(str_slice(words, 0, split));
    enum option option = option_find(name);
    if (split == SIZE_MAX && option != OPTION_COUNT) {
        show_option(session, option);
        return;
    }
    struct str value =
        split == SIZE_MAX ? STR_NONE : str_trim_ascii(str_slice(words, split + 1, words.length));
    if (config_set(session->config, name, value, &error)) {
        session_complain(session, error.message);
        return;
    }
    apply_options(session, option);
    if (session->message.length == 0)
        show_option(session, option);
}

static void edit_file(struct session *session, struct str words)
{
    struct error error;
    if (words.length == 0) {
        session_complain(session, _(":e needs the name of a file"));
        return;
    }
    CLEANUP_FREE char *path = str_to_c(words);
    session_add_file(session, path);
    if (session_open(session, session->file_count - 1, &error))
        return;
    session_complain(session, error.message);
    free(session->files[--session->file_count].path);
}

/* "12" is a paragraph, "40%" a place. */
static bool take_number(struct session *session, struct str word)
{
    uint32_t number = 0;
    size_t at = 0;
    for (; at < word.length && word.bytes[at] >= '0' && word.bytes[at] <= '9'; at++)
        number = number < COUNT_LIMIT ? number * 10 + (uint32_t)(word.bytes[at] - '0') : number;
    bool is_percent = at + 1 == word.length && word.bytes[at] == '%';
    if (at == 0 || (at < word.length && !is_percent))
        return false;
    session->count = number;
    session->has_count = true;
    if (session_context(session) == KEY_CONTEXT_HITS)
        search_end(session);
    else if (!session->article)
        shelf_end(session);
    else if (is_percent)
        move_percent(session);
    else
        move_end(session);
    return true;
}

static void run_line(struct session *session, struct str line)
{
    size_t blank = str_find(line, STR(" "), 0);
    struct str word = str_slice(line, 0, blank == SIZE_MAX ? line.length : blank);
    struct str rest = str_trim_ascii(str_slice(line, word.length, line.length));
    static const struct {
        const char *word, *command;
    } short_names[] = {{"n", "next-file"}, {"p", "previous-file"}, {"q", "quit"},
                       {"qa", "quit-all"}, {"h", "help"},          {"toc", "contents"}};
    if (str_equal(word, STR("set")) || str_equal(word, STR("se"))) {
        set_option(session, rest);
        return;
    }
    if (str_equal(word, STR("e"))) {
        edit_file(session, rest);
        return;
    }
    if (rest.length == 0 && take_number(session, word))
        return;
    for (size_t i = 0; i < ARRAY_LENGTH(short_names); i++)
        if (str_equal(word, str_from(short_names[i].word)))
            word = str_from(short_names[i].command);
    const struct command *command = rest.length ? NULL : command_find(word);
    enum key_context context = session_context(session);
    if (command && command->in[context].run) {
        command->in[context].run(session);
        return;
    }
    CLEANUP_BUFFER struct buffer message = {0};
    buffer_append_format(&message,
                         _("“%.*s” is no command: there are n, p, q, help, e FILE, set NAME=VALUE, "
                           "a paragraph's number, 40%%, and the names in the manual"),
                         STR_ARGS(line));
    session_complain(session, message.bytes);
}

void command_line(struct session *session)
{
    CLEANUP_BUFFER struct buffer text = {0};
    if (!prompt_run(session, &(struct prompt_request){.label = ":"}, &text))
        return;
    struct str line = str_trim_ascii(buffer_str(&text));
    session->has_count = false;
    session->count = 0;
    if (line.length)
        run_line(session, line);
}
