#include "harness/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PARAMETER_LIMIT = 16, NUMBER_LIMIT = 9999 };

struct parser {
    const unsigned char *bytes;
    size_t length, offset;
    unsigned allowances;
    unsigned position_queries, attribute_queries;
    struct stream_complaint *complaint;
};

static bool complain(struct parser *parser, const char *what, unsigned value)
{
    parser->complaint->offset = parser->offset;
    snprintf(parser->complaint->message, sizeof parser->complaint->message, "%s (0x%02X)", what,
             value);
    return false;
}

/* The modes zhai and curses switch: insert, keys, wrap, blink, cursor, mouse, alternate screen,
 * paste. */
static bool is_known_mode(bool is_private, unsigned mode)
{
    static const unsigned private_modes[] = {1, 7, 12, 25, 1000, 1006, 1049, 2004};
    if (!is_private)
        return mode == 4 || mode == 34;
    for (size_t i = 0; i < sizeof private_modes / sizeof *private_modes; i++)
        if (private_modes[i] == mode)
            return true;
    return false;
}

struct control {
    bool is_private;
    unsigned parameters[PARAMETER_LIMIT];
    size_t count;
    unsigned char final;
};

static bool check_control(struct parser *parser, const struct control *control)
{
    const unsigned first = control->parameters[0];
    switch (control->final) {
    case 'h':
    case 'l':
        for (size_t i = 0; i < control->count; i++)
            if (!is_known_mode(control->is_private, control->parameters[i]))
                return complain(parser, "a mode that is not in the list", control->parameters[i]);
        return true;
    case 'n':
        if ((parser->allowances & STREAM_PROBE) && !control->is_private && first == 6 &&
            parser->position_queries++ == 0)
            return true;
        return complain(parser, "a status query", control->final);
    case 'c':
        if ((parser->allowances & STREAM_PROBE) && !control->is_private && first == 0 &&
            parser->attribute_queries++ == 0)
            return true;
        return complain(parser, "an attributes query", control->final);
    default:
        if (control->final && strchr("HGdJKmrLMP@XST", control->final) && !control->is_private)
            return true;
        return complain(parser, "a control sequence that is not in the list", control->final);
    }
}

/* At the byte behind ESC [. */
static bool parse_control(struct parser *parser)
{
    struct control control = {.count = 1};
    size_t i = parser->offset + 2;
    if (i < parser->length && parser->bytes[i] == '?') {
        control.is_private = true;
        i++;
    }
    for (; i < parser->length; i++) {
        const unsigned char byte = parser->bytes[i];
        unsigned *parameter = &control.parameters[control.count - 1];
        if (byte >= '0' && byte <= '9')
            *parameter = *parameter * 10 + (byte - '0');
        else if (byte == ';')
            control.count++;
        else
            break;
        if (control.count > PARAMETER_LIMIT || *parameter > NUMBER_LIMIT)
            return complain(parser, "too many or too large parameters", byte);
    }
    if (i >= parser->length)
        return complain(parser, "a control sequence cut off", 0);
    control.final = parser->bytes[i];
    if (!check_control(parser, &control))
        return false;
    parser->offset = i + 1;
    return true;
}

/* ESC ] prefix body ESC \, the body of the given bytes only. */
static bool parse_string(struct parser *parser, const char *prefix, const char *body)
{
    const size_t length = strlen(prefix);
    size_t i = parser->offset + length;
    if (i > parser->length || memcmp(parser->bytes + parser->offset, prefix, length) != 0)
        return false;
    while (i < parser->length && parser->bytes[i] && strchr(body, parser->bytes[i]))
        i++;
    if (i + 2 > parser->length || memcmp(parser->bytes + i, "\033\\", 2) != 0)
        return false;
    parser->offset = i + 2;
    return true;
}

static bool parse_command(struct parser *parser)
{
    static const char digits[] = "0123456789";
    static const char base64[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    if ((parser->allowances & STREAM_SYNC) && parse_string(parser, "\033]777;sync;", digits))
        return true;
    if ((parser->allowances & STREAM_COPY) && parse_string(parser, "\033]52;c;", base64))
        return true;
    return complain(parser, "an operating system command", ']');
}

static bool parse_escape(struct parser *parser)
{
    const unsigned char *p = parser->bytes + parser->offset;
    const size_t left = parser->length - parser->offset;
    if (left < 2)
        return complain(parser, "an escape cut off", 0x1B);
    if (p[1] == '[')
        return parse_control(parser);
    if (p[1] == ']')
        return parse_command(parser);
    if (p[1] == '(' && left > 2 && p[2] == 'B') {
        parser->offset += 3;
        return true;
    }
    if (!p[1] || !strchr("78=>", p[1]))
        return complain(parser, "an escape sequence that is not in the list", p[1]);
    parser->offset += 2;
    return true;
}

/* What must never be printed, as ranges. */
static bool is_forbidden(uint32_t code_point)
{
    static const uint32_t ranges[][2] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C},   {0x200B, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xD800, 0xDFFF},   {0xFDD0, 0xFDEF},
        {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code_point >= ranges[i][0] && code_point <= ranges[i][1])
            return true;
    return (code_point & 0xFFFE) == 0xFFFE;
}

static bool parse_text(struct parser *parser)
{
    const unsigned char *p = parser->bytes + parser->offset;
    const size_t left = parser->length - parser->offset;
    const size_t size = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t code_point = size == 1 ? p[0] : p[0] & (0xFFu >> (size + 1));
    if ((p[0] >= 0x80 && p[0] < 0xC2) || p[0] > 0xF4 || size > left)
        return complain(parser, "ill-formed UTF-8", p[0]);
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return complain(parser, "ill-formed UTF-8", p[i]);
        code_point = code_point << 6 | (p[i] & 0x3F);
    }
    if (code_point < least[size] || code_point > 0x10FFFF)
        return complain(parser, "ill-formed UTF-8", code_point);
    if (is_forbidden(code_point))
        return complain(parser, "a code point that must not be printed", code_point);
    parser->offset += size;
    return true;
}

bool stream_is_allowed(const char *bytes, size_t length, unsigned allowances,
                       struct stream_complaint *ret_complaint)
{
    struct parser parser = {.bytes = (const unsigned char *)bytes,
                            .length = length,
                            .allowances = allowances,
                            .complaint = ret_complaint};
    while (parser.offset < length) {
        const unsigned char byte = parser.bytes[parser.offset];
        if (byte == '\r' || byte == '\n' || byte == '\b')
            parser.offset++;
        else if (byte == 0x1B ? !parse_escape(&parser) : !parse_text(&parser))
            return false;
    }
    return true;
}

void stream_assert(const char *bytes, size_t length, unsigned allowances)
{
    struct stream_complaint complaint;
    if (stream_is_allowed(bytes, length, allowances, &complaint))
        return;
    const size_t start = complaint.offset > 40 ? complaint.offset - 40 : 0;
    const size_t end = complaint.offset + 40 < length ? complaint.offset + 40 : length;
    print_error("at byte %zu of %zu: %s\n  ", complaint.offset, length, complaint.message);
    for (size_t i = start; i < end; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        print_error(byte >= 0x20 && byte < 0x7F ? "%s%c" : "%s\\x%02X",
                    i == complaint.offset ? " >> " : "", byte);
    }
    print_error("\n");
    fail_msg("%s", complaint.message);
}
