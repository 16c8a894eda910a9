/* What comes from the terminal. */
#ifndef SCREEN_EVENT_H
#define SCREEN_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/* Keys that are no code point, above Unicode. Ctrl-A is code point 1; Alt sets has_alt. */
enum key {
    KEY_CODE_FIRST = 0x110000,
    KEY_CODE_UP,
    KEY_CODE_DOWN,
    KEY_CODE_LEFT,
    KEY_CODE_RIGHT,
    KEY_CODE_HOME,
    KEY_CODE_END,
    KEY_CODE_PAGE_UP,
    KEY_CODE_PAGE_DOWN,
    KEY_CODE_INSERT,
    KEY_CODE_DELETE,
    KEY_CODE_BACK_TAB,
    KEY_CODE_F1, /* .. KEY_CODE_F1 + 11 */
    KEY_CODE_F12 = KEY_CODE_F1 + 11,
    KEY_CODE_LAST,
};

enum event_kind {
    EVENT_KEY, /* key: a code point (ENTER is 13, ESC 27, BACKSPACE 127, TAB 9) or enum key */
    EVENT_WHEEL_UP,
    EVENT_WHEEL_DOWN,
    EVENT_CLICK,  /* row, column of button 1 */
    EVENT_RESIZE, /* also when the ambiguous width became known late: lay out again */
    EVENT_TIMEOUT,
    EVENT_END, /* SIGHUP, SIGTERM, or the terminal is gone: save and leave */
};

struct event {
    enum event_kind kind;
    uint32_t key;
    bool has_alt;
    unsigned row, column;
};

#endif
