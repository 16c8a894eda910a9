/* Images: the alternative text where it says something, the caption, and where the picture is. */
#include "base/memory.h"
#include "document/url.h"
#include "ingest/html_writer.h"

#include <strings.h>

enum { ICON_PIXELS = 48, ALT_LIMIT = 1000 };

struct str html_resolve(const struct html_writer *writer, struct str reference)
{
    struct buffer url = {0};
    if (reference.length && reference.length <= 4096)
        url_resolve(writer->base, reference, &url);
    bool is_open = url.length > 7 &&
                   (!strncasecmp(url.bytes, "http://", 7) ||
                    !strncasecmp(url.bytes, "https:/", 7) || !strncasecmp(url.bytes, "mailto:", 7));
    if (!is_open)
        buffer_release(&url);
    return is_open ? (struct str){url.bytes, url.length} : STR_NONE;
}

static void free_str(struct str s)
{
    if (s.length)
        free((char *)(uintptr_t)s.bytes);
}

static bool is_small(struct str pixels)
{
    unsigned value = 0;
    size_t i = 0;
    for (; i < pixels.length && i < 5 && pixels.bytes[i] >= '0' && pixels.bytes[i] <= '9'; i++)
        value = value * 10 + (unsigned)(pixels.bytes[i] - '0');
    bool is_relative = i < pixels.length && (pixels.bytes[i] == '%' || pixels.bytes[i] == 'e');
    return i && !is_relative && value <= ICON_PIXELS;
}

/* File names and words that only say "here is an image". */
static bool is_junk(struct str alt)
{
    static const struct str junk[] = {
        {"image", 5},  {"images", 6}, {"img", 3},    {"photo", 5},     {"picture", 7},
        {"pic", 3},    {"logo", 4},   {"icon", 4},   {"avatar", 6},    {"图片", 6},
        {"圖片", 6},   {"图", 3},     {"画像", 6},   {"写真", 6},      {"loading", 7},
        {"加载中", 9}, {"头像", 6},   {"二维码", 9}, {"undefined", 9}, {"null", 4},
        {"spacer", 6}, {"blank", 5},
    };
    static const struct str endings[] = {{".jpg", 4}, {".jpeg", 5}, {".png", 4},
                                         {".gif", 4}, {".webp", 5}, {".svg", 4}};
    for (size_t i = 0; i < ARRAY_LENGTH(junk); i++)
        if (str_equal_ascii_case(alt, junk[i]))
            return true;
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        struct str tail = str_slice(
            alt, alt.length > endings[i].length ? alt.length - endings[i].length : 0, alt.length);
        if (str_equal_ascii_case(tail, endings[i]))
            return true;
    }
    for (size_t i = 0; i < alt.length; i++) {
        unsigned char byte = (unsigned char)alt.bytes[i];
        if (byte >= 0x80 || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'))
            return false;
    }
    return true; /* nothing but digits and marks */
}

static struct str image_source(const struct html_tree *tree, size_t node)
{
    struct str lazy = html_attribute(tree, node, HTML_LAZY_SRC);
    struct str source = lazy.length ? lazy : html_attribute(tree, node, HTML_SRC);
    return str_starts(source, STR("data:")) ? STR_NONE : source;
}

/* Alternative text to show, or empty for decoration, icons and tracking pixels. */
static struct str image_text(const struct html_tree *tree, size_t node)
{
    struct str alt = str_trim_ascii(html_attribute(tree, node, HTML_ALT));
    if (is_small(html_attribute(tree, node, HTML_WIDTH)) ||
        is_small(html_attribute(tree, node, HTML_HEIGHT)) || alt.length > ALT_LIMIT || !alt.length)
        return STR_NONE;
    struct str class = html_attribute(tree, node, HTML_CLASS);
    if (str_find(class, STR("avatar"), 0) != SIZE_MAX ||
        str_find(class, STR("icon"), 0) != SIZE_MAX)
        return STR_NONE;
    return is_junk(alt) ? STR_NONE : alt;
}

/* An image that stands for text: emoji, formulas. */
static bool is_inline_image(const struct html_tree *tree, size_t node)
{
    static const struct str names[] = {{"emoji", 5}, {"smil", 4}, {"smiley", 6},
                                       {"tex", 3},   {"math", 4}, {"latex", 5}};
    struct str class = html_attribute(tree, node, HTML_CLASS);
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (str_find(class, names[i], 0) != SIZE_MAX)
            return true;
    struct str alt = html_attribute(tree, node, HTML_ALT);
    return alt.length && alt.length <= 16 && (unsigned char)alt.bytes[0] >= 0xE2 &&
           ((unsigned char)alt.bytes[0] == 0xF0 || (unsigned char)alt.bytes[0] == 0xE2);
}

static void write_figure(struct html_writer *writer, struct str text, struct str url)
{
    builder_begin_block(writer->builder, (struct block){.kind = BLOCK_FIGURE,
                                                        .quote_depth = writer->flow.quote_depth,
                                                        .aside = writer->flow.aside});
    if (url.length)
        builder_begin_span(writer->builder, SPAN_LINK, url);
    struct buffer line CLEANUP_BUFFER = {0};
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] > ' ')
            buffer_append_byte(&line, text.bytes[i]);
        else if (line.length && line.bytes[line.length - 1] != ' ')
            buffer_append_byte(&line, ' ');
    builder_text(writer->builder, buffer_str(&line));
    if (url.length)
        builder_end_span(writer->builder);
    builder_end_block(writer->builder);
}

void html_flush_images(struct html_writer *writer)
{
    size_t count = writer->image_count;
    writer->image_count = 0;
    for (size_t i = 0; i < count; i++) {
        write_figure(writer, writer->images[i].text, writer->images[i].url);
        free_str(writer->images[i].url);
    }
}

static bool holds(const struct html_tree *tree, size_t figure, GumboTag tag, size_t *ret_node)
{
    for (size_t i = figure + 1; i < tree->nodes[figure].end; i++)
        if (html_is(tree, i, tag)) {
            *ret_node = i;
            return true;
        }
    return false;
}

/* The caption says the alternative text already. */
static bool is_in_caption(const struct html_tree *tree, size_t image, struct str text)
{
    size_t figure = image, caption;
    while (figure > tree->body && !html_is(tree, figure, GUMBO_TAG_FIGURE))
        figure = tree->nodes[figure].parent;
    if (figure <= tree->body || !holds(tree, figure, GUMBO_TAG_FIGCAPTION, &caption))
        return false;
    struct buffer words CLEANUP_BUFFER = {0};
    html_inner_text(tree, caption, 4096, &words);
    return str_find(buffer_str(&words), text, 0) != SIZE_MAX;
}

void html_write_image(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    if (writer->flow.is_menu)
        return;
    if (is_inline_image(tree, node)) {
        html_write_text(writer, html_attribute(tree, node, HTML_ALT));
        return;
    }
    struct str text = image_text(tree, node);
    bool is_logo = writer->flow.aside != ASIDE_NONE;
    /* Publishing systems put the title on every picture. */
    bool is_repeated = str_equal(text, writer->last_figure) || str_equal(text, writer->title);
    writer->last_figure = text;
    if (!text.length || is_logo || is_repeated ||
        (writer->flow.kind == BLOCK_FIGURE && is_in_caption(tree, node, text)))
        return;
    if (writer->flow.is_joined || writer->flow.kind == BLOCK_HEADING || writer->flow.is_preserved) {
        html_write_text(writer, text);
        return;
    }
    struct str url = html_resolve(writer, image_source(tree, node));
    if (!writer->is_open) {
        write_figure(writer, text, url);
        free_str(url);
        return;
    }
    ARRAY_RESERVE(writer->images, writer->image_count, writer->image_capacity);
    writer->images[writer->image_count++] = (struct html_image){text, url};
}

/* Picture and caption are one block; a figure of code or of a table is only flow. */
void html_enter_figure(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    size_t image = 0, other;
    html_end_block(writer);
    bool is_flow =
        writer->flow.is_joined || !holds(tree, node, GUMBO_TAG_IMG, &image) ||
        holds(tree, node, GUMBO_TAG_TABLE, &other) || holds(tree, node, GUMBO_TAG_PRE, &other) ||
        holds(tree, node, GUMBO_TAG_FIGURE, &other) || writer->features[node].weight > 2000;
    if (is_flow) {
        html_push_frame(writer, node, HTML_END_BLOCK);
        return;
    }
    html_push_frame(writer, node, HTML_END_CELL);
    writer->flow.kind = BLOCK_FIGURE;
    writer->flow.level = 0;
    writer->flow.flags = 0;
    writer->flow.is_joined = true;
    struct str url = html_resolve(writer, image_source(tree, image));
    if (url.length)
        html_push_span(writer, SPAN_LINK, url, tree->nodes[node].end);
}
