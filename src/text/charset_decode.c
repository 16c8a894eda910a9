#include "text/charset_internal.h"
#include "text/utf8.h"

#include "base/memory.h"
#include "base/warming.h"

static bool starts_with_bom(struct str bytes, enum charset_kind kind)
{
    switch (kind) {
    case CHARSET_KIND_UTF_8:
        return str_starts(bytes, STR("\xEF\xBB\xBF"));
    case CHARSET_KIND_UTF_16_LE:
        return str_starts(bytes, STR("\xFF\xFE"));
    case CHARSET_KIND_UTF_16_BE:
        return str_starts(bytes, STR("\xFE\xFF"));
    case CHARSET_KIND_GB18030:
        return str_starts(bytes, STR("\x84\x31\x95\x33"));
    default:
        return false;
    }
}

static size_t bom_length(struct str bytes, enum charset_kind kind)
{
    if (!starts_with_bom(bytes, kind))
        return 0;
    return kind == CHARSET_KIND_UTF_8 ? 3 : kind == CHARSET_KIND_GB18030 ? 4 : 2;
}

/* How long the text will be about: address space, of which only what is written costs memory. */
static size_t expected_length(enum charset_kind kind, size_t byte_count)
{
    if (kind == CHARSET_KIND_UTF_8)
        return byte_count + byte_count / 64;
    return kind == CHARSET_KIND_SINGLE ? 2 * byte_count : byte_count + byte_count / 2;
}

enum { STEP_BYTES = 4 << 20 };

/* What the text will be larger by than its bytes, by the share that is read: memory that no
 * discarded bytes make free. */
static struct warming *warm_growth(struct buffer *output, size_t read_length, size_t byte_count)
{
    if (output->length <= read_length)
        return NULL;
    const size_t growth = (output->length - read_length) * (byte_count / read_length);
    const size_t room = output->capacity - output->length;
    return warming_begin(output->bytes + output->length, growth < room ? growth : room);
}

/* Step by step; what was read is given back to the system on the way, so that content and output
 * together take no more memory than the larger one. */
static void transcode_steps(struct charset_transcoder *transcoder, const struct buffer *content,
                            size_t start, struct buffer *output)
{
    const struct str bytes = buffer_str(content);
    struct warming *warming = NULL;
    for (bool is_first = true; start < bytes.length; is_first = false) {
        const size_t left = bytes.length - start;
        const size_t end = left > STEP_BYTES ? start + STEP_BYTES : bytes.length;
        if (output->capacity - output->length <= CHARSET_ROOM(end - start)) {
            warming_end(warming);
            warming = NULL;
            buffer_reserve(output, CHARSET_ROOM(end - start));
        }
        char *out = output->bytes + output->length;
        start = charset_transcoder_run(transcoder, bytes, start, end, &out);
        output->length = (size_t)(out - output->bytes);
        memory_discard(content->bytes, start);
        if (is_first)
            warming = warm_growth(output, start, bytes.length);
    }
    warming_end(warming);
    output->bytes[output->length] = '\0';
}

static void transcode(struct buffer *content, const struct charset *charset, size_t start,
                      struct charset_decision *decision)
{
    struct buffer output = {0};
    struct charset_transcoder *transcoder = charset_transcoder_new(charset);
    buffer_reserve(&output, expected_length(charset->kind, content->length) + CHARSET_ROOM(0));
    memory_expect_large(output.bytes, output.capacity);
    if (decision->leading_length > 0 && decision->leading_length <= content->length) {
        utf8_append(&output, CODE_POINT_REPLACEMENT);
        decision->replaced++;
        start += decision->leading_length;
    }
    transcode_steps(transcoder, content, start, &output);
    decision->replaced += charset_transcoder_errors(transcoder);
    charset_transcoder_free(transcoder);
    buffer_release(content);
    *content = output;
}

/* Well-formed to the end: what deciding has seen is not looked at again. */
static bool is_utf8(struct str bytes, const struct charset_decision *decision)
{
    const size_t known =
        decision->valid_length < bytes.length ? decision->valid_length : bytes.length;
    const struct str rest = str_slice(bytes, known, bytes.length);
    return utf8_valid_prefix(rest) == rest.length;
}

void charset_decode(struct buffer *content, struct charset_decision *decision)
{
    decision->replaced = 0;
    const struct charset *charset = charset_find(str_from(decision->name));
    if (content->length == 0 || charset == NULL)
        return;
    const size_t start = bom_length(buffer_str(content), charset->kind);
    if (charset->kind != CHARSET_KIND_UTF_8 || !is_utf8(buffer_str(content), decision)) {
        transcode(content, charset, start, decision);
    } else if (start > 0) {
        memmove(content->bytes, content->bytes + start, content->length - start + 1);
        content->length -= start;
    }
}
