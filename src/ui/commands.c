#include "ui/commands.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/commands_private.h"
#include "ui/list.h"
#include "ui/session.h"

enum { WIDTH_STEP = 4 };

static void find_forward(struct session *session)
{
    find_prompt(session, false);
}

static void find_backward(struct session *session)
{
    find_prompt(session, true);
}

static uint32_t repeat_count(const struct session *session)
{
    return session->has_count && session->count ? session->count : 1;
}

static void find_again(struct session *session)
{
    find_next(session, session->hits_lead_backward, repeat_count(session));
}

static void find_other_way(struct session *session)
{
    find_next(session, !session->hits_lead_backward, repeat_count(session));
}

static void choose_link(struct session *session)
{
    links_choose(session, false);
}

static void open_link(struct session *session)
{
    links_choose(session, true);
}

static void set_width(struct session *session, int width)
{
    config_set_number(session->config, OPTION_WIDTH, width);
    session_arrange(session);
    unsigned left, columns;
    session_measure(session, &left, &columns);
    session_say(session, ngettext("width: %u column", "width: %u columns", columns), columns);
}

/* From what is seen: a terminal narrower than the option would swallow the first presses. */
static int seen_width(const struct session *session)
{
    unsigned left, columns;
    session_measure(session, &left, &columns);
    return (int)columns;
}

static void widen(struct session *session)
{
    set_width(session, seen_width(session) + WIDTH_STEP);
}

static void narrow(struct session *session)
{
    set_width(session, seen_width(session) - WIDTH_STEP);
}

static void reset_width(struct session *session)
{
    int width = 0;
    const struct option_row *row = option_row(OPTION_WIDTH);
    option_parse(row, str_from(row->default_value), &width);
    set_width(session, width);
}

static void next_file(struct session *session)
{
    session_step(session, (long)repeat_count(session));
}

static void previous_file(struct session *session)
{
    session_step(session, -(long)repeat_count(session));
}

static void redraw(struct session *session)
{
    terminal_redraw(session->terminal);
}

static void show_help(struct session *session)
{
    help_view(session, false);
}

static void show_list_help(struct session *session)
{
    help_view(session, true);
}

static void leave(struct session *session)
{
    session->is_leaving = true;
}

static void cancel(struct session *session)
{
    find_clear(session);
}

static void list_down(struct session *session)
{
    session->list->actions->move(session, (long)repeat_count(session));
}

static void list_up(struct session *session)
{
    session->list->actions->move(session, -(long)repeat_count(session));
}

static void list_page_down(struct session *session)
{
    session->list->actions->page(session, 2);
}

static void list_page_up(struct session *session)
{
    session->list->actions->page(session, -2);
}

static void list_half_down(struct session *session)
{
    session->list->actions->page(session, 1);
}

static void list_half_up(struct session *session)
{
    session->list->actions->page(session, -1);
}

static void list_top(struct session *session)
{
    session->list->actions->go(session, false);
}

static void list_end(struct session *session)
{
    session->list->actions->go(session, true);
}

static void list_choose(struct session *session)
{
    session->list->actions->choose(session);
}

static void list_close(struct session *session)
{
    session->list->actions->close(session);
}

static void list_filter(struct session *session)
{
    if (session->list->actions->filter)
        session->list->actions->filter(session);
}

static const struct command commands[] = {
    {"down", N_("Moving"), "j DOWN e ^E ^N ^J", "j DOWN e ^E ^N", N_("a row down"), move_down,
     list_down},
    {"down-or-unfold", NULL, "ENTER", NULL, N_("a row down; a folded row at the top opens"),
     move_enter, NULL},
    {"up", NULL, "k UP ^Y ^P ^K", "k UP ^Y ^P", N_("a row up"), move_up, list_up},
    {"page-down", NULL, "SPACE f ^F ^V PGDN z", "SPACE f ^F ^V PGDN", N_("a page down"),
     move_page_down, list_page_down},
    {"page-up", NULL, "b ^B PGUP M-v w", "b ^B PGUP M-v", N_("a page up"), move_page_up,
     list_page_up},
    {"half-page-down", NULL, "d ^D", "d ^D", N_("half a page down"), move_half_down,
     list_half_down},
    {"half-page-up", NULL, "u ^U", "u ^U", N_("half a page up"), move_half_up, list_half_up},
    {"top", NULL, "g < HOME", "g < HOME", N_("to the top"), move_top, list_top},
    {"end", NULL, "G > END", "G > END", N_("to the end; with a number: to that paragraph"),
     move_end, list_end},
    {"percent", NULL, "% p", NULL, N_("to a percentage: 40%"), move_percent, NULL},
    {"next-heading", NULL, "]", NULL, N_("to the next heading"), move_next_heading, NULL},
    {"previous-heading", NULL, "[", NULL, N_("to the heading before"), move_previous_heading, NULL},
    {"next-paragraph", NULL, "}", NULL, N_("to the next paragraph"), move_next_paragraph, NULL},
    {"previous-paragraph", NULL, "{", NULL, N_("to the paragraph before"), move_previous_paragraph,
     NULL},
    {"contents", NULL, "t TAB", NULL, N_("contents: choose a heading"), contents_view, NULL},
    {"set-mark", NULL, "m", NULL, N_("sets a mark, a to z, for '"), set_mark, NULL},
    {"go-to-mark", NULL, "' `", NULL, N_("to a mark; '' to where the last jump began"), go_to_mark,
     NULL},
    {"back", NULL, "^O BACKSPACE ^H", NULL, N_("back to where jumps began"), move_back, NULL},

    {"find", N_("Finding"), "/", NULL, N_("finds as you type, however it is written"), find_forward,
     NULL},
    {"find-backward", NULL, "?", NULL, N_("the same, backwards"), find_backward, NULL},
    {"find-next", NULL, "n", NULL, N_("to the next match"), find_again, NULL},
    {"find-previous", NULL, "N", NULL, N_("to the match before"), find_other_way, NULL},
    {"find-word", NULL, "*", NULL,
     N_("finds the word at the match or of the top row (3*: of row 3); again: the next"), find_word,
     NULL},
    {"matches", NULL, "L", NULL, N_("lists all matches with the words around them"), matches_view,
     NULL},
    {"cancel", NULL, "ESC", NULL, N_("matches are lit no longer"), cancel, NULL},

    {"links", N_("Links and copying"), "l", NULL,
     N_("numbers the links on the screen; type one to follow it"), choose_link, NULL},
    {"open", NULL, "o", NULL, N_("opens a link, or the article's address, in the browser"),
     open_link, NULL},
    {"copy", NULL, "y", NULL, N_("copies the paragraph at the top"), links_copy_paragraph, NULL},
    {"copy-address", NULL, "Y", NULL, N_("copies the article's address"), links_copy_url, NULL},

    {"wider", N_("The screen"), "+", NULL, N_("wider text"), widen, NULL},
    {"narrower", NULL, "-", NULL, N_("narrower text"), narrow, NULL},
    {"default-width", NULL, "=", NULL, N_("text of the usual width"), reset_width, NULL},
    {"asides", NULL, "a", NULL, N_("unfolds or folds what the site put around the text"),
     toggle_asides, NULL},
    {"redraw", NULL, "^L ^R r", "^L", N_("draws the screen again"), redraw, redraw},
    {"suspend", NULL, "^Z", "^Z", N_("suspends zhai"), session_suspend, session_suspend},

    {"next-file", N_("Files and leaving"), NULL, NULL, N_("the next file (:n)"), next_file, NULL},
    {"previous-file", NULL, NULL, NULL, N_("the file before (:p)"), previous_file, NULL},
    {"command", NULL, ":", NULL, N_("a command: :n :p :e FILE :set NAME=VALUE :12 :40% :q"),
     command_line, NULL},
    {"help", NULL, "h F1 H", "? h F1", N_("these keys"), show_help, show_list_help},
    {"quit", NULL, "q", NULL, N_("leaves"), leave, NULL},
    {"quit-all", NULL, "Q", "Q", N_("leaves at once, from anywhere"), leave, leave},

    {"choose", NULL, NULL, "ENTER ^J", N_("chooses"), NULL, list_choose},
    {"filter", NULL, NULL, "/", N_("shows only what holds the words typed"), NULL, list_filter},
    {"close", NULL, NULL, "q ESC TAB t L", N_("closes the list"), NULL, list_close},
};

static const struct key_note notes[] = {
    {N_("While it is typed what to find"), "^R", N_("a regular expression, or not")},
    {NULL, "^E", N_("exactly as it is typed, or not")},
    {NULL, "^P  ~", N_("pinyin, or not; so does a ~ before it")},
    {NULL, "UP  DOWN", N_("what was looked for before, beginning as what is typed")},
    {N_("Before a command"), "5 j", N_("a number repeats: five rows down")},
    {NULL, "40 %", N_("goes to 40 percent of the text")},
    {NULL, "12 G", N_("goes to paragraph 12")},
};

const struct key_note *commands_notes(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(notes);
    return notes;
}

const struct command *commands_all(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(commands);
    return commands;
}

const struct command *command_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (str_equal(name, str_from(commands[i].name)))
            return &commands[i];
    return NULL;
}

void man_append_text(const char *text, struct buffer *out)
{
    if (*text == '.' || *text == '\'')
        buffer_append_c(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buffer_append_c(out, "\\e");
        else if (*text == '-')
            buffer_append_c(out, "\\-");
        else if (*text == '\'')
            buffer_append_c(out, "\\(aq");
        else if (*text == '`')
            buffer_append_c(out, "\\(ga");
        else if (*text == '^')
            buffer_append_c(out, "\\(ha");
        else
            buffer_append_byte(out, *text);
    }
}

static void write_man_keys(const char *keys, struct buffer *out)
{
    buffer_append_c(out, ".TP\n\\fB");
    man_append_text(keys, out);
    buffer_append_c(out, "\\fR");
}

static void write_man_help(const char *help, struct buffer *out)
{
    buffer_append_byte(out, '\n');
    man_append_text(_(help), out);
    buffer_append_byte(out, '\n');
}

static void write_man_row(const struct command *command, const char *keys, struct buffer *out)
{
    write_man_keys(keys ? keys : command->name, out);
    buffer_append_c(out, " (");
    man_append_text(command->name, out);
    buffer_append_c(out, ")");
    write_man_help(command->help, out);
}

void commands_write_man(struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++) {
        if (commands[i].group)
            buffer_append_format(out, ".SS \"%s\"\n", _(commands[i].group));
        if (commands[i].run)
            write_man_row(&commands[i], commands[i].keys, out);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(notes); i++) {
        if (notes[i].group)
            buffer_append_format(out, ".SS \"%s\"\n", _(notes[i].group));
        write_man_keys(notes[i].keys, out);
        write_man_help(notes[i].help, out);
    }
    buffer_append_format(out, ".SS \"%s\"\n", _("In lists"));
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (commands[i].list_keys)
            write_man_row(&commands[i], commands[i].list_keys, out);
}

void commands_write_bindings(struct buffer *out)
{
    buffer_append_c(
        out,
        "\n# Keys: bind KEY COMMAND; the command none frees a key. Keys are written j, ^D, M-v,\n"
        "# SPACE, ENTER, TAB, ESC, BACKSPACE, UP, PGDN, HOME, F1. Each command's first key:\n");
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++) {
        if (!commands[i].run)
            continue;
        const char *key = commands[i].keys ? commands[i].keys : "KEY";
        buffer_append_format(out, "# bind %.*s %s\n", (int)strcspn(key, " "), key,
                             commands[i].name);
    }
}
