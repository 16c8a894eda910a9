#include "collect/frame.h"

#include "base/memory.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STEP_BYTES = 1 << 20, AHEAD_BYTES = 64 << 10, SMALL_BYTES = 64 << 10 };

void frame_release(struct frame *frame)
{
    for (size_t i = 0; i < FRAME_SECTIONS; i++)
        buffer_release(&frame->sections[i]);
}

void frame_reader_release(struct frame_reader *reader)
{
    frame_release(&reader->frame);
    free(reader->ahead);
    *reader = (struct frame_reader){0};
}

struct frame frame_reader_take(struct frame_reader *reader)
{
    struct frame frame = reader->frame;
    *reader = (struct frame_reader){
        .ahead = reader->ahead, .ahead_start = reader->ahead_start, .ahead_end = reader->ahead_end};
    return frame;
}

static uint64_t section_length(const unsigned char *prefix, size_t section)
{
    uint64_t length = 0;
    for (size_t i = 0; i < 8; i++)
        length |= (uint64_t)prefix[8 * section + i] << 8 * i;
    return length;
}

static bool is_within(const unsigned char *prefix, size_t total_most)
{
    for (size_t i = 0; i < FRAME_SECTIONS; i++) {
        const uint64_t length = section_length(prefix, i);
        if (length > total_most)
            return false;
        total_most -= (size_t)length;
    }
    return true;
}

static enum frame_progress read_once(int descriptor, void *room, size_t length, size_t *ret_count)
{
    ssize_t count;
    do
        count = read(descriptor, room, length);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return errno == EAGAIN ? FRAME_WAITS : FRAME_ENDED;
    *ret_count = (size_t)count;
    return count > 0 ? FRAME_DONE : FRAME_ENDED;
}

/* FRAME_DONE when bytes came, count of them. */
static enum frame_progress read_some(struct frame_reader *reader, int descriptor, void *room,
                                     size_t length, size_t *ret_count)
{
    size_t left = reader->ahead_end - reader->ahead_start;
    if (left == 0 && length >= AHEAD_BYTES)
        return read_once(descriptor, room, length, ret_count);
    if (left == 0) {
        if (!reader->ahead)
            reader->ahead = memory_new(AHEAD_BYTES);
        const enum frame_progress progress =
            read_once(descriptor, reader->ahead, AHEAD_BYTES, &left);
        if (progress != FRAME_DONE)
            return progress;
        reader->ahead_start = 0;
        reader->ahead_end = left;
    }
    *ret_count = left < length ? left : length;
    memcpy(room, reader->ahead + reader->ahead_start, *ret_count);
    reader->ahead_start += *ret_count;
    return FRAME_DONE;
}

static enum frame_progress read_prefix(struct frame_reader *reader, int descriptor)
{
    size_t count = 0;
    const enum frame_progress progress =
        read_some(reader, descriptor, reader->prefix + reader->prefix_length,
                  FRAME_PREFIX_BYTES - reader->prefix_length, &count);
    reader->prefix_length += count;
    return progress == FRAME_ENDED && reader->prefix_length > 0 ? FRAME_BROKEN : progress;
}

static enum frame_progress read_section(struct frame_reader *reader, int descriptor)
{
    struct buffer *section = &reader->frame.sections[reader->section];
    const size_t length = (size_t)section_length(reader->prefix, reader->section);
    size_t step = length - section->length, count = 0;
    if (step == 0) {
        buffer_append(section, STR_NONE);
        reader->section++;
        return FRAME_DONE;
    }
    step = step < STEP_BYTES ? step : STEP_BYTES;
    buffer_reserve(section, step);
    const enum frame_progress progress =
        read_some(reader, descriptor, section->bytes + section->length, step, &count);
    section->length += count;
    return progress == FRAME_ENDED ? FRAME_BROKEN : progress;
}

enum frame_progress frame_read(struct frame_reader *reader, int descriptor, size_t total_most)
{
    enum frame_progress progress = FRAME_DONE;
    while (progress == FRAME_DONE && reader->prefix_length < FRAME_PREFIX_BYTES)
        progress = read_prefix(reader, descriptor);
    if (progress == FRAME_DONE && !is_within(reader->prefix, total_most))
        return FRAME_BROKEN;
    while (progress == FRAME_DONE && reader->section < FRAME_SECTIONS)
        progress = read_section(reader, descriptor);
    return progress;
}

struct frame_writer frame_writer_of(const struct frame *frame)
{
    struct frame_writer writer = {0};
    for (size_t i = 0; i < FRAME_SECTIONS; i++)
        writer.sections[i] = buffer_str(&frame->sections[i]);
    return writer;
}

/* What is at the writer's offset, up to the end of its part; empty at the end. Small parts are put
 * together in room: each is a call, and wakes the reader. */
static struct str unwritten(const struct frame_writer *writer, struct str prefix,
                            struct buffer *room)
{
    size_t offset = writer->offset;
    struct str left = STR_NONE;
    room->length = 0;
    for (size_t i = 0; i <= FRAME_SECTIONS; i++) {
        const struct str part = i == 0 ? prefix : writer->sections[i - 1];
        const size_t skipped = offset < part.length ? offset : part.length;
        const struct str rest = str_slice(part, skipped, part.length);
        offset -= skipped;
        if (rest.length == 0)
            continue;
        if (room->length + rest.length > SMALL_BYTES)
            return room->length ? buffer_str(room) : rest;
        buffer_append(room, rest);
        left = buffer_str(room);
    }
    return left;
}

enum frame_progress frame_write(struct frame_writer *writer, int descriptor)
{
    char prefix[FRAME_PREFIX_BYTES];
    CLEANUP_BUFFER struct buffer room = {0};
    for (size_t i = 0; i < FRAME_PREFIX_BYTES; i++)
        prefix[i] = (char)((uint64_t)writer->sections[i / 8].length >> 8 * (i % 8));
    for (struct str left;
         (left = unwritten(writer, (struct str){prefix, FRAME_PREFIX_BYTES}, &room)).length > 0;) {
        left.length = left.length < STEP_BYTES ? left.length : STEP_BYTES;
        const ssize_t count = send(descriptor, left.bytes, left.length, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno == EAGAIN ? FRAME_WAITS : FRAME_ENDED;
        writer->offset += (size_t)count;
    }
    return FRAME_DONE;
}
