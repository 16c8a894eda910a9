/* BM25 inside FTS5 with what FTS5's own lacks: document lengths from memory, a weight a column, and
 * no look-up by row (search.md: 0.094 against 0.6 microseconds a row). Hits are gathered here rather
 * than handed out as rows. */
#include "library/rank.h"

#include "library/functions.h"

#include <math.h>

/* The usual saturation, a little later than usual: long texts that say it often are meant. */
static const double K1 = 2.0;

double rank_idf(size_t article_count, size_t document_frequency)
{
    double count = (double)article_count, frequency = (double)document_frequency;
    return log(1 + (count - frequency + .5) / (frequency + .5));
}

/* Occurrences of the phrase in the row, each worth its column. */
static int weigh(const Fts5ExtensionApi *api, Fts5Context *context, int phrase,
                 const struct ranking *ranking, double *ret_weight, size_t *match_count)
{
    Fts5PhraseIter iterator;
    int column, offset;
    double weight = 0;
    int code = api->xPhraseFirst(context, phrase, &iterator, &column, &offset);
    for (; !code && column >= 0; api->xPhraseNext(context, &iterator, &column, &offset)) {
        weight += column < RANK_COLUMNS ? ranking->weights[column] : 1;
        ++*match_count;
    }
    *ret_weight = weight;
    return code;
}

static double saturate(const struct lengths *lengths, double weight, uint8_t length)
{
    return weight * (K1 + 1) / (weight + (double)lengths->norms[length]);
}

static int score_row(const Fts5ExtensionApi *api, Fts5Context *context, struct ranking *ranking,
                     int64_t id)
{
    bool is_known = id > 0 && (size_t)id < ranking->lengths->count;
    uint8_t length = is_known ? ranking->lengths->bytes[id] : 0;
    double score = 0;
    int phrase_count = api->xPhraseCount(context);
    for (int i = 0; i < phrase_count; i++) {
        double weight;
        int code = weigh(api, context, i, ranking, &weight, &ranking->match_count);
        if (code)
            return code;
        score += (i < RANK_PHRASES ? ranking->idf[i] : 1) * saturate(ranking->lengths, weight, length);
    }
    ARRAY_RESERVE(ranking->hits, ranking->hit_count, ranking->hit_capacity);
    ranking->hits[ranking->hit_count++] = (struct search_hit){id, (float)score};
    return SQLITE_OK;
}

/* zhai_rank(table, pointer to struct ranking): false, until there are hits_most. */
static void rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result,
                 int count, sqlite3_value **values)
{
    struct ranking *ranking = api->xGetAuxdata(context, false);
    if (!ranking) { /* the first row: asking the value each time is a comparison of names */
        ranking = count == 1 ? sqlite3_value_pointer(values[0], "zhai") : NULL;
        if (!ranking || api->xSetAuxdata(context, ranking, NULL)) {
            sqlite3_result_error(result, "zhai_rank", -1);
            return;
        }
    }
    if (ranking->hits_most && ranking->hit_count == ranking->hits_most) {
        sqlite3_result_int(result, 1);
        return;
    }
    int64_t id = api->xRowid(context);
    bool is_wanted = (!ranking->only || id_set_has(ranking->only, id)) &&
                     (!ranking->without || !id_set_has(ranking->without, id));
    int code = is_wanted ? score_row(api, context, ranking, id) : SQLITE_OK;
    if (code)
        sqlite3_result_error_code(result, code);
    else
        sqlite3_result_int(result, 0); /* as a condition: no row is handed out */
}

int rank_register(sqlite3 *database)
{
    fts5_api *api = fts5_api_of(database);
    return api ? api->xCreateFunction(api, "zhai_rank", NULL, rank, NULL) : SQLITE_ERROR;
}
