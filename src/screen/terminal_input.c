#include "screen/terminal_input.h"

#include "base/memory.h"
#include "text/utf8.h"

enum {
    BYTE_ESC = 0x1B,
    SEQUENCE_LIMIT = 64, /* bytes; no sequence that a terminal sends as a key is longer */
    PARAMETER_LIMIT = 4,
    PARAMETER_MAX = 99999,
    KEY_ENTER = 13,
    KEY_BACKSPACE = 127,
    SYNC_NUMBER = 777,
};

struct sequence {
    const unsigned char *bytes;
    size_t length;
    bool is_final; /* nothing more will come */
};

struct control {
    unsigned char prefix; /* one of < = > ? or 0 */
    unsigned char final;
    unsigned parameters[PARAMETER_LIMIT];
    size_t parameter_count;
};

struct named_key {
    uint16_t code; /* final byte or number */
    uint32_t key;
};

static const struct named_key letter_keys[] = {
    {'A', KEY_CODE_UP},     {'B', KEY_CODE_DOWN},   {'C', KEY_CODE_RIGHT},    {'D', KEY_CODE_LEFT},
    {'H', KEY_CODE_HOME},   {'F', KEY_CODE_END},    {'Z', KEY_CODE_BACK_TAB}, {'P', KEY_CODE_F1},
    {'Q', KEY_CODE_F1 + 1}, {'R', KEY_CODE_F1 + 2}, {'S', KEY_CODE_F1 + 3},   {'a', KEY_CODE_UP},
    {'b', KEY_CODE_DOWN},   {'c', KEY_CODE_RIGHT},  {'d', KEY_CODE_LEFT},
};

/* xterm, vt220, rxvt (7 and 8) and the Linux console. */
static const struct named_key number_keys[] = {
    {1, KEY_CODE_HOME},    {2, KEY_CODE_INSERT},    {3, KEY_CODE_DELETE},   {4, KEY_CODE_END},
    {5, KEY_CODE_PAGE_UP}, {6, KEY_CODE_PAGE_DOWN}, {7, KEY_CODE_HOME},     {8, KEY_CODE_END},
    {11, KEY_CODE_F1},     {12, KEY_CODE_F1 + 1},   {13, KEY_CODE_F1 + 2},  {14, KEY_CODE_F1 + 3},
    {15, KEY_CODE_F1 + 4}, {17, KEY_CODE_F1 + 5},   {18, KEY_CODE_F1 + 6},  {19, KEY_CODE_F1 + 7},
    {20, KEY_CODE_F1 + 8}, {21, KEY_CODE_F1 + 9},   {23, KEY_CODE_F1 + 10}, {24, KEY_CODE_F12},
};

size_t input_add(struct input *input, const void *bytes, size_t count)
{
    if (input->start > 0) {
        memmove(input->bytes, input->bytes + input->start, input->end - input->start);
        input->end -= input->start;
        input->start = 0;
    }
    const size_t room = sizeof input->bytes - input->end;
    const size_t taken = count < room ? count : room;
    memcpy(input->bytes + input->end, bytes, taken);
    input->end += taken;
    return taken;
}

bool input_is_waiting(const struct input *input)
{
    return input->end > input->start;
}

static uint32_t find_key(const struct named_key *keys, size_t count, unsigned code)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i].code == code)
            return keys[i].key;
    return 0;
}

static void set_key(struct input_item *item, uint32_t key, bool has_alt)
{
    item->kind = INPUT_EVENT;
    item->event = (struct event){.kind = EVENT_KEY, .key = key, .has_alt = has_alt};
}

/* How many bytes the code point that lead begins has. */
static size_t utf8_length(unsigned char lead)
{
    if (lead >= 0xF0 && lead < 0xF5)
        return 4;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xC2 && lead < 0xE0 ? 2 : 1;
}

/* A key that is a code point; C1 controls are no key of any keyboard. Returns 0 when bytes lack. */
static size_t take_code_point(const struct input *input, struct sequence s, bool has_alt,
                              struct input_item *item)
{
    uint32_t code_point;
    const size_t taken = utf8_decode((struct str){(const char *)s.bytes, s.length}, 0, &code_point);
    if (s.length < utf8_length(s.bytes[0]) && taken == s.length && !s.is_final)
        return 0;
    if (code_point == input->erase)
        code_point = KEY_BACKSPACE;
    if (code_point < 0x80 || code_point >= 0xA0)
        set_key(item, code_point, has_alt);
    return taken;
}

/* Button 64 is the wheel up, 65 down, 0 the left button; shift, meta and control do not matter. */
static void set_mouse(const struct input *input, unsigned button, unsigned column, unsigned row,
                      struct input_item *item)
{
    struct event event = {.row = row ? row - 1 : 0, .column = column ? column - 1 : 0};
    const unsigned plain = button & ~(4u | 8u | 16u);
    if (!input->has_mouse)
        return;
    if (plain == 64)
        event.kind = EVENT_WHEEL_UP;
    else if (plain == 65)
        event.kind = EVENT_WHEEL_DOWN;
    else if (plain == 0)
        event.kind = EVENT_CLICK;
    else
        return;
    item->kind = INPUT_EVENT;
    item->event = event;
}

/* The probe's answer is row 2, so that it differs from F3 with a modifier, which is ESC[1;nR. */
static bool take_cursor_position(const struct control *control, struct input_item *item)
{
    const unsigned column = control->parameters[1];
    if (control->final != 'R' || control->parameters[0] < 2)
        return false;
    if (control->parameters[0] == 2 && (column == 2 || column == 3)) {
        item->kind = INPUT_AMBIGUOUS;
        item->ambiguous = column == 3 ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW;
    }
    return true;
}

static void take_key(const struct control *control, struct input_item *item)
{
    const bool is_numbered = control->final == '~' || control->final == '^' ||
                             control->final == '@' || control->final == '$';
    const uint32_t key =
        is_numbered ? find_key(number_keys, ARRAY_LENGTH(number_keys), control->parameters[0])
                    : find_key(letter_keys, ARRAY_LENGTH(letter_keys), control->final);
    const unsigned modifier = control->parameter_count > 1 ? control->parameters[1] : 1;
    if (key)
        set_key(item, key, modifier > 0 && (modifier - 1) & 2);
}

/* What a complete control sequence means; item stays INPUT_NONE when it means nothing here. */
static void interpret(const struct input *input, const struct control *control,
                      struct input_item *item)
{
    switch (control->prefix) {
    case '<':
        if (control->final == 'M')
            set_mouse(input, control->parameters[0], control->parameters[1], control->parameters[2],
                      item);
        return;
    case '>':
        if (control->final == '~' && control->parameters[0] == SYNC_NUMBER && input->is_test)
            item->kind = INPUT_SYNC;
        return;
    case '?':
        if (control->final == 'c')
            item->kind = INPUT_ATTRIBUTES;
        return;
    case 0:
        if (!take_cursor_position(control, item))
            take_key(control, item);
        return;
    default:
        return;
    }
}

/* Reads parameters from offset 2 on; returns the offset of the byte that is none. */
static size_t parse_parameters(struct sequence s, struct control *control)
{
    size_t i = 2;
    if (i < s.length && s.bytes[i] >= '<' && s.bytes[i] <= '?')
        control->prefix = s.bytes[i++];
    size_t index = 0;
    for (; i < s.length && i < SEQUENCE_LIMIT; i++) {
        const unsigned char byte = s.bytes[i];
        if (byte == ';' || byte == ':') {
            index++;
        } else if (byte >= '0' && byte <= '9') {
            if (index < PARAMETER_LIMIT && control->parameters[index] < PARAMETER_MAX)
                control->parameters[index] = control->parameters[index] * 10 + (byte - '0');
        } else if (byte < 0x20 || byte > 0x3F || (byte == '$' && !control->prefix)) {
            break;
        }
    }
    control->parameter_count = index + 1;
    return i;
}

/* ESC [ [ A .. E are F1 .. F5 of the Linux console. */
static size_t take_console_key(struct sequence s, struct input_item *item)
{
    if (s.length < 4)
        return s.is_final ? 3 : 0;
    if (s.bytes[3] >= 'A' && s.bytes[3] <= 'E')
        set_key(item, KEY_CODE_F1 + (s.bytes[3] - 'A'), false);
    return 4;
}

/* ESC [ M and three bytes: a terminal that knows mode 1000 but not 1006. */
static size_t take_old_mouse(const struct input *input, struct sequence s, struct input_item *item)
{
    if (s.length < 6)
        return s.is_final ? s.length : 0;
    set_mouse(input, (unsigned)(s.bytes[3] - 32) & 0xFF, (unsigned)(s.bytes[4] - 32) & 0xFF,
              (unsigned)(s.bytes[5] - 32) & 0xFF, item);
    return 6;
}

/* s begins with ESC [. Returns the bytes taken, 0 when more are needed. */
static size_t take_control(const struct input *input, struct sequence s, struct input_item *item)
{
    struct control control = {0};
    if (s.length > 2 && s.bytes[2] == '[')
        return take_console_key(s, item);
    if (s.length > 2 && s.bytes[2] == 'M' && input->has_mouse)
        return take_old_mouse(input, s, item);
    const size_t end = parse_parameters(s, &control);
    if (end == s.length && end < SEQUENCE_LIMIT && !s.is_final)
        return 0;
    const bool is_complete = end < s.length && s.bytes[end] >= 0x20 && s.bytes[end] <= 0x7E;
    if (is_complete && end < SEQUENCE_LIMIT) {
        control.final = s.bytes[end];
        interpret(input, &control, item);
        return end + 1;
    }
    if (end == 2)
        set_key(item, '[', true);
    return end;
}

/* s begins with ESC O: the arrows of application mode and F1 .. F4. */
static size_t take_single_shift(struct sequence s, struct input_item *item)
{
    const uint32_t key =
        s.length > 2 ? find_key(letter_keys, ARRAY_LENGTH(letter_keys), s.bytes[2]) : 0;
    if (s.length < 3 && !s.is_final)
        return 0;
    if (s.length < 3 || s.bytes[2] < 0x40 || s.bytes[2] > 0x7E) {
        set_key(item, 'O', true);
        return 2;
    }
    if (key)
        set_key(item, key, false);
    return 3;
}

static size_t take_sequence(const struct input *input, struct sequence s, struct input_item *item)
{
    return s.bytes[1] == '[' ? take_control(input, s, item) : take_single_shift(s, item);
}

/* ESC ESC [ A is Alt and the arrow on rxvt; before anything but a key the first ESC is a key. */
static size_t take_double_escape(const struct input *input, struct sequence s,
                                 struct input_item *item)
{
    const struct sequence inner = {s.bytes + 1, s.length - 1, s.is_final};
    struct input_item inner_item = {.kind = INPUT_NONE};
    size_t taken = 0;
    if (s.length < 3 && !s.is_final)
        return 0;
    if (s.length > 2 && (s.bytes[2] == '[' || s.bytes[2] == 'O')) {
        taken = take_sequence(input, inner, &inner_item);
        if (taken == 0)
            return 0;
    }
    if (inner_item.kind == INPUT_EVENT && inner_item.event.kind == EVENT_KEY &&
        inner_item.event.key > KEY_CODE_FIRST) {
        set_key(item, inner_item.event.key, true);
        return taken + 1;
    }
    set_key(item, BYTE_ESC, false);
    return 1;
}

static size_t take_escape(const struct input *input, struct sequence s, struct input_item *item)
{
    if (s.length == 1) {
        if (!s.is_final)
            return 0;
        set_key(item, BYTE_ESC, false);
        return 1;
    }
    if (s.bytes[1] == BYTE_ESC)
        return take_double_escape(input, s, item);
    if (s.bytes[1] == '[' || s.bytes[1] == 'O')
        return take_sequence(input, s, item);
    const struct sequence rest = {s.bytes + 1, s.length - 1, s.is_final};
    const size_t taken = take_code_point(input, rest, true, item);
    return taken ? taken + 1 : 0;
}

/* ICRNL made ENTER a \n while the terminal was still the shell's. */
static void undo_line_discipline(struct input *input, size_t taken, struct input_item *item)
{
    const bool is_cooked = input->cooked_count > 0;
    input->cooked_count -= taken < input->cooked_count ? taken : input->cooked_count;
    if (is_cooked && item->kind == INPUT_EVENT && item->event.kind == EVENT_KEY &&
        item->event.key == '\n')
        item->event.key = KEY_ENTER;
}

void input_next(struct input *input, bool is_final, struct input_item *ret_item)
{
    *ret_item = (struct input_item){.kind = INPUT_NONE};
    while (input->start < input->end && ret_item->kind == INPUT_NONE) {
        const struct sequence s = {input->bytes + input->start, input->end - input->start,
                                   is_final};
        const size_t taken = s.bytes[0] == BYTE_ESC ? take_escape(input, s, ret_item)
                                                    : take_code_point(input, s, false, ret_item);
        if (taken == 0)
            return;
        input->start += taken;
        undo_line_discipline(input, taken, ret_item);
    }
}
