/* The ids that a query's tree names. Inside the library layer only. */
#ifndef LIBRARY_EVALUATE_H
#define LIBRARY_EVALUATE_H

#include "library/id_set.h"
#include "library/index_private.h"
#include "library/index_state.h"
#include "library/library_private.h"
#include "library/select.h"
#include "text/tokens.h"

/* Every article that matches, in the trash or not, into a zeroed set; *ret_asks_trash: the query
 * says something about the trash. */
MUST_CHECK enum status evaluate(struct library *library, const struct query *query,
                                enum select_scope scope, struct id_set *ret_set,
                                bool *ret_asks_trash, struct error *error);

/* Shared by the files of evaluation; evaluation_init reads the index's state. */
struct evaluation {
    struct library *library;
    enum select_scope scope;
    struct id_set everything; /* empty until it is needed */
    bool has_everything, asks_trash;
    const struct id_set *within; /* what is not in it need not be found; NULL: all may be */
    struct index_state index;
    struct error *error;
};

MUST_CHECK enum status evaluation_init(struct evaluation *evaluation, struct library *library,
                                       enum select_scope scope, struct error *error);
void evaluation_release(struct evaluation *evaluation);
/* evaluate_text.c: TEXT, PINYIN and REGEX leaves, and SITE. */
MUST_CHECK enum status evaluate_text(struct evaluation *evaluation, const struct query_node *node,
                                     struct id_set *ret_set);
/* evaluate_pinyin.c: adds the titles whose characters are typed so, to those found already. */
MUST_CHECK enum status evaluate_pinyin(struct evaluation *evaluation, struct str text,
                                       struct id_set *set);
/* Adds the articles that the index does not know yet. */
MUST_CHECK enum status evaluate_take_unindexed(struct evaluation *evaluation, struct id_set *set);
/* evaluate_rows.c: a phrase in these columns of the list's (evaluate_phrase). */
MUST_CHECK enum status evaluate_row_phrase(struct evaluation *evaluation,
                                           const struct token_phrase *phrase, unsigned columns,
                                           struct id_set *set);
/* Candidates from the list's columns, and whether they are sure. */
MUST_CHECK enum status evaluate_rows(struct evaluation *evaluation, const struct query_node *node,
                                     struct id_set *set, bool *ret_is_sure);
/* Before articles are looked at one by one: leaves those within. */
void evaluate_narrow(const struct evaluation *evaluation, struct id_set *set);
/* Behind each of them: fails when it is to stop. is_text: its whole text was looked at. */
MUST_CHECK enum status evaluate_pause(const struct evaluation *evaluation, int64_t id,
                                      bool is_text);
/* What no index can answer may be in every article. */
MUST_CHECK enum status evaluate_take_everything(struct evaluation *evaluation, struct id_set *set);
/* The exact form of a term may begin inside a word, at a mark that the index leaves out. */
bool evaluate_is_inside_word(const struct query_node *node);
/* evaluate_match.c: adds the rows of a set statement's MATCH. is_cheap: it has no beginning of
 * words that no index holds. */
MUST_CHECK enum status match_gather(struct library *library, enum statement_id id,
                                    const struct buffer *match, bool is_cheap, struct id_set *set,
                                    struct error *error);
/* The same for a phrase: columns are bits, as the table has them; 0: all. None when the index is
 * known to be damaged; STATUS_MALFORMED when it turns out to be (index_doubt). */
enum {
    SHELF_TITLE = 1,
    SHELF_BYLINE = 2,
    SHELF_SITE = 4,
    SHELF_URL = 8,
    SHELF_WORDS = 15,
    SHELF_INITIALS = 16,
};
MUST_CHECK enum status evaluate_phrase(struct evaluation *evaluation, enum index_table table,
                                       const struct token_phrase *phrase, unsigned columns,
                                       bool is_cheap, struct id_set *set);
/* Whether tags or passages hold the term, which the index of texts does not know. */
MUST_CHECK enum status evaluate_has_others(struct evaluation *evaluation,
                                           const struct query_node *node, bool *ret_has_others);
/* A part of the tree, into a zeroed set. */
MUST_CHECK enum status evaluate_part(struct evaluation *evaluation, const struct query_node *node,
                                     struct id_set *ret_set);
/* All articles. */
MUST_CHECK enum status evaluate_everything(struct evaluation *evaluation,
                                           const struct id_set **ret_set);
/* Runs a set statement whose values are bound. */
MUST_CHECK enum status evaluate_set(struct evaluation *evaluation, sqlite3_stmt *statement);

#endif
