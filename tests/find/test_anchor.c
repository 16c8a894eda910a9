#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"
#include "find/anchor.h"
#include "text/utf8.h"

#include <string.h>

/* A text with [ and ] around the passage; the rest of it without them. */
struct marked {
    struct buffer text;
    size_t start, end;
};

static struct marked unmark(const char *source)
{
    struct marked marked = {.text = {0}};
    buffer_append_c(&marked.text, "");
    for (; *source; source++) {
        if (*source == '[')
            marked.start = marked.text.length;
        else if (*source == ']')
            marked.end = marked.text.length;
        else
            buffer_append_byte(&marked.text, *source);
    }
    return marked;
}

enum mode { BOTH, WITH_OLD, WITHOUT_OLD };
static const char *const fit_names[] = {"exact", "moved", "fuzzy", "orphan"};

struct anchor_case {
    const char *name, *old_text, *new_text;
    enum anchor_fit fit;
    enum mode mode;
};

static void check(const struct anchor_case *row, bool has_old, bool is_place)
{
    struct marked old = unmark(row->old_text), wanted = unmark(row->new_text);
    const struct str old_text = buffer_str(&old.text), new_text = buffer_str(&wanted.text);
    if (is_place)
        wanted.end = wanted.start;
    const struct anchor anchor = anchor_make(old_text, old.start, is_place ? old.start : old.end);
    struct anchor_text *text = anchor_text_new(has_old ? old_text : STR_NONE, new_text);
    const struct anchor_found found =
        is_place ? anchor_find_place(text, &anchor) : anchor_find(text, &anchor);
    if (found.fit != row->fit || found.start != wanted.start || found.end != wanted.end)
        fail_msg("%s, %s old text: “%s” in “%s”: expected %s %zu..%zu, got %s %zu..%zu “%.*s” %.2f",
                 row->name, has_old ? "with" : "without", row->old_text, row->new_text,
                 fit_names[row->fit], wanted.start, wanted.end, fit_names[found.fit], found.start,
                 found.end, STR_ARGS(str_slice(new_text, found.start, found.end)), found.score);
    assert_true(found.score >= 0 && found.score <= 1);
    anchor_text_free(text);
    buffer_release(&old.text);
    buffer_release(&wanted.text);
}

static void check_all(const struct anchor_case *rows, size_t count, bool is_place)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].mode != WITHOUT_OLD)
            check(&rows[i], true, is_place);
        if (rows[i].mode != WITH_OLD)
            check(&rows[i], false, is_place);
    }
}

#define BEFORE "外祖父的书房朝北，冬天冷得要呵气暖手，他却每天坐到半夜。"
#define AFTER "后来我读过许多屏幕上的文章，它们来得快，去得也快。"

static const struct anchor_case passages[] = {
    {"nothing changed", BEFORE "[报纸是别人的]，批注是自己的。" AFTER,
     BEFORE "[报纸是别人的]，批注是自己的。" AFTER, ANCHOR_EXACT, BOTH},
    {"text in front", BEFORE "[报纸是别人的]，批注是自己的。" AFTER,
     "编者按\n" BEFORE "[报纸是别人的]，批注是自己的。" AFTER, ANCHOR_MOVED, BOTH},
    {"other typography", BEFORE "他说：“[报纸是2份]，批注是自己的”。" AFTER,
     "他 说 :\"外祖父的书房朝北,冬天冷得要呵气暖手,\n\n他却每天坐到半夜。他说:\"[报纸是 2 "
     "份],批注是自己的"
     "\"." AFTER,
     ANCHOR_MOVED, BOTH},
    {"full-width letters", BEFORE "成为[VIP文档]会员。" AFTER,
     "。" BEFORE "成为[ｖｉｐ文档]会员。" AFTER, ANCHOR_MOVED, BOTH},
    {"quotation marks belong to it", "又，" BEFORE "他说[“报纸是别人的。”]批注是自己的。" AFTER,
     BEFORE "他说[“报纸是别人的。”]批注是自己的。" AFTER, ANCHOR_MOVED, BOTH},
    {"a word changed", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都用钢笔写着日期和页码]，一两句话。" AFTER, ANCHOR_FUZZY, BOTH},
    {"a word put in", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都用细铅笔写着日期和页码]，一两句话。" AFTER, ANCHOR_FUZZY, BOTH},
    {"a word left out", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都写着日期和页码]，一两句话。" AFTER, ANCHOR_FUZZY, BOTH},
    {"a sentence put in before it", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "这是后来添上的。[每一张都用铅笔写着日期和页码]，一两句话。" AFTER, ANCHOR_MOVED, BOTH},
    {"a sentence put in after it", "按：" BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都用铅笔写着日期和页码]。这是后来添上的，一两句话。" AFTER, ANCHOR_MOVED,
     WITH_OLD},
    {"a sentence put in on both sides", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "这是后来添上的。[每一张都用铅笔写着日期和页码]。这句也是。一两句话。" AFTER,
     ANCHOR_MOVED, WITH_OLD},
    {"its last words changed, and on", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都用铅笔写着时辰与卷数]，另有几句话。" AFTER, ANCHOR_FUZZY, WITH_OLD},
    {"half rewritten", BEFORE "[每一张都用铅笔写着日期和页码]，一两句话。" AFTER,
     BEFORE "[每一张都用铅笔记着何时何处看的]，一两句话。" AFTER, ANCHOR_FUZZY, WITH_OLD},
    {"all rewritten", BEFORE "[报纸是别人的]，" AFTER, BEFORE "[写字的纸是借的]，" AFTER,
     ANCHOR_FUZZY, BOTH},
    {"removed", BEFORE "[报纸是别人的]，" AFTER, BEFORE AFTER, ANCHOR_ORPHAN, BOTH},
    {"replaced by a page that says no", BEFORE "[报纸是别人的]，" AFTER, "文章已被删除。",
     ANCHOR_ORPHAN, BOTH},
    {"replaced by nothing", BEFORE "[报纸是别人的]，" AFTER, "", ANCHOR_ORPHAN, BOTH},
    {"the second of two",
     "他说报纸是别人的，没有人信。" BEFORE "[报纸是别人的]，批注是自己的。" AFTER,
     "又说：他说报纸是别人的，没有人信。" BEFORE "[报纸是别人的]，批注是自己的。" AFTER,
     ANCHOR_MOVED, BOTH},
    {"the first of two",
     "他说[报纸是别人的]，没有人信。" BEFORE "报纸是别人的，批注是自己的。" AFTER,
     "又说：他说[报纸是别人的]，没有人信。" BEFORE "报纸是别人的，批注是自己的。" AFTER,
     ANCHOR_MOVED, WITH_OLD},
    {"the first of two, little before it",
     "他说[报纸是别人的]，没有人信。" BEFORE "报纸是别人的，批注是自己的。" AFTER,
     "又说：他说[报纸是别人的]，没有人信。" BEFORE "报纸是别人的，批注是自己的。" AFTER,
     ANCHOR_FUZZY, WITHOUT_OLD},
    {"of two the one that stayed",
     "他说[报纸是别人的]，没有人信。" BEFORE "报纸是别人的，批注是自己的。" AFTER,
     "又说：" BEFORE "报纸是别人的，批注是自己的。" AFTER, ANCHOR_ORPHAN, WITH_OLD},
    {"over a paragraph's end", BEFORE "报纸是[别人的。\n批注是]自己的。" AFTER,
     "题记\n" BEFORE "报纸是[别人的。\n\n批注是]自己的。" AFTER, ANCHOR_MOVED, BOTH},
    {"paragraphs joined", BEFORE "报纸是[别人的。\n批注是]自己的。" AFTER,
     "题记\n" BEFORE "报纸是[别人的。批注是]自己的。" AFTER, ANCHOR_MOVED, BOTH},
    {"taken to another place",
     BEFORE "[报纸是别人的，批注是自己的，能留下来的往往是后者]。\n" AFTER,
     AFTER "\n[报纸是别人的，批注是自己的，能留下来的往往是后者]。" BEFORE, ANCHOR_FUZZY, BOTH},
    {"behind 𠮷", "𠮷野家𠮷野家，" BEFORE "[报纸是别人的]，" AFTER,
     "𠮷野家，" BEFORE "[报纸是别人的]，" AFTER, ANCHOR_MOVED, BOTH},
    {"with 𠮷 in it", BEFORE "[在𠮷野家吃]饭，" AFTER, "今日。" BEFORE "[在𠮷野家吃]饭，" AFTER,
     ANCHOR_MOVED, BOTH},
    {"one character", BEFORE "他[写]了一句话。" AFTER, "记：" BEFORE "他[写]了一句话。" AFTER,
     ANCHOR_MOVED, BOTH},
    {"latin",
     "The old newspapers lay in a crate. He wrote [dates and pages] in the margin, in pencil.",
     "As I said, the old newspapers lay in a crate. He wrote [dates and pages] in the margin, in "
     "pencil.",
     ANCHOR_MOVED, BOTH},
    {"latin, edited",
     "The old newspapers lay in a crate. He wrote [dates and pages] in the margin, in pencil.",
     "The old newspapers lay in a crate. He wrote [dates, hours and pages] in the margin, in "
     "pencil.",
     ANCHOR_FUZZY, WITH_OLD},
    {"kana", "古い新聞は木箱の中に積まれていた。祖父は[余白に日付を]書いた。毎日のことだった。",
     "さて、古い新聞は木箱の中に積まれていた。祖父は[余白に日付を]書いた。毎日のことだった。",
     ANCHOR_MOVED, BOTH},
    {"hangul",
     "낡은 신문은 나무 상자에 쌓여 있었다. 할아버지는 [여백에 날짜를] 적었다. 매일 그랬다.",
     "머리말. 낡은 신문은 나무 상자에 쌓여 있었다. 할아버지는 [여백에 날짜를] 적었다. 매일 그랬다.",
     ANCHOR_MOVED, BOTH},
    {"right to left", "العناوين القديمة في الصندوق. كتب [التاريخ والصفحة] في الهامش كل يوم.",
     "مقدمة. العناوين القديمة في الصندوق. كتب [التاريخ والصفحة] في الهامش كل يوم.", ANCHOR_MOVED,
     BOTH},
    {"emoji whole", BEFORE "他笑了[👨\u200d👩\u200d👧很好]，" AFTER,
     "。" BEFORE "他笑了[👨\u200d👩\u200d👧很好]，" AFTER, ANCHOR_MOVED, BOTH},
    {"a mark whole", BEFORE "他写了[cafe\u0301]三次，" AFTER,
     "。" BEFORE "他写了[cafe\u0301]三次，" AFTER, ANCHOR_MOVED, BOTH},
    {"only marks", BEFORE "他说[……]没有了。" AFTER, "。" BEFORE "他说[……]没有了。" AFTER,
     ANCHOR_MOVED, BOTH},
    {"only marks, gone", BEFORE "他说[……]没有了。" AFTER, "。" BEFORE "他说，没有了。" AFTER,
     ANCHOR_ORPHAN, BOTH},
    {"the whole text", "[报纸是别人的，批注是自己的]", "又[报纸是别人的，批注是自己的]",
     ANCHOR_MOVED, WITH_OLD},
};

static void test_passages(void **state)
{
    (void)state;
    check_all(passages, ARRAY_LENGTH(passages), false);
}

static const struct anchor_case places[] = {
    {"nothing changed", BEFORE "[报纸是别人的。" AFTER, BEFORE "[报纸是别人的。" AFTER,
     ANCHOR_EXACT, BOTH},
    {"text in front", BEFORE "[报纸是别人的。" AFTER, "按：" BEFORE "[报纸是别人的。" AFTER,
     ANCHOR_MOVED, BOTH},
    {"before a quotation", BEFORE "\n[“报纸是别人的。”" AFTER,
     "按：" BEFORE "\n[“报纸是别人的。”" AFTER, ANCHOR_MOVED, BOTH},
    {"paragraph gone", BEFORE "\n[报纸是别人的。\n" AFTER, BEFORE "\n[" AFTER, ANCHOR_FUZZY,
     WITH_OLD},
    {"what follows rewritten", BEFORE "[报纸是别人的，批注是自己的。" AFTER,
     "按：" BEFORE "[纸头借来看看而已，记下几行算是我所得。", ANCHOR_FUZZY, BOTH},
    {"at the start", "[" BEFORE AFTER, "[" BEFORE "。" AFTER, ANCHOR_EXACT, WITH_OLD},
    {"at the start, from one side", "[" BEFORE AFTER, "[" BEFORE "。" AFTER, ANCHOR_FUZZY,
     WITHOUT_OLD},
    {"at the end", BEFORE AFTER "[", "按：" BEFORE AFTER "[", ANCHOR_FUZZY, BOTH},
    {"all gone", "[报纸", "[文章已被删除。", ANCHOR_ORPHAN, BOTH},
    {"all gone, late", BEFORE BEFORE "[报纸", "文章已被删除。[", ANCHOR_ORPHAN, BOTH},
    {"nothing left", BEFORE "[" AFTER, "[", ANCHOR_ORPHAN, BOTH},
};

static void test_places(void **state)
{
    (void)state;
    check_all(places, ARRAY_LENGTH(places), true);
}

static void test_make(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 100; i++)
        buffer_append_c(&text, i % 2 ? "𠮷" : "a");
    struct anchor anchor = anchor_make(buffer_str(&text), 125, 130);
    assert_int_equal(utf8_count(anchor.prefix), ANCHOR_CONTEXT);
    assert_int_equal(utf8_count(anchor.suffix), ANCHOR_CONTEXT);
    assert_int_equal(anchor.prefix.length, 80);
    assert_int_equal(utf8_count(anchor.quote), 2);
    anchor = anchor_make(buffer_str(&text), 5, SIZE_MAX);
    assert_int_equal(anchor.end, 250);
    assert_int_equal(anchor.prefix.length, 5);
    assert_int_equal(anchor.suffix.length, 0);
    anchor = anchor_make(STR_NONE, 7, 3);
    assert_int_equal(anchor.start + anchor.end + anchor.quote.length, 0);
}

/* Of places that nothing tells apart the nearest one, and not for sure. */
static void test_alike(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer old_text = {0}, new_text = {0};
    buffer_append_c(&new_text, "新的一句话。\n");
    for (int i = 0; i < 40; i++) {
        buffer_append_c(&old_text,
                        "机器运转正常，没有异常记录，温度和压力都在范围之内，值班的人签了名。\n");
        buffer_append_c(&new_text,
                        "机器运转正常，没有异常记录，温度和压力都在范围之内，值班的人签了名。\n");
    }
    const size_t line = old_text.length / 40, start = 20 * line + 21;
    const struct anchor anchor = anchor_make(buffer_str(&old_text), start, start + 12);
    struct anchor_text *text = anchor_text_new(STR_NONE, buffer_str(&new_text));
    const struct anchor_found found = anchor_find(text, &anchor);
    assert_int_equal(found.fit, ANCHOR_FUZZY);
    assert_int_equal(found.start, start + strlen("新的一句话。\n"));
    anchor_text_free(text);
}

/* A long passage keeps what is left of it. */
static void test_long(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer old_text = {0}, new_text = {0};
    static const char *const numbers[] = {"一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    for (int i = 0; i < 100; i++)
        buffer_append_format(&old_text, "第%s十%s条：写在%s页的%s个字。", numbers[i / 10],
                             numbers[i % 10], numbers[i * 7 % 10], numbers[i * 3 % 10]);
    const size_t quote_start = str_find(buffer_str(&old_text), STR("第三十一条"), 0);
    const size_t quote_end = str_find(buffer_str(&old_text), STR("第七十一条"), 0);
    const size_t middle = str_find(buffer_str(&old_text), STR("第五十一条"), 0);
    const struct str all = buffer_str(&old_text);
    buffer_append(&new_text, str_slice(all, 60, middle));
    buffer_append_c(&new_text, "中间插进了一句别的话。");
    buffer_append(&new_text, str_slice(all, middle, all.length));
    const struct anchor anchor = anchor_make(all, quote_start, quote_end);
    const size_t inserted = strlen("中间插进了一句别的话。");
    for (int has_old = 0; has_old < 2; has_old++) {
        struct anchor_text *text = anchor_text_new(has_old ? all : STR_NONE, buffer_str(&new_text));
        const struct anchor_found found = anchor_find(text, &anchor);
        print_message("%zu..%zu in %s\n", found.start, found.end, fit_names[found.fit]);
        assert_int_equal(found.fit, ANCHOR_FUZZY);
        assert_int_equal(found.start, quote_start - 60);
        assert_int_equal(found.end, quote_end - 60 + inserted);
        anchor_text_free(text);
    }
}

/* An anchor of another text than the old one given, and with strings of no text at all. */
static void test_foreign(void **state)
{
    (void)state;
    struct anchor_text *text =
        anchor_text_new(STR("另一篇文章，与此无关。"), STR("题：" BEFORE "报纸是别人的，" AFTER));
    const struct str source = STR(BEFORE "报纸是别人的，" AFTER);
    const size_t start = strlen(BEFORE);
    struct anchor anchor = anchor_make(source, start, start + strlen("报纸是别人的"));
    assert_int_equal(anchor_find(text, &anchor).fit, ANCHOR_MOVED);
    static const struct str wrong[] = {{"\xff\xe6\xff", 3}, {"\xe6\x8a", 2}, {"", 0}, {"\n", 1}};
    for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
        for (size_t k = 0; k < 4; k++) {
            anchor = (struct anchor){k == 1 ? SIZE_MAX : 5, k == 2 ? SIZE_MAX : 3, wrong[i],
                                     wrong[(i + k) % 4], wrong[(i + 2 * k) % 4]};
            const struct anchor_found found = anchor_find(text, &anchor);
            assert_true(found.start <= found.end);
            (void)anchor_find_place(text, &anchor);
        }
    anchor_text_free(text);
}

static int64_t time_anchors(struct str old_text, struct str new_text, bool has_old, size_t count,
                            size_t length, size_t *ret_placed)
{
    const int64_t start = clock_monotonic_ms();
    struct anchor_text *text = anchor_text_new(has_old ? old_text : STR_NONE, new_text);
    *ret_placed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = old_text.length / (count + 1) * i;
        while (at && ((unsigned char)old_text.bytes[at] & 0xC0) == 0x80)
            at--;
        size_t end = at + length < old_text.length ? at + length : old_text.length;
        while (((unsigned char)old_text.bytes[end] & 0xC0) == 0x80)
            end--;
        const struct anchor anchor = anchor_make(old_text, at, end);
        *ret_placed += anchor_find(text, &anchor).fit != ANCHOR_ORPHAN;
        (void)anchor_find_place(text, &anchor);
    }
    anchor_text_free(text);
    return clock_monotonic_ms() - start;
}

enum { MEGABYTE = 1 << 20 };

/* Every text against every other: the same characters over and over, words by chance, one's own
 * edited form. */
static void make_text(struct buffer *out, int kind)
{
    static const char *const pieces[] = {"机器",  "诚实", "车间", "的",   "，", "。", "看",   "\n",
                                         "word ", "x",    "一天", "图纸", "了", "在", "质量", "写"};
    uint64_t seed = 42;
    while (out->length < MEGABYTE) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        if (kind == 0)
            buffer_append_byte(out, 'a');
        else if (kind == 1)
            buffer_append_c(out, "质");
        else if (kind == 2)
            buffer_append_c(out, "值班的人签了名，机器正常。\n");
        else
            buffer_append_c(out, pieces[(seed >> 33) % ARRAY_LENGTH(pieces)]);
        if (kind == 4 && seed >> 33 & 63)
            continue;
        if (kind == 4)
            buffer_append_c(out, "改");
        if (kind == 5 && (seed >> 40) % 3 == 0)
            buffer_append_byte(out, (char)('b' + seed % 8));
    }
}

static void test_time(void **state)
{
    (void)state;
    enum { KINDS = 6, ANCHORS = 1000 };
    struct buffer texts[KINDS] = {{0}};
    for (int i = 0; i < KINDS; i++)
        make_text(&texts[i], i);
    for (int old_kind = 0; old_kind < KINDS; old_kind++)
        for (int new_kind = 0; new_kind < KINDS; new_kind++)
            for (int has_old = 0; has_old < 2; has_old++) {
                size_t placed;
                const size_t length = old_kind % 2 ? 60 : 300;
                const int64_t milliseconds =
                    time_anchors(buffer_str(&texts[old_kind]), buffer_str(&texts[new_kind]),
                                 has_old, ANCHORS, length, &placed);
                print_message("%d of old %d, new %d, %s: %zu placed, %d ms\n", ANCHORS, old_kind,
                              new_kind, has_old ? "with old" : "without", placed,
                              (int)milliseconds);
                assert_in_range(milliseconds, 0, 4000); /* under 1000 on an idle machine */
            }
    for (int i = 0; i < KINDS; i++)
        buffer_release(&texts[i]);
}

/* Over the limit only what did not change is found. */
static void test_large(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    while (text.length <= ANCHOR_TEXT_LIMIT)
        buffer_append_c(&text, "值班的人签了名，机器正常。\n");
    buffer_append_c(&text, BEFORE "报纸是别人的，" AFTER);
    const struct str source = STR(BEFORE "报纸是别人的，" AFTER);
    const size_t start = strlen(BEFORE), end = start + strlen("报纸是别人的");
    struct anchor anchor = anchor_make(source, start, end);
    struct anchor_text *large = anchor_text_new(source, buffer_str(&text));
    struct anchor_found found = anchor_find(large, &anchor);
    assert_int_equal(found.fit, ANCHOR_MOVED);
    assert_int_equal(found.start, text.length - source.length + start);
    anchor.suffix = STR("某一句别的话");
    found = anchor_find(large, &anchor);
    assert_int_equal(found.fit, ANCHOR_FUZZY);
    assert_int_equal(found.start, text.length - source.length + start);
    const struct anchor gone = anchor_make(STR("报纸是自己的"), 0, 18);
    assert_int_equal(anchor_find(large, &gone).fit, ANCHOR_ORPHAN);
    found = anchor_find_place(large, &gone);
    assert_int_equal(found.fit, ANCHOR_ORPHAN);
    assert_int_equal(found.start, 0);
    anchor_text_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passages), cmocka_unit_test(test_places),
        cmocka_unit_test(test_make),     cmocka_unit_test(test_alike),
        cmocka_unit_test(test_long),     cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_time),     cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests_name("anchor", tests, NULL, NULL);
}
