/* Names of hosts in ASCII (RFC 3492, and as much of UTS #46 as identity needs). */
#ifndef DOCUMENT_PUNYCODE_H
#define DOCUMENT_PUNYCODE_H

#include "base/str.h"

/* Appends the host lower-cased, NFC, its full stops as '.', other than ASCII labels as xn--….
 * False, and nothing appended, when it is empty, too long or holds what no host may. host is
 * percent-decoded. */
bool host_append_ascii(struct str host, struct buffer *out);

#endif
