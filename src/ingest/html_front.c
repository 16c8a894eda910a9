#include "ingest/html_front.h"

#include "base/memory.h"
#include "ingest/metadata_date.h"
#include "ingest/metadata_html.h"
#include "ingest/plain_header.h"
#include "ingest/rules.h"

enum {
    LINE_WEIGHT = 120, /* a line of front matter is no longer */
    PROSE_WEIGHT = 60, /* a paragraph is no shorter */
    FRONT_LINES = 24,  /* lines looked at before the prose */
    TITLE_BLOCKS = 4000,
    SECTION_BLOCKS = 2000, /* short ones at the end, among which a footer may begin */
};

struct front {
    struct builder *builder;
    const struct rules *rules;
    struct block *blocks;
    size_t count;
    size_t prose;   /* first paragraph of the body, or count */
    size_t title;   /* the block that repeats the title, or count */
    bool is_strict; /* only front matter; nothing becomes an aside */
};

static struct str text_of(const struct front *front, size_t block)
{
    return builder_block_text(front->builder, block);
}

static bool is_prose(const struct front *front, size_t block)
{
    const struct block *b = &front->blocks[block];
    if (b->kind == BLOCK_HEADING || b->kind == BLOCK_RULE)
        return false;
    if (b->kind == BLOCK_CODE || b->kind == BLOCK_TABLE_CELL)
        return true;
    if (b->end - b->start > 4096)
        return true;
    uint32_t marks, weight = html_text_weight(text_of(front, block), &marks);
    return (weight >= PROSE_WEIGHT && marks) || weight >= 2 * PROSE_WEIGHT;
}

static bool is_short(const struct front *front, size_t block)
{
    uint32_t marks;
    struct str text = text_of(front, block);
    return text.length <= 600 && html_text_weight(text, &marks) <= LINE_WEIGHT;
}

static void mark_front(struct front *front, size_t block)
{
    front->blocks[block].flags |= BLOCK_FRONT;
    front->blocks[block].aside = ASIDE_NONE;
}

/* "老码头.docx" for the title "老码头". */
static bool is_file_of(struct str text, struct str title, const struct rules *rules)
{
    size_t stem = text.length < 400 ? header_file_stem(text, rules) : 0;
    return stem && title_equal(str_slice(text, 0, stem), title);
}

/* The line equal to the title: a heading rather than another, the nearest to the text. */
static void find_title(struct front *front)
{
    struct str title = builder_metadata(front->builder)->title;
    size_t last = front->prose < front->count ? front->prose : front->count;
    if (!title.length)
        return;
    size_t best = front->count;
    for (size_t i = last > TITLE_BLOCKS ? last - TITLE_BLOCKS : 0; i < last; i++) {
        struct block *block = &front->blocks[i];
        bool is_candidate = block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH;
        if (!is_candidate || block->end - block->start > title.length * 3 + 32 ||
            !(title_equal(text_of(front, i), title) ||
              is_file_of(text_of(front, i), title, front->rules)))
            continue;
        bool is_better = best == front->count || block->kind == BLOCK_HEADING ||
                         front->blocks[best].kind != BLOCK_HEADING;
        if (block->aside == ASIDE_NONE)
            block->flags |= BLOCK_FRONT;
        if (is_better)
            best = i;
    }
    if (best < front->count)
        mark_front(front, best);
    front->title = best;
}

static bool has_any(struct str line, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find(line, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

static bool starts_any(struct str line, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(line, words[i]))
            return true;
    return false;
}

/* "By Ann Lee", "作者：王小明", "记者 王小明", "文/王小明": where the names begin, or SIZE_MAX. */
static size_t byline_start(struct str line)
{
    static const struct str labels[] = {
        {"作者：", 9}, {"作者:", 7}, {"作者 ", 7},     {"文/", 4},     {"文／", 6},
        {"文｜", 6},   {"撰文", 6},  {"本报记者", 12}, {"記者／", 9},  {"记者：", 9},
        {"記者", 6},   {"记者", 6},  {"著者：", 9},    {"Author: ", 8}};
    if (str_starts(line, STR("By ")) || str_starts(line, STR("BY ")) ||
        str_starts(line, STR("by ")))
        return 0;
    size_t by = str_find(line, STR(" by "), 0);
    if (by != SIZE_MAX && (str_starts(line, STR("Posted")) || str_starts(line, STR("Published")) ||
                           str_starts(line, STR("Written"))))
        return by + 1;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LENGTH(labels); i++) {
        size_t at = str_find(line, labels[i], 0);
        if (at < best)
            best = at;
    }
    return best;
}

/* A line of date, source, byline or counters under a title; takes metadata from it. */
static bool is_front_line(struct front *front, struct str line)
{
    static const struct str words[] = {{"来源", 6}, {"來源", 6},   {"出处", 6},   {"发布时间", 12},
                                       {"出典", 6}, {"編輯", 6},   {"编辑：", 9}, {"发表于", 9},
                                       {"発表", 6}, {"公開日", 9}, {"更新日", 9}, {"掲載", 6}};
    static const struct str starts[] = {{"Published", 9},
                                        {"Updated", 7},
                                        {"Posted", 6},
                                        {"Last updated", 12},
                                        {"Last modified", 13}};
    struct metadata *metadata = builder_metadata(front->builder);
    struct buffer date CLEANUP_BUFFER = {0};
    uint32_t marks, weight = html_text_weight(line, &marks);
    bool has_date = date_find(line, true, &date);
    size_t names = byline_start(line);
    bool is_finer = metadata->published.length && date.length > metadata->published.length &&
                    str_starts(buffer_str(&date), metadata->published);
    if (has_date && date.bytes[0] != '-' && (!metadata->published.length || is_finer))
        metadata->published = builder_copy(front->builder, buffer_str(&date));
    struct str name =
        names == SIZE_MAX ? STR_NONE : byline_clean(str_slice(line, names, line.length));
    if (name.length && !metadata->byline.length)
        metadata->byline = builder_copy(front->builder, name);
    bool is_name =
        metadata->byline.length && weight < 80 && str_find(line, metadata->byline, 0) != SIZE_MAX;
    return (has_date && weight < 100) || name.length || is_name ||
           (weight < 100 && (has_any(line, words, ARRAY_LENGTH(words)) ||
                             starts_any(line, starts, ARRAY_LENGTH(starts))));
}

static unsigned rule_of(const struct rules *rules, struct str line, double *ret_strength)
{
    *ret_strength = 0;
    if (line.length > 2000)
        return ASIDE_NONE;
    bool is_ordered;
    size_t marker = list_marker(line, &is_ordered);
    struct rule_reading reading = rules_read_row(rules, str_slice(line, marker, line.length));
    bool is_head = reading.head_strength > reading.strength;
    *ret_strength = is_head ? reading.head_strength : reading.strength;
    return is_head ? reading.head : reading.aside;
}

/* A site's terms in front of the text are no prose of it; a text about terms says so above. */
static bool is_notice(const struct front *front, size_t block)
{
    double strength;
    struct str title = builder_metadata(front->builder)->title;
    return !front->is_strict &&
           rule_of(front->rules, text_of(front, block), &strength) == ASIDE_NOTICE &&
           strength >= .75 && !(title.length && rules_word_in(front->rules, WORD_LEGAL, title));
}

static void trim_head(struct front *front)
{
    size_t start = front->title < front->prose ? front->title + 1 : 0;
    size_t end = front->prose;
    if (end > start + FRONT_LINES)
        start = front->title < front->prose ? start : end - FRONT_LINES;
    size_t seen = 0;
    bool is_near = front->title < front->prose;
    if (!is_near && front->prose == front->count)
        return; /* a page of links, with dates of other pages */
    for (size_t i = start; i < end && seen < FRONT_LINES; i++) {
        struct block *block = &front->blocks[i];
        if (!block->aside && is_notice(front, i))
            block->aside = ASIDE_NOTICE;
        if (block->flags & BLOCK_FRONT || !is_short(front, i))
            continue;
        seen++;
        struct str line = text_of(front, i);
        bool is_text = block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_LIST_ITEM ||
                       (block->kind == BLOCK_HEADING && block->level > 3);
        if (!is_text || (block->aside && !is_near))
            continue;
        double strength;
        bool is_line = is_front_line(front, line);
        unsigned aside = rule_of(front->rules, line, &strength);
        /* Between title and text: the page's line of date and source, whatever holds it. */
        if (is_line && is_near && block->aside == ASIDE_OTHER)
            mark_front(front, i);
        if (block->aside)
            continue;
        if (is_line && (is_near || !front->is_strict))
            mark_front(front, i);
        else if (aside && strength >= .5 && !front->is_strict)
            block->aside = (uint8_t)aside;
    }
}

/* Weight of a body block that reads like a paragraph; cells and headings are none. */
static uint32_t prose_weight(const struct front *front, size_t block)
{
    uint32_t marks;
    bool is_text = !front->blocks[block].aside && front->blocks[block].kind != BLOCK_TABLE_CELL &&
                   is_prose(front, block);
    return is_text ? html_text_weight(text_of(front, block), &marks) : 0;
}

static uint64_t prose_after(const struct front *front, size_t from)
{
    uint64_t sum = 0;
    for (size_t i = from; i < front->count; i++)
        sum += prose_weight(front, i);
    return sum;
}

/* The editor's name in brackets: the article is over. */
static bool ends_article(struct str line)
{
    static const struct str starts[] = {{"[责任编辑", 13},  {"（责任编辑", 15}, {"(责任编辑", 13},
                                        {"【责任编辑", 15}, {"责任编辑：", 15}, {"责任编辑:", 13},
                                        {"（编辑：", 12},   {"(编辑:", 8},      {"[编辑", 7},
                                        {"责编：", 9},      {"- THE END -", 11}};
    return line.length < 400 && starts_any(line, starts, ARRAY_LENGTH(starts));
}

/* "Related articles" with nothing but short lines behind it: all of that goes. */
static void trim_section(struct front *front)
{
    uint64_t total = prose_after(front, front->prose), rest = 0;
    size_t opener = front->count, short_count = 0;
    unsigned kind = ASIDE_NONE;
    for (size_t i = front->count; i-- > front->prose + 1 && short_count < SECTION_BLOCKS;) {
        if (front->blocks[i].aside)
            continue;
        struct str line = text_of(front, i);
        double strength;
        const bool is_label = is_short(front, i);
        unsigned aside = is_label ? rule_of(front->rules, line, &strength) : ASIDE_NONE;
        short_count += is_label;
        bool opens = (aside == ASIDE_RELATED || aside == ASIDE_COMMENTS) && strength >= .6;
        bool ends = ends_article(line) && rest * 3 < total;
        if (ends || (opens && rest * 8 <= total)) {
            opener = i;
            kind = ends ? ASIDE_NOTICE : aside;
        }
        rest += prose_weight(front, i);
        if (rest * 3 > total)
            break;
    }
    for (size_t i = opener; i < front->count; i++) {
        if (front->blocks[i].aside || front->blocks[i].kind == BLOCK_FOOTNOTE)
            continue;
        double strength;
        unsigned aside =
            is_short(front, i) ? rule_of(front->rules, text_of(front, i), &strength) : ASIDE_NONE;
        if (aside && strength >= .6)
            kind = aside;
        front->blocks[i].aside = (uint8_t)kind;
    }
}

/* What stands outside the article without a name that tells what it is. */
static void name_others(struct front *front)
{
    static const struct str legal[] = {
        {"版权所有", 12}, {"版權所有", 12}, {"Copyright", 9}, {"©", 2}, {"备案", 6}};
    for (size_t i = 0; i < front->count; i++) {
        struct block *block = &front->blocks[i];
        if (block->aside != ASIDE_OTHER || !is_short(front, i))
            continue;
        double strength;
        struct str line = text_of(front, i);
        unsigned aside = rule_of(front->rules, line, &strength);
        if (aside && strength >= .5)
            block->aside = (uint8_t)aside;
        else if (has_any(line, legal, ARRAY_LENGTH(legal)))
            block->aside = ASIDE_NOTICE;
    }
}

static bool is_credit(struct str line)
{
    static const struct str words[] = {
        {"责任编辑", 12}, {"責任編輯", 12}, {"责编", 6},      {"(编辑", 7},     {"（编辑", 9},
        {"编辑：", 9},    {"编辑:", 7},     {"本文来源", 12}, {"（来源", 9},    {"(来源", 7},
        {"【编辑", 9},    {"文章来源", 12}, {"來源：", 9},    {"来源：", 9},    {"查看原文", 12},
        {"阅读原文", 12}, {"上一篇", 9},    {"下一篇", 9},    {"[责任", 7},     {"【责任", 9},
        {"[编辑", 7},     {"分享到", 9},    {"打印本页", 12}, {"関連記事", 12}, {"声明：", 9},
        {"返回首页", 12}, {"相关专题", 12}, {"更多精彩", 12}, {"点击进入", 12}, {"扫描二维码", 15}};
    return has_any(line, words, ARRAY_LENGTH(words));
}

static void trim_tail(struct front *front)
{
    size_t unsure = 0;
    for (size_t i = front->count; i-- > front->prose + 1;) {
        struct block *block = &front->blocks[i];
        if (block->aside || block->kind == BLOCK_FOOTNOTE)
            continue;
        struct str line = text_of(front, i);
        double strength;
        unsigned aside = rule_of(front->rules, line, &strength);
        bool is_sure = (aside && strength >= .6) || (is_short(front, i) && is_credit(line));
        if (is_sure) {
            block->aside = (uint8_t)(aside ? aside : ASIDE_NOTICE);
            unsure = 0;
        } else if (is_prose(front, i) || block->kind == BLOCK_CODE ||
                   block->kind == BLOCK_TABLE_CELL || ++unsure > 3) {
            break;
        }
    }
}

void html_front(struct builder *builder, enum html_choice choice, const struct rules *rules)
{
    struct front front = {
        .builder = builder, .rules = rules, .is_strict = choice == HTML_CHOSE_ALL};
    front.blocks = builder_blocks(builder, &front.count);
    front.prose = front.title = front.count;
    for (size_t i = 0; i < front.count && front.prose == front.count; i++)
        if (!front.blocks[i].aside && is_prose(&front, i) && !is_notice(&front, i))
            front.prose = i;
    find_title(&front);
    trim_head(&front);
    name_others(&front);
    if (choice == HTML_CHOSE_PAGE || front.prose == front.count)
        return;
    trim_section(&front);
    trim_tail(&front);
}
