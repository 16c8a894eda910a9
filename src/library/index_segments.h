/* Batches of articles written into the tables of the index. Inside the library layer only. */
#ifndef LIBRARY_INDEX_SEGMENTS_H
#define LIBRARY_INDEX_SEGMENTS_H

#include "library/index_batch.h"

/* On a connection, before any statement: SQLite's code. */
int index_segments_register(sqlite3 *database);
/* Inside a transaction, of a finished batch. */
MUST_CHECK enum status index_segments_write(struct library *library,
                                            const struct index_batch *batch, struct error *error);
/* Inside a transaction: one segment of those that were written since the last time, and of as much
 * that was there before, a few seconds' work at most. */
MUST_CHECK enum status index_segments_settle(struct library *library, struct error *error);

#endif
