/* Decoding: WHATWG's answer for every kind of bad byte, each counted once, no ASCII swallowed. */
#include "text_test.h"

#include "base/memory.h"
#include "text/charset_internal.h"

struct decoding_case {
    const char *label;
    struct str bytes;
    struct str expected;
    size_t replaced;
};

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define BAD "\xEF\xBF\xBD"

static const struct decoding_case cases[] = {
    /* a lead byte before markup */
    {"gbk", TEXT("\x81<b>"), TEXT(BAD "<b>"), 1},
    {"gbk", TEXT("\xA1\">x\xFE"), TEXT(BAD "\">x" BAD), 2},
    {"big5", TEXT("\x81<b>\xA1\">"), TEXT(BAD "<b>" BAD "\">"), 2},
    {"big5",
     TEXT("\x81"
          "A"),
     TEXT(BAD "A"), 1},
    {"shift_jis", TEXT("\x81<b>\x81\">"), TEXT(BAD "<b>" BAD "\">"), 2},
    {"euc-jp", TEXT("\xA1<\x8E<\x8F<\x8F\xA1<"), TEXT(BAD "<" BAD "<" BAD "<" BAD "<"), 4},
    {"euc-kr",
     TEXT("\x81<\xC9"
          "A\xFE["),
     TEXT(BAD "<" BAD "A" BAD "["), 3},
    /* GB 18030 */
    {"gb18030", TEXT("\xC4\xE3\x80\xFF"), TEXT("你€" BAD), 1},
    {"gb2312", TEXT("\x81\x40\xA2\xE3"), TEXT("丂€"), 0},
    {"gb18030", TEXT("\x81\x30\x81\x30"), TEXT("\xC2\x80"), 0},
    {"gb18030", TEXT("\x84\x31\xA4\x37"), TEXT(BAD), 0},
    {"gb18030", TEXT("\xFE\x39\xFE\x39"), TEXT(BAD), 1},
    {"gb18030", TEXT("\x95\x32\x82\x36\xE3\x32\x9A\x35"), TEXT("𠀀\xF4\x8F\xBF\xBF"), 0},
    {"gb18030", TEXT("\x81\x30"), TEXT(BAD), 1},
    {"gb18030", TEXT("a\x81\x30\x81"), TEXT("a" BAD), 1},
    {"gb18030", TEXT("\x81\x30<\x81\x30\x81<"), TEXT(BAD "0<" BAD "0" BAD "<"), 3},
    {"gb18030", TEXT("\xA6\xD9\xFE\x59"), TEXT("︐龴"), 0},
    /* Big5 */
    {"big5", TEXT("\xA7\x41\xA6\x6E\x87\x40"), TEXT("你好䏰"), 0},
    {"big5", TEXT("\x88\x62\x88\x64\x88\xA3\x88\xA5"), TEXT("Ê̄Ê̌ê̄ê̌"), 0},
    {"big5", TEXT("\x81\xFE\x80\xFF"), TEXT(BAD BAD BAD), 3},
    /* Japanese */
    {"sjis", TEXT("\x93\xFA\x96{\xB1\\~\x87@"), TEXT("日本ｱ\\~①"), 0},
    {"sjis", TEXT("\xA0\xFD\xFE\xFF\x85\x9E"), TEXT(BAD BAD BAD BAD BAD), 5},
    {"euc-jp", TEXT("\xC6\xFC\xCB\xDC\x8E\xB1\x8F\xB0\xA1\xA1\xC1\xAD\xA1"), TEXT("日本ｱ丂～①"), 0},
    {"euc-jp", TEXT("\x80\xA0\xFF\xA9\xA1"), TEXT(BAD BAD BAD BAD), 4},
    {"iso-2022-jp", TEXT("a\x1B$B$\"\x1B(J\\~\x1B(I1\x1B(B<"), TEXT("aあ¥‾ｱ<"), 0},
    {"iso-2022-jp", TEXT("\x1B$B$\"$\n\x1B(B\xE3\x1B[m"), TEXT("あ" BAD "\n" BAD BAD "[m"), 3},
    /* Korean */
    {"euc-kr", TEXT("\xC7\xD1\xB1\xDB\x8C\x63\x94\xEE"), TEXT("한글똠뷁"), 0},
    {"euc-kr", TEXT("\xFE\xFE\x80\xC9\xA1"), TEXT(BAD BAD BAD), 3},
    /* single bytes: the C1 gaps stay, for the filter */
    {"windows-1252", TEXT("\x80\x81\x9F\xE9"), TEXT("€\xC2\x81Ÿé"), 0},
    {"iso-8859-1",
     TEXT("\x9B"
          "31m\x93x\x94"),
     TEXT("›31m“x”"), 0},
    {"windows-874", TEXT("\xA1\xDB\xFC"), TEXT("ก" BAD BAD), 2},
    {"koi8-r", TEXT("\xD7\xC9\xD3\xCB\xD8"), TEXT("вискь"), 0},
    {"iso-8859-6", TEXT("\xC7\xA1"), TEXT("ا" BAD), 1},
    /* UTF-16 */
    {"utf-16le",
     TEXT("\xFF\xFE\x3D\xD8\x00\xDE\x00\xD8"
          "a\0\x00\xDC"
          "b"),
     TEXT("😀" BAD "a" BAD BAD), 3},
    {"utf-16be", TEXT("\xD8\x3D\xDE\x00\x96\xEA\xD8"), TEXT("😀雪" BAD), 1},
    {"utf-16le", TEXT("\x3D\xD8\x00"), TEXT(BAD), 1},
    {"utf-16", TEXT("\xFE\xFF\x96\xEA"), TEXT("雪"), 0},
    /* UTF-8: maximal subparts */
    {"utf-8", TEXT("\xEF\xBB\xBF\xEF\xBB\xBFé"), TEXT("\xEF\xBB\xBFé"), 0},
    {"utf-8", TEXT("\xEF\xBB\xBF\xFF<"), TEXT(BAD "<"), 1},
    {"utf-8", TEXT("\xED\xA0\x81\xED\xB0\x80"), TEXT(BAD BAD BAD BAD BAD BAD), 6},
    {"utf-8", TEXT("\xC0\x80 \xE0\x80\xAF"), TEXT(BAD BAD " " BAD BAD BAD), 5},
    {"utf-8", TEXT("\xF0\x9F\x98<\xF0\x9F\x98\x80\xE2\x80"), TEXT(BAD "<😀" BAD), 2},
    {"utf-8", TEXT("\xF4\x90\x80\x80\xF8"), TEXT(BAD BAD BAD BAD BAD), 5},
    {"utf-8", TEXT(BAD "e\xCC\x81👩‍👩‍👧\xEF\xBF\xBE"),
     TEXT(BAD "e\xCC\x81👩‍👩‍👧\xEF\xBF\xBE"), 0},
    {"utf-8", TEXT(""), TEXT(""), 0},
};

static void print_bytes(const char *what, struct str bytes)
{
    print_message("  %s", what);
    for (size_t i = 0; i < bytes.length; i++)
        print_message(" %02X", (unsigned char)bytes.bytes[i]);
    print_message("\n");
}

static void decodes_as_whatwg(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct charset_hints hints = {str_from(cases[i].label), STR_NONE, false};
        struct charset_decision decision;
        struct error error;
        CLEANUP_BUFFER struct buffer content = {0};
        buffer_append(&content, cases[i].bytes);
        assert_int_equal(charset_decide(cases[i].bytes, &hints, &decision, &error), STATUS_OK);
        charset_decode(&content, &decision);
        print_message("%s: expected %zu replaced, got %zu\n", cases[i].label, cases[i].replaced,
                      decision.replaced);
        print_bytes("input   ", cases[i].bytes);
        print_bytes("expected", cases[i].expected);
        print_bytes("got     ", buffer_str(&content));
        assert_true(str_equal(buffer_str(&content), cases[i].expected));
        assert_int_equal(decision.replaced, cases[i].replaced);
    }
}

/* Every pair of a lead byte and an ASCII byte: what is no trail byte comes through. */
static void no_markup_byte_is_swallowed(void **state)
{
    (void)state;
    static const char *const labels[] = {"gb18030", "big5",  "shift_jis",    "euc-jp",
                                         "euc-kr",  "utf-8", "windows-1252", "macintosh"};
    for (size_t l = 0; l < ARRAY_LENGTH(labels); l++) {
        for (unsigned lead = 0x80; lead <= 0xFF; lead++) {
            for (const char *ascii = "<>\"&'=/ \n;"; *ascii != '\0'; ascii++) {
                const char bytes[] = {(char)lead, *ascii, '.'};
                const struct charset_hints hints = {str_from(labels[l]), STR_NONE, false};
                struct charset_decision decision;
                struct error error;
                CLEANUP_BUFFER struct buffer content = {0};
                buffer_append(&content, (struct str){bytes, 3});
                assert_int_equal(charset_decide((struct str){bytes, 3}, &hints, &decision, &error),
                                 STATUS_OK);
                charset_decode(&content, &decision);
                if (content.length < 2 || content.bytes[content.length - 2] != *ascii)
                    fail_msg("%s: %02X %02X lost the second", labels[l], lead, (unsigned)*ascii);
                assert_int_equal(utf8_valid_prefix(buffer_str(&content)), content.length);
            }
        }
    }
}

/* Characters that straddle the decoder's chunks, at every offset. */
static void chunks_do_not_show(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        CLEANUP_BUFFER struct buffer content = {0}, expected = {0};
        for (size_t i = 0; i < shift; i++)
            buffer_append_byte(&content, 'x');
        buffer_append(&expected, buffer_str(&content));
        for (size_t i = 0; i < 5000; i++) {
            buffer_append(&content, STR("\xD1\xA9\x95\x32\x82\x36"));
            buffer_append(&expected, STR("雪𠀀"));
        }
        const struct charset_hints hints = {STR_NONE, STR("gbk"), false};
        struct charset_decision decision;
        struct error error;
        assert_int_equal(charset_decide(buffer_str(&content), &hints, &decision, &error),
                         STATUS_OK);
        charset_decode(&content, &decision);
        print_message("shifted by %zu: %s, %zu replaced\n", shift, decision.name,
                      decision.replaced);
        assert_int_equal(decision.replaced, 0);
        assert_true(str_equal(buffer_str(&content), buffer_str(&expected)));
    }
}

/* The whole at once, as one sequence after the other gives it. */
static void expect_as_by_one(const char *label, struct str bytes)
{
    const struct charset *charset = charset_find(str_from(label));
    struct charset_decision decision = {.name = charset->name};
    struct charset_decoder *decoder = charset_decoder_new(charset);
    CLEANUP_BUFFER struct buffer content = {0}, expected = {0};
    size_t replaced = 0;
    for (size_t at = 0; at < bytes.length;) {
        uint32_t code_point;
        at += charset_decoder_next(decoder, bytes, at, &code_point);
        if (code_point == CHARSET_NOTHING)
            continue;
        replaced += code_point == CHARSET_UNDECODABLE;
        if (code_point != CHARSET_UNDECODABLE && code_point & CHARSET_TWO_CODE_POINTS) {
            utf8_append(&expected, (code_point & ~CHARSET_TWO_CODE_POINTS) >> 16);
            code_point &= 0xFFFF;
        }
        utf8_append(&expected, code_point);
    }
    charset_decoder_free(decoder);
    buffer_append(&content, bytes);
    charset_decode(&content, &decision);
    size_t same = 0;
    while (same < content.length && same < expected.length &&
           content.bytes[same] == expected.bytes[same])
        same++;
    if (!str_equal(buffer_str(&content), buffer_str(&expected)) || decision.replaced != replaced)
        fail_msg("%s: expected %zu bytes and %zu replaced, got %zu and %zu; the same up to %zu",
                 label, expected.length, replaced, content.length, decision.replaced, same);
}

/* Letters, pairs of the charset and any bytes, in runs of a few, so that each meets each. */
static void append_random_bytes(struct buffer *out, uint64_t *random)
{
    const size_t count = random_next(random) % 12;
    const uint32_t kind = random_next(random) % 4;
    for (size_t i = 0; i < count; i++) {
        const uint32_t byte = random_next(random);
        buffer_append_byte(out, (char)(kind == 0   ? ' ' + byte % 95
                                       : kind == 1 ? 0xA1 + byte % 0x50
                                       : kind == 2 ? 0x81 + byte % 0x7E
                                                   : byte));
    }
}

static void pairs_are_what_the_decoder_says(void **state)
{
    (void)state;
    static const char *const labels[] = {"gb18030",     "big5",         "shift_jis", "euc-jp",
                                         "euc-kr",      "utf-16le",     "utf-16be",  "utf-8",
                                         "iso-2022-jp", "windows-1252", "koi8-r",    "windows-874"};
    for (size_t l = 0; l < ARRAY_LENGTH(labels); l++) {
        uint64_t random = 1 + l;
        CLEANUP_BUFFER struct buffer bytes = {0};
        buffer_append(&bytes, STR("...")); /* no byte order mark */
        while (bytes.length < 1000000)
            append_random_bytes(&bytes, &random);
        print_message("%s: %zu bytes\n", labels[l], bytes.length);
        expect_as_by_one(labels[l], buffer_str(&bytes));
        for (size_t length = 3; length < 300; length++)
            expect_as_by_one(labels[l], str_slice(buffer_str(&bytes), 0, length));
    }
}

/* Larger than a step, with what was read being given back meanwhile; a text that grows threefold.
 */
static void large_texts_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        struct str unit, expected;
    } rows[] = {
        {"gbk", TEXT("a\xD1\xA9\x95\x32\x82\x36."), TEXT("a雪𠀀.")},
        {"shift_jis", TEXT("\xB1"), TEXT("ｱ")},
        {"utf-16le", TEXT("a\0\xEA\x96"), TEXT("a雪")},
        {"utf-8", TEXT("雪\xFF"), TEXT("雪" BAD)},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer content = {0};
        struct charset_decision decision = {.name = charset_from_label(str_from(rows[i].label))};
        const size_t count = (9 << 20) / rows[i].unit.length;
        for (size_t k = 0; k < count; k++)
            buffer_append(&content, rows[i].unit);
        charset_decode(&content, &decision);
        print_message("%s: expected %zu bytes, got %zu\n", rows[i].label,
                      count * rows[i].expected.length, content.length);
        assert_int_equal(content.length, count * rows[i].expected.length);
        for (size_t k = 0; k < content.length; k += rows[i].expected.length)
            assert_memory_equal(content.bytes + k, rows[i].expected.bytes, rows[i].expected.length);
    }
}

static void well_formed_utf8_stays_where_it_is(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer content = {0};
    buffer_append(&content, STR("Snow, 雪, 눈, e\xCC\x81 👩‍👩‍👧\n"));
    const char *before = content.bytes;
    const size_t length = content.length;
    const struct charset_hints hints = {STR_NONE, STR_NONE, false};
    struct charset_decision decision;
    struct error error;
    assert_int_equal(charset_decide(buffer_str(&content), &hints, &decision, &error), STATUS_OK);
    assert_int_equal(decision.valid_length, length);
    charset_decode(&content, &decision);
    assert_ptr_equal(content.bytes, before);
    assert_int_equal(content.length, length);
}

/* The rest of a cut character is not dropped but shown as one U+FFFD. */
static void a_cut_start_is_counted(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer content = {0};
    /* 清晨的市场里，卖花的老人把车停在桥边 in GBK, without its first byte */
    buffer_append(&content, STR("\xE5\xB3\xBF\xB5\xC4\xCA\xD0\xB3\xA1\xC0\xEF\xA3\xAC\xC2\xF4\xBB"
                                "\xA8\xB5\xC4\xC0\xCF\xC8\xCB\xB0\xD1\xB3\xB5\xCD\xA3\xD4\xDA\xC7"
                                "\xC5\xB1\xDF"));
    const struct charset_hints hints = {STR_NONE, STR_NONE, false};
    struct charset_decision decision;
    struct error error;
    assert_int_equal(charset_decide(buffer_str(&content), &hints, &decision, &error), STATUS_OK);
    charset_decode(&content, &decision);
    print_message("%s, %zu replaced: %.*s\n", decision.name, decision.replaced,
                  STR_ARGS(buffer_str(&content)));
    assert_string_equal(decision.name, "gb18030");
    assert_int_equal(decision.replaced, 1);
    assert_true(str_equal(buffer_str(&content), STR(BAD "晨的市场里，卖花的老人把车停在桥边")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_as_whatwg),
        cmocka_unit_test(no_markup_byte_is_swallowed),
        cmocka_unit_test(chunks_do_not_show),
        cmocka_unit_test(pairs_are_what_the_decoder_says),
        cmocka_unit_test(large_texts_are_whole),
        cmocka_unit_test(well_formed_utf8_stays_where_it_is),
        cmocka_unit_test(a_cut_start_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
