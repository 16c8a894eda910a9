#include "ingest/plain_front.h"

#include "base/memory.h"

/* Which line above the body of a page is its headline: one that is long enough, near, followed by a
 * date or byline, said again in a breadcrumb or in the page's own title, and no menu's. */

enum {
    REACH = 60,
    META_REACH = 3,
    AGAIN_REACH = 80,
    FIRST_LINES = 10,
    AGAIN_COLUMNS = 8,
    PROSE_REACH = 12,
    MENU_COLUMNS = 16,
    QUESTION_REACH = 10,
    CJK_COLUMNS = 28,
    LATIN_COLUMNS = 44,
    DECK_COLUMNS = 20
};

#define LEAST 0.25
#define LIKELY 0.8
#define SURE_BELOW_FILE 1.3
#define SURE 1.5

/* Whether a line near by, or one of the first, holds the same words. Below, a site's name may be
 * said again, and what a table of contents names. */
static bool is_said_again(struct str text, const struct page_part *part, size_t row, size_t end,
                          const struct rules *rules)
{
    struct str s = header_title(line_text(text, &part->lines[row].line), rules);
    size_t columns = part->lines[row].line.columns;
    if (columns < AGAIN_COLUMNS)
        return false;
    if (columns < 2 * AGAIN_COLUMNS)
        end = row;
    for (size_t i = 0; i < part->count && i < end; i++) {
        if (i == FIRST_LINES && row > AGAIN_REACH + FIRST_LINES)
            i = row - AGAIN_REACH;
        if (i != row && str_find(line_text(text, &part->lines[i].line), s, 0) != SIZE_MAX &&
            (i < row || part->lines[i].line.columns > columns))
            return true;
    }
    return false;
}

static bool has_prose_above(const struct page_part *part, size_t row)
{
    for (size_t i = row > PROSE_REACH ? row - PROSE_REACH : 0; i < row; i++)
        if (body_gain(&part->lines[i]) >= 1)
            return true;
    return false;
}

static bool is_menu_word(struct str text, const struct page_line *row, const struct rules *rules)
{
    return row->line.columns <= MENU_COLUMNS && !row->is_meta &&
           !header_file_stem(line_text(text, &row->line), rules);
}

static bool may_be_headline(struct str text, const struct page_line *row, const struct rules *rules)
{
    struct str line = line_text(text, &row->line), s = header_title(line, rules);
    bool is_known = page_line_known(row) >= PAGE_STRONG && s.length == line.length;
    return !is_known && body_gain(row) <= 0 && !row->is_post && row->line.columns >= 6 &&
           row->line.columns <= 100 && header_is_title(s, rules) && shape_strength(s) == 0 &&
           !header_file_stem(s, rules) && !begins_with_dash(s) && !row->is_meta;
}

double headline_score(struct str text, const struct page_part *part, size_t row, size_t begin,
                      const struct rules *rules)
{
    const struct page_line *line = &part->lines[row];
    unsigned columns = line->line.columns;
    if (!may_be_headline(text, line, rules))
        return -1;
    unsigned enough = line_is_cjk(line_text(text, &line->line)) ? CJK_COLUMNS : LATIN_COLUMNS;
    double score = (columns < enough ? columns : enough) / 20.0;
    if (row == 0 && page_line_known(&part->lines[1]) == 0)
        score += 0.6;
    score -= 0.05 * (double)(begin - row) + (page_line_known(line) > 0 ? 0.5 : 0);
    if (rules_word_prefix(rules, WORD_TITLED, line_text(text, &line->line)))
        score += 2;
    if (has_prose_above(part, row))
        score -= 0.5;
    if (is_said_again(text, part, row, row + AGAIN_REACH, rules))
        score += 1;
    if (line->is_repeated && columns < enough)
        score -= 0.5;
    for (size_t i = row + 1; i <= row + META_REACH && i < begin; i++)
        if (part->lines[i].is_meta) {
            score += 1.3 - 0.3 * (double)(i - row);
            break;
        }
    if (columns <= MENU_COLUMNS && ((row > 0 && is_menu_word(text, &part->lines[row - 1], rules)) ||
                                    is_menu_word(text, &part->lines[row + 1], rules)))
        score -= 0.6;
    return score;
}

/* A question that is a sentence stands where the body begins, apart from what follows by a date or
 * counts. */
static bool is_question(const struct page_part *part, size_t begin)
{
    bool has_meta = false;
    if (part->lines[begin].line.columns > TITLE_COLUMNS)
        return false;
    for (size_t i = begin + 1; i < part->count && i <= begin + QUESTION_REACH; i++) {
        if (body_gain(&part->lines[i]) > 0)
            return has_meta && i > begin + 1;
        has_meta = has_meta || part->lines[i].is_meta;
    }
    return false;
}

/* A deck may be longer than the headline above it; a site's name is shorter. */
static bool is_deck(struct str text, const struct page_part *part, size_t row, size_t begin,
                    const struct rules *rules)
{
    if (row == 0 || part->lines[row - 1].is_repeated)
        return false;
    unsigned above = part->lines[row - 1].line.columns, columns = part->lines[row].line.columns;
    return above >= DECK_COLUMNS && columns >= above && columns <= 2 * above &&
           headline_score(text, part, row - 1, begin, rules) >= LEAST;
}

size_t headline_find(struct str text, const struct page_part *part, size_t begin,
                     const struct rules *rules)
{
    size_t row = SIZE_MAX;
    size_t file = SIZE_MAX;
    double best = LEAST;
    for (size_t i = begin > REACH ? begin - REACH : 0; i < begin; i++) {
        double score = headline_score(text, part, i, begin, rules);
        if (header_file_stem(line_text(text, &part->lines[i].line), rules))
            file = i;
        if (score >= best) {
            best = score;
            row = i;
        }
    }
    if (best < SURE && is_question(part, begin))
        return begin;
    /* An upload's name is a better title than a line that only might be one. */
    if (file != SIZE_MAX && best < (row < file ? LIKELY : SURE_BELOW_FILE))
        return SIZE_MAX;
    return row != SIZE_MAX && is_deck(text, part, row, begin, rules) ? row - 1 : row;
}
