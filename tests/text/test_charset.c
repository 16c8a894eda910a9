/* Labels, the prescan, and what the decision is when the sources disagree. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "text/charset.h"
#include "text/utf8.h"

#include <string.h>

/* "雪夜里，老人独自走过石桥。" and the like in the charsets. */
#define UTF8_CHINESE                                                                               \
    "\xE9\x9B\xAA\xE5\xA4\x9C\xE9\x87\x8C\xEF\xBC\x8C\xE8\x80\x81\xE4\xBA\xBA\xE7\x8B\xAC"         \
    "\xE8\x87\xAA\xE8\xB5\xB0\xE8\xBF\x87\xE7\x9F\xB3\xE6\xA1\xA5\xE3\x80\x82"
#define GBK_CHINESE                                                                                \
    "\xD1\xA9\xD2\xB9\xC0\xEF\xA3\xAC\xC0\xCF\xC8\xCB\xB6\xC0\xD7\xD4\xD7\xDF\xB9\xFD\xCA\xAF\xC7" \
    "\xC5\xA1\xA3"
#define SJIS_JAPANESE                                                                              \
    "\x92\xA9\x82\xCC\x8E\x73\x8F\xEA\x82\xC5\x8B\x9B\x82\xF0\x94\x84\x82\xC1\x82\xC4\x82\xA2\x82" \
    "\xE9\x81\x42"
#define KOREAN_EUC "\xBE\xC6\xC4\xA7\xBF\xA1 \xBD\xC3\xC0\xE5\xC0\xBB \xBF\xAD\xBE\xFA\xB4\xD9."
#define WESTERN "D\xE9j\xE0 l\x92\xE9t\xE9, les r\xEAves d\x92une for\xEAt na\xEFve."

struct decision_case {
    const char *name;
    struct str bytes;
    const char *container;
    bool is_markup;
    const char *expected;
    enum charset_source source;
};

static const struct decision_case cases[] = {
    {"ascii is UTF-8", {"plain text\n", 11}, "", false, "UTF-8", CHARSET_FROM_UTF8},
    {"nothing is UTF-8", {"", 0}, "", true, "UTF-8", CHARSET_FROM_UTF8},
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
    {"UTF-8", TEXT(UTF8_CHINESE), "", false, "UTF-8", CHARSET_FROM_UTF8},
    {"UTF-8 with a BOM", TEXT("\xEF\xBB\xBF" UTF8_CHINESE), "gbk", false, "UTF-8",
     CHARSET_FROM_BOM},
    {"BOM against bytes", TEXT("\xEF\xBB\xBF" GBK_CHINESE), "gbk", false, "UTF-8",
     CHARSET_FROM_BOM},
    {"UTF-16 BOM",
     TEXT("\xFF\xFE"
          "a\0b\0"),
     "utf-8", true, "UTF-16LE", CHARSET_FROM_BOM},
    {"UTF-16BE BOM", TEXT("\xFE\xFF\0a\0b"), "", true, "UTF-16BE", CHARSET_FROM_BOM},
    {"UTF-8 cut at the end", TEXT("\xE9\x9B\xAA\xE5\xA4\x9C and \xE9\x87"), "", false, "UTF-8",
     CHARSET_FROM_UTF8},
    {"UTF-8 cut at the start", TEXT("\x9B\xAA\xE5\xA4\x9C and snow"), "", false, "UTF-8",
     CHARSET_FROM_UTF8},
    {"container", TEXT(GBK_CHINESE), "gb2312", false, "gb18030", CHARSET_FROM_CONTAINER},
    {"container, unknown label", TEXT(GBK_CHINESE), "unknown-8bit", false, "gb18030",
     CHARSET_FROM_CONTENT},
    {"container before meta", TEXT("<meta charset=big5>" GBK_CHINESE), "gbk", true, "gb18030",
     CHARSET_FROM_CONTAINER},
    {"meta", TEXT("<meta charset=shift_jis><p>" SJIS_JAPANESE), "", true, "Shift_JIS",
     CHARSET_FROM_META},
    {"meta in plain text is text", TEXT("<meta charset=big5><p>" GBK_CHINESE), "", false, "gb18030",
     CHARSET_FROM_CONTENT},
    {"xml", TEXT("<?xml version='1.0' encoding='euc-kr'?><p>" KOREAN_EUC), "", true, "EUC-KR",
     CHARSET_FROM_XML},
    {"declared GBK, bytes UTF-8", TEXT("<meta charset=gbk>" UTF8_CHINESE), "", true, "UTF-8",
     CHARSET_FROM_UTF8},
    {"declared latin1, bytes UTF-8", TEXT(UTF8_CHINESE), "iso-8859-1", true, "UTF-8",
     CHARSET_FROM_UTF8},
    {"declared UTF-8, bytes GBK", TEXT(GBK_CHINESE), "utf-8", true, "gb18030",
     CHARSET_FROM_CONTENT},
    {"declared UTF-8 by meta, bytes SJIS", TEXT("<meta charset=utf-8>" SJIS_JAPANESE), "", true,
     "Shift_JIS", CHARSET_FROM_CONTENT},
    {"declared latin1, bytes GBK", TEXT("<meta charset=iso-8859-1>" GBK_CHINESE GBK_CHINESE), "",
     true, "gb18030", CHARSET_FROM_CONTENT},
    {"declared latin1, bytes western", TEXT(WESTERN), "iso-8859-1", false, "windows-1252",
     CHARSET_FROM_CONTAINER},
    {"declared latin2, believed", TEXT("za\xBF\xF3\xB3\xE6 g\xEA\xB6l\xB1 ja\xBC\xF1"),
     "iso-8859-2", false, "ISO-8859-2", CHARSET_FROM_CONTAINER},
    {"declared UTF-16, bytes ASCII", TEXT("<p>plain</p>"), "utf-16", true, "UTF-8",
     CHARSET_FROM_UTF8},
    {"meta UTF-16 is UTF-8", TEXT("<meta charset=utf-16le><p>\xC3\xA9t\xC3\xA9"), "", true, "UTF-8",
     CHARSET_FROM_META},
    {"declared UTF-7", TEXT("<meta charset=utf-7>+ADw-script+AD4-"), "", true, "UTF-8",
     CHARSET_FROM_UTF8},
    {"ISO-2022-JP by its escapes", TEXT("\x1B$B$\"$$$&F|K\\\x1B(B"), "", false, "ISO-2022-JP",
     CHARSET_FROM_CONTENT},
    {"escapes that are no Japanese", TEXT("\x1B$B\x01\x7F\x1B[31m"), "", false, "UTF-8",
     CHARSET_FROM_UTF8},
    {"UTF-16 by its zero bytes", TEXT("T\0h\0e\0 \0s\0n\0o\0w\0 \0f\0e\0l\0l\0.\0"), "", true,
     "UTF-16LE", CHARSET_FROM_CONTENT},
    {"a zero byte is no UTF-16", TEXT("The snow\0fell all night."), "", false, "UTF-8",
     CHARSET_FROM_UTF8},
    {"ASCII that would pair to Han", TEXT("-=-=-=-=-=-=-=-= caf\xE9 -=-=-=-=-=-=-=-="), "", false,
     "windows-1252", CHARSET_FROM_CONTENT},
    {"declared UTF-8, one western byte", TEXT("<meta charset=utf-8>Don\x92t stop."), "", true,
     "windows-1252", CHARSET_FROM_CONTENT},
    {"tags do not count", TEXT("<p title=\"\xE9\xE8\xE0\">" SJIS_JAPANESE "</p>"), "", true,
     "Shift_JIS", CHARSET_FROM_CONTENT},
    {"only tags", TEXT("<p title=\"" SJIS_JAPANESE "\">plain</p>"), "", true, "Shift_JIS",
     CHARSET_FROM_CONTENT},
    {"a '<' that nothing closes", TEXT("1 <a " GBK_CHINESE), "", true, "gb18030",
     CHARSET_FROM_CONTENT},
    {"windows-1252 by content", TEXT(WESTERN), "", false, "windows-1252", CHARSET_FROM_CONTENT},
    {"half-width katakana", TEXT("\xBA\xDD\xCB\xDF\xAD\xB0\xC0\x82\xCC\x90\xDD\x92\xE8\x82\xF0"),
     "", false, "Shift_JIS", CHARSET_FROM_CONTENT},
};

static void decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct charset_hints hints = {STR_NONE, str_from(cases[i].container),
                                            cases[i].is_markup};
        struct charset_decision decision;
        struct error error;
        assert_int_equal(charset_decide(cases[i].bytes, &hints, &decision, &error), STATUS_OK);
        print_message("%s: expected %s by %s, got %s by %s, %.2f\n", cases[i].name,
                      cases[i].expected, charset_source_name(cases[i].source), decision.name,
                      charset_source_name(decision.source), decision.confidence);
        assert_string_equal(decision.name, cases[i].expected);
        assert_int_equal(decision.source, cases[i].source);
        assert_true(decision.confidence >= 0.5 && decision.confidence <= 1);
    }
}

static void one_bad_byte_leaves_utf8(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer page = {0};
    for (int i = 0; i < 50; i++)
        buffer_append(&page, STR(UTF8_CHINESE));
    buffer_append(&page, STR("\xFF\n" UTF8_CHINESE));
    static const char *const containers[] = {"", "utf-8", "gbk"};
    for (size_t i = 0; i < ARRAY_LENGTH(containers); i++) {
        const struct charset_hints hints = {STR_NONE, str_from(containers[i]), true};
        struct charset_decision decision;
        struct error error;
        CLEANUP_BUFFER struct buffer content = {0};
        buffer_append(&content, buffer_str(&page));
        assert_int_equal(charset_decide(buffer_str(&page), &hints, &decision, &error), STATUS_OK);
        charset_decode(&content, &decision);
        print_message("declared '%s': expected UTF-8 and 1 replaced, got %s and %zu\n",
                      containers[i], decision.name, decision.replaced);
        assert_string_equal(decision.name, "UTF-8");
        assert_int_equal(decision.replaced, 1);
        assert_int_equal(content.length, page.length + 2);
    }
}

static void the_user_is_obeyed(void **state)
{
    (void)state;
    const struct charset_hints hints = {STR(" Big5-HKSCS "), STR("utf-8"), true};
    struct charset_decision decision;
    struct error error = {""};
    assert_int_equal(
        charset_decide(STR("\xEF\xBB\xBF<meta charset=gbk>"), &hints, &decision, &error),
        STATUS_OK);
    assert_string_equal(decision.name, "Big5");
    assert_int_equal(decision.source, CHARSET_FROM_USER);
    assert_true(decision.confidence == 1.0);
}

static void an_unknown_label_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *label, *suggestion;
    } labels[] = {{"utf9", "UTF-8"},          {"gb2321", "gb18030"},
                  {"shift-jus", "Shift_JIS"}, {"windows-1259", "windows-125"},
                  {"big6", "Big5"},           {"utf-7", "UTF-8"}};
    for (size_t i = 0; i < ARRAY_LENGTH(labels); i++) {
        const struct charset_hints hints = {str_from(labels[i].label), STR_NONE, false};
        struct charset_decision decision = {.name = "untouched"};
        struct error error = {""};
        assert_int_equal(charset_decide(STR("x"), &hints, &decision, &error), STATUS_USAGE);
        print_message("%s\n", error.message);
        assert_non_null(strstr(error.message, labels[i].label));
        assert_non_null(strstr(error.message, labels[i].suggestion));
        assert_string_equal(decision.name, "untouched");
    }
}

static void labels_are_whatwgs(void **state)
{
    (void)state;
    static const struct {
        const char *label, *name;
    } labels[] = {
        {"UTF8", "UTF-8"},
        {"gb2312", "gb18030"},
        {"GBK", "gb18030"},
        {"\tx-gbk\n", "gb18030"},
        {"sjis", "Shift_JIS"},
        {"windows-31j", "Shift_JIS"},
        {"ks_c_5601-1987", "EUC-KR"},
        {"windows-949", "EUC-KR"},
        {"big5-hkscs", "Big5"},
        {"latin1", "windows-1252"},
        {"ascii", "windows-1252"},
        {"ISO-8859-1", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"tis-620", "windows-874"},
        {"koi8-ru", "KOI8-U"},
        {"utf-16", "UTF-16LE"},
        {"unicodefffe", "UTF-16BE"},
        {"x-user-defined", "windows-1252"},
        {"iso-2022-jp", "ISO-2022-JP"},
        {"x-euc-jp", "EUC-JP"},
        {"visual", "ISO-8859-8"},
        {"utf-7", NULL},
        {"hz-gb-2312", NULL},
        {"iso-2022-kr", NULL},
        {"iso-2022-cn", NULL},
        {"replacement", NULL},
        {"", NULL},
        {"utf-8 utf8", NULL},
        {"utf", NULL},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(labels); i++) {
        const char *name = charset_from_label(str_from(labels[i].label));
        print_message("'%s': expected %s, got %s\n", labels[i].label,
                      labels[i].name != NULL ? labels[i].name : "none",
                      name != NULL ? name : "none");
        assert_int_equal(name == NULL, labels[i].name == NULL);
        if (name != NULL)
            assert_string_equal(name, labels[i].name);
    }
}

static void the_prescan_is_whatwgs(void **state)
{
    (void)state;
    /* Followed by bytes that are Latin-2 as well as anything: what is declared is what counts. */
    static const struct {
        const char *page, *expected;
    } pages[] = {
        {"<meta charset=koi8-r>", "KOI8-R"},
        {"<META\tCHARSET = \"koi8-r\" >", "KOI8-R"},
        {"<meta/charset='koi8-r'/>", "KOI8-R"},
        {"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "KOI8-R"},
        {"<meta content='text/html; charset = \"koi8-r\"' http-equiv=content-type>", "KOI8-R"},
        {"<meta content='text/html; charset=koi8-r'>", NULL},
        {"<meta http-equiv=refresh content='text/html; charset=koi8-r'>", NULL},
        {"<meta content='charset; charset=koi8-r;x' http-equiv=content-type>", "KOI8-R"},
        {"<!-- <meta charset=koi8-r> -->", NULL},
        {"<!--><meta charset=koi8-r>", "KOI8-R"},
        {"<!-- > <meta charset=big5> --><meta charset=koi8-r>", "KOI8-R"},
        {"<p title='<meta charset=koi8-r>'>", NULL},
        {"<p title=\">\"><meta charset=koi8-r>", "KOI8-R"},
        {"</p x='<meta charset=big5>'><meta charset=koi8-r>", "KOI8-R"},
        {"<!doctype html><?php ?><meta charset=koi8-r>", "KOI8-R"},
        {"<meta charset=nonsense><meta charset=koi8-r>", "KOI8-R"},
        {"<meta charset=koi8-r><meta charset=big5>", "KOI8-R"},
        {"<meta charset=koi8-r charset=big5>", "KOI8-R"},
        {"<metadata charset=koi8-r>", NULL},
        {"<meta name=charset content=koi8-r>", NULL},
        {"<meta charset=\"koi8-r>", NULL},
        {"<meta charset=x-user-defined>", "windows-1252"},
        {"<noscript><meta charset=koi8-r></noscript>", "KOI8-R"},
        {"<meta charset=koi8-r", NULL},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(pages); i++) {
        const struct charset_hints hints = {STR_NONE, STR_NONE, true};
        struct charset_decision decision;
        struct error error;
        assert_int_equal(charset_decide(str_from(pages[i].page), &hints, &decision, &error),
                         STATUS_OK);
        print_message("%s: expected %s, got %s by %s\n", pages[i].page,
                      pages[i].expected != NULL ? pages[i].expected : "nothing declared",
                      decision.name, charset_source_name(decision.source));
        assert_int_equal(decision.source == CHARSET_FROM_META, pages[i].expected != NULL);
        if (pages[i].expected != NULL)
            assert_string_equal(decision.name, pages[i].expected);
    }
}

static void the_prescan_ends_after_1024_bytes(void **state)
{
    (void)state;
    for (size_t padding = 1000; padding < 1024; padding++) {
        CLEANUP_BUFFER struct buffer page = {0};
        for (size_t i = 0; i < padding; i++)
            buffer_append_byte(&page, ' ');
        buffer_append_c(&page, "<meta charset=koi8-r><p>text");
        const struct charset_hints hints = {STR_NONE, STR_NONE, true};
        struct charset_decision decision;
        struct error error;
        assert_int_equal(charset_decide(buffer_str(&page), &hints, &decision, &error), STATUS_OK);
        print_message("meta at %zu: got %s by %s\n", padding, decision.name,
                      charset_source_name(decision.source));
        assert_int_equal(decision.source == CHARSET_FROM_META,
                         padding + strlen("<meta charset=koi8-r>") <= 1024);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decides),
        cmocka_unit_test(one_bad_byte_leaves_utf8),
        cmocka_unit_test(the_user_is_obeyed),
        cmocka_unit_test(an_unknown_label_is_refused),
        cmocka_unit_test(labels_are_whatwgs),
        cmocka_unit_test(the_prescan_is_whatwgs),
        cmocka_unit_test(the_prescan_ends_after_1024_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
