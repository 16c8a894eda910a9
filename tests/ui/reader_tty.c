#include "ui/reader_tty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/zhai-reader-XXXXXX";
const char *program;
char state_variable[128], config_variable[128];

const char *case_path(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/cases/reader/%s", getenv("TEST_DATA"), name);
    return path;
}

const char *own_path(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

void write_text(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

struct tty *begin(const struct start *start)
{
    const char *environment[] = {state_variable, config_variable,
                                 start->variable ? start->variable : "ZHAI_UNUSED=1", NULL};
    struct tty_options options = {
        .rows = start->rows, .columns = start->columns, .environment = environment};
    const char *argv[6] = {program};
    for (int i = 0; i < 4; i++)
        argv[i + 1] = start->files[i];
    struct tty *tty = tty_start(&options, argv);
    if (!tty_sync(tty))
        fail_msg("the reader ended at once");
    return tty;
}

struct tty *begin_file(const char *path)
{
    return begin(&(struct start){.files = {path}});
}

/* Leaves, and forgets the places of all files. */
void finish(struct tty *tty)
{
    tty_send(tty, "Q", 1);
    int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(tty_is_cooked(tty));
    assert_false(tty_is_alternate(tty));
    tty_free(tty);
    unlink(own_path("state/zhai/places"));
}

void assert_same(const char *what, const char *expected, const char *got)
{
    if (strcmp(expected, got) != 0)
        fail_msg("%s\nexpected:\n%s\ngot:\n%s", what, expected, got);
}

void assert_last_row_holds(struct tty *tty, unsigned rows, const char *text)
{
    char *row = tty_row(tty, rows - 1);
    if (!strstr(row, text))
        fail_msg("the last row\nexpected to hold: %s\ngot: %s", text, row);
    free(row);
}

/* The screen without its last row, where messages come and go. */
char *text_above(struct tty *tty)
{
    char *text = tty_text(tty);
    char *end = text + strlen(text);
    if (end > text)
        end[-1] = '\0';
    char *last = strrchr(text, '\n');
    if (last)
        last[1] = '\0';
    return text;
}

static void append_squeezed(char *out, size_t *length, const char *text)
{
    for (; *text; text++)
        if (*text != ' ' && *text != '\n')
            out[(*length)++] = *text;
    out[*length] = '\0';
}

/* Text of the rows of the page from row on. */
void append_rows(struct tty *tty, unsigned from, unsigned rows, char *out, size_t *length)
{
    for (unsigned row = from; row < rows; row++) {
        char *text = tty_row(tty, row);
        append_squeezed(out, length, text);
        free(text);
    }
}

char *first_characters(struct tty *tty)
{
    char *squeezed = malloc(65536);
    size_t length = 0;
    append_rows(tty, 0, 22, squeezed, &length);
    squeezed[length < 45 ? length : 45] = '\0';
    return squeezed;
}

bool reader_tty_init(int argument_count, char **arguments)
{
    if (argument_count < 2 || !mkdtemp(folder))
        return false;
    program = arguments[1];
    snprintf(state_variable, sizeof state_variable, "XDG_STATE_HOME=%s/state", folder);
    snprintf(config_variable, sizeof config_variable, "XDG_CONFIG_HOME=%s/config", folder);
    return mkdir(own_path("config"), 0700) == 0 && mkdir(own_path("config/zhai"), 0700) == 0;
}
