/* Samples of a text in the charsets of its language, cut anywhere, as prose or between tags. */
#ifndef TESTS_TEXT_CHARSET_SAMPLES_H
#define TESTS_TEXT_CHARSET_SAMPLES_H

#include "base/str.h"
#include "text/charset.h"
#include "text/utf8.h"

#include <iconv.h>
#include <string.h>

struct sample_charset {
    const char *language;   /* file names start with it */
    const char *name;       /* what must be found */
    const char *iconv_name; /* glibc's tables, not ICU's: an independent encoder */
};

static const struct sample_charset sample_charsets[] = {
    {"zh-Hans", "gb18030", "GBK"},
    {"zh-Hans", "gb18030", "GB18030"},
    {"zh-Hant", "Big5", "BIG5-HKSCS"},
    {"zh-Hant", "gb18030", "GB18030"},
    {"ja", "Shift_JIS", "CP932"},
    {"ja", "EUC-JP", "EUC-JP-MS"},
    {"ko", "EUC-KR", "CP949"},
    {"west", "windows-1252", "CP1252"},
    {"ru", "windows-1251", "CP1251"},
    {"ru", "KOI8-R", "KOI8-R"},
    {"zh-Hans", "UTF-8", "UTF-8"},
    {"zh-Hant", "UTF-8", "UTF-8"},
    {"ja", "UTF-8", "UTF-8"},
    {"ko", "UTF-8", "UTF-8"},
    {"west", "UTF-8", "UTF-8"},
    {"zh-Hans", "UTF-16LE", "UTF-16LE"},
    {"zh-Hant", "UTF-16LE", "UTF-16LE"},
    {"ja", "UTF-16LE", "UTF-16LE"},
    {"ko", "UTF-16LE", "UTF-16LE"},
    {"west", "UTF-16LE", "UTF-16LE"},
    {"zh-Hans", "UTF-16BE", "UTF-16BE"},
    {"zh-Hant", "UTF-16BE", "UTF-16BE"},
    {"ja", "UTF-16BE", "UTF-16BE"},
    {"ko", "UTF-16BE", "UTF-16BE"},
    {"west", "UTF-16BE", "UTF-16BE"},
};

static const size_t sample_lengths[] = {60, 300, 3000};

/* Encodes what the charset has; kept gets the UTF-8 of that. Either may be NULL. */
static inline void sample_encode(const struct sample_charset *charset, struct str text,
                                 struct buffer *encoded, struct buffer *kept)
{
    iconv_t converter = iconv_open(charset->iconv_name, "UTF-8");
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(text, at, &code_point);
        char bytes[16];
        char *input = (char *)text.bytes + at, *output = bytes;
        size_t input_left = length, output_left = sizeof bytes;
        const bool is_encodable =
            iconv(converter, &input, &input_left, &output, &output_left) == 0 &&
            iconv(converter, NULL, NULL, &output, &output_left) == 0 && input_left == 0;
        if (is_encodable && encoded != NULL)
            buffer_append(encoded, (struct str){bytes, (size_t)(output - bytes)});
        if (is_encodable && kept != NULL)
            buffer_append(kept, (struct str){text.bytes + at, length});
        if (!is_encodable)
            iconv(converter, NULL, NULL, NULL, NULL);
        at += length;
    }
    iconv_close(converter);
}

/* The text with a tag every 20 to 60 code points. */
static inline void sample_add_tags(struct str text, struct buffer *tagged)
{
    static const char *const tags[] = {"<p>",    "</p>\n<p class=\"text\">",
                                       "<br />", "<a href=\"/2012/01/a.html\">",
                                       "</a>",   "<span>",
                                       "</span>"};
    size_t until = 5, turn = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(text, at, &code_point);
        buffer_append(tagged, (struct str){text.bytes + at, length});
        at += length;
        if (--until == 0) {
            turn++;
            buffer_append_c(tagged, tags[turn * 5 % (sizeof tags / sizeof *tags)]);
            until = 20 + turn * 7 % 41;
        }
    }
}

static inline bool sample_says_nothing(struct str sample, const struct sample_charset *charset)
{
    if (strncmp(charset->name, "UTF-16", 6) == 0)
        return false;
    for (size_t i = 0; i < sample.length; i++)
        if ((unsigned char)sample.bytes[i] >= 0x80)
            return false;
    return true;
}

/* Calls back with every step-th window of length bytes; UTF-16 windows start on a unit. */
static inline void sample_windows(const struct sample_charset *charset, struct str encoded,
                                  size_t length, size_t step,
                                  void (*each)(const struct sample_charset *, struct str, void *),
                                  void *context)
{
    if (strncmp(charset->name, "UTF-16", 6) == 0)
        step += step % 2;
    for (size_t at = 0; at + length <= encoded.length; at += step) {
        const struct str sample = str_slice(encoded, at, at + length);
        if (!sample_says_nothing(sample, charset))
            each(charset, sample, context);
    }
}

#endif
