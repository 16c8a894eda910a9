/* The only user of curses, and of curses only the drawing: it works out the least to send. Input,
 * modes and signals are zhai's own (terminal_input.c, terminal_modes.c, terminal_signals.c), since
 * get_wch loses resizes and hands unknown sequences out as keys. */
#include "screen/terminal_internal.h"

#include "screen/base64.h"
#include "screen/terminal_color.h"
#include "screen/terminal_description.h"
#include "screen/terminal_signals.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
#undef columns /* a macro of term.h */
#undef lines

enum { DIRECT_COLORS = 0x1000000, PAIR_COUNT = 256, LEFT_QUOTE = 0x201C };

/* Direct colour by the widely understood semicolon form (libvterm misreads the colons). */
#define DIRECT_COLOR "8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
static const char direct_foreground[] = "\033[3" DIRECT_COLOR;
static const char direct_background[] = "\033[4" DIRECT_COLOR;

/* Replacements of capabilities that are fine but for an extra: \017 in sgr0, ?12 in cnorm. */
static const char *canonical(const char *name)
{
    static const char *const pairs[][2] = {
        {"sgr0", "\033[m"}, {"cnorm", "\033[?25h"}, {"civis", "\033[?25l"}};
    for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++)
        if (strcmp(name, pairs[i][0]) == 0)
            return pairs[i][1];
    return NULL;
}

static void take_string(struct description *description, size_t index, struct buffer *storage)
{
    const char *value = cur_term->type.Strings[index];
    const size_t start = storage->length;
    if (!value || value == (char *)-1 || !description_wants(strnames[index]))
        return;
    const char *replacement = canonical(strnames[index]);
    if (replacement)
        buffer_append_c(storage, replacement);
    else
        description_strip_padding(storage, value);
    buffer_append_byte(storage, '\0');
    if (description_allows(storage->bytes + start))
        description->strings[index] = storage->bytes + start;
}

static size_t total_length(void)
{
    size_t length = 0;
    for (size_t i = 0; i < DESCRIPTION_STRINGS && strnames[i]; i++) {
        const char *value = cur_term->type.Strings[i];
        length += 16 + (value && value != (char *)-1 ? strlen(value) : 0);
    }
    return length;
}

/* Copies what curses may know from the entry that setupterm read. storage owns the strings. */
static void take_description(struct description *description, struct buffer *storage)
{
    buffer_reserve(storage, total_length()); /* the pointers into it must stay */
    for (size_t i = 0; i < DESCRIPTION_BOOLEANS && boolnames[i]; i++)
        if (description_wants(boolnames[i]))
            description->booleans[i] = cur_term->type.Booleans[i] == 1;
    for (size_t i = 0; i < DESCRIPTION_NUMBERS && numnames[i]; i++)
        if (description_wants(numnames[i]))
            description->numbers[i] = tigetnum(numnames[i]);
    for (size_t i = 0; i < DESCRIPTION_STRINGS && strnames[i]; i++)
        take_string(description, i, storage);
}

static size_t name_index(NCURSES_CONST char *const *names, const char *name)
{
    size_t i = 0;
    while (strcmp(names[i], name) != 0)
        i++;
    return i;
}

static void set_direct_color(struct description *description)
{
    description->has_direct_color = true;
    description->numbers[name_index(numnames, "colors")] = DIRECT_COLORS;
    description->numbers[name_index(numnames, "pairs")] = PAIR_COUNT;
    description->strings[name_index(strnames, "setaf")] = direct_foreground;
    description->strings[name_index(strnames, "setab")] = direct_background;
    description->strings[name_index(strnames, "op")] = "\033[39;49m";
}

/* newterm, with our description in place of the system's (TERMINFO=b64:…, ncurses(3X)). */
static void new_screen(struct terminal *terminal, const struct description *description,
                       const char *term)
{
    CLEANUP_BUFFER struct buffer compiled = {0};
    CLEANUP_BUFFER struct buffer encoded = {0};
    const char *terminfo = getenv("TERMINFO");
    CLEANUP_FREE char *before = terminfo ? str_to_c(str_from(terminfo)) : NULL;
    description_compile(description, term, &compiled);
    buffer_append_c(&encoded, "b64:");
    base64_append(&encoded, buffer_str(&compiled));
    setenv("TERMINFO", encoded.bytes, 1);
    use_env(FALSE); /* LINES and COLUMNS may be anything */
    terminal->screen = newterm(term, terminal->output_file, terminal->input_file);
    tcsetattr(terminal->input_descriptor, TCSADRAIN, &terminal->raw); /* newterm turned ISIG on */
    def_prog_mode();
    if (before)
        setenv("TERMINFO", before, 1);
    else
        unsetenv("TERMINFO");
}

static enum status check_entry(const struct description *description, const char *term,
                               struct error *error)
{
    if (description->strings[name_index(strnames, "cup")] &&
        description->strings[name_index(strnames, "clear")])
        return STATUS_OK;
    return error_set(error, STATUS_UNSUPPORTED,
                     _("the terminal type \"%s\" cannot show full screens (TERM names it; in most "
                       "terminals TERM=xterm-256color is right)"),
                     term);
}

/* Before newterm, which sets the scrolling region: that would move the cursor of the shell's
 * screen. */
static void take_over(struct terminal *terminal)
{
    CLEANUP_BUFFER struct buffer restore = {0};
    int typed_ahead = 0;
    terminal_init_modes(terminal);
    terminal_append_restore(terminal, &restore);
    signals_capture(terminal->input_descriptor, terminal->output_descriptor, &terminal->original,
                    buffer_str(&restore));
    terminal_enter(terminal);
    if (terminal->original.c_iflag & ICRNL &&
        ioctl(terminal->input_descriptor, FIONREAD, &typed_ahead) == 0 && typed_ahead > 0)
        terminal->input.cooked_count =
            terminal->input.end - terminal->input.start + (size_t)typed_ahead;
}

/* Reads the system's entry for TERM and opens curses on what is allowed of it. */
static enum status open_screen(struct terminal *terminal, enum color_mode wanted,
                               struct error *error)
{
    const char *term = getenv("TERM");
    int reason = 1;
    if (!term || !*term)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("TERM is not set, so the kind of terminal is not known"));
    if (setupterm(term, terminal->output_descriptor, &reason) != OK)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("the terminal type \"%s\" is not known to this system (TERM names it)"),
                         term);
    TERMINAL *entry = cur_term;
    terminal_measure(terminal, &terminal->rows, &terminal->columns);
    CLEANUP_BUFFER struct buffer storage = {0};
    struct description description;
    description_init(&description);
    take_description(&description, &storage);
    description.numbers[name_index(numnames, "lines")] = (int32_t)terminal->rows;
    description.numbers[name_index(numnames, "cols")] = (int32_t)terminal->columns;
    const int color_count = tigetnum("colors");
    const char *alternate = cur_term->type.Strings[name_index(strnames, "smcup")];
    terminal->has_alternate_screen = alternate && alternate != (char *)-1;
    terminal->color_mode = wanted == COLOR_MODE_AUTO ? color_mode_detect(color_count) : wanted;
    enum status status = check_entry(&description, term, error);
    if (status == STATUS_OK) {
        if (terminal->color_mode == COLOR_MODE_TRUE)
            set_direct_color(&description);
        take_over(terminal);
        new_screen(terminal, &description, term);
    }
    TERMINAL *ours = cur_term;
    if (ours != entry) {
        set_curterm(entry);
        del_curterm(entry);
        set_curterm(ours);
    } else {
        del_curterm(entry);
    }
    if (status == STATUS_OK && !terminal->screen)
        status = error_set(error, STATUS_SYSTEM, _("the terminal \"%s\" cannot be opened"), term);
    return status;
}

/* Pair number of a role is its number + 1. */
static void init_pairs(struct terminal *terminal)
{
    if (terminal->color_mode == COLOR_MODE_NONE || !has_colors())
        return;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct theme_entry *entry = &terminal->theme->entries[role];
        int foreground = color_number(entry->foreground, terminal->color_mode);
        int background = color_number(entry->background, terminal->color_mode);
        /* Eight colours: the bright ones are the plain ones. */
        foreground = foreground >= COLORS ? foreground % 8 : foreground;
        background = background >= COLORS ? background % 8 : background;
        init_extended_pair(role + 1, foreground, background);
    }
}

/* Whether ncurses counts columns as we do, by the one character libc never makes wide. */
static enum status check_widths(struct terminal *terminal, struct error *error)
{
    static const wchar_t quote[] = {LEFT_QUOTE, 0};
    int row, column;
    if (!terminal->set_wcwidth)
        return STATUS_OK;
    terminal->set_wcwidth(AMBIGUOUS_WIDE);
    resize_term(3, 20); /* room for the test, whatever the window's size */
    erase();
    mvaddwstr(0, 0, quote);
    getyx(stdscr, row, column);
    terminal->set_wcwidth(terminal->ambiguous);
    erase();
    if (row == 0 && column == 2)
        return STATUS_OK;
    return error_set(
        error, STATUS_UNSUPPORTED,
        _("this build of zhai is broken: ncurses does not use zhai's character widths"));
}

static void init_screen(struct terminal *terminal)
{
    if (terminal->color_mode != COLOR_MODE_NONE && has_colors()) {
        start_color();
        use_default_colors();
    }
    typeahead(-1); /* curses never looks at the input */
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, TRUE);
    init_pairs(terminal);
    resize_term((int)terminal->rows, (int)terminal->columns);
}

static enum status open_descriptors(struct terminal *terminal, struct error *error)
{
    if (!isatty(STDOUT_FILENO))
        return error_set(error, STATUS_UNSUPPORTED, _("standard output is not a terminal"));
    const bool is_terminal = isatty(STDIN_FILENO);
    terminal->input_descriptor = is_terminal ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                             : open("/dev/tty", O_RDONLY | O_CLOEXEC);
    if (terminal->input_descriptor < 0)
        return error_set(error, STATUS_UNSUPPORTED, _("there is no terminal to read keys from: %s"),
                         strerror(errno));
    terminal->output_descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (terminal->output_descriptor < 0 ||
        tcgetattr(terminal->input_descriptor, &terminal->original) != 0)
        return error_set(error, STATUS_SYSTEM, _("the terminal cannot be opened: %s"),
                         strerror(errno));
    terminal->input_file = fdopen(terminal->input_descriptor, "r");
    terminal->output_file = fdopen(terminal->output_descriptor, "w");
    if (!terminal->input_file || !terminal->output_file)
        return error_set(error, STATUS_SYSTEM, _("the terminal cannot be opened: %s"),
                         strerror(errno));
    return STATUS_OK;
}

/* What was taken over; nothing when the terminal was refused before that. */
static void leave_screen(struct terminal *terminal)
{
    if (terminal->screen)
        endwin();
    if (!terminal->is_entered)
        return;
    terminal_leave(terminal);
    signals_release();
}

static void release(struct terminal *terminal)
{
    if (terminal->screen)
        delscreen(terminal->screen);
    if (terminal->input_file)
        fclose(terminal->input_file);
    else if (terminal->input_descriptor >= 0)
        close(terminal->input_descriptor);
    if (terminal->output_file)
        fclose(terminal->output_file);
    else if (terminal->output_descriptor >= 0)
        close(terminal->output_descriptor);
    free(terminal->shown);
    free(terminal);
}

static enum status open_terminal(struct terminal *terminal, const struct terminal_options *options,
                                 struct error *error)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("the locale's character set is %s; zhai needs UTF-8 (LC_ALL=C.UTF-8)"),
                         nl_langinfo(CODESET));
    enum status status = open_descriptors(terminal, error);
    if (status)
        return status;
    status = open_screen(terminal, options->color_mode, error);
    if (status)
        return status;
    status = check_widths(terminal, error);
    if (status)
        return status;
    init_screen(terminal);
    curs_set(0); /* and what curses has in its buffer goes out */
    if (options->ambiguous == 0)
        terminal_probe(terminal);
    terminal_read(terminal, 0); /* a near terminal has answered already */
    return STATUS_OK;
}

/* before: the terminal that was closed for this one, or NULL. */
static enum status open_after(const struct terminal *before, const struct terminal_options *options,
                              struct terminal **ret_terminal, struct error *error)
{
    struct terminal *terminal = memory_new(sizeof *terminal);
    if (before) {
        terminal->input = before->input;
        terminal->next = before->next;
        terminal->sync_count = before->sync_count;
    }
    terminal->input_descriptor = terminal->output_descriptor = -1;
    terminal->theme = options->theme;
    terminal->uses_mouse = terminal->input.has_mouse = options->uses_mouse;
    terminal->input.is_test = getenv("TUI_TEST") != NULL;
    terminal->set_wcwidth = options->set_wcwidth;
    terminal->ambiguous = options->ambiguous == 2 ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW;
    const enum status status = open_terminal(terminal, options, error);
    if (status) {
        leave_screen(terminal);
        release(terminal);
    } else {
        *ret_terminal = terminal;
    }
    return status;
}

enum status terminal_open(const struct terminal_options *options, struct terminal **ret_terminal,
                          struct error *error)
{
    return open_after(NULL, options, ret_terminal, error);
}

enum status terminal_reopen(const struct terminal_options *options, struct terminal **terminal,
                            struct error *error)
{
    const struct terminal before = **terminal;
    (*terminal)->awaits_answer = false; /* it comes to the next one */
    terminal_close(*terminal);
    *terminal = NULL;
    return open_after(&before, options, terminal, error);
}

void terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    terminal_await_answer(terminal);
    leave_screen(terminal);
    release(terminal);
}

void terminal_size(const struct terminal *terminal, unsigned *ret_rows, unsigned *ret_columns)
{
    *ret_rows = terminal->rows;
    *ret_columns = terminal->columns;
}

enum ambiguous_width terminal_ambiguous(const struct terminal *terminal)
{
    return terminal->ambiguous;
}

void terminal_forget_screen(struct terminal *terminal)
{
    free(terminal->shown);
    terminal->shown = NULL;
    erase();
    clearok(curscr, TRUE);
}

void terminal_resize_screen(struct terminal *terminal, unsigned rows, unsigned columns)
{
    terminal->rows = rows;
    terminal->columns = columns;
    resize_term((int)rows, (int)columns);
    terminal_forget_screen(terminal);
}

void terminal_set_theme(struct terminal *terminal, const struct theme *theme)
{
    terminal->theme = theme;
    init_pairs(terminal);
    terminal_forget_screen(terminal);
}

void terminal_redraw(struct terminal *terminal)
{
    (void)terminal;
    clearok(curscr, TRUE);
    wrefresh(curscr);
}

static attr_t curses_attributes(const struct terminal *terminal, struct style style)
{
    static const struct {
        unsigned attribute;
        attr_t curses;
    } table[] = {{ATTRIBUTE_BOLD, A_BOLD},
                 {ATTRIBUTE_ITALIC, A_ITALIC},
                 {ATTRIBUTE_UNDERLINE, A_UNDERLINE},
                 {ATTRIBUTE_REVERSE, A_REVERSE},
                 {ATTRIBUTE_DIM, A_DIM}};
    const struct theme_entry *entry = &terminal->theme->entries[style.role];
    unsigned attributes = entry->attributes | style.attributes;
    /* What a background set apart must stay apart without colours. */
    if (terminal->color_mode == COLOR_MODE_NONE && entry->background != COLOR_DEFAULT)
        attributes |= ATTRIBUTE_REVERSE;
    attr_t result = A_NORMAL;
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++)
        if (attributes & table[i].attribute)
            result |= table[i].curses;
    return result;
}

static void draw_cell(const struct terminal *terminal, unsigned row, unsigned column,
                      const struct canvas_cell *cell)
{
    wchar_t characters[CCHARW_MAX + 1];
    size_t count = 0;
    const struct str piece = {cell->piece.bytes, cell->piece.length};
    for (size_t i = 0; i < piece.length && count < CCHARW_MAX;) {
        uint32_t code_point;
        i += utf8_decode(piece, i, &code_point);
        characters[count++] = (wchar_t)code_point;
    }
    characters[count] = L'\0';
    cchar_t drawn;
    const short pair = terminal->color_mode == COLOR_MODE_NONE ? 0 : (short)(cell->style.role + 1);
    setcchar(&drawn, characters, curses_attributes(terminal, cell->style), pair, NULL);
    mvadd_wch((int)row, (int)column, &drawn);
}

/* Draws a row again from its first changed cell on: halves of wide cells are never left over. */
static void draw_row(struct terminal *terminal, const struct canvas *canvas, unsigned row,
                     unsigned columns)
{
    struct canvas_cell *shown = terminal->shown + (size_t)row * terminal->columns;
    const struct canvas_cell *wanted = canvas_cell(canvas, row, 0);
    unsigned column = 0;
    while (column < columns && memcmp(&shown[column], &wanted[column], sizeof *shown) == 0)
        column++;
    if (column == columns)
        return;
    while (column > 0 && (wanted[column].piece.length == 0 || shown[column].piece.length == 0))
        column--;
    memcpy(shown + column, wanted + column, (columns - column) * sizeof *shown);
    for (; column < columns; column++)
        if (wanted[column].piece.length > 0 &&
            column + wanted[column].piece.width <= terminal->columns)
            draw_cell(terminal, row, column, &wanted[column]);
}

void terminal_present(struct terminal *terminal, const struct canvas *canvas)
{
    const unsigned rows =
        canvas_rows(canvas) < terminal->rows ? canvas_rows(canvas) : terminal->rows;
    const unsigned columns =
        canvas_columns(canvas) < terminal->columns ? canvas_columns(canvas) : terminal->columns;
    unsigned cursor_row = 0, cursor_column = 0;
    if (!terminal->shown)
        terminal->shown =
            memory_new((size_t)terminal->rows * terminal->columns * sizeof *terminal->shown);
    /* ncurses may write the last cell by an insertion before the cell at its left, which one column
     * does not have: it would print what the memory there holds. */
    const unsigned drawn = terminal->columns == 1 && rows == terminal->rows ? rows - 1 : rows;
    for (unsigned row = 0; row < drawn; row++)
        draw_row(terminal, canvas, row, columns);
    const bool has_cursor = canvas_cursor(canvas, &cursor_row, &cursor_column) &&
                            cursor_row < rows && cursor_column < columns;
    if (has_cursor)
        move((int)cursor_row, (int)cursor_column);
    else
        curs_set(0);
    refresh();
    if (has_cursor)
        curs_set(1); /* last: it would be seen running over the screen */
}
