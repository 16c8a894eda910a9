/* Folding and the tokens of the index against ICU's NFKC_Casefold and memcpy in the same run. */
#include "base/memory.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { MEGABYTE = 1000000, SIZE_MB = 32 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Every sentence of it is of zhai's own making. */
static struct str make_text(struct buffer *out, const char *const *sentences, size_t count)
{
    unsigned seed = 7;
    while (out->length < (size_t)SIZE_MB * MEGABYTE) {
        seed = seed * 1103515245u + 12345u;
        buffer_append_c(out, sentences[(seed >> 16) % count]);
        if ((seed >> 20) % 9 == 0)
            buffer_append_byte(out, '\n');
    }
    return buffer_str(out);
}

/* Memory is touched before it is measured: the first use of a page costs as much as folding it. */
static double fold_rate(struct str text, bool is_mapped)
{
    double best = 1e9;
    struct buffer out = {0};
    struct fold_map map = {0};
    for (int i = 0; i < 5; i++) {
        out.length = 0;
        double start = now();
        if (is_mapped)
            fold_append_mapped(&out, text, &map);
        else
            fold_append(&out, text);
        best = fmin(best, now() - start);
    }
    buffer_release(&out);
    fold_map_release(&map);
    return (double)text.length / MEGABYTE / best;
}

static bool count_token(const struct token *token, void *closure)
{
    (void)token;
    ++*(size_t *)closure;
    return true;
}

static double token_rate(struct str text, enum tokens_purpose purpose)
{
    double best = 1e9;
    size_t count = 0;
    for (int i = 0; i < 3; i++) {
        double start = now();
        (void)tokens_walk(text, purpose, count_token, &count);
        best = fmin(best, now() - start);
    }
    return (double)text.length / MEGABYTE / best;
}

static double icu_rate(struct str text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&code);
    int32_t size = (int32_t)text.length, length = 0, folded_length, byte_count;
    UChar *units = malloc(text.length * sizeof *units);
    UChar *folded = malloc(text.length * 2 * sizeof *folded);
    char *bytes = malloc(text.length * 2);
    double best = 1e9;
    for (int i = 0; i < 3; i++) {
        double start = now();
        u_strFromUTF8(units, size, &length, text.bytes, size, &code);
        folded_length = unorm2_normalize(nfkc, units, length, folded, size * 2, &code);
        u_strToUTF8(bytes, size * 2, &byte_count, folded, folded_length, &code);
        best = fmin(best, now() - start);
    }
    free(units);
    free(folded);
    free(bytes);
    return U_SUCCESS(code) ? (double)text.length / MEGABYTE / best : 0;
}

static double copy_rate(struct str text)
{
    char *copy = malloc(text.length);
    memset(copy, 1, text.length);
    double start = now();
    memcpy(copy, text.bytes, text.length);
    double seconds = now() - start;
    volatile char sink = copy[text.length / 2];
    (void)sink;
    free(copy);
    return (double)text.length / MEGABYTE / seconds;
}

int main(void)
{
    static const char *const chinese[] = {
        "他在车间里看了一天，回来只说了一句：机器比人诚实。", "质量是做出来的，不是检出来的；",
        "那一年冬天，河面结了冰，孩子们从这岸走到那岸。",     "书桌上放着旧报纸与一盏灯。",
        "Linux 内核的代码有三千万行，没有谁全读过。",
    };
    static const char *const traditional[] = {
        "他在車間裡看了一天，回來只說了一句：機器比人誠實。",
        "品質是做出來的，不是檢查出來的；",
        "図書館で古い新聞を読む。駅まで歩くと、気がつけば夜だった。",
    };
    static const char *const english[] = {
        "The kernel has thirty million lines, and nobody has read them all. ",
        "Quality is made, not inspected; the machine is more honest than Élise. ",
    };
    static const struct {
        const char *name;
        const char *const *sentences;
        size_t count;
    } texts[] = {{"chinese", chinese, 5},
                 {"traditional, japanese", traditional, 3},
                 {"english", english, 2}};
    bool is_good = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer buffer = {0};
        struct str text = make_text(&buffer, texts[i].sentences, texts[i].count);
        double own = fold_rate(text, false), mapped = fold_rate(text, true), icu = icu_rate(text);
        double tokens = token_rate(text, TOKENS_MAIN), single = token_rate(text, TOKENS_SINGLE);
        /* 1 GB/s, and 350 MB/s of tokens, where ICU does 0.45 GB/s. */
        bool is_fast = own >= 2 * icu && tokens >= 0.75 * icu;
        printf("%s: fold %.0f MB/s, with map %.0f, ICU NFKC_Casefold %.0f, memcpy %.0f; ratio to "
               "ICU %.1f, bound 2; tokens %.0f, single %.0f, ratio %.2f, bound 0.75: %s\n",
               texts[i].name, own, mapped, icu, copy_rate(text), own / icu, tokens, single,
               tokens / icu, is_fast ? "ok" : "TOO SLOW");
        is_good = is_good && is_fast;
        buffer_release(&buffer);
    }
    return !is_good;
}
