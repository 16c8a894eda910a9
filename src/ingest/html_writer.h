/* The state of the walk that turns a tree into blocks. Elements take effect "until index", since a
 * subtree is a range of nodes; frames and spans are stacks of such ends. Inside html_*.c only. */
#ifndef INGEST_HTML_WRITER_H
#define INGEST_HTML_WRITER_H

#include "document/builder.h"
#include "ingest/html_features.h"
#include "ingest/html_links.h"

enum { HTML_LIST_LEVELS = 32 };

/* What a block begun here would be; restored when the element ends. */
struct html_flow {
    uint8_t kind, level, aside, quote_depth, list_level;
    bool is_preserved; /* blanks as they are */
    bool is_joined;    /* block ends inside are line breaks: cells, figures */
    bool is_menu;      /* … are blanks: lists of links in asides */
    uint16_t flags;
    uint32_t value;
};

enum html_frame_end { HTML_END_NOTHING, HTML_END_BLOCK, HTML_END_CELL, HTML_END_QUOTE };

struct html_frame {
    uint32_t end;
    uint8_t at_end; /* enum html_frame_end */
    struct html_flow outer;
};

struct html_open_span {
    uint32_t end;
    uint8_t kind;
    struct str target; /* owned */
};

struct html_list {
    bool is_ordered, item_has_block;
    int64_t next;
    int step;
};

struct html_cell_plan {
    uint32_t node;
    struct cell cell;
};

struct html_image {
    struct str text, url; /* owned */
};

struct html_writer {
    const struct html_tree *tree;
    const struct html_features *features;
    const struct html_links *links;
    struct builder *builder;
    struct str base, title;
    bool quotes_are_corners; /* 「」 for <q> */
    struct html_flow flow;
    struct html_frame *frames;
    size_t frame_count, frame_capacity;
    struct html_open_span *spans;
    size_t span_count, span_capacity, span_begun;
    struct html_list lists[HTML_LIST_LEVELS + 1];
    struct str *anchors; /* borrowed names that wait for their block */
    size_t anchor_count, anchor_capacity;
    struct html_image *images; /* owned: images inside the open block, shown behind it */
    size_t image_count, image_capacity;
    struct html_cell_plan *cells;
    size_t cell_count, cell_capacity, cell_next;
    uint32_t table_count;
    struct str last_figure; /* alternative text of the image before */
    /* the open block */
    bool note_has_block;
    bool is_open, has_text;
    bool pending_blank, pending_newline; /* collapsed white space; newline: some of it was one */
    unsigned pending_lines;              /* <br> */
    struct buffer pending_hard;          /* nbsp and U+3000 */
    uint32_t last_code_point;
    size_t line_length, longest_line, line_count;
};

/* html_inline.c */
void html_write_text(struct html_writer *writer, struct str text);
void html_write_break(struct html_writer *writer);
/* A block boundary: ends the open block, or the line in cells and figures. */
void html_end_block(struct html_writer *writer);
/* Takes target over. */
void html_push_span(struct html_writer *writer, enum span_kind kind, struct str target,
                    uint32_t end);
void html_pop_spans(struct html_writer *writer, size_t index);
void html_open_block(struct html_writer *writer);
void html_close_block(struct html_writer *writer);
void html_writer_release(struct html_writer *writer);

/* html_image.c */
void html_write_image(struct html_writer *writer, size_t node);
void html_enter_figure(struct html_writer *writer, size_t node);
void html_flush_images(struct html_writer *writer);
/* Absolute http(s) URL of an image, or empty; owned. */
struct str html_resolve(const struct html_writer *writer, struct str reference);

/* html_table.c: true when the table is data; its cells are planned then. */
bool html_enter_table(struct html_writer *writer, size_t node);
void html_enter_cell(struct html_writer *writer, size_t node);

/* html_blocks.c: the whole body. */
void html_write_body(struct html_writer *writer, bool is_all);
void html_push_frame(struct html_writer *writer, size_t node, enum html_frame_end at_end);

#endif
