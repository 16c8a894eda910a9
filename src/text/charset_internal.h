/* What the files of charset share: the label table, the decoders and the scorer. */
#ifndef TEXT_CHARSET_INTERNAL_H
#define TEXT_CHARSET_INTERNAL_H

#include "text/charset.h"

#include <stdint.h>

enum charset_kind {
    CHARSET_KIND_SINGLE, /* one byte, one code point; the upper half through ICU */
    CHARSET_KIND_UTF_8,
    CHARSET_KIND_UTF_16_LE,
    CHARSET_KIND_UTF_16_BE,
    CHARSET_KIND_GB18030,
    CHARSET_KIND_BIG5,
    CHARSET_KIND_SHIFT_JIS,
    CHARSET_KIND_EUC_JP,
    CHARSET_KIND_ISO_2022_JP,
    CHARSET_KIND_EUC_KR,
};

struct charset {
    const char *name;     /* WHATWG */
    const char *icu_name; /* the converter whose tables equal WHATWG's; NULL when none is needed */
    enum charset_kind kind;
    const char *labels; /* lower case, each followed by a space */
};

/* Row of a label or WHATWG name, or NULL. Static storage. */
const struct charset *charset_find(struct str label);
/* A known label that looks like the unknown one, for an error message. */
const char *charset_suggestion(struct str label);

/* Label in <meta> (WHATWG "prescan a byte stream") or in <?xml … encoding="…"?>, as the charset to
 * use; NULL when none is named. Looks at the first 1,024 bytes only. */
const struct charset *charset_prescan_meta(struct str bytes);
const struct charset *charset_prescan_xml(struct str bytes);

/* What a decoder gives for a sequence that is none of its charset's. */
#define CHARSET_UNDECODABLE UINT32_MAX
/* For an escape sequence: bytes that are no text. */
#define CHARSET_NOTHING (UINT32_MAX - 1)
/* Set when one sequence gives two code points: (first << 16 | second) without this bit. */
#define CHARSET_TWO_CODE_POINTS 0x80000000u

struct charset_decoder;
struct charset_decoder *charset_decoder_new(const struct charset *charset);
void charset_decoder_free(struct charset_decoder *decoder);
/* Reads the sequence at offset (< bytes.length), returns how many bytes it took (at least 1). An
 * ASCII byte is never part of an undecodable sequence in the charsets that are ASCII supersets. */
size_t charset_decoder_next(struct charset_decoder *decoder, struct str bytes, size_t offset,
                            uint32_t *ret_code_point);

/* Whether ISO-2022-JP is in the mode in which two bytes are a character. */
bool charset_decoder_reads_pairs(const struct charset_decoder *decoder);

struct charset_transcoder;
struct charset_transcoder *charset_transcoder_new(const struct charset *charset);
void charset_transcoder_free(struct charset_transcoder *transcoder);
/* Writes the sequences of a legacy charset that begin in [start, end) of bytes to *out as UTF-8 and
 * moves *out behind them; *out must have room for CHARSET_ROOM. Returns where the last ends. */
size_t charset_transcoder_run(struct charset_transcoder *transcoder, struct str bytes, size_t start,
                              size_t end, char **out);
/* How many U+FFFD it has written for undecodable sequences. */
size_t charset_transcoder_errors(const struct charset_transcoder *transcoder);
/* A byte becomes at most three (one U+FFFD, one half-width katakana); words are copied whole. */
#define CHARSET_ROOM(byte_count) (3 * (byte_count) + 16)

/* What the scorer found: the likeliest reading and how it compares. */
struct charset_score {
    const struct charset *charset;
    double bits;         /* what the sample costs read so */
    double margin;       /* bits that reading as the second likeliest charset costs more */
    double rival_margin; /* bits that reading as the rival costs more; 0 when it is the likeliest */
    double rival_errors; /* undecodable sequences per non-ASCII code point as the rival, 0..1 */
    size_t sample_bytes; /* what was looked at */
    size_t high_bytes;   /* of them non-ASCII */
    size_t leading_bytes; /* at the start: the rest of a character that was cut */
};

/* Scores the text of bytes as every charset that it knows, and as rival when that is not NULL.
 */
void charset_score(struct str bytes, bool is_markup, const struct charset *rival,
                   struct charset_score *ret_score);

#endif
