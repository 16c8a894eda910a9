#include "find/query.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { SENTENCE_LETTERS = 13, QUESTION_LETTERS = 5, MARKED_LETTERS = 4, SENTENCE_WORDS = 4 };

/* 哪吒 and 几何 ask nothing, so the short ones stand with what follows; the endings say no more
 * than that it is a question. */
static const char *const question_words[] = {
    "什么",         "什麼",
    "甚么",         "甚麼",
    "啥",           "谁",
    "誰",           "怎",
    "为何",         "為何",
    "为啥",         "如何",
    "何时",         "何時",
    "何处",         "何處",
    "何人",         "何年",
    "何种",         "何種",
    "何地",         "多少",
    "多大",         "多长",
    "多長",         "多高",
    "哪个",         "哪個",
    "哪里",         "哪裡",
    "哪裏",         "哪儿",
    "哪些",         "哪一",
    "哪位",         "哪年",
    "哪国",         "哪國",
    "哪种",         "哪種",
    "哪几",         "哪幾",
    "哪两",         "哪兩",
    "哪三",         "几个",
    "幾個",         "几年",
    "幾年",         "几岁",
    "幾歲",         "几次",
    "幾次",         "几位",
    "幾位",         "几种",
    "幾種",         "第几",
    "第幾",         "吗",
    "嗎",           "是否",
    "能否",         "なに",
    "なん",         "何の",
    "何と",         "何が",
    "何を",         "何年",
    "何人",         "何という",
    "何で",         "何に",
    "何故",         "何処",
    "何回",         "何度",
    "何歳",         "何名",
    "何語",         "どこ",
    "だれ",         "いつ",
    "なぜ",         "どの",
    "どれ",         "どう",
    "どんな",       "どちら",
    "いくつ",       "いくら",
    "무엇",         "뭐",
    "무슨",         "언제",
    "어디",         "누구",
    "누가",         "어느",
    "어떤",         "어떻게",
    "어째서",       "몇",
    "얼마",         "인가",
    "일까",         "한가",
    "何ですか",     "とは何",
    "とは何ですか", "ですか",
    "ますか",       "ましたか",
    "でしょうか",   "だろうか",
    "どうすれば",   "どうすればよい",
    "どのように",   "どれくらい",
    "どのくらい",   "무엇인가",
    "무엇입니까",   "입니까",
    "습니까",       "인가요",
    "나요",         "어떻게 합니까",
};

static const char *const latin_words[] = {"who",   "what", "when",  "where", "why",
                                          "which", "how",  "whose", "whom"};

struct tally {
    size_t letters, hangul;
};

static struct tally count(struct str text)
{
    struct tally tally = {0};
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point;
        at += utf8_decode(text, at, &code_point);
        const struct properties properties = code_point_properties(code_point);
        tally.letters += script_is_cjk((enum script)properties.script);
        tally.hangul += properties.script == SCRIPT_HANGUL;
    }
    return tally;
}

static bool ends_in_question_mark(struct str text)
{
    return str_ends(text, STR("?")) || str_ends(text, STR("？")) || str_ends(text, STR("؟"));
}

/* 何人 is who, 任何人 anyone. */
static bool holds_word(struct str text, struct str word)
{
    for (size_t at = 0; (at = str_find(text, word, at)) != SIZE_MAX; at += word.length)
        if (!str_ends(str_slice(text, 0, at), STR("任")))
            return true;
    return false;
}

static bool holds_question_word(struct str text)
{
    for (size_t i = 0; i < ARRAY_LENGTH(question_words); i++)
        if (holds_word(text, str_from(question_words[i])))
            return true;
    return false;
}

static bool is_latin_word(struct str text)
{
    for (size_t i = 0; i < ARRAY_LENGTH(latin_words); i++)
        if (str_equal_ascii_case(text, str_from(latin_words[i])))
            return true;
    return false;
}

/* “Why” in Korean, which other words begin with. */
static bool is_why(struct str text)
{
    return str_equal(text, STR("왜"));
}

/* The longest question word at offset, or 0. */
static size_t question_word_at(struct str text, size_t offset)
{
    size_t longest = 0;
    struct str rest = str_slice(text, offset, text.length);
    for (size_t i = 0; i < ARRAY_LENGTH(question_words); i++) {
        struct str word = str_from(question_words[i]);
        if (word.length > longest && str_starts(rest, word))
            longest = word.length;
    }
    return longest;
}

static void append_content(struct str text, struct buffer *out)
{
    for (size_t at = 0; at < text.length;) {
        size_t length = question_word_at(text, at);
        if (length) {
            buffer_append_byte(out, ' ');
            at += length;
            continue;
        }
        uint32_t code_point;
        length = utf8_decode(text, at, &code_point);
        buffer_append(out, str_slice(text, at, at + length));
        at += length;
    }
}

void query_append_content(const struct query *query, struct buffer *out)
{
    for (size_t i = 0; i < query->term_count; i++) {
        const struct query_node *term = query->terms[i];
        if (term->kind != QUERY_TEXT || is_latin_word(term->text) || is_why(term->text))
            continue;
        buffer_append_byte(out, ' ');
        append_content(term->text, out);
    }
}

bool query_is_question(const struct query *query)
{
    const struct query_node *root = query->root;
    const bool is_row = root->kind == QUERY_AND;
    const struct query_node *const *words = is_row ? root->children : &root;
    const size_t word_count = is_row ? root->child_count : 1;
    struct tally all = {0};
    size_t longest = 0;
    bool has_question_word = is_latin_word(words[0]->text) && word_count >= SENTENCE_WORDS;
    for (size_t i = 0; i < word_count; i++) {
        const struct query_node *word = words[i];
        if (word->kind != QUERY_TEXT || word->field != QUERY_FIELD_ANY || word->is_exact)
            return false;
        const struct tally tally = count(word->text);
        all.letters += tally.letters;
        all.hangul += tally.hangul;
        longest = tally.letters > longest && !word->is_phrase ? tally.letters : longest;
        has_question_word |=
            !word->is_phrase && (holds_question_word(word->text) || is_why(word->text));
    }
    const struct query_node *last = words[word_count - 1];
    if (last->is_phrase && word_count == 1)
        return false;
    const bool is_long = all.letters >= MARKED_LETTERS || word_count >= SENTENCE_WORDS;
    if (is_long && ends_in_question_mark(last->text))
        return true;
    if (has_question_word && (all.letters >= QUESTION_LETTERS || word_count >= SENTENCE_WORDS))
        return true;
    return longest >= SENTENCE_LETTERS ||
           (all.hangul >= SENTENCE_LETTERS && word_count >= SENTENCE_WORDS);
}
