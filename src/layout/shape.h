/* Clusters of a line one after the other, as they are shown: their columns, the gap before them,
 * the reading after them, the code point drawn for them. Filling and drawing both see text through
 * here, so that what was measured is what is drawn. */
#ifndef LAYOUT_SHAPE_H
#define LAYOUT_SHAPE_H

#include "document/document.h"
#include "layout/layout.h"

enum atom_class {
    ATOM_OTHER,
    ATOM_CJK,       /* Han, kana, bopomofo */
    ATOM_WORD,      /* letters and digits of one column that keep a gap to ATOM_CJK */
    ATOM_MARK,      /* punctuation */
    ATOM_CODE_MARK, /* ASCII marks in code, which keep a gap as well: /, --all */
    ATOM_BLANK,
    ATOM_INVISIBLE,
    ATOM_TAB, /* in code; its columns are the caller's */
};

struct atom {
    uint32_t start, end;      /* bytes of the text */
    uint32_t shown;           /* what is drawn; 0: the pieces of atom_pieces */
    uint16_t columns;         /* without gap and reading */
    uint16_t reading_columns; /* of a ruby reading that follows, brackets included */
    uint16_t style;           /* enum text_style, of its spans */
    uint8_t class;            /* enum atom_class */
    uint8_t gap;              /* columns left free before it unless it begins a row */
    struct str reading;
};

enum { SPAN_DEPTH_MAX = 32, PIECE_COUNT_MAX = 32, CLUSTER_LENGTH_MAX = 4096 };

/* The spans around an offset, innermost last. */
struct span_walk {
    const struct document *document; /* NULL: a text without spans */
    size_t next;                     /* first span not yet entered */
    uint32_t change;                 /* offset at which style may differ */
    uint16_t style;
    uint16_t depth, ruby_count;
    struct span_entry {
        uint32_t end, base_end, target;
        unsigned columns; /* of its atoms since the row's start */
        uint16_t style;   /* with those around it */
        bool is_ruby;
    } open[SPAN_DEPTH_MAX];
};

struct shaper {
    struct str text;
    uint32_t line_start, line_end;
    uint32_t offset; /* of the next atom */
    unsigned limit;  /* columns of the narrowest row: no atom is wider */
    enum ambiguous_width ambiguous;
    bool gaps, fullwidth_marks, is_code;
    bool swallows; /* blanks that follow are not shown: a full-width mark stands before them */
    uint8_t previous;
    uint16_t previous_style;
    struct span_walk spans;
};

/* Puts the shaper before offset, as at a row's start. */
void shaper_seek(struct shaper *shaper, uint32_t offset);
/* Takes the cluster at shaper->offset, which is below line_end. */
void shaper_next(struct shaper *shaper, struct atom *ret_atom);
/* What is drawn for an atom whose shown is 0; at most PIECE_COUNT_MAX, no wider than the limit. */
size_t atom_pieces(const struct shaper *shaper, const struct atom *atom,
                   struct display_piece *ret_pieces);
/* End of the cluster at offset; one of more than CLUSTER_LENGTH_MAX bytes is cut, which bounds a
 * flood. */
uint32_t cluster_end(struct str text, uint32_t offset, uint32_t end);
/* The cluster boundary at or before place, not before start. */
uint32_t cluster_floor(struct str text, uint32_t start, uint32_t place);

/* The full-width form shown for the ASCII mark at offset when it stands between Han (U+FF0C for a
 * comma), or 0 when it is shown as it is. Looks at its line only, and not far. */
uint32_t mark_shown(struct str text, uint32_t line_start, uint32_t line_end, uint32_t offset);

#endif
