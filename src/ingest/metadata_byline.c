/* Names of authors out of what pages write around them. */
#include "base/memory.h"
#include "ingest/metadata_html.h"

#include <strings.h>

static struct str trim_marks(struct str s)
{
    static const struct str marks[] = {{"：", 3}, {":", 1}, {"/", 1}, {"／", 3}, {"|", 1},
                                       {"｜", 3}, {"-", 1}, {",", 1}, {"　", 3}, {"\xC2\xA0", 2},
                                       {"·", 2},  {"•", 3}, {"@", 1}, {"【", 3}, {"】", 3},
                                       {"[", 1},  {"]", 1}, {"(", 1}, {"（", 3}, {"—", 3}};
    for (bool again = true; again;) {
        again = false;
        s = str_trim_ascii(s);
        for (size_t i = 0; i < ARRAY_LENGTH(marks); i++) {
            if (str_starts(s, marks[i])) {
                s = str_slice(s, marks[i].length, s.length);
                again = true;
            }
            if (i < 12 && str_ends(s, marks[i])) {
                s = str_slice(s, 0, s.length - marks[i].length);
                again = true;
            }
        }
    }
    return s;
}

static struct str without_label(struct str s)
{
    static const struct str labels[] = {
        {"By ", 3},     {"by ", 3},       {"BY ", 3},       {"Written by ", 11}, {"Posted by ", 10},
        {"作者", 6},    {"文/", 4},       {"文／", 6},      {"文：", 6},         {"文｜", 6},
        {"撰文", 6},    {"本报记者", 12}, {"本報記者", 12}, {"记者", 6},         {"記者", 6},
        {"编辑", 6},    {"責任編輯", 12}, {"责任编辑", 12}, {"特约记者", 12},    {"著者", 6},
        {"Author:", 7}, {"Author", 6},    {"author:", 7},   {"Von ", 4},         {"Par ", 4},
        {"Por ", 4},    {"Words by ", 9}, {"执笔", 6},      {"发布者", 9},       {"Di ", 3},
    };
    for (bool again = true; again;) {
        again = false;
        s = trim_marks(s);
        for (size_t i = 0; i < ARRAY_LENGTH(labels); i++)
            if (str_starts(s, labels[i])) {
                s = str_slice(s, labels[i].length, s.length);
                again = true;
            }
    }
    return s;
}

/* Where something else than names begins: a date, a source, a link. */
static size_t name_end(struct str s)
{
    static const struct str stops[] = {
        {"来源", 6}, {"來源", 6}, {"发布", 6}, {"時間", 6},    {"时间", 6},      {"编辑", 6},
        {"http", 4}, {"|", 1},    {"｜", 3},   {"Updated", 7}, {"Published", 9}, {" on ", 4},
        {"责编", 6}, {"摄影", 6}, {"阅读", 6}, {"浏览", 6},    {" - ", 3},       {"•", 3}};
    size_t end = s.length;
    for (size_t i = 0; i < ARRAY_LENGTH(stops); i++) {
        size_t at = str_find(s, stops[i], 0);
        if (at && at < end)
            end = at;
    }
    for (size_t i = 1; i < end; i++)
        if (s.bytes[i] >= '0' && s.bytes[i] <= '9')
            end = i;
    return end;
}

struct str byline_clean(struct str text)
{
    static const struct str junk[] = {
        {"admin", 5},     {"administrator", 13}, {"editor", 6},    {"staff", 5},
        {"webmaster", 9}, {"null", 4},           {"undefined", 9}, {"none", 4},
        {"匿名", 6},      {"佚名", 6},           {"网络", 6},      {"管理员", 9},
        {"author", 5},    {"unknown", 7},        {"root", 4},      {"本站", 6}};
    struct str s = without_label(text);
    if (s.length >= 7 && !strncasecmp(s.bytes, "http", 4))
        return STR_NONE;
    s = trim_marks(str_slice(s, 0, name_end(s)));
    bool has_letter = false;
    for (size_t i = 0; i < s.length; i++) {
        unsigned char byte = (unsigned char)s.bytes[i];
        has_letter |= byte >= 0x80 || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
        if (byte == '@' || byte == '<' || byte == '{')
            return STR_NONE;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(junk); i++)
        if (str_equal_ascii_case(s, junk[i]))
            return STR_NONE;
    return has_letter && s.length <= 120 ? s : STR_NONE;
}
