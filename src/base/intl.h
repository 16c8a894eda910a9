/* The user's words, error sentences included: gettext. N_ marks a literal in a table. */
#ifndef BASE_INTL_H
#define BASE_INTL_H

#include <libintl.h>

#define _(message) gettext(message)
#define N_(message) message

#endif
