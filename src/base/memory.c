#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

enum { PAGE_BYTES = 4096, LARGE_PAGE_BYTES = 2 << 20 };

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

/* Whole pages around it, so that a block of its own stays one mapping and can be resized in place.
 */
void memory_expect_large(void *memory, size_t size)
{
    if (size < 2 * (size_t)LARGE_PAGE_BYTES)
        return;
    const uintptr_t start = (uintptr_t)memory & ~(uintptr_t)(PAGE_BYTES - 1);
    const uintptr_t end =
        ((uintptr_t)memory + size + PAGE_BYTES - 1) & ~(uintptr_t)(PAGE_BYTES - 1);
    (void)madvise((void *)start, end - start, MADV_HUGEPAGE); /* a refusal only costs time */
}

void memory_discard(void *memory, size_t size)
{
    const uintptr_t mask = ~(uintptr_t)(LARGE_PAGE_BYTES - 1);
    const uintptr_t start = ((uintptr_t)memory + LARGE_PAGE_BYTES - 1) & mask;
    const uintptr_t end = ((uintptr_t)memory + size) & mask;
    if (start < end)
        (void)madvise((void *)start, end - start, MADV_DONTNEED);
}
