/* A program on the terminal for test_terminal.c: shows what it got, and does what keys tell it.
 * usage: screen_app [mouse] [narrow|wide] [16|256|true|none] */
#include "screen/terminal.h"

#include "base/memory.h"
#include "wcwidth.h"

#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct app {
    struct terminal *terminal;
    struct canvas *canvas;
    unsigned key_count, wheel, resize_count;
    uint32_t hash;
    char last[1040];
    bool shows_pattern;
};

#define PLAIN                                                                                      \
    {                                                                                              \
        COLOR_DEFAULT, COLOR_DEFAULT, 0                                                            \
    }

static const struct theme theme = {
    .name = "test",
    .entries =
        {
            [ROLE_TEXT] = PLAIN,
            [ROLE_DIM] = {COLOR_DEFAULT, COLOR_DEFAULT, ATTRIBUTE_DIM},
            [ROLE_HEADING] = PLAIN,
            [ROLE_CODE] = PLAIN,
            [ROLE_QUOTE] = PLAIN,
            [ROLE_HIT_CURRENT] = {COLOR_DEFAULT, COLOR_DEFAULT, ATTRIBUTE_REVERSE},
            [ROLE_MARK] = PLAIN,
            [ROLE_STATUS] = PLAIN,
            [ROLE_RULE] = {0x00CD00, COLOR_DEFAULT, 0},
            [ROLE_PROMPT] = PLAIN,
            [ROLE_HINT] = PLAIN,
            [ROLE_SELECTED] = PLAIN,
            [ROLE_TITLE] = {0xFF8800, COLOR_DEFAULT, ATTRIBUTE_BOLD},
            [ROLE_HIT] = {0x102030, 0xF0E060, 0},
            [ROLE_LINK] = {0x3366CC, COLOR_DEFAULT, ATTRIBUTE_UNDERLINE},
            [ROLE_ERROR] = {0xCC0000, COLOR_DEFAULT, ATTRIBUTE_BOLD | ATTRIBUTE_ITALIC},
        },
};

static const struct theme other_theme = {
    .name = "other", .entries = {[ROLE_TITLE] = {0x00FF00, 0x0000FF, ATTRIBUTE_UNDERLINE}}};

/* Every kind of text that has a rule of its own. */
static const char *const samples[] = {
    "Latin ÄÖÜ ß 汉字 かな カナ 한글 end",
    "e\xCC\x81 a\xCC\x8A が(か\xE3\x82\x99) 각 end",
    "👍 👍🏽 👨\xE2\x80\x8D👩\xE2\x80\x8D👧 🇨🇳 ❤️ end",
    "“quotes” — … · → × ①※ end",
    "a\x1B[31mRED\x1B[0m\x07\x9B\xC2\x9B"
    "31m\xE2\x80\xAE"
    "abc\xF3\xA0\x80\xA1 end",
    "\xF0\xB1\x8D\x90 \xF0\x9F\xAB\xA8 \xFF\xFE invalid end",
};

static void put(struct app *app, unsigned row, const char *text, struct style style)
{
    canvas_text(app->canvas, row, 0, canvas_columns(app->canvas), str_from(text), style);
}

static void draw(struct app *app)
{
    char line[1100];
    unsigned rows, columns;
    terminal_size(app->terminal, &rows, &columns);
    canvas_set_ambiguous(app->canvas, terminal_ambiguous(app->terminal));
    canvas_resize(app->canvas, rows, columns);
    snprintf(line, sizeof line, "size %ux%u ambiguous %d resizes %u", rows, columns,
             (int)terminal_ambiguous(app->terminal), app->resize_count > 0);
    put(app, 0, line, (struct style){ROLE_TITLE, 0});
    snprintf(line, sizeof line, "keys %u hash %08" PRIx32 " wheel %d", app->key_count, app->hash,
             (int)app->wheel);
    put(app, 1, line, (struct style){ROLE_TEXT, 0});
    snprintf(line, sizeof line, "last %s", app->last);
    put(app, 2, line, (struct style){ROLE_TEXT, ATTRIBUTE_REVERSE});
    canvas_rule(app->canvas, 3, 0, columns, (struct style){ROLE_RULE, 0});
    for (unsigned i = 0; i < ARRAY_LENGTH(samples); i++)
        put(app, 4 + i, samples[i], (struct style){i % 2 ? ROLE_LINK : ROLE_TEXT, 0});
    canvas_restyle(app->canvas, 4, 3, 5, (struct style){ROLE_HIT, 0});
    if (app->shows_pattern)
        for (unsigned row = 0; row < rows; row++)
            for (unsigned column = row % 2; column < columns; column += 2)
                canvas_text(app->canvas, row, column, 2, STR("读"),
                            (struct style){(uint8_t)(column / 2 % ROLE_COUNT), 0});
    canvas_set_cursor(app->canvas, 2, 5);
    terminal_present(app->terminal, app->canvas);
}

static int overflow_stack(volatile const char *above, int depth)
{
    volatile char here[4096];
    here[0] = *above;
    if (depth < 1 << 28)
        depth = overflow_stack(here, depth + 1);
    return depth + here[0];
}

static void spin(int milliseconds)
{
    const clock_t end = clock() + (clock_t)milliseconds * CLOCKS_PER_SEC / 1000;
    while (clock() < end)
        continue;
}

static void say(struct app *app, enum status status, const struct error *error)
{
    snprintf(app->last, sizeof app->last, "%s", status ? error->message : "done");
}

static void leave(struct app *app)
{
    terminal_close(app->terminal);
    canvas_free(app->canvas);
    puts("left");
    exit(0);
}

static void act(struct app *app, uint32_t key)
{
    struct error error;
    char *const present[] = {"sh", "-c", "echo ran; exit 3", NULL};
    char *const spawned[] = {"sh", "-c", "test -t 0 || test -t 1 || echo ok >spawned", NULL};
    char *const missing[] = {"no-such-program-zhai", NULL};
    volatile size_t huge = SIZE_MAX / 2;
    switch (key) {
    case 'q':
        leave(app);
        break;
    case 26:
        terminal_suspend(app->terminal);
        break;
    case 12:
        terminal_redraw(app->terminal);
        break;
    case 'A':
        abort();
    case 'S':
        raise(SIGSEGV);
        break;
    case 'O':
        app->key_count += (unsigned)overflow_stack("", 0);
        break;
    case 'M':
        free(memory_new(huge));
        break;
    case 'X':
        exit(7);
    case 'B':
        spin(3);
        break;
    case 'P':
        app->shows_pattern = !app->shows_pattern;
        break;
    case 'C':
        terminal_set_theme(app->terminal, &other_theme);
        break;
    case 'Y':
        say(app, terminal_copy(app->terminal, STR("复制\x1B]52;c;x\x07!"), &error), &error);
        break;
    case 'R':
        say(app, terminal_run(app->terminal, present, &error), &error);
        break;
    case 'T':
        say(app, terminal_spawn(app->terminal, spawned, &error), &error);
        break;
    case 'N':
        say(app, terminal_spawn(app->terminal, missing, &error), &error);
        break;
    default:
        break;
    }
}

static void on_key(struct app *app, const struct event *event)
{
    app->key_count++;
    app->hash = (app->hash ^ event->key ^ (event->has_alt ? 0x80000000u : 0)) * 16777619u;
    if (event->key > KEY_CODE_FIRST)
        snprintf(app->last, sizeof app->last, "%sspecial %u", event->has_alt ? "alt " : "",
                 event->key - KEY_CODE_FIRST);
    else
        snprintf(app->last, sizeof app->last, "%sU+%04X", event->has_alt ? "alt " : "", event->key);
    if (!event->has_alt)
        act(app, event->key);
}

static void on_event(struct app *app, const struct event *event)
{
    switch (event->kind) {
    case EVENT_KEY:
        on_key(app, event);
        break;
    case EVENT_WHEEL_UP:
        app->wheel--;
        break;
    case EVENT_WHEEL_DOWN:
        app->wheel++;
        break;
    case EVENT_CLICK:
        snprintf(app->last, sizeof app->last, "click %u,%u", event->row, event->column);
        break;
    case EVENT_RESIZE:
        app->resize_count++;
        break;
    case EVENT_END:
        leave(app);
        break;
    default:
        break;
    }
}

static void read_arguments(int count, char **arguments, struct terminal_options *options)
{
    static const struct {
        const char *name;
        enum color_mode mode;
    } modes[] = {{"16", COLOR_MODE_16},
                 {"256", COLOR_MODE_256},
                 {"true", COLOR_MODE_TRUE},
                 {"none", COLOR_MODE_NONE}};
    for (int i = 1; i < count; i++) {
        options->uses_mouse |= strcmp(arguments[i], "mouse") == 0;
        if (strcmp(arguments[i], "narrow") == 0)
            options->ambiguous = 1;
        if (strcmp(arguments[i], "wide") == 0)
            options->ambiguous = 2;
        for (size_t k = 0; k < ARRAY_LENGTH(modes); k++)
            if (strcmp(arguments[i], modes[k].name) == 0)
                options->color_mode = modes[k].mode;
    }
}

int main(int count, char **arguments)
{
    struct app app = {.hash = 2166136261u};
    struct terminal_options options = {.theme = &theme, .set_wcwidth = wcwidth_set_ambiguous};
    struct error error;
    setlocale(LC_ALL, "");
    read_arguments(count, arguments, &options);
    if (terminal_open(&options, &app.terminal, &error)) {
        fprintf(stderr, "screen_app: %s\n", error.message);
        return 1;
    }
    app.canvas = canvas_new(1, 1, terminal_ambiguous(app.terminal));
    for (;;) {
        struct event event;
        if (!terminal_has_pending(app.terminal))
            draw(&app);
        terminal_wait(app.terminal, -1, &event);
        on_event(&app, &event);
    }
}
