/* What tokens.c and tokens_query.c share: folded characters, and the rules of both sides. */
#ifndef TEXT_TOKENS_PRIVATE_H
#define TEXT_TOKENS_PRIVATE_H

#include "text/fold_step.h"
#include "text/tokens.h"

enum {
    TOKEN_SIGNS_MAX = 3,   /* + and # behind a word */
    TOKEN_TAIL_MAX = 8,    /* code points of a word's end before a run */
    TOKEN_END_MARK = 0x02, /* begins the tokens of a word's end: words do not begin so */
    CHARACTER_POINTS = 8,  /* more marks than this are the same as none */
    TOKEN_LOOKAHEAD = 6,   /* bytes that tell whether a code point of 3 stands alone */
};

/* A folded code point with the marks that go with it. */
struct token_character {
    char bytes[CHARACTER_POINTS * 4];
    uint32_t points[CHARACTER_POINTS];
    uint8_t length, point_count;
    uint8_t kind;      /* enum fold_kind */
    size_t start, end; /* in the source */
};

struct token_reader {
    struct str text;
    size_t at;
    struct fold_step step;
    unsigned next; /* of step.points */
    size_t step_start;
};

static inline bool token_is_sign(uint32_t point)
{
    return point == '+' || point == '#';
}

/* How many of the signs behind a word of that many bytes are kept. */
static inline size_t token_sign_room(size_t word_length, size_t sign_count)
{
    size_t most = word_length < TOKEN_BYTES ? TOKEN_BYTES - word_length : 0;
    most = most < TOKEN_SIGNS_MAX ? most : TOKEN_SIGNS_MAX;
    return sign_count < most ? sign_count : most;
}

/* How much of a token is kept: TOKEN_BYTES, cut between code points. */
static inline size_t token_cut(struct str token)
{
    size_t length = token.length < TOKEN_BYTES ? token.length : TOKEN_BYTES;
    while (length < token.length && length > 0 && (token.bytes[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* Whether what begins with these bytes may join what stands before, or be removed between them and
 * that: false for ASCII, Han, syllables, kana, full-width forms and the usual quotes and dashes. */
static inline bool token_may_join(const unsigned char *bytes)
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

/* Whether what begins with these bytes is of three, in blocks where no letter folds to a sign and
 * no sign to a letter: Han, kana, their marks, full-width forms, quotes and dashes. */
static inline bool token_is_triple(const unsigned char *bytes)
{
    if ((bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80)
        return false;
    if (bytes[0] >= 0xE4 && bytes[0] <= 0xE9)
        return true;
    return bytes[0] == 0xE3   ? bytes[1] <= 0x85 || bytes[1] >= 0x90
           : bytes[0] == 0xEF ? bytes[1] == 0xBC || bytes[1] == 0xBD
                              : bytes[0] == 0xE2 && bytes[1] == 0x80;
}

/* Whether the next code point is one of those, and stands alone. *ret_packed are the bytes that a
 * letter of a run folds to, little end first. The reader is between steps, and is not moved. */
static inline bool token_reader_triple(const struct token_reader *reader, uint32_t *ret_packed,
                                       unsigned *ret_kind)
{
    const unsigned char *bytes = (const unsigned char *)reader->text.bytes + reader->at;
    if (reader->text.length - reader->at < TOKEN_LOOKAHEAD || !token_is_triple(bytes))
        return false;
    uint32_t point = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    uint32_t entry = fold_entry_of(point);
    *ret_kind = point >= 0x4E00 && point <= 0x9FFF ? FOLD_SUBSTRING
                                                   : fold_class_of(point) & FOLD_CLASS_KIND;
    *ret_packed = (bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16) ^ entry;
    bool is_plain = *ret_kind == FOLD_SUBSTRING ? entry >> 24 == 0
                                                : (entry & (FOLD_REMOVED | FOLD_IS_SLOW)) == 0;
    return is_plain && !token_may_join(bytes + 3);
}

/* False at the end of text. */
bool token_reader_next(struct token_reader *reader, struct token_character *ret_character);

#endif
