#include "text/language.h"

#include "text/properties_table.h"
#include "text/utf8.h"

#include <strings.h>

enum { WINDOW_COUNT = 16, WINDOW_BYTES = 4096 };

struct letter_counts {
    size_t of[SCRIPT_OTHER + 1];
};

static void count_letters(struct letter_counts *counts, struct str text)
{
    uint32_t code_point;
    for (size_t i = 0; i < text.length;) {
        i += utf8_decode(text, i, &code_point);
        const struct properties properties = properties_of(code_point);
        if (properties.is_letter)
            counts->of[properties.script]++;
    }
}

/* Windows spread evenly, the first at the start and the last at the end of text. */
static struct letter_counts sample(struct str text)
{
    struct letter_counts counts = {0};
    if (text.length <= (size_t)WINDOW_COUNT * WINDOW_BYTES) {
        count_letters(&counts, text);
        return counts;
    }
    const size_t stride = (text.length - WINDOW_BYTES) / (WINDOW_COUNT - 1);
    for (size_t i = 0; i < WINDOW_COUNT; i++)
        count_letters(&counts, str_slice(text, i * stride, i * stride + WINDOW_BYTES));
    return counts;
}

/* A tenth of kana is more than Chinese text ever quotes and less than any Japanese sentence has;
 * Korean with Han still has half of its letters in Hangul. */
static const char *cjk_language(const struct letter_counts *counts)
{
    const size_t kana = counts->of[SCRIPT_HIRAGANA] + counts->of[SCRIPT_KATAKANA];
    const size_t han = counts->of[SCRIPT_HAN] + counts->of[SCRIPT_BOPOMOFO];
    const size_t hangul = counts->of[SCRIPT_HANGUL];
    if (hangul * 2 > han + kana)
        return "ko";
    return kana * 10 >= han + kana ? "ja" : "zh";
}

const char *language_guess(struct str text)
{
    static const struct {
        enum script script;
        const char *language;
    } alphabets[] = {
        {SCRIPT_LATIN, "en"},  {SCRIPT_CYRILLIC, "ru"}, {SCRIPT_GREEK, "el"},
        {SCRIPT_ARABIC, "ar"}, {SCRIPT_HEBREW, "he"},   {SCRIPT_THAI, "th"},
    };
    const struct letter_counts counts = sample(text);
    size_t cjk = 0, best = 0;
    for (unsigned script = SCRIPT_HAN; script <= SCRIPT_HANGUL; script++)
        cjk += counts.of[script];
    const char *language = "";
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
        if (counts.of[alphabets[i].script] > best) {
            best = counts.of[alphabets[i].script];
            language = alphabets[i].language;
        }
    }
    /* A word is about five letters in an alphabet and two in Han; addresses and names in Latin are
     * many in Chinese pages, so the alphabet needs a clear lead. */
    return cjk > 0 && cjk * 4 >= best ? cjk_language(&counts) : language;
}

/* Whether the primary subtag (before - or _) is one of names. */
static bool is_primary(struct str language, const char *const *names)
{
    size_t length = 0;
    while (length < language.length && language.bytes[length] != '-' &&
           language.bytes[length] != '_')
        length++;
    const struct str primary = str_slice(language, 0, length);
    for (; *names; names++)
        if (str_equal_ascii_case(primary, str_from(*names)))
            return true;
    return false;
}

bool language_is_cjk(struct str language)
{
    return is_primary(
        language, (const char *const[]){"zh", "ja", "ko", "yue", "cmn", "wuu", "nan", "lzh", NULL});
}

bool language_indents(struct str language)
{
    return is_primary(language,
                      (const char *const[]){"zh", "ja", "yue", "cmn", "wuu", "nan", "lzh", NULL});
}
