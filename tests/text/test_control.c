#include "text_test.h"

#include "base/memory.h"
#include "text/control.h"

/* The definition, code point by code point. */
static size_t expected_prefix(struct str text)
{
    for (size_t i = 0; i < text.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(text, i, &code_point);
        if ((code_point < 0x20 && code_point != '\n' && code_point != '\t') ||
            (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
            code_point == 0x2029)
            return i;
        i += length;
    }
    return text.length;
}

/* Every code point up to U+3100, at every place of the scanned stretches and their ends. */
static void controls_are_found_anywhere(void **state)
{
    (void)state;
    static const char *const around[] = {"斋“か”한 e\xCC\x81\xC2\xA0\xE2\x80\xA7👩",
                                         "\xE2\x80\xA6\xC3\x80\xE3\x80\x80~ \n\t"};
    for (uint32_t code_point = 0; code_point < 0x3100; code_point++) {
        CLEANUP_BUFFER struct buffer text = {0};
        for (size_t i = code_point % 7; i > 0; i--)
            buffer_append_c(&text, around[i % 2]);
        utf8_append(&text, code_point);
        for (size_t i = code_point % 5; i > 0; i--)
            buffer_append_c(&text, around[i % 2]);
        const size_t expected = expected_prefix(buffer_str(&text));
        const size_t got = control_free_prefix(buffer_str(&text));
        if (got != expected)
            fail_msg("input %s\nexpected %zu\ngot %zu", spelled(buffer_str(&text)), expected, got);
    }
}

static void ends_are_not_read_over(void **state)
{
    (void)state;
    for (size_t length = 0; length < 200; length++) {
        CLEANUP_FREE char *bytes = memory_new(length + 1);
        for (size_t i = 0; i < length; i++)
            bytes[i] = "\xE2\x80\xA6"[i % 3];
        CLEANUP_FREE char *exact = memory_copy(bytes, length); /* for the sanitizer */
        assert_int_equal(control_free_prefix((struct str){exact, length}), length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_are_found_anywhere),
        cmocka_unit_test(ends_are_not_read_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
