#include "ui/indexing.h"

#include "base/intl.h"
#include "library/index_state.h"
#include "ui/session.h"

enum { SLICE_MS = 20 };

/* What cannot be asked is taken for complete: what is found is right all the same. */
static void read_state(struct session *session)
{
    struct indexing *indexing = &session->indexing;
    struct index_state state;
    struct error ignored;
    bool is_known = index_state_read(session->library, &state, &ignored) == STATUS_OK;
    indexing->is_incomplete = is_known && !state.is_ready;
    indexing->percent =
        indexing->is_incomplete && state.total ? (unsigned)(state.done * 100 / state.total) : 0;
}

void indexing_look(struct session *session)
{
    read_state(session);
    session->indexing.is_going =
        session->indexing.is_incomplete && !library_is_read_only(session->library);
}

void indexing_begin(struct session *session)
{
    session->indexing.is_going = !library_is_read_only(session->library);
}

/* A failure ends it until it is begun again; another program that writes is waited for. */
bool indexing_work(struct session *session)
{
    struct indexing *indexing = &session->indexing;
    const struct indexing before = *indexing;
    struct error ignored;
    bool is_done = true;
    enum status status = index_build_some(session->library, SLICE_MS, &is_done, &ignored);
    if (status != STATUS_BUSY && (status || is_done))
        indexing->is_going = false;
    read_state(session);
    return indexing->is_incomplete != before.is_incomplete || indexing->percent != before.percent;
}

void indexing_append(const struct session *session, struct buffer *out)
{
    if (session->indexing.is_incomplete)
        buffer_append_format(out, _("index %u %%"), session->indexing.percent);
}
