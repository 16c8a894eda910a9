#include "ingest/html_texts.h"

#include "base/memory.h"
#include "text/utf8.h"

/* A name is the mark and the text's number to base 8192, the lowest digit first, in Han characters:
 * each letter costs the parser the same. The last digit is one of LAST_DIGIT and those behind. */
enum { BASE = 8192, DIGIT = 0x4E00, LAST_DIGIT = DIGIT + BASE };

void html_texts_begin(struct html_texts *texts, struct buffer *out)
{
    size_t number = texts->count;
    ARRAY_RESERVE(texts->starts, texts->count, texts->capacity);
    texts->starts[texts->count++] = (uint32_t)texts->bytes.length;
    buffer_append(out, HTML_TEXT_MARK);
    for (; number >= BASE; number /= BASE)
        utf8_append(out, (uint32_t)(DIGIT + number % BASE));
    utf8_append(out, (uint32_t)(LAST_DIGIT + number));
}

static struct str text_of(const struct html_texts *texts, size_t number)
{
    if (number >= texts->count)
        return STR_NONE;
    const size_t end = number + 1 < texts->count ? texts->starts[number + 1] : texts->bytes.length;
    return str_slice(buffer_str(&texts->bytes), texts->starts[number], end);
}

/* Reads the digits at *at and moves behind them. */
static size_t read_number(struct str parsed, size_t *at)
{
    size_t number = 0, scale = 1;
    while (*at < parsed.length) {
        uint32_t digit;
        *at += utf8_decode(parsed, *at, &digit);
        if (digit >= LAST_DIGIT)
            return number + scale * (digit - LAST_DIGIT);
        number += scale * (digit - DIGIT);
        scale *= BASE;
    }
    return SIZE_MAX;
}

void html_texts_restore(const struct html_texts *texts, struct str parsed, struct buffer *out)
{
    for (size_t at = 0; at < parsed.length;) {
        const size_t mark = str_find(parsed, HTML_TEXT_MARK, at);
        buffer_append(out, str_slice(parsed, at, mark == SIZE_MAX ? parsed.length : mark));
        if (mark == SIZE_MAX)
            return;
        at = mark + HTML_TEXT_MARK.length;
        buffer_append(out, text_of(texts, read_number(parsed, &at)));
    }
}

void html_texts_release(struct html_texts *texts)
{
    buffer_release(&texts->bytes);
    free(texts->starts);
    *texts = (struct html_texts){0};
}
