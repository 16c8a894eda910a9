/* The checker itself: what it must let through and what it must refuse, and at which byte. */
#include "harness/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void lets_through(void **state)
{
    static const char *const cases[] = {
        "",
        "plain text, é 汉字 かな 한글 e\xCC\x81 👍🏽 🇨🇳\r\n\b",
        "\033[H\033[2J\033[1;24r\033[m\033[38;2;1;2;3m\033[48;5;255m\033[4l\033[?7h",
        "\033[3G\033[4d\033[K\033[1K\033[2L\033[M\033[P\033[3@\033[5X\033[S\033[2T",
        "\033[?1049h\033[?25l\033[?1000h\033[?1006h\033[?12l\033(B\0337\0338\033=\033>",
        "\033[6n\033[c",
        "\033]777;sync;12\033\\",
        "␛[31m is a picture, \xEF\xBF\xBD a replacement, \xEE\x80\x80 private",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stream_complaint complaint;
        if (!stream_is_allowed(cases[i], strlen(cases[i]), STREAM_DEFAULT, &complaint))
            fail_msg("case %zu: %s at %zu", i, complaint.message, complaint.offset);
    }
}

static void refuses(void **state)
{
    /* hostile-inputs A and B01, B02, B11, each behind two harmless bytes. */
    static const char *const cases[] = {
        "\033]0;pwned\007",
        "\033]8;;http://evil/\033\\",
        "\033]8;;http://x\033[31m",
        "\033]52;c;Y3VybA==\007",
        "\033]52;c;?\033\\",
        "\033]50;?\007",
        "\033[21t",
        "\033[22;0;0t",
        "\033[5n",
        "\033[>c",
        "\033[?6n",
        "\033P$q\"p\033\\",
        "\033Z",
        "\033GQ",
        "\033_Gf=32;\033\\",
        "\033^x\033\\",
        "\033Xx\033\\",
        "\033c",
        "\033[!p",
        "\033M",
        "\033D",
        "\033(0",
        "\033[3b",
        "\033[5A",
        "\033[99999999@",
        "\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1m",
        "\033[?1003h",
        "\033[?1h\033[?9999l",
        "\033[38:2:1:2:3m",
        "\033",
        "\033[",
        "\033[12",
        "\033]777;sync;1",
        "\007",
        "\t",
        "\v",
        "\016",
        "\017",
        "\177",
        "\x9B"
        "31m",
        "\xC2\x9B"
        "31m",
        "\xC2\x85",
        "\xE2\x80\xA8",
        "\xE2\x80\xAE",
        "\xE2\x81\xA6",
        "\xD8\x9C",
        "\xE2\x80\x8B",
        "\xEF\xBB\xBF",
        "\xF3\xA0\x81\x81",
        "\xEF\xBF\xBE",
        "\xED\xA0\x81",
        "\xC0\x80",
        "\xE0\x80\xAF",
        "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xC3",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[128] = "ab";
        struct stream_complaint complaint = {.offset = 99};
        memcpy(bytes + 2, cases[i], strlen(cases[i]));
        const size_t length = 2 + strlen(cases[i]);
        if (stream_is_allowed(bytes, length, STREAM_DEFAULT, &complaint))
            fail_msg("case %zu passed", i);
        if (complaint.offset != 2 && i != 27)
            fail_msg("case %zu: complains of byte %zu: %s", i, complaint.offset, complaint.message);
    }
    struct stream_complaint complaint;
    assert_false(stream_is_allowed("a\0b", 3, STREAM_DEFAULT, &complaint));
}

static void allowances_count(void **state)
{
    struct stream_complaint complaint;
    (void)state;
    assert_false(stream_is_allowed("\033[6n", 4, STREAM_SYNC, &complaint));
    assert_false(stream_is_allowed("\033[6n\033[6n", 8, STREAM_PROBE, &complaint));
    assert_false(stream_is_allowed("\033[c\033[c", 6, STREAM_PROBE, &complaint));
    assert_false(stream_is_allowed("\033]777;sync;1\033\\", 14, STREAM_STRICT, &complaint));
    assert_true(stream_is_allowed("\033]52;c;YWI=\033\\", 13, STREAM_COPY, &complaint));
    assert_false(stream_is_allowed("\033]52;c;YW?=\033\\", 13, STREAM_COPY, &complaint));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_through),
        cmocka_unit_test(refuses),
        cmocka_unit_test(allowances_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
