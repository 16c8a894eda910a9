/* Reposts against different articles of one topic, both generated: how many reposts are found, and
 * how many different articles are taken for one. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "document/builder.h"
#include "document/similarity.h"

#include <stdio.h>
#include <string.h>

static const char *const han[][2] = {
    {"经济", "經濟"}, {"发展", "發展"}, {"历史", "歷史"}, {"图书", "圖書"}, {"学习", "學習"},
    {"书斋", "書齋"}, {"报纸", "報紙"}, {"电灯", "電燈"}, {"风筝", "風箏"}, {"时间", "時間"},
    {"记录", "記錄"}, {"笔墨", "筆墨"}, {"纸张", "紙張"}, {"园林", "園林"}, {"桥梁", "橋樑"},
    {"马车", "馬車"}, {"鱼塘", "魚塘"}, {"鸟鸣", "鳥鳴"}, {"门窗", "門窗"}, {"龙舟", "龍舟"},
    {"春天", "春天"}, {"山水", "山水"}, {"石头", "石頭"}, {"老人", "老人"}, {"孩子", "孩子"},
    {"村口", "村口"}, {"松树", "松樹"}, {"云雾", "雲霧"}, {"灯火", "燈火"}, {"夜里", "夜裡"},
    {"听见", "聽見"}, {"说起", "說起"}, {"看着", "看著"}, {"写下", "寫下"}, {"走过", "走過"},
    {"忽然", "忽然"}, {"从前", "從前"}, {"后来", "後來"}, {"已经", "已經"}, {"还有", "還有"},
    {"许多", "許多"}, {"几个", "幾個"}, {"一间", "一間"}, {"两岸", "兩岸"}, {"东风", "東風"},
    {"旧事", "舊事"}, {"新闻", "新聞"}, {"词句", "詞句"}, {"声音", "聲音"}, {"颜色", "顏色"},
};
static const char *const latin[] = {
    "library",  "paper",  "garden", "letter", "window", "river",   "summer",     "teacher",
    "mountain", "old",    "quiet",  "narrow", "wrote",  "carried", "remembered", "found",
    "the",      "of",     "and",    "in",     "with",   "a",       "that",       "was",
    "morning",  "winter", "lamp",   "street", "house",  "market",
};
static const char *const kana[] = {
    "書斎",       "図書館", "しずかな", "あさ", "カメラ", "よむ",     "ひと",
    "という",     "から",   "まで",     "新聞", "風",     "かいた",   "手紙",
    "おもいだす", "ノート", "ことば",   "はる", "みち",   "けれども",
};
static const char *const hangul[] = {
    "도서관", "신문", "조용한", "아침", "편지", "읽는", "사람", "그리고", "에서",   "까지",
    "바람",   "기억", "정원",   "여름", "겨울", "등불", "작은", "오래된", "이야기", "산길",
};

enum language { SIMPLIFIED, TRADITIONAL, ENGLISH, JAPANESE, KOREAN };

static uint32_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 24);
}

static const char *word(enum language language, uint32_t number)
{
    switch (language) {
    case ENGLISH:
        return latin[number % ARRAY_LENGTH(latin)];
    case JAPANESE:
        return kana[number % ARRAY_LENGTH(kana)];
    case KOREAN:
        return hangul[number % ARRAY_LENGTH(hangul)];
    default:
        return han[number % ARRAY_LENGTH(han)][language == TRADITIONAL];
    }
}

/* Three of ten sentences are of the topic's few: what is quoted, and said again and again. */
static void append_sentence(struct buffer *out, enum language language, uint64_t *state)
{
    uint64_t quoted = 77 + random_next(state) % 20;
    uint64_t *source = random_next(state) % 10 < 3 ? &quoted : state;
    const bool has_blanks = language == ENGLISH || language == KOREAN;
    for (uint32_t i = 0, count = 7 + random_next(source) % 8; i < count; i++) {
        if (i > 0 && has_blanks)
            buffer_append_c(out, " ");
        else if (i == 4)
            buffer_append_c(out, "，");
        buffer_append_c(out, word(language, random_next(source)));
    }
    buffer_append_c(out, has_blanks ? ". " : "。");
}

enum repost {
    SAME,
    HEADLINE = 1,
    BYLINE = 2,
    SOURCE = 4,
    ADVERTISEMENTS = 8,
    DROPPED = 16,
    EVERYTHING = 31,
    DRESSED = 32, /* paragraphs joined, ASCII marks */
};

static void add(struct builder *builder, struct block block, const char *text)
{
    builder_begin_block(builder, block);
    builder_text(builder, str_from(text));
    builder_end_block(builder);
}

static void add_paragraph(struct builder *builder, const struct buffer *text, enum repost repost)
{
    CLEANUP_BUFFER struct buffer dressed = {0};
    for (size_t i = 0; i < text->length; i++) {
        const struct str rest = str_slice(buffer_str(text), i, text->length);
        const bool is_comma = str_starts(rest, STR("，")), is_stop = str_starts(rest, STR("。"));
        buffer_append_byte(&dressed, is_comma ? ',' : is_stop ? ' ' : text->bytes[i]);
        i += is_comma || is_stop ? 2 : 0;
    }
    add(builder, (struct block){0}, repost & DRESSED ? dressed.bytes : text->bytes);
}

static struct document *article(enum language language, uint64_t number, enum repost repost)
{
    uint64_t state = 0x9E3779B97F4A7C15u * (number + 1);
    const uint32_t paragraph_count = 8 + random_next(&state) % 8;
    struct builder *builder = builder_new();
    add(builder, (struct block){.kind = BLOCK_HEADING, .level = 1, .flags = BLOCK_FRONT},
        repost & HEADLINE ? "重磅！背后的原因竟然是这样，看完沉默了" : "书斋旧事");
    if (repost & BYLINE)
        add(builder, (struct block){0}, "作者：王小明　编辑：李四　2024-05-06 08:30");
    for (uint32_t i = 0; i < paragraph_count; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        for (uint32_t count = 2 + random_next(&state) % 4; count > 0; count--)
            append_sentence(&text, language, &state);
        if (!((repost & DROPPED) && i == paragraph_count / 2))
            add_paragraph(builder, &text, repost);
        if ((repost & ADVERTISEMENTS) && i % 3 == 1)
            add(builder, (struct block){0}, "【推广】夏季新品八折起，限时抢购，点此了解详情。");
    }
    if (repost & SOURCE)
        add(builder, (struct block){0}, "（原标题：旧事）本文转自网络，如有侵权请联系我们删除。");
    add(builder, (struct block){.aside = ASIDE_RELATED},
        "相关阅读：另一篇文章的标题，又一篇文章的标题");
    return builder_finish(builder);
}

static bool share_key(const struct likeness *left, const struct likeness *right)
{
    for (size_t i = 0; i < SHINGLE_KEYS; i++)
        if (left->keys[i] == right->keys[i])
            return true;
    return false;
}

static double similarity_of(const struct document *left, const struct document *right)
{
    struct shingles *shingles = document_shingles(right);
    const double similarity = document_similarity(left, shingles);
    shingles_free(shingles);
    return similarity;
}

/* As the library asks: a key, the simhash, and only then the texts. */
static bool is_one_article(const struct document *left, const struct document *right)
{
    struct likeness a, b;
    document_likeness(left, &a);
    document_likeness(right, &b);
    return a.is_telling && b.is_telling && share_key(&a, &b) &&
           simhash_may_be_near(a.simhash, b.simhash) &&
           similarity_of(left, right) >= SIMILARITY_NEAR;
}

enum { ARTICLE_COUNT = 200 };

static void expect_found(enum language language, enum repost repost, double least, const char *name)
{
    size_t found = 0;
    const enum language twin = language == TRADITIONAL ? SIMPLIFIED : language;
    for (uint64_t i = 0; i < ARTICLE_COUNT; i++) {
        struct document *original = article(twin, i, SAME), *copy = article(language, i, repost);
        found += is_one_article(original, copy);
        document_free(original);
        document_free(copy);
    }
    const double rate = (double)found / ARTICLE_COUNT;
    printf("%-28s %5.1f %% of %d found\n", name, 100 * rate, ARTICLE_COUNT);
    if (rate < least)
        fail_msg("input %s\nexpected at least %.3f\ngot %.3f", name, least, rate);
}

static void reposts_are_found(void **state)
{
    (void)state;
    expect_found(SIMPLIFIED, SAME, 1, "the same text");
    expect_found(SIMPLIFIED, HEADLINE, 1, "another headline");
    expect_found(SIMPLIFIED, BYLINE | SOURCE, 0.99, "byline and source");
    expect_found(SIMPLIFIED, ADVERTISEMENTS, 0.99, "advertisements");
    expect_found(SIMPLIFIED, DROPPED, 0.99, "a paragraph dropped");
    expect_found(SIMPLIFIED, EVERYTHING, 0.97, "all of it");
    expect_found(SIMPLIFIED, DRESSED, 1, "other marks");
    expect_found(TRADITIONAL, SAME, 1, "traditional characters");
    expect_found(TRADITIONAL, EVERYTHING, 0.97, "traditional, and all of it");
    expect_found(ENGLISH, EVERYTHING, 0.97, "English, all of it");
    expect_found(JAPANESE, EVERYTHING, 0.97, "Japanese, all of it");
    expect_found(KOREAN, EVERYTHING, 0.97, "Korean, all of it");
}

static void different_articles_stay_apart(void **state)
{
    (void)state;
    static const enum language languages[] = {SIMPLIFIED, ENGLISH, JAPANESE, KOREAN};
    enum { COUNT = 60 };
    struct document *documents[COUNT];
    for (size_t l = 0; l < ARRAY_LENGTH(languages); l++) {
        size_t wrong = 0, compared = 0;
        double most = 0;
        for (uint64_t i = 0; i < COUNT; i++)
            documents[i] = article(languages[l], i, EVERYTHING);
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = i + 1; j < COUNT; j++) {
                const double similarity = similarity_of(documents[i], documents[j]);
                most = similarity > most ? similarity : most;
                wrong += similarity >= SIMILARITY_NEAR;
                compared++;
            }
        printf("language %d: %zu of %zu pairs taken for one, the nearest %.2f\n", languages[l],
               wrong, compared, most);
        for (size_t i = 0; i < COUNT; i++)
            document_free(documents[i]);
        assert_int_equal(wrong, 0);
    }
}

static void what_says_little_is_not_compared(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
                                        "请先登录，登录后查看更多内容。忘记密码"};
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        struct builder *builder = builder_new();
        add(builder, (struct block){0}, texts[i]);
        struct document *document = builder_finish(builder);
        struct likeness likeness;
        document_likeness(document, &likeness);
        if (likeness.is_telling || likeness.simhash != 0)
            fail_msg("input %s\nexpected nothing telling\ngot %016llx", texts[i],
                     (unsigned long long)likeness.simhash);
        document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reposts_are_found),
        cmocka_unit_test(different_articles_stay_apart),
        cmocka_unit_test(what_says_little_is_not_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
