/* What is a query stays one, with the same tree, when it is written and read again, whole or half
 * typed; what is none is refused with a place in it. Each input is read as it is, and as a row of
 * fragments of the language. */
#include "find/query.h"

#include "base/memory.h"
#include "text/normalize.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fragments[] = {
    "a",         "质",         " ",      "\u3000", "(",    ")",      "（",         "）",
    "\"",        "“",          "”",      "「",     "」",   "-",      "=",          "~",
    "/",         "\\",         "|",      "OR",     " OR ", "NOT ",   "AND",        ":",
    "：",        "title:",     "tag:",   "site:",  "is:",  "unread", "starred",    "has:note",
    "added:",    "2024",       "-03",    "2w",     "..",   ">",      "<=",         "minutes:",
    "5",         "sort:added", "sort:-", "lang:",  "zh",   "\u0301", "\u0338",     "\n",
    "before:1y", "＞",         "ＯＲ",   "f(x",    "\"\"", "\\/",    "/ ",         " -",
    "--",        "->",         " /",     "e",      "😀",    "url:/",  "published:", "か\u3099",
};

static void require(bool holds, const char *rule, struct str source)
{
    if (holds)
        return;
    fprintf(stderr, "%s: %.*s\n", rule, STR_ARGS(source));
    abort();
}

static bool nodes_equal(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != b->kind || a->field != b->field || a->is_exact != b->is_exact ||
        a->is_phrase != b->is_phrase || a->state != b->state || a->low != b->low ||
        a->high != b->high || !str_equal(a->text, b->text) ||
        !str_equal(a->low_date, b->low_date) || !str_equal(a->high_date, b->high_date) ||
        a->child_count != b->child_count)
        return false;
    for (size_t i = 0; i < a->child_count; i++)
        if (!nodes_equal(a->children[i], b->children[i]))
            return false;
    return true;
}

/* The promises of query.h about a node. */
static void check_node(const struct query_node *node, const struct query *query)
{
    const struct str source = query->source;
    const bool is_row = node->kind == QUERY_AND || node->kind == QUERY_OR;
    require(node->start <= node->end && node->end <= source.length, "a range outside", source);
    require(node->kind != QUERY_EVERYTHING || node == query->root, "everything inside", source);
    require(is_row ? node->child_count >= 2 : node->child_count == (node->kind == QUERY_NOT),
            "a wrong number of children", source);
    require(node->child_count || node->kind == QUERY_EVERYTHING || node->text.length,
            "an empty leaf", source);
    require(node->kind < QUERY_PUBLISHED || node->low < node->high, "an empty span", source);
    require(node->kind != QUERY_PUBLISHED || node->low_date.length, "no ISO dates", source);
    require(utf8_valid_prefix(node->text) == node->text.length, "broken text", source);
    for (size_t i = 0; i < node->child_count; i++) {
        require(node->children[i]->kind != node->kind, "not flat", source);
        check_node(node->children[i], query);
    }
}

static void check_query(const struct query *query, const struct query_options *options)
{
    CLEANUP_BUFFER struct buffer written = {0}, again = {0};
    struct query_fault fault = {0};
    struct query *copy = NULL;
    check_node(query->root, query);
    query_write(query, &written);
    enum status status = query_parse(buffer_str(&written), options, &copy, &fault);
    if (status)
        fprintf(stderr, "“%.*s”: %s\n", STR_ARGS(buffer_str(&written)), fault.error.message);
    require(status == STATUS_OK, "refused when written", query->source);
    require(nodes_equal(query->root, copy->root) && query->has_sort == copy->has_sort &&
                query->sort == copy->sort &&
                query->sort_is_descending == copy->sort_is_descending &&
                query->term_count == copy->term_count,
            "another tree when written", query->source);
    query_write(copy, &again);
    require(str_equal(buffer_str(&written), buffer_str(&again)), "no fixed point", query->source);
    (void)query_is_question(query);
    query_free(copy);
}

static void check_source(struct str source)
{
    const struct query_options whole = {.now_ms = 1710500000000};
    const struct query_options partial = {.now_ms = 1710500000000, .is_partial = true};
    struct query *query = NULL;
    struct query_fault fault = {.byte_offset = SIZE_MAX};
    const enum status status = query_parse(source, &whole, &query, &fault);
    if (status == STATUS_OK) {
        check_query(query, &whole);
        query_free(query);
    } else {
        CLEANUP_BUFFER struct buffer normalized = {0};
        nfc_append(&normalized, str_slice(source, 0, utf8_valid_prefix(source)));
        require(status == STATUS_USAGE && !query, "neither a query nor refused", source);
        require(fault.byte_offset <= normalized.length || fault.byte_offset <= source.length,
                "refused outside", source);
        require(str_starts(str_from(fault.error.message), STR("column ")), "no column", source);
    }
    query = NULL;
    const enum status partial_status = query_parse(source, &partial, &query, NULL);
    require(status != STATUS_OK || partial_status == STATUS_OK, "refused while typing", source);
    if (partial_status == STATUS_OK) {
        check_query(query, &whole);
        query_free(query);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP_BUFFER struct buffer built = {0};
    check_source((struct str){(const char *)data, size});
    for (size_t i = 0; i < size && i < 4096; i++)
        buffer_append_c(&built, fragments[data[i] % ARRAY_LENGTH(fragments)]);
    check_source(buffer_str(&built));
    return 0;
}
