#include "cli/collecting.h"

#include "base/memory.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/version_row.h"
#include "document/json.h"
#include "library/article.h"
#include "library/index_state.h"
#include "text/filter.h"

/* A step is short enough for ^C to be felt at once; of a few inputs each is told on a line. */
enum { STEP_MS = 50, LAST_STEPS = 10, LINES_MAX = 10 };

struct collecting {
    const struct cli_context *context;
    struct library *library;
    bool is_json, is_refresh;
    struct progress progress;
    struct interrupt interrupt;
    struct collect *collect;
    struct buffer lines; /* of what was done, while it is a few */
    size_t line_count;
    struct buffer complaints; /* terminated sentences */
    size_t complaint_count;
};

static const char *outcome_name(enum collect_outcome outcome)
{
    static const char *const names[COLLECT_OUTCOME_COUNT] = {
        [COLLECT_ADDED] = "added",       [COLLECT_DUPLICATE] = "duplicate",
        [COLLECT_UPDATED] = "updated",   [COLLECT_KEPT] = "kept",
        [COLLECT_FAILED] = "failed",     [COLLECT_NO_ARTICLE] = "skipped",
        [COLLECT_PASSED_BY] = "skipped",
    };
    return names[outcome];
}

static void append_json(const struct collect_item *item, const struct article_record *record,
                        struct buffer *out)
{
    buffer_append_byte(out, '{');
    json_append_member("status", str_from(outcome_name(item->outcome)), out);
    if (item->result.article)
        json_append_number("id", item->result.article, out);
    else
        json_append_member("id", STR_NONE, out);
    json_append_member("uid", record->uid, out);
    json_append_member("path", str_from(item->path), out);
    json_append_member("title", record->title, out);
    json_append_member("error", item->reason ? str_from(item->reason) : STR_NONE, out);
    if (item->result.variant_of)
        json_append_number("variant_of", item->result.variant_of, out);
    if (item->result.concern)
        json_append_member("concern", str_from(concern_name((int)item->result.concern)), out);
    if (record->deleted)
        json_append_boolean("removed", true, out);
    buffer_append_c(out, "}\n");
}

static void append_line(const struct collect_item *item, const struct article_record *record,
                        bool is_refresh, struct buffer *out)
{
    static const char *const words[COLLECT_OUTCOME_COUNT] = {
        [COLLECT_ADDED] = N_("added"),
        [COLLECT_DUPLICATE] = N_("already there"),
        [COLLECT_UPDATED] = N_("new version"),
        [COLLECT_KEPT] = N_("kept aside"),
    };
    bool is_unchanged = is_refresh && item->outcome == COLLECT_DUPLICATE;
    buffer_append_format(out, "%s: %lld  ", is_unchanged ? _("unchanged") : _(words[item->outcome]),
                         (long long)item->result.article);
    filter_append(out, record->title, false);
    if (record->deleted)
        buffer_append_c(out, _("  (in the trash)"));
    if (item->result.variant_of)
        buffer_append_format(out, _("  (nearly the same as %lld)"),
                             (long long)item->result.variant_of);
    buffer_append_byte(out, '\n');
}

static void complain_later(struct collecting *collecting, const char *sentence)
{
    buffer_append(&collecting->complaints, (struct str){sentence, strlen(sentence) + 1});
    collecting->complaint_count++;
}

static void note_for_people(struct collecting *collecting, const struct collect_item *item,
                            const struct article_record *record)
{
    if (item->outcome == COLLECT_FAILED) {
        complain_later(collecting, item->reason);
    } else if (!item->reason && collecting->line_count++ < LINES_MAX) {
        append_line(item, record, collecting->is_refresh, &collecting->lines);
    }
    if (item->outcome == COLLECT_KEPT) {
        CLEANUP_BUFFER struct buffer sentence = {0};
        buffer_append_format(&sentence,
                             _("%s: %s; kept as a version of article %lld, which stays as it is"),
                             item->path, concern_sentence((int)item->result.concern),
                             (long long)item->result.article);
        complain_later(collecting, sentence.bytes);
    }
}

static void take_item(void *closure, const struct collect_item *item)
{
    struct collecting *collecting = closure;
    struct article_record record = {0};
    struct error ignored;
    CLEANUP_BUFFER struct buffer line = {0};
    bool is_looked_up = collecting->is_json || collecting->line_count < LINES_MAX;
    if (is_looked_up && item->result.article &&
        article_read(collecting->library, item->result.article, &record, &ignored))
        record = (struct article_record){0};
    if (collecting->is_json) {
        append_json(item, &record, &line);
        progress_clear(&collecting->progress);
        cli_print(collecting->context, buffer_str(&line));
    } else {
        note_for_people(collecting, item, &record);
    }
    article_record_release(&record);
}

static void append_count(const char *words, size_t count, struct buffer *out)
{
    if (count)
        buffer_append_format(out, "%s%s %zu", out->length ? " · " : "", words, count);
}

static void append_counts(const struct collect_progress *progress, bool is_refresh,
                          struct buffer *out)
{
    append_count(_("added"), progress->counts[COLLECT_ADDED], out);
    append_count(_("new versions"), progress->counts[COLLECT_UPDATED], out);
    append_count(_("kept aside"), progress->counts[COLLECT_KEPT], out);
    append_count(is_refresh ? _("unchanged") : _("already there"),
                 progress->counts[COLLECT_DUPLICATE], out);
    append_count(_("failed"), progress->counts[COLLECT_FAILED], out);
}

static void show_progress(struct collecting *collecting)
{
    const struct collect_progress progress = collect_progress(collecting->collect);
    CLEANUP_BUFFER struct buffer words = {0};
    append_counts(&progress, collecting->is_refresh, &words);
    int64_t rate = progress_rate(&collecting->progress, (int64_t)progress.done);
    if (rate > 0)
        buffer_append_format(&words, _(" · %lld/s"), (long long)rate);
    progress_tell(&collecting->progress, (int64_t)progress.done,
                  progress.is_counted ? (int64_t)progress.total : 0,
                  words.bytes ? words.bytes : "");
}

/* What was told is on its way to whoever reads it before more is done. */
static enum status step(struct collecting *collecting, bool *ret_is_done, struct error *error)
{
    enum status status = collect_step(collecting->collect, STEP_MS, ret_is_done, error);
    fflush(collecting->context->out);
    show_progress(collecting);
    return status;
}

static enum status run(struct collecting *collecting, struct error *error)
{
    bool is_done = false;
    struct error ignored;
    enum status status = STATUS_OK;
    while (!status && !is_done && !interrupt_has_come(&collecting->interrupt))
        status = step(collecting, &is_done, error);
    if (!status && is_done && index_settle(collecting->library, &ignored))
        return STATUS_OK; /* what was added is there all the same */
    if (status || is_done)
        return status;
    /* What workers are about to answer; a page that takes long is not waited for. */
    collect_stop(collecting->collect);
    for (int i = 0; i < LAST_STEPS && !status && !is_done; i++)
        status = step(collecting, &is_done, error);
    return status ? status
                  : error_set(
                        error, STATUS_CANCELLED,
                        _("stopped; what was done so far is stored, and the same command goes on"));
}

/* It was not asked for by its name: no failure. */
static void append_left_out(const struct collect_progress *progress, struct buffer *out)
{
    size_t file_count = progress->counts[COLLECT_NO_ARTICLE];
    size_t link_count = progress->counts[COLLECT_PASSED_BY];
    if (file_count)
        buffer_append_format(out,
                             ngettext("%zu other file is no article\n",
                                      "%zu other files are no articles\n", file_count),
                             file_count);
    if (link_count)
        buffer_append_format(out,
                             ngettext("%zu link or device was passed by; a link that is named is "
                                      "followed\n",
                                      "%zu links or devices were passed by; a link that is named "
                                      "is followed\n",
                                      link_count),
                             link_count);
}

static void report(struct collecting *collecting)
{
    const struct collect_progress progress = collect_progress(collecting->collect);
    CLEANUP_BUFFER struct buffer out = {0};
    if (collecting->is_json)
        return;
    if (collecting->line_count <= LINES_MAX)
        buffer_append(&out, buffer_str(&collecting->lines));
    if (progress.done > 1) {
        CLEANUP_BUFFER struct buffer counts = {0};
        append_counts(&progress, collecting->is_refresh, &counts);
        buffer_append_format(&out, "%s\n", counts.bytes);
    }
    append_left_out(&progress, &out);
    cli_print(collecting->context, buffer_str(&out));
    fflush(collecting->context->out);
    const char *sentence = collecting->complaints.bytes;
    for (size_t i = 0; i < collecting->complaint_count; i++, sentence += strlen(sentence) + 1)
        cli_complain(collecting->context, sentence);
}

/* An error ends a transaction; those before it are there. */
static void complain_of_the_rest(const struct collecting *collecting, size_t stored_count)
{
    CLEANUP_BUFFER struct buffer sentence = {0};
    buffer_append_format(&sentence,
                         ngettext("%zu of the inputs is in the library, the others are not; the "
                                  "same command goes on with them",
                                  "%zu of the inputs are in the library, the others are not; the "
                                  "same command goes on with them",
                                  stored_count),
                         stored_count);
    cli_complain(collecting->context, sentence.bytes);
}

static enum exit_code end(struct collecting *collecting, enum status status,
                          const struct error *error)
{
    const struct collect_progress progress = collect_progress(collecting->collect);
    progress_clear(&collecting->progress);
    report(collecting);
    if (status) {
        enum exit_code result = cli_fail(collecting->context, status, error);
        size_t stored_count = progress.done - progress.counts[COLLECT_FAILED];
        if (stored_count && status != STATUS_CANCELLED)
            complain_of_the_rest(collecting, stored_count);
        return result;
    }
    if (progress.done == 0)
        cli_complain(collecting->context, _("nothing there is an article"));
    return progress.done == 0 || progress.counts[COLLECT_FAILED] ? EXIT_SOME_FAILED : EXIT_DONE;
}

static bool reads_standard_input(const struct collect_options *options)
{
    for (size_t i = 0; i < options->path_count; i++)
        if (strcmp(options->paths[i], "-") == 0)
            return true;
    return false;
}

enum exit_code collecting_run(const struct cli_context *context, struct library *library,
                              struct collect_options *options, bool is_json)
{
    struct collecting collecting = {.context = context,
                                    .library = library,
                                    .is_json = is_json,
                                    .is_refresh = options->path_count == 0,
                                    .progress = progress_begin(context)};
    struct error error;
    options->observe = take_item;
    options->closure = &collecting;
    options->pool.rules_files = context->rules_files;
    options->pool.rules_file_count = context->rules_file_count;
    if (reads_standard_input(options))
        interrupt_leave(&collecting.interrupt);
    else
        interrupt_begin(&collecting.interrupt);
    enum exit_code result;
    enum status status = collect_new(library, options, &collecting.collect, &error);
    if (status)
        result = cli_fail(context, status, &error);
    else
        result = end(&collecting, run(&collecting, &error), &error);
    collect_free(collecting.collect);
    interrupt_end(&collecting.interrupt);
    buffer_release(&collecting.lines);
    buffer_release(&collecting.complaints);
    library_close(library);
    return cli_finish(context, result);
}
