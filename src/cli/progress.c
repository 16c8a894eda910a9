#include "cli/progress.h"

#include "base/clock.h"
#include "text/filter.h"
#include "text/width.h"

#include <unistd.h>

enum { BAR_CELLS = 20, DRAW_MS = 100, REST_AFTER_MS = 1000 };

struct progress progress_begin(const struct cli_context *context)
{
    struct progress progress = {.err = context->err, .started_ms = clock_monotonic_ms()};
    progress.is_terminal = isatty(fileno(context->err));
    progress.width = cli_terminal_width(context->err);
    return progress;
}

static void append_rest(int64_t rest_ms, struct buffer *out)
{
    int64_t seconds = (rest_ms + 999) / 1000;
    CLEANUP_BUFFER struct buffer time = {0};
    if (seconds >= 3600)
        buffer_append_format(&time, "%lld:%02lld:%02lld", (long long)seconds / 3600,
                             (long long)seconds / 60 % 60, (long long)seconds % 60);
    else
        buffer_append_format(&time, "%lld:%02lld", (long long)seconds / 60,
                             (long long)seconds % 60);
    buffer_append_format(out, _("%s left"), time.bytes);
}

void progress_append(int64_t done, int64_t total, int64_t elapsed_ms, const char *words,
                     struct buffer *out)
{
    done = done < 0 ? 0 : done;
    if (total > 0) {
        done = done > total ? total : done;
        int filled = (int)((double)done / (double)total * BAR_CELLS);
        buffer_append_byte(out, '[');
        for (int i = 0; i < BAR_CELLS; i++)
            buffer_append_byte(out, i < filled ? '#' : '.');
        buffer_append_format(out, "] %3d%%", (int)((double)done / (double)total * 100));
    }
    if (*words)
        buffer_append_format(out, "%s%s", out->length ? "  " : "", words);
    if (total > 0 && done > 0 && done < total && elapsed_ms >= REST_AFTER_MS) {
        buffer_append_c(out, "  ");
        append_rest((int64_t)((double)elapsed_ms * (double)(total - done) / (double)done), out);
    }
}

void progress_tell(struct progress *progress, int64_t done, int64_t total, const char *words)
{
    int64_t now = clock_monotonic_ms();
    if (!progress->is_terminal || now < progress->drawn_ms + DRAW_MS)
        return;
    progress->drawn_ms = now;
    CLEANUP_BUFFER struct buffer line = {0}, shown = {0};
    size_t ignored;
    progress_append(done, total, now - progress->started_ms, words, &line);
    filter_append(&shown, buffer_str(&line), false);
    size_t length = text_fit(buffer_str(&shown), progress->width - 1, AMBIGUOUS_WIDE, &ignored);
    fprintf(progress->err, "\r%.*s\033[K", (int)length, shown.bytes);
    fflush(progress->err);
}

int64_t progress_rate(const struct progress *progress, int64_t done)
{
    int64_t elapsed = clock_monotonic_ms() - progress->started_ms;
    return elapsed < REST_AFTER_MS ? 0 : done * 1000 / elapsed;
}

void progress_clear(struct progress *progress)
{
    if (!progress->is_terminal || !progress->drawn_ms)
        return;
    progress->drawn_ms = 0;
    fputs("\r\033[K", progress->err);
    fflush(progress->err);
}
