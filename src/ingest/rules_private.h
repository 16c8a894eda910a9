/* Rules as rows, in the order in which they are looked for. Inside the rules, and the program that
 * compiles data/rules. */
#ifndef INGEST_RULES_PRIVATE_H
#define INGEST_RULES_PRIVATE_H

#include "ingest/rules_fold.h"

enum rule_what { RULE_LINE, RULE_HEAD, RULE_WORD };
enum rule_match { MATCH_EQUALS, MATCH_PREFIX, MATCH_SUFFIX, MATCH_CONTAINS, MATCH_LIKE };

struct rule {
    const char *pattern; /* folded */
    uint16_t length, longest;
    uint16_t first_gram, last_gram; /* of the longest piece without * or #; UINT16_MAX: none */
    uint8_t what, kind, match, strength;
    uint16_t key;
    uint16_t file; /* which one it is from */
};

/* Rows are sorted by key; a row can only match a line that has its key, so that a line is tried
 * against some thirty rows of thousands:
 *
 *   chapter │ post │ short word, short line │ word by its first gram │ line by its first gram
 * (equals, prefix) │ line by its last gram (suffix) │ line by a gram anywhere (contains, like)  */
enum rule_key {
    KEY_CHAPTER,
    KEY_POST,
    KEY_SHORT_WORD, /* patterns without a gram: always tried */
    KEY_SHORT_LINE,
    KEY_WORD,
    KEY_START = KEY_WORD + GRAM_COUNT,
    KEY_END = KEY_START + GRAM_COUNT,
    KEY_ANYWHERE = KEY_END + GRAM_COUNT,
    KEY_COUNT = KEY_ANYWHERE + GRAM_COUNT
};

struct rules {
    const struct rule *rows;
    const uint16_t
        *starts; /* KEY_COUNT + 1 of them: rows of key k are [starts[k], starts[k + 1]) */
    const uint16_t *longest; /* by key: no row of it matches a line of more code points */
};

/* Rows while they are gathered; patterns are heap memory. */
struct rule_list {
    struct rule *rows;
    size_t count, capacity;
};

/* Adds the rules of one file's text as rows of file. Wrong lines are skipped and each appended to
 * problems, "name:line: what is wrong\n". */
void rule_list_parse(struct rule_list *list, struct str text, const char *name, unsigned file,
                     struct buffer *problems);
void rule_list_sort(struct rule_list *list);
/* Of sorted rows. */
void rule_list_index(const struct rule_list *list, uint16_t starts[KEY_COUNT + 1],
                     uint16_t longest[KEY_COUNT]);
void rule_list_release(struct rule_list *list);

#endif
