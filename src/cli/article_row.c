#include "cli/article_row.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/json.h"
#include "text/filter.h"

static void append_time_member(const char *key, int64_t ms, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer time = {0};
    clock_append_utc(ms, &time);
    json_append_member(key, ms ? buffer_str(&time) : STR_NONE, out);
}

static void append_json_tags(const struct article_record *record, struct buffer *out)
{
    json_append_key("tags", out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < record->tag_count; i++) {
        buffer_append_c(out, i ? "," : "");
        json_append_string(record->tags[i], out);
    }
    buffer_append_byte(out, ']');
}

void article_row_append_json(const struct article_record *record, struct buffer *out)
{
    buffer_append_byte(out, '{');
    json_append_number("id", record->id, out);
    json_append_member("uid", record->uid, out);
    json_append_member("title", record->title, out);
    json_append_member("byline", record->byline, out);
    json_append_member("site", record->site, out);
    json_append_member("url", record->url, out);
    json_append_member("language", record->language, out);
    json_append_member("published", record->published, out);
    append_time_member("added", record->added, out);
    json_append_number("characters", record->character_count, out);
    json_append_member("state", str_from(article_state_name(record->state)), out);
    json_append_boolean("starred", record->is_starred, out);
    append_json_tags(record, out);
    json_append_thousandths("progress", record->progress, out);
    json_append_member("source", record->path, out);
    json_append_number("minutes", (int64_t)record->minutes, out);
    json_append_boolean("incomplete", record->is_incomplete, out);
    json_append_number("versions", record->version_count, out);
    if (record->leader != record->id)
        json_append_number("variant_of", record->leader, out);
    append_time_member("read", record->opened, out);
    append_time_member("removed", record->deleted, out);
    buffer_append_c(out, "}\n");
}

enum { DAY_LENGTH = 10 };

void article_row_append_day(struct str iso, struct buffer *out)
{
    size_t start = str_starts(iso, STR("--")) ? 2 : 0;
    buffer_append(out, str_slice(iso, start, iso.length < DAY_LENGTH ? iso.length : DAY_LENGTH));
}

/* Of publication; when that is not known, of adding. */
static void append_date(const struct article_record *record, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer added = {0};
    clock_append_local(record->added, &added);
    article_row_append_day(record->published.length ? record->published : buffer_str(&added), out);
}

static void append_tags(const struct article_record *record, struct buffer *out)
{
    for (size_t i = 0; i < record->tag_count; i++) {
        buffer_append_c(out, i ? ", " : "");
        buffer_append(out, record->tags[i]);
    }
}

/* A field of a line: what would end it is a blank. */
static void append_field(struct str field, struct buffer *out)
{
    for (size_t i = 0; i < field.length; i++) {
        unsigned char byte = (unsigned char)field.bytes[i];
        buffer_append_byte(out, byte < 0x20 || byte == 0x7F ? ' ' : (char)byte);
    }
}

void article_row_append_tabs(const struct article_record *record, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer date = {0}, tags = {0};
    append_date(record, &date);
    append_tags(record, &tags);
    buffer_append_format(out, "%lld\t%s\t%s\t", (long long)record->id,
                         article_state_name(record->state), record->is_starred ? "*" : "");
    append_field(record->title, out);
    buffer_append_byte(out, '\t');
    append_field(record->site, out);
    buffer_append_byte(out, '\t');
    append_field(buffer_str(&date), out);
    buffer_append_format(out, "\t%lld\t", (long long)record->minutes);
    append_field(buffer_str(&tags), out);
    buffer_append_byte(out, '\n');
}

/* From which width on a column is shown, and how wide it is. */
enum {
    GAP = 2,
    DATE_FROM = 50,
    SITE_FROM = 64,
    SITE_COLUMNS = 14,
    MINUTES_FROM = 76,
    MINUTES_COLUMNS = 7,
    TAGS_FROM = 100,
    ID_MIN = 3,
};

struct article_columns article_columns_for(unsigned width, int64_t last_id,
                                           enum ambiguous_width ambiguous)
{
    struct article_columns columns = {.id = 1, .ambiguous = ambiguous};
    for (; last_id > 9; last_id /= 10)
        columns.id++;
    columns.id = columns.id < ID_MIN ? ID_MIN : columns.id;
    columns.date = width >= DATE_FROM ? DAY_LENGTH : 0;
    columns.site = width >= SITE_FROM ? SITE_COLUMNS + (width - SITE_FROM) / 10 : 0;
    columns.minutes = width >= MINUTES_FROM ? MINUTES_COLUMNS : 0;
    columns.tags = width >= TAGS_FROM ? width / 6 : 0;
    unsigned marks = 2 * (unsigned)ambiguous + 1;
    unsigned taken = columns.id + 1 + marks;
    const unsigned others[] = {columns.site, columns.date, columns.minutes, columns.tags};
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
        taken += others[i] ? others[i] + GAP : 0;
    columns.title = width > taken + 1 ? width - taken : 1;
    return columns;
}

/* The text in exactly columns cells, filled up with blanks or cut with an ellipsis. */
static void append_cell(struct str text, unsigned columns, enum ambiguous_width ambiguous,
                        struct buffer *out)
{
    CLEANUP_BUFFER struct buffer shown = {0};
    size_t taken;
    filter_append(&shown, text, false);
    size_t length = text_fit(buffer_str(&shown), columns, ambiguous, &taken);
    if (length < shown.length && columns > (unsigned)ambiguous) {
        length = text_fit(buffer_str(&shown), columns - (unsigned)ambiguous, ambiguous, &taken);
        shown.length = length;
        buffer_append_c(&shown, "…");
        taken += (unsigned)ambiguous;
        length = shown.length;
    }
    buffer_append(out, str_slice(buffer_str(&shown), 0, length));
    buffer_append_format(out, "%*s", (int)(columns - taken), "");
}

static void append_column(struct str text, unsigned columns, enum ambiguous_width ambiguous,
                          struct buffer *out)
{
    if (!columns)
        return;
    buffer_append_format(out, "%*s", GAP, "");
    append_cell(text, columns, ambiguous, out);
}

static const char *state_mark(const struct article_record *record)
{
    static const char *const marks[ARTICLE_STATE_COUNT] = {
        [ARTICLE_UNREAD] = "○",
        [ARTICLE_READING] = "◐",
        [ARTICLE_FINISHED] = "●",
    };
    return record->deleted ? "×" : marks[record->state];
}

void article_row_append(const struct article_record *record, const struct article_columns *columns,
                        struct buffer *out)
{
    CLEANUP_BUFFER struct buffer date = {0}, minutes = {0}, tags = {0};
    append_date(record, &date);
    append_tags(record, &tags);
    article_append_minutes(record, &minutes);
    buffer_append_format(out, "%*lld ", (int)columns->id, (long long)record->id);
    append_cell(str_from(state_mark(record)), (unsigned)columns->ambiguous, columns->ambiguous,
                out);
    append_cell(record->is_starred ? STR("★") : STR_NONE, (unsigned)columns->ambiguous,
                columns->ambiguous, out);
    buffer_append_byte(out, ' ');
    append_cell(record->title, columns->title, columns->ambiguous, out);
    append_column(record->site, columns->site, columns->ambiguous, out);
    append_column(buffer_str(&date), columns->date, columns->ambiguous, out);
    append_column(buffer_str(&minutes), columns->minutes, columns->ambiguous, out);
    append_column(buffer_str(&tags), columns->tags, columns->ambiguous, out);
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->length--;
    buffer_append_byte(out, '\n');
}
