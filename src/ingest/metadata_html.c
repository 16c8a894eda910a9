#include "ingest/metadata_html.h"
#include "ingest/plain_header.h"

#include "base/memory.h"
#include "document/url.h"
#include "ingest/formats.h"
#include "ingest/metadata_date.h"
#include "ingest/metadata_json.h"
#include "text/language.h"

#include <string.h>
#include <strings.h>

enum { META_LIMIT = 500, HEADING_LIMIT = 12, VALUE_LIMIT = 2000, BYLINE_LIMIT = 120 };

struct meta {
    struct str name, content;
};

struct page {
    const struct html_tree *tree;
    const struct html_features *features;
    struct meta metas[META_LIMIT];
    size_t meta_count;
    struct arena *arena;
    struct str headline, linked_date, publisher;
    struct buffer linked_author;
    struct metadata *to;
    struct builder *builder;
    const struct rules *rules;
};

static void collect_metas(struct page *page)
{
    const struct html_tree *tree = page->tree;
    for (size_t i = 0; i < tree->count && page->meta_count < META_LIMIT; i++) {
        if (!html_is(tree, i, GUMBO_TAG_META))
            continue;
        static const enum html_attribute_name names[] = {HTML_PROPERTY, HTML_NAME, HTML_ITEMPROP,
                                                         HTML_HTTP_EQUIV};
        struct str content = str_trim_ascii(html_attribute(tree, i, HTML_CONTENT));
        if (!content.length || content.length > VALUE_LIMIT)
            continue;
        for (size_t k = 0; k < ARRAY_LENGTH(names) && page->meta_count < META_LIMIT; k++) {
            struct str name = html_attribute(tree, i, names[k]);
            if (name.length)
                page->metas[page->meta_count++] = (struct meta){name, content};
        }
    }
}

/* The first meta that has one of the names, in the order of names. */
static struct str meta_value(const struct page *page, const char *const *names)
{
    for (; *names; names++)
        for (size_t i = 0; i < page->meta_count; i++)
            if (str_equal_ascii_case(page->metas[i].name, str_from(*names)))
                return page->metas[i].content;
    return STR_NONE;
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The text of node as one line, in the page's arena. */
static struct str line_of(const struct page *page, size_t node, size_t limit)
{
    struct buffer text CLEANUP_BUFFER = {0};
    html_inner_text(page->tree, node, limit, &text);
    return arena_copy(page->arena, buffer_str(&text));
}

static bool is_article_type(const struct json_node *nodes, size_t object)
{
    size_t type = json_member(nodes, object, STR("@type"));
    if (!type)
        return false;
    for (size_t i = type; i < nodes[type].end; i++) {
        struct str name = nodes[i].text;
        if (str_find(name, STR("Article"), 0) != SIZE_MAX ||
            str_find(name, STR("Posting"), 0) != SIZE_MAX || str_equal(name, STR("Report")) ||
            str_equal(name, STR("Review")) || str_equal(name, STR("Recipe")) ||
            str_equal(name, STR("CreativeWork")))
            return true;
    }
    return false;
}

static size_t find_by_id(const struct json_node *nodes, size_t count, struct str id)
{
    for (size_t i = 0; i < count && i < 2000; i++) {
        size_t own = json_member(nodes, i, STR("@id"));
        if (own && str_equal(nodes[own].text, id) && json_member(nodes, i, STR("name")))
            return i;
    }
    return SIZE_MAX;
}

static void add_name(struct buffer *names, struct str name)
{
    name = byline_clean(name);
    if (!name.length || name.length > BYLINE_LIMIT || names->length > 300 ||
        str_find(buffer_str(names), name, 0) != SIZE_MAX)
        return;
    if (names->length)
        buffer_append(names, STR(", "));
    buffer_append(names, name);
}

/* Names in an author value: a string, an object, a reference, or a list of them. */
static void add_authors(const struct json_node *nodes, size_t count, size_t value,
                        struct buffer *names)
{
    unsigned seen = 0;
    for (size_t i = value; i < nodes[value].end && seen < 20;) {
        size_t name = json_member(nodes, i, STR("name"));
        size_t id = json_member(nodes, i, STR("@id"));
        size_t other = id && !name ? find_by_id(nodes, count, nodes[id].text) : SIZE_MAX;
        if (other != SIZE_MAX)
            name = json_member(nodes, other, STR("name"));
        if (nodes[i].kind == JSON_STRING)
            add_name(names, nodes[i].text);
        else if (name)
            add_name(names, nodes[name].text);
        seen++;
        i = nodes[i].kind == JSON_ARRAY ? i + 1 : nodes[i].end;
    }
}

static void read_linked_object(struct page *page, const struct json_node *nodes, size_t count,
                               size_t i)
{
    size_t headline = json_member(nodes, i, STR("headline"));
    size_t date = json_member(nodes, i, STR("datePublished"));
    size_t author = json_member(nodes, i, STR("author"));
    size_t publisher = json_member(nodes, i, STR("publisher"));
    if (headline && !page->headline.length)
        page->headline = str_trim_ascii(nodes[headline].text);
    if (date && !page->linked_date.length)
        page->linked_date = nodes[date].text;
    if (author && !page->linked_author.length)
        add_authors(nodes, count, author, &page->linked_author);
    size_t name = publisher ? json_member(nodes, publisher, STR("name")) : 0;
    if (name && !page->publisher.length)
        page->publisher = nodes[name].text;
}

static void read_linked(struct page *page, struct str scripts)
{
    for (size_t at = 0; at < scripts.length;) {
        const char *end = memchr(scripts.bytes + at, 0, scripts.length - at);
        size_t stop = end ? (size_t)(end - scripts.bytes) : scripts.length;
        size_t count;
        const struct json_node *nodes =
            json_read(str_slice(scripts, at, stop), page->arena, &count);
        for (size_t i = 0; i < count; i++)
            if (nodes[i].kind == JSON_OBJECT && is_article_type(nodes, i))
                read_linked_object(page, nodes, count, i);
        for (size_t i = 0; i < count && !page->linked_date.length; i++)
            if (str_equal(nodes[i].key, STR("datePublished")) ||
                str_equal(nodes[i].key, STR("pubDate")))
                page->linked_date = nodes[i].text;
        at = stop + 1;
    }
}

/* "key: value" on a line of the page's comments (SingleFile), or behind key. */
static struct str comment_value(struct str comments, struct str key)
{
    for (size_t at = 0; (at = str_find(comments, key, at)) != SIZE_MAX; at += key.length) {
        size_t start = at;
        while (start > 0 && (comments.bytes[start - 1] == ' ' || comments.bytes[start - 1] == '\t'))
            start--;
        if (start > 0 && comments.bytes[start - 1] != '\n')
            continue;
        size_t end = at + key.length;
        while (end < comments.length && comments.bytes[end] != '\n')
            end++;
        return str_trim_ascii(str_slice(comments, at + key.length, end));
    }
    return STR_NONE;
}

static bool is_web_url(struct str url)
{
    return url.length > 8 && url.length < VALUE_LIMIT &&
           memchr(url.bytes + 8, ' ', url.length - 8) == NULL &&
           (!strncasecmp(url.bytes, "http://", 7) || !strncasecmp(url.bytes, "https://", 8));
}

/* <!-- saved from url=(0042)http://… --> by Internet Explorer and its heirs. */
static struct str saved_from(struct str comments)
{
    size_t at = str_find(comments, STR("saved from url=("), 0);
    size_t start = at == SIZE_MAX ? at : str_find(comments, STR(")"), at);
    if (start == SIZE_MAX)
        return STR_NONE;
    size_t end = ++start;
    while (end < comments.length && (unsigned char)comments.bytes[end] > ' ')
        end++;
    return str_slice(comments, start, end);
}

static void find_addresses(struct page *page, const struct html_guarded *guarded,
                           const struct ingest_options *options)
{
    struct str comments = buffer_str(&guarded->comments), canonical = STR_NONE;
    bool is_single_file = str_find(comments, STR("SingleFile"), 0) != SIZE_MAX;
    struct str graph = meta_value(page, NAMES("og:url"));
    for (size_t i = 0; i < page->tree->count && !canonical.length; i++)
        if (html_is(page->tree, i, GUMBO_TAG_LINK) &&
            str_equal_ascii_case(html_attribute(page->tree, i, HTML_REL), STR("canonical")))
            canonical = str_trim_ascii(html_attribute(page->tree, i, HTML_HREF));
    struct str candidates[] = {options->url,
                               is_single_file ? comment_value(comments, STR("url:")) : STR_NONE,
                               saved_from(comments), graph, canonical};
    for (size_t i = 0; i < ARRAY_LENGTH(candidates); i++)
        if (is_web_url(candidates[i])) {
            page->to->url = builder_copy(page->builder, candidates[i]);
            break;
        }
    if (!canonical.length)
        canonical = graph;
    struct buffer url CLEANUP_BUFFER = {0};
    if (canonical.length && canonical.length < VALUE_LIMIT)
        url_resolve(page->to->url, canonical, &url);
    if (is_web_url(buffer_str(&url)))
        page->to->canonical_url = builder_copy(page->builder, buffer_str(&url));
    struct str saved = is_single_file ? comment_value(comments, STR("saved date:")) : STR_NONE;
    struct buffer date CLEANUP_BUFFER = {0};
    if (saved.length && date_find(saved, false, &date))
        page->to->saved = builder_copy(page->builder, buffer_str(&date));
}

static void find_title(struct page *page)
{
    const struct html_tree *tree = page->tree;
    struct str headings[2 * HEADING_LIMIT];
    struct title_sources sources = {.headings = headings, .linked = page->headline};
    for (unsigned tag = GUMBO_TAG_H1; tag <= GUMBO_TAG_H2; tag++) {
        size_t most = tag == GUMBO_TAG_H1 ? HEADING_LIMIT : 2 * HEADING_LIMIT;
        for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++) {
            if (sources.heading_count == most)
                break;
            if (!html_is(tree, i, (GumboTag)tag) || tree->nodes[i].flags & HTML_IS_HIDDEN)
                continue;
            struct str heading = line_of(page, i, 400);
            if (heading.length && heading.length < 400)
                headings[sources.heading_count++] = heading;
        }
    }
    for (size_t i = 0; i < tree->count && !sources.page.length; i++)
        if (html_is(tree, i, GUMBO_TAG_TITLE) && !(tree->nodes[i].flags & HTML_IS_FOREIGN))
            sources.page = line_of(page, i, VALUE_LIMIT);
    sources.graph = meta_value(page, NAMES("og:title", "twitter:title"));
    sources.site = page->to->site;
    struct str site;
    struct str title = title_choose(&sources, &site);
    size_t stem = header_file_stem(title, page->rules);
    page->to->title = builder_copy(page->builder, stem ? str_slice(title, 0, stem) : title);
    if (!page->to->site.length && site.length && site.length <= 60)
        page->to->site = builder_copy(page->builder, site);
}

/* Text of an element that says it holds the author. */
static void find_author_element(const struct page *page, struct buffer *names)
{
    const struct html_tree *tree = page->tree;
    for (unsigned pass = 0; pass < 3 && !names->length; pass++)
        for (size_t i = tree->body; i < tree->nodes[tree->body].end && names->length < 200; i++) {
            if (!html_is_element(tree, i) || !tree->nodes[i].count ||
                page->features[i].weight > 160 || tree->nodes[i].flags & HTML_IS_HIDDEN)
                continue;
            bool is_author = false;
            if (pass == 0)
                is_author = str_equal_ascii_case(html_attribute(tree, i, HTML_REL), STR("author"));
            else if (pass == 1)
                is_author =
                    str_find(html_attribute(tree, i, HTML_ITEMPROP), STR("author"), 0) != SIZE_MAX;
            else if (!names->length && page->features[i].aside != ASIDE_COMMENTS)
                is_author = page->features[i].flags & HTML_NAMED_BYLINE;
            if (is_author)
                add_name(names, line_of(page, i, 200));
        }
}

static void find_byline(struct page *page)
{
    struct buffer names CLEANUP_BUFFER = {0};
    if (page->linked_author.length)
        buffer_append(&names, buffer_str(&page->linked_author));
    static const char *const authors[] = {
        "author",          "article:author",     "byl",
        "dc.creator",      "dcterms.creator",    "parsely-author",
        "sailthru.author", "cxenseparse:author", "og:article:author",
        "citation_author", "twitter:creator",    NULL};
    for (size_t k = 0; authors[k] && !names.length; k++)
        for (size_t i = 0; i < page->meta_count; i++)
            if (str_equal_ascii_case(page->metas[i].name, str_from(authors[k])))
                add_name(&names, page->metas[i].content);
    if (names.length && page->to->site.length && title_equal(buffer_str(&names), page->to->site))
        names.length = 0;
    if (!names.length)
        find_author_element(page, &names);
    page->to->byline = builder_copy(page->builder, buffer_str(&names));
}

static bool find_date_element(const struct page *page, struct buffer *date)
{
    const struct html_tree *tree = page->tree;
    for (unsigned pass = 0; pass < 3; pass++)
        for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++) {
            if (!html_is_element(tree, i) || !tree->nodes[i].count)
                continue;
            bool is_time = html_is(tree, i, GUMBO_TAG_TIME);
            struct str given = html_attribute(tree, i, HTML_DATETIME);
            struct str property = html_attribute(tree, i, HTML_ITEMPROP);
            bool is_published = str_find(property, STR("datePublished"), 0) != SIZE_MAX ||
                                (is_time && html_has_attribute(tree, i, HTML_PUBDATE));
            if (pass == 0 && !is_published)
                continue;
            if (pass == 1 && (!is_time || page->features[i].flags & HTML_BLOCKED))
                continue;
            if (pass == 2 && (page->features[i].weight > 120 || !page->features[i].weight ||
                              page->features[i].aside == ASIDE_COMMENTS ||
                              !(page->features[i].flags & HTML_NAMED_DATE)))
                continue;
            struct str content = html_attribute(tree, i, HTML_CONTENT);
            if ((given.length && date_find(given, false, date)) ||
                (content.length && date_find(content, false, date)) ||
                date_find(line_of(page, i, 200), false, date))
                return true;
        }
    return false;
}

static void find_published(struct page *page)
{
    struct buffer date CLEANUP_BUFFER = {0};
    struct str given = meta_value(
        page, NAMES("article:published_time", "og:article:published_time", "article:published",
                    "datePublished", "og:published_time", "publishdate", "PubDate", "pubtime",
                    "publish_time", "publication_date", "date", "DC.date.issued", "dc.date",
                    "dcterms.created", "dcterms.date", "dcterms.issued", "sailthru.date",
                    "parsely-pub-date", "cXenseParse:recs:publishtime", "citation_publication_date",
                    "citation_date", "weibo: article:create_at", "weibo:article:create_at",
                    "apub:time", "OriginalPublicationDate", "article.published", "published-date",
                    "og:release_date", "_pubtime", "creation_date", "article:create_at",
                    "bt:pubDate", "ptime", "rnews:datePublished"));
    if (!(page->linked_date.length && date_find(page->linked_date, false, &date)) &&
        !(given.length && date_find(given, false, &date)))
        (void)find_date_element(page, &date);
    if (date.length)
        page->to->published = builder_copy(page->builder, buffer_str(&date));
}

static void find_site(struct page *page)
{
    struct str site =
        meta_value(page, NAMES("og:site_name", "application-name", "apple-mobile-web-app-title"));
    if (!site.length)
        site = page->publisher;
    if (site.length && site.length <= 120)
        page->to->site = builder_copy(page->builder, site);
}

/* Whether the letters can be those of a Chinese, Japanese or Korean page as it declares to be. */
static bool letters_fit(struct str language, struct str text)
{
    size_t han = 0, kana = 0, hangul = 0;
    for (size_t i = 0; i + 2 < text.length && i < 256 * 1024; i++) {
        unsigned byte = (unsigned char)text.bytes[i], next = (unsigned char)text.bytes[i + 1];
        han += byte >= 0xE4 && byte <= 0xE9;
        kana += byte == 0xE3 && next >= 0x81 && next <= 0x83;
        hangul += byte >= 0xEA && byte <= 0xED;
    }
    if (str_starts(language, STR("ko")))
        return hangul * 4 >= han + kana;
    if (str_starts(language, STR("ja")))
        return kana > 0 || han < 50;
    return kana * 5 <= han + 20 && hangul <= han + 20;
}

/* What is declared, unless the letters say otherwise: templates in English hold Chinese pages. */
static void find_language(struct page *page)
{
    const struct html_tree *tree = page->tree;
    struct str language = str_trim_ascii(html_attribute(tree, 0, HTML_LANG));
    if (!language.length)
        language =
            meta_value(page, NAMES("content-language", "og:locale", "language", "inLanguage"));
    struct str guess = str_from(language_guess(buffer_str(&tree->text)));
    bool is_declared_cjk = language_is_cjk(language), is_cjk = language_is_cjk(guess);
    if (!language.length || language.length > 16 || (guess.length && is_declared_cjk != is_cjk) ||
        (is_cjk && !letters_fit(language, buffer_str(&tree->text))))
        return;
    struct buffer tag CLEANUP_BUFFER = {0};
    for (size_t i = 0; i < language.length && language.bytes[i] != ',' &&
                       language.bytes[i] != ';' && language.bytes[i] != '.';
         i++)
        buffer_append_byte(&tag, language.bytes[i] == '_' ? '-' : language.bytes[i]);
    page->to->language = builder_copy(page->builder, str_trim_ascii(buffer_str(&tag)));
}

void metadata_from_html(const struct html_tree *tree, const struct html_features *features,
                        const struct html_guarded *guarded, const struct ingest_options *options,
                        struct builder *builder)
{
    struct page *page = memory_new(sizeof *page);
    page->tree = tree;
    page->features = features;
    page->arena = arena_new();
    page->to = builder_metadata(builder);
    page->builder = builder;
    page->rules = ingest_rules(options);
    collect_metas(page);
    read_linked(page, buffer_str(&guarded->json));
    find_addresses(page, guarded, options);
    find_site(page);
    find_title(page);
    find_byline(page);
    find_published(page);
    find_language(page);
    buffer_release(&page->linked_author);
    arena_free(page->arena);
    free(page);
}
