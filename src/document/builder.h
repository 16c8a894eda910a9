/* Makes a document, block by block. Controls become visible pictures, text becomes NFC, spans are
 * sorted and cut to their blocks here, so that no format has to. */
#ifndef DOCUMENT_BUILDER_H
#define DOCUMENT_BUILDER_H

#include "document/document.h"

struct builder;

struct builder *builder_new(void);
void builder_free(struct builder *builder); /* only when builder_finish was not called */

/* Blocks do not nest. The block given says kind, level, flags, aside, quote_depth and value; its
 * range is ignored. Text goes to the open block; without one it is a programmer error. */
void builder_begin_block(struct builder *builder, struct block block);
/* Well-formed UTF-8; blanks are kept as they are (HTML collapses its own). C0 and DEL but \n and,
 * in code, \t become control pictures, C1 U+FFFD; \r\n and \r become \n; a \t outside code becomes
 * a space. */
void builder_text(struct builder *builder, struct str text);
/* The open block, to correct what became known later (level, flags, value). */
struct block *builder_open_block(struct builder *builder);
/* Drops trailing blanks and \n. A block without text is forgotten unless it is a rule or table
 * cell. Returns its index, or SIZE_MAX. */
size_t builder_end_block(struct builder *builder);
/* Bytes in the open block so far. */
size_t builder_block_length(const struct builder *builder);

/* Spans of the open block nest; end closes the newest. target is copied. Those still open at the
 * block's end are closed there, and an empty one is dropped unless it is an anchor. */
void builder_begin_span(struct builder *builder, enum span_kind kind, struct str target);
void builder_end_span(struct builder *builder);

/* Returns the index for a table cell's block.value. */
uint32_t builder_add_cell(struct builder *builder, struct cell cell);
/* To be filled at any time before finish; strings must live in the arena (builder_copy). Title,
 * subtitle, byline and site are cleaned on finish: one line, NFC, blanks collapsed. */
struct metadata *builder_metadata(struct builder *builder);
struct str builder_copy(struct builder *builder, struct str s);
/* Already ended blocks, to mark some as asides once the whole is seen. */
struct block *builder_blocks(struct builder *builder, size_t *ret_count);
struct str builder_block_text(const struct builder *builder, size_t block);

/* For large plain text: takes text that is ready (NFC, no controls; each block of blocks a range,
 * with nothing but \n between) without copying it. Only on an empty builder. Both arrays are taken
 * over. */
void builder_adopt(struct builder *builder, struct buffer *text, struct block *blocks,
                   size_t count);

/* Ends the open block, guesses the language if none is set, and hands the document over
 * (document_free). The builder is gone. */
struct document *builder_finish(struct builder *builder);

#endif
