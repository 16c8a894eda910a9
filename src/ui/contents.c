/* The contents: the headings, with the one that is being read chosen. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/list.h"

enum { INDENT = 2 };

static unsigned lowest_level(const struct article *article)
{
    unsigned lowest = UINT8_MAX;
    for (size_t i = 0; i < article->heading_count; i++) {
        unsigned level = article->document->blocks[article->headings[i]].level;
        lowest = level < lowest ? level : lowest;
    }
    return lowest;
}

void contents_view(struct session *session)
{
    struct article *article = session->article;
    size_t count = article->heading_count;
    if (count == 0) {
        session_complain(session, _("this text has no headings"));
        return;
    }
    CLEANUP_FREE struct list_item *items = memory_new(count * sizeof *items);
    unsigned lowest = lowest_level(article);
    for (size_t i = 0; i < count; i++) {
        const struct block *block = &article->document->blocks[article->headings[i]];
        items[i].text = article_heading(article, i);
        items[i].indent = (block->level - lowest) * INDENT;
    }
    uint32_t start, end;
    article_visible(article, &start, &end);
    size_t section = article_section(article, start);
    CLEANUP_FREE char *title = str_to_c(article->title);
    size_t chosen = list_run(session, title, items, count, section == SIZE_MAX ? 0 : section);
    if (chosen == SIZE_MAX)
        return;
    article_remember(article, article->spot);
    article_show(article, article->document->blocks[article->headings[chosen]].start, 0);
    session_moved(session);
}
