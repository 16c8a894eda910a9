/* zhai on a pseudo-terminal with a library of a few articles: shared by the tests of the shelf. */
#ifndef TESTS_UI_SHELF_TTY_H
#define TESTS_UI_SHELF_TTY_H

#include "library/library_test.h"
#include "ui/reader_tty.h"

#include "library/library.h"

/* Eight articles in five scripts; the first is the newest on the shelf. */
enum { SHELF_SAMPLES = 8 };
extern const struct sample shelf_samples[SHELF_SAMPLES];

/* A new library, open for the test besides the program, which is another process. */
struct library *shelf_library(void);
/* The same with the samples. */
struct library *shelf_filled_library(void);

/* Starts zhai on that library; language "en" or "zh_CN"; argument may be NULL. */
struct tty *shelf_begin(unsigned rows, unsigned columns, const char *language,
                        const char *const *arguments);
struct tty *shelf_start(void); /* 24 by 80, en, the shelf */
/* Ends zhai by Q, and both the terminal and the library. */
void shelf_finish(struct tty *tty, struct library *library);

/* Asks again until the screen shows the text, for what comes by itself; fails after ten seconds. */
void shelf_await(struct tty *tty, const char *text);
/* Fails unless row holds text, with the screen. */
void assert_row(struct tty *tty, unsigned row, const char *text);
void assert_shows(struct tty *tty, const char *text);
void assert_hides(struct tty *tty, const char *text);

#endif
