#include "find/regex.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    MATCH_LIMIT = 200000, /* some 0.2 ms from each start */
    /* Starts between two looks at the clock: more while it goes fast, for each call of PCRE2 first
     * looks ahead for what must come. */
    STARTS_MIN = 512,
    STARTS_MAX = 16384,
    FAST_BYTES_PER_MS = 50000,
    PATIENCE_MS = 50,
    SLOW_BYTES_PER_MS = 5000, /* what is slower than this after that is given up */
    STACK_START_BYTES = 32 << 10,
    STACK_MAX_BYTES = 1 << 20,
};

/* Without a document a block's ends take as long to find as it is long. */
struct known_block {
    struct str text;
    size_t start, end;
};

struct regex {
    pcre2_code *code;
    struct known_block *known;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

/* What is typed wrongly most often, in the user's language; PCRE2 has English for all. */
static const struct {
    int code;
    const char *message;
} messages[] = {
    {PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, N_("a ) is missing")},
    {PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, N_("there is no ( for this )")},
    {PCRE2_ERROR_MISSING_SQUARE_BRACKET, N_("a ] is missing")},
    {PCRE2_ERROR_QUANTIFIER_INVALID, N_("there is nothing to repeat")},
    {PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER, N_("the numbers in { } are in the wrong order")},
    {PCRE2_ERROR_CLASS_RANGE_ORDER, N_("the range in [ ] is in the wrong order")},
    {PCRE2_ERROR_END_BACKSLASH, N_("a \\ at the end means nothing")},
    {PCRE2_ERROR_UNKNOWN_ESCAPE, N_("nothing is written so after a \\")},
    {PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY, N_("there is no such script or property")},
    {PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH, N_("what (?<= looks back at needs a fixed length")},
};

static enum status complain(struct error *error, struct str pattern, int code, size_t offset)
{
    PCRE2_UCHAR english[256] = "";
    const char *message = (const char *)english;
    (void)pcre2_get_error_message(code, english, sizeof english);
    for (size_t i = 0; i < ARRAY_LENGTH(messages); i++)
        if (messages[i].code == code)
            message = _(messages[i].message);
    size_t column = utf8_count(str_slice(pattern, 0, offset)) + 1;
    return error_set(error, STATUS_USAGE, _("the expression is wrong at character %zu: %s"), column,
                     message);
}

/* (*UTF), (*NO_JIT), (*LIMIT_MATCH=…) and their like are not for patterns to say. */
static bool has_options(struct str pattern)
{
    return pattern.length > 2 && str_starts(pattern, STR("(*")) && pattern.bytes[2] >= 'A' &&
           pattern.bytes[2] <= 'Z';
}

static enum status compile(struct str pattern, pcre2_code **ret_code, struct error *error)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MULTILINE |
                             PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern.bytes, pattern.length, options, &code, &offset, NULL);
    if (!compiled)
        return complain(error, pattern, code, offset);
    /* Where there is no machine code to be had, PCRE2 interprets. */
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
    *ret_code = compiled;
    return STATUS_OK;
}

enum status regex_new(struct str pattern, struct regex **ret_regex, struct error *error)
{
    CLEANUP_BUFFER struct buffer normal = {0};
    size_t well_formed = utf8_valid_prefix(pattern);
    if (well_formed < pattern.length)
        return error_set(error, STATUS_USAGE, _("the expression is no text at character %zu"),
                         utf8_count(str_slice(pattern, 0, well_formed)) + 1);
    if (pattern.length > REGEX_PATTERN_MAX)
        return error_set(error, STATUS_USAGE, _("the expression is longer than %d bytes"),
                         REGEX_PATTERN_MAX);
    if (has_options(pattern))
        return error_set(error, STATUS_USAGE, _("the expression is wrong at character %zu: %s"),
                         (size_t)1, _("options like (*UTF) are not taken"));
    nfc_append(&normal, pattern);
    buffer_append(&normal, STR_NONE);
    pcre2_code *code = NULL;
    enum status status = compile(buffer_str(&normal), &code, error);
    if (status != STATUS_OK)
        return status;
    struct regex *regex = memory_new(sizeof *regex);
    regex->code = code;
    regex->known = memory_new(sizeof *regex->known);
    regex->data = pcre2_match_data_create(1, NULL);
    regex->context = pcre2_match_context_create(NULL);
    regex->stack = pcre2_jit_stack_create(STACK_START_BYTES, STACK_MAX_BYTES, NULL);
    pcre2_set_match_limit(regex->context, MATCH_LIMIT);
    pcre2_jit_stack_assign(regex->context, NULL, regex->stack);
    *ret_regex = regex;
    return STATUS_OK;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    pcre2_jit_stack_free(regex->stack);
    pcre2_match_context_free(regex->context);
    pcre2_match_data_free(regex->data);
    pcre2_code_free(regex->code);
    free(regex->known);
    free(regex);
}

/* A walk over blocks, and the time it has taken. */
struct walk {
    const struct regex *regex;
    struct haystack haystack;
    size_t limit;
    size_t start, end; /* the block */
    size_t at;         /* where the next match may start, in the block */
    size_t starts;     /* to be tried before the next look at the clock */
    int64_t begun_ms;
    size_t walked; /* bytes */
};

static enum status give_up(struct error *error)
{
    return error_set(error, STATUS_TOO_LARGE, "%s",
                     _("the expression takes too long here: a simpler one may do"));
}

static bool is_inside_sequence(struct str text, size_t offset)
{
    return offset < text.length && ((unsigned char)text.bytes[offset] & 0xC0) == 0x80;
}

static void find_separated(struct walk *walk)
{
    struct known_block *known = walk->regex->known;
    struct str text = walk->haystack.text;
    bool is_known = known->text.bytes == text.bytes && known->text.length == text.length &&
                    known->start <= walk->at && walk->at < known->end;
    if (!is_known) {
        const char *before = walk->at ? memrchr(text.bytes, '\x1e', walk->at) : NULL;
        const char *after = memchr(text.bytes + walk->at, '\x1e', text.length - walk->at);
        known->text = text;
        known->start = before ? (size_t)(before - text.bytes) + 1 : 0;
        known->end = after ? (size_t)(after - text.bytes) : text.length;
    }
    walk->start = known->start;
    walk->end = known->end;
}

/* The block that holds walk->at, or the first after it; false when there is none. */
static bool find_block(struct walk *walk)
{
    struct str text = walk->haystack.text;
    const struct document *document = walk->haystack.document;
    if (document && document->block_count) {
        size_t index = document_block_at(document, walk->at);
        if (document->blocks[index].end <= walk->at && ++index == document->block_count)
            return false;
        walk->start = document->blocks[index].start;
        walk->end = document->blocks[index].end;
    } else {
        find_separated(walk);
    }
    walk->at = walk->at > walk->start ? walk->at : walk->start;
    walk->end = walk->end < text.length ? walk->end : text.length;
    return walk->start < text.length && walk->at < walk->limit;
}

/* Looks for a match that starts before stop: PCRE2's code. */
static int match_before(const struct walk *walk, size_t stop)
{
    const struct regex *regex = walk->regex;
    (void)pcre2_set_offset_limit(regex->context, stop - 1 - walk->start);
    return pcre2_match(regex->code, (PCRE2_SPTR)(walk->haystack.text.bytes + walk->start),
                       walk->end - walk->start, walk->at - walk->start,
                       PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, regex->data, regex->context);
}

/* Of whole graphemes, but not from before where the walk may start. */
static void take_match(const struct walk *walk, struct match *ret_match)
{
    struct str text = walk->haystack.text;
    const PCRE2_SIZE *range = pcre2_get_ovector_pointer(walk->regex->data);
    size_t start = grapheme_floor(text, walk->start + range[0]);
    size_t end = walk->start + range[1], last = grapheme_floor(text, end - 1);
    if (last < end && last < text.length)
        end = grapheme_end(text, last);
    *ret_match = (struct match){(uint32_t)(start > walk->at ? start : walk->at), (uint32_t)end};
}

/* After so many bytes without a match: whether to go on, and how far until the next look. */
static bool is_fast_enough(struct walk *walk, size_t byte_count)
{
    int64_t taken_ms = clock_monotonic_ms() - walk->begun_ms;
    walk->walked += byte_count;
    bool is_fast = walk->walked / FAST_BYTES_PER_MS + 1 > (size_t)taken_ms;
    walk->starts = !is_fast                        ? STARTS_MIN
                   : walk->starts * 2 < STARTS_MAX ? walk->starts * 2
                                                   : STARTS_MAX;
    return taken_ms <= PATIENCE_MS + (int64_t)(walk->walked / SLOW_BYTES_PER_MS);
}

static enum status next_in_block(struct walk *walk, struct match *ret_match, struct error *error)
{
    while (walk->at < walk->end && walk->at < walk->limit) {
        size_t stop = walk->at + walk->starts;
        stop = stop < walk->end ? stop : walk->end;
        stop = stop < walk->limit ? stop : walk->limit;
        while (is_inside_sequence(walk->haystack.text, stop))
            stop++;
        int code = match_before(walk, stop);
        if (code >= 0) {
            take_match(walk, ret_match);
            return STATUS_OK;
        }
        if (code != PCRE2_ERROR_NOMATCH || !is_fast_enough(walk, stop - walk->at))
            return give_up(error);
        walk->at = stop;
    }
    return STATUS_NOT_FOUND;
}

enum status regex_next(const struct regex *regex, struct haystack haystack, size_t from,
                       size_t limit, struct match *ret_match, struct error *error)
{
    if (!haystack.document && !haystack.is_well_formed)
        haystack.text.length = utf8_valid_prefix(haystack.text);
    while (is_inside_sequence(haystack.text, from))
        from++;
    struct walk walk = {.regex = regex, .haystack = haystack, .limit = limit, .at = from};
    walk.starts = STARTS_MIN;
    walk.begun_ms = clock_monotonic_ms();
    while (walk.at < haystack.text.length && walk.at < limit && find_block(&walk)) {
        enum status status = next_in_block(&walk, ret_match, error);
        if (status != STATUS_NOT_FOUND)
            return status;
        walk.at = walk.end + 1;
    }
    return STATUS_NOT_FOUND;
}
