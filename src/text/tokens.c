#include "text/tokens_private.h"

#include "base/memory.h"

/* Characters are copied whole: a constant size is several times faster. */
enum { HEAD_MAX = TOKEN_BYTES + CHARACTER_POINTS * 4 };

struct walk {
    enum tokens_purpose purpose;
    token_sink *sink;
    void *closure;
    bool is_stopped;
    struct token_character last; /* of the run; length 0: none */
    bool has_newline;            /* after last, so far nothing else */
    struct {
        char head[HEAD_MAX];
        size_t head_length, sign_count; /* signs stand behind the head */
        bool is_cut;                    /* the head is full */
        size_t start, end, signs_end;
        uint32_t tail[TOKEN_TAIL_MAX]; /* ring of its last code points */
        size_t tail_starts[TOKEN_TAIL_MAX];
        size_t point_count; /* 0: none */
    } word;
};

static void emit_token(struct walk *walk, struct token token)
{
    if (!walk->is_stopped)
        walk->is_stopped = !walk->sink(&token, walk->closure);
}

static void emit(struct walk *walk, struct str text, size_t start, size_t end, bool is_colocated)
{
    emit_token(walk, (struct token){text, start, end, is_colocated, false});
}

static struct str character_str(const struct token_character *character)
{
    return (struct str){character->bytes, character->length};
}

static void emit_pair(struct walk *walk, const struct token_character *next)
{
    char pair[2 * sizeof next->bytes];
    const struct token_character *last = &walk->last;
    memcpy(pair, last->bytes, sizeof last->bytes);
    memcpy(pair + last->length, next->bytes, sizeof next->bytes);
    size_t length = token_cut((struct str){pair, last->length + (size_t)next->length});
    emit(walk, (struct str){pair, length}, last->start, next->end, false);
    if (walk->purpose == TOKENS_SHELF)
        emit(walk, character_str(last), last->start, last->end, true);
}

static void end_run(struct walk *walk)
{
    if (walk->last.length)
        emit(walk, character_str(&walk->last), walk->last.start, walk->last.end, false);
    walk->last.length = 0;
    walk->has_newline = false;
}

static void emit_word(struct walk *walk)
{
    struct str head = {walk->word.head, walk->word.head_length};
    emit_token(walk, (struct token){head, walk->word.start, walk->word.end, false, true});
    size_t sign_count = token_sign_room(head.length, walk->word.sign_count);
    head.length += sign_count;
    if (sign_count && !walk->word.is_cut)
        emit_token(walk, (struct token){head, walk->word.start, walk->word.signs_end, true, true});
}

static void end_word(struct walk *walk)
{
    if (walk->word.point_count)
        emit_word(walk);
    walk->word.point_count = 0;
}

/* The ends of the word with the character that follows it. */
static void emit_ends(struct walk *walk, const struct token_character *character)
{
    size_t count = walk->word.point_count, reach = count < TOKEN_TAIL_MAX ? count : TOKEN_TAIL_MAX;
    bool is_colocated = false;
    for (size_t size = 1; size <= reach; size++) {
        char bytes[1 + 4 * TOKEN_TAIL_MAX + sizeof character->bytes] = {TOKEN_END_MARK};
        size_t length = 1;
        for (size_t i = count - size; i < count; i++)
            length += utf8_encode(walk->word.tail[i % TOKEN_TAIL_MAX], bytes + length);
        if (fold_joins(walk->word.tail[(count - size) % TOKEN_TAIL_MAX]))
            continue;
        memcpy(bytes + length, character->bytes, character->length);
        length = token_cut((struct str){bytes, length + character->length});
        emit(walk, (struct str){bytes, length},
             walk->word.tail_starts[(count - size) % TOKEN_TAIL_MAX], character->end, is_colocated);
        is_colocated = true;
    }
}

static void take_of_run(struct walk *walk, const struct token_character *character)
{
    if (walk->word.point_count) {
        emit_word(walk);
        if (walk->word.sign_count == 0)
            emit_ends(walk, character);
        walk->word.point_count = 0;
    } else if (walk->last.length) {
        emit_pair(walk, character);
    }
    walk->last = *character;
    walk->has_newline = false;
}

static inline void add_to_tail(struct walk *walk, uint32_t point, size_t start)
{
    size_t slot = walk->word.point_count++ % TOKEN_TAIL_MAX;
    walk->word.tail[slot] = point;
    walk->word.tail_starts[slot] = start;
}

static void take_of_word(struct walk *walk, const struct token_character *character)
{
    if (walk->last.length && !walk->has_newline) {
        emit_pair(walk, character);
        walk->last.length = 0;
    }
    end_run(walk);
    if (walk->word.point_count && walk->word.sign_count)
        end_word(walk);
    if (walk->word.point_count == 0) {
        walk->word.head_length = walk->word.sign_count = 0;
        walk->word.is_cut = false;
        walk->word.start = character->start;
    }
    walk->word.is_cut |= walk->word.head_length + character->length > TOKEN_BYTES;
    if (!walk->word.is_cut) {
        memcpy(walk->word.head + walk->word.head_length, character->bytes, sizeof character->bytes);
        walk->word.head_length += character->length;
    }
    for (unsigned i = 0; i < character->point_count; i++)
        add_to_tail(walk, character->points[i], character->start);
    walk->word.end = character->end;
}

static inline bool is_ascii_of_word(unsigned char byte)
{
    return (byte | 0x20u) - 'a' < 26u || (unsigned)byte - '0' < 10u;
}

/* The ASCII letters and digits that go on the word at once, but one that something may join. */
static void go_on_word(struct walk *walk, struct token_reader *reader)
{
    const char *bytes = reader->text.bytes;
    size_t start = reader->at, end = start;
    while (end < reader->text.length && is_ascii_of_word((unsigned char)bytes[end]))
        end++;
    if (end > start && end < reader->text.length && (unsigned char)bytes[end] >= 0x80)
        end--;
    for (size_t i = start; i < end; i++) {
        char byte = (char)(bytes[i] | (bytes[i] >= 'A' ? 0x20 : 0));
        walk->word.is_cut |= walk->word.head_length == TOKEN_BYTES;
        if (!walk->word.is_cut)
            walk->word.head[walk->word.head_length++] = byte;
        /* Only the last of them can be in the tail, but their count goes on. */
        if (end - i <= TOKEN_TAIL_MAX)
            add_to_tail(walk, (unsigned char)byte, i);
        else
            walk->word.point_count++;
    }
    if (end > start)
        walk->word.end = reader->at = end;
}

static void emit_triple(struct walk *walk, const uint32_t *packed, size_t end, bool is_colocated)
{
    emit(walk, (struct str){(const char *)packed, 3}, end - 3, end, is_colocated);
}

/* Characters of three bytes and the marks between them, while no word is open: most of a Chinese
 * text. A character of the run is known by its packed bytes and its end. */
static void take_triples(struct walk *walk, struct token_reader *reader)
{
    struct token_character *last = &walk->last;
    uint32_t packed, before = 0;
    unsigned kind;
    bool is_like_ours = last->length == 3 && last->end - last->start == 3;
    size_t begun = reader->at, run_end = last->length ? last->end : 0;
    if (last->length && !is_like_ours)
        return;
    memcpy(&before, last->bytes, 3);
    while (!walk->is_stopped && token_reader_triple(reader, &packed, &kind) && kind != FOLD_WORD) {
        size_t end = reader->at += 3;
        if (kind == FOLD_SUBSTRING && run_end) {
            const uint64_t pair = before | (uint64_t)packed << 24;
            emit(walk, (struct str){(const char *)&pair, 6}, run_end - 3, end, false);
        }
        if (run_end && (kind != FOLD_SUBSTRING || walk->purpose == TOKENS_SHELF))
            emit_triple(walk, &before, run_end, kind == FOLD_SUBSTRING);
        run_end = kind == FOLD_SUBSTRING ? end : 0;
        before = packed;
    }
    if (reader->at == begun)
        return;
    memcpy(last->bytes, &before, sizeof before);
    last->length = run_end ? 3 : 0;
    last->start = run_end - 3;
    last->end = run_end;
    walk->has_newline = false;
}

/* ASCII words with nothing but ASCII behind them, while no word and no run is open: most of an
 * English text. */
static void take_ascii(struct walk *walk, struct token_reader *reader)
{
    const unsigned char *bytes = (const unsigned char *)reader->text.bytes;
    size_t length = reader->text.length, at = reader->at;
    while (!walk->is_stopped) {
        char word[TOKEN_BYTES];
        size_t start = at, kept = 0;
        for (; at < length && is_ascii_of_word(bytes[at]); at++)
            if (kept < TOKEN_BYTES)
                word[kept++] = (char)(bytes[at] | (bytes[at] >= 'A' ? 0x20 : 0));
        if (at + 1 >= length || (bytes[at] | bytes[at + 1]) >= 0x80 || token_is_sign(bytes[at])) {
            at = start;
            break;
        }
        if (at > start)
            emit_token(walk, (struct token){{word, kept}, start, at, false, true});
        at++;
    }
    reader->at = at;
}

static void take_separator(struct walk *walk, const struct token_character *character)
{
    uint32_t point = character->points[0];
    if (point == '\n' && walk->last.length && !walk->has_newline) {
        walk->has_newline = true;
        return;
    }
    end_run(walk);
    if (walk->word.point_count == 0)
        return;
    if (token_is_sign(point) && walk->word.sign_count < TOKEN_SIGNS_MAX) {
        walk->word.head[walk->word.head_length + walk->word.sign_count++] = (char)point;
        walk->word.signs_end = character->end;
        return;
    }
    end_word(walk);
}

static void take(struct walk *walk, const struct token_character *character)
{
    if (character->kind == FOLD_SUBSTRING)
        take_of_run(walk, character);
    else if (character->kind == FOLD_WORD)
        take_of_word(walk, character);
    else
        take_separator(walk, character);
}

/* Characters of runs that were seen, by their bytes: those of up to 8 are told apart exactly, and
 * of longer ones two that clash are given once more, which does no harm. */
struct seen {
    uint64_t *slots;
    size_t count, capacity;
};

static bool see(struct seen *seen, uint64_t key)
{
    if (seen->count * 2 >= seen->capacity) {
        struct seen larger = {.capacity = seen->capacity ? seen->capacity * 4 : 1024};
        larger.slots = memory_new(larger.capacity * sizeof *larger.slots);
        for (size_t i = 0; i < seen->capacity; i++)
            if (seen->slots[i])
                (void)see(&larger, seen->slots[i]);
        free(seen->slots);
        *seen = larger;
    }
    size_t slot = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (seen->capacity - 1);
    for (; seen->slots[slot]; slot = (slot + 1) & (seen->capacity - 1))
        if (seen->slots[slot] == key)
            return false;
    seen->slots[slot] = key;
    seen->count++;
    return true;
}

/* ASCII that nothing joins is never of a run. */
static void skip_ascii(struct token_reader *reader)
{
    const unsigned char *bytes = (const unsigned char *)reader->text.bytes;
    while (reader->at + 1 < reader->text.length &&
           (bytes[reader->at] | bytes[reader->at + 1]) < 0x80)
        reader->at++;
}

static void walk_single(struct walk *walk, struct token_reader *reader)
{
    struct seen seen = {0};
    struct token_character character;
    uint32_t packed;
    unsigned kind;
    while (!walk->is_stopped) {
        bool is_between = reader->next == reader->step.count;
        while (is_between && !walk->is_stopped && token_reader_triple(reader, &packed, &kind)) {
            reader->at += 3;
            if (kind == FOLD_SUBSTRING && see(&seen, packed))
                emit_triple(walk, &packed, reader->at, false);
        }
        if (is_between)
            skip_ascii(reader);
        uint64_t key = 0;
        if (!token_reader_next(reader, &character))
            break;
        if (character.kind != FOLD_SUBSTRING)
            continue;
        if (character.length > sizeof key ||
            (memcpy(&key, character.bytes, character.length), see(&seen, key)))
            emit(walk, character_str(&character), character.start, character.end, false);
    }
    free(seen.slots);
}

bool tokens_walk(struct str text, enum tokens_purpose purpose, token_sink *sink, void *closure)
{
    struct walk walk = {.purpose = purpose, .sink = sink, .closure = closure};
    struct token_reader reader = {.text = text};
    struct token_character character;
    if (purpose == TOKENS_SINGLE) {
        walk_single(&walk, &reader);
        return !walk.is_stopped;
    }
    while (!walk.is_stopped) {
        if (reader.next == reader.step.count && walk.word.point_count == 0)
            take_triples(&walk, &reader);
        if (reader.next == reader.step.count && walk.word.point_count == 0 && !walk.last.length)
            take_ascii(&walk, &reader);
        if (!token_reader_next(&reader, &character))
            break;
        take(&walk, &character);
        if (character.kind == FOLD_WORD && reader.next == reader.step.count)
            go_on_word(&walk, &reader);
    }
    end_run(&walk);
    end_word(&walk);
    return !walk.is_stopped;
}
