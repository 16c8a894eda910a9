/* Mentions are noted in the order of the texts, the number of their term and their place; then the
 * terms are sorted, and each mention goes to its term's share of one array. So there is one look-up
 * by hash a mention and no list that grows: five times as fast as FTS5's own gathering, which this
 * stands in for. */
#include "library/postings.h"

#include "base/hash.h"
#include "base/memory.h"
#include "library/ranks.h"
#include "library/varint.h"
#include "text/utf8.h"

/* A term of up to eight bytes is its own key: it holds no zero byte, and begins with '0' or more.
 * Of a longer one the key is a hash, whose first byte is LONG. */
enum { SHORT_BYTES = 8, LONG = 1, SLOTS_FIRST = 1 << 12, INDEX_MARK = '0' };

struct slot {
    uint64_t key; /* 0: free */
    uint32_t term, count;
};

struct term {
    uint64_t key;
    size_t text; /* of a long one, in texts */
    uint32_t length, count;
};

struct mention {
    uint32_t term, place;
};

struct column {
    int64_t row;
    unsigned number;
    size_t start, end; /* its mentions */
};

struct standing {
    uint32_t column, place; /* column: index in columns */
};

enum { WAITING = 32 };
struct waiting {
    uint64_t key;
    uint32_t place, length;
};

struct postings {
    struct postings_options options;
    struct waiting waiting[WAITING];
    size_t waiting_count;
    struct slot *slots;
    size_t slot_count; /* a power of two */
    unsigned shift;
    struct term *terms;
    size_t term_count, term_capacity;
    struct buffer texts;
    struct mention *mentions;
    size_t mention_count, mention_capacity;
    struct column *columns;
    size_t column_count, column_capacity;
    struct room {
        struct rank *ranks, *others;
        size_t *next, term_count;
        struct standing *standings;
        size_t mention_count;
    } room; /* for the walk, kept for the next one */
};

static void make_slots(struct postings *postings, size_t count)
{
    postings->slot_count = count;
    postings->shift = 64 - (unsigned)__builtin_ctzll(count);
    postings->slots = memory_new(count * sizeof *postings->slots);
    memory_expect_large(postings->slots, count * sizeof *postings->slots);
}

struct postings *postings_new(const struct postings_options *options)
{
    struct postings *postings = memory_new(sizeof *postings);
    postings->options = *options;
    make_slots(postings, SLOTS_FIRST);
    return postings;
}

static void release(struct postings *postings)
{
    free(postings->slots);
    free(postings->terms);
    buffer_release(&postings->texts);
    free(postings->mentions);
    free(postings->columns);
    free(postings->room.ranks);
    free(postings->room.others);
    free(postings->room.next);
    free(postings->room.standings);
}

void postings_free(struct postings *postings)
{
    release(postings);
    free(postings);
}

static void mention_waiting(struct postings *postings);

static void end_column(struct postings *postings)
{
    mention_waiting(postings);
    if (postings->column_count)
        postings->columns[postings->column_count - 1].end = postings->mention_count;
}

/* Where a batch was large the next may be small: then a large table would only have to be cleared.
 * What a book took is given back. */
void postings_clear(struct postings *postings)
{
    enum { SPARSE = 16, MENTIONS_KEPT = 4 << 20 };
    if (postings->mention_capacity > MENTIONS_KEPT) {
        const struct postings_options options = postings->options;
        release(postings);
        *postings = (struct postings){.options = options};
        make_slots(postings, SLOTS_FIRST);
        return;
    }
    if (postings->slot_count > SLOTS_FIRST &&
        postings->term_count * SPARSE < postings->slot_count) {
        free(postings->slots);
        make_slots(postings, SLOTS_FIRST);
    } else {
        memset(postings->slots, 0, postings->slot_count * sizeof *postings->slots);
    }
    postings->term_count = postings->mention_count = postings->column_count = 0;
    postings->waiting_count = 0;
    postings->texts.length = 0;
}

void postings_begin_column(struct postings *postings, int64_t row, unsigned column)
{
    end_column(postings);
    ARRAY_RESERVE(postings->columns, postings->column_count, postings->column_capacity);
    postings->columns[postings->column_count++] =
        (struct column){row, column, postings->mention_count, 0};
}

static bool is_long(uint64_t key)
{
    return (key & 0xFF) == LONG;
}

static size_t home_of(const struct postings *postings, uint64_t key)
{
    return (size_t)(key * 0x9E3779B97F4A7C15u >> postings->shift);
}

static void grow(struct postings *postings)
{
    struct slot *old = postings->slots;
    size_t old_count = postings->slot_count;
    make_slots(postings, 2 * old_count);
    for (size_t i = 0; i < old_count; i++) {
        size_t at = home_of(postings, old[i].key);
        if (!old[i].key)
            continue;
        while (postings->slots[at].key)
            at = (at + 1) & (postings->slot_count - 1);
        postings->slots[at] = old[i];
    }
    free(old);
}

/* mark: which index the term is of. */
static bool is_term(const struct postings *postings, const struct term *term, char mark,
                    struct str token)
{
    const char *text = postings->texts.bytes + term->text;
    return term->length == token.length + 1 && text[0] == mark &&
           memcmp(text + 1, token.bytes, token.length) == 0;
}

static uint32_t new_term(struct postings *postings, uint64_t key, char mark, struct str token)
{
    ARRAY_RESERVE(postings->terms, postings->term_count, postings->term_capacity);
    postings->terms[postings->term_count] =
        (struct term){key, postings->texts.length, (uint32_t)token.length + 1, 0};
    if (is_long(key)) {
        buffer_append_byte(&postings->texts, mark);
        buffer_append(&postings->texts, token);
    }
    return (uint32_t)postings->term_count++;
}

static inline uint64_t key_of(char mark, struct str token)
{
    enum { PAIR = 6 };
    uint64_t key = 0;
    if (token.length ==
        PAIR) /* two Han characters: a copy of a constant size is several times faster */
        memcpy(&key, token.bytes, PAIR);
    else if (token.length < SHORT_BYTES)
        memcpy(&key, token.bytes, token.length);
    else
        return ((hash_bytes(token) ^ (uint64_t)mark << 8) & ~(uint64_t)0xFF) | LONG;
    return key << 8 | (unsigned char)mark;
}

static inline void mention(struct postings *postings, uint64_t key, char mark, struct str token,
                           uint32_t place)
{
    size_t at = home_of(postings, key);
    for (; postings->slots[at].key; at = (at + 1) & (postings->slot_count - 1))
        if (postings->slots[at].key == key &&
            (!is_long(key) ||
             is_term(postings, &postings->terms[postings->slots[at].term], mark, token)))
            break;
    if (!postings->slots[at].key)
        postings->slots[at] = (struct slot){key, new_term(postings, key, mark, token), 0};
    postings->slots[at].count++;
    ARRAY_RESERVE(postings->mentions, postings->mention_count, postings->mention_capacity);
    postings->mentions[postings->mention_count++] =
        (struct mention){postings->slots[at].term, place};
    if (3 * postings->term_count > 2 * postings->slot_count)
        grow(postings);
}

/* Terms of their own key wait until a few are there, so that their slots come from memory all at
 * once: twice as fast. The mentions of one term keep their order. */
static void mention_waiting(struct postings *postings)
{
    for (size_t i = 0; i < postings->waiting_count; i++) {
        const struct waiting *waiting = &postings->waiting[i];
        mention(postings, waiting->key, 0, (struct str){NULL, waiting->length}, waiting->place);
    }
    postings->waiting_count = 0;
}

static inline void mention_soon(struct postings *postings, char mark, struct str token,
                                uint32_t place)
{
    uint64_t key = key_of(mark, token);
    if (is_long(key)) {
        mention(postings, key, mark, token, place);
        return;
    }
    __builtin_prefetch(&postings->slots[home_of(postings, key)], 1);
    postings->waiting[postings->waiting_count++] =
        (struct waiting){key, place, (uint32_t)token.length};
    if (postings->waiting_count == WAITING)
        mention_waiting(postings);
}

/* As FTS5 cuts them; 0 when the token has fewer characters. */
static size_t bytes_of_characters(struct str token, unsigned count)
{
    size_t at = 0;
    for (; count > 0; count--) {
        if (at >= token.length)
            return 0;
        for (at++; at < token.length && ((unsigned char)token.bytes[at] & 0xC0) == 0x80;)
            at++;
    }
    return at;
}

void postings_add(struct postings *postings, struct str token, uint32_t place)
{
    if (token.length == 0)
        return;
    const struct postings_options *options = &postings->options;
    unsigned left_out = 0;
    if (options->mark_count && token.bytes[0] == options->mark) {
        left_out = options->mark_count - 1;
        token = str_slice(token, left_out, token.length);
    }
    mention_soon(postings, INDEX_MARK, token, place);
    for (int i = 0; i < POSTINGS_PREFIXES_MAX && options->prefixes[i] > left_out; i++) {
        unsigned count = options->prefixes[i] - left_out;
        size_t length = count <= token.length ? bytes_of_characters(token, count) : 0;
        if (length)
            mention_soon(postings, (char)(INDEX_MARK + 1 + i), str_slice(token, 0, length), place);
    }
}

static struct str term_text(const struct postings *postings, const struct term *term)
{
    return is_long(term->key) ? (struct str){postings->texts.bytes + term->text, term->length}
                              : (struct str){(const char *)&term->key, term->length};
}

static uint64_t head_of(const struct postings *postings, const struct term *term)
{
    uint64_t head;
    memcpy(&head, term_text(postings, term).bytes, sizeof head);
    return __builtin_bswap64(head);
}

static int compare_terms(uint32_t a, uint32_t b, void *closure)
{
    const struct postings *postings = closure;
    return str_compare(term_text(postings, &postings->terms[a]),
                       term_text(postings, &postings->terms[b]));
}

static void make_room(struct postings *postings)
{
    struct room *room = &postings->room;
    if (room->term_count < postings->term_count) {
        room->term_count = postings->term_capacity;
        room->ranks = memory_resize(room->ranks, room->term_count * sizeof *room->ranks);
        room->others = memory_resize(room->others, room->term_count * sizeof *room->others);
        room->next = memory_resize(room->next, room->term_count * sizeof *room->next);
    }
    if (room->mention_count < postings->mention_count) {
        room->mention_count = postings->mention_capacity;
        room->standings =
            memory_resize(room->standings, room->mention_count * sizeof *room->standings);
    }
}

static void note_counts(struct postings *postings)
{
    for (size_t i = 0; i < postings->slot_count; i++)
        if (postings->slots[i].key)
            postings->terms[postings->slots[i].term].count = postings->slots[i].count;
}

/* Into room.ranks. */
static void sort_terms(struct postings *postings)
{
    size_t count = postings->term_count;
    struct rank *ranks = postings->room.ranks;
    for (size_t i = 0; i < count; i++)
        ranks[i] = (struct rank){head_of(postings, &postings->terms[i]), (uint32_t)i,
                                 postings->terms[i].count};
    ranks_sort(&postings->room.ranks, &postings->room.others, count, compare_terms, postings);
}

static int compare_columns(const void *a, const void *b)
{
    const struct column *left = a, *right = b;
    int order = (left->row > right->row) - (left->row < right->row);
    return order ? order : (left->number > right->number) - (left->number < right->number);
}

/* What is far away in memory is asked for so many steps before it is needed. */
enum { AHEAD = 16 };

/* Each term's mentions side by side, in the order of the ranks. */
static void place_mentions(struct postings *postings)
{
    const struct rank *ranks = postings->room.ranks;
    struct standing *standings = postings->room.standings;
    const struct mention *mentions = postings->mentions;
    size_t *next = postings->room.next;
    for (size_t i = 0, sum = 0; i < postings->term_count; i++) {
        next[ranks[i].term] = sum;
        sum += ranks[i].count;
    }
    for (size_t i = 0; i < postings->column_count; i++)
        for (size_t j = postings->columns[i].start; j < postings->columns[i].end; j++) {
            if (j + AHEAD < postings->mention_count)
                __builtin_prefetch(&standings[next[mentions[j + AHEAD].term]], 1);
            standings[next[mentions[j].term]++] = (struct standing){(uint32_t)i, mentions[j].place};
        }
}

enum { PLACE_BYTES_MAX = 1 + 2 * VARINT_BYTES_MAX, ROW_BYTES_MAX = 2 * VARINT_BYTES_MAX };

/* The places in one row: each column's, but those of the first, behind a 1 and its number. */
static size_t put_places(const struct postings *postings, const struct standing *standings,
                         size_t count, char **end)
{
    int64_t row = postings->columns[standings[0].column].row;
    unsigned column = 0;
    uint32_t before = 0;
    char *out = *end;
    size_t i = 0;
    for (; i < count; i++) {
        const struct column *own = &postings->columns[standings[i].column];
        if (own->row != row)
            break;
        if (own->number != column) {
            *out++ = 1;
            out += varint_put(out, own->number);
            column = own->number;
            before = 0;
        }
        out += varint_put(out, standings[i].place - before + 2);
        before = standings[i].place;
    }
    *end = out;
    return i;
}

/* Behind their size, which is one byte but for a term that the row is full of. */
static size_t put_sized_places(const struct postings *postings, const struct standing *standings,
                               size_t count, char **end)
{
    char size[VARINT_BYTES_MAX], *places = *end + 1, *out = places;
    size_t taken = put_places(postings, standings, count, &out), length = (size_t)(out - places),
           size_length = varint_put(size, 2 * (uint64_t)length);
    if (size_length > 1)
        memmove(*end + size_length, places, length);
    memcpy(*end, size, size_length);
    *end += size_length + length;
    return taken;
}

static size_t count_of_row(const struct postings *postings, const struct standing *standings,
                           size_t count)
{
    int64_t row = postings->columns[standings[0].column].row;
    size_t taken = 1;
    while (taken < count && postings->columns[standings[taken].column].row == row)
        taken++;
    return taken;
}

static void append_doclist(const struct postings *postings, const struct standing *standings,
                           size_t count, struct buffer *out)
{
    int64_t before = 0;
    buffer_reserve(out, count * (PLACE_BYTES_MAX + ROW_BYTES_MAX));
    char *end = out->bytes + out->length;
    for (size_t i = 0; i < count;) {
        int64_t row = postings->columns[standings[i].column].row;
        end += varint_put(end, (uint64_t)(row - before));
        before = row;
        i += postings->options.has_places
                 ? put_sized_places(postings, standings + i, count - i, &end)
                 : count_of_row(postings, standings + i, count - i);
    }
    out->length = (size_t)(end - out->bytes);
}

/* With all its marks. */
static struct str whole_text(const struct postings *postings, const struct term *term,
                             struct buffer *room)
{
    const struct postings_options *options = &postings->options;
    struct str text = term_text(postings, term);
    if (!options->mark_count || text.length < 2 || text.bytes[1] != options->mark)
        return text;
    room->length = 0;
    buffer_append_byte(room, text.bytes[0]);
    for (unsigned i = 1; i < options->mark_count; i++)
        buffer_append_byte(room, options->mark);
    buffer_append(room, str_slice(text, 1, text.length));
    return buffer_str(room);
}

enum status postings_walk(struct postings *postings, postings_sink *take, void *closure)
{
    end_column(postings);
    qsort(postings->columns, postings->column_count, sizeof *postings->columns, compare_columns);
    make_room(postings);
    note_counts(postings);
    sort_terms(postings);
    place_mentions(postings);
    CLEANUP_BUFFER struct buffer doclist = {0}, text = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0, from = 0; i < postings->term_count && !status; i++) {
        const struct rank *rank = &postings->room.ranks[i];
        const struct term *term = &postings->terms[rank->term];
        if (i + AHEAD < postings->term_count)
            __builtin_prefetch(&postings->terms[rank[AHEAD].term]);
        doclist.length = 0;
        append_doclist(postings, postings->room.standings + from, rank->count, &doclist);
        status = take(whole_text(postings, term, &text), buffer_str(&doclist), closure);
        from += rank->count;
    }
    return status;
}
