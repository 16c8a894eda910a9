#include "ui/hits_tty.h"

struct library *hits_library(void)
{
    static const char *const texts[] = {
        HITS_LINES "第一次说到灯塔的地方。\n" HITS_LINES HITS_LINES
                   "第二次说到灯塔的地方。\n" HITS_LINES HITS_LINES
                   "第三次说到灯塔的地方。\n" HITS_LINES,
        HITS_LINES HITS_LINES "只有一次，在中间，远远地看见灯塔。\n" HITS_LINES HITS_LINES,
        HITS_LINES "海边的灯塔在雾里。\n" HITS_LINES HITS_LINES HITS_LINES
                   "灯塔的灯灭了。\n" HITS_LINES,
    };
    struct library *library = shelf_library();
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        char title[32], url[64];
        snprintf(title, sizeof title, "article %zu", i + 1);
        snprintf(url, sizeof url, "https://light.example/%zu", i + 1);
        add_sample(library, &(struct sample){.title = title, .url = url, .text = texts[i]});
    }
    return library;
}

void hits_search(struct tty *tty, const char *query)
{
    tty_press(tty, "s");
    tty_press(tty, query);
    shelf_await(tty, " ms");
    tty_press(tty, "\r");
    shelf_await(tty, " ms");
}
