/* zhai on a pseudo-terminal, in a folder of its own: shared by the tests of the reader. */
#ifndef TESTS_UI_READER_TTY_H
#define TESTS_UI_READER_TTY_H

#include "harness/tty.h"

#include <stddef.h>

struct start {
    unsigned rows, columns;
    const char *variable; /* of the environment, or NULL */
    const char *files[4];
};

/* What the tests of one program share; mutable, since cmocka hands nothing around. */
extern const char *program; /* zhai; the build passes its path */
extern char state_variable[128], config_variable[128];

/* Takes the program's path, makes the folder; false when that is not possible. */
bool reader_tty_init(int argument_count, char **arguments);
/* Valid for the next three calls. */
const char *case_path(const char *name);
const char *own_path(const char *name);
void write_text(const char *path, const char *text);
struct tty *begin(const struct start *start);
struct tty *begin_file(const char *path);
/* Leaves, and forgets the places of all files. */
void finish(struct tty *tty);
void assert_same(const char *what, const char *expected, const char *got);
void assert_last_row_holds(struct tty *tty, unsigned rows, const char *text);
/* The screen without its last row, where messages come and go; free() it. */
char *text_above(struct tty *tty);
/* Text of rows [from, rows) without blanks, appended to out. */
void append_rows(struct tty *tty, unsigned from, unsigned rows, char *out, size_t *length);
/* The first characters on the screen; free() it. */
char *first_characters(struct tty *tty);

#endif
