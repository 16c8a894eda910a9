/* The line after / and ?: the screen goes along while the words are typed. */
#include "ui/find_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "screen/event.h"
#include "ui/prompt.h"
#include "ui/recall.h"
#include "ui/status.h"

#include <assert.h>

enum { KEY_CTRL_E = 5, KEY_CTRL_P = 16, KEY_CTRL_R = 18 };

static const char *const kind_names[] = {[FINDER_FOLDED] = NULL,
                                         [FINDER_EXACT] = N_("exact"),
                                         [FINDER_REGEX] = N_("regex"),
                                         [FINDER_PINYIN] = N_("pinyin")};
static_assert(ARRAY_LENGTH(kind_names) == FINDER_KIND_COUNT, "a name for each kind");

const char *find_kind_name(enum finder_kind kind)
{
    return kind_names[kind] ? _(kind_names[kind]) : "";
}

struct search {
    const struct buffer *text; /* what is typed */
    enum finder_kind kind;     /* as the keys set it */
    bool is_backward;
    struct spot origin; /* where the reader was when it began */
    uint32_t anchor;
    struct hits *hits_before;
    uint32_t opened_fold; /* as found_fold of the article, for the match shown now */
    uint32_t closed_fold; /* the article's found_fold when this search began */
    struct recall recall;
};

/* What ~ before it makes pinyin; a lone ~ is itself. */
static struct str parse(struct str text, enum finder_kind *kind)
{
    if (*kind != FINDER_FOLDED || text.length < 2 || text.bytes[0] != '~')
        return text;
    *kind = FINDER_PINYIN;
    return str_slice(text, 1, text.length);
}

static void append_label(void *closure, struct buffer *out)
{
    const struct search *search = closure;
    enum finder_kind kind = search->kind;
    (void)parse(buffer_str(search->text), &kind);
    const char *name = find_kind_name(kind);
    buffer_append_format(out, "%s%s%s", name, *name ? " " : "", search->is_backward ? "?" : "/");
}

static void go_back_to_origin(struct session *session, struct search *search)
{
    if (search->opened_fold != UINT32_MAX)
        article_toggle_fold(session->article, search->opened_fold);
    search->opened_fold = UINT32_MAX;
    article_restore(session->article, search->origin, search->anchor);
}

static bool typed(struct session *session, struct str text, void *closure)
{
    struct search *search = closure;
    struct match match;
    bool is_wrapped;
    enum finder_kind kind = search->kind;
    struct str pattern = parse(text, &kind);
    hits_free(session->hits);
    session->hits = NULL;
    session->message.length = 0;
    go_back_to_origin(session, search);
    if (pattern.length == 0)
        return true;
    session->is_typing = true;
    find_look_for(session, kind, pattern);
    if (!hits_problem(session->hits) &&
        find_from(session, search->origin.place, search->is_backward, &match, &is_wrapped))
        search->opened_fold = find_show(session, match);
    session->is_typing = false;
    return !hits_was_stopped(session->hits);
}

/* What is wrong with what is looked for, or how often it is there. */
static bool append_note(struct session *session, void *closure, struct buffer *out)
{
    (void)closure;
    const char *problem = session->hits ? hits_problem(session->hits) : NULL;
    if (problem)
        buffer_append_c(out, problem);
    else if (session->hits)
        status_append_hits(session, out);
    return problem != NULL;
}

/* The one before or after in the history that begins as what was typed. */
static bool recall(struct session *session, struct search *search, bool is_older,
                   struct buffer *text)
{
    enum finder_kind ignored = search->kind;
    recall_begin(&search->recall, buffer_str(text), search->kind);
    struct str prefix = parse(buffer_str(&search->recall.draft), &ignored);
    recall_step(&search->recall, session_history(session, HISTORY_FINDS), is_older, prefix, text,
                &search->kind);
    return true;
}

static bool toggle(struct search *search, enum finder_kind kind, struct buffer *text)
{
    enum finder_kind now = search->kind;
    struct str pattern = parse(buffer_str(text), &now);
    if (pattern.length < text->length) { /* ~ had made it so */
        memmove(text->bytes, pattern.bytes, pattern.length);
        text->length = pattern.length;
    }
    search->kind = now == kind ? FINDER_FOLDED : kind;
    return true;
}

static bool take_key(struct session *session, uint32_t key, struct buffer *text, void *closure)
{
    struct search *search = closure;
    switch (key) {
    case KEY_CTRL_R:
        return toggle(search, FINDER_REGEX, text);
    case KEY_CTRL_E:
        return toggle(search, FINDER_EXACT, text);
    case KEY_CTRL_P:
        return toggle(search, FINDER_PINYIN, text);
    case KEY_CODE_UP:
        return recall(session, search, true, text);
    case KEY_CODE_DOWN:
        return recall(session, search, false, text);
    default:
        search->recall.index = SIZE_MAX;
        return false;
    }
}

void find_keep(struct session *session, enum finder_kind kind, struct str pattern)
{
    session->last_pattern.length = 0;
    buffer_append(&session->last_pattern, pattern);
    session->last_kind = kind;
    session->last_is_query = false;
    history_add(session_history(session, HISTORY_FINDS), kind, pattern);
    session_moved(session);
}

static void keep(struct session *session, struct search *search, struct str text)
{
    struct match match;
    bool is_wrapped;
    enum finder_kind kind = search->kind;
    struct str pattern = parse(text, &kind);
    find_keep(session, kind, pattern);
    /* What a key had stopped that came after ENTER. */
    if (hits_was_stopped(session->hits) &&
        find_from(session, search->origin.place, search->is_backward, &match, &is_wrapped))
        search->opened_fold = find_show(session, match);
    session->article->found_fold = search->opened_fold;
    if (!hits_current(session->hits, &match)) {
        find_say_missing(session);
        return;
    }
    is_wrapped = search->is_backward ? match.start >= search->origin.place
                                     : match.start < search->origin.place;
    if (is_wrapped)
        session_say(session, "%s",
                    search->is_backward ? _("went on from the end") : _("went on from the top"));
    find_remember(session->article, search->origin);
}

static void give_up(struct session *session, struct search *search)
{
    hits_free(session->hits);
    session->hits = search->hits_before;
    session->message.length = 0;
    if (search->closed_fold != UINT32_MAX)
        article_toggle_fold(session->article, search->closed_fold);
    session->article->found_fold = search->closed_fold;
    go_back_to_origin(session, search);
}

static void repeat_last(struct session *session, const struct search *search)
{
    hits_free(session->hits);
    session->hits = search->hits_before;
    session->article->found_fold = search->opened_fold;
    find_refresh(session);
    find_next(session, search->is_backward, 1);
}

void find_prompt(struct session *session, bool is_backward)
{
    CLEANUP_BUFFER struct buffer text = {0};
    struct search search = {
        .text = &text,
        .is_backward = is_backward,
        .origin = session->article->spot,
        .anchor = layout_anchor(session->article->layout),
        .hits_before = session->hits,
        .opened_fold = UINT32_MAX,
        .closed_fold = session->article->found_fold,
        .recall = RECALL_NONE,
    };
    session->hits = NULL;
    find_close_fold(session->article);
    const struct prompt_request request = {.append_label = append_label,
                                           .changed = typed,
                                           .note = append_note,
                                           .take_key = take_key,
                                           .closure = &search};
    bool is_taken = prompt_run(session, &request, &text);
    session->hits_lead_backward = is_taken ? is_backward : session->hits_lead_backward;
    if (!is_taken) {
        give_up(session, &search);
    } else if (text.length == 0) {
        repeat_last(session, &search);
    } else {
        hits_free(search.hits_before);
        keep(session, &search, buffer_str(&text));
    }
    recall_release(&search.recall);
}
