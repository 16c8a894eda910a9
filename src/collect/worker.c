#include "collect/worker.h"

#include "base/intl.h"
#include "base/memory.h"
#include "collect/page.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INPUT = 0, OUTPUT = 1 };

static void end_exhausted(void)
{
    _exit(WORKER_EXHAUSTED);
}

static int compare_bytes(const void *left, const void *right)
{
    return *(const char *)left - *(const char *)right;
}

/* The C library opens message catalogues at the first message, and asks for the size of memory at
 * the first long sort. */
static void use_what_loads_late(void)
{
    CLEANUP_FREE char *bytes = memory_new(4096);
    qsort(bytes, 4096, 1, compare_bytes);
    (void)_("%s: is empty");
}

static bool is_socket(int descriptor)
{
    struct stat info;
    return fstat(descriptor, &info) == 0 && S_ISSOCK(info.st_mode);
}

/* Whether it was written. */
static bool answer(struct frame *request, ZSTD_CCtx *context, const struct rules *rules)
{
    struct ingest_options options;
    struct buffer content = {0};
    CLEANUP_BUFFER struct buffer header = {0};
    struct page page;
    if (!page_asked(request, &options, &content))
        return false;
    options.rules = rules;
    page_make(&options, context, &content, &page);
    struct frame_writer writer = page_answer(&page, &header);
    const bool is_written = frame_write(&writer, OUTPUT) == FRAME_DONE;
    page_release(&page);
    return is_written;
}

static bool set_up(struct frame_reader *reader, struct rules **ret_rules)
{
    if (frame_read(reader, INPUT, SIZE_MAX) != FRAME_DONE)
        return false;
    struct frame setup = frame_reader_take(reader);
    bool is_understood = page_is_set_up(&setup, ret_rules);
    frame_release(&setup);
    return is_understood;
}

void worker_run(void)
{
    struct sandbox_report report;
    CLEANUP_BUFFER struct buffer header = {0};
    if (!is_socket(INPUT))
        return;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    memory_set_exhausted_hook(end_exhausted);
    use_what_loads_late();
    (void)nice(5); /* the writing process is what the others wait for */
    sandbox_enter(&report);
    struct frame_writer writer = page_greet(&report, &header);
    bool is_heard = frame_write(&writer, OUTPUT) == FRAME_DONE;
    struct frame_reader reader = {0};
    struct rules *rules = NULL;
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (is_heard)
        is_heard = set_up(&reader, &rules);
    while (is_heard && frame_read(&reader, INPUT, SIZE_MAX) == FRAME_DONE) {
        struct frame request = frame_reader_take(&reader);
        is_heard = answer(&request, context, rules);
        frame_release(&request);
    }
    _exit(0); /* what runs at exit may make calls that are forbidden now */
}
