/* The hits of a search in the library: over the shelf or an article, under an article out of them.
 * Inside ui only.
 *
 *   result     what the library found, the best first: as many as were asked for
 *   rows       the same without those that have nearly the text of one before them
 *   founds     what is known of the rows on the screen: nothing is read of the others
 *   selected   a row, top the first one on the screen
 *
 * A query is asked in three steps, so that no key waits: for some milliseconds all of it; when that
 * is too short the newest are shown; and then, while no key comes, all of it once more. */
#ifndef UI_SEARCH_VIEW_H
#define UI_SEARCH_VIEW_H

#include "find/terms.h"
#include "library/article.h"
#include "library/id_set.h"
#include "library/search_fold.h"
#include "ui/recall.h"
#include "ui/session.h"

enum { FOUNDS_KEPT = 128, SNIPPETS_MAX = 3 };

/* A piece of the text as it is shown, and what is lit in it. */
struct piece {
    struct buffer text;
    struct match *lit;
    size_t lit_count;
};

/* What is known of a row, when is_read; the pieces when is_made. */
struct found {
    size_t row;
    bool is_read, is_made;
    struct article_record record; /* id 0: it is gone */
    size_t match_count;           /* in the text */
    bool has_best;
    struct match best; /* in the text, the first of the best piece */
    struct piece pieces[SNIPPETS_MAX];
    size_t piece_count;
};

struct search_view {
    struct session *session;
    struct library *library;
    struct buffer text; /* what is asked */
    struct recall recall;
    struct buffer fault; /* why it is no query, or was not answered; or empty */
    bool is_typing;      /* it may break off anywhere */
    bool is_pending;     /* not all of it was asked yet */
    struct query *query; /* that the result is of, or NULL */
    struct search_result result;
    bool is_all;     /* the result holds all hits */
    int64_t took_ms; /* to ask for it */
    struct terms *terms;
    struct search_row *rows;
    size_t row_count;
    struct followers followers;

    size_t selected, top;
    int64_t selected_id; /* 0: there is none */
    struct id_set marked;
    struct found founds[FOUNDS_KEPT]; /* row % FOUNDS_KEPT */
    unsigned piece_columns;           /* that the pieces were made for */
    size_t piece_limit;
    bool lacks_pieces;   /* on the screen */
    bool lacks_books;    /* the same, of nothing but books */
    int64_t give_up_ms;  /* when asking is to stop, or 0 */
    int64_t patience_ms; /* until then no key stops it */
    struct buffer today;

    bool is_closed;
    bool asks_again; /* the article was left to search for something else */
};

/* Where things are on a screen of this size. */
struct search_frame {
    unsigned rows, columns;
    unsigned list_top, list_rows;
    bool has_header, has_footer;
};
struct search_frame search_frame_of(const struct search_view *view);

/* search_query.c: asks text as it is now. False when a key stopped that; then, or when it takes
 * long, there is work left to do. */
bool search_ask(struct search_view *view);
void search_set_text(struct search_view *view, struct str text);
/* Which articles have nearly the text of another, as it is now. */
void search_read_followers(struct search_view *view);
/* Asks again after articles have come or gone; the selected one stays so. */
void search_refresh(struct search_view *view);
/* The same when nobody types. */
void search_look_again(struct search_view *view);
/* All hits become rows, unless a key stops that. */
void search_gather_all(struct search_view *view);
/* Until there is something to look for; negative when there is nothing. */
int search_wait_ms(const struct search_view *view);
bool search_work(struct search_view *view); /* whether the screen changed */
/* The words of the result's query as they are lit; to free. */
struct terms *search_terms(const struct search_view *view);

/* search_hits.c: the row, its article read; never NULL for a row that there is. */
struct found *search_found(struct search_view *view, size_t row);
void search_make_pieces(struct search_view *view, struct found *found);
/* The pieces of the hits on the screen, as many as there is time for: those of books when nobody
 * types. Whether any was made. */
bool search_make_visible(struct search_view *view, bool is_idle);
/* Rows of the screen that it has, a blank one below included; an estimate before it is made. */
unsigned search_height(struct search_view *view, size_t row);
void search_forget(struct search_view *view);
void search_forget_records(struct search_view *view);

/* search_moves.c */
void search_select(struct search_view *view, size_t row);
/* The selected row is on the screen. */
void search_scroll_to_selected(struct search_view *view);
void search_move(struct search_view *view, long rows);
/* The row at a place of the screen, or SIZE_MAX. */
size_t search_row_at(struct search_view *view, unsigned screen_row);

/* search_paint.c */
void search_paint(struct session *session, void *closure);

/* search_prompt.c: the text is typed; false when the view is to be closed. */
bool search_type(struct search_view *view, bool closes_on_escape);

/* search_read.c: the article of the next row of hits, or of the one before. */
bool search_step(struct search_view *view, long step);
void search_open(struct search_view *view, int64_t article, int64_t version);
/* Reads what is open until it is closed. */
void search_read_on(struct search_view *view);
/* The words of the search are looked for in the article again. */
void search_light(struct search_view *view);
/* To the count-th match from where the reader is, through as many articles as it takes. */
void search_walk(struct search_view *view, bool is_backward, uint32_t count);

#endif
