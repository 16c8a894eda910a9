/* A library of many articles for the benchmarks: make_library FILE COUNT [BYTES]. The same COUNT
 * always gives the same ones: Chinese, English, Japanese and Korean mixed, with sites, dates, tags,
 * states and stars as in a library that is used. Without BYTES they are short and of few words, for
 * the shelf; with it of about so many bytes and of words as in real texts, for search. */
#include "base/hash.h"
#include "base/memory.h"
#include "document/builder.h"
#include "document/stored.h"
#include "lexicon.h"
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
    "quiet",  "letters", "reading",  "archive", "river",  "winter",  "city",    "railway",
    "paper",  "garden",  "history",  "notes",   "memory", "harbour", "weather", "museum",
    "market", "silence", "island",   "printer", "bridge", "station", "village", "library",
    "ocean",  "machine", "language", "stone",   "forest", "lamp",    "window",  "season",
    "craft",  "field",   "voice",    "night"};
static const char *const japanese[] = {
    "図書館", "午後", "紙の匂い", "けんさく", "カメラ", "古本",   "電車",     "さくら",
    "雪国",   "物語", "ノート",   "港町",     "手紙",   "喫茶店", "しずかな", "記憶",
    "灯台",   "天気", "まち",     "写真館",   "ことば", "夜の",   "海辺",     "工場"};
static const char *const korean[] = {"서울의", "오래된", "서점들", "겨울",   "바다", "기억",
                                     "편지",   "도서관", "골목",   "사진관", "기차", "이야기"};

static const struct script scripts[] = {
    {"zh", "", "。", chinese, ARRAY_LENGTH(chinese)},
    {"zh", "", "。", chinese, ARRAY_LENGTH(chinese)},
    {"en", " ", ". ", english, ARRAY_LENGTH(english)},
    {"ja", "", "。", japanese, ARRAY_LENGTH(japanese)},
    {"ko", " ", ". ", korean, ARRAY_LENGTH(korean)},
};
static const char *const sites[] = {"示例周刊",      "example.org",  "例の新聞",         "예시일보",
                                    "示例日报",      "news.example", "blog.example.net", "长风杂志",
                                    "example.co.jp", "地方志"};
static const char *const tags[] = {"历史", "阅读", "technology", "旅行", "later", "档案", "読書"};

struct maker {
    struct library *library;
    uint64_t state;
    struct lexicon *lexicon;
    size_t byte_count; /* of a text; 0: a short one */
};

static uint32_t draw(struct maker *maker, uint32_t below)
{
    return lexicon_draw(&maker->state, below);
}

static void append_words(struct maker *maker, const struct script *script, unsigned count,
                         struct buffer *out)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_c(out, i % 12 == 0 ? script->stop : script->blank);
        buffer_append_c(out, script->words[draw(maker, (uint32_t)script->word_count)]);
    }
}

static void add_paragraph(struct builder *builder, const struct buffer *text)
{
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, buffer_str(text));
    builder_end_block(builder);
}

static void write_short(struct maker *maker, struct builder *builder)
{
    const struct script *script = &scripts[draw(maker, ARRAY_LENGTH(scripts))];
    struct metadata *metadata = builder_metadata(builder);
    CLEANUP_BUFFER struct buffer text = {0};
    append_words(maker, script, 2 + draw(maker, TITLE_WORDS), &text);
    metadata->title = builder_copy(builder, buffer_str(&text));
    metadata->language = builder_copy(builder, str_from(script->language));
    for (int i = 0; i < 2; i++) {
        text.length = 0;
        append_words(maker, script, 10 + draw(maker, TEXT_WORDS), &text);
        add_paragraph(builder, &text);
    }
}

static enum lexicon_language draw_language(struct maker *maker)
{
    static const enum lexicon_language shares[] = {
        LEXICON_SIMPLIFIED,  LEXICON_SIMPLIFIED, LEXICON_SIMPLIFIED, LEXICON_SIMPLIFIED,
        LEXICON_SIMPLIFIED,  LEXICON_ENGLISH,    LEXICON_ENGLISH,    LEXICON_JAPANESE,
        LEXICON_TRADITIONAL, LEXICON_KOREAN};
    return shares[draw(maker, ARRAY_LENGTH(shares))];
}

static void write_long(struct maker *maker, struct builder *builder)
{
    enum { PARAGRAPH = 400 };
    struct topic topic;
    struct metadata *metadata = builder_metadata(builder);
    CLEANUP_BUFFER struct buffer text = {0};
    lexicon_choose(maker->lexicon, draw_language(maker), &maker->state, &topic);
    lexicon_append_title(maker->lexicon, &topic, &maker->state, &text);
    metadata->title = builder_copy(builder, buffer_str(&text));
    metadata->language = builder_copy(builder, str_from(lexicon_code(topic.language)));
    size_t wanted = maker->byte_count / 2 + draw(maker, (uint32_t)maker->byte_count);
    for (size_t written = 0; written < wanted; written += text.length) {
        text.length = 0;
        lexicon_append_paragraph(maker->lexicon, &topic, &maker->state, PARAGRAPH, &text);
        add_paragraph(builder, &text);
    }
}

static struct document *make_document(struct maker *maker, size_t index)
{
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    CLEANUP_BUFFER struct buffer text = {0};
    buffer_append_format(&text, "https://s%u.example/%zu", draw(maker, 40), index);
    metadata->url = builder_copy(builder, buffer_str(&text));
    text.length = 0;
    buffer_append_format(&text, "%u-%02u-%02u", 1999 + draw(maker, 26), 1 + draw(maker, 12),
                         1 + draw(maker, 28));
    metadata->published = builder_copy(builder, buffer_str(&text));
    metadata->site = builder_copy(builder, str_from(sites[draw(maker, ARRAY_LENGTH(sites))]));
    metadata->charset.name = "UTF-8";
    if (maker->byte_count)
        write_long(maker, builder);
    else
        write_short(maker, builder);
    return builder_finish(builder);
}

static void check(enum status status, const struct error *error)
{
    if (status) {
        fprintf(stderr, "make_library: %s\n", error->message);
        exit(1);
    }
}

static void add(struct maker *maker, size_t index)
{
    struct error error;
    struct store_result result;
    struct document *document = make_document(maker, index);
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
                              .text_hash = hash_bytes(document->text),
                              .extent = document_extent(document)};
    check(store_document(maker->library, &item, &result, &error), &error);
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

static void fill(struct maker *maker, size_t count)
{
    struct error error;
    for (size_t i = 0; i < count; i++) {
        if (i % BATCH == 0)
            check(library_begin(maker->library, &error), &error);
        add(maker, i);
        if (i % BATCH == BATCH - 1 || i + 1 == count)
            check(library_commit(maker->library, &error), &error);
    }
}

int main(int argument_count, char **arguments)
{
    struct error error;
    size_t count = argument_count >= 3 ? strtoul(arguments[2], NULL, 10) : 0;
    if (count == 0) {
        fputs("usage: make_library FILE COUNT [BYTES]\n", stderr);
        return 2;
    }
    struct library_options options = {arguments[1], true, now};
    struct maker maker = {.state = UINT64_C(88172645463325252), .lexicon = lexicon_new()};
    maker.byte_count = argument_count > 3 ? strtoul(arguments[3], NULL, 10) : 0;
    check(library_open(&options, &maker.library, &error), &error);
    fill(&maker, count);
    use(maker.library, count);
    library_close(maker.library);
    lexicon_free(maker.lexicon);
    return 0;
}
