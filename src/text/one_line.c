#include "text/one_line.h"

#include "base/memory.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

void one_line_append(struct buffer *out, struct str text)
{
    CLEANUP_BUFFER struct buffer line = {0};
    bool has_gap = false;
    for (size_t i = 0; i < text.length;) {
        uint32_t code_point;
        i += utf8_decode(text, i, &code_point);
        if (code_point_properties(code_point).is_space && code_point != 0x85) {
            has_gap = line.length > 0;
            continue;
        }
        if (has_gap)
            buffer_append_byte(&line, ' ');
        has_gap = false;
        if (code_point < 0x20 || code_point == 0x7F)
            code_point = code_point < 0x20 ? 0x2400 + code_point : 0x2421;
        else if (code_point >= 0x80 && code_point < 0xA0)
            code_point = CODE_POINT_REPLACEMENT;
        utf8_append(&line, code_point);
    }
    nfc_append(out, buffer_str(&line));
}
