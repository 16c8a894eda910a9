#include "ui/tag_prompt.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/tag.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "ui/prompt.h"
#include "ui/session.h"

void tag_request_release(struct tag_request *request)
{
    buffer_release(&request->text);
    free(request->added);
    free(request->removed);
    *request = (struct tag_request){0};
}

static bool is_sign(char byte)
{
    return byte == '+' || byte == '-';
}

/* The end of the word that starts at start: a blank, or the quote that closes it. */
static size_t word_end(struct str text, size_t start)
{
    bool is_quoted = start < text.length && text.bytes[start] == '"';
    size_t at = start + is_quoted;
    while (at < text.length && text.bytes[at] != (is_quoted ? '"' : ' '))
        at++;
    return at < text.length && is_quoted ? at + 1 : at;
}

static struct str without_quotes(struct str word)
{
    if (word.length && word.bytes[0] == '"')
        word = str_slice(word, 1, word.length);
    if (word.length && word.bytes[word.length - 1] == '"')
        word.length--;
    return word;
}

void tag_request_parse(struct tag_request *request)
{
    struct str text = buffer_str(&request->text);
    for (size_t at = 0; at < text.length;) {
        if (text.bytes[at] == ' ') {
            at++;
            continue;
        }
        bool is_removed = text.bytes[at] == '-';
        size_t start = at + is_sign(text.bytes[at]);
        at = word_end(text, start);
        struct str name = without_quotes(str_slice(text, start, at));
        if (name.length == 0)
            continue;
        if (is_removed) {
            ARRAY_RESERVE(request->removed, request->removed_count, request->removed_capacity);
            request->removed[request->removed_count++] = name;
        } else {
            ARRAY_RESERVE(request->added, request->added_count, request->added_capacity);
            request->added[request->added_count++] = name;
        }
    }
}

struct known_tags {
    struct arena *arena;
    struct tag *tags;
    size_t count;
    const struct article_record *record;
    size_t article_count;
};

static bool begins(const struct tag *tag, struct str typed, const struct pinyin_pattern *pinyin)
{
    CLEANUP_BUFFER struct buffer key = {0};
    struct match match;
    fold_append(&key, typed);
    return str_starts(tag->key, buffer_str(&key)) ||
           (pinyin_next(pinyin, tag->name, 0, &match) && match.start == 0);
}

/* The word that ends at the caret, from its sign on. */
static size_t word_start(struct str text, size_t caret)
{
    for (size_t at = 0; at < caret;) {
        if (text.bytes[at] == ' ') {
            at++;
            continue;
        }
        size_t end = word_end(text, at + is_sign(text.bytes[at]));
        if (end >= caret)
            return at;
        at = end;
    }
    return caret;
}

static void complete(struct session *session, void *closure, struct str text, size_t caret,
                     struct completions *out)
{
    const struct known_tags *known = closure;
    (void)session;
    size_t start = word_start(text, caret);
    bool has_sign = start < caret && is_sign(text.bytes[start]);
    char sign = has_sign ? text.bytes[start] : '+';
    struct str typed = without_quotes(str_slice(text, start + has_sign, caret));
    struct pinyin_pattern *pinyin = pinyin_pattern_new(typed);
    out->start = start;
    for (size_t i = 0; i < known->count; i++) {
        CLEANUP_BUFFER struct buffer word = {0};
        bool has_blank = str_find(known->tags[i].name, STR(" "), 0) != SIZE_MAX;
        if (typed.length && !begins(&known->tags[i], typed, pinyin))
            continue;
        buffer_append_format(&word, has_blank ? "%c\"%.*s\"" : "%c%.*s", sign,
                             STR_ARGS(known->tags[i].name));
        completions_add(out, buffer_str(&word));
    }
    pinyin_pattern_free(pinyin);
}

/* The tags that are there: those of the article, or how many articles it is about. */
static bool append_note(struct session *session, void *closure, struct buffer *out)
{
    const struct known_tags *known = closure;
    (void)session;
    if (known->article_count > 1) {
        buffer_append_format(
            out, ngettext("%zu marked", "%zu marked", (unsigned long)known->article_count),
            known->article_count);
        return false;
    }
    for (size_t i = 0; i < known->record->tag_count; i++)
        buffer_append_format(out, "%s%.*s", i ? " " : "", STR_ARGS(known->record->tags[i]));
    return false;
}

bool tag_prompt(struct session *session, const struct article_record *record, size_t count,
                struct tag_request *ret_request)
{
    struct known_tags known = {.arena = arena_new(), .record = record, .article_count = count};
    struct error error;
    const struct prompt_request request = {
        .label = " # ",
        .hint = _("+add -take off   TAB completes   ENTER does it   ESC gives up"),
        .note = append_note,
        .complete = complete,
        .closure = &known};
    if (tag_list(session->library, known.arena, &known.tags, &known.count, &error))
        session_complain(session, error.message);
    bool is_taken = prompt_run(session, &request, &ret_request->text);
    free(known.tags);
    arena_free(known.arena);
    if (is_taken)
        tag_request_parse(ret_request);
    return is_taken && ret_request->added_count + ret_request->removed_count > 0;
}
