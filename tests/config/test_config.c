#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"
#include "config/config.h"
#include "config/locations.h"
#include "config/own_file.h"
#include "config/theme.h"
#include "screen/event.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/zhai-config-XXXXXX";

static void append_problems(const struct config *config, struct buffer *out)
{
    buffer_append_c(out, "");
    for (size_t i = 0; i < config_problem_count(config); i++)
        buffer_append_format(out, "%s\n", config_problem(config, i));
}

static struct config *parse(const char *text, struct buffer *problems)
{
    struct config *config = config_parse(str_from(text), "file");
    append_problems(config, problems);
    return config;
}

static void test_values(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer problems = {0};
    struct config *config = parse("\xEF\xBB\xBF# 注释\r\nwidth = 60 # narrow\r\n  kinsoku=GB\r\n"
                                  "hang = on\ntheme = light\nresume = always\nambiguous = 2",
                                  &problems);
    assert_string_equal(problems.bytes, "");
    assert_int_equal(config_number(config, OPTION_WIDTH), 60);
    assert_int_equal(config_number(config, OPTION_KINSOKU), 1);
    assert_true(config_flag(config, OPTION_HANG));
    assert_int_equal(config_number(config, OPTION_RESUME), RESUME_ALWAYS);
    assert_int_equal(config_number(config, OPTION_AMBIGUOUS), 2);
    assert_true(str_equal(config_theme(config), STR("light")));
    assert_int_equal(config_number(config, OPTION_WHEEL), 3);
    config_free(config);
}

struct problem_case {
    const char *line;
    const char *words[3]; /* that the sentence must hold */
};

static const struct problem_case problem_cases[] = {
    {"width = 7", {"width", "“7”", "16 to 500"}},
    {"width = 99999999999999999999", {"width", "9999", "16 to 500"}},
    {"width = 60x", {"width", "“60x”", "16 to 500"}},
    {"width =", {"width", "“”", "16 to 500"}},
    {"gap = maybe", {"gap", "“maybe”", "yes or no"}},
    {"kinsoku = hard", {"kinsoku", "“hard”", "basic, gb or strict"}},
    {"wdith = 60", {"“wdith”", "width", "resume"}},
    {"theme = ../../etc/passwd", {"“../../etc/passwd”", "dark", "none"}},
    {"one two", {"“one two”", "NAME = VALUE", "bind"}},
    {"bind Q7 quit", {"“Q7”", "PGDN", "F1"}},
    {"bind j", {"bind", "key", "command"}},
    {"gap = \x80", {"UTF-8", "", ""}},
};

/* A wrong line is reported by file, line and value; those around it count. */
static void test_problems(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(problem_cases); i++) {
        CLEANUP_BUFFER struct buffer text = {0}, problems = {0};
        buffer_append_format(&text, "wheel = 5\n%s\njustify = yes\n", problem_cases[i].line);
        struct config *config = parse(text.bytes, &problems);
        if (config_problem_count(config) != 1 || strncmp(problems.bytes, "file:2: ", 8) != 0)
            fail_msg("%s: got “%s”", problem_cases[i].line, problems.bytes);
        for (int word = 0; word < 3; word++)
            if (!strstr(problems.bytes, problem_cases[i].words[word]))
                fail_msg("%s: no “%s” in “%s”", problem_cases[i].line, problem_cases[i].words[word],
                         problems.bytes);
        assert_int_equal(config_number(config, OPTION_WHEEL), 5);
        assert_true(config_flag(config, OPTION_JUSTIFY));
        config_free(config);
    }
}

static void test_hostile_text(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer problems = {0};
    static const char nul[] = "width = 6\0"
                              "0\nwheel = 7\n";
    struct config *config = config_parse((struct str){nul, sizeof nul - 1}, "file");
    append_problems(config, &problems);
    assert_non_null(strstr(problems.bytes, "file:1: "));
    assert_int_equal(config_number(config, OPTION_WIDTH), 76);
    assert_int_equal(config_number(config, OPTION_WHEEL), 7);
    config_free(config);
    problems.length = 0;
    static const char utf16[] = "\xFF\xFEw\0i\0";
    config = config_parse((struct str){utf16, sizeof utf16 - 1}, "file");
    append_problems(config, &problems);
    assert_string_equal(problems.bytes, "file: is UTF-16; it must be UTF-8\n");
    config_free(config);
    CLEANUP_BUFFER struct buffer many = {0};
    for (int i = 0; i < 10000; i++)
        buffer_append_c(&many, "x\n");
    config = config_parse(buffer_str(&many), "file");
    assert_in_range(config_problem_count(config), 1, 100);
    config_free(config);
}

struct key_case {
    const char *written;
    uint32_t key;
    bool has_alt;
    const char *shown; /* NULL: the same */
};

static const struct key_case key_cases[] = {
    {"j", 'j', false, NULL},          {"^D", 4, false, NULL},
    {"^d", 4, false, "^D"},           {"C-d", 4, false, "^D"},
    {"M-v", 'v', true, NULL},         {"m-SPACE", ' ', true, "M-SPACE"},
    {"space", ' ', false, "SPACE"},   {"PageDown", KEY_CODE_PAGE_DOWN, false, "PGDN"},
    {"F1", KEY_CODE_F1, false, NULL}, {"f12", KEY_CODE_F12, false, "F12"},
    {"F", 'F', false, NULL},          {"#", '#', false, NULL},
    {"=", '=', false, NULL},          {"阅", 0x9605, false, NULL},
    {"^[", 27, false, "ESC"},         {"^?", 127, false, "BACKSPACE"},
    {"^", '^', false, NULL},          {"-", '-', false, NULL},
};

static void test_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(key_cases); i++) {
        struct key_press key = {0};
        if (!key_parse(str_from(key_cases[i].written), &key) || key.key != key_cases[i].key ||
            key.has_alt != key_cases[i].has_alt)
            fail_msg("%s: got %x", key_cases[i].written, (unsigned)key.key);
        CLEANUP_BUFFER struct buffer name = {0};
        key_append_name(key, &name);
        assert_string_equal(name.bytes,
                            key_cases[i].shown ? key_cases[i].shown : key_cases[i].written);
    }
    static const char *const wrong[] = {"", "jj", "F0", "F13", "^é", "M-", "\xff", " ", "\x7f"};
    for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
        struct key_press key;
        if (key_parse(str_from(wrong[i]), &key))
            fail_msg("“%s” was taken for key %x", wrong[i], (unsigned)key.key);
    }
}

static void test_bindings(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer problems = {0};
    struct config *config = parse("bind ^T contents\nbind = wider\nbind\tq none\n", &problems);
    const struct binding *bindings;
    assert_string_equal(problems.bytes, "");
    assert_int_equal(config_bindings(config, &bindings), 3);
    assert_int_equal(bindings[0].key.key, 20);
    assert_true(str_equal(bindings[0].command, STR("contents")));
    assert_int_equal(bindings[1].key.key, '=');
    assert_int_equal(bindings[2].line, 3);
    struct config *copy = config_copy(config);
    config_free(config);
    assert_int_equal(config_bindings(copy, &bindings), 3);
    assert_true(str_equal(bindings[2].command, STR("none")));
    config_free(copy);
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    struct error error;
    assert_true(location_make_parents(path));
    assert_int_equal(file_replace(path, str_from(text), &error), STATUS_OK);
    assert_int_equal(chmod(path, mode), 0);
}

static void test_files(void **state)
{
    (void)state;
    struct config *config;
    struct error error = {""};
    char path[256];
    snprintf(path, sizeof path, "%s/zhai/config", folder);
    assert_int_equal(config_load(NULL, &config, &error), STATUS_OK); /* there is none yet */
    assert_int_equal(config_problem_count(config), 0);
    config_free(config);
    assert_int_equal(config_load(path, &config, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, path));

    write_file(path, "width = 44\n", 0600);
    assert_int_equal(config_load(NULL, &config, &error), STATUS_OK);
    assert_int_equal(config_number(config, OPTION_WIDTH), 44);
    config_free(config);

    write_file(path, "width = 44\n", 0666);
    assert_int_equal(config_load(NULL, &config, &error), STATUS_OK);
    assert_int_equal(config_number(config, OPTION_WIDTH), 76);
    assert_int_equal(config_problem_count(config), 1);
    assert_non_null(strstr(config_problem(config, 0), path));
    config_free(config);

    assert_int_equal(config_load(folder, &config, &error), STATUS_UNSUPPORTED);
    assert_int_equal(config_load("/dev/null", &config, &error), STATUS_OK);
    config_free(config);
    assert_int_equal(truncate(path, OWN_FILE_LIMIT + 1), 0);
    assert_int_equal(config_load(path, &config, &error), STATUS_TOO_LARGE);
    assert_int_equal(remove(path), 0);
}

static void test_themes(void **state)
{
    (void)state;
    struct theme theme;
    struct error error;
    static const char *const names[] = {"dark", "light", "none", "auto"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (theme_find(str_from(names[i]), &theme, &error))
            fail_msg("%s: %s", names[i], error.message);
    assert_int_equal(theme_find(STR("none"), &theme, &error), STATUS_OK);
    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_int_equal(theme.entries[i].foreground, COLOR_DEFAULT);
        assert_int_equal(theme.entries[i].background, COLOR_DEFAULT);
    }
    char path[256];
    snprintf(path, sizeof path, "%s/zhai/themes/夜.theme", folder);
    write_file(path, "hit = #00FF10 #000001 bold\n# x\ntext = default #101010\n", 0600);
    assert_int_equal(theme_find(STR("夜"), &theme, &error), STATUS_OK);
    assert_int_equal(theme.entries[ROLE_HIT].foreground, 0x00FF10);
    assert_int_equal(theme.entries[ROLE_HIT].background, 1);
    assert_int_equal(theme.entries[ROLE_HIT].attributes, ATTRIBUTE_BOLD);
    assert_int_equal(theme.entries[ROLE_TEXT].foreground, COLOR_DEFAULT);
    assert_int_equal(theme.entries[ROLE_TEXT].background, 0x101010);
    static const char *const wrong[] = {"hits = bold",   "hit = blod",
                                        "hit = #12345",  "hit",
                                        "hit = #gggggg", "hit = #000000 #000000 #000000"};
    for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
        if (!theme_parse(str_from(wrong[i]), "file", &theme, &error))
            fail_msg("%s was taken", wrong[i]);
        assert_true(strncmp(error.message, "file:1: ", 8) == 0);
    }
}

/* The default file says what holds without it: all its lines, uncommented, change nothing. */
static void test_default_file(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0}, bare = {0}, problems = {0};
    options_write_default(&text);
    size_t count = 0;
    for (const char *line = text.bytes; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *equals = strstr(line, " = ");
        size_t length = strcspn(line, "\n");
        if (strncmp(line, "# ", 2) == 0 && equals && equals < line + length) {
            buffer_append(&bare, (struct str){line + 2, length - 2});
            buffer_append_byte(&bare, '\n');
            count++;
        }
    }
    assert_int_equal(count, OPTION_COUNT);
    struct config *config = parse(bare.bytes, &problems);
    struct config *plain = config_parse(STR_NONE, "");
    assert_string_equal(problems.bytes, "");
    for (int i = 0; i < OPTION_COUNT; i++)
        assert_int_equal(config_number(config, (enum option)i),
                         config_number(plain, (enum option)i));
    config_free(config);
    config_free(plain);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    setenv("XDG_CONFIG_HOME", folder, 1);
    unsetenv("COLORFGBG");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),       cmocka_unit_test(test_problems),
        cmocka_unit_test(test_hostile_text), cmocka_unit_test(test_keys),
        cmocka_unit_test(test_bindings),     cmocka_unit_test(test_files),
        cmocka_unit_test(test_themes),       cmocka_unit_test(test_default_file),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
