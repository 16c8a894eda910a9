#include "text_test.h"

#include "text/properties.h"

static void scripts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum script script;
    } cases[] = {
        {"aZéＡ", SCRIPT_LATIN},
        {"λΩ", SCRIPT_GREEK},
        {"жЯ", SCRIPT_CYRILLIC},
        {"中〇々𠀀", SCRIPT_HAN},
        {"あん", SCRIPT_HIRAGANA},
        {"アｱ", SCRIPT_KATAKANA},
        {"ㄅ", SCRIPT_BOPOMOFO},
        {"한ㄱ", SCRIPT_HANGUL},
        {"ب", SCRIPT_ARABIC},
        {"א", SCRIPT_HEBREW},
        {"ก", SCRIPT_THAI},
        {"कᠠ", SCRIPT_OTHER},
        {"1 ，。“—\xCC\x81٣०😀", SCRIPT_COMMON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct str text = str_from(cases[i].text);
        for (size_t at = 0; at < text.length;) {
            uint32_t c;
            at += utf8_decode(text, at, &c);
            if (code_point_properties(c).script != cases[i].script)
                fail_msg("U+%04X: expected script %d, got %d", c, (int)cases[i].script,
                         (int)code_point_properties(c).script);
        }
    }
    assert_true(script_is_cjk(SCRIPT_HAN) && script_is_cjk(SCRIPT_HANGUL));
    assert_false(script_is_cjk(SCRIPT_LATIN) || script_is_cjk(SCRIPT_ARABIC));
}

/* One letter a fact: l letter, d digit, m mark, s space, p punctuation, u upper, r right-to-left,
 * ( opening, ) closing. */
static void facts(void **state)
{
    (void)state;
    static const struct {
        uint32_t code_point;
        const char *expected;
    } cases[] = {
        {'a', "l"},     {'A', "lu"},    {'5', "d"},     {' ', "s"},     {'\n', "s"},
        {'(', "p("},    {')', "p)"},    {'.', "p"},     {'$', ""},      {0x4E2D, "l"},
        {0x2160, "lu"}, {0x3007, "l"},  {0x3000, "s"},  {0xA0, "s"},    {0x200B, ""},
        {0x0301, "m"},  {0x0903, "m"},  {0x201C, "p("}, {0x201D, "p)"}, {0x2018, "p("},
        {0x300C, "p("}, {0x300D, "p)"}, {0xFF0C, "p"},  {0x05D0, "lr"}, {0x0628, "lr"},
        {0x0663, "d"},  {0x1F600, ""},  {0x0378, ""},   {0x10FFFF, ""}, {0x200F, "r"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct properties p = code_point_properties(cases[i].code_point);
        const bool has[] = {p.is_letter,        p.is_digit,       p.is_mark,
                            p.is_space,         p.is_punctuation, p.is_upper,
                            p.is_right_to_left, p.is_opening,     p.is_closing};
        char got[16];
        size_t length = 0;
        for (size_t j = 0; j < sizeof has / sizeof *has; j++)
            if (has[j])
                got[length++] = "ldmspur()"[j];
        got[length] = '\0';
        if (strcmp(got, cases[i].expected) != 0)
            fail_msg("U+%04X: expected \"%s\", got \"%s\"", cases[i].code_point, cases[i].expected,
                     got);
    }
}

static void beyond_unicode(void **state)
{
    (void)state;
    assert_int_equal(code_point_properties(0x110000).display, DISPLAY_REPLACE);
    assert_int_equal(code_point_properties(UINT32_MAX).display, DISPLAY_REPLACE);
    assert_int_equal(sizeof(struct properties), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(scripts), cmocka_unit_test(facts),
                                       cmocka_unit_test(beyond_unicode)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
