#include "text_test.h"

#include "base/memory.h"
#include "text/grapheme.h"

#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

static void check_breaks(struct str text, const size_t *breaks, size_t count)
{
    size_t offset = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t end = grapheme_end(text, offset);
        if (end != breaks[i])
            fail_msg("%s: after %zu expected %zu, got %zu", spelled(text), offset, breaks[i], end);
        if (grapheme_start_before(text, end) != offset)
            fail_msg("%s: before %zu expected %zu, got %zu", spelled(text), end, offset,
                     grapheme_start_before(text, end));
        for (size_t inside = offset; inside < end; inside++)
            if (grapheme_floor(text, inside) != offset)
                fail_msg("%s: floor of %zu: expected %zu, got %zu", spelled(text), inside, offset,
                         grapheme_floor(text, inside));
        offset = end;
    }
    assert_int_equal(offset, text.length);
    assert_int_equal(grapheme_floor(text, text.length), text.length);
}

static void unicode_cases(void **state)
{
    (void)state;
    FILE *file = ucd_open(UCD "auxiliary/GraphemeBreakTest.txt");
    CLEANUP_BUFFER struct buffer text = {0};
    char line[4096];
    size_t breaks[64], cases = 0;
    while (ucd_line(file, line, sizeof line)) {
        const size_t count = ucd_break_case(line, &text, breaks);
        /* Surrogates cannot be in UTF-8: U+FFFD, which is a letter to this algorithm, not a
         * control. */
        if (!strstr(line, " D8"))
            check_breaks(buffer_str(&text), breaks, count);
        cases++;
    }
    fclose(file);
    assert_int_equal(cases, 602);
}

static size_t icu_breaks(struct str text, size_t *ret_breaks, size_t capacity)
{
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &code);
    UText *view = utext_openUTF8(NULL, text.bytes, (int64_t)text.length, &code);
    ubrk_setUText(iterator, view, &code);
    size_t count = 0;
    for (int32_t next; (next = ubrk_next(iterator)) != UBRK_DONE && count < capacity;)
        ret_breaks[count++] = (size_t)next;
    assert_true(U_SUCCESS(code));
    utext_close(view);
    ubrk_close(iterator);
    return count;
}

static void random_text_as_icu(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t random = 602;
    size_t breaks[256];
    for (int round = 0; round < 4000; round++) {
        text.length = 0;
        for (int count = 0; count < 20; count++)
            random_append(&text, &random);
        /* ICU 72 already joins Devanagari conjuncts, as Unicode 15.1 does and 15.0 does not. */
        if (str_find(buffer_str(&text), STR("\xE0\xA5\x8D"), 0) != SIZE_MAX)
            continue;
        const size_t count = icu_breaks(buffer_str(&text), breaks, 256);
        check_breaks(buffer_str(&text), breaks, count);
    }
}

/* emoji-test.txt: every fully-qualified emoji is one cluster. */
static void emoji_are_whole(void **state)
{
    (void)state;
    FILE *file = ucd_open(UCD "emoji/emoji-test.txt");
    char line[4096];
    size_t cases = 0;
    while (ucd_line(file, line, sizeof line)) {
        CLEANUP_BUFFER struct buffer text = {0};
        for (char *at = line, *end; *at && *at != ';'; at = end + strspn(end, " "))
            utf8_append(&text, (uint32_t)strtoul(at, &end, 16));
        const size_t end = grapheme_end(buffer_str(&text), 0);
        if (end != text.length)
            fail_msg("%s: cut at %zu", spelled(buffer_str(&text)), end);
        cases++;
    }
    fclose(file);
    assert_true(cases > 4500);
}

static void ill_formed_bytes(void **state)
{
    (void)state;
    check_breaks(STR("a\xCC\x81\x80\xCC\x81\xFF"), (const size_t[]){3, 6, 7}, 3);
    check_breaks(STR("\xE4\xB8\xE4\xB8\xAD\x80\x80"), (const size_t[]){2, 5, 6, 7}, 4);
    check_breaks(STR("\xE5\x41中"), (const size_t[]){1, 2, 5}, 3);
    check_breaks(STR("\r\n\n\r"), (const size_t[]){2, 3, 4}, 3);
}

/* Flags in rows of every length, behind what joins to them and what does not, as ICU cuts them. */
static void flags_in_rows(void **state)
{
    (void)state;
    static const char *const before[] = {
        "", "a", "中", "\xD8\x80" /* Prepend */, "e\xCC\x81", "👩\xE2\x80\x8D", "\r", "\x80"};
    size_t breaks[256];
    for (size_t i = 0; i < ARRAY_LENGTH(before); i++)
        for (size_t count = 0; count < 12; count++)
            for (size_t mark = 0; mark < 2; mark++) {
                CLEANUP_BUFFER struct buffer text = {0};
                buffer_append_c(&text, before[i]);
                for (size_t k = 0; k < count; k++)
                    buffer_append_c(&text, k % 3 ? "🇨" : "🇳");
                buffer_append_c(&text, mark ? "\xCC\x81🇨🇳x" : "🇿");
                check_breaks(buffer_str(&text), breaks, icu_breaks(buffer_str(&text), breaks, 256));
            }
}

static void hostile_lengths_are_linear(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 1000000; i++)
        buffer_append(&text, STR("\xCC\x81"));
    assert_int_equal(grapheme_end(buffer_str(&text), 0), text.length);
    assert_int_equal(grapheme_start_before(buffer_str(&text), text.length), 0);
    text.length = 0;
    for (int i = 0; i < 3000001; i++)
        buffer_append_c(&text, "🇨");
    /* Every key asks some dozens of times. */
    const clock_t start = clock();
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(grapheme_floor(buffer_str(&text), text.length - 1 - 4 * i),
                         text.length - 4 - (i + 1) / 2 * 8);
    const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("a hundred times in 12 MB of flags: %.2f s, at most 5 are wanted\n", seconds);
    assert_true(seconds < 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unicode_cases),   cmocka_unit_test(random_text_as_icu),
        cmocka_unit_test(emoji_are_whole), cmocka_unit_test(ill_formed_bytes),
        cmocka_unit_test(flags_in_rows),   cmocka_unit_test(hostile_lengths_are_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
