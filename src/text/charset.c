/* The decision: user, BOM, what the container or the page says, UTF-8 by its form, and last what
 * the bytes read like. What is said is believed unless the bytes speak plainly against it. */
#include "text/charset.h"

#include "text/charset_internal.h"
#include "text/utf8.h"

#include "base/intl.h"

#include <math.h>
#include <string.h>

/* How the bytes stand to UTF-8. */
enum utf8_state {
    UTF8_ASCII,   /* no byte over 0x7F */
    UTF8_VALID,   /* well-formed, but for a character cut at the start or the end */
    UTF8_DAMAGED, /* plainly UTF-8 with a few bad bytes */
    UTF8_NOT,
};

struct evidence {
    enum utf8_state utf8;
    size_t valid_length;
    const struct charset *declared;
    enum charset_source declared_by;
};

static bool is_high(char byte)
{
    return (unsigned char)byte >= 0x80;
}

static size_t find_high(struct str bytes)
{
    size_t at = 0;
    uint64_t word;
    while (bytes.length - at >= sizeof word) {
        memcpy(&word, bytes.bytes + at, sizeof word);
        if (word & 0x8080808080808080u)
            break;
        at += sizeof word;
    }
    while (at < bytes.length && !is_high(bytes.bytes[at]))
        at++;
    return at;
}

/* A sequence that the end of the input cuts, after others that were whole. */
static bool is_cut_at_end(struct str bytes, size_t offset)
{
    const unsigned char lead = (unsigned char)bytes.bytes[offset];
    uint32_t code_point;
    return lead >= 0xC2 && lead <= 0xF4 &&
           utf8_decode(bytes, offset, &code_point) == bytes.length - offset;
}

/* Continuation bytes at the start, as when the input was cut within a character: 0..3. */
static size_t cut_at_start(struct str bytes)
{
    size_t count = 0;
    while (count < 3 && count < bytes.length && ((unsigned char)bytes.bytes[count] & 0xC0) == 0x80)
        count++;
    return count;
}

/* One bad sequence in this many characters is damage; more is another charset. */
#define CHARACTERS_PER_ERROR 20

/* Goes on counting from offset, the first bad byte. */
static bool is_damaged_utf8(struct str bytes, size_t offset)
{
    size_t errors = 0, characters = 0;
    for (size_t i = 0; i < offset; i++)
        characters += (unsigned char)bytes.bytes[i] >= 0xC2;
    while (offset < bytes.length) {
        uint32_t code_point;
        offset += utf8_decode(bytes, offset, &code_point);
        errors++;
        const struct str rest = str_slice(bytes, offset, bytes.length);
        const size_t valid = utf8_valid_prefix(rest);
        for (size_t i = 0; i < valid; i++)
            characters += (unsigned char)rest.bytes[i] >= 0xC2;
        offset += valid;
        if (errors > 1000 && errors * CHARACTERS_PER_ERROR > characters)
            return false;
    }
    return errors * CHARACTERS_PER_ERROR <= characters;
}

static enum utf8_state examine_utf8(struct str bytes, size_t *ret_valid_length)
{
    const size_t valid = utf8_valid_prefix(bytes);
    const size_t first_high = find_high(bytes);
    *ret_valid_length = valid;
    if (valid == bytes.length)
        return first_high == bytes.length ? UTF8_ASCII : UTF8_VALID;
    if (first_high < valid && is_cut_at_end(bytes, valid))
        return UTF8_VALID;
    const size_t cut = valid == 0 ? cut_at_start(bytes) : 0;
    if (cut > 0) {
        const struct str rest = str_slice(bytes, cut, bytes.length);
        const size_t rest_valid = utf8_valid_prefix(rest);
        if (find_high(rest) < rest_valid &&
            (rest_valid == rest.length || is_cut_at_end(rest, rest_valid)))
            return UTF8_VALID;
    }
    return is_damaged_utf8(bytes, valid) ? UTF8_DAMAGED : UTF8_NOT;
}

static const struct charset *named_by_bom(struct str bytes)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        return charset_find(STR("utf-8"));
    if (str_starts(bytes, STR("\xFF\xFE")))
        return charset_find(STR("utf-16le"));
    if (str_starts(bytes, STR("\xFE\xFF")))
        return charset_find(STR("utf-16be"));
    return NULL;
}

static void find_declared(struct str bytes, const struct charset_hints *hints,
                          struct evidence *evidence)
{
    evidence->declared = charset_find(hints->container);
    evidence->declared_by = CHARSET_FROM_CONTAINER;
    if (evidence->declared == NULL && hints->is_markup) {
        evidence->declared = charset_prescan_meta(bytes);
        evidence->declared_by = CHARSET_FROM_META;
    }
    if (evidence->declared == NULL && hints->is_markup) {
        evidence->declared = charset_prescan_xml(bytes);
        evidence->declared_by = CHARSET_FROM_XML;
    }
}

static bool is_utf16(const struct charset *charset)
{
    return charset->kind == CHARSET_KIND_UTF_16_LE || charset->kind == CHARSET_KIND_UTF_16_BE;
}

#define HEAD_BYTES 65536 /* where ISO-2022-JP's escapes and UTF-16's zero bytes are looked for */

static bool has_zero_bytes(struct str bytes)
{
    const size_t length = bytes.length < HEAD_BYTES ? bytes.length : HEAD_BYTES;
    return length > 0 && memchr(bytes.bytes, '\0', length) != NULL;
}

/* Seven-bit text with kanji escapes that all decode. */
static bool is_iso_2022_jp(struct str bytes)
{
    bytes.length = bytes.length < HEAD_BYTES ? bytes.length : HEAD_BYTES;
    if (str_find(bytes, STR("\x1B$B"), 0) == SIZE_MAX &&
        str_find(bytes, STR("\x1B$@"), 0) == SIZE_MAX)
        return false;
    struct charset_decoder *decoder = charset_decoder_new(charset_find(STR("iso-2022-jp")));
    size_t japanese = 0;
    bool is_clean = true;
    for (size_t at = 0; is_clean && at < bytes.length;) {
        uint32_t code_point;
        at += charset_decoder_next(decoder, bytes, at, &code_point);
        is_clean = code_point != CHARSET_UNDECODABLE || at == bytes.length;
        japanese += code_point >= 0x3000 && code_point < 0xA000;
    }
    charset_decoder_free(decoder);
    return is_clean && japanese > 0;
}

static void set(struct charset_decision *decision, const struct charset *charset,
                enum charset_source source, double confidence)
{
    decision->name = charset->name;
    decision->source = source;
    decision->confidence = confidence;
}

/* By how many bits a declared charset may be the worse reading. */
#define DOUBT_BITS 40.0
#define DOUBT_BITS_PER_BYTE 1.5  /* and this much per byte, when it decodes */
#define DOUBT_BITS_UNDECODED 8.0 /* when it cannot read half of the characters */
#define FEW_ERRORS 0.02          /* undecodable sequences per character that decoding may have */

/* The bytes read so much better as something else that what was declared is wrong. */
static bool is_refuted(const struct charset_score *score)
{
    double doubt = DOUBT_BITS;
    if (score->rival_errors > 0.5)
        doubt = DOUBT_BITS_UNDECODED;
    else if (score->rival_errors <= FEW_ERRORS)
        doubt += DOUBT_BITS_PER_BYTE * (double)score->high_bytes;
    return score->rival_margin > doubt;
}

/* Chance that the likeliest reading is right. Held against 152,473 samples it is modest: where it
 * says 0.5 to 0.6, 72 % were right; 0.7 to 0.8, 81 %; over 0.8, 99 %. */
static double confidence_of(const struct charset_score *score)
{
    return 0.98 - 0.48 * exp2(-score->margin / 6);
}

/* No prose in any charset costs so much per byte: the bytes are no text that is known. */
#define SENSELESS_BITS 8.0

static void decide_by_content(const struct charset_score *score, struct charset_decision *decision)
{
    if (score->bits > SENSELESS_BITS * (double)score->sample_bytes && score->sample_bytes > 16) {
        set(decision, charset_find(STR("windows-1252")), CHARSET_FROM_DEFAULT, 0.3);
        return;
    }
    set(decision, score->charset, CHARSET_FROM_CONTENT, confidence_of(score));
    decision->leading_length = score->leading_bytes;
    if (score->charset->kind == CHARSET_KIND_UTF_8)
        decision->leading_length = 0;
}

/* Bytes that are plainly UTF-8, well-formed or damaged. */
static void decide_utf8(struct str bytes, bool is_markup, const struct evidence *evidence,
                        struct charset_decision *decision)
{
    const struct charset *utf8 = charset_find(STR("utf-8"));
    const bool is_whole = evidence->utf8 == UTF8_VALID;
    const double confidence = is_whole ? 0.99 : 0.9;
    const struct charset *declared = evidence->declared;
    if (declared == utf8) {
        set(decision, utf8, evidence->declared_by, confidence);
        return;
    }
    if (declared != NULL || has_zero_bytes(bytes)) {
        struct charset_score score;
        charset_score(bytes, is_markup, declared, &score);
        /* A handful of letters can be well-formed UTF-8 by chance, and zero bytes tell UTF-16. */
        if (declared != NULL && score.charset == declared) {
            set(decision, declared, evidence->declared_by, confidence_of(&score));
            return;
        }
        if (is_utf16(score.charset)) {
            decide_by_content(&score, decision);
            return;
        }
    }
    set(decision, utf8, is_whole ? CHARSET_FROM_UTF8 : CHARSET_FROM_CONTENT, confidence);
}

static void decide_ascii(struct str bytes, bool is_markup, const struct evidence *evidence,
                         struct charset_decision *decision)
{
    const struct charset *declared = evidence->declared;
    if (has_zero_bytes(bytes)) {
        struct charset_score score;
        charset_score(bytes, is_markup, declared, &score);
        if (is_utf16(score.charset)) {
            decide_by_content(&score, decision);
            if (declared == score.charset)
                set(decision, declared, evidence->declared_by, 0.97);
            return;
        }
    }
    if (declared != NULL && !is_utf16(declared))
        set(decision, declared, evidence->declared_by, 0.97);
    else if (is_iso_2022_jp(bytes))
        set(decision, charset_find(STR("iso-2022-jp")), CHARSET_FROM_CONTENT, 0.95);
    else
        set(decision, charset_find(STR("utf-8")), CHARSET_FROM_UTF8, 0.99);
}

/* Bytes that are not UTF-8. */
static void decide_other(struct str bytes, bool is_markup, const struct evidence *evidence,
                         struct charset_decision *decision)
{
    struct charset_score score;
    charset_score(bytes, is_markup, evidence->declared, &score);
    if (evidence->declared != NULL && !is_refuted(&score)) {
        set(decision, evidence->declared, evidence->declared_by,
            score.charset == evidence->declared ? 0.99 : 0.95 - score.rival_errors / 2);
        return;
    }
    decide_by_content(&score, decision);
}

static enum status decide_by_user(struct str label, const struct charset *by_bom,
                                  struct charset_decision *decision, struct error *error)
{
    const struct charset *charset = charset_find(label);
    if (charset == NULL)
        return error_set(
            error, STATUS_USAGE,
            _("unknown charset '%.*s'; did you mean %s? Known are utf-8, gb18030, big5, "
              "shift_jis, euc-jp, euc-kr, windows-1252 and the other WHATWG labels"),
            (int)(label.length < 64 ? label.length : 64), label.bytes, charset_suggestion(label));
    /* "utf-16" leaves the byte order to the BOM. */
    const bool is_other_order = is_utf16(charset) && by_bom != NULL && is_utf16(by_bom);
    set(decision, is_other_order ? by_bom : charset, CHARSET_FROM_USER, 1);
    return STATUS_OK;
}

enum status charset_decide(struct str bytes, const struct charset_hints *hints,
                           struct charset_decision *ret_decision, struct error *error)
{
    struct charset_decision decision = {0};
    const struct charset *by_bom = named_by_bom(bytes);
    if (hints->user.length > 0) {
        const enum status status = decide_by_user(hints->user, by_bom, &decision, error);
        if (status != STATUS_OK)
            return status;
    } else if (by_bom != NULL) {
        set(&decision, by_bom, CHARSET_FROM_BOM, 1);
    } else {
        struct evidence evidence;
        find_declared(bytes, hints, &evidence);
        evidence.utf8 = examine_utf8(bytes, &evidence.valid_length);
        if (evidence.utf8 == UTF8_ASCII)
            decide_ascii(bytes, hints->is_markup, &evidence, &decision);
        else if (evidence.utf8 == UTF8_NOT)
            decide_other(bytes, hints->is_markup, &evidence, &decision);
        else
            decide_utf8(bytes, hints->is_markup, &evidence, &decision);
        decision.valid_length = evidence.valid_length;
    }
    *ret_decision = decision;
    return STATUS_OK;
}
