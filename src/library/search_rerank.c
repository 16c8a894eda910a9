/* The best by pairs of characters, once more by single ones: the index has no occurrences of these,
 * the texts do. nDCG of questions goes up by half a hundredth (tests/bench). */
#include "library/search_private.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { CHARACTERS_MAX = 48, MAP_BITS = 12, TITLE_WEIGHT = 2 };
static const double SHARE = 1, K1 = 1.2;

struct characters {
    uint32_t points[CHARACTERS_MAX];
    size_t count;
    uint8_t slots[1 << MAP_BITS]; /* by the low bits: index + 1 of a character, or 0 */
};

static size_t index_of(const struct characters *characters, uint32_t point)
{
    uint8_t slot = characters->slots[point & ((1 << MAP_BITS) - 1)];
    return slot && characters->points[slot - 1] == point ? slot - 1u : SIZE_MAX;
}

/* Han characters have a meaning each; kana and Hangul are sounds, and single ones make questions in
 * Japanese and Korean worse (search.md §6). Two that share a slot are rare enough to do without the
 * second. */
static void add_character(struct characters *characters, uint32_t point)
{
    uint8_t *slot = &characters->slots[point & ((1 << MAP_BITS) - 1)];
    if (code_point_properties(point).script != SCRIPT_HAN || *slot ||
        characters->count == CHARACTERS_MAX)
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

static enum status read_counts(struct library *library, const struct characters *characters,
                               int64_t article, double counts[CHARACTERS_MAX], struct error *error)
{
    enum status status;
    CLEANUP_BUFFER struct buffer title = {0}, body = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_WORDS, "i", article);
    if (!statement_step(library, row, &status, error))
        return status;
    fold_append(&title, statement_text(row, 0));
    fold_append(&body, statement_text(row, 2));
    sqlite3_reset(row);
    count_characters(characters, buffer_str(&title), TITLE_WEIGHT, counts);
    count_characters(characters, buffer_str(&body), 1, counts);
    return STATUS_OK;
}

/* A character that all of these have says nothing between them. */
static void weigh(const struct characters *characters, double (*counts)[CHARACTERS_MAX],
                  size_t count, double idf[CHARACTERS_MAX])
{
    for (size_t i = 0; i < characters->count; i++) {
        size_t frequency = 0;
        for (size_t j = 0; j < count; j++)
            frequency += counts[j][i] > 0;
        idf[i] = rank_idf(count, frequency);
    }
}

static double score(const struct characters *characters, const double *counts, const double *idf,
                    double norm)
{
    double sum = 0;
    for (size_t i = 0; i < characters->count; i++)
        sum += idf[i] * counts[i] * (K1 + 1) / (counts[i] + norm);
    return sum;
}

enum status search_rerank(struct library *library, struct str content, struct search_hit *hits,
                          size_t count, struct error *error)
{
    struct characters characters = {0};
    double idf[CHARACTERS_MAX];
    enum status status = STATUS_OK;
    const struct lengths *lengths = library->lengths;
    gather(content, &characters);
    if (characters.count == 0)
        return STATUS_OK;
    double(*counts)[CHARACTERS_MAX] = memory_new(count * sizeof *counts);
    for (size_t i = 0; i < count && !status; i++)
        status = read_counts(library, &characters, hits[i].article, counts[i], error);
    weigh(&characters, counts, count, idf);
    for (size_t i = 0; i < count; i++) {
        bool is_known = (size_t)hits[i].article < lengths->count;
        double norm = lengths->norms[is_known ? lengths->bytes[hits[i].article] : 0];
        hits[i].score += (float)(SHARE * score(&characters, counts[i], idf, norm));
    }
    free(counts);
    return status;
}
