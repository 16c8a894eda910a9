/* Reading the emulated screen. */
#include "harness/tty_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

VTermScreenCell tty_cell(struct tty *tty, unsigned row, unsigned column)
{
    VTermScreenCell cell = {0};
    const VTermPos place = {.row = (int)row, .col = (int)column};
    vterm_screen_get_cell(tty->screen, place, &cell);
    return cell;
}

static void put_code_point(FILE *out, uint32_t c)
{
    if (c < 0x80) {
        fputc((int)c, out);
        return;
    }
    const int size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    fputc(lead[size] | (int)(c >> (6 * (size - 1))), out);
    for (int i = size - 2; i >= 0; i--)
        fputc(0x80 | (int)(c >> (6 * i) & 0x3F), out);
}

/* The right half of a wide cell has chars[0] = -1. */
static void put_row(struct tty *tty, unsigned row, FILE *out)
{
    for (unsigned column = 0; column < tty->columns; column++) {
        const VTermScreenCell cell = tty_cell(tty, row, column);
        if (cell.chars[0] == UINT32_MAX)
            continue;
        if (cell.chars[0] == 0)
            fputc(' ', out);
        for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            put_code_point(out, cell.chars[i]);
    }
}

char *tty_row(struct tty *tty, unsigned row)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    put_row(tty, row, out);
    fclose(out);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = '\0';
    return text;
}

char *tty_text(struct tty *tty)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    for (unsigned row = 0; row < tty->rows; row++) {
        char *line = tty_row(tty, row);
        fprintf(out, "%s\n", line);
        free(line);
    }
    fclose(out);
    return text;
}

bool tty_shows(struct tty *tty, const char *text)
{
    char *screen = tty_text(tty);
    const bool is_shown = strstr(screen, text) != NULL;
    free(screen);
    return is_shown;
}

void tty_assert_shows(struct tty *tty, const char *text)
{
    if (tty_shows(tty, text))
        return;
    char *dump = tty_dump(tty, false);
    fputs(dump, stderr); /* cmocka cuts at 1,024 bytes */
    free(dump);
    fail_msg("the screen does not show \"%s\"", text);
}

static void put_color(FILE *out, const char *name, VTermColor color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return;
    if (VTERM_COLOR_IS_INDEXED(&color))
        fprintf(out, " %s=%d", name, color.indexed.idx);
    else
        fprintf(out, " %s=#%02x%02x%02x", name, color.rgb.red, color.rgb.green, color.rgb.blue);
}

/* " bold reverse fg=4", or nothing for a plain cell. */
static void describe_style(const VTermScreenCell *cell, char *text, size_t size)
{
    FILE *out = fmemopen(text, size, "w");
    if (cell->attrs.bold)
        fputs(" bold", out);
    if (cell->attrs.italic)
        fputs(" italic", out);
    if (cell->attrs.underline)
        fputs(" underline", out);
    if (cell->attrs.reverse)
        fputs(" reverse", out);
    put_color(out, "fg", cell->fg);
    put_color(out, "bg", cell->bg);
    fputc('\0', out);
    fclose(out);
}

static void put_styles(struct tty *tty, unsigned row, FILE *out)
{
    char style[128] = "", next[128];
    unsigned start = 0;
    for (unsigned column = 0; column <= tty->columns; column++) {
        next[0] = '\0';
        if (column < tty->columns) {
            const VTermScreenCell cell = tty_cell(tty, row, column);
            describe_style(&cell, next, sizeof next);
            if (cell.chars[0] == UINT32_MAX)
                continue; /* the left half speaks for it */
        }
        if (strcmp(style, next) == 0)
            continue;
        if (*style)
            fprintf(out, "%u:%u-%u%s\n", row + 1, start + 1, column, style);
        memcpy(style, next, sizeof style);
        start = column;
    }
}

static void put_border(struct tty *tty, FILE *out)
{
    fputc('+', out);
    for (unsigned column = 0; column < tty->columns; column++)
        fputc('-', out);
    fputs("+\n", out);
}

char *tty_dump(struct tty *tty, bool with_styles)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    put_border(tty, out);
    for (unsigned row = 0; row < tty->rows; row++) {
        fputc('|', out);
        put_row(tty, row, out);
        fputs("|\n", out);
    }
    put_border(tty, out);
    for (unsigned row = 0; with_styles && row < tty->rows; row++)
        put_styles(tty, row, out);
    fclose(out);
    return text;
}

void tty_cursor(struct tty *tty, unsigned *ret_row, unsigned *ret_column, bool *ret_is_visible)
{
    VTermPos place;
    vterm_state_get_cursorpos(vterm_obtain_state(tty->vterm), &place);
    *ret_row = (unsigned)place.row;
    *ret_column = (unsigned)place.col;
    *ret_is_visible = tty->is_cursor_visible;
}
