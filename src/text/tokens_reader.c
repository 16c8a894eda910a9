/* Folded characters one after the other. */
#include "text/tokens_private.h"

#include <string.h>

static void append_point(struct token_character *character, uint32_t point)
{
    if (character->point_count == CHARACTER_POINTS)
        return;
    character->points[character->point_count++] = point;
    character->length =
        (uint8_t)(character->length + utf8_encode(point, character->bytes + character->length));
}

/* A code point that nothing joins and that folds to one of as many bytes: nearly all there is. */
static inline bool next_plain(struct token_reader *reader, struct token_character *ret_character)
{
    const unsigned char *bytes = (const unsigned char *)reader->text.bytes + reader->at;
    if (reader->text.length - reader->at < TOKEN_LOOKAHEAD)
        return false;
    uint32_t point, packed;
    size_t length = bytes[0] < 0x80 ? 1 : utf8_decode_inline(reader->text, reader->at, &point);
    if (length == 1 && bytes[0] < 0x80)
        point = bytes[0];
    else if (length != 3 || point == CODE_POINT_REPLACEMENT)
        return false;
    uint32_t entry = fold_entry_of(point);
    if (entry >> 24 || token_may_join(bytes + length))
        return false;
    memcpy(&packed, bytes, sizeof packed);
    packed ^= entry;
    memcpy(ret_character->bytes, &packed, sizeof packed);
    if (entry)
        (void)utf8_decode_inline((struct str){ret_character->bytes, length}, 0, &point);
    ret_character->points[0] = point;
    ret_character->point_count = 1;
    ret_character->length = (uint8_t)length;
    ret_character->kind = fold_class_of(point) & FOLD_CLASS_KIND;
    ret_character->start = reader->at;
    ret_character->end = reader->at += length;
    return true;
}

bool token_reader_next(struct token_reader *reader, struct token_character *ret_character)
{
    struct fold_step *step = &reader->step;
    while (reader->next == step->count) {
        if (reader->at >= reader->text.length)
            return false;
        if (next_plain(reader, ret_character))
            return true;
        reader->step_start = reader->at;
        fold_step(reader->text, reader->at, step);
        reader->at = step->end;
        reader->next = 0;
    }
    ret_character->length = ret_character->point_count = 0;
    ret_character->kind = (uint8_t)fold_kind(step->points[reader->next]);
    ret_character->start = reader->step_start;
    ret_character->end = step->end;
    do
        append_point(ret_character, step->points[reader->next++]);
    while (reader->next < step->count && fold_joins(step->points[reader->next]));
    return true;
}
