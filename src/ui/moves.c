/* Moving through the text. */
#include "ui/session.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "text/grapheme.h"
#include "ui/commands_private.h"

static long count_or(const struct session *session, long otherwise)
{
    return session->has_count && session->count ? (long)session->count : otherwise;
}

static void scroll(struct session *session, long rows)
{
    enum { STEP_ROWS = 4096 };
    int64_t begun_ms = clock_monotonic_ms();
    long left = labs(rows), moved = 0, step, now;
    do {
        step = left < STEP_ROWS ? left : STEP_ROWS;
        now = labs(article_scroll(session->article, rows < 0 ? -step : step));
        moved += now;
        left -= now;
    } while (left > 0 && now == step && !session_should_stop(session, begun_ms));
    if (moved)
        session_moved(session);
    else if (rows > 0 && session->file_count > 1)
        session_say(session, _("end of %zu/%zu; :n goes to the next file"), session->current + 1,
                    session->file_count);
    else if (rows > 0 && session->shelf)
        session_say(session, "%s", _("the end; q goes back to the shelf, :n to the next article"));
}

void move_down(struct session *session)
{
    scroll(session, count_or(session, 1));
}

void move_up(struct session *session)
{
    scroll(session, -count_or(session, 1));
}

void move_page_down(struct session *session)
{
    scroll(session, count_or(session, 1) * (long)session->article->height);
}

void move_page_up(struct session *session)
{
    scroll(session, -count_or(session, 1) * (long)session->article->height);
}

static long half(const struct session *session)
{
    unsigned height = session->article->height;
    return count_or(session, height > 1 ? (long)height / 2 : 1);
}

void move_half_down(struct session *session)
{
    scroll(session, half(session));
}

void move_half_up(struct session *session)
{
    scroll(session, -half(session));
}

static void begin_jump(struct session *session)
{
    article_remember(session->article, session->article->spot);
    session_moved(session);
}

/* Paragraphs as a reader counts them: asides and what stands in the prologue are none. */
static bool is_body(const struct block *block)
{
    return !block->aside && !(block->flags & BLOCK_FRONT) && block->kind != BLOCK_RULE;
}

static void go_to_paragraph(struct session *session, uint32_t number)
{
    const struct document *document = session->article->document;
    uint32_t seen = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        seen += is_body(&document->blocks[i]);
        if (seen < number || !seen)
            continue;
        article_show(session->article, document->blocks[i].start, 0);
        return;
    }
    article_end(session->article);
}

void move_top(struct session *session)
{
    begin_jump(session);
    if (session->has_count && session->count > 1)
        go_to_paragraph(session, session->count);
    else
        article_top(session->article);
}

void move_end(struct session *session)
{
    begin_jump(session);
    if (session->has_count && session->count)
        go_to_paragraph(session, session->count);
    else
        article_end(session->article);
}

void move_percent(struct session *session)
{
    struct article *article = session->article;
    struct str text = article->document->text;
    if (!session->has_count) {
        session_complain(session, _("type the number first: 40%"));
        return;
    }
    begin_jump(session);
    if (session->count >= 100) {
        article_end(article);
        return;
    }
    if (session->count == 0) {
        article_top(article);
        return;
    }
    uint32_t wanted = article_place_at(article, session->count);
    article_show(article, (uint32_t)grapheme_floor(text, wanted), 0);
    /* The row that holds the place begins before it: the next one, so that the status says what was
     * asked for. */
    if (article_percent(article) < session->count)
        article_scroll(article, 1);
}

void session_toggle_fold(struct session *session, uint32_t block)
{
    struct article *article = session->article;
    uint32_t place = article->document->blocks[block].start;
    article_toggle_fold(article, block);
    article->found_fold = UINT32_MAX;
    /* Unfolded on the last row, nothing of it would be seen. */
    if (!article_is_folded(article, place) && !article_is_visible(article, place))
        article_show(article, place, article->height / 3);
    find_refresh(session);
}

/* less: RETURN is a row down; on a folded row at the top it opens the fold. */
void move_enter(struct session *session)
{
    struct article *article = session->article;
    if (article->has_rows && article->top.kind == ROW_FOLD && !session->has_count)
        session_toggle_fold(session, article->top.block);
    else
        move_down(session);
}

static uint32_t top_place(const struct article *article)
{
    return article->spot.prologue_glyphs == SPOT_IN_TEXT ? article->spot.place : 0;
}

static bool is_in_prologue(const struct article *article)
{
    return article->spot.prologue_glyphs != SPOT_IN_TEXT;
}

static void show_block(struct session *session, size_t block)
{
    article_show(session->article, session->article->document->blocks[block].start, 0);
    session_moved(session);
}

void move_next_heading(struct session *session)
{
    struct article *article = session->article;
    uint32_t place = top_place(article);
    size_t section = article_section(article, place);
    bool is_before = section == SIZE_MAX ||
                     (is_in_prologue(article) &&
                      article->document->blocks[article->headings[section]].start >= place);
    size_t target = (is_before ? 0 : section + 1) + (size_t)count_or(session, 1) - 1;
    if (target >= article->heading_count || article_is_at_end(article)) {
        session_say(session, article->heading_count ? _("there is no further heading")
                                                    : _("this text has no headings"));
        return;
    }
    show_block(session, article->headings[target]);
}

void move_previous_heading(struct session *session)
{
    struct article *article = session->article;
    size_t section = article_section(article, top_place(article));
    size_t steps = (size_t)count_or(session, 1);
    if (section == SIZE_MAX || is_in_prologue(article)) {
        article_top(article);
        session_moved(session);
        return;
    }
    bool is_on_heading =
        article->document->blocks[article->headings[section]].start == article->spot.place;
    size_t back = is_on_heading ? steps : steps - 1;
    if (back > section)
        article_top(article);
    else
        show_block(session, article->headings[section - back]);
    session_moved(session);
}

/* The block after the one at block as a step of { and }: a folded run is one. */
static size_t step_block(struct article *article, size_t block, long step)
{
    const struct document *document = article->document;
    size_t at = block;
    for (;;) {
        if ((step < 0 && at == 0) || (step > 0 && at + 1 >= document->block_count))
            return SIZE_MAX;
        at = step < 0 ? at - 1 : at + 1;
        const struct block *now = &document->blocks[at];
        bool is_same_run = now->aside && document->blocks[at - (step > 0)].aside && step > 0 &&
                           article_is_folded(article, now->start);
        if (!(now->flags & BLOCK_FRONT) && !is_same_run && now->start < now->end)
            return at;
    }
}

void move_next_paragraph(struct session *session)
{
    struct article *article = session->article;
    const struct document *document = article->document;
    if (document->block_count == 0 || article_is_at_end(article))
        return;
    size_t block = document_block_at(document, top_place(article));
    bool is_first = is_in_prologue(article) && !(document->blocks[block].flags & BLOCK_FRONT);
    for (long i = is_first ? 1 : 0; i < count_or(session, 1) && block != SIZE_MAX; i++)
        block = step_block(article, block, 1);
    if (block == SIZE_MAX)
        article_end(article);
    else
        show_block(session, block);
    session_moved(session);
}

void move_previous_paragraph(struct session *session)
{
    struct article *article = session->article;
    const struct document *document = article->document;
    if (document->block_count == 0)
        return;
    if (is_in_prologue(article)) {
        article_top(article);
        return;
    }
    size_t block = document_block_at(document, article->spot.place);
    bool is_inside = article->spot.place > document->blocks[block].start;
    for (long i = is_inside ? 1 : 0; i < count_or(session, 1) && block != SIZE_MAX; i++)
        block = step_block(article, block, -1);
    if (block == SIZE_MAX)
        article_top(article);
    else
        show_block(session, block);
    session_moved(session);
}

void move_back(struct session *session)
{
    if (article_back(session->article))
        session_moved(session);
    else
        session_say(session, _("there is nothing further back"));
}

/* The letter after m or '. */
static uint32_t read_letter(struct session *session, const char *question)
{
    struct event event;
    session_say(session, "%s", question);
    do
        session_wait_answer(session, &event);
    while (event.kind != EVENT_KEY && event.kind != EVENT_END);
    session->message.length = 0;
    return event.kind == EVENT_KEY ? event.key : 27;
}

void set_mark(struct session *session)
{
    struct article *article = session->article;
    uint32_t letter = read_letter(session, _("set mark: a to z"));
    if (letter == 27)
        return;
    if (letter < 'a' || letter > 'z') {
        session_complain(session, _("a mark is a letter from a to z"));
        return;
    }
    article->marks[letter - 'a'] = article->spot;
    article->mark_is_set |= 1u << (letter - 'a');
    session_say(session, _("mark %c set"), (char)letter);
}

static void go_to_spot(struct session *session, struct spot spot)
{
    begin_jump(session);
    article_go(session->article, spot);
}

void go_to_mark(struct session *session)
{
    struct article *article = session->article;
    uint32_t letter =
        read_letter(session, _("go to mark: a to z, or ' for where the last jump began"));
    if (letter == '\'' || letter == '`') {
        if (article->has_previous)
            go_to_spot(session, article->previous);
        else
            session_complain(session, _("there was no jump yet"));
    } else if (letter == '^' || letter == '$') {
        begin_jump(session);
        if (letter == '^')
            article_top(article);
        else
            article_end(article);
    } else if (letter >= 'a' && letter <= 'z' && article->mark_is_set & 1u << (letter - 'a')) {
        go_to_spot(session, article->marks[letter - 'a']);
    } else if (letter != 27) {
        session_complain(session, _("that mark is not set"));
    }
}

/* The run of asides on the screen that is nearest to its top, else the nearest in the text. */
static size_t nearest_aside(struct article *article)
{
    const struct document *document = article->document;
    uint32_t start, end;
    article_visible(article, &start, &end);
    size_t first = document_block_at(document, start);
    for (size_t i = first; i < document->block_count; i++)
        if (document->blocks[i].aside && !(document->blocks[i].flags & BLOCK_FRONT) &&
            (document->blocks[i].start < end || i == first))
            return i;
        else if (document->blocks[i].start >= end)
            break;
    return SIZE_MAX;
}

void toggle_asides(struct session *session)
{
    struct article *article = session->article;
    size_t block = article->document->block_count ? nearest_aside(article) : SIZE_MAX;
    if (block == SIZE_MAX)
        session_say(session, _("nothing on this screen is folded away"));
    else
        session_toggle_fold(session, (uint32_t)block);
}
