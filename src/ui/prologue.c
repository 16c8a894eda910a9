#include "ui/prologue.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/article.h"
#include "ui/date.h"

static void add_line(struct prologue *prologue, struct str text, unsigned style)
{
    if (prologue->count < PROLOGUE_LINES_MAX)
        prologue->lines[prologue->count++] = (struct prologue_line){text, (uint16_t)style};
}

static void append_part(struct buffer *out, struct str part)
{
    if (part.length == 0)
        return;
    if (out->length)
        buffer_append_c(out, " · ");
    buffer_append(out, part);
}

/* "A, B" with the list's comma of the user's language. */
static void append_names(struct buffer *out, struct str names)
{
    for (size_t at = 0; at < names.length;) {
        size_t end = str_find(names, STR(", "), at);
        end = end == SIZE_MAX ? names.length : end;
        if (at > 0)
            buffer_append_c(out, _(", "));
        buffer_append(out, str_slice(names, at, end));
        at = end + 2;
    }
}

static void append_origin(const struct metadata *metadata, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer date = {0};
    append_names(out, metadata->byline);
    append_part(out, metadata->site);
    if (metadata->published.length)
        date_append(metadata->published, &date);
    append_part(out, buffer_str(&date));
}

static void append_minutes(const struct document *document, struct buffer *out)
{
    double minutes = article_minutes(document, 0);
    unsigned long whole = (unsigned long)(minutes + .999);
    if (whole < 1)
        whole = 1;
    buffer_append_format(out, ngettext("about %lu minute", "about %lu minutes", whole), whole);
}

static void append_replaced(const struct metadata *metadata, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer note = {0};
    unsigned long count = metadata->charset.replaced;
    if (count == 0)
        return;
    bool is_gb18030 =
        strcmp(metadata->charset.name, "gb18030") == 0; /* shown as the standard is written */
    buffer_append_format(&note,
                         ngettext("%lu byte could not be decoded (%s)",
                                  "%lu bytes could not be decoded (%s)", count),
                         count, is_gb18030 ? "GB18030" : metadata->charset.name);
    append_part(out, buffer_str(&note));
}

void prologue_make(const struct document *document, unsigned screen_rows,
                   struct prologue *ret_prologue)
{
    const struct metadata *metadata = &document->metadata;
    struct prologue *prologue = ret_prologue;
    *prologue = (struct prologue){0};
    struct buffer *origin = &prologue->texts[0], *notes = &prologue->texts[1];
    append_origin(metadata, origin);
    bool is_article = metadata->title.length || origin->length;
    if (is_article)
        append_minutes(document, notes);
    if (metadata->is_incomplete)
        append_part(notes, str_from(_("incomplete: the text breaks off in mid-sentence")));
    append_replaced(metadata, notes);

    unsigned blank_count = screen_rows >= 20 && is_article ? 2 : screen_rows >= 8 ? 1 : 0;
    for (unsigned i = 0; i < blank_count; i++)
        add_line(prologue, STR_NONE, 0);
    if (metadata->title.length)
        add_line(prologue, metadata->title, TEXT_TITLE);
    if (metadata->subtitle.length)
        add_line(prologue, metadata->subtitle, TEXT_STRONG);
    bool has_small_print = origin->length || notes->length;
    if (has_small_print && metadata->title.length)
        add_line(prologue, STR_NONE, 0);
    if (origin->length)
        add_line(prologue, buffer_str(origin), TEXT_DIM);
    if (notes->length)
        add_line(prologue, buffer_str(notes), TEXT_DIM);
    if (is_article || has_small_print)
        add_line(prologue, STR_NONE, 0);
}

void prologue_release(struct prologue *prologue)
{
    for (size_t i = 0; i < ARRAY_LENGTH(prologue->texts); i++)
        buffer_release(&prologue->texts[i]);
}

/* ngettext takes both forms as literals, so that xgettext finds them. */
static const char *label_of(enum aside aside, unsigned long count)
{
    switch (aside) {
    case ASIDE_NOTICE:
        return ngettext("%lu site notice", "%lu site notices", count);
    case ASIDE_NAVIGATION:
        return ngettext("%lu navigation item", "%lu navigation items", count);
    case ASIDE_RELATED:
        return ngettext("%lu related item", "%lu related items", count);
    case ASIDE_COMMENTS:
        return ngettext("%lu comment", "%lu comments", count);
    case ASIDE_SHARE:
        return ngettext("%lu sharing item", "%lu sharing items", count);
    case ASIDE_FILE:
        return ngettext("%lu detail of the file", "%lu details of the file", count);
    default:
        return ngettext("%lu item beside the text", "%lu items beside the text", count);
    }
}

void prologue_fold_label(void *closure, enum aside aside, size_t block_count, struct buffer *out)
{
    (void)closure;
    buffer_append_format(out, label_of(aside, block_count), (unsigned long)block_count);
}
