/* A grid of cells to draw on. Untrusted text comes in only through canvas_text and display pieces,
 * both filtered (hostile-inputs R1). Whatever lies outside the grid is cut, a wide piece at the
 * edge is blanked. */
#ifndef SCREEN_CANVAS_H
#define SCREEN_CANVAS_H

#include "screen/style.h"
#include "text/filter.h"
#include "text/width.h"

#include <stdbool.h>

struct canvas_cell {
    struct display_piece piece; /* length 0: the right half of the wide piece before it */
    struct style style;
};

struct canvas;

struct canvas *canvas_new(unsigned rows, unsigned columns, enum ambiguous_width ambiguous);
void canvas_free(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, unsigned rows, unsigned columns);
unsigned canvas_rows(const struct canvas *canvas);
unsigned canvas_columns(const struct canvas *canvas);
enum ambiguous_width canvas_ambiguous(const struct canvas *canvas);
/* For EVENT_RESIZE after a late answer of the terminal; what is drawn already stays. */
void canvas_set_ambiguous(struct canvas *canvas, enum ambiguous_width ambiguous);
/* Blanks in ROLE_TEXT everywhere, cursor hidden. */
void canvas_clear(struct canvas *canvas);
void canvas_fill(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                 struct style style);
void canvas_piece(struct canvas *canvas, unsigned row, unsigned column,
                  const struct display_piece *piece, struct style style);
/* Draws text cut to max_columns by whole clusters, with "…" when it had to be cut; returns the
 * columns taken. */
unsigned canvas_text(struct canvas *canvas, unsigned row, unsigned column, unsigned max_columns,
                     struct str text, struct style style);
/* A horizontal rule over count columns, drawn with U+2500 when it is one column wide, else '-'. */
void canvas_rule(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                 struct style style);
/* Changes the style of cells that are drawn already. */
void canvas_restyle(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                    struct style style);
/* Where the hardware cursor stands (an IME's window follows it); column == columns hides it. */
void canvas_set_cursor(struct canvas *canvas, unsigned row, unsigned column);
bool canvas_cursor(const struct canvas *canvas, unsigned *ret_row, unsigned *ret_column);
const struct canvas_cell *canvas_cell(const struct canvas *canvas, unsigned row, unsigned column);

#endif
