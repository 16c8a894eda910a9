#include "config/options.h"

#include "base/intl.h"
#include "base/memory.h"
#include "screen/terminal.h"
#include "text/linebreak.h"

#include <assert.h>
#include <errno.h>

/* The indices of these choices are other layers' enum constants. */
static_assert(KINSOKU_BASIC == 0 && KINSOKU_GB == 1 && KINSOKU_STRICT == 2, "kinsoku");
static_assert(COLOR_MODE_AUTO == 0 && COLOR_MODE_TRUE == 4, "color");

static const struct option_row rows[] = {
    [OPTION_WIDTH] =
        {"width", OPTION_NUMBER, 16, 500, NULL, "76", N_("columns"),
         N_("The measure: how wide a row of text may be. The text is centred; a narrower "
            "terminal gives what it has.")},
    [OPTION_PARAGRAPH] =
        {"paragraph", OPTION_CHOICE, 0, 0, "auto|indent|blank|both", "auto", NULL,
         N_("How paragraphs are told apart: a first line indented by two characters, a "
            "blank row between them, or both; auto: indented for Chinese and Japanese, "
            "a blank row for other languages.")},
    [OPTION_KINSOKU] =
        {"kinsoku", OPTION_CHOICE, 0, 0, "basic|gb|strict", "strict", NULL,
         N_("Which marks may not begin or end a row: the basic set, that of GB/T 15834, or "
            "the strict one, which also keeps dashes and ellipses from a row's start.")},
    [OPTION_HANG] = {"hang", OPTION_FLAG, 0, 0, NULL, "no", NULL,
                     N_("Lets a comma or full stop hang in the margin to the right of the text.")},
    [OPTION_GAP] =
        {"gap", OPTION_FLAG, 0, 0, NULL, "yes", NULL,
         N_("Shows a gap of one column between Han characters and Latin letters or digits.")},
    [OPTION_FULLWIDTH] = {"fullwidth", OPTION_FLAG, 0, 0, NULL, "yes", NULL,
                          N_("Shows ASCII punctuation between Han characters full-width.")},
    [OPTION_JUSTIFY] = {"justify", OPTION_FLAG, 0, 0, NULL, "no", NULL,
                        N_("Makes both edges of the text straight.")},
    [OPTION_AMBIGUOUS] =
        {"ambiguous", OPTION_CHOICE, 0, 0, "auto|1|2", "auto", N_("columns"),
         N_("How wide the terminal draws characters of ambiguous width, such as “ ” — …; "
            "auto: the terminal is asked.")},
    [OPTION_ASIDES] =
        {
            "asides", OPTION_CHOICE, 0, 0, "fold|show", "fold", NULL,
            N_("What a site wrapped around its article (notices, menus, comments): folded to "
               "one row, or shown.")},
    [OPTION_THEME] =
        {
            "theme", OPTION_NAME, 0, 0, NULL, "auto", NULL,
            N_("The colours: dark, light, none, or a file NAME.theme in the folder themes beside "
               "the configuration; auto: dark or light, by what the terminal says of its "
               "background.")},
    [OPTION_COLOR] =
        {
            "color", OPTION_CHOICE, 0, 0, "auto|none|16|256|true", "auto", NULL,
            N_("How many colours the terminal is sent; auto: what it says it has, none when "
               "NO_COLOR is set.")},
    [OPTION_MOUSE] =
        {"mouse", OPTION_FLAG, 0, 0, NULL, "yes", NULL,
         N_("Lets the mouse wheel scroll. Text is then selected with Shift held down.")},
    [OPTION_WHEEL] = {"wheel", OPTION_NUMBER, 1, 50, NULL, "3", N_("rows"),
                      N_("How far one notch of the mouse wheel scrolls.")},
    [OPTION_CLIPBOARD] = {"clipboard", OPTION_FLAG, 0, 0, NULL, "no", NULL,
                          N_("Allows copying through the terminal (OSC 52).")},
    [OPTION_RESUME] =
        {
            "resume", OPTION_CHOICE, 0, 0, "ask|always|never", "ask", NULL,
            N_("A file that was read before: ask opens it at its start, and '' goes on where "
               "reading ended; always goes there at once; never keeps no places.")},
    [OPTION_SORT] =
        {
            "sort", OPTION_CHOICE, 0, 0, "added|published|read|title|length|progress|site", "added",
            NULL,
            N_("The order of the shelf when it opens: the newest first, or titles and sites "
               "by their names.")},
    [OPTION_TITLE_ORDER] =
        {
            "title-order", OPTION_CHOICE, 0, 0, "pinyin|stroke", "pinyin", NULL,
            N_("How Chinese titles are sorted. The library keeps the order; another one takes "
               "some seconds when titles are first sorted by it.")},
    [OPTION_PREVIEW] = {"preview", OPTION_FLAG, 0, 0, NULL, "yes", NULL,
                        N_("Shows the beginning of the selected article beside the shelf, on "
                           "terminals of 120 columns and more.")},
    [OPTION_HISTORY] = {"history", OPTION_FLAG, 0, 0, NULL, "yes", NULL,
                        N_("Keeps what was looked for, for the next time: the last 200.")},
};
static_assert(ARRAY_LENGTH(rows) == OPTION_COUNT, "a row for each option");

const struct option_row *option_row(enum option option)
{
    assert(option < OPTION_COUNT);
    return &rows[option];
}

enum option option_find(struct str name)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (str_equal(name, str_from(rows[i].name)))
            return (enum option)i;
    return OPTION_COUNT;
}

/* The choice at index, or empty after the last. */
static struct str choice_at(const char *choices, int index)
{
    for (; index > 0 && choices; index--) {
        choices = strchr(choices, '|');
        choices = choices ? choices + 1 : NULL;
    }
    if (!choices)
        return STR_NONE;
    return (struct str){choices, strcspn(choices, "|")};
}

static void append_choices(const char *choices, struct buffer *out)
{
    for (int i = 0; choice_at(choices, i).length; i++) {
        bool is_last = choice_at(choices, i + 1).length == 0;
        if (i > 0)
            buffer_append_c(out, is_last ? _(" or ") : _(", "));
        buffer_append(out, choice_at(choices, i));
    }
}

void option_append_allowed(const struct option_row *row, struct buffer *out)
{
    switch (row->type) {
    case OPTION_NUMBER:
        buffer_append_format(out, _("%d to %d"), row->minimum, row->maximum);
        break;
    case OPTION_FLAG:
        append_choices("yes|no", out);
        break;
    case OPTION_CHOICE:
        append_choices(row->choices, out);
        break;
    case OPTION_NAME:
        buffer_append_c(out, _("auto, dark, light, none or the name of a theme of yours"));
        break;
    }
}

static bool parse_number(const struct option_row *row, struct str value, int *ret_number)
{
    char digits[12] = "";
    if (value.length == 0 || value.length >= sizeof digits)
        return false;
    memcpy(digits, value.bytes, value.length);
    char *end;
    errno = 0;
    long number = strtol(digits, &end, 10);
    if (errno || *end || number < row->minimum || number > row->maximum)
        return false;
    *ret_number = (int)number;
    return true;
}

static bool parse_flag(struct str value, int *ret_number)
{
    static const char *const words[] = {"no", "yes", "off", "on", "false", "true", "0", "1"};
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (str_equal_ascii_case(value, str_from(words[i]))) {
            *ret_number = i % 2;
            return true;
        }
    return false;
}

static bool parse_choice(const char *choices, struct str value, int *ret_number)
{
    for (int i = 0; choice_at(choices, i).length; i++)
        if (str_equal_ascii_case(value, choice_at(choices, i))) {
            *ret_number = i;
            return true;
        }
    return false;
}

bool option_parse(const struct option_row *row, struct str value, int *ret_number)
{
    if (row->type == OPTION_NUMBER)
        return parse_number(row, value, ret_number);
    if (row->type == OPTION_FLAG)
        return parse_flag(value, ret_number);
    return row->type == OPTION_CHOICE && parse_choice(row->choices, value, ret_number);
}

void option_append_value(const struct option_row *row, int number, struct buffer *out)
{
    if (row->type == OPTION_NUMBER)
        buffer_append_format(out, "%d", number);
    else if (row->type == OPTION_FLAG)
        buffer_append_c(out, number ? "yes" : "no");
    else if (row->type == OPTION_CHOICE)
        buffer_append(out, choice_at(row->choices, number));
}

static void append_comment(const char *words, struct buffer *out)
{
    enum { COLUMNS = 76 };
    size_t column = 0;
    while (*words) {
        size_t length = strcspn(words, " ");
        if (column > 0 && column + 1 + length > COLUMNS) {
            buffer_append_byte(out, '\n');
            column = 0;
        }
        buffer_append_c(out, column ? " " : "# ");
        buffer_append(out, (struct str){words, length});
        column += length + 1;
        words += length + (words[length] == ' ');
    }
    buffer_append_byte(out, '\n');
}

void options_write_default(struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        const struct option_row *row = &rows[i];
        if (i > 0)
            buffer_append_byte(out, '\n');
        append_comment(_(row->help), out);
        buffer_append_c(out, "# (");
        option_append_allowed(row, out);
        if (row->unit)
            buffer_append_format(out, "; %s", _(row->unit));
        buffer_append_format(out, ")\n# %s = %s\n", row->name, row->default_value);
    }
}

void options_write_man(struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        const struct option_row *row = &rows[i];
        buffer_append_format(out, ".TP\n.BR %s \" = \" ", row->name);
        buffer_append_byte(out, '"');
        option_append_allowed(row, out);
        if (row->unit)
            buffer_append_format(out, " %s", _(row->unit));
        buffer_append_format(out, "; %s\"\n%s\n", row->default_value, _(row->help));
    }
}
