#include "find/query_private.h"

static void write_quoted(struct str text, struct buffer *out)
{
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        buffer_append_byte(out, text.bytes[i]);
        if (text.bytes[i] == '"')
            buffer_append_byte(out, '"');
    }
    buffer_append_byte(out, '"');
}

static void write_leaf(const struct query_node *node, struct buffer *out)
{
    if (node->field != QUERY_FIELD_ANY)
        buffer_append_format(out, "%s:", query_field_row(node->field)->name);
    if (node->is_exact)
        buffer_append_byte(out, '=');
    if (node->kind == QUERY_PINYIN)
        buffer_append_byte(out, '~');
    if (node->kind == QUERY_REGEX)
        buffer_append_byte(out, '/');
    if (node->is_phrase)
        write_quoted(node->text, out);
    else
        buffer_append(out, node->text);
    if (node->kind == QUERY_REGEX)
        buffer_append_byte(out, '/');
}

/* A word with a ( takes a ) that directly follows one of its group. */
static bool has_open_word(const struct query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++)
        if (has_open_word(node->children[i]))
            return true;
    return !node->child_count && !node->is_phrase && node->kind != QUERY_REGEX &&
           (str_find(node->text, STR("("), 0) != SIZE_MAX ||
            str_find(node->text, STR("（"), 0) != SIZE_MAX);
}

static void write_node(const struct query_node *node, struct buffer *out);

static void write_group(const struct query_node *node, struct buffer *out)
{
    buffer_append_byte(out, '(');
    write_node(node, out);
    buffer_append_c(out, has_open_word(node) ? " )" : ")");
}

static void write_not(const struct query_node *node, struct buffer *out)
{
    const struct query_node *child = node->children[0];
    const bool is_sign_unclear = child->kind == QUERY_TEXT && child->field == QUERY_FIELD_ANY &&
                                 !child->is_phrase && !child->is_exact &&
                                 (child->text.bytes[0] == '-' || child->text.bytes[0] == '>');
    buffer_append_c(out, is_sign_unclear ? "NOT " : "-");
    if (child->kind == QUERY_AND || child->kind == QUERY_OR)
        write_group(child, out);
    else
        write_leaf(child, out);
}

/* No parentheses but those that the source needed too: what a ) in a word means hangs on them. */
static void write_node(const struct query_node *node, struct buffer *out)
{
    if (node->kind == QUERY_NOT)
        write_not(node, out);
    else if (node->kind != QUERY_AND && node->kind != QUERY_OR)
        write_leaf(node, out);
    for (size_t i = 0; node->kind != QUERY_NOT && i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (i > 0)
            buffer_append_c(out, node->kind == QUERY_OR ? " OR " : " ");
        if (node->kind == QUERY_AND && child->kind == QUERY_OR)
            write_group(child, out);
        else
            write_node(child, out);
    }
}

void query_write(const struct query *query, struct buffer *out)
{
    if (query->root->kind != QUERY_EVERYTHING)
        write_node(query->root, out);
    if (!query->has_sort)
        return;
    if (query->root->kind != QUERY_EVERYTHING)
        buffer_append_byte(out, ' ');
    buffer_append_format(out, "sort:%s%s", query->sort_is_descending ? "-" : "",
                         query_sort_name(query->sort));
}
