#include "ui/prompt.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "ui/session.h"
#include "ui/status.h"

#include <stdint.h>

enum { TEXT_LIMIT = 1024 };
enum {
    KEY_CTRL_A = 1,
    KEY_CTRL_C = 3,
    KEY_CTRL_E = 5,
    KEY_CTRL_G = 7,
    KEY_CTRL_H = 8,
    KEY_ENTER = 13,
    KEY_CTRL_J = 10,
    KEY_CTRL_K = 11,
    KEY_CTRL_U = 21,
    KEY_CTRL_W = 23,
    KEY_ESC = 27,
    KEY_BACKSPACE = 127
};

struct prompt {
    const struct prompt_actions *actions;
    void *closure;
    struct buffer *text;
    size_t caret;
    bool is_changed; /* and changed was not called for it yet */
    void (*draw_below)(struct session *session, void *closure);
    void *closure_below;
};

/* On the right: a message, what is wrong with what is looked for, or how often it is there. */
static void append_note(struct session *session, const struct prompt *prompt, struct buffer *out,
                        struct style *ret_style)
{
    const char *problem = session->hits ? hits_problem(session->hits) : NULL;
    *ret_style = (struct style){ROLE_STATUS, 0};
    if (session->message.length) {
        buffer_append(out, buffer_str(&session->message));
        ret_style->role = session->message_is_error ? ROLE_ERROR : ROLE_PROMPT;
    } else if (!prompt->actions->changed || session->list) {
        return;
    } else if (problem) {
        buffer_append_c(out, problem);
    } else if (session->hits) {
        status_append_hits(session, out);
    }
}

static void paint_note(struct session *session, const struct prompt *prompt, unsigned row,
                       unsigned used)
{
    enum { GAP = 2, COLUMNS_MIN = 12 };
    unsigned columns = canvas_columns(session->canvas);
    CLEANUP_BUFFER struct buffer note = {0};
    struct style style;
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
    if (!prompt->is_changed || !prompt->actions->changed)
        return;
    prompt->is_changed = false;
    prompt->actions->changed(session, buffer_str(prompt->text), prompt->closure);
    prompt->is_changed |= !session->list && session->hits && hits_was_stopped(session->hits);
}

/* The text scrolls sideways by whole clusters so that the caret is in sight. */
static void paint_prompt(struct session *session, void *closure)
{
    struct prompt *prompt = closure;
    tell_change(session, prompt); /* when a resize was what waited */
    prompt->draw_below(session, prompt->closure_below);
    enum ambiguous_width ambiguous = canvas_ambiguous(session->canvas);
    unsigned columns = canvas_columns(session->canvas), row = canvas_rows(session->canvas) - 1;
    struct style style = {ROLE_PROMPT, 0};
    canvas_fill(session->canvas, row, 0, columns, style);
    CLEANUP_BUFFER struct buffer label = {0};
    prompt->actions->append_label(prompt->closure, &label);
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

enum answer { ANSWER_NONE, ANSWER_TAKEN, ANSWER_GIVEN_UP };

static enum answer take_key(struct session *session, struct prompt *prompt, uint32_t key)
{
    const struct prompt_actions *actions = prompt->actions;
    bool is_erasing = key == KEY_BACKSPACE || key == KEY_CTRL_H;
    if (key == KEY_ESC || key == KEY_CTRL_C || key == KEY_CTRL_G ||
        (is_erasing && prompt->text->length == 0))
        return ANSWER_GIVEN_UP;
    if (key == KEY_ENTER || key == KEY_CTRL_J)
        return ANSWER_TAKEN;
    if (actions->take_key && actions->take_key(session, key, prompt->text, prompt->closure)) {
        prompt->caret = prompt->text->length;
        prompt->is_changed = true;
        return ANSWER_NONE;
    }
    CLEANUP_BUFFER struct buffer before = {0};
    buffer_append(&before, buffer_str(prompt->text));
    edit(prompt, key);
    prompt->is_changed |= !str_equal(buffer_str(&before), buffer_str(prompt->text));
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

bool prompt_run_actions(struct session *session, const struct prompt_actions *actions,
                        void *closure, struct buffer *text)
{
    struct prompt prompt = {.actions = actions,
                            .closure = closure,
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
    return answer == ANSWER_TAKEN;
}

struct plain_prompt {
    const char *label;
    prompt_changed *changed;
    void *closure;
};

static void append_plain_label(void *closure, struct buffer *out)
{
    const struct plain_prompt *plain = closure;
    buffer_append_c(out, plain->label);
}

static void plain_changed(struct session *session, struct str text, void *closure)
{
    const struct plain_prompt *plain = closure;
    plain->changed(session, text, plain->closure);
}

bool prompt_run(struct session *session, const char *label, prompt_changed *changed, void *closure,
                struct buffer *text)
{
    struct plain_prompt plain = {label, changed, closure};
    const struct prompt_actions actions = {append_plain_label, changed ? plain_changed : NULL,
                                           NULL};
    return prompt_run_actions(session, &actions, &plain, text);
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

bool prompt_confirm(struct session *session, const char *text)
{
    struct question question = {str_from(text), session->draw, session->draw_closure};
    session->message.length = 0;
    session->draw = paint_question;
    session->draw_closure = &question;
    struct event event;
    do
        session_wait_answer(session, &event);
    while (event.kind != EVENT_KEY && event.kind != EVENT_END);
    session->draw = question.draw_below;
    session->draw_closure = question.closure_below;
    return event.kind == EVENT_KEY && !event.has_alt &&
           (event.key == KEY_ENTER || event.key == KEY_CTRL_J || event.key == 'y' ||
            event.key == 'Y');
}
