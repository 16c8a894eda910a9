/* Messages over a stream socket: four byte strings behind their four lengths. */
#ifndef COLLECT_FRAME_H
#define COLLECT_FRAME_H

#include "base/str.h"

#include <stdint.h>

enum { FRAME_SECTIONS = 4, FRAME_PREFIX_BYTES = 8 * FRAME_SECTIONS };

struct frame {
    struct buffer sections[FRAME_SECTIONS];
};

void frame_release(struct frame *frame);

enum frame_progress {
    FRAME_WAITS, /* the descriptor gives or takes no more for now */
    FRAME_DONE,
    FRAME_ENDED,  /* the other side is gone, between frames */
    FRAME_BROKEN, /* in the middle of one, or a length is over the limit */
};

/* {0} is at the start. Room is made as bytes come, so a false length costs nothing. Small frames
 * come several at a time: what was read of the next ones waits in ahead. */
struct frame_reader {
    unsigned char prefix[FRAME_PREFIX_BYTES];
    size_t prefix_length;
    unsigned section;
    struct frame frame;
    char *ahead;
    size_t ahead_start, ahead_end;
};

void frame_reader_release(struct frame_reader *reader);
/* Reads on. total_most: bytes that all sections may have together. */
enum frame_progress frame_read(struct frame_reader *reader, int descriptor, size_t total_most);
/* After FRAME_DONE: the frame to release; the reader is at the start again. */
struct frame frame_reader_take(struct frame_reader *reader);

/* Sections are borrowed; {0} is an empty frame at the start. */
struct frame_writer {
    struct str sections[FRAME_SECTIONS];
    size_t offset; /* of prefix and sections in a row */
};

struct frame_writer frame_writer_of(const struct frame *frame);
enum frame_progress frame_write(struct frame_writer *writer, int descriptor);

#endif
