#include "document_dump.h"

#include "base/memory.h"
#include "document/json.h"
#include "document/writer.h"

typedef void writer(const struct document *, struct buffer *);

static void add(struct builder *builder, struct block block, const char *text)
{
    builder_begin_block(builder, block);
    builder_text(builder, str_from(text));
    builder_end_block(builder);
}

static void add_span(struct builder *builder, enum span_kind kind, const char *target,
                     const char *text)
{
    builder_begin_span(builder, kind, str_from(target));
    builder_text(builder, str_from(text));
    builder_end_span(builder);
}

static void add_cell(struct builder *builder, struct cell cell, const char *text)
{
    cell.row_span = cell.row_span ? cell.row_span : 1;
    cell.column_span = cell.column_span ? cell.column_span : 1;
    add(builder, (struct block){.kind = BLOCK_TABLE_CELL, .value = builder_add_cell(builder, cell)},
        text);
}

/* Compares what follows prefix in the output; frees the document. */
static void assert_written(struct builder *builder, writer *write, const char *prefix,
                           const char *expected)
{
    struct document *document = builder_finish(builder);
    CLEANUP_BUFFER struct buffer got = {0};
    write(document, &got);
    const char *broken = document_check(document);
    const size_t at = str_find(buffer_str(&got), str_from(prefix), 0);
    const char *rest = at == SIZE_MAX ? "(no prefix)" : got.bytes + at + strlen(prefix);
    if (broken || strcmp(rest, expected) != 0)
        fail_msg("input    %.*s\nexpected %s\ngot      %s\nwhole    %s\nbroken   %s",
                 STR_ARGS(document->text), expected, rest, got.bytes, broken ? broken : "nothing");
    document_free(document);
}

static struct builder *article(void)
{
    struct builder *builder = builder_new();
    add(builder, (struct block){.kind = BLOCK_HEADING, .level = 1, .flags = BLOCK_FRONT},
        "山中一日");
    add(builder, (struct block){.kind = BLOCK_PARAGRAPH, .aside = ASIDE_NAVIGATION}, "查看更多");
    add(builder, (struct block){.kind = BLOCK_PARAGRAPH}, "　　雨停了。\nThe rain 😀 stopped.");
    add(builder,
        (struct block){.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_ORDERED, .value = 1},
        "茶");
    add(builder, (struct block){.kind = BLOCK_LIST_ITEM, .level = 2}, "绿");
    add(builder, (struct block){.kind = BLOCK_LIST_ITEM, .level = 2, .flags = BLOCK_CONTINUES},
        "再泡");
    add(builder,
        (struct block){.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_ORDERED, .value = 2},
        "酒");
    add(builder,
        (struct block){
            .kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_MARKER_IN_TEXT, .value = 2},
        "- own");
    add(builder,
        (struct block){
            .kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_MARKER_IN_TEXT, .value = 6},
        "一、甲");
    add(builder, (struct block){.kind = BLOCK_QUOTE, .quote_depth = 1}, "引");
    add(builder, (struct block){.kind = BLOCK_QUOTE, .quote_depth = 2}, "文");
    add(builder, (struct block){.kind = BLOCK_CODE}, "if x:\n\treturn `1`\n```");
    add(builder, (struct block){.kind = BLOCK_RULE}, "");
    add(builder, (struct block){.kind = BLOCK_RULE}, "* * *");
    add(builder, (struct block){.kind = BLOCK_PARAGRAPH, .flags = BLOCK_VERSE}, "床前\n  明月");
    add_cell(builder, (struct cell){.is_header = true, .column_span = 2}, "品|名");
    add_cell(builder, (struct cell){.row = 1}, "a\nb");
    add_cell(builder, (struct cell){.row = 1, .column = 1}, "한");
    return builder;
}

static void plain_text_is_one_block_a_line(void **state)
{
    (void)state;
    assert_written(
        article(), write_plain, "",
        "山中一日\n　　雨停了。 The rain 😀 stopped.\n1. 茶\n  • 绿\n    再泡\n2. 酒\n- own\n"
        "一、甲\n引\n文\nif x:\n\treturn `1`\n```\n* * *\n* * *\n床前\n  明月\n品|名\n"
        "a b | 한\n");
}

static void markdown_is_commonmark(void **state)
{
    (void)state;
    assert_written(
        article(), write_markdown, "---\n\n",
        "# 山中一日\n\n　　雨停了。\\\nThe rain 😀 stopped.\n\n1. 茶\n\n   - 绿\n\n"
        "     再泡\n\n2. 酒\n\n- own\n\n一、甲\n\n> 引\n>\n> > 文\n\n"
        "````\nif x:\n\treturn `1`\n```\n````\n\n---\n\n* * *\n\n床前\\\n&nbsp;&nbsp;明月\n\n"
        "| 品\\|名 |  |\n| --- | --- |\n| a<br>b | 한 |\n");
}

static void html_is_nested(void **state)
{
    (void)state;
    assert_written(
        article(), write_html, "<article>\n",
        "<h1>山中一日</h1>\n<details><summary>navigation</summary>\n<p>查看更多</p>\n"
        "</details>\n<p>　　雨停了。<br>\nThe rain 😀 stopped.</p>\n<ol>\n"
        "<li value=\"1\">茶<ul>\n<li>绿<p>再泡</p></li></ul>\n</li>\n<li value=\"2\">酒"
        "</li></ol>\n<ul>\n<li class=\"own\">- own</li>\n<li class=\"own\">一、甲</li></ul>\n"
        "<blockquote>\n<p>引</p>\n<blockquote>\n<p>文</p>\n</blockquote>\n</blockquote>\n"
        "<pre><code>if x:\n\treturn `1`\n```</code></pre>\n<hr>\n"
        "<p class=\"centred\">* * *</p>\n<p class=\"verse\">床前<br>\n  明月</p>\n"
        "<table>\n<tr><th colspan=\"2\">品|名</th></tr>\n<tr><td>a<br>\nb</td><td>한</td>"
        "</tr>\n</table>\n</article>\n</body>\n</html>\n");
}

static void markdown_escapes_what_it_must(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"*a* _b_ c_d [e](f) `g` <h> i\\j",
         "\\*a\\* \\_b\\_ c_d \\[e\\](f) \\`g\\` \\<h> i\\\\j\n"},
        {"# no", "\\# no\n"},
        {"a # b", "a # b\n"},
        {"> no", "\\> no\n"},
        {"- no", "\\- no\n"},
        {"-5°", "-5°\n"},
        {"---", "\\---\n"},
        {"+ no", "\\+ no\n"},
        {"1. no", "1\\. no\n"},
        {"2024) no", "2024\\) no\n"},
        {"3.14", "3\\.14\n"},
        {"12345678901. x", "12345678901. x\n"},
        {"a\n1. b\n# c\n===", "a\\\n1\\. b\\\n\\# c\\\n\\===\n"},
        {"    code?", "code?\n"},
        {"~~~", "\\~\\~\\~\n"},
        {"&copy; & &#65;", "\\&copy; & \\&#65;\n"},
        {"![x](y)", "!\\[x\\](y)\n"},
        {"斋_한_が", "斋_한_が\n"},
        {"a|b\n|-|-|", "a|b\\\n\\|-|-|\n"},
        {"[^1]: x", "\\[^1\\]: x\n"},
        {"trailing\\", "trailing\\\\\n"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct builder *builder = builder_new();
        add(builder, (struct block){.kind = BLOCK_PARAGRAPH}, cases[i].text);
        assert_written(builder, write_markdown, "---\n\n", cases[i].expected);
    }
}

/* Levels may skip and go back; a list in a quotation is another one; '!' before a link is no image.
 */
static void markdown_structure_holds(void **state)
{
    (void)state;
    static const struct {
        uint8_t level, quote_depth;
        uint16_t flags;
        uint32_t value;
    } items[] = {{3, 0, 0, 0},
                 {3, 0, 0, 0},
                 {2, 0, BLOCK_ORDERED, 20},
                 {3, 0, BLOCK_ORDERED, 7},
                 {1, 1, BLOCK_ORDERED, 4294967295u},
                 {2, 0, 0, 0}};
    struct builder *builder = builder_new();
    for (size_t i = 0; i < ARRAY_LENGTH(items); i++)
        add(builder,
            (struct block){.kind = BLOCK_LIST_ITEM,
                           .level = items[i].level,
                           .quote_depth = items[i].quote_depth,
                           .flags = items[i].flags,
                           .value = items[i].value},
            "项");
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("看!"));
    add_span(builder, SPAN_LINK, "https://h/", "图");
    assert_written(builder, write_markdown, "---\n\n",
                   "- 项\n- 项\n\n20. 项\n\n    7. 项\n\n> - 4294967295\\. 项\n\n- 项\n\n"
                   "看\\![图](<https://h/>)\n");
}

static struct builder *spans(void)
{
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("在"));
    add_span(builder, SPAN_STRONG, "", "中文");
    builder_text(builder, STR("，"));
    add_span(builder, SPAN_STRONG, "", "「引」");
    builder_text(builder, STR("后"));
    add_span(builder, SPAN_LINK, "http://h/a b?x=1&copy=2(3)", "链[接]");
    add_span(builder, SPAN_LINK, "javascript:alert(1)", "bad");
    add_span(builder, SPAN_RUBY, "ほん", "本");
    add_span(builder, SPAN_CODE, "", "a`b*");
    add_span(builder, SPAN_FOOTNOTE_REFERENCE, "#n1", "[1]");
    add_span(builder, SPAN_LINK, "#here", "下");
    builder_begin_span(builder, SPAN_EMPHASIS, STR_NONE);
    add_span(builder, SPAN_STRONG, "", "x");
    builder_text(builder, STR("y"));
    builder_end_span(builder);
    builder_end_block(builder);
    builder_begin_block(builder, (struct block){.kind = BLOCK_FOOTNOTE});
    add_span(builder, SPAN_ANCHOR, "n1", "");
    builder_text(builder, STR("注 <b>&\""));
    builder_end_block(builder);
    builder_begin_block(builder, (struct block){.kind = BLOCK_FOOTNOTE});
    add_span(builder, SPAN_ANCHOR, "here", "");
    builder_text(builder, STR("无人引"));
    return builder;
}

static void spans_are_written(void **state)
{
    (void)state;
    assert_written(spans(), write_plain, "",
                   "在中文，「引」后链[接]bad本a`b*[1]下xy\n注 <b>&\"\n无人引\n");
    assert_written(
        spans(), write_markdown, "---\n\n",
        "在**中文**，<strong>「引」</strong>后[链\\[接\\]](<http://h/a%20b?x=1&amp;copy=2(3)>)bad"
        "<ruby>本<rp>(</rp><rt>ほん</rt><rp>)</rp></ruby>``a`b*``[^1][下](<#here>)"
        "<em>**x**y</em>\n\n[^1]: 注 \\<b>&\"\n\n<span id=\"here\"></span>无人引\n");
    assert_written(spans(), write_html, "<article>\n",
                   "<p>在<strong>中文</strong>，<strong>「引」</strong>后"
                   "<a href=\"http://h/a%20b?x=1&amp;copy=2(3)\">链[接]</a>bad"
                   "<ruby>本<rp>(</rp><rt>ほん</rt><rp>)</rp></ruby><code>a`b*</code>"
                   "<sup><a href=\"#n1\">[1]</a></sup><a href=\"#here\">下</a>"
                   "<em><strong>x</strong>y</em></p>\n"
                   "<p class=\"footnote\"><span id=\"n1\"></span>注 &lt;b&gt;&amp;&quot;</p>\n"
                   "<p class=\"footnote\"><span "
                   "id=\"here\"></span>无人引</p>\n</article>\n</body>\n</html>\n");
}

/* HTML has no <a> in an <a>: a browser would end the link before the note's number. */
static void an_anchor_leaves_its_link_whole(void **state)
{
    (void)state;
    static const char *const written[] = {
        "<p>字<sup><a href=\"#n1\"><span id=\"r1\"></span>¹</a></sup>"
        "<a href=\"#r1\">↩</a></p>\n</article>\n</body>\n</html>\n",
        "字[<span id=\"r1\"></span>¹](<#n1>)[↩](<#r1>)\n"};
    struct builder *builders[] = {builder_new(), builder_new()};
    for (size_t i = 0; i < ARRAY_LENGTH(builders); i++) {
        builder_begin_block(builders[i], (struct block){.kind = BLOCK_PARAGRAPH});
        builder_text(builders[i], STR("字"));
        builder_begin_span(builders[i], SPAN_FOOTNOTE_REFERENCE, STR("#n1"));
        add_span(builders[i], SPAN_ANCHOR, "r1", "");
        builder_text(builders[i], STR("¹"));
        builder_end_span(builders[i]);
        add_span(builders[i], SPAN_LINK, "#r1", "↩");
        builder_end_block(builders[i]);
    }
    assert_written(builders[0], write_html, "<article>\n", written[0]);
    assert_written(builders[1], write_markdown, "---\n\n", written[1]);
}

/* Whichever of the two stands inside the other; a power of a power is raised twice. */
static void a_note_is_raised_once(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("注"));
    builder_begin_span(builder, SPAN_SUPERSCRIPT, STR(""));
    add_span(builder, SPAN_FOOTNOTE_REFERENCE, "#n1", "[1]");
    builder_text(builder, STR("が"));
    builder_end_span(builder);
    builder_begin_span(builder, SPAN_FOOTNOTE_REFERENCE, STR("#n2"));
    builder_text(builder, STR("["));
    add_span(builder, SPAN_SUPERSCRIPT, "", "²");
    builder_text(builder, STR("]"));
    builder_end_span(builder);
    builder_text(builder, STR(" x"));
    builder_begin_span(builder, SPAN_SUPERSCRIPT, STR(""));
    builder_text(builder, STR("y"));
    add_span(builder, SPAN_SUPERSCRIPT, "", "z");
    builder_end_span(builder);
    builder_end_block(builder);
    assert_written(builder, write_html, "<article>\n",
                   "<p>注<sup><a href=\"#n1\">[1]</a>が</sup><sup><a href=\"#n2\">[²]</a></sup>"
                   " x<sup>y<sup>z</sup></sup></p>\n</article>\n</body>\n</html>\n");
}

static void json_has_the_keys_of_the_contract(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    metadata->title = builder_copy(builder, STR("“山”\\\"\x1B"));
    metadata->charset = (struct charset_decision){
        .name = "gb18030", .source = CHARSET_FROM_META, .confidence = 0.9876, .replaced = 2};
    metadata->extractor = 1;
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("😀e\xCC\x81"));
    builder_begin_span(builder, SPAN_LINK, STR("http://h/"));
    builder_text(builder, STR("山"));
    add_span(builder, SPAN_STRONG, "", "中");
    builder_end_span(builder);
    add_span(builder, SPAN_LINK, "javascript:x", "\n");
    builder_text(builder, STR("."));
    builder_end_block(builder);
    add(builder,
        (struct block){.kind = BLOCK_LIST_ITEM,
                       .level = 1,
                       .flags = BLOCK_ORDERED,
                       .value = 3,
                       .aside = ASIDE_SHARE},
        "分享");
    assert_written(
        builder, write_json, "",
        "{\"title\":\"“山”\\\\\\\"␛\",\"subtitle\":null,\"byline\":null,\"site\":null,\"url\":null,"
        "\"canonical_url\":null,\"language\":\"zh\",\"published\":null,\"saved\":null,"
        "\"charset\":{\"name\":\"gb18030\",\"source\":\"meta\",\"confidence\":0.988,\"replaced\":2}"
        ","
        "\"characters\":5,\"minutes\":1,\"incomplete\":false,\"extractor\":1,\"blocks\":["
        "{\"kind\":\"paragraph\",\"level\":0,\"text\":\"😀é山中\\n.\",\"aside\":false,\"spans\":["
        "{\"kind\":\"link\",\"start\":2,\"end\":4,\"href\":\"http://h/\"},"
        "{\"kind\":\"strong\",\"start\":3,\"end\":4},"
        "{\"kind\":\"link\",\"start\":4,\"end\":5,\"href\":null}]},"
        "{\"kind\":\"list_item\",\"level\":1,\"text\":\"分享\",\"aside\":true,"
        "\"aside_kind\":\"share\",\"ordered\":true,\"number\":3,\"spans\":[]}]}\n");
    assert_written(
        builder_new(), write_json, "\"charset\":",
        "{\"name\":\"UTF-8\",\"source\":\"default\",\"confidence\":0.000,\"replaced\":0},"
        "\"characters\":0,\"minutes\":0,\"incomplete\":false,\"extractor\":0,"
        "\"blocks\":[]}\n");
}

static void json_strings_are_well_formed(void **state)
{
    (void)state;
    static const struct {
        struct str s;
        const char *expected;
    } cases[] = {
        {{"a\0b", 3}, "\"a\\u0000b\""},
        {{"\b\t\n\f\r\x1F\x7F", 7}, "\"\\b\\t\\n\\f\\r\\u001f\\u007f\""},
        {{"\xC2\x9B\xE2\x80\xA8", 5}, "\"\\u009b\\u2028\""},
        {{"\xFF\xE6\x96 \xED\xA0\x80", 7}, "\"\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\""},
        {{"\uFFFD斋한が😀", 16}, "\"\uFFFD斋한が😀\""},
        {{"\xF0\x9F\x98", 3}, "\"\uFFFD\""},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        json_append_string(cases[i].s, &got);
        if (strcmp(got.bytes, cases[i].expected) != 0)
            fail_msg("input case %zu\nexpected %s\ngot      %s", i, cases[i].expected, got.bytes);
    }
}

static void metadata_is_quoted_everywhere(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct builder *builder = builder_new();
        struct metadata *metadata = builder_metadata(builder);
        metadata->title = builder_copy(builder, STR("a: \"b\"\n--- </title><script>x</script>"));
        metadata->language = builder_copy(builder, STR("zh-Hans"));
        metadata->url = builder_copy(builder, STR("javascript:alert(1)"));
        metadata->is_incomplete = true;
        add(builder, (struct block){.kind = BLOCK_PARAGRAPH}, "<script>\"'&");
        if (round == 0) {
            assert_written(builder, write_markdown, "",
                           "---\ntitle: \"a: \\\"b\\\" --- </title><script>x</script>\"\n"
                           "url: \"javascript:alert(1)\"\nlanguage: \"zh-Hans\"\nincomplete: true\n"
                           "---\n\n\\<script>\"'&\n");
            continue;
        }
        struct document *document = builder_finish(builder);
        CLEANUP_BUFFER struct buffer got = {0};
        write_html(document, &got);
        const struct str page = buffer_str(&got);
        const char *const wanted[] = {
            "<html lang=\"zh-Hans\">",
            "<title>a: &quot;b&quot; --- &lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>",
            "<h1>a: &quot;b&quot; --- &lt;/title&gt;",
            "<p>&lt;script&gt;&quot;'&amp;</p>",
            "default-src 'none'",
        };
        for (size_t i = 0; i < ARRAY_LENGTH(wanted); i++)
            if (str_find(page, str_from(wanted[i]), 0) == SIZE_MAX)
                fail_msg("input page\nexpected %s\ngot %s", wanted[i], got.bytes);
        if (str_find(page, STR("<script"), 0) != SIZE_MAX ||
            str_find(page, STR("javascript"), 0) != SIZE_MAX)
            fail_msg("input page\nexpected no script\ngot %s", got.bytes);
        document_free(document);
    }
}

/* A table of one far cell, and a list that jumps to the deepest level, must not grow what is
 * written. */
static void hostile_structure_stays_small(void **state)
{
    (void)state;
    writer *const writers[] = {write_plain, write_markdown, write_html, write_json};
    for (size_t w = 0; w < ARRAY_LENGTH(writers); w++) {
        struct builder *builder = builder_new();
        for (unsigned i = 0; i < 300; i++)
            add_cell(builder,
                     (struct cell){.row = (uint16_t)(i * 200),
                                   .column = 65000,
                                   .row_span = 65535,
                                   .column_span = 65535},
                     "格");
        for (unsigned i = 0; i < 300; i++)
            add(builder,
                (struct block){.kind = BLOCK_LIST_ITEM,
                               .level = i % 2 ? 255 : 0,
                               .quote_depth = i % 3 ? 255 : 0},
                "项");
        struct document *document = builder_finish(builder);
        CLEANUP_BUFFER struct buffer got = {0};
        writers[w](document, &got);
        if (got.length > 400000)
            fail_msg("input 600 blocks\nexpected under 400000 bytes\ngot %zu from writer %zu",
                     got.length, w);
        document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_one_block_a_line),
        cmocka_unit_test(markdown_is_commonmark),
        cmocka_unit_test(html_is_nested),
        cmocka_unit_test(markdown_escapes_what_it_must),
        cmocka_unit_test(markdown_structure_holds),
        cmocka_unit_test(spans_are_written),
        cmocka_unit_test(an_anchor_leaves_its_link_whole),
        cmocka_unit_test(a_note_is_raised_once),
        cmocka_unit_test(json_has_the_keys_of_the_contract),
        cmocka_unit_test(json_strings_are_well_formed),
        cmocka_unit_test(metadata_is_quoted_everywhere),
        cmocka_unit_test(hostile_structure_stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
