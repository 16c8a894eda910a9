/* The parts of an article's header: who, from where, when. */
#ifndef INGEST_PLAIN_HEADER_H
#define INGEST_PLAIN_HEADER_H

#include "ingest/plain_private.h"

/* What was read so far; strings are slices of the text, or of names. */
struct header {
    struct buffer names; /* ", " between */
    struct str site;
    char published[32];
    bool has_meta;
    bool is_page; /* of a page whose headline is known: names may stand without a label */
};

/* A line on its own that is a byline, a source, a date, or several of them; fills header if so. */
bool header_read_line(struct header *header, struct str line, const struct rules *rules);
/* Bytes of the dateline that s begins with ("新华社北京3月5日电", "本报讯（记者 …）", "LONDON
 * (Reuters) -"), or 0; fills header only when nonzero. */
size_t header_read_dateline(struct header *header, struct str s, const struct rules *rules);
/* Bytes of the byline (roles and names, blanks between) that s begins with, or 0. */
size_t header_read_byline(struct header *header, struct str s, const struct rules *rules);
/* A line that is nothing but one name, by its shape; fills header. */
bool header_read_bare_name(struct header *header, struct str line, const struct rules *rules);
/* "（记者 张三）" at the end of an article's last line; fills header. */
void header_read_end(struct header *header, struct str line, const struct rules *rules);
/* The line without a label before it ("標題：") and a button in brackets behind it ("[复制链接]").
 */
struct str header_title(struct str line, const struct rules *rules);
/* A line that may be a headline, by itself. */
bool header_is_title(struct str line, const struct rules *rules);
/* Length of an upload's name without its ending and badges, or 0 when line is none. */
size_t header_file_stem(struct str line, const struct rules *rules);

#endif
