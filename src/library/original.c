#include "library/original.h"

#include "base/file.h"

#include <zstd.h>

enum status original_decompress(struct str compressed, int64_t byte_count, struct buffer *out)
{
    if (byte_count < 0 || byte_count > (int64_t)FILE_SIZE_LIMIT)
        return STATUS_MALFORMED;
    /* Before memory is asked for: a length that lies asks for much of it. */
    unsigned long long told = ZSTD_getFrameContentSize(compressed.bytes, compressed.length);
    if (told != ZSTD_CONTENTSIZE_UNKNOWN && told != (unsigned long long)byte_count)
        return STATUS_MALFORMED;
    buffer_reserve(out, (size_t)byte_count + 1);
    size_t length = ZSTD_decompress(out->bytes + out->length, (size_t)byte_count, compressed.bytes,
                                    compressed.length);
    if (ZSTD_isError(length) || length != (size_t)byte_count)
        return STATUS_MALFORMED;
    out->length += length;
    out->bytes[out->length] = '\0';
    return STATUS_OK;
}
