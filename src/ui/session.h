/* One run of the program: the terminal, the files, what is being looked for. Inside ui only. */
#ifndef UI_SESSION_H
#define UI_SESSION_H

#include "config/config.h"
#include "library/library.h"
#include "screen/terminal.h"
#include "ui/article.h"
#include "ui/history.h"
#include "ui/hits.h"
#include "ui/indexing.h"
#include "ui/keymap.h"
#include "ui/start.h"
#include "ui/writing.h"

struct file {
    char *path;
    struct article *article; /* NULL until it was opened */
};

struct session {
    const struct ui_options *options;
    struct config *config;
    struct buffer binding_problems; /* sentences about the configuration's keys */
    struct terminal *terminal;
    struct canvas *canvas;
    struct theme theme;
    struct keymap *keymap;

    struct file *files;
    size_t file_count, file_capacity, current;
    struct library *library;  /* NULL: only files are read */
    bool owns_library;        /* a search has opened it */
    struct writing *writings; /* what waits for another program, the oldest first */
    size_t writing_count, writing_capacity;
    int64_t tried_ms; /* when it was tried last */
    struct indexing indexing;
    struct article *of_library; /* the article out of it that is open, or NULL */
    struct article *article;    /* what is read: of_library, or files[current].article; or NULL */

    struct hits *hits;       /* what is being looked for, or NULL */
    bool hits_lead_backward; /* it was found with ? */
    struct buffer last_pattern;
    enum finder_kind last_kind;
    bool last_is_query; /* n goes on with the search that found the article, not with those */
    struct history *histories[HISTORY_COUNT]; /* NULL before the first time */
    bool is_typing;                           /* what is looked for may change with the next key */
    bool find_is_shown; /* it takes long, and the screen was drawn meanwhile */
    int64_t find_begun_ms;

    /* What is on the screen: the view that has the keys draws it, over the article when it is a
     * prompt. */
    void (*draw)(struct session *session, void *closure);
    void *draw_closure;
    struct buffer message; /* in place of the status line, until the next key */
    bool message_is_error;

    uint32_t count; /* typed before a command */
    bool has_count;
    bool is_leaving;
    bool is_closing;  /* the article, for the shelf under it */
    int64_t event_ms; /* when the last key or click came */
    int64_t moved_ms; /* when the place first changed after it was saved; 0: saved */
    double minutes;   /* of the place below, for the status line */
    uint32_t minutes_place;
    const struct article *minutes_article;
    struct list *list;        /* the list that has the keys, or NULL */
    bool has_pane;            /* what it lists stands to the left of the text, if there is room */
    struct shelf_view *shelf; /* the view of the library under all others, or NULL */
    struct search_view
        *search; /* the hits of a search, under the article if one is open, or NULL */
};

/* The next key, click or wheel turn. Draws first, and meanwhile does what is left to do: counting
 * hits, keeping the place, laying out after a resize. EVENT_END when the session is over. */
void session_wait(struct session *session, struct event *ret_event);
/* The same for what asks a question: ^Z and ^L do there what they do everywhere. */
void session_wait_answer(struct session *session, struct event *ret_event);
/* Adds a digit to the count before a command; false when the key is none. */
bool session_take_digit(struct session *session, const struct event *event);
/* Runs the command of a key or a click's key in a context, or says that there is none. */
void session_take_key(struct session *session, enum key_context context, const struct event *event);
/* Of the view that is on the screen, lists and prompts apart. */
enum key_context session_context(const struct session *session);
void session_draw(struct session *session);
/* After options, size or article changed. */
void session_arrange(struct session *session);
unsigned session_text_rows(const struct session *session); /* above rule and status line */
/* Columns to the left of the text that a pane has; 0 when there is none, or no room for one. */
unsigned session_pane(const struct session *session);
/* Left edge and width of the measure. */
void session_measure(const struct session *session, unsigned *ret_left, unsigned *ret_columns);

void session_say(struct session *session, const char *format, ...) PRINTF_LIKE(2, 3);
void session_complain(struct session *session, const char *message);
void session_moved(struct session *session);
/* For work that a count makes long: it has taken two seconds since begun_ms and a key waits. */
bool session_should_stop(const struct session *session, int64_t begun_ms);
void session_suspend(struct session *session);

/* start.c: options are borrowed. */
MUST_CHECK enum status session_start(struct session *session, const struct ui_options *options,
                                     struct error *error);
/* What is wrong with the user's files, after a sentence that may be empty. */
void session_say_problems(struct session *session, struct str first);
void session_release(struct session *session);

/* remember.c: keeps the place of what is read; goes to the one kept before. */
void session_save_place(struct session *session);
void session_recall(struct session *session);
/* That, and what was looked for. */
void session_save(struct session *session);

/* ring.c: opens files[index] and shows it; false, and nothing changed, when it cannot be opened. */
bool session_open(struct session *session, size_t index, struct error *error);
void session_step(struct session *session, long step);
void session_add_file(struct session *session, const char *path);
/* Takes the article over and shows it in place of the one before. */
void session_show_stored(struct session *session, struct article *article);
void session_close_article(struct session *session); /* for the shelf under it */

/* reader.c: reads session->article until it or everything is closed. */
void reader_loop(struct session *session);

/* paint.c */
void paint_article(struct session *session, void *closure);
void paint_status(struct session *session);
/* A row that a layout made, of a text of that width. */
void paint_layout_row(struct session *session, const struct row *row, unsigned screen_row,
                      unsigned left, unsigned columns);
/* Restyles a match in text, which was drawn at row, column; all that is looked for in it. */
void paint_match_in_label(struct session *session, struct str text, struct match match,
                          unsigned row, unsigned column, unsigned max_columns);
void paint_hits_in_label(struct session *session, struct str text, unsigned row, unsigned column,
                         unsigned max_columns);

/* find.c */
void find_next(struct session *session, bool is_backward, uint32_t count);
void find_clear(struct session *session);
/* After folds changed: what is folded away is passed over, unless nothing else matches. */
void find_refresh(struct session *session);
/* find_word.c */
void find_word(struct session *session);
/* matches.c */
void matches_view(struct session *session);
/* find_prompt.c */
void find_prompt(struct session *session, bool is_backward);
/* recall.c: read when it is first asked for; what is new in them is written. */
struct history *session_history(struct session *session, enum history_name name);
void session_save_histories(struct session *session);
/* "regex", "exact", "pinyin" in the user's language; "" for the usual way. */
const char *find_kind_name(enum finder_kind kind);

/* search.c: searches the library; hits of the text that is read are lit and walked through. */
void search_library(struct session *session);
/* The versions and variants of an article, to choose from; false when none was chosen. */
bool versions_choose(struct session *session, int64_t article, int64_t *ret_article,
                     int64_t *ret_version);

/* moves.c: shows or hides the asides around block, and what is looked for in them. */
void session_toggle_fold(struct session *session, uint32_t block);

/* links.c */
void links_choose(struct session *session, bool opens);
void links_open_article(struct session *session, uint32_t number);
void links_copy_url(struct session *session);
void links_copy_paragraph(struct session *session);
void links_click(struct session *session, unsigned row, unsigned column);

/* command_line.c */
void command_line(struct session *session);

/* contents.c, help.c */
void contents_view(struct session *session);
/* Begins with the keys of that context. */
void help_view(struct session *session, enum key_context context);

#endif
