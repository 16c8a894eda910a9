/* The files to add: those named, and what of the folders named can be an article.
 *
 * In folders, in the order of their names: pages and texts by their ending, whatever else reads
 * like a page, and texts without an ending. Hidden files are no articles, nor what version control,
 * file managers and saved pages ("x_files" beside x.html) keep beside. Links in folders are not
 * followed. What is named is always tried. Each file that is left out is an item too, except what
 * is hidden. */
#ifndef COLLECT_WALK_H
#define COLLECT_WALK_H

#include "base/str.h"

#include <stdint.h>

struct walk;

enum walk_kind {
    WALK_INPUT,
    WALK_NO_ARTICLE, /* a file in a folder that is not to be read */
    WALK_PASSED_BY,  /* a link, pipe, socket or device in a folder */
};

struct walk_item {
    enum walk_kind kind;
    enum status status; /* with one, error is a sentence why there is nothing to read at path */
    struct error error;
    const char *path;          /* as named, and the way below it; any bytes; "-": standard input */
    const char *absolute_path; /* empty for standard input and where nothing is */
    bool is_named;
    bool is_file; /* a regular one, and what follows is its identity */
    uint64_t device, inode;
    int64_t byte_count, modified_ns, changed_ns;
};

/* The paths are borrowed until walk_free. */
struct walk *walk_new(const char *const *paths, size_t path_count);
void walk_free(struct walk *walk); /* NULL is fine */
/* The next one; its strings are borrowed until the next call. False at the end. A folder is read
 * when its turn comes, so a large tree gives its first file at once. */
bool walk_next(struct walk *walk, struct walk_item *ret_item);

#endif
