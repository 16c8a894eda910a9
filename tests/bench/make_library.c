/* A library of many short articles for the benchmarks: make_library FILE COUNT. The same COUNT
 * always gives the same titles: Chinese, English, Japanese and Korean mixed, with sites, dates,
 * tags, states and stars as in a library that is used. */
#include "base/hash.h"
#include "base/memory.h"
#include "document/builder.h"
#include "document/stored.h"
#include "library/store.h"

#include <stdio.h>
#include <zstd.h>

enum { BATCH = 5000, TITLE_WORDS = 5, TEXT_WORDS = 60 };

struct script {
    const char *language, *blank, *stop;
    const char *const *words;
    size_t word_count;
};

static const char *const chinese[] = {
    "质量", "振兴", "书店", "照相", "县城", "河流", "雪线", "测量", "笔记", "年代", "工业", "城市",
    "革命", "记忆", "图书", "旧信", "纸张", "印刷", "铁路", "火车", "车站", "桥梁", "山谷", "茶馆",
    "方言", "戏曲", "木匠", "瓷器", "长安", "江南", "北方", "冬天", "春耕", "候鸟", "湿地", "渔村",
    "灯塔", "海岸", "台风", "气象", "星空", "天文", "算法", "芯片", "网络", "档案", "博物", "考古",
    "碑刻", "书法", "音乐", "钢琴", "重庆", "银行", "长江", "行走", "音响", "乐园", "调查", "报告"};
static const char *const english[] = {
    "quiet",  "letters", "reading", "archive", "river",   "winter",  "city",   "railway", "paper",
    "garden", "history", "notes",   "memory",  "harbour", "weather", "museum", "market",  "silence",
    "island", "printer", "bridge",  "station", "village", "library", "ocean",  "machine", "language",
    "stone",  "forest",  "lamp",    "window",  "season",  "craft",   "field",  "voice",   "night"};
static const char *const japanese[] = {"図書館", "午後",   "紙の匂い", "けんさく", "カメラ", "古本",
                                       "電車",   "さくら", "雪国",     "物語",     "ノート", "港町",
                                       "手紙",   "喫茶店", "しずかな", "記憶",     "灯台",   "天気",
                                       "まち",   "写真館", "ことば",   "夜の",     "海辺",   "工場"};
static const char *const korean[] = {"서울의", "오래된", "서점들", "겨울", "바다", "기억", "편지",
                                     "도서관", "골목",   "사진관", "기차", "이야기"};

static const struct script scripts[] = {
    {"zh", "", "。", chinese, ARRAY_LENGTH(chinese)},
    {"zh", "", "。", chinese, ARRAY_LENGTH(chinese)},
    {"en", " ", ". ", english, ARRAY_LENGTH(english)},
    {"ja", "", "。", japanese, ARRAY_LENGTH(japanese)},
    {"ko", " ", ". ", korean, ARRAY_LENGTH(korean)},
};
static const char *const sites[] = {"示例周刊",     "example.org",  "例の新聞",        "예시일보",
                                    "示例日报",     "news.example", "blog.example.net", "长风杂志",
                                    "example.co.jp", "地方志"};
static const char *const tags[] = {"历史", "阅读", "technology", "旅行", "later", "档案", "読書"};

static uint64_t random_state;

static uint32_t draw(uint32_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 24) % below;
}

static void append_words(const struct script *script, unsigned count, struct buffer *out)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_c(out, i % 12 == 0 ? script->stop : script->blank);
        buffer_append_c(out, script->words[draw((uint32_t)script->word_count)]);
    }
}

static struct document *make_document(size_t index)
{
    const struct script *script = &scripts[draw(ARRAY_LENGTH(scripts))];
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    CLEANUP_BUFFER struct buffer text = {0};
    append_words(script, 2 + draw(TITLE_WORDS), &text);
    metadata->title = builder_copy(builder, buffer_str(&text));
    text.length = 0;
    buffer_append_format(&text, "https://s%u.example/%zu", draw(40), index);
    metadata->url = builder_copy(builder, buffer_str(&text));
    text.length = 0;
    buffer_append_format(&text, "%u-%02u-%02u", 1999 + draw(26), 1 + draw(12), 1 + draw(28));
    metadata->published = builder_copy(builder, buffer_str(&text));
    metadata->site = builder_copy(builder, str_from(sites[draw(ARRAY_LENGTH(sites))]));
    metadata->language = builder_copy(builder, str_from(script->language));
    metadata->charset.name = "UTF-8";
    for (int i = 0; i < 2; i++) {
        text.length = 0;
        append_words(script, 10 + draw(TEXT_WORDS), &text);
        builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
        builder_text(builder, buffer_str(&text));
        builder_end_block(builder);
    }
    return builder_finish(builder);
}

static void check(enum status status, const struct error *error)
{
    if (status) {
        fprintf(stderr, "make_library: %s\n", error->message);
        exit(1);
    }
}

static void add(struct library *library, size_t index)
{
    struct error error;
    struct store_result result;
    struct document *document = make_document(index);
    CLEANUP_BUFFER struct buffer structure = {0};
    unsigned char digest[HASH_DIGEST_BYTES] = {0};
    char compressed[64];
    size_t length = ZSTD_compress(compressed, sizeof compressed, &index, sizeof index, 1);
    document_store(document, &structure);
    memcpy(digest, &index, sizeof index);
    struct store_item item = {.document = document,
                              .media_type = STR("text/plain"),
                              .structure = buffer_str(&structure),
                              .hash = {(const char *)digest, sizeof digest},
                              .byte_count = sizeof index,
                              .compressed = {compressed, length},
                              .text_hash = hash_bytes(document->text)};
    check(store_document(library, &item, &result, &error), &error);
    document_free(document);
}

static struct id_list every(int64_t *ids, size_t count, int64_t step, int64_t first)
{
    size_t used = 0;
    for (int64_t id = first; id <= (int64_t)count; id += step)
        ids[used++] = id;
    return (struct id_list){ids, used};
}

/* One in 5 finished, one in 40 being read, one in 25 starred, every tag on some. */
static void use(struct library *library, size_t count)
{
    struct error error;
    size_t changed;
    int64_t *ids = memory_new((count + 1) * sizeof *ids);
    check(change_state(library, every(ids, count, 5, 1), ARTICLE_FINISHED, &changed, &error),
          &error);
    check(change_state(library, every(ids, count, 40, 2), ARTICLE_READING, &changed, &error),
          &error);
    check(change_starred(library, every(ids, count, 25, 3), true, &changed, &error), &error);
    for (size_t i = 0; i < ARRAY_LENGTH(tags); i++) {
        struct str tag = str_from(tags[i]);
        struct id_list some = every(ids, count, 20 + 7 * (int64_t)i, (int64_t)i + 1);
        check(change_tags(library, some, &tag, 1, NULL, 0, &changed, &error), &error);
    }
    free(ids);
}

static int64_t now(void)
{
    static int64_t ms = 1600000000000;
    return ms++;
}

int main(int argument_count, char **arguments)
{
    struct error error;
    struct library *library;
    size_t count = argument_count == 3 ? strtoul(arguments[2], NULL, 10) : 0;
    if (count == 0) {
        fputs("usage: make_library FILE COUNT\n", stderr);
        return 2;
    }
    struct library_options options = {arguments[1], true, now};
    random_state = UINT64_C(88172645463325252);
    check(library_open(&options, &library, &error), &error);
    for (size_t i = 0; i < count; i++) {
        if (i % BATCH == 0)
            check(library_begin(library, &error), &error);
        add(library, i);
        if (i % BATCH == BATCH - 1 || i + 1 == count)
            check(library_commit(library, &error), &error);
    }
    use(library, count);
    library_close(library);
    return 0;
}
