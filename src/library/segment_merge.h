/* Segments made one. Inside the library layer only. */
#ifndef LIBRARY_SEGMENT_MERGE_H
#define LIBRARY_SEGMENT_MERGE_H

#include "library/postings.h"
#include "library/segment_reader.h"

/* Of readers at their beginning, the oldest segment first: of a row that is in several the newest
 * says what it holds. is_oldest: no other segment has older rows, so that what is taken out need
 * not be kept in mind. */
MUST_CHECK enum status segments_merge(struct segment_reader *readers, size_t count, bool is_oldest,
                                      postings_sink *take, void *closure);

#endif
