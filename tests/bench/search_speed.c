/* Search of a library in process: search_speed FILE. Queries of many kinds are taken from its own
 * texts; each is answered three times, the fastest counts, in CPU time because others use the
 * machine too. The peer is FTS5's own ranking over the same index. What is found is compared with
 * what a look into every text finds. */
#include "base/memory.h"
#include "document/stored.h"
#include "find/query.h"
#include "lexicon.h"
#include "library/article.h"
#include "library/holds.h"
#include "library/id_set.h"
#include "library/search.h"
#include "search_queries.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { RUNS = 3, LIMIT = 20, PEERS = 8, TRIES = 4000 };

/* In milliseconds at the 95th of a hundred; what a library of at most so many articles may take. */
static const struct budget {
    int64_t article_count;
    double ranked, single, glance, count;
    size_t query_count, verified_count; /* of each kind */
} budgets[] = {
    {20000, 2, 2, 1, 2, 40, 40},
    {100000, 7, 7, 1, 5, 40, 8},
    {INT64_MAX, 50, 20, 1, 40, 40, 2},
};

struct asked {
    const struct sample_class *class;
    struct query *query;
    double ranked, wall, glance, count, peer; /* ms; peer NAN: not asked */
    size_t hit_count;
    struct term *terms;
    struct id_set truth;
    bool is_verified;
};

struct bench {
    struct library *library;
    int64_t article_count;
    const struct budget *budget;
    uint64_t state;
    struct asked *asked;
    size_t asked_count, asked_capacity;
};

static void check(enum status status, const struct error *error)
{
    if (status) {
        fprintf(stderr, "search_speed: %s\n", error->message);
        exit(1);
    }
}

static int64_t today(void)
{
    return 1700000000000;
}

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static struct query *parse(struct str text)
{
    struct query *query;
    struct query_fault fault;
    struct query_options options = {.now_ms = today()};
    check(query_parse(text, &options, &query, &fault), &fault.error);
    return query;
}

typedef enum status searching(struct library *library, const struct query *query, size_t limit,
                              struct search_result *ret_result, struct error *error);

/* Least CPU time and least wall time of some runs; returns how many articles matched. */
static size_t measure(struct bench *bench, searching *run, const struct query *query, size_t limit,
                      double *ret_cpu, double *ret_wall)
{
    struct error error;
    struct search_result result;
    size_t count = 0;
    *ret_cpu = *ret_wall = INFINITY;
    for (int i = 0; i < RUNS; i++) {
        double wall = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        check(run(bench->library, query, limit, &result, &error), &error);
        *ret_cpu = fmin(*ret_cpu, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
        *ret_wall = fmin(*ret_wall, clock_ms(CLOCK_MONOTONIC) - wall);
        count = result.article_count;
        search_result_release(&result);
    }
    return count;
}

/* FTS5's own way to the same rows. */
static double measure_peer(struct bench *bench, const struct query *query)
{
    static const char sql[] =
        "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rank LIMIT 20";
    CLEANUP_BUFFER struct buffer match = {0};
    sqlite3_stmt *statement;
    double best = INFINITY;
    for (size_t i = 0; i < query->term_count; i++) {
        struct token_phrase phrase;
        token_phrase_init(&phrase, query->terms[i]->text, TOKENS_MAIN);
        buffer_append_c(&match, i ? " AND " : "");
        phrase_append_match(&phrase, NULL, &match);
        token_phrase_release(&phrase);
    }
    if (sqlite3_prepare_v2(bench->library->database, sql, -1, &statement, NULL))
        return NAN;
    sqlite3_bind_text(statement, 1, match.bytes, (int)match.length, SQLITE_STATIC);
    for (int i = 0; i < 2; i++) {
        double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        while (sqlite3_step(statement) == SQLITE_ROW)
            continue;
        best = fmin(best, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return best;
}

static bool is_known(const struct bench *bench, struct str text)
{
    for (size_t i = 0; i < bench->asked_count; i++)
        if (str_equal(bench->asked[i].query->source, text))
            return true;
    return false;
}

/* Whether a query belongs to the class by how much it finds. */
static bool is_of_class(struct bench *bench, const struct sample_class *class,
                        const struct query *query)
{
    struct error error;
    struct search_result result;
    if (class->least <= 0 && class->most >= 1)
        return true;
    check(search_run(bench->library, query, 1, &result, &error), &error);
    double share = (double)result.article_count / (double)bench->article_count;
    search_result_release(&result);
    return share >= class->least && share < class->most;
}

static void ask(struct bench *bench, const struct sample_class *class)
{
    CLEANUP_BUFFER struct buffer text = {0};
    size_t first = bench->asked_count;
    for (int i = 0; i < TRIES && bench->asked_count - first < bench->budget->query_count; i++) {
        if (!sample_query(bench->library, bench->article_count, class, &bench->state, &text) ||
            is_known(bench, buffer_str(&text)))
            continue;
        struct asked asked = {.class = class, .query = parse(buffer_str(&text)), .peer = NAN};
        if (!is_of_class(bench, class, asked.query)) {
            query_free(asked.query);
            continue;
        }
        size_t order = bench->asked_count - first;
        double ignored;
        asked.hit_count =
            measure(bench, search_run, asked.query, LIMIT, &asked.ranked, &asked.wall);
        (void)measure(bench, search_run, asked.query, 1, &asked.count, &ignored);
        (void)measure(bench, search_glance, asked.query, LIMIT, &asked.glance, &ignored);
        if (class->bound != BOUND_SINGLE && order < PEERS)
            asked.peer = measure_peer(bench, asked.query);
        asked.is_verified = order < bench->budget->verified_count;
        ARRAY_RESERVE(bench->asked, bench->asked_count, bench->asked_capacity);
        bench->asked[bench->asked_count++] = asked;
    }
}

/* One article's texts as they are in the library. */
static void look_into(struct bench *bench, int64_t id)
{
    struct error error;
    enum status status;
    struct document *document;
    sqlite3_stmt *row = statement_bind(bench->library, STATEMENT_TEXT_WORDS, "i", id);
    if (!statement_step(bench->library, row, &status, &error)) {
        check(status, &error);
        return;
    }
    check(document_restore(statement_text(row, 2), statement_text(row, 3), &document, &error),
          &error);
    for (size_t i = 0; i < bench->asked_count; i++) {
        struct asked *asked = &bench->asked[i];
        bool holds_all = asked->is_verified;
        for (size_t j = 0; j < asked->query->term_count && holds_all; j++) {
            const struct term *term = &asked->terms[j];
            holds_all =
                term_is_in(term, (struct haystack){.text = document->text, .document = document}) ||
                term_is_in(term, (struct haystack){.text = statement_text(row, 0)});
        }
        if (holds_all)
            id_set_add(&asked->truth, id);
    }
    document_free(document);
    sqlite3_reset(row);
}

static void look_into_all(struct bench *bench)
{
    struct error error;
    for (size_t i = 0; i < bench->asked_count; i++) {
        struct asked *asked = &bench->asked[i];
        asked->terms = memory_new(asked->query->term_count * sizeof *asked->terms);
        for (size_t j = 0; j < asked->query->term_count; j++)
            check(term_init(&asked->terms[j], asked->query->terms[j], &error), &error);
    }
    for (int64_t id = 1; id <= bench->article_count; id++)
        look_into(bench, id);
}

struct agreement {
    size_t found, held, both;
};

static void compare(struct bench *bench, const struct asked *asked, struct agreement *agreement)
{
    struct error error;
    struct search_result result;
    check(search_run(bench->library, asked->query, 0, &result, &error), &error);
    agreement->found += result.hit_count;
    agreement->held += id_set_count(&asked->truth);
    for (size_t i = 0; i < result.hit_count; i++)
        agreement->both += id_set_has(&asked->truth, result.hits[i].article);
    search_result_release(&result);
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Of the figures at offset in those asked, the given part in order of size. */
static double part(const struct asked *asked, size_t count, size_t offset, double share)
{
    CLEANUP_FREE double *values = memory_new((count + 1) * sizeof *values);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(&values[used], (const char *)&asked[i] + offset, sizeof *values);
        used += !isnan(values[used]);
    }
    qsort(values, used, sizeof *values, compare_doubles);
    return used ? values[(size_t)((double)(used - 1) * share + .5)] : NAN;
}

#define PART(field, share) part(asked, count, offsetof(struct asked, field), share)

static bool report(struct bench *bench, struct asked *asked, size_t count)
{
    const struct sample_class *class = asked->class;
    const struct budget *budget = bench->budget;
    struct agreement agreement = {0};
    double hits = 0;
    for (size_t i = 0; i < count; i++) {
        hits += (double)asked[i].hit_count / (double)count;
        if (asked[i].is_verified)
            compare(bench, &asked[i], &agreement);
    }
    double recall = agreement.held ? (double)agreement.both / (double)agreement.held : 1;
    double precision = agreement.found ? (double)agreement.both / (double)agreement.found : 1;
    bool is_exact =
        agreement.held > 0 && agreement.both == agreement.held && agreement.both == agreement.found;
    bool is_fast =
        PART(ranked, .95) <= (class->bound == BOUND_RANKED ? budget->ranked : budget->single) &&
        PART(glance, .95) <= budget->glance && PART(count, .95) <= budget->count;
    printf("%-20s %3zu %8.0f | %7.3f %7.3f %7.3f | %6.3f %6.3f | %7.3f %7.3f | %7.2f %7.2f | %.3f "
           "%.3f %s%s\n",
           class->name, count, hits, PART(ranked, .5), PART(ranked, .95), PART(wall, .95),
           PART(glance, .5), PART(glance, .95), PART(count, .5), PART(count, .95), PART(peer, .5),
           PART(peer, .95), recall, precision,
           class->bound == BOUND_NONE ? "no bound"
           : is_fast                  ? "ok"
                                      : "TOO SLOW",
           is_exact ? "" : " WRONG");
    return (is_fast || class->bound == BOUND_NONE) && is_exact;
}

static bool report_all(struct bench *bench)
{
    bool is_good = true;
    printf("%lld articles. Milliseconds of CPU: first %d ranked p50 p95, wall p95; glance p50 p95; "
           "count p50 p95; FTS5 p50 p95. Budget: %g; one character %g; glance %g; count %g\n",
           (long long)bench->article_count, LIMIT, bench->budget->ranked, bench->budget->single,
           bench->budget->glance, bench->budget->count);
    for (size_t first = 0, end; first < bench->asked_count; first = end) {
        end = first;
        while (end < bench->asked_count && bench->asked[end].class == bench->asked[first].class)
            end++;
        is_good &= report(bench, &bench->asked[first], end - first);
    }
    return is_good;
}

static void release(struct bench *bench)
{
    for (size_t i = 0; i < bench->asked_count; i++) {
        struct asked *asked = &bench->asked[i];
        for (size_t j = 0; j < asked->query->term_count; j++)
            term_release(&asked->terms[j]);
        free(asked->terms);
        id_set_release(&asked->truth);
        query_free(asked->query);
    }
    free(bench->asked);
    library_close(bench->library);
}

int main(int argument_count, char **arguments)
{
    struct error error;
    struct bench bench = {.state = UINT64_C(2463534242), .budget = budgets};
    if (argument_count != 2) {
        fputs("usage: search_speed FILE\n", stderr);
        return 2;
    }
    struct library_options options = {arguments[1], false, today};
    check(library_open(&options, &bench.library, &error), &error);
    check(statement_number(bench.library, statement_bind(bench.library, STATEMENT_ARTICLE_MAX, ""),
                           &bench.article_count, &error),
          &error);
    while (bench.article_count > bench.budget->article_count)
        bench.budget++;
    for (size_t i = 0; i < sample_class_count; i++)
        ask(&bench, &sample_classes[i]);
    look_into_all(&bench);
    bool is_good = report_all(&bench);
    release(&bench);
    return !is_good;
}
