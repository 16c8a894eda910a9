#include "ingest/metadata_json.h"

#include "base/memory.h"
#include "text/utf8.h"

struct reader {
    struct str text;
    size_t at;
    struct arena *arena;
    struct json_node *nodes;
    size_t count, capacity;
    uint32_t open[JSON_DEPTH_LIMIT];
    unsigned depth;
};

static unsigned hex_value(struct str digits)
{
    unsigned value = 0;
    for (size_t i = 0; i < digits.length; i++) {
        unsigned char byte = (unsigned char)digits.bytes[i];
        unsigned digit = byte >= '0' && byte <= '9' ? byte - 48u : (byte | 0x20u) - 'a' + 10u;
        if (digit > 15)
            return CODE_POINT_REPLACEMENT;
        value = value * 16 + digit;
    }
    return value;
}

/* \uHHHH at the reader, surrogate pairs joined. */
static void append_unicode(struct reader *reader, struct buffer *out)
{
    struct str rest = str_slice(reader->text, reader->at, reader->text.length);
    if (rest.length < 4) {
        reader->at = reader->text.length;
        return;
    }
    unsigned code = hex_value(str_slice(rest, 0, 4));
    reader->at += 4;
    if (code >= 0xD800 && code < 0xDC00 && rest.length >= 10 && rest.bytes[4] == '\\' &&
        rest.bytes[5] == 'u') {
        unsigned low = hex_value(str_slice(rest, 6, 10));
        if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            reader->at += 6;
        }
    }
    utf8_append(out, code ? code : CODE_POINT_REPLACEMENT);
}

static struct str read_string(struct reader *reader)
{
    struct buffer out CLEANUP_BUFFER = {0};
    for (reader->at++; reader->at < reader->text.length;) {
        char byte = reader->text.bytes[reader->at++];
        if (byte == '"')
            break;
        if (byte != '\\') {
            buffer_append_byte(&out, byte);
            continue;
        }
        char escape = reader->at < reader->text.length ? reader->text.bytes[reader->at++] : '"';
        if (escape == 'u')
            append_unicode(reader, &out);
        else
            buffer_append_byte(&out,
                               escape == 'n' || escape == 't' || escape == 'r' ? ' ' : escape);
    }
    return arena_copy(reader->arena, buffer_str(&out));
}

static bool is_mark(char byte)
{
    return byte == '{' || byte == '}' || byte == '[' || byte == ']' || byte == ',' || byte == ':' ||
           byte == '"';
}

static void add_node(struct reader *reader, enum json_kind kind, struct str key, struct str text)
{
    ARRAY_RESERVE(reader->nodes, reader->count, reader->capacity);
    uint32_t index = (uint32_t)reader->count;
    reader->nodes[reader->count++] =
        (struct json_node){.key = key,
                           .text = text,
                           .end = index + 1,
                           .parent = reader->depth ? reader->open[reader->depth - 1] : 0,
                           .kind = (uint8_t)kind};
    if (kind == JSON_OBJECT || kind == JSON_ARRAY)
        reader->open[reader->depth++] = index;
}

static void close_one(struct reader *reader)
{
    reader->nodes[reader->open[--reader->depth]].end = (uint32_t)reader->count;
}

static void read_all(struct reader *reader)
{
    struct str key = STR_NONE;
    while (reader->at < reader->text.length && reader->count < JSON_NODE_LIMIT) {
        char byte = reader->text.bytes[reader->at];
        if (byte == '{' || byte == '[') {
            if (reader->depth == JSON_DEPTH_LIMIT)
                return;
            add_node(reader, byte == '{' ? JSON_OBJECT : JSON_ARRAY, key, STR_NONE);
            key = STR_NONE;
        } else if ((byte == '}' || byte == ']') && reader->depth) {
            close_one(reader);
        } else if (byte == '"') {
            struct str text = read_string(reader);
            while (reader->at < reader->text.length &&
                   (unsigned char)reader->text.bytes[reader->at] <= ' ')
                reader->at++;
            bool is_key = reader->at < reader->text.length && reader->text.bytes[reader->at] == ':';
            if (!is_key)
                add_node(reader, JSON_STRING, key, text);
            reader->at += is_key;
            key = is_key ? text : STR_NONE;
            continue;
        } else if (!is_mark(byte) && (unsigned char)byte > ' ' && reader->depth) {
            size_t start = reader->at;
            while (reader->at < reader->text.length && !is_mark(reader->text.bytes[reader->at]) &&
                   (unsigned char)reader->text.bytes[reader->at] > ' ')
                reader->at++;
            add_node(reader, JSON_OTHER, key, str_slice(reader->text, start, reader->at));
            key = STR_NONE;
            continue;
        } else if (byte == ',') {
            key = STR_NONE;
        }
        reader->at++;
    }
}

const struct json_node *json_read(struct str text, struct arena *arena, size_t *ret_count)
{
    struct reader reader = {.text = text, .arena = arena};
    read_all(&reader);
    while (reader.depth)
        close_one(&reader);
    if (reader.nodes)
        arena_adopt(arena, reader.nodes);
    *ret_count = reader.count;
    return reader.nodes;
}

size_t json_member(const struct json_node *nodes, size_t i, struct str key)
{
    if (nodes[i].kind != JSON_OBJECT)
        return 0;
    for (size_t child = i + 1; child < nodes[i].end; child = nodes[child].end)
        if (str_equal(nodes[child].key, key))
            return child;
    return 0;
}
