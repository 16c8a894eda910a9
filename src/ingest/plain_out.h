/* The document's text, written over the clean text it is made from.
 *
 *   blocks written, \n between │ free │ source not yet taken
 *                            write
 *
 * Between two pieces of source there was always a blank or a line end, so one separator fits. */
#ifndef INGEST_PLAIN_OUT_H
#define INGEST_PLAIN_OUT_H

#include "document/document.h"

struct plain_out {
    char *bytes;
    size_t write;
    struct block *blocks;
    size_t count, capacity;
};

/* Opens a block at the write position; its range is filled in. */
void out_begin(struct plain_out *out, struct block block);
/* Moves source bytes to the open block; a \t becomes a space except in code. */
void out_piece(struct plain_out *out, size_t start, size_t end);
/* A space, or a line end, instead of the source's separator. */
void out_separator(struct plain_out *out, char separator);
void out_end(struct plain_out *out);
/* One whole block from one source range. */
void out_block(struct plain_out *out, struct block block, size_t start, size_t end);
/* Opens the last block again. */
void out_reopen(struct plain_out *out);

#endif
