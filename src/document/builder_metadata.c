#include "document/builder_private.h"

#include "base/memory.h"
#include "text/language.h"
#include "text/one_line.h"

enum {
    LANGUAGE_BYTES_MAX = 35,
    GUESS_BYTES = 256 * 1024, /* of the body, when there are asides between */
};

struct str builder_clean_line(struct builder *builder, struct str s)
{
    CLEANUP_BUFFER struct buffer line = {0};
    one_line_append(&line, s);
    return arena_copy(builder->arena, buffer_str(&line));
}

/* A tag by its form (RFC 5646 §2.1; zh_CN style is let through), or empty. */
static struct str clean_language(struct builder *builder, struct str language)
{
    language = str_trim_ascii(language);
    if (language.length > LANGUAGE_BYTES_MAX)
        return STR_NONE;
    for (size_t i = 0; i < language.length; i++) {
        const char c = language.bytes[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '_')))
            return STR_NONE;
    }
    return arena_copy(builder->arena, language);
}

/* By the body; the asides of a page are often in another language. */
static const char *guess_language(const struct builder *builder)
{
    const struct str text = buffer_str(&builder->text);
    size_t aside_count = 0;
    for (size_t i = 0; i < builder->block_count; i++)
        aside_count += builder->blocks[i].aside != ASIDE_NONE;
    if (aside_count == 0 || aside_count == builder->block_count)
        return language_guess(text);
    CLEANUP_BUFFER struct buffer body = {0};
    for (size_t i = 0; i < builder->block_count && body.length < GUESS_BYTES; i++) {
        if (builder->blocks[i].aside != ASIDE_NONE)
            continue;
        buffer_append(&body, str_slice(text, builder->blocks[i].start, builder->blocks[i].end));
        buffer_append_byte(&body, '\n');
    }
    return language_guess(buffer_str(&body));
}

void builder_finish_metadata(struct builder *builder)
{
    struct metadata *metadata = &builder->metadata;
    struct str *const lines[] = {
        &metadata->title, &metadata->subtitle,      &metadata->byline,    &metadata->site,
        &metadata->url,   &metadata->canonical_url, &metadata->published, &metadata->saved,
    };
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        *lines[i] = builder_clean_line(builder, *lines[i]);
    metadata->language = clean_language(builder, metadata->language);
    if (metadata->language.length > 0)
        return;
    metadata->language = str_from(guess_language(builder)); /* static storage */
    metadata->language_is_guessed = metadata->language.length > 0;
}
