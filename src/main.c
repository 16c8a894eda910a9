/* Chooses: a subcommand, the reader, or (without a terminal) the article printed. */
#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "cli/access.h"
#include "cli/cli.h"
#include "cli/show.h"
#include "collect/worker.h"
#include "config/config.h"
#include "config/locations.h"
#include "config/rule_files.h"
#include "ingest/rules.h"
#include "ui/reader.h"
#include "ui/shelf.h"
#include "version.h"
#include "wcwidth.h"

#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* The language the user asked for, by the order of gettext. */
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

static bool set_locale(const char *name)
{
    /* What is used, one by one: the others are eight files to open at every start. Numbers stay
     * those of C: JSON and config files have a decimal point. */
    return setlocale(LC_CTYPE, name) && setlocale(LC_MESSAGES, name) && setlocale(LC_TIME, name);
}

/* A machine without the user's locale (a container, a bare server) still has C.UTF-8; the language
 * is then handed to gettext by LANGUAGE, which it honours for every locale but "C". */
static void init_locale(void)
{
    const char *wanted = wanted_locale();
    bool is_usable = set_locale("") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!is_usable && !set_locale("C.UTF-8"))
        return; /* terminal_open says what is wrong */
    bool names_language = *wanted && strcmp(wanted, "C") != 0 && strncmp(wanted, "C.", 2) != 0 &&
                          strcmp(wanted, "POSIX") != 0;
    if (!is_usable && names_language && !getenv("LANGUAGE"))
        setenv("LANGUAGE", wanted, 0);
}

/* The catalogues lie in the installed place, or beside an uninstalled binary. */
static void init_messages(void)
{
    CLEANUP_BUFFER struct buffer folder = {0};
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash = NULL;
    if (length > 0) {
        self[length] = '\0';
        slash = strrchr(self, '/');
    }
    if (slash)
        buffer_append_format(&folder, "%.*s/../" UNINSTALLED_PO, (int)(slash - self), self);
    bool is_uninstalled = slash && access(folder.bytes, R_OK) == 0;
    bindtextdomain("zhai", is_uninstalled ? folder.bytes : LOCALE_DIRECTORY);
    bind_textdomain_codeset("zhai", "UTF-8");
    textdomain("zhai");
}

struct request {
    const char *config_path, *library_path;
    struct buffer rule_problems; /* a line each */
    struct str charset;
    bool is_done; /* help or version was printed */
};

static enum exit_code parse_globals(const struct cli_context *context, int argument_count,
                                    char **arguments, struct request *request)
{
    size_t option_count;
    const struct cli_option *options = cli_global_options(&option_count);
    int letter;
    while ((letter = cli_next_option(context, "", options, option_count, argument_count,
                                     arguments)) != -1) {
        if (letter == '?')
            return EXIT_USAGE;
        if (letter == 'c')
            request->config_path = optarg;
        if (letter == OPTION_LIBRARY && !*optarg) {
            cli_complain(context, _("--library is empty; name a file, or leave it out"));
            return EXIT_USAGE;
        }
        if (letter == OPTION_LIBRARY)
            request->library_path = optarg;
        if (letter == 'C')
            request->charset = str_from(optarg);
        if (letter != 'h' && letter != 'V')
            continue;
        CLEANUP_BUFFER struct buffer out = {0};
        if (letter == 'h')
            cli_write_help(&out);
        else
            buffer_append_c(&out, "zhai " ZHAI_VERSION "\n");
        request->is_done = true;
        cli_print(context, buffer_str(&out));
        return cli_finish(context, EXIT_DONE);
    }
    return EXIT_DONE;
}

/* The option, the environment, the usual place; NULL when there is no home to have one in. */
static const char *find_library(const char *option, struct buffer *path)
{
    const char *value = option ? option : getenv("ZHAI_LIBRARY");
    if (value && *value)
        return value;
    return location_data("library.db", path) ? path->bytes : NULL;
}

/* The user's own rules for pages, as text for the workers and made ready for this process. */
struct user_rules {
    struct rule_files files;
    struct rules_file *texts; /* of files */
    struct rules *rules;      /* NULL: none, the built-in ones alone */
};

static void user_rules_load(struct user_rules *user_rules, struct buffer *problems)
{
    struct rule_files *files = &user_rules->files;
    rule_files_load(files, problems);
    user_rules->texts = memory_new((files->count + 1) * sizeof *user_rules->texts);
    for (size_t i = 0; i < files->count; i++)
        user_rules->texts[i] =
            (struct rules_file){files->rows[i].path, buffer_str(&files->rows[i].text)};
    if (files->count)
        user_rules->rules = rules_new(user_rules->texts, files->count, problems);
}

static void user_rules_release(struct user_rules *user_rules)
{
    rules_free(user_rules->rules);
    free(user_rules->texts);
    rule_files_release(&user_rules->files);
}

static void complain_of_rules(const struct cli_context *context, struct str problems)
{
    for (size_t at = 0, end; at < problems.length; at = end + 1) {
        end = str_find(problems, STR("\n"), at);
        CLEANUP_FREE char *line = str_to_c(str_slice(problems, at, end));
        cli_complain(context, line);
    }
}

static struct ui_options ui_options_of(const struct cli_context *context, struct str charset)
{
    return (struct ui_options){
        .config = context->config,
        .rules = context->rules,
        .rules_files = context->rules_files,
        .rules_file_count = context->rules_file_count,
        .library_path = context->library_path,
        .charset = charset,
        .set_wcwidth = wcwidth_set_ambiguous,
        .now = clock_wall_ms,
        .midnight = clock_local_midnight,
    };
}

/* Where no terminal is, a subcommand prints what would be shown. */
static enum exit_code print_instead(const struct cli_context *context, int64_t article)
{
    char name[] = "show", list[] = "list", id[24];
    char *arguments[] = {article ? name : list, id, NULL};
    snprintf(id, sizeof id, "%lld", (long long)article);
    optind = 0;
    return cli_find(arguments[0])->run(context, article ? 2 : 1, arguments);
}

static enum exit_code open_library(const struct cli_context *context, struct library *library,
                                   int64_t article)
{
    struct ui_options options = ui_options_of(context, STR_NONE);
    struct error error;
    if (!isatty(STDOUT_FILENO))
        return print_instead(context, article);
    enum status status = article ? reader_run_article(&options, library, article, &error)
                                 : shelf_run(&options, library, &error);
    if (!status)
        return EXIT_DONE;
    cli_complain(context, error.message);
    return status == STATUS_USAGE ? EXIT_USAGE : EXIT_NO_LIBRARY;
}

/* A shelf to look at makes a library where there is none; one to print does not. */
static enum exit_code open_shelf(const struct cli_context *context)
{
    struct library *library;
    enum exit_code result = access_open(context, isatty(STDOUT_FILENO), &library);
    if (result)
        return result;
    result = open_library(context, library, 0);
    library_close(library);
    return result;
}

static enum exit_code read_or_print(const struct cli_context *context,
                                    const struct request *request, char **paths, size_t path_count)
{
    if (!isatty(STDOUT_FILENO)) {
        complain_of_rules(context, buffer_str(&request->rule_problems));
        return show_files(context, (struct cli_operands){paths, path_count}, request->charset);
    }
    struct ui_options options = ui_options_of(context, request->charset);
    options.rule_problems = buffer_str(&request->rule_problems);
    struct error error;
    enum status status = reader_run(&options, (const char *const *)paths, path_count, &error);
    if (!status)
        return EXIT_DONE;
    cli_complain(context, error.message);
    return status == STATUS_USAGE ? EXIT_USAGE : EXIT_SOME_FAILED;
}

static enum exit_code run(struct cli_context *context, const struct request *request,
                          int argument_count, char **arguments)
{
    if (argument_count == 0)
        return open_shelf(context);
    const struct cli_command *command = cli_find(arguments[0]);
    if (!command)
        return read_or_print(context, request, arguments, (size_t)argument_count);
    complain_of_rules(context, buffer_str(&request->rule_problems));
    optind = 0; /* glibc: start over, for the subcommand's own options */
    return command->run(context, argument_count, arguments);
}

/* A file must not take the number of a standard stream that was closed: text would be written into
 * it. What is put there can be read and not written, so that the closed output is noticed. */
static void hold_standard_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            _exit(EXIT_SOME_FAILED);
}

int main(int argument_count, char **arguments)
{
    hold_standard_streams();
    init_locale();
    init_messages();
    if (argument_count == 2 && strcmp(arguments[1], WORKER_ARGUMENT) == 0)
        worker_run();
    signal(SIGPIPE, SIG_IGN); /* a pager that ends early ends us by a failed write, in order */
    struct cli_context context = {.in = stdin, .out = stdout, .err = stderr, .open = open_library};
    struct request request = {0};
    enum exit_code result = parse_globals(&context, argument_count, arguments, &request);
    if (result || request.is_done)
        return (int)result;
    struct config *config = NULL;
    struct error error;
    enum status status = config_load(request.config_path, &config, &error);
    if (status) {
        cli_complain(&context, error.message);
        return EXIT_USAGE;
    }
    struct user_rules user_rules = {0};
    user_rules_load(&user_rules, &request.rule_problems);
    context.config = config;
    CLEANUP_BUFFER struct buffer library_path = {0};
    context.library_path = find_library(request.library_path, &library_path);
    context.rules = user_rules.rules;
    context.rules_files = user_rules.texts;
    context.rules_file_count = user_rules.files.count;
    result = run(&context, &request, argument_count - optind, arguments + optind);
    buffer_release(&request.rule_problems);
    user_rules_release(&user_rules);
    config_free(config);
    return (int)result;
}
