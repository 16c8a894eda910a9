/* usage: places ZHAI
 * How far the text on top of the screen moves when the window changes 80→60→100→60→100→80 columns,
 * and whether a phrase is found whatever row end cuts it. Both must be 0 misses; there is no peer,
 * since the other pagers reflow from the row and not from the place. */
#include "harness/tty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_BYTES = 240000, PIECE_BYTES = 30, FIRST_PAD = 28, LAST_PAD = 41 };

static const char *zhai; /* mutable, since cmocka hands nothing around */

struct text {
    const char *name;
    const char *before, *between, *after; /* around paragraphs */
    unsigned clauses;                     /* of a paragraph; 0: there is only one */
    bool is_english;
};

static const struct text texts[] = {
    {"paragraphs", "", "\n\n", "\n", 30, false},
    {"one paragraph", "", "", "\n", 0, false},
    {"English", "", "\n\n", "\n", 30, true},
    {"HTML",
     "<!DOCTYPE html><html lang=\"zh\"><meta charset=\"utf-8\"><title>page</title><article><p>",
     "</p>\n<p>", "</p></article></html>\n", 30, false},
};

static const char *const ways[] = {"jj", "   jjj", "   d", "50%j", "Gkkkk", "30%k"};

static const char *pick(uint32_t *state, bool is_english, size_t *ret_length)
{
    static const char han[] = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生"
                              "能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如";
    static const char *const words[] = {"old",  "river", "morning", "the",   "harvest", "of",
                                        "walk", "stone", "wind",    "and",   "letter",  "to",
                                        "lamp", "quiet", "garden",  "never", "through", "field"};
    *state = *state * 1664525u + 1013904223u;
    uint32_t value = *state >> 16;
    if (is_english) {
        const char *word = words[value % (sizeof words / sizeof *words)];
        *ret_length = strlen(word);
        return word;
    }
    *ret_length = 3;
    return han + value % ((sizeof han - 1) / 3) * 3;
}

static void write_words(FILE *file, uint32_t *state, const struct text *text, unsigned clause)
{
    for (unsigned i = 6 + clause % 9; i > 0; i--) {
        size_t length;
        const char *word = pick(state, text->is_english, &length);
        fwrite(word, 1, length, file);
        if (text->is_english)
            fputc(' ', file);
    }
    if (!text->is_english)
        fputs(clause % 3 == 0 ? "。" : "，", file);
}

static void make_text(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    uint32_t state = 7;
    fputs(text->before, file);
    for (unsigned clause = 1; ftell(file) < TEXT_BYTES; clause++) {
        write_words(file, &state, text, clause);
        if (text->clauses && clause % text->clauses == 0)
            fputs(text->between, file);
    }
    fputs(text->after, file);
    assert_int_equal(fclose(file), 0);
}

/* Without blanks, so that rows and gaps are no difference; free() it. */
static char *squeeze(const char *text)
{
    char *out = malloc(strlen(text) + 1), *to = out;
    assert_non_null(out);
    while (*text) {
        if (strncmp(text, "\xE3\x80\x80", 3) == 0)
            text += 3;
        else if (*text == ' ' || *text == '\n')
            text++;
        else
            *to++ = *text++;
    }
    *to = '\0';
    return out;
}

static char *read_squeezed(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, TEXT_BYTES * 2);
    assert_non_null(bytes);
    assert_true(fread(bytes, 1, TEXT_BYTES * 2 - 1, file) > 0);
    fclose(file);
    char *squeezed = squeeze(bytes);
    free(bytes);
    return squeezed;
}

/* Where in the source the first row is that stands there once; -1 without one. */
static long top_place(struct tty *tty, const char *source)
{
    long place = -1;
    for (unsigned i = 0; place < 0 && i < 20; i++) {
        char *row = tty_row(tty, i);
        char *piece = squeeze(row);
        free(row);
        if (strlen(piece) >= PIECE_BYTES) {
            piece[PIECE_BYTES] = '\0';
            const char *found = strstr(source, piece);
            if (found && !strstr(found + 1, piece))
                place = found - source;
        }
        free(piece);
    }
    return place;
}

static struct tty *begin(const char *path)
{
    const struct tty_options options = {.rows = 24, .columns = 80};
    struct tty *tty = tty_start(&options, (const char *const[]){zhai, path, NULL});
    assert_true(tty_sync(tty));
    return tty;
}

/* Returns the steps at which the place moved. */
static unsigned resize_through(const char *path, const struct text *text, const char *way)
{
    static const unsigned widths[] = {60, 100, 60, 100, 80};
    char *source = read_squeezed(path);
    struct tty *tty = begin(path);
    tty_press(tty, way);
    const long start = top_place(tty, source);
    unsigned moved = start < 0;
    print_message("%-14s %-7s at %6ld:", text->name, way, start);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        tty_resize(tty, 24, widths[i]);
        assert_true(tty_sync(tty));
        const long place = top_place(tty, source);
        moved += place != start;
        print_message(" %u%+ld", widths[i], place - start);
    }
    print_message("\n");
    tty_free(tty);
    free(source);
    return moved;
}

static void a_resize_keeps_the_place(void **state)
{
    (void)state;
    /* The six X are what mkdtemp or mkstemp replaces. */
    char path[] = "/tmp/zhai-places-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    unsigned moved = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        make_text(path, &texts[i]);
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
            moved += resize_through(path, &texts[i], ways[way]);
    }
    unlink(path);
    print_message("steps at which the place moved: %u, bound 0\n", moved);
    assert_int_equal(moved, 0);
}

static void make_straddle(const char *path, const char *needle, unsigned pad)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < 200; i++)
        fprintf(file, "这是第%d段，用来把屏幕填满的文字。\n\n", i);
    for (unsigned i = 0; i < pad; i++)
        fputs("一", file);
    fprintf(file, "。%s在行末断开", needle);
    for (int i = 0; i < 60; i++)
        fputs("二", file);
    for (int i = 0; i < 200; i++)
        fprintf(file, "\n\n后面的第%d段文字。", i);
    assert_int_equal(fclose(file), 0);
}

static void a_phrase_is_found_across_a_row_end(void **state)
{
    (void)state;
    static const char needle[] = "锦瑟无端五十弦";
    /* The six X are what mkdtemp or mkstemp replaces. */
    char path[] = "/tmp/zhai-straddle-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    unsigned missed = 0, cut = 0;
    for (unsigned pad = FIRST_PAD; pad < LAST_PAD; pad++) {
        make_straddle(path, needle, pad);
        struct tty *tty = begin(path);
        char keys[64];
        snprintf(keys, sizeof keys, "/%s\r", needle);
        tty_press(tty, keys);
        char *screen = tty_text(tty), *last = strrchr(screen, '\n');
        if (last && last > screen)
            *last = '\0';
        if ((last = strrchr(screen, '\n'))) /* the status line, which may name the phrase */
            *last = '\0';
        char *squeezed = squeeze(screen);
        missed += strstr(squeezed, needle) == NULL;
        cut += strstr(screen, needle) == NULL;
        free(squeezed);
        free(screen);
        tty_free(tty);
    }
    unlink(path);
    print_message("phrase not found in %u of %u wraps, %u of them cut by a row end, bound 0\n",
                  missed, LAST_PAD - FIRST_PAD, cut);
    assert_true(cut > 0);
    assert_int_equal(missed, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resize_keeps_the_place),
        cmocka_unit_test(a_phrase_is_found_across_a_row_end),
    };
    if (argc != 2)
        return 2;
    zhai = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
