#include "cli/search_row.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cli/article_row.h"
#include "document/json.h"
#include "find/terms.h"
#include "library/article.h"
#include "text/filter.h"
#include "text/utf8.h"

enum { SNIPPETS_MAX = 3, INDENT = 4 };

struct search_row_maker {
    struct library *library;
    struct terms *terms;
    struct snippet_width width;
    size_t total;
};

struct search_row_maker *search_row_maker_new(struct library *library, const struct query *query,
                                              const struct search_result *result,
                                              struct snippet_width width)
{
    struct search_row_maker *maker = memory_new(sizeof *maker);
    maker->library = library;
    maker->terms = result->is_loose ? terms_new_loose(query) : terms_new(query);
    maker->width = width;
    maker->width.columns = width.columns > INDENT ? width.columns - INDENT : width.columns;
    maker->total = result->article_count;
    return maker;
}

void search_row_maker_free(struct search_row_maker *maker)
{
    terms_free(maker->terms);
    free(maker);
}

/* An article with what was found in it. */
struct found {
    struct article_record record;
    struct document *document;
    struct snippet_match *matches;
    size_t match_count, title_count; /* in the text, in the title */
    struct snippet snippets[SNIPPETS_MAX];
    size_t snippet_count;
};

static void found_release(struct found *found)
{
    article_record_release(&found->record);
    document_free(found->document);
    free(found->matches);
}

static size_t count_in(const struct search_row_maker *maker, struct str text)
{
    struct snippet_match *matches;
    size_t count = terms_all(maker->terms, (struct haystack){.text = text}, &matches);
    free(matches);
    return count;
}

static enum status look(struct search_row_maker *maker, const struct search_row *row, size_t limit,
                        struct found *ret_found, struct error *error)
{
    struct found found = {0};
    enum status status = article_read(maker->library, row->article, &found.record, error);
    if (!status)
        status = article_document(maker->library, row->article, 0, &found.document, error);
    if (status) {
        article_record_release(&found.record);
        return status;
    }
    found.match_count = terms_all(
        maker->terms,
        (struct haystack){.text = found.document->text, .document = found.document},
        &found.matches);
    found.title_count = count_in(maker, found.record.title);
    found.snippet_count = snippet_best(found.document, found.matches, found.match_count,
                                       maker->width, limit, found.snippets);
    *ret_found = found;
    return STATUS_OK;
}

/* As it is read: a line's end inside is a blank. */
static void append_stretch(const struct found *found, uint32_t start, uint32_t end,
                           struct buffer *out)
{
    size_t first = out->length;
    buffer_append(out, str_slice(found->document->text, start, end));
    for (size_t i = first; i < out->length; i++)
        if (out->bytes[i] == '\n')
            out->bytes[i] = ' ';
}

static void append_plain_snippet(const struct found *found, const struct snippet *snippet,
                                 struct buffer *out)
{
    buffer_append_c(out, snippet->is_cut_before ? "…" : "");
    append_stretch(found, snippet->start, snippet->end, out);
    buffer_append_c(out, snippet->is_cut_after ? "…" : "");
}

enum status search_row_append_json(struct search_row_maker *maker, const struct search_row *row,
                                   struct buffer *out, struct error *error)
{
    struct found found;
    CLEANUP_BUFFER struct buffer snippet = {0};
    enum status status = look(maker, row, 1, &found, error);
    if (status)
        return status;
    size_t place = found.match_count ? found.matches[0].match.start : 0;
    if (found.snippet_count) {
        append_plain_snippet(&found, &found.snippets[0], &snippet);
        place = found.matches[found.snippets[0].match_first].match.start;
    }
    buffer_append_byte(out, '{');
    json_append_number("id", found.record.id, out);
    json_append_member("uid", found.record.uid, out);
    json_append_member("title", found.record.title, out);
    json_append_member("source", found.record.path, out);
    json_append_member("url", found.record.url, out);
    json_append_thousandths("score", (int64_t)((double)row->score * 1000), out);
    json_append_number("matches", (int64_t)(found.match_count + found.title_count), out);
    json_append_member("snippet", buffer_str(&snippet), out);
    json_append_number("place", (int64_t)utf8_count(str_slice(found.document->text, 0, place)), out);
    json_append_number("total", (int64_t)maker->total, out);
    buffer_append_c(out, "}\n");
    found_release(&found);
    return STATUS_OK;
}

static void append_shown(struct str text, bool is_terminal, struct buffer *out)
{
    if (is_terminal)
        filter_append(out, text, false);
    else
        buffer_append(out, text);
}

/* The stretch with its matches lit. */
static void append_lit_snippet(const struct found *found, const struct snippet *snippet,
                               bool is_terminal, struct buffer *out)
{
    uint32_t at = snippet->start;
    CLEANUP_BUFFER struct buffer piece = {0};
    buffer_append_format(out, "%*s%s", INDENT, "", snippet->is_cut_before ? "…" : "");
    for (size_t i = 0; i <= snippet->match_count; i++) {
        bool is_last = i == snippet->match_count;
        struct match match = {snippet->end, snippet->end};
        if (!is_last)
            match = found->matches[snippet->match_first + i].match;
        piece.length = 0;
        append_stretch(found, at, match.start, &piece);
        append_shown(buffer_str(&piece), is_terminal, out);
        if (is_last)
            break;
        at = match.end < snippet->end ? match.end : snippet->end;
        piece.length = 0;
        append_stretch(found, match.start, at, &piece);
        buffer_append_c(out, is_terminal ? "\033[1m" : "");
        append_shown(buffer_str(&piece), is_terminal, out);
        buffer_append_c(out, is_terminal ? "\033[0m" : "");
    }
    buffer_append_format(out, "%s\n", snippet->is_cut_after ? "…" : "");
}

static void append_head(const struct found *found, size_t folded_count, bool is_terminal,
                        struct buffer *out)
{
    const struct article_record *record = &found->record;
    size_t count = found->match_count + found->title_count;
    buffer_append_format(out, "%*lld  ", INDENT - 2, (long long)record->id);
    append_shown(record->title, is_terminal, out);
    if (folded_count)
        buffer_append_format(out,
                             ngettext(" (+%zu version)", " (+%zu versions)",
                                      (unsigned long)folded_count),
                             folded_count);
    if (record->site.length) {
        buffer_append_c(out, " · ");
        append_shown(record->site, is_terminal, out);
    }
    if (record->published.length) {
        CLEANUP_BUFFER struct buffer day = {0};
        article_row_append_day(record->published, &day);
        buffer_append_c(out, " · ");
        append_shown(buffer_str(&day), is_terminal, out);
    }
    if (count) {
        buffer_append_c(out, " · ");
        buffer_append_format(out, ngettext("%zu match", "%zu matches", count), count);
    }
    buffer_append_byte(out, '\n');
}

enum status search_row_append(struct search_row_maker *maker, const struct search_row *row,
                              bool is_terminal, struct buffer *out, struct error *error)
{
    struct found found;
    enum status status = look(maker, row, SNIPPETS_MAX, &found, error);
    if (status)
        return status;
    append_head(&found, row->folded_count, is_terminal, out);
    for (size_t i = 0; i < found.snippet_count; i++)
        append_lit_snippet(&found, &found.snippets[i], is_terminal, out);
    found_release(&found);
    return STATUS_OK;
}
