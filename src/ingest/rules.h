/* data/rules: what the lines around an article look like, as data (the format is described in
 * data/rules/10-format.rules); compiled in, and the user's own files laid over it. */
#ifndef INGEST_RULES_H
#define INGEST_RULES_H

#include "document/document.h"

struct rules;

/* What a line on its own reads as; strengths are 0..1, ASIDE_NONE has strength 0. */
struct rule_reading {
    enum aside aside; /* the line itself */
    enum aside head;  /* the section that it opens */
    double strength, head_strength;
};

/* Classes of words in an article's header; see data/rules/10-format.rules. */
enum rule_word {
    WORD_ROLE,
    WORD_AUTHOR,
    WORD_SOURCE,
    WORD_AGENCY,
    WORD_WIRE,
    WORD_LEGAL,
    WORD_SUFFIX,
    WORD_BADGE,
    WORD_SURNAME,
    WORD_DATED,
    WORD_TITLED,
    WORD_FOLLOW,
    WORD_CHAPTER, /* whole lines, in like notation, as the next */
    WORD_POST,
};

/* The compiled-in rules; never fails. Shared, read only. */
const struct rules *rules_builtin(void);

/* A file of the user's. */
struct rules_file {
    const char *path;
    struct str text;
};

/* The built-in rules and the files': one that is named as a built-in file takes that one's place.
 * A wrong line is skipped and appended to problems, "path:line: what is wrong\n". The files' bytes
 * are not kept. Free with rules_free. */
struct rules *rules_new(const struct rules_file *files, size_t count, struct buffer *problems);
void rules_free(struct rules *rules); /* NULL is fine */

/* The aside that a line on its own reads as (ASIDE_NONE for prose); strength 0..1: 1 = enough
 * alone, below .5 only beside others of its kind. line is trimmed UTF-8. */
enum aside rules_line(const struct rules *rules, struct str line, double *ret_strength);
/* The same with the sections that a line may open told apart. Looks at the first 600 bytes. */
struct rule_reading rules_read(const struct rules *rules, struct str line);
/* The same, and when that says little: a row of such words, "收藏 分享 举报", "12 likes | Share".
 */
struct rule_reading rules_read_row(const struct rules *rules, struct str line);
/* Bytes of text that the longest word of the class takes at its start, or at its end; 0 if none. */
size_t rules_word_prefix(const struct rules *rules, enum rule_word word, struct str text);
size_t rules_word_suffix(const struct rules *rules, enum rule_word word, struct str text);
/* Whether a word of the class is anywhere in text (at most 600 bytes of it). */
bool rules_word_in(const struct rules *rules, enum rule_word word, struct str text);
/* Whether the whole line reads as a chapter heading, "第3章 …", "Chapter IV" (WORD_CHAPTER), or as
 * what another post of a thread begins with, "3楼", "2 Answers" (WORD_POST). */
bool rules_line_is(const struct rules *rules, enum rule_word word, struct str line);

#endif
