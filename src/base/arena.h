/* Memory that is freed all at once: what a document is made of. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */
/* Zeroed, aligned for any type, valid until arena_free. */
void *arena_take(struct arena *arena, size_t size);
struct str arena_copy(struct arena *arena, struct str s);
/* Makes the arena own heap memory that it did not allocate (freed with free()). */
void arena_adopt(struct arena *arena, void *heap_memory);

#endif
