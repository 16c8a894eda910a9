#include "cmocka_prelude.h"

#include "base/memory.h"
#include "document/builder.h"
#include "document/quality.h"

#include <string.h>

/* A line a block. */
static struct document *make(const char *title, const char *lines)
{
    struct builder *builder = builder_new();
    struct str rest = str_from(lines);
    builder_metadata(builder)->title = str_from(title);
    while (rest.length > 0) {
        size_t end = str_find(rest, STR("\n"), 0);
        end = end == SIZE_MAX ? rest.length : end;
        builder_begin_block(builder, (struct block){0});
        builder_text(builder, str_slice(rest, 0, end));
        builder_end_block(builder);
        rest = str_slice(rest, end + (end < rest.length), rest.length);
    }
    return builder_finish(builder);
}

static const struct {
    const char *title, *text;
    enum quality expected;
} pages[] = {
    /* not there */
    {"404", "404\n抱歉，您访问的页面不存在\n返回首页", QUALITY_ERROR_PAGE},
    {"提示信息", "该内容已被发布者删除", QUALITY_ERROR_PAGE},
    {"", "此内容因违规无法查看\n此内容被投诉且经审核涉嫌侵权，无法查看。", QUALITY_ERROR_PAGE},
    {"某论坛", "您要找的帖子不存在，可能已被删除。5 秒后自动返回首页。", QUALITY_ERROR_PAGE},
    {"", "该公众号已迁移\n该公众号已迁移至新的账号，原账号已回收。", QUALITY_ERROR_PAGE},
    {"出错啦", "系统繁忙，请稍后再试。", QUALITY_ERROR_PAGE},
    {"", "鏈接已過期", QUALITY_ERROR_PAGE},
    {"找不到網頁", "很抱歉，您要造訪的網頁不存在，請返回首頁。", QUALITY_ERROR_PAGE},
    {"404 Not Found", "Not Found\nThe requested URL was not found on this server.\nApache/2.4",
     QUALITY_ERROR_PAGE},
    {"Page not found - The Daily", "Oops! We can't find the page you are looking for.\nGo home",
     QUALITY_ERROR_PAGE},
    {"502 Bad Gateway", "502 Bad Gateway\nnginx", QUALITY_ERROR_PAGE},
    {"Sorry", "This article is no longer available.", QUALITY_ERROR_PAGE},
    {"App", "You need to enable JavaScript to run this app.", QUALITY_ERROR_PAGE},
    {"Error", "Access Denied\nYou don't have permission to access this resource.\nReference 18.5c",
     QUALITY_ERROR_PAGE},
    {"エラー",
     "お探しのページは見つかりませんでした。\n移動または削除された可能性があります。\n"
     "トップページへ戻る",
     QUALITY_ERROR_PAGE},
    {"", "この記事は掲載期間が終了しました。", QUALITY_ERROR_PAGE},
    {"", "ただいまサーバーメンテナンス中です。しばらくしてから再度アクセスしてください。",
     QUALITY_ERROR_PAGE},
    {"오류", "요청하신 페이지를 찾을 수 없습니다.\n주소가 잘못되었거나 삭제되었습니다.\n홈으로",
     QUALITY_ERROR_PAGE},
    {"", "존재하지 않거나 삭제된 기사입니다.", QUALITY_ERROR_PAGE},
    {"书斋", "", QUALITY_ERROR_PAGE},
    /* walls */
    {"", "请先登录\n登录后查看更多精彩内容\n手机号登录 密码登录 忘记密码 注册", QUALITY_LOGIN_WALL},
    {"安全验证", "环境异常\n当前环境异常，完成验证后即可继续访问。\n去验证", QUALITY_LOGIN_WALL},
    {"", "请在微信客户端打开链接", QUALITY_LOGIN_WALL},
    {"", "拖动滑块完成拼图", QUALITY_LOGIN_WALL},
    {"請登入", "請先登錄會員，登錄後可閱讀全文。", QUALITY_LOGIN_WALL},
    {"Log in", "Please log in to continue\nEmail\nPassword\nForgot password?\nSign up",
     QUALITY_LOGIN_WALL},
    {"Just a moment...",
     "Checking your browser before accessing example.org. This process is "
     "automatic.\nDDoS protection by Cloudflare",
     QUALITY_LOGIN_WALL},
    {"The Post", "Subscribe to continue reading\nAlready a subscriber? Sign in",
     QUALITY_LOGIN_WALL},
    {"Are you a robot?", "Please complete the CAPTCHA to verify you are human.",
     QUALITY_LOGIN_WALL},
    {"", "この記事は会員限定です。\n続きを読むにはログインしてください。\n会員登録",
     QUALITY_LOGIN_WALL},
    {"", "ｱｸｾｽが集中しています。私はロボットではありません", QUALITY_LOGIN_WALL},
    {"", "로그인이 필요한 서비스입니다.\n로그인 회원가입 비밀번호 찾기", QUALITY_LOGIN_WALL},
    {"", "비정상적인 접근이 감지되었습니다. 자동 입력 방지 문자를 입력해 주세요.",
     QUALITY_LOGIN_WALL},
    /* articles, some of them about such things */
    {"静夜思", "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。", QUALITY_FINE},
    {"古池", "古池や蛙飛びこむ水の音", QUALITY_FINE},
    {"", "斋", QUALITY_FINE},
    {"快讯", "今日上午十时，市图书馆新馆正式开放，读者凭身份证即可办理借阅证。", QUALITY_FINE},
    {"办事指南", "凭身份证在三楼注册，领取号码后到二号窗口办理，材料不全者请补齐后再来。",
     QUALITY_FINE},
    {"", "会议室的门卡找不到了，钥匙在传达室，请稍后再试着联系管理员。", QUALITY_FINE},
    {"Haiku", "An old silent pond. A frog jumps into the pond. Splash! Silence again.",
     QUALITY_FINE},
    {"Note", "The catalog inventory was signed by the blog inspector yesterday.", QUALITY_FINE},
    {"Room 404", "We met in room 404 and drank tea until the rain had stopped.", QUALITY_FINE},
    {"Lost", "The key was not found. We looked for it all afternoon, then went home.",
     QUALITY_FINE},
    {"お知らせ", "明日の読書会は午後三時から、北の書斎で行います。", QUALITY_FINE},
    {"소식", "도서관 새 건물이 오늘 문을 열었습니다. 누구나 책을 빌릴 수 있습니다.", QUALITY_FINE},
};

static void pages_are_told_from_articles(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(pages); i++) {
        struct document *document = make(pages[i].title, pages[i].text);
        const enum quality got = document_quality(document);
        if (got != pages[i].expected)
            fail_msg("input %s | %s\nexpected %d\ngot %d", pages[i].title, pages[i].text,
                     pages[i].expected, got);
        document_free(document);
    }
}

/* The words are boilerplate on any page; a long text, or one whose asides say them, is an article.
 */
static void articles_may_say_it_too(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    for (int i = 0; i < 40; i++) {
        builder_begin_block(builder, (struct block){0});
        builder_text(builder,
                     STR("设计登录页的人常忘了，页面不存在时该说什么：抱歉，请返回首页。"));
        builder_end_block(builder);
    }
    struct document *document = builder_finish(builder);
    assert_int_equal(document_quality(document), QUALITY_FINE);
    document_free(document);
    builder = builder_new();
    builder_begin_block(builder, (struct block){0});
    builder_text(builder, STR("短讯：桂花开了。"));
    builder_begin_block(builder, (struct block){.aside = ASIDE_OTHER});
    builder_text(builder, STR("请先登录，登录后查看评论 忘记密码 注册"));
    builder_end_block(builder);
    document = builder_finish(builder);
    assert_int_equal(document_quality(document), QUALITY_FINE);
    document_free(document);
}

static char *repeated(const char *text, int times)
{
    struct buffer out = {0};
    for (int i = 0; i < times; i++)
        buffer_append_c(&out, text);
    return buffer_take(&out);
}

static void worse_texts_do_not_take_over(void **state)
{
    (void)state;
    CLEANUP_FREE char *article = repeated("春天到了，河边的柳树发了芽。", 60);
    CLEANUP_FREE char *longer = repeated("春天到了，河边的柳树发了芽。", 80);
    CLEANUP_FREE char *most = repeated("春天到了，河边的柳树发了芽。", 31);
    CLEANUP_FREE char *less = repeated("春天到了，河边的柳树发了芽。", 29);
    const struct {
        const char *old_text, *new_text;
        enum quality expected;
    } cases[] = {
        {article, article, QUALITY_FINE},
        {article, longer, QUALITY_FINE},
        {article, most, QUALITY_FINE},
        {article, less, QUALITY_SHORTER},
        {article, "该内容已被发布者删除", QUALITY_ERROR_PAGE},
        {article, "请先登录", QUALITY_LOGIN_WALL},
        {article, "", QUALITY_ERROR_PAGE},
        {"请先登录", article, QUALITY_FINE},
        {"请先登录", "该内容已被发布者删除", QUALITY_FINE},
        {"该内容已被发布者删除，详情请见公告", "斋", QUALITY_FINE},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct document *old_document = make("", cases[i].old_text);
        struct document *new_document = make("", cases[i].new_text);
        const enum quality got = document_compare_quality(old_document, new_document);
        if (got != cases[i].expected)
            fail_msg("input %.60s → %.60s\nexpected %d\ngot %d", cases[i].old_text,
                     cases[i].new_text, cases[i].expected, got);
        document_free(old_document);
        document_free(new_document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_told_from_articles),
        cmocka_unit_test(articles_may_say_it_too),
        cmocka_unit_test(worse_texts_do_not_take_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
