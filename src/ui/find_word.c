/* * finds the word at the place. Since there is no cursor, that is the word which the current match
 * is part of, if it is on the screen; else the weightiest one of the first row, or of the row whose
 * number was typed before. Pressed again it goes on to the next. */
#include "ui/find_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/grapheme.h"
#include "text/properties.h"
#include "text/utf8.h"
#include "text/words.h"

enum {
    REACH = 1024,            /* bytes around a row that tell where its words begin */
    NEIGHBOURHOOD = 1 << 20, /* bytes in which a word that matters is met again */
};

/* The words of the block around [start, end), as places of the text. */
static size_t words_around(const struct document *document, uint32_t start, uint32_t end,
                           struct match **ret_words)
{
    const struct block *block = &document->blocks[document_block_at(document, start)];
    size_t from =
        start - block->start > REACH ? grapheme_floor(document->text, start - REACH) : block->start;
    size_t to = block->end - end > REACH ? grapheme_floor(document->text, end + REACH) : block->end;
    size_t count = words_find(str_slice(document->text, from, to), ret_words);
    for (size_t i = 0; i < count; i++) {
        (*ret_words)[i].start += (uint32_t)from;
        (*ret_words)[i].end += (uint32_t)from;
    }
    return count;
}

static bool is_met_again(const struct document *document, struct match word)
{
    struct match match;
    size_t start = word.start > NEIGHBOURHOOD ? word.start - NEIGHBOURHOOD : 0;
    struct matcher *matcher = matcher_new(str_slice(document->text, word.start, word.end), 0);
    struct matcher_scan scan;
    const struct haystack haystack = {document->text, document, true};
    matcher_scan_begin(&scan, matcher, haystack, start, (size_t)word.end + NEIGHBOURHOOD);
    unsigned count = 0;
    while (count < 2 && matcher_scan_next(&scan, &match))
        count += !document->blocks[document_block_at(document, match.start)].aside;
    matcher_free(matcher);
    return count == 2;
}

/* Columns, roughly, of letters; single characters of Han and numbers weigh next to nothing. */
static unsigned weight(const struct document *document, struct match word)
{
    enum { WEIGHT_MAX = 12 };
    struct str text = str_slice(document->text, word.start, word.end);
    unsigned columns = 0, letters = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t point;
        at += utf8_decode(text, at, &point);
        struct properties properties = code_point_properties(point);
        letters += properties.is_letter;
        columns += properties.is_letter ? 1 + script_is_cjk(properties.script) : 0;
    }
    if (letters < 2)
        return 1;
    unsigned bounded = columns < WEIGHT_MAX ? columns : WEIGHT_MAX;
    return is_met_again(document, word) ? bounded * 2 : bounded;
}

static bool weightiest(const struct document *document, uint32_t start, uint32_t end,
                       struct match *ret_word)
{
    struct match *words;
    unsigned best = 0;
    size_t count = words_around(document, start, end, &words);
    for (size_t i = 0; i < count; i++) {
        bool is_in = words[i].end > start && words[i].start < end;
        unsigned own = is_in ? weight(document, words[i]) : 0;
        if (own <= best)
            continue;
        best = own;
        *ret_word = words[i];
    }
    free(words);
    return best > 0;
}

/* Of the first row that has a word, from the screen's row on (from 0). */
static bool word_of_row(struct session *session, unsigned number, struct match *ret_word)
{
    struct article *article = session->article;
    struct row_cursor cursor = article->top;
    bool is_there = article->has_rows;
    for (unsigned i = 0; is_there && i < article->height; i++) {
        const struct row *row = &article->row;
        layout_row(article->layout, cursor, &article->row);
        if (i >= number && row->kind == ROW_TEXT && row->start < row->end &&
            weightiest(article->document, row->start, row->end, ret_word))
            return true;
        is_there = layout_next(article->layout, &cursor);
    }
    return false;
}

/* The word that the match is part of; false when it is no smaller. */
static bool word_of_match(struct session *session, struct match match, struct match *ret_word)
{
    struct match *words;
    bool is_larger = false;
    size_t count = words_around(session->article->document, match.start, match.end, &words);
    for (size_t i = 0; i < count && !is_larger; i++) {
        bool has_start = words[i].start <= match.start && words[i].end > match.start;
        is_larger = has_start && (words[i].start < match.start || words[i].end > match.end);
        if (is_larger)
            *ret_word = words[i];
    }
    free(words);
    return is_larger;
}

static void look_for_word(struct session *session, struct match word)
{
    struct match match;
    struct spot before = session->article->spot;
    struct str text = str_slice(session->article->document->text, word.start, word.end);
    hits_free(session->hits);
    find_look_for(session, FINDER_FOLDED, text);
    find_keep(session, FINDER_FOLDED, text);
    session->hits_lead_backward = false;
    if (hits_next(session->hits, word.start, &match)) {
        find_go(session, match);
        find_remember(session->article, before);
    }
}

void find_word(struct session *session)
{
    struct match match, word;
    bool has_number = session->has_count && session->count;
    bool has_match = !has_number && session->hits && hits_current(session->hits, &match) &&
                     article_is_visible(session->article, match.start);
    if (has_match && !word_of_match(session, match, &word))
        find_next(session, false, 1);
    else if (has_match || word_of_row(session, has_number ? session->count - 1 : 0, &word))
        look_for_word(session, word);
    else
        session_complain(session, _("there is no word here"));
}
