/* Options and operands of a command, in any order; what is wrong is said. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "cli/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { OPTION_LIMIT = OPTION_OWN };

static const struct cli_option options[] = {
    {"limit", "N", NULL, "at most N", OPTION_LIMIT},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int count, char **arguments)
{
    (void)context;
    (void)count;
    (void)arguments;
    return EXIT_DONE;
}

static struct cli_command command_with(bool has_dashed_operands)
{
    return (struct cli_command){.name = "try",
                                .operands = "WORD…",
                                .summary = "try it",
                                .example = "zhai try",
                                .options = options,
                                .option_count = ARRAY_LENGTH(options),
                                .has_dashed_operands = has_dashed_operands,
                                .run = run};
}

/* What was taken, as words. */
static enum status take(void *taken, int letter, const char *value, struct error *error)
{
    long number;
    if (letter != OPTION_LIMIT) {
        buffer_append_c(taken, "json ");
        return STATUS_OK;
    }
    enum status status = cli_parse_number("limit", value, 0, 100, &number, error);
    if (!status)
        buffer_append_format(taken, "limit=%ld ", number);
    return status;
}

static const struct {
    bool has_dashed_operands;
    const char *arguments; /* a blank between them */
    const char *expected;  /* options, a bar, operands; or what ended it */
} cases[] = {
    {false, "", "|"},
    {false, "a b", "| a b"},
    {false, "a --json b", "json | a b"},
    {false, "--limit 5 a", "limit=5 | a"},
    {false, "a --limit=7", "limit=7 | a"},
    {false, "-- --json a", "| --json a"},
    {false, "- a", "| - a"},
    {false, "-x", "exit 2"},
    {false, "--nothing", "exit 2"},
    {false, "--limit", "exit 2"},
    {false, "--limit x", "exit 2"},
    {false, "--limit 101", "exit 2"},
    {false, "-h", "exit 0"},
    {false, "a --help", "exit 0"},
    {true, "a -b +c", "| a -b +c"},
    {true, "-b --json -c d", "json | -b -c d"},
    {true, "-tag:历史 --limit 5 - x", "limit=5 | -tag:历史 - x"},
    {true, "--limit -5", "exit 2"},
    {true, "-a -- --json -b", "| -a --json -b"},
    {true, "-h", "exit 0"},
    {true, "-h -x", "| -h -x"},
    {true, "-a --nothing", "exit 2"},
    {true, "--help -a", "exit 0"},
};

static void parse(size_t index, struct buffer *got)
{
    char words[256], *arguments[16] = {"try"};
    int count = 1;
    snprintf(words, sizeof words, "%s", cases[index].arguments);
    for (char *rest = words, *word; (word = strsep(&rest, " "));)
        if (*word)
            arguments[count++] = word;
    FILE *silence = fopen("/dev/null", "w");
    struct cli_context context = {.out = silence, .err = silence};
    struct cli_command command = command_with(cases[index].has_dashed_operands);
    struct cli_operands operands;
    enum exit_code result = EXIT_DONE;
    optind = 0;
    if (cli_parse(&context, &command, count, arguments, take, got, &operands, &result)) {
        buffer_append_byte(got, '|');
        for (size_t i = 0; i < operands.count; i++)
            buffer_append_format(got, " %s", operands.words[i]);
    } else {
        got->length = 0;
        buffer_append_format(got, "exit %d", (int)result);
    }
    fclose(silence);
}

static void options_and_operands(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        parse(i, &got);
        if (strcmp(got.bytes, cases[i].expected) != 0)
            fail_msg("try %s: expected “%s”, got “%s”", cases[i].arguments, cases[i].expected,
                     got.bytes);
    }
}

static void every_command_explains_itself(void **state)
{
    size_t count;
    const struct cli_command *const *commands = cli_commands(&count);
    (void)state;
    assert_true(count > 5);
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer help = {0};
        cli_write_command_help(commands[i], &help);
        if (!strstr(help.bytes, commands[i]->summary) && !strstr(help.bytes, "usage: zhai"))
            fail_msg("%s: the help has no summary", commands[i]->name);
        if (!strstr(help.bytes, commands[i]->example) ||
            strncmp(commands[i]->example, "zhai ", 5) != 0)
            fail_msg("%s: the help has no example", commands[i]->name);
        for (char *line = help.bytes, *end; (end = strchr(line, '\n')); line = end + 1) {
            if (end > line && end[-1] == ' ')
                fail_msg("%s: a line of help ends in a blank: “%.*s”", commands[i]->name,
                         (int)(end - line), line);
            if (end - line > 160)
                fail_msg("%s: a line of help is too long: %.*s", commands[i]->name,
                         (int)(end - line), line);
        }
        assert_ptr_equal(cli_find(commands[i]->name), commands[i]);
    }
    assert_null(cli_find("nothing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands),
        cmocka_unit_test(every_command_explains_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
