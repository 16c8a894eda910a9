#include "document/quality_words.h"

#include "base/memory.h"

static const char *const errors[] = {
    /* Chinese */
    "页面不存在", "网页不存在", "页面找不到", "找不到页面", "找不到网页", "找不到该页",
    "找不到此页", "页面未找到", "页面走丢", "页面飞走", "页面已失效", "页面已过期", "无法访问此页",
    "无法显示此页", "访问的页面", "访问的内容", "该内容已被", "此内容因违规", "内容已删除",
    "内容已被删除", "文章已删除", "文章已被删除", "文章已被作者删除", "文章已下线", "文章已下架",
    "内容不存在", "文章不存在", "帖子不存在", "帖子已被删除", "微博不存在", "微博已被删除",
    "回答已被删除", "视频不存在", "账号已被封", "账号已注销", "自主注销", "公众号已迁移",
    "账号已迁移", "链接已过期", "链接已失效", "参数错误", "服务器错误", "服务器内部错误",
    "系统繁忙", "系统错误", "网络异常", "网络错误", "无权访问", "无权查看", "没有权限", "暂无权限",
    "停止访问该网页", "已停止访问", "经平台审核", "违反相关法律法规", "网站维护中", "系统维护",
    "请启用javascript", "开启javascript", "~返回首页", "~稍后再试", "~出错了", "~抱歉", "~已被删除",
    "~不存在", "~投诉",
    /* English */
    "page not found", "404 not found", "error 404", "404 error", "page you requested",
    "page you are looking for", "page you were looking for", "page you're looking for",
    "page does not exist", "page doesn't exist", "no longer available", "page isn't available",
    "page is not available", "content isn't available", "content is not available",
    "content unavailable", "article has been removed", "page has been removed",
    "content has been removed", "post has been deleted", "article has been deleted",
    "access denied", "403 forbidden", "internal server error", "bad gateway", "service unavailable",
    "gateway timeout", "gateway time-out", "temporarily unavailable", "something went wrong",
    "an error occurred", "an error has occurred", "can't be reached", "server not found",
    "connection timed out", "under maintenance", "unavailable for legal reasons",
    "account suspended", "account has been suspended", "enable javascript",
    "javascript is disabled", "javascript is required", "requires javascript",
    "requested url was not found", "~not found", "~404", "~403", "~500", "~502", "~503",
    "~forbidden", "~oops", "~sorry", "~go home", "~back to home", "~homepage", "~has been removed",
    "~has been deleted", "~try again later", "~nginx", "~apache",
    /* Japanese */
    "ページが見つかりません", "ページは見つかりません", "お探しのページ", "ご指定のページ",
    "お探しの記事", "記事は削除", "記事が削除", "ページは削除", "ページが削除", "削除された可能性",
    "掲載期間が終了", "掲載を終了", "公開を終了", "公開が終了", "アクセスできません",
    "エラーが発生しました", "サーバーエラー", "メンテナンス中", "javascriptを有効", "~存在しません",
    "~削除されました", "~しばらくしてから", "~トップページへ", "~申し訳", "~移動",
    /* Korean */
    "페이지를 찾을 수 없", "요청하신 페이지", "찾으시는 페이지", "존재하지 않는 페이지",
    "존재하지 않는 기사", "존재하지 않거나", "삭제되었거나", "삭제된 게시물", "삭제된 게시글",
    "삭제된 기사", "접근 권한이 없", "권한이 없습니다", "오류가 발생", "서비스 점검", "서버 오류",
    "자바스크립트를", "~잠시 후 다시", "~홈으로", "~삭제되었", "~죄송합니다", "~찾을 수 없", NULL};

static const char *const walls[] = {
    /* Chinese */
    "请先登录", "请登录", "登录后查看", "登录后可", "登录后继续", "登录后阅读", "登录即可",
    "登录以", "需要登录", "未登录", "登录查看", "打开app查看", "打开app阅读", "下载app查看",
    "app内打开", "在微信客户端打开", "开通会员", "付费阅读", "会员专享", "会员专属", "订阅后阅读",
    "购买后阅读", "剩余内容", "试读结束", "环境异常", "完成验证", "安全验证", "拖动滑块",
    "滑动验证", "人机验证", "输入验证码", "访问过于频繁", "请求过于频繁", "异常流量", "检测到异常",
    "身份验证", "~立即登录", "~扫码登录", "~密码登录", "~验证码登录", "~手机号登录", "~登录注册",
    "~登录/注册", "~忘记密码", "~注册", "~登录", "~验证码", "~继续访问", "~去验证",
    /* English */
    "log in to continue", "login to continue", "sign in to continue", "please log in",
    "please login", "please sign in", "must be logged in", "need to log in", "log in to view",
    "sign in to view", "log in to read", "sign in to read", "sign up to continue",
    "sign up to read", "subscribe to continue", "subscribe to read", "to continue reading",
    "already a subscriber", "register to continue", "members only", "subscribers only",
    "for subscribers", "verify you are human", "verifying you are human",
    "verify that you are human", "verify you're human", "are you a robot", "not a robot",
    "complete the captcha", "checking your browser", "checking if the site connection",
    "unusual traffic", "ddos protection", "access to this page has been denied", "enable cookies",
    "~captcha", "~just a moment", "~attention required", "~security check", "~cloudflare",
    "~create an account", "~create a free account", "~forgot password", "~forgot your password",
    "~remember me", "~log in", "~sign in", "~sign up", "~password", "~subscribe",
    /* Japanese */
    "ログインしてください", "ログインが必要", "ログインして続き", "ログイン後に", "会員限定",
    "続きを読むには", "続きは会員", "有料会員", "ロボットではありません", "ロボットでは",
    "不正なアクセス", "アクセスが集中", "認証が必要", "~ログイン", "~会員登録", "~パスワードを忘れ",
    "~無料登録",
    /* Korean */
    "로그인이 필요", "로그인 후 이용", "로그인 후에", "로그인해 주", "로그인하세요", "로그인해야",
    "회원 전용", "구독자 전용", "유료 회원", "유료회원", "로봇이 아닙니다", "자동 입력 방지",
    "자동입력 방지", "비정상적인 접근", "~로그인", "~회원가입", "~비밀번호 찾기", NULL};

const struct quality_words quality_words[] = {{QUALITY_ERROR_PAGE, errors},
                                              {QUALITY_LOGIN_WALL, walls}};
const size_t quality_words_count = ARRAY_LENGTH(quality_words);
