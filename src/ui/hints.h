/* A row of what can be done here, with the keys. */
#ifndef UI_HINTS_H
#define UI_HINTS_H

#include "ui/keymap.h"

/* As many of a context's commands as there is room for, help at the right. */
void hints_paint(struct session *session, enum key_context context, unsigned row);

#endif
