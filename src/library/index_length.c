#include "library/index_length.h"

#include "base/memory.h"
#include "library/article.h"
#include "library/library_private.h"

#include <math.h>

enum { CHUNK = 1024, STEPS_PER_DOUBLING = 12 };

/* As in rank.c; measured on questions against passages (tests/bench). */
static const double K1 = 1.2, B = 0.9;

uint8_t lengths_byte(size_t token_count)
{
    double step = round(log2((double)token_count + 1) * STEPS_PER_DOUBLING);
    return step > 255 ? 255 : (uint8_t)step;
}

static double dequantize(uint8_t byte)
{
    return exp2((double)byte / STEPS_PER_DOUBLING) - 1;
}

void lengths_free(struct lengths *lengths)
{
    if (!lengths)
        return;
    free(lengths->bytes);
    free(lengths);
}

enum status lengths_set(struct library *library, int64_t article, size_t token_count,
                        struct error *error)
{
    enum status status;
    char chunk[CHUNK] = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_LENGTH_CHUNK, "i", article / CHUNK);
    if (statement_step(library, row, &status, error)) {
        struct str old = statement_text(row, 0);
        memcpy(chunk, old.bytes, old.length < CHUNK ? old.length : CHUNK);
        sqlite3_reset(row);
    } else if (status) {
        return status;
    }
    chunk[article % CHUNK] = (char)lengths_byte(token_count);
    return statement_finish(library,
                            statement_bind(library, STATEMENT_LENGTH_CHUNK_WRITE, "ib",
                                           article / CHUNK, (struct str){chunk, CHUNK}),
                            error);
}

static enum status read_chunks(struct library *library, struct lengths *lengths,
                               struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_LENGTH_CHUNKS, "");
    while (statement_step(library, row, &status, error)) {
        int64_t chunk = sqlite3_column_int64(row, 0);
        struct str bytes = statement_text(row, 1);
        if (chunk < 0 || chunk > ARTICLE_ID_LIMIT / CHUNK || bytes.length != CHUNK)
            continue;
        size_t end = (size_t)(chunk + 1) * CHUNK;
        if (end > lengths->count) {
            lengths->bytes = memory_resize(lengths->bytes, end);
            memset(lengths->bytes + lengths->count, 0, end - lengths->count);
            lengths->count = end;
        }
        memcpy(lengths->bytes + end - CHUNK, bytes.bytes, CHUNK);
    }
    return status;
}

static void prepare_norms(struct lengths *lengths)
{
    size_t counts[256] = {0}, filled = 0;
    double sum = 0;
    for (size_t i = 0; i < lengths->count; i++)
        counts[lengths->bytes[i]]++;
    for (int i = 1; i < 256; i++) {
        sum += (double)counts[i] * dequantize((uint8_t)i);
        filled += counts[i];
    }
    lengths->average = filled ? sum / (double)filled : 1;
    for (int i = 0; i < 256; i++)
        lengths->norms[i] = (float)(K1 * (1 - B + B * dequantize((uint8_t)i) / lengths->average));
}

enum status lengths_read(struct library *library, const struct lengths **ret_lengths,
                         struct error *error)
{
    struct library_moment moment;
    enum status status = library_moment_read(library, &moment, error);
    if (status)
        return status;
    struct lengths *known = library->lengths;
    if (!known || !library_moment_equal(&known->moment, &moment)) {
        struct lengths *lengths = memory_new(sizeof *lengths);
        status = read_chunks(library, lengths, error);
        if (status) {
            lengths_free(lengths);
            return status;
        }
        lengths->moment = moment;
        prepare_norms(lengths);
        lengths_free(known);
        library->lengths = lengths;
    }
    *ret_lengths = library->lengths;
    return STATUS_OK;
}
