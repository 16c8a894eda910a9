#include "document/document.h"

#include "text/properties.h"
#include "text/utf8.h"

#include <assert.h>

void document_free(struct document *document)
{
    if (document)
        arena_free(document->arena);
}

struct str document_block_text(const struct document *document, size_t block)
{
    assert(block < document->block_count);
    return str_slice(document->text, document->blocks[block].start, document->blocks[block].end);
}

size_t document_block_at(const struct document *document, size_t offset)
{
    assert(document->block_count > 0);
    size_t low = 0, high = document->block_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (document->blocks[middle].start <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Outermost spans follow each other, so only the one over the last span that starts here can reach
 * over offset, and none before it does. */
size_t document_span_from(const struct document *document, size_t offset)
{
    size_t low = 0, high = document->span_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (document->spans[middle].start <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    const size_t root = document->span_roots[low - 1];
    return document->spans[root].end > offset ? root : low;
}

enum {
    EXACT_BYTES = 256 * 1024, /* under a millisecond: the status line asks at every key */
    SAMPLE_COUNT = 64,
    SAMPLE_BYTES = EXACT_BYTES / SAMPLE_COUNT,
    THAI_WORD_LETTERS = 5, /* written without blanks */
    PROLONGED_SOUND_MARK = 0x30FC,
};

struct reading {
    size_t characters; /* Han, kana, Hangul */
    size_t words;
    size_t thai_letters;
};

/* U+5000..9FFF, which is all Han, by the lead byte of well-formed text. */
static inline bool is_common_han(struct str text, size_t offset)
{
    const unsigned char lead = (unsigned char)text.bytes[offset];
    return lead >= 0xE5 && lead <= 0xE9 && offset + 3 <= text.length;
}

static void count_reading(struct str text, struct reading *reading)
{
    bool is_in_word = false;
    for (size_t i = 0; i < text.length;) {
        if (is_common_han(text, i)) {
            reading->characters++;
            is_in_word = false;
            i += 3;
            continue;
        }
        uint32_t code_point;
        i += utf8_decode(text, i, &code_point);
        const struct properties properties = code_point_properties(code_point);
        if (properties.is_mark || code_point == '\'' || code_point == 0x2019)
            continue;
        const bool is_character = (properties.is_letter && script_is_cjk(properties.script)) ||
                                  code_point == PROLONGED_SOUND_MARK;
        const bool is_thai = properties.is_letter && properties.script == SCRIPT_THAI;
        const bool is_word =
            (properties.is_letter || properties.is_digit) && !is_character && !is_thai;
        reading->characters += is_character;
        reading->thai_letters += is_thai;
        reading->words += is_word && !is_in_word;
        is_in_word = is_word;
    }
}

/* The part of the body between start and end. */
static void count_range(const struct document *document, size_t start, size_t end,
                        struct reading *reading)
{
    for (size_t i = document_block_at(document, start);
         i < document->block_count && document->blocks[i].start < end; i++) {
        const struct block *block = &document->blocks[i];
        const size_t from = block->start > start ? block->start : start;
        const size_t to = block->end < end ? block->end : end;
        if (block->aside == ASIDE_NONE && from < to)
            count_reading(str_slice(document->text, from, to), reading);
    }
}

static double reading_minutes(const struct reading *reading)
{
    return (double)reading->characters / 400 +
           ((double)reading->words + (double)reading->thai_letters / THAI_WORD_LETTERS) / 230;
}

double document_minutes(const struct document *document, size_t start, size_t end)
{
    end = end < document->text.length ? end : document->text.length;
    struct reading reading = {0};
    if (document->block_count == 0 || start >= end)
        return 0;
    if (end - start <= EXACT_BYTES) {
        count_range(document, start, end, &reading);
        return reading_minutes(&reading);
    }
    const size_t stride = (end - start - SAMPLE_BYTES) / (SAMPLE_COUNT - 1);
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        count_range(document, start + i * stride, start + i * stride + SAMPLE_BYTES, &reading);
    return reading_minutes(&reading) * ((double)(end - start) / EXACT_BYTES);
}

/* White_Space code points that well-formed text can hold, by their bytes, so that the loop has no
 * calls: ASCII, U+00A0, U+1680, U+2000..200A, U+2028, U+2029, U+202F, U+205F, U+3000. */
static bool is_wide_blank(const unsigned char *bytes, size_t left)
{
    if (left >= 2 && bytes[0] == 0xC2)
        return bytes[1] == 0xA0;
    if (left < 3)
        return false;
    const uint32_t sequence = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return sequence == 0xE19A80 || (sequence >= 0xE28080 && sequence <= 0xE2808A) ||
           sequence == 0xE280A8 || sequence == 0xE280A9 || sequence == 0xE280AF ||
           sequence == 0xE2819F || sequence == 0xE38080;
}

static size_t count_characters(struct str text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = bytes[i];
        count += (byte & 0xC0) != 0x80 && byte > 0x20;
        if ((byte == 0xE3 || byte == 0xE2 || byte == 0xE1 || byte == 0xC2) &&
            is_wide_blank(bytes + i, text.length - i))
            count--;
    }
    return count;
}

size_t document_characters(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].aside == ASIDE_NONE)
            count += count_characters(document_block_text(document, i));
    return count;
}

struct extent document_extent(const struct document *document)
{
    return (struct extent){
        .character_count = document_characters(document),
        .minutes = (size_t)(document_minutes(document, 0, document->text.length) + .999)};
}

const char *block_kind_name(enum block_kind kind)
{
    static const char *const names[BLOCK_KIND_COUNT] = {
        [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_HEADING] = "heading",
        [BLOCK_QUOTE] = "quote",         [BLOCK_LIST_ITEM] = "list_item",
        [BLOCK_CODE] = "code",           [BLOCK_TABLE_CELL] = "table_cell",
        [BLOCK_FIGURE] = "figure",       [BLOCK_RULE] = "rule",
        [BLOCK_FOOTNOTE] = "footnote",
    };
    return names[kind];
}

const char *span_kind_name(enum span_kind kind)
{
    static const char *const names[SPAN_KIND_COUNT] = {
        [SPAN_STRONG] = "strong",       [SPAN_EMPHASIS] = "emphasis",
        [SPAN_CODE] = "code",           [SPAN_LINK] = "link",
        [SPAN_RUBY] = "ruby",           [SPAN_SUPERSCRIPT] = "superscript",
        [SPAN_SUBSCRIPT] = "subscript", [SPAN_STRIKE] = "strike",
        [SPAN_MARK] = "mark",           [SPAN_FOOTNOTE_REFERENCE] = "footnote_reference",
        [SPAN_ANCHOR] = "anchor",
    };
    return names[kind];
}

const char *aside_name(enum aside aside)
{
    static const char *const names[ASIDE_COUNT] = {
        [ASIDE_NONE] = "none",
        [ASIDE_NOTICE] = "notice",
        [ASIDE_NAVIGATION] = "navigation",
        [ASIDE_RELATED] = "related",
        [ASIDE_COMMENTS] = "comments",
        [ASIDE_SHARE] = "share",
        [ASIDE_FILE] = "file",
        [ASIDE_OTHER] = "other",
    };
    return names[aside];
}
