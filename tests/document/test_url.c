#include "cmocka_prelude.h"

#include "base/memory.h"
#include "document/url.h"

#include <string.h>

static const char page[] = "http://h.example/a/b/c.html?q=1#top";

static void references_are_resolved(void **state)
{
    (void)state;
    static const struct {
        const char *base, *reference, *expected;
    } cases[] = {
        /* RFC 3986 §5.4 */
        {"http://a/b/c/d;p?q", "g:h", "g:h"},
        {"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
        {"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
        {"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
        {"http://a/b/c/d;p?q", "/g", "http://a/g"},
        {"http://a/b/c/d;p?q", "//g", "http://g/"},
        {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
        {"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
        {"http://a/b/c/d;p?q", "g#s", "http://a/b/c/g#s"},
        {"http://a/b/c/d;p?q", ";x", "http://a/b/c/;x"},
        {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
        {"http://a/b/c/d;p?q", ".", "http://a/b/c/"},
        {"http://a/b/c/d;p?q", "..", "http://a/b/"},
        {"http://a/b/c/d;p?q", "../g", "http://a/b/g"},
        {"http://a/b/c/d;p?q", "../..", "http://a/"},
        {"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
        {"http://a/b/c/d;p?q", "/./g", "http://a/g"},
        {"http://a/b/c/d;p?q", "g..", "http://a/b/c/g.."},
        {"http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/"},
        {"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
        {"http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x"},
        {"http://a/b/c/d;p?q", "http:g", "http://a/b/c/g"},
        /* WHATWG */
        {page, "\\d\\..\\e", "http://h.example/e"},
        {page, "\\\\evil\\x", "http://evil/x"},
        {page, "///evil", "http://evil/"},
        {page, "https:evil", "https://evil/"},
        {page, "HTTPS://H/%2E%2e/x", "https://H/x"},
        {page, " ht\ntp://h\t/x\r ", "http://h/x"},
        {page, "文/章.html", "http://h.example/a/b/文/章.html"},
        {page, "javascript:alert(1)", "javascript:alert(1)"},
        {page, "JAVA\tscript:alert(1)", "javascript:alert(1)"},
        {page, "data:text/html,<b>", "data:text/html,<b>"},
        {page, "mailto:a@b", "mailto:a@b"},
        {"http://h", "x", "http://h/x"},
        {"file:///home/a/p.html", "img/1.png", "file:///home/a/img/1.png"},
        {"file:///home/a/p.html", "//h/x", "file://h/x"},
        {"", "x/y.html", "x/y.html"},
        {"", "//h/x", "//h/x"},
        {"", "", ""},
        {"about:blank", "x", "x"},
        {"not a url", "../x", "../x"},
        {"http://h/a/..", "x", "http://h/x"},
        /* inside the article */
        {"", "#注1", "#注1"},
        {page, "#note", "#note"},
        {page, "c.html?q=1#note", "#note"},
        {page, "http://h.example/a/b/c.html?q=1#note", "#note"},
        {page, "c.html#note", "http://h.example/a/b/c.html#note"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "kept ");
        url_resolve(str_from(cases[i].base), str_from(cases[i].reference), &got);
        if (strcmp(got.bytes + 5, cases[i].expected) != 0)
            fail_msg("base %s\ninput    %s\nexpected %s\ngot      %s", cases[i].base,
                     cases[i].reference, cases[i].expected, got.bytes + 5);
    }
}

/* expected NULL: refused. */
static const struct {
    const char *url, *expected;
} safe_cases[] = {
    {"http://example.com", "http://example.com/"},
    {"HTTPS://Example.COM:443/A?b#c", "https://example.com/A?b#c"},
    {"http://h:80/", "http://h/"},
    {"http://h:8080/x", "http://h:8080/x"},
    {"http://h:/x", "http://h/x"},
    {"http://h:99999/", NULL},
    {"http://h:8x/", NULL},
    {"  http://h/a b\"c'd<e>f`g{h}|i^j\\k ", "http://h/a%20b%22c%27d%3Ce%3Ef%60g%7Bh%7D%7Ci%5Ej/k"},
    {"http://h/\x1B]0;x\x07.", "http://h/%1B]0;x%07."},
    {"http://h/%1b%5d0;x", "http://h/%1b%5d0;x"},
    {"http://h/中文?词=é#末", "http://h/%E4%B8%AD%E6%96%87?%E8%AF%8D=%C3%A9#%E6%9C%AB"},
    {"http://h/\xFF", "http://h/%FF"},
    {"http://h/%n%s%x%", "http://h/%n%s%x%"},
    {"http://h/a/../../b/./c", "http://h/b/c"},
    {"http://h/?a\\b", "http://h/?a%5Cb"},
    /* C01 */
    {"http://example.com/ & id >/tmp/pwned & echo",
     "http://example.com/%20&%20id%20%3E/tmp/pwned%20&%20echo"},
    {"http://h/$(id)`id`';id;'|id", "http://h/$(id)%60id%60%27;id;%27%7Cid"},
    {"http://h/\"\nid\n\"", "http://h/%22id%22"},
    /* C02 */
    {"-oProxyCommand=id", NULL},
    {"--help", NULL},
    {" -x", NULL},
    /* C03 */
    {"http://user:pass@h/", "http://h/"},
    {"http://a@b@h/", "http://h/"},
    {"http://good.example?@evil/", "http://good.example/?@evil/"},
    {"http://good.example#@evil/", "http://good.example/#@evil/"},
    {"http://good\\@evil/", "http://good/@evil/"},
    {"http:\\\\evil", "http://evil/"},
    {"http:///evil", "http://evil/"},
    {"http:evil", "http://evil/"},
    {"//evil", NULL},
    {"ht\ntp://h", "http://h/"},
    {"http://", NULL},
    {"http://@/", NULL},
    {"http://a b/", NULL},
    {"http://a%00b/", NULL},
    {"http://a%2Fb/", NULL},
    {"http://a<b/", NULL},
    {"http://\x1B/", NULL},
    /* C04 */
    {"javascript:alert(1)", NULL},
    {"JAVASCRIPT:alert(1)", NULL},
    {"java\tscript:alert(1)", NULL},
    {"data:text/html,x", NULL},
    {"vbscript:x", NULL},
    {"file:///etc/passwd", NULL},
    {"ssh://-oProxyCommand=id", NULL},
    {"telnet://h", NULL},
    {"x-man-page:x", NULL},
    {"relative/path", NULL},
    {"", NULL},
    {"mailto:a@b.example", "mailto:a@b.example"},
    {"MailTo:a@b?Subject=你 好&body=x%0D%0Ay",
     "mailto:a@b?Subject=%E4%BD%A0%20%E5%A5%BD&body=x%0D%0Ay"},
    {"mailto:?to=a@b", "mailto:?to=a@b"},
    {"mailto:a?attach=/etc/passwd", NULL},
    {"mailto:a?subject=x&attachment=/etc/passwd", NULL},
    {"mailto:a?cc=b", NULL},
    {"mailto:a?bcc=b", NULL},
    {"mailto:a?subject=x%0ABcc:b", NULL},
    {"mailto:a%0D%0ABcc:b", NULL},
    {"mailto:-x", NULL},
    {"mailto:%2dx", NULL},
    /* B13 and RFC 3492 */
    {"http://bücher.example/", "http://xn--bcher-kva.example/"},
    {"http://BU\xCC\x88"
     "CHER.example/",
     "http://xn--bcher-kva.example/"},
    {"http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"},
    {"http://中国。中国/", "http://xn--fiqs8s.xn--fiqs8s/"},
    {"http://аррӏе.com/", "http://xn--80ak6aa92e.com/"},
    {"http://ｅｘａｍｐｌｅ．ｃｏｍ/", "http://example.com/"},
    {"http://good․example/", "http://good.example/"},
    {"http://good／evil/", NULL},
    {"http://good\xE2\x88\x95"
     "evil.example/",
     "http://xn--goodevil-1f7d.example/"},
    {"http://%E4%B8%AD%E5%9B%BD/", "http://xn--fiqs8s/"},
    {"http://ex\xC2\xAD"
     "ample.com/",
     "http://example.com/"},
    {"http://ex\xE2\x80\xAE"
     "moc.com/",
     NULL},
    {"http://ليهمابتكلموشعربي؟.x/", "http://xn--egbpdaj6bu4bxfgehfvwxn.x/"},
    {"http://세계의모든사람들이한국어를이해.x/",
     "http://xn--989aomq8pqa315adwd4tcb3t59ah2z2pe0jd0590coka.x/"},
    {"http://a..b/", NULL},
    {"http://a.b./", "http://a.b./"},
    {"http://./", NULL},
    {"http://[::1]:8080/x", "http://[::1]:8080/x"},
    {"http://[::FFFF:1.2.3.4]/", "http://[::ffff:1.2.3.4]/"},
    {"http://[::1/", NULL},
    {"http://[x]/", NULL},
};

static void urls_are_made_safe_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(safe_cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "kept ");
        const bool is_safe = url_append_safe(str_from(safe_cases[i].url), &got);
        const char *expected = safe_cases[i].expected ? safe_cases[i].expected : "";
        const struct str written = str_slice(buffer_str(&got), 5, got.length);
        if (is_safe != (safe_cases[i].expected != NULL) || !str_equal(written, str_from(expected)))
            fail_msg("input    %s\nexpected %s\ngot      %s %.*s", safe_cases[i].url,
                     safe_cases[i].expected ? expected : "(refused)", is_safe ? "" : "(refused)",
                     STR_ARGS(written));
    }
}

/* What is shown and opened is a fixed point, and its host the one that was asked for. */
static void safe_urls_stay_as_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(safe_cases); i++) {
        if (!safe_cases[i].expected)
            continue;
        CLEANUP_BUFFER struct buffer got = {0};
        if (!url_append_safe(str_from(safe_cases[i].expected), &got) ||
            !str_equal(buffer_str(&got), str_from(safe_cases[i].expected)))
            fail_msg("input    %s\nexpected the same\ngot      %s", safe_cases[i].expected,
                     got.bytes);
    }
}

static void hosts_too_long_are_refused(void **state)
{
    (void)state;
    for (size_t length = 60; length < 70; length++) {
        CLEANUP_BUFFER struct buffer url = {0}, got = {0};
        buffer_append_c(&url, "http://");
        for (size_t i = 0; i < length; i++)
            buffer_append_c(&url, "a");
        buffer_append_c(&url, "/");
        assert_int_equal(url_append_safe(buffer_str(&url), &got), length <= 63);
    }
    CLEANUP_BUFFER struct buffer url = {0}, got = {0};
    buffer_append_c(&url, "http://");
    for (size_t i = 0; i < 200000; i++)
        buffer_append_c(&url, i % 9 == 0 ? "." : "中@");
    assert_false(url_append_safe(buffer_str(&url), &got));
}

static void hosts_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *url, *expected;
    } cases[] = {
        {"http://h.example/x", "h.example"},
        {"https://u:p@h:8/x", "h"},
        {"http://h", "h"},
        {"http://good\\@evil/", "good"},
        {"http:///evil", "evil"},
        {"http://[::1]:3/", "[::1]"},
        {"http://中国/", "中国"},
        {"ftp://h/", ""},
        {"mailto:a@b", ""},
        {"", ""},
        {"http://a\tb/", ""},
        {"x", ""},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct str got = url_host(str_from(cases[i].url));
        if (!str_equal(got, str_from(cases[i].expected)))
            fail_msg("input    %s\nexpected %s\ngot      %.*s", cases[i].url, cases[i].expected,
                     STR_ARGS(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_resolved),
        cmocka_unit_test(urls_are_made_safe_or_refused),
        cmocka_unit_test(safe_urls_stay_as_they_are),
        cmocka_unit_test(hosts_too_long_are_refused),
        cmocka_unit_test(hosts_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
