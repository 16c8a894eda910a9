#include "search_queries.h"

#include "base/memory.h"
#include "lexicon.h"
#include "library/article.h"
#include "text/fold.h"
#include "text/utf8.h"

const struct sample_class sample_classes[] = {
    {"1 Han", SAMPLE_HAN, 1, 0, 1, BOUND_SINGLE},
    {"2 Han, very common", SAMPLE_HAN, 2, .15, 1, BOUND_RANKED},
    {"2 Han, common", SAMPLE_HAN, 2, .01, .15, BOUND_RANKED},
    {"2 Han, rare", SAMPLE_HAN, 2, 0, .01, BOUND_RANKED},
    {"3 Han", SAMPLE_HAN, 3, 0, 1, BOUND_RANKED},
    {"4 Han", SAMPLE_HAN, 4, 0, 1, BOUND_RANKED},
    {"4 Han, common", SAMPLE_HAN, 4, .01, 1, BOUND_RANKED},
    {"8 Han", SAMPLE_HAN, 8, 0, 1, BOUND_RANKED},
    {"mixed", SAMPLE_MIXED, 0, 0, 1, BOUND_RANKED},
    {"Latin prefix", SAMPLE_PREFIX, 0, 0, 1, BOUND_RANKED},
    {"Latin phrase", SAMPLE_PHRASE, 0, 0, 1, BOUND_NONE},
    {"Japanese", SAMPLE_JAPANESE, 0, 0, 1, BOUND_RANKED},
    {"Korean", SAMPLE_KOREAN, 0, 0, 1, BOUND_RANKED},
    {"traditional query", SAMPLE_TRADITIONAL, 0, 0, 1, BOUND_RANKED},
    {"simplified query", SAMPLE_SIMPLIFIED, 0, 0, 1, BOUND_RANKED},
    {"words of a title", SAMPLE_TITLE, 0, 0, 1, BOUND_RANKED},
};
const size_t sample_class_count = ARRAY_LENGTH(sample_classes);

static bool is_han(uint32_t point)
{
    return point >= 0x4E00 && point < 0xA000;
}

static bool is_japanese(uint32_t point)
{
    return is_han(point) ||
           (point >= 0x3041 && point < 0x30FF && fold_kind(point) == FOLD_SUBSTRING);
}

static bool is_hangul(uint32_t point)
{
    return point >= 0xAC00 && point < 0xD7A4;
}

static bool is_latin(uint32_t point)
{
    return (point | 0x20u) - 'a' < 26u || point - '0' < 10u;
}

typedef bool is_of(uint32_t point);

static size_t character_start(struct str text, size_t at)
{
    while (at > 0 && ((unsigned char)text.bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* How far the characters of this kind reach from at, at most count of them. */
static size_t reach(struct str text, size_t at, is_of *is_one, size_t count)
{
    while (at < text.length && count-- > 0) {
        uint32_t point;
        size_t length = utf8_decode(text, at, &point);
        if (!is_one(point))
            break;
        at += length;
    }
    return at;
}

static size_t reach_back(struct str text, size_t at, is_of *is_one)
{
    while (at > 0) {
        uint32_t point;
        size_t before = utf8_decode_before(text, at, &point);
        if (!is_one(point))
            break;
        at = before;
    }
    return at;
}

/* count characters of the kind in a row at a place taken at random. */
static bool take(struct str text, is_of *is_one, size_t count, uint64_t *state, struct buffer *out)
{
    if (text.length == 0)
        return false;
    size_t start = character_start(text, lexicon_draw(state, (uint32_t)text.length));
    struct str taken = str_slice(text, start, reach(text, start, is_one, count));
    if (utf8_count(taken) < count)
        return false;
    buffer_append(out, taken);
    return true;
}

static bool take_word(struct str text, uint64_t *state, struct str *ret_word)
{
    if (text.length == 0)
        return false;
    size_t at = character_start(text, lexicon_draw(state, (uint32_t)text.length));
    *ret_word =
        str_slice(text, reach_back(text, at, is_latin), reach(text, at, is_latin, SIZE_MAX));
    return ret_word->length > 0;
}

static bool take_prefix(struct str text, uint64_t *state, struct buffer *out)
{
    enum { LEAST = 3 };
    struct str word;
    if (!take_word(text, state, &word) || word.length < LEAST)
        return false;
    word.length = LEAST + lexicon_draw(state, (uint32_t)(word.length - LEAST + 1));
    buffer_append(out, word);
    return true;
}

static bool take_phrase(struct str text, uint64_t *state, struct buffer *out)
{
    struct str word;
    if (!take_word(text, state, &word))
        return false;
    size_t blank = (size_t)(word.bytes - text.bytes) + word.length;
    size_t end = blank < text.length ? reach(text, blank + 1, is_latin, SIZE_MAX) : blank;
    if (end <= blank + 1 || text.bytes[blank] != ' ')
        return false;
    buffer_append_format(out, "\"%.*s %.*s\"", STR_ARGS(word),
                         STR_ARGS(str_slice(text, blank + 1, end)));
    return true;
}

/* From a place taken at random on, the next word with a Han at its side. */
static bool take_mixed(struct str text, uint64_t *state, struct buffer *out)
{
    size_t start = text.length ? lexicon_draw(state, (uint32_t)text.length) : 0;
    while (start < text.length && !is_latin((unsigned char)text.bytes[start]))
        start++;
    size_t end = reach(text, start, is_latin, SIZE_MAX);
    size_t after = reach(text, end, is_han, 1 + lexicon_draw(state, 2));
    if (start == text.length || start == 0)
        return false;
    uint32_t point;
    size_t before = utf8_decode_before(text, start, &point);
    if (is_han(point) && lexicon_draw(state, 2))
        after = end;
    else if (after == end)
        return false;
    else
        before = start;
    buffer_append(out, str_slice(text, before, after));
    return true;
}

static bool take_folded(struct str text, uint64_t *state, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer found = {0};
    if (!take(text, is_han, 2 + lexicon_draw(state, 3), state, &found))
        return false;
    fold_append(out, buffer_str(&found));
    return !str_equal(buffer_str(out), buffer_str(&found));
}

static bool take_traditional(struct str text, uint64_t *state, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer found = {0};
    if (!take(text, is_han, 2 + lexicon_draw(state, 3), state, &found))
        return false;
    for (size_t at = 0; at < found.length;) {
        uint32_t point;
        at += utf8_decode(buffer_str(&found), at, &point);
        utf8_append(out, lexicon_traditional(point));
    }
    return !str_equal(buffer_str(out), buffer_str(&found));
}

static bool take_title(struct str title, uint64_t *state, struct buffer *out)
{
    if (!take(title, is_han, 2, state, out))
        return false;
    buffer_append_byte(out, ' ');
    return take(title, is_han, 2, state, out);
}

static bool take_from(enum sample_kind kind, unsigned length, struct str language, struct str title,
                      struct str text, uint64_t *state, struct buffer *out)
{
    bool is_simplified = str_equal(language, STR("zh"));
    switch (kind) {
    case SAMPLE_HAN:
        return is_simplified && take(text, is_han, length, state, out);
    case SAMPLE_JAPANESE:
        return str_equal(language, STR("ja")) &&
               take(text, is_japanese, 2 + lexicon_draw(state, 3), state, out);
    case SAMPLE_KOREAN:
        return str_equal(language, STR("ko")) && take(text, is_hangul, 2, state, out);
    case SAMPLE_MIXED:
        return is_simplified && take_mixed(text, state, out);
    case SAMPLE_PREFIX:
        return str_equal(language, STR("en")) && take_prefix(text, state, out);
    case SAMPLE_PHRASE:
        return str_equal(language, STR("en")) && take_phrase(text, state, out);
    case SAMPLE_TRADITIONAL:
        return is_simplified && take_traditional(text, state, out);
    case SAMPLE_SIMPLIFIED:
        return str_equal(language, STR("zh-Hant")) && take_folded(text, state, out);
    case SAMPLE_TITLE:
        return is_simplified && take_title(title, state, out);
    }
    return false;
}

bool sample_query(struct library *library, int64_t article_count, const struct sample_class *class,
                  uint64_t *state, struct buffer *out)
{
    struct error error;
    struct article_record record;
    struct document *document;
    bool is_taken = false;
    int64_t id = 1 + (int64_t)lexicon_draw(state, (uint32_t)article_count);
    out->length = 0;
    if (article_read(library, id, &record, &error))
        return false;
    if (!article_document(library, id, 0, &document, &error)) {
        is_taken = take_from(class->kind, class->length, record.language, record.title,
                             document->text, state, out);
        document_free(document);
    }
    article_record_release(&record);
    return is_taken;
}
