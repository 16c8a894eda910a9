/* What the command table calls in the shelf. Inside ui only. */
#ifndef UI_SHELF_COMMANDS_H
#define UI_SHELF_COMMANDS_H

struct session;

/* shelf_moves.c; in the side list when that has the keys. */
void shelf_down(struct session *session);
void shelf_up(struct session *session);
void shelf_page_down(struct session *session);
void shelf_page_up(struct session *session);
void shelf_half_down(struct session *session);
void shelf_half_up(struct session *session);
void shelf_top(struct session *session);
void shelf_end(struct session *session);
void shelf_continue(struct session *session);

/* shelf_filter.c */
void shelf_filter(struct session *session);
void shelf_clear(struct session *session);
void shelf_sort(struct session *session);
void shelf_reverse(struct session *session);

/* shelf_side.c */
void shelf_choose_shelf(struct session *session);
void shelf_save_filter(struct session *session);

/* shelf_read.c, shelf_versions.c */
void shelf_read(struct session *session);
void shelf_expand(struct session *session);
void versions_of_article(struct session *session);

/* shelf_marks.c */
void shelf_mark(struct session *session);
void shelf_mark_all(struct session *session);
void shelf_invert_marks(struct session *session);

/* edit.c; in the hits of a search too. */
void edit_tags(struct session *session);
void edit_star(struct session *session);
void edit_state(struct session *session);
void edit_trash(struct session *session);
void edit_export(struct session *session);

/* changes.c; in the reader too. */
void change_step_back(struct session *session);
void change_step_forth(struct session *session);
void changes_view(struct session *session);

/* shelf_add.c */
void shelf_add(struct session *session);
void shelf_add_manual(struct session *session);

/* shelf.c */
void shelf_toggle_preview(struct session *session);
void shelf_quit(struct session *session);

#endif
