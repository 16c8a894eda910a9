/* What a call that can fail returns, and the one sentence that says why. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    STATUS_OK = 0,
    STATUS_NOT_FOUND,   /* no such file, id, match */
    STATUS_UNREADABLE,  /* there, but may not or cannot be read */
    STATUS_MALFORMED,   /* bytes that break their format's rules */
    STATUS_UNSUPPORTED, /* well-formed, but not something zhai reads (binary, device) */
    STATUS_TOO_LARGE,   /* over a stated limit */
    STATUS_USAGE,       /* the user's words (option, key, query) are wrong */
    STATUS_CANCELLED,   /* the user stopped it */
    STATUS_BUSY,        /* somebody else has it; to be tried again */
    STATUS_SYSTEM,      /* the operating system refused */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(position, first) __attribute__((format(printf, position, first)))

/* One sentence without a final newline, naming the file, line or value. Built by the caller on the
 * stack; text in it from outside is not yet filtered for the terminal. */
struct error {
    char message[1024];
};

/* Writes the sentence (cut at a UTF-8 boundary) and returns status, so that callees can
 * `return error_set(...)`. error may be NULL. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    PRINTF_LIKE(3, 4);

#endif
