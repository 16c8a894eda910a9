/* The first and last lines of a chosen text: title, byline and date are front matter; share bars,
 * editors' names and lists of other articles are asides. */
#ifndef INGEST_HTML_FRONT_H
#define INGEST_HTML_FRONT_H

#include "document/builder.h"
#include "ingest/html_choose.h"
#include "ingest/rules.h"

/* After all blocks are written. Fills byline and date from visible lines when metadata has none. */
void html_front(struct builder *builder, enum html_choice choice, const struct rules *rules);

#endif
