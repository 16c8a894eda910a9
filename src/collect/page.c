#include "collect/page.h"

#include "base/memory.h"
#include "base/wire.h"
#include "document/stored.h"
#include "text/charset.h"

/* Sections: of all, of a request, of an answer. */
enum { HEADER = 0, CONTENT = 1, TEXT = 1, STRUCTURE = 2, COMPRESSED = 3 };

enum { COMPRESSION_LEVEL = 3 };

struct frame page_set_up(const struct rules_file *files, size_t count)
{
    struct frame frame = {0};
    struct buffer *header = &frame.sections[HEADER];
    wire_append_number(header, count);
    for (size_t i = 0; i < count; i++) {
        wire_append_str(header, str_from(files[i].path));
        wire_append_str(header, files[i].text);
    }
    return frame;
}

bool page_is_set_up(const struct frame *setup, struct rules **ret_rules)
{
    enum { FILES_MAX = 1000 };
    struct wire wire = {.bytes = buffer_str(&setup->sections[HEADER])};
    size_t count = wire_number_to(&wire, FILES_MAX);
    CLEANUP_FREE struct rules_file *files = memory_new((count + 1) * sizeof *files);
    CLEANUP_BUFFER struct buffer problems = {0}; /* the parent has said them */
    struct arena *paths = arena_new();
    for (size_t i = 0; i < count; i++) {
        files[i].path = arena_copy(paths, wire_str(&wire)).bytes;
        files[i].text = wire_str(&wire);
    }
    if (!wire.is_broken)
        *ret_rules = count ? rules_new(files, count, &problems) : NULL;
    arena_free(paths);
    return !wire.is_broken;
}

struct frame page_ask(const struct ingest_options *options, struct buffer *content)
{
    struct frame frame = {0};
    struct buffer *header = &frame.sections[HEADER];
    struct str name = str_from(options->name);
    name.length += options->name != NULL; /* its end goes with it */
    wire_append_str(header, name);
    wire_append_str(header, options->charset);
    wire_append_str(header, options->container_charset);
    wire_append_str(header, options->url);
    wire_append_number(header, options->format);
    frame.sections[CONTENT] = *content;
    *content = (struct buffer){0};
    return frame;
}

bool page_asked(struct frame *request, struct ingest_options *ret_options,
                struct buffer *ret_content)
{
    struct wire wire = {.bytes = buffer_str(&request->sections[HEADER])};
    struct ingest_options options = {0};
    const struct str name = wire_str(&wire);
    options.name = str_ends(name, (struct str){"", 1}) ? name.bytes : NULL;
    options.charset = wire_str(&wire);
    options.container_charset = wire_str(&wire);
    options.url = wire_str(&wire);
    options.format = (enum format)wire_number_to(&wire, FORMAT_COUNT - 1);
    if (wire.is_broken)
        return false;
    *ret_options = options;
    *ret_content = request->sections[CONTENT];
    request->sections[CONTENT] = (struct buffer){0};
    return true;
}

void page_release(struct page *page)
{
    document_free(page->document);
    buffer_release(&page->structure);
    buffer_release(&page->compressed);
    *page = (struct page){0};
}

static void compress(ZSTD_CCtx *context, struct str bytes, struct buffer *out)
{
    buffer_reserve(out, ZSTD_compressBound(bytes.length));
    const size_t length = context ? ZSTD_compressCCtx(context, out->bytes, out->capacity,
                                                      bytes.bytes, bytes.length, COMPRESSION_LEVEL)
                                  : ZSTD_compress(out->bytes, out->capacity, bytes.bytes,
                                                  bytes.length, COMPRESSION_LEVEL);
    out->length =
        ZSTD_isError(length) ? 0 : length; /* only without memory: then it is not theirs */
}

void page_make(const struct ingest_options *options, ZSTD_CCtx *context, struct buffer *content,
               struct page *ret_page)
{
    struct page page = {.format = options->format};
    const struct str bytes = buffer_str(content);
    if (page.format == FORMAT_AUTO)
        page.format = format_guess(bytes, str_from(options->name));
    compress(context, bytes, &page.compressed);
    page.status = ingest(content, options, &page.document, &page.error);
    if (!page.status) {
        document_store(page.document, &page.structure);
        document_likeness(page.document, &page.likeness);
        page.extent = document_extent(page.document);
    }
    *ret_page = page;
}

static void append_likeness(const struct likeness *likeness, struct buffer *header)
{
    wire_append_number(header, likeness->is_telling);
    wire_append_number(header, likeness->simhash);
    for (size_t i = 0; i < SHINGLE_KEYS; i++)
        wire_append_number(header, likeness->keys[i]);
}

static struct likeness read_likeness(struct wire *wire)
{
    struct likeness likeness = {.is_telling = wire_number_to(wire, 1)};
    likeness.simhash = wire_number(wire);
    for (size_t i = 0; i < SHINGLE_KEYS; i++)
        likeness.keys[i] = (uint32_t)wire_number_to(wire, UINT32_MAX);
    return likeness;
}

struct frame_writer page_answer(const struct page *page, struct buffer *header)
{
    struct frame_writer writer = {0};
    wire_append_number(header, page->status);
    if (page->status) {
        wire_append_str(header, str_from(page->error.message));
    } else {
        wire_append_number(header, page->format);
        append_likeness(&page->likeness, header);
        wire_append_number(header, page->extent.character_count);
        wire_append_number(header, page->extent.minutes);
        writer.sections[TEXT] = page->document->text;
        writer.sections[STRUCTURE] = buffer_str(&page->structure);
        writer.sections[COMPRESSED] = buffer_str(&page->compressed);
    }
    writer.sections[HEADER] = buffer_str(header);
    return writer;
}

static size_t decompress(ZSTD_DCtx *context, struct str compressed, struct buffer *out)
{
    return context
               ? ZSTD_decompressDCtx(context, out->bytes, out->capacity, compressed.bytes,
                                     compressed.length)
               : ZSTD_decompress(out->bytes, out->capacity, compressed.bytes, compressed.length);
}

static bool is_compressed_from(ZSTD_DCtx *context, struct str compressed, size_t byte_count,
                               const unsigned char digest[HASH_DIGEST_BYTES])
{
    unsigned char got[HASH_DIGEST_BYTES];
    if (ZSTD_getFrameContentSize(compressed.bytes, compressed.length) != byte_count)
        return false;
    CLEANUP_BUFFER struct buffer bytes = {0};
    buffer_reserve(&bytes, byte_count);
    if (decompress(context, compressed, &bytes) != byte_count)
        return false;
    hash_digest((struct str){bytes.bytes, byte_count}, got);
    return memcmp(got, digest, sizeof got) == 0;
}

/* What went wrong with the page, in the worker's words. */
static bool read_refusal(struct wire *wire, struct page *page)
{
    const struct str message = wire_str(wire);
    if (wire->is_broken || message.length == 0 || message.length >= sizeof page->error.message ||
        memchr(message.bytes, '\0', message.length))
        return false;
    memcpy(page->error.message, message.bytes, message.length);
    page->error.message[message.length] = '\0';
    return true;
}

/* Header, then sections that are taken out of the frame. */
static bool read_answer(struct frame *answer, ZSTD_DCtx *context, size_t byte_count,
                        const unsigned char *digest, struct page *page)
{
    const size_t text_length = answer->sections[TEXT].length;
    struct wire wire = {.bytes = buffer_str(&answer->sections[HEADER])};
    page->status = (enum status)wire_number_to(&wire, STATUS_SYSTEM);
    if (page->status)
        return read_refusal(&wire, page);
    page->format = (enum format)wire_number_to(&wire, FORMAT_COUNT - 1);
    page->likeness = read_likeness(&wire);
    page->extent.character_count = (size_t)wire_number_to(&wire, text_length);
    page->extent.minutes = (size_t)wire_number_to(&wire, text_length);
    page->structure = answer->sections[STRUCTURE];
    page->compressed = answer->sections[COMPRESSED];
    answer->sections[STRUCTURE] = answer->sections[COMPRESSED] = (struct buffer){0};
    return !wire.is_broken && wire_left(&wire) == 0 &&
           is_compressed_from(context, buffer_str(&page->compressed), byte_count, digest) &&
           document_restore_take(&answer->sections[TEXT], buffer_str(&page->structure),
                                 &page->document, NULL) == STATUS_OK;
}

bool page_answered(struct frame *answer, ZSTD_DCtx *context, size_t byte_count,
                   const unsigned char digest[HASH_DIGEST_BYTES], struct page *ret_page)
{
    struct page page = {0};
    const bool is_sound = read_answer(answer, context, byte_count, digest, &page);
    frame_release(answer);
    if (is_sound)
        *ret_page = page;
    else
        page_release(&page);
    return is_sound;
}

struct frame_writer page_greet(const struct sandbox_report *report, struct buffer *header)
{
    wire_append_number(header, report->has_limits);
    wire_append_number(header, report->has_no_new_privileges);
    wire_append_number(header, (uint64_t)report->landlock_version);
    wire_append_number(header, report->has_syscall_filter);
    return (struct frame_writer){.sections[HEADER] = buffer_str(header)};
}

bool page_greeted(const struct frame *greeting, struct sandbox_report *ret_report)
{
    struct wire wire = {.bytes = buffer_str(&greeting->sections[HEADER])};
    struct sandbox_report report = {0};
    report.has_limits = wire_number_to(&wire, 1);
    report.has_no_new_privileges = wire_number_to(&wire, 1);
    report.landlock_version = (int)wire_number_to(&wire, 1000);
    report.has_syscall_filter = wire_number_to(&wire, 1);
    if (wire.is_broken)
        return false;
    *ret_report = report;
    return true;
}
