/* A hit as lines for people, or as a line for programs. */
#ifndef CLI_SEARCH_ROW_H
#define CLI_SEARCH_ROW_H

#include "cli/cli.h"
#include "find/snippet.h"
#include "library/search_fold.h"

struct search_row_maker;

/* query is borrowed; what is lit is found once for all hits. */
struct search_row_maker *search_row_maker_new(struct library *library, const struct query *query,
                                              const struct search_result *result,
                                              struct snippet_width width);
void search_row_maker_free(struct search_row_maker *maker);
/* The object of ARCHITECTURE.md ("zhai search") and \n. STATUS_NOT_FOUND without a word when the
 * article has gone. */
MUST_CHECK enum status search_row_append_json(struct search_row_maker *maker,
                                              const struct search_row *row, struct buffer *out,
                                              struct error *error);
/* Number, title, how many others have nearly its text, site, date, matches; then snippets, cut to the width. is_terminal: what
 * is not the row's own is filtered, matches are bold, and out is to be written as it is. */
MUST_CHECK enum status search_row_append(struct search_row_maker *maker,
                                         const struct search_row *row, bool is_terminal,
                                         struct buffer *out, struct error *error);

#endif
