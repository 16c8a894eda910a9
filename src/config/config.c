#include "config/config.h"

#include "base/intl.h"
#include "base/memory.h"
#include "config/locations.h"
#include "config/own_file.h"
#include "config/theme.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdio.h>

/* Problems beyond this are counted no more: a wrong file is not a list to read. */
enum { PROBLEM_LIMIT = 50 };

struct config {
    int numbers[OPTION_COUNT];
    char theme[32];
    char *name;
    char **problems;
    size_t problem_count, problem_capacity;
    struct binding *bindings; /* command is heap memory */
    size_t binding_count, binding_capacity;
};

static struct config *config_new(const char *name)
{
    struct config *config = memory_new(sizeof *config);
    config->name = str_to_c(str_from(name));
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row((enum option)i);
        option_parse(row, str_from(row->default_value), &config->numbers[i]);
    }
    snprintf(config->theme, sizeof config->theme, "%s", option_row(OPTION_THEME)->default_value);
    return config;
}

void config_free(struct config *config)
{
    if (!config)
        return;
    for (size_t i = 0; i < config->problem_count; i++)
        free(config->problems[i]);
    for (size_t i = 0; i < config->binding_count; i++)
        free((char *)config->bindings[i].command.bytes);
    free(config->problems);
    free(config->bindings);
    free(config->name);
    free(config);
}

static void add_problem(struct config *config, const char *message)
{
    if (config->problem_count == PROBLEM_LIMIT)
        return;
    ARRAY_RESERVE(config->problems, config->problem_count, config->problem_capacity);
    config->problems[config->problem_count++] = str_to_c(str_from(message));
}

static void add_binding(struct config *config, struct key_press key, struct str command,
                        unsigned line)
{
    ARRAY_RESERVE(config->bindings, config->binding_count, config->binding_capacity);
    config->bindings[config->binding_count++] =
        (struct binding){key, {str_to_c(command), command.length}, line};
}

struct config *config_copy(const struct config *config)
{
    struct config *copy = config_new(config->name);
    memcpy(copy->numbers, config->numbers, sizeof copy->numbers);
    memcpy(copy->theme, config->theme, sizeof copy->theme);
    for (size_t i = 0; i < config->problem_count; i++)
        add_problem(copy, config->problems[i]);
    for (size_t i = 0; i < config->binding_count; i++)
        add_binding(copy, config->bindings[i].key, config->bindings[i].command,
                    config->bindings[i].line);
    return copy;
}

size_t config_problem_count(const struct config *config)
{
    return config->problem_count;
}

const char *config_problem(const struct config *config, size_t index)
{
    return config->problems[index];
}

int config_number(const struct config *config, enum option option)
{
    return config->numbers[option];
}

bool config_flag(const struct config *config, enum option option)
{
    return config->numbers[option] != 0;
}

struct str config_theme(const struct config *config)
{
    return str_from(config->theme);
}

void config_append_value(const struct config *config, enum option option, struct buffer *out)
{
    if (option == OPTION_THEME)
        buffer_append_c(out, config->theme);
    else
        option_append_value(option_row(option), config->numbers[option], out);
}

size_t config_bindings(const struct config *config, const struct binding **ret_bindings)
{
    *ret_bindings = config->bindings;
    return config->binding_count;
}

const char *config_name(const struct config *config)
{
    return config->name;
}

void config_set_number(struct config *config, enum option option, int number)
{
    const struct option_row *row = option_row(option);
    if (row->type == OPTION_NUMBER)
        number = number < row->minimum   ? row->minimum
                 : number > row->maximum ? row->maximum
                                         : number;
    config->numbers[option] = number;
}

static enum status refuse_name(struct str name, struct error *error)
{
    CLEANUP_BUFFER struct buffer known = {0};
    for (int i = 0; i < OPTION_COUNT; i++)
        buffer_append_format(&known, "%s%s", i ? ", " : "", option_row((enum option)i)->name);
    return error_set(error, STATUS_USAGE, _("there is no option “%.*s”; there are %s"),
                     STR_ARGS(name), known.bytes);
}

static enum status set_theme(struct config *config, struct str value, struct error *error)
{
    struct theme theme;
    enum status status = theme_find(value, &theme, error);
    if (!status)
        snprintf(config->theme, sizeof config->theme, "%.*s", STR_ARGS(value));
    return status;
}

enum status config_set(struct config *config, struct str name, struct str value,
                       struct error *error)
{
    enum option option = option_find(name);
    if (option == OPTION_COUNT)
        return refuse_name(name, error);
    if (option == OPTION_THEME)
        return set_theme(config, value, error);
    const struct option_row *row = option_row(option);
    if (option_parse(row, value, &config->numbers[option]))
        return STATUS_OK;
    CLEANUP_BUFFER struct buffer allowed = {0};
    option_append_allowed(row, &allowed);
    return error_set(error, STATUS_USAGE, _("%s: “%.*s” is not allowed; it can be %s"), row->name,
                     STR_ARGS(value), allowed.bytes);
}

static size_t blank_at(struct str s)
{
    size_t at = 0;
    while (at < s.length && s.bytes[at] != ' ' && s.bytes[at] != '\t')
        at++;
    return at;
}

static enum status parse_bind(struct config *config, struct str rest, unsigned line,
                              struct error *error)
{
    rest = str_trim_ascii(rest);
    size_t end = blank_at(rest);
    struct str key_text = str_slice(rest, 0, end);
    struct str command = str_trim_ascii(str_slice(rest, end, rest.length));
    struct key_press key;
    if (command.length == 0)
        return error_set(error, STATUS_USAGE,
                         _("bind needs a key and a command: bind ^T contents"));
    if (!key_parse(key_text, &key))
        return error_set(error, STATUS_USAGE,
                         _("“%.*s” is no key; keys are written j, ^D, M-v, SPACE, ENTER, TAB, ESC, "
                           "BACKSPACE, UP, PGDN, HOME, F1"),
                         STR_ARGS(key_text));
    add_binding(config, key, command, line);
    return STATUS_OK;
}

/* A comment may follow a value: no value holds " #". */
static struct str without_comment(struct str value)
{
    size_t at = str_find(value, STR(" #"), 0);
    size_t tab_at = str_find(value, STR("\t#"), 0);
    at = at < tab_at ? at : tab_at;
    return str_trim_ascii(at == SIZE_MAX ? value : str_slice(value, 0, at));
}

static enum status parse_line(struct config *config, struct str line, unsigned number,
                              struct error *error)
{
    line = str_trim_ascii(line);
    if (line.length == 0 || line.bytes[0] == '#')
        return STATUS_OK;
    if (utf8_valid_prefix(line) < line.length || memchr(line.bytes, '\0', line.length))
        return error_set(error, STATUS_USAGE, _("is not UTF-8 text"));
    if (blank_at(line) == 4 && str_starts(line, STR("bind")) && line.length > 4)
        return parse_bind(config, str_slice(line, 4, line.length), number, error);
    size_t equals = str_find(line, STR("="), 0);
    if (equals == SIZE_MAX)
        return error_set(error, STATUS_USAGE,
                         _("“%.*s” is neither NAME = VALUE nor bind KEY COMMAND"), STR_ARGS(line));
    return config_set(config, str_trim_ascii(str_slice(line, 0, equals)),
                      without_comment(str_slice(line, equals + 1, line.length)), error);
}

static bool is_utf16(struct str text)
{
    return str_starts(text, (struct str){"\xFF\xFE", 2}) ||
           str_starts(text, (struct str){"\xFE\xFF", 2});
}

static void parse_text(struct config *config, struct str text)
{
    CLEANUP_BUFFER struct buffer message = {0};
    if (is_utf16(text)) {
        buffer_append_format(&message, _("%s: is UTF-16; it must be UTF-8"), config->name);
        add_problem(config, message.bytes);
        return;
    }
    size_t at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    for (unsigned number = 1; at < text.length; number++) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.length : end;
        struct error error;
        if (parse_line(config, str_slice(text, at, end), number, &error)) {
            message.length = 0;
            buffer_append_format(&message, "%s:%u: %s", config->name, number, error.message);
            add_problem(config, message.bytes);
        }
        at = end + 1;
    }
}

struct config *config_parse(struct str text, const char *name)
{
    struct config *config = config_new(name);
    parse_text(config, text);
    return config;
}

static enum status load_file(const char *path, struct config **ret_config, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    if (strcmp(path, "/dev/null") != 0) {
        enum status status = own_file_read(path, &content, error);
        if (status)
            return status;
    }
    *ret_config = config_parse(buffer_str(&content), path);
    return STATUS_OK;
}

enum status config_load(const char *path, struct config **ret_config, struct error *error)
{
    if (path)
        return load_file(path, ret_config, error);
    CLEANUP_BUFFER struct buffer own = {0};
    struct error problem;
    enum status status = STATUS_NOT_FOUND;
    if (location_config("config", &own))
        status = load_file(own.bytes, ret_config, &problem);
    if (!status)
        return STATUS_OK;
    *ret_config = config_new("");
    if (status != STATUS_NOT_FOUND)
        add_problem(*ret_config, problem.message);
    return STATUS_OK;
}
