#include "cmocka_prelude.h"

#include "base/memory.h"
#include "text/words.h"

#include <string.h>

/* What is between the bars is a word; what is not, is left out. */
static const struct {
    const char *text, *expected;
} rows[] = {
    {"", ""},
    {"The ferry's at 7:30, isn't it?", "The|ferry's|at|7|30|isn't|it"},
    {"全国质量月活动", "全国|质量|月|活动"},
    {"他从不钓鱼。", "他|从不|钓鱼"},
    {"C语言与macOS免费", "C|语言|与|macOS|免费"},
    {"図書館の午後", "図書館|の|午後"},
    {"서울의 오래된 서점들", "서울의|오래된|서점들"},
    {"cafe\u0301 au lait", "cafe\u0301|au|lait"},
    {"一👨‍👩‍👧二", "一|二"},
    {"——……！", ""},
    {"a\xff"
     "b",
     "a|b"},
    {"กินข้าว", "กิน|ข้าว"},
};

static void words(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct match *found;
        struct str text = str_from(rows[i].text);
        size_t count = words_find(text, &found);
        buffer_append_c(&got, "");
        for (size_t j = 0; j < count; j++)
            buffer_append_format(&got, "%s%.*s", j ? "|" : "",
                                 STR_ARGS(str_slice(text, found[j].start, found[j].end)));
        free(found);
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", rows[i].text, rows[i].expected, got.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words)};
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
