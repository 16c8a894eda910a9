/* A small library with everything in it, and ways to damage it. */
#ifndef LIBRARY_DAMAGE_H
#define LIBRARY_DAMAGE_H

#include "library/library_test.h"

#include "library/check.h"
#include "library/tag.h"

/* Long enough that near-duplicates could be told. */
static const char *const long_text =
    "外祖父的书房朝北，窗子外面是一棵老槐树，夏天的时候屋里很凉，他就在那里把报纸一张一张地剪下来。"
    "\n"
    "剪下来的文章贴在账簿里，旁边用小楷写着日期和他自己的话。他说：批注是自己的，文章是别人的。\n"
    "後來我才知道，他一共貼了四十二本，從一九五三年到一九九一年，中間只空了三年。\n"
    "A letter is a slow thing, and so is reading one: e\u0301 👨‍👩‍👧 ❤️ 𠮷.\n"
    "図書館の午後は静かで、紙の匂いがした。서울의 오래된 서점들은 조용하다.";

static const struct sample samples[] = {
    {"旧报纸与一盏灯", "林砚秋", "斋中笔记", "https://a.example/1", "2024-03-01", "zh", NULL,
     "/tmp/a.txt"},
    {"The quiet art of reading old letters", "Ann Bee", "example.org", "https://b.example/2",
     "2023-10-29", "en", "A letter is a slow thing.", "/tmp/b.txt"},
    {"図書館の午後と紙の匂い", "", "例の新聞", "https://c.example/3", "2024-10-21", "ja",
     "午後の図書館は静かだ。", "/tmp/c.txt"},
    {"Café 👍 notes", "é", "cafe.example", "", "", "fr", "", NULL},
};

static inline void fill(struct library *library)
{
    struct error error;
    size_t count;
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++) {
        struct sample sample = samples[i];
        sample.text = sample.text ? sample.text : long_text;
        add_sample(library, &sample);
    }
    struct sample again = samples[1];
    again.text = "A letter is a slow thing, and slower to answer.";
    assert_int_equal(add_sample(library, &again).outcome, STORE_UPDATED);
    int64_t ids[] = {1, 2};
    struct str tag = STR("历史");
    assert_ok(change_tags(library, (struct id_list){ids, 2}, &tag, 1, NULL, 0, &count, &error));
    assert_ok(change_trash(library, (struct id_list){ids, 1}, true, &count, &error));
}

static inline void print_findings(const struct check_report *report)
{
    for (size_t i = 0; i < report->finding_count; i++)
        printf("  %s: %.*s\n", finding_kind_name(report->findings[i].kind),
               STR_ARGS(report->findings[i].sentence));
}

static const struct damage {
    const char *sql;
    enum finding_kind kind;
    int64_t article; /* that is named, or 0 */
} damages[] = {
    {"UPDATE original SET bytes = substr(bytes, 1, 20) WHERE id = 1", FINDING_ORIGINAL, 1},
    {"UPDATE original SET byte_count = 1000000000 WHERE id = 2", FINDING_ORIGINAL, 2},
    {"UPDATE original SET hash = zeroblob(32) WHERE id = 3", FINDING_ORIGINAL, 3},
    {"UPDATE text SET body = replace(body, '夏天', '冬天') WHERE id = 1", FINDING_TEXT, 1},
    {"UPDATE text SET structure = x'01ffff' WHERE id = 3", FINDING_TEXT, 3},
    {"UPDATE article SET text = 77 WHERE id = 2", FINDING_LINK, 2},
    {"UPDATE article SET text = 3 WHERE id = 2", FINDING_LINK, 2},
    {"UPDATE article SET leader = 99 WHERE id = 3", FINDING_LINK, 3},
    {"UPDATE article SET title = '别的' WHERE id = 1", FINDING_INDEX, 0},
    {"UPDATE article SET title_key = x'00' WHERE id = 1", FINDING_INDEX, 1},
    {"PRAGMA foreign_keys = OFF; DELETE FROM tag", FINDING_LINK, 0},
    {"DELETE FROM likeness WHERE key IN (SELECT key FROM likeness LIMIT 1)", FINDING_INDEX, 0},
    {"INSERT INTO likeness (key, article) VALUES (5, 2)", FINDING_INDEX, 0},
    {"INSERT INTO text_index (text_index) VALUES ('delete-all')", FINDING_INDEX, 0},
    {"INSERT INTO single_index (single_index) VALUES ('delete-all')", FINDING_INDEX, 0},
    {"INSERT INTO shelf_index (shelf_index) VALUES ('delete-all')", FINDING_INDEX, 0},
    {"INSERT INTO text_index (rowid, body) VALUES (3, 'more')", FINDING_INDEX, 0},
    {"INSERT INTO text_index (rowid, body) VALUES (400, 'more')", FINDING_INDEX, 0},
    {"INSERT INTO shelf_index (rowid, title) VALUES (4, 'more')", FINDING_INDEX, 0},
    {"UPDATE index_length SET lengths = zeroblob(1024)", FINDING_INDEX, 0},
};

#endif
