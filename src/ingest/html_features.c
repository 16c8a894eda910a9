#include "ingest/html_features.h"

#include "base/memory.h"
#include "document/document.h"
#include "ingest/html_names.h"

#include <string.h>

double html_link_density(const struct html_features *features)
{
    return features->weight ? (double)features->link_weight / (double)features->weight : 0;
}

uint32_t html_text_weight(struct str text, uint32_t *ret_marks)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    uint32_t weight = 0, marks = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned byte = bytes[i];
        if (byte < 0x80) {
            weight += byte > ' ';
            marks += byte == ',';
            if (byte == '.' && i + 1 < text.length && bytes[i + 1] <= ' ')
                marks++;
        } else if (byte >= 0xE1) {
            weight += 2;
            if (i + 2 < text.length && (byte == 0xE3 || byte == 0xEF)) {
                unsigned second = bytes[i + 1], third = bytes[i + 2];
                /* 、。 and ！，；？ */
                marks += byte == 0xE3 ? second == 0x80 && (third == 0x81 || third == 0x82)
                                      : second == 0xBC && (third == 0x81 || third == 0x8C ||
                                                           third == 0x9B || third == 0x9F);
            }
        } else if (byte >= 0xC3) {
            weight++;
        }
    }
    *ret_marks = marks;
    return weight;
}

static void measure_texts(const struct html_tree *tree, struct html_features *all)
{
    for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++) {
        const struct html_node *node = &tree->nodes[i];
        if (!(node->flags & HTML_IS_TEXT) || node->flags & HTML_IS_HIDDEN)
            continue;
        all[i].weight = html_text_weight(html_text(tree, i), &all[i].marks);
        /* Whole paragraphs in a link are text that happens to be one. */
        bool is_link = node->flags & HTML_IN_LINK && (all[i].weight < 160 || all[i].marks < 3);
        all[i].link_weight = is_link ? all[i].weight : 0;
    }
}

static void sum_up(const struct html_tree *tree, struct html_features *all, bool is_prose)
{
    for (size_t i = tree->nodes[tree->body].end; i-- > (size_t)tree->body + 1;) {
        struct html_features *parent = &all[tree->nodes[i].parent];
        if (is_prose) {
            parent->prose += all[i].prose;
            continue;
        }
        parent->weight += all[i].weight;
        parent->link_weight += all[i].link_weight;
        parent->marks += all[i].marks;
    }
}

/* A page whose text is nearly all hidden shows it by script: then nothing counts as hidden. */
static void unhide(struct html_tree *tree, struct html_features *all)
{
    uint64_t hidden = 0;
    uint32_t marks;
    for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++)
        if ((tree->nodes[i].flags & (HTML_IS_TEXT | HTML_IS_HIDDEN)) ==
            (HTML_IS_TEXT | HTML_IS_HIDDEN))
            hidden += html_text_weight(html_text(tree, i), &marks);
    if (hidden <= 3 * (uint64_t)all[tree->body].weight || hidden < 400)
        return;
    for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++)
        tree->nodes[i].flags &= (uint8_t)~HTML_IS_HIDDEN;
    memset(all, 0, tree->count * sizeof *all);
    measure_texts(tree, all);
    sum_up(tree, all, false);
}

static unsigned aside_of_tag(unsigned tag)
{
    switch (tag) {
    case GUMBO_TAG_FOOTER:
        return ASIDE_NOTICE;
    case GUMBO_TAG_ASIDE:
        return ASIDE_RELATED;
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_HEADER:
        return ASIDE_NAVIGATION;
    default:
        return ASIDE_NONE;
    }
}

static bool has_inside(const struct html_tree *tree, size_t node, GumboTag tag)
{
    for (size_t i = node + 1; i < tree->nodes[node].end; i++)
        if (html_is(tree, i, tag))
            return true;
    return false;
}

static bool is_inside(const struct html_tree *tree, size_t node)
{
    for (size_t i = tree->nodes[node].parent; i > tree->body; i = tree->nodes[i].parent) {
        unsigned tag = tree->nodes[i].tag;
        if (tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_SECTION)
            return true;
    }
    return false;
}

static bool is_blocked_by_tag(const struct html_tree *tree, size_t node,
                              const struct html_features *features)
{
    unsigned tag = tree->nodes[node].tag;
    if (html_tag_class(tag) & HTML_BOILERPLATE)
        return true;
    /* A page's header; an article's holds its title. */
    return tag == GUMBO_TAG_HEADER && !is_inside(tree, node) &&
           (html_link_density(features) > .3 || !has_inside(tree, node, GUMBO_TAG_H1));
}

/* Names and tags that say boilerplate, unless most of the page's text is in there. */
static void block_names(const struct html_tree *tree, struct html_features *all)
{
    const struct html_features *body = &all[tree->body];
    struct html_words words;
    html_words_sort(&words);
    for (size_t i = (size_t)tree->body + 1; i < tree->nodes[tree->body].end; i++) {
        const struct html_node *node = &tree->nodes[i];
        struct html_features *features = &all[i];
        uint8_t around = all[node->parent].flags & HTML_BLOCKED;
        if (node->flags & HTML_IS_TEXT) {
            features->flags |= around;
            continue;
        }
        struct html_names names = {0};
        if (node->count)
            names = html_names(&words, tree, i);
        features->name_weight = (int8_t)names.weight;
        features->aside = (uint8_t)(names.aside ? names.aside : aside_of_tag(node->tag));
        if (html_has_attribute(tree, i, HTML_CLASS) || html_has_attribute(tree, i, HTML_ID))
            features->flags |= HTML_HAS_NAME;
        features->flags |= (uint8_t)((names.is_body ? HTML_NAMED_BODY : 0) |
                                     (names.is_byline ? HTML_NAMED_BYLINE : 0) |
                                     (names.is_date ? HTML_NAMED_DATE : 0));
        bool is_tag = is_blocked_by_tag(tree, i, features);
        double share = (double)(features->weight - features->link_weight) /
                       (1.0 + (double)(body->weight - body->link_weight));
        double most = names.aside == ASIDE_COMMENTS || is_tag ? .9 : .5;
        bool is_heading = node->tag >= GUMBO_TAG_H1 && node->tag <= GUMBO_TAG_H6;
        /* An inline element is part of its sentence, whatever it is called. */
        bool is_name = names.is_unlikely && !is_heading && html_is_block(tree, i) &&
                       node->tag != GUMBO_TAG_ARTICLE && node->tag != GUMBO_TAG_MAIN;
        bool is_blocked = (is_tag || is_name) && (share < most || features->weight < 40);
        if (is_blocked && !around)
            features->flags |= HTML_BLOCKED_HERE;
        features->flags |= is_blocked ? HTML_BLOCKED : around;
    }
}

/* Marks of the small print at a page's foot. */
static const struct str legal_marks[] = {
    {"版权所有", 12},
    {"版權所有", 12},
    {"许可证", 9},
    {"備案", 6},
    {"备案", 6},
    {"ICP", 3},
    {"All rights reserved", 19},
    {"©", 2},
    {"All Rights Reserved", 19},
    {"著作権", 9},
    {"無断転載", 12},
    {"Copyright", 9},
    {"转载请注明", 15},
    {"免责声明", 12},
};

/* Bytes that the marks begin with. */
struct legal_start {
    bool first[256], second[256];
};

static void find_legal_start(struct legal_start *ret_start)
{
    *ret_start = (struct legal_start){0};
    for (size_t i = 0; i < ARRAY_LENGTH(legal_marks); i++) {
        ret_start->first[(unsigned char)legal_marks[i].bytes[0]] = true;
        ret_start->second[(unsigned char)legal_marks[i].bytes[1]] = true;
    }
}

static bool is_legal(struct str text, const struct legal_start *start)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    if (text.length > 1500)
        return false;
    for (size_t at = 0; at + 1 < text.length; at++)
        if (start->first[bytes[at]] && start->second[bytes[at + 1]])
            for (size_t i = 0; i < ARRAY_LENGTH(legal_marks); i++)
                if (str_starts(str_slice(text, at, text.length), legal_marks[i]))
                    return true;
    return false;
}

/* A run of inline content: what a paragraph is, whatever element holds it. */
struct run {
    size_t container; /* block that holds it */
    size_t first;     /* its first text node */
    uint32_t weight, link_weight, marks;
    unsigned breaks;
    bool is_legal;
};

static double initial_score(const struct html_tree *tree, size_t node,
                            const struct html_features *features)
{
    switch (tree->nodes[node].tag) {
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_MAIN:
        return 15 + features->name_weight;
    case GUMBO_TAG_DIV:
        return 5 + features->name_weight;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_BLOCKQUOTE:
        return 3 + features->name_weight;
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_FORM:
        return -3 + features->name_weight;
    case GUMBO_TAG_TH:
        return -5 + features->name_weight;
    default:
        return features->name_weight;
    }
}

static void spread_score(const struct html_tree *tree, struct html_features *all, size_t container,
                         double score)
{
    unsigned level = 0;
    for (size_t node = container; node > tree->body && level < 6; node = tree->nodes[node].parent) {
        if (!html_is_block(tree, node))
            continue;
        struct html_features *features = &all[node];
        if (features->score == 0)
            features->score = (float)(initial_score(tree, node, features) + .001);
        features->score += (float)(level == 0   ? score
                                   : level == 1 ? score / 2
                                                : score / (3 * level));
        level++;
    }
}

static bool is_paragraph_tag(unsigned tag)
{
    return tag == GUMBO_TAG_P || tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LI ||
           (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) || tag == GUMBO_TAG_CENTER ||
           tag == GUMBO_TAG_DD;
}

static void end_run(const struct html_tree *tree, struct html_features *all, struct run *run)
{
    struct run ended = *run;
    *run = (struct run){.container = ended.container};
    if (ended.weight < 24 || all[ended.first].flags & HTML_BLOCKED)
        return;
    double density = (double)ended.link_weight / (double)ended.weight;
    if (ended.is_legal || density > .8)
        return;
    unsigned tag = tree->nodes[ended.container].tag;
    bool is_heading = tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
    if (is_heading || (!ended.marks && ended.weight < 80))
        return;
    if (density < .4)
        all[ended.first].prose = ended.weight - ended.link_weight;
    double score =
        (1 + ended.marks + (ended.weight < 300 ? (double)ended.weight / 100 : 3)) * (1 - density);
    bool is_only = tree->nodes[ended.container].tag == GUMBO_TAG_DIV &&
                   all[ended.container].weight == ended.weight;
    size_t target =
        is_paragraph_tag(tag) || is_only ? tree->nodes[ended.container].parent : ended.container;
    spread_score(tree, all, target, score);
}

/* Walks the body's inline runs: a run ends where a block begins or ends, and at <br><br>. */
static void score_runs(const struct html_tree *tree, struct html_features *all)
{
    struct run run = {.container = tree->body};
    struct legal_start start;
    find_legal_start(&start);
    for (size_t i = (size_t)tree->body + 1; i < tree->nodes[tree->body].end; i++) {
        const struct html_node *node = &tree->nodes[i];
        while (i >= tree->nodes[run.container].end) {
            end_run(tree, all, &run);
            do
                run.container = tree->nodes[run.container].parent;
            while (!html_is_block(tree, run.container));
        }
        if (html_is_block(tree, i)) {
            end_run(tree, all, &run);
            run.container = i;
        } else if (html_is(tree, i, GUMBO_TAG_BR)) {
            if (run.breaks++)
                end_run(tree, all, &run);
        } else if (node->flags & HTML_IS_TEXT && all[i].weight) {
            if (!run.weight)
                run.first = i;
            run.weight += all[i].weight;
            run.link_weight += all[i].link_weight;
            run.marks += all[i].marks;
            run.breaks = 0;
            run.is_legal |= is_legal(html_text(tree, i), &start);
        }
    }
    end_run(tree, all, &run);
}

struct html_features *html_features(struct html_tree *tree)
{
    struct html_features *all = memory_new(tree->count * sizeof *all);
    measure_texts(tree, all);
    sum_up(tree, all, false);
    unhide(tree, all);
    block_names(tree, all);
    score_runs(tree, all);
    sum_up(tree, all, true);
    return all;
}
