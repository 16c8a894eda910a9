/* What the index tables hold of an article. */
#include "library/index.h"

#include "document/url.h"
#include "library/index_private.h"
#include "text/pinyin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void index_append_body(const struct document *document, struct buffer *out)
{
    size_t start = out->length;
    buffer_append(out, document->text);
    for (size_t i = 0; i + 1 < document->block_count; i++)
        for (size_t at = document->blocks[i].end; at < document->blocks[i + 1].start; at++)
            out->bytes[start + at] = '\x1e';
}

/* How a title is typed in pinyin or romaji: pairs of first letters, and whole spellings. */
static void append_initials(struct str title, struct buffer *out)
{
    static const char marks[] = {INITIALS_HAN, INITIALS_OPEN, INITIALS_INNER};
    struct pinyin_title_code *codes;
    CLEANUP_BUFFER struct buffer spellings = {0};
    size_t count = pinyin_title_codes(title, &codes);
    for (size_t i = 0; i < count; i++)
        if (codes[i].code.letters[1])
            buffer_append_format(out, " %c%.2s", marks[codes[i].pair], codes[i].code.letters);
    free(codes);
    pinyin_append_spellings(title, &spellings);
    struct str rest = buffer_str(&spellings);
    while (rest.length) {
        size_t blank = str_find(rest, STR(" "), 0);
        size_t end = blank == SIZE_MAX ? rest.length : blank;
        buffer_append_format(out, " %c%.*s", INITIALS_SPELLING, (int)end, rest.bytes);
        rest = str_slice(rest, end + (end < rest.length), rest.length);
    }
}

/* The site's name and its host are asked for by the same word. */
static void append_site(struct str site, struct str url, struct buffer *out)
{
    buffer_append(out, site);
    buffer_append_byte(out, '\x1e');
    buffer_append(out, url_host(url));
}

enum status index_source_read(struct library *library, int64_t article,
                              const struct document *document, struct index_source *ret_source,
                              struct error *error)
{
    enum status status;
    struct index_source source = {.article = article};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_INDEX_SOURCE, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    buffer_append(&source.title, statement_text(row, 0));
    buffer_append(&source.byline, statement_text(row, 1));
    buffer_append(&source.site, statement_text(row, 2));
    buffer_append(&source.url, statement_text(row, 3));
    sqlite3_reset(row);
    index_append_body(document, &source.body);
    *ret_source = source;
    return STATUS_OK;
}

void index_source_release(struct index_source *source)
{
    buffer_release(&source->title);
    buffer_release(&source->byline);
    buffer_release(&source->site);
    buffer_release(&source->url);
    buffer_release(&source->body);
}

void index_columns_make(const struct index_source *source, struct index_columns *ret_columns)
{
    struct index_columns columns = {0};
    struct str title = buffer_str(&source->title), byline = buffer_str(&source->byline),
               body = buffer_str(&source->body), url = buffer_str(&source->url);
    buffer_append_format(&columns.all, "%.*s\x1e%.*s\x1e", STR_ARGS(title), STR_ARGS(byline));
    buffer_append(&columns.all, body);
    append_site(buffer_str(&source->site), url, &columns.sites);
    append_initials(title, &columns.initials);
    const struct str of_tables[INDEX_TABLES][INDEX_COLUMNS_MAX] = {
        [INDEX_TEXT] = {body, title, byline},
        [INDEX_SINGLE] = {buffer_str(&columns.all)},
        [INDEX_SHELF] = {title, byline, buffer_str(&columns.sites), url,
                         buffer_str(&columns.initials)},
    };
    memcpy(columns.of, of_tables, sizeof of_tables);
    *ret_columns = columns;
}

void index_columns_release(struct index_columns *columns)
{
    buffer_release(&columns->all);
    buffer_release(&columns->sites);
    buffer_release(&columns->initials);
}
