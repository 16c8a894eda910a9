#include "cmocka_prelude.h"

#include "base/memory.h"
#include "text/one_line.h"

static const struct {
    const char *text, *expected;
} rows[] = {
    {"", ""},
    {" \t\n\r ", ""},
    {" lead and trail ", "lead and trail"},
    {"题\n名\r\n\t之三", "题 名 之三"},
    {"図書館の\u3000午後", "図書館の 午後"},
    {"서울의\u2028서점", "서울의 서점"},
    {"e\u0301tude", "\u00e9tude"},
    {"가", "\uac00"},
    {"一👨\u200d👩\u200d👧二 ❤\ufe0f", "一👨\u200d👩\u200d👧二 ❤\ufe0f"},
    {"a\x1b[31mred\x07\x7f", "a\u241b[31mred\u2407\u2421"},
    {"a\xc2\x9b"
     "31m\xc2\x85",
     "a\ufffd31m\ufffd"},
    {"a\xff"
     "b",
     "a\ufffd"
     "b"},
};

static void lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        one_line_append(&got, str_from(rows[i].text));
        if (!str_equal(buffer_str(&got), str_from(rows[i].expected)))
            fail_msg("“%s”: expected “%s”, got “%.*s”", rows[i].text, rows[i].expected,
                     STR_ARGS(buffer_str(&got)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
