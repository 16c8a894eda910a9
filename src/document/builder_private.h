/* The builder's inside, shared by its three files.
 *
 *   text  … │ open.start ……… last_normal ▸ base ◂ mark mark │
 *            └ clean, NFC ──────────────┴ tail, NFC when it ends ┘
 *
 * The tail begins with the last code point that nothing before can combine with. It is put into NFC
 * once a code point follows that starts a new tail. edges[] is the log of the open block's span
 * borders in the order they were set, so those in the tail are always its last entries. */
#ifndef DOCUMENT_BUILDER_PRIVATE_H
#define DOCUMENT_BUILDER_PRIVATE_H

#include "document/builder.h"

/* Offsets are 32 bits; what lies beyond is not taken and the document is marked incomplete. */
static const size_t TEXT_LIMIT = 0xFFF00000u;

struct edge {
    uint32_t span; /* index in builder->spans */
    bool is_end;
};

struct builder {
    struct arena *arena;
    struct metadata metadata;
    struct buffer text;
    struct buffer scratch;

    struct block *blocks;
    size_t block_count, block_capacity;
    struct block open;
    bool is_open;
    bool has_tab;     /* in the open block */
    size_t separator; /* text.length before the open block's separator */

    size_t last_normal;   /* where the tail begins */
    bool is_dirty;        /* the tail may not be NFC */
    bool skips_line_feed; /* the last byte was \r */

    struct span *spans;
    size_t span_count, span_capacity;
    size_t first_span;    /* of the open block */
    uint32_t *open_spans; /* stack of indices */
    size_t open_span_count, open_span_capacity;
    struct edge *edges;
    size_t edge_count, edge_capacity;

    struct str *targets;
    size_t target_count, target_capacity;
    struct cell *cells;
    size_t cell_count, cell_capacity;
};

/* Puts the tail into NFC and moves the borders in it to its ends. */
void builder_settle(struct builder *builder);
/* Before a border is set: the same, unless the tail is so long that doing it often would be
 * quadratic. */
void builder_settle_short(struct builder *builder);
/* Moves the open block's span borders to cluster boundaries. The tail is settled. */
void builder_snap_edges(struct builder *builder);
/* one_line_append, in the arena. */
struct str builder_clean_line(struct builder *builder, struct str s);
/* The roots of document.h for sorted spans, in the arena. */
const uint32_t *span_roots_new(struct arena *arena, const struct span *spans, size_t count);
/* Cleans the metadata and guesses the language. */
void builder_finish_metadata(struct builder *builder);

#endif
