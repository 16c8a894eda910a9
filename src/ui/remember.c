/* Where reading stopped: of files in a small file (places.h), of articles in their library. */
#include "ui/session.h"

#include "base/arena.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/place.h"
#include "ui/places.h"

static bool is_in_text(struct spot spot)
{
    return spot.prologue_glyphs == SPOT_IN_TEXT;
}

static bool is_same_place(struct spot a, struct spot b)
{
    return a.place == b.place && a.prologue_glyphs == b.prologue_glyphs;
}

static void save_place_of_file(struct session *session)
{
    struct article *article = session->article;
    struct spot spot = article->spot;
    bool is_new =
        spot.place != article->saved.place || is_in_text(spot) != is_in_text(article->saved);
    if (!is_new || config_number(session->config, OPTION_RESUME) == RESUME_NEVER)
        return;
    article->saved = spot;
    places_save((struct place_key){article->content_hash, article->path_hash},
                article->document->text, is_in_text(spot) ? spot.place : 0);
}

static int64_t place_of_spot(struct spot spot)
{
    if (is_in_text(spot))
        return spot.place;
    bool is_top = spot.prologue_glyphs == 0 && spot.blanks == SPOT_TOP.blanks;
    return is_top ? PLACE_TOP : PLACE_TOP - 1 - (int64_t)spot.prologue_glyphs;
}

static struct spot spot_of_place(int64_t place)
{
    if (place == PLACE_TOP)
        return SPOT_TOP;
    return place >= 0 ? (struct spot){(uint32_t)place, SPOT_IN_TEXT, 0}
                      : (struct spot){0, (uint32_t)(PLACE_TOP - 1 - place), 0};
}

/* An article that was opened at its end, where it was left, is not read to the end by that. */
static bool is_read_to_end(struct article *article)
{
    bool is_on_screen = is_same_place(article->spot, SPOT_TOP);
    return !article->was_finished && (article->has_moved || is_on_screen) &&
           article_is_at_end(article);
}

/* A place that is to be kept, apart from its article, which may be closed meanwhile. */
struct kept_place {
    struct reading reading;
    struct arena *arena; /* of its words */
};

static void kept_place_release(void *request)
{
    struct kept_place *kept = request;
    arena_free(kept->arena);
    free(kept);
}

static enum status write_place(struct session *session, void *request, struct error *error)
{
    const struct kept_place *kept = request;
    enum status status = place_save(session->library, &kept->reading, error);
    bool is_open = session->article && session->article->id == kept->reading.article;
    if (status && status != STATUS_BUSY && is_open)
        session->article->is_saved = false; /* to be tried again when it is left */
    return status;
}

static void keep(struct session *session, struct article *article, bool is_finished)
{
    struct kept_place *kept = memory_new(sizeof *kept);
    int64_t place = place_of_spot(article->spot);
    size_t offset = place > 0 ? (size_t)place : 0;
    struct anchor anchor = anchor_make(article->document->text, offset, offset);
    kept->arena = arena_new();
    anchor.quote = arena_copy(kept->arena, anchor.quote);
    anchor.prefix = arena_copy(kept->arena, anchor.prefix);
    anchor.suffix = arena_copy(kept->arena, anchor.suffix);
    kept->reading = (struct reading){.article = article->id,
                                     .text = article->text,
                                     .place = place,
                                     .anchor = anchor,
                                     .progress = article_progress(article),
                                     .is_at_end = is_finished};
    writing_do(session, &(struct writing){.name = N_("reading place"),
                                          .is_silent = true,
                                          .write = write_place,
                                          .release = kept_place_release,
                                          .request = kept});
}

/* The place that waits to be written, or STATUS_NOT_FOUND. */
static enum status find_kept(const struct session *session, const struct article *article,
                             int64_t *ret_place)
{
    for (size_t i = session->writing_count; i-- > 0;) {
        const struct writing *writing = &session->writings[i];
        const struct kept_place *kept = writing->request;
        if (writing->write != write_place || kept->reading.article != article->id ||
            kept->reading.text != article->text)
            continue;
        *ret_place = kept->reading.place;
        return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}

static void save_place_of_article(struct session *session)
{
    struct article *article = session->article;
    bool is_finished = is_read_to_end(article);
    if (library_is_read_only(session->library) ||
        (article->is_saved && is_same_place(article->spot, article->saved) && !is_finished))
        return;
    keep(session, article, is_finished);
    article->saved = article->spot;
    article->is_saved = true;
    article->was_finished |= is_finished;
    if (is_finished && article->state != ARTICLE_FINISHED && !session->message.length)
        session_say(session, "%s", _("read to the end, and so finished; undo takes that back"));
    if (is_finished)
        article->state = ARTICLE_FINISHED;
}

void session_save_place(struct session *session)
{
    session->moved_ms = 0;
    if (session->article && session->article->id)
        save_place_of_article(session);
    else if (session->article)
        save_place_of_file(session);
}

void session_save(struct session *session)
{
    session_save_place(session);
    session_save_histories(session);
}

static void recall_article(struct session *session)
{
    struct article *article = session->article;
    struct error error;
    int64_t place;
    session_moved(session); /* to be kept as opened, and what fits on the screen as read */
    article->has_moved = false;
    enum status status = find_kept(session, article, &place);
    if (status)
        status = place_find(session->library, article->id, article->text, article->document, &place,
                            &error);
    if (!status)
        article->spot = spot_of_place(place);
    else if (status != STATUS_NOT_FOUND)
        session_complain(session, error.message);
}

static void recall_file(struct session *session)
{
    struct article *article = session->article;
    uint32_t place;
    int resume = config_number(session->config, OPTION_RESUME);
    if (resume == RESUME_NEVER ||
        !places_load((struct place_key){article->content_hash, article->path_hash},
                     article->document->text, &place))
        return;
    struct spot spot = {place, SPOT_IN_TEXT, 0};
    article->saved = spot;
    if (resume == RESUME_ALWAYS) {
        article->spot = spot;
        return;
    }
    article->previous = spot;
    article->has_previous = true;
    session_say(session, _("you were at %u%%: '' goes on from there"),
                article_percent_of(article, place));
}

void session_recall(struct session *session)
{
    struct article *article = session->article;
    if (article->is_remembered)
        return;
    article->is_remembered = true;
    if (article->id)
        recall_article(session);
    else
        recall_file(session);
}
