/* Memory made present by a thread of its own while another one fills it. A kernel that must clear
 * its pages, or get them back from a hypervisor first, takes up to two seconds for a gigabyte. */
#ifndef BASE_WARMING_H
#define BASE_WARMING_H

#include <stddef.h>

struct warming;

/* Goes from the end of [memory, memory + size) to its start, and so meets who writes from the
 * start. NULL when that is little, or cannot be had. */
struct warming *warming_begin(void *memory, size_t size);
/* To be called before the memory is resized or freed. NULL is fine. */
void warming_end(struct warming *warming);

#endif
