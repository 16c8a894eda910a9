/* The keys as they are bound now, from the command table. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/list.h"

struct help {
    struct list_item *items;
    size_t count, capacity;
    struct buffer *keys; /* one for each item */
    size_t key_count, key_capacity;
};

static void add_heading(struct help *help, const char *words)
{
    if (help->count) {
        ARRAY_RESERVE(help->items, help->count, help->capacity);
        help->items[help->count++] = (struct list_item){.is_heading = true};
    }
    ARRAY_RESERVE(help->items, help->count, help->capacity);
    help->items[help->count++] = (struct list_item){.text = str_from(words), .is_heading = true};
}

static void add_command(struct help *help, const struct keymap *keymap, enum key_context context,
                        const struct command *command)
{
    struct buffer keys = {0};
    keymap_append_keys(keymap, context, command, &keys);
    if (keys.length == 0) {
        buffer_release(&keys);
        return;
    }
    ARRAY_RESERVE(help->keys, help->key_count, help->key_capacity);
    help->keys[help->key_count++] = keys;
    ARRAY_RESERVE(help->items, help->count, help->capacity);
    help->items[help->count++] = (struct list_item){
        .text = str_from(_(command->help)), .key = buffer_str(&keys), .indent = 2};
}

static void add_notes(struct help *help)
{
    size_t count;
    const struct key_note *notes = commands_notes(&count);
    for (size_t i = 0; i < count; i++) {
        if (notes[i].group)
            add_heading(help, _(notes[i].group));
        ARRAY_RESERVE(help->items, help->count, help->capacity);
        help->items[help->count++] = (struct list_item){
            .text = str_from(_(notes[i].help)), .key = str_from(notes[i].keys), .indent = 2};
    }
}

void help_view(struct session *session, bool is_list)
{
    struct help help = {0};
    size_t count;
    const struct command *commands = commands_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (commands[i].group)
            add_heading(&help, _(commands[i].group));
        add_command(&help, session->keymap, KEY_CONTEXT_TEXT, &commands[i]);
    }
    add_notes(&help);
    add_heading(&help, _("In lists"));
    for (size_t i = 0; i < count; i++)
        add_command(&help, session->keymap, KEY_CONTEXT_LIST, &commands[i]);
    size_t first = 0;
    for (size_t i = 0; is_list && i < help.count; i++)
        if (help.items[i].is_heading && str_equal(help.items[i].text, str_from(_("In lists"))))
            first = i;
    list_read(session, _("Keys"), help.items, help.count, first);
    for (size_t i = 0; i < help.key_count; i++)
        buffer_release(&help.keys[i]);
    free(help.keys);
    free(help.items);
}
