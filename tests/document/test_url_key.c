#include "cmocka_prelude.h"

#include "base/memory.h"
#include "document/builder.h"
#include "document/url_key.h"

#include <string.h>

static void key_of(const char *url, struct buffer *out)
{
    out->length = 0;
    url_key(str_from(url), out);
    buffer_append(out, STR_NONE);
}

struct pair {
    const char *left, *right;
};

static void expect_pairs(const struct pair *pairs, size_t count, bool is_same)
{
    CLEANUP_BUFFER struct buffer left = {0}, right = {0};
    for (size_t i = 0; i < count; i++) {
        key_of(pairs[i].left, &left);
        key_of(pairs[i].right, &right);
        const bool got = left.length > 0 && str_equal(buffer_str(&left), buffer_str(&right));
        if (got != is_same || left.length == 0 || right.length == 0)
            fail_msg("input %s\n      %s\nexpected %s\ngot %s\n    %s", pairs[i].left,
                     pairs[i].right, is_same ? "one article" : "two", left.bytes, right.bytes);
    }
}

static const struct pair same_pairs[] = {
    /* spelling */
    {"http://example.org/a", "https://example.org/a"},
    {"https://EXAMPLE.org/a", "https://example.org/a"},
    {"https://example.org:443/a", "https://example.org/a"},
    {"http://example.org:80/a", "https://example.org/a"},
    {"https://example.org./a", "https://example.org/a"},
    {"https://example.org", "https://example.org/"},
    {"https://example.org/a/", "https://example.org/a"},
    {"https://example.org//a///b/", "https://example.org/a/b"},
    {"https://example.org/x/../a", "https://example.org/a"},
    {"https://example.org/a#top", "https://example.org/a"},
    {"https://example.org/a#", "https://example.org/a"},
    {"https://example.org/a#:~:text=word", "https://example.org/a"},
    {"https://user:secret@example.org/a", "https://example.org/a"},
    {"https://example.org/%7Ejo/%61", "https://example.org/~jo/a"},
    {"https://example.org/山/水", "https://example.org/%e5%b1%b1/%E6%B0%B4"},
    {"https://例え.jp/a", "https://xn--r8jz45g.jp/a"},
    {" https://example.org/a\n", "https://example.org/a"},
    /* faces of a site */
    {"https://www.example.org/a", "https://example.org/a"},
    {"https://m.example.org/a", "https://www.example.org/a"},
    {"https://mobile.example.org/a", "https://example.org/a"},
    {"https://wap.example.com.cn/a", "https://www.example.com.cn/a"},
    {"https://amp.example.org/a", "https://example.org/a"},
    {"https://3g.163.com/news/article/J1.html", "https://www.163.com/news/article/J1.html"},
    {"https://zh.m.wikipedia.org/wiki/斋", "https://zh.wikipedia.org/wiki/斋"},
    {"https://www.m.example.org/a", "https://example.org/a"},
    {"https://www.gov.cn/a", "http://gov.cn/a"},
    {"https://mobile.twitter.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1"},
    {"https://old.reddit.com/r/c/comments/1/t/", "https://www.reddit.com/r/c/comments/1/t"},
    /* the folder itself */
    {"https://example.org/index.html", "https://example.org/"},
    {"https://example.org/a/index.PHP", "https://example.org/a"},
    {"https://example.org/a/Default.aspx?id=1", "https://example.org/a/?id=1"},
    {"https://example.org/2024/05/a-title/amp/", "https://example.org/2024/05/a-title"},
    {"https://example.org/a-title/amp.html", "https://example.org/a-title"},
    /* parameters */
    {"https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"},
    {"https://example.org/a?id=1&id=1", "https://example.org/a?id=1"},
    {"https://example.org/a?", "https://example.org/a"},
    {"https://example.org/a?&&", "https://example.org/a"},
    {"https://example.org/a?id=", "https://example.org/a?id"},
    {"https://example.org/a?q=a+b", "https://example.org/a?q=a%20b"},
    {"https://example.org/a?k=MzA%3D%3D", "https://example.org/a?k=MzA=="},
    {"https://example.org/a?id=1&amp;page=2", "https://example.org/a?id=1&page=2"},
    {"https://example.org/a?utm_source=x&UTM_Medium=y&id=3", "https://example.org/a?id=3"},
    {"https://example.org/a?fbclid=1&gclid=2&msclkid=3", "https://example.org/a"},
    {"https://example.org/a?spm=a2c.1&scm=1", "https://example.org/a"},
    {"https://example.org/a?from=singlemessage&isappinstalled=0", "https://example.org/a"},
    {"https://example.org/a?share_token=x&shareuid=9&sharefrom=qq", "https://example.org/a"},
    {"https://example.org/a?hmsr=toutiao.io&hmpl=", "https://example.org/a"},
    {"https://example.org/a;jsessionid=0A1B?x=1", "https://example.org/a?x=1"},
    {"https://example.org/a?PHPSESSID=1", "https://example.org/a"},
    {"https://example.org/a?amp=1", "https://example.org/a"},
    {"https://example.org/#!/story/7?utm_source=x", "https://example.org/#!/story/7"},
    {"https://example.org/#/story/7/", "http://www.example.org/#/story/7"},
    /* sites */
    {"https://mp.weixin.qq.com/"
     "s?__biz=MzA4NTU=&mid=2650&idx=1&sn=ab12&chksm=84f&scene=27#wechat_redirect",
     "http://mp.weixin.qq.com/s?sn=ab12&idx=1&mid=2650&__biz=MzA4NTU%3D"},
    {"https://mp.weixin.qq.com/"
     "s?__biz=MzA4NTU=&amp;mid=2650&amp;idx=1&amp;sn=ab12&amp;sessionid=1&amp;key=2#rd",
     "https://mp.weixin.qq.com/s?__biz=MzA4NTU=&mid=2650&idx=1&sn=ab12"},
    {"https://mp.weixin.qq.com/s/AbC_d-1?scene=1&poc_token=x",
     "https://mp.weixin.qq.com/s/AbC_d-1"},
    {"https://weibo.com/123/Nabc?refer_flag=1001030103_&type=comment",
     "https://weibo.com/123/Nabc"},
    {"https://weibo.com/ttarticle/p/show?id=2309&mod=zwenzhang",
     "https://www.weibo.com/ttarticle/p/show?id=2309"},
    {"https://zhuanlan.zhihu.com/p/5?utm_psn=1&share_code=x&zhida_source=e",
     "https://zhuanlan.zhihu.com/p/5"},
    {"https://www.bilibili.com/read/cv1/?from=search&spm_id_from=333.1&vd_source=ab",
     "https://m.bilibili.com/read/cv1"},
    {"https://www.toutiao.com/article/7/?channel=&source=search_tab&log_from=x",
     "https://m.toutiao.com/article/7"},
    {"https://www.sohu.com/a/1_2?scm=1102.x&spm=smpc.1&_trans_=000", "http://m.sohu.com/a/1_2"},
    {"https://blog.csdn.net/u/article/details/1?ops_request_misc=%7B&request_id=1",
     "https://blog.csdn.net/u/article/details/1"},
    {"https://www.163.com/dy/article/J.html?spss=adap_pc&f=post",
     "https://m.163.com/dy/article/J.html"},
    {"https://baijiahao.baidu.com/s?id=17&wfr=spider&for=pc",
     "https://baijiahao.baidu.com/s?id=17"},
    {"https://n.news.naver.com/article/1/2?sid=102&cds=news_my",
     "https://n.news.naver.com/article/1/2"},
    {"https://www.youtube.com/watch?v=a&feature=share&t=9", "https://m.youtube.com/watch?v=a"},
};

static void one_article_has_many_addresses(void **state)
{
    (void)state;
    expect_pairs(same_pairs, ARRAY_LENGTH(same_pairs), true);
}

static void different_articles_stay_apart(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"https://example.org/a", "https://example.org/b"},
        {"https://example.org/a", "https://example.org/A"},
        {"https://example.org/a", "https://example.org/a.html"},
        {"https://example.org/a", "https://example.com/a"},
        {"https://a.example.org/x", "https://b.example.org/x"},
        {"https://example.org:8080/a", "https://example.org/a"},
        {"https://example.org/a?id=1", "https://example.org/a?id=2"},
        {"https://example.org/a?id=1", "https://example.org/a"},
        {"https://example.org/a?id=1", "https://example.org/a?ID=1"},
        {"https://example.org/a?id=1&id=2", "https://example.org/a?id=1"},
        {"https://example.org/a?id=1&page=2", "https://example.org/a?id=1"},
        {"https://example.org/a?x=1%262", "https://example.org/a?x=1&2"},
        {"https://example.org/a%2Fb", "https://example.org/a/b"},
        {"https://example.org/a%3Fb", "https://example.org/a?b"},
        {"https://example.org/a%23b", "https://example.org/a#b"},
        {"https://example.org/a%2541", "https://example.org/a%41"},
        {"https://example.org/?p=12", "https://example.org/?p=13"},
        {"https://example.org/?p=12", "https://example.org/"},
        {"https://example.org/#!/story/7", "https://example.org/#!/story/8"},
        {"https://example.org/#!/story/7", "https://example.org/"},
        {"https://example.org/convert?from=USD&to=EUR",
         "https://example.org/convert?from=CNY&to=EUR"},
        {"https://example.org/wiki/amp", "https://example.org/wiki"},
        {"https://example.org/amp", "https://example.org/"},
        {"https://example.org/a/index_2.html", "https://example.org/a/"},
        {"https://www.com/a", "https://com/a"},
        {"https://m.co.uk/a", "https://wap.co.uk/a"},
        {"https://192.168.0.1/a", "https://168.0.1/a"},
        {"https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=a",
         "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=b"},
        {"https://mp.weixin.qq.com/s/AbC", "https://mp.weixin.qq.com/s/ABC"},
        {"https://weibo.com/ttarticle/p/show?id=1", "https://weibo.com/ttarticle/p/show?id=2"},
        {"https://www.bilibili.com/video/BV1?p=1", "https://www.bilibili.com/video/BV1?p=2"},
        {"https://baijiahao.baidu.com/s?id=1", "https://baijiahao.baidu.com/s?id=2"},
        {"https://notweibo.com/a?refer_flag=1", "https://notweibo.com/a?refer_flag=2"},
        {"https://github.com/o/r?ref=main", "https://github.com/o/r?ref=next"},
        {"https://tieba.baidu.com/p/1?pn=2", "https://tieba.baidu.com/p/1"},
    };
    expect_pairs(pairs, ARRAY_LENGTH(pairs), false);
}

static void what_is_no_page_has_no_key(void **state)
{
    (void)state;
    static const char *const urls[] = {"",
                                       "x/y.html",
                                       "file:///home/a.html",
                                       "mailto:a@b",
                                       "javascript:1",
                                       "data:text/html,x",
                                       "http://",
                                       "http://h:99999/",
                                       "-http://h/",
                                       "http://\xFF/",
                                       "about:blank"};
    CLEANUP_BUFFER struct buffer key = {0};
    for (size_t i = 0; i < ARRAY_LENGTH(urls); i++) {
        key_of(urls[i], &key);
        if (key.length > 0)
            fail_msg("input %s\nexpected nothing\ngot %s", urls[i], key.bytes);
    }
}

static void keys_are_readable_ascii(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"https://www.例え.jp:8080/山/?b=水&utm_id=1&a=+#x",
         "xn--r8jz45g.jp:8080/%E5%B1%B1?a=%20&b=%E6%B0%B4"},
        {"http://example.org/", "example.org"},
        {"http://example.org/\xFF\x80?\x01.", "example.org/%FF%80?%01."},
        {"http://[::1]/a", "[::1]/a"},
    };
    CLEANUP_BUFFER struct buffer key = {0};
    for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++) {
        key_of(pairs[i].left, &key);
        if (strcmp(key.bytes, pairs[i].right) != 0)
            fail_msg("input %s\nexpected %s\ngot %s", pairs[i].left, pairs[i].right, key.bytes);
    }
}

/* Megabytes of address make a short key, and two that differ at the end two keys. */
static void long_addresses_are_bounded(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer url = {0}, first = {0}, second = {0};
    buffer_append_c(&url, "http://example.org/");
    for (int i = 0; i < 300000; i++)
        buffer_append_format(&url, "%d/", i % 10);
    buffer_append_c(&url, "?");
    for (int i = 0; i < 100000; i++)
        buffer_append_format(&url, "p%d=%d&", i, i);
    key_of(url.bytes, &first);
    memcpy(url.bytes + 600000, "x", 1);
    key_of(url.bytes, &second);
    if (first.length > 1100 || str_equal(buffer_str(&first), buffer_str(&second)))
        fail_msg("input a URL of %zu bytes\nexpected two short keys\ngot %s\n    %s", url.length,
                 first.bytes, second.bytes);
}

static void the_canonical_url_counts_when_it_is_plausible(void **state)
{
    (void)state;
    static const struct {
        const char *canonical, *url, *expected;
    } cases[] = {
        {"https://example.org/a", "https://m.example.org/x?id=1", "example.org/a"},
        {"https://news.example.co.uk/a", "https://www.example.co.uk/x", "news.example.co.uk/a"},
        {"", "https://example.org/x", "example.org/x"},
        {"https://example.org/a", "", "example.org/a"},
        {"", "", ""},
        {"https://origin.com/a", "https://example.org/repost", "example.org/repost"},
        {"https://other.co.uk/a", "https://example.co.uk/x", "example.co.uk/x"},
        {"https://example.org/", "https://example.org/a", "example.org/a"},
        {"https://example.org/", "https://example.org/?p=4", "example.org?p=4"},
        {"https://example.org/index.php", "https://example.org/index.php?id=4", "example.org?id=4"},
        {"https://example.org/show.asp", "https://example.org/show.asp?id=4",
         "example.org/show.asp?id=4"},
        {"https://example.org/show.asp?id=4", "https://example.org/show.asp?id=4&k=2",
         "example.org/show.asp?id=4"},
        {"/relative", "https://example.org/x", "example.org/x"},
        {"javascript:1", "https://example.org/x", "example.org/x"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct builder *builder = builder_new();
        builder_metadata(builder)->canonical_url = str_from(cases[i].canonical);
        builder_metadata(builder)->url = str_from(cases[i].url);
        struct document *document = builder_finish(builder);
        CLEANUP_BUFFER struct buffer key = {0};
        document_url_key(document, &key);
        buffer_append(&key, STR_NONE);
        if (strcmp(key.bytes, cases[i].expected) != 0)
            fail_msg("input %s of %s\nexpected %s\ngot %s", cases[i].canonical, cases[i].url,
                     cases[i].expected, key.bytes);
        document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_article_has_many_addresses),
        cmocka_unit_test(different_articles_stay_apart),
        cmocka_unit_test(what_is_no_page_has_no_key),
        cmocka_unit_test(keys_are_readable_ascii),
        cmocka_unit_test(long_addresses_are_bounded),
        cmocka_unit_test(the_canonical_url_counts_when_it_is_plausible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
