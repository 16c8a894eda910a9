/* The library that the command line names. */
#ifndef CLI_ACCESS_H
#define CLI_ACCESS_H

#include "cli/cli.h"
#include "library/library.h"

/* Warns of a library that lies where it is not safe. EXIT_NO_LIBRARY, and said: no path is known.
 */
MUST_CHECK enum exit_code access_begin(const struct cli_context *context);
/* Opens it, made when there is none and creates is set. What is wrong with it, and with where it
 * lies, is said on err. library_close it. */
MUST_CHECK enum exit_code access_open(const struct cli_context *context, bool creates,
                                      struct library **ret_library);

#endif
