/* The scorer asks of each charset: how many bits would prose of its languages spend on what these
 * bytes decode to? The bytes are the same for all, so the cheapest reading is the likeliest. */
#include "base/memory.h"
#include "text/charset_internal.h"
#include "text/charset_model.h"

#include <float.h>

#define SAMPLE_BYTES 65536 /* text that is scored at most */
#define SHORT_BYTES 4096   /* and first, when that is enough */
#define CLEAR_BITS 200.0   /* a margin that no further text turns */
#define RAW_BYTES 1024     /* looked at for UTF-16, before tags are taken out */
#define KEPT_ASCII 12      /* ASCII bytes kept on each side of a non-ASCII run */

struct hypothesis {
    const char *label;
    unsigned languages; /* bit set of enum charset_language */
    unsigned rarity;    /* bits that it must beat the common ones by */
};

#define ONLY(language) (1u << (language))
#define ANY_LANGUAGE ((1u << CHARSET_LANGUAGE_COUNT) - 1)

static const struct hypothesis hypotheses[] = {
    {"utf-8", ANY_LANGUAGE, 0},
    {"gb18030", ONLY(CHARSET_CHINESE_SIMPLIFIED), 0},
    {"gb18030", ONLY(CHARSET_CHINESE_TRADITIONAL), 10},
    {"big5", ONLY(CHARSET_CHINESE_TRADITIONAL), 0},
    {"shift_jis", ONLY(CHARSET_JAPANESE), 0},
    {"euc-jp", ONLY(CHARSET_JAPANESE), 0},
    {"euc-kr", ONLY(CHARSET_KOREAN), 0},
    {"windows-1252", ONLY(CHARSET_WESTERN), 0},
    {"windows-1251", ONLY(CHARSET_RUSSIAN), 12},
    {"koi8-r", ONLY(CHARSET_RUSSIAN), 12},
    {"utf-16le", ANY_LANGUAGE, 8},
    {"utf-16be", ANY_LANGUAGE, 8},
};

/* One reading of the sample. */
struct reading {
    const struct charset *charset;
    double bits;
    size_t leading_bytes;
    size_t error_count;
    size_t high_count;
};

static bool is_high(char byte)
{
    return (unsigned char)byte >= 0x80;
}

static bool is_utf_16(const struct charset *charset)
{
    return charset->kind == CHARSET_KIND_UTF_16_LE || charset->kind == CHARSET_KIND_UTF_16_BE;
}

/* Costs of one reading in each of the languages, in quarter bits. */
struct costs {
    uint64_t quarter_bits[CHARSET_LANGUAGE_COUNT];
    enum charset_class before;
    size_t cyrillic_count, cyrillic_pair_count;
};

static void add_code_point(struct costs *costs, const struct charset_model *model,
                           unsigned languages, uint32_t code_point)
{
    const enum charset_class class = charset_class_of(code_point);
    for (unsigned i = 0; i < CHARSET_LANGUAGE_COUNT; i++)
        if (languages & ONLY(i))
            costs->quarter_bits[i] += charset_model_cost(model, (enum charset_language)i,
                                                         costs->before, class, code_point);
    const bool is_cyrillic = class == CHARSET_CYRILLIC_LOWER || class == CHARSET_CYRILLIC_UPPER;
    costs->cyrillic_count += is_cyrillic;
    costs->cyrillic_pair_count += is_cyrillic && (costs->before == CHARSET_CYRILLIC_LOWER ||
                                                  costs->before == CHARSET_CYRILLIC_UPPER);
    costs->before = class;
}

#define NOT_CYRILLIC_BITS 60.0

/* Accented letters of western words read as Russian words of one letter, which Russian has; but it
 * also has others. */
static double lone_letter_bits(const struct costs *costs, unsigned languages)
{
    return languages == ONLY(CHARSET_RUSSIAN) &&
                   costs->cyrillic_pair_count * 2 <= costs->cyrillic_count
               ? NOT_CYRILLIC_BITS
               : 0;
}

static double least_bits(const struct costs *costs, unsigned languages)
{
    uint64_t least = UINT64_MAX;
    for (unsigned i = 0; i < CHARSET_LANGUAGE_COUNT; i++)
        if ((languages & ONLY(i)) && costs->quarter_bits[i] < least)
            least = costs->quarter_bits[i];
    return (double)least / 4;
}

#define CUT_START_BITS 28.0       /* what it costs to suppose a character cut at the start */
#define CUT_BITS 9.0              /* and at the end */
#define CUT_AFTER_OTHERS_BITS 2.0 /* at the end, after whole characters */
#define CUT_UTF_16_BITS 40.0      /* in UTF-16, where every other text could be read so */

/* Reads from offset on. A sequence that the end of the sample cuts is no error. */
static void read_from(struct str sample, size_t offset, struct charset_decoder *decoder,
                      const struct charset_model *model, unsigned languages,
                      struct reading *reading)
{
    struct costs costs = {.before = CHARSET_START};
    double cut_bits = 0;
    reading->leading_bytes = offset;
    reading->error_count = reading->high_count = 0;
    while (offset < sample.length) {
        uint32_t code_point;
        offset += charset_decoder_next(decoder, sample, offset, &code_point);
        if (code_point == CHARSET_NOTHING)
            continue;
        if (code_point == CHARSET_UNDECODABLE && offset == sample.length) {
            cut_bits = reading->high_count > 0 ? CUT_AFTER_OTHERS_BITS : CUT_BITS;
            break;
        }
        if (code_point == CHARSET_UNDECODABLE) {
            reading->error_count++;
            code_point = 0xFFFD;
        }
        reading->high_count += code_point >= 0x80;
        if (code_point & CHARSET_TWO_CODE_POINTS)
            code_point = 0xCA;
        add_code_point(&costs, model, languages, code_point);
    }
    reading->bits = least_bits(&costs, languages) + cut_bits + lone_letter_bits(&costs, languages);
}

/* How many bytes a character cut at the start may have left; only where one plainly starts the
 * sample, for an ASCII byte is taken for what it is. */
static size_t leading_limit(const struct charset *charset, struct str sample)
{
    if (is_utf_16(charset))
        return 1;
    if (sample.length == 0 || !is_high(sample.bytes[0]) || charset->kind == CHARSET_KIND_SINGLE)
        return 0;
    return charset->kind == CHARSET_KIND_UTF_8 ? 3 : 1;
}

static struct reading read_as(struct str sample, const struct charset *charset,
                              struct charset_decoder *decoder, const struct charset_model *model,
                              unsigned languages)
{
    struct reading best = {charset, DBL_MAX, 0, 0, 0};
    const size_t limit = leading_limit(charset, sample);
    for (size_t offset = 0; offset <= limit && offset < sample.length; offset++) {
        struct reading reading = {.charset = charset};
        read_from(sample, offset, decoder, model, languages, &reading);
        reading.bits += offset == 0 ? 0 : is_utf_16(charset) ? CUT_UTF_16_BITS : CUT_START_BITS;
        if (reading.bits < best.bits)
            best = reading;
    }
    return best;
}

/* What the readings share: opening converters costs more than scoring a short sample. */
struct scorer {
    struct charset_model *model;
    const struct charset *charsets[ARRAY_LENGTH(hypotheses)];
    struct charset_decoder *decoders[ARRAY_LENGTH(hypotheses)];
    const struct charset *rival;
};

static void scorer_init(struct scorer *scorer, const struct charset *rival)
{
    scorer->model = charset_model_new();
    scorer->rival = rival;
    for (size_t i = 0; i < ARRAY_LENGTH(hypotheses); i++) {
        scorer->charsets[i] = charset_find(str_from(hypotheses[i].label));
        scorer->decoders[i] = charset_decoder_new(scorer->charsets[i]);
    }
}

static void scorer_release(struct scorer *scorer)
{
    for (size_t i = 0; i < ARRAY_LENGTH(hypotheses); i++)
        charset_decoder_free(scorer->decoders[i]);
    free(scorer->model);
}

/* A rival that is none of the hypotheses: text of any language. */
static struct reading read_as_rival(const struct scorer *scorer, struct str sample)
{
    struct charset_decoder *decoder = charset_decoder_new(scorer->rival);
    const struct reading reading =
        read_as(sample, scorer->rival, decoder, scorer->model, ANY_LANGUAGE);
    charset_decoder_free(decoder);
    return reading;
}

static void fill_score(const struct scorer *scorer, struct str sample, const struct reading *best,
                       const struct reading *second, const struct reading *rival,
                       struct charset_score *score)
{
    *score = (struct charset_score){
        .charset = best->charset,
        .bits = best->bits,
        .margin = second->bits - best->bits,
        .leading_bytes = best->leading_bytes,
        .sample_bytes = sample.length,
    };
    if (scorer->rival != NULL && rival->bits > best->bits)
        score->rival_margin = rival->bits - best->bits;
    if (rival->high_count > 0)
        score->rival_errors = (double)rival->error_count / (double)rival->high_count;
    for (size_t i = 0; i < sample.length; i++)
        score->high_bytes += is_high(sample.bytes[i]);
}

static void score_sample(const struct scorer *scorer, struct str sample, bool may_be_utf_16,
                         struct charset_score *score)
{
    struct reading best = {NULL, DBL_MAX, 0, 0, 0}, second = best, rival = best;
    for (size_t i = 0; i < ARRAY_LENGTH(hypotheses); i++) {
        const struct charset *charset = scorer->charsets[i];
        if (is_utf_16(charset) && !may_be_utf_16)
            continue;
        struct reading reading =
            read_as(sample, charset, scorer->decoders[i], scorer->model, hypotheses[i].languages);
        reading.bits += hypotheses[i].rarity;
        if (charset == scorer->rival && reading.bits < rival.bits)
            rival = reading;
        if (reading.bits < best.bits) {
            if (best.charset != charset)
                second = best;
            best = reading;
        } else if (charset != best.charset && reading.bits < second.bits) {
            second = reading;
        }
    }
    if (scorer->rival != NULL && rival.charset == NULL)
        rival = read_as_rival(scorer, sample);
    fill_score(scorer, sample, &best, &second, &rival, score);
}

/* A '<' that starts a tag, a comment or a declaration. */
static bool is_tag_start(struct str bytes, size_t at)
{
    if (bytes.bytes[at] != '<' || at + 1 >= bytes.length)
        return false;
    const char next = bytes.bytes[at + 1];
    return next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z') ||
           (next >= 'A' && next <= 'Z');
}

/* Text that has tags though nobody said it is markup. */
static bool looks_like_markup(struct str bytes)
{
    const struct str head =
        str_slice(bytes, 0, bytes.length < SHORT_BYTES ? bytes.length : SHORT_BYTES);
    for (size_t at = 0; at < head.length; at++)
        if (is_tag_start(head, at))
            return memchr(head.bytes + at, '>', head.length - at) != NULL;
    return false;
}

/* The bytes from at to the next non-ASCII one or '<'. No multibyte charset here has '<' as a trail
 * byte, and no other ASCII byte is looked at. */
static size_t ascii_run(struct str bytes, size_t at)
{
    const size_t start = at;
    while (at < bytes.length && !is_high(bytes.bytes[at]) && bytes.bytes[at] != '<')
        at++;
    return at - start;
}

#define TAG_BYTES 65536 /* a '<' whose '>' is further away is no tag */

/* The end of the tag that starts at at, or at when it is none. *close is the last '>' that was
 * found, so that a text full of '<' is looked through once. */
static size_t skip_tag(struct str bytes, size_t at, size_t *close)
{
    if (*close < at) {
        const char *found = memchr(bytes.bytes + at, '>', bytes.length - at);
        *close = found == NULL ? SIZE_MAX : (size_t)(found - bytes.bytes);
    }
    return *close == SIZE_MAX || *close - at > TAG_BYTES ? at : *close + 1;
}

/* Collects what says something about the charset: long ASCII runs are cut down, and tags left out,
 * so that a long page head does not fill the sample. */
static void gather(struct str bytes, bool has_tags, size_t limit, struct buffer *sample)
{
    size_t at = 0, close = 0;
    while (at < bytes.length && sample->length < limit) {
        const size_t after_tag =
            has_tags && is_tag_start(bytes, at) ? skip_tag(bytes, at, &close) : at;
        if (after_tag > at) {
            at = after_tag;
            buffer_append_byte(sample, '\n');
        } else if (is_high(bytes.bytes[at])) {
            buffer_append_byte(sample, bytes.bytes[at++]);
        } else {
            const size_t length = 1 + ascii_run(bytes, at + 1);
            const struct str run = str_slice(bytes, at, at + length);
            if (length > 2 * KEPT_ASCII) {
                buffer_append(sample, str_slice(run, 0, KEPT_ASCII));
                buffer_append(sample, str_slice(run, length - KEPT_ASCII, length));
            } else {
                buffer_append(sample, run);
            }
            at += length;
        }
    }
}

static bool has_high(struct str bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        if (is_high(bytes.bytes[i]))
            return true;
    return false;
}

/* UTF-16 has zero bytes where it is ASCII, 30 in every kana, and many bytes over 7F where it is Han
 * or Hangul; bytes that are nearly all ASCII only happen to make Han in pairs. */
static bool may_be_utf_16(struct str bytes)
{
    size_t high_count = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.bytes[i] == '\0')
            return true;
        high_count += is_high(bytes.bytes[i]) || bytes.bytes[i] == 0x30;
    }
    return high_count * 7 > bytes.length;
}

/* The text of the bytes, without tags unless all that is not ASCII is in them. */
static void gather_text(struct str bytes, bool has_tags, size_t limit, struct buffer *sample)
{
    gather(bytes, has_tags, limit, sample);
    if (has_tags && !has_high(buffer_str(sample))) {
        buffer_release(sample);
        gather(bytes, false, limit, sample);
    }
}

void charset_score(struct str bytes, bool is_markup, const struct charset *rival,
                   struct charset_score *ret_score)
{
    struct scorer scorer;
    scorer_init(&scorer, rival);
    const struct str raw = str_slice(bytes, 0, bytes.length < RAW_BYTES ? bytes.length : RAW_BYTES);
    score_sample(&scorer, raw, may_be_utf_16(raw), ret_score);
    const bool has_tags = is_markup || looks_like_markup(bytes);
    /* Taking tags out would shift the halves of UTF-16, so that is settled. */
    for (size_t limit = SHORT_BYTES; limit <= SAMPLE_BYTES && !is_utf_16(ret_score->charset);
         limit *= SAMPLE_BYTES / SHORT_BYTES) {
        CLEANUP_BUFFER struct buffer sample = {0};
        gather_text(bytes, has_tags, limit, &sample);
        score_sample(&scorer, buffer_str(&sample), false, ret_score);
        if (sample.length < limit || ret_score->margin > CLEAR_BITS)
            break;
    }
    scorer_release(&scorer);
}
