#include "ui/shelf_tty.h"

#include "base/clock.h"

#include <sys/wait.h>
#include <unistd.h>

#define PARAGRAPHS(text) text "\n" text "\n" text "\n" text "\n" text "\n" text "\n" text "\n" text

/* Added in this order, so that the last stands first. */
const struct sample shelf_samples[SHELF_SAMPLES] = {
    {"서울의 오래된 서점들", "김서연", "예시일보", "https://ko.example/1", "2019-10-20", "ko",
     PARAGRAPHS("골목 안쪽의 서점은 오후가 되어야 문을 연다. 주인은 늘 창가에 앉아 책을 읽는다."),
     NULL},
    {"カメラと図書館の午後", "佐々木", "例の新聞", "https://ja.example/1", "2018-10-21", "ja",
     PARAGRAPHS("午後の図書館では、古い紙の匂いが静かに漂っている。窓の外を電車が通りすぎる。"),
     NULL},
    {"The quiet art of reading old letters", "A. Writer", "example.org", "https://example.org/1",
     "2017-10-29", "en",
     PARAGRAPHS("A letter is read twice: once for its words and once for its silences. The paper "
                "keeps what the writer left out."),
     NULL},
    {"雪线以西：一个测量员的三十年笔记", "陈远", "示例周刊", "https://zh.example/2", "2016-11-02",
     "zh",
     PARAGRAPHS("第一年的冬天，他在雪线以西的帐篷里写下了第一行笔记，墨水冻住了，字是用铅笔写的。"),
     NULL},
    {"创新服务助推质量振兴", "苏兰", "示例日报", "https://zh.example/1", "2009-01-13", "zh",
     PARAGRAPHS("这次活动的意义，是让更多的人认识到质量是一件日常的事，而不是挂在墙上的标语。"),
     NULL},
    {"Cafe\u0301 nai\u0308ve: notes on marks \U0001F469\u200D\U0001F4BB", "Z\u0351\u036B\u0343o",
     "marks.example", "https://marks.example/1", "2015-05", "en",
     PARAGRAPHS("Marks stand above and below their letters, and every one of them takes no room."),
     NULL},
    {"Right \u202Eto left\u202C and \u200Bback", "\u05D0\u05D1\u05D2", "bidi.example", NULL, "2014",
     "he",
     PARAGRAPHS("\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD, said the page, and the rest "
                "went the other way."),
     NULL},
    {"县城里的最后一家照相馆，以及一个长得在哪里都放不下的标题：它一直写到行的末尾还没有写完",
     "林照", "示例日报", "https://zh.example/3", "--10-11", "zh",
     PARAGRAPHS("照相馆的门口还挂着三十年前的样照，颜色已经褪成了同一种黄，只有人的笑没有变。"),
     NULL},
};

static char library_variable[160];

struct library *shelf_library(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    struct error error;
    struct library *library;
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        char name[32];
        snprintf(name, sizeof name, "library.db%s", endings[i]);
        unlink(own_path(name));
    }
    snprintf(library_variable, sizeof library_variable, "ZHAI_LIBRARY=%s", own_path("library.db"));
    fixture_now = 1700000000000;
    struct library_options options = {own_path("library.db"), true, fixture_clock};
    assert_ok(library_open(&options, &library, &error));
    return library;
}

struct library *shelf_filled_library(void)
{
    struct library *library = shelf_library();
    for (size_t i = 0; i < SHELF_SAMPLES; i++)
        add_sample(library, &shelf_samples[i]);
    return library;
}

struct tty *shelf_begin(unsigned rows, unsigned columns, const char *language,
                        const char *const *arguments)
{
    char language_variable[32];
    snprintf(language_variable, sizeof language_variable, "LANGUAGE=%s", language);
    const char *environment[] = {state_variable, config_variable, library_variable,
                                 language_variable, NULL};
    struct tty_options options = {.rows = rows, .columns = columns, .environment = environment};
    const char *argv[8] = {program};
    for (int i = 0; arguments && arguments[i] && i < 6; i++)
        argv[i + 1] = arguments[i];
    struct tty *tty = tty_start(&options, argv);
    if (!tty_sync(tty)) {
        size_t length;
        fail_msg("zhai ended at once: %s", tty_stream(tty, &length));
    }
    return tty;
}

struct tty *shelf_start(void)
{
    return shelf_begin(24, 80, "en", NULL);
}

void shelf_finish(struct tty *tty, struct library *library)
{
    finish(tty);
    library_close(library);
}

void shelf_await(struct tty *tty, const char *text)
{
    int64_t deadline = clock_monotonic_ms() + 10000;
    while (!tty_shows(tty, text)) {
        if (clock_monotonic_ms() > deadline)
            assert_shows(tty, text);
        if (!tty_sync(tty))
            fail_msg("zhai ended while “%s” was waited for", text);
    }
    tty_sync(tty); /* for the rest of that screen */
}

static void fail_with_screen(struct tty *tty, const char *what, const char *text)
{
    char *screen = tty_text(tty);
    fprintf(stderr, "%s\n", screen);
    free(screen);
    fail_msg("%s: %s", what, text);
}

void assert_row(struct tty *tty, unsigned row, const char *text)
{
    char *got = tty_row(tty, row);
    if (!strstr(got, text)) {
        fprintf(stderr, "row %u: expected %s, got %s\n", row, text, got);
        free(got);
        fail_with_screen(tty, "the row has not", text);
    }
    free(got);
}

void assert_shows(struct tty *tty, const char *text)
{
    if (!tty_shows(tty, text))
        fail_with_screen(tty, "the screen has not", text);
}

void assert_hides(struct tty *tty, const char *text)
{
    if (tty_shows(tty, text))
        fail_with_screen(tty, "the screen has", text);
}
