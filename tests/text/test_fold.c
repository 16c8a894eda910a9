#include "text_test.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/normalize.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static struct str fold(struct buffer *out, struct str text)
{
    out->length = 0;
    fold_append(out, text);
    return buffer_str(out);
}

static void cases(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *expected;
    } rows[] = {
        {"case, full width, blanks", "LinuxＡＢＣ\u3000\t\u00A0\nx", "linuxabc   \nx"},
        {"long ASCII", "THE Quick (brown) FOX~ jumps [over] @ZAZ `az{ 0189",
         "the quick (brown) fox~ jumps [over] @zaz `az{ 0189"},
        {"sharp s, ligature", "Straße ﬁn", "strasse fin"},
        {"diacritics", "Éléphant naïve Ångström", "elephant naive angstrom"},
        {"the same apart", "E\u0301le\u0301phant o\u0328\u0304", "elephant o"},
        {"greek", "ΣΆΣ ᾳ ᾼ", "σασ α α"},
        {"cyrillic", "Ёжик Йод", "ежик иод"},
        {"hebrew points", "שָׁלוֹם", "שלום"},
        {"arabic vowels and forms", "مُحَمَّد ﷲ أ", "محمد الله ا"},
        {"traditional", "後發髮乾幹裡裏麵雲隻祇係繫鐘鍾臺檯颱復複鬥穀爲為羣衆",
         "后发发干干里里面云只只系系钟钟台台台复复斗谷为为群众"},
        {"simplified stays", "后发干里面云只系钟台复斗谷为群众",
         "后发干里面云只系钟台复斗谷为群众"},
        {"kept apart", "著着俱具姊姐藉借姪瞭", "著着俱具姊姐藉借姪瞭"},
        {"closed chains", "薴苧", "苎苎"},
        {"new and old kanji", "発發发図圖图気氣气駅驛驿国國学學芸藝鉱鑛矿",
         "发发发图图图气气气驿驿驿国国学学艺艺矿矿矿"},
        {"not merged", "連聯沪濾", "连联沪滤"},
        {"compatibility ideographs, radicals", "\uF96E⼀", "叶一"},
        {"kana", "カタカナ ガ ヴ ー ヽヾ ッ", "かたかな が ゔ ー ゝゞ っ"},
        {"half width kana", "ｶﾞﾊﾟｰﾝ｡", "がぱーん。"},
        {"voicing marks apart", "か\u3099カ\u3099は\u309Aわ\u3099", "ががぱわ\u3099"},
        {"が is not か", "がか", "がか"},
        {"voiced without a composed form", "あ\u3099", "あ\u3099"},
        {"squared", "㎏ ㌔ ① ㈱", "kg きろ 1 (株)"},
        {"hangul", "한국어", "한국어"},
        {"hangul apart", "\u1112\u1161\u11ab하\u11ab", "한한"},
        {"jamo alone", "ㅋㅋㅠㅠ ﾡ", "ㅋㅋㅠㅠ ㄱ"},
        {"removed", "葛\U000E0100 a\u00ADb\u200Bc\u200Dd\u2060e\uFEFFf\u034Fg", "葛 abcdefg"},
        {"removed before a mark", "か\u200D\u3099", "が"},
        {"marks of another script", "中\u0E34a\u3099", "中a"},
        {"marks of nothing", "\u3099 \u0301", " "},
        {"thai stays", "กิน้ำ", "กิน\u0E49\u0E4Dา"},
        {"keycap", "1\uFE0F\u20E3", "1"},
        {"ill-formed", "a\xff\xe4\xb8z\xed\xa0\x80\xc0\x80",
         "a\uFFFD\uFFFDz\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"over the BMP", "𠀀𝐀𪛖", "𠀀a𪛖"},
    };
    CLEANUP_BUFFER struct buffer got = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fold(&got, str_from(rows[i].text));
        if (!str_equal(buffer_str(&got), str_from(rows[i].expected)))
            fail_msg("%s: “%s”: expected “%s”, got “%s”", rows[i].name, rows[i].text,
                     rows[i].expected, got.bytes);
    }
}

static void code_points_are_fixed(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer once = {0}, twice = {0};
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        size_t length = utf8_encode(c, bytes);
        fold(&once, (struct str){bytes, length});
        fold(&twice, buffer_str(&once));
        if (!str_equal(buffer_str(&once), buffer_str(&twice)))
            fail_msg("U+%04X: folds to “%s”, that to “%s”", c, once.bytes, twice.bytes);
    }
}

static bool is_compatibility_jamo(uint32_t c)
{
    return (c >= 0x3130 && c <= 0x318F) || (c >= 0xFFA0 && c <= 0xFFDC);
}

/* What is one by NFKC_Casefold is one here, but for letters of Hangul that stand alone. */
static void is_coarser_than_nfkc(void **state)
{
    (void)state;
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&code);
    CLEANUP_BUFFER struct buffer own = {0}, other = {0};
    for (uint32_t c = 0; c < 0x110000; c++) {
        UChar units[64], mapped[64];
        char bytes[4], mapped_bytes[256];
        int32_t length = 0, mapped_length;
        if ((c >= 0xD800 && c < 0xE000) || is_compatibility_jamo(c) || c == 0x345)
            continue;
        U16_APPEND_UNSAFE(units, length, c);
        length = unorm2_normalize(nfkc, units, length, mapped, 64, &code);
        u_strToUTF8(mapped_bytes, sizeof mapped_bytes, &mapped_length, mapped, length, &code);
        assert_true(U_SUCCESS(code));
        fold(&own, (struct str){bytes, utf8_encode(c, bytes)});
        fold(&other, (struct str){mapped_bytes, (size_t)mapped_length});
        /* Iota subscript is a diacritic here. */
        bool is_iota = c >= 0x1F80 && c <= 0x1FFF;
        if (!str_equal(buffer_str(&own), buffer_str(&other)) && !is_iota)
            fail_msg("U+%04X: expected “%s”, got “%s”", c, other.bytes, own.bytes);
    }
}

static const char *const extra[] = {
    "\u1112", "\u1161",     "\u11ab",   "하",       "한",     "ㅋ",     "か",     "カ",
    "ｶ",      "\u3099",     "\u309A",   "ﾞ",        "は",     "ぱ",     "\u200D", "\u00AD",
    "\u034F", "\U000E0100", "㎏",       "ﷲ",        "後",     "發",     "気",     "，",
    "ก",      "\u0E34",     "\u0E49",   "ำ",        "\u0E4D", "க",      "\u0BC6", "\u0BBE",
    "\u0BCA", "\xff",       "\xe4\xb8", "\xf0\x9f", "\u0F73", "\u0F71", "\u0F72", "ཀ",
    "İ",      "ß",          "\x1e",     "\t",       "\u302E", "あ",
};

static void random_text(struct buffer *out, uint64_t *seed, bool is_well_formed)
{
    out->length = 0;
    for (uint32_t i = random_next(seed) % 40; i > 0; i--) {
        const char *piece = extra[random_next(seed) % (sizeof extra / sizeof *extra)];
        if (random_next(seed) % 3 == 0)
            random_append(out, seed);
        else if (!is_well_formed || utf8_valid_prefix(str_from(piece)) == strlen(piece))
            buffer_append_c(out, piece);
    }
    buffer_append_c(out, "");
}

static void random_texts_are_fixed(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    CLEANUP_BUFFER struct buffer text = {0}, normal = {0}, once = {0}, twice = {0};
    for (int round = 0; round < 60000; round++) {
        random_text(&text, &seed, true);
        normal.length = 0;
        nfc_append(&normal, buffer_str(&text));
        fold(&once, buffer_str(&text));
        fold(&twice, buffer_str(&once));
        if (!str_equal(buffer_str(&once), buffer_str(&twice)))
            fail_msg("%s\n folds to “%s”, that to “%s”", spelled(buffer_str(&text)), once.bytes,
                     twice.bytes);
        fold(&twice, buffer_str(&normal));
        if (!str_equal(buffer_str(&once), buffer_str(&twice)))
            fail_msg("%s\n folds to “%s”, in NFC to %s", spelled(buffer_str(&text)), once.bytes,
                     spelled(buffer_str(&twice)));
    }
}

static bool has_spelling(uint32_t point, uint32_t source)
{
    CLEANUP_FREE uint32_t *sources = NULL;
    size_t count = fold_spellings(point, &sources);
    for (size_t i = 0; i < count; i++)
        if (sources[i] == source)
            return true;
    return false;
}

static void append_step(struct buffer *out, const struct fold_step *step)
{
    for (unsigned i = 0; i < step->count; i++)
        utf8_append(out, step->points[i]);
}

/* One of the code points of the step is known to spell each folded one. */
static void check_sources(struct str text, size_t at, const struct fold_step *step)
{
    for (unsigned i = 0; i < step->count; i++) {
        uint32_t source, point = step->points[i];
        bool is_known = point == FOLD_ILL_FORMED || fold_joins(point);
        for (size_t next = at; !is_known && next < step->end;) {
            next += utf8_decode(text, next, &source);
            is_known = has_spelling(point, source);
        }
        if (!is_known)
            fail_msg("no spelling of U+%04X at %zu in %s", point, at, spelled(text));
    }
}

static void check_map(struct str text, const struct fold_map *map, size_t folded_start,
                      size_t folded_end, size_t start, size_t end)
{
    size_t got_start, got_end;
    fold_map_source(map, folded_start, folded_end, &got_start, &got_end);
    if (got_start != start || got_end != end)
        fail_msg("%s: folded %zu-%zu: expected %zu-%zu, got %zu-%zu", spelled(text), folded_start,
                 folded_end, start, end, got_start, got_end);
}

/* Steps, steps backward, the fold of the whole and its map say the same. */
static void steps_and_map(void **state)
{
    (void)state;
    uint64_t seed = 99;
    CLEANUP_BUFFER struct buffer text = {0}, whole = {0}, mapped = {0}, stepped = {0};
    struct fold_map map = {0};
    for (int round = 0; round < 60000; round++) {
        random_text(&text, &seed, false);
        struct str s = buffer_str(&text);
        fold(&whole, s);
        mapped.length = stepped.length = 0;
        fold_append_mapped(&mapped, s, &map);
        struct fold_step step, back;
        size_t last = SIZE_MAX;
        for (size_t at = 0; at < s.length; at = step.end) {
            size_t before = stepped.length;
            if (fold_step_before(s, at, 0, &back) != last)
                fail_msg("%s: before %zu: expected %zu, got %zu", spelled(s), at, last,
                         fold_step_before(s, at, 0, &back));
            fold_step(s, at, &step);
            append_step(&stepped, &step);
            if (step.count == 0)
                continue;
            last = at;
            check_map(s, &map, before, stepped.length, at, step.end);
            char bytes[4];
            size_t last_length = utf8_encode(step.points[step.count - 1], bytes);
            check_map(s, &map, stepped.length - last_length, stepped.length, at, step.end);
            check_sources(s, at, &step);
        }
        if (!str_equal(buffer_str(&whole), buffer_str(&stepped)) ||
            !str_equal(buffer_str(&whole), buffer_str(&mapped)))
            fail_msg("%s: whole “%s”, mapped “%s”, by steps “%s”", spelled(s), whole.bytes,
                     mapped.bytes, stepped.bytes);
    }
    fold_map_release(&map);
}

static void code_points_have_their_spellings(void **state)
{
    (void)state;
    struct fold_step step;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        struct str text = {bytes, utf8_encode(c, bytes)};
        if (c >= 0xD800 && c < 0xE000)
            continue;
        fold_step(text, 0, &step);
        check_sources(text, 0, &step);
    }
}

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum fold_kind kind;
    } rows[] = {
        {"a1éжא٣", FOLD_WORD},  {"中々〇あーっゝ한ㅋㄅกກ", FOLD_SUBSTRING},
        {" \n", FOLD_BLANK},    {"，。-_+#.😀", FOLD_OTHER},
        {"क\u093F", FOLD_WORD}, {"\u0E34\u3099", FOLD_SUBSTRING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct str text = str_from(rows[i].text);
        for (size_t at = 0; at < text.length;) {
            uint32_t c;
            at += utf8_decode(text, at, &c);
            if (fold_kind(c) != rows[i].kind)
                fail_msg("U+%04X: expected kind %d, got %d", c, rows[i].kind, fold_kind(c));
        }
    }
    assert_true(fold_is_sentence_mark(0x3002) && fold_is_sentence_mark('?'));
    assert_false(fold_is_sentence_mark(',') || fold_is_sentence_mark(FOLD_ILL_FORMED));
    assert_true(fold_joins(0x3099) && fold_joins(0x1161) && !fold_joins(0x1112));
}

/* Floods of what joins or is removed stay linear, and bounded in what they give. */
static void floods(void **state)
{
    (void)state;
    static const char *const units[] = {"\u3099", "\u0E34", "\u0301", "\u200D", "\u1161"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        CLEANUP_BUFFER struct buffer text = {0}, got = {0}, again = {0};
        buffer_append_c(&text, "かก");
        for (int j = 0; j < 300000; j++)
            buffer_append_c(&text, units[i]);
        buffer_append_c(&text, "末");
        fold(&got, buffer_str(&text));
        assert_true(got.length < 200);
        assert_true(str_ends(buffer_str(&got), STR("末")));
        fold(&again, buffer_str(&got));
        assert_true(str_equal(buffer_str(&got), buffer_str(&again)));
    }
}

/* When this fails the index of every library is stale: raise FOLD_VERSION, then pin the new hash.
 */
static void version(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer all = {0};
    uint64_t hash = 0xCBF29CE484222325u;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        fold_append(&all, (struct str){bytes, utf8_encode(c, bytes)});
        buffer_append_byte(&all, (char)(fold_kind(c) | fold_joins(c) << 2));
    }
    for (size_t i = 0; i < all.length; i++)
        hash = (hash ^ (unsigned char)all.bytes[i]) * 0x100000001B3u;
    if (FOLD_VERSION != 1 || hash != 0x12F433147DD5DD1Au)
        fail_msg("FOLD_VERSION %d has the hash 0x%llX", FOLD_VERSION, (unsigned long long)hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(code_points_are_fixed),
        cmocka_unit_test(is_coarser_than_nfkc),
        cmocka_unit_test(random_texts_are_fixed),
        cmocka_unit_test(steps_and_map),
        cmocka_unit_test(code_points_have_their_spellings),
        cmocka_unit_test(kinds),
        cmocka_unit_test(floods),
        cmocka_unit_test(version),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
