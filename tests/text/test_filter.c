#include "text_test.h"

#include "text/filter.h"
#include "text/properties.h"

#include <unicode/uchar.h>

static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110010; c++) {
        const uint32_t shown = filter_code_point(c);
        uint32_t expected = c;
        const int8_t type = c > 0x10FFFF ? U_UNASSIGNED : u_charType((UChar32)c);
        if (c < 0x20)
            expected = 0x2400 + c;
        else if (c == 0x7F)
            expected = 0x2421;
        else if (type == U_CONTROL_CHAR || type == U_UNASSIGNED || type == U_SURROGATE ||
                 type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR)
            expected = 0xFFFD;
        else if (u_hasBinaryProperty((UChar32)c, UCHAR_BIDI_CONTROL) ||
                 (c >= 0x206A && c <= 0x206F) || c >> 7 == 0xE0000 >> 7)
            expected = 0xFFFD;
        else if (u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            expected = 0;
        else if (type == U_FORMAT_CHAR && shown == 0)
            expected = 0; /* of interlinear annotations and hieroglyphs */
        if (shown != expected)
            fail_msg("U+%04X: expected U+%04X, got U+%04X", c, expected, shown);
    }
}

static void pieces(void **state)
{
    (void)state;
    static const struct {
        const char *cluster, *expected; /* pieces as "text:width " */
    } cases[] = {
        {"a", "a:1 "},
        {"中", "中:2 "},
        {"“", "“:1 "},
        {"e\xCC\x81", "e\xCC\x81:1 "},
        {"か\xE3\x82\x99", "か\xE3\x82\x99:2 "},
        {"👨‍👩‍👧", "👨:2 👩:2 👧:2 "},
        {"🏳️‍🌈", "🏳:1 🌈:2 "},
        {"🇨🇳", "🇨:1 🇳:1 "},
        {"🇨", "🇨:1 "},
        {"👍🏽", "👍:2 🏽:2 "},
        {"❤️", "❤:1 "},
        {"1️⃣", "1\xE2\x83\xA3:1 "},
        {"葛󠄀", "葛:2 "},
        {"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8:2 "},
        {"\xCC\x81", "◌\xCC\x81:1 "},
        {"\xE1\x85\xA1", "◌\xE1\x85\xA1:1 "},
        {"a\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85",
         "a\xCC\x80\xCC\x81\xCC\x82\xCC\x83:1 "},
        {"\xE2\x80\x8B", ""},
        {"\xEF\xBB\xBF", ""},
        {"\xE3\x85\xA4", ""},
        {"\x1B", "␛:1 "},
        {"\r\n", "␍:1 ␊:1 "},
        {"\xC2\x9B", "�:1 "},
        {"\xE2\x80\xAE", "�:1 "},
        {"\xF3\xA0\x81\x81", "�:1 "},
        {"\xFF", "�:1 "},
        {"क्", "क्:1 "},
        {"षि", "ष:1 ि:1 "},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct display_piece got[16];
        CLEANUP_BUFFER struct buffer out = {0};
        buffer_append_c(&out, "");
        const size_t count = filter_pieces(str_from(cases[i].cluster), 1, got, 16);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(strlen(got[j].bytes), got[j].length);
            buffer_append_format(&out, "%s:%u ", got[j].bytes, got[j].width);
        }
        if (!str_equal(buffer_str(&out), str_from(cases[i].expected)))
            fail_msg("%s: expected %s, got %.*s", spelled(str_from(cases[i].cluster)),
                     cases[i].expected, STR_ARGS(buffer_str(&out)));
    }
    struct display_piece got[2];
    assert_int_equal(filter_pieces(STR("👨‍👩‍👧"), 1, got, 2), 2);
    assert_int_equal(filter_pieces(STR("“"), 2, got, 1), 1);
    assert_int_equal(got[0].width, 2);
}

static void appending(void **state)
{
    (void)state;
    static const struct {
        const char *input, *kept, *flat;
    } cases[] = {
        {"plain é 中文。", "plain é 中文。", "plain é 中文。"},
        {"a\tb\nc\r\nd", "a\tb\nc␍\nd", "a␉b␊c␍␊d"},
        {"\x1B[31mRED", "␛[31mRED", "␛[31mRED"},
        {"x\xE2\x80\xAEy\xE2\x80\xACz", "x�y�z", "x�y�z"},
        {"\xC2\x9B"
         "31m\xC2\x85",
         "�31m�", "�31m�"},
        {"\x9B"
         "31m\xC3",
         "�31m�", "�31m�"},
        {"a\xE2\x80\x8B"
         "b\xC2\xAD"
         "c\xEF\xBB\xBF",
         "abc", "abc"},
        {"中e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81。",
         "中e\xCC\x81\xCC\x81\xCC\x81\xCC\x81。", "中e\xCC\x81\xCC\x81\xCC\x81\xCC\x81。"},
        {"\n\xCC\x81", "\n◌\xCC\x81", "␊◌\xCC\x81"},
        {"\xED\xA0\x81\xF4\x90\x80\x80", "�������", "�������"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int keep = 0; keep < 2; keep++) {
            CLEANUP_BUFFER struct buffer out = {0};
            const char *expected = keep ? cases[i].kept : cases[i].flat;
            filter_append(&out, str_from(cases[i].input), keep);
            if (!str_equal(buffer_str(&out), str_from(expected)))
                fail_msg("case %zu, keep %d: expected %s, got %.*s", i, keep, expected,
                         STR_ARGS(buffer_str(&out)));
        }
    }
}

/* Whatever goes in, nothing comes out that a terminal obeys, and nothing is filtered twice. */
static void random_bytes(void **state)
{
    (void)state;
    uint64_t random = 1;
    CLEANUP_BUFFER struct buffer in = {0}, out = {0}, again = {0};
    for (int round = 0; round < 20000; round++) {
        in.length = out.length = again.length = 0;
        for (int i = 0; i < 12; i++) {
            random_append(&in, &random);
            if (i % 3 == 0)
                buffer_append_byte(&in, (char)random_next(&random));
        }
        filter_append(&out, buffer_str(&in), false);
        filter_append(&again, buffer_str(&out), false);
        /* A jamo on the circle that was put there still has no consonant before it. */
        if (str_find(buffer_str(&out), STR("◌"), 0) == SIZE_MAX &&
            !str_equal(buffer_str(&out), buffer_str(&again)))
            fail_msg("%s: not idempotent", spelled(buffer_str(&in)));
        assert_int_equal(utf8_valid_prefix(buffer_str(&out)), out.length);
        uint32_t c;
        for (size_t i = 0; i < out.length;) {
            i += utf8_decode(buffer_str(&out), i, &c);
            if (code_point_properties(c).display != DISPLAY_SHOW)
                fail_msg("%s: U+%04X came through", spelled(buffer_str(&in)), c);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point),
        cmocka_unit_test(pieces),
        cmocka_unit_test(appending),
        cmocka_unit_test(random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
