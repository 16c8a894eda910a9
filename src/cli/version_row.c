#include "cli/version_row.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/json.h"

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

void version_row_append_json(const struct article_version *version, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer created = {0};
    clock_append_utc(version->created, &created);
    buffer_append_byte(out, '{');
    json_append_number("version", version->version, out);
    json_append_member("created", buffer_str(&created), out);
    json_append_number("bytes", version->byte_count, out);
    json_append_boolean("current", version->is_current, out);
    json_append_member("concern", str_from(concern_name(version->concern)), out);
    buffer_append_c(out, "}\n");
}

void version_row_append(const struct article_version *version, struct buffer *out)
{
    const char *concern = concern_sentence(version->concern);
    buffer_append_format(out, "%c %3lld  ", version->is_current ? '*' : ' ',
                         (long long)version->version);
    clock_append_local(version->created, out);
    buffer_append_format(out, "  %10lld B%s%s\n", (long long)version->byte_count,
                         *concern ? "  " : "", concern);
}
