#include "text/words.h"

#include "base/memory.h"

#include <assert.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

enum { TEXT_LIMIT = 1 << 20 };

size_t words_find(struct str text, struct match **ret_words)
{
    UErrorCode code = U_ZERO_ERROR;
    struct match *words = NULL;
    size_t count = 0, capacity = 0;
    int64_t length = text.length < TEXT_LIMIT ? (int64_t)text.length : TEXT_LIMIT;
    UText *view = utext_openUTF8(NULL, text.bytes, length, &code);
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    assert(U_SUCCESS(code)); /* libicudata is part of ICU */
    ubrk_setUText(iterator, view, &code);
    int32_t start = ubrk_first(iterator);
    for (int32_t end; (end = ubrk_next(iterator)) != UBRK_DONE; start = end) {
        if (ubrk_getRuleStatus(iterator) < UBRK_WORD_NONE_LIMIT)
            continue;
        ARRAY_RESERVE(words, count, capacity);
        words[count++] = (struct match){(uint32_t)start, (uint32_t)end};
    }
    ubrk_close(iterator);
    utext_close(view);
    *ret_words = words;
    return count;
}
