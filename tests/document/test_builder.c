#include "document_dump.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/utf8.h"

/* A script: "<" begins a strong span, "{" a link, "(" a ruby, "^" an anchor, ">" ends one, "/" ends
 * the block and "|" only the call. Everything else is text. */
static struct document *build(const char *script, enum block_kind kind)
{
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = kind, .level = 1});
    for (const char *at = script; *at;) {
        const size_t run = strcspn(at, "<{(^>/|");
        builder_text(builder, (struct str){at, run});
        at += run;
        switch (*at) {
        case '<':
            builder_begin_span(builder, SPAN_STRONG, STR_NONE);
            break;
        case '{':
            builder_begin_span(builder, SPAN_LINK, STR("http://例/"));
            break;
        case '(':
            builder_begin_span(builder, SPAN_RUBY, STR(" か\xE3\x82\x99\n\x1B"));
            break;
        case '^':
            builder_begin_span(builder, SPAN_ANCHOR, STR("here"));
            break;
        case '>':
            builder_end_span(builder);
            break;
        case '/':
            builder_end_block(builder);
            builder_begin_block(builder, (struct block){.kind = kind, .level = 1});
            break;
        }
        at += *at != '\0';
    }
    return builder_finish(builder);
}

struct script_case {
    const char *script, *expected;
};

static void check_scripts(const struct script_case *cases, size_t count, enum block_kind kind)
{
    for (size_t i = 0; i < count; i++)
        assert_document(build(cases[i].script, kind), cases[i].script, cases[i].expected);
}

#define ACUTE "\xCC\x81"
#define BELOW "\xCC\xA3" /* U+0323, class 220: goes before U+0301, class 230 */
#define DAKUTEN "\xE3\x82\x99"
#define ZWJ "\xE2\x80\x8D"

static void controls_become_visible(void **state)
{
    (void)state;
    static const struct script_case cases[] = {
        {"a\x1B[31m\x07\x7F\x08", "[paragraph a␛[31m␇␡␈]"},
        {"a\tb", "[paragraph a b]"},
        {"a\rb\r\nc\r\rd\n\re", "[paragraph a\nb\nc\n\nd\n\ne]"},
        {"a\r|\nb\r||\n\nc", "[paragraph a\nb\n\nc]"},
        {"a\r<\nb>c", "[paragraph a\n<strong:b>c]"},
        {"c1 \xC2\x9B"
         "31m \xC2\x85.",
         "[paragraph c1 \uFFFD31m \uFFFD.]"},
        {"a\u2028b\u2029\u2028c", "[paragraph a\nb\n\nc]"},
        {"a\r\u2028b\u2028\nc", "[paragraph a\n\nb\n\nc]"},
        {"斋\x01"
         "한\x02が\x03😀",
         "[paragraph 斋␁한␂が␃😀]"},
    };
    check_scripts(cases, ARRAY_LENGTH(cases), BLOCK_PARAGRAPH);
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_CODE});
    builder_text(builder, STR("\tif x\r\n\t\ty;\n \t\n"));
    assert_document(builder_finish(builder), "code", "[code \tif x\n\t\ty;]");
    builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_CODE});
    builder_text(builder, STR("a\tb"));
    builder_open_block(builder)->kind = BLOCK_PARAGRAPH;
    assert_document(builder_finish(builder), "no code after all", "[paragraph a b]");
    builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, (struct str){"a\0b", 3});
    assert_document(builder_finish(builder), "a NUL", "[paragraph a␀b]");
}

static void blanks_at_the_end_go(void **state)
{
    (void)state;
    static const struct script_case cases[] = {
        {"  a  b 　\xC2\xA0\n\n", "[paragraph   a  b]"},
        {"　　斋。　/x", "[paragraph 　　斋。][paragraph x]"},
        {" \n/　/x/ ", "[paragraph x]"},
        {"<a >", "[paragraph <strong:a>]"},
        {"a< >b<>", "[paragraph a<strong: >b]"},
        {"a< >", "[paragraph a]"},
        {"^>a^> ^>", "[paragraph <anchor=here:>a<anchor=here:><anchor=here:>]"},
        {"", ""},
    };
    check_scripts(cases, ARRAY_LENGTH(cases), BLOCK_PARAGRAPH);
    assert_document(build("a/ /*", BLOCK_RULE), "rules", "[rule a][rule ][rule *]");
}

static void text_is_composed_across_calls(void **state)
{
    (void)state;
    static const struct script_case cases[] = {
        {"e" ACUTE, "[paragraph é]"},
        {"xe|" ACUTE "|y", "[paragraph xéy]"},
        {"e|" ACUTE "|" BELOW "|z", "[paragraph ẹ" ACUTE "z]"},
        {"か|" DAKUTEN "き|" DAKUTEN, "[paragraph がぎ]"},
        {"\xE1\x84\x92|\xE1\x85\xA1|\xE1\x86\xAB", "[paragraph 한]"},
        {"\xE1\x84\x92|\xE1\x85\xA1|a|\xE1\x86\xAB", "[paragraph 하a\xE1\x86\xAB]"},
        {"\xEF\xA4\x80|\xEF\xA4\x80", "[paragraph 豈豈]"},
        {ACUTE "a/" ACUTE "b", "[paragraph " ACUTE "a][paragraph " ACUTE "b]"},
        {"\xE2\x84\xAB\xE2\x84\xA6", "[paragraph ÅΩ]"},
        {"e\r" ACUTE, "[paragraph e\n" ACUTE "]"},
    };
    check_scripts(cases, ARRAY_LENGTH(cases), BLOCK_PARAGRAPH);
}

static void borders_keep_to_clusters(void **state)
{
    (void)state;
    static const struct script_case cases[] = {
        {"a<e>" ACUTE "b", "[paragraph a<strong:é>b]"},
        {"ae<" ACUTE "b>c", "[paragraph a<strong:éb>c]"},
        {"<xe>{" ACUTE "y>", "[paragraph <strong:xé><link=http://例/:y>]"},
        {"<e>{" ACUTE "y>", "[paragraph <strong:é><link=http://例/:y>]"},
        {"e<" ACUTE ">", "[paragraph <strong:é>]"},
        {"e<" ACUTE ">{" ACUTE "b>c", "[paragraph <strong:é" ACUTE "><link=http://例/:b>c]"},
        {"<か{" DAKUTEN ">>(漢>", "[paragraph <strong:<link=http://例/:が>><ruby=が ␛:漢>]"},
        /* clusters that NFC leaves alone */
        {"<👨" ZWJ ">👩b", "[paragraph <strong:👨" ZWJ "👩>b]"},
        {"x👨" ZWJ "<👩b>", "[paragraph x<strong:👨" ZWJ "👩b>]"},
        {"<🇨>{🇳>🇯<🇵>", "[paragraph <strong:🇨🇳><strong:🇯🇵>]"},
        {"1<\xEF\xB8\x8F>\xE2\x83\xA3", "[paragraph <strong:1\xEF\xB8\x8F\xE2\x83\xA3>]"},
        {"क<\xE0\xA4\xBF>ष", "[paragraph <strong:कि>ष]"},
        {"q<" ACUTE "x>", "[paragraph <strong:q" ACUTE "x>]"},
        {"<aq>{" ACUTE ">z", "[paragraph <strong:aq" ACUTE ">z]"},
        /* the compatibility ideographs change, and stay apart */
        {"\xEF\xA4\x80<\xEF\xA4\x80>\xEF\xA4\x80", "[paragraph 豈<strong:豈>豈]"},
        {"<a{b>c>d", "[paragraph <strong:a<link=http://例/:b>c>d]"},
        {"<{a", "[paragraph <strong:<link=http://例/:a>>]"},
        {"^><a>", "[paragraph <strong:<anchor=here:>a>]"},
        {"a>>b", "[paragraph ab]"},
    };
    check_scripts(cases, ARRAY_LENGTH(cases), BLOCK_PARAGRAPH);
}

static void ill_formed_text_is_replaced(void **state)
{
    (void)state;
    static const struct script_case cases[] = {
        {"a\xFF"
         "b\xE6\x96|\x8B\xC3",
         "[paragraph a\uFFFDb\uFFFD\uFFFD\uFFFD]"},
        {"\xE4\xB8<x>\xED\xA0\x80", "[paragraph \uFFFD<strong:x>\uFFFD\uFFFD\uFFFD]"},
        {"\xEF\xBF\xBD\xF4\x90\x80\x80", "[paragraph \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD]"},
        {"\xC0\x80\xF0\x9F\x98", "[paragraph \uFFFD\uFFFD\uFFFD]"},
    };
    check_scripts(cases, ARRAY_LENGTH(cases), BLOCK_PARAGRAPH);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *const pieces[] = {
    "a",
    "é",
    "e",
    ACUTE,
    BELOW,
    "か",
    DAKUTEN,
    "斋",
    "，",
    " ",
    "　",
    "\n",
    "😀",
    ZWJ,
    "👩",
    "🇨",
    "한",
    "\xE1\x84\x92",
    "\xE1\x85\xA1",
    "\xE1\x86\xAB",
    "\xEF\xA4\x80",
    "\xD8\x80" /* a Prepend */,
    "\xE0\xA4\x95\xE0\xA5\x8D",
    "Ångström and more",
    "\xE2\x80\x8B",
};

/* What was built equals NFC of what was given, however it was cut into calls and spans. */
static void random_text_keeps_the_invariants(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        CLEANUP_BUFFER struct buffer given = {0}, wanted = {0};
        struct builder *builder = builder_new();
        builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
        const uint32_t count = next_random(&seed) % 60;
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t choice = next_random(&seed) % 40;
            if (choice < ARRAY_LENGTH(pieces)) {
                builder_text(builder, str_from(pieces[choice]));
                buffer_append_c(&given, pieces[choice]);
            } else if (choice < 33) {
                builder_begin_span(builder, (enum span_kind)(choice % SPAN_KIND_COUNT), STR("t"));
            } else {
                builder_end_span(builder);
            }
        }
        buffer_append_c(&given, ".");
        builder_text(builder, STR("."));
        struct document *document = builder_finish(builder);
        nfc_append(&wanted, buffer_str(&given));
        const char *broken = document_check(document);
        if (broken || !str_equal(buffer_str(&wanted), document->text))
            fail_msg("round %d\ninput    %s\nexpected %s\ngot      %.*s\nbroken %s", round,
                     given.bytes, wanted.bytes, STR_ARGS(document->text),
                     broken ? broken : "nothing");
        document_free(document);
    }
}

/* A quadratic step in any of these would take minutes. */
static void hostile_text_stays_linear(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "<" ACUTE ">", "<\xEF\xA4\x80>", "<🇨>",        ACUTE BELOW,  "<>",
        "<",           "<e>" ACUTE,      "👩<" ZWJ ">", "<\xD8\x80>", "\r"};
    for (size_t i = 0; i < ARRAY_LENGTH(hostile); i++) {
        CLEANUP_BUFFER struct buffer script = {0};
        buffer_append_c(&script, "a");
        for (int n = 0; n < 30000; n++)
            buffer_append_c(&script, hostile[i]);
        buffer_append_c(&script, "z");
        struct document *document = build(script.bytes, BLOCK_PARAGRAPH);
        const char *broken = document_check(document);
        if (broken)
            fail_msg("input 30000 x %s\nexpected nothing broken\ngot %s", hostile[i], broken);
        document_free(document);
    }
}

static void blocks_can_be_changed_until_the_end(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_HEADING, .level = 2});
    builder_text(builder, STR("标题"));
    assert_int_equal(builder_block_length(builder), 6);
    builder_open_block(builder)->level = 3;
    assert_int_equal(builder_end_block(builder), 0);
    assert_int_equal(builder_block_length(builder), 0);
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    assert_true(builder_end_block(builder) == SIZE_MAX);
    builder_begin_block(builder, (struct block){.kind = BLOCK_RULE});
    assert_int_equal(builder_end_block(builder), 1);
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("查看更多"));
    assert_int_equal(builder_end_block(builder), 2);
    size_t count;
    builder_blocks(builder, &count)[2].aside = ASIDE_NAVIGATION;
    assert_int_equal(count, 3);
    assert_true(str_equal(builder_block_text(builder, 2), STR("查看更多")));
    struct document *document = builder_finish(builder);
    assert_int_equal(document->blocks[0].level, 3);
    assert_document(document, "three blocks", "[heading 标题][rule ][paragraph! 查看更多]");
}

static void metadata_is_one_clean_line(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    metadata->title = builder_copy(builder, STR(" \n书　　斋\t \xC2\xA0 e" ACUTE "\x1B]0;x\x07 "));
    metadata->byline = builder_copy(builder, STR("记者\xC2\x9B李\xFF"));
    metadata->language = builder_copy(builder, STR("zh\x1B[2J"));
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("雨はまだ降っている。"));
    struct document *document = builder_finish(builder);
    assert_true(str_equal(document->metadata.title, STR("书 斋 é␛]0;x␇")));
    assert_true(str_equal(document->metadata.byline, STR("记者\uFFFD李\uFFFD")));
    assert_true(str_equal(document->metadata.language, STR("ja")));
    assert_true(document->metadata.language_is_guessed);
    assert_int_equal(document->metadata.subtitle.length, 0);
    assert_document(document, "metadata", "[paragraph 雨はまだ降っている。]");

    builder = builder_new();
    builder_metadata(builder)->language = builder_copy(builder, STR(" pt-BR "));
    document = builder_finish(builder);
    assert_true(str_equal(document->metadata.language, STR("pt-BR")));
    assert_false(document->metadata.language_is_guessed);
    assert_document(document, "nothing", "");

    /* the asides are most of the page, and in another language */
    builder = builder_new();
    for (int i = 0; i < 20; i++) {
        builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH,
                                                    .aside = i == 7 ? ASIDE_NONE : ASIDE_OTHER});
        builder_text(builder, i == 7 ? STR("Дождь идёт.") : STR("无关的内容。"));
    }
    document = builder_finish(builder);
    assert_true(str_equal(document->metadata.language, STR("ru")));
    document_free(document);
}

static void large_text_is_adopted(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_append_c(&text, "第一行\n\n第二行\n");
    const char *bytes = text.bytes;
    struct block *blocks = memory_new(2 * sizeof *blocks);
    blocks[0] = (struct block){.start = 0, .end = 9};
    blocks[1] = (struct block){.start = 11, .end = 20};
    struct builder *builder = builder_new();
    builder_adopt(builder, &text, blocks, 2);
    assert_null(text.bytes);
    size_t count;
    assert_ptr_equal(builder_blocks(builder, &count), blocks);
    assert_ptr_equal(builder_block_text(builder, 0).bytes, bytes);
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, STR("第三行"));
    struct document *document = builder_finish(builder);
    assert_true(str_equal(document->metadata.language, STR("zh")));
    assert_document(document, "adopted", "[paragraph 第一行][paragraph 第二行][paragraph 第三行]");
    builder = builder_new();
    builder_adopt(builder, &(struct buffer){0}, NULL, 0);
    assert_document(builder_finish(builder), "nothing adopted", "");
}

static void a_builder_can_be_given_up(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_begin_span(builder, SPAN_LINK, STR("http://x/"));
    builder_text(builder, STR("e" ACUTE));
    builder_add_cell(builder, (struct cell){.row_span = 1, .column_span = 1});
    builder_free(builder);
    builder_free(NULL);
    document_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_become_visible),
        cmocka_unit_test(blanks_at_the_end_go),
        cmocka_unit_test(text_is_composed_across_calls),
        cmocka_unit_test(borders_keep_to_clusters),
        cmocka_unit_test(ill_formed_text_is_replaced),
        cmocka_unit_test(random_text_keeps_the_invariants),
        cmocka_unit_test(hostile_text_stays_linear),
        cmocka_unit_test(blocks_can_be_changed_until_the_end),
        cmocka_unit_test(metadata_is_one_clean_line),
        cmocka_unit_test(large_text_is_adopted),
        cmocka_unit_test(a_builder_can_be_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
