#include "document/url_parameters.h"

#include "base/memory.h"

/* Lists of names with a blank behind each; one that ends in * may go on. Case does not count. */

/* Of any site: what campaign tools, social networks and analytics add to links. */
static const char everywhere[] =
    "utm_* hmsr hmpl hmcu hmkw hmci bd_vid wfr spm spm_* scm fbclid gclid gclsrc dclid gbraid "
    "wbraid "
    "msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh mibextid epik mc_cid mc_eid mkt_tok "
    "_hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_anon_id oly_enc_id "
    "wickedid _openstat rb_clickid s_cid ncid cmpid cmp icid xtor wt_mc wt.mc_id _ga _gl ga_* pk_* "
    "mtm_* piwik_* matomo_* at_medium at_campaign at_custom* at_link_* ns_mchannel ns_source "
    "ns_campaign ns_linkname ns_fee cm_mmc* trk trkcampaign ref_src ref_url guccounter "
    "guce_referrer guce_referrer_sig __twitter_impression _branch_match_id _branch_referrer "
    "share_* sharefrom share_from sharesource shareuid sharer_* sharetime from isappinstalled "
    "nsukey wxshare* wxfrom weixinadkey weixinadinfo ivk_sa tdsourcetag sudaref "
    "phpsessid jsessionid sessionid aspsessionid* amp amp_js_v amp_gsa usqp ";

/* Of the host and those below it. kept NULL: all but dropped; else only these count. */
static const struct {
    const char *host, *kept, *dropped;
} sites[] = {
    {"mp.weixin.qq.com", "__biz mid idx sn appmsgid itemidx sign album_id hid tempkey ", NULL},
    {"weibo.com", "id q page ", NULL},
    {"weibo.cn", "id q page containerid ", NULL},
    {"zhihu.com", "q type page id ", NULL},
    {"bilibili.com", "p bvid aid cid id sid ", NULL},
    {"b23.tv", "", NULL},
    {"toutiao.com", "keyword group_id item_id ", NULL},
    {"blog.csdn.net", "", NULL},
    {"jianshu.com", "", NULL},
    {"juejin.cn", "", NULL},
    {"36kr.com", "", NULL},
    {"xiaohongshu.com", "", NULL},
    {"douyin.com", "modal_id ", NULL},
    {"baijiahao.baidu.com", "id ", NULL},
    {"mbd.baidu.com", "context nid ", NULL},
    {"baike.baidu.com", "", NULL},
    {"sohu.com", "id q keyword ", NULL},
    {"163.com", NULL, "spss spssid spsw spsw* clickfrom referfrom f isfromnews "},
    {"qq.com", NULL,
     "adtag pgv_ref shareto devid openapp qimei chlid refer rt suid web_channel no-redirect "},
    {"sina.com.cn", NULL, "cre mod loc r rfunc tj tr wm vt pos autocallup isfromsina "},
    {"sina.cn", NULL, "cre mod loc r rfunc tj tr wm vt pos autocallup isfromsina "},
    {"thepaper.cn", NULL, "commtag "},
    {"douban.com", NULL, "dt_dapp dt_platform dt_time_source dt_ref _dtcc _i "},
    {"naver.com", NULL,
     "sid cds lfrom rc ntype redirect widgettypecall topreferer directaccess trackingcode "
     "notrackingcode begintime jumpingvid proxyreferer "},
    {"youtube.com", NULL, "feature si pp t ab_channel index start_radio app lc "},
    {"youtu.be", "", NULL},
    {"x.com", NULL, "s t lang "},
    {"reddit.com", NULL, "share_id rdt context "},
    {"medium.com", NULL, "source gi sk "},
    {"substack.com", NULL, "r publication_id post_id isfreemail triedredirect token "},
    {"linkedin.com", NULL, "trackingid refid lipi originalsubdomain "},
    {"wikipedia.org", NULL, "wprov veaction mobileaction variant useskin "},
    {"nytimes.com", NULL,
     "smid smtyp action module pgtype region referringsource searchresultposition partner emc "},
    {"wsj.com", NULL, "mod reflink st "},
    {"yahoo.co.jp", NULL, "source "},
    {"asahi.com", NULL, "iref "},
    {"nikkei.com", NULL, "n_cid "},
};

static bool is_listed(struct str name, const char *list)
{
    const struct str names = str_from(list);
    for (size_t start = 0, end; start < names.length; start = end + 1) {
        end = str_find(names, STR(" "), start);
        struct str listed = str_slice(names, start, end);
        const bool may_go_on = str_ends(listed, STR("*"));
        listed.length -= may_go_on;
        if (name.length < listed.length || (!may_go_on && name.length > listed.length))
            continue;
        if (str_equal_ascii_case(str_slice(name, 0, listed.length), listed))
            return true;
    }
    return false;
}

static bool is_of_site(struct str host, struct str site)
{
    return str_ends(host, site) &&
           (host.length == site.length || host.bytes[host.length - site.length - 1] == '.');
}

bool url_parameter_is_tracking(struct str host, struct str name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(sites); i++) {
        if (!is_of_site(host, str_from(sites[i].host)))
            continue;
        if (sites[i].kept)
            return !is_listed(name, sites[i].kept);
        if (is_listed(name, sites[i].dropped))
            return true;
    }
    return is_listed(name, everywhere);
}
