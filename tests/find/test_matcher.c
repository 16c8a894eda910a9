#include "cmocka_prelude.h"

#include "base/clock.h"
#include "find/matcher_private.h"
#include "reference_match.h"
#include "text/text_test.h"

static struct haystack whole(const char *text)
{
    return (struct haystack){.text = str_from(text)};
}

/* Matches as "start-end start-end", by matcher_all. */
static void append_matches(struct buffer *out, const char *term, const char *text, unsigned flags)
{
    struct matcher *matcher = matcher_new(str_from(term), flags);
    struct match *matches;
    size_t count = matcher_all(matcher, whole(text), &matches);
    for (size_t i = 0; i < count; i++)
        buffer_append_format(out, "%s%u-%u", i ? " " : "", matches[i].start, matches[i].end);
    free(matches);
    matcher_free(matcher);
}

struct find_case {
    const char *name, *term, *text, *expected;
    unsigned flags;
};

static const struct find_case find_cases[] = {
    {"han", "质量", "抓质量,看质量", "3-9 13-19", 0},
    {"nothing", "质疑", "抓质量", "", 0},
    {"case", "Ab", "AB Ab ab", "0-2 3-5 6-8", 0},
    {"case, exact", "Ab", "AB Ab ab", "3-5", MATCHER_EXACT},
    {"traditional", "質量", "质量 品質量", "0-6 10-16", 0},
    {"traditional, exact", "質量", "质量 品質量", "10-16", MATCHER_EXACT},
    {"one to many", "后", "後天 后天", "0-3 7-10", 0},
    {"new kanji", "发", "発發髪髮发", "0-3 3-6 6-9 9-12 12-15", 0},
    {"full-width is ASCII", "abc", "xＡＢＣy", "1-10", 0},
    {"ASCII finds full-width marks", "好,他", "你好，他", "3-12", 0},
    {"ideographic space", "第 一", "第\u3000一", "0-9", 0},
    {"blanks", "a b", "a  \n b a\tb ab", "0-6 7-10", 0},
    {"soft line break", "文章", "文\n章 文 章 文\n\n章", "0-7", 0},
    {"no line break in words", "ab", "a\nb ab", "4-6", 0},
    {"record separator", "文章", "文\x1e章", "", 0},
    {"record separator is no blank", "a b",
     "a\x1e"
     "b",
     "", 0},
    {"not over a mark", "文章讨论", "文章，讨论", "", 0},
    {"removed inside", "质量", "质\u200D量 质\u00AD\u200B量", "0-9 10-21", 0},
    {"variation selector", "葛", "葛\U000E0100城", "0-7", 0},
    {"squared", "g", "5㎏ g", "1-4 5-6", 0},
    {"across squared", "5kg以", "5㎏以", "0-7", 0},
    {"kana with voicing mark apart", "か", "か\u3099か", "6-9", 0},
    {"kana composed", "が", "がか か\u3099ｶﾞ", "0-3 7-13 13-19", 0},
    {"hiragana and katakana", "カタカナ", "かたかな", "0-12", 0},
    {"uncomposed voicing", "あ", "あ\u3099あ", "6-9", 0},
    {"diacritics", "elephant", "Éléphant e\u0301léphant", "0-10 11-22", 0},
    {"diacritics, exact", "e", "e\u0302\u0330 é e", "9-10", MATCHER_EXACT},
    {"greek sigma", "σας", "ΣΑΣ σας", "0-6 7-13", 0},
    {"sharp s", "strasse", "Straße", "0-7", 0},
    {"inside sharp s", "as", "aß", "0-3", 0},
    {"hangul", "서점", "오래된 서점들", "10-16", 0},
    {"hangul syllables whole", "하", "한하", "3-6", 0},
    {"hangul apart", "한", "\u1112\u1161\u11ab", "0-9", 0},
    {"half an emoji family", "👨", "👨\u200d👩 👨", "12-16", 0},
    {"flag pairs", "🇳🇨", "🇨🇳🇨🇳", "", 0},
    {"flags", "🇨🇳", "🇨🇳🇨🇳", "0-8 8-16", 0},
    {"no overlap", "aa", "aaaaa", "0-2 2-4", 0},
    {"same start twice", "啊啊哦", "啊啊啊哦", "3-12", 0},
    {"term longer than text", "长长长长", "长长", "", 0},
    {"whole text", "全部", "全部", "0-6", 0},
    {"empty", "", "abc", "", 0},
    {"ill-formed term", "\xff", "a\xff", "", 0},
    {"ill-formed text", "b",
     "\xe4\xb8"
     "b\xff"
     "b",
     "2-3 4-5", 0},
    {"replacement character", "\uFFFD", "\xff\uFFFD", "1-4", 0},
    {"word start", "lin", "Linux belin 免费linux x_linux", "0-3 18-21 26-29", MATCHER_WHOLE},
    {"anywhere", "lin", "Linux belin", "0-3 8-11", 0},
    {"mixed term inside a word", "c语言", "ObjC语言", "3-10", MATCHER_WHOLE},
    {"mark first", ".net", "asp.net .NET", "3-7 8-12", MATCHER_WHOLE},
    {"blanks at the ends", " net ", "a net", "2-5", MATCHER_WHOLE},
    {"exact word start", "Lin", "Linux beLin lin", "0-3", MATCHER_WHOLE | MATCHER_EXACT},
    {"exact", "质量", "质\n量质量", "7-13", MATCHER_EXACT},
};

static void cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(find_cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        append_matches(&got, find_cases[i].term, find_cases[i].text, find_cases[i].flags);
        if (strcmp(got.bytes, find_cases[i].expected) != 0)
            fail_msg("%s: “%s” in “%s”: expected “%s”, got “%s”", find_cases[i].name,
                     find_cases[i].term, find_cases[i].text, find_cases[i].expected, got.bytes);
    }
}

static void borders_of_blocks(void **state)
{
    (void)state;
    struct block blocks[] = {
        {.start = 0, .end = 3}, {.start = 4, .end = 11}, {.start = 12, .end = 15}};
    struct document document = {
        .text = STR("文\n章 a\nb\nb文"), .blocks = blocks, .block_count = 3};
    struct haystack haystack = {document.text, &document, true};
    document.text.length = 15;
    static const struct {
        const char *term;
        bool is_inside, is_found;
    } rows[] = {{"文章", true, false},
                {"文章", false, true},
                {"a b", true, true},
                {"b b", true, false},
                {"b b", false, true}};
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct match match;
        struct matcher *matcher = matcher_new(str_from(rows[i].term), 0);
        haystack.document = rows[i].is_inside ? &document : NULL;
        bool is_found = matcher_next(matcher, haystack, 0, SIZE_MAX, &match);
        matcher_free(matcher);
        if (is_found != rows[i].is_found)
            fail_msg("“%s”, row %zu: expected %d, got %d", rows[i].term, i, rows[i].is_found,
                     is_found);
    }
}

static void limits(void **state)
{
    (void)state;
    struct matcher *matcher = matcher_new(STR("言"), 0);
    const struct haystack all = {.text = STR("言无无言言")};
    struct match match;
    assert_true(matcher_next(matcher, all, 1, SIZE_MAX, &match));
    assert_int_equal(match.start, 9);
    assert_false(matcher_next(matcher, all, 1, 9, &match));
    assert_false(matcher_next(matcher, all, 15, SIZE_MAX, &match));
    assert_false(matcher_next(matcher, (struct haystack){0}, 0, SIZE_MAX, &match));
    matcher_free(matcher);
}

static const char *const pieces[] = {
    "中", "文",     "章",     "發",     "发",     "，",      " ",          " ",
    "\n", "\x1e",   "a",      "b",      "A",      "é",       "e\u0301",    "K",
    "ß",  "s",      "が",     "カ",     "\u3099", "ｶ",       "ﾞ",          "한",
    "하", "\u1112", "\u1161", "\u11ab", "\u200D", "\u00AD",  "\U000E0100", "㎏",
    "k",  "g",      "กิ",      "น้ำ",     "ำ",      "क\u093F", "\xff",       "\xe4\xb8",
    "①",  "1",      "ﷲ",      "\u3000", "+",      ".",       "あ",         "\u309A",
    "ㅋ", "我",     "的",     "İ",      "\t",     "𝐀",       "\u0E34",
};

static void random_text(struct buffer *out, uint64_t *seed, unsigned most, unsigned variety)
{
    unsigned first = random_next(seed) % (unsigned)ARRAY_LENGTH(pieces);
    out->length = 0;
    for (unsigned i = random_next(seed) % most; i > 0; i--)
        buffer_append_c(out, pieces[(first + random_next(seed) % variety) % ARRAY_LENGTH(pieces)]);
    buffer_append_c(out, "");
}

static void random_term(struct buffer *out, uint64_t *seed, struct str text, unsigned variety)
{
    out->length = 0;
    size_t count = utf8_count(text), first = count ? random_next(seed) % count : 0;
    buffer_append(out, str_slice(text, utf8_offset(text, first),
                                 utf8_offset(text, first + 1 + random_next(seed) % 5)));
    CLEANUP_BUFFER struct buffer more = {0};
    if (random_next(seed) % 4 == 0)
        random_text(&more, seed, 4, variety);
    buffer_append(out, buffer_str(&more));
    buffer_append_c(out, "");
}

/* The matches that brute force finds from left to right, as "start-end ". */
static void append_expected(struct buffer *out, struct str text, struct str term, bool is_whole)
{
    struct reference points = reference_new(text, NULL), wanted = reference_term(term);
    size_t passed = 0;
    for (size_t i = 0; i < points.count; i++) {
        size_t end = reference_match_at(&points, &wanted, i, is_whole);
        if (end == 0 || points.points[i].start < passed)
            continue;
        struct match match = {(uint32_t)points.points[i].start,
                              (uint32_t)points.points[end - 1].end};
        buffer_append_format(out, "%u-%u ", match.start, match.end);
        passed = match.end;
    }
    free(points.points);
    free(wanted.points);
}

/* The matcher's, without what is removed at their ends, which only highlighting takes in. */
static void append_found(struct buffer *out, struct str text, struct str term, unsigned flags)
{
    struct matcher *matcher = matcher_new(term, flags);
    struct match match;
    for (size_t at = 0;
         matcher_next(matcher, (struct haystack){.text = text}, at, SIZE_MAX, &match);
         at = match.end) {
        struct fold_step step;
        size_t start = fold_step_before(text, match.end, match.start, &step);
        buffer_append_format(out, "%u-%zu ", match.start, start == SIZE_MAX ? 0 : step.end);
    }
    matcher_free(matcher);
}

/* Kept by the matcher in a text, but not by the yardstick. */
static bool has_outer_blank(struct str term)
{
    CLEANUP_BUFFER struct buffer folded = {0};
    fold_append(&folded, term);
    return str_trim_ascii(buffer_str(&folded)).length < folded.length;
}

static void brute_force(void **state)
{
    (void)state;
    uint64_t seed = 31;
    unsigned found_count = 0;
    CLEANUP_BUFFER struct buffer text = {0}, term = {0}, expected = {0}, got = {0};
    for (int round = 0; round < 30000; round++) {
        unsigned variety = round % 3 == 0 ? 60 : 4 + random_next(&seed) % 8;
        random_text(&text, &seed, 60, variety);
        random_term(&term, &seed, buffer_str(&text), variety);
        struct str t = str_trim_ascii(buffer_str(&term));
        if (utf8_valid_prefix(t) < t.length)
            continue;
        for (unsigned flags = 0; flags <= MATCHER_WHOLE; flags += MATCHER_WHOLE) {
            if (flags == 0 && has_outer_blank(t))
                continue;
            expected.length = got.length = 0;
            buffer_append_c(&expected, "");
            buffer_append_c(&got, "");
            append_expected(&expected, buffer_str(&text), t, flags);
            append_found(&got, buffer_str(&text), t, flags);
            found_count += got.length > 0;
            if (!str_equal(buffer_str(&expected), buffer_str(&got)))
                fail_msg("“%.*s”, flags %u, in %s: expected “%s”, got “%s”", STR_ARGS(t), flags,
                         spelled(buffer_str(&text)), expected.bytes, got.bytes);
        }
    }
    print_message("%u texts with matches\n", found_count);
    assert_true(found_count > 10000);
}

/* Slices and backward walks find what a forward walk finds. */
static void slices_and_backward(void **state)
{
    (void)state;
    uint64_t seed = 8;
    CLEANUP_BUFFER struct buffer text = {0}, term = {0};
    for (int round = 0; round < 20000; round++) {
        struct match *matches, match;
        unsigned variety = 4 + random_next(&seed) % 8;
        random_text(&text, &seed, 60, variety);
        random_term(&term, &seed, buffer_str(&text), variety);
        struct haystack haystack = {.text = buffer_str(&text)};
        struct matcher *matcher = matcher_new(str_trim_ascii(buffer_str(&term)), 0);
        size_t count = matcher_all(matcher, haystack, &matches), found = 0, at = 0;
        for (size_t limit = 0; limit < text.length;) {
            limit += 1 + random_next(&seed) % 9;
            while (matcher_next(matcher, haystack, at, limit, &match)) {
                if (found >= count || match.start != matches[found].start)
                    fail_msg("“%s” in %s: limit %zu, found %u", term.bytes, spelled(haystack.text),
                             limit, match.start);
                at = match.end;
                found++;
            }
        }
        if (found != count)
            fail_msg("“%s” in %s: expected %zu in slices, got %zu", term.bytes,
                     spelled(haystack.text), count, found);
        free(matches);
        matcher_free(matcher);
    }
}

typedef void find_candidates(const struct fingerprint *fingerprint, struct str text, size_t from,
                             size_t end, size_t bytes_ahead, struct candidates *ret_candidates);

/* All candidates as numbers, through blocks that begin where the one before ended. */
static void list_candidates(find_candidates *find, const struct fingerprint *fingerprint,
                            struct str text, size_t from, size_t end, struct buffer *out)
{
    struct candidates block = {.next = from};
    buffer_append_c(out, "");
    while (block.next < end) {
        find(fingerprint, text, block.next, end, 1 + from % 200, &block);
        if (block.count == 0)
            return;
        for (unsigned i = 0; i < block.count; i++)
            buffer_append_format(out, " %zu", block.offset + block.places[i]);
    }
}

/* The vectors against one byte after the other, for sets of any kind. */
static void vectors(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int round = 0; round < 400; round++) {
        struct byte_sets sets[20];
        struct fingerprint fingerprint;
        CLEANUP_BUFFER struct buffer text = {0};
        size_t count = 1 + random_next(&seed) % ARRAY_LENGTH(sets);
        memset(sets, 0, sizeof sets);
        for (size_t i = 0; i < count; i++)
            for (size_t place = 0; place < FINGERPRINT_BYTES; place++)
                for (unsigned j = 1 + random_next(&seed) % 3; j > 0; j--)
                    sets[i].bytes[place][random_next(&seed) % 256] = true;
        fingerprint_init(&fingerprint, sets, count);
        for (unsigned i = random_next(&seed) % 300; i > 0; i--)
            buffer_append_byte(&text, (char)random_next(&seed));
        struct str s = buffer_str(&text);
        for (size_t from = 0; from < s.length; from++) {
            size_t end = s.length - random_next(&seed) % (s.length - from);
            CLEANUP_BUFFER struct buffer plain = {0}, vector = {0}, ssse3 = {0};
            list_candidates(fingerprint_find_plain, &fingerprint, s, from, end, &plain);
            list_candidates(fingerprint_find, &fingerprint, s, from, end, &vector);
            list_candidates(fingerprint_find_ssse3, &fingerprint, s, from, end, &ssse3);
            if (strcmp(plain.bytes, vector.bytes) != 0 || strcmp(plain.bytes, ssse3.bytes) != 0)
                fail_msg("round %d, %zu..%zu:\none by one %s\n32 at once %s\n16 at once %s", round,
                         from, end, plain.bytes, vector.bytes, ssse3.bytes);
        }
    }
}

/* Pasted into the prompt, so made anew for each of its characters. */
static void long_terms(void **state)
{
    static const char *const units[] = {"字", "e", "ez质", "が", "👨\u200d👩", "한", "か", "1"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(units); i++) {
        CLEANUP_BUFFER struct buffer term = {0}, text = {0};
        struct match match;
        while (term.length < 1000)
            buffer_append_c(&term, units[i]);
        buffer_append_c(&term, "末");
        buffer_append_c(&text, units[i]);
        buffer_append(&text, buffer_str(&term));
        int64_t start = clock_monotonic_ms();
        for (int key = 0; key < 100; key++)
            matcher_free(matcher_new(buffer_str(&term), 0));
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("100 times %s…末: %d ms\n", units[i], (int)milliseconds);
        assert_in_range(milliseconds, 0, 2500);
        struct matcher *matcher = matcher_new(buffer_str(&term), 0);
        assert_true(matcher_next(matcher, (struct haystack){.text = buffer_str(&text)}, 0, SIZE_MAX,
                                 &match));
        assert_int_equal(match.end, text.length);
        text.length -= 3; /* all but the last point */
        assert_false(matcher_next(matcher, (struct haystack){.text = buffer_str(&text)}, 0,
                                  SIZE_MAX, &match));
        matcher_free(matcher);
    }
}

/* What joins, is removed, or comes in pairs, a hundred thousand times. */
static void floods(void **state)
{
    (void)state;
    static const char *const units[] = {"\u3099", "\u0301", "\u200D", "\u1161",   "🇨",
                                        "ำ",      " ",      "\n",     "か\u200D", "a"};
    static const char *const terms[] = {"か", "が", "末", "🇨", "ᅡ", "า", "a b", "か末", "aab"};
    for (size_t i = 0; i < ARRAY_LENGTH(units); i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        buffer_append_c(&text, "かกa");
        for (int j = 0; j < 100000; j++)
            buffer_append_c(&text, units[i]);
        buffer_append_c(&text, "末");
        int64_t start = clock_monotonic_ms();
        for (size_t j = 0; j < ARRAY_LENGTH(terms); j++) {
            struct matcher *matcher = matcher_new(str_from(terms[j]), 0);
            struct match *matches;
            matcher_all(matcher, (struct haystack){.text = buffer_str(&text)}, &matches);
            free(matches);
            matcher_free(matcher);
        }
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("%s: %d ms\n", units[i], (int)milliseconds);
        assert_in_range(milliseconds, 0, 5000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),      cmocka_unit_test(borders_of_blocks),
        cmocka_unit_test(limits),     cmocka_unit_test(brute_force),
        cmocka_unit_test(vectors),    cmocka_unit_test(slices_and_backward),
        cmocka_unit_test(long_terms), cmocka_unit_test(floods),
    };
    return cmocka_run_group_tests_name("matcher", tests, NULL, NULL);
}
