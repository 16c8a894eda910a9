#include "ui/commands.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/commands_private.h"
#include "ui/list.h"
#include "ui/search_commands.h"
#include "ui/session.h"
#include "ui/shelf_commands.h"

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
    help_view(session, KEY_CONTEXT_TEXT);
}

static void show_list_help(struct session *session)
{
    help_view(session, KEY_CONTEXT_LIST);
}

static void show_shelf_help(struct session *session)
{
    help_view(session, KEY_CONTEXT_SHELF);
}

static void show_hits_help(struct session *session)
{
    help_view(session, KEY_CONTEXT_HITS);
}

static void leave(struct session *session)
{
    if (session->article && (session->shelf || session->search))
        session->is_closing = true;
    else
        session->is_leaving = true;
}

static void leave_all(struct session *session)
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

/* Where a command can be given, and by which keys. */
#define TEXT(keys, run) .in[KEY_CONTEXT_TEXT] = {keys, run}
#define LIST(keys, run) .in[KEY_CONTEXT_LIST] = {keys, run}
#define SHELF(keys, run) .in[KEY_CONTEXT_SHELF] = {keys, run}
#define HITS(keys, run) .in[KEY_CONTEXT_HITS] = {keys, run}

static const struct command commands[] = {
    {"down", N_("Moving"), N_("a row down"), TEXT("j DOWN e ^E ^N ^J", move_down),
     LIST("j DOWN e ^E ^N", list_down), SHELF("j DOWN ^E ^N", shelf_down),
     HITS("j DOWN n ^E ^N", search_down)},
    {"down-or-unfold", NULL, N_("a row down; a folded row at the top opens"),
     TEXT("ENTER", move_enter)},
    {"up", NULL, N_("a row up"), TEXT("k UP ^Y ^P ^K", move_up), LIST("k UP ^Y ^P", list_up),
     SHELF("k UP ^Y ^P", shelf_up), HITS("k UP N ^Y ^P", search_up)},
    {"page-down", NULL, N_("a page down"), TEXT("SPACE f ^F ^V PGDN z", move_page_down),
     LIST("SPACE f ^F ^V PGDN", list_page_down), SHELF("f ^F ^V PGDN", shelf_page_down),
     HITS("f ^F ^V PGDN", search_page_down)},
    {"page-up", NULL, N_("a page up"), TEXT("b ^B PGUP M-v w", move_page_up),
     LIST("b ^B PGUP M-v", list_page_up), SHELF("b ^B PGUP M-v", shelf_page_up),
     HITS("b ^B PGUP M-v", search_page_up)},
    {"half-page-down", NULL, N_("half a page down"), TEXT("d ^D", move_half_down),
     LIST("d ^D", list_half_down), SHELF("d ^D", shelf_half_down), HITS("d ^D", search_half_down)},
    {"half-page-up", NULL, N_("half a page up"), TEXT("u ^U", move_half_up),
     LIST("u ^U", list_half_up), SHELF("^U", shelf_half_up), HITS("^U", search_half_up)},
    {"top", NULL, N_("to the top"), TEXT("g < HOME", move_top), LIST("g < HOME", list_top),
     SHELF("g < HOME", shelf_top), HITS("g < HOME", search_top)},
    {"end", NULL, N_("to the end; with a number: to that paragraph or row"),
     TEXT("G > END", move_end), LIST("G > END", list_end), SHELF("G > END", shelf_end),
     HITS("G > END", search_end)},
    {"percent", NULL, N_("to a percentage: 40%"), TEXT("% p", move_percent)},
    {"next-heading", NULL, N_("to the next heading"), TEXT("]", move_next_heading)},
    {"previous-heading", NULL, N_("to the heading before"), TEXT("[", move_previous_heading)},
    {"next-paragraph", NULL, N_("to the next paragraph"), TEXT("}", move_next_paragraph)},
    {"previous-paragraph", NULL, N_("to the paragraph before"), TEXT("{", move_previous_paragraph)},
    {"contents", NULL, N_("contents: choose a heading"), TEXT("t TAB", contents_view)},
    {"set-mark", NULL, N_("sets a mark, a to z, for '"), TEXT("m", set_mark)},
    {"go-to-mark", NULL, N_("to a mark; '' to where the last jump began"), TEXT("' `", go_to_mark)},
    {"back", NULL, N_("back to where jumps began"), TEXT("^O BACKSPACE ^H", move_back)},
    {"continue", NULL, N_("to the article read last"), SHELF("c", shelf_continue)},

    {"read", N_("Articles"), N_("reads the article"), SHELF("ENTER ^J", shelf_read),
     HITS("ENTER ^J", search_read), .hint = N_("read")},
    {"expand", NULL, N_("chooses one of its versions and variants to read"),
     SHELF("TAB RIGHT", shelf_expand), HITS("TAB RIGHT", search_expand)},
    {"mark", NULL, N_("marks it: what follows is done to all marked"), SHELF("SPACE", shelf_mark),
     HITS("SPACE", search_mark), .hint = N_("mark")},
    {"mark-all", NULL, N_("marks all that are shown"), SHELF("v", shelf_mark_all),
     HITS("v", search_mark_all)},
    {"invert-marks", NULL, N_("marks those shown that are not marked, and no others"),
     SHELF("V", shelf_invert_marks)},
    {"tag", NULL, N_("tags: +new -old, TAB completes"), SHELF("#", edit_tags), HITS("#", edit_tags),
     .hint = N_("tags")},
    {"star", NULL, N_("stars it, or takes the star off"), SHELF("*", edit_star),
     HITS("*", edit_star), .hint = N_("star")},
    {"state", NULL, N_("unread, being read, finished, and again"), SHELF("r", edit_state),
     HITS("r", edit_state)},
    {"remove", NULL, N_("moves it to the trash, or back out of it"), SHELF("x DEL", edit_trash),
     HITS("x DEL", edit_trash), .hint = N_("remove")},
    {"export", NULL, N_("writes it to a folder: Markdown, HTML, text or JSON"),
     SHELF("e", edit_export), HITS("e", edit_export)},
    {"undo", NULL, N_("undoes the last change"), TEXT(NULL, change_step_back),
     SHELF("u", change_step_back), HITS("u", change_step_back)},
    {"redo", NULL, N_("does again what was undone"), TEXT(NULL, change_step_forth),
     SHELF("^R", change_step_forth), HITS("^R", change_step_forth)},
    {"history", NULL, N_("what was done; ENTER undoes all back to there"), TEXT(NULL, changes_view),
     SHELF("H", changes_view), HITS("H", changes_view)},
    {"versions", NULL, N_("chooses another version of this article"),
     TEXT("V", versions_of_article)},

    {"search", N_("Finding"), N_("searches the library as you type; in hits: again"),
     TEXT("s", search_library), SHELF("s", search_library), HITS("/ s", search_again),
     .hint = N_("search")},
    {"find", NULL, N_("finds as you type, however it is written"), TEXT("/", find_forward)},
    {"find-backward", NULL, N_("the same, backwards"), TEXT("?", find_backward)},
    {"find-next", NULL, N_("to the next match, or on into the next hit"), TEXT("n", find_again)},
    {"find-previous", NULL, N_("to the match before, or the hit before"),
     TEXT("N", find_other_way)},
    {"find-word", NULL,
     N_("finds the word at the match or of the top row (3*: of row 3); again: the next"),
     TEXT("*", find_word)},
    {"matches", NULL, N_("lists all matches with the words around them"), TEXT("L", matches_view)},
    {"cancel", NULL, N_("matches are lit no longer"), TEXT("ESC", cancel)},
    {"choose", NULL, N_("chooses"), LIST("ENTER ^J", list_choose)},
    {"filter", NULL, N_("shows only what holds the words typed"), LIST("/", list_filter),
     SHELF("/", shelf_filter), .hint = N_("filter")},
    {"clear", NULL, N_("ends filter, marks, adding; in hits: types again"),
     SHELF("ESC", shelf_clear), HITS("ESC", search_cancel)},
    {"shelves", NULL, N_("chooses a shelf, a saved filter; x there removes one"),
     SHELF("t", shelf_choose_shelf), .hint = N_("shelves")},
    {"save-shelf", NULL, N_("saves the filter or the search as a shelf"),
     SHELF("S", shelf_save_filter), HITS("S", search_save), .hint = N_("save")},
    {"sort", NULL, N_("sorts by another column"), SHELF("o", shelf_sort)},
    {"reverse", NULL, N_("sorts the other way round"), SHELF("O", shelf_reverse)},

    {"links", N_("Links and copying"), N_("numbers the links on the screen; type one to follow it"),
     TEXT("l", choose_link)},
    {"open", NULL, N_("opens a link, or the article's address, in the browser"),
     TEXT("o", open_link)},
    {"copy", NULL, N_("copies the paragraph at the top"), TEXT("y", links_copy_paragraph)},
    {"copy-address", NULL, N_("copies the article's address"), TEXT("Y", links_copy_url)},

    {"wider", N_("The screen"), N_("wider text"), TEXT("+", widen)},
    {"narrower", NULL, N_("narrower text"), TEXT("-", narrow)},
    {"default-width", NULL, N_("text of the usual width"), TEXT("=", reset_width)},
    {"asides", NULL, N_("unfolds or folds what the site put around the text"),
     TEXT("a", toggle_asides)},
    {"preview", NULL, N_("shows or hides the beginning of the article on the right"),
     SHELF("P", shelf_toggle_preview)},
    {"redraw", NULL, N_("draws the screen again"), TEXT("^L ^R r", redraw), LIST("^L", redraw),
     SHELF("^L", redraw), HITS("^L", redraw)},
    {"suspend", NULL, N_("suspends zhai"), TEXT("^Z", session_suspend), LIST("^Z", session_suspend),
     SHELF("^Z", session_suspend), HITS("^Z", session_suspend)},

    {"add", N_("Files and leaving"), N_("adds a file or a folder"), SHELF("a", shelf_add),
     .hint = N_("add")},
    {"manual", NULL, N_("adds the manual, to read it"), SHELF("w", shelf_add_manual)},
    {"next-file", NULL, N_("the next file or article (:n)"), TEXT(NULL, next_file)},
    {"previous-file", NULL, N_("the file or article before (:p)"), TEXT(NULL, previous_file)},
    {"command", NULL, N_("a command: :n :p :e FILE :set NAME=VALUE :12 :40% :q"),
     TEXT(":", command_line), SHELF(":", command_line), HITS(":", command_line)},
    {"help", NULL, N_("these keys"), TEXT("h F1 H", show_help), LIST("? h F1", show_list_help),
     SHELF("? h F1", show_shelf_help), HITS("? h F1", show_hits_help), .hint = N_("help")},
    {"quit", NULL, N_("leaves"), TEXT("q", leave), SHELF("q", shelf_quit), HITS("q", search_quit)},
    {"close", NULL, N_("closes the list"), LIST("q ESC TAB t L", list_close)},
    {"quit-all", NULL, N_("leaves at once, from anywhere"), TEXT("Q", leave_all),
     LIST("Q", leave_all), SHELF("Q", leave_all), HITS("Q", leave_all)},
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
