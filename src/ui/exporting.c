#include "ui/exporting.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/writer.h"
#include "library/article.h"
#include "text/file_name.h"
#include "ui/prompt.h"
#include "ui/session.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

struct export_form {
    const char *ending;
    void (*write)(const struct document *document, struct buffer *out);
};

/* In the order of the keys that choose them. */
static const char form_keys[] = "mhtj";
static const struct export_form forms[] = {
    {"md", write_markdown},
    {"html", write_html},
    {"txt", write_plain},
    {"json", write_json},
};

static void complete(struct session *session, void *closure, struct str text, size_t caret,
                     struct completions *out)
{
    (void)session;
    (void)closure;
    complete_path(str_slice(text, 0, caret), out);
}

/* False when it was given up, or there can be no such folder. */
static bool ask_folder(struct session *session, struct buffer *folder)
{
    CLEANUP_BUFFER struct buffer typed = {0};
    const struct prompt_request request = {
        .label = _(" export to: "),
        .hint = _("a folder, made when it is missing   TAB completes   ESC gives up"),
        .complete = complete};
    struct stat info;
    if (!prompt_run(session, &request, &typed))
        return false;
    path_expand(str_trim_ascii(buffer_str(&typed)), folder);
    if (folder->length == 0)
        return false;
    buffer_append_c(folder, "");
    if (mkdir(folder->bytes, 0700) == 0)
        return true;
    int number = errno;
    if (number == EEXIST && stat(folder->bytes, &info) == 0 && S_ISDIR(info.st_mode))
        return true;
    CLEANUP_BUFFER struct buffer words = {0};
    buffer_append_format(&words, "%s: %s", folder->bytes,
                         strerror(number == EEXIST ? ENOTDIR : number));
    session_complain(session, words.bytes);
    return false;
}

static enum status export_article(struct library *library, int64_t id, const char *folder,
                                  const struct export_form *form, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0}, name = {0};
    struct document *document;
    enum status status = article_document(library, id, 0, &document, error);
    if (status)
        return status;
    form->write(document, &content);
    file_name_append(&name, document->metadata.title);
    if (name.length == 0)
        buffer_append_format(&name, "%" PRId64, id);
    document_free(document);
    return file_write_new(folder, buffer_str(&name), form->ending, buffer_str(&content), error);
}

static void export_all(struct session *session, struct library *library, struct id_list articles,
                       const char *folder, const struct export_form *form)
{
    struct error error;
    const int64_t begun_ms = clock_monotonic_ms();
    size_t done = 0;
    while (done < articles.count && !session_should_stop(session, begun_ms)) {
        if (export_article(library, articles.ids[done], folder, form, &error)) {
            session_complain(session, error.message);
            return;
        }
        done++;
    }
    if (done < articles.count)
        session_say(session, _("stopped: %zu of %zu articles are in %s"), done, articles.count,
                    folder);
    else
        session_say(session, ngettext("%zu article is in %s", "%zu articles are in %s", done), done,
                    folder);
}

void export_articles(struct session *session, struct library *library, struct id_list articles)
{
    CLEANUP_BUFFER struct buffer folder = {0};
    if (!ask_folder(session, &folder))
        return;
    size_t form = prompt_choose(
        session, _("as Markdown (m), HTML (h), plain text (t) or JSON (j)?"), form_keys);
    if (form < ARRAY_LENGTH(forms))
        export_all(session, library, articles, folder.bytes, &forms[form]);
}
