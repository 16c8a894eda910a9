#include "ui/recall.h"

#include "ui/session.h"

void recall_release(struct recall *recall)
{
    buffer_release(&recall->draft);
}

void recall_begin(struct recall *recall, struct str text, enum finder_kind kind)
{
    if (recall->index != SIZE_MAX)
        return;
    recall->draft.length = 0;
    buffer_append(&recall->draft, text);
    recall->draft_kind = kind;
}

void recall_step(struct recall *recall, const struct history *history, bool is_older,
                 struct str prefix, struct buffer *text, enum finder_kind *kind)
{
    size_t index = is_older ? history_older(history, recall->index, prefix)
                            : history_newer(history, recall->index, prefix);
    if (index == SIZE_MAX && (is_older || recall->index == SIZE_MAX))
        return;
    text->length = 0;
    recall->index = index;
    if (index == SIZE_MAX) {
        *kind = recall->draft_kind;
        buffer_append(text, buffer_str(&recall->draft));
    } else {
        buffer_append(text, history_at(history, index, kind));
    }
}

struct history *session_history(struct session *session, enum history_name name)
{
    struct history **history = &session->histories[name];
    if (!*history) {
        *history = history_new();
        if (config_flag(session->config, OPTION_HISTORY))
            history_load(*history, name);
    }
    return *history;
}

void session_save_histories(struct session *session)
{
    for (enum history_name name = 0; name < HISTORY_COUNT; name++)
        if (session->histories[name] && config_flag(session->config, OPTION_HISTORY))
            history_save(session->histories[name], name);
}
