#include "screen/terminal_description.h"

#include "base/memory.h"

#include <string.h>

enum {
    MAGIC_32_BIT = 01036, /* term(5) */
    ABSENT = -1,
};

/* Sorted. Left out on purpose: all input keys (zhai decodes them itself), the alternate screen and
 * the cursor's shape (zhai sends them itself), relative motion, repetition, tabs, line drawing, and
 * whatever sets titles, palettes, printers or resets. */
static const char *const wanted_names[] = {
    "am",   "bce",  "bold", "civis", "clear", "cnorm", "colors", "cr",   "csr",  "cub1",  "cup",
    "dch",  "dch1", "dim",  "dl",    "dl1",   "ech",   "ed",     "el",   "el1",  "home",  "hpa",
    "ich",  "ich1", "il",   "il1",   "ind",   "indn",  "mir",    "msgr", "ncv",  "op",    "pairs",
    "rc",   "rev",  "rin",  "ritm",  "rmam",  "rmir",  "rmso",   "rmul", "sc",   "setab", "setaf",
    "sgr0", "sitm", "smam", "smir",  "smso",  "smul",  "ut",     "vpa",  "xenl",
};

void description_init(struct description *description)
{
    memset(description, 0, sizeof *description);
    for (size_t i = 0; i < DESCRIPTION_NUMBERS; i++)
        description->numbers[i] = ABSENT;
}

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, *(const char *const *)element);
}

bool description_wants(const char *capability_name)
{
    return bsearch(capability_name, wanted_names, ARRAY_LENGTH(wanted_names), sizeof *wanted_names,
                   compare_name) != NULL;
}

/* The end of a terminfo(5) parameter operation that starts at '%', or NULL when it prints a byte or
 * a string of the caller's. */
static const char *skip_operation(const char *p)
{
    p++;
    switch (*p) {
    case 'c':
    case 's':
    case '%':
    case '\0':
        return NULL;
    case '{':
        p = strchr(p, '}');
        return p ? p + 1 : NULL;
    case '\'':
        return p[1] && p[2] == '\'' ? p + 3 : NULL;
    case 'p':
    case 'P':
    case 'g':
        return p[1] ? p + 2 : NULL;
    default:
        return p + 1;
    }
}

/* ESC [ was read; p is behind it. Returns the end of the control sequence, or NULL. */
static const char *skip_control(const char *p)
{
    if (*p == '?')
        p++;
    while (*p) {
        if (*p == '%') {
            p = skip_operation(p);
            if (!p)
                return NULL;
        } else if ((*p >= '0' && *p <= '9') || *p == ';') {
            p++;
        } else {
            break;
        }
    }
    return *p && strchr("HGdJKmrhlLMP@XST", *p) ? p + 1 : NULL;
}

/* The end of the sequence at p (hostile-inputs R2), or NULL when it is not in the list. */
static const char *skip_sequence(const char *p)
{
    if (*p == '\r' || *p == '\n' || *p == '\b')
        return p + 1;
    if (*p == '%')
        return skip_operation(p);
    if (*p != '\033')
        return NULL;
    p++;
    if (*p == '[')
        return skip_control(p + 1);
    if (*p == '(')
        return p[1] == 'B' ? p + 2 : NULL;
    return *p && strchr("78=>", *p) ? p + 1 : NULL;
}

bool description_allows(const char *value)
{
    const char *p = value;
    while (p && *p)
        p = skip_sequence(p);
    return p != NULL;
}

void description_strip_padding(struct buffer *out, const char *value)
{
    while (*value) {
        const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;
        if (end)
            value = end + 1;
        else
            buffer_append_byte(out, *value++);
    }
}

static void append_number(struct buffer *out, int32_t number, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        buffer_append_byte(out, (char)((uint32_t)number >> (8 * i) & 0xFF));
}

static void align(struct buffer *out)
{
    if (out->length % 2)
        buffer_append_byte(out, '\0');
}

/* The extended section with the one boolean RGB (user_caps(5)): colour numbers are 0xRRGGBB. */
static void append_direct_color(struct buffer *out)
{
    static const int16_t header[] = {1, 0, 0, 1, sizeof "RGB"};
    align(out);
    for (size_t i = 0; i < ARRAY_LENGTH(header); i++)
        append_number(out, header[i], 2);
    buffer_append_byte(out, 1);
    buffer_append_byte(out, '\0');
    append_number(out, 0, 2);
    buffer_append(out, (struct str){"RGB", sizeof "RGB"});
}

void description_compile(const struct description *description, const char *terminal_name,
                         struct buffer *out)
{
    CLEANUP_BUFFER struct buffer offsets = {0};
    CLEANUP_BUFFER struct buffer table = {0};
    for (size_t i = 0; i < DESCRIPTION_STRINGS; i++) {
        const char *value = description->strings[i];
        append_number(&offsets, value ? (int32_t)table.length : ABSENT, 2);
        if (value)
            buffer_append(&table, (struct str){value, strlen(value) + 1});
    }
    /* With one name alone ncurses would take it for the description. */
    CLEANUP_BUFFER struct buffer names = {0};
    buffer_append_format(&names, "%s|as zhai uses it", terminal_name);
    append_number(out, MAGIC_32_BIT, 2);
    append_number(out, (int32_t)names.length + 1, 2);
    append_number(out, DESCRIPTION_BOOLEANS, 2);
    append_number(out, DESCRIPTION_NUMBERS, 2);
    append_number(out, DESCRIPTION_STRINGS, 2);
    append_number(out, (int32_t)table.length, 2);
    buffer_append(out, (struct str){names.bytes, names.length + 1});
    buffer_append(out, (struct str){description->booleans, DESCRIPTION_BOOLEANS});
    align(out);
    for (size_t i = 0; i < DESCRIPTION_NUMBERS; i++)
        append_number(out, description->numbers[i], 4);
    buffer_append(out, buffer_str(&offsets));
    buffer_append(out, buffer_str(&table));
    if (description->has_direct_color)
        append_direct_color(out);
}
