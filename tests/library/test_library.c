#include "library/library_test.h"

#include "base/clock.h"
#include "library/change.h"
#include "library/library_private.h"
#include "library/place.h"
#include "library/shelf.h"
#include "library/tag.h"

static const struct sample samples[] = {
    {"旧报纸与一盏灯", "林砚秋", "斋中笔记", "https://a.example/1", "2024-03-01", "zh",
     "外祖父的书房朝北。\n他说：批注是自己的。", "/tmp/a.txt"},
    {"The quiet art of reading old letters", "Ann Bee", "example.org", "https://b.example/2",
     "2023-10-29", "en", "A letter is a slow thing.", "/tmp/b.txt"},
    {"図書館の午後と紙の匂い", "", "例の新聞", "https://c.example/3", "2024-10-21", "ja",
     "午後の図書館は静かだ。", "/tmp/c.txt"},
    {"서울의 오래된 서점들", "김하나", "예시일보", "https://d.example/4", "2024-10-20", "ko",
     "오래된 서점은 조용하다.", "/tmp/d.txt"},
    {"Café 👍 notes", "é", "cafe.example", "", "", "fr", "Un café.", NULL},
};

static void add_all(struct library *library)
{
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++) {
        struct store_result result = add_sample(library, &samples[i]);
        assert_int_equal(result.outcome, STORE_ADDED);
        assert_int_equal(result.article, i + 1);
    }
}

static void assert_ids(struct library *library, const char *query, const char *expected)
{
    const char *got = ids_of(library, query);
    if (strcmp(got, expected) != 0)
        fail_msg("%s: expected “%s”, got “%s”", query, expected, got);
}

static void what_was_added_is_read(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    struct article_record record;
    struct document *document;
    add_all(fixture->library);
    fixture_reopen(fixture);
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++) {
        assert_ok(article_read(fixture->library, (int64_t)i + 1, &record, &error));
        assert_true(str_equal(record.title, str_from(samples[i].title)));
        assert_true(str_equal(record.byline, str_from(samples[i].byline)));
        assert_true(str_equal(record.path, str_from(samples[i].path)));
        assert_int_equal(record.state, ARTICLE_UNREAD);
        assert_int_equal(record.version_count, 1);
        assert_int_equal(record.leader, i + 1);
        assert_int_equal(record.uid.length, 16);
        int64_t id;
        assert_ok(article_resolve(fixture->library, record.uid, &id, &error));
        assert_int_equal(id, i + 1);
        assert_ok(article_document(fixture->library, id, 0, &document, &error));
        assert_true(str_equal(document->text, str_from(samples[i].text)));
        document_free(document);
        CLEANUP_BUFFER struct buffer original = {0};
        assert_ok(article_original(fixture->library, id, 0, &original, &error));
        assert_true(str_starts(buffer_str(&original), str_from(samples[i].text)));
        article_record_release(&record);
    }
    assert_int_equal(article_read(fixture->library, 99, &record, &error), STATUS_NOT_FOUND);
    int64_t id;
    assert_int_equal(article_resolve(fixture->library, STR("99"), &id, &error), STATUS_NOT_FOUND);
    assert_int_equal(article_resolve(fixture->library, STR("'; DROP"), &id, &error),
                     STATUS_NOT_FOUND);
}

/* Ids grow and are not used again, whatever became of the articles that had them. */
static void ids_are_not_used_again(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *sql;
        int64_t id;
    } cases[] = {
        {"DELETE FROM sqlite_sequence", 6},
        {"UPDATE sqlite_sequence SET seq = 41 WHERE name = 'article'", 42},
        {"UPDATE sqlite_sequence SET seq = 3 WHERE name = 'article'", 43},
        {"SELECT 1", 44},
    };
    add_all(fixture->library);
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct sample sample = {.text = "长风杂志 한국 日本 ✉", .title = cases[i].sql};
        assert_int_equal(sqlite3_exec(fixture->library->database, cases[i].sql, NULL, NULL, NULL),
                         SQLITE_OK);
        struct store_result result = add_sample(fixture->library, &sample);
        if (result.outcome != STORE_ADDED || result.article != cases[i].id)
            fail_msg("%s: expected id %lld, got %lld (outcome %d)", cases[i].sql,
                     (long long)cases[i].id, (long long)result.article, (int)result.outcome);
    }
}

static void queries(void **state)
{
    static const struct {
        const char *query, *ids;
    } cases[] = {
        {"", "5 4 3 2 1"},
        {"报纸", "1"},
        {"報紙", "1"},
        {"纸", "3 1"},
        {"quiet", "2"},
        {"qui", "2"},
        {"uiet", ""},
        {"site:例の新聞", "3"},
        {"サイト", ""},
        {"としょかん", ""},
        {"서점", "4"},
        {"cafe", "5"},
        {"lang:zh", "1"},
        {"lang:ZH OR lang:ko", "4 1"},
        {"-lang:zh", "5 4 3 2"},
        {"is:unread", "5 4 3 2 1"},
        {"is:starred", ""},
        {"before:2024", "2"},
        {"after:2024-10", "4 3"},
        {"published:2024-10-21", "3"},
        {"sort:title", "1 3 5 2 4"},
        {"sort:-title", "4 2 5 3 1"},
        {"sort:published", "5 2 1 4 3"},
        {"sort:added", "1 2 3 4 5"},
        {"byline:林砚秋", "1"},
        {"title:林砚秋", ""},
        {"url:c.example", "3"},
        {"(报纸 OR 서점) -서울", "1"},
        {"characters:>15", "2 1"},
    };
    struct fixture *fixture = *state;
    add_all(fixture->library);
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        assert_ids(fixture->library, cases[i].query, cases[i].ids);
}

static void every_change_is_undone_and_redone(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct change change;
    size_t count;
    add_all(library);
    int64_t some[] = {1, 3}, all[] = {1, 2, 3, 4, 5};
    struct str history = STR("历史"), other = STR("read later");
    assert_ok(change_state(library, (struct id_list){some, 2}, ARTICLE_FINISHED, &count, &error));
    assert_int_equal(count, 2);
    assert_ok(change_starred(library, (struct id_list){all, 5}, true, &count, &error));
    assert_ok(change_tags(library, (struct id_list){all, 5}, &history, 1, NULL, 0, &count, &error));
    assert_ok(
        change_tags(library, (struct id_list){some, 2}, &other, 1, &history, 1, &count, &error));
    assert_ok(change_trash(library, (struct id_list){some, 2}, true, &count, &error));
    assert_ok(shelf_save(library, STR("纸"), STR("title:纸"), false, &error));

    static const struct {
        const char *query, *ids[7]; /* after 0, 1, 2 … undone */
    } views[] = {
        {"is:finished is:trash", {"3 1", "3 1", "", "", "", "", ""}},
        {"is:trash", {"3 1", "3 1", "", "", "", "", ""}},
        {"is:finished", {"", "", "3 1", "3 1", "3 1", "3 1", ""}},
        {"tag:历史", {"5 4 2", "5 4 2", "5 4 2", "5 4 3 2 1", "", "", ""}},
        {"tag:歷史", {"5 4 2", "5 4 2", "5 4 2", "5 4 3 2 1", "", "", ""}},
        {"tag:\"read later\"", {"", "", "3 1", "", "", "", ""}},
        {"is:starred", {"5 4 2", "5 4 2", "5 4 3 2 1", "5 4 3 2 1", "5 4 3 2 1", "", ""}},
    };
    struct arena *arena = arena_new();
    for (int direction = 1; direction >= -1; direction -= 2)
        for (int step = direction > 0 ? 0 : 6; step >= 0 && step <= 6; step += direction) {
            for (size_t i = 0; i < ARRAY_LENGTH(views); i++)
                assert_ids(library, views[i].query, views[i].ids[step]);
            if (direction > 0 && step < 6)
                assert_ok(change_undo(library, arena, &change, &error));
            if (direction < 0 && step > 0)
                assert_ok(change_redo(library, arena, &change, &error));
        }
    assert_int_equal(change_redo(library, arena, &change, &error), STATUS_NOT_FOUND);
    struct change *changes;
    assert_ok(change_list(library, 0, 100, arena, &changes, &count, &error));
    assert_int_equal(count, 6);
    assert_int_equal(changes[0].kind, CHANGE_SHELF_SAVE);
    assert_int_equal(changes[5].kind, CHANGE_FINISHED);
    assert_int_equal(changes[5].article_count, 2);
    free(changes);
    /* What is done after an undo ends what could be redone. */
    assert_ok(change_undo(library, arena, &change, &error));
    assert_ok(change_starred(library, (struct id_list){some, 1}, false, &count, &error));
    assert_int_equal(change_redo(library, arena, &change, &error), STATUS_NOT_FOUND);
    arena_free(arena);
}

static void wrong_changes_change_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    size_t count;
    add_all(library);
    int64_t ids[] = {1, 77};
    assert_int_equal(change_starred(library, (struct id_list){ids, 2}, true, &count, &error),
                     STATUS_NOT_FOUND);
    assert_ids(library, "is:starred", "");
    static const char *const names[] = {"",   " a", "a ", "a\nb", "a\033[31m",
                                        "\"", "-x", "+x", "\xff", "a(b"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        struct str name = str_from(names[i]);
        if (change_tags(library, (struct id_list){ids, 1}, &name, 1, NULL, 0, &count, &error) !=
            STATUS_USAGE)
            fail_msg("the tag “%s” was accepted", names[i]);
    }
    struct arena *arena = arena_new();
    struct change change;
    assert_int_equal(change_undo(library, arena, &change, &error), STATUS_NOT_FOUND);
    arena_free(arena);
}

static void addresses_make_versions(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct sample sample = samples[0];
    add_all(library);
    assert_int_equal(add_sample(library, &samples[0]).outcome, STORE_DUPLICATE);
    sample.text = "外祖父的书房朝北。\n他说：批注是自己的，报纸是别人的。";
    struct store_result result = add_sample(library, &sample);
    assert_int_equal(result.outcome, STORE_UPDATED);
    assert_int_equal(result.article, 1);
    sample.text = "短。";
    result = add_sample(library, &sample);
    assert_int_equal(result.outcome, STORE_KEPT);
    assert_int_equal(result.concern, CONCERN_SHORTER);
    struct article_version *versions;
    size_t count;
    assert_ok(article_versions(library, 1, &versions, &count, &error));
    assert_int_equal(count, 3);
    assert_true(versions[1].is_current);
    free(versions);
    struct document *document;
    assert_ok(article_document(library, 1, 1, &document, &error));
    assert_true(str_equal(document->text, str_from(samples[0].text)));
    document_free(document);
    assert_ok(change_version(library, 1, 1, &error));
    assert_ok(article_document(library, 1, 0, &document, &error));
    assert_true(str_equal(document->text, str_from(samples[0].text)));
    document_free(document);
    assert_ids(library, "报纸", "1");
}

/* Of two texts, each three times, the first of its kind leads; in the order of ids. */
static void followers_know_their_leaders(void **state)
{
    static const char *const texts[] = {
        "海边的灯塔在雾里，守塔的人每天黄昏点灯，四十年没有一天间断，直到电灯接管了它。",
        "The station clock ran seven minutes late, and for thirty years nobody said a word of it."};
    static const struct article_follower expected[] = {{3, 1}, {4, 2}, {5, 1}, {6, 2}};
    struct fixture *fixture = *state;
    struct error error;
    struct article_follower *followers;
    size_t count = 1;
    assert_ok(article_followers(fixture->library, &followers, &count, &error));
    assert_int_equal(count, 0);
    free(followers);
    for (int i = 0; i < 6; i++) {
        CLEANUP_BUFFER struct buffer text = {0};
        char url[48];
        snprintf(url, sizeof url, "https://copy%d.example/", i);
        for (int j = 0; j < 8; j++)
            buffer_append_format(&text, "%d. %s\n", j, texts[i % 2]);
        add_sample(fixture->library,
                   &(struct sample){.title = "copy", .url = url, .text = text.bytes});
    }
    assert_ok(article_followers(fixture->library, &followers, &count, &error));
    assert_int_equal(count, ARRAY_LENGTH(expected));
    for (size_t i = 0; i < count; i++) {
        printf("expected %d under %d, got %d under %d\n", (int)expected[i].article,
               (int)expected[i].leader, (int)followers[i].article, (int)followers[i].leader);
        assert_int_equal(followers[i].article, expected[i].article);
        assert_int_equal(followers[i].leader, expected[i].leader);
    }
    free(followers);
}

/* In six columns, however long it is. */
static void minutes_fit_their_column(void **state)
{
    static const struct {
        double minutes;
        int64_t characters;
        const char *expected;
    } cases[] = {{0, 0, ""},         {0, 3, "1 min"},      {1, 400, "1 min"}, {99, 1, "99 min"},
                 {100, 1, "1.6 h"},  {119, 1, "1.9 h"},    {599, 1, "9.9 h"}, {600, 1, "10 h"},
                 {6943, 1, "115 h"}, {299940, 1, "4999 h"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct article_record record = {.minutes = cases[i].minutes,
                                              .character_count = cases[i].characters};
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        article_append_minutes(&record, &got);
        if (strcmp(got.bytes, cases[i].expected) != 0)
            fail_msg("%g minutes: expected “%s”, got “%s”", cases[i].minutes, cases[i].expected,
                     got.bytes);
    }
}

/* A second connection is what another program is. */
static void the_beginning_of_a_change_waits_as_long_as_it_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct library *other;
    struct error error;
    size_t count;
    add_all(fixture->library);
    struct library_options options = {fixture->path, false, fixture_clock};
    assert_ok(library_open(&options, &other, &error));
    assert_ok(library_begin(other, &error));
    library_set_patience(fixture->library, 20);
    int64_t begun = clock_monotonic_ms();
    enum status got =
        change_starred(fixture->library, (struct id_list){(int64_t[]){1}, 1}, true, &count, &error);
    int64_t took = clock_monotonic_ms() - begun;
    if (got != STATUS_BUSY || took > 1000)
        fail_msg("expected busy within a second, got %d in %lld ms", got, (long long)took);
    library_rollback(other);
    assert_ok(change_starred(fixture->library, (struct id_list){(int64_t[]){1}, 1}, true, &count,
                             &error));
    assert_int_equal(count, 1);
    library_close(other);
}

static void places_are_kept(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct document *document;
    struct article_record record;
    int64_t place;
    add_all(library);
    assert_ok(article_document(library, 1, 0, &document, &error));
    assert_ok(article_read(library, 1, &record, &error));
    assert_int_equal(place_find(library, 1, record.text, document, &place, &error),
                     STATUS_NOT_FOUND);
    struct reading reading = {1, record.text, 27, anchor_make(document->text, 27, 27), 450, false};
    assert_ok(place_save(library, &reading, &error));
    fixture_reopen(fixture);
    library = fixture->library;
    assert_ok(place_find(library, 1, record.text, document, &place, &error));
    assert_int_equal(place, 27);
    assert_ids(library, "is:reading", "1");
    for (reading.place = PLACE_TOP - 5; reading.place <= 0; reading.place++) {
        assert_ok(place_save(library, &reading, &error));
        assert_ok(place_find(library, 1, record.text, document, &place, &error));
        assert_int_equal(place, reading.place);
    }
    reading.is_at_end = true;
    assert_ok(place_save(library, &reading, &error));
    assert_ids(library, "is:finished", "1");
    struct arena *arena = arena_new();
    struct change change;
    assert_ok(change_undo(library, arena, &change, &error));
    assert_ids(library, "is:reading", "1");
    arena_free(arena);
    document_free(document);
    article_record_release(&record);
}

static void adding_is_undone_and_redone(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct change change;
    struct store_result results[3];
    int64_t entry = 0;
    struct sample again = samples[0];
    again.text = "外祖父的书房朝北。\n他说：批注是自己的，报纸是别人的。";
    add_sample(library, &samples[0]);
    assert_ok(library_begin(library, &error));
    results[0] = add_sample(library, &samples[1]);
    results[1] = add_sample(library, &samples[2]);
    results[2] = add_sample(library, &again);
    assert_int_equal(results[2].outcome, STORE_UPDATED);
    assert_ok(store_record(library, results, 3, CHANGE_ADD, &entry, &error));
    assert_ok(library_commit(library, &error));
    struct arena *arena = arena_new();
    struct document *document;
    for (int round = 0; round < 2; round++) {
        assert_ok(change_undo(library, arena, &change, &error));
        assert_int_equal(change.kind, CHANGE_ADD);
        assert_ids(library, "", "1");
        assert_ids(library, "is:trash", "3 2");
        assert_ok(article_document(library, 1, 0, &document, &error));
        assert_true(str_equal(document->text, str_from(samples[0].text)));
        document_free(document);
        assert_ok(change_redo(library, arena, &change, &error));
        assert_ids(library, "", "3 2 1");
        assert_ok(article_document(library, 1, 0, &document, &error));
        assert_true(str_equal(document->text, str_from(again.text)));
        document_free(document);
    }
    arena_free(arena);
}

/* The order of things is that of their numbers, not of a clock that somebody set. */
static void a_clock_that_goes_back_confuses_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct change *changes;
    struct change change;
    size_t count;
    const int64_t before = fixture_now;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++) {
        fixture_now = before - (int64_t)i * 86400000;
        add_sample(library, &samples[i]);
    }
    for (int64_t id = 1; id <= 3; id++) {
        fixture_now = before - id * 1000000000000;
        assert_ok(change_starred(library, (struct id_list){&id, 1}, true, &count, &error));
    }
    fixture_reopen(fixture);
    library = fixture->library;
    assert_ids(library, "", "5 4 3 2 1");
    assert_ids(library, "is:starred", "3 2 1");
    assert_ok(change_list(library, 0, 10, arena, &changes, &count, &error));
    assert_int_equal(count, 3);
    assert_true(changes[0].created < changes[1].created);
    free(changes);
    assert_ok(change_undo(library, arena, &change, &error));
    assert_ids(library, "is:starred", "2 1");
    assert_ok(change_undo(library, arena, &change, &error));
    assert_ok(change_redo(library, arena, &change, &error));
    assert_ids(library, "is:starred", "2 1");
    arena_free(arena);
    fixture_now = before;
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

/* Titles that were looked at for the letters before are looked at again as they are by then. */
static void typed_on(void **state)
{
    struct library *library = ((struct fixture *)*state)->library;
    struct sample sample = {
        .title = "论质量", .url = "https://a.example/1", .text = "甲乙丙丁戊己庚辛壬癸"};
    add_sample(library, &sample);
    add_sample(library, &(struct sample){.title = "质量 e\xCC\x81tude", .text = "子丑寅卯"});
    add_sample(library, &(struct sample){.title = "知道整理", .text = "辰巳午未"});
    assert_string_equal(ids_of(library, "zhil"), "2 1");
    assert_string_equal(ids_of(library, "zhili"), "2 1");
    sample.title = "知道整理两次";
    sample.text = "甲乙丙丁戊己庚辛壬癸又及";
    assert_int_equal(add_sample(library, &sample).outcome, STORE_UPDATED);
    assert_string_equal(ids_of(library, "zhilia"), "2");
    add_sample(library, &(struct sample){.title = "質量と品質", .text = "申酉戌亥"});
    assert_string_equal(ids_of(library, "zhilia"), "4 2");
    assert_string_equal(ids_of(library, "zhil"), "4 2");
    assert_string_equal(ids_of(library, "zhengl"), "3 1");
    assert_string_equal(ids_of(library, "zhiliang"), "4 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(typed_on, fixture_set_up, fixture_tear_down),
        ON_A_LIBRARY(what_was_added_is_read),
        ON_A_LIBRARY(ids_are_not_used_again),
        ON_A_LIBRARY(queries),
        ON_A_LIBRARY(every_change_is_undone_and_redone),
        ON_A_LIBRARY(wrong_changes_change_nothing),
        ON_A_LIBRARY(addresses_make_versions),
        ON_A_LIBRARY(followers_know_their_leaders),
        ON_A_LIBRARY(adding_is_undone_and_redone),
        ON_A_LIBRARY(a_clock_that_goes_back_confuses_nothing),
        ON_A_LIBRARY(the_beginning_of_a_change_waits_as_long_as_it_is_told),
        cmocka_unit_test(minutes_fit_their_column),
        ON_A_LIBRARY(places_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
