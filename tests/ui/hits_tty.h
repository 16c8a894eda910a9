/* Searches in a library on a terminal: shared by the tests of the hits. */
#ifndef TESTS_UI_HITS_TTY_H
#define TESTS_UI_HITS_TTY_H

#include "ui/shelf_tty.h"

/* Eighty characters or so, as a paragraph. */
#define HITS_LINE "车站的钟慢了七分钟，站长每天早上对一次表，对了三十年，没有人再提这件事。\n"
#define HITS_LINES                                                                                 \
    HITS_LINE HITS_LINE HITS_LINE HITS_LINE HITS_LINE HITS_LINE HITS_LINE HITS_LINE HITS_LINE      \
        HITS_LINE

/* Three long articles, titled article 1 to 3; 灯塔 stands in them three times, once and twice. */
struct library *hits_library(void);
/* Types a query and ends it, each time waiting until all of it was asked. */
void hits_search(struct tty *tty, const char *query);

#endif
