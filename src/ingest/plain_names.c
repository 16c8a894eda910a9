#include "ingest/plain_names.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

/* Names of authors behind a label or a role, or by their shape alone. */

enum { NAME_CODE_POINTS = 4 };

static bool is_name_separator(uint32_t c)
{
    return c == 0x3001 || c == ',' || c == 0xFF0C || c == '/' || c == '&' || c == ';' ||
           c == 0xFF1B || c == 0xFF0F || c == 0x2571 || c == '|' || c == 0xFF5C || c == 0x4E28;
}

size_t names_skip_blanks(struct str s, size_t at)
{
    for (size_t size; (size = blank_length(s, at)) > 0;)
        at += size;
    return at;
}

/* End of the token at `at`: a blank, a separator of names, or a bracket. */
size_t names_token_end(struct str s, size_t at)
{
    while (at < s.length && !blank_length(s, at)) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        if (is_name_separator(c) || c == ')' || c == 0xFF09 || c == '(' || c == 0xFF08 ||
            c == 0x3011)
            break;
        at += size;
    }
    return at;
}

/* 2..4 Han or Hangul letters (· inside for foreign names up to 12): a name by its shape. */
static bool is_east_asian_name(struct str s)
{
    size_t letters = 0, dots = 0;
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        struct properties p = code_point_properties(c);
        if (c == 0xB7 || c == 0x30FB || c == 0x2022) {
            dots++;
            continue;
        }
        if (!p.is_letter || !script_is_cjk(p.script))
            return false;
        letters++;
    }
    return letters >= 2 && letters <= (dots ? 12 : NAME_CODE_POINTS);
}

void names_add(struct header *header, struct str name)
{
    name = trim_blanks(name);
    if (!name.length || header->names.length + name.length > 400)
        return;
    struct str have = buffer_str(&header->names);
    size_t found = str_find(have, name, 0);
    if (found != SIZE_MAX)
        return;
    if (header->names.length)
        buffer_append_c(&header->names, ", ");
    buffer_append(&header->names, name);
}

/* "陳美玲台北報導": the name ends where the place begins; Chinese names have three letters at most
 * after such a role. */
static struct str without_place(struct str token, const struct rules *rules)
{
    size_t wire = rules_word_suffix(rules, WORD_WIRE, token);
    size_t letters = utf8_count(token);
    if (!wire || letters < 6 || letters > 10 || !rules_word_prefix(rules, WORD_SURNAME, token))
        return token;
    return str_slice(token, 0, 9);
}

/* A name that only a blank sets apart from the one before: it must look like one, for prose may
 * begin here. */
static bool goes_on_with_name(struct str s, struct str token, size_t end, const struct rules *rules)
{
    uint32_t c = ' ';
    if (end < s.length)
        utf8_decode(s, end, &c);
    return rules_word_prefix(rules, WORD_SURNAME, token) && c != ',' && c != 0xFF0C;
}

/* Names from `at` on, roles between them skipped; returns the end of the last one. */
size_t names_read(struct header *header, struct str s, size_t at, const struct rules *rules)
{
    size_t end = at, count = 0;
    bool is_joined = true; /* a role or a separator stands before the name */
    while (at < s.length && count < 12) {
        at = names_skip_blanks(s, at);
        struct str rest = str_slice(s, at, s.length);
        size_t role = rules_word_prefix(rules, WORD_ROLE, rest);
        at = names_skip_blanks(s, at + role);
        size_t next = names_token_end(s, at);
        struct str token = without_place(str_slice(s, at, next), rules);
        if (!is_east_asian_name(token) || rules_word_suffix(rules, WORD_WIRE, token) ||
            !(role || is_joined || goes_on_with_name(s, token, next, rules)))
            break;
        names_add(header, token);
        count++;
        end = at = next;
        uint32_t c = 0;
        size_t size = at < s.length ? utf8_decode(s, at, &c) : 0;
        is_joined = is_name_separator(c);
        if (is_joined)
            at += size;
    }
    return count ? end : 0;
}

/* "□", "（", "〔" before a role. */
static size_t opening_marks(struct str s)
{
    size_t at = 0;
    while (at < s.length && at < 12) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        bool is_mark = (c >= 0x25A0 && c <= 0x25FF) || c == 0x2605 || c == 0x2606 || c == '(' ||
                       c == 0xFF08 || c == '[' || c == 0x3010 || c == 0x3014 || c == 0x203B;
        if (!is_mark && !(at > 0 && blank_length(s, at)))
            break;
        at += size;
    }
    return at;
}

size_t names_label(struct str s, const struct rules *rules)
{
    size_t marks = opening_marks(s);
    struct str word = str_slice(s, marks, s.length);
    size_t role = rules_word_prefix(rules, WORD_ROLE, word);
    size_t author = rules_word_prefix(rules, WORD_AUTHOR, word);
    size_t length = role > author ? role : author;
    length += length ? marks : 0;
    if (length && length < s.length && (s.bytes[length] == ':' || s.bytes[length] == '='))
        length++;
    if (length && (str_starts(str_slice(s, length, s.length), STR("：")) ||
                   str_starts(str_slice(s, length, s.length), STR("＝"))))
        length += 3;
    return length;
}

static bool is_one_of(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ascii_case(word, str_from(words[i])))
            return true;
    return false;
}

/* "Priya Nair Trainee Reporter": what somebody is, behind the name. */
static struct str without_post(struct str name)
{
    static const char *const posts[] = {"Staff",         "Writer",      "Writers", "Reporter",
                                        "Reporters",     "Editor",      "Editors", "Press",
                                        "Correspondent", "Contributor", "News",    "Author",
                                        "Columnist",     "Times",       "Post",    "Journalist"};
    static const char *const qualifiers[] = {"Trainee", "Senior",   "Chief",     "Political",
                                             "Health",  "Business", "Education", "Local",
                                             "Crime",   "Sports",   "Science",   "Deputy"};
    bool has_post = false;
    while (name.length) {
        size_t start = name.length;
        while (start > 0 && name.bytes[start - 1] != ' ')
            start--;
        struct str word = str_slice(name, start, name.length);
        bool is_post = is_one_of(word, posts, ARRAY_LENGTH(posts));
        if (!is_post && !(has_post && is_one_of(word, qualifiers, ARRAY_LENGTH(qualifiers))))
            return name;
        has_post = true;
        name = trim_blanks(str_slice(name, 0, start));
    }
    return name;
}

/* "Jane Doe and John Roe, Staff" after a Latin label: names in capitals, split at commas and "and".
 */
size_t names_read_latin(struct header *header, struct str s, size_t at)
{
    static const char *const stops[] = {" · ", " | ", " • ", " — ", " – ", " - ", " on ", " ("};
    size_t start = at, words = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(stops); i++) {
        size_t stop = str_find(s, str_from(stops[i]), at);
        s.length = stop < s.length ? stop : s.length;
    }
    while (at < s.length) {
        size_t next = names_token_end(s, at);
        struct str word = str_slice(s, at, next);
        bool is_and = str_equal_ascii_case(word, STR("and"));
        uint32_t c = 0;
        if (!is_and && (!starts_upper(word) || ++words > 16))
            return 0;
        if (next < s.length)
            utf8_decode(s, next, &c);
        if (is_and)
            start = next;
        size_t behind = names_skip_blanks(s, next + (is_name_separator(c) ? 1 : 0));
        bool ends = behind >= s.length || is_name_separator(c) ||
                    str_starts(str_slice(s, behind, s.length), STR("and "));
        if (ends && !is_and) {
            names_add(header, without_post(trim_blanks(str_slice(s, start, next))));
            start = behind;
        }
        if (behind == at)
            break;
        at = behind;
    }
    return words >= 2 ? s.length : 0;
}

size_t header_read_byline(struct header *header, struct str s, const struct rules *rules)
{
    size_t label = names_label(s, rules);
    if (!label)
        return 0;
    return names_read(header, s, label, rules);
}

/* 홍길동 기자: the name stands before the role. */
bool names_read_korean(struct header *header, struct str line)
{
    /* Longer ones first: "선임" is no name. */
    static const char *const roles[] = {"선임기자", "인턴기자", "객원기자", "수습기자",
                                        "전문기자", "특파원",   "논설위원", "기자"};
    size_t role = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LENGTH(roles) && role == SIZE_MAX; i++)
        role = str_find(line, str_from(roles[i]), 0);
    if (role == SIZE_MAX || role < 6 || line.length > 90)
        return false;
    struct str before = trim_blanks(str_slice(line, 0, role));
    size_t start = before.length;
    while (start > 0 && !blank_length(before, start - 1) &&
           !strchr(")]=[(", before.bytes[start - 1]))
        start--;
    struct str name = str_slice(before, start, before.length);
    if (!is_east_asian_name(name))
        return false;
    names_add(header, name);
    return true;
}

bool header_read_bare_name(struct header *header, struct str line, const struct rules *rules)
{
    if (is_east_asian_name(line)) {
        if (!rules_word_prefix(rules, WORD_SURNAME, line) || utf8_count(line) > 3)
            return false;
        names_add(header, line);
        return true;
    }
    size_t words = 0;
    for (size_t at = 0; at < line.length; words++) {
        size_t end = names_token_end(line, at);
        struct str word = str_slice(line, at, end);
        if (!starts_upper(word) || word.length > 14 ||
            (word.length > 2 && !starts_lower(str_slice(word, word.length - 2, word.length))))
            return false;
        at = end + 1;
    }
    if (words < 2 || words > 3)
        return false;
    names_add(header, line);
    return true;
}

bool names_have_kana(struct str s)
{
    for (size_t i = 0; i + 2 < s.length; i++)
        if ((unsigned char)s.bytes[i] == 0xE3 &&
            ((unsigned char)s.bytes[i + 1] == 0x81 || (unsigned char)s.bytes[i + 1] == 0x82))
            return true;
    return false;
}

/* "……と話す。（大庭健）": how Japanese papers sign. */
static bool read_japanese_end(struct header *header, struct str line)
{
    static const char *const pairs[][2] = {{"（", "）"}, {"【", "】"}, {"＝", "＝"}};
    for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++) {
        struct str open = str_from(pairs[i][0]), close = str_from(pairs[i][1]);
        struct str rest = str_slice(line, 0, line.length - close.length);
        size_t start = rest.length;
        while (start > open.length && start + 18 > rest.length &&
               !str_ends(str_slice(rest, 0, start), open))
            start -= 3;
        struct str name = str_slice(rest, start, rest.length);
        struct str before = str_slice(rest, 0, start - open.length);
        if (str_ends(line, close) && str_ends(str_slice(rest, 0, start), open) &&
            names_have_kana(line) && is_east_asian_name(name) && str_ends(before, STR("。"))) {
            names_add(header, name);
            return true;
        }
    }
    return false;
}

void header_read_end(struct header *header, struct str line, const struct rules *rules)
{
    if (line.length > 30 && read_japanese_end(header, line))
        return;
    size_t close = str_ends(line, STR("）")) ? 3 : str_ends(line, STR(")")) ? 1 : 0;
    size_t least = line.length > 150 ? line.length - 150 : 0;
    for (size_t at = line.length - close; close && at-- > least;) {
        struct str rest = str_slice(line, at, line.length - close);
        size_t open = str_starts(rest, STR("（")) ? 3 : str_starts(rest, STR("(")) ? 1 : 0;
        if (!open)
            continue;
        rest = str_slice(rest, open, rest.length);
        size_t label = names_label(rest, rules);
        struct str name = str_slice(rest, names_skip_blanks(rest, label), rest.length);
        if (label && rules_word_prefix(rules, WORD_SURNAME, name) &&
            rules_word_prefix(rules, WORD_ROLE, rest))
            names_read(header, rest, label, rules);
        return;
    }
}
