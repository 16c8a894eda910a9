#include "document/quality.h"

#include "base/memory.h"
#include "document/quality_words.h"
#include "text/fold.h"
#include "text/utf8.h"

/* How much must be said, by how much else there is. A phrase counts 2, one that articles say 1. */
static const struct {
    size_t character_count; /* up to, of the body */
    unsigned score;
} bounds[] = {{80, 2}, {200, 3}, {400, 4}, {600, 6}};

static bool is_word_at(struct str folded, size_t offset)
{
    uint32_t code_point;
    if (offset >= folded.length)
        return false;
    (void)utf8_decode(folded, offset, &code_point);
    return fold_kind(code_point) == FOLD_WORD;
}

/* Words are whole ones; characters may stand anywhere. */
static bool says(struct str folded, struct str phrase)
{
    for (size_t at = 0; (at = str_find(folded, phrase, at)) != SIZE_MAX; at++) {
        uint32_t before;
        const bool goes_on =
            is_word_at(phrase, phrase.length - 1) && is_word_at(folded, at + phrase.length);
        if (goes_on)
            continue;
        if (at == 0 || !is_word_at(phrase, 0))
            return true;
        (void)utf8_decode_before(folded, at, &before);
        if (fold_kind(before) != FOLD_WORD)
            return true;
    }
    return false;
}

static unsigned score_of(struct str folded, const char *const *phrases)
{
    unsigned score = 0;
    CLEANUP_BUFFER struct buffer phrase = {0};
    for (; *phrases; phrases++) {
        const bool is_weak = **phrases == '~';
        phrase.length = 0;
        fold_append(&phrase, str_from(*phrases + is_weak));
        if (says(folded, buffer_str(&phrase)))
            score += is_weak ? 1 : 2;
    }
    return score;
}

/* Asides say "log in" on any page; the title is of the page itself. */
static void append_folded(struct buffer *out, const struct document *document)
{
    fold_append(out, document->metadata.title);
    for (size_t i = 0; i < document->block_count; i++) {
        if (document->blocks[i].aside)
            continue;
        buffer_append_byte(out, '\n');
        fold_append(out, document_block_text(document, i));
    }
}

enum quality document_quality(const struct document *document)
{
    const size_t character_count = document_characters(document);
    size_t bound = 0;
    while (bound < ARRAY_LENGTH(bounds) && character_count > bounds[bound].character_count)
        bound++;
    if (bound == ARRAY_LENGTH(bounds))
        return QUALITY_FINE;
    if (character_count == 0)
        return QUALITY_ERROR_PAGE;
    CLEANUP_BUFFER struct buffer folded = {0};
    append_folded(&folded, document);
    enum quality quality = QUALITY_FINE;
    unsigned most = bounds[bound].score - 1;
    for (size_t i = 0; i < quality_words_count; i++) {
        const unsigned score = score_of(buffer_str(&folded), quality_words[i].phrases);
        if (score > most) {
            most = score;
            quality = quality_words[i].quality;
        }
    }
    return quality;
}

enum quality document_compare_quality(const struct document *old_document,
                                      const struct document *new_document)
{
    if (document_quality(old_document) != QUALITY_FINE)
        return QUALITY_FINE;
    const enum quality quality = document_quality(new_document);
    if (quality != QUALITY_FINE)
        return quality;
    const bool is_shorter =
        2 * document_characters(new_document) < document_characters(old_document);
    return is_shorter ? QUALITY_SHORTER : QUALITY_FINE;
}
