/* Heap memory that never fails: out of memory ends the program (STYLE 6). */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CLEANUP(function) __attribute__((cleanup(function)))

void *memory_new(size_t size);                      /* zeroed; free() it */
void *memory_resize(void *memory, size_t size);     /* as realloc */
void *memory_copy(const void *source, size_t size); /* free() it */

/* Asks the system for large pages, for memory of megabytes that is about to be filled: its faults at
 * 4 KiB cost more than the work on what is read into it. */
void memory_expect_large(void *memory, size_t size);
/* Hands back what whole large pages of [memory, memory + size) hold; it reads as anything after. */
void memory_discard(void *memory, size_t size);

/* Called once before the program ends for want of memory: main restores the terminal here. */
void memory_set_exhausted_hook(void (*hook)(void));

static inline void free_pointer(void *pointer_address)
{
    free(*(void **)pointer_address);
}
#define CLEANUP_FREE CLEANUP(free_pointer)

/* Makes room for one more element in a (pointer, count, capacity) triple. */
#define ARRAY_RESERVE(array, count, capacity)                                                      \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            (capacity) = (capacity) ? (capacity) + (capacity) / 2 + 1 : 16;                        \
            (array) = memory_resize((array), (size_t)(capacity) * sizeof *(array));                \
        }                                                                                          \
    } while (0)

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof *(array))

#endif
