#include "ingest/plain_form.h"

#include "base/memory.h"
#include "base/vector.h"

/* LOOK_BYTES is less than 256: bytes count them. */
enum {
    LOOK_BYTES = 200,
    BLOCK_BYTES = 32,
    LOOK_BLOCKS = (LOOK_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES
};

struct look {
    uint8_t symbols, letters, digits, blanks, words, lower_words, wide, dense_commas, tabs, bars;
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

static inline uint8_t is_in(uint8_t byte, uint8_t low, uint8_t high)
{
    return (uint8_t)(byte - low) <= high - low;
}

/* {}[]<>=;|&^%$#@~\_*+`/, and a bracket right behind a letter. */
static inline uint8_t is_symbol(uint8_t before, uint8_t c, uint8_t next)
{
    uint8_t is_call = (c == '(') & (next != ' ') & is_in(before | 0x20, 'a', 'z');
    return (uint8_t)(is_call + is_in(c, '#', '&') + is_in(c, '*', '+') + (c == '/') +
                     is_in(c, ';', '>') + (c == '@') + is_in(c, '[', '`') + is_in(c, '{', '~'));
}

/* Sums of what excludes each other, without branches, for the vectorizer. */
WITH_AVX2 static struct look look_at(struct str s)
{
    uint8_t bytes[1 + LOOK_BLOCKS * BLOCK_BYTES + 1]; /* with a blank before and blanks behind */
    struct look look = {0};
    const size_t block_count = (s.length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    memset(bytes, ' ', sizeof bytes);
    memcpy(bytes + 1, s.bytes, s.length);
    for (size_t i = 0; i < block_count * BLOCK_BYTES; i++) {
        const uint8_t before = bytes[i], c = bytes[i + 1], next = bytes[i + 2];
        const uint8_t letter = is_in(c | 0x20, 'a', 'z');
        const uint8_t word = letter & (before == ' ');
        look.letters += (uint8_t)(letter + (c >= 0xC0));
        look.words += word;
        look.lower_words += (uint8_t)(word & (c >= 'a'));
        look.wide += is_in(c, 0xE3, 0xEF);
        look.digits += is_in(c, '0', '9');
        look.blanks += is_in(c, ' ', ' ');
        look.tabs += is_in(c, '\t', '\t');
        look.bars += is_in(c, '|', '|');
        look.dense_commas += (uint8_t)((c == ',') & (next != ' '));
        look.symbols += is_symbol(before, c, next);
    }
    look.blanks -= (uint8_t)(block_count * BLOCK_BYTES - s.length);
    return look;
}

static bool starts_with_any(struct str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i][0] == s.bytes[0] && str_starts(s, str_from(words[i])))
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
        if (words > 2)
            return false;
        i++;
    }
    return i > 0 && i < s.length && i < 40 &&
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
    if (is_sentence && (is_letter(last) || last == '.'))
        return LOOK_PROSE; /* the commonest line of Latin text; nothing below outweighs it */
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
    const bool is_mark = s.length >= 3 && (s.bytes[0] == '`' || s.bytes[0] == '~');
    return is_mark && s.bytes[1] == s.bytes[0] && s.bytes[2] == s.bytes[0] ? s.bytes[0] : 0;
}

/* Two blanks, or a tab, behind which a field may begin. */
WITH_AVX2 static bool has_gap(struct str s)
{
    uint8_t found = 0;
    const size_t length = s.length < LOOK_BYTES ? s.length : LOOK_BYTES;
    for (size_t i = 1; i < length; i++)
        found |= (uint8_t)((s.bytes[i] == ' ') & (s.bytes[i - 1] == ' '));
    return found || memchr(s.bytes, '\t', length);
}

/* Columns at which a field begins after two blanks or more, as a set of the first 128. */
static void gap_ends(struct str text, const struct line *line, uint64_t ret_set[2],
                     unsigned *ret_count)
{
    struct str s = line_text(text, line);
    size_t blanks = 0, column = line->indent;
    ret_set[0] = ret_set[1] = 0;
    *ret_count = 0;
    if (!has_gap(s))
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
    for (size_t i = 0; count >= 2 && i < count; i++) {
        unsigned gaps;
        gap_ends(text, &lines[i], set, &gaps);
        with_gap += gaps > 0;
        aligned += i > 0 && ((set[0] & before[0]) || (set[1] & before[1]));
        before[0] = set[0];
        before[1] = set[1];
    }
    return count >= 2 && with_gap * 10 >= count * 6 && aligned * 10 >= (count - 1) * 5;
}
