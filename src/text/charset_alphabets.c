/* How common each letter and sign is in prose, in bits: row {b, …} lists those that make up about
 * one in 2^b of their class. Counted over Debian's translated manuals and news and encyclopedia
 * articles, evened out with Unihan's kHanyuPinlu, kFrequency and kJoyoKanji. */
#include "text/charset_model.h"

const struct charset_tier charset_western[] = {
    {2, "«»”"},     {3, "éäóÉÄÈ“"},   {4, "áãöíÓÞÅÜ’"}, {5, "åçèàüðúÁÖÚÀÍ„"},
    {6, "êæøÃ­·—"}, {7, "õòþÇÆÎÑ¿…"}, {8, "ôñßùâØÊ– "}, {9, "ýîëºïûìœšŏāªÿřıħĺŕÝÐÒÕÂÏÔÌŪË¡"},
    {0, NULL},
};

const struct charset_tier charset_russian[] = {
    {2, "«»—"},          {3, "“”оПС"},    {4, "еаитнсрНОВКР"}, {5, "влмкпдуУЕДАТИЭЗМБ"},
    {6, "…ыязьбйчгГЛЧ"}, {7, "–жхюЯФЬШ"}, {8, "©фцщшэЖХ"},     {9, "×™ёЦ"},
    {10, "ЫЙЩЮ"},        {0, NULL},
};
