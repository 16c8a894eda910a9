/* Documents from a few words, and rows as text to compare with. */
#ifndef TESTS_LAYOUT_TEST_H
#define TESTS_LAYOUT_TEST_H

#include "base/memory.h"
#include "cmocka_prelude.h"
#include "document/builder.h"
#include "layout/layout.h"

#include <stdio.h>

struct test_block {
    struct block block;
    const char
        *text; /* {base|reading} is ruby, `x` code, *x* strong, ^x^ superscript when marked_up */
};

static const struct layout_options plain_options = {
    .columns = 20,
    .ambiguous = AMBIGUOUS_NARROW,
    .kinsoku = KINSOKU_STRICT,
    .folds_are_rows = true,
};

static inline void add_marked_up(struct builder *builder, const char *text)
{
    bool is_open[128] = {false};
    for (const char *c = text; *c; c++) {
        const enum span_kind kind = *c == '`'   ? SPAN_CODE
                                    : *c == '*' ? SPAN_STRONG
                                                : SPAN_SUPERSCRIPT;
        if (*c == '{') {
            const char *bar = strchr(c, '|'), *end = strchr(c, '}');
            builder_begin_span(builder, SPAN_RUBY, (struct str){bar + 1, (size_t)(end - bar - 1)});
            builder_text(builder, (struct str){c + 1, (size_t)(bar - c - 1)});
            builder_end_span(builder);
            c = end;
        } else if (*c == '`' || *c == '*' || *c == '^') {
            if (is_open[(int)*c])
                builder_end_span(builder);
            else
                builder_begin_span(builder, kind, STR_NONE);
            is_open[(int)*c] = !is_open[(int)*c];
        } else {
            const size_t length = strcspn(c, "{`*^");
            builder_text(builder, (struct str){c, length});
            c += length - 1;
        }
    }
}

static inline struct document *make_document(const char *language, const struct test_block *blocks,
                                             size_t count, bool is_marked_up)
{
    struct builder *builder = builder_new();
    for (size_t i = 0; i < count; i++) {
        builder_begin_block(builder, blocks[i].block);
        if (is_marked_up)
            add_marked_up(builder, blocks[i].text);
        else
            builder_text(builder, str_from(blocks[i].text));
        builder_end_block(builder);
    }
    builder_metadata(builder)->language = builder_copy(builder, str_from(language));
    return builder_finish(builder);
}

static inline void append_row(struct buffer *out, const struct row *row)
{
    unsigned column = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        assert_true(glyph->column >= column); /* visual order, nothing overlaps */
        for (; column < glyph->column; column++)
            buffer_append_byte(out, ' ');
        buffer_append(out, (struct str){glyph->piece.bytes, glyph->piece.length});
        column += glyph->piece.width;
    }
    if (row->glyph_count)
        assert_int_equal(column, row->columns);
    buffer_append_byte(out, '\n');
}

static inline void append_rows(struct buffer *out, struct layout *layout)
{
    struct row row = {0};
    struct row_cursor cursor;
    for (bool is_there = layout_first(layout, &cursor); is_there;
         is_there = layout_next(layout, &cursor)) {
        layout_row(layout, cursor, &row);
        append_row(out, &row);
    }
    row_release(&row);
}

/* Compares all rows, each ended by \n, and says what was given, expected and got. */
static inline void check_layout(struct layout *layout, const char *name, const char *expected)
{
    CLEANUP_BUFFER struct buffer out = {0};
    append_rows(&out, layout);
    buffer_append(&out, STR_NONE);
    const char *got = out.length ? out.bytes : "";
    if (strcmp(got, expected) != 0)
        fail_msg("%s at %u columns\nexpected:\n%s\ngot:\n%s", name, layout_options(layout)->columns,
                 expected, got);
}

static inline void check_rows(const char *name, const char *language, struct layout_options options,
                              const struct test_block *blocks, size_t count, const char *expected)
{
    struct document *document = make_document(language, blocks, count, strchr(name, '*') != NULL);
    struct layout *layout = layout_new(document, &options);
    check_layout(layout, name, expected);
    layout_free(layout);
    document_free(document);
}

/* One paragraph without indent or blank rows. */
static inline void check_paragraph(const char *name, const char *language,
                                   struct layout_options options, const char *text,
                                   const char *expected)
{
    const struct test_block block = {{.kind = BLOCK_PARAGRAPH}, text};
    options.paragraph = PARAGRAPH_BLANK;
    check_rows(name, language, options, &block, 1, expected);
}

#endif
