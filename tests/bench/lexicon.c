/* Compared with 1,500 real Chinese articles of 6 kB: of all pairs of characters the commonest is in
 * 0.53 of 1,500 made-up texts of 3 kB (real 0.66), the 10th in 0.39 (0.41), the 100th in 0.23
 * (0.25), the 1,000th in 0.055 (0.073), the 10,000th in 0.007 (0.011); half of a text's pairs are
 * in less than 0.006 (0.015) of them, and 0.69 (0.65) of its pairs are different ones. */
#include "lexicon.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    WORD_COUNT = 40000,
    PARTICLE_COUNT = 60,
    WORD_HEAD = 60, /* the weight of the word of rank n is 1 / (n + WORD_HEAD) */
    PARTICLE_HEAD = 2,
    LETTER_HEAD = 30,
    WEIGHTS = 1 << 16,
    SCALE = 1 << 20,
};

/* Ranks by weight 1 / (rank + head), as running sums. */
struct zipf {
    uint64_t *sums;
    size_t count;
};

struct vocabulary {
    struct buffer bytes;
    uint32_t ends[WORD_COUNT + PARTICLE_COUNT]; /* words, then particles */
    uint32_t count;
};

struct lexicon {
    struct zipf words, particles, letters;
    struct vocabulary vocabularies[LEXICON_LANGUAGE_COUNT];
};

enum { HAN_COUNT = 4000, HANGUL_COUNT = 1200, KANA_COUNT = 70 };

static const struct language {
    const char *code, *blank, *comma, *stop;
    unsigned particle_share; /* of 100 words */
    unsigned foreign_share;  /* English words and numbers, of 100 */
} languages[LEXICON_LANGUAGE_COUNT] = {
    [LEXICON_SIMPLIFIED] = {"zh", "", "，", "。", 30, 6},
    [LEXICON_TRADITIONAL] = {"zh-Hant", "", "，", "。", 30, 6},
    [LEXICON_ENGLISH] = {"en", " ", ", ", ". ", 35, 0},
    [LEXICON_JAPANESE] = {"ja", "", "、", "。", 40, 4},
    [LEXICON_KOREAN] = {"ko", " ", ", ", ". ", 15, 1},
};

uint32_t lexicon_draw(uint64_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 24) % below;
}

static struct zipf zipf_new(size_t count, unsigned head)
{
    struct zipf zipf = {memory_new(count * sizeof *zipf.sums), count};
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        zipf.sums[i] = sum += (uint64_t)SCALE * 1000 / (i + head);
    return zipf;
}

static uint32_t zipf_draw(const struct zipf *zipf, uint64_t *state)
{
    uint64_t at = ((uint64_t)lexicon_draw(state, 1u << 31) * zipf->sums[zipf->count - 1]) >> 31;
    size_t low = 0, high = zipf->count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (zipf->sums[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint32_t)low;
}

uint32_t lexicon_traditional(uint32_t point)
{
    uint32_t *spellings, other = point;
    size_t count = fold_spellings(point, &spellings);
    for (size_t i = 0; i < count; i++)
        if (spellings[i] != point && spellings[i] >= 0x4E00 && spellings[i] < 0xA000)
            other = spellings[i];
    free(spellings);
    return other;
}

/* Han that are their own folded form, in an order that has nothing to do with their numbers. */
static void choose_han(uint32_t points[HAN_COUNT], uint64_t *state)
{
    for (size_t count = 0; count < HAN_COUNT;) {
        char bytes[4];
        uint32_t point = 0x4E00 + lexicon_draw(state, 0x5000);
        struct fold_step step;
        struct str text = {bytes, utf8_encode(point, bytes)};
        fold_step(text, 0, &step);
        bool is_new = step.count == 1 && step.points[0] == point;
        for (size_t i = 0; i < count && is_new; i++)
            is_new = points[i] != point;
        if (is_new)
            points[count++] = point;
    }
}

static void append_kana(struct buffer *out, bool is_katakana, unsigned count, uint64_t *state)
{
    for (unsigned i = 0; i < count; i++)
        utf8_append(out, (is_katakana ? 0x30A2u : 0x3042u) + lexicon_draw(state, KANA_COUNT));
}

static void append_hangul(struct buffer *out, const struct zipf *letters, unsigned count,
                          uint64_t *state)
{
    for (unsigned i = 0; i < count; i++)
        utf8_append(out, 0xAC00 + zipf_draw(letters, state) % HANGUL_COUNT * 9);
}

static void append_english(struct buffer *out, unsigned syllable_count, uint64_t *state)
{
    static const char consonants[] = "tnshrdlcmwfgypbvk", vowels[] = "eaoiuea";
    for (unsigned i = 0; i < syllable_count; i++) {
        buffer_append_byte(out, consonants[lexicon_draw(state, sizeof consonants - 1)]);
        buffer_append_byte(out, vowels[lexicon_draw(state, sizeof vowels - 1)]);
        if (lexicon_draw(state, 3) == 0)
            buffer_append_byte(out, consonants[lexicon_draw(state, 6)]);
    }
}

static unsigned han_length(uint64_t *state)
{
    unsigned chance = lexicon_draw(state, 10);
    return chance < 8 ? 2 : chance - 5;
}

static void append_japanese(struct buffer *out, const uint32_t *han, const struct zipf *letters,
                            uint64_t *state)
{
    unsigned kind = lexicon_draw(state, 10);
    for (unsigned i = 0; i < 2 && kind < 7; i++)
        utf8_append(out, han[zipf_draw(letters, state)]);
    if (kind >= 5)
        append_kana(out, kind >= 8, 2 + lexicon_draw(state, 3), state);
}

static void end_word(struct vocabulary *vocabulary)
{
    vocabulary->ends[vocabulary->count++] = (uint32_t)vocabulary->bytes.length;
}

static void make_chinese(struct lexicon *lexicon, const uint32_t *han, uint64_t *state)
{
    for (unsigned i = 0; i < WORD_COUNT + PARTICLE_COUNT; i++) {
        bool is_particle = i >= WORD_COUNT;
        unsigned length = is_particle ? 1 : han_length(state);
        for (unsigned j = 0; j < length; j++) {
            uint32_t point =
                han[is_particle ? i - WORD_COUNT : zipf_draw(&lexicon->letters, state)];
            utf8_append(&lexicon->vocabularies[LEXICON_SIMPLIFIED].bytes, point);
            utf8_append(&lexicon->vocabularies[LEXICON_TRADITIONAL].bytes,
                        lexicon_traditional(point));
        }
        end_word(&lexicon->vocabularies[LEXICON_SIMPLIFIED]);
        end_word(&lexicon->vocabularies[LEXICON_TRADITIONAL]);
    }
}

static void make_others(struct lexicon *lexicon, const uint32_t *han, uint64_t *state)
{
    struct vocabulary *english = &lexicon->vocabularies[LEXICON_ENGLISH],
                      *japanese = &lexicon->vocabularies[LEXICON_JAPANESE],
                      *korean = &lexicon->vocabularies[LEXICON_KOREAN];
    for (unsigned i = 0; i < WORD_COUNT + PARTICLE_COUNT; i++) {
        bool is_particle = i >= WORD_COUNT;
        append_english(&english->bytes, is_particle ? 1 : 1 + lexicon_draw(state, 4), state);
        if (is_particle)
            append_kana(&japanese->bytes, false, 1 + i % 2, state);
        else
            append_japanese(&japanese->bytes, han, &lexicon->letters, state);
        append_hangul(&korean->bytes, &lexicon->letters,
                      is_particle ? 1 : 2 + lexicon_draw(state, 3), state);
        end_word(english);
        end_word(japanese);
        end_word(korean);
    }
}

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = memory_new(sizeof *lexicon);
    uint64_t state = UINT64_C(88172645463325252);
    uint32_t han[HAN_COUNT];
    lexicon->words = zipf_new(WORD_COUNT, WORD_HEAD);
    lexicon->particles = zipf_new(PARTICLE_COUNT, PARTICLE_HEAD);
    lexicon->letters = zipf_new(HAN_COUNT, LETTER_HEAD);
    choose_han(han, &state);
    make_chinese(lexicon, han, &state);
    make_others(lexicon, han, &state);
    return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
    free(lexicon->words.sums);
    free(lexicon->particles.sums);
    free(lexicon->letters.sums);
    for (size_t i = 0; i < LEXICON_LANGUAGE_COUNT; i++)
        buffer_release(&lexicon->vocabularies[i].bytes);
    free(lexicon);
}

const char *lexicon_code(enum lexicon_language language)
{
    return languages[language].code;
}

static struct str word_at(const struct vocabulary *vocabulary, uint32_t index)
{
    return str_slice(buffer_str(&vocabulary->bytes), index ? vocabulary->ends[index - 1] : 0,
                     vocabulary->ends[index]);
}

void lexicon_choose(const struct lexicon *lexicon, enum lexicon_language language, uint64_t *state,
                    struct topic *ret_topic)
{
    ret_topic->language = language;
    for (size_t i = 0; i < TOPIC_WORDS; i++)
        ret_topic->words[i] =
            i % 2 ? lexicon_draw(state, WORD_COUNT) : zipf_draw(&lexicon->words, state);
}

static uint32_t draw_of_topic(const struct topic *topic, uint64_t *state)
{
    return topic->words[lexicon_draw(state, 1 + lexicon_draw(state, TOPIC_WORDS))];
}

static void append_foreign(const struct lexicon *lexicon, uint64_t *state, struct buffer *out)
{
    if (lexicon_draw(state, 3) == 0)
        buffer_append_format(out, "%u", 1900 + lexicon_draw(state, 130));
    else
        buffer_append(out, word_at(&lexicon->vocabularies[LEXICON_ENGLISH],
                                   zipf_draw(&lexicon->words, state)));
}

/* Words go with certain others: one of eight that come after this one. */
static uint32_t draw_after(const struct lexicon *lexicon, uint32_t word, uint64_t *state)
{
    uint64_t own = ((uint64_t)word * 8 + lexicon_draw(state, 8) + 1) * UINT64_C(0x9E3779B97F4A7C15);
    return zipf_draw(&lexicon->words, &own);
}

/* The word after another, and which it is: its place in the vocabulary. */
static uint32_t append_word(const struct lexicon *lexicon, const struct topic *topic, uint32_t word,
                            uint64_t *state, struct buffer *out)
{
    const struct language *language = &languages[topic->language];
    uint32_t chance = lexicon_draw(state, 100);
    if (chance < language->foreign_share) {
        append_foreign(lexicon, state, out);
        return word;
    }
    if (chance >= 100 - language->particle_share)
        word = WORD_COUNT + zipf_draw(&lexicon->particles, state);
    else if (chance % 8 < 4)
        word = draw_of_topic(topic, state);
    else if (chance % 8 < 6)
        word = draw_after(lexicon, word, state);
    else
        word = zipf_draw(&lexicon->words, state);
    buffer_append(out, word_at(&lexicon->vocabularies[topic->language], word));
    return word;
}

void lexicon_append_title(const struct lexicon *lexicon, const struct topic *topic, uint64_t *state,
                          struct buffer *out)
{
    for (uint32_t i = 0, count = 3 + lexicon_draw(state, 5); i < count; i++) {
        buffer_append_c(out, i ? languages[topic->language].blank : "");
        buffer_append(
            out, word_at(&lexicon->vocabularies[topic->language], draw_of_topic(topic, state)));
    }
}

void lexicon_append_paragraph(const struct lexicon *lexicon, const struct topic *topic,
                              uint64_t *state, size_t byte_count, struct buffer *out)
{
    const struct language *language = &languages[topic->language];
    size_t end = out->length + byte_count;
    uint32_t word = 0;
    while (out->length < end) {
        for (uint32_t clause = 1 + lexicon_draw(state, 3); clause > 0; clause--) {
            uint32_t count = 2 + lexicon_draw(state, 8);
            for (uint32_t i = 0; i < count; i++) {
                buffer_append_c(out, i ? language->blank : "");
                word = append_word(lexicon, topic, word, state, out);
            }
            buffer_append_c(out, clause > 1 ? language->comma : language->stop);
        }
    }
}
