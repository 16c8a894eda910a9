/* Compiles the rules of data/rules into the tables that src/ingest/rules_set.c includes.
 * Usage: compile_rules FILE... ; a wrong line ends the build and names file and line. */
#include "base/file.h"
#include "base/memory.h"
#include "ingest/rules_private.h"

#include <stdio.h>

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void print_pattern(const struct rule *rule)
{
    for (size_t i = 0; i < rule->length; i++) {
        unsigned char byte = (unsigned char)rule->pattern[i];
        if (byte >= 0x20 && byte < 0x7F && !strchr("\"\\?", byte))
            putchar(byte);
        else
            printf("\\%03o", byte);
    }
}

static void print_rows(const struct rule_list *list)
{
    printf("static const struct rule builtin_rows[] = {\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct rule *rule = &list->rows[i];
        printf("    {\"");
        print_pattern(rule);
        printf("\", %d, %d, %d, %d, %d, %d, %d, %d, %d, %d},\n", rule->length, rule->longest,
               rule->first_gram, rule->last_gram, rule->what, rule->kind, rule->match,
               rule->strength, rule->key, rule->file);
    }
    printf("};\n");
}

static void print_numbers(const char *name, const uint16_t *numbers, size_t count)
{
    printf("static const uint16_t builtin_%s[] = {\n", name);
    for (size_t i = 0; i < count; i++)
        printf("%d,%c", numbers[i], i % 20 == 19 ? '\n' : ' ');
    printf("\n};\n");
}

int main(int argument_count, char **arguments)
{
    CLEANUP_BUFFER struct buffer problems = {0};
    struct rule_list list = {0};
    printf("static const char *const builtin_files[] = {\n");
    for (int i = 1; i < argument_count; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        struct error error;
        if (file_read(arguments[i], &text, &error)) {
            fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        printf("    \"%s\",\n", base_name(arguments[i]));
        rule_list_parse(&list, buffer_str(&text), arguments[i], (unsigned)i - 1, &problems);
    }
    printf("};\n");
    if (problems.length) {
        fputs(problems.bytes, stderr);
        return 1;
    }
    rule_list_sort(&list);
    print_rows(&list);
    uint16_t starts[KEY_COUNT + 1], longest[KEY_COUNT];
    rule_list_index(&list, starts, longest);
    print_numbers("starts", starts, KEY_COUNT + 1);
    print_numbers("longest", longest, KEY_COUNT);
    rule_list_release(&list);
    return 0;
}
