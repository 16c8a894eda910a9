/* BM25 inside FTS5 with what FTS5's own lacks: document lengths from memory, a weight a column, and
 * no look-up by row (search.md: 0.094 against 0.6 microseconds a row). */
#include "library/rank.h"

#include "base/memory.h"
#include "library/functions.h"

/* Occurrences of the phrase in the row, each worth its column. */
static int weigh(const Fts5ExtensionApi *api, Fts5Context *context, int phrase,
                 struct ranking *ranking, double *ret_weight)
{
    Fts5PhraseIter iterator;
    int column, offset;
    double weight = 0;
    int code = api->xPhraseFirst(context, phrase, &iterator, &column, &offset);
    for (; !code && column >= 0; api->xPhraseNext(context, &iterator, &column, &offset)) {
        weight += column < RANK_COLUMNS ? ranking->weights[column] : 1;
        ranking->match_count++;
    }
    *ret_weight = weight;
    return code;
}

/* zhai_rank(table, pointer to struct ranking) */
static void rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result,
                 int count, sqlite3_value **values)
{
    struct ranking *ranking = count == 1 ? sqlite3_value_pointer(values[0], "zhai") : NULL;
    double score = 0;
    if (!ranking) {
        sqlite3_result_error(result, "zhai_rank", -1);
        return;
    }
    int64_t id = api->xRowid(context);
    uint8_t length =
        id > 0 && (size_t)id < ranking->lengths->count ? ranking->lengths->bytes[id] : 0;
    double norm = ranking->lengths->norms[length];
    int phrase_count = api->xPhraseCount(context);
    for (int i = 0; i < phrase_count; i++) {
        double weight;
        int code = weigh(api, context, i, ranking, &weight);
        if (code) {
            sqlite3_result_error_code(result, code);
            return;
        }
        double idf = i < RANK_PHRASES ? ranking->idf[i] : 1;
        score += idf * weight * 2.2 / (weight + norm);
    }
    sqlite3_result_double(result, score);
}

int rank_register(sqlite3 *database)
{
    fts5_api *api = fts5_api_of(database);
    return api ? api->xCreateFunction(api, "zhai_rank", NULL, rank, NULL) : SQLITE_ERROR;
}
