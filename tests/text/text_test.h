/* What the tests of the text layer share: printing, random text, the Unicode test files. */
#ifndef TEXT_TEST_H
#define TEXT_TEST_H

#include "base/str.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define UCD "/usr/share/unicode/" /* Debian's unicode-data */

/* Code points as "U+4E2D U+0301", for messages. */
static inline const char *spelled(struct str text)
{
    static char out[2048];
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < text.length && used + 20 < sizeof out;) {
        uint32_t code_point;
        i += utf8_decode(text, i, &code_point);
        used += (size_t)snprintf(out + used, sizeof out - used, "U+%04X ", code_point);
    }
    return out;
}

/* xorshift, so that a failure can be repeated. */
static inline uint32_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 16);
}

/* Appends a code point of mixed text: mostly what meets in real pages, sometimes anything. */
static inline void random_append(struct buffer *out, uint64_t *state)
{
    static const char *const pieces[] = {
        "中",
        "文",
        "的",
        "鬱",
        "，",
        "。",
        "、",
        "；",
        "：",
        "？",
        "！",
        "）",
        "（",
        "「",
        "」",
        "『",
        "』",
        "《",
        "》",
        "【",
        "】",
        "“",
        "”",
        "‘",
        "’",
        "—",
        "——",
        "…",
        "……",
        "⋯⋯",
        "·",
        "・",
        "～",
        "／",
        "/",
        "-",
        "–",
        "％",
        "%",
        "℃",
        "￥",
        "$",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        ";",
        "!",
        "?",
        "'",
        "\"",
        " ",
        " ",
        " ",
        "　",
        "a",
        "b",
        "word",
        "don’t",
        "Linux",
        "1",
        "23",
        "3.14",
        "https://a.b/c?d=e",
        "é",
        "e\xCC\x81",
        "ß",
        "ж",
        "か",
        "が",
        "ー",
        "っ",
        "ァ",
        "々",
        "カ\xEF\xBE\x9E",
        "한",
        "국",
        "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8",
        "א",
        "ب",
        "ก",
        "ำ",
        "क्षि",
        "👍🏽",
        "👨‍👩‍👧",
        "🇨🇳",
        "🇯🇵🇺",
        "❤️",
        "1️⃣",
        "\xCC\x81",
        "\xE2\x80\x8B",
        "\xE2\x80\x8D",
        "\xC2\xAD",
        "\xC2\xA0",
        "𠀀",
        "葛󠄀",
        "～～",
        "⸺",
        "／／",
        "。」",
        "”，",
        "〜",
        "゠",
        "〻",
    };
    if (random_next(state) % 40 == 0) {
        const uint32_t any = random_next(state) % 0x30000;
        utf8_append(out, any < 0x20 || (any >= 0x7F && any < 0xA0) ? 'x' : any);
        return;
    }
    buffer_append_c(out, pieces[random_next(state) % (sizeof pieces / sizeof *pieces)]);
}

/* The next line of a Unicode file that is no comment, without its comment; NULL at the end. */
static inline char *ucd_line(FILE *file, char *line, size_t size)
{
    while (fgets(line, (int)size, file)) {
        line[strcspn(line, "#\n")] = '\0';
        if (line[strspn(line, " \t")] != '\0' && line[0] != '@')
            return line;
    }
    return NULL;
}

static inline FILE *ucd_open(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("%s: not there; install Debian's unicode-data", path);
    return file;
}

/* Reads "÷ 0020 × 0308 ÷": the text, and its boundaries as byte offsets (the first ÷ is left out).
 */
static inline size_t ucd_break_case(const char *line, struct buffer *text, size_t *ret_breaks)
{
    size_t count = 0;
    text->length = 0;
    while (*line) {
        if ((unsigned char)*line == 0xC3) {
            if ((unsigned char)line[1] == 0xB7 && text->length > 0)
                ret_breaks[count++] = text->length;
            line += 2;
        } else if (*line == ' ' || *line == '\t') {
            line++;
        } else {
            char *end;
            utf8_append(text, (uint32_t)strtoul(line, &end, 16));
            line = end;
        }
    }
    return count;
}

#endif
