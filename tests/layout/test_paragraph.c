#include "layout_test.h"

#include "text/linebreak.h"
#include "text/utf8.h"
#include "text/width.h"

static struct layout_options at(unsigned columns)
{
    struct layout_options options = plain_options;
    options.columns = columns;
    return options;
}

static void test_kinsoku(void **state)
{
    (void)state;
    check_paragraph("marks stay off row starts", "zh", at(20),
                    "山上的雪化了一半多呢，河水就涨起来了。",
                    "山上的雪化了一半多\n呢，河水就涨起来了。\n");
    check_paragraph("opening marks stay off row ends", "zh", at(20),
                    "老人在门口写了三个字“回来吧”就走了", "老人在门口写了三个字\n“回来吧”就走了\n");
    check_paragraph("a dash is not cut, nor begins a row", "zh", at(20),
                    "他说的那个地方在这里——就是山后面", "他说的那个地方在这\n里——就是山后面\n");
    check_paragraph("Latin words stay whole", "zh", at(20), "这台机器运行的是Debian系统",
                    "这台机器运行的是\nDebian系统\n");
    check_paragraph("small kana", "ja", at(20), "今日は天気がよいからシャツを",
                    "今日は天気がよいから\nシャツを\n");
    check_paragraph("Hangul breaks at blanks or syllables", "ko", at(12), "서울의 오래된 서점들",
                    "서울의 오래\n된 서점들\n");
}

static void test_long_unit(void **state)
{
    (void)state;
    check_paragraph("a word wider than the row is cut", "en", at(10), "a internationalization b",
                    "a\ninternatio\nnalization\nb\n");
    check_paragraph("a word in a long unit stays whole", "en", at(12), "expect(it).to.equal(nine)",
                    "expect(it).\nto.equal\n(nine)\n");
    check_paragraph("in *code* too", "en", at(12), "`expect(it).to.equal(nine)`",
                    "expect(it).\nto.equal\n(nine)\n");
    check_paragraph("unless no row can hold it", "en", at(10), "a.internationalization",
                    "a.internat\nionalizat\nion\n");
    check_paragraph("nothing but marks", "zh", at(8), "。。。。。。", "。。。。\n。。\n");
    check_paragraph("a soft hyphen is not shown", "en", at(9), "an inter\xC2\xADnet",
                    "an\ninternet\n");
    check_paragraph("a flag and a family are not parted", "en", at(8),
                    "abcdefg\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3",
                    "abcdefg\n\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3\n");
}

static bool is_word_at(struct str text, size_t offset)
{
    const unsigned char byte = (unsigned char)text.bytes[offset];
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Whether a row of that many columns may end at offset by kinsoku, with no word cut. */
static bool may_end_at(struct str text, size_t offset, unsigned columns)
{
    uint32_t before, after;
    utf8_decode_before(text, offset, &before);
    utf8_decode(text, offset, &after);
    return text_width(str_slice(text, 0, offset), AMBIGUOUS_NARROW) <= columns &&
           kinsoku_may_end(before, KINSOKU_STRICT) && kinsoku_may_start(after, KINSOKU_STRICT) &&
           !(is_word_at(text, offset - 1) && is_word_at(text, offset));
}

/* A word that fits the row while the mark glued to it does not: the row is too wide, or the mark
 * begins the next, or the word is cut. That there is no fourth is shown by trying all places. The
 * word is cut: so the row stays inside the page, and Latin typesetting does cut words, while no
 * level of kinsoku lets a comma begin a row. Where the page has a margin, the mark hangs in it. */
static void test_forced_cut(void **state)
{
    (void)state;
    static const struct {
        unsigned columns;
        const char *text, *rows, *hanging;
    } cases[] = {
        {20, "internationalization，的", "internationalizat\nion，的\n",
         "internationalization，\n的\n"},
        {21, "internationalization。的", "internationalizat\nion。的\n",
         "internationalization。\n的\n"},
        {22, "internationalization。”的", "internationalizat\nion。”的\n", NULL},
        {20, "internationalization——的", "internationalizat\nion——的\n", NULL},
        {20, "“internationalization的", "“internationalizat\nion的\n", NULL},
        {21, "internationalization59.2亿", "internationalization\n59.2亿\n", NULL},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct str text = str_from(cases[i].text);
        struct layout_options options = at(cases[i].columns);
        for (size_t offset = 1; offset < text.length; offset++)
            if (((unsigned char)text.bytes[offset] & 0xC0) != 0x80 &&
                may_end_at(text, offset, options.columns))
                fail_msg("%s: a row of %u may end at byte %zu", text.bytes, options.columns,
                         offset);
        check_paragraph("forced", "zh", options, cases[i].text, cases[i].rows);
        options.hangs = true;
        check_paragraph("hanging", "zh", options, cases[i].text,
                        cases[i].hanging ? cases[i].hanging : cases[i].rows);
    }
}

static void test_hanging(void **state)
{
    (void)state;
    struct layout_options options = at(20);
    options.hangs = true;
    check_paragraph("a comma hangs", "zh", options, "山上的雪化了一半多呢，河水就涨起来了。",
                    "山上的雪化了一半多呢，\n河水就涨起来了。\n");
    check_paragraph("not in a run of marks", "zh", options, "山上的雪化了一半多”，河水就涨起来了",
                    "山上的雪化了一半\n多”，河水就涨起来了\n");
    check_paragraph("not in a run of wide marks", "zh", options,
                    "山上的雪化了一半多》，河水就涨起来了",
                    "山上的雪化了一半\n多》，河水就涨起来了\n");
    options.fullwidth_marks = true;
    check_paragraph("an ASCII comma shown wide hangs", "zh", options,
                    "山上的雪化了一半多呢,河水就涨起来了。",
                    "山上的雪化了一半多呢，\n河水就涨起来了。\n");
}

static void test_gaps(void **state)
{
    (void)state;
    struct layout_options options = at(40);
    options.gaps = true;
    check_paragraph("Han and Latin", "zh", options, "用Linux写的3个程序,2009全国",
                    "用 Linux 写的 3 个程序,2009 全国\n");
    check_paragraph("a blank that is there", "zh", options, "用 Linux 写", "用 Linux 写\n");
    check_paragraph("a blank before a wide mark", "zh", options, "用 Linux ，好", "用 Linux，好\n");
    check_paragraph("not beside punctuation", "zh", options, "（Linux）和“Web”",
                    "（Linux）和“Web”\n");
    check_paragraph("not with Hangul", "ko", options, "리눅스Linux입니다", "리눅스Linux입니다\n");
    check_paragraph("kana", "ja", options, "このLinuxは", "この Linux は\n");
    check_paragraph("not inside *code*", "zh", options, "`变量a`和^1^注", "变量a 和1注\n");
    check_paragraph("around *code* whatever it begins with", "zh", options,
                    "按`/`找，打`--all`或“`~`”。", "按 / 找，打 --all 或“~”。\n");
    check_paragraph("not around *code* in Han", "zh", options, "`“变量”`后`量，`的，好",
                    "“变量”后量，的，好\n");
    check_paragraph("a label", "zh", options, "终卷END", "终卷END\n");
    check_paragraph("a short sentence", "zh", options, "他用Linux。", "他用 Linux。\n");
    options.columns = 10;
    check_paragraph("not at row ends", "zh", options, "甲乙丙丁戊abc", "甲乙丙丁戊\nabc\n");
    check_paragraph("counted in the fill", "zh", options, "甲乙丙丁ab戊", "甲乙丙丁\nab 戊\n");
}

static void test_fullwidth_marks(void **state)
{
    (void)state;
    struct layout_options options = at(60);
    options.fullwidth_marks = true;
    check_paragraph("commas", "zh", options, "成功,消费者,赢家!好吗?好;对:是",
                    "成功，消费者，赢家！好吗？好；对：是\n");
    check_paragraph("full stop", "zh", options, "他来了.她走了.", "他来了。她走了。\n");
    check_paragraph("dots", "zh", options, "他来了...她走了", "他来了...她走了\n");
    check_paragraph("numbers", "zh", options, "价3,000元,从9:00-18:30止",
                    "价3,000元，从9:00-18:30止\n");
    check_paragraph("a pair", "zh", options, "文档(book118)网站(二〇〇九)年",
                    "文档（book118）网站（二〇〇九）年\n");
    check_paragraph("not a pair", "zh", options, "文档(book118) site(甲",
                    "文档(book118) site(甲\n");
    check_paragraph("a pair and a comma", "zh", options, "申诉(推荐),也可以",
                    "申诉（推荐），也可以\n");
    check_paragraph("a blank behind it", "zh", options, "下载1次, 网站将", "下载1次，网站将\n");
    check_paragraph("Latin neighbours", "zh", options, "a,b 中文, abc 1:甲",
                    "a,b 中文, abc 1:甲\n");
    check_paragraph("numbers and names beside Han", "zh", options,
                    "他说,2009年成为VIP,下载;电话:400-0527",
                    "他说，2009年成为VIP，下载；电话：400-0527\n");
    check_paragraph("a URL", "zh", options, "见http://例子.中国,好.谢",
                    "见http://例子.中国，好。谢\n");
    check_paragraph("*code*", "zh", options, "`甲,乙`,丙", "甲,乙，丙\n");
    check_paragraph("Hangul", "ko", options, "서울,부산", "서울,부산\n");
    options.columns = 10;
    check_paragraph("laid out as shown", "zh", options, "甲乙丙丁戊,己", "甲乙丙丁\n戊，己\n");
}

static void test_indent(void **state)
{
    (void)state;
    struct layout_options options = at(16);
    const struct test_block blocks[] = {
        {{.kind = BLOCK_PARAGRAPH}, "春天来了河里的冰化了"},
        {{.kind = BLOCK_PARAGRAPH},
         "\xE3\x80\x80\xE3\x80\x80"
         "他起来了"},
        {{.kind = BLOCK_PARAGRAPH, .flags = BLOCK_VERSE}, "床前\n\n明月光"},
    };
    check_rows("two em for Chinese", "zh", options, blocks, 3,
               "    春天来了河里\n的冰化了\n　　他起来了\n\n床前\n\n明月光\n");
    check_rows("blank rows for others", "en", options, blocks, 2,
               "春天来了河里的冰\n化了\n\n　　他起来了\n");
    /* Rather than that a word which the indent keeps off the row is cut. */
    const struct test_block word = {{.kind = BLOCK_PARAGRAPH}, "international人们"};
    options.columns = 18;
    check_rows("a word that fits beside it", "zh", options, &word, 1, "    international\n人们\n");
    options.columns = 15;
    check_rows("a word that takes half of it", "zh", options, &word, 1, "  international\n人们\n");
    options.columns = 14;
    check_rows("a word that takes all", "zh", options, &word, 1, "international\n人们\n");
    options.columns = 12;
    check_rows("a word that is wider", "zh", options, &word, 1, "    internat\nional人们\n");
    options.columns = 16;
    options.paragraph = PARAGRAPH_BOTH;
    check_rows("both", "en", options, blocks, 2, "    春天来了河里\n的冰化了\n\n　　他起来了\n");
}

static void test_justify(void **state)
{
    (void)state;
    struct layout_options options = at(20);
    options.justifies = true;
    check_paragraph("word spaces", "en", options, "the old lamp of a house near here",
                    "the old  lamp  of  a\nhouse near here\n");
    check_paragraph("between Han", "zh", options, "这台机器运行的是Debian系统吗这台机器运",
                    "这台 机器 运行 的 是\nDebian系统吗这台机器\n运\n");
}

static void test_ruby(void **state)
{
    (void)state;
    check_paragraph("a reading behind its base*", "ja", at(30), "{kanji|yomi} desu",
                    "kanji（yomi） desu\n");
    check_paragraph("kept with its base*", "ja", at(14), "abc {kanji|yo} de",
                    "abc\nkanji（yo） de\n");
    check_paragraph("a reading too long*", "ja", at(12), "{kanji|yomiyomiyomi} de",
                    "kanji（yom）\nde\n");
}

static void test_bidi(void **state)
{
    (void)state;
    check_paragraph("Hebrew is right-aligned", "he", at(10), "שלום (אב)", " (בא) םולש\n");
    check_paragraph("Hebrew in a Latin paragraph", "en", at(20), "abc שלום def", "abc םולש def\n");
    check_paragraph("rows in logical order", "he", at(8), "אבגד הוזח", "    דגבא\n    חזוה\n");
}

static void test_marks_flood(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_append(&text, STR("xy"));
    for (unsigned i = 0; i < 300; i++)
        buffer_append(&text, STR("\xCC\x81"));
    buffer_append(&text, STR("z"));
    const struct test_block block = {{.kind = BLOCK_PARAGRAPH}, text.bytes};
    struct document *document = make_document("en", &block, 1, false);
    struct layout_options options = at(8);
    struct layout *layout = layout_new(document, &options);
    struct row_cursor cursor;
    struct row row = {0};
    assert_true(layout_first(layout, &cursor));
    layout_row(layout, cursor, &row);
    assert_int_equal(row.columns, 3);
    assert_int_equal(row.end, document->text.length);
    assert_false(layout_next(layout, &cursor));
    row_release(&row);
    layout_free(layout);
    document_free(document);
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinsoku),     cmocka_unit_test(test_long_unit),
        cmocka_unit_test(test_forced_cut),  cmocka_unit_test(test_hanging),
        cmocka_unit_test(test_gaps),        cmocka_unit_test(test_fullwidth_marks),
        cmocka_unit_test(test_indent),      cmocka_unit_test(test_justify),
        cmocka_unit_test(test_ruby),        cmocka_unit_test(test_bidi),
        cmocka_unit_test(test_marks_flood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
