/* Han by pinyin and kana by romaji: ~zlzx and ~zhiliang find 质量, ~kensaku けんさく and ケンサク.
 * A Han character is matched by a syllable of any of its readings (ü typed v or u), its first
 * letter, zh ch sh, or, at the query's end, by the beginning of a syllable; kana by Hepburn and
 * Kunrei; other characters by themselves, folded. Blanks are passed over. Tone marks and ' in the
 * query are too. */
#ifndef TEXT_PINYIN_H
#define TEXT_PINYIN_H

#include "base/str.h"
#include "text/match.h"

#include <stddef.h>

enum { PINYIN_QUERY_MAX = 63, PINYIN_CODES_MAX = 8, PINYIN_LETTERS_MAX = 6 };

struct pinyin_pattern;

/* The query is not kept. One that is empty, ill-formed or of more than PINYIN_QUERY_MAX folded code
 * points matches nothing. */
struct pinyin_pattern *pinyin_pattern_new(struct str query);
void pinyin_pattern_free(struct pinyin_pattern *pattern); /* NULL is fine */

/* The first match that starts at or after from. ASCII letters are matched from a word's start. */
bool pinyin_next(const struct pinyin_pattern *pattern, struct str text, size_t from,
                 struct match *ret_match);

/* For an index of titles. A code is the first letters of two adjacent characters in any readings,
 * or (second letter 0) of one. */
struct pinyin_code {
    char letters[2];
};

/* What a title's pair says of a query of just these two letters. */
enum pinyin_pair {
    PINYIN_PAIR_HAN,   /* two Han characters: it matches */
    PINYIN_PAIR_OPEN,  /* it may */
    PINYIN_PAIR_INNER, /* the first is a letter inside a word: the pair alone is no match */
};

struct pinyin_title_code {
    struct pinyin_code code;
    enum pinyin_pair pair; /* the first of these that the title has */
};

/* The codes of a title, sorted, each once; free() it. */
size_t pinyin_title_codes(struct str title, struct pinyin_title_code **ret_codes);

/* Letters of the query, folded, that one character of the title is spelled with; those that end the
 * query may be the beginning of its spelling. */
struct pinyin_piece {
    char letters[PINYIN_LETTERS_MAX];
    unsigned char length;
    bool is_last;
};

struct pinyin_alternative {
    struct pinyin_code codes[PINYIN_CODES_MAX];
    unsigned count;
    struct pinyin_piece pieces[PINYIN_CODES_MAX];
    unsigned piece_count;
};

/* Every title that the pattern matches has all codes of one of these alternatives, and the pieces
 * among its spellings (pinyin_append_spellings); free() it. One of a single letter, without a pair,
 * is of one character that is spelled so, and of the marks っ and ー when that is not all.
 * 0: the pattern cannot narrow anything down (it holds other things than ASCII letters and digits).
 */
size_t pinyin_query_codes(const struct pinyin_pattern *pattern,
                          struct pinyin_alternative **ret_alternatives);

/* Appends every spelling of each Han or kana of the title, each once, a blank between: a query that
 * is one such spelling, or the beginning of one, matches just the titles that have it. */
void pinyin_append_spellings(struct str title, struct buffer *out);

#endif
