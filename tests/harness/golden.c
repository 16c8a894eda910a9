#include "harness/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static FILE *open_golden(const char *name, const char *mode)
{
    char path[4096];
    const char *folder = getenv("TEST_DATA");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : ".", name);
    FILE *file = fopen(path, mode);
    if (!file)
        fail_msg("%s cannot be opened (ZHAI_GOLDEN=write makes it)", path);
    return file;
}

static char *read_golden(const char *name)
{
    FILE *file = open_golden(name, "r");
    size_t length = 0, capacity = 1 << 16;
    char *text = malloc(capacity);
    for (size_t count = 1; count > 0; length += count) {
        if (length + 1 >= capacity)
            text = realloc(text, capacity *= 2);
        count = fread(text + length, 1, capacity - length - 1, file);
    }
    text[length] = '\0';
    fclose(file);
    return text;
}

static void report(const char *name, const char *expected, const char *got)
{
    size_t line = 1;
    while (*expected && *got) {
        const size_t expected_length = strcspn(expected, "\n");
        const size_t got_length = strcspn(got, "\n");
        if (expected_length != got_length || memcmp(expected, got, got_length) != 0)
            break;
        expected += expected_length + (expected[expected_length] == '\n');
        got += got_length + (got[got_length] == '\n');
        line++;
    }
    fail_msg("%s, line %zu\n  expected: %.*s\n       got: %.*s", name, line,
             (int)strcspn(expected, "\n"), expected, (int)strcspn(got, "\n"), got);
}

void golden_assert(const char *name, const char *text)
{
    const char *wish = getenv("ZHAI_GOLDEN");
    if (wish && strcmp(wish, "write") == 0) {
        FILE *file = open_golden(name, "w");
        fputs(text, file);
        fclose(file);
        return;
    }
    char *expected = read_golden(name);
    if (strcmp(expected, text) != 0) {
        fputs(text, stderr);
        report(name, expected, text);
    }
    free(expected);
}

void golden_assert_screen(const char *name, struct tty *tty)
{
    char *screen = tty_dump(tty, true);
    golden_assert(name, screen);
    free(screen);
}
