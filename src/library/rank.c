/* BM25 inside FTS5 with what FTS5's own lacks: document lengths from memory, a weight a column, and
 * no look-up by row (search.md: 0.094 against 0.6 microseconds a row). Hits are gathered here
 * rather than handed out as rows. */
#include "library/rank.h"

#include "library/functions.h"
#include "library/library_private.h"
#include "library/search_hits.h"

#include <math.h>

/* The usual saturation, a little later than usual: long texts that say it often are meant. */
static const double K1 = 1.2;

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

static void keep(struct ranking *ranking, struct search_hit hit)
{
    enum { ROOM = 256 };
    size_t most = 2 * ranking->best_count + ROOM;
    ranking->article_count++;
    if (hit.score < ranking->least)
        return;
    if (ranking->best_count && ranking->hit_count == most) {
        ranking->hit_count = ranking->best_count;
        ranking->least = search_select_best(ranking->hits, most, ranking->best_count);
    }
    ARRAY_RESERVE(ranking->hits, ranking->hit_count, ranking->hit_capacity);
    ranking->hits[ranking->hit_count++] = hit;
}

static int score_row(const Fts5ExtensionApi *api, Fts5Context *context, struct ranking *ranking,
                     int phrase_count)
{
    int64_t id = api->xRowid(context);
    if ((ranking->only && !id_set_has(ranking->only, id)) ||
        (ranking->without && id_set_has(ranking->without, id)))
        return SQLITE_OK;
    bool is_known = id > 0 && (size_t)id < ranking->lengths->count;
    uint8_t length = is_known ? ranking->lengths->bytes[id] : 0;
    double score = ranking->recency * (double)id;
    for (int i = 0; i < phrase_count; i++) {
        double weight;
        int code = weigh(api, context, i, ranking, &weight, &ranking->match_count);
        if (code)
            return code;
        score +=
            (i < RANK_PHRASES ? ranking->idf[i] : 1) * saturate(ranking->lengths, weight, length);
    }
    keep(ranking, (struct search_hit){id, (float)score});
    return SQLITE_OK;
}

static int take_row(const Fts5ExtensionApi *api, Fts5Context *context, void *closure)
{
    enum { ROWS = 4096 };
    struct ranking *ranking = closure;
    const struct library *library = ranking->library;
    if (ranking->article_count % ROWS == ROWS - 1 && library->should_stop &&
        library->should_stop(library->stop_closure))
        return SQLITE_INTERRUPT;
    return score_row(api, context, ranking, 1);
}

/* Many rows of one phrase come faster without SQL between them, which then cannot be interrupted.
 * It means to begin anew. */
static int take_rows(const Fts5ExtensionApi *api, Fts5Context *context, struct ranking *ranking)
{
    ranking->hit_count = ranking->article_count = ranking->match_count = 0;
    ranking->least = 0;
    return api->xQueryPhrase(context, 0, ranking, take_row);
}

/* zhai_rank(table, pointer to struct ranking): false; true, and a row is handed out, when it has
 * taken all there are. */
static void rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result,
                 int count, sqlite3_value **values)
{
    enum { FEW = 512 };
    struct ranking *ranking = api->xGetAuxdata(context, false);
    int phrase_count = api->xPhraseCount(context);
    if (!ranking) { /* the first row: asking the value each time is a comparison of names */
        ranking = count == 1 ? sqlite3_value_pointer(values[0], "zhai") : NULL;
        if (!ranking || api->xSetAuxdata(context, ranking, NULL)) {
            sqlite3_result_error(result, "zhai_rank", -1);
            return;
        }
    }
    bool is_all = ranking->is_phrase_cheap && phrase_count == 1 && ranking->article_count == FEW;
    int code = is_all ? take_rows(api, context, ranking)
                      : score_row(api, context, ranking, phrase_count);
    if (code)
        sqlite3_result_error_code(result, code);
    else
        sqlite3_result_int(result, is_all);
}

int rank_register(sqlite3 *database)
{
    fts5_api *api = fts5_api_of(database);
    return api ? api->xCreateFunction(api, "zhai_rank", NULL, rank, NULL) : SQLITE_ERROR;
}
