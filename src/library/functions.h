/* What SQLite is taught of zhai: its tokenizers and the functions that statements use. */
#ifndef LIBRARY_FUNCTIONS_H
#define LIBRARY_FUNCTIONS_H

#include "base/str.h"

#include <sqlite3.h>

#include <stddef.h>

/* On a connection, before any statement: SQLite's code. *token_count goes up by each token of a
 * document that is put into an index; it must outlive the connection. */
int functions_register(sqlite3 *database, size_t *token_count);
/* tokenizer.c: the FTS5 tokenizer "zhai", whose argument is main, single or shelf (text/tokens.h).
 * A query's string is a list of tokens, a blank between them, as token_phrase_init gives them. */
int tokenizer_register(sqlite3 *database, size_t *token_count);
/* A term of an index as token_phrase_init gives it. */
struct str tokenizer_unmarked(struct str token);
fts5_api *fts5_api_of(sqlite3 *database); /* NULL when SQLite has no FTS5 */
/* match.c: the FTS5 auxiliary function zhai_match. */
int match_register(sqlite3 *database);
/* rank.c: the FTS5 auxiliary function zhai_rank. */
int rank_register(sqlite3 *database);

#endif
