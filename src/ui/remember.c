/* Where reading stopped: of files in a small file (places.h), of articles in their library. */
#include "ui/session.h"

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

static void save_place_of_article(struct session *session)
{
    struct article *article = session->article;
    struct error error;
    bool is_finished = is_read_to_end(article);
    if (library_is_read_only(session->library) ||
        (article->is_saved && is_same_place(article->spot, article->saved) && !is_finished))
        return;
    struct reading reading = {
        .article = article->id,
        .text = article->text,
        .document = article->document,
        .place = place_of_spot(article->spot),
        .progress = article_progress(article),
        .is_at_end = is_finished,
    };
    if (place_save(session->library, &reading, &error)) {
        session_complain(session, error.message);
        return;
    }
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
    enum status status =
        place_find(session->library, article->id, article->text, article->document, &place, &error);
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
