/* The reader as a whole: zhai on a pseudo-terminal, keys in, screens out. */
#include "harness/golden.h"
#include "harness/stream.h"
#include "harness/tty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *program; /* zhai; the build passes its path */
static char folder[] = "/tmp/zhai-reader-XXXXXX";
static char state_variable[128], config_variable[128];

static const char *case_path(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/cases/reader/%s", getenv("TEST_DATA"), name);
    return path;
}

static const char *own_path(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

struct start {
    unsigned rows, columns;
    const char *variable; /* of the environment, or NULL */
    const char *files[4];
};

static struct tty *begin(const struct start *start)
{
    const char *environment[] = {state_variable, config_variable,
                                 start->variable ? start->variable : "ZHAI_UNUSED=1", NULL};
    struct tty_options options = {
        .rows = start->rows, .columns = start->columns, .environment = environment};
    const char *argv[6] = {program};
    for (int i = 0; i < 4; i++)
        argv[i + 1] = start->files[i];
    struct tty *tty = tty_start(&options, argv);
    if (!tty_sync(tty))
        fail_msg("the reader ended at once");
    return tty;
}

static struct tty *begin_file(const char *path)
{
    return begin(&(struct start){.files = {path}});
}

/* Leaves, and forgets the places of all files. */
static void finish(struct tty *tty)
{
    tty_send(tty, "Q", 1);
    int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(tty_is_cooked(tty));
    assert_false(tty_is_alternate(tty));
    tty_free(tty);
    unlink(own_path("state/zhai/places"));
}

static void assert_same(const char *what, const char *expected, const char *got)
{
    if (strcmp(expected, got) != 0)
        fail_msg("%s\nexpected:\n%s\ngot:\n%s", what, expected, got);
}

/* The screen without its last row, where messages come and go. */
static char *text_above(struct tty *tty)
{
    char *text = tty_text(tty);
    char *end = text + strlen(text);
    if (end > text)
        end[-1] = '\0';
    char *last = strrchr(text, '\n');
    if (last)
        last[1] = '\0';
    return text;
}

static void first_screens(void **state)
{
    static const struct {
        const char *golden, *file, *variable;
        unsigned rows, columns;
    } cases[] = {
        {"river-en-80", "river.html", NULL, 24, 80},
        {"river-zh-80", "river.html", "LANGUAGE=zh_CN", 24, 80},
        {"river-zh-200", "river.html", "LANGUAGE=zh_CN", 50, 200},
        {"tin-en-80", "tin.md", NULL, 24, 80},
        {"tin-en-200", "tin.md", NULL, 50, 200},
        {"tin-zh-80", "tin.md", "LANGUAGE=zh_CN", 24, 80},
        {"river-zh-30", "river.html", "LANGUAGE=zh_CN", 12, 30},
        {"short-en-80", "short.txt", NULL, 24, 80},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char golden[128];
        struct tty *tty = begin(&(struct start){
            cases[i].rows, cases[i].columns, cases[i].variable, {case_path(cases[i].file)}});
        snprintf(golden, sizeof golden, "screens/%s.golden", cases[i].golden);
        golden_assert_screen(golden, tty);
        finish(tty);
    }
}

static void other_screens(void **state)
{
    static const struct {
        const char *golden, *file, *keys;
    } cases[] = {
        {"page", "river.html", " "},           {"end", "river.html", "G"},
        {"contents", "river.html", "]]t"},     {"help", "river.html", "h"},
        {"find", "river.html", "/水位计"},     {"found", "river.html", "/水位计\rn"},
        {"links", "river.html", "l"},          {"question", "river.html", "l2"},
        {"list-filter", "river.html", "t/桥"}, {"narrower", "tin.md", "-----"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char golden[128];
        struct tty *tty = begin(
            &(struct start){.variable = "LANGUAGE=zh_CN", .files = {case_path(cases[i].file)}});
        tty_press(tty, cases[i].keys);
        snprintf(golden, sizeof golden, "screens/%s.golden", cases[i].golden);
        golden_assert_screen(golden, tty);
        tty_press(tty, "\033");
        finish(tty);
    }
}

/* All keys of an action do the same; what they do is said by how many rows the text moves. */
static void keys_of_an_action_agree(void **state)
{
    static const char *const groups[][14] = {
        {"j", "e", "\x05", "\x0e", "\r", "\033[B", "\033OB", "1j"},
        {" ", "f", "\x06", "\x16", "\033[6~", "22j", "1 "},
        {"d", "\x04", "11j", "11d"},
        {"G", ">", "\033[F", "\033OF", "99999G", "100%", ":100%\r"},
        {"Gk", "G\x19", "G\x10", "G\033[A", "G\033OA"},
        {"Gb", "G\x02", "G\033[5~", "G22k", "G\033v"},
        {"Gu", "G\x15", "G11k"},
        {"Gg", "G<", "G\033[H", "G\033OH", "G0%", "Ggg", ":0%\r"},
        {"]", "1G", "}", ":1\r"},
        {"5j5j", "10j", "2j8j", "12jkk"},
        {"40%", ":40%\r", "g40%", "40p"},
        {"jjm a''", "jj", "jjma4 'a", "jjmaG'a", "jjmaG`a", "jjG''", "jjG\x0f", "jjG\177",
         "jj/老赵每\033"},
    };
    (void)state;
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) {
        char *expected = NULL;
        for (size_t i = 0; i < 14 && groups[group][i]; i++) {
            struct tty *tty = begin_file(case_path("river.html"));
            tty_press(tty, groups[group][i]);
            char *got = text_above(tty);
            if (expected)
                assert_same(groups[group][i], expected, got);
            else
                expected = strdup(got);
            free(got);
            finish(tty);
        }
        free(expected);
    }
}

static void append_squeezed(char *out, size_t *length, const char *text)
{
    for (; *text; text++)
        if (*text != ' ' && *text != '\n')
            out[(*length)++] = *text;
    out[*length] = '\0';
}

/* Text of the rows of the page from row on. */
static void append_rows(struct tty *tty, unsigned from, unsigned rows, char *out, size_t *length)
{
    for (unsigned row = from; row < rows; row++) {
        char *text = tty_row(tty, row);
        append_squeezed(out, length, text);
        free(text);
    }
}

/* Nothing is lost and nothing shown twice from page to page: it is what one endless screen shows.
 */
static void pages_lose_nothing(void **state)
{
    static const unsigned widths[] = {20, 37, 53, 80, 131, 200};
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        enum { HEIGHT = 17, LIMIT = 200000 };
        char *endless = malloc(LIMIT), *paged = malloc(LIMIT);
        size_t endless_length = 0, paged_length = 0;
        struct tty *tall = begin(
            &(struct start){.rows = 2000, .columns = widths[i], .files = {case_path("tin.md")}});
        append_rows(tall, 0, 1998, endless, &endless_length);
        finish(tall);
        struct tty *tty = begin(&(struct start){
            .rows = HEIGHT + 2, .columns = widths[i], .files = {case_path("tin.md")}});
        append_rows(tty, 0, HEIGHT, paged, &paged_length);
        for (int page = 0; page < 500 && paged_length < endless_length; page++) {
            char *before = tty_text(tty);
            tty_press(tty, " ");
            char *after = tty_text(tty);
            bool is_last = tty_shows(tty, "100%");
            if (!is_last)
                append_rows(tty, 0, HEIGHT, paged, &paged_length);
            free(before);
            free(after);
            if (is_last)
                break;
        }
        /* The last page is full, so it begins with rows that were there before. */
        char *last = malloc(LIMIT);
        size_t last_length = 0;
        append_rows(tty, 0, HEIGHT, last, &last_length);
        if (strncmp(endless, paged, paged_length) != 0 || last_length > endless_length ||
            strcmp(endless + endless_length - last_length, last) != 0 ||
            paged_length + last_length < endless_length)
            fail_msg("%u columns: %zu bytes on pages, %zu on one screen, %zu on the last",
                     widths[i], paged_length, endless_length, last_length);
        finish(tty);
        free(last);
        free(endless);
        free(paged);
    }
}

static char *first_characters(struct tty *tty)
{
    char *squeezed = malloc(65536);
    size_t length = 0;
    append_rows(tty, 0, 22, squeezed, &length);
    squeezed[length < 45 ? length : 45] = '\0';
    return squeezed;
}

static void resizing_keeps_the_place(void **state)
{
    static const unsigned widths[] = {60, 100, 60, 100, 80, 33, 200, 21, 80};
    static const char *const keys[] = {"  ", "50%", "5j", "/桥修\r", "]]]jjjj", "    jjj"};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct tty *tty = begin_file(case_path("river.html"));
        tty_press(tty, keys[i]);
        char *screen = tty_text(tty);
        char *first = first_characters(tty);
        for (size_t step = 0; step < sizeof widths / sizeof *widths; step++) {
            tty_resize(tty, step % 2 ? 30 : 24, widths[step]);
            assert_true(tty_sync(tty));
            char *now = first_characters(tty);
            assert_same(keys[i], first, now);
            free(now);
        }
        tty_resize(tty, 24, 80);
        assert_true(tty_sync(tty));
        char *back = tty_text(tty);
        assert_same(keys[i], screen, back);
        free(back);
        /* Scrolling on from there and back comes to the same row. */
        tty_resize(tty, 24, 64);
        tty_press(tty, "3j3k");
        char *now = first_characters(tty);
        assert_same("3j3k", first, now);
        free(now);
        free(first);
        free(screen);
        finish(tty);
    }
}

static void width_keys(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    char *before = text_above(tty);
    tty_press(tty, "--");
    tty_assert_shows(tty, "width: 68 columns");
    tty_press(tty, "+");
    tty_assert_shows(tty, "width: 72 columns");
    tty_press(tty, "=");
    char *after = text_above(tty);
    assert_same("--+=", before, after);
    tty_press(tty, ":set width=40\r");
    tty_assert_shows(tty, "width = 40");
    tty_press(tty, ":set width=4\r");
    tty_assert_shows(tty, "16 to 500");
    tty_press(tty, ":set wdith=4\r");
    tty_assert_shows(tty, "there is no option “wdith”");
    tty_press(tty, ":fly\r");
    tty_assert_shows(tty, "“fly” is no command");
    tty_press(tty, ":set width\r");
    tty_assert_shows(tty, "width = 40");
    free(before);
    free(after);
    finish(tty);
}

static bool is_lit(struct tty *tty, unsigned row, unsigned column)
{
    VTermScreenCell cell = tty_cell(tty, row, column);
    return cell.attrs.reverse || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
}

static unsigned count_lit(struct tty *tty, unsigned rows, unsigned columns)
{
    unsigned count = 0;
    for (unsigned row = 0; row < rows; row++)
        for (unsigned column = 0; column < columns; column++)
            count += is_lit(tty, row, column);
    return count;
}

static void finding(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    char *start = text_above(tty);
    tty_press(tty, "/letters are no");
    tty_assert_shows(tty, "–/0");
    tty_press(tty, "\033");
    char *back = text_above(tty);
    assert_same("ESC goes back", start, back);
    free(back);
    tty_press(tty, "/FERRY");
    tty_assert_shows(tty, "–/0");
    tty_press(tty, "\x15"
                   "weather\r");
    tty_assert_shows(tty, "weather 1/");
    assert_true(count_lit(tty, 22, 80) >= strlen("weather"));
    tty_press(tty, "n");
    tty_assert_shows(tty, "weather 2/");
    tty_press(tty, "NN");
    tty_assert_shows(tty, "went on from the end");
    tty_press(tty, "n");
    tty_assert_shows(tty, "went on from the top");
    tty_press(tty, "3n");
    tty_assert_shows(tty, "weather 4/");
    tty_press(tty, "?\r");
    tty_assert_shows(tty, "weather 3/");
    tty_press(tty, "n");
    tty_assert_shows(tty, "weather 2/");
    tty_press(tty, "/nowhere at all\r");
    tty_assert_shows(tty, "“nowhere at all” is not in this text");
    tty_press(tty, "\033g");
    assert_int_equal(count_lit(tty, 22, 80), 0);
    free(start);
    finish(tty);
}

/* Wherever the rows end, a phrase of the text is found and lit whole. */
static void finds_across_row_ends(void **state)
{
    (void)state;
    for (unsigned columns = 30; columns <= 60; columns++) {
        struct tty *tty =
            begin(&(struct start){.columns = columns, .files = {case_path("river.html")}});
        tty_press(tty, "/他说看水的人不该想着水里的东西\r");
        if (!tty_shows(tty, " 1/") && !tty_shows(tty, "1/"))
            fail_msg("not found at %u columns", columns);
        /* 15 characters (the second half of a wide one has no style of its own in libvterm); other
         * matches on the screen are lit as well. */
        unsigned lit = count_lit(tty, 22, columns);
        if (lit < 15 || lit % 15 != 0)
            fail_msg("%u columns: %u cells are lit", columns, lit);
        finish(tty);
    }
}

static void contents_and_help(void **state)
{
    struct tty *tty = begin_file(case_path("river.html"));
    (void)state;
    tty_press(tty, "tjjj\r");
    char *row = tty_row(tty, 0);
    assert_string_equal(row, "  桥");
    free(row);
    tty_press(tty, "''");
    tty_assert_shows(tty, "林照");
    tty_press(tty, "\t/账\r\r");
    row = tty_row(tty, 0);
    assert_string_equal(row, "  账簿");
    free(row);
    tty_press(tty, "h");
    tty_assert_shows(tty, "a page down");
    tty_press(tty, "/mark");
    tty_assert_shows(tty, "sets a mark");
    assert_false(tty_shows(tty, "a page down"));
    tty_press(tty, "\r");
    tty_press(tty, "qq\033OP");
    tty_assert_shows(tty, "a page down");
    tty_press(tty, "q:help\r");
    tty_assert_shows(tty, "a page down");
    finish(tty); /* Q leaves from a list, too */
}

static void ring_of_files(void **state)
{
    struct tty *tty = begin(&(struct start){
        .files = {case_path("tin.md"), "/nonexistent/missing", case_path("short.txt")}});
    (void)state;
    tty_press(tty, "jjj");
    char *place = text_above(tty);
    tty_press(tty, ":n\r");
    tty_assert_shows(tty, "missing");
    tty_assert_shows(tty, "短信");
    tty_press(tty, ":n\r");
    tty_assert_shows(tty, "1/3");
    char *again = text_above(tty);
    assert_same("the place is kept in the ring", place, again);
    tty_press(tty, ":p\r");
    tty_assert_shows(tty, "短信");
    tty_press(tty, ":e /nonexistent/other\r");
    tty_assert_shows(tty, "other");
    tty_assert_shows(tty, "短信");
    free(place);
    free(again);
    finish(tty);
}

/* What a site put around its text is one row until it is asked for, or a find leads into it. */
static void asides_unfold(void **state)
{
    static const char text[] =
        "水边的树\n\n"
        "  1. 1、本文档由用户上传，本站不保证内容的完整性，仅供学习参考之用。\n"
        "  2. 2、如文档侵犯您的权益，请点击“版权申诉”，也可拨打电话：400-000-0000。\n\n"
        "河岸上的树是三十年前种下的，那一年水退得很早。树苗从县里的苗圃运来，一共四百棵。\n"
        "如今还剩下两百多棵，最老的一棵有两人合抱那么粗，夏天的影子能盖住半条路。\n";
    struct tty *tty;
    (void)state;
    write_text(own_path("aside.txt"), text);
    tty = begin_file(own_path("aside.txt"));
    tty_assert_shows(tty, "▸");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "a");
    tty_assert_shows(tty, "版权申诉");
    tty_press(tty, "a");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "/版权申诉");
    tty_assert_shows(tty, "版权申诉”，");
    tty_press(tty, "\033");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "/版权申诉\r");
    tty_assert_shows(tty, "版权申诉”，");
    finish(tty);
}

static void places_across_runs(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "   jj");
    char *place = text_above(tty);
    tty_send(tty, "q", 1);
    tty_wait_exit(tty);
    tty_free(tty);

    tty = begin_file(case_path("river.html"));
    tty_assert_shows(tty, "'' goes on from there");
    tty_assert_shows(tty, "林照");
    tty_press(tty, "''");
    char *again = text_above(tty);
    assert_same("''", place, again);
    free(again);
    tty_signal(tty, SIGHUP);
    tty_wait_exit(tty);
    assert_true(tty_is_cooked(tty));
    assert_false(tty_is_alternate(tty));
    tty_free(tty);

    write_text(own_path("config/zhai/config"), "resume = always\n");
    tty = begin_file(case_path("river.html"));
    again = text_above(tty);
    assert_same("resume = always", place, again);
    free(again);
    tty_press(tty, "j");
    tty_signal(tty, SIGTERM);
    tty_wait_exit(tty);
    tty_free(tty);

    tty = begin(&(struct start){.files = {case_path("river.html")}});
    tty_press(tty, "k");
    again = text_above(tty);
    assert_same("SIGTERM saves", place, again);
    free(again);
    free(place);
    write_text(own_path("config/zhai/config"), "resume = never\n");
    finish(tty);
    tty = begin_file(case_path("river.html"));
    tty_press(tty, "  ");
    tty_send(tty, "q", 1);
    tty_wait_exit(tty);
    tty_free(tty);
    assert_int_equal(access(own_path("state/zhai/places"), F_OK), -1);
    write_text(own_path("config/zhai/config"), "");
}

/* Configuration errors are said, and the rest counts. */
static void configuration(void **state)
{
    (void)state;
    write_text(own_path("config/zhai/config"), "width = 50\ngap = perhaps\nbind x page-down\n");
    struct tty *tty = begin_file(case_path("tin.md"));
    tty_assert_shows(tty, "config:2: gap: “perhaps”");
    tty_press(tty, "x");
    char *page = text_above(tty);
    tty_press(tty, "g ");
    char *same = text_above(tty);
    assert_same("x is bound to page-down", same, page);
    free(page);
    free(same);
    write_text(own_path("config/zhai/config"), "");
    finish(tty);
}

static void copying(void **state)
{
    size_t from, length;
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    tty_stream(tty, &from);
    tty_press(tty, "y");
    tty_assert_shows(tty, "clipboard=yes");
    assert_null(strstr(tty_stream(tty, &length), "\033]52"));
    tty_set_allowances(tty, STREAM_DEFAULT | STREAM_COPY);
    tty_press(tty, ":set clipboard=yes\r}}y");
    tty_assert_shows(tty, "copied the paragraph");
    assert_non_null(strstr(tty_stream(tty, &length), "\033]52;c;"));
    finish(tty);
}

/* The byte-stream checker of the harness reads all that these wrote. */
static void hostile_files(void **state)
{
    static const struct {
        const char *name, *bytes;
    } cases[] = {
        {"a\033]0;x\007b.txt", "\033[2J\033]0;pwned\007\033]52;c;?\007 body\n\033[?1049l\n"},
        {"page.html",
         "<title>\033]0;t\007&#27;[31m&#x9b;31m</title><article><h2>\033[31m&#155;h</h2>"
         "<p>a<a href='http://h/%1b]0;x\033[6n'>\033[6nlink</a> \302\2332J\302\235x</p>"
         "<p>\342\200\256gnp.exe\342\201\246 \363\240\200\201tag</p></article>"},
        {"marks.txt",
         "\314\201\314\201\314\201\n\314\201 a\314\201\314\201\314\201\314\201\314\201\314"
         "\201\314\201\314\201\n\xff\xfe\xc0\x80 \xed\xa0\x80\n"},
        {"emoji.txt",
         "👨‍👩‍👧 🏳️‍🌈 🇨🇳🇨 1️⃣ ❤️ 葛󠄀 か\u3099\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_text(own_path(cases[i].name), cases[i].bytes);
        struct tty *tty = begin_file(own_path(cases[i].name));
        tty_press(tty, "l\033o\033t\033h\033:n\r/\033[31m\302\233\r");
        tty_press(tty, ":\302\2332J\r:set theme=\007\r:e \033[2J\r?x\r");
        tty_resize(tty, 10, 21);
        assert_true(tty_sync(tty));
        finish(tty);
    }
}

/* No size is too small to hold on, and to leave. */
static void small_terminals(void **state)
{
    static const unsigned sizes[][2] = {{1, 1}, {2, 2}, {3, 5}, {4, 8}, {5, 20}, {24, 3}, {2, 200}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct tty *tty = begin(&(struct start){.files = {case_path("river.html")}});
        tty_press(tty, "  ");
        char *first = first_characters(tty);
        tty_resize(tty, sizes[i][0], sizes[i][1]);
        assert_true(tty_sync(tty));
        tty_press(tty, "h\033");
        tty_press(tty, "t\033");
        tty_press(tty, "/水\033");
        tty_press(tty, "l\033");
        tty_resize(tty, 24, 80);
        assert_true(tty_sync(tty));
        char *now = first_characters(tty);
        assert_same("after a small terminal", first, now);
        free(now);
        free(first);
        finish(tty);
    }
}

static void mouse_wheel(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    assert_true(tty_has_mouse(tty));
    tty_press(tty, "6j");
    char *wanted = text_above(tty);
    tty_press(tty, "g\033[<65;10;10M\033[<65;10;10M\033[<65;10;10M\033[<64;10;10M");
    char *got = text_above(tty);
    assert_same("three turns down and one up", wanted, got);
    free(wanted);
    free(got);
    finish(tty);
}

/* What cannot be read is said on standard error by main; nothing is drawn. */
static void nothing_to_read(void **state)
{
    const char *environment[] = {state_variable, config_variable, NULL};
    struct tty_options options = {.environment = environment};
    const char *argv[] = {program, "/nonexistent/a", "/nonexistent/b", NULL};
    struct tty *tty = tty_start(&options, argv);
    (void)state;
    int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    tty_assert_shows(tty, "/nonexistent/a");
    assert_false(tty_is_alternate(tty));
    tty_free(tty);
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 2 || !mkdtemp(folder))
        return 1;
    program = arguments[1];
    snprintf(state_variable, sizeof state_variable, "XDG_STATE_HOME=%s/state", folder);
    snprintf(config_variable, sizeof config_variable, "XDG_CONFIG_HOME=%s/config", folder);
    mkdir(own_path("config"), 0700);
    mkdir(own_path("config/zhai"), 0700);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_screens),
        cmocka_unit_test(other_screens),
        cmocka_unit_test(keys_of_an_action_agree),
        cmocka_unit_test(pages_lose_nothing),
        cmocka_unit_test(resizing_keeps_the_place),
        cmocka_unit_test(width_keys),
        cmocka_unit_test(finding),
        cmocka_unit_test(finds_across_row_ends),
        cmocka_unit_test(contents_and_help),
        cmocka_unit_test(ring_of_files),
        cmocka_unit_test(asides_unfold),
        cmocka_unit_test(places_across_runs),
        cmocka_unit_test(configuration),
        cmocka_unit_test(copying),
        cmocka_unit_test(hostile_files),
        cmocka_unit_test(small_terminals),
        cmocka_unit_test(mouse_wheel),
        cmocka_unit_test(nothing_to_read),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
