/* What SQLite is taught of zhai: its tokenizers and the functions that statements use. */
#ifndef LIBRARY_FUNCTIONS_H
#define LIBRARY_FUNCTIONS_H

#include <sqlite3.h>

/* On a connection, before any statement: SQLite's code. */
int functions_register(sqlite3 *database);
/* tokenizer.c: the FTS5 tokenizer "zhai", whose argument is main, single or shelf (text/tokens.h).
 * A query's string is a list of tokens, a blank between them, as tokens_query gives them. */
int tokenizer_register(sqlite3 *database);

#endif
