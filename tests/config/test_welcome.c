#include "cmocka_prelude.h"

#include "base/memory.h"
#include "config/welcome.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static struct str language_of(const struct welcome_page *page)
{
    size_t length = strcspn(page->name, "0123456789");
    return str_slice(str_from(page->name), 0, length > 0 ? length - 1 : 0);
}

static const struct {
    const char *locales, *language;
} cases[] = {
    {"", "en"},
    {"C", "en"},
    {"en_GB.UTF-8", "en"},
    {"de_DE.UTF-8", "en"},
    {"zh_CN.UTF-8", "zh-Hans"},
    {"zh", "zh-Hans"},
    {"zh_SG", "zh-Hans"},
    {"zh_TW.UTF-8", "zh-Hant"},
    {"zh_HK", "zh-Hant"},
    {"zh-Hant-HK", "zh-Hant"},
    {"yue_HK", "zh-Hant"},
    {"ja_JP.eucJP", "ja"},
    {"ja", "ja"},
    {"jam", "en"},
    {"zha_CN", "en"},
    {"de:ja:zh_TW", "ja"},
    {":fr:zh_TW:ja", "zh-Hant"},
    {"fr:ko", "en"},
    {"\xff:\xe4\xb8", "en"},
};

/* Their own language comes first, from chapter 1 on. */
static void test_own_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const size_t own = welcome_own_count(cases[i].locales);
        assert_in_range(own, 1, welcome_count());
        for (size_t index = 0; index < welcome_count(); index++) {
            const struct welcome_page *page = welcome_page(index, cases[i].locales);
            const bool is_own = str_equal(language_of(page), str_from(cases[i].language));
            if (is_own != (index < own))
                fail_msg("“%s”: page %zu of %zu own ones is %s, expected %s", cases[i].locales,
                         index, own, page->name, cases[i].language);
        }
        const char *name = welcome_page(0, cases[i].locales)->name;
        if (name[strcspn(name, "0123456789")] != '1')
            fail_msg("“%s”: begins with %s, expected chapter 1", cases[i].locales, name);
    }
}

/* Every language has the same chapters, each once, and whatever the order all are there. */
static void test_all_are_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        size_t found = 0;
        for (size_t index = 0; index < welcome_count(); index++)
            for (size_t other = 0; other < welcome_count(); other++)
                found += welcome_page(index, "") == welcome_page(other, cases[i].locales);
        if (found != welcome_count())
            fail_msg("“%s”: got %zu pages, expected %zu", cases[i].locales, found, welcome_count());
    }
    const char *const languages[] = {"en", "ja", "zh_CN", "zh_TW"};
    size_t sum = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(languages); i++) {
        assert_int_equal(welcome_own_count(languages[i]), welcome_own_count("en"));
        sum += welcome_own_count(languages[i]);
    }
    assert_int_equal(sum, welcome_count());
}

static void test_bytes(void **state)
{
    (void)state;
    for (size_t index = 0; index < welcome_count(); index++) {
        const struct welcome_page *page = welcome_page(index, "en");
        const struct str bytes = {page->bytes, page->byte_count};
        if (!str_starts(bytes, STR("<!DOCTYPE html>\n<html lang=\"")) ||
            !str_ends(bytes, STR("</html>\n")) || strlen(page->bytes) != page->byte_count)
            fail_msg("%s: %zu bytes from “%.30s”", page->name, page->byte_count, page->bytes);
    }
}

/* As gettext has it: LANGUAGE counts in every locale but C. */
static void test_locales(void **state)
{
    (void)state;
    setenv("LANGUAGE", "ja:en", 1);
    assert_non_null(setlocale(LC_ALL, "C"));
    assert_string_equal(welcome_locales(), "en");
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    assert_string_equal(welcome_locales(), "ja:en");
    setenv("LANGUAGE", "", 1);
    assert_string_equal(welcome_locales(), "C.UTF-8");
    unsetenv("LANGUAGE");
    assert_string_equal(welcome_locales(), "C.UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_language),
        cmocka_unit_test(test_all_are_there),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_locales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
