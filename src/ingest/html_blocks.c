/* The walk over the body: what each element does to the flow of blocks. */
#include "base/memory.h"
#include "ingest/html_writer.h"

#include "document/url.h"

#include <string.h>

void html_push_frame(struct html_writer *writer, size_t node, enum html_frame_end at_end)
{
    ARRAY_RESERVE(writer->frames, writer->frame_count, writer->frame_capacity);
    writer->frames[writer->frame_count++] =
        (struct html_frame){writer->tree->nodes[node].end, (uint8_t)at_end, writer->flow};
}

static void pop_frames(struct html_writer *writer, size_t index)
{
    while (writer->frame_count && writer->frames[writer->frame_count - 1].end <= index) {
        struct html_frame frame = writer->frames[--writer->frame_count];
        html_pop_spans(writer, frame.end);
        if (frame.at_end == HTML_END_BLOCK)
            html_end_block(writer);
        else if (frame.at_end == HTML_END_CELL)
            html_close_block(writer);
        else if (frame.at_end == HTML_END_QUOTE)
            html_write_text(writer, writer->quotes_are_corners ? STR("」") : STR("”"));
        writer->flow = frame.outer;
    }
    html_pop_spans(writer, index);
}

static void enter_block(struct html_writer *writer, size_t node)
{
    html_end_block(writer);
    html_push_frame(writer, node, HTML_END_BLOCK);
}

static int64_t bounded_number(struct str s, int64_t otherwise)
{
    s = str_trim_ascii(s);
    size_t at = s.length && (s.bytes[0] == '-' || s.bytes[0] == '+');
    bool is_negative = at && s.bytes[0] == '-';
    if (at >= s.length || s.bytes[at] < '0' || s.bytes[at] > '9')
        return otherwise;
    int64_t value = 0;
    for (; at < s.length && s.bytes[at] >= '0' && s.bytes[at] <= '9'; at++)
        value = value < 999999999 ? value * 10 + (s.bytes[at] - '0') : value;
    value = value > 999999999 ? 999999999 : value;
    return is_negative ? -value : value;
}

static void enter_list(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    enter_block(writer, node);
    if (writer->flow.list_level < HTML_LIST_LEVELS)
        writer->flow.list_level++;
    struct html_list *list = &writer->lists[writer->flow.list_level];
    *list = (struct html_list){.is_ordered = tree->nodes[node].tag == GUMBO_TAG_OL, .step = 1};
    int64_t start = 1;
    if (list->is_ordered && html_has_attribute(tree, node, HTML_REVERSED)) {
        list->step = -1;
        start = 0;
        for (size_t i = node + 1; i < tree->nodes[node].end; i = tree->nodes[i].end)
            start += html_is(tree, i, GUMBO_TAG_LI);
    }
    list->next = bounded_number(html_attribute(tree, node, HTML_START), start);
    writer->flow.kind = BLOCK_PARAGRAPH;
}

static void enter_item(struct html_writer *writer, size_t node, bool is_bare)
{
    enter_block(writer, node);
    struct html_flow *flow = &writer->flow;
    if (is_bare || !flow->list_level) {
        if (flow->list_level < HTML_LIST_LEVELS)
            flow->list_level++;
        writer->lists[flow->list_level] = (struct html_list){.step = 1};
    }
    struct html_list *list = &writer->lists[flow->list_level];
    list->item_has_block = false;
    list->next = bounded_number(html_attribute(writer->tree, node, HTML_VALUE), list->next);
    flow->kind = BLOCK_LIST_ITEM;
    flow->flags = (uint16_t)((flow->flags & ~(unsigned)BLOCK_ORDERED) |
                             (list->is_ordered ? BLOCK_ORDERED : 0));
    flow->value = list->is_ordered && list->next > 0 ? (uint32_t)list->next : 0;
    list->next += list->step;
}

static void enter_preserved(struct html_writer *writer, size_t node)
{
    enter_block(writer, node);
    writer->flow.is_preserved = true;
    if (!writer->flow.is_joined)
        writer->flow.kind = BLOCK_CODE;
}

static void write_rule(struct html_writer *writer)
{
    html_end_block(writer);
    if (writer->flow.is_joined || writer->flow.is_menu)
        return;
    builder_begin_block(writer->builder, (struct block){.kind = BLOCK_RULE,
                                                        .quote_depth = writer->flow.quote_depth,
                                                        .aside = writer->flow.aside});
    builder_end_block(writer->builder);
}

static bool span_of_tag(unsigned tag, enum span_kind *ret_kind)
{
    switch (tag) {
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
        *ret_kind = SPAN_STRONG;
        return true;
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_VAR:
        *ret_kind = SPAN_EMPHASIS;
        return true;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_TT:
        *ret_kind = SPAN_CODE;
        return true;
    case GUMBO_TAG_SUP:
        *ret_kind = SPAN_SUPERSCRIPT;
        return true;
    case GUMBO_TAG_SUB:
        *ret_kind = SPAN_SUBSCRIPT;
        return true;
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE:
        *ret_kind = SPAN_STRIKE;
        return true;
    case GUMBO_TAG_MARK:
        *ret_kind = SPAN_MARK;
        return true;
    default:
        return false;
    }
}

static void enter_link(struct html_writer *writer, size_t node)
{
    struct str href = html_attribute(writer->tree, node, HTML_HREF);
    uint32_t end = writer->tree->nodes[node].end;
    unsigned marks = writer->links->marks[node];
    struct str target = STR_NONE;
    if (marks & HTML_MARK_INTERNAL) {
        struct buffer name = {0};
        buffer_append_byte(&name, '#');
        buffer_append(&name, html_fragment(href, writer->base));
        target = (struct str){name.bytes, name.length};
    } else if (href.length) {
        target = html_resolve(writer, href);
    }
    if (!target.length)
        return;
    html_push_span(writer, marks & HTML_MARK_REFERENCE ? SPAN_FOOTNOTE_REFERENCE : SPAN_LINK,
                   target, end);
}

static bool is_ruby_text(const struct html_tree *tree, size_t node)
{
    unsigned tag = tree->nodes[node].tag;
    return html_is_element(tree, node) &&
           (tag == GUMBO_TAG_RT || tag == GUMBO_TAG_RTC || tag == GUMBO_TAG_RP);
}

static bool is_blank_text(const struct html_tree *tree, size_t node)
{
    return tree->nodes[node].flags & HTML_IS_TEXT && !str_trim_ascii(html_text(tree, node)).length;
}

/* Base k of a run of bases has the reading k of the readings behind it, the last base the rest. */
static struct str ruby_reading(const struct html_tree *tree, size_t ruby, size_t readings,
                               size_t index, size_t bases)
{
    struct buffer text = {0};
    size_t k = 0;
    for (size_t i = readings; i < tree->nodes[ruby].end; i = tree->nodes[i].end) {
        if (html_is(tree, i, GUMBO_TAG_RP) || is_blank_text(tree, i))
            continue;
        if (!is_ruby_text(tree, i))
            break;
        if (k == index || (k > index && index + 1 == bases))
            html_inner_text(tree, i, 256, &text);
        k++;
    }
    return (struct str){text.bytes ? text.bytes : "", text.length};
}

/* On a ruby's child that begins a base: the span with its reading. */
static void begin_ruby_base(struct html_writer *writer, size_t ruby, size_t node)
{
    const struct html_tree *tree = writer->tree;
    size_t index = 0, bases = 0, end = node;
    bool is_counted = false, in_run = false;
    unsigned children = 0;
    for (size_t i = ruby + 1; i < tree->nodes[ruby].end; i = tree->nodes[i].end) {
        if (++children > 400) /* each child looks at all of them */
            return;
        if (is_ruby_text(tree, i)) {
            if (is_counted) {
                struct str reading = ruby_reading(tree, ruby, i, index, bases);
                if (reading.length)
                    html_push_span(writer, SPAN_RUBY, reading, (uint32_t)end);
                return;
            }
            bases = 0;
            in_run = false;
            continue;
        }
        bool is_base = html_is(tree, i, GUMBO_TAG_RB);
        if (is_blank_text(tree, i) && !in_run)
            continue;
        if (is_base || !in_run) {
            if (i == node)
                index = bases, is_counted = true;
            bases++;
        } else if (i == node) {
            return;
        }
        in_run = !is_base;
        if (is_counted && index + 1 == bases)
            end = tree->nodes[i].end;
    }
}

/* Foreign elements without a name in HTML that hold text are TeX sources of a formula. */
static bool is_annotation(const struct html_tree *tree, size_t node)
{
    if (!(tree->nodes[node].flags & HTML_IS_FOREIGN))
        return false;
    if (tree->nodes[node].tag == GUMBO_TAG_ANNOTATION_XML)
        return true;
    return tree->nodes[node].tag == GUMBO_TAG_UNKNOWN && tree->nodes[node].end > node + 1 &&
           tree->nodes[node + 1].flags & HTML_IS_TEXT && !is_blank_text(tree, node + 1);
}

static void enter_heading(struct html_writer *writer, size_t node)
{
    enter_block(writer, node);
    if (writer->flow.is_joined)
        return;
    writer->flow.kind = BLOCK_HEADING;
    writer->flow.level = (uint8_t)(writer->tree->nodes[node].tag - GUMBO_TAG_H1 + 1);
}

static void enter_term(struct html_writer *writer, size_t node)
{
    enter_block(writer, node);
    if (!writer->flow.is_joined)
        writer->flow.kind = BLOCK_PARAGRAPH;
    html_push_span(writer, SPAN_STRONG, STR_NONE, writer->tree->nodes[node].end);
}

static void enter_quote(struct html_writer *writer, size_t node)
{
    enter_block(writer, node);
    if (writer->flow.quote_depth < 32)
        writer->flow.quote_depth++;
}

/* Inline elements. */
static void enter_inline(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    unsigned tag = tree->nodes[node].tag;
    enum span_kind kind;
    if (tag == GUMBO_TAG_BR) {
        html_write_break(writer);
    } else if (tag == GUMBO_TAG_A) {
        if (writer->flow.aside && writer->is_open) /* menus set their links apart by style */
            writer->pending_blank = true;
        enter_link(writer, node);
    } else if (tag == GUMBO_TAG_Q) {
        html_write_text(writer, writer->quotes_are_corners ? STR("「") : STR("“"));
        html_push_frame(writer, node, HTML_END_QUOTE);
    } else if (tag == GUMBO_TAG_WBR) {
        if (writer->is_open && writer->has_text)
            html_write_text(writer, STR("\xE2\x80\x8B"));
    } else if (!(tree->nodes[node].flags & HTML_IS_FOREIGN) && span_of_tag(tag, &kind)) {
        html_push_span(writer, kind, STR_NONE, tree->nodes[node].end);
    }
}

/* Returns the index to go on from. */
static size_t enter_element(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    size_t end = tree->nodes[node].end;
    unsigned tag = tree->nodes[node].tag;
    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) {
        enter_heading(writer, node);
        return node + 1;
    }
    switch (tag) {
    case GUMBO_TAG_HR:
        write_rule(writer);
        break;
    case GUMBO_TAG_IMG:
        html_write_image(writer, node);
        return end;
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
        enter_list(writer, node);
        break;
    case GUMBO_TAG_LI:
        enter_item(writer, node, false);
        break;
    case GUMBO_TAG_DD:
        enter_item(writer, node, true);
        break;
    case GUMBO_TAG_DT:
    case GUMBO_TAG_SUMMARY:
        enter_term(writer, node);
        break;
    case GUMBO_TAG_BLOCKQUOTE:
        enter_quote(writer, node);
        break;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT:
        enter_preserved(writer, node);
        break;
    case GUMBO_TAG_TABLE:
        enter_block(writer, node);
        html_enter_table(writer, node);
        break;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        html_enter_cell(writer, node);
        break;
    case GUMBO_TAG_FIGURE:
        html_enter_figure(writer, node);
        break;
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RTC:
        return html_is(tree, tree->nodes[node].parent, GUMBO_TAG_RUBY) ? end : node + 1;
    case GUMBO_TAG_MATH:
        if (!html_has_attribute(tree, node, HTML_ALTTEXT))
            break;
        html_write_text(writer, html_attribute(tree, node, HTML_ALTTEXT));
        return end;
    default:
        if (html_is_block(tree, node)) {
            enter_block(writer, node);
            if (tag == GUMBO_TAG_CENTER || tag == GUMBO_TAG_CAPTION ||
                str_equal_ascii_case(html_attribute(tree, node, HTML_ALIGN), STR("center")))
                writer->flow.flags |= BLOCK_CENTERED;
        } else {
            enter_inline(writer, node);
        }
    }
    return node + 1;
}

static bool is_menu_tag(unsigned tag)
{
    return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DL ||
           tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_MENU;
}

/* Where the body begins or is left: the flow's aside, with a block boundary of its own. */
static void apply_choice(struct html_writer *writer, size_t node)
{
    const struct html_features *features = &writer->features[node];
    unsigned tag = writer->tree->nodes[node].tag;
    unsigned aside = writer->flow.aside;
    if (features->flags & HTML_CHOSEN || writer->links->marks[node] & HTML_MARK_FOOTNOTE)
        aside = ASIDE_NONE;
    else if (features->flags & HTML_CUT || (aside && features->aside))
        aside = features->aside;
    else if (tag == GUMBO_TAG_SELECT || tag == GUMBO_TAG_TEXTAREA)
        aside = ASIDE_NAVIGATION;
    else if (tag == GUMBO_TAG_NOSCRIPT && features->weight)
        aside = ASIDE_NOTICE;
    else if (aside == ASIDE_OTHER && html_is_block(writer->tree, node) &&
             html_link_density(features) > .5)
        aside = ASIDE_NAVIGATION;
    bool is_menu = aside && ((is_menu_tag(tag) && html_link_density(features) > .5) ||
                             tag == GUMBO_TAG_SELECT);
    bool is_note = writer->links->marks[node] & HTML_MARK_FOOTNOTE;
    if (writer->flow.is_joined && !writer->flow.is_menu)
        return;
    if (aside == writer->flow.aside && !is_note && (!is_menu || writer->flow.is_menu))
        return;
    html_close_block(writer);
    html_push_frame(writer, node, HTML_END_CELL);
    writer->flow.aside = (uint8_t)aside;
    writer->flow.is_menu = is_menu;
    if (is_menu)
        writer->flow.kind = BLOCK_PARAGRAPH;
}

static void add_anchor(struct html_writer *writer, size_t node)
{
    struct str name = html_attribute(writer->tree, node, HTML_ID);
    if (!name.length)
        name = html_attribute(writer->tree, node, HTML_NAME);
    if (writer->is_open && writer->has_text && !html_is_block(writer->tree, node)) {
        builder_begin_span(writer->builder, SPAN_ANCHOR, name);
        builder_end_span(writer->builder);
        return;
    }
    ARRAY_RESERVE(writer->anchors, writer->anchor_count, writer->anchor_capacity);
    writer->anchors[writer->anchor_count++] = name;
}

static size_t visit(struct html_writer *writer, size_t node)
{
    const struct html_tree *tree = writer->tree;
    const struct html_node *here = &tree->nodes[node];
    bool is_element = html_is_element(tree, node);
    if (here->flags & HTML_IS_HIDDEN || (is_element && is_annotation(tree, node)))
        return here->end;
    if (tree->nodes[here->parent].tag == GUMBO_TAG_RUBY &&
        html_is(tree, here->parent, GUMBO_TAG_RUBY) && !is_ruby_text(tree, node))
        begin_ruby_base(writer, here->parent, node);
    if (!is_element) {
        html_write_text(writer, html_text(tree, node));
        return here->end;
    }
    apply_choice(writer, node);
    if (writer->links->marks[node] & HTML_MARK_ANCHOR)
        add_anchor(writer, node);
    if (writer->flow.is_menu) {
        if (html_is_block(tree, node))
            enter_block(writer, node);
        else
            enter_inline(writer, node);
        return node + 1;
    }
    size_t next = enter_element(writer, node);
    if (writer->links->marks[node] & HTML_MARK_FOOTNOTE && !writer->flow.is_joined) {
        writer->flow.kind = BLOCK_FOOTNOTE;
        writer->note_has_block = false;
    }
    return next;
}

void html_write_body(struct html_writer *writer, bool is_all)
{
    const struct html_tree *tree = writer->tree;
    writer->flow =
        (struct html_flow){.kind = BLOCK_PARAGRAPH, .aside = is_all ? ASIDE_NONE : ASIDE_OTHER};
    for (size_t i = tree->body; i < tree->nodes[tree->body].end;) {
        pop_frames(writer, i);
        i = visit(writer, i);
    }
    pop_frames(writer, SIZE_MAX);
    html_close_block(writer);
}
