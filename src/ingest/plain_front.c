#include "ingest/plain_front.h"

#include "base/memory.h"
#include "text/utf8.h"

enum { SWEEP_COLUMNS = 34 };
#define SWEEP_EVIDENCE 0.75

/* The front of an article: lines of their own, or chunks between blanks that a dump glued to the
 * start of its one giant paragraph. */

struct str front_row(const struct front *front, size_t row)
{
    return line_text(front->text, &front->head->lines[row].line);
}

bool front_is_marked(const struct front *front, size_t row)
{
    for (size_t i = 0; i < front->marks->count; i++)
        if (front->marks->rows[i].start == front->head->lines[row].line.start)
            return true;
    return false;
}

void front_mark(struct front *front, size_t start, size_t end, unsigned level, unsigned marker)
{
    struct block block = {.kind = level ? BLOCK_HEADING : BLOCK_PARAGRAPH,
                          .level = (uint8_t)level,
                          .value = marker,
                          .flags = (uint16_t)(BLOCK_FRONT | (marker ? BLOCK_MARKER_IN_TEXT : 0))};
    marks_add(front->marks, (struct mark){(uint32_t)start, (uint32_t)end, block});
}

void front_mark_row(struct front *front, size_t row, unsigned level)
{
    const struct line *line = &front->head->lines[row].line;
    front_mark(front, line->start, line->end, level, 0);
}

/* "夜色沉下来的时候，船还没有回来。" */
static bool is_sentence(struct str s, const struct page_line *row)
{
    if (row->line.columns < 16 || row->reading.strength >= 0.5 ||
        !(str_ends(s, STR("。")) || str_ends(s, STR("。”")) || str_ends(s, STR("。」"))))
        return false;
    return row->line.indent_kind == INDENT_WIDE || str_find(s, STR("，"), 0) != SIZE_MAX ||
           str_find(s, STR("、"), 0) != SIZE_MAX;
}

static bool is_body(const struct front *front, size_t row)
{
    const struct page_line *line = &front->head->lines[row];
    if (line->is_prose || line->line.columns > TITLE_COLUMNS ||
        is_sentence(front_row(front, row), line))
        return true;
    return front->form->is_wrapped && line->line.columns * 10u > front->form->wrap_columns * 7u &&
           row + 1 < front->head->count && !front->head->lines[row + 1].is_apart;
}

static void collect_rows(struct front *front)
{
    front->body = front->file_row = SIZE_MAX;
    for (size_t i = 0; i < front->head->count && front->row_count < ROW_LIMIT; i++) {
        if (front->head->lines[i].aside)
            continue;
        if (front->row_count == 0 && front->file_row == SIZE_MAX &&
            header_file_stem(front_row(front, i), front->rules)) {
            front->file_row = i;
            continue;
        }
        struct header scratch = {0};
        bool is_meta = header_read_line(&scratch, front_row(front, i), front->rules);
        buffer_release(&scratch.names);
        if (!is_meta && i != front->head->headline && is_body(front, i)) {
            front->body = i;
            return;
        }
        front->rows[front->row_count++] = i;
    }
}

/* "Date: …" among other fields is a mail's head, not an article's. */
static bool is_field_among_fields(const struct front *front, size_t row)
{
    bool has_other = (row > 0 && line_is_field(front_row(front, row - 1))) ||
                     (row + 1 < front->head->count && line_is_field(front_row(front, row + 1)));
    return has_other && line_is_field(front_row(front, row));
}

static bool is_meta_row(struct front *front, size_t row)
{
    return !is_field_among_fields(front, row) &&
           header_read_line(&front->header, front_row(front, row), front->rules);
}

bool front_is_title(const struct front *front, size_t row)
{
    return front->head->lines[row].reading.strength < 0.55 &&
           header_is_title(front_row(front, row), front->rules);
}

/* The line ends its stanza: a blank line, or boilerplate, or another kind of line follows. */
static bool stands_alone(const struct front *front, size_t row)
{
    return row + 1 >= front->head->count || front->head->lines[row + 1].is_apart ||
           front->head->lines[row + 1].aside;
}

bool begins_with_dash(struct str s)
{
    return str_starts(s, STR("——")) || str_starts(s, STR("—")) || str_starts(s, STR("--")) ||
           str_starts(s, STR("─"));
}

void front_set_title(struct front *front, size_t row)
{
    front->title = front_row(front, row);
    front_mark_row(front, row, 1);
}

void front_set_subtitle(struct front *front, size_t row)
{
    front->subtitle = front_row(front, row);
    front_mark_row(front, row, 2);
}

/* "Alice Moor", "何雨": a name between headline and date. */
static bool read_bare_name(struct front *front, size_t row)
{
    struct str s = front_row(front, front->rows[row]);
    if (row == 0 || front->rows[row] + 1 != front->rows[row + 1] ||
        front->head->lines[front->rows[row]].reading.strength >= 0.4 ||
        !header_read_bare_name(&front->header, s, front->rules))
        return false;
    front_mark_row(front, front->rows[row], 0);
    return true;
}

/* Where a page puts other lines between headline and date (a name, a button), the longer line is
 * the headline. */
static bool is_longer_headline(const struct front *front, size_t row, size_t than)
{
    return front->head->lines[front->rows[row]].line.columns >
           front->head->lines[front->rows[than]].line.columns;
}

/* Title and subtitle above a byline, source or date line. */
static void read_above_meta(struct front *front, size_t meta)
{
    size_t title = SIZE_MAX;
    for (size_t i = meta; i-- > 0 && meta - i <= 5;) {
        if (!front_is_title(front, front->rows[i]))
            continue;
        if (title == SIZE_MAX || is_longer_headline(front, i, title))
            title = i;
        if (front->rows[i] + 1 == front->rows[meta])
            break;
    }
    if (title == SIZE_MAX)
        return;
    bool has_deck =
        title == 1 && front_is_title(front, front->rows[0]) &&
        (begins_with_dash(front_row(front, front->rows[1])) ||
         (front->rows[1] == front->rows[0] + 1 && front->rows[1] + 1 == front->rows[meta]));
    if (has_deck) {
        front_set_title(front, front->rows[0]);
        front_set_subtitle(front, front->rows[1]);
    } else {
        front_set_title(front, front->rows[title]);
    }
}

/* A first line that is shorter than what follows and apart from it. */
static bool opens_text(const struct front *front)
{
    size_t row = front->rows[0];
    const struct page_line *line = &front->head->lines[row];
    if (!front_is_title(front, row) || row + 1 >= front->head->count)
        return false;
    const struct page_line *next = &front->head->lines[row + 1];
    if (next->aside)
        return front->body != SIZE_MAX;
    if (rules_line_is(front->rules, WORD_CHAPTER, front_row(front, row)))
        return true;
    if (next->is_apart) {
        bool ignored;
        struct str s = front_row(front, row + 1);
        bool is_verse = row + 2 < front->head->count && !front->head->lines[row + 2].is_apart;
        bool is_text = front->body == row + 1 ||
                       (front->body != SIZE_MAX && front->row_count <= 3) || is_verse ||
                       next->line.columns >= 30;
        return is_text && line->line.columns <= TITLE_COLUMNS && !list_marker(s, &ignored) &&
               !line_is_field(s) && line_look(s, next->line.indent) != LOOK_CODE;
    }
    /* Without a blank line: only when plainly other than what follows. */
    return front->body == row + 1 && !front->form->is_wrapped &&
           line->line.columns * 5u < next->line.columns * 2u && (line->line.columns <= 60) &&
           line_ending(front_row(front, row)) == END_OPEN;
}

static void read_markdown_title(struct front *front)
{
    struct str s = front_row(front, 0);
    size_t level = 0;
    while (level < s.length && s.bytes[level] == '#')
        level++;
    if (level == 0 || level > 2 || level + 1 >= s.length || s.bytes[level] != ' ' ||
        front->head->lines[0].aside || !stands_alone(front, 0))
        return;
    const struct line *line = &front->head->lines[0].line;
    front->title = trim_blanks(str_slice(s, level, s.length));
    while (front->title.length && front->title.bytes[front->title.length - 1] == '#')
        front->title = trim_blanks(str_slice(front->title, 0, front->title.length - 1));
    front_mark(front, line->start, line->end, (unsigned)level, (unsigned)level + 1);
}

/* A site's name above its menus, where these stand above the title. */
static void sweep_above(struct front *front)
{
    struct page_line *lines = front->head->lines;
    size_t title = 0;
    double evidence = 0;
    while (title < front->head->count && front_row(front, title).bytes != front->title.bytes)
        title++;
    if (title == front->head->count)
        return;
    for (size_t i = 0; i < title; i++)
        evidence += lines[i].aside ? lines[i].reading.strength : 0;
    for (size_t i = 0; i < title && evidence >= SWEEP_EVIDENCE; i++)
        if (!lines[i].aside && !lines[i].is_prose && i != front->file_row &&
            lines[i].line.columns <= SWEEP_COLUMNS && !front_is_marked(front, i))
            lines[i].aside = ASIDE_NAVIGATION;
}

static bool is_underline(struct str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (s.bytes[i] != '=' && s.bytes[i] != '-')
            return false;
    return s.length >= 3;
}

static void read_rows(struct front *front)
{
    size_t meta = SIZE_MAX;
    for (size_t i = 0; i < front->row_count; i++) {
        if (!is_meta_row(front, front->rows[i]))
            continue;
        /* A date among items of a list, far from any prose and without a name, is no header. */
        if (front->body == SIZE_MAX && front->row_count == ROW_LIMIT && !front->header.names.length)
            break;
        meta = meta == SIZE_MAX ? i : meta;
        front_mark_row(front, front->rows[i], 0);
    }
    if (front->title.length || front->row_count == 0)
        return;
    if (front->head->headline != SIZE_MAX) {
        front_read_page(front);
        return;
    }
    if (meta != SIZE_MAX && meta > 1 && !front->header.names.length &&
        read_bare_name(front, meta - 1))
        meta--;
    if (meta != SIZE_MAX && meta > 0) {
        read_above_meta(front, meta);
    } else if (meta == SIZE_MAX && front->row_count >= 2 && front->rows[1] == front->rows[0] + 1 &&
               is_underline(front_row(front, front->rows[1])) &&
               front_is_title(front, front->rows[0])) {
        front_set_title(front, front->rows[0]);
    } else if (meta == SIZE_MAX && opens_text(front)) {
        front_set_title(front, front->rows[0]);
        if (front->row_count > 1 && begins_with_dash(front_row(front, front->rows[1])) &&
            stands_alone(front, front->rows[1]))
            front_set_subtitle(front, front->rows[1]);
    }
}

static void settle_file_name(struct front *front)
{
    if (front->file_row == SIZE_MAX)
        return;
    if (front->title.length) {
        front->head->lines[front->file_row].aside = ASIDE_FILE;
        front->head->lines[front->file_row].marker = 0;
        return;
    }
    struct str line = front_row(front, front->file_row);
    front->title = str_slice(line, 0, header_file_stem(line, front->rules));
    front_mark_row(front, front->file_row, 1);
}

/* "……（记者 张三）" where no other name was found. */
static void read_end(struct front *front, const struct page_part *tail)
{
    const struct page_part *part = tail->count ? tail : front->head;
    if (front->header.names.length || (!tail->count && front->head->byte_end < front->text.length))
        return;
    for (size_t i = part->count; i-- > 0;)
        if (!part->lines[i].aside) {
            header_read_end(&front->header, line_text(front->text, &part->lines[i].line),
                            front->rules);
            return;
        }
}

static void fill_metadata(struct front *front, struct builder *builder)
{
    if (front->head->headline != SIZE_MAX)
        front_read_page_end(front);
    struct metadata *metadata = builder_metadata(builder);
    metadata->title = builder_copy(builder, front->title);
    metadata->subtitle = builder_copy(builder, front->subtitle);
    metadata->byline = builder_copy(builder, buffer_str(&front->header.names));
    metadata->site = builder_copy(builder, front->header.site);
    metadata->published = builder_copy(builder, str_from(front->header.published));
}

void front_find(struct str text, const struct form *form, const struct rules *rules,
                struct page_part *head, const struct page_part *tail, struct marks *marks,
                struct builder *builder)
{
    struct front front = {.text = text, .form = form, .rules = rules, .head = head, .marks = marks};
    front.header.is_page = head->headline != SIZE_MAX;
    if (head->count) {
        collect_rows(&front);
        read_markdown_title(&front);
        read_rows(&front);
        if (front.body != SIZE_MAX && head->lines[front.body].line.columns >= GLUED_COLUMNS)
            front_read_glued(&front, front.body);
        else if (front.body != SIZE_MAX)
            header_read_dateline(&front.header, front_row(&front, front.body), rules);
        settle_file_name(&front);
        if (head->headline != SIZE_MAX)
            front_sweep_page(&front);
        else
            sweep_above(&front);
        read_end(&front, tail);
        fill_metadata(&front, builder);
    }
    buffer_release(&front.header.names);
}
