#include "text/charset_internal.h"

#include "base/memory.h"

#include <assert.h>

/* The WHATWG Encoding Standard's labels, and a few more that old programs wrote (cp936, uhc…). GBK
 * is folded into gb18030, its superset, which is how WHATWG decodes it. Not there, since a page
 * could hide markup in them: utf-7, hz-gb-2312, iso-2022-kr, iso-2022-cn, replacement. */
static const struct charset charsets[] = {
    {"UTF-8", NULL, CHARSET_KIND_UTF_8,
     "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 "},
    {"IBM866", "ibm-866", CHARSET_KIND_SINGLE, "866 cp866 csibm866 ibm866 "},
    {"ISO-8859-2", "iso-8859-2", CHARSET_KIND_SINGLE,
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    {"ISO-8859-3", "iso-8859-3", CHARSET_KIND_SINGLE,
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    {"ISO-8859-4", "iso-8859-4", CHARSET_KIND_SINGLE,
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    {"ISO-8859-5", "iso-8859-5", CHARSET_KIND_SINGLE,
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988 "},
    {"ISO-8859-6", "iso-8859-6", CHARSET_KIND_SINGLE,
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
     "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    {"ISO-8859-7", "iso-8859-7", CHARSET_KIND_SINGLE,
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
     "iso_8859-7 iso_8859-7:1987 sun_eu_greek "},
    {"ISO-8859-8", "iso-8859-8", CHARSET_KIND_SINGLE,
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
     "iso_8859-8 iso_8859-8:1988 visual "},
    {"ISO-8859-8-I", "iso-8859-8", CHARSET_KIND_SINGLE, "csiso88598i iso-8859-8-i logical "},
    {"ISO-8859-10", "iso-8859-10", CHARSET_KIND_SINGLE,
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {"ISO-8859-13", "iso-8859-13", CHARSET_KIND_SINGLE, "iso-8859-13 iso8859-13 iso885913 "},
    {"ISO-8859-14", "iso-8859-14", CHARSET_KIND_SINGLE, "iso-8859-14 iso8859-14 iso885914 "},
    {"ISO-8859-15", "iso-8859-15", CHARSET_KIND_SINGLE,
     "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 "},
    {"ISO-8859-16", "iso-8859-16", CHARSET_KIND_SINGLE, "iso-8859-16 "},
    {"KOI8-R", "KOI8-R", CHARSET_KIND_SINGLE, "cskoi8r koi koi8 koi8-r koi8_r "},
    {"KOI8-U", "KOI8-U", CHARSET_KIND_SINGLE, "koi8-ru koi8-u "},
    {"macintosh", "macintosh", CHARSET_KIND_SINGLE, "csmacintosh mac macintosh x-mac-roman "},
    {"windows-874", "windows-874", CHARSET_KIND_SINGLE,
     "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "},
    {"windows-1250", "windows-1250", CHARSET_KIND_SINGLE, "cp1250 windows-1250 x-cp1250 "},
    {"windows-1251", "windows-1251", CHARSET_KIND_SINGLE, "cp1251 windows-1251 x-cp1251 "},
    {"windows-1252", "windows-1252", CHARSET_KIND_SINGLE,
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined "
     "ansi "},
    {"windows-1253", "windows-1253", CHARSET_KIND_SINGLE, "cp1253 windows-1253 x-cp1253 "},
    {"windows-1254", "windows-1254", CHARSET_KIND_SINGLE,
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 windows-1254 x-cp1254 "},
    {"windows-1255", "windows-1255", CHARSET_KIND_SINGLE, "cp1255 windows-1255 x-cp1255 "},
    {"windows-1256", "windows-1256", CHARSET_KIND_SINGLE, "cp1256 windows-1256 x-cp1256 "},
    {"windows-1257", "windows-1257", CHARSET_KIND_SINGLE, "cp1257 windows-1257 x-cp1257 "},
    {"windows-1258", "windows-1258", CHARSET_KIND_SINGLE, "cp1258 windows-1258 x-cp1258 "},
    {"x-mac-cyrillic", "x-mac-cyrillic", CHARSET_KIND_SINGLE, "x-mac-cyrillic x-mac-ukrainian "},
    {"gb18030", "gb18030", CHARSET_KIND_GB18030,
     "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936 "
     "ms936 windows-936 "},
    {"Big5", "Big5-HKSCS", CHARSET_KIND_BIG5,
     "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 big5hkscs "},
    {"EUC-JP", "EUC-JP", CHARSET_KIND_EUC_JP, "cseucpkdfmtjapanese euc-jp x-euc-jp eucjp "},
    {"ISO-2022-JP", "EUC-JP", CHARSET_KIND_ISO_2022_JP, "csiso2022jp iso-2022-jp "},
    {"Shift_JIS", "windows-31j", CHARSET_KIND_SHIFT_JIS,
     "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932 windows-932 "},
    {"EUC-KR", "windows-949", CHARSET_KIND_EUC_KR,
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949 cp949 ms949 uhc ks_c_5601 "},
    {"UTF-16BE", NULL, CHARSET_KIND_UTF_16_BE, "unicodefffe utf-16be "},
    {"UTF-16LE", NULL, CHARSET_KIND_UTF_16_LE,
     "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
};

const struct charset *charset_find(struct str label)
{
    label = str_trim_ascii(label);
    for (size_t i = 0; i < ARRAY_LENGTH(charsets); i++) {
        const char *start = charsets[i].labels;
        for (const char *end; (end = strchr(start, ' ')) != NULL; start = end + 1)
            if (str_equal_ascii_case(label, (struct str){start, (size_t)(end - start)}))
                return &charsets[i];
    }
    return NULL;
}

const char *charset_from_label(struct str label)
{
    const struct charset *charset = charset_find(label);
    return charset != NULL ? charset->name : NULL;
}

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

/* Edit distance between the label and a name, both at most 31 bytes of it, without regard to case.
 */
static size_t distance_between(struct str label, struct str name)
{
    enum { LIMIT = 31 };
    const size_t width = name.length < LIMIT ? name.length : LIMIT;
    const size_t height = label.length < LIMIT ? label.length : LIMIT;
    size_t row[LIMIT + 1];
    for (size_t x = 0; x <= width; x++)
        row[x] = x;
    for (size_t y = 1; y <= height; y++) {
        size_t diagonal = row[0];
        row[0] = y;
        for (size_t x = 1; x <= width; x++) {
            const bool is_same = fold(label.bytes[y - 1]) == fold(name.bytes[x - 1]);
            size_t best = diagonal + (is_same ? 0 : 1);
            diagonal = row[x];
            if (row[x] + 1 < best)
                best = row[x] + 1;
            if (row[x - 1] + 1 < best)
                best = row[x - 1] + 1;
            row[x] = best;
        }
    }
    return row[width];
}

const char *charset_suggestion(struct str label)
{
    const char *nearest = charsets[0].name;
    size_t nearest_distance = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LENGTH(charsets); i++) {
        const char *start = charsets[i].labels;
        for (const char *end; (end = strchr(start, ' ')) != NULL; start = end + 1) {
            const size_t distance =
                distance_between(label, (struct str){start, (size_t)(end - start)});
            if (distance < nearest_distance) {
                nearest_distance = distance;
                nearest = charsets[i].name;
            }
        }
    }
    return nearest;
}

const char *charset_source_name(enum charset_source source)
{
    static const char *const names[] = {
        [CHARSET_FROM_USER] = "user",
        [CHARSET_FROM_BOM] = "bom",
        [CHARSET_FROM_CONTAINER] = "container",
        [CHARSET_FROM_META] = "meta",
        [CHARSET_FROM_XML] = "xml",
        [CHARSET_FROM_UTF8] = "utf8",
        [CHARSET_FROM_CONTENT] = "content",
        [CHARSET_FROM_DEFAULT] = "default",
    };
    static_assert(ARRAY_LENGTH(names) == CHARSET_FROM_DEFAULT + 1, "a name for each source");
    return names[source];
}
