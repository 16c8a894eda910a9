#include "ui/keymap.h"

#include "base/intl.h"
#include "base/memory.h"

struct key_row {
    struct key_press key;
    const struct command *command; /* NULL: unbound */
};

struct keymap {
    struct key_row *rows[KEY_CONTEXT_COUNT];
    size_t counts[KEY_CONTEXT_COUNT], capacities[KEY_CONTEXT_COUNT];
};

static bool is_same_key(struct key_press a, struct key_press b)
{
    return a.key == b.key && a.has_alt == b.has_alt;
}

static struct key_row *find_row(const struct keymap *keymap, enum key_context context,
                                struct key_press key)
{
    for (size_t i = 0; i < keymap->counts[context]; i++)
        if (is_same_key(keymap->rows[context][i].key, key))
            return &keymap->rows[context][i];
    return NULL;
}

static void set_key(struct keymap *keymap, enum key_context context, struct key_press key,
                    const struct command *command)
{
    struct key_row *row = find_row(keymap, context, key);
    if (row) {
        row->command = command;
        return;
    }
    ARRAY_RESERVE(keymap->rows[context], keymap->counts[context], keymap->capacities[context]);
    keymap->rows[context][keymap->counts[context]++] = (struct key_row){key, command};
}

static void set_defaults(struct keymap *keymap, enum key_context context,
                         const struct command *command)
{
    const char *keys = command->in[context].keys;
    while (keys && *keys) {
        size_t length = strcspn(keys, " ");
        struct key_press key;
        if (key_parse((struct str){keys, length}, &key))
            set_key(keymap, context, key, command);
        keys += length + strspn(keys + length, " ");
    }
}

static void add_binding(struct keymap *keymap, const struct binding *binding, const char *name,
                        struct buffer *problems)
{
    const struct command *command = command_find(binding->command);
    if (!command && !str_equal(binding->command, STR("none"))) {
        buffer_append_format(problems, "%s%s:%u: ", problems->length ? "\n" : "", name,
                             binding->line);
        buffer_append_format(problems, _("there is no command “%.*s”; the help (h) lists them"),
                             STR_ARGS(binding->command));
        return;
    }
    for (enum key_context context = 0; context < KEY_CONTEXT_COUNT; context++)
        if (!command || command->in[context].run)
            set_key(keymap, context, binding->key, command);
}

struct keymap *keymap_new(const struct config *config, struct buffer *problems)
{
    struct keymap *keymap = memory_new(sizeof *keymap);
    size_t count;
    const struct command *commands = commands_all(&count);
    for (size_t i = 0; i < count; i++)
        for (enum key_context context = 0; context < KEY_CONTEXT_COUNT; context++)
            set_defaults(keymap, context, &commands[i]);
    const struct binding *bindings;
    size_t binding_count = config_bindings(config, &bindings);
    for (size_t i = 0; i < binding_count; i++)
        add_binding(keymap, &bindings[i], config_name(config), problems);
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    for (int i = 0; i < KEY_CONTEXT_COUNT; i++)
        free(keymap->rows[i]);
    free(keymap);
}

const struct command *keymap_command(const struct keymap *keymap, enum key_context context,
                                     struct key_press key)
{
    const struct key_row *row = find_row(keymap, context, key);
    return row ? row->command : NULL;
}

void keymap_append_keys(const struct keymap *keymap, enum key_context context,
                        const struct command *command, struct buffer *out)
{
    bool is_first = true;
    for (size_t i = 0; i < keymap->counts[context]; i++) {
        if (keymap->rows[context][i].command != command)
            continue;
        if (!is_first)
            buffer_append_c(out, "  ");
        key_append_name(keymap->rows[context][i].key, out);
        is_first = false;
    }
}
