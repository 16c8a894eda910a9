/* Which parameters of a query say which article it is. Inside document only. */
#ifndef DOCUMENT_URL_PARAMETERS_H
#define DOCUMENT_URL_PARAMETERS_H

#include "base/str.h"

/* Whether the parameter only tells who shared the link, or where it was clicked. host is folded as
 * in a key; name is decoded. */
bool url_parameter_is_tracking(struct str host, struct str name);

#endif
