#include "config/welcome.h"

#include "base/file.h"
#include "base/memory.h"

#include <assert.h>
#include <locale.h>
#include <stdint.h>

/* data/welcome, by src/generate/embed.py: the files of a language side by side. */
static const struct welcome_page pages[] = {
#include "config/welcome.inc"
};

/* The first that begins a locale counts. */
static const struct {
    const char *locale, *language;
} languages[] = {
    {"zh_TW", "zh-Hant"},   {"zh_HK", "zh-Hant"},   {"zh_MO", "zh-Hant"},
    {"zh_Hant", "zh-Hant"}, {"zh-Hant", "zh-Hant"}, {"yue", "zh-Hant"},
    {"zh", "zh-Hans"},      {"ja", "ja"},           {"en", "en"},
};

/* Whether locale is prefix, or goes on after it with another part: "zh" begins "zh_SG.UTF-8". */
static bool begins(struct str locale, struct str prefix)
{
    return str_starts(locale, prefix) &&
           (locale.length == prefix.length || strchr("-_.@", locale.bytes[prefix.length]));
}

static const char *language_of(struct str locale)
{
    for (size_t i = 0; i < ARRAY_LENGTH(languages); i++)
        if (begins(locale, str_from(languages[i].locale)))
            return languages[i].language;
    return NULL;
}

/* Of the first locale that has a manual; English for all others. */
static struct str language_for(const char *locales)
{
    const struct str list = str_from(locales);
    for (size_t start = 0; start < list.length;) {
        const size_t colon = str_find(list, STR(":"), start);
        const size_t end = colon == SIZE_MAX ? list.length : colon;
        const char *language = language_of(str_slice(list, start, end));
        if (language)
            return str_from(language);
        start = end + 1;
    }
    return STR("en");
}

/* Names go on with the chapter: "zh-Hans-1-…". */
static bool is_in(const struct welcome_page *page, struct str language)
{
    const struct str name = str_from(page->name);
    return str_starts(name, language) && name.bytes[language.length] == '-' &&
           name.bytes[language.length + 1] >= '0' && name.bytes[language.length + 1] <= '9';
}

struct own_pages {
    size_t first, count;
};

static struct own_pages own_pages_of(const char *locales)
{
    const struct str language = language_for(locales);
    struct own_pages own = {0};
    while (!is_in(&pages[own.first], language))
        own.first++;
    while (own.first + own.count < ARRAY_LENGTH(pages) &&
           is_in(&pages[own.first + own.count], language))
        own.count++;
    return own;
}

size_t welcome_count(void)
{
    return ARRAY_LENGTH(pages);
}

size_t welcome_own_count(const char *locales)
{
    return own_pages_of(locales).count;
}

const struct welcome_page *welcome_page(size_t index, const char *locales)
{
    assert(index < ARRAY_LENGTH(pages));
    const struct own_pages own = own_pages_of(locales);
    if (index < own.count)
        return &pages[own.first + index];
    return &pages[index < own.first + own.count ? index - own.count : index];
}

enum status welcome_write(const char *folder, const char *locales, size_t count,
                          struct arena *arena, const char **ret_paths, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        const struct welcome_page *page = welcome_page(count - 1 - i, locales);
        CLEANUP_BUFFER struct buffer path = {0};
        buffer_append_format(&path, "%s/%s", folder, page->name);
        enum status status =
            file_replace(path.bytes, (struct str){page->bytes, page->byte_count}, error);
        if (status)
            return status;
        buffer_append_byte(&path, '\0');
        ret_paths[i] = arena_copy(arena, buffer_str(&path)).bytes;
    }
    return STATUS_OK;
}

const char *welcome_locales(void)
{
    const char *messages = setlocale(LC_MESSAGES, NULL);
    if (!messages || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
        return "en";
    const char *language = getenv("LANGUAGE");
    return language && *language ? language : messages;
}
