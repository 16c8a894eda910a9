#include "ui/writing.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/session.h"

/* A key waits for no longer than one try. */
enum { TRY_MS = 30, RETRY_MS = 60, PATIENCE_MS = 10000, LAST_PATIENCE_MS = 5000 };

void writing_prepare(struct library *library)
{
    library_set_patience(library, TRY_MS);
}

static void drop_first(struct session *session)
{
    session->writings[0].release(session->writings[0].request);
    memmove(session->writings, session->writings + 1,
            --session->writing_count * sizeof *session->writings);
}

static void put_last(struct session *session, const struct writing *writing)
{
    ARRAY_RESERVE(session->writings, session->writing_count, session->writing_capacity);
    session->writings[session->writing_count] = *writing;
    session->writings[session->writing_count++].asked_ms = clock_monotonic_ms();
}

/* In turn, as far as a try goes; STATUS_BUSY when the first one goes on waiting. */
static enum status write_waiting(struct session *session, struct error *error)
{
    int64_t begun = clock_monotonic_ms();
    enum status status = STATUS_OK;
    while (session->writing_count && !status && clock_monotonic_ms() < begun + TRY_MS) {
        const struct writing first = session->writings[0];
        status = first.write(session, first.request, error);
        if (status != STATUS_BUSY)
            drop_first(session);
    }
    session->tried_ms = status == STATUS_BUSY ? clock_monotonic_ms() : 0;
    return status;
}

void writing_do(struct session *session, const struct writing *writing)
{
    struct error error = {""};
    bool is_first = session->writing_count == 0;
    put_last(session, writing);
    enum status status = is_first ? write_waiting(session, &error) : STATUS_BUSY;
    if (status == STATUS_BUSY && !writing->is_silent)
        session_say(session, _("another program writes to the library; waiting for it: %s"),
                    _(writing->name));
    else if (status && status != STATUS_BUSY)
        session_complain(session, error.message);
}

int writing_wait_ms(const struct session *session)
{
    int64_t left = session->tried_ms + RETRY_MS - clock_monotonic_ms();
    return session->writing_count == 0 ? -1 : left > 0 ? (int)left : 0;
}

/* Names of those asked for before a time, which are given up. */
static void give_up(struct session *session, int64_t before_ms, struct buffer *names)
{
    while (session->writing_count && session->writings[0].asked_ms < before_ms) {
        buffer_append_c(names, names->length ? _(", ") : "");
        buffer_append_c(names, _(session->writings[0].name));
        drop_first(session);
    }
}

static enum status fail(const struct session *session, const struct buffer *names,
                        struct error *error)
{
    return error_set(error, STATUS_BUSY,
                     _("%s: another program goes on writing to the library; not written: %s"),
                     library_path(session->library), names->bytes);
}

bool writing_work(struct session *session)
{
    struct error error = {""};
    CLEANUP_BUFFER struct buffer names = {0};
    if (writing_wait_ms(session) != 0)
        return false;
    size_t before = session->writing_count;
    enum status status = write_waiting(session, &error);
    if (status == STATUS_BUSY) {
        give_up(session, clock_monotonic_ms() - PATIENCE_MS, &names);
        status = names.length ? fail(session, &names, &error) : STATUS_OK;
    }
    if (status)
        session_complain(session, error.message);
    return session->writing_count != before;
}

/* A try takes its time: this does not spin. */
enum status writing_finish(struct session *session, struct error *error)
{
    CLEANUP_BUFFER struct buffer names = {0};
    int64_t deadline = clock_monotonic_ms() + LAST_PATIENCE_MS;
    enum status status = write_waiting(session, error);
    if (status == STATUS_BUSY && session->terminal) {
        session_say(session, "%s", _("waiting for another program that writes to the library …"));
        session_draw(session);
    }
    while (session->writing_count && clock_monotonic_ms() < deadline) {
        struct error next = {""};
        enum status next_status = write_waiting(session, &next);
        if (status == STATUS_OK || status == STATUS_BUSY) {
            status = next_status;
            *error = next;
        }
    }
    give_up(session, INT64_MAX, &names);
    if (names.length)
        status = fail(session, &names, error);
    free(session->writings);
    session->writings = NULL;
    session->writing_capacity = 0;
    return status;
}
