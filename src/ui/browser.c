#include "ui/browser.h"

#include "base/intl.h"
#include "base/memory.h"

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool is_shell(const char *name)
{
    static const char *const names[] = {"sh",   "bash", "dash", "zsh",  "ksh",     "mksh",
                                        "fish", "csh",  "tcsh", "ash",  "env",     "busybox",
                                        "su",   "sudo", "eval", "exec", "python3", "perl"};
    return is_one_of(name, names, ARRAY_LENGTH(names));
}

static bool is_text_browser(const char *name)
{
    static const char *const names[] = {"w3m",    "lynx",        "links",  "links2",
                                        "elinks", "www-browser", "browsh", "chawan"};
    return is_one_of(name, names, ARRAY_LENGTH(names));
}

/* A word is taken as it is, or is the whole placeholder. */
static bool is_plain(const char *word)
{
    return !strpbrk(word, "\"'`\\$|&;<>%()");
}

/* The word at or after text, ended in place; text ends with two NULs, so that one may go on past a
 * word. */
static char *next_word(char *text)
{
    text += strspn(text, " \t");
    text[strcspn(text, " \t")] = '\0';
    return text;
}

static char *copy_words(struct str entry)
{
    char *words = memory_new(entry.length + 2);
    memcpy(words, entry.bytes, entry.length);
    return words;
}

enum status browser_parse(struct str entry, const char *url, struct browser_command *ret_command,
                          struct error *error)
{
    struct browser_command command = {.words = copy_words(entry)};
    size_t count = 0;
    bool has_url = false;
    for (char *word = next_word(command.words); *word; word = next_word(word + strlen(word) + 1)) {
        bool is_url = count > 0 && (strcmp(word, "%s") == 0 || strcmp(word, "%u") == 0);
        if (count == BROWSER_WORDS_MAX || (!is_url && !is_plain(word)) ||
            (count == 0 && (is_shell(word) || word[0] == '-'))) {
            free(command.words);
            return error_set(error, STATUS_USAGE,
                             _("BROWSER: “%.*s” is not run: a program, plain words, and %%s alone "
                               "for the address"),
                             STR_ARGS(entry));
        }
        command.argv[count++] = is_url ? (char *)url : word;
        has_url |= is_url;
    }
    if (count == 0) {
        free(command.words);
        return error_set(error, STATUS_USAGE, _("BROWSER: is empty"));
    }
    if (!has_url)
        command.argv[count] = (char *)url;
    command.needs_terminal = is_text_browser(command.argv[0]);
    *ret_command = command;
    return STATUS_OK;
}

static enum status try_entry(struct terminal *terminal, struct str entry, const char *url,
                             struct error *error)
{
    struct browser_command command;
    enum status status = browser_parse(entry, url, &command, error);
    if (status)
        return status;
    status = command.needs_terminal ? terminal_run(terminal, command.argv, error)
                                    : terminal_spawn(terminal, command.argv, error);
    free(command.words);
    return status;
}

enum status browser_open(struct terminal *terminal, const char *url, struct error *error)
{
    struct str list = str_trim_ascii(str_from(getenv("BROWSER")));
    enum status status = STATUS_NOT_FOUND;
    if (list.length == 0)
        return try_entry(terminal, STR("xdg-open"), url, error);
    for (size_t at = 0; status && at < list.length;) {
        size_t end = str_find(list, STR(":"), at);
        end = end == SIZE_MAX ? list.length : end;
        status = try_entry(terminal, str_slice(list, at, end), url, error);
        at = end + 1;
    }
    return status;
}
