/* Which charset bytes are in, from what that is known and how surely, and the decoding to UTF-8. */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include "base/str.h"

/* In order of authority; a BOM beats everything but the user. */
enum charset_source {
    CHARSET_FROM_USER, /* --charset */
    CHARSET_FROM_BOM,
    CHARSET_FROM_CONTAINER, /* HTTP header, archive record, MIME part */
    CHARSET_FROM_META,      /* <meta>, first 1,024 bytes by the HTML prescan */
    CHARSET_FROM_XML,       /* <?xml encoding?> */
    CHARSET_FROM_UTF8,      /* the whole input is well-formed UTF-8 */
    CHARSET_FROM_CONTENT,   /* scored by what it decodes to */
    CHARSET_FROM_DEFAULT,   /* nothing else: windows-1252 */
};

struct charset_decision {
    /* WHATWG name, static storage: "UTF-8", "gb18030", "Big5", "Shift_JIS", "EUC-JP",
     * "ISO-2022-JP", "EUC-KR", "UTF-16LE", "UTF-16BE", "windows-1252", ... */
    const char *name;
    enum charset_source source;
    double confidence; /* 0..1 */
    size_t replaced;   /* set by decoding: how many U+FFFD stand for undecodable bytes */
    /* What deciding found out and decoding need not look at again. */
    size_t valid_length;   /* bytes at the start known to be well-formed UTF-8 */
    size_t leading_length; /* bytes at the start that are the rest of a cut character */
};

struct charset_hints {
    struct str user;      /* a label, or empty */
    struct str container; /* a label, or empty */
    bool is_markup;       /* look for <meta> and <?xml, and skip tags when scoring */
};

const char *charset_source_name(enum charset_source source); /* "bom", "meta", … for JSON */
/* WHATWG name of a label ("gb2312" → "gb18030"), or NULL. Labels that a page must not choose
 * (utf-7, hz-gb-2312, iso-2022-kr…) give NULL. */
const char *charset_from_label(struct str label);
/* STATUS_USAGE when hints.user is no known label. Bytes that a declared charset cannot decode while
 * they are valid UTF-8 are UTF-8. */
MUST_CHECK enum status charset_decide(struct str bytes, const struct charset_hints *hints,
                                      struct charset_decision *ret_decision, struct error *error);
/* Decodes content in place of itself: well-formed UTF-8 without a BOM is left where it is, at no
 * cost but the check. Afterwards it is well-formed UTF-8, not yet NFC, controls not yet touched.
 * Every undecodable sequence becomes one U+FFFD and is counted in decision->replaced. */
void charset_decode(struct buffer *content, struct charset_decision *decision);

#endif
