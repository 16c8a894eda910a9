#include "ui/prompt.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "ui/session.h"
#include "ui/status.h"

enum { TEXT_LIMIT = 1024, HINT_ROWS_MIN = 6 };
enum {
    KEY_CTRL_A = 1,
    KEY_CTRL_C = 3,
    KEY_CTRL_E = 5,
    KEY_CTRL_G = 7,
    KEY_CTRL_H = 8,
    KEY_TAB = 9,
    KEY_ENTER = 13,
    KEY_CTRL_J = 10,
    KEY_CTRL_K = 11,
    KEY_CTRL_U = 21,
    KEY_CTRL_W = 23,
    KEY_ESC = 27,
    KEY_BACKSPACE = 127
};

struct prompt {
    const struct prompt_request *request;
    struct buffer *text;
    size_t caret;
    bool is_changed; /* and changed was not called for it yet */
    struct completions completions;
    size_t completion; /* the one that stands in the text, or SIZE_MAX: what they begin with */
    void (*draw_below)(struct session *session, void *closure);
    void *closure_below;
};

static void append_note(struct session *session, const struct prompt *prompt, struct buffer *out,
                        struct style *style)
{
    if (prompt->completions.count > 1 && prompt->completion == SIZE_MAX) {
        completions_append_names(&prompt->completions, out);
    } else if (prompt->completions.count > 1) {
        buffer_append_format(out, "%zu/%zu", prompt->completion + 1, prompt->completions.count);
    } else if (session->message.length) {
        buffer_append(out, buffer_str(&session->message));
        style->role = session->message_is_error ? ROLE_ERROR : ROLE_PROMPT;
    } else if (prompt->request->note) {
        bool is_error = prompt->request->note(session, prompt->request->closure, out);
        style->role = is_error ? ROLE_ERROR : ROLE_STATUS;
    }
}

static void paint_note(struct session *session, const struct prompt *prompt, unsigned row,
                       unsigned used)
{
    enum { GAP = 2, COLUMNS_MIN = 12 };
    unsigned columns = canvas_columns(session->canvas);
    CLEANUP_BUFFER struct buffer note = {0};
    struct style style = {ROLE_STATUS, 0};
    append_note(session, prompt, &note, &style);
    unsigned room = columns > used + GAP + 1 ? columns - used - GAP - 1 : 0;
    size_t width = text_width(buffer_str(&note), canvas_ambiguous(session->canvas));
    if (width > room && room < COLUMNS_MIN)
        return;
    unsigned taken = width < room ? (unsigned)width : room;
    canvas_text(session->canvas, row, columns - 1 - taken, taken, buffer_str(&note), style);
}

/* While more is typed already, what is typed so far is not looked for; and what was given up for a
 * key that came meanwhile is looked for again. */
static void tell_change(struct session *session, struct prompt *prompt)
{
    const struct prompt_request *request = prompt->request;
    if (!prompt->is_changed || !request->changed)
        return;
    prompt->is_changed = false;
    prompt->is_changed |= !request->changed(session, buffer_str(prompt->text), request->closure);
}

static void append_label(const struct prompt *prompt, struct buffer *out)
{
    if (prompt->request->append_label)
        prompt->request->append_label(prompt->request->closure, out);
    else
        buffer_append_c(out, prompt->request->label);
}

/* The row of the prompt: the last one, or above its hint. */
static unsigned prompt_row(struct session *session, const struct prompt *prompt)
{
    unsigned rows = canvas_rows(session->canvas), columns = canvas_columns(session->canvas);
    const char *hint = prompt->request->hint;
    if (!hint || rows < HINT_ROWS_MIN)
        return rows - 1;
    canvas_fill(session->canvas, rows - 1, 0, columns, (struct style){ROLE_TEXT, 0});
    canvas_text(session->canvas, rows - 1, 1, columns - 1, str_from(hint),
                (struct style){ROLE_DIM, 0});
    return rows - 2;
}

/* The text scrolls sideways by whole clusters so that the caret is in sight. */
static void paint_prompt(struct session *session, void *closure)
{
    struct prompt *prompt = closure;
    tell_change(session, prompt); /* when a resize was what waited */
    prompt->draw_below(session, prompt->closure_below);
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    unsigned columns = canvas_columns(session->canvas), row = prompt_row(session, prompt);
    struct style style = {ROLE_PROMPT, 0};
    canvas_fill(session->canvas, row, 0, columns, style);
    CLEANUP_BUFFER struct buffer label = {0};
    append_label(prompt, &label);
    unsigned left = canvas_text(session->canvas, row, 0, columns, buffer_str(&label), style);
    unsigned room = columns > left + 1 ? columns - left - 1 : 1;
    struct str text = buffer_str(prompt->text);
    size_t first = 0;
    while (first < prompt->caret &&
           text_width(str_slice(text, first, prompt->caret), ambiguous) > room)
        first = grapheme_end(text, first);
    unsigned shown =
        canvas_text(session->canvas, row, left, room, str_slice(text, first, text.length), style);
    size_t caret = text_width(str_slice(text, first, prompt->caret), ambiguous);
    paint_note(session, prompt, row, left + shown);
    unsigned caret_column = left + (unsigned)caret;
    canvas_set_cursor(session->canvas, row, caret_column < columns ? caret_column : columns - 1);
}

static void replace(struct prompt *prompt, size_t start, size_t end, struct str with)
{
    struct buffer *text = prompt->text;
    if (text->length - (end - start) + with.length > TEXT_LIMIT)
        return;
    buffer_reserve(text, with.length + 1);
    memmove(text->bytes + start + with.length, text->bytes + end, text->length - end);
    memcpy(text->bytes + start, with.bytes, with.length);
    text->length += with.length - (end - start);
    text->bytes[text->length] = '\0';
    prompt->caret = start + with.length;
}

static size_t word_start(struct str text, size_t caret)
{
    while (caret > 0 && text.bytes[caret - 1] == ' ')
        caret--;
    while (caret > 0 && text.bytes[caret - 1] != ' ')
        caret--;
    return caret;
}

static void insert(struct prompt *prompt, uint32_t point)
{
    char bytes[4];
    size_t length = utf8_encode(point, bytes);
    replace(prompt, prompt->caret, prompt->caret, (struct str){bytes, length});
}

static void move(struct prompt *prompt, uint32_t key)
{
    struct str text = buffer_str(prompt->text);
    if (key == KEY_CODE_LEFT && prompt->caret > 0)
        prompt->caret = grapheme_start_before(text, prompt->caret);
    else if (key == KEY_CODE_RIGHT && prompt->caret < text.length)
        prompt->caret = grapheme_end(text, prompt->caret);
    else if (key == KEY_CODE_HOME || key == KEY_CTRL_A)
        prompt->caret = 0;
    else if (key == KEY_CODE_END || key == KEY_CTRL_E)
        prompt->caret = text.length;
}

static void edit(struct prompt *prompt, uint32_t key)
{
    struct str text = buffer_str(prompt->text);
    size_t caret = prompt->caret;
    switch (key) {
    case KEY_BACKSPACE:
    case KEY_CTRL_H:
        if (caret > 0)
            replace(prompt, grapheme_start_before(text, caret), caret, STR_NONE);
        break;
    case KEY_CODE_DELETE:
        if (caret < text.length) {
            replace(prompt, caret, grapheme_end(text, caret), STR_NONE);
            prompt->caret = caret;
        }
        break;
    case KEY_CTRL_U:
        replace(prompt, 0, caret, STR_NONE);
        break;
    case KEY_CTRL_K:
        replace(prompt, caret, text.length, STR_NONE);
        break;
    case KEY_CTRL_W:
        replace(prompt, word_start(text, caret), caret, STR_NONE);
        break;
    default:
        if (key >= ' ' && key < KEY_CODE_FIRST)
            insert(prompt, key);
        else
            move(prompt, key);
    }
}

/* The first TAB goes as far as all words agree, and shows them; the next ones take each in turn. */
static void complete(struct session *session, struct prompt *prompt)
{
    struct completions *completions = &prompt->completions;
    if (completions->count > 1) {
        prompt->completion =
            prompt->completion == SIZE_MAX ? 0 : (prompt->completion + 1) % completions->count;
        replace(prompt, completions->start, prompt->caret,
                buffer_str(&completions->words[prompt->completion]));
        return;
    }
    completions_release(completions);
    prompt->request->complete(session, prompt->request->closure, buffer_str(prompt->text),
                              prompt->caret, completions);
    prompt->completion = SIZE_MAX;
    struct str typed = str_slice(buffer_str(prompt->text), completions->start, prompt->caret);
    struct str common = completions_common(completions);
    if (completions->count == 0)
        session_say(session, "%s", _("nothing begins so"));
    else if (completions->count == 1 || str_starts(common, typed))
        replace(prompt, completions->start, prompt->caret, common);
}

static bool is_move(uint32_t key)
{
    return key == KEY_CODE_UP || key == KEY_CODE_DOWN || key == KEY_CODE_PAGE_UP ||
           key == KEY_CODE_PAGE_DOWN;
}

enum answer { ANSWER_NONE, ANSWER_TAKEN, ANSWER_GIVEN_UP };

static void take_edit(struct session *session, struct prompt *prompt, uint32_t key)
{
    const struct prompt_request *request = prompt->request;
    CLEANUP_BUFFER struct buffer before = {0};
    buffer_append(&before, buffer_str(prompt->text));
    if (request->take_key && request->take_key(session, key, prompt->text, request->closure)) {
        prompt->caret = prompt->text->length;
        prompt->is_changed = true;
    } else if (is_move(key) && request->move) {
        tell_change(session, prompt); /* it moves in what was found */
        request->move(session, request->closure, key);
    } else {
        edit(prompt, key);
    }
    prompt->is_changed |= !str_equal(buffer_str(&before), buffer_str(prompt->text));
}

static enum answer take_key(struct session *session, struct prompt *prompt, uint32_t key)
{
    session->message.length = 0;
    if (key == KEY_TAB && prompt->request->complete) {
        complete(session, prompt);
        prompt->is_changed = true;
        return ANSWER_NONE;
    }
    completions_release(&prompt->completions);
    bool is_erasing = key == KEY_BACKSPACE || key == KEY_CTRL_H;
    if (key == KEY_ESC || key == KEY_CTRL_C || key == KEY_CTRL_G ||
        (is_erasing && prompt->text->length == 0))
        return ANSWER_GIVEN_UP;
    if (key == KEY_ENTER || key == KEY_CTRL_J)
        return ANSWER_TAKEN;
    take_edit(session, prompt, key);
    return ANSWER_NONE;
}

static enum answer take_event(struct session *session, struct prompt *prompt,
                              const struct event *event)
{
    if (event->kind == EVENT_END)
        return ANSWER_GIVEN_UP;
    if (event->kind != EVENT_KEY || event->has_alt)
        return ANSWER_NONE;
    return take_key(session, prompt, event->key);
}

bool prompt_run(struct session *session, const struct prompt_request *request, struct buffer *text)
{
    struct prompt prompt = {.request = request,
                            .text = text,
                            .caret = text->length,
                            .draw_below = session->draw,
                            .closure_below = session->draw_closure};
    enum answer answer = ANSWER_NONE;
    session->message.length = 0;
    session->draw = paint_prompt;
    session->draw_closure = &prompt;
    buffer_append(text, STR_NONE);
    while (answer == ANSWER_NONE) {
        struct event event;
        session_wait_answer(session, &event);
        answer = take_event(session, &prompt, &event);
        if (answer == ANSWER_TAKEN || !terminal_has_pending(session->terminal))
            tell_change(session, &prompt);
    }
    session->draw = prompt.draw_below;
    session->draw_closure = prompt.closure_below;
    completions_release(&prompt.completions);
    return answer == ANSWER_TAKEN;
}

struct question {
    struct str text;
    void (*draw_below)(struct session *session, void *closure);
    void *closure_below;
};

static void paint_question(struct session *session, void *closure)
{
    const struct question *question = closure;
    question->draw_below(session, question->closure_below);
    status_paint_rows(session, question->text, canvas_rows(session->canvas),
                      (struct style){ROLE_PROMPT, 0});
}

/* One key; EVENT_END when the session is over. */
static void ask_key(struct session *session, const char *text, struct event *ret_event)
{
    struct question question = {str_from(text), session->draw, session->draw_closure};
    session->message.length = 0;
    session->draw = paint_question;
    session->draw_closure = &question;
    do
        session_wait_answer(session, ret_event);
    while (ret_event->kind != EVENT_KEY && ret_event->kind != EVENT_END);
    session->draw = question.draw_below;
    session->draw_closure = question.closure_below;
}

bool prompt_confirm(struct session *session, const char *text)
{
    struct event event;
    ask_key(session, text, &event);
    return event.kind == EVENT_KEY && !event.has_alt &&
           (event.key == KEY_ENTER || event.key == KEY_CTRL_J || event.key == 'y' ||
            event.key == 'Y');
}

size_t prompt_choose(struct session *session, const char *text, const char *choices)
{
    struct event event;
    ask_key(session, text, &event);
    if (event.kind != EVENT_KEY || event.has_alt || event.key == 0 || event.key >= 128)
        return SIZE_MAX;
    const char *choice = strchr(choices, (int)event.key);
    return choice ? (size_t)(choice - choices) : SIZE_MAX;
}
