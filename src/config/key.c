#include "config/key.h"

#include "base/memory.h"
#include "screen/event.h"
#include "text/utf8.h"

/* The first name of a key is the one it is shown by. */
static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    {"SPACE", ' '},
    {"SPC", ' '},
    {"ENTER", 13},
    {"RETURN", 13},
    {"RET", 13},
    {"TAB", 9},
    {"ESC", 27},
    {"BACKSPACE", 127},
    {"BS", 127},
    {"UP", KEY_CODE_UP},
    {"DOWN", KEY_CODE_DOWN},
    {"LEFT", KEY_CODE_LEFT},
    {"RIGHT", KEY_CODE_RIGHT},
    {"HOME", KEY_CODE_HOME},
    {"END", KEY_CODE_END},
    {"PGUP", KEY_CODE_PAGE_UP},
    {"PAGEUP", KEY_CODE_PAGE_UP},
    {"PGDN", KEY_CODE_PAGE_DOWN},
    {"PAGEDOWN", KEY_CODE_PAGE_DOWN},
    {"INSERT", KEY_CODE_INSERT},
    {"DELETE", KEY_CODE_DELETE},
    {"DEL", KEY_CODE_DELETE},
    {"BACKTAB", KEY_CODE_BACK_TAB},
};

static bool parse_function_key(struct str name, uint32_t *ret_key)
{
    if (name.length < 2 || name.length > 3 || (name.bytes[0] != 'F' && name.bytes[0] != 'f'))
        return false;
    uint32_t number = 0;
    for (size_t i = 1; i < name.length; i++) {
        if (name.bytes[i] < '0' || name.bytes[i] > '9')
            return false;
        number = number * 10 + (uint32_t)(name.bytes[i] - '0');
    }
    if (number < 1 || number > 12)
        return false;
    *ret_key = KEY_CODE_F1 + number - 1;
    return true;
}

static bool parse_control(struct str name, uint32_t *ret_key)
{
    unsigned char letter;
    if (name.length == 2 && name.bytes[0] == '^')
        letter = (unsigned char)name.bytes[1];
    else if (name.length == 3 && str_equal_ascii_case(str_slice(name, 0, 2), STR("C-")))
        letter = (unsigned char)name.bytes[2];
    else
        return false;
    if (letter >= 'a' && letter <= 'z')
        letter = (unsigned char)(letter - 'a' + 'A');
    if (letter == '?')
        *ret_key = 127;
    else if (letter >= '@' && letter <= '_')
        *ret_key = letter & 0x1Fu;
    else
        return false;
    return true;
}

static bool parse_plain(struct str name, uint32_t *ret_key)
{
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (str_equal_ascii_case(name, str_from(names[i].name))) {
            *ret_key = names[i].key;
            return true;
        }
    if (parse_function_key(name, ret_key) || parse_control(name, ret_key))
        return true;
    uint32_t point;
    if (name.length == 0 || utf8_decode(name, 0, &point) != name.length || point <= ' ' ||
        point == 127 || (point == CODE_POINT_REPLACEMENT && name.length != 3))
        return false;
    *ret_key = point;
    return true;
}

bool key_parse(struct str name, struct key_press *ret_key)
{
    struct key_press key = {0};
    if (name.length > 2 && str_equal_ascii_case(str_slice(name, 0, 2), STR("M-"))) {
        key.has_alt = true;
        name = str_slice(name, 2, name.length);
    }
    if (!parse_plain(name, &key.key))
        return false;
    *ret_key = key;
    return true;
}

void key_append_name(struct key_press key, struct buffer *out)
{
    if (key.has_alt)
        buffer_append_c(out, "M-");
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (names[i].key == key.key) {
            buffer_append_c(out, names[i].name);
            return;
        }
    if (key.key >= KEY_CODE_F1 && key.key <= KEY_CODE_F12)
        buffer_append_format(out, "F%u", (unsigned)(key.key - KEY_CODE_F1 + 1));
    else if (key.key < ' ')
        buffer_append_format(out, "^%c", (char)(key.key | 0x40));
    else
        utf8_append(out, key.key);
}
