#include "text_test.h"

static void decoding_follows_maximal_subparts(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        uint32_t code_point;
        size_t taken;
    } cases[] = {
        {"a", 1, 'a', 1},
        {"\xC3\xA9", 2, 0xE9, 2},
        {"中", 3, 0x4E2D, 3},
        {"か", 3, 0x304B, 3},
        {"한", 3, 0xD55C, 3},
        {"😀", 4, 0x1F600, 4},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4},
        {"\xEF\xBF\xBD", 3, 0xFFFD, 3},
        {"\x80", 1, 0xFFFD, 1},
        {"\xC0\x80", 2, 0xFFFD, 1},
        {"\xE0\x80\xAF", 3, 0xFFFD, 1},
        {"\xED\xA0\x81", 3, 0xFFFD, 1},
        {"\xF4\x90\x80\x80", 4, 0xFFFD, 1},
        {"\xF8\x88\x80\x80\x80", 5, 0xFFFD, 1},
        {"\xE4\xB8", 2, 0xFFFD, 2},
        {"\xE4\xB8z", 3, 0xFFFD, 2},
        {"\xF0\x9F\x98", 3, 0xFFFD, 3},
        {"\xF0\x9Fz", 3, 0xFFFD, 2},
        {"\xC3", 1, 0xFFFD, 1},
        {"\xFF", 1, 0xFFFD, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code_point;
        const size_t taken =
            utf8_decode((struct str){cases[i].bytes, cases[i].length}, 0, &code_point);
        if (taken != cases[i].taken || code_point != cases[i].code_point)
            fail_msg("case %zu: expected U+%04X in %zu, got U+%04X in %zu", i, cases[i].code_point,
                     cases[i].taken, code_point, taken);
    }
}

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110010; c++) {
        char bytes[4];
        uint32_t back;
        const size_t length = utf8_encode(c, bytes);
        const uint32_t expected = (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF ? 0xFFFD : c;
        if (utf8_decode((struct str){bytes, length}, 0, &back) != length || back != expected)
            fail_msg("U+%04X: got U+%04X", c, back);
        if (utf8_valid_prefix((struct str){bytes, length}) != length)
            fail_msg("U+%04X: its encoding is called ill-formed", c);
    }
}

/* What utf8_valid_prefix must equal, by the definition. */
static size_t valid_by_decoding(struct str text)
{
    size_t offset = 0;
    while (offset < text.length) {
        uint32_t code_point;
        const size_t length = utf8_decode(text, offset, &code_point);
        if (code_point == 0xFFFD &&
            !str_starts(str_slice(text, offset, text.length), STR("\xEF\xBF\xBD")))
            break;
        offset += length;
    }
    return offset;
}

static void damage(struct buffer *text, uint64_t *random)
{
    static const char *const wrong[] = {
        "\xE0\x80\x80", "\xF4\x90\x80\x80",
        "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xC0\xAF",     "\xF8\x88\x80\x80",
        "\xE4\xB8",     "\x80",
        "\xFF",         "\xC3",
    };
    if (text->length < 8 || random_next(random) % 3 == 0)
        return;
    const char *bytes = wrong[random_next(random) % (sizeof wrong / sizeof *wrong)];
    memcpy(text->bytes + random_next(random) % (text->length - 4), bytes, strlen(bytes));
}

static void validity_equals_decoding(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 20240113;
    for (int round = 0; round < 100000; round++) {
        text.length = 0;
        for (uint32_t count = random_next(&random) % 60; count > 0; count--)
            random_append(&text, &random);
        damage(&text, &random);
        const size_t expected = valid_by_decoding(buffer_str(&text));
        const size_t got = utf8_valid_prefix(buffer_str(&text));
        if (got != expected)
            fail_msg("round %d: %sexpected %zu, got %zu", round, spelled(buffer_str(&text)),
                     expected, got);
    }
}

static void backwards_equals_forwards(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 77;
    for (int round = 0; round < 20000; round++) {
        text.length = 0;
        for (uint32_t count = 1 + random_next(&random) % 10; count > 0; count--)
            random_append(&text, &random);
        damage(&text, &random);
        const struct str all = buffer_str(&text);
        for (size_t start = 0, end; start < all.length; start = end) {
            uint32_t forwards, backwards;
            end = start + utf8_decode(all, start, &forwards);
            const size_t got = utf8_decode_before(all, end, &backwards);
            if (got != start || forwards != backwards)
                fail_msg("round %d at %zu: %sexpected U+%04X from %zu, got U+%04X from %zu", round,
                         end, spelled(all), forwards, start, backwards, got);
        }
    }
}

static void counting(void **state)
{
    (void)state;
    const struct str text = STR("aé中😀z");
    assert_int_equal(utf8_count(text), 5);
    static const size_t offsets[] = {0, 1, 3, 6, 10, 11, 11};
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        assert_int_equal(utf8_offset(text, i), offsets[i]);
    assert_int_equal(utf8_count(STR_NONE), 0);
    assert_int_equal(utf8_offset(STR_NONE, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_follows_maximal_subparts),
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(validity_equals_decoding),
        cmocka_unit_test(backwards_equals_forwards),
        cmocka_unit_test(counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
