/* The keys as they are bound now, from the command table. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "find/query.h"
#include "ui/list.h"

struct help {
    struct list_item *items;
    size_t count, capacity;
    struct buffer *texts; /* what items point into */
    size_t text_count, text_capacity;
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

/* Takes the text over; it lasts as long as help. */
static struct str keep(struct help *help, struct buffer text)
{
    ARRAY_RESERVE(help->texts, help->text_count, help->text_capacity);
    help->texts[help->text_count++] = text;
    return buffer_str(&text);
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
    ARRAY_RESERVE(help->items, help->count, help->capacity);
    help->items[help->count++] = (struct list_item){
        .text = str_from(_(command->help)), .key = keep(help, keys), .indent = 2};
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

/* The commands of a context under a heading of its own. */
static void add_context(struct help *help, const struct keymap *keymap, enum key_context context,
                        const char *heading)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    add_heading(help, heading);
    for (size_t i = 0; i < count; i++)
        add_command(help, keymap, context, &commands[i]);
}

static void add_reading(struct help *help, const struct keymap *keymap)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (commands[i].group)
            add_heading(help, _(commands[i].group));
        add_command(help, keymap, KEY_CONTEXT_TEXT, &commands[i]);
    }
    add_notes(help);
}

/* The query language, each row with its example. */
static void add_queries(struct help *help)
{
    size_t count;
    const struct query_row *rows = query_rows(&count);
    add_heading(help, _("What a search or a filter can say"));
    for (size_t i = 0; i < count; i++) {
        struct buffer key = {0}, text = {0};
        buffer_append_c(&key, rows[i].name);
        if (rows[i].argument)
            buffer_append_format(&key, ":%s", _(rows[i].argument));
        buffer_append_format(&text, "%s  %s", _(rows[i].help), rows[i].example);
        ARRAY_RESERVE(help->items, help->count, help->capacity);
        help->items[help->count++] =
            (struct list_item){.text = keep(help, text), .key = keep(help, key), .indent = 2};
    }
}

void help_view(struct session *session, enum key_context context)
{
    struct help help = {0};
    size_t firsts[KEY_CONTEXT_COUNT] = {0};
    add_reading(&help, session->keymap);
    if (session->shelf) {
        firsts[KEY_CONTEXT_SHELF] = help.count + 1;
        add_context(&help, session->keymap, KEY_CONTEXT_SHELF, _("In the shelf"));
    }
    firsts[KEY_CONTEXT_HITS] = help.count + 1;
    add_context(&help, session->keymap, KEY_CONTEXT_HITS, _("In the hits of a search"));
    add_queries(&help);
    firsts[KEY_CONTEXT_LIST] = help.count + 1;
    add_context(&help, session->keymap, KEY_CONTEXT_LIST, _("In lists"));
    list_read(session, _("Keys"), help.items, help.count, firsts[context]);
    for (size_t i = 0; i < help.text_count; i++)
        buffer_release(&help.texts[i]);
    free(help.texts);
    free(help.items);
}
