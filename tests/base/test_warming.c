#include "cmocka_prelude.h"

#include "base/memory.h"
#include "base/warming.h"

enum { SIZE = 200 << 20 };

/* Two threads in the same memory: what the one writes, the other must not undo. */
static void what_is_written_stays(void **state)
{
    (void)state;
    CLEANUP_FREE unsigned char *memory = malloc(SIZE);
    assert_non_null(memory);
    memory_expect_large(memory, SIZE);
    struct warming *warming = warming_begin(memory, SIZE);
    for (size_t i = 0; i < SIZE; i += 512)
        memory[i] = (unsigned char)(i / 512 % 251);
    warming_end(warming);
    for (size_t i = 0; i < SIZE; i += 512)
        if (memory[i] != i / 512 % 251)
            fail_msg("byte %zu: expected %zu, got %u", i, i / 512 % 251, memory[i]);
}

static void ends_at_once(void **state)
{
    (void)state;
    CLEANUP_FREE unsigned char *memory = malloc(SIZE);
    assert_non_null(memory);
    warming_end(warming_begin(memory, SIZE));
    warming_end(warming_begin(memory, 4096)); /* too little for a thread */
    warming_end(NULL);
}

/* Only what lies whole inside is given back. */
static void what_is_around_stays(void **state)
{
    (void)state;
    CLEANUP_FREE unsigned char *memory = malloc(SIZE);
    assert_non_null(memory);
    memset(memory, 'x', SIZE);
    memory_discard(memory + 5000, SIZE / 2);
    for (size_t i = 0; i < SIZE; i++)
        if (memory[i] != 'x' && (i < 5000 || i >= 5000 + SIZE / 2))
            fail_msg("byte %zu: expected 'x', got %u", i, memory[i]);
    memset(memory, 'y', SIZE);
    memory_discard(memory, 100);
    assert_int_equal(memory[0], 'y');
    assert_int_equal(memory[SIZE / 2], 'y');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_stays),
        cmocka_unit_test(ends_at_once),
        cmocka_unit_test(what_is_around_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
