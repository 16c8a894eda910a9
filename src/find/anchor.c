#include "find/anchor_private.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <string.h>

static const double quote_only_score = 0.6;
static const struct anchor_found orphan = {.fit = ANCHOR_ORPHAN};

struct anchor anchor_make(struct str text, size_t start, size_t end)
{
    end = end < text.length ? end : text.length;
    start = start < end ? start : end;
    size_t first = start, last = end;
    uint32_t code_point;
    for (int i = 0; i < ANCHOR_CONTEXT && first > 0; i++)
        first = utf8_decode_before(text, first, &code_point);
    for (int i = 0; i < ANCHOR_CONTEXT && last < text.length; i++)
        last += utf8_decode(text, last, &code_point);
    return (struct anchor){start, end, str_slice(text, start, end), str_slice(text, first, start),
                           str_slice(text, end, last)};
}

struct anchor_text *anchor_text_new(struct str old_text, struct str new_text)
{
    struct anchor_text *text = memory_new(sizeof *text);
    text->is_too_large = new_text.length > ANCHOR_TEXT_LIMIT;
    text->new_stream.text = new_text;
    text->old_stream.text = old_text;
    if (text->is_too_large)
        return text;
    anchor_stream_make(new_text, &text->new_stream);
    anchor_index_make(&text->new_stream, &text->index);
    if (old_text.length && old_text.length <= ANCHOR_TEXT_LIMIT) {
        anchor_stream_make(old_text, &text->old_stream);
        text->match_count = anchor_diff(&text->old_stream, &text->new_stream, &text->matches);
    }
    return text;
}

void anchor_text_free(struct anchor_text *text)
{
    if (!text)
        return;
    anchor_stream_release(&text->old_stream);
    anchor_stream_release(&text->new_stream);
    anchor_index_release(&text->index);
    free(text->matches);
    free(text);
}

bool anchor_stands_at(struct str text, size_t start, struct str part)
{
    return start <= text.length && part.length <= text.length - start &&
           str_equal(str_slice(text, start, start + part.length), part);
}

bool anchor_is_unchanged(struct str text, const struct anchor *anchor)
{
    return anchor->start >= anchor->prefix.length &&
           anchor->end - anchor->start == anchor->quote.length &&
           anchor_stands_at(text, anchor->start - anchor->prefix.length, anchor->prefix) &&
           anchor_stands_at(text, anchor->start, anchor->quote) &&
           anchor_stands_at(text, anchor->end, anchor->suffix);
}

size_t anchor_extend_start(struct str text, size_t start, struct str inner)
{
    struct anchor_stream stream;
    anchor_stream_make(inner, &stream);
    size_t at = stream.count ? stream.offsets[0] : inner.length;
    anchor_stream_release(&stream);
    while (at > 0 && start > 0) {
        uint32_t wanted, there;
        const size_t previous = utf8_decode_before(text, start, &there);
        at = utf8_decode_before(inner, at, &wanted);
        if (wanted != there)
            break;
        start = previous;
    }
    return start;
}

static size_t extend_end(struct str text, size_t end, struct str inner)
{
    struct anchor_stream stream;
    anchor_stream_make(inner, &stream);
    size_t at = stream.count ? anchor_stream_end(&stream, stream.count) : 0;
    anchor_stream_release(&stream);
    while (at < inner.length && end < text.length) {
        uint32_t wanted, there;
        const size_t size = utf8_decode(text, end, &there);
        at += utf8_decode(inner, at, &wanted);
        if (wanted != there)
            break;
        end += size;
    }
    return end;
}

static struct anchor_found found_at(const struct anchor_text *text, const struct anchor *anchor,
                                    const struct anchor_attempt *attempt)
{
    const struct anchor_stream *stream = &text->new_stream;
    size_t start = stream->offsets[attempt->range.start];
    size_t end = anchor_stream_end(stream, attempt->range.end);
    start = grapheme_floor(stream->text, anchor_extend_start(stream->text, start, anchor->quote));
    end = extend_end(stream->text, end, anchor->quote);
    const size_t floor = grapheme_floor(stream->text, end);
    if (floor < end)
        end = grapheme_end(stream->text, floor);
    const bool is_exact = attempt->is_sure && start == anchor->start && end == anchor->end &&
                          anchor_stands_at(stream->text, start, anchor->quote);
    const enum anchor_fit fit = is_exact           ? ANCHOR_EXACT
                                : attempt->is_sure ? ANCHOR_MOVED
                                                   : ANCHOR_FUZZY;
    return (struct anchor_found){fit, start, end, attempt->score};
}

/* The only place of part, or SIZE_MAX. */
static size_t find_only(struct str text, struct str part)
{
    const size_t at = part.length ? str_find(text, part, 0) : SIZE_MAX;
    if (at == SIZE_MAX || str_find(text, part, at + 1) != SIZE_MAX)
        return SIZE_MAX;
    return at;
}

struct anchor_found anchor_find_unchanged(struct str text, const struct anchor *anchor)
{
    CLEANUP_BUFFER struct buffer whole = {0};
    buffer_append(&whole, anchor->prefix);
    buffer_append(&whole, anchor->quote);
    buffer_append(&whole, anchor->suffix);
    size_t start = find_only(text, buffer_str(&whole));
    if (start != SIZE_MAX) {
        start += anchor->prefix.length;
        return (struct anchor_found){ANCHOR_MOVED, start, start + anchor->quote.length, 1};
    }
    start = find_only(text, anchor->quote);
    if (start == SIZE_MAX)
        return orphan;
    return (struct anchor_found){ANCHOR_FUZZY, start, start + anchor->quote.length,
                                 quote_only_score};
}

/* A quote of nothing but marks and blanks stands where its place is, or nowhere. */
static struct anchor_found find_marks(const struct anchor_text *text, const struct anchor *anchor)
{
    struct anchor_found found = anchor_find_place(text, anchor);
    if (found.fit == ANCHOR_ORPHAN ||
        !anchor_stands_at(text->new_stream.text, found.start, anchor->quote))
        return orphan;
    found.end = found.start + anchor->quote.length;
    return found;
}

struct anchor_found anchor_find(const struct anchor_text *text, const struct anchor *anchor)
{
    const struct str new_text = text->new_stream.text;
    if (anchor->quote.length == 0)
        return anchor_find_place(text, anchor);
    if (anchor_is_unchanged(new_text, anchor))
        return (struct anchor_found){ANCHOR_EXACT, anchor->start, anchor->end, 1};
    if (text->is_too_large)
        return anchor_find_unchanged(new_text, anchor);
    struct anchor_folded folded;
    struct anchor_attempt attempt;
    anchor_folded_make(anchor, &folded);
    struct anchor_found found = orphan;
    if (folded.quote_count == 0)
        found = find_marks(text, anchor);
    else if (anchor_attempt_make(text, anchor, &folded, &attempt))
        found = found_at(text, anchor, &attempt);
    anchor_folded_release(&folded);
    return found;
}
