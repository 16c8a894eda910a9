/* Texts that the parser need not read. It takes 50 ns for each of their letters, and all it does
 * with them is to put them somewhere: so they are kept here, and a name of two letters goes in
 * their place. */
#ifndef INGEST_HTML_TEXTS_H
#define INGEST_HTML_TEXTS_H

#include "base/str.h"

#include <stdint.h>

struct html_texts {
    struct buffer bytes; /* one text behind the other */
    uint32_t *starts;
    size_t count, capacity;
};

/* Begins a name, and stands nowhere else in what html_guard writes: U+F8F0, for private use. */
#define HTML_TEXT_MARK STR("\xEF\xA3\xB0")
enum { HTML_TEXT_MARK_CODE_POINT = 0xF8F0 };

/* The text's bytes are to be appended to texts->bytes next; its name is written to out. */
void html_texts_begin(struct html_texts *texts, struct buffer *out);
/* Appends parsed with the texts in place of their names. */
void html_texts_restore(const struct html_texts *texts, struct str parsed, struct buffer *out);
void html_texts_release(struct html_texts *texts);

#endif
