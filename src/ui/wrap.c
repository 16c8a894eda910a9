#include "ui/wrap.h"

#include "text/grapheme.h"
#include "text/linebreak.h"
#include "text/utf8.h"

static uint32_t point_before(struct str text, size_t at)
{
    uint32_t point;
    utf8_decode(text, grapheme_start_before(text, at), &point);
    return point;
}

static bool may_break(struct str text, size_t at)
{
    uint32_t before = point_before(text, at), after;
    utf8_decode(text, at, &after);
    if (before == ' ' || after == ' ')
        return true;
    bool is_wide = code_point_width(before, AMBIGUOUS_NARROW) == 2 ||
                   code_point_width(after, AMBIGUOUS_NARROW) == 2;
    return is_wide && kinsoku_may_end(before, KINSOKU_STRICT) &&
           kinsoku_may_start(after, KINSOKU_STRICT);
}

/* Where the row that begins at start ends: at most at end, which is a \n or the text's end. */
static size_t row_end(struct str text, size_t start, size_t end, unsigned columns,
                      enum ambiguous_width ambiguous)
{
    size_t taken;
    size_t fits = start + text_fit(str_slice(text, start, end), columns, ambiguous, &taken);
    if (fits >= end)
        return end;
    for (size_t at = fits; at > start; at = grapheme_start_before(text, at))
        if (may_break(text, at))
            return at;
    return fits > start ? fits : grapheme_end(text, start);
}

size_t wrap_text(struct str text, unsigned columns, enum ambiguous_width ambiguous,
                 struct str rows[], size_t limit)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length;) {
        size_t line_end = str_find(text, STR("\n"), at);
        line_end = line_end == SIZE_MAX ? text.length : line_end;
        size_t end = row_end(text, at, line_end, columns, ambiguous);
        if (count < limit)
            rows[count] = str_trim_ascii(str_slice(text, at, end));
        count++;
        while (end < line_end && text.bytes[end] == ' ')
            end++;
        at = end == line_end ? end + 1 : end;
    }
    return count;
}
