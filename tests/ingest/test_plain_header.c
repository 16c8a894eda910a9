#include "base/memory.h"
#include "ingest/plain_header.h"
#include "ingest/plain_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Who, where, when: the forms in which pages of five languages say so. */

static void test_dates(void **state)
{
    static const struct {
        const char *text, *iso;
    } rows[] = {
        {"2012年1月13日", "2012-01-13"},
        {"2012年01月13日 18:14", "2012-01-13T18:14"},
        {"二〇一二年一月十三日", "2012-01-13"},
        {"１月１３日", "--01-13"},
        {"本报1月13日讯", "--01-13"},
        {"2012-01-13 18:14:48", "2012-01-13T18:14:48"},
        {"2012/1/13", "2012-01-13"},
        {"2012.01.13", "2012-01-13"},
        {"2012年1月16日 星期一 10:20", "2012-01-16T10:20"},
        {"2020年3月5日下午3:05", "2020-03-05T15:05"},
        {"2020年3月5日 上午9:30", "2020-03-05T09:30"},
        {"民國109年3月16日", "2020-03-16"},
        {"中華民國一百零九年", ""},
        {"令和3年6月14日", "2021-06-14"},
        {"平成元年2月1日", "1989-02-01"},
        {"2018年12月5日（水）午前6時0分", "2018-12-05T06:00"},
        {"2021年6月14日 11時30分", "2021-06-14T11:30"},
        {"9月30日(月) 17:05", "--09-30"},
        {"2024년 3월 1일", "2024-03-01"},
        {"2023. 2. 11. 21:05", "2023-02-11T21:05"},
        {"2021-02-26 오후 3:14:20", "2021-02-26T15:14:20"},
        {"January 13, 2012", "2012-01-13"},
        {"Jan. 13", "--01-13"},
        {"13 January 2012", "2012-01-13"},
        {"13th of", ""},
        {"July 4th, 2019", "2019-07-04"},
        {"Sept. 28, 2018", "2018-09-28"},
        {"November 8, 2023 7:04 AM UTC", "2023-11-08T07:04"},
        {"Nov 19, 2019, 7:53pm", "2019-11-19T19:53"},
        {"Sat Jun 13, 2009 7:48 pm", "2009-06-13T19:48"},
        {"Mon Sep 21 23:08:45 2015", "2015-09-21T23:08:45"},
        {"May 14, 2019 at 8:21", "2019-05-14T08:21"},
        {"2023-11-08T07:04:05Z", "2023-11-08T07:04:05"},
        {"2/26/2015 12:11 AM", "2015-02-26T00:11"},
        {"26/2/2015", "2015-02-26"},
        {"3/4/2015", ""}, /* which is the month? */
        {"2012-13-41", ""},
        {"版本 10.1.2", ""},
        {"no date at all", ""},
        {"e\xCC\x81 😀 \xFF", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct date_place date = {.iso = ""};
        bool is_found = plain_date_find(str_from(rows[i].text), &date);
        if (is_found != (rows[i].iso[0] != 0) || strcmp(date.iso, rows[i].iso) != 0)
            fail_msg("%s: expected \"%s\", got \"%s\"", rows[i].text, rows[i].iso, date.iso);
    }
}

struct line_row {
    const char *text, *names, *site, *published;
};

static void check_header(const struct line_row *row, const struct header *header)
{
    struct str names = buffer_str(&header->names);
    if (!str_equal(names, str_from(row->names)) || !str_equal(header->site, str_from(row->site)) ||
        strcmp(header->published, row->published) != 0)
        fail_msg("%s\nexpected: \"%s\" \"%s\" \"%s\"\ngot: \"%.*s\" \"%.*s\" \"%s\"", row->text,
                 row->names, row->site, row->published, STR_ARGS(names), STR_ARGS(header->site),
                 header->published);
}

static void test_lines(void **state)
{
    static const struct line_row rows[] = {
        {"记者 李晓文 通讯员 王大明", "李晓文, 王大明", "", ""},
        {"文/赵明", "赵明", "", ""},
        {"撰文：何靜雯", "何靜雯", "", ""},
        {"作者：张三 编辑：李四", "张三", "", ""},
        {"2013年09月17日 08:26 来源：青河晚报 记者 程小满", "程小满", "青河晚报",
         "2013-09-17T08:26"},
        {"発行日：2020年5月1日", "", "", "2020-05-01"},
        {"〔記者林沛瑜／嘉義報導〕", "林沛瑜", "", ""},
        {"取材・文：西尾かおり", "西尾かおり", "", ""},
        {"정하윤 기자", "정하윤", "", ""},
        {"정하윤 선임기자", "정하윤", "", ""},
        {"정하윤 특파원", "정하윤", "", ""},
        {"[산들신문=한서윤 기자]", "한서윤", "", ""},
        {"승인 2022.04.18 09:20", "", "", "2022-04-18T09:20"},
        {"By Jane Doe and John Roe, Staff Writers", "Jane Doe, John Roe", "", ""},
        {"By Priya Nair Trainee Reporter", "Priya Nair", "", ""},
        {"September 3, 2022 by Rosa Lindqvist", "Rosa Lindqvist", "", "2022-09-03"},
        {"Jane Doe · June 5, 2020", "Jane Doe", "", "2020-06-05"},
        {"來源：範例時報", "", "範例時報", ""},
        {"他说这件事和谁都没有关系", "", "", ""},
        {"\xFF\xFE e\xCC\x81 😀", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct header header = {0};
        header_read_line(&header, str_from(rows[i].text), rules_builtin());
        check_header(&rows[i], &header);
        buffer_release(&header.names);
    }
}

/* Where the headline of a page is known, names need no label. */
static void test_page_lines(void **state)
{
    static const struct line_row rows[] = {
        {"半截铅笔 于 2020-08-19 22:14:07 发布", "半截铅笔", "", "2020-08-19T22:14:07"},
        {"原创 木木 慢城笔记 2022-10-15 07:00 发表于湖北", "木木", "慢城笔记", "2022-10-15T07:00"},
        {"江城晚报 2014-06-03 08:12", "", "江城晚报", "2014-06-03T08:12"},
        {"由 阿沐 發表於 2018 年 11 月 18 日", "阿沐", "", "2018-11-18"},
        {"西尾かおり 2021年6月14日", "西尾かおり", "", "2021-06-14"},
        {"2020.05.12 さとう", "さとう", "", "2020-05-12"},
        {"2020-05-12 浙江", "", "", "2020-05-12"}, /* where it was posted */
        {"초록서랍 2023. 2. 11. 21:05", "초록서랍", "", "2023-02-11T21:05"},
        {"首页 2020-05-12", "", "", "2020-05-12"},
        {"一 二 三 四 2020-05-12", "", "", "2020-05-12"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct header header = {.is_page = true};
        header_read_line(&header, str_from(rows[i].text), rules_builtin());
        check_header(&rows[i], &header);
        buffer_release(&header.names);
    }
}

static void test_datelines(void **state)
{
    static const struct line_row rows[] = {
        {"新华社北京3月5日电 会议今天开幕", "", "新华社", "--03-05"},
        {"新江时报1月9日讯（记者 罗启 尹小冬）晚上十点半", "罗启, 尹小冬", "新江时报", "--01-09"},
        {"本报讯（记者 王小明）昨天", "王小明", "", ""},
        {"（中央海洋社記者吳建宏蘇澳22日電）十七歲的陳則安", "吳建宏", "中央海洋社", ""},
        {"【北嶺通信】雪に閉ざされた無人駅", "", "北嶺通信", ""},
        {"【新江时报1月9日讯】晚上", "", "新江时报", "--01-09"},
        {"【梅雨】のころ", "", "", ""},
        {"(서울=예시뉴스) 홍길동 기자 = 역 앞의", "홍길동", "예시뉴스", ""},
        {"[서울=예시뉴스] 홍길동 기자 = 역 앞의", "홍길동", "예시뉴스", ""},
        {"TRIESTE, Italy, Nov 8 (Meridian Press) - In a courtyard", "", "Meridian Press",
         "--11-08"},
        {"He said (quietly) - and left", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct header header = {0};
        header_read_dateline(&header, str_from(rows[i].text), rules_builtin());
        check_header(&rows[i], &header);
        buffer_release(&header.names);
    }
}

static void test_ends(void **state)
{
    static const struct line_row rows[] = {
        {"会长は「人が増えた」と目を細める。雪は深い。（大庭健）", "大庭健", "", ""},
        {"赤いポストだけは、そのまま残される。【村瀬孝】", "村瀬孝", "", ""},
        {"他把门关上了，屋里很久没有人说话，只有钟在走。（记者 李晓文）", "李晓文", "", ""},
        {"他把门关上了，屋里很久没有人说话，只有钟在走。（大笑）", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct header header = {0};
        header_read_end(&header, str_from(rows[i].text), rules_builtin());
        check_header(&rows[i], &header);
        buffer_release(&header.names);
    }
}

static void test_owners(void **state)
{
    static const struct {
        const char *line, *owner;
    } rows[] = {
        {"Copyright © 2010-2014 临江在线 版权所有 示ICP备12345678号", "临江在线"},
        {"临江在线 版权所有", "临江在线"},
        {"저작권자 © 들꽃일보 무단전재 및 재배포 금지", "들꽃일보"},
        {"© 2024 Example Times. All rights reserved.", "Example Times"},
        {"© Copyright Harbour Gazette 2018", "Harbour Gazette"},
        {"著作權所有 © 城南日報 請尊重智慧財產權", "城南日報"},
        {"All rights reserved.", ""},
        {"© 2024", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct str owner = names_owner(str_from(rows[i].line));
        if (!str_equal(owner, str_from(rows[i].owner)))
            fail_msg("%s: expected \"%s\", got \"%.*s\"", rows[i].line, rows[i].owner,
                     STR_ARGS(owner));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_lines),
        cmocka_unit_test(test_page_lines), cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_ends),       cmocka_unit_test(test_owners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
