/* What the reader is made of, without a terminal. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "ui/browser.h"
#include "ui/commands.h"
#include "ui/date.h"
#include "ui/history.h"
#include "ui/hits.h"
#include "ui/keymap.h"
#include "ui/places.h"

#include <stdio.h>
#include <string.h>

static void test_dates(void **state)
{
    static const char *const cases[][2] = {
        {"2024-03-01T08:00:00+08:00", "1 March 2024"},
        {"2024-12-31", "31 December 2024"},
        {"2024-03", "March 2024"},
        {"2024", "2024"},
        {"--01-13", "13 January"},
        {"--01", "--01"},
        {"2024-13-01", "2024-13-01"},
        {"2024-00-01", "2024-00-01"},
        {"2024-01-32", "2024-01-32"},
        {"去年", "去年"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        date_append(str_from(cases[i][0]), &got);
        if (strcmp(got.bytes, cases[i][1]) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", cases[i][0], cases[i][1], got.bytes);
    }
}

struct browser_case {
    const char *entry;
    const char *words; /* joined by |, NULL: refused */
    bool needs_terminal;
};

static const struct browser_case browser_cases[] = {
    {"firefox", "firefox|URL", false},
    {"firefox %s", "firefox|URL", false},
    {"/usr/bin/w3m -T text/html %s", "/usr/bin/w3m|-T|text/html|URL", true},
    {"lynx", "lynx|URL", true},
    {"  chromium\t--incognito  %u -x ", "chromium|--incognito|URL|-x", false},
    {"sh -c \"evil %s\"", NULL, false},
    {"sh -c %s", NULL, false},
    {"/bin/bash", NULL, false},
    {"env firefox", NULL, false},
    {"firefox '%s'", NULL, false},
    {"firefox --url=%s", NULL, false},
    {"firefox;id", NULL, false},
    {"firefox $(id)", NULL, false},
    {"-x", NULL, false},
    {"%s", NULL, false},
    {"", NULL, false},
    {"a b c d e f g h i j k l m n o p q r s t", NULL, false},
};

static void test_browsers(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(browser_cases); i++) {
        const struct browser_case *it = &browser_cases[i];
        struct browser_command command;
        struct error error = {""};
        CLEANUP_BUFFER struct buffer got = {0};
        if (browser_parse(str_from(it->entry), "URL", &command, &error)) {
            if (it->words || !strstr(error.message, "BROWSER"))
                fail_msg("“%s” was refused: %s", it->entry, error.message);
            continue;
        }
        for (size_t word = 0; command.argv[word]; word++)
            buffer_append_format(&got, "%s%s", word ? "|" : "", command.argv[word]);
        if (!it->words || strcmp(got.bytes, it->words) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", it->entry, it->words ? it->words : "refusal",
                     got.bytes);
        assert_int_equal(command.needs_terminal, it->needs_terminal);
        free(command.words);
    }
}

static void append_text(struct buffer *text, const char *sentence, int times)
{
    for (int i = 0; i < times; i++)
        buffer_append_format(text, "%d%s\n", i, sentence);
}

static void assert_place(struct str places, struct place_key key, struct str text, long expected)
{
    uint32_t place = 0;
    bool is_found = places_find(places, key, text, &place);
    if (is_found != (expected >= 0) || (is_found && place != (uint32_t)expected))
        fail_msg("expected place %ld, got %d %u in “%.*s”", expected, is_found, place,
                 STR_ARGS(places));
}

static void test_places(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0}, file = {0}, next = {0}, changed = {0};
    append_text(&text, "号车间的灯还亮着，机器慢慢停下来。", 100);
    struct str all = buffer_str(&text);
    struct place_key key = {places_hash_text(all), 7};
    uint32_t place = (uint32_t)str_find(all, STR("60号"), 0);

    assert_place(STR_NONE, key, all, -1);
    places_update(STR_NONE, key, all, place, &file);
    assert_place(buffer_str(&file), key, all, place);
    assert_place(buffer_str(&file), (struct place_key){key.content, 8}, all, place);
    assert_place(buffer_str(&file), (struct place_key){1, 7}, all, place);
    assert_place(buffer_str(&file), (struct place_key){1, 0}, all, -1);

    /* The text grew at its head: the quote is found again further on. */
    buffer_append_c(&changed, "新加的一段。\n");
    buffer_append(&changed, all);
    assert_place(buffer_str(&file), (struct place_key){1, 7}, buffer_str(&changed),
                 (long)place + (long)sizeof("新加的一段。\n") - 1);
    /* The quote is gone: no place rather than a wrong one. */
    assert_place(buffer_str(&file), (struct place_key){1, 7}, STR("别的文章"), -1);

    places_update(buffer_str(&file), key, all, 0, &next);
    assert_int_equal(next.length, 0);
}

static void test_places_are_bounded(void **state)
{
    (void)state;
    struct buffer file = {0};
    struct str text = STR("一二三四五");
    for (uint64_t i = 1; i <= PLACES_LIMIT + 5; i++) {
        struct buffer next = {0};
        places_update(buffer_str(&file), (struct place_key){i, i}, text, 3, &next);
        buffer_release(&file);
        file = next;
    }
    size_t lines = 0;
    for (size_t i = 0; i < file.length; i++)
        lines += file.bytes[i] == '\n';
    assert_int_equal(lines, PLACES_LIMIT);
    assert_place(buffer_str(&file), (struct place_key){PLACES_LIMIT + 5, 0}, text, 3);
    assert_place(buffer_str(&file), (struct place_key){5, 0}, text, -1);
    buffer_release(&file);
}

static void test_hostile_places(void **state)
{
    static const char *const files[] = {
        "",
        "\n\n\n",
        "zz zz 3 一",
        "0000000000000001 0 99999999999999999999 一\n",
        "0000000000000001 0 4294967295 一二三四五\n",
        "0000000000000001 0 3",
        "0000000000000001 0 3 ",
        "\xff\xfe 1 1 \xff\n0000000000000001",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        uint32_t place = 0;
        struct str text = STR("一二三四五");
        if (places_find(str_from(files[i]), (struct place_key){1, 1}, text, &place))
            assert_in_range(place, 0, text.length - 1);
        places_update(str_from(files[i]), (struct place_key){1, 1}, text, 3, &out);
        assert_place(buffer_str(&out), (struct place_key){1, 1}, text, 3);
    }
}

static void test_hits(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    enum { COUNT = 200000 }; /* longer than a slice */
    append_text(&text, " 雪落在屋顶上 Snow", COUNT);
    struct hits *hits =
        hits_new(FINDER_FOLDED, STR("snow"), (struct haystack){.text = buffer_str(&text)});
    struct match match;
    size_t slices = 1;
    assert_true(hits_next(hits, text.length / 2, &match));
    hits_set_current(hits, match);
    while (hits_count_some(hits))
        slices++;
    print_message("%zu matches in %zu slices\n", hits_total(hits), slices);
    assert_int_equal(hits_total(hits), COUNT);
    assert_in_range(slices, 2, 1000);
    /* Which one it is, by counting the lines before it. */
    size_t lines = 0;
    for (size_t i = 0; i < match.start; i++)
        lines += text.bytes[i] == '\n';
    assert_int_equal(hits_index(hits), lines + 1);
    hits_set_text(hits, (struct haystack){.text = STR("snow")});
    assert_int_equal(hits_index(hits), 0);
    assert_false(hits_count_some(hits));
    assert_int_equal(hits_total(hits), 1);
    hits_free(hits);
}

/* Any stretch of the counted matches is the same as in the list of all, where matches go over the
 * ends of pages and asides are left out, too. */
static void test_hits_take(void **state)
{
    static const struct {
        enum finder_kind kind;
        const char *pattern, *unit;
    } cases[] = {
        {FINDER_FOLDED, "aaa", "a"},
        {FINDER_EXACT, "雪落", "雪落在，"},
        {FINDER_REGEX, "a{100,5000}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
        {FINDER_PINYIN, "xueluo", "雪落在屋顶上，"},
    };
    enum { SIZE = 200000, LIMIT = 50 };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        buffer_append_c(&text, "b");
        while (text.length < SIZE)
            buffer_append_c(&text, cases[i].unit);
        const struct haystack haystack = {.text = buffer_str(&text), .is_well_formed = true};
        struct hits *hits = hits_new(cases[i].kind, str_from(cases[i].pattern), haystack);
        struct match *all, got[LIMIT];
        size_t count;
        struct error error;
        struct finder *finder;
        assert_int_equal(finder_new(cases[i].kind, str_from(cases[i].pattern), &finder, &error),
                         STATUS_OK);
        assert_int_equal(finder_all(finder, haystack, &all, &count, &error), STATUS_OK);
        while (hits_count_some(hits))
            continue;
        if (hits_total(hits) != count || count < 10)
            fail_msg("%s: expected %zu, got %zu", cases[i].pattern, count, hits_total(hits));
        for (size_t first = 0; first < count; first += count / 300 + 1) {
            size_t taken = hits_take(hits, first, LIMIT, got);
            size_t wanted = count - first < LIMIT ? count - first : LIMIT;
            if (taken != wanted || memcmp(got, all + first, taken * sizeof *got) != 0)
                fail_msg("%s: from %zu expected %zu as in the list, got %zu", cases[i].pattern,
                         first, wanted, taken);
            assert_int_equal(hits_before(hits, all[first].start), first);
        }
        assert_int_equal(hits_take(hits, count, LIMIT, got), 0);
        finder_free(finder);
        hits_free(hits);
        free(all);
    }
}

static void assert_history(const struct history *history, const char *expected)
{
    CLEANUP_BUFFER struct buffer got = {0};
    buffer_append_c(&got, "");
    history_write(history, &got);
    if (strcmp(got.bytes, expected) != 0)
        fail_msg("history\nexpected: %s\ngot: %s", expected, got.bytes);
}

static void test_history(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer lines = {0};
    struct history *history = history_new();
    enum finder_kind kind;
    assert_int_equal(history_older(history, SIZE_MAX, STR_NONE), SIZE_MAX);
    assert_int_equal(history_newer(history, SIZE_MAX, STR_NONE), SIZE_MAX);
    history_add(history, FINDER_FOLDED, STR("质量"));
    history_add(history, FINDER_REGEX, STR("质."));
    history_add(history, FINDER_FOLDED, STR("old tin"));
    history_add(history, FINDER_FOLDED, STR("质量"));
    history_add(history, FINDER_EXACT, STR("质量"));
    history_add(history, FINDER_FOLDED, STR_NONE);
    history_add(history, FINDER_FOLDED, STR("a\nb"));
    history_add(history, FINDER_FOLDED, STR("\xff"));
    history_add(history, FINDER_FOLDED, STR("\xe2\x80\xae"));
    assert_history(history, "exact 质量\ntext 质量\ntext old tin\nregex 质.\n");
    size_t index = history_older(history, SIZE_MAX, STR("质"));
    index = history_older(history, index, STR("质"));
    index = history_older(history, index, STR("质"));
    struct str pattern = history_at(history, index, &kind);
    assert_true(str_equal(pattern, STR("质.")) && kind == FINDER_REGEX);
    assert_int_equal(history_older(history, index, STR("质")), SIZE_MAX);
    assert_int_equal(history_newer(history, index, STR("质")), 1);
    assert_int_equal(history_newer(history, 0, STR("质")), SIZE_MAX);
    history_free(history);

    /* What is read is older than what is there; the limit holds. */
    history = history_new();
    history_add(history, FINDER_FOLDED, STR("n150"));
    for (int i = 0; i < 1000; i++)
        buffer_append_format(&lines, "text n%d\n", i);
    history_read(history, buffer_str(&lines));
    history_add(history, FINDER_FOLDED, STR("last"));
    lines.length = 0;
    history_write(history, &lines);
    size_t count = 0;
    for (size_t i = 0; i < lines.length; i++)
        count += lines.bytes[i] == '\n';
    assert_int_equal(count, HISTORY_LIMIT);
    assert_int_equal(strncmp(lines.bytes, "text last\ntext n150\ntext n0\n", 28), 0);
    history_free(history);
}

/* Every key of the table is written as keys are, and means one thing. */
static void test_command_table(void **state)
{
    (void)state;
    size_t count;
    const struct command *commands = commands_all(&count);
    CLEANUP_BUFFER struct buffer problems = {0};
    struct config *config = config_parse(STR_NONE, "");
    struct keymap *keymap = keymap_new(config, &problems);
    for (size_t i = 0; i < count * KEY_CONTEXT_COUNT; i++) {
        const struct command *command = &commands[i / KEY_CONTEXT_COUNT];
        enum key_context context = (enum key_context)(i % KEY_CONTEXT_COUNT);
        const char *keys = command->in[context].keys;
        assert_non_null(command->help);
        assert_ptr_equal(command_find(str_from(command->name)), command);
        while (keys && *keys) {
            size_t length = strcspn(keys, " ");
            struct key_press key;
            if (!key_parse((struct str){keys, length}, &key))
                fail_msg("%s: %.*s is no key", command->name, (int)length, keys);
            if (keymap_command(keymap, context, key) != command)
                fail_msg("%s: %.*s means something else as well", command->name, (int)length, keys);
            keys += length + strspn(keys + length, " ");
        }
        assert_true(!command->in[context].keys || command->in[context].run);
    }
    keymap_free(keymap);
    config_free(config);
}

static void test_bindings(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer problems = {0}, keys = {0};
    struct config *config =
        config_parse(STR("bind x page-down\nbind j none\nbind z fly\n"), "file");
    struct keymap *keymap = keymap_new(config, &problems);
    const struct command *page = command_find(STR("page-down"));
    assert_ptr_equal(keymap_command(keymap, KEY_CONTEXT_TEXT, (struct key_press){'x', false}),
                     page);
    assert_ptr_equal(keymap_command(keymap, KEY_CONTEXT_LIST, (struct key_press){'x', false}),
                     page);
    assert_null(keymap_command(keymap, KEY_CONTEXT_TEXT, (struct key_press){'j', false}));
    assert_non_null(strstr(problems.bytes, "file:3: "));
    assert_non_null(strstr(problems.bytes, "“fly”"));
    keymap_append_keys(keymap, KEY_CONTEXT_TEXT, page, &keys);
    assert_string_equal(keys.bytes, "SPACE  f  ^F  ^V  PGDN  z  x");
    keymap_free(keymap);
    config_free(config);
}

static void test_documents(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer man = {0}, bindings = {0};
    size_t count;
    const struct command *commands = commands_all(&count);
    commands_write_man(&man);
    commands_write_bindings(&bindings);
    for (size_t i = 0; i < count; i++)
        if (!strstr(bindings.bytes, commands[i].name))
            fail_msg("%s is not in the default bindings", commands[i].name);
    assert_non_null(strstr(man.bytes, "a page down"));
    assert_null(strstr(man.bytes, "\n'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),          cmocka_unit_test(test_browsers),
        cmocka_unit_test(test_places),         cmocka_unit_test(test_places_are_bounded),
        cmocka_unit_test(test_hostile_places), cmocka_unit_test(test_hits),
        cmocka_unit_test(test_hits_take),      cmocka_unit_test(test_history),
        cmocka_unit_test(test_command_table),  cmocka_unit_test(test_bindings),
        cmocka_unit_test(test_documents),
    };
    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
