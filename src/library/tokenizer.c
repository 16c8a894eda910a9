/* text/tokens.h inside FTS5. The words of text_index stand behind ten marks: so FTS5's indexes of
 * the first eleven characters and more (data/sql) hold words, by their first letter and more, and
 * neither pairs nor the ends of words, which are ten characters at most. */
#include "library/functions.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

static const char marks[TOKENIZER_MARKS] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3};

struct tokenizer {
    enum tokens_purpose purpose;
};

static int create(void *closure, const char **arguments, int count, Fts5Tokenizer **ret_tokenizer)
{
    (void)closure;
    static const char *const names[] = {
        [TOKENS_MAIN] = "main",
        [TOKENS_SINGLE] = "single",
        [TOKENS_SHELF] = "shelf",
    };
    for (size_t i = 0; count == 1 && i < ARRAY_LENGTH(names); i++) {
        if (strcmp(arguments[0], names[i]) != 0)
            continue;
        struct tokenizer *tokenizer = memory_new(sizeof *tokenizer);
        tokenizer->purpose = (enum tokens_purpose)i;
        *ret_tokenizer = (Fts5Tokenizer *)tokenizer;
        return SQLITE_OK;
    }
    return SQLITE_ERROR;
}

static void delete (Fts5Tokenizer *tokenizer)
{
    free(tokenizer);
}

struct sink {
    fts5_sink *sink;
    void *closure;
    bool marks_words;
    int code;
};

static bool hand_over(const struct token *token, void *closure)
{
    struct sink *sink = closure;
    struct str text = token->text;
    char marked[sizeof marks + TOKEN_BYTES];
    if (sink->marks_words && token->is_word && text.length <= TOKEN_BYTES) {
        memcpy(marked, marks, sizeof marks);
        memcpy(marked + sizeof marks, text.bytes, text.length);
        text = (struct str){marked, sizeof marks + text.length};
    }
    sink->code = sink->sink(sink->closure, token->is_colocated ? FTS5_TOKEN_COLOCATED : 0,
                            text.bytes, (int)text.length, (int)token->start, (int)token->end);
    return sink->code == SQLITE_OK;
}

struct str tokenizer_unmarked(struct str token)
{
    return str_starts(token, (struct str){marks, sizeof marks})
               ? str_slice(token, sizeof marks, token.length)
               : token;
}

static bool is_word(struct str token)
{
    uint32_t first;
    utf8_decode(token, 0, &first);
    return fold_kind(first) == FOLD_WORD;
}

void tokenizer_append_term(struct str token, enum tokens_purpose purpose, struct buffer *out)
{
    if (purpose == TOKENS_MAIN && is_word(token) && token.length <= TOKEN_BYTES)
        buffer_append(out, (struct str){marks, sizeof marks});
    buffer_append(out, token);
}

static int hand_over_query(struct sink *sink, const char *text, int length)
{
    for (int at = 0; at < length && !sink->code;) {
        const char *blank = memchr(text + at, ' ', (size_t)(length - at));
        int end = blank ? (int)(blank - text) : length;
        struct token token = {
            {text + at, (size_t)(end - at)}, (size_t)at, (size_t)end, false, false};
        token.is_word = end > at && is_word(token.text);
        if (end > at)
            (void)hand_over(&token, sink);
        at = end + 1;
    }
    return sink->code;
}

int tokenizer_walk(struct str text, enum tokens_purpose purpose, fts5_sink *receive, void *closure)
{
    struct sink sink = {receive, closure, purpose == TOKENS_MAIN, SQLITE_OK};
    (void)tokens_walk(text, purpose, hand_over, &sink);
    return sink.code;
}

static int tokenize(Fts5Tokenizer *self, void *closure, int flags, const char *text, int length,
                    fts5_sink *receive)
{
    enum tokens_purpose purpose = ((const struct tokenizer *)self)->purpose;
    struct sink sink = {receive, closure, purpose == TOKENS_MAIN, SQLITE_OK};
    if (flags & FTS5_TOKENIZE_QUERY)
        return hand_over_query(&sink, text, length);
    return tokenizer_walk((struct str){text ? text : "", (size_t)length}, purpose, receive,
                          closure);
}

fts5_api *fts5_api_of(sqlite3 *database)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, NULL))
        return NULL;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    return api;
}

int tokenizer_register(sqlite3 *database)
{
    fts5_tokenizer tokenizer = {create, delete, tokenize};
    fts5_api *api = fts5_api_of(database);
    return api ? api->xCreateTokenizer(api, "zhai", NULL, &tokenizer, NULL) : SQLITE_ERROR;
}
