/* One opened file: its document, its rows, and where the reader is in it.
 *
 *   spot    what is first on the screen: a byte of the text, or a glyph of the prologue. Only a
 * move of the reader's changes it; every new layout is asked for the row that begins there (the
 * anchor).
 */
#ifndef UI_ARTICLE_H
#define UI_ARTICLE_H

#include "document/document.h"
#include "find/matcher.h"
#include "layout/layout.h"
#include "library/article.h"
#include "ui/start.h"

struct rules;

enum { MARK_COUNT = 26, BACK_LIMIT = 100 };
#define SPOT_IN_TEXT UINT32_MAX

struct spot {
    uint32_t place;           /* byte of the text */
    uint32_t prologue_glyphs; /* visible glyphs of the prologue above the top, or SPOT_IN_TEXT */
    uint32_t blanks;          /* blank rows on top, above that glyph's or place's row */
};
#define SPOT_TOP ((struct spot){0, 0, UINT32_MAX})

/* Bytes of asides and of the front, which the percentage leaves out. */
struct skip {
    uint32_t start, end;
    uint32_t before; /* bytes skipped before start */
};

struct article {
    char *path;       /* NULL: out of the library */
    char *name;       /* for one without a title: the file's, or what the library knows */
    int64_t id, text; /* of the library, the version that is shown; 0: a file */
    int64_t version;  /* as it was asked for; 0: the current one */
    enum article_state state;
    bool was_finished; /* here, so that whoever takes that back has the last word */
    bool has_moved;    /* since it was opened */
    struct document *document;
    struct layout *layout;
    struct str title;   /* of the article, its first heading, or the file's name */
    uint32_t *headings; /* blocks, without those of the prologue and of asides */
    size_t heading_count;
    struct skip *skips; /* in text order, not touching */
    size_t skip_count;
    uint64_t content_hash, path_hash; /* names of its remembered place */

    struct row_cursor top;
    bool has_rows;
    struct spot spot;
    unsigned height; /* rows of text on the screen */
    struct row row;  /* to look at rows with */

    struct spot marks[MARK_COUNT];
    uint32_t mark_is_set; /* bits */
    struct spot previous; /* where '' goes */
    bool has_previous;
    struct spot back[BACK_LIMIT];
    size_t back_count;
    uint32_t found_fold; /* a block whose run of asides only a find has unfolded, or UINT32_MAX */
    bool is_remembered;  /* a place of an earlier run was looked for */
    struct spot saved;   /* what was last written */
    bool is_saved;       /* it was, in this run */
};

/* Reads and ingests path by rules (NULL: the built-in ones). layout options come with
 * article_arrange, which must follow. */
MUST_CHECK enum status article_open(const char *path, const struct ui_options *options,
                                    struct article **ret_article, struct error *error);
/* The same out of the library: a version from 1, or 0 for the current one. */
MUST_CHECK enum status article_load(struct library *library, int64_t id, int64_t version,
                                    struct article **ret_article, struct error *error);
void article_free(struct article *article); /* NULL is fine */
/* What a list calls it: its title, else the file's name or the address. Borrowed. */
struct str article_name(const struct article_record *record);

/* Lays out anew for a screen of height rows; the spot stays, exactly. */
void article_arrange(struct article *article, const struct layout_options *options,
                     const struct prologue_line *prologue, size_t prologue_count, unsigned height);
/* Shows or hides the asides around block; the spot stays. */
void article_toggle_fold(struct article *article, uint32_t block);
bool article_is_folded(struct article *article, uint32_t place);

/* Scrolls by rows, down when positive, never past the last full screen; returns how many rows it
 * was. */
long article_scroll(struct article *article, long rows);
/* The row that shows place becomes the first, `above` rows from the top, as far as there is text to
 * fill the screen. */
void article_show(struct article *article, uint32_t place, unsigned above);
void article_go(struct article *article, struct spot spot);
/* Exactly as it was when the spot and the layout's anchor were these. */
void article_restore(struct article *article, struct spot spot, uint32_t anchor);
void article_top(struct article *article);
void article_end(struct article *article);
bool article_is_at_end(struct article *article);
/* Whether a visible row shows the byte at place. */
bool article_is_visible(struct article *article, uint32_t place);
/* Bytes that are on the screen, [start, end). */
void article_visible(struct article *article, uint32_t *ret_start, uint32_t *ret_end);
unsigned article_percent(struct article *article);
/* How far reading has come, in thousandths. */
int article_progress(struct article *article);
/* By bytes of the body before place, rounded down. */
unsigned article_percent_of(const struct article *article, uint32_t place);
/* The least place of that percentage. */
uint32_t article_place_at(const struct article *article, unsigned percent);

/* Its text, to look for something in; borrowed. */
struct haystack article_haystack(const struct article *article);
/* Reading time from place to the end; a long rest is estimated from samples, so that a key costs no
 * more than a millisecond. */
double article_minutes(const struct document *document, uint32_t place);

/* Keeps a spot for '' and ^O: where a jump began. */
void article_remember(struct article *article, struct spot spot);
bool article_back(struct article *article);
/* Text of headings[index] without the author's marker ("## "). */
struct str article_heading(const struct article *article, size_t index);
/* The heading whose section place is in: its index in headings[], or SIZE_MAX before the first. */
size_t article_section(const struct article *article, uint32_t place);

#endif
