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

/* False at the end of text. */
bool token_reader_next(struct token_reader *reader, struct token_character *ret_character);

#endif
