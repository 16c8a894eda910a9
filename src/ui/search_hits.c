/* What is shown of the hits, looked up when it comes on the screen. */
#include "ui/search_view.h"

#include "base/clock.h"
#include "base/memory.h"

enum { QUOTED_MOST = 4096 };

static void piece_release(struct piece *piece)
{
    buffer_release(&piece->text);
    free(piece->lit);
    *piece = (struct piece){0};
}

static void release_pieces(struct found *found)
{
    for (size_t i = 0; i < found->piece_count; i++)
        piece_release(&found->pieces[i]);
    found->piece_count = 0;
    found->is_made = false;
}

static void release(struct found *found)
{
    article_record_release(&found->record);
    release_pieces(found);
    *found = (struct found){0};
}

void search_forget(struct search_view *view)
{
    for (size_t i = 0; i < FOUNDS_KEPT; i++)
        release(&view->founds[i]);
}

void search_forget_records(struct search_view *view)
{
    for (size_t i = 0; i < FOUNDS_KEPT; i++) {
        article_record_release(&view->founds[i].record);
        view->founds[i].record = (struct article_record){0};
        view->founds[i].is_read = false;
    }
}

struct found *search_found(struct search_view *view, size_t row)
{
    struct found *found = &view->founds[row % FOUNDS_KEPT];
    struct error ignored;
    if (found->row != row)
        release(found);
    if (found->is_read)
        return found;
    found->row = row;
    found->is_read = true;
    if (article_read(view->library, view->rows[row].article, &found->record, &ignored))
        found->record = (struct article_record){0};
    return found;
}

/* As it is read: the end of a line inside is a blank, so that places stay what they are. */
static void append_stretch(const struct document *document, uint32_t start, uint32_t end,
                           struct buffer *out)
{
    size_t first = out->length;
    buffer_append(out, str_slice(document->text, start, end));
    for (size_t i = first; i < out->length; i++)
        if (out->bytes[i] == '\n' || out->bytes[i] == '\t')
            out->bytes[i] = ' ';
}

static void make_piece(const struct document *document, const struct snippet *snippet,
                       const struct snippet_match *matches, struct piece *ret_piece)
{
    struct piece piece = {.lit = memory_new((snippet->match_count + 1) * sizeof *piece.lit)};
    buffer_append_c(&piece.text, snippet->is_cut_before ? "…" : "");
    uint32_t before = (uint32_t)piece.text.length;
    append_stretch(document, snippet->start, snippet->end, &piece.text);
    buffer_append_c(&piece.text, snippet->is_cut_after ? "…" : "");
    for (size_t i = 0; i < snippet->match_count; i++) {
        struct match match = matches[snippet->match_first + i].match;
        uint32_t end = match.end < snippet->end ? match.end : snippet->end;
        piece.lit[piece.lit_count++] =
            (struct match){match.start - snippet->start + before, end - snippet->start + before};
    }
    *ret_piece = piece;
}

/* Texts repeat themselves: what was said once is enough. */
static void add_piece(const struct document *document, const struct snippet *snippet,
                      const struct snippet_match *matches, struct found *found)
{
    struct piece *piece = &found->pieces[found->piece_count];
    make_piece(document, snippet, matches, piece);
    for (size_t i = 0; i < found->piece_count; i++)
        if (str_equal(buffer_str(&found->pieces[i].text), buffer_str(&piece->text))) {
            piece_release(piece);
            return;
        }
    found->piece_count++;
}

/* All are counted, the first of them kept. False when a key stopped it: a book takes long. */
static bool gather_matches(const struct search_view *view, const struct document *document,
                           struct snippet_match *matches, size_t *ret_count)
{
    const struct haystack haystack = {.text = document->text, .document = document};
    struct snippet_match match;
    struct terms_scan scan;
    struct error ignored;
    size_t count = 0;
    terms_scan_begin(&scan, view->terms, haystack, 0, SIZE_MAX);
    while (terms_scan_next(&scan, &match, &ignored) == STATUS_OK) {
        if (count < QUOTED_MOST)
            matches[count] = match;
        if (++count % QUOTED_MOST == 0 && terminal_has_pending(view->session->terminal))
            return false;
    }
    *ret_count = count;
    return true;
}

static void make_pieces(const struct search_view *view, const struct document *document,
                        struct found *found)
{
    CLEANUP_FREE struct snippet_match *matches = memory_new(QUOTED_MOST * sizeof *matches);
    struct snippet snippets[SNIPPETS_MAX];
    found->is_made = gather_matches(view, document, matches, &found->match_count);
    if (!found->is_made)
        return;
    size_t kept = found->match_count < QUOTED_MOST ? found->match_count : QUOTED_MOST;
    size_t count = snippet_best(
        document, matches, kept,
        (struct snippet_width){view->piece_columns, canvas_ambiguous(view->session->canvas)},
        view->piece_limit, snippets);
    for (size_t i = 0; i < count; i++)
        add_piece(document, &snippets[i], matches, found);
    found->has_best = count > 0;
    if (found->has_best)
        found->best = matches[snippets[0].match_first].match;
}

void search_make_pieces(struct search_view *view, struct found *found)
{
    struct document *document;
    struct error ignored;
    release_pieces(found);
    found->is_made = true;
    found->has_best = false;
    found->match_count = 0;
    bool has_words = view->terms && terms_count(view->terms) > 0 && found->record.id;
    if (!has_words || article_document(view->library, found->record.id, 0, &document, &ignored))
        return;
    make_pieces(view, document, found);
    document_free(document);
}

unsigned search_height(struct search_view *view, size_t row)
{
    const struct found *found = search_found(view, row);
    return 2 + (found->is_made ? (unsigned)found->piece_count : 1);
}

bool search_make_visible(struct search_view *view, bool is_idle)
{
    enum { DRAWING_MS = 8, IDLE_MS = 15, DRAWING_CHARACTERS = 300000 };
    int64_t deadline = clock_monotonic_ms() + (is_idle ? IDLE_MS : DRAWING_MS);
    unsigned rows = search_frame_of(view).list_rows, used = 0;
    bool has_made = false;
    bool reads_books = is_idle && !view->lacks_pieces;
    view->lacks_pieces = view->lacks_books = false;
    for (size_t row = view->top; row < view->row_count && used < rows; row++) {
        struct found *found = search_found(view, row);
        bool is_book = found->record.character_count > DRAWING_CHARACTERS;
        bool is_late = has_made && clock_monotonic_ms() >= deadline;
        if (!found->is_made && is_book && (is_late || !reads_books)) {
            view->lacks_books = true;
        } else if (!found->is_made && is_late) {
            view->lacks_pieces = true;
        } else if (!found->is_made) {
            search_make_pieces(view, found);
            has_made = true;
            view->lacks_books |= !found->is_made;
        }
        used += search_height(view, row);
    }
    return has_made;
}
