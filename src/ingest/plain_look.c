#include "ingest/plain_form.h"

#include "base/memory.h"

enum { LOOK_BYTES = 200 };

struct look {
    unsigned symbols, letters, digits, blanks, words, lower_words, wide, dense_commas, tabs, bars;
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct look look_at(struct str s)
{
    struct look look = {0};
    for (size_t i = 0; i < s.length; i++) {
        char c = s.bytes[i];
        char next = i + 1 < s.length ? s.bytes[i + 1] : ' ';
        char before = i ? s.bytes[i - 1] : ' ';
        if ((unsigned char)c >= 0x80) {
            look.wide += (unsigned char)c >= 0xE3 && (unsigned char)c < 0xF0;
            look.letters += (unsigned char)c >= 0xC0;
        } else if (is_letter(c)) {
            look.letters++;
            if (before == ' ') {
                look.words++;
                look.lower_words += is_lower(c);
            }
        } else if (is_digit(c)) {
            look.digits++;
        } else if (c == ' ') {
            look.blanks++;
        } else if (c == '\t') {
            look.tabs++;
        } else if (c == ',' && next != ' ' && i + 1 < s.length) {
            look.dense_commas++;
        } else if (memchr("{}[]<>=;|&^%$#@~\\_*+`/", c, 22) ||
                   (c == '(' && next != ' ' && is_letter(before))) {
            look.symbols++;
            look.bars += c == '|';
        }
    }
    return look;
}

static bool starts_with_any(struct str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(s, str_from(words[i])))
            return true;
    return false;
}

static bool starts_as_code(struct str s)
{
    static const char *const marks[] = {"//",
                                        "/*",
                                        "*/",
                                        "#include",
                                        "#define",
                                        "#if",
                                        "#endif",
                                        "#else",
                                        "#pragma",
                                        "#!",
                                        "<?",
                                        "<!--",
                                        "@@ ",
                                        "+++ ",
                                        "--- a/",
                                        "diff --",
                                        "}",
                                        "{",
                                        "\"\"\"",
                                        "return ",
                                        "return;",
                                        "import ",
                                        "def ",
                                        "class ",
                                        "func ",
                                        "fn ",
                                        "static ",
                                        "struct ",
                                        "typedef ",
                                        "extern ",
                                        "const ",
                                        "public ",
                                        "private ",
                                        "protected ",
                                        "void ",
                                        "int ",
                                        "elif ",
                                        "else:",
                                        "try:",
                                        "endif",
                                        "fi",
                                        "done",
                                        "esac",
                                        "SELECT ",
                                        "INSERT INTO ",
                                        "CREATE TABLE ",
                                        "\\begin{",
                                        "\\end{"};
    static const char firsts[] = "/*#<@+-}{\"ridcfsteptvnSIC\\";
    return memchr(firsts, s.bytes[0], sizeof firsts - 1) &&
           starts_with_any(s, marks, ARRAY_LENGTH(marks));
}

/* hh:mm in the first 26 bytes after digits, or an address: how logs begin. */
static bool starts_as_log(struct str s)
{
    size_t digits = 0, end = s.length < 26 ? s.length : 26;
    if (!s.length || (unsigned char)s.bytes[0] >= 0x80)
        return false;
    for (size_t i = 0; i < end; i++) {
        digits += is_digit(s.bytes[i]);
        if (i >= 2 && i + 2 < s.length && s.bytes[i] == ':' && is_digit(s.bytes[i - 1]) &&
            is_digit(s.bytes[i + 1]) && is_digit(s.bytes[i + 2]) && digits >= 2 &&
            (is_digit(s.bytes[0]) || s.bytes[0] == '[' || s.bytes[0] == '<' || digits >= 3))
            return true;
    }
    size_t i = s.bytes[0] == '[' ? 1 : 0;
    while (i < end && (s.bytes[i] == ' ' || is_digit(s.bytes[i]) || s.bytes[i] == '.'))
        i++;
    return digits >= 5 && i >= 7 && i < s.length && (s.bytes[i] == ']' || s.bytes[i] == ' ');
}

/* name( without a blank between. */
static bool has_call(struct str s)
{
    for (size_t i = 1; i < s.length; i++)
        if (s.bytes[i] == '(' && (is_letter(s.bytes[i - 1]) || s.bytes[i - 1] == '_'))
            return true;
    return false;
}

bool line_is_field(struct str s)
{
    size_t i = 0, words = 0;
    while (i < s.length && i < 40 && s.bytes[i] != ':' && s.bytes[i] != '=') {
        if ((unsigned char)s.bytes[i] >= 0x80 || s.bytes[i] == '.' || s.bytes[i] == ',')
            return false;
        words += s.bytes[i] == ' ';
        i++;
    }
    return i > 0 && i < s.length && i < 40 && words <= 2 &&
           (s.bytes[i] == '=' || i + 1 == s.length || s.bytes[i + 1] == ' ' ||
            s.bytes[i + 1] == '\t');
}

enum line_look line_look(struct str s, size_t indent)
{
    int score = 0;
    if (!s.length)
        return LOOK_OTHER;
    struct str start = str_slice(s, 0, s.length < LOOK_BYTES ? s.length : LOOK_BYTES);
    struct look look = look_at(start);
    unsigned visible = (unsigned)start.length - look.blanks - look.tabs;
    unsigned percent = visible ? look.symbols * 100 / visible : 0;
    char last = s.bytes[s.length - 1];
    bool is_sentence = look.words >= 6 && look.lower_words * 10 >= look.words * 6 && percent < 8;
    if (starts_as_log(s))
        return LOOK_LOG;
    if (look.tabs >= 2 || look.bars >= 3 ||
        (look.dense_commas >= 3 && look.wide == 0 && look.blanks < 8))
        return LOOK_TABLE;
    if (starts_as_code(s))
        score += is_sentence && s.bytes[0] != '/' ? 20 : 55;
    if (look.wide * 3 > visible / 2)
        return score >= 50 ? LOOK_CODE : LOOK_PROSE;
    if (last == ';' || last == '{' || last == '}' || last == '\\')
        score += last == ';' && is_sentence ? 10 : 60;
    if (str_ends(s, STR("):")) || str_ends(s, STR("(")) || str_ends(s, STR("},")) ||
        str_ends(s, STR("),")))
        score += 30;
    score += percent >= 20 ? 50 : percent >= 12 ? 30 : percent >= 8 ? 15 : 0;
    if (line_is_field(s) && memchr(start.bytes, '=', start.length) && look.words <= 5)
        score += 40;
    if (str_ends(s, STR("*/")) || (s.bytes[0] == '"' && str_find(start, STR("\":"), 0) != SIZE_MAX))
        score += 60;
    if (last == ')' && has_call(start) && look.words <= 6)
        score += 20;
    if (str_ends(s, STR("',")) || str_ends(s, STR("\",")) || str_ends(s, STR("']")))
        score += 40;
    if (indent >= 2 && line_is_field(s) && look.words <= 5)
        score += 40;
    score += indent >= 4 ? 15 : indent >= 2 ? 10 : 0;
    score -= is_sentence ? 50 : 0;
    if (score >= 50)
        return LOOK_CODE;
    return look.words >= 5 && percent < 8 ? LOOK_PROSE : LOOK_OTHER;
}

char line_fence(struct str s)
{
    if (str_starts(s, STR("```")))
        return '`';
    return str_starts(s, STR("~~~")) ? '~' : 0;
}

/* Columns at which a field begins after two blanks or more, as a set of the first 128. */
static void gap_ends(struct str text, const struct line *line, uint64_t ret_set[2],
                     unsigned *ret_count)
{
    struct str s = line_text(text, line);
    size_t blanks = 0, column = line->indent;
    ret_set[0] = ret_set[1] = 0;
    *ret_count = 0;
    if (!memmem(s.bytes, s.length, "  ", 2) && !memchr(s.bytes, '\t', s.length))
        return;
    for (size_t i = 0; i < s.length && i < LOOK_BYTES && column < 128; i++) {
        char c = s.bytes[i];
        if (c == ' ' || c == '\t') {
            blanks += c == '\t' ? 2 : 1;
            column = c == '\t' ? (column / 8 + 1) * 8 : column + 1;
            continue;
        }
        if (blanks >= 2 && ((unsigned char)c < 0x80 || (unsigned char)c >= 0xC0)) {
            ret_set[column / 64] |= UINT64_C(1) << (column % 64);
            ++*ret_count;
        }
        blanks = 0;
        column += rough_columns((struct str){&c, 1});
    }
}

bool lines_are_aligned(struct str text, const struct line *lines, size_t count)
{
    uint64_t before[2] = {0, 0}, set[2];
    size_t aligned = 0, with_gap = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned gaps;
        gap_ends(text, &lines[i], set, &gaps);
        with_gap += gaps > 0;
        aligned += i > 0 && ((set[0] & before[0]) || (set[1] & before[1]));
        before[0] = set[0];
        before[1] = set[1];
    }
    return count >= 2 && with_gap * 10 >= count * 6 && aligned * 10 >= (count - 1) * 5;
}
