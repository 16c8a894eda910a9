#include "cmocka_prelude.h"

#include "base/memory.h"
#include "text/file_name.h"

#include <string.h>

static const struct {
    const char *title, *expected;
} rows[] = {
    {"", ""},
    {"The river: a history", "The river a history"},
    {"质量 振兴／2024", "质量 振兴／2024"},
    {"図書館の午後", "図書館の午後"},
    {"서울의 오래된 서점들", "서울의 오래된 서점들"},
    {"cafe\u0301 au lait", "cafe\u0301 au lait"},
    {"一👨\u200d👩\u200d👧二 ❤\ufe0f", "一👨\u200d👩\u200d👧二 ❤\ufe0f"},
    {"../../etc/passwd", "etc passwd"},
    {".profile", "profile"},
    {"...", ""},
    {" C:\\a <b> | \"c\"? ", "C a b c"},
    {"one\n\ttwo\x1b[2J", "one two [2J"},
    {"\u202egpj.exe", "gpj.exe"},
    {"a\u00adb", "ab"},
    {"a\xff\xfe"
     "b",
     "a b"},
    {"The end.", "The end"},
    {"-rf", "-rf"},
};

static void names(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        file_name_append(&got, str_from(rows[i].title));
        if (!str_equal(buffer_str(&got), str_from(rows[i].expected)))
            fail_msg("“%s”: expected “%s”, got “%.*s”", rows[i].title, rows[i].expected,
                     STR_ARGS(buffer_str(&got)));
    }
}

static void long_names_are_cut_between_clusters(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer title = {0}, got = {0};
    for (int i = 0; i < 100; i++)
        buffer_append_c(&title, i % 2 ? "e\u0301" : "书");
    file_name_append(&got, buffer_str(&title));
    assert_true(got.length <= FILE_NAME_BYTES && got.length > FILE_NAME_BYTES - 6);
    assert_memory_equal(got.bytes, title.bytes, got.length);
    assert_int_equal(got.length % 6, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(long_names_are_cut_between_clusters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
