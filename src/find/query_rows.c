#include "find/query_private.h"

#include "base/intl.h"
#include "base/memory.h"

#include <assert.h>

#define WORDS N_("a word or a phrase")
#define DATE N_("a date such as 2024, 2024-03, 2024-03-15, today, last-week or 2w")
#define DATES                                                                                      \
    N_("a date such as 2024, 2024-03, today or 2w, or a span such as 2023..2024 or >2024-03")
#define NUMBERS N_("a number such as 5, >5, <=5 or 5..10")

enum { OPERATOR_COUNT = 8 };
#define ROW(field) [OPERATOR_COUNT + (field)-1]

static const struct query_row rows[] = {
    {"a b", NULL, "质量 journal", NULL,
     N_("All of the words, in any order. Latin words are found by their beginnings.")},
    {"\"a b\"", NULL, "\"quality control\"", NULL,
     N_("A phrase. “…”, 「…」 and 『…』 do the same.")},
    {"a OR b, a | b", NULL, "cat OR dog", NULL,
     N_("One or the other. Words side by side bind tighter.")},
    {"-a, NOT a", NULL, "-draft", NULL, N_("Without it.")},
    {"(a b)", NULL, "(猫 OR 狗) 粮", NULL, N_("A group; after a field too: title:(猫 OR 狗).")},
    {"=a", NULL, "=後", NULL,
     N_("Exactly so: case, accents, widths and forms of characters count.")},
    {"~a", NULL, "~zhiliang", NULL,
     N_("Han characters by pinyin, whole or initials; kana by romaji.")},
    {"/a/", NULL, "/第[0-9]+条/", NULL, N_("A regular expression. A slash in it is \\/.")},
    ROW(QUERY_FIELD_TITLE) = {"title", N_("WORD"), "title:纲要", WORDS, N_("In the title.")},
    ROW(QUERY_FIELD_BYLINE) = {"byline", N_("WORD"), "byline:鲁迅", WORDS,
                               N_("In the authors' names.")},
    ROW(QUERY_FIELD_SITE) = {"site", N_("WORD"), "site:example.org", WORDS,
                             N_("From a site, by its name or address.")},
    ROW(QUERY_FIELD_URL) = {"url", N_("WORD"), "url:/2024/", WORDS,
                            N_("In the address of the page.")},
    ROW(QUERY_FIELD_TAG) = {"tag", N_("WORD"), "tag:历史", WORDS, N_("With that tag.")},
    ROW(QUERY_FIELD_NOTE) = {"note", N_("WORD"), "note:check", WORDS, N_("In your notes.")},
    ROW(QUERY_FIELD_QUOTE) = {"quote", N_("WORD"), "quote:质量", WORDS,
                              N_("In the passages you marked.")},
    ROW(QUERY_FIELD_LANGUAGE) = {"lang", N_("LANGUAGE"), "lang:zh",
                                 N_("a language such as zh, zh-hant, ja or en"),
                                 N_("Written in that language.")},
    ROW(QUERY_FIELD_IS) = {"is", N_("STATE"), "is:unread",
                           N_("unread, reading, finished, starred, trash or incomplete"),
                           N_("Unread, reading, finished, starred, incomplete (the text breaks "
                              "off), or in the trash.")},
    ROW(QUERY_FIELD_HAS) = {"has", N_("THING"), "has:passage", N_("passage or note"),
                            N_("With a marked passage, or a note.")},
    ROW(QUERY_FIELD_BEFORE) = {"before", N_("DATE"), "before:2024", DATE,
                               N_("Published before that day, month or year begins.")},
    ROW(QUERY_FIELD_AFTER) = {"after", N_("DATE"), "after:2024-03", DATE,
                              N_("Published when that day, month or year begins, or later.")},
    ROW(QUERY_FIELD_ADDED) = {"added", N_("DATES"), "added:2w", DATES,
                              N_("Added in that day, month or year, or within the last days (3d), "
                                 "weeks (2w), months (6m) or years (1y). Spans: 2023..2024-03, "
                                 ">2024.")},
    ROW(QUERY_FIELD_READ) = {"read", N_("DATES"), "read:yesterday", DATES, N_("Last read then.")},
    ROW(QUERY_FIELD_PUBLISHED) = {"published", N_("DATES"), "published:2019..2021", DATES,
                                  N_("Published then.")},
    ROW(QUERY_FIELD_MINUTES) = {"minutes", N_("NUMBERS"), "minutes:>5", NUMBERS,
                                N_("Minutes it takes to read: 5, >5, <=5 or 5..10.")},
    ROW(QUERY_FIELD_CHARACTERS) = {"characters", N_("NUMBERS"), "characters:<1万", NUMBERS,
                                   N_("Length in characters; 10k and 1万 are numbers too.")},
    ROW(QUERY_FIELD_SORT) = {"sort", N_("KEY"), "sort:-added",
                             N_("added, published, read, title, length, progress, site or "
                                "relevance, with - before it to turn it round"),
                             N_("In the order of added, published, read, title, length, progress, "
                                "site or relevance; with - turned round, the newest or longest "
                                "first.")},
};
static_assert(ARRAY_LENGTH(rows) == OPERATOR_COUNT + QUERY_FIELD_COUNT - 1, "a row for each field");

const struct query_row *query_rows(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(rows);
    return rows;
}

const struct query_row *query_field_row(enum query_field field)
{
    assert(field > QUERY_FIELD_ANY && field < QUERY_FIELD_COUNT);
    return &rows[OPERATOR_COUNT + field - 1];
}

enum query_field query_field_find(struct str name)
{
    for (enum query_field field = QUERY_FIELD_ANY + 1; field < QUERY_FIELD_COUNT; field++)
        if (str_equal_ascii_case(name, str_from(query_field_row(field)->name)))
            return field;
    return QUERY_FIELD_ANY;
}
