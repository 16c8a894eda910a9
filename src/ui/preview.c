#include "ui/preview.h"

#include "base/memory.h"
#include "config/typography.h"
#include "library/article.h"
#include "ui/prologue.h"
#include "ui/session.h"

/* Restoring a longer text would be felt at each step through the list. */
enum { CHARACTERS_MAX = 2000000 };

void preview_release(struct preview *preview)
{
    layout_free(preview->layout);
    document_free(preview->document);
    *preview = (struct preview){0};
}

static bool is_short(struct library *library, int64_t article)
{
    struct article_record record = {0};
    struct error ignored;
    bool is_read = article_read(library, article, &record, &ignored) == STATUS_OK;
    bool is_short = is_read && record.character_count <= CHARACTERS_MAX;
    article_record_release(&record);
    return is_short;
}

static void load(struct preview *preview, struct session *session, int64_t article)
{
    struct error ignored;
    preview_release(preview);
    preview->id = article;
    if (article && is_short(session->library, article) &&
        article_document(session->library, article, 0, &preview->document, &ignored))
        preview->document = NULL;
}

static void arrange(struct preview *preview, struct session *session, unsigned columns)
{
    struct layout_options options = config_layout_options(session->config);
    struct prologue prologue;
    options.columns = columns;
    options.ambiguous = canvas_ambiguous(session->canvas);
    if (preview->layout) {
        layout_set_options(preview->layout, &options);
    } else {
        preview->layout = layout_new(preview->document, &options);
        layout_set_fold_label(preview->layout, prologue_fold_label, NULL);
    }
    prologue_make(preview->document, 0, &prologue);
    layout_set_prologue(preview->layout, prologue.lines, prologue.count);
    prologue_release(&prologue);
    preview->columns = columns;
}

void preview_paint(struct preview *preview, struct session *session, int64_t article, unsigned top,
                   unsigned rows, unsigned left, unsigned columns)
{
    struct row_cursor cursor;
    struct row row = {0};
    if (preview->id != article)
        load(preview, session, article);
    if (!preview->document)
        return;
    if (!preview->layout || preview->columns != columns)
        arrange(preview, session, columns);
    bool is_there = layout_first(preview->layout, &cursor);
    for (unsigned i = 0; is_there && i < rows; i++) {
        layout_row(preview->layout, cursor, &row);
        paint_layout_row(session, &row, top + i, left, columns);
        is_there = layout_next(preview->layout, &cursor);
    }
    row_release(&row);
}
