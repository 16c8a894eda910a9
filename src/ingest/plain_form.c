#include "ingest/plain_form.h"

#include "base/memory.h"

enum {
    END_SAMPLE = 64 * 1024,
    MIDDLE_SAMPLE = 16 * 1024,
    MIDDLE_COUNT = 3,
    WIDEST_WRAP = 140,
    WIDTH_COUNT = 256,
    INDENT_COUNT = 32
};

struct counts {
    size_t lines, full_lines, code, log, table, prose, cjk, blank, headings, fences, lists;
    size_t widths[WIDTH_COUNT], indents[INDENT_COUNT];
    size_t pairs;
    size_t sections; /* lines in capitals with an indented one right below */
    bool is_in_fence, is_in_comment;
    bool starts_as_code; /* the first line is a #! or opens a comment */
};

/* Calls visit for every line and the line behind it (blank at the end) of the sampled parts. */
static void sample_lines(struct str text, void *context,
                         void (*visit)(void *context, struct str text, const struct line *before,
                                       const struct line *line, const struct line *next))
{
    size_t starts[MIDDLE_COUNT + 2] = {0}, sizes[MIDDLE_COUNT + 2] = {text.length}, count = 1;
    if (text.length > 3 * END_SAMPLE) {
        sizes[0] = END_SAMPLE;
        for (size_t i = 1; i <= MIDDLE_COUNT; i++, count++) {
            starts[count] = text.length / (MIDDLE_COUNT + 1) * i;
            sizes[count] = MIDDLE_SAMPLE;
        }
        starts[count] = text.length - END_SAMPLE;
        sizes[count++] = END_SAMPLE;
    }
    for (size_t i = 0; i < count; i++) {
        struct str part = str_slice(text, starts[i], starts[i] + sizes[i]);
        struct line before = {0}, line, next;
        size_t at = 0;
        if (starts[i]) { /* begin behind a line end */
            size_t newline = str_find(part, STR("\n"), 0);
            at = newline == SIZE_MAX ? part.length : newline + 1;
        }
        if (at >= part.length)
            continue;
        line_read(part, at, &line);
        while (true) {
            bool is_last = line.raw_end + 1 >= part.length;
            if (is_last)
                next = (struct line){0};
            else
                line_read(part, line.raw_end + 1, &next);
            visit(context, part, &before, &line, &next);
            if (is_last)
                break;
            before = line;
            line = next;
        }
    }
}

static bool is_atx_heading(struct str s)
{
    size_t level = 0;
    while (level < s.length && s.bytes[level] == '#')
        level++;
    return level >= 1 && level <= 6 && level < s.length && s.bytes[level] == ' ';
}

static void count_markdown(struct counts *counts, struct str s, const struct line *before,
                           const struct line *next)
{
    bool is_apart = line_is_blank(before) && line_is_blank(next);
    if (is_atx_heading(s) && (is_apart || line_is_blank(before)))
        counts->headings++;
    if (s.length > 2 && (s.bytes[0] == '-' || s.bytes[0] == '*') && s.bytes[1] == ' ')
        counts->lists++;
}

static bool is_capitals(struct str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (s.bytes[i] >= 'a' && s.bytes[i] <= 'z')
            return false;
    return s.length >= 3;
}

static bool begins_alike(struct str text, const struct line *line, struct str s)
{
    struct str other = line_text(text, line);
    return other.length && other.bytes[0] == s.bytes[0];
}

/* Inside a comment of C's kind, or one of several lines that begin with # or a semicolon. */
static bool is_comment(struct counts *counts, struct str text, struct str s,
                       const struct line *before, const struct line *next)
{
    bool was_in_comment = counts->is_in_comment;
    if (str_starts(s, STR("/*")))
        counts->is_in_comment = true;
    if (counts->is_in_comment) {
        counts->is_in_comment = str_find(s, STR("*/"), 0) == SIZE_MAX;
        return true;
    }
    if (s.bytes[0] != '#' && s.bytes[0] != ';')
        return was_in_comment;
    return (before->end <= text.length && begins_alike(text, before, s)) ||
           begins_alike(text, next, s);
}

static void count_line(void *context, struct str text, const struct line *before,
                       const struct line *line, const struct line *next)
{
    struct counts *counts = context;
    struct str s = line_text(text, line);
    if (line_is_blank(line)) {
        counts->blank++;
        return;
    }
    counts->lines++;
    if (line_fence(s)) {
        counts->fences++;
        counts->is_in_fence = !counts->is_in_fence;
        return;
    }
    if (counts->is_in_fence)
        return;
    count_markdown(counts, s, before, next);
    if (counts->lines == 1)
        counts->starts_as_code = str_starts(s, STR("#!")) || str_starts(s, STR("/*")) ||
                                 str_starts(s, STR("<?php")) || str_starts(s, STR("#include")) ||
                                 str_starts(s, STR("\"\"\"")) || str_starts(s, STR("# -*-"));
    enum line_look look =
        is_comment(counts, text, s, before, next) ? LOOK_CODE : line_look(s, line->indent);
    counts->full_lines++;
    counts->sections += line->indent == 0 && next->indent >= 4 && line->columns <= 30 &&
                        !line_is_blank(next) && is_capitals(s);
    counts->code += look == LOOK_CODE;
    counts->log += look == LOOK_LOG;
    counts->table += look == LOOK_TABLE;
    counts->prose += look == LOOK_PROSE;
    counts->cjk += line_is_cjk(s);
    counts->indents[line->indent < INDENT_COUNT ? line->indent : INDENT_COUNT - 1]++;
    if (!line_is_blank(next) && look != LOOK_CODE && look != LOOK_TABLE) {
        size_t width = (size_t)line->indent + line->columns;
        counts->widths[width < WIDTH_COUNT ? width : WIDTH_COUNT - 1]++;
        counts->pairs++;
    }
}

static unsigned percentile(const size_t *widths, size_t total, unsigned percent)
{
    size_t seen = 0;
    for (unsigned i = 0; i < WIDTH_COUNT; i++) {
        seen += widths[i];
        if (seen * 100 >= total * percent)
            return i;
    }
    return WIDTH_COUNT - 1;
}

struct fill_context {
    struct fill fill;
    size_t columns;
    bool is_in_fence;
};

static void fill_line(void *context, struct str text, const struct line *before,
                      const struct line *line, const struct line *next)
{
    struct fill_context *fill = context;
    struct str s = line_text(text, line);
    (void)before;
    if (line_fence(s))
        fill->is_in_fence = !fill->is_in_fence;
    if (fill->is_in_fence || line_is_blank(line) || line_is_blank(next) ||
        next->indent > line->indent)
        return;
    if (line_is_field(s) || s.bytes[0] == '>' || s.bytes[0] == '|')
        return;
    enum line_look look = line_look(s, line->indent);
    if (look != LOOK_CODE && look != LOOK_TABLE)
        fill_add(&fill->fill, text, line, next, fill->columns);
}

/* Wrapped text: most lines are full, and do not begin or end as verse and paragraphs do. */
static bool is_wrapped(const struct fill *fill, unsigned columns)
{
    size_t pairs = fill->pair_count;
    if (pairs == 0 || columns < 30 || columns > WIDEST_WRAP)
        return false;
    bool is_cjk = fill->cjk_count * 2 > pairs;
    if (fill->terminal_count * 10 > pairs * 6)
        return false;
    if (!is_cjk && fill->upper_count * 10 > pairs * 7 && fill->lower_count * 10 < pairs * 2)
        return false;
    if (pairs < 3)
        return fill->full_count == pairs && columns >= 50 && columns <= 100 &&
               (is_cjk ? pairs == 2 && fill->terminal_count == 0 : fill->lower_count == pairs);
    return fill->full_count * 10 >= pairs * 6;
}

static bool has_ending(struct str name, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str ending = str_from(endings[i]);
        if (name.length > ending.length &&
            str_equal_ascii_case(str_slice(name, name.length - ending.length, name.length), ending))
            return true;
    }
    return false;
}

/* A formatted manual page: nearly all stands indented, at several depths, below short headings. */
static bool is_manual(const struct counts *counts)
{
    size_t deep = 0, depths = 0, total = 0;
    for (size_t i = 0; i < INDENT_COUNT; i++) {
        total += counts->indents[i];
        deep += i >= 3 ? counts->indents[i] : 0;
        depths += i >= 3 && i < 24 && counts->indents[i] * 25 >= counts->full_lines;
    }
    return counts->full_lines >= 12 && counts->sections >= 2 && deep * 10 >= total * 7 &&
           depths >= 2 && depths <= 6 && counts->indents[0] >= 2 &&
           counts->cjk * 4 < counts->full_lines && (counts->indents[7] || counts->indents[8]) &&
           counts->lists * 3 < counts->full_lines;
}

static bool is_code(const struct counts *counts, struct str name)
{
    static const char *const code[] = {
        ".c",   ".h",    ".cc",   ".cpp",  ".hpp", ".py",   ".js",    ".ts",  ".go",
        ".rs",  ".java", ".rb",   ".pl",   ".sh",  ".lua",  ".php",   ".cs",  ".swift",
        ".kt",  ".sql",  ".css",  ".yaml", ".yml", ".conf", ".cfg",   ".log", ".s",
        ".asm", ".el",   ".lisp", ".hs",   ".ml",  ".tex",  ".cmake", ".mk"};
    static const char *const data[] = {".json",  ".csv", ".tsv", ".diff",
                                       ".patch", ".xml", ".ini", ".toml"};
    static const char *const prose[] = {".md", ".markdown", ".rst", ".adoc", ".org"};
    size_t lines = counts->full_lines;
    size_t hits = counts->code + counts->log + counts->table;
    if (lines == 0 || has_ending(name, prose, ARRAY_LENGTH(prose)))
        return false;
    if (has_ending(name, data, ARRAY_LENGTH(data)))
        return true;
    if (has_ending(name, code, ARRAY_LENGTH(code)))
        return hits * 100 >= lines * 12 || counts->prose * 100 < lines * 30;
    if (lines < 3 || counts->fences)
        return false;
    if (is_manual(counts))
        return true;
    if (counts->log * 10 >= lines * 6 || counts->table * 10 >= lines * 7)
        return true;
    if (counts->starts_as_code && hits * 100 >= lines * 30)
        return true;
    return hits * 100 >= lines * 45 && counts->prose * 100 <= lines * 30;
}

static void measure_indent(const struct counts *counts, struct form *form)
{
    size_t most = 0;
    for (unsigned i = 0; i < INDENT_COUNT - 1; i++)
        if (counts->indents[i] > most) {
            most = counts->indents[i];
            form->base_indent = i;
        }
    if (most * 2 < counts->full_lines)
        form->base_indent = 0;
}

void form_measure(struct str text, struct str name, struct form *ret_form)
{
    static const char *const markdown[] = {".md", ".markdown"};
    struct counts counts = {0};
    struct fill_context fill = {0};
    struct form form = {0};
    sample_lines(text, &counts, count_line);
    form.is_code = is_code(&counts, name);
    form.is_cjk = counts.cjk * 2 > counts.full_lines;
    form.has_blank_lines = counts.blank > 0;
    form.is_markdown = !form.is_code && (has_ending(name, markdown, ARRAY_LENGTH(markdown)) ||
                                         counts.headings >= 2 || counts.fences >= 2 ||
                                         (counts.headings && counts.lists));
    measure_indent(&counts, &form);
    if (counts.pairs) {
        form.usual_columns = percentile(counts.widths, counts.pairs, 90);
        fill.columns = form.usual_columns;
        sample_lines(text, &fill, fill_line);
        form.is_wrapped = is_wrapped(&fill.fill, form.usual_columns);
    }
    form.wrap_columns = form.is_wrapped ? form.usual_columns : 0;
    *ret_form = form;
}
