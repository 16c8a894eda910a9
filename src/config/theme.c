#include "config/theme.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "config/locations.h"

#include <stdint.h>
#include <unistd.h>

enum { THEME_SIZE_LIMIT = 1 << 16 };

/* data/themes, by src/generate/embed.py. */
static const struct {
    const char *name;
    const char *bytes;
    size_t length;
} builtin_themes[] = {
#include "config/themes.inc"
};

static const struct {
    const char *name;
    uint8_t attribute;
} attributes[] = {
    {"bold", ATTRIBUTE_BOLD},
    {"italic", ATTRIBUTE_ITALIC},
    {"underline", ATTRIBUTE_UNDERLINE},
    {"reverse", ATTRIBUTE_REVERSE},
    {"dim", ATTRIBUTE_DIM},
};

static bool parse_color(struct str word, int32_t *ret_color)
{
    if (word.length != 7 || word.bytes[0] != '#')
        return false;
    int32_t color = 0;
    for (size_t i = 1; i < word.length; i++) {
        static const char digits[] = "0123456789abcdef";
        char lower = (char)(word.bytes[i] | 0x20);
        const char *digit = word.bytes[i] ? strchr(digits, lower) : NULL;
        if (!digit || !*digit)
            return false;
        color = color * 16 + (int32_t)(digit - digits);
    }
    *ret_color = color;
    return true;
}

static bool parse_word(struct str word, struct theme_entry *entry, unsigned *color_count)
{
    bool is_default = str_equal_ascii_case(word, STR("default"));
    if (word.bytes[0] == '#' || is_default) {
        int32_t color = COLOR_DEFAULT;
        if ((!is_default && !parse_color(word, &color)) || *color_count == 2)
            return false;
        *(*color_count == 0 ? &entry->foreground : &entry->background) = color;
        ++*color_count;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(attributes); i++)
        if (str_equal_ascii_case(word, str_from(attributes[i].name))) {
            entry->attributes |= attributes[i].attribute;
            return true;
        }
    return false;
}

static enum role find_role(struct str name)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (str_equal(name, str_from(role_name((enum role)i))))
            return (enum role)i;
    return ROLE_COUNT;
}

static enum status refuse_role(const char *name, unsigned number, struct str role,
                               struct error *error)
{
    CLEANUP_BUFFER struct buffer known = {0};
    for (int i = 0; i < ROLE_COUNT; i++)
        buffer_append_format(&known, "%s%s", i ? ", " : "", role_name((enum role)i));
    return error_set(error, STATUS_MALFORMED, _("%s:%u: “%.*s” is no role; roles are %s"), name,
                     number, STR_ARGS(role), known.bytes);
}

static struct str next_word(struct str *rest)
{
    *rest = str_trim_ascii(*rest);
    size_t length = 0;
    while (length < rest->length && rest->bytes[length] != ' ' && rest->bytes[length] != '\t')
        length++;
    struct str word = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->length);
    return word;
}

static enum status parse_line(struct str line, const char *name, unsigned number,
                              struct theme *theme, struct error *error)
{
    line = str_trim_ascii(line);
    if (line.length == 0 || line.bytes[0] == '#')
        return STATUS_OK;
    size_t equals = str_find(line, STR("="), 0);
    if (equals == SIZE_MAX)
        return error_set(error, STATUS_MALFORMED, _("%s:%u: “%.*s” is not ROLE = COLOURS"), name,
                         number, STR_ARGS(line));
    struct str role_text = str_trim_ascii(str_slice(line, 0, equals));
    enum role role = find_role(role_text);
    if (role == ROLE_COUNT)
        return refuse_role(name, number, role_text, error);
    struct str rest = str_trim_ascii(str_slice(line, equals + 1, line.length));
    unsigned color_count = 0;
    while (rest.length) {
        struct str word = next_word(&rest);
        if (!parse_word(word, &theme->entries[role], &color_count))
            return error_set(error, STATUS_MALFORMED,
                             _("%s:%u: “%.*s” is none of #RRGGBB (twice at most), default, bold, "
                               "italic, underline, reverse, dim"),
                             name, number, STR_ARGS(word));
        rest = str_trim_ascii(rest);
    }
    return STATUS_OK;
}

enum status theme_parse(struct str text, const char *name, struct theme *ret_theme,
                        struct error *error)
{
    struct theme theme = {0};
    for (int i = 0; i < ROLE_COUNT; i++)
        theme.entries[i] = (struct theme_entry){COLOR_DEFAULT, COLOR_DEFAULT, 0};
    unsigned number = 0;
    for (size_t at = 0; at < text.length;) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.length : end;
        enum status status = parse_line(str_slice(text, at, end), name, ++number, &theme, error);
        if (status)
            return status;
        at = end + 1;
    }
    *ret_theme = theme;
    return STATUS_OK;
}

/* COLORFGBG is "foreground;background" in colours of the 16: 7 and 9..15 are light. */
static const char *auto_name(void)
{
    const char *colors = getenv("COLORFGBG");
    const char *background = colors ? strrchr(colors, ';') : NULL;
    if (!background)
        return "dark";
    long color = strtol(background + 1, NULL, 10);
    return color == 7 || (color >= 9 && color <= 15) ? "light" : "dark";
}

static enum status find_builtin(struct str name, struct theme *ret_theme, struct error *error)
{
    for (size_t i = 0; i < ARRAY_LENGTH(builtin_themes); i++) {
        const char *file = builtin_themes[i].name;
        struct str stem = str_from(file);
        size_t dot = str_find(stem, STR(".theme"), 0);
        if (str_equal(name, str_slice(stem, 0, dot == SIZE_MAX ? stem.length : dot)))
            return theme_parse((struct str){builtin_themes[i].bytes, builtin_themes[i].length},
                               file, ret_theme, error);
    }
    return error_set(error, STATUS_NOT_FOUND,
                     _("there is no theme “%.*s”; there are auto, dark, light, none and files "
                       "NAME.theme in the folder themes beside the configuration"),
                     STR_ARGS(name));
}

static bool is_file_name(struct str name)
{
    if (name.length == 0 || name.length >= sizeof((struct theme *)0)->name)
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (name.bytes[i] == '/' || name.bytes[i] == '.' || (unsigned char)name.bytes[i] < ' ')
            return false;
    return true;
}

static enum status read_users(const char *path, struct theme *ret_theme, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    enum status status = file_read(path, &content, error);
    if (status)
        return status;
    if (content.length > THEME_SIZE_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("%s: is over %d KB and no theme"), path,
                         THEME_SIZE_LIMIT / 1024);
    return theme_parse(buffer_str(&content), path, ret_theme, error);
}

enum status theme_find(struct str name, struct theme *ret_theme, struct error *error)
{
    CLEANUP_BUFFER struct buffer path = {0}, relative = {0};
    struct theme theme;
    if (str_equal(name, STR("auto")))
        name = str_from(auto_name());
    buffer_append_format(&relative, "themes/%.*s.theme", STR_ARGS(name));
    bool is_users = is_file_name(name) && location_config(relative.bytes, &path) &&
                    access(path.bytes, F_OK) == 0;
    enum status status =
        is_users ? read_users(path.bytes, &theme, error) : find_builtin(name, &theme, error);
    if (status)
        return status;
    memcpy(theme.name, name.bytes, name.length);
    *ret_theme = theme;
    return STATUS_OK;
}
