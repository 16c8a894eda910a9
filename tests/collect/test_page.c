#include "cmocka_prelude.h"

#include "base/memory.h"
#include "collect/page.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char text[] = "书斋旧事\n\n外祖父的书房朝北，冬天冷得要呵气暖手。Forty years of "
                           "newspapers. 新聞はとなり。한국 신문. e\xCC\x81 👩 \xFF\n";

static struct frame as_frame(const struct frame_writer *writer)
{
    struct frame frame = {0};
    for (size_t i = 0; i < FRAME_SECTIONS; i++)
        buffer_append(&frame.sections[i], writer->sections[i]);
    return frame;
}

/* The honest answer for bytes, as it comes over the wire. */
static struct frame answer_for(const char *bytes, unsigned char digest[HASH_DIGEST_BYTES])
{
    struct buffer content = {0};
    CLEANUP_BUFFER struct buffer header = {0};
    struct page page;
    const struct ingest_options options = {.name = "a.txt"};
    buffer_append_c(&content, bytes);
    hash_digest(buffer_str(&content), digest);
    page_make(&options, NULL, &content, &page);
    const struct frame_writer writer = page_answer(&page, &header);
    struct frame frame = as_frame(&writer);
    page_release(&page);
    return frame;
}

static struct frame copy_frame(const struct frame *frame)
{
    const struct frame_writer writer = frame_writer_of(frame);
    return as_frame(&writer);
}

static void requests_arrive(void **state)
{
    (void)state;
    static const struct ingest_options cases[] = {
        {.name = "a\xFF/书.html",
         .charset = {"gbk", 3},
         .container_charset = {"big5", 4},
         .url = {"http://h/", 9},
         .format = FORMAT_HTML},
        {.name = "", .format = FORMAT_TEXT},
        {.name = NULL},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct buffer content = {0}, got_content = {0};
        struct ingest_options got = {0};
        buffer_append(&content, (struct str){text, sizeof text});
        struct frame frame = page_ask(&cases[i], &content);
        assert_null(content.bytes);
        assert_true(page_asked(&frame, &got, &got_content));
        const bool is_same_name =
            cases[i].name ? got.name && strcmp(got.name, cases[i].name) == 0 : got.name == NULL;
        if (!is_same_name || !str_equal(got.charset, cases[i].charset) ||
            !str_equal(got.container_charset, cases[i].container_charset) ||
            !str_equal(got.url, cases[i].url) || got.format != cases[i].format ||
            !str_equal(buffer_str(&got_content), (struct str){text, sizeof text}))
            fail_msg("input %zu\nexpected the same\ngot name %s", i, got.name ? got.name : "none");
        buffer_release(&got_content);
        frame_release(&frame);
    }
}

static void answers_arrive(void **state)
{
    (void)state;
    unsigned char digest[HASH_DIGEST_BYTES];
    struct frame frame = answer_for(text, digest);
    struct page page;
    assert_true(page_answered(&frame, NULL, sizeof text - 1, digest, &page));
    assert_int_equal(page.status, STATUS_OK);
    assert_int_equal(page.format, FORMAT_TEXT);
    assert_true(str_find(page.document->text, STR("呵气暖手"), 0) != SIZE_MAX);
    assert_int_equal(page.extent.character_count, document_characters(page.document));
    assert_int_equal(page.extent.minutes, 1);
    assert_true(page.structure.length > 0 && page.compressed.length > 0);
    page_release(&page);
    frame = answer_for("", digest);
    assert_true(page_answered(&frame, NULL, 0, digest, &page));
    assert_int_equal(page.status, STATUS_MALFORMED);
    assert_string_equal(page.error.message, "a.txt: is empty");
    page_release(&page);
}

static void expect_lie(struct frame *frame, size_t byte_count, const unsigned char *digest,
                       const char *name)
{
    struct page page = {.status = STATUS_SYSTEM};
    if (page_answered(frame, NULL, byte_count, digest, &page) || page.status != STATUS_SYSTEM)
        fail_msg("input %s\nexpected a refusal\ngot a page", name);
}

static void lies_are_refused(void **state)
{
    (void)state;
    unsigned char digest[HASH_DIGEST_BYTES], other[HASH_DIGEST_BYTES] = {1};
    struct frame honest = answer_for(text, digest), frame;
    frame = copy_frame(&honest);
    expect_lie(&frame, sizeof text, digest, "bytes of another length");
    frame = copy_frame(&honest);
    expect_lie(&frame, sizeof text - 1, other, "other bytes");
    for (size_t i = 1; i < FRAME_SECTIONS; i++) {
        frame = copy_frame(&honest);
        buffer_release(&frame.sections[i]);
        expect_lie(&frame, sizeof text - 1, digest, "a section that is missing");
        frame = copy_frame(&honest);
        frame.sections[i].bytes[frame.sections[i].length / 2] ^= 0x40;
        if (i != 1) /* a letter may become another */
            expect_lie(&frame, sizeof text - 1, digest, "a section with a wrong bit");
        else
            frame_release(&frame);
    }
    frame = copy_frame(&honest);
    frame.sections[1].bytes[3] = '\xFF';
    expect_lie(&frame, sizeof text - 1, digest, "ill-formed text");
    for (size_t cut = 0; cut < honest.sections[0].length; cut++) {
        frame = copy_frame(&honest);
        frame.sections[0].length = cut;
        expect_lie(&frame, sizeof text - 1, digest, "a cut header");
    }
    frame_release(&honest);
}

static void refusals_are_bounded_words(void **state)
{
    (void)state;
    static const unsigned char digest[HASH_DIGEST_BYTES];
    static const struct {
        const char *name;
        size_t length;
        char byte;
    } cases[] = {{"no word", 0, 'x'}, {"too many", 1024, 'x'}, {"nothing but NUL", 10, '\0'}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct frame frame = {0};
        char words[2000];
        memset(words, cases[i].byte, sizeof words);
        buffer_append_byte(&frame.sections[0], STATUS_MALFORMED);
        buffer_append_byte(&frame.sections[0], (char)(cases[i].length | 0x80));
        buffer_append_byte(&frame.sections[0], (char)(cases[i].length >> 7));
        buffer_append(&frame.sections[0], (struct str){words, cases[i].length});
        expect_lie(&frame, 0, digest, cases[i].name);
    }
}

static void greetings_arrive(void **state)
{
    (void)state;
    const struct sandbox_report report = {true, false, 7, true};
    struct sandbox_report got;
    CLEANUP_BUFFER struct buffer header = {0};
    const struct frame_writer writer = page_greet(&report, &header);
    struct frame frame = as_frame(&writer);
    assert_true(page_greeted(&frame, &got));
    assert_int_equal(got.has_limits, true);
    assert_int_equal(got.has_no_new_privileges, false);
    assert_int_equal(got.landlock_version, 7);
    assert_int_equal(got.has_syscall_filter, true);
    frame.sections[0].length = 1;
    assert_false(page_greeted(&frame, &got));
    frame_release(&frame);
}

/* Writer and reader over a socket that takes little at a time. */
static void frames_cross_a_socket(void **state)
{
    (void)state;
    int ends[2];
    struct frame frame = {0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    for (size_t i = 0; i < 3000000; i++)
        buffer_append_byte(&frame.sections[2], (char)(i * 31));
    buffer_append_c(&frame.sections[0], "first");
    struct frame_writer writer = frame_writer_of(&frame);
    struct frame_reader reader = {0};
    enum frame_progress written, read;
    size_t rounds = 0;
    do {
        written = frame_write(&writer, ends[0]);
        read = frame_read(&reader, ends[1], 3000005);
        rounds++;
    } while (written == FRAME_WAITS || read == FRAME_WAITS);
    assert_int_equal(written, FRAME_DONE);
    assert_int_equal(read, FRAME_DONE);
    assert_true(rounds > 3);
    struct frame got = frame_reader_take(&reader);
    for (size_t i = 0; i < FRAME_SECTIONS; i++)
        assert_true(str_equal(buffer_str(&got.sections[i]), buffer_str(&frame.sections[i])));
    frame_release(&got);
    assert_int_equal(frame_read(&reader, ends[1], 10), FRAME_WAITS);
    writer = frame_writer_of(&frame);
    (void)frame_write(&writer, ends[0]);
    assert_int_equal(frame_read(&reader, ends[1], 3000004), FRAME_BROKEN); /* over the limit */
    frame_reader_release(&reader);
    frame_release(&frame);
    close(ends[0]);
    close(ends[1]);
}

static void ends_are_told_from_breaks(void **state)
{
    (void)state;
    for (size_t sent = 0; sent <= FRAME_PREFIX_BYTES; sent += FRAME_PREFIX_BYTES / 2) {
        int ends[2];
        char prefix[FRAME_PREFIX_BYTES] = {9};
        struct frame_reader reader = {0};
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        assert_int_equal(write(ends[0], prefix, sent), sent);
        close(ends[0]);
        const enum frame_progress got = frame_read(&reader, ends[1], 100);
        const enum frame_progress expected = sent ? FRAME_BROKEN : FRAME_ENDED;
        if (got != expected)
            fail_msg("input %zu bytes\nexpected %d\ngot %d", sent, expected, got);
        frame_reader_release(&reader);
        close(ends[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_arrive),           cmocka_unit_test(answers_arrive),
        cmocka_unit_test(lies_are_refused),          cmocka_unit_test(refusals_are_bounded_words),
        cmocka_unit_test(greetings_arrive),          cmocka_unit_test(frames_cross_a_socket),
        cmocka_unit_test(ends_are_told_from_breaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
