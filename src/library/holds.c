#include "library/holds.h"

#include "base/memory.h"
#include "document/stored.h"
#include "text/utf8.h"

void phrase_append_match(const struct token_phrase *phrase, const char *columns, struct buffer *out)
{
    if (columns)
        buffer_append_format(out, "{%s} : ", columns);
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < phrase->token_count; i++)
        buffer_append_format(out, "%s%.*s", i ? " " : "", STR_ARGS(phrase->tokens[i]));
    buffer_append_format(out, "\"%s", phrase->last_is_prefix ? " *" : "");
}
