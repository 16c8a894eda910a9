/* A tolerant JSON reader for the JSON-LD of pages: raw line ends in strings, trailing commas and
 * comments around the whole are let through; depth and size are bounded; nothing recurses. */
#ifndef INGEST_METADATA_JSON_H
#define INGEST_METADATA_JSON_H

#include "base/arena.h"

#include <stdint.h>

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_OTHER };

/* In document order; what is inside i are the nodes i + 1 .. end. */
struct json_node {
    struct str key;  /* in an object; empty otherwise */
    struct str text; /* decoded string, or the literal as it stands */
    uint32_t end, parent;
    uint8_t kind;
};

enum { JSON_DEPTH_LIMIT = 64, JSON_NODE_LIMIT = 100000 };

/* Reads as far as the text makes sense. Nodes and strings live in arena. */
const struct json_node *json_read(struct str text, struct arena *arena, size_t *ret_count);
/* Index of the member key of object i, or 0. */
size_t json_member(const struct json_node *nodes, size_t i, struct str key);

#endif
