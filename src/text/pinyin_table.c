#include "text/pinyin_table.h"

#include "generate/pinyin_table.inc"
