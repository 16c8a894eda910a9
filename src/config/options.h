/* The options: a row each in options.c, from which the parser, the default file, the man page and
 * the completions are made. */
#ifndef CONFIG_OPTIONS_H
#define CONFIG_OPTIONS_H

#include "base/str.h"

enum option {
    OPTION_WIDTH,
    OPTION_PARAGRAPH,
    OPTION_KINSOKU,
    OPTION_HANG,
    OPTION_GAP,
    OPTION_FULLWIDTH,
    OPTION_JUSTIFY,
    OPTION_AMBIGUOUS,
    OPTION_ASIDES,
    OPTION_THEME,
    OPTION_COLOR,
    OPTION_MOUSE,
    OPTION_WHEEL,
    OPTION_CLIPBOARD,
    OPTION_RESUME,
    OPTION_SORT,
    OPTION_TITLE_ORDER,
    OPTION_PREVIEW,
    OPTION_HISTORY,
    OPTION_COUNT,
};

enum { ASIDES_FOLD, ASIDES_SHOW };
enum { RESUME_ASK, RESUME_ALWAYS, RESUME_NEVER };
enum { SORT_ADDED, SORT_PUBLISHED, SORT_READ, SORT_TITLE, SORT_LENGTH, SORT_PROGRESS, SORT_SITE };

enum option_type { OPTION_NUMBER, OPTION_FLAG, OPTION_CHOICE, OPTION_NAME };

struct option_row {
    const char *name;
    enum option_type type;
    int minimum, maximum;      /* of a number */
    const char *choices;       /* "auto|1|2" of a choice */
    const char *default_value; /* as it is written */
    const char *unit;          /* msgid, or NULL */
    const char *help;          /* msgid */
};

const struct option_row *option_row(enum option option);
/* OPTION_COUNT when there is none. */
enum option option_find(struct str name);
/* "8 to 1000", "yes or no", "auto, 1 or 2", in the user's language. */
void option_append_allowed(const struct option_row *row, struct buffer *out);
/* The value as the config keeps it: number, 0/1, index of the choice. False when it is not allowed.
 */
bool option_parse(const struct option_row *row, struct str value, int *ret_number);
void option_append_value(const struct option_row *row, int number, struct buffer *out);

/* The texts made from the table: the file as it would be by default, the section OPTIONS of the man
 * page (man macros).
 */
void options_write_default(struct buffer *out);
void options_write_man(struct buffer *out);

#endif
