#include "library/store.h"

#include "base/intl.h"
#include "base/memory.h"

static const struct {
    const char *name, *sentence;
} concerns[] = {
    [CONCERN_NONE] = {"", ""},
    [CONCERN_ERROR_PAGE] = {"error-page", N_("looks like an error page")},
    [CONCERN_LOGIN_WALL] = {"login-wall", N_("looks like a page that asks to log in")},
    [CONCERN_SHORTER] = {"shorter", N_("much shorter than what is there")},
};

static bool is_known(int concern)
{
    return concern > CONCERN_NONE && concern < (int)ARRAY_LENGTH(concerns);
}

const char *concern_name(int concern)
{
    return is_known(concern) ? concerns[concern].name : "";
}

const char *concern_sentence(int concern)
{
    return is_known(concern) ? _(concerns[concern].sentence) : "";
}
