/* The tokens of the full-text index, and those that a term is looked up by; both of folded text.
 *
 *   run of letters of FOLD_SUBSTRING   overlapping pairs, then its last character alone: a phrase
 * of pairs is in the text exactly where the characters stand word whole; with up to three + or #
 * behind it once more (c, c++) run, then a word at once           in place of the last character:
 * it and the word's first letter word, then a run at once           at one position: each end of
 * the word (8 code points at most) and the first character, marked so that no prefix finds them
 *
 *   免费macOS   免费 费m macos          2020年报   2020 (0年 20年 020年 2020年) 年报 报
 *
 * A line break between characters of runs is none. All else separates, and U+001E above all. */
#ifndef TEXT_TOKENS_H
#define TEXT_TOKENS_H

#include "base/str.h"

enum {
    TOKENS_VERSION =
        2, /* goes up with FOLD_VERSION, or whenever any text gives other words of the index */
    TOKEN_BYTES = 64, /* longer ones are cut between characters */
};

enum tokens_purpose {
    TOKENS_MAIN,   /* as above */
    TOKENS_SINGLE, /* each character of the runs once, by first occurrence; nothing else */
    TOKENS_SHELF,  /* as MAIN, and each character of the runs alone, at the position of its pair */
};

struct token {
    struct str text;   /* until the sink returns */
    size_t start, end; /* bytes of the source */
    bool is_colocated; /* at the position of the token before */
    bool is_word;      /* of an alphabetic script, whole or cut: what a prefix may find */
};

/* False ends the walk. */
typedef bool token_sink(const struct token *token, void *closure);
/* False when the sink ended it. text may be ill-formed. */
bool tokens_walk(struct str text, enum tokens_purpose purpose, token_sink *sink, void *closure);

/* The phrase to look a term up by. It finds every text that holds the term as a folded literal
 * substring, or, when no letter of the term is of FOLD_SUBSTRING, as one that begins a word. */
struct token_phrase {
    struct str *tokens; /* adjacent, in order */
    size_t token_count;
    bool last_is_prefix; /* the last token may go on */
    bool is_exact;       /* what the phrase finds holds the term: no look at the text is needed */
    bool is_single;      /* one character: ask an index of TOKENS_SINGLE instead, without prefix */
    bool is_empty;       /* no token: only the texts themselves can answer */
    struct buffer bytes;
};

/* purpose is TOKENS_MAIN or TOKENS_SHELF. */
void token_phrase_init(struct token_phrase *phrase, struct str term, enum tokens_purpose purpose);
void token_phrase_release(struct token_phrase *phrase);

#endif
