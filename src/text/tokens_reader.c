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

enum { LOOKAHEAD = 6 };

/* Whether what begins with these bytes may join what stands before, or be removed between them and
 * that: false for ASCII, Han, syllables, kana, full-width forms and the usual quotes and dashes. */
static inline bool may_join(const unsigned char *bytes)
{
    if (bytes[0] < 0x80 || (bytes[0] >= 0xE4 && bytes[0] <= 0xE9))
        return false;
    switch (bytes[0]) {
    case 0xE2:
        return bytes[1] != 0x80 || bytes[2] < 0x90 || bytes[2] > 0xA7;
    case 0xE3:
        return bytes[1] == 0x82   ? bytes[2] == 0x99 || bytes[2] == 0x9A
               : bytes[1] == 0x80 ? bytes[2] >= 0xAA && bytes[2] <= 0xAF
                                  : bytes[1] == 0x85; /* with the filler U+3164 */
    case 0xEA:
        return bytes[1] < 0xB0;
    case 0xEB:
    case 0xEC:
        return false;
    case 0xED:
        return bytes[1] > 0x9D;
    case 0xEF:
        return bytes[1] != 0xBC && bytes[1] != 0xBD;
    default:
        return true;
    }
}

/* A code point that nothing joins and that folds to one of as many bytes: nearly all there is. */
static inline bool next_plain(struct token_reader *reader, struct token_character *ret_character)
{
    const unsigned char *bytes = (const unsigned char *)reader->text.bytes + reader->at;
    if (reader->text.length - reader->at < LOOKAHEAD)
        return false;
    uint32_t point, packed;
    size_t length = bytes[0] < 0x80 ? 1 : utf8_decode_inline(reader->text, reader->at, &point);
    if (length == 1 && bytes[0] < 0x80)
        point = bytes[0];
    else if (length != 3 || point == CODE_POINT_REPLACEMENT)
        return false;
    uint32_t entry = fold_entry_of(point);
    if (entry >> 24 || may_join(bytes + length))
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
