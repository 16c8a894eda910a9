/* Titles: pages put their site's name around them, in chains of _ - | and their like. */
#include "base/memory.h"
#include "ingest/metadata_html.h"
#include "text/case.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { PART_LIMIT = 16, LETTERS_LIMIT = 2048 };

/* Letters and digits only, folded. */
static void append_letters(struct buffer *out, struct str text)
{
    for (size_t i = 0; i < text.length && i < LETTERS_LIMIT;) {
        uint32_t code_point;
        i += utf8_decode(text, i, &code_point);
        code_point = case_fold(code_point);
        struct properties properties = code_point_properties(code_point);
        if (properties.is_letter || properties.is_digit || properties.is_mark)
            utf8_append(out, code_point);
    }
}

bool title_equal(struct str a, struct str b)
{
    struct buffer first CLEANUP_BUFFER = {0}, second CLEANUP_BUFFER = {0};
    append_letters(&first, a);
    append_letters(&second, b);
    return first.length && str_equal(buffer_str(&first), buffer_str(&second));
}

static bool title_contains(struct str whole, struct str part)
{
    struct buffer first CLEANUP_BUFFER = {0}, second CLEANUP_BUFFER = {0};
    append_letters(&first, whole);
    append_letters(&second, part);
    return second.length >= 4 && str_find(buffer_str(&first), buffer_str(&second), 0) != SIZE_MAX;
}

struct part {
    size_t start, end; /* of the text */
    unsigned strength; /* of the separator in front: 3 surely one, 2 spaced, 1 maybe */
};

/* Length of the separator at offset, and how surely it is one. */
static size_t separator_at(struct str title, size_t at, unsigned *ret_strength)
{
    static const struct {
        struct str mark;
        uint8_t strength, bare; /* with blanks around, without */
    } marks[] = {
        {{"_", 1}, 3, 3},   {{"|", 1}, 3, 3},   {{"｜", 3}, 3, 3},  {{"::", 2}, 3, 3},
        {{"--", 2}, 3, 3},  {{"——", 6}, 2, 1},  {{"—", 3}, 2, 1},   {{"–", 3}, 2, 1},
        {{"-", 1}, 2, 1},   {{"·", 2}, 2, 0},   {{"»", 2}, 3, 3},   {{"«", 2}, 3, 3},
        {{" / ", 3}, 2, 2}, {{" > ", 3}, 2, 2}, {{" : ", 3}, 2, 2}, {{"＿", 3}, 3, 3},
        {{"－", 3}, 3, 2},  {{"•", 3}, 2, 2},   {{" ― ", 5}, 2, 2},
    };
    struct str rest = str_slice(title, at, title.length);
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++) {
        if (!str_starts(rest, marks[i].mark))
            continue;
        size_t end = at + marks[i].mark.length;
        bool spaced =
            at && end < title.length && title.bytes[at - 1] == ' ' && title.bytes[end] == ' ';
        *ret_strength = spaced ? marks[i].strength : marks[i].bare;
        while (end < title.length && title.bytes[end] == title.bytes[end - 1] &&
               marks[i].mark.length == 1)
            end++;
        bool latin = at && (unsigned char)title.bytes[at - 1] < 0x80 && end < title.length &&
                     (unsigned char)title.bytes[end] < 0x80 && !spaced;
        if (latin && *ret_strength < 3) /* well-known */
            return 0;
        return *ret_strength ? end - at : 0;
    }
    return 0;
}

static size_t split_title(struct str title, struct part parts[PART_LIMIT])
{
    size_t count = 0, start = 0;
    unsigned strength = 3;
    for (size_t at = 0; at <= title.length && count < PART_LIMIT; at++) {
        unsigned next = 3;
        size_t length = at < title.length ? separator_at(title, at, &next) : 0;
        if (at < title.length && !length)
            continue;
        struct str part = str_trim_ascii(str_slice(title, start, at));
        if (part.length) {
            size_t from = (size_t)(part.bytes - title.bytes);
            parts[count++] = (struct part){from, from + part.length, strength};
            strength = next;
        }
        start = at + (length ? length : 1);
        at += length ? length - 1 : 0;
    }
    return count;
}

static bool names_site(struct str part, struct str site)
{
    static const struct str words[] = {
        {"网", 3},     {"網", 3},   {"频道", 6},  {"頻道", 6}, {"新闻", 6},      {"新聞", 6},
        {"中心", 6},   {"日报", 6}, {"日報", 6},  {"晚报", 6}, {"在线", 6},      {"首页", 6},
        {".com", 4},   {".cn", 3},  {".net", 4},  {".org", 4}, {"博客", 6},      {"论坛", 6},
        {"資訊", 6},   {"资讯", 6}, {"財經", 6},  {"财经", 6}, {"ニュース", 12}, {"新聞社", 9},
        {"ブログ", 9}, {"News", 4}, {"Times", 5}, {"Blog", 4}, {"뉴스", 6},      {"日报社", 9},
        {"時報", 6},   {"时报", 6}, {"時政", 6},  {"时政", 6}, {"百科", 6},      {"Wikipedia", 9},
        {"科技", 6},   {"社区", 6}, {"门户", 6},  {"传媒", 6}, {"體育", 6},      {"体育", 6},
        {"娱乐", 6},   {"娛樂", 6}, {"国际", 6},  {"國際", 6}, {"社会", 6},      {"军事", 6},
        {"滚动", 6},   {"评论", 6}, {"专栏", 6},  {"直播", 6}, {"电视", 6},      {"公式", 6},
    };
    if (site.length >= 2 &&
        (title_equal(part, site) || title_contains(site, part) || title_contains(part, site)))
        return true;
    if (part.length > 45)
        return false;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (str_find(part, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

static size_t weight_of(struct str text)
{
    uint32_t marks;
    return html_text_weight(text, &marks);
}

static struct str between(struct str title, const struct part *first, const struct part *last)
{
    return str_slice(title, first->start, last->end);
}

/* A run of parts that a heading repeats. */
static bool match_heading(struct str title, const struct part *parts, size_t count,
                          struct str heading, struct str *ret_title, size_t *ret_rest)
{
    for (size_t first = 0; first < count; first++)
        for (size_t last = count; last-- > first;) {
            struct str run = between(title, &parts[first], &parts[last]);
            if (weight_of(run) >= 4 && title_equal(run, heading)) {
                *ret_title = run;
                *ret_rest = last + 1 < count ? last + 1 : first ? 0 : SIZE_MAX;
                return true;
            }
        }
    return false;
}

/* "古い船着き場が再開：川の新聞": a colon sets off the site only when it is known to be that. */
static struct str without_colon_site(struct str title, struct str site)
{
    struct str rest =
        str_slice(title, 0, title.length > site.length ? title.length - site.length : 0);
    if (site.length < 2 || !rest.length || !str_ends(title, site))
        return title;
    rest = str_trim_ascii(rest);
    size_t colon = str_ends(rest, STR("：")) ? 3 : str_ends(rest, STR(":")) ? 1 : 0;
    rest = str_slice(rest, 0, rest.length - colon);
    return colon && weight_of(rest) >= 8 ? str_trim_ascii(rest) : title;
}

/* Without the parts at the end, or the one in front, that name the site or its sections. */
static struct str strip_site(struct str title, struct str site, struct str *ret_site)
{
    struct part parts[PART_LIMIT];
    struct str own = without_colon_site(title, site);
    if (own.length < title.length) {
        *ret_site = site;
        title = own;
    }
    size_t count = split_title(title, parts), first = 0, last = count;
    if (count < 2)
        return title;
    while (last > 1) {
        struct str part = str_slice(title, parts[last - 1].start, parts[last - 1].end);
        size_t kept = weight_of(between(title, &parts[0], &parts[last - 2]));
        unsigned strength = parts[last - 1].strength;
        bool is_site = names_site(part, site);
        bool goes = strength == 3   ? kept >= 8 || is_site
                    : strength == 2 ? (kept >= 10 && weight_of(part) < kept) || is_site
                                    : is_site && kept >= 8;
        if (!goes || kept < 4)
            break;
        last--;
    }
    struct str front = str_slice(title, parts[0].start, parts[0].end);
    if (last > 1 && site.length && title_equal(front, site))
        first = 1;
    if (last < count)
        *ret_site = str_slice(title, parts[count - 1].start, parts[count - 1].end);
    return between(title, &parts[first], &parts[last - 1]);
}

/* The <title> with what the headings confirm of it. */
static struct str choose_page_title(const struct title_sources *sources, struct str *ret_site)
{
    struct part parts[PART_LIMIT];
    size_t count = split_title(sources->page, parts);
    for (size_t i = 0; i < sources->heading_count && count > 1; i++) {
        struct str title;
        size_t rest;
        if (!match_heading(sources->page, parts, count, sources->headings[i], &title, &rest))
            continue;
        if (sources->site.length && title_equal(title, sources->site))
            continue;
        if (rest != SIZE_MAX)
            *ret_site = str_slice(sources->page, parts[rest ? count - 1 : 0].start,
                                  parts[rest ? count - 1 : 0].end);
        return title;
    }
    return strip_site(sources->page, sources->site, ret_site);
}

struct str title_choose(const struct title_sources *sources, struct str *ret_site)
{
    *ret_site = STR_NONE;
    struct str ignored = STR_NONE;
    struct str page = choose_page_title(sources, ret_site);
    struct str graph = strip_site(sources->graph, sources->site, &ignored);
    if (sources->linked.length && sources->linked.length < 400 &&
        (!sources->page.length || title_contains(sources->page, sources->linked) ||
         title_equal(sources->linked, graph)))
        return sources->linked;
    for (size_t i = 0; i < sources->heading_count && sources->linked.length < 400; i++)
        if (sources->linked.length && title_equal(sources->headings[i], sources->linked))
            return sources->linked;
    for (size_t i = 0; i < sources->heading_count; i++)
        if (graph.length && title_equal(sources->headings[i], sources->graph))
            return sources->graph;
    if (graph.length && weight_of(graph) >= 4 &&
        (!page.length || title_contains(sources->page, graph) || !title_contains(graph, page)) &&
        !(sources->site.length && title_equal(graph, sources->site) && page.length))
        return graph;
    if (page.length && !(sources->site.length && title_equal(page, sources->site)))
        return page;
    if (sources->heading_count)
        return sources->headings[0];
    return page.length ? page : graph;
}
