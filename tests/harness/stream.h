/* Parses all that a program wrote to its terminal, and refuses what hostile-inputs R2 does not
 * allow. Shares no code with what it checks. */
#ifndef HARNESS_STREAM_H
#define HARNESS_STREAM_H

#include <stdbool.h>
#include <stddef.h>

enum stream_allowance {
    STREAM_STRICT = 0,
    STREAM_PROBE = 1, /* ESC[6n and ESC[c, once each */
    STREAM_SYNC = 2,  /* the answer ESC]777;sync;N ESC\ of the harness */
    STREAM_COPY = 4,  /* OSC 52 with base64 and nothing else */
    STREAM_DEFAULT = STREAM_PROBE | STREAM_SYNC,
};

struct stream_complaint {
    size_t offset;
    char message[256];
};

/* Allowed: CSI H G d J K m r h l L M P @ X S T, ESC ( B, ESC 7 8 = >, \r \n \b, well-formed UTF-8
 * without controls, bidi controls, line separators, tags and noncharacters. False: *ret_complaint
 * says what and where. */
bool stream_is_allowed(const char *bytes, size_t length, unsigned allowances,
                       struct stream_complaint *ret_complaint);
/* Fails the test with the complaint and the bytes around it. */
void stream_assert(const char *bytes, size_t length, unsigned allowances);

#endif
