/* Tags in a markup string, by the tokeniser states of HTML §13.2.5, without building anything. */
#ifndef INGEST_HTML_LEXER_H
#define INGEST_HTML_LEXER_H

#include "base/str.h"

#include <stdint.h>

struct html_lexer {
    struct str in;
    size_t at;
    /* Searches that failed once are not repeated, so that they stay linear. */
    bool no_comment_end, no_single_quote, no_double_quote, no_section_end, no_raw_end[8];
};

struct html_tag {
    struct str name; /* as written */
    uint32_t hash;   /* of the name in lower case */
    uint8_t tag;     /* GumboTag */
    bool is_end, is_self_closing;
    struct str attributes; /* what stands between the name and the > */
};

/* Offset of the next '<' that begins a tag, comment or declaration, or the end. */
size_t html_lexer_markup(const struct html_lexer *lexer);
/* Reads the tag at lexer->at ("<" or "</" and a letter) and moves behind it. False at the end of
 * the input within the tag; at is the end then. */
bool html_lexer_tag(struct html_lexer *lexer, struct html_tag *ret_tag);
/* Next attribute of attributes from *offset: raw value without quotes. False when there is none. */
bool html_next_attribute(struct str attributes, size_t *offset, struct str *ret_name,
                         struct str *ret_value);
/* Moves behind the comment, CDATA section or declaration at lexer->at and gives its inside. An
 * unclosed comment ends at the first '>', so that the page behind it can be read. */
struct str html_lexer_comment(struct html_lexer *lexer);
/* Inside of a CDATA section at lexer->at; false when it is none or unclosed. */
bool html_lexer_section(struct html_lexer *lexer, struct str *ret_inside);
/* Moves behind </name> (a raw-text element's end) and gives what stands before it; false, and at
 * unmoved, when there is no such end. slot 0..7 is the caller's for this name. */
bool html_lexer_raw(struct html_lexer *lexer, struct str name, unsigned slot, bool is_script,
                    struct str *ret_inside);

#endif
