/* The best by pairs of characters, once more by single ones: the index has no occurrences of these,
 * the texts do. nDCG of questions goes up by half a hundredth (tests/bench). */
#include "library/search_private.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { CHARACTERS_MAX = 48, MAP_BITS = 12, TITLE_WEIGHT = 2 };
/* Beyond it, counting how many articles hold a character costs more than it tells. */
enum { ARTICLES_MAX = 400000 };
static const double SHARE = .5, K1 = 2.0;

struct characters {
    uint32_t points[CHARACTERS_MAX];
    double idf[CHARACTERS_MAX];
    size_t count;
    uint8_t slots[1 << MAP_BITS]; /* by the low bits: index + 1 of a character, or 0 */
};

static size_t index_of(const struct characters *characters, uint32_t point)
{
    uint8_t slot = characters->slots[point & ((1 << MAP_BITS) - 1)];
    return slot && characters->points[slot - 1] == point ? slot - 1u : SIZE_MAX;
}

/* Two that share a slot are rare enough to do without the second. */
static void add_character(struct characters *characters, uint32_t point)
{
    uint8_t *slot = &characters->slots[point & ((1 << MAP_BITS) - 1)];
    if (fold_kind(point) != FOLD_SUBSTRING || *slot || characters->count == CHARACTERS_MAX)
        return;
    characters->points[characters->count++] = point;
    *slot = (uint8_t)characters->count;
}

static void gather(struct str content, struct characters *characters)
{
    CLEANUP_BUFFER struct buffer folded = {0};
    fold_append(&folded, content);
    for (size_t at = 0; at < folded.length;) {
        uint32_t point;
        at += utf8_decode(buffer_str(&folded), at, &point);
        add_character(characters, point);
    }
}

static enum status weigh(struct library *library, struct characters *characters, int64_t article_count,
                         struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < characters->count && !status; i++) {
        int64_t frequency = 0;
        char match[8] = "\"";
        size_t length = 1 + utf8_encode(characters->points[i], match + 1);
        match[length++] = '"';
        status = statement_number(library,
                                  statement_bind(library, STATEMENT_COUNT_SINGLES, "t",
                                                 (struct str){match, length}),
                                  &frequency, error);
        characters->idf[i] = rank_idf((size_t)article_count, (size_t)frequency);
    }
    return status;
}

static void count_characters(const struct characters *characters, struct str folded, double weight,
                             double *counts)
{
    for (size_t at = 0; at < folded.length;) {
        uint32_t point;
        at += utf8_decode(folded, at, &point);
        size_t index = point < 0x80 ? SIZE_MAX : index_of(characters, point);
        if (index != SIZE_MAX)
            counts[index] += weight;
    }
}

static enum status rescore(struct library *library, const struct characters *characters,
                           struct search_hit *hit, struct error *error)
{
    enum status status;
    double counts[CHARACTERS_MAX] = {0}, score = 0;
    CLEANUP_BUFFER struct buffer title = {0}, body = {0};
    const struct lengths *lengths = library->lengths;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_WORDS, "i", hit->article);
    if (!statement_step(library, row, &status, error))
        return status;
    fold_append(&title, statement_text(row, 0));
    fold_append(&body, statement_text(row, 2));
    sqlite3_reset(row);
    count_characters(characters, buffer_str(&title), TITLE_WEIGHT, counts);
    count_characters(characters, buffer_str(&body), 1, counts);
    bool is_known = (size_t)hit->article < lengths->count;
    double norm = lengths->norms[is_known ? lengths->bytes[hit->article] : 0];
    for (size_t i = 0; i < characters->count; i++)
        score += characters->idf[i] * counts[i] * (K1 + 1) / (counts[i] + norm);
    hit->score += (float)(SHARE * score);
    return STATUS_OK;
}

enum status search_rerank(struct library *library, struct str content, struct search_hit *hits,
                          size_t count, struct error *error)
{
    struct characters characters = {0};
    int64_t article_count = 0;
    gather(content, &characters);
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""), &article_count, error);
    if (status || characters.count == 0 || article_count > ARTICLES_MAX)
        return status;
    status = weigh(library, &characters, article_count, error);
    for (size_t i = 0; i < count && !status; i++)
        status = rescore(library, &characters, &hits[i], error);
    return status;
}
