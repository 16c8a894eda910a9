#include "ui/lights.h"

#include "base/memory.h"
#include "find/finder.h"

struct light {
    struct finder *words;  /* NULL: only the spelling is asked for */
    struct finder *pinyin; /* NULL: only the words are */
    bool is_title_only;
};

struct lights {
    size_t count;
    struct light each[];
};

static struct finder *make(enum finder_kind kind, struct str text)
{
    struct finder *finder = NULL;
    struct error ignored;
    return finder_new(kind, text, &finder, &ignored) ? NULL : finder;
}

static struct light make_light(const struct query_node *term)
{
    struct light light = {.is_title_only = term->field == QUERY_FIELD_TITLE};
    if (term->kind == QUERY_PINYIN) {
        light.pinyin = make(FINDER_PINYIN, term->text);
    } else if (term->kind == QUERY_REGEX) {
        light.words = make(FINDER_REGEX, term->text);
    } else {
        light.words = make(term->is_exact ? FINDER_EXACT : FINDER_FOLDED, term->text);
        bool may_be_spelled = term->field == QUERY_FIELD_ANY || term->field == QUERY_FIELD_TITLE;
        if (may_be_spelled && !term->is_exact && !term->is_phrase)
            light.pinyin = make(FINDER_PINYIN, term->text);
    }
    return light;
}

struct lights *lights_new(const struct query *query)
{
    size_t count = query ? query->term_count : 0;
    struct lights *lights = memory_new(sizeof *lights + count * sizeof *lights->each);
    for (size_t i = 0; i < count; i++)
        lights->each[lights->count++] = make_light(query->terms[i]);
    return lights;
}

void lights_free(struct lights *lights)
{
    if (!lights)
        return;
    for (size_t i = 0; i < lights->count; i++) {
        finder_free(lights->each[i].words);
        finder_free(lights->each[i].pinyin);
    }
    free(lights);
}

static bool find(const struct finder *finder, struct str text, size_t from, struct match *ret_match)
{
    struct error ignored;
    const struct haystack haystack = {.text = text};
    return finder &&
           finder_next(finder, haystack, from, SIZE_MAX, ret_match, &ignored) == STATUS_OK;
}

bool lights_next(const struct lights *lights, struct str text, bool is_title, size_t from,
                 struct match *ret_match, bool *ret_is_spelling)
{
    bool is_found = false;
    for (size_t i = 0; i < lights->count; i++) {
        const struct light *light = &lights->each[i];
        struct match match, anywhere;
        if (light->is_title_only && !is_title)
            continue;
        bool has_words = find(light->words, text, 0, &anywhere);
        bool is_here = has_words ? find(light->words, text, from, &match)
                                 : is_title && find(light->pinyin, text, from, &match);
        if (!is_here || (is_found && match.start >= ret_match->start))
            continue;
        *ret_match = match;
        *ret_is_spelling = !has_words;
        is_found = true;
    }
    return is_found;
}
