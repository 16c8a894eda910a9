/* A passage of the first half of the input is looked for in the second: what is found lies in it,
 * at grapheme boundaries, and is what it is said to be. */
#include "find/anchor.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *rule)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", rule);
    abort();
}

/* Documents hold well-formed text only. */
static void append_valid(struct str input, struct buffer *out)
{
    while (input.length) {
        const size_t valid = utf8_valid_prefix(input);
        buffer_append(out, str_slice(input, 0, valid));
        input = str_slice(input, valid + (valid < input.length), input.length);
    }
}

static size_t code_point_floor(struct str text, size_t offset)
{
    while (offset > 0 && offset < text.length && ((unsigned char)text.bytes[offset] & 0xC0) == 0x80)
        offset--;
    return offset;
}

static void check(const struct anchor_text *text, struct str new_text, const struct anchor *anchor)
{
    const struct anchor_found found = anchor_find(text, anchor);
    const struct anchor_found place = anchor_find_place(text, anchor);
    require(found.start <= found.end && found.end <= new_text.length, "outside the text");
    require(place.start == place.end && place.end <= new_text.length, "a place outside the text");
    require(place.start == new_text.length || grapheme_floor(new_text, place.start) == place.start,
            "a place inside a character");
    if (found.fit == ANCHOR_ORPHAN)
        return;
    const struct str there = str_slice(new_text, found.start, found.end);
    require(found.score >= 0 && found.score <= 1, "a score that is none");
    require(anchor->quote.length == 0 || there.length, "nothing found for something");
    require(found.fit != ANCHOR_EXACT || anchor->quote.length == 0 ||
                str_equal(there, anchor->quote),
            "not exactly the quote");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP_BUFFER struct buffer old_buffer = {0}, new_buffer = {0};
    if (size < 4)
        return 0;
    const struct str input = {(const char *)data + 4, size - 4};
    const size_t zero = str_find(input, (struct str){"\0", 1}, 0);
    const size_t middle = zero == SIZE_MAX ? input.length / 2 : zero;
    append_valid(str_slice(input, 0, middle), &old_buffer);
    append_valid(str_slice(input, middle, input.length), &new_buffer);
    const struct str old_text = buffer_str(&old_buffer), new_text = buffer_str(&new_buffer);
    const size_t start = old_text.length * (data[0] + data[1]) / 512;
    const size_t end = start + (old_text.length - start) * data[2] / 256;
    struct anchor anchor =
        anchor_make(old_text, code_point_floor(old_text, start), code_point_floor(old_text, end));
    for (int has_old = 0; has_old < 2; has_old++) {
        struct anchor_text *text = anchor_text_new(has_old ? old_text : STR_NONE, new_text);
        check(text, new_text, &anchor);
        struct anchor strange = anchor; /* as a damaged library could hold it */
        strange.start += data[3];
        strange.prefix = anchor.suffix;
        check(text, new_text, &strange);
        anchor_text_free(text);
    }
    return 0;
}
