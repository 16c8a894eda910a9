#include "cmocka_prelude.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/str.h"

#include <string.h>

static void slices_and_compares(void **state)
{
    (void)state;
    struct str text = STR("斋 zhai がギ 한 e\xCC\x81 👨‍👩‍👧 \xFF");
    assert_true(str_starts(text, STR("斋")));
    assert_false(str_starts(STR("斋"), text));
    assert_true(str_ends(text, STR("\xFF")));
    assert_int_equal(str_find(text, STR("zhai"), 0), 4);
    assert_true(str_find(text, STR("zhai"), 5) == SIZE_MAX);
    assert_true(str_find(text, STR("x"), text.length + 1) == SIZE_MAX);
    assert_true(str_equal(str_slice(text, 0, 3), STR("斋")));
    assert_true(str_equal(str_trim_ascii(STR("\t \r\n a b \v\f")), STR("a b")));
    assert_int_equal(str_trim_ascii(STR(" \n ")).length, 0);
    assert_true(str_equal_ascii_case(STR("Gb18030"), STR("gB18030")));
    assert_false(str_equal_ascii_case(STR("É"), STR("é")));
    assert_int_equal(str_from(NULL).length, 0);
}

static void buffer_keeps_its_terminator(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer buffer = {0};
    assert_int_equal(buffer_str(&buffer).length, 0);
    for (int i = 0; i < 1000; i++) {
        buffer_append(&buffer, STR("斋"));
        buffer_append_byte(&buffer, '|');
        buffer_append_format(&buffer, "%d", i);
        assert_int_equal(buffer.bytes[buffer.length], '\0');
    }
    assert_int_equal(strlen(buffer.bytes), buffer.length);
    CLEANUP_FREE char *taken = buffer_take(&buffer);
    assert_memory_equal(taken, "斋|0斋|1", 10);
    assert_null(buffer.bytes);
}

static void error_is_cut_between_characters(void **state)
{
    (void)state;
    struct error error;
    char path[2000] = "";
    for (int offset = 0; offset < 4; offset++) {
        memset(path, 'a', sizeof path);
        for (size_t i = (size_t)offset; i + 3 < sizeof path; i += 3)
            memcpy(path + i, "斋", 3);
        path[sizeof path - 1] = '\0';
        assert_int_equal(error_set(&error, STATUS_NOT_FOUND, "%s", path), STATUS_NOT_FOUND);
        size_t length = strlen(error.message);
        assert_true(length >= sizeof error.message - 4);
        assert_memory_equal(error.message + length - 3, "斋", 3);
    }
    assert_int_equal(error_set(NULL, STATUS_USAGE, "x"), STATUS_USAGE);
}

static void arena_gives_zeroed_apart_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *previous = NULL;
    for (size_t size = 1; size < 100000; size = size * 3 / 2 + 1) {
        char *memory = arena_take(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
        assert_ptr_not_equal(memory, previous);
        previous = memory;
    }
    struct str copy = arena_copy(arena, STR("書房"));
    assert_true(str_equal(copy, STR("書房")));
    assert_int_equal(copy.bytes[copy.length], '\0');
    arena_adopt(arena, memory_copy("x", 1));
    arena_free(arena);
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_and_compares),
        cmocka_unit_test(buffer_keeps_its_terminator),
        cmocka_unit_test(error_is_cut_between_characters),
        cmocka_unit_test(arena_gives_zeroed_apart_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
