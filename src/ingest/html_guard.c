#include "ingest/html_guard.h"

#include "base/memory.h"
#include "ingest/html_lexer.h"
#include "ingest/html_markup.h"
#include "ingest/html_tree.h"
#include "text/utf8.h"

#include <string.h>
#include <strings.h>

/* The open elements as the parser will have them, near enough to bound its work:
 *
 *   stack[0 .. depth)            html body div p b …
 *   formatting[0 .. count)       names that the parser would reopen; a cell starts a new run of
 * them
 */
struct open_element {
    uint32_t hash;
    uint8_t tag;
    uint8_t formatting_base;
};

struct guard {
    struct html_lexer lexer;
    struct html_guarded *to;
    struct markup markup;
    struct open_element stack[HTML_DEPTH_LIMIT];
    unsigned depth, depth_limit;
    uint8_t formatting[HTML_FORMATTING_LIMIT];
    unsigned formatting_count, formatting_limit;
    uint32_t open_counts[256], dropped_counts[256];
    unsigned dropped, roots, tables;
    unsigned tag_count; /* declarations included */
    uint64_t steps, step_budget;
    bool break_is_written;
};

enum { RAW_SCRIPT, RAW_STYLE, RAW_TITLE, RAW_TEXTAREA, RAW_XMP, RAW_OTHER };

static void append_tag(struct guard *guard, const struct html_tag *tag)
{
    markup_append_tag(&guard->markup, tag);
    guard->break_is_written = false;
}

static void forget_dropped(struct guard *guard)
{
    if (guard->dropped)
        memset(guard->dropped_counts, 0, sizeof guard->dropped_counts);
    guard->dropped = 0;
}

static bool is_foreign_root(unsigned tag)
{
    return tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
}

static bool is_preformatted(unsigned tag)
{
    return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING;
}

static void pop_to(struct guard *guard, unsigned depth)
{
    while (guard->depth > depth) {
        struct open_element *top = &guard->stack[--guard->depth];
        guard->open_counts[top->hash & 255]--;
        guard->markup.foreign -= is_foreign_root(top->tag);
        guard->tables -= top->tag == GUMBO_TAG_TABLE;
        guard->markup.preformatted -= is_preformatted(top->tag);
        if (html_tag_class(top->tag) & HTML_SCOPE && top->tag != GUMBO_TAG_TABLE &&
            guard->formatting_count > top->formatting_base)
            guard->formatting_count = top->formatting_base;
    }
    forget_dropped(guard);
}

static bool is_table_part(unsigned tag)
{
    return tag == GUMBO_TAG_CAPTION || (tag >= GUMBO_TAG_COLGROUP && tag <= GUMBO_TAG_TH);
}

/* Where an end tag stops looking for its element (HTML §13.2.4.2, §13.2.6.4.7). */
static bool is_barrier(unsigned wanted, unsigned tag)
{
    if (wanted == GUMBO_TAG_TABLE || wanted == GUMBO_TAG_HTML || wanted == GUMBO_TAG_BODY)
        return false;
    if (is_table_part(wanted))
        return tag == GUMBO_TAG_TABLE;
    unsigned class = html_tag_class(tag);
    if (!(html_tag_class(wanted) & (HTML_BLOCK | HTML_FORMATTING)))
        return class & (HTML_SCOPE | HTML_BLOCK);
    return class & HTML_SCOPE;
}

/* Stack index of the innermost open element of that name that an end tag would reach, or depth. */
static unsigned find_open(struct guard *guard, uint32_t hash, unsigned tag)
{
    if (!guard->open_counts[hash & 255])
        return guard->depth;
    for (unsigned i = guard->depth; i-- > 0;) {
        guard->steps++;
        if (guard->stack[i].hash == hash)
            return i;
        if (is_barrier(tag, guard->stack[i].tag))
            break;
    }
    return guard->depth;
}

static void close_by_tag(struct guard *guard, const GumboTag *tags, const GumboTag *barriers)
{
    for (unsigned i = guard->depth; i-- > 0;) {
        guard->steps++;
        unsigned open = guard->stack[i].tag;
        for (const GumboTag *tag = tags; *tag != GUMBO_TAG_LAST; tag++)
            if (open == *tag) {
                pop_to(guard, i);
                return;
            }
        for (const GumboTag *tag = barriers; *tag != GUMBO_TAG_LAST; tag++)
            if (open == *tag)
                return;
        if (html_tag_class(open) & HTML_SCOPE)
            return;
    }
}

#define TAGS(...) ((const GumboTag[]){__VA_ARGS__ __VA_OPT__(, ) GUMBO_TAG_LAST})

/* The end tags that a start tag implies (HTML §13.1.2.4). */
static void close_implied(struct guard *guard, unsigned tag)
{
    if (html_tag_class(tag) & HTML_CLOSES_P)
        close_by_tag(guard, TAGS(GUMBO_TAG_P), TAGS(GUMBO_TAG_BUTTON));
    if (tag == GUMBO_TAG_LI)
        close_by_tag(guard, TAGS(GUMBO_TAG_LI), TAGS(GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_MENU));
    else if (tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD)
        close_by_tag(guard, TAGS(GUMBO_TAG_DT, GUMBO_TAG_DD), TAGS(GUMBO_TAG_DL));
    else if (tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP)
        close_by_tag(guard, TAGS(GUMBO_TAG_OPTION), TAGS(GUMBO_TAG_SELECT));
    else if (tag == GUMBO_TAG_RT || tag == GUMBO_TAG_RP || tag == GUMBO_TAG_RB)
        close_by_tag(guard, TAGS(GUMBO_TAG_RT, GUMBO_TAG_RP, GUMBO_TAG_RB), TAGS(GUMBO_TAG_RUBY));
    if (!is_table_part(tag))
        return;
    unsigned depth = guard->depth, keep = depth;
    while (depth-- > 0 && guard->stack[depth].tag != GUMBO_TAG_TABLE) {
        unsigned open = guard->stack[depth].tag;
        bool is_row = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
        bool inside =
            (is_row && open == GUMBO_TAG_TR) ||
            ((is_row || tag == GUMBO_TAG_TR) &&
             (open == GUMBO_TAG_TBODY || open == GUMBO_TAG_THEAD || open == GUMBO_TAG_TFOOT));
        guard->steps++;
        if (inside)
            break;
        if (is_table_part(open))
            keep = depth;
    }
    pop_to(guard, keep);
}

static void write_end(struct guard *guard, unsigned tag)
{
    const char *name = gumbo_normalized_tagname((GumboTag)tag);
    if (*name)
        buffer_append_format(&guard->to->source, "</%s>", name);
}

/* Once a page has cost too much it is held to a few levels, and what is open beyond them closed. */
static void tighten(struct guard *guard)
{
    guard->depth_limit = 48;
    while (guard->depth > guard->depth_limit) {
        write_end(guard, guard->stack[guard->depth - 1].tag);
        pop_to(guard, guard->depth - 1);
    }
    while (guard->formatting_count)
        write_end(guard, guard->formatting[--guard->formatting_count]);
    guard->formatting_limit = 4;
    guard->step_budget = UINT64_MAX;
}

static void remove_formatting(struct guard *guard, unsigned tag)
{
    for (unsigned i = guard->formatting_count; i-- > 0;)
        if (guard->formatting[i] == tag) {
            memmove(guard->formatting + i, guard->formatting + i + 1,
                    guard->formatting_count - i - 1);
            guard->formatting_count--;
            return;
        }
}

/* A formatting element goes from under what it holds (the adoption agency, HTML §13.2.6.4.7). */
static void remove_open_formatting(struct guard *guard, uint32_t hash, unsigned tag)
{
    remove_formatting(guard, tag);
    unsigned found = find_open(guard, hash, tag);
    if (found == guard->depth)
        return;
    guard->open_counts[hash & 255]--;
    memmove(guard->stack + found, guard->stack + found + 1,
            (guard->depth - found - 1) * sizeof *guard->stack);
    guard->depth--;
}

/* An excess start tag: not written, its end tag will not be either. */
static void drop_start(struct guard *guard, const struct html_tag *tag)
{
    guard->dropped_counts[tag->hash & 255]++;
    guard->dropped++;
    if (html_tag_class(tag->tag) & HTML_BLOCK && !guard->break_is_written) {
        buffer_append(&guard->to->source, STR("<br>"));
        guard->break_is_written = true;
    }
}

static void open_element(struct guard *guard, const struct html_tag *tag)
{
    unsigned class = html_tag_class(tag->tag);
    bool is_foreign = guard->markup.foreign && tag->is_self_closing;
    if (class & HTML_VOID || is_foreign) {
        append_tag(guard, tag);
        return;
    }
    if (is_table_part(tag->tag) &&
        !guard->tables) /* the parser ignores it, and so does the stack */
        return;
    close_implied(guard, tag->tag);
    if (tag->tag == GUMBO_TAG_A || tag->tag == GUMBO_TAG_NOBR)
        remove_open_formatting(guard, tag->hash, tag->tag);
    if (class & HTML_BLOCK) {
        guard->steps += guard->formatting_count * 40; /* each may be a node again */
    }
    guard->steps += guard->depth;
    if (guard->steps > guard->step_budget)
        tighten(guard);
    bool too_many = class & HTML_FORMATTING && guard->formatting_count >= guard->formatting_limit;
    if (guard->depth >= guard->depth_limit || too_many) {
        drop_start(guard, tag);
        return;
    }
    append_tag(guard, tag);
    struct open_element *top = &guard->stack[guard->depth++];
    *top = (struct open_element){tag->hash, tag->tag, (uint8_t)guard->formatting_count};
    guard->open_counts[tag->hash & 255]++;
    guard->markup.foreign += is_foreign_root(tag->tag);
    guard->tables += tag->tag == GUMBO_TAG_TABLE;
    guard->markup.preformatted += is_preformatted(tag->tag);
    if (class & HTML_FORMATTING)
        guard->formatting[guard->formatting_count++] = tag->tag;
}

static void close_element(struct guard *guard, const struct html_tag *tag)
{
    unsigned class = html_tag_class(tag->tag);
    if (guard->dropped_counts[tag->hash & 255]) {
        guard->dropped_counts[tag->hash & 255]--;
        guard->dropped--;
        return;
    }
    unsigned found = find_open(guard, tag->hash, tag->tag);
    if (found == guard->depth) {
        if (tag->tag == GUMBO_TAG_P || tag->tag == GUMBO_TAG_BR) {
            append_tag(guard, tag);
        } else if (class & HTML_FORMATTING) {
            append_tag(guard, tag);
            remove_formatting(guard, tag->tag);
        }
        return;
    }
    append_tag(guard, tag);
    if (class & HTML_FORMATTING)
        remove_open_formatting(guard, tag->hash, tag->tag);
    else
        pop_to(guard, found);
}

static bool is_json_ld(struct str attributes)
{
    struct str name, value;
    size_t offset = 0;
    for (unsigned i = 0; i < HTML_ATTRIBUTE_LIMIT; i++) {
        if (!html_next_attribute(attributes, &offset, &name, &value))
            break;
        if (name.length == 4 && !strncasecmp(name.bytes, "type", 4))
            return value.length >= 19 && !strncasecmp(value.bytes, "application/ld+json", 19);
    }
    return false;
}

/* Elements whose inside is no markup. True when the tag was dealt with. */
static bool take_raw(struct guard *guard, const struct html_tag *tag)
{
    struct buffer *out = &guard->to->source;
    struct str inside = STR_NONE;
    struct html_lexer *lexer = &guard->lexer;
    switch (tag->tag) {
    case GUMBO_TAG_SCRIPT:
        if (!html_lexer_raw(lexer, tag->name, RAW_SCRIPT, true, &inside))
            lexer->at = lexer->in.length;
        else if (is_json_ld(tag->attributes)) {
            buffer_append(&guard->to->json, inside);
            buffer_append_byte(&guard->to->json, 0);
        }
        return true;
    case GUMBO_TAG_STYLE:
        if (!html_lexer_raw(lexer, tag->name, RAW_STYLE, false, &inside))
            lexer->at = lexer->in.length;
        return true;
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
        (void)html_lexer_raw(lexer, tag->name, RAW_OTHER + (tag->tag == GUMBO_TAG_IFRAME), false,
                             &inside);
        return true;
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_XMP: {
        bool is_title = tag->tag == GUMBO_TAG_TITLE;
        unsigned slot = is_title ? RAW_TITLE : tag->tag == GUMBO_TAG_XMP ? RAW_XMP : RAW_TEXTAREA;
        if (is_title && guard->markup.foreign)
            return false;
        if (!html_lexer_raw(lexer, tag->name, slot, false, &inside)) {
            if (!is_title)
                return true;
            size_t end = html_lexer_markup(lexer);
            inside = str_slice(lexer->in, lexer->at, end);
            lexer->at = end;
        }
        close_implied(guard, tag->tag);
        append_tag(guard, &(struct html_tag){.name = tag->name});
        markup_append_pieces(&guard->markup, inside);
        append_tag(guard, &(struct html_tag){.name = tag->name, .is_end = true});
        return true;
    }
    case GUMBO_TAG_PLAINTEXT:
        buffer_append(out, STR("<pre>"));
        guard->markup.is_at_block = false;
        markup_append_literal(&guard->markup, str_slice(lexer->in, lexer->at, lexer->in.length));
        lexer->at = lexer->in.length;
        return true;
    default:
        return false;
    }
}

static void take_tag(struct guard *guard)
{
    struct html_tag tag;
    if (!html_lexer_tag(&guard->lexer, &tag))
        return;
    switch (tag.tag) {
    case GUMBO_TAG_FRAMESET: /* its pages are elsewhere; what stands here is the alternative */
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_ISINDEX:
        return;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
        /* The parser merges the attributes of repeated ones, quadratically. */
        if (guard->roots++ < 8)
            append_tag(guard, &tag);
        return;
    default:
        break;
    }
    if (tag.is_end)
        close_element(guard, &tag);
    else if (!take_raw(guard, &tag))
        open_element(guard, &tag);
}

static void take_declaration(struct guard *guard)
{
    struct str inside;
    if (html_lexer_section(&guard->lexer, &inside)) {
        markup_append_literal(&guard->markup, inside);
        return;
    }
    struct str in = guard->lexer.in;
    bool is_comment = str_starts(str_slice(in, guard->lexer.at, in.length), STR("<!--"));
    inside = html_lexer_comment(&guard->lexer);
    if (is_comment && guard->to->comments.length + inside.length < 64 * 1024) {
        buffer_append(&guard->to->comments, inside);
        buffer_append_byte(&guard->to->comments, '\n');
    } else if (!is_comment && inside.length >= 7 && inside.length < 512 &&
               !strncasecmp(inside.bytes, "doctype", 7)) {
        markup_append_declaration(&guard->markup, inside);
    }
}

void html_guard(struct str source, struct html_guarded *ret_guarded)
{
    *ret_guarded = (struct html_guarded){0};
    struct guard *guard = memory_new(sizeof *guard);
    guard->lexer.in = source;
    guard->to = ret_guarded;
    guard->markup = (struct markup){.source = &ret_guarded->source, .texts = &ret_guarded->texts};
    guard->depth_limit = HTML_DEPTH_LIMIT;
    guard->formatting_limit = HTML_FORMATTING_LIMIT;
    guard->step_budget = 30000000 + 4 * (uint64_t)source.length;
    struct html_lexer *lexer = &guard->lexer;
    while (lexer->at < source.length && !ret_guarded->is_cut) {
        size_t markup = html_lexer_markup(lexer);
        if (markup_append_text(&guard->markup, str_slice(source, lexer->at, markup)))
            guard->break_is_written = false;
        lexer->at = markup;
        if (markup >= source.length)
            break;
        char next = source.bytes[markup + 1], after = 0;
        if (next == '/')
            after = markup + 2 < source.length ? source.bytes[markup + 2] : 0;
        bool is_tag = next == '/' ? (after | 0x20) >= 'a' && (after | 0x20) <= 'z'
                                  : next != '!' && next != '?';
        guard->tag_count++;
        if (is_tag)
            take_tag(guard);
        else
            take_declaration(guard);
        ret_guarded->is_cut = markup_is_full(&guard->markup) || guard->tag_count > HTML_TAG_LIMIT;
    }
    free(guard);
}

void html_guarded_release(struct html_guarded *guarded)
{
    buffer_release(&guarded->source);
    html_texts_release(&guarded->texts);
    buffer_release(&guarded->json);
    buffer_release(&guarded->comments);
}
