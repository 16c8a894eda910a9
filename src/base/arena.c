#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>

/* Chunks form a list with the one being filled in front, each twice as large as the one before; a
 * request of half a chunk or more, and every adopted pointer, gets a node of its own behind it. */
enum { CHUNK_SIZE_FIRST = 1024, CHUNK_SIZE_LAST = 32 * 1024 };

struct node {
    struct node *next;
    void *memory;
};

struct arena {
    struct node *nodes;
    char *chunk;
    size_t chunk_size, used;
};

struct arena *arena_new(void)
{
    return memory_new(sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct node *node = arena->nodes, *next; node; node = next) {
        next = node->next;
        free(node->memory);
        free(node);
    }
    free(arena);
}

void arena_adopt(struct arena *arena, void *heap_memory)
{
    struct node *node = memory_new(sizeof *node);
    node->memory = heap_memory;
    node->next = arena->nodes;
    arena->nodes = node;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (rounded >= CHUNK_SIZE_LAST / 2) {
        void *own = memory_new(rounded);
        arena_adopt(arena, own);
        return own;
    }
    if (!arena->chunk || arena->used + rounded > arena->chunk_size) {
        size_t grown = arena->chunk ? arena->chunk_size * 2 : CHUNK_SIZE_FIRST;
        while (grown < rounded)
            grown *= 2;
        arena->chunk_size = grown < CHUNK_SIZE_LAST ? grown : CHUNK_SIZE_LAST;
        arena->chunk = memory_new(arena->chunk_size);
        arena->used = 0;
        arena_adopt(arena, arena->chunk);
    }
    void *memory = arena->chunk + arena->used;
    arena->used += rounded;
    return memory;
}

struct str arena_copy(struct arena *arena, struct str s)
{
    char *copy = arena_take(arena, s.length + 1);
    if (s.length)
        memcpy(copy, s.bytes, s.length);
    return (struct str){copy, s.length};
}
