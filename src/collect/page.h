/* A saved page on its way: what a worker is asked, and what it answers. Answers are read with
 * suspicion: the page may have taken its worker over. */
#ifndef COLLECT_PAGE_H
#define COLLECT_PAGE_H

#include "base/hash.h"
#include "collect/frame.h"
#include "collect/sandbox.h"
#include "document/similarity.h"
#include "ingest/ingest.h"
#include "ingest/rules.h"

#include <zstd.h>

/* A worker's first request: the user's rules for pages, which are not the page's. */
struct frame page_set_up(const struct rules_file *files, size_t count);
/* The rules to free (NULL: the built-in ones). False when it is malformed. */
bool page_is_set_up(const struct frame *setup, struct rules **ret_rules);

/* Empties *content into a frame; the options are copied, but for the rules. */
struct frame page_ask(const struct ingest_options *options, struct buffer *content);
/* The options point into *request; the content is taken out of it. False when it is malformed. */
bool page_asked(struct frame *request, struct ingest_options *ret_options,
                struct buffer *ret_content);

/* What a page became. With a status only the error is there. */
struct page {
    enum status status;
    struct error error;
    struct document *document;
    struct buffer structure;  /* document_store() of it */
    struct buffer compressed; /* zstd of the bytes as saved */
    enum format format;       /* what they were read as */
    struct likeness likeness;
    struct extent extent;
};

void page_release(struct page *page);
/* Makes the page of the bytes, in this process. Empties *content. The context saves making one for
 * each page; NULL is fine. */
void page_make(const struct ingest_options *options, ZSTD_CCtx *context, struct buffer *content,
               struct page *ret_page);
/* The answer, to be written while page and *header live. */
struct frame_writer page_answer(const struct page *page, struct buffer *header);
/* Empties *answer. False when it is malformed, its document breaks a promise, or the compressed
 * bytes are not those of byte_count and digest. The context as for page_make. */
bool page_answered(struct frame *answer, ZSTD_DCtx *context, size_t byte_count,
                   const unsigned char digest[HASH_DIGEST_BYTES], struct page *ret_page);

/* A worker's first words. */
struct frame_writer page_greet(const struct sandbox_report *report, struct buffer *header);
bool page_greeted(const struct frame *greeting, struct sandbox_report *ret_report);

#endif
