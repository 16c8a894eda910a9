#include "cli/version_row.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/json.h"
#include "library/store.h"

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
