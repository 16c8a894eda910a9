/* The view of the library. Inside ui only.
 *
 *   selection  what passes the filter, in the order chosen: a bit for each article
 *   rows       what is known of the articles on the screen; nothing is read of the others
 *   selected   a row of the selection, the first on the screen being top; the article on it is
 *              remembered by its id, so that it stays selected when the selection is made anew
 */
#ifndef UI_SHELF_VIEW_H
#define UI_SHELF_VIEW_H

#include "library/article.h"
#include "library/change.h"
#include "library/id_set.h"
#include "library/select.h"
#include "library/shelf.h"
#include "ui/adding.h"
#include "ui/lights.h"
#include "ui/preview.h"
#include "ui/session.h"

enum { SHELF_ROWS_KEPT = 256 };

struct shelf_view {
    struct session *session;
    struct library *library;
    struct library_counts counts;
    int64_t last_read;        /* the article read last, or 0 */
    int64_t last_read_leader; /* the one whose row stands for it and its like */

    struct buffer filter;  /* a query */
    bool is_typing;        /* it may break off anywhere */
    struct buffer today;   /* 2024-01-13, while rows are drawn */
    struct buffer fault;   /* why it is none, or empty */
    struct lights *lights; /* its words, in the rows */
    struct selection *selection;
    size_t count;         /* of the selection */
    bool is_stale;        /* a key stopped its making: it is older than the filter */
    enum query_sort sort; /* when the filter names none */
    bool is_descending;

    size_t selected, top;
    int64_t selected_id; /* 0: nothing is there */
    struct id_set marked;
    struct article_record rows[SHELF_ROWS_KEPT]; /* by id; id 0: none */

    /* The shelves: the built-in filters, then those saved. */
    struct arena *side_arena;
    struct shelf *shelves;
    size_t shelf_count;
    bool has_side, is_side_focused;
    size_t side_selected;

    struct preview preview;
    bool has_preview;      /* wanted, where there is room */
    unsigned list_rows;    /* on the screen */
    struct adding *adding; /* files, or NULL */
    bool has_news;         /* of it, not shown yet */
    int64_t shown_ms;      /* when news were shown last */
    int64_t polled_ms;     /* when other processes' changes were looked for */
};

/* Where things are on a screen of this size. */
struct shelf_frame {
    unsigned rows, columns;       /* of the screen */
    unsigned list_top, list_rows; /* rows of the list */
    unsigned list_left, list_columns;
    unsigned side_columns;                  /* 0: no side list */
    unsigned preview_left, preview_columns; /* 0: no preview */
    bool has_header, has_status, has_hints;
};
struct shelf_frame shelf_frame_of(const struct shelf_view *view);

/* shelf_select.c */
enum shelf_keep { KEEP_TOP, KEEP_ARTICLE };
/* Makes the selection of the filter; the fault is kept in the view. may_stop: a key ends it. */
void shelf_evaluate(struct shelf_view *view, enum shelf_keep keep, bool may_stop);
void shelf_set_filter(struct shelf_view *view, struct str filter);
void shelf_select_row(struct shelf_view *view, size_t index);
bool shelf_select_article(struct shelf_view *view, int64_t article);
void shelf_scroll_to_selected(struct shelf_view *view);
/* The article on a row of the selection, read when it was not; NULL when it is gone. */
const struct article_record *shelf_row(struct shelf_view *view, size_t index);
/* The same of any article. */
const struct article_record *shelf_record(struct shelf_view *view, int64_t article);
void shelf_forget_rows(struct shelf_view *view);
/* After a change: counts, shelves and rows are read again. */
void shelf_reload(struct shelf_view *view);
/* The same, and the selection is made anew. */
void shelf_refresh(struct shelf_view *view);
/* The option as the configuration has it now. */
void shelf_take_option(struct shelf_view *view, enum option option);

/* shelf_side.c */
void shelf_read_shelves(struct shelf_view *view);
size_t shelf_side_count(const struct shelf_view *view);
struct shelf shelf_side_at(const struct shelf_view *view, size_t index);
/* The shelf whose query the filter is: its index, or SIZE_MAX. */
size_t shelf_side_current(const struct shelf_view *view);
void shelf_side_move(struct shelf_view *view, long rows);
/* Gives the keys back to the list. */
void shelf_side_leave(struct shelf_view *view);
void shelf_side_close(struct shelf_view *view);
void shelf_side_remove(struct shelf_view *view);
/* Saves a filter or a search of the library under a name. */
void shelf_keep_query(struct session *session, struct str name, struct str query, bool is_search);
void shelf_paint_side(struct shelf_view *view, const struct shelf_frame *frame);

/* shelf_paint.c, shelf_columns.c */
bool shelf_is_empty(const struct shelf_view *view); /* the whole library, with nothing typed */
void shelf_paint(struct session *session, void *closure);
void shelf_paint_row(struct shelf_view *view, const struct shelf_frame *frame, size_t index,
                     unsigned screen_row);

/* shelf_welcome.c */
void shelf_paint_welcome(struct shelf_view *view, const struct shelf_frame *frame);

/* shelf_status.c */
void shelf_paint_header(struct shelf_view *view, const struct shelf_frame *frame);
void shelf_paint_footer(struct shelf_view *view, const struct shelf_frame *frame);
/* "质量振兴 · 1 article": what the filter found. */
void shelf_append_found(struct shelf_view *view, struct buffer *out);

/* shelf_read.c: reads what is open until it is closed; opens an article, or a version of it. */
void shelf_read_on(struct shelf_view *view);
/* What ENTER opens: of several with one text the one read last, else the selected. */
int64_t shelf_readable(const struct shelf_view *view);
void shelf_open_article(struct shelf_view *view, int64_t article, int64_t version);
bool shelf_step(struct session *session, long step);

/* shelf_add.c: a step of it; whether the screen changed. */
bool shelf_go_on_adding(struct shelf_view *view);

/* shelf.c: milliseconds until the view has something to do; does it. True when the screen changed.
 */
int shelf_wait_ms(const struct shelf_view *view);
bool shelf_work(struct shelf_view *view);

#endif
