/* The charset of short samples, over texts written for this test (tests/cases/charset). */
#include "cmocka_prelude.h"

#include "base/file.h"
#include "base/memory.h"
#include "charset_samples.h"

#include <stdio.h>

/* Right answers of all samples of one charset, one length, as prose or between tags. */
struct tally {
    size_t right, all;
    bool has_tags;
};

static void check(const struct sample_charset *charset, struct str sample, void *context)
{
    struct tally *tally = context;
    const struct charset_hints hints = {STR_NONE, STR_NONE, tally->has_tags};
    struct charset_decision decision;
    struct error error;
    assert_int_equal(charset_decide(sample, &hints, &decision, &error), STATUS_OK);
    const bool is_right = strcmp(decision.name, charset->name) == 0;
    tally->all++;
    tally->right += is_right;
    if (is_right)
        return;
    print_message("%s %s, %zu bytes: got %s (%s %.2f):", charset->language, charset->name,
                  sample.length, decision.name, charset_source_name(decision.source),
                  decision.confidence);
    for (size_t i = 0; i < sample.length && i < 60; i++)
        print_message(" %02x", (unsigned char)sample.bytes[i]);
    print_message("\n");
}

static void read_case(const char *language, struct buffer *text)
{
    char path[4096];
    struct error error;
    snprintf(path, sizeof path, "%s/cases/charset/%s.txt", getenv("TEST_DATA"), language);
    if (file_read(path, text, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* About 60 windows of each length, from every place in a character. */
static void run(const struct sample_charset *charset, size_t length, bool has_tags,
                struct tally *tally)
{
    CLEANUP_BUFFER struct buffer text = {0}, tagged = {0}, encoded = {0};
    read_case(charset->language, &text);
    /* Twice, so that long windows may start anywhere in it. */
    buffer_reserve(&text, text.length);
    buffer_append(&text, buffer_str(&text));
    sample_add_tags(buffer_str(&text), &tagged);
    sample_encode(charset, buffer_str(has_tags ? &tagged : &text), &encoded, NULL);
    *tally = (struct tally){.has_tags = has_tags};
    sample_windows(charset, buffer_str(&encoded), length, (encoded.length - length) / 60 | 1,
                   check, tally);
}

static void expect_rate(size_t length, double least)
{
    size_t right = 0, all = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(sample_charsets); i++) {
        /* Russian is beyond what is promised; there is no text of it here. */
        if (strcmp(sample_charsets[i].language, "ru") == 0)
            continue;
        for (int has_tags = 0; has_tags < 2; has_tags++) {
            struct tally tally;
            run(&sample_charsets[i], length, has_tags != 0, &tally);
            print_message("%s %s %s, %zu bytes: %zu of %zu\n", sample_charsets[i].language,
                          sample_charsets[i].name, has_tags ? "tags" : "text", length, tally.right,
                          tally.all);
            assert_true(tally.all >= 30);
            assert_true((double)tally.right >= least * (double)tally.all);
            right += tally.right;
            all += tally.all;
        }
    }
    print_message("%zu bytes: %zu of %zu, expected at least %.1f %%\n", length, right, all,
                  100 * least);
    assert_true((double)right >= least * (double)all);
}

static void finds_95_percent_in_60_bytes(void **state)
{
    (void)state;
    expect_rate(60, 0.95);
}

static void finds_98_percent_in_300_bytes(void **state)
{
    (void)state;
    expect_rate(300, 0.98);
}

static void finds_99_5_percent_in_3000_bytes(void **state)
{
    (void)state;
    expect_rate(3000, 0.995);
}

/* What glibc encoded, found and decoded again, is the text. */
static void decodes_what_another_encoder_wrote(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(sample_charsets); i++) {
        const struct sample_charset *charset = &sample_charsets[i];
        if (strcmp(charset->language, "ru") == 0)
            continue;
        CLEANUP_BUFFER struct buffer text = {0}, encoded = {0}, kept = {0};
        read_case(charset->language, &text);
        sample_encode(charset, buffer_str(&text), &encoded, &kept);
        const struct charset_hints hints = {STR_NONE, STR_NONE, false};
        struct charset_decision decision;
        struct error error;
        assert_int_equal(charset_decide(buffer_str(&encoded), &hints, &decision, &error),
                         STATUS_OK);
        charset_decode(&encoded, &decision);
        print_message("%s %s: got %s, %zu replaced, %zu bytes of %zu\n", charset->language,
                      charset->iconv_name, decision.name, decision.replaced, encoded.length,
                      kept.length);
        assert_string_equal(decision.name, charset->name);
        assert_int_equal(decision.replaced, 0);
        assert_true(str_equal(buffer_str(&encoded), buffer_str(&kept)));
        assert_true(kept.length * 100 >= text.length * 95);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_95_percent_in_60_bytes),
        cmocka_unit_test(finds_98_percent_in_300_bytes),
        cmocka_unit_test(finds_99_5_percent_in_3000_bytes),
        cmocka_unit_test(decodes_what_another_encoder_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
