/* Articles of the library as files in a folder. */
#ifndef UI_EXPORTING_H
#define UI_EXPORTING_H

#include "library/change.h"

struct session;

/* Asks for the folder and the form, writes each article into a file named after its title, and says
 * what became of it. Nothing that is there is replaced. A key stops it after two seconds. */
void export_articles(struct session *session, struct library *library, struct id_list articles);

#endif
