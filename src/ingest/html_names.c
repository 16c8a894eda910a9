#include "ingest/html_names.h"

#include "base/memory.h"
#include "document/document.h"

#include <assert.h>
#include <string.h>

enum { UNLIKELY = 1, EXACT = 2, LIKELY = 4 };

/* Words in class and id names. EXACT: only as a word of its own (ad, but not read). */
static const struct {
    const char *word;
    int8_t weight;
    uint8_t aside;
    uint8_t flags;
} rows[] = {
    {"article", 25, 0, LIKELY},
    {"content", 25, 0, LIKELY},
    {"body", 25, 0, LIKELY},
    {"entry", 25, 0, LIKELY},
    {"main", 25, 0, LIKELY},
    {"post", 25, 0, EXACT},
    {"text", 25, 0, 0},
    {"story", 25, 0, 0},
    {"blog", 10, 0, 0},
    {"column", 0, 0, LIKELY},
    {"zhengwen", 25, 0, LIKELY},
    {"neirong", 25, 0, LIKELY},
    {"detail", 15, 0, LIKELY},
    {"nav", -25, ASIDE_NAVIGATION, UNLIKELY | EXACT},
    {"navbar", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"navigation", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"topnav", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"subnav", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"menu", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"breadcrumb", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"crumb", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"crumbs", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"mianbao", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"pager", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"pagination", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"toolbar", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"skip", -25, ASIDE_NAVIGATION, EXACT},
    {"masthead", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"header", -10, ASIDE_NAVIGATION, UNLIKELY},
    {"search", -25, ASIDE_NAVIGATION, EXACT},
    {"login", -25, ASIDE_NAVIGATION, UNLIKELY},
    {"footer", -25, ASIDE_NOTICE, UNLIKELY},
    {"foot", -25, ASIDE_NOTICE, EXACT | UNLIKELY},
    {"copyright", -25, ASIDE_NOTICE, UNLIKELY},
    {"legal", -25, ASIDE_NOTICE, EXACT},
    {"disclaimer", -25, ASIDE_NOTICE, UNLIKELY},
    {"shengming", -25, ASIDE_NOTICE, 0},
    {"gdpr", -25, ASIDE_NOTICE, UNLIKELY},
    {"cookie", -25, ASIDE_NOTICE, UNLIKELY},
    {"consent", -25, ASIDE_NOTICE, UNLIKELY},
    {"comment", -25, ASIDE_COMMENTS, UNLIKELY},
    {"comments", -25, ASIDE_COMMENTS, UNLIKELY},
    {"disqus", -25, ASIDE_COMMENTS, UNLIKELY},
    {"respond", -25, ASIDE_COMMENTS, EXACT | UNLIKELY},
    {"replies", -25, ASIDE_COMMENTS, UNLIKELY},
    {"shoutbox", -25, ASIDE_COMMENTS, UNLIKELY},
    {"pinglun", -25, ASIDE_COMMENTS, UNLIKELY},
    {"gentie", -25, ASIDE_COMMENTS, UNLIKELY},
    {"share", -25, ASIDE_SHARE, 0},
    {"sharing", -25, ASIDE_SHARE, UNLIKELY},
    {"sharedaddy", -25, ASIDE_SHARE, UNLIKELY},
    {"social", -25, ASIDE_SHARE, UNLIKELY},
    {"fenxiang", -25, ASIDE_SHARE, UNLIKELY},
    {"bdsharebuttonbox", -25, ASIDE_SHARE, UNLIKELY},
    {"addthis", -25, ASIDE_SHARE, UNLIKELY},
    {"newsletter", -25, ASIDE_SHARE, UNLIKELY},
    {"subscribe", -25, ASIDE_SHARE, UNLIKELY},
    {"qrcode", -25, ASIDE_SHARE, UNLIKELY},
    {"erweima", -25, ASIDE_SHARE, UNLIKELY},
    {"rss", -25, ASIDE_SHARE, EXACT | UNLIKELY},
    {"related", -25, ASIDE_RELATED, UNLIKELY},
    {"xiangguan", -25, ASIDE_RELATED, UNLIKELY},
    {"recommend", -25, ASIDE_RELATED, UNLIKELY},
    {"tuijian", -25, ASIDE_RELATED, UNLIKELY},
    {"outbrain", -25, ASIDE_RELATED, UNLIKELY},
    {"taboola", -25, ASIDE_RELATED, UNLIKELY},
    {"popular", -25, ASIDE_RELATED, UNLIKELY},
    {"trending", -25, ASIDE_RELATED, UNLIKELY},
    {"hot", -25, ASIDE_RELATED, EXACT | UNLIKELY},
    {"rank", -25, ASIDE_RELATED, EXACT | UNLIKELY},
    {"ranking", -25, ASIDE_RELATED, UNLIKELY},
    {"sidebar", -25, ASIDE_RELATED, UNLIKELY},
    {"widget", -25, ASIDE_RELATED, 0},
    {"tags", -25, ASIDE_NAVIGATION, EXACT},
    {"promo", -25, ASIDE_OTHER, EXACT},
    {"sponsor", -25, ASIDE_OTHER, UNLIKELY},
    {"sponsored", -25, ASIDE_OTHER, UNLIKELY},
    {"advert", -25, ASIDE_OTHER, UNLIKELY},
    {"advertisement", -25, ASIDE_OTHER, UNLIKELY},
    {"guanggao", -25, ASIDE_OTHER, UNLIKELY},
    {"ad", -25, ASIDE_OTHER, EXACT | UNLIKELY},
    {"ads", -25, ASIDE_OTHER, EXACT | UNLIKELY},
    {"adbox", -25, ASIDE_OTHER, UNLIKELY},
    {"banner", -25, ASIDE_OTHER, UNLIKELY},
    {"popup", -25, ASIDE_OTHER, UNLIKELY},
    {"modal", -25, ASIDE_OTHER, UNLIKELY},
    {"skyscraper", -25, ASIDE_OTHER, UNLIKELY},
    {"supplemental", -25, ASIDE_OTHER, UNLIKELY},
    {"meta", -15, 0, EXACT},
    {"media", -10, 0, EXACT},
    {"shopping", -25, ASIDE_OTHER, 0},
};

enum { NAME_LIMIT = 200, WORD_COUNT = ARRAY_LENGTH(rows) };

/* Lower case, words apart: "postBody-main" → "post body main". */
static size_t spread_words(struct str name, char *out, size_t used)
{
    bool was_lower = false;
    for (size_t i = 0; i < name.length && used + 2 < NAME_LIMIT; i++) {
        char byte = name.bytes[i];
        bool upper = byte >= 'A' && byte <= 'Z', lower = byte >= 'a' && byte <= 'z';
        if (upper && was_lower)
            out[used++] = ' ';
        was_lower = lower;
        out[used++] = upper ? (char)(byte | 0x20) : lower ? byte : ' ';
    }
    out[used++] = ' ';
    return used;
}

static bool is_word_at(struct str names, size_t at, const char *word, bool is_exact)
{
    const struct str found = str_from(word);
    if (!str_starts(str_slice(names, at, names.length), found))
        return false;
    const bool starts = at == 0 || names.bytes[at - 1] == ' ';
    if (is_exact) /* names end with a blank */
        return starts && names.bytes[at + found.length] == ' ';
    return starts || found.length >= 6;
}

static bool has_word(struct str names, const char *word, bool is_exact)
{
    for (size_t at = 0; (at = str_find(names, str_from(word), at)) != SIZE_MAX; at++)
        if (is_word_at(names, at, word, is_exact))
            return true;
    return false;
}

void html_words_sort(struct html_words *ret_words)
{
    static_assert(WORD_COUNT <= ARRAY_LENGTH(ret_words->order), "a byte counts them");
    size_t count = 0;
    for (unsigned letter = 0; letter <= 'z' - 'a'; letter++) {
        ret_words->starts[letter] = (uint8_t)count;
        for (size_t i = 0; i < WORD_COUNT; i++)
            if (rows[i].word[0] == (char)('a' + letter))
                ret_words->order[count++] = (uint8_t)i;
    }
    ret_words->starts['z' - 'a' + 1] = (uint8_t)count;
}

/* Which rows are in names, whose letters are all lower case. */
static void find_words(const struct html_words *words, struct str names, bool ret_found[WORD_COUNT])
{
    memset(ret_found, 0, WORD_COUNT);
    for (size_t at = 0; at < names.length; at++) {
        if (names.bytes[at] == ' ')
            continue;
        const unsigned letter = (unsigned)(names.bytes[at] - 'a');
        for (size_t i = words->starts[letter]; i < words->starts[letter + 1]; i++) {
            const size_t row = words->order[i];
            ret_found[row] |= rows[row].word[1] == names.bytes[at + 1] &&
                              is_word_at(names, at, rows[row].word, rows[row].flags & EXACT);
        }
    }
}

static void weigh_words(const struct html_words *words, struct str names, struct html_names *ret)
{
    bool is_likely = false, found[WORD_COUNT];
    find_words(words, names, found);
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (!found[i])
            continue;
        if (rows[i].weight > 0 && ret->weight < 25)
            ret->weight += rows[i].weight;
        if (rows[i].weight < 0 && ret->weight > -25)
            ret->weight += rows[i].weight;
        ret->is_unlikely |= (rows[i].flags & UNLIKELY) != 0;
        is_likely |= (rows[i].flags & LIKELY) != 0;
        if (rows[i].aside && !ret->aside)
            ret->aside = rows[i].aside;
    }
    /* "article-comments" is comments, "main-header-content" may be anything. */
    if (is_likely && ret->is_unlikely && ret->aside != ASIDE_COMMENTS &&
        ret->aside != ASIDE_SHARE && ret->aside != ASIDE_RELATED)
        ret->is_unlikely = false;
}

struct html_names html_names(const struct html_words *words, const struct html_tree *tree,
                             size_t node)
{
    struct html_names names = {0};
    struct str class = html_attribute(tree, node, HTML_CLASS);
    struct str id = html_attribute(tree, node, HTML_ID);
    struct str role = html_attribute(tree, node, HTML_ROLE);
    struct str property = html_attribute(tree, node, HTML_ITEMPROP);
    if (class.length || id.length) {
        char spread[NAME_LIMIT + 2];
        size_t used = spread_words(class, spread, 0);
        used = spread_words(id, spread, used < NAME_LIMIT - 1 ? used : NAME_LIMIT - 2);
        const struct str text = {spread, used};
        weigh_words(words, text, &names);
        names.is_byline = has_word(text, "author", false) || has_word(text, "byline", false) ||
                          has_word(text, "zuozhe", false);
        names.is_date = has_word(text, "date", true) || has_word(text, "time", true) ||
                        has_word(text, "pubtime", false) || has_word(text, "published", false);
    }
    if (str_equal(role, STR("navigation")) || str_equal(role, STR("menu")) ||
        str_equal(role, STR("menubar")) || str_equal(role, STR("search"))) {
        names.is_unlikely = true;
        names.aside = ASIDE_NAVIGATION;
    } else if (str_equal(role, STR("complementary")) || str_equal(role, STR("dialog")) ||
               str_equal(role, STR("alert")) || str_equal(role, STR("contentinfo"))) {
        names.is_unlikely = true;
        names.aside = str_equal(role, STR("contentinfo")) ? ASIDE_NOTICE : ASIDE_OTHER;
    } else if (str_equal(role, STR("main")) || str_equal(role, STR("article"))) {
        names.weight += 25;
        names.is_unlikely = false;
    }
    names.is_body =
        str_find(property, STR("articleBody"), 0) != SIZE_MAX || str_equal(id, STR("js_content"));
    if (names.is_body)
        names.is_unlikely = false;
    return names;
}
