/* URLs of documents: resolved against a base, cleaned, judged. One parser for show, compare and
 * open. */
#ifndef DOCUMENT_URL_H
#define DOCUMENT_URL_H

#include "base/str.h"

/* Appends reference resolved against base (RFC 3986 §5, with the WHATWG treatment of blanks,
 * control characters and backslashes). Either may be empty. "#name" stays as it is when base is
 * empty or the same. */
void url_resolve(struct str base, struct str reference, struct buffer *out);
/* Appends the URL as it will be shown and opened: userinfo removed, controls, blanks, quotes and
 * bytes over 0x7F percent-encoded, the host lower-cased and non-ASCII labels in punycode. False,
 * and nothing appended, for anything but http, https and mailto with only to/subject/body, or with
 * a leading '-'. */
bool url_append_safe(struct str url, struct buffer *out);
/* Host of an http(s) URL without userinfo and port, or empty. */
struct str url_host(struct str url);

#endif
