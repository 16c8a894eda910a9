#include "library/select.h"

#include "library/article.h"
#include "library/evaluate.h"
#include "library/library_private.h"

/* A key that is looked up costs ten steps along the order, so that n of N articles are sorted while
 * n² is less than N by this number, and else FIRST_WALK of them found along the order: either way
 * ten milliseconds of a million. */
enum { SPARSE = 25, FIRST_WALK = 256, WALK_GROWTH = 16, BLOCK_WORDS = 64 };

struct selection {
    struct id_set set;
    size_t count;
    size_t *ranks; /* ids of the set before each BLOCK_WORDS words */
    enum query_sort sort;
    bool is_descending;
    int64_t *ids; /* in order, as far as known; by id none are kept */
    size_t id_count;
};

void selection_free(struct selection *selection)
{
    if (!selection)
        return;
    id_set_release(&selection->set);
    free(selection->ranks);
    free(selection->ids);
    free(selection);
}

/* Of articles with nearly the same text the first stays; when that one is not in the set, the one
 * of the others with the least id. */
static enum status fold_variants(struct library *library, struct id_set *set, struct error *error)
{
    struct id_set followers CLEANUP_ID_SET = {0}, seen CLEANUP_ID_SET = {0};
    enum status status = statement_finish(
        library, statement_bind(library, STATEMENT_SET_FOLLOWERS, "p", &followers), error);
    id_set_intersect(&followers, set);
    for (int64_t id = id_set_next(&followers, 0); id > 0 && !status;
         id = id_set_next(&followers, id)) {
        int64_t leader = 0;
        status = statement_number(
            library, statement_bind(library, STATEMENT_ARTICLE_LEADER, "i", id), &leader, error);
        if (leader <= 0 || leader > ARTICLE_ID_LIMIT)
            continue;
        if (id_set_has(set, leader) || id_set_has(&seen, leader))
            id_set_remove(set, id);
        id_set_add(&seen, leader);
    }
    return status;
}

static enum status leave_out_trash(struct library *library, struct id_set *set, struct error *error)
{
    struct id_set trash CLEANUP_ID_SET = {0};
    enum status status =
        statement_finish(library, statement_bind(library, STATEMENT_SET_TRASH, "p", &trash), error);
    id_set_subtract(set, &trash);
    return status;
}

static void count_blocks(struct selection *selection)
{
    const struct id_set *set = &selection->set;
    size_t block_count = set->word_count / BLOCK_WORDS + 1;
    selection->ranks = memory_new(block_count * sizeof *selection->ranks);
    for (size_t i = 0; i < set->word_count; i++) {
        if (i % BLOCK_WORDS == 0)
            selection->ranks[i / BLOCK_WORDS] = selection->count;
        selection->count += (size_t)__builtin_popcountll(set->words[i]);
    }
}

static enum status gather_once(struct library *library, const struct query *query,
                               enum select_scope scope, bool folds_variants, struct id_set *set,
                               struct error *error)
{
    bool asks_trash = false;
    enum status status = evaluate(library, query, scope, set, &asks_trash, error);
    if (!status && !asks_trash)
        status = leave_out_trash(library, set, error);
    return !status && folds_variants ? fold_variants(library, set, error) : status;
}

static enum status gather(struct library *library, const struct query *query,
                          enum select_scope scope, bool folds_variants, struct id_set *set,
                          struct error *error)
{
    bool is_damaged = false;
    enum status status = gather_once(library, query, scope, folds_variants, set, error);
    status = index_doubt(library, status, id_set_next(set, 0) < 0, &is_damaged, error);
    if (!is_damaged)
        return status;
    id_set_release(set);
    return gather_once(library, query, scope, folds_variants, set, error);
}

enum status selection_make(struct library *library, const struct query *query,
                           enum select_scope scope, bool folds_variants,
                           struct selection **ret_selection, struct error *error)
{
    struct selection *selection = memory_new(sizeof *selection);
    enum status status = library_begin_reading(library, error);
    if (!status) {
        status = gather(library, query, scope, folds_variants, &selection->set, error);
        library_end_reading(library);
    }
    if (status) {
        selection_free(selection);
        return status;
    }
    bool has_order = query->has_sort && query->sort != QUERY_SORT_RELEVANCE;
    selection->sort = has_order ? query->sort : QUERY_SORT_ADDED;
    selection->is_descending = has_order ? query->sort_is_descending : true;
    count_blocks(selection);
    *ret_selection = selection;
    return STATUS_OK;
}

size_t selection_count(const struct selection *selection)
{
    return selection->count;
}

bool selection_has(const struct selection *selection, int64_t article)
{
    return id_set_has(&selection->set, article);
}

void selection_gather(const struct selection *selection, struct id_set *set)
{
    id_set_unite(set, &selection->set);
}

/* The index-th id of the set, ascending. */
static int64_t id_at(const struct selection *selection, size_t index)
{
    const struct id_set *set = &selection->set;
    size_t low = 0, high = set->word_count / BLOCK_WORDS;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        bool is_filled = middle * BLOCK_WORDS < set->word_count;
        if (is_filled && selection->ranks[middle] <= index)
            low = middle;
        else
            high = middle - 1;
    }
    size_t first = low * BLOCK_WORDS;
    struct id_set rest = {set->words + first, set->word_count - first};
    return id_set_at(&rest, index - selection->ranks[low]) + (int64_t)first * 64;
}

static size_t rank_of(const struct selection *selection, int64_t id)
{
    size_t block = (size_t)id / 64 / BLOCK_WORDS, first = block * BLOCK_WORDS;
    struct id_set rest = {selection->set.words + first, selection->set.word_count - first};
    return selection->ranks[block] + id_set_rank(&rest, id - (int64_t)first * 64);
}

static enum statement_id order_statement(const struct selection *selection)
{
    static const enum statement_id ids[][2] = {
        [QUERY_SORT_PUBLISHED] = {STATEMENT_ORDER_PUBLISHED, STATEMENT_ORDER_PUBLISHED_DOWN},
        [QUERY_SORT_READ] = {STATEMENT_ORDER_OPENED, STATEMENT_ORDER_OPENED_DOWN},
        [QUERY_SORT_TITLE] = {STATEMENT_ORDER_TITLE, STATEMENT_ORDER_TITLE_DOWN},
        [QUERY_SORT_LENGTH] = {STATEMENT_ORDER_LENGTH, STATEMENT_ORDER_LENGTH_DOWN},
        [QUERY_SORT_PROGRESS] = {STATEMENT_ORDER_PROGRESS, STATEMENT_ORDER_PROGRESS_DOWN},
        [QUERY_SORT_SITE] = {STATEMENT_ORDER_SITE, STATEMENT_ORDER_SITE_DOWN},
    };
    return ids[selection->sort][selection->is_descending];
}

/* Walks the index of the order until at least wanted ids are known. */
static enum status walk_order(struct library *library, struct selection *selection, size_t wanted,
                              struct error *error)
{
    enum status status;
    size_t limit = FIRST_WALK;
    while (limit < wanted)
        limit *= WALK_GROWTH;
    limit = limit < selection->count ? limit : selection->count;
    int64_t *ids = memory_new((limit + 1) * sizeof *ids);
    size_t count = 0;
    sqlite3_stmt *row =
        statement_bind(library, order_statement(selection), "pi", &selection->set, (int64_t)limit);
    while (statement_step(library, row, &status, error) && count < limit)
        ids[count++] = sqlite3_column_int64(row, 0);
    sqlite3_reset(row);
    if (status) {
        free(ids);
        return status;
    }
    free(selection->ids);
    selection->ids = ids;
    selection->id_count = count;
    return STATUS_OK;
}

struct sort_row {
    int64_t id, number;
    struct str text;
    bool is_descending;
};

static int compare_rows(const void *a, const void *b)
{
    const struct sort_row *left = a, *right = b;
    int order = (left->number > right->number) - (left->number < right->number);
    if (!order)
        order = str_compare(left->text, right->text);
    if (!order)
        order = (left->id > right->id) - (left->id < right->id);
    return left->is_descending ? -order : order;
}

static enum status read_key(struct library *library, enum query_sort sort, struct arena *arena,
                            struct sort_row *row, struct error *error)
{
    static const int columns[] = {
        [QUERY_SORT_PUBLISHED] = 0, [QUERY_SORT_READ] = 1,     [QUERY_SORT_TITLE] = 2,
        [QUERY_SORT_LENGTH] = 3,    [QUERY_SORT_PROGRESS] = 4, [QUERY_SORT_SITE] = 5,
    };
    enum status status;
    sqlite3_stmt *keys = statement_bind(library, STATEMENT_SORT_KEYS, "i", row->id);
    if (!statement_step(library, keys, &status, error))
        return status;
    int column = columns[sort];
    if (sqlite3_column_type(keys, column) == SQLITE_INTEGER)
        row->number = sqlite3_column_int64(keys, column);
    else
        row->text = arena_copy(arena, statement_text(keys, column));
    sqlite3_reset(keys);
    return STATUS_OK;
}

static enum status sort_few(struct library *library, struct selection *selection,
                            struct error *error)
{
    enum status status = STATUS_OK;
    struct arena *arena = arena_new();
    struct sort_row *rows = memory_new((selection->count + 1) * sizeof *rows);
    size_t count = 0;
    for (int64_t id = id_set_next(&selection->set, 0); id > 0 && !status;
         id = id_set_next(&selection->set, id)) {
        rows[count] = (struct sort_row){.id = id, .is_descending = selection->is_descending};
        status = read_key(library, selection->sort, arena, &rows[count++], error);
    }
    if (!status) {
        qsort(rows, count, sizeof *rows, compare_rows);
        selection->ids = memory_new((count + 1) * sizeof *selection->ids);
        for (size_t i = 0; i < count; i++)
            selection->ids[i] = rows[i].id;
        selection->id_count = count;
    }
    free(rows);
    arena_free(arena);
    return status;
}

/* Makes ids[] reach to wanted, or to the end. */
static enum status reach(struct library *library, struct selection *selection, size_t wanted,
                         struct error *error)
{
    if (wanted > selection->count)
        wanted = selection->count;
    if (wanted <= selection->id_count)
        return STATUS_OK;
    bool is_sparse = selection->count * selection->count < selection->set.word_count * 64 * SPARSE;
    enum status status = library_begin_reading(library, error);
    if (status)
        return status;
    status = is_sparse ? sort_few(library, selection, error)
                       : walk_order(library, selection, wanted, error);
    library_end_reading(library);
    return status;
}

enum status selection_article(struct library *library, struct selection *selection, size_t index,
                              int64_t *ret_article, struct error *error)
{
    if (selection->sort == QUERY_SORT_ADDED) {
        *ret_article =
            id_at(selection, selection->is_descending ? selection->count - 1 - index : index);
        return STATUS_OK;
    }
    enum status status = reach(library, selection, index + 1, error);
    if (status)
        return status;
    /* An article may have gone since the selection was made: its neighbours still stand. */
    if (index >= selection->id_count)
        return STATUS_NOT_FOUND;
    *ret_article = selection->ids[index];
    return STATUS_OK;
}

enum status selection_index(struct library *library, struct selection *selection, int64_t article,
                            size_t *ret_index, struct error *error)
{
    if (!selection_has(selection, article))
        return STATUS_NOT_FOUND;
    if (selection->sort == QUERY_SORT_ADDED) {
        size_t rank = rank_of(selection, article);
        *ret_index = selection->is_descending ? selection->count - 1 - rank : rank;
        return STATUS_OK;
    }
    enum status status = reach(library, selection, selection->count, error);
    for (size_t i = 0; i < selection->id_count && !status; i++)
        if (selection->ids[i] == article) {
            *ret_index = i;
            return STATUS_OK;
        }
    return status ? status : STATUS_NOT_FOUND;
}
