#include "ingest/plain_front.h"

#include "base/memory.h"
#include "ingest/plain_names.h"

/* The front of a page whose headline is known: what stands around it needs no label. */

enum { PAGE_WORD_COLUMNS = 28, MENU_COLUMNS = 16, DECK_COLUMNS = 24, THREAD_LINES = 60 };

/* "江边的猫", and a button to follow it below. */
static bool is_followed(const struct front *front, size_t row)
{
    struct str s = front_row(front, row);
    size_t next = row + 1;
    while (next < front->head->count && front->head->lines[next].line.columns <= 1)
        next++; /* "·" */
    return next < front->head->count && rough_columns(s) <= PAGE_WORD_COLUMNS &&
           front->head->lines[row].reading.strength < 0.4 && !front->head->lines[row].is_sentence &&
           rules_word_prefix(front->rules, WORD_FOLLOW, front_row(front, next)) > 0 &&
           front->head->lines[next].line.columns <= MENU_COLUMNS;
}

/* "栞" between headline and date, where a section's name would stand in the menus above too. */
static bool is_pen_name(const struct front *front, size_t row, size_t meta)
{
    struct str s = front_row(front, row);
    if (meta == SIZE_MAX || !names_is_word(s, front->rules) || rough_columns(s) > MENU_COLUMNS)
        return false;
    for (size_t i = row + 1; i < meta; i++)
        if (!front->head->lines[i].aside)
            return false;
    for (size_t i = 0; i < front->head->headline; i++)
        if (str_find(front_row(front, i), s, 0) != SIZE_MAX)
            return false;
    return true;
}

/* A name below a page's headline, with no label. */
static bool read_page_name(struct front *front, size_t row, size_t meta)
{
    struct str s = front_row(front, row);
    if (front->header.names.length)
        return false;
    if (header_read_bare_name(&front->header, s, front->rules))
        return true;
    if (row != front->head->headline + 1 ||
        !(is_followed(front, row) || is_pen_name(front, row, meta)))
        return false;
    names_add(&front->header, s);
    return true;
}

/* The first row with a date or byline below a page's headline, or SIZE_MAX. */
static size_t meta_below(const struct front *front)
{
    for (size_t i = 0; i < front->row_count; i++)
        if (front->rows[i] > front->head->headline && front_is_marked(front, front->rows[i]))
            return front->rows[i];
    return SIZE_MAX;
}

/* Names and deck between a page's headline and its first text. */
void front_read_page(struct front *front)
{
    size_t headline = front->head->headline, meta = meta_below(front);
    front_set_title(front, headline);
    front->title = header_title(front->title, front->rules);
    for (size_t i = 0; i < front->row_count; i++) {
        size_t row = front->rows[i];
        struct str s = front_row(front, row);
        bool is_above_meta = meta == SIZE_MAX ? row == headline + 1 : row < meta;
        if (row <= headline || !is_above_meta || front_is_marked(front, row))
            continue;
        bool is_deck =
            row == headline + 1 && front_is_title(front, row) &&
            (begins_with_dash(s) || (meta != SIZE_MAX && rough_columns(s) >= DECK_COLUMNS));
        if (read_page_name(front, row, meta))
            front_mark_row(front, row, 0);
        else if (is_deck)
            front_set_subtitle(front, row);
    }
}

/* A table of contents above names the first section. */
static bool is_said_above(const struct front *front, size_t row)
{
    for (size_t i = front->head->headline + 1; i < row; i++)
        if (str_equal(front_row(front, i), front_row(front, row)))
            return true;
    return false;
}

/* A line right above the text, with nothing of the page before it, may be the text's own. */
void front_sweep_page(struct front *front)
{
    struct page_line *lines = front->head->lines;
    size_t headline = front->head->headline;
    bool ignored;
    for (size_t i = headline + 1; i < front->head->body; i++) {
        struct str s = front_row(front, i);
        bool is_own = lines[i].aside || front_is_marked(front, i);
        bool follows_own =
            lines[i - 1].aside || (i > headline + 1 && front_is_marked(front, i - 1));
        bool leads_own =
            i + 1 < front->head->body && (lines[i + 1].aside || front_is_marked(front, i + 1));
        if (!is_own && (follows_own || leads_own) && lines[i].line.columns <= PAGE_WORD_COLUMNS &&
            !lines[i].is_sentence && line_ending(s) == END_OPEN && !list_marker(s, &ignored) &&
            !is_said_above(front, i))
            lines[i].aside = ASIDE_OTHER;
    }
}

/* A thread says below its first post when that was written. */
static void read_post_date(struct front *front)
{
    size_t first = front->head->headline;
    for (size_t i = first; i < front->head->count && i < first + THREAD_LINES; i++) {
        struct date_place date;
        struct str s = front_row(front, i);
        if (!front->header.published[0] && front->head->lines[i].aside &&
            rules_word_prefix(front->rules, WORD_DATED, s) && plain_date_find(s, &date))
            memcpy(front->header.published, date.iso, sizeof date.iso);
    }
}

/* Who says at the end of a page that it is theirs. */
static struct str find_owner(const struct front *front)
{
    const struct page_part *part = front->head;
    for (size_t i = part->count; i-- > part->headline;)
        if (part->lines[i].reading.aside == ASIDE_NOTICE) {
            struct str owner = names_owner(front_row(front, i));
            if (owner.length)
                return owner;
        }
    return STR_NONE;
}

void front_read_page_end(struct front *front)
{
    if (!front->header.site.length)
        front->header.site = find_owner(front);
    if (!front->header.published[0])
        read_post_date(front);
}
