#include "text/fold_table.h"

#include "generate/fold_table.inc"
