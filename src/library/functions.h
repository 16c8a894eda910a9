/* What SQLite is taught of zhai: its tokenizers and the functions that statements use. */
#ifndef LIBRARY_FUNCTIONS_H
#define LIBRARY_FUNCTIONS_H

#include "text/tokens.h"

#include <sqlite3.h>

/* On a connection, before any statement: SQLite's code. */
int functions_register(sqlite3 *database);
/* tokenizer.c: the FTS5 tokenizer "zhai", whose argument is main, single or shelf (text/tokens.h).
 * A query's string is a list of tokens, a blank between them, as token_phrase_init gives them. */
int tokenizer_register(sqlite3 *database);
/* What the words of text_index stand behind: so many of these. */
enum { TOKENIZER_MARK = 3, TOKENIZER_MARKS = 10 };
/* What the tokenizer gives FTS5 for a document's column. */
typedef int fts5_sink(void *closure, int flags, const char *token, int length, int start, int end);
int tokenizer_walk(struct str text, enum tokens_purpose purpose, fts5_sink *receive, void *closure);
/* A query's token, as token_phrase_init gives it, as the index holds it; and back. */
void tokenizer_append_term(struct str token, enum tokens_purpose purpose, struct buffer *out);
struct str tokenizer_unmarked(struct str token);
fts5_api *fts5_api_of(sqlite3 *database); /* NULL when SQLite has no FTS5 */
/* match.c: the FTS5 auxiliary function zhai_match. */
int match_register(sqlite3 *database);
/* rank.c: the FTS5 auxiliary function zhai_rank. */
int rank_register(sqlite3 *database);

#endif
