/* Bytes to events, without a terminal. */
#include "screen/terminal_input.h"

#include "base/memory.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* "65 alt+27 up F3 wheel+ click2,3 sync narrow wide da" and so on. */
static void describe(const struct input_item *item, struct buffer *out)
{
    static const char *const names[] = {
        [KEY_CODE_UP - KEY_CODE_FIRST] = "up",
        [KEY_CODE_DOWN - KEY_CODE_FIRST] = "down",
        [KEY_CODE_LEFT - KEY_CODE_FIRST] = "left",
        [KEY_CODE_RIGHT - KEY_CODE_FIRST] = "right",
        [KEY_CODE_HOME - KEY_CODE_FIRST] = "home",
        [KEY_CODE_END - KEY_CODE_FIRST] = "end",
        [KEY_CODE_PAGE_UP - KEY_CODE_FIRST] = "pgup",
        [KEY_CODE_PAGE_DOWN - KEY_CODE_FIRST] = "pgdn",
        [KEY_CODE_INSERT - KEY_CODE_FIRST] = "ins",
        [KEY_CODE_DELETE - KEY_CODE_FIRST] = "del",
        [KEY_CODE_BACK_TAB - KEY_CODE_FIRST] = "backtab",
    };
    const struct event *event = &item->event;
    if (out->length)
        buffer_append_byte(out, ' ');
    if (item->kind == INPUT_SYNC)
        buffer_append_c(out, "sync");
    else if (item->kind == INPUT_ATTRIBUTES)
        buffer_append_c(out, "da");
    else if (item->kind == INPUT_AMBIGUOUS)
        buffer_append_c(out, item->ambiguous == AMBIGUOUS_WIDE ? "wide" : "narrow");
    else if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN)
        buffer_append_c(out, event->kind == EVENT_WHEEL_UP ? "wheel-" : "wheel+");
    else if (event->kind == EVENT_CLICK)
        buffer_append_format(out, "click%u,%u", event->row, event->column);
    else if (event->key >= KEY_CODE_F1)
        buffer_append_format(out, "%sF%u", event->has_alt ? "alt+" : "",
                             event->key - KEY_CODE_F1 + 1);
    else if (event->key > KEY_CODE_FIRST)
        buffer_append_format(out, "%s%s", event->has_alt ? "alt+" : "",
                             names[event->key - KEY_CODE_FIRST]);
    else
        buffer_append_format(out, "%s%X", event->has_alt ? "alt+" : "", event->key);
}

static void decode(struct input *input, bool is_final, struct buffer *out)
{
    struct input_item item;
    for (input_next(input, is_final, &item); item.kind != INPUT_NONE;
         input_next(input, is_final, &item))
        describe(&item, out);
}

struct input_case {
    const char *bytes, *expected;
};

static const struct input_case cases[] = {
    {"aZ~ ", "61 5A 7E 20"},
    {"\r\t\x7F\x01\x1A", "D 9 7F 1 1A"},
    {"\n", "A"},
    {"é汉か한👍", "E9 6C49 304B D55C 1F44D"},
    {"e\xCC\x81", "65 301"},
    {"\xFFz\xE6\xB1z", "FFFD 7A FFFD 7A"},
    {"\xC2\x9B"
     "31m",
     "33 31 6D"},
    {"\x1B[A\x1B[B\x1B[C\x1B[D\x1B[H\x1B[F\x1B[Z", "up down right left home end backtab"},
    {"\x1BOA\x1BOB\x1BOC\x1BOD\x1BOH\x1BOF", "up down right left home end"},
    {"\x1BOP\x1BOQ\x1BOR\x1BOS\x1B[15~\x1B[17~\x1B[24~", "F1 F2 F3 F4 F5 F6 F12"},
    {"\x1B[11~\x1B[[A\x1B[[E", "F1 F1 F5"},
    {"\x1B[1~\x1B[2~\x1B[3~\x1B[4~\x1B[5~\x1B[6~\x1B[7~\x1B[8~",
     "home ins del end pgup pgdn home end"},
    {"\x1B[1;5A\x1B[1;3B\x1B[6;3~\x1B[1;2R", "up alt+down alt+pgdn F3"},
    {"\x1B[5^\x1B[6$\x1B[7@x", "pgup pgdn home 78"},
    {"\x1B"
     "b\x1B汉\x1B\r",
     "alt+62 alt+6C49 alt+D"},
    {"\x1B\x1B[A\x1B\x1BOB", "alt+up alt+down"},
    {"\x1B\x1B[>777~", "1B sync"},
    {"\x1B\x1B\x1B[>777~", "1B 1B sync"},
    {"\x1B[\x1B[>777~", "alt+5B sync"},
    {"a\x1B[>777~b", "61 sync 62"},
    {"\x1B[2;2R\x1B[?62;22c", "narrow da"},
    {"q\x1B[2;3Rx\x1B[?1;2c汉", "71 wide 78 da 6C49"},
    {"\x1B[13;40R\x1B[>41;354;0c\x1B[0nz", "7A"},
    {"\x1B[200~text\x1B[201~", "74 65 78 74"},
    {"\x1B[I\x1B[Ox", "78"},
    {"\x1B[<64;10;5M\x1B[<65;10;5M\x1B[<0;4;3M\x1B[<0;4;3m\x1B[<68;1;1M\x1B[<2;1;1M",
     "wheel- wheel+ click2,3 wheel-"},
    {"\x1B[M`!!\x1B[Ma!!x", "wheel- wheel+ 78"},
    {"\x1B[999999999999999999;1~z", "7A"},
    {"\x1B[1;1;1;1;1;1;1;1;1Az", "up 7A"},
};

static void run_case(const struct input_case *test, size_t chunk)
{
    CLEANUP_BUFFER struct buffer got = {0};
    struct input input = {.erase = 127, .has_mouse = true, .is_test = true};
    const size_t length = strlen(test->bytes);
    for (size_t i = 0; i < length; i += chunk) {
        input_add(&input, test->bytes + i, length - i < chunk ? length - i : chunk);
        decode(&input, false, &got);
    }
    decode(&input, true, &got);
    buffer_append_byte(&got, '\0');
    if (strcmp(got.bytes, test->expected) != 0)
        fail_msg("case %zu in chunks of %zu\nexpected \"%s\"\n     got \"%s\"",
                 (size_t)(test - cases), chunk, test->expected, got.bytes);
    assert_false(input_is_waiting(&input));
}

static void sequences_become_events_however_they_are_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        for (size_t chunk = 1; chunk < 20; chunk++)
            run_case(&cases[i], chunk);
}

static void beginnings_wait_and_then_are_keys(void **state)
{
    static const struct input_case beginnings[] = {
        {"\x1B", "1B"},           {"\x1B\x1B", "1B 1B"},
        {"\x1B[", "alt+5B"},      {"\x1BO", "alt+4F"},
        {"\x1B[1;", ""},          {"\xE6\xB1", "FFFD"},
        {"\x1B\xE6", "alt+FFFD"}, {"\x1B\x1B[", "1B alt+5B"},
        {"\x1B[[", ""},           {"\x1B[M!", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct input input = {.erase = 127, .has_mouse = true};
        input_add(&input, beginnings[i].bytes, strlen(beginnings[i].bytes));
        decode(&input, false, &got);
        if (got.length)
            fail_msg("case %zu did not wait: \"%.*s\"", i, STR_ARGS(buffer_str(&got)));
        assert_true(input_is_waiting(&input));
        decode(&input, true, &got);
        buffer_append_byte(&got, '\0');
        if (strcmp(got.bytes, beginnings[i].expected) != 0)
            fail_msg("case %zu\nexpected \"%s\"\n     got \"%s\"", i, beginnings[i].expected,
                     got.bytes);
    }
}

static void typed_ahead_enter_is_enter(void **state)
{
    CLEANUP_BUFFER struct buffer got = {0};
    struct input input = {.erase = '\b', .cooked_count = 5};
    (void)state;
    input_add(&input, "a\n汉\n\b", 7);
    decode(&input, false, &got);
    buffer_append_byte(&got, '\0');
    assert_string_equal(got.bytes, "61 D 6C49 A 7F");
}

static void mouse_and_sync_only_when_wanted(void **state)
{
    CLEANUP_BUFFER struct buffer got = {0};
    struct input input = {.erase = 127};
    const char bytes[] = "\x1B[<64;1;1M\x1B[>777~x";
    (void)state;
    input_add(&input, bytes, sizeof bytes - 1);
    decode(&input, false, &got);
    buffer_append_byte(&got, '\0');
    assert_string_equal(got.bytes, "78");
}

/* Any bytes: no crash, no hang, and all of them are used up. */
static void noise_is_survived(void **state)
{
    static const char alphabet[] =
        "\x1B\x1B\x1B[[O<>?;;0123459AMRc~m\x9B\xC2\xE6\xB1\x89\x07\x7F$]P";
    uint32_t random = 7;
    struct input input = {.erase = 127, .has_mouse = true, .is_test = true};
    (void)state;
    for (int round = 0; round < 3000; round++) {
        CLEANUP_BUFFER struct buffer got = {0};
        char bytes[128];
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
        }
        assert_int_equal(input_add(&input, bytes, sizeof bytes), sizeof bytes);
        decode(&input, false, &got);
        decode(&input, true, &got);
        assert_false(input_is_waiting(&input));
    }
}

static void more_than_fits_is_told(void **state)
{
    static char bytes[6000];
    struct input input = {.erase = 127};
    (void)state;
    memset(bytes, 'x', sizeof bytes);
    assert_int_equal(input_add(&input, bytes, sizeof bytes), sizeof input.bytes);
    assert_int_equal(input_add(&input, bytes, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_become_events_however_they_are_cut),
        cmocka_unit_test(beginnings_wait_and_then_are_keys),
        cmocka_unit_test(typed_ahead_enter_is_enter),
        cmocka_unit_test(mouse_and_sync_only_when_wanted),
        cmocka_unit_test(noise_is_survived),
        cmocka_unit_test(more_than_fits_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
