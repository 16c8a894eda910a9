#include "base/warming.h"

#include "base/memory.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>

enum { STEP_BYTES = 4 << 20, LEAST_BYTES = 64 << 20 };

struct warming {
    pthread_t thread;
    uintptr_t start, end; /* whole steps */
    atomic_bool is_ended;
};

static void *warm(void *context)
{
    struct warming *warming = context;
    for (uintptr_t at = warming->end; at > warming->start && !warming->is_ended; at -= STEP_BYTES)
        if (madvise((void *)(at - STEP_BYTES), STEP_BYTES, MADV_POPULATE_WRITE) < 0)
            break; /* Linux before 5.14, or memory is short: the writer will see */
    return NULL;
}

struct warming *warming_begin(void *memory, size_t size)
{
    const uintptr_t mask = ~(uintptr_t)(STEP_BYTES - 1);
    if (size < LEAST_BYTES)
        return NULL;
    struct warming *warming = memory_new(sizeof *warming);
    warming->start = ((uintptr_t)memory + STEP_BYTES - 1) & mask;
    warming->end = ((uintptr_t)memory + size) & mask;
    if (thread_start(&warming->thread, warm, warming))
        return warming;
    free(warming);
    return NULL;
}

void warming_end(struct warming *warming)
{
    if (warming == NULL)
        return;
    warming->is_ended = true;
    pthread_join(warming->thread, NULL);
    free(warming);
}
