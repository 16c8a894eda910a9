/* What a regular expression cannot do without. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "find/regex_words.h"

#include <string.h>

static void words(void **state)
{
    static const struct {
        const char *pattern, *words;
    } cases[] = {
        {"质量", "质量\n"},
        {"质量.{0,3}振兴", "质量 振兴\n"},
        {"质量|数量?的", "质量\n数 的\n"},
        {"质量|x", ""},
        {"质+量*的", "质 的\n"},
        {"质{1,2}量{0}的{,3}", "质\n"},
        {"質量報告", "質量報告\n"},
        {"C语言", "语言\n"},
        {"\\berror code", "error code\n"},
        {"^error", "error\n"},
        {"error", ""},
        {" errors?", "error\n"},
        {" er+or", ""},
        {"(质|量)的", "的\n"},
        {"[质量]的", "的\n"},
        {"[]质]的[^]的]", "的\n"},
        {"(a[)]质)量", "量\n"},
        {"(a\\)质)量", "量\n"},
        {"第\\d+条", "第 条\n"},
        {"第\\p{Han}条\\pL款", "第 条 款\n"},
        {"第\\p", "第\n"},
        {"第\\.条", "第 条\n"},
        {"\\x{8d28}量", ""},
        {"(?x) 质 量", ""},
        {"\\Q质量\\E", ""},
        {"(?:质)量", "量\n"},
        {"かな한글é々", ""},
        {" 國", "國\n"},
        {" 國後*", "國\n"},
        {"", ""},
        {"|", ""},
        {"质|", ""},
        {"(质", ""},
        {"[质", ""},
        {"质{2", "质\n"},
        {"质\\", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        regex_append_words(str_from(cases[i].pattern), &out);
        buffer_append_byte(&out, '\0');
        if (strcmp(out.bytes, cases[i].words) != 0)
            fail_msg("%s: expected “%s”, got “%s”", cases[i].pattern, cases[i].words, out.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words)};
    return cmocka_run_group_tests_name("regex_words", tests, NULL, NULL);
}
