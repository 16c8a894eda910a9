#include "ingest/html_tree.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <string.h>
#include <strings.h>

#define B HTML_BLOCK
#define P HTML_CLOSES_P
#define S HTML_SCOPE
#define F HTML_FORMATTING
#define V HTML_VOID
#define Q HTML_SILENT
#define N HTML_BOILERPLATE

/* HTML §13.1.2 (void), §13.2.4.2 (scope), §13.2.4.3 (formatting), §15.3.3 (display: block). */
static const uint8_t tag_classes[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = B | S,
    [GUMBO_TAG_HEAD] = B | Q,
    [GUMBO_TAG_TITLE] = B | Q,
    [GUMBO_TAG_BASE] = V,
    [GUMBO_TAG_LINK] = V,
    [GUMBO_TAG_META] = V,
    [GUMBO_TAG_STYLE] = Q,
    [GUMBO_TAG_SCRIPT] = Q,
    [GUMBO_TAG_TEMPLATE] = Q | S,
    [GUMBO_TAG_BODY] = B,
    [GUMBO_TAG_ARTICLE] = B | P,
    [GUMBO_TAG_SECTION] = B | P,
    [GUMBO_TAG_NAV] = B | P | N,
    [GUMBO_TAG_ASIDE] = B | P | N,
    [GUMBO_TAG_H1] = B | P,
    [GUMBO_TAG_H2] = B | P,
    [GUMBO_TAG_H3] = B | P,
    [GUMBO_TAG_H4] = B | P,
    [GUMBO_TAG_H5] = B | P,
    [GUMBO_TAG_H6] = B | P,
    [GUMBO_TAG_HGROUP] = B | P,
    [GUMBO_TAG_HEADER] = B | P,
    [GUMBO_TAG_FOOTER] = B | P | N,
    [GUMBO_TAG_ADDRESS] = B | P,
    [GUMBO_TAG_P] = B | P,
    [GUMBO_TAG_HR] = B | P | V,
    [GUMBO_TAG_PRE] = B | P,
    [GUMBO_TAG_BLOCKQUOTE] = B | P,
    [GUMBO_TAG_OL] = B | P,
    [GUMBO_TAG_UL] = B | P,
    [GUMBO_TAG_LI] = B | P,
    [GUMBO_TAG_DL] = B | P,
    [GUMBO_TAG_DT] = B | P,
    [GUMBO_TAG_DD] = B | P,
    [GUMBO_TAG_FIGURE] = B | P,
    [GUMBO_TAG_FIGCAPTION] = B | P,
    [GUMBO_TAG_MAIN] = B | P,
    [GUMBO_TAG_DIV] = B | P,
    [GUMBO_TAG_A] = F,
    [GUMBO_TAG_EM] = F,
    [GUMBO_TAG_STRONG] = F,
    [GUMBO_TAG_SMALL] = F,
    [GUMBO_TAG_S] = F,
    [GUMBO_TAG_CODE] = F,
    [GUMBO_TAG_I] = F,
    [GUMBO_TAG_B] = F,
    [GUMBO_TAG_U] = F,
    [GUMBO_TAG_BR] = V,
    [GUMBO_TAG_WBR] = V,
    [GUMBO_TAG_IMAGE] = V,
    [GUMBO_TAG_IMG] = V,
    [GUMBO_TAG_IFRAME] = Q,
    [GUMBO_TAG_EMBED] = V,
    [GUMBO_TAG_OBJECT] = Q | S,
    [GUMBO_TAG_PARAM] = V,
    [GUMBO_TAG_VIDEO] = Q,
    [GUMBO_TAG_AUDIO] = Q,
    [GUMBO_TAG_SOURCE] = V,
    [GUMBO_TAG_TRACK] = V,
    [GUMBO_TAG_CANVAS] = Q,
    [GUMBO_TAG_AREA] = V,
    [GUMBO_TAG_SVG] = Q,
    [GUMBO_TAG_TABLE] = B | S,
    [GUMBO_TAG_CAPTION] = B | S,
    [GUMBO_TAG_COL] = V,
    [GUMBO_TAG_TBODY] = B,
    [GUMBO_TAG_THEAD] = B,
    [GUMBO_TAG_TFOOT] = B,
    [GUMBO_TAG_TR] = B,
    [GUMBO_TAG_TD] = B | S,
    [GUMBO_TAG_TH] = B | S,
    [GUMBO_TAG_FORM] = B | P,
    [GUMBO_TAG_FIELDSET] = B | P,
    [GUMBO_TAG_LEGEND] = B,
    [GUMBO_TAG_INPUT] = V,
    [GUMBO_TAG_BUTTON] = N,
    [GUMBO_TAG_SELECT] = B | N,
    [GUMBO_TAG_OPTION] = B,
    [GUMBO_TAG_TEXTAREA] = B | N,
    [GUMBO_TAG_KEYGEN] = V,
    [GUMBO_TAG_DETAILS] = B | P,
    [GUMBO_TAG_SUMMARY] = B | P,
    [GUMBO_TAG_MENU] = B | P,
    [GUMBO_TAG_MENUITEM] = V,
    [GUMBO_TAG_APPLET] = Q | S,
    [GUMBO_TAG_BGSOUND] = V,
    [GUMBO_TAG_DIR] = B | P,
    [GUMBO_TAG_FRAME] = V,
    [GUMBO_TAG_FRAMESET] = B,
    [GUMBO_TAG_NOFRAMES] = Q,
    [GUMBO_TAG_LISTING] = B | P,
    [GUMBO_TAG_XMP] = B | P,
    [GUMBO_TAG_NOEMBED] = Q,
    [GUMBO_TAG_PLAINTEXT] = B | P,
    [GUMBO_TAG_STRIKE] = F,
    [GUMBO_TAG_BASEFONT] = V,
    [GUMBO_TAG_BIG] = F,
    [GUMBO_TAG_CENTER] = B | P,
    [GUMBO_TAG_FONT] = F,
    [GUMBO_TAG_MARQUEE] = S,
    [GUMBO_TAG_NOBR] = F,
    [GUMBO_TAG_TT] = F,
};

unsigned html_tag_class(unsigned tag)
{
    return tag < GUMBO_TAG_LAST ? tag_classes[tag] : 0;
}

static const struct {
    const char *name;
    enum html_attribute_name attribute;
} attribute_names[] = {
    {"class", HTML_CLASS},
    {"id", HTML_ID},
    {"href", HTML_HREF},
    {"src", HTML_SRC},
    {"style", HTML_STYLE},
    {"alt", HTML_ALT},
    {"name", HTML_NAME},
    {"content", HTML_CONTENT},
    {"property", HTML_PROPERTY},
    {"title", HTML_TITLE_TEXT},
    {"rel", HTML_REL},
    {"rev", HTML_REV},
    {"role", HTML_ROLE},
    {"type", HTML_TYPE},
    {"start", HTML_START},
    {"value", HTML_VALUE},
    {"reversed", HTML_REVERSED},
    {"colspan", HTML_COLUMN_SPAN},
    {"rowspan", HTML_ROW_SPAN},
    {"width", HTML_WIDTH},
    {"height", HTML_HEIGHT},
    {"border", HTML_BORDER},
    {"hidden", HTML_HIDDEN_ATTRIBUTE},
    {"aria-hidden", HTML_ARIA_HIDDEN},
    {"aria-label", HTML_ARIA_LABEL},
    {"lang", HTML_LANG},
    {"xml:lang", HTML_LANG},
    {"itemprop", HTML_ITEMPROP},
    {"http-equiv", HTML_HTTP_EQUIV},
    {"datetime", HTML_DATETIME},
    {"epub:type", HTML_EPUB_TYPE},
    {"alttext", HTML_ALTTEXT},
    {"align", HTML_ALIGN},
    {"summary", HTML_SUMMARY},
    {"pubdate", HTML_PUBDATE},
    {"cite", HTML_CITE_URL},
    {"data-src", HTML_LAZY_SRC},
    {"data-original", HTML_LAZY_SRC},
    {"data-original-src", HTML_LAZY_SRC},
    {"data-lazy-src", HTML_LAZY_SRC},
    {"data-actualsrc", HTML_LAZY_SRC},
    {"data-echo", HTML_LAZY_SRC},
    {"data-url", HTML_LAZY_SRC},
    {"_src", HTML_LAZY_SRC},
};

enum html_attribute_name html_attribute_from_name(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(attribute_names); i++)
        if (attribute_names[i].name[0] == name[0] && !strcmp(attribute_names[i].name, name))
            return attribute_names[i].attribute;
    return HTML_ATTRIBUTE_NONE;
}

void html_tree_release(struct html_tree *tree)
{
    free(tree->nodes);
    free(tree->attributes);
    buffer_release(&tree->text);
    buffer_release(&tree->strings);
    *tree = (struct html_tree){0};
}

struct str html_text(const struct html_tree *tree, size_t node)
{
    return (struct str){tree->text.bytes + tree->nodes[node].first, tree->nodes[node].count};
}

static const struct html_attribute *attribute_of(const struct html_tree *tree, size_t node,
                                                 enum html_attribute_name name)
{
    if (!html_is_element(tree, node))
        return NULL;
    const struct html_attribute *first = tree->attributes + tree->nodes[node].first;
    for (uint32_t i = 0; i < tree->nodes[node].count; i++)
        if (first[i].name == name)
            return &first[i];
    return NULL;
}

struct str html_attribute(const struct html_tree *tree, size_t node, enum html_attribute_name name)
{
    const struct html_attribute *attribute = attribute_of(tree, node, name);
    return attribute ? attribute->value : STR_NONE;
}

bool html_has_attribute(const struct html_tree *tree, size_t node, enum html_attribute_name name)
{
    return attribute_of(tree, node, name);
}

static void append_collapsed(struct buffer *out, struct str text, size_t limit)
{
    for (size_t i = 0; i < text.length && out->length < limit; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        bool blank = byte == ' ' || (byte >= '\t' && byte <= '\r');
        if (!blank)
            buffer_append_byte(out, text.bytes[i]);
        else if (out->length && out->bytes[out->length - 1] != ' ')
            buffer_append_byte(out, ' ');
    }
}

void html_inner_text(const struct html_tree *tree, size_t node, size_t limit, struct buffer *out)
{
    size_t start = out->length, end = tree->nodes[node].end;
    limit += start;
    for (size_t i = node; i < end && out->length < limit; i++) {
        const struct html_node *inner = &tree->nodes[i];
        if (inner->flags & HTML_IS_TEXT)
            append_collapsed(out, html_text(tree, i), limit);
        else if (inner->flags & HTML_IS_HIDDEN && i != node)
            i = inner->end - 1;
        else if (inner->tag == GUMBO_TAG_BR || html_is_block(tree, i))
            append_collapsed(out, STR(" "), limit);
    }
    /* A cut inside a code point is taken back. */
    out->length = start + utf8_valid_prefix(str_slice(buffer_str(out), start, out->length));
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->length--;
}
