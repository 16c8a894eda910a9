/* Only the outermost level of the pattern is read: groups and classes may stand for anything. What
 * is not understood for sure makes the whole pattern one of which nothing is known. */
#include "find/regex_words.h"

#include "text/utf8.h"

#include <string.h>

enum {
    ENGLISH_MIN = 3, /* letters: shorter beginnings are everywhere */
};

struct reader {
    struct str pattern;
    size_t at;
    struct buffer *out;
    size_t line;       /* where the alternative begins in out */
    size_t word, last; /* where the word begins in out, and its last character */
    bool is_in_word, is_han;
    bool is_word_start; /* an English letter would begin a word here */
    bool is_unknown;
};

static bool is_han_character(uint32_t code_point)
{
    return (code_point >= 0x3400 && code_point <= 0x9FFF) ||
           (code_point >= 0x20000 && code_point <= 0x3FFFF);
}

static bool is_letter(uint32_t code_point)
{
    return (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
}

static void end_word(struct reader *reader)
{
    if (reader->is_in_word) {
        size_t length = reader->out->length - reader->word;
        if (length == 0 || (!reader->is_han && length < ENGLISH_MIN))
            reader->out->length = reader->word;
        else
            buffer_append_byte(reader->out, ' ');
    }
    reader->is_in_word = reader->is_word_start = false;
}

static void end_alternative(struct reader *reader)
{
    end_word(reader);
    if (reader->out->length == reader->line)
        reader->is_unknown = true;
    else
        reader->out->bytes[reader->out->length - 1] = '\n';
    reader->line = reader->out->length;
    reader->is_word_start = false;
}

static void take_literal(struct reader *reader, uint32_t code_point, struct str bytes)
{
    bool is_han = is_han_character(code_point);
    bool is_of_word = is_han || is_letter(code_point);
    if (reader->is_in_word && (!is_of_word || is_han != reader->is_han))
        end_word(reader);
    if (!reader->is_in_word && (is_han || (is_of_word && reader->is_word_start))) {
        reader->word = reader->out->length;
        reader->is_in_word = true;
        reader->is_han = is_han;
    }
    if (reader->is_in_word) {
        reader->last = reader->out->length;
        buffer_append(reader->out, bytes);
    }
    reader->is_word_start = code_point == ' ';
}

static bool next_is(const struct reader *reader, const char *text)
{
    return reader->at < reader->pattern.length &&
           str_starts(str_slice(reader->pattern, reader->at, reader->pattern.length),
                      str_from(text));
}

/* Steps over what stands up to its end: "]" of a class, "}" of a name. */
static void skip_class(struct reader *reader)
{
    struct str pattern = reader->pattern;
    size_t at = reader->at + 1;
    if (at < pattern.length && pattern.bytes[at] == '^')
        at++;
    if (at < pattern.length && pattern.bytes[at] == ']')
        at++;
    for (; at < pattern.length && pattern.bytes[at] != ']'; at++) {
        if (pattern.bytes[at] == '[' && at + 1 < pattern.length && pattern.bytes[at + 1] == ':')
            reader->is_unknown = true;
        if (pattern.bytes[at] == '\\')
            at++;
    }
    reader->at = at + 1;
}

static void skip_group(struct reader *reader)
{
    unsigned depth = 0;
    do {
        char byte = reader->pattern.bytes[reader->at];
        if (byte == '[') {
            skip_class(reader);
            continue;
        }
        depth += byte == '(';
        depth -= byte == ')';
        reader->at += byte == '\\' ? 2 : 1;
    } while (depth > 0 && reader->at < reader->pattern.length);
}

/* After the backslash. */
static void take_escape(struct reader *reader)
{
    char letter = reader->at < reader->pattern.length ? reader->pattern.bytes[reader->at] : '\0';
    if (strchr("bBdDsSwWhHvVnrtfRXpPKAzZ", letter) && letter) {
        end_word(reader);
        reader->is_word_start = letter == 'b' || letter == 's' || letter == 'n' || letter == 't';
        reader->at++;
        if ((letter == 'p' || letter == 'P') && reader->at < reader->pattern.length) {
            size_t end = reader->at;
            while (next_is(reader, "{") && end < reader->pattern.length &&
                   reader->pattern.bytes[end] != '}')
                end++;
            reader->at = end + 1;
        }
    } else if ((unsigned char)letter >= 0x80 || letter == '\0' ||
               is_letter((unsigned char)letter) || (letter >= '0' && letter <= '9')) {
        reader->is_unknown = true;
    } else {
        take_literal(reader, (unsigned char)letter, (struct str){&letter, 1});
        reader->at++;
    }
}

/* "*", "+?", "{2,5}": the character before may be missing, or there several times. */
static void take_quantifier(struct reader *reader)
{
    char first = reader->pattern.bytes[reader->at];
    bool may_be_missing = first == '*' || first == '?' || next_is(reader, "{0") ||
                          next_is(reader, "{,") || next_is(reader, "{ ");
    if (first == '{')
        while (reader->at < reader->pattern.length && reader->pattern.bytes[reader->at] != '}')
            reader->at++;
    reader->at++;
    if (next_is(reader, "?") || next_is(reader, "+"))
        reader->at++;
    if (may_be_missing && reader->is_in_word)
        reader->out->length = reader->last;
    end_word(reader);
}

static bool is_quantifier(const struct reader *reader)
{
    char first = reader->pattern.bytes[reader->at];
    char second =
        reader->at + 1 < reader->pattern.length ? reader->pattern.bytes[reader->at + 1] : '\0';
    return first == '*' || first == '+' || first == '?' ||
           (first == '{' && ((second >= '0' && second <= '9') || second == ',' || second == ' '));
}

static void take(struct reader *reader)
{
    uint32_t code_point;
    size_t length = utf8_decode(reader->pattern, reader->at, &code_point);
    if (is_quantifier(reader)) {
        take_quantifier(reader);
    } else if (code_point == '\\') {
        reader->at++;
        take_escape(reader);
    } else if (code_point == '(') {
        end_word(reader);
        skip_group(reader);
    } else if (code_point == '[') {
        end_word(reader);
        skip_class(reader);
    } else if (code_point == '|') {
        end_alternative(reader);
        reader->at++;
    } else if (code_point == '^' || code_point == '$' || code_point == '.') {
        end_word(reader);
        reader->is_word_start = code_point == '^';
        reader->at++;
    } else {
        take_literal(reader, code_point,
                     str_slice(reader->pattern, reader->at, reader->at + length));
        reader->at += length;
    }
}

/* Options such as (?x) change what the rest means; verbs, comments, calls and \Q are rare. */
static bool is_plain(struct str pattern)
{
    for (size_t i = 0; i + 1 < pattern.length; i++) {
        if (pattern.bytes[i] == '\\' && pattern.bytes[i + 1] == 'Q')
            return false;
        if (pattern.bytes[i] != '(')
            continue;
        char third = i + 2 < pattern.length ? pattern.bytes[i + 2] : '\0';
        if (pattern.bytes[i + 1] == '*' ||
            (pattern.bytes[i + 1] == '?' && (!third || !strchr(":=!<>|", third))))
            return false;
    }
    return true;
}

void regex_append_words(struct str pattern, struct buffer *out)
{
    struct reader reader = {.pattern = pattern, .out = out, .line = out->length};
    const size_t before = out->length;
    if (!is_plain(pattern))
        return;
    while (reader.at < pattern.length && !reader.is_unknown)
        take(&reader);
    end_alternative(&reader);
    if (reader.is_unknown)
        out->length = before;
}
