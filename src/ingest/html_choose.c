#include "ingest/html_choose.h"

#include "base/memory.h"
#include "document/document.h"

#include <string.h>

/* Below this weight of prose nothing is an article (40 Han characters). */
enum { PROSE_LEAST = 80, TOP_COUNT = 5 };

static double score_of(const struct html_features *features)
{
    return features->score * (1 - html_link_density(features));
}

/* A cell with a text in it: the table is the page's frame, as on old pages. */
static bool is_frame_cell(const struct html_tree *tree, const struct html_features *all, size_t i)
{
    return html_is(tree, i, GUMBO_TAG_TD) && all[i].prose >= PROSE_LEAST &&
           (uint64_t)all[i].prose * 2 > all[tree->body].prose;
}

static bool is_plain_page(const struct html_tree *tree, const struct html_features *all)
{
    unsigned named = 0;
    for (size_t i = (size_t)tree->body + 1; i < tree->nodes[tree->body].end; i++) {
        if (!html_is_element(tree, i))
            continue;
        unsigned tag = tree->nodes[i].tag;
        if (tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_ASIDE ||
            tag == GUMBO_TAG_FORM || tag == GUMBO_TAG_HEADER || tag == GUMBO_TAG_MAIN ||
            tag == GUMBO_TAG_ARTICLE || all[i].aside || all[i].flags & HTML_NAMED_BODY ||
            is_frame_cell(tree, all, i))
            return false;
        bool groups = tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_UL ||
                      tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TD;
        if (groups && all[i].flags & HTML_HAS_NAME && ++named > 3)
            return false;
        if (tag == GUMBO_TAG_TABLE && ++named > 12)
            return false;
    }
    return html_link_density(&all[tree->body]) < .4;
}

static void find_tops(const struct html_tree *tree, const struct html_features *all,
                      size_t tops[TOP_COUNT])
{
    memset(tops, 0, TOP_COUNT * sizeof *tops);
    for (size_t i = (size_t)tree->body + 1; i < tree->nodes[tree->body].end; i++) {
        if (all[i].score <= 0 || !html_is_element(tree, i))
            continue;
        double score = score_of(&all[i]);
        unsigned at = TOP_COUNT;
        while (at > 0 && (!tops[at - 1] || score > score_of(&all[tops[at - 1]])))
            at--;
        if (at == TOP_COUNT)
            continue;
        memmove(tops + at + 1, tops + at, (TOP_COUNT - at - 1) * sizeof *tops);
        tops[at] = i;
    }
}

static bool contains(const struct html_tree *tree, size_t outer, size_t inner)
{
    return inner >= outer && inner < tree->nodes[outer].end;
}

/* The page's own word for its body, when it holds enough. */
static size_t named_body(const struct html_tree *tree, const struct html_features *all)
{
    size_t best = 0, article = 0, articles = 0;
    for (size_t i = (size_t)tree->body + 1; i < tree->nodes[tree->body].end; i++) {
        if (!html_is_element(tree, i) || all[i].flags & HTML_BLOCKED)
            continue;
        if (all[i].flags & HTML_NAMED_BODY && all[i].prose >= PROSE_LEAST &&
            (!best || all[i].prose > 2 * all[best].prose))
            best = i;
        if (html_is(tree, i, GUMBO_TAG_ARTICLE)) {
            articles++;
            if (!article || all[i].prose > all[article].prose)
                article = i;
        }
    }
    uint32_t prose = all[tree->body].prose;
    if (best && all[best].prose * 4 >= prose)
        return best;
    if (article && all[article].prose >= 2 * PROSE_LEAST &&
        (double)all[article].prose >= (articles == 1 ? .5 : .7) * prose)
        return article;
    return 0;
}

/* Three tops of nearly the same score under one roof: the roof (Readability's rule). */
static size_t common_roof(const struct html_tree *tree, const struct html_features *all,
                          const size_t tops[TOP_COUNT])
{
    for (size_t roof = tree->nodes[tops[0]].parent; roof > tree->body;
         roof = tree->nodes[roof].parent) {
        unsigned count = 0;
        for (unsigned k = 1; k < TOP_COUNT; k++)
            count += tops[k] && score_of(&all[tops[k]]) >= .75 * score_of(&all[tops[0]]) &&
                     contains(tree, roof, tops[k]) && !contains(tree, tops[0], tops[k]) &&
                     !contains(tree, tops[k], tops[0]);
        if (count >= 2)
            return roof;
    }
    return tops[0];
}

static size_t parent_block(const struct html_tree *tree, size_t node)
{
    do
        node = tree->nodes[node].parent;
    while (node > tree->body && !html_is_block(tree, node));
    return node;
}

/* Up while an ancestor brings more prose than other text. */
static size_t climb(const struct html_tree *tree, const struct html_features *all, size_t top)
{
    double last = all[top].score;
    for (size_t up = parent_block(tree, top); up > tree->body; up = parent_block(tree, up)) {
        if (all[up].score <= 0)
            continue;
        if (all[up].score < last / 3)
            break;
        if (all[up].score > last) {
            top = up;
            break;
        }
        last = all[up].score;
    }
    size_t best = top;
    for (size_t up = parent_block(tree, top); up > tree->body; up = parent_block(tree, up)) {
        double gain = (double)all[up].prose - (double)all[best].prose;
        double junk =
            (double)(all[up].weight - all[up].prose) - (double)(all[best].weight - all[best].prose);
        if (gain > .3 * (double)all[best].prose && gain > 2 * junk)
            best = up;
    }
    return best;
}

static bool holds(const struct html_tree *tree, size_t node, GumboTag tag)
{
    for (size_t i = node; i < tree->nodes[node].end; i++)
        if (html_is(tree, i, tag))
            return true;
    return false;
}

/* Another article on the same page, under a title of its own. */
static bool is_other_article(const struct html_tree *tree, size_t top, size_t sibling)
{
    return (holds(tree, top, GUMBO_TAG_H1) && holds(tree, sibling, GUMBO_TAG_H1)) ||
           (html_is(tree, top, GUMBO_TAG_ARTICLE) && html_is(tree, sibling, GUMBO_TAG_ARTICLE));
}

/* A sibling that goes on with the text. */
static bool joins(const struct html_tree *tree, const struct html_features *all, size_t top,
                  size_t sibling)
{
    const struct html_features *features = &all[sibling];
    if (!html_is_element(tree, sibling) || features->flags & HTML_BLOCKED ||
        features->name_weight < 0)
        return false;
    double bonus = 0;
    struct str class = html_attribute(tree, top, HTML_CLASS);
    if (class.length && str_equal(class, html_attribute(tree, sibling, HTML_CLASS)))
        bonus = all[top].score * .2;
    double least = all[top].score * .2;
    if (features->score > 0 && score_of(features) + bonus >= (least > 10 ? least : 10))
        return !is_other_article(tree, top, sibling);
    if (tree->nodes[sibling].tag != GUMBO_TAG_P)
        return false;
    double density = html_link_density(features);
    return features->weight > 80 ? density < .25 : density == 0 && features->marks > 0;
}

static void choose_with_siblings(const struct html_tree *tree, struct html_features *all,
                                 size_t top)
{
    size_t parent = tree->nodes[top].parent;
    all[top].flags |= HTML_CHOSEN;
    size_t first = top, last = top;
    for (size_t child = parent + 1; child < tree->nodes[parent].end; child = tree->nodes[child].end)
        if (child != top && joins(tree, all, top, child)) {
            all[child].flags |= HTML_CHOSEN;
            first = child < first ? child : first;
            last = child > last ? child : last;
        }
    /* What stands between chosen siblings belongs to them: sub-headings, lists, figures. */
    for (size_t child = first; child < last; child = tree->nodes[child].end)
        if (!(all[child].flags & HTML_BLOCKED) && html_link_density(&all[child]) < .5)
            all[child].flags |= HTML_CHOSEN;
}

static bool is_list_like(unsigned tag)
{
    return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DL ||
           tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_TABLE ||
           tag == GUMBO_TAG_MENU;
}

static unsigned aside_or(unsigned aside, unsigned otherwise)
{
    return aside ? aside : otherwise;
}

/* One or two links at the end of a text are the author's. */
static bool is_long_list(const struct html_tree *tree, size_t node)
{
    unsigned links = 0;
    for (size_t i = node; i < tree->nodes[node].end && links < 3; i++)
        links += html_is(tree, i, GUMBO_TAG_A);
    return links >= 3;
}

/* Parts inside the chosen root that are no article: named so, or little but links once the prose is
 * over (in the middle of an article a list of links is the author's). */
static void cut_inside(const struct html_tree *tree, struct html_features *all, size_t root)
{
    uint32_t total = all[root].prose, seen = 0;
    for (size_t i = root + 1; i < tree->nodes[root].end; i++) {
        struct html_features *features = &all[i];
        const struct html_node *node = &tree->nodes[i];
        seen += node->flags & HTML_IS_TEXT ? features->prose : 0;
        if (node->flags & HTML_IS_TEXT || (uint64_t)features->prose * 2 > total)
            continue;
        bool is_cut = features->flags & HTML_BLOCKED_HERE;
        double density = html_link_density(features);
        bool is_edge = seen == 0 || (uint64_t)(total - seen) * 10 < total;
        if (!is_cut && is_list_like(node->tag) && features->weight) {
            is_cut = features->name_weight < 0 && (density > .3 || features->prose == 0);
            is_cut |= is_edge && density > .6 && features->marks < 10 &&
                      (node->tag == GUMBO_TAG_DIV || is_long_list(tree, i));
            is_cut |= node->tag != GUMBO_TAG_TABLE && density > .9 && features->weight > 40 &&
                      features->name_weight <= 0 && node->tag == GUMBO_TAG_DIV;
        }
        if (node->tag == GUMBO_TAG_FORM && features->prose == 0 && features->weight)
            is_cut = true;
        if (!is_cut)
            continue;
        features->flags |= HTML_CUT;
        features->aside =
            (uint8_t)aside_or(features->aside, density > .5 ? ASIDE_RELATED : ASIDE_OTHER);
        i = node->end - 1;
    }
}

/* The body but for nav, footer and what is named like them, if anything else is there. */
static enum html_choice choose_page(const struct html_tree *tree, struct html_features *all)
{
    size_t root = tree->body;
    unsigned mains = 0;
    size_t main = 0;
    uint64_t blocked = 0;
    for (size_t i = root + 1; i < tree->nodes[root].end; i++) {
        if (all[i].flags & HTML_BLOCKED_HERE)
            blocked += all[i].weight;
        if ((html_is(tree, i, GUMBO_TAG_MAIN) || html_is(tree, i, GUMBO_TAG_ARTICLE)) &&
            all[i].weight && (!main || !contains(tree, main, i))) {
            mains++;
            main = i;
        }
    }
    if (mains == 1)
        root = main;
    all[root].flags |= HTML_CHOSEN;
    if (blocked >= all[tree->body].weight)
        return HTML_CHOSE_ALL;
    for (size_t i = root + 1; i < tree->nodes[root].end; i++)
        if (all[i].flags & HTML_BLOCKED_HERE)
            all[i].flags |= HTML_CUT;
    return HTML_CHOSE_PAGE;
}

enum html_choice html_choose(const struct html_tree *tree, struct html_features *features)
{
    if (is_plain_page(tree, features)) {
        features[tree->body].flags |= HTML_CHOSEN;
        return HTML_CHOSE_ALL;
    }
    size_t tops[TOP_COUNT];
    find_tops(tree, features, tops);
    size_t top = named_body(tree, features);
    bool is_named = top != 0;
    if (!top && tops[0])
        top = climb(tree, features, common_roof(tree, features, tops));
    if (!top || features[top].prose < PROSE_LEAST)
        return choose_page(tree, features);
    if (is_named)
        features[top].flags |= HTML_CHOSEN;
    else
        choose_with_siblings(tree, features, top);
    size_t parent = tree->nodes[top].parent;
    for (size_t child = parent + 1; child < tree->nodes[parent].end; child = tree->nodes[child].end)
        if (features[child].flags & HTML_CHOSEN)
            cut_inside(tree, features, child);
    return HTML_CHOSE_ARTICLE;
}
