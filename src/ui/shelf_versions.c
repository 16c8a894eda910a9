/* The other texts of an article: its versions, and the articles with nearly the same text. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/store.h"
#include "ui/list.h"

struct choice {
    int64_t article, version; /* article 0: a heading */
    struct buffer key, text;
};

struct choices {
    struct choice *each;
    size_t count, capacity;
};

static struct choice *add(struct choices *choices, int64_t article, int64_t version)
{
    ARRAY_RESERVE(choices->each, choices->count, choices->capacity);
    struct choice *choice = &choices->each[choices->count++];
    *choice = (struct choice){.article = article, .version = version};
    return choice;
}

static void append_size(int64_t byte_count, struct buffer *out)
{
    if (byte_count < 1000)
        buffer_append_format(out, _("%lld bytes"), (long long)byte_count);
    else
        buffer_append_format(out, _("%lld KB"), (long long)(byte_count / 1000));
}

static enum status add_versions(struct library *library, int64_t article, struct choices *choices,
                                struct error *error)
{
    struct article_version *versions = NULL;
    size_t count = 0;
    enum status status = article_versions(library, article, &versions, &count, error);
    for (size_t i = 0; i < count; i++) {
        struct choice *choice = add(choices, article, versions[i].version);
        buffer_append_format(&choice->key, "%lld", (long long)versions[i].version);
        clock_append_local(versions[i].created, &choice->text);
        buffer_append_c(&choice->text, " · ");
        append_size(versions[i].byte_count, &choice->text);
        if (versions[i].is_current) {
            choice->version = 0;
            buffer_append_format(&choice->text, " · %s", _("the one that is shown"));
        }
        const char *concern = concern_sentence(versions[i].concern);
        if (*concern)
            buffer_append_format(&choice->text, " · %s", concern);
    }
    free(versions);
    return status;
}

static void append_origin(const struct article_record *record, struct buffer *out)
{
    const struct str parts[] = {record->site, record->published, record->url};
    buffer_append(out, article_name(record));
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
        if (parts[i].length)
            buffer_append_format(out, " · %.*s", STR_ARGS(parts[i]));
}

static enum status add_variants(struct library *library, int64_t article, struct choices *choices,
                                struct error *error)
{
    int64_t *ids = NULL;
    size_t count = 0;
    enum status status = article_cluster(library, article, &ids, &count, error);
    if (!status && count > 1)
        buffer_append_c(&add(choices, 0, 0)->text, _("Nearly the same text elsewhere"));
    for (size_t i = 0; i < count && !status; i++) {
        struct article_record record = {0};
        if (ids[i] == article)
            continue;
        status = article_read(library, ids[i], &record, error);
        if (!status)
            append_origin(&record, &add(choices, ids[i], 0)->text);
        article_record_release(&record);
    }
    free(ids);
    return status;
}

static void release(struct choices *choices)
{
    for (size_t i = 0; i < choices->count; i++) {
        buffer_release(&choices->each[i].key);
        buffer_release(&choices->each[i].text);
    }
    free(choices->each);
}

bool versions_choose(struct session *session, int64_t article, int64_t *ret_article,
                     int64_t *ret_version)
{
    struct choices choices = {0};
    struct error error;
    size_t chosen = SIZE_MAX;
    enum status status = add_versions(session->library, article, &choices, &error);
    if (!status)
        status = add_variants(session->library, article, &choices, &error);
    struct list_item *items = memory_new((choices.count + 1) * sizeof *items);
    for (size_t i = 0; i < choices.count; i++)
        items[i] = (struct list_item){.text = buffer_str(&choices.each[i].text),
                                      .key = buffer_str(&choices.each[i].key),
                                      .is_heading = choices.each[i].article == 0};
    if (status)
        session_complain(session, error.message);
    else if (choices.count < 2)
        session_say(session, "%s", _("there is only this one text of the article"));
    else
        chosen = list_run(session, _("Versions; ENTER reads one"), items, choices.count, 0);
    if (chosen != SIZE_MAX) {
        *ret_article = choices.each[chosen].article;
        *ret_version = choices.each[chosen].version;
    }
    free(items);
    release(&choices);
    return chosen != SIZE_MAX;
}

void shelf_expand(struct session *session)
{
    struct shelf_view *view = session->shelf;
    int64_t article, version;
    if (!view->is_side_focused && view->selected_id &&
        versions_choose(session, view->selected_id, &article, &version))
        shelf_open_article(view, article, version);
}

void versions_of_article(struct session *session)
{
    struct article *loaded;
    struct error error;
    int64_t article, version;
    if (!session->article->id) {
        session_complain(session, _("only articles of the library have versions"));
        return;
    }
    if (!versions_choose(session, session->article->id, &article, &version))
        return;
    if (article_load(session->library, article, version, &loaded, &error))
        session_complain(session, error.message);
    else
        session_show_stored(session, loaded);
}
