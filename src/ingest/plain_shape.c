#include "ingest/plain_page.h"

#include "base/memory.h"
#include "text/utf8.h"

/* Lines told by their shape alone, whatever their words. */

enum {
    LIST_BYTES = 400,
    LIST_WORDS = 4,
    LIST_COLUMNS = 14,
    /* words of two syllables all; prose has blanks between short ones too */
    HANGUL_WORDS = 5,
    HANGUL_COLUMNS = 4,
    CRUMB_BYTES = 300,
    CRUMB_COLUMNS = 24,
    REPEATED_COLUMNS = 60
};

/* "股票 | 基金 | 期货", "首页 新闻 体育 财经": short words in a row, nothing between them but
 * blanks or bars. Bars tell more than blanks, which verse has too. */
static double link_list_strength(struct str s)
{
    size_t words = 0, bars = 0, at = 0;
    bool is_hangul = (unsigned char)s.bytes[0] >= 0xEA && (unsigned char)s.bytes[0] <= 0xED;
    size_t most = is_hangul ? HANGUL_COLUMNS : LIST_COLUMNS;
    if (s.length > LIST_BYTES || !(line_is_cjk(s) || is_hangul) || line_ending(s) == END_TERMINAL ||
        str_find(s, STR(" :"), 0) < s.length)
        return 0;
    while (at < s.length) {
        size_t start = at, blank = 0;
        while (at < s.length && !(blank = blank_length(s, at)) && s.bytes[at] != '|')
            at++;
        size_t columns = rough_columns(str_slice(s, start, at));
        if (columns > most || (is_hangul && columns > 0 && columns < most))
            return 0;
        words += columns > 0;
        bars += at < s.length && s.bytes[at] == '|';
        at += blank ? blank : 1;
    }
    return words < (is_hangul ? HANGUL_WORDS : LIST_WORDS) ? 0 : bars >= 3 ? 0.55 : 0.45;
}

static bool is_crumb_separator(uint32_t c)
{
    return c == '>' || c == 0xFF1E || c == 0x203A || c == 0x2039 || c == 0xBB || c == 0x2192;
}

/* "首页 › 新闻 › 正文", "Home » News » Local": parts that are short but for the last. Two are
 * little. */
static double breadcrumb_strength(struct str s)
{
    size_t parts = 1, slashes = 0, start = 0;
    uint32_t before = 0;
    if (s.length > CRUMB_BYTES || memchr(s.bytes, '<', s.length))
        return 0;
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        bool is_slash =
            (c == '/' && before == ' ' && at + 1 < s.length && s.bytes[at + 1] == ' ') ||
            c == 0xFF0F;
        if (is_slash || (is_crumb_separator(c) && c != before)) {
            size_t columns = rough_columns(trim_blanks(str_slice(s, start, at)));
            if (columns == 0 || columns > CRUMB_COLUMNS || before == '-' || before == '=')
                return 0;
            slashes += is_slash;
            parts++;
        }
        if (is_slash || is_crumb_separator(c))
            start = at + size;
        before = c;
        at += size;
    }
    if (parts < 3)
        return parts == 2 && slashes == 0 && start < s.length ? 0.3 : 0;
    return slashes ? 0.6 : 0.8;
}

/* "#식물등 #원룸": tags, nothing else. */
static double tags_strength(struct str s)
{
    size_t tags = 0;
    if (s.length > LIST_BYTES || s.bytes[0] != '#')
        return 0;
    for (size_t at = 0; at < s.length;) {
        size_t blank = blank_length(s, at);
        if (blank) {
            at += blank;
            continue;
        }
        if (s.bytes[at] != '#' || at + 1 == s.length || s.bytes[at + 1] == '#' ||
            blank_length(s, at + 1))
            return 0;
        while (at < s.length && !blank_length(s, at))
            at++;
        tags++;
    }
    return tags ? PAGE_STRONG : 0;
}

double shape_strength(struct str s)
{
    double list = link_list_strength(s), crumbs = breadcrumb_strength(s), tags = tags_strength(s);
    double strength = list > crumbs ? list : crumbs;
    return strength > tags ? strength : tags;
}

bool shape_is_address(struct str s)
{
    bool has_blank = s.length > 100 || memchr(s.bytes, ' ', s.length);
    return !has_blank && (memchr(s.bytes, '@', s.length) || str_starts(s, STR("http://")) ||
                          str_starts(s, STR("https://")) || str_starts(s, STR("www.")));
}

bool shape_is_floor(struct str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.length; i++)
        digits += s.bytes[i] >= '0' && s.bytes[i] <= '9';
    return digits > 0 && digits <= 5 && digits + 1 == s.length &&
           (s.bytes[0] == '#' || s.bytes[s.length - 1] == '#');
}

struct shape {
    uint64_t hash;
    size_t row;
};

/* A line with its numbers made one, as a hash (FNV-1a); the lowest bit says whether it has any. */
static uint64_t shape_hash(struct str s)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    bool was_digit = false, has_digit = false;
    for (size_t i = 0; i < s.length; i++) {
        unsigned char byte = (unsigned char)s.bytes[i];
        bool is_digit = byte >= '0' && byte <= '9';
        has_digit = has_digit || is_digit;
        if (byte == ' ' || (is_digit && was_digit))
            continue;
        was_digit = is_digit;
        hash = (hash ^ (is_digit ? '#' : byte)) * UINT64_C(1099511628211);
    }
    return hash << 1 | has_digit;
}

static int compare_shapes(const void *a, const void *b)
{
    const struct shape *first = a, *second = b;
    if (first->hash != second->hash)
        return first->hash < second->hash ? -1 : 1;
    return (first->row > second->row) - (first->row < second->row);
}

/* "3楼", "回复 举报", "posted 4 hours ago": what a page says again and again. */
void shape_find_repeated(struct str text, struct page_part *part)
{
    struct shape *shapes = memory_new((part->count + 1) * sizeof *shapes);
    size_t count = 0;
    for (size_t i = 0; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        if (row->line.columns <= REPEATED_COLUMNS && !row->is_sentence)
            shapes[count++] = (struct shape){shape_hash(line_text(text, &row->line)), i};
    }
    if (count)
        qsort(shapes, count, sizeof *shapes, compare_shapes);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && shapes[end].hash == shapes[i].hash;)
            end++;
        bool is_repeated = end - i >= 3 || (end - i == 2 && (shapes[i].hash & 1));
        for (size_t k = i; k < end; k++)
            part->lines[shapes[k].row].is_repeated = is_repeated;
    }
    free(shapes);
}
