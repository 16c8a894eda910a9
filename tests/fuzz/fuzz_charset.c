/* Deciding and decoding any bytes: what comes out is well-formed UTF-8, and no ASCII byte of markup
 * is swallowed by a bad lead byte. */
#include "text/charset.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *what, const struct charset_decision *decision)
{
    fprintf(stderr, "%s: %s by %s\n", what, decision->name, charset_source_name(decision->source));
    abort();
}

static size_t count_markup(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += strchr("<>\"&='", text.bytes[i]) != NULL && text.bytes[i] != '\0';
    return count;
}

/* In these a byte '<' is always '<'. (In UTF-16 and ISO-2022-JP it may be half a character.) */
static bool keeps_markup(const char *name)
{
    return strncmp(name, "UTF-16", 6) != 0 && strcmp(name, "ISO-2022-JP") != 0;
}

static size_t count_replacements(struct str text)
{
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, STR("\xEF\xBF\xBD"), at)) != SIZE_MAX; at += 3)
        count++;
    return count;
}

static void decode(struct str bytes, struct str user, struct str container, bool is_markup)
{
    const struct charset_hints hints = {user, container, is_markup};
    struct charset_decision decision;
    struct error error;
    if (charset_decide(bytes, &hints, &decision, &error) != STATUS_OK)
        return;
    if (!(decision.confidence >= 0 && decision.confidence <= 1))
        fail("confidence", &decision);
    struct buffer content = {0};
    buffer_append(&content, bytes);
    charset_decode(&content, &decision);
    const struct str text = buffer_str(&content);
    if (utf8_valid_prefix(text) != text.length)
        fail("ill-formed", &decision);
    if (keeps_markup(decision.name) && count_markup(text) != count_markup(bytes))
        fail("markup lost", &decision);
    if (count_replacements(text) < decision.replaced)
        fail("too many counted", &decision);
    if (strcmp(decision.name, "UTF-8") == 0 && decision.replaced > 0 &&
        utf8_valid_prefix(bytes) == bytes.length)
        fail("well-formed text replaced", &decision);
    buffer_release(&content);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {"utf-8",       "gbk",          "big5",     "shift_jis",
                                         "euc-jp",      "euc-kr",       "utf-16le", "utf-16be",
                                         "iso-2022-jp", "windows-1252", "koi8-r",   "windows-874"};
    const struct str bytes = {(const char *)data, size};
    decode(bytes, STR_NONE, STR_NONE, false);
    decode(bytes, STR_NONE, STR_NONE, true);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        decode(bytes, str_from(labels[i]), STR_NONE, true);
    if (size > 0) {
        const char *label = labels[data[size / 2] % (sizeof labels / sizeof *labels)];
        decode(bytes, STR_NONE, str_from(label), false);
        /* The first bytes as a label. */
        const struct str unknown = {bytes.bytes, size < 40 ? size : 40};
        decode(bytes, unknown, unknown, false);
    }
    return 0;
}
