/* A term as the phrase of tokens that every text which holds it has. */
#include "text/tokens_private.h"

#include "base/memory.h"

enum { TOKEN_LONG = TOKEN_BYTES - 3 }; /* tokens from here on may have been cut */

struct query {
    struct token_phrase *phrase;
    enum tokens_purpose purpose;
    struct token_character *characters; /* of the folded term, blanks at its ends left out */
    size_t count;
    bool is_substring; /* the term may begin inside a word */
    size_t *ends;      /* of the tokens, in phrase->bytes */
    size_t token_count, capacity;
};

static enum fold_kind kind_at(const struct query *query, size_t index)
{
    return index < query->count ? query->characters[index].kind : FOLD_OTHER;
}

static bool is_separator(enum fold_kind kind)
{
    return kind == FOLD_BLANK || kind == FOLD_OTHER;
}

static void append(struct query *query, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        buffer_append(&query->phrase->bytes,
                      (struct str){query->characters[i].bytes, query->characters[i].length});
}

static void end_token(struct query *query)
{
    struct buffer *bytes = &query->phrase->bytes;
    size_t start = query->token_count ? query->ends[query->token_count - 1] : 0;
    struct str token = str_slice(buffer_str(bytes), start, bytes->length);
    if (token.length >= TOKEN_LONG)
        query->phrase->is_exact = false;
    bytes->length = start + token_cut(token);
    ARRAY_RESERVE(query->ends, query->token_count, query->capacity);
    query->ends[query->token_count++] = bytes->length;
}

static void add_token(struct query *query, size_t first, size_t end)
{
    append(query, first, end);
    end_token(query);
}

/* The word [first, end) cut as the walk cuts it, between characters. */
static void add_word(struct query *query, size_t first, size_t end, size_t sign_count)
{
    size_t length = 0, last = first;
    while (last < end && length + query->characters[last].length <= TOKEN_BYTES)
        length += query->characters[last++].length;
    append(query, first, last);
    if (last == end)
        append(query, end, end + token_sign_room(length, sign_count));
    query->phrase->is_exact = query->phrase->is_exact && last == end;
    end_token(query);
}

/* The end of the word [first, end) and the character of the run behind it. */
static void add_end(struct query *query, size_t first, size_t end, bool is_whole)
{
    size_t start = end, point_count = 0;
    while (start > first &&
           point_count + query->characters[start - 1].point_count <= TOKEN_TAIL_MAX)
        point_count += query->characters[--start].point_count;
    if (start > first && !is_whole)
        query->phrase->is_exact = false;
    if (start == end)
        return;
    buffer_append_byte(&query->phrase->bytes, TOKEN_END_MARK);
    add_token(query, start, end + 1);
}

static bool takes_marks(const struct query *query, size_t index)
{
    const struct token_character *character = &query->characters[index];
    return fold_takes_marks(character->points[character->point_count - 1]);
}

static size_t query_word(struct query *query, size_t first)
{
    size_t end = first, sign_end;
    while (kind_at(query, end) == FOLD_WORD)
        end++;
    for (sign_end = end;
         sign_end < query->count && token_is_sign(query->characters[sign_end].points[0]);)
        sign_end++;
    size_t sign_count = sign_end - end < TOKEN_SIGNS_MAX ? sign_end - end : TOKEN_SIGNS_MAX;
    bool is_whole = first > 0 || !query->is_substring;
    /* 年1: the junction tells of the letter; all words that begin with it need not be gone through.
     */
    bool is_told = first > 0 && end == first + 1 && end == query->count &&
                   kind_at(query, first - 1) == FOLD_SUBSTRING;
    if (is_whole && !is_told)
        add_word(query, first, end, sign_count);
    if (kind_at(query, end) == FOLD_SUBSTRING)
        add_end(query, first, end, is_whole);
    if (end + sign_count == query->count && is_whole) {
        query->phrase->last_is_prefix = !is_told;
        if (sign_count == 0 && takes_marks(query, end - 1))
            query->phrase->is_exact = false;
        return query->count;
    }
    return end;
}

static size_t query_run(struct query *query, size_t first)
{
    size_t end = first + 1;
    for (; kind_at(query, end) == FOLD_SUBSTRING; end++)
        add_token(query, end - 1, end + 1);
    if (kind_at(query, end) == FOLD_WORD) {
        add_token(query, end - 1, end + 1);
    } else if (end < query->count) {
        add_token(query, end - 1, end);
    } else if (end - first == 1 && !(first > 0 && kind_at(query, first - 1) == FOLD_WORD)) {
        add_token(query, first, end);
        query->phrase->is_single = query->token_count == 1;
        query->phrase->last_is_prefix = query->purpose == TOKENS_MAIN;
        if (query->phrase->last_is_prefix && !query->phrase->is_single && takes_marks(query, first))
            query->phrase->is_exact = false;
    }
    return end;
}

static void read_characters(struct query *query, struct str term)
{
    struct token_reader reader = {.text = term};
    struct token_character character;
    size_t capacity = 0, last = 0;
    while (token_reader_next(&reader, &character)) {
        if (character.kind == FOLD_BLANK && query->count == 0)
            continue;
        ARRAY_RESERVE(query->characters, query->count, capacity);
        query->characters[query->count++] = character;
        if (character.kind != FOLD_BLANK)
            last = query->count;
        query->is_substring |= character.kind == FOLD_SUBSTRING;
    }
    query->count = last;
}

static void hand_over(struct query *query)
{
    struct token_phrase *phrase = query->phrase;
    phrase->tokens = memory_new((query->token_count + 1) * sizeof *phrase->tokens);
    phrase->token_count = query->token_count;
    for (size_t i = 0; i < query->token_count; i++)
        phrase->tokens[i] =
            str_slice(buffer_str(&phrase->bytes), i ? query->ends[i - 1] : 0, query->ends[i]);
    phrase->is_empty = query->token_count == 0;
    phrase->is_exact = phrase->is_exact && !phrase->is_empty;
}

void token_phrase_init(struct token_phrase *phrase, struct str term, enum tokens_purpose purpose)
{
    struct query query = {.phrase = phrase, .purpose = purpose};
    *phrase = (struct token_phrase){.is_exact = true};
    read_characters(&query, term);
    for (size_t at = 0; at < query.count;) {
        enum fold_kind kind = kind_at(&query, at);
        if (is_separator(kind)) {
            phrase->is_exact = false;
            at++;
        } else if (kind == FOLD_WORD) {
            at = query_word(&query, at);
        } else {
            at = query_run(&query, at);
        }
    }
    hand_over(&query);
    free(query.ends);
    free(query.characters);
}

void token_phrase_release(struct token_phrase *phrase)
{
    free(phrase->tokens);
    buffer_release(&phrase->bytes);
    *phrase = (struct token_phrase){0};
}
