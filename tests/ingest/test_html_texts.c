/* Texts that the parser does not read: they come back where they were, and nothing else does. */
#include "base/memory.h"
#include "ingest/formats.h"
#include "ingest/html_listing.h"
#include "ingest/html_texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void test_names(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct html_texts texts = {0};
    struct buffer names CLEANUP_BUFFER = {0}, expected CLEANUP_BUFFER = {0},
                        got CLEANUP_BUFFER = {0};
    for (unsigned i = 0; i < COUNT; i++) {
        buffer_append_c(&names, "<");
        html_texts_begin(&texts, &names);
        buffer_append_format(&texts.bytes, "雪%u", i);
        buffer_append_c(&names, "一>"); /* Han right behind is no digit of it */
        buffer_append_format(&expected, "<雪%u一>", i);
    }
    html_texts_restore(&texts, buffer_str(&names), &got);
    print_message("%u texts, %zu bytes of names: expected %zu bytes, got %zu\n", COUNT,
                  names.length, expected.length, got.length);
    assert_true(str_equal(buffer_str(&got), buffer_str(&expected)));
    got.length = 0;
    html_texts_restore(&texts, STR("a\xEF\xA3\xB0"), &got); /* cut short */
    assert_true(str_equal(buffer_str(&got), STR("a")));
    html_texts_release(&texts);
}

static void list(struct str page, struct buffer *out)
{
    struct buffer content = {0};
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
    struct ingest_options options = {.name = "texts.html"};
    struct document *document;
    struct error error;
    buffer_append(&content, page);
    if (ingest_html(&content, &options, &decision, &document, &error)) {
        buffer_append_c(out, "no text\n");
        return;
    }
    list_page(document, out);
    document_free(document);
}

/* A title is cut at a limit of bytes, wherever that falls in a code point. */
static void test_long_titles(void **state)
{
    (void)state;
    static const char *const letters[] = {"题", "한", "é", "😀", "a"};
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(letters); i++)
        for (int before = 0; before < 4; before++) {
            struct buffer page CLEANUP_BUFFER = {0}, got CLEANUP_BUFFER = {0};
            buffer_append_format(&page, "<title>%.*s", before, "xyz");
            for (int k = 0; k < 3000; k++)
                buffer_append_c(&page, letters[i]);
            buffer_append_c(&page, "</title><p>The ferry left at seven, with the mail.</p>");
            list(buffer_str(&page), &got);
            bool is_whole =
                got.length > 1990 && str_find(buffer_str(&got), STR("\xEF\xBF\xBD"), 0) == SIZE_MAX;
            if (!is_whole)
                print_message("input    %.*s and 3000 times %s\nexpected whole code points\n"
                              "got      %.*s\n",
                              before, "xyz", letters[i], STR_ARGS(buffer_str(&got)));
            failures += !is_whole;
        }
    assert_int_equal(failures, 0);
}

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* The same text to both pages, in one of them parted by comments too often to be kept aside. */
static void append_text(struct buffer *kept, struct buffer *parted, struct str text)
{
    buffer_append(kept, text);
    for (size_t i = 0; i < text.length; i++) {
        const bool is_inside = ((unsigned char)text.bytes[i] & 0xC0) == 0x80;
        if (i % 6 == 0 && i > 0 && !is_inside && !memchr(text.bytes, '&', i))
            buffer_append_c(parted, "<!---->");
        buffer_append_byte(parted, text.bytes[i]);
    }
}

static const char *const tags[] = {
    "<p>",        "</p>",       "<b>",      "</b>",       "<i>",         "</i>",      "<div>",
    "</div>",     "<table>",    "</table>", "<tr>",       "<td>",        "</td>",     "<ul><li>",
    "<li>",       "</ul>",      "<br>",     "<a href=x>", "</a>",        "<pre>",     "</pre>",
    "<h2>",       "</h2>",      "<select>", "<option>",   "</select>",   "<ruby>",    "<rt>",
    "</ruby>",    "<svg>",      "</svg>",   "<math><mi>", "</math>",     "<caption>", "<col>",
    "<font x=1>", "</font>",    "<button>", "</button>",  "<template>",  "<object>",  "</object>",
    "<article>",  "</article>", "<dl><dt>", "<colgroup>", "</colgroup>", "<span>",    "</span>",
};

static const char *const texts[] = {
    "a",
    "\n",
    "  \n\t",
    "雪",
    "The quick brown fox jumps over the lazy dog.",
    "在一个阳光明媚的早晨，小镇上的人们像往常一样开始了忙碌的一天。",
    "\n  「そうですか」と彼は言った。  ",
    "서울의 오래된 서점은 오늘도 문을 연다.",
    " trailing and leading blanks \n",
    "two\n   lines, one of them further in",
    "Tom &amp; Jerry &lt;3 cheese, and &#20013;&#x6587; too",
    "a & b &unknown; &notit; and more of the same",
    "marks e\xCC\x81 and 👩‍👩‍👧 and \xEF\xBF\xBD of some length",
};

static void test_random_pages(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        uint64_t random = seed * 7919;
        struct buffer kept CLEANUP_BUFFER = {0}, parted CLEANUP_BUFFER = {0};
        struct buffer expected CLEANUP_BUFFER = {0}, got CLEANUP_BUFFER = {0};
        for (unsigned count = 4 + next_random(&random) % 40; count > 0; count--) {
            const uint32_t draw = next_random(&random);
            if (draw & 1) {
                const char *tag = tags[(draw >> 1) % ARRAY_LENGTH(tags)];
                buffer_append_c(&kept, tag);
                buffer_append_c(&parted, tag);
            } else {
                append_text(&kept, &parted, str_from(texts[(draw >> 1) % ARRAY_LENGTH(texts)]));
            }
        }
        list(buffer_str(&parted), &expected);
        list(buffer_str(&kept), &got);
        if (!str_equal(buffer_str(&got), buffer_str(&expected)))
            fail_msg("seed %u\ninput:\n%.*s\nexpected:\n%.*s\ngot:\n%.*s", (unsigned)seed,
                     STR_ARGS(buffer_str(&kept)), STR_ARGS(buffer_str(&expected)),
                     STR_ARGS(buffer_str(&got)));
    }
}

#define MARK "\xEF\xA3\xB0"

/* A page that writes names of texts itself gets no text for them. */
static void test_forged_names(void **state)
{
    (void)state;
    static const char *const forged[] = {
        "<p>" MARK "渀</p>",
        "<p>&#xF8F0;渀</p>",
        "<p>&#63728;渀</p>",
        "<p>&#x0F8f0渀 &amp; more of it</p>",
        "<textarea>" MARK "渀</textarea><p>x",
        "<pre>\n" MARK "渀</pre>",
        "<p><svg><title>" MARK "渀</title></svg>x</p>",
        "<p><svg><![CDATA[" MARK "渀]]></svg>x</p>",
        "<title>" MARK "渀</title><p>x",
        "<title>&#xF8F0;渀</title><p>x",
        "<p><img alt='" MARK "渀' src=x>x</p>",
        "<xmp>" MARK "渀</xmp>x",
        "x<plaintext>" MARK "渀",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(forged); i++) {
        struct buffer page CLEANUP_BUFFER = {0}, listed CLEANUP_BUFFER = {0};
        buffer_append_format(&page, "<p>A secret text of some length.</p>%s", forged[i]);
        list(buffer_str(&page), &listed);
        const size_t first = str_find(buffer_str(&listed), STR("secret"), 0);
        print_message("input: %s\ngot:\n%.*s", forged[i], STR_ARGS(buffer_str(&listed)));
        assert_true(first != SIZE_MAX);
        assert_true(str_find(buffer_str(&listed), STR("secret"), first + 1) == SIZE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_titles),
        cmocka_unit_test(test_random_pages),
        cmocka_unit_test(test_forged_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
