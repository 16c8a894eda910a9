/* The list of all matches with the words around them: beside the text, which follows, where there
 * is room, else on the whole screen.
 *
 *     matches of “质量”: 17            text
 *     ─────────────────
 *     桥                               heading of the section, once
 *       12%  …推动【质量】…             a match
 *
 * Only what is on the screen is looked up; the list's top row always begins a section. */
#include "ui/find_private.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "find/snippet.h"
#include "ui/list.h"

enum { HEADER_ROWS = 2, FOOTER_ROWS = 2, MARGIN = 1, PERCENT_COLUMNS = 4, GAP = 2 };

struct entry {
    struct match match;
    size_t section; /* of the article, or SIZE_MAX */
};

struct match_list {
    struct list list;
    size_t selected, top; /* indices of matches */
    bool is_chosen;
    size_t shown;          /* the match that the text beside the list shows, or SIZE_MAX */
    struct entry *entries; /* from first_entry on, what the screen needs */
    size_t first_entry, entry_count;
    size_t *rows; /* the match on each row, or SIZE_MAX */
    unsigned row_count;
    /* Where the reader was. */
    struct spot origin;
    uint32_t anchor, found_fold;
    struct match current;
    bool has_current;
};

static struct match_list *list_of(const struct session *session)
{
    return (struct match_list *)session->list;
}

static unsigned height(const struct session *session)
{
    unsigned rows = canvas_rows(session->canvas);
    return rows > HEADER_ROWS + FOOTER_ROWS ? rows - HEADER_ROWS - FOOTER_ROWS : 1;
}

/* Looks up what can be on the screen around the selected match: a screen before it and one after.
 */
static void look_up(struct session *session, struct match_list *list, unsigned rows)
{
    size_t first = list->top < list->selected ? list->top : list->selected;
    if (list->selected - first > rows)
        first = list->selected - rows;
    first = first > rows ? first - rows : 0;
    size_t limit = 3 * (size_t)rows + 1;
    CLEANUP_FREE struct match *matches = memory_new(limit * sizeof *matches);
    list->first_entry = first;
    list->entry_count = hits_take(session->hits, first, limit, matches);
    list->entries = memory_resize(list->entries, limit * sizeof *list->entries);
    for (size_t i = 0; i < list->entry_count; i++)
        list->entries[i] =
            (struct entry){matches[i], article_section(session->article, matches[i].start)};
}

static const struct entry *entry_at(const struct match_list *list, size_t index)
{
    bool is_known = index >= list->first_entry && index - list->first_entry < list->entry_count;
    return is_known ? &list->entries[index - list->first_entry] : NULL;
}

/* Whether the heading of its section stands above a match when top is the first one shown. */
static bool has_heading(const struct match_list *list, size_t top, size_t index)
{
    const struct entry *entry = entry_at(list, index);
    const struct entry *before = index > top ? entry_at(list, index - 1) : NULL;
    return entry && entry->section != SIZE_MAX && (!before || before->section != entry->section);
}

static unsigned rows_between(const struct match_list *list, size_t top, size_t last)
{
    unsigned rows = 0;
    for (size_t i = top; i <= last; i++)
        rows += 1 + has_heading(list, top, i);
    return rows;
}

/* The selected match is on the screen, and the screen is full if the list is long enough. */
static void scroll(struct match_list *list, unsigned rows)
{
    size_t last = list->first_entry + list->entry_count - 1;
    if (list->selected < list->top)
        list->top = list->selected;
    if (list->selected - list->top > rows)
        list->top = list->selected - rows;
    while (list->top < list->selected && rows_between(list, list->top, list->selected) > rows)
        list->top++;
    while (list->top > list->first_entry && last - list->top < rows &&
           rows_between(list, list->top - 1, last) <= rows)
        list->top--;
}

static void append_plain(struct buffer *out, struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        buffer_append_byte(out,
                           text.bytes[i] == '\n' || text.bytes[i] == '\t' ? ' ' : text.bytes[i]);
}

static void paint_context(struct session *session, struct match match, unsigned row, unsigned left,
                          unsigned columns, bool is_selected)
{
    const struct document *document = session->article->document;
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    struct snippet snippet =
        snippet_around(document, match, (struct snippet_width){columns, ambiguous});
    struct style style = {is_selected ? ROLE_SELECTED : ROLE_TEXT, 0};
    uint32_t end = match.end < snippet.end ? match.end : snippet.end;
    CLEANUP_BUFFER struct buffer line = {0};
    buffer_append_c(&line, snippet.is_cut_before ? "…" : "");
    append_plain(&line, str_slice(document->text, snippet.start, match.start));
    unsigned before = (unsigned)text_width(buffer_str(&line), ambiguous);
    append_plain(&line, str_slice(document->text, match.start, end));
    unsigned lit_end = (unsigned)text_width(buffer_str(&line), ambiguous);
    append_plain(&line, str_slice(document->text, end, snippet.end));
    buffer_append_c(&line, snippet.is_cut_after ? "…" : "");
    canvas_text(session->canvas, row, left, columns, buffer_str(&line), style);
    lit_end = lit_end < columns ? lit_end : columns;
    if (before < lit_end)
        canvas_restyle(session->canvas, row, left + before, lit_end - before,
                       (struct style){is_selected ? ROLE_HIT_CURRENT : ROLE_HIT, 0});
}

static void paint_entry(struct session *session, const struct match_list *list, size_t index,
                        unsigned row, unsigned columns)
{
    const struct entry *entry = entry_at(list, index);
    bool is_selected = index == list->selected;
    struct style style = {is_selected ? ROLE_SELECTED : ROLE_DIM, 0};
    CLEANUP_BUFFER struct buffer percent = {0};
    if (is_selected)
        canvas_fill(session->canvas, row, 0, columns, style);
    unsigned left = MARGIN + PERCENT_COLUMNS + GAP;
    if (left + MARGIN >= columns) {
        left = 0;
    } else {
        buffer_append_format(&percent, "%3u%%",
                             article_percent_of(session->article, entry->match.start));
        canvas_text(session->canvas, row, MARGIN, PERCENT_COLUMNS, buffer_str(&percent), style);
    }
    unsigned room = left ? columns - left - MARGIN : columns;
    paint_context(session, entry->match, row, left, room, is_selected);
}

static void set_row(struct match_list *list, unsigned row, size_t index)
{
    if (row < list->row_count)
        list->rows[row] = index;
}

static void paint_entries(struct session *session, struct match_list *list, unsigned row,
                          unsigned rows, unsigned columns)
{
    const struct article *article = session->article;
    unsigned end = row + rows;
    list->row_count = canvas_rows(session->canvas);
    list->rows = memory_resize(list->rows, (list->row_count + 1) * sizeof *list->rows);
    for (unsigned i = 0; i < list->row_count; i++)
        list->rows[i] = SIZE_MAX;
    for (size_t i = list->top; row < end && entry_at(list, i); i++) {
        bool is_alone = rows < 2 && i == list->selected;
        if (has_heading(list, list->top, i) && !is_alone)
            canvas_text(session->canvas, row++, MARGIN, columns - 2 * MARGIN,
                        article_heading(article, entry_at(list, i)->section),
                        (struct style){ROLE_HEADING, 0});
        if (row == end)
            break;
        set_row(list, row, i);
        paint_entry(session, list, i, row++, columns);
    }
}

static void append_title(struct session *session, struct buffer *out)
{
    struct hits *hits = session->hits;
    const char *kind = find_kind_name(hits_kind(hits));
    size_t total = hits_total(hits);
    buffer_append_format(out, "%s%s“%.*s”   ", kind, *kind ? " " : "",
                         STR_ARGS(hits_pattern(hits)));
    buffer_append_format(out, ngettext("%zu match", "%zu matches", total), total);
    if (!hits_is_counted(hits) || hits_problem(hits))
        buffer_append_c(out, "…");
}

/* The text goes where the selected match is. */
static void follow(struct session *session, struct match_list *list)
{
    if (list->shown == list->selected || !entry_at(list, list->selected))
        return;
    list->shown = list->selected;
    find_go(session, entry_at(list, list->selected)->match);
}

static void paint_footer(struct session *session)
{
    unsigned columns = canvas_columns(session->canvas), rows = canvas_rows(session->canvas);
    const char *keys = _("ENTER go there   q back   ? help");
    struct str words = session->message.length ? buffer_str(&session->message) : str_from(keys);
    if (rows <= HEADER_ROWS + FOOTER_ROWS)
        return;
    canvas_rule(session->canvas, rows - 2, 0, columns, (struct style){ROLE_RULE, 0});
    canvas_text(session->canvas, rows - 1, MARGIN, columns - MARGIN, words,
                (struct style){ROLE_STATUS, 0});
}

static void paint_matches(struct session *session, void *closure)
{
    struct match_list *list = closure;
    unsigned screen_rows = canvas_rows(session->canvas), rows = height(session);
    unsigned pane = session_pane(session), columns = pane ? pane : canvas_columns(session->canvas);
    unsigned header = screen_rows > HEADER_ROWS + FOOTER_ROWS ? HEADER_ROWS : 0;
    CLEANUP_BUFFER struct buffer title = {0};
    look_up(session, list, rows);
    scroll(list, rows);
    if (pane) {
        follow(session, list);
        paint_article(session, NULL);
    } else {
        paint_footer(session);
    }
    append_title(session, &title);
    if (header) {
        canvas_text(session->canvas, 0, MARGIN, columns - 2 * MARGIN, buffer_str(&title),
                    (struct style){ROLE_TITLE, 0});
        canvas_rule(session->canvas, 1, 0, columns, (struct style){ROLE_RULE, 0});
    }
    paint_entries(session, list, header, rows, columns);
}

static void move(struct session *session, long rows)
{
    struct match_list *list = list_of(session);
    long last = (long)hits_total(session->hits) - 1, target = (long)list->selected + rows;
    list->selected = (size_t)(target < 0 ? 0 : target > last ? last : target);
}

static void page(struct session *session, long halves)
{
    move(session, halves * (long)((height(session) + 1) / 2));
}

static void go(struct session *session, bool is_end)
{
    struct match_list *list = list_of(session);
    size_t total = hits_total(session->hits);
    bool has_number = is_end && session->has_count && session->count;
    size_t target = has_number ? session->count - 1 : is_end ? SIZE_MAX : 0;
    list->selected = target < total ? target : total - 1;
}

static void choose(struct session *session)
{
    struct match_list *list = list_of(session);
    list->is_chosen = list->list.is_closed = true;
}

static void close_list(struct session *session)
{
    session->list->is_closed = true;
}

static void click(struct session *session, unsigned row, unsigned column)
{
    struct match_list *list = list_of(session);
    unsigned pane = session_pane(session);
    if (row < list->row_count && list->rows[row] != SIZE_MAX && (!pane || column < pane))
        list->selected = list->rows[row];
}

static void go_back(struct session *session, const struct match_list *list)
{
    struct article *article = session->article;
    if (article->found_fold != list->found_fold) {
        find_close_fold(article);
        if (list->found_fold != UINT32_MAX)
            article_toggle_fold(article, list->found_fold);
        article->found_fold = list->found_fold;
    }
    hits_clear_current(session->hits);
    if (list->has_current)
        hits_set_current(session->hits, list->current);
    article_restore(article, list->origin, list->anchor);
}

/* All of them, unless that takes two seconds and a key waits. */
static void count_all(struct session *session)
{
    int64_t begun_ms = clock_monotonic_ms();
    while (hits_count_some(session->hits) && !session_should_stop(session, begun_ms))
        continue;
}

static void set_pane(struct session *session, bool has_pane)
{
    session->has_pane = has_pane;
    session_arrange(session);
}

static void run(struct session *session, struct match_list *list)
{
    struct match match;
    set_pane(session, true);
    if (session_pane(session))
        session_say(session, "%s", _("ENTER go there   q back   ? help"));
    list_hold(session, &list->list);
    if (list->is_chosen && hits_take(session->hits, list->selected, 1, &match)) {
        set_pane(session, false);
        find_go(session, match);
        find_remember(session->article, list->origin);
    } else {
        set_pane(session, false);
        go_back(session, list);
    }
    free(list->entries);
    free(list->rows);
}

void matches_view(struct session *session)
{
    static const struct list_actions actions = {
        .draw = paint_matches,
        .move = move,
        .page = page,
        .go = go,
        .choose = choose,
        .close = close_list,
        .click = click,
    };
    if (!find_resume(session))
        return;
    count_all(session);
    size_t total = hits_total(session->hits);
    if (total == 0) {
        find_say_missing(session);
        return;
    }
    struct match_list list = {
        .list = {&actions, false},
        .shown = SIZE_MAX,
        .origin = session->article->spot,
        .anchor = layout_anchor(session->article->layout),
        .found_fold = session->article->found_fold,
    };
    list.has_current = hits_current(session->hits, &list.current);
    size_t place = list.has_current ? list.current.start : list.origin.place;
    size_t before = hits_before(session->hits, place);
    list.selected = before < total ? before : total - 1;
    size_t above = height(session) / 3;
    list.top = list.selected > above ? list.selected - above : 0;
    run(session, &list);
}
