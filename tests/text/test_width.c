#include "text_test.h"

#include "text/filter.h"
#include "text/grapheme.h"
#include "text/properties.h"
#include "text/width.h"

#include <unicode/uchar.h>

static void code_points(void **state)
{
    (void)state;
    static const struct {
        uint32_t code_point;
        unsigned narrow, wide;
    } cases[] = {
        {'a', 1, 1},      {0xA0, 1, 1},    {0xE9, 1, 2},     {0xE7, 1, 1},    {0x4E2D, 2, 2},
        {0x3042, 2, 2},   {0xAC00, 2, 2},  {0xFF0C, 2, 2},   {0xFF71, 1, 1},  {0x3000, 2, 2},
        {0x201C, 1, 2},   {0x2014, 1, 2},  {0x2026, 1, 2},   {0xB7, 1, 2},    {0x2192, 1, 2},
        {0xD7, 1, 2},     {0x2460, 1, 2},  {0x203B, 1, 2},   {0x3248, 1, 2},  {0x4DC0, 1, 1},
        {0x0301, 0, 0},   {0x20E3, 0, 0},  {0x3099, 0, 0},   {0xFE0F, 0, 0},  {0xE0100, 0, 0},
        {0x200B, 0, 0},   {0x200D, 0, 0},  {0xAD, 0, 0},     {0x034F, 0, 0},  {0xFEFF, 0, 0},
        {0x1100, 2, 2},   {0x1161, 0, 0},  {0x11A8, 0, 0},   {0xD7B0, 0, 0},  {0xD7CB, 0, 0},
        {0xA960, 2, 2},   {0x115F, 0, 0},  {0x1160, 0, 0},   {0x3164, 0, 0},  {0xFFA0, 0, 0},
        {0x2800, 1, 1},   {0x2E3A, 1, 1},  {0xFDFD, 1, 1},   {0xE000, 1, 1},  {0xF8FF, 1, 1},
        {0x10FFFD, 1, 1}, {0x31350, 2, 2}, {0x2B739, 2, 2},  {0x1FAE8, 2, 2}, {0x1F6DC, 2, 2},
        {0x1F1E8, 1, 1},  {0x1F3FD, 2, 2}, {0x2764, 1, 1},   {0x1F468, 2, 2}, {0x1B, 1, 1},
        {0x7F, 1, 1},     {0x9B, 1, 2},    {0x202E, 1, 2},   {0xFFFD, 1, 2},  {0xE0041, 1, 2},
        {0x0378, 1, 2},   {0xFFFE, 1, 2},  {0x110000, 1, 2}, {0x0600, 0, 0},  {0x903, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const unsigned narrow = code_point_width(cases[i].code_point, AMBIGUOUS_NARROW);
        const unsigned wide = code_point_width(cases[i].code_point, AMBIGUOUS_WIDE);
        if (narrow != cases[i].narrow || wide != cases[i].wide)
            fail_msg("U+%04X: expected %u %u, got %u %u", cases[i].code_point, cases[i].narrow,
                     cases[i].wide, narrow, wide);
    }
}

/* EastAsianWidth.txt itself, not ICU, which the table was built from. */
static void east_asian_width_file(void **state)
{
    (void)state;
    FILE *file = ucd_open(UCD "EastAsianWidth.txt");
    char line[512];
    size_t wide = 0, ambiguous = 0;
    while (ucd_line(file, line, sizeof line)) {
        char *end;
        uint32_t first = (uint32_t)strtoul(line, &end, 16), last = first;
        if (end[0] == '.')
            last = (uint32_t)strtoul(end + 2, &end, 16);
        const char *value = strchr(end, ';') + 1;
        for (uint32_t c = first; c <= last; c++) {
            const struct properties p = code_point_properties(c);
            if (p.display != DISPLAY_SHOW || p.is_mark || p.grapheme_break == GRAPHEME_HANGUL_V ||
                p.grapheme_break == GRAPHEME_HANGUL_T || u_charType((UChar32)c) == U_FORMAT_CHAR ||
                u_charType((UChar32)c) == U_PRIVATE_USE_CHAR)
                continue;
            const unsigned expected = *value == 'W' || *value == 'F' ? 2 : *value == 'A' ? 3 : 1;
            if (p.width != expected)
                fail_msg("U+%04X (%c): expected %u, got %u", c, *value, expected, p.width);
            wide += expected == 2;
            ambiguous += expected == 3;
        }
    }
    fclose(file);
    /* Both the reference's count of 902 ambiguous code points and the soft hyphen apart from it. */
    assert_in_range(ambiguous, 895, 902);
    assert_true(wide > 100000);
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned narrow, wide;
    } cases[] = {
        {"", 0, 0},
        {"plain text", 10, 10},
        {"中文，说", 8, 8},
        {"“中文”", 6, 8},
        {"e\xCC\x81x", 2, 2},
        {"\xCC\x81", 1, 1},
        {"👨‍👩‍👧", 6, 6},
        {"🇨🇳", 2, 2},
        {"🇨🇳🇯", 3, 3},
        {"❤️", 1, 1},
        {"1️⃣", 1, 1},
        {"👍🏽", 4, 4},
        {"葛󠄀", 2, 2},
        {"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", 2, 2},
        {"a\x1B[31m", 6, 6},
        {"\xFF\x80", 2, 4},
        {"か\xE3\x82\x99", 2, 2},
        {"ab\xE2\x80\x8B\xC2\xAD", 2, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct str text = str_from(cases[i].text);
        const size_t narrow = text_width(text, AMBIGUOUS_NARROW);
        const size_t wide = text_width(text, AMBIGUOUS_WIDE);
        if (narrow != cases[i].narrow || wide != cases[i].wide)
            fail_msg("%s(%s): expected %u %u, got %zu %zu", spelled(text), cases[i].text,
                     cases[i].narrow, cases[i].wide, narrow, wide);
    }
}

/* The columns that are counted are the columns that are drawn, for any text. */
static void counted_is_drawn(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 4;
    for (int round = 0; round < 5000; round++) {
        text.length = 0;
        for (int count = 0; count < 16; count++)
            random_append(&text, &random);
        const enum ambiguous_width ambiguous = round % 2 ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW;
        const struct str all = buffer_str(&text);
        size_t sum = 0;
        for (size_t start = 0, end; start < all.length; start = end) {
            end = grapheme_end(all, start);
            const struct str cluster = str_slice(all, start, end);
            struct display_piece pieces[32];
            const size_t count = filter_pieces(cluster, (int)ambiguous, pieces, 32);
            size_t drawn = 0;
            for (size_t i = 0; i < count; i++)
                drawn += pieces[i].width;
            if (drawn != grapheme_width(cluster, ambiguous))
                fail_msg("%s: counted %u, drawn %zu", spelled(cluster),
                         grapheme_width(cluster, ambiguous), drawn);
            sum += drawn;
        }
        assert_int_equal(text_width(all, ambiguous), sum);
    }
}

static void fitting(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns, length, taken;
    } cases[] = {
        {"中文abc", 0, 0, 0},     {"中文abc", 1, 0, 0}, {"中文abc", 2, 3, 2},
        {"中文abc", 3, 3, 2},     {"中文abc", 5, 7, 5}, {"中文abc", 99, 9, 7},
        {"ae\xCC\x81z", 2, 4, 2}, {"a🇨🇳b", 2, 1, 1},    {"a🇨🇳b", 3, 9, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t taken;
        const size_t length =
            text_fit(str_from(cases[i].text), cases[i].columns, AMBIGUOUS_NARROW, &taken);
        if (length != cases[i].length || taken != cases[i].taken)
            fail_msg("%s in %zu: expected %zu bytes %zu columns, got %zu %zu", cases[i].text,
                     cases[i].columns, cases[i].length, cases[i].taken, length, taken);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points), cmocka_unit_test(east_asian_width_file),
        cmocka_unit_test(strings),     cmocka_unit_test(counted_is_drawn),
        cmocka_unit_test(fitting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
