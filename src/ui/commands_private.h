/* What the command table calls, for the table and the command line. Inside ui only. */
#ifndef UI_COMMANDS_PRIVATE_H
#define UI_COMMANDS_PRIVATE_H

#include <stdint.h>

struct session;

/* A larger count is as good as this one. */
enum { COUNT_LIMIT = 100000000 };

/* moves.c; counts are in session. */
void move_down(struct session *session);
void move_up(struct session *session);
void move_page_down(struct session *session);
void move_page_up(struct session *session);
void move_half_down(struct session *session);
void move_half_up(struct session *session);
void move_top(struct session *session);
void move_end(struct session *session);
void move_percent(struct session *session);
void move_enter(struct session *session);
void move_next_heading(struct session *session);
void move_previous_heading(struct session *session);
void move_next_paragraph(struct session *session);
void move_previous_paragraph(struct session *session);
void move_back(struct session *session);
void set_mark(struct session *session);
void go_to_mark(struct session *session);
void toggle_asides(struct session *session);

/* reader.c: the terminal again, with the options as they are now. */
void reopen_terminal(struct session *session);

#endif
