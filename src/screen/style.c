#include "screen/style.h"

#include <assert.h>
#include <stddef.h>

static const char *const role_names[] = {
    [ROLE_TEXT] = "text",         [ROLE_DIM] = "dim",       [ROLE_TITLE] = "title",
    [ROLE_HEADING] = "heading",   [ROLE_LINK] = "link",     [ROLE_CODE] = "code",
    [ROLE_QUOTE] = "quote",       [ROLE_HIT] = "hit",       [ROLE_HIT_CURRENT] = "hit-current",
    [ROLE_MARK] = "mark",         [ROLE_STATUS] = "status", [ROLE_RULE] = "rule",
    [ROLE_PROMPT] = "prompt",     [ROLE_ERROR] = "error",   [ROLE_HINT] = "hint",
    [ROLE_SELECTED] = "selected",
};
static_assert(sizeof role_names / sizeof *role_names == ROLE_COUNT, "every role has a name");

const char *role_name(enum role role)
{
    assert(role < ROLE_COUNT);
    return role_names[role];
}
