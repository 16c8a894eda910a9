#include "cmocka_prelude.h"

#include "base/memory.h"
#include "base/wire.h"

static void numbers_come_back(void **state)
{
    (void)state;
    static const struct {
        uint64_t number;
        size_t length;
    } cases[] = {{0, 1},     {1, 1},          {127, 1},        {128, 2},         {16383, 2},
                 {16384, 3}, {UINT32_MAX, 5}, {1ull << 62, 9}, {1ull << 63, 10}, {UINT64_MAX, 10}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        wire_append_number(&out, cases[i].number);
        struct wire wire = {.bytes = buffer_str(&out)};
        const uint64_t got = wire_number(&wire);
        if (got != cases[i].number || out.length != cases[i].length || wire.is_broken ||
            wire_left(&wire) > 0)
            fail_msg("input %llu\nexpected the same in %zu bytes\ngot %llu in %zu, broken %d",
                     (unsigned long long)cases[i].number, cases[i].length, (unsigned long long)got,
                     out.length, wire.is_broken);
        for (size_t cut = 0; cut < out.length; cut++) {
            wire = (struct wire){.bytes = str_slice(buffer_str(&out), 0, cut)};
            if (wire_number(&wire) != 0 || !wire.is_broken)
                fail_msg("input %llu cut to %zu bytes\nexpected broken\ngot a number",
                         (unsigned long long)cases[i].number, cut);
        }
    }
}

static void strings_and_reals_come_back(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer out = {0};
    wire_append_str(&out, STR("斋 か 한 e\xCC\x81 👩"));
    wire_append_real(&out, 0.1);
    wire_append_str(&out, STR_NONE);
    wire_append_real(&out, -1e300);
    wire_append_str(&out, (struct str){"\0\xFF\x80", 3});
    struct wire wire = {.bytes = buffer_str(&out)};
    assert_true(str_equal(wire_str(&wire), STR("斋 か 한 e\xCC\x81 👩")));
    assert_true(wire_real(&wire) == 0.1);
    assert_int_equal(wire_str(&wire).length, 0);
    assert_true(wire_real(&wire) == -1e300);
    assert_true(str_equal(wire_str(&wire), (struct str){"\0\xFF\x80", 3}));
    assert_false(wire.is_broken);
    assert_int_equal(wire_left(&wire), 0);
    assert_true(wire_real(&wire) == 0);
    assert_true(wire.is_broken);
}

/* What is read after something broken is nothing, and nothing outside is read. */
static void broken_stays_broken(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct str bytes;
    } cases[] = {
        {"eleven bytes", {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11}},
        {"over 64 bits", {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10}},
        {"a string longer than what is left",
         {"\x05"
          "abcd",
          5}},
        {"a string as long as a number can say", {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10}},
        {"nothing", {"", 0}},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct wire wire = {.bytes = cases[i].bytes};
        const struct str got = wire_str(&wire);
        if (got.length > 0 || !wire.is_broken || wire_left(&wire) > 0 || wire_number(&wire) != 0)
            fail_msg("input %s\nexpected broken\ngot %zu bytes", cases[i].name, got.length);
    }
    struct wire wire = {.bytes = STR("\x07\x07\x07")};
    assert_int_equal(wire_number_to(&wire, 7), 7);
    assert_int_equal(wire_number_to(&wire, 6), 0);
    assert_true(wire.is_broken);
    assert_int_equal(wire_number(&wire), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(strings_and_reals_come_back),
        cmocka_unit_test(broken_stays_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
