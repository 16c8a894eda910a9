/* What a cell means; a theme says how that looks. */
#ifndef SCREEN_STYLE_H
#define SCREEN_STYLE_H

#include <stdint.h>

enum role {
    ROLE_TEXT,
    ROLE_DIM,
    ROLE_TITLE,
    ROLE_HEADING,
    ROLE_LINK,
    ROLE_CODE,
    ROLE_QUOTE,
    ROLE_HIT,
    ROLE_HIT_CURRENT,
    ROLE_MARK,
    ROLE_STATUS,
    ROLE_RULE,
    ROLE_PROMPT,
    ROLE_ERROR,
    ROLE_HINT,     /* the number of a link to choose */
    ROLE_SELECTED, /* the row of a list that ENTER acts on */
    ROLE_COUNT,
};

enum attribute {
    ATTRIBUTE_BOLD = 1,
    ATTRIBUTE_ITALIC = 2,
    ATTRIBUTE_UNDERLINE = 4,
    ATTRIBUTE_REVERSE = 8,
    ATTRIBUTE_DIM = 16,
};

/* attributes add to those that the theme gives the role. */
struct style {
    uint8_t role;
    uint8_t attributes;
};

enum { COLOR_DEFAULT = -1 }; /* the terminal's own */

struct theme_entry {
    int32_t foreground, background; /* 0xRRGGBB or COLOR_DEFAULT */
    uint8_t attributes;
};

struct theme {
    char name[32];
    struct theme_entry entries[ROLE_COUNT];
};

const char *role_name(enum role role); /* "text", "hit-current": the keys of theme files */

#endif
