/* What the command table calls in the hits of a search. Inside ui only. */
#ifndef UI_SEARCH_COMMANDS_H
#define UI_SEARCH_COMMANDS_H

struct session;

/* search_moves.c */
void search_down(struct session *session);
void search_up(struct session *session);
void search_page_down(struct session *session);
void search_page_up(struct session *session);
void search_half_down(struct session *session);
void search_half_up(struct session *session);
void search_top(struct session *session);
void search_end(struct session *session);

/* search_read.c */
void search_read(struct session *session);
void search_expand(struct session *session);

/* search.c */
void search_again(struct session *session);
void search_cancel(struct session *session);
void search_mark(struct session *session);
void search_mark_all(struct session *session);
void search_save(struct session *session);
void search_quit(struct session *session);

#endif
