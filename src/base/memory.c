#include "base/memory.h"

#include <stdio.h>

static void (*exhausted_hook)(void);

void memory_set_exhausted_hook(void (*hook)(void))
{
    exhausted_hook = hook;
}

static void *or_die(void *memory, size_t size)
{
    if (memory || size == 0)
        return memory;
    if (exhausted_hook)
        exhausted_hook();
    fprintf(stderr, "zhai: out of memory (%zu bytes asked)\n", size);
    _Exit(3);
}

void *memory_new(size_t size)
{
    return or_die(calloc(1, size), size);
}

void *memory_resize(void *memory, size_t size)
{
    return or_die(realloc(memory, size), size);
}

void *memory_copy(const void *source, size_t size)
{
    void *copy = or_die(malloc(size), size);
    if (size)
        memcpy(copy, source, size);
    return copy;
}
