/* How often a passage is found again, and how often on the wrong text, in the three situations of
 * an article that was saved again: proof-read, extracted in another way, and with the passage and
 * what surrounds it gone. The articles are made up of words by chance, the edits too. */
#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"
#include "find/anchor.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* Code points, each with the one of the old text that it is, or NEW. */
struct manuscript {
    uint32_t *points;
    int64_t *origins;
    size_t count, capacity;
};
enum { NEW = -1 };

static uint64_t random_state = 88172645463325252u;

static size_t random_below(size_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)((random_state >> 16) % limit);
}

static const char *const words[] = {
    "的",         "了",     "在",   "是",   "和",    "也",   "不",   "把",   "对",   "就",   "我们",
    "他们",       "可以",   "一个", "这样", "因为",  "所以", "但是", "如果", "已经", "没有", "时候",
    "工人",       "机器",   "质量", "车间", "图纸",  "零件", "师傅", "学徒", "账本", "河边", "旧桥",
    "石匠",       "雨水",   "山路", "灯光", "书房",  "报纸", "铅笔", "批注", "抽屉", "木箱", "钟表",
    "齿轮",       "发条",   "玻璃", "窗台", "茶杯",  "邻居", "孩子", "学校", "黑板", "粉笔", "操场",
    "春天",       "夏夜",   "秋风", "冬雪", "清晨",  "黄昏", "半夜", "正午", "去年", "明天", "昨日",
    "修理",       "检查",   "记录", "比较", "计算",  "打开", "关上", "拆下", "装好", "擦亮", "搬走",
    "写信",       "寄出",   "收到", "读完", "忘记",  "想起", "说明", "证明", "怀疑", "相信", "决定",
    "Linux",      "API",    "2024", "3.5",  "macOS", "缓慢", "仔细", "安静", "明亮", "陈旧", "结实",
    "一张又一张", "北方的", "南边", "木头", "铁皮",  "油漆", "绳子", "梯子", "屋顶", "院墙", "程序",
    "接口",       "参数",   "函数", "变量", "缓存",  "线程", "日志", "版本", "测试", "文档",
};

static void add_point(struct manuscript *manuscript, uint32_t point, int64_t origin)
{
    if (manuscript->count == manuscript->capacity) {
        manuscript->capacity = manuscript->capacity * 2 + 1024;
        manuscript->points =
            memory_resize(manuscript->points, manuscript->capacity * sizeof(uint32_t));
        manuscript->origins =
            memory_resize(manuscript->origins, manuscript->capacity * sizeof(int64_t));
    }
    manuscript->points[manuscript->count] = point;
    manuscript->origins[manuscript->count++] = origin;
}

static void add_text(struct manuscript *manuscript, const char *text)
{
    const struct str all = str_from(text);
    for (size_t at = 0; at < all.length;) {
        uint32_t point;
        at += utf8_decode(all, at, &point);
        add_point(manuscript, point, NEW);
    }
}

static void manuscript_release(struct manuscript *manuscript)
{
    free(manuscript->points);
    free(manuscript->origins);
}

/* Common words are common: the first of two draws. */
static const char *random_word(void)
{
    const size_t a = random_below(ARRAY_LENGTH(words)), b = random_below(ARRAY_LENGTH(words));
    return words[a < b ? a : b];
}

static void add_clause(struct manuscript *manuscript)
{
    for (size_t i = 2 + random_below(5); i > 0; i--)
        add_text(manuscript, random_word());
}

static void add_paragraph(struct manuscript *manuscript)
{
    for (size_t sentence = 1 + random_below(5); sentence > 0; sentence--) {
        const bool is_quoted = random_below(6) == 0;
        add_text(manuscript, is_quoted ? "他说：“" : "");
        add_clause(manuscript);
        for (size_t clause = random_below(4); clause > 0; clause--) {
            add_text(manuscript, "，");
            add_clause(manuscript);
        }
        add_text(manuscript, is_quoted ? "。”" : "。");
    }
    add_text(manuscript, "\n");
}

static void make_article(struct manuscript *article)
{
    for (size_t paragraph = 12 + random_below(20); paragraph > 0; paragraph--)
        add_paragraph(article);
    for (size_t i = 0; i < article->count; i++)
        article->origins[i] = (int64_t)i;
}

/* A tenth of the paragraphs is touched: characters and words replaced, left out or put in, clauses
 * written anew. */
static void proof_read(const struct manuscript *old, struct manuscript *ret_new)
{
    bool is_touched = random_below(10) == 0;
    if (random_below(3) == 0)
        add_paragraph(ret_new);
    for (size_t i = 0; i < old->count; i++) {
        if (is_touched && random_below(14) == 0)
            switch (random_below(5)) {
            case 0:
                add_text(ret_new, random_word());
                continue;
            case 1:
                i += random_below(3);
                continue;
            case 2:
                add_text(ret_new, random_word());
                break;
            case 3:
                for (size_t stop = i + 10;
                     i + 1 < stop && i + 1 < old->count && old->points[i] != '\n';)
                    i++;
                add_clause(ret_new);
                break;
            default:
                break;
            }
        if (i >= old->count)
            break;
        add_point(ret_new, old->points[i], old->origins[i]);
        if (old->points[i] == '\n')
            is_touched = random_below(10) == 0;
    }
}

static bool is_latin(uint32_t point)
{
    return point < 0x80 && point > ' ';
}

/* 300 characters of something else in front, blanks between Han and Latin, ASCII punctuation, other
 * line ends. */
static void extract_again(const struct manuscript *old, struct manuscript *ret_new)
{
    while (ret_new->count < 300)
        add_clause(ret_new);
    for (size_t i = 0; i < old->count; i++) {
        const uint32_t point = old->points[i];
        const bool is_joint = i > 0 && is_latin(point) != is_latin(old->points[i - 1]);
        if (is_joint && point != '\n' && old->points[i - 1] != '\n')
            add_point(ret_new, ' ', NEW);
        if (point == '\n' && i % 2)
            add_point(ret_new, '\n', NEW);
        const uint32_t shown = point == 0xFF0C                      ? ','
                               : point == 0x201C || point == 0x201D ? '"'
                                                                    : point;
        add_point(ret_new, shown, old->origins[i]);
    }
}

static size_t paragraph_start(const struct manuscript *manuscript, size_t at, int paragraphs)
{
    for (; at > 0; at--)
        if (manuscript->points[at - 1] == '\n' && paragraphs-- == 0)
            break;
    return at;
}

static size_t paragraph_end(const struct manuscript *manuscript, size_t at, int paragraphs)
{
    for (; at < manuscript->count; at++)
        if (manuscript->points[at] == '\n' && paragraphs-- == 0)
            return at + 1;
    return at;
}

/* The passage is gone with its paragraph and both neighbours. */
static void remove_around(const struct manuscript *old, size_t start, size_t end,
                          struct manuscript *ret_new)
{
    const size_t first = paragraph_start(old, start, 1), last = paragraph_end(old, end, 1);
    for (size_t i = 0; i < old->count; i++)
        if (i < first || i >= last)
            add_point(ret_new, old->points[i], old->origins[i]);
}

static struct str encode(const struct manuscript *manuscript, struct buffer *out)
{
    buffer_reserve(out, manuscript->count * 4 + 1);
    for (size_t i = 0; i < manuscript->count; i++)
        utf8_append(out, manuscript->points[i]);
    return buffer_str(out);
}

/* Half of what is left of the quote is in what was found, and not much else. */
static bool is_right(const struct manuscript *new_one, struct str new_text,
                     const struct anchor_found *found, size_t start, size_t end, size_t *ret_left)
{
    size_t left = 0, hit = 0, taken = 0, byte = 0;
    for (size_t i = 0; i < new_one->count; i++) {
        const bool is_quote =
            new_one->origins[i] >= (int64_t)start && new_one->origins[i] < (int64_t)end;
        const bool is_found = byte >= found->start && byte < found->end;
        uint32_t point;
        byte += utf8_decode(new_text, byte, &point);
        left += is_quote;
        taken += is_found;
        hit += is_quote && is_found;
    }
    *ret_left = left;
    return found->fit != ANCHOR_ORPHAN && hit * 2 >= left && taken <= 3 * (end - start) + 8;
}

enum situation { PROOF_READ, EXTRACTED_AGAIN, REMOVED, SITUATION_COUNT };
static const size_t quote_lengths[] = {4, 8, 16, 32, 64};
enum { LENGTHS = ARRAY_LENGTH(quote_lengths), ARTICLES = 40, QUOTES = 10 };

struct tally {
    size_t anchors, right, placed, sure_and_wrong;
};

static void try_quote(const struct manuscript *old, struct str old_text, enum situation situation,
                      bool has_old, size_t length, struct tally *tally)
{
    const size_t start = random_below(old->count - length), end = start + length;
    struct manuscript new_one = {0};
    CLEANUP_BUFFER struct buffer bytes = {0};
    if (situation == PROOF_READ)
        proof_read(old, &new_one);
    else if (situation == EXTRACTED_AGAIN)
        extract_again(old, &new_one);
    else
        remove_around(old, start, end, &new_one);
    const struct str new_text = encode(&new_one, &bytes);
    const struct anchor anchor =
        anchor_make(old_text, utf8_offset(old_text, start), utf8_offset(old_text, end));
    struct anchor_text *text = anchor_text_new(has_old ? old_text : STR_NONE, new_text);
    const struct anchor_found found = anchor_find(text, &anchor);
    size_t left;
    const bool right = is_right(&new_one, new_text, &found, start, end, &left);
    if (situation == REMOVED || left * 2 >= length) {
        tally->anchors++;
        tally->right += right && left;
        tally->placed += found.fit != ANCHOR_ORPHAN;
        tally->sure_and_wrong += !(right && left) && found.fit < ANCHOR_FUZZY;
    }
    anchor_text_free(text);
    manuscript_release(&new_one);
}

static void measure(enum situation situation, bool has_old, struct tally ret_tallies[LENGTHS])
{
    memset(ret_tallies, 0, LENGTHS * sizeof *ret_tallies);
    for (int article = 0; article < ARTICLES; article++) {
        struct manuscript old = {0};
        CLEANUP_BUFFER struct buffer bytes = {0};
        make_article(&old);
        const struct str old_text = encode(&old, &bytes);
        for (size_t i = 0; i < LENGTHS; i++)
            for (int quote = 0; quote < QUOTES; quote++)
                try_quote(&old, old_text, situation, has_old, quote_lengths[i], &ret_tallies[i]);
        manuscript_release(&old);
    }
}

static void test_rates(void **state)
{
    (void)state;
    static const char *const names[] = {"proof-read", "extracted again", "removed"};
    /* in percent: at least so many right, or at most so many placed */
    static const size_t bounds[SITUATION_COUNT][LENGTHS] = {
        [PROOF_READ] = {97, 97, 98, 98, 98},
        [EXTRACTED_AGAIN] = {99, 99, 99, 99, 99},
        [REMOVED] = {2, 2, 1, 1, 1},
    };
    for (enum situation situation = 0; situation < SITUATION_COUNT; situation++)
        for (int has_old = 0; has_old < 2; has_old++) {
            struct tally tallies[LENGTHS];
            measure(situation, has_old, tallies);
            for (size_t i = 0; i < LENGTHS; i++) {
                const struct tally *tally = &tallies[i];
                print_message("%s, %s old text, %zu characters: %zu of %zu right, %zu placed, %zu "
                              "surely wrong\n",
                              names[situation], has_old ? "with" : "without", quote_lengths[i],
                              tally->right, tally->anchors, tally->placed, tally->sure_and_wrong);
                const size_t counted = situation == REMOVED ? tally->placed : tally->right;
                const size_t bound = bounds[situation][i] * tally->anchors;
                if (situation == REMOVED ? counted * 100 > bound : counted * 100 < bound)
                    fail_msg("%s, %zu characters: expected %zu %%, got %zu of %zu",
                             names[situation], quote_lengths[i], bounds[situation][i], counted,
                             tally->anchors);
                if (tally->sure_and_wrong * 100 > tally->anchors)
                    fail_msg("%s, %zu characters: %zu are wrong and called sure", names[situation],
                             quote_lengths[i], tally->sure_and_wrong);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rates)};
    return cmocka_run_group_tests_name("anchor_rates", tests, NULL, NULL);
}
