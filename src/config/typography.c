#include "config/typography.h"

struct layout_options config_layout_options(const struct config *config)
{
    int ambiguous = config_number(config, OPTION_AMBIGUOUS);
    return (struct layout_options){
        .columns = (unsigned)config_number(config, OPTION_WIDTH),
        .ambiguous = ambiguous == AMBIGUOUS_WIDE ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW,
        .kinsoku = (enum kinsoku)config_number(config, OPTION_KINSOKU),
        .paragraph = (enum paragraph_style)config_number(config, OPTION_PARAGRAPH),
        .hangs = config_flag(config, OPTION_HANG),
        .gaps = config_flag(config, OPTION_GAP),
        .fullwidth_marks = config_flag(config, OPTION_FULLWIDTH),
        .justifies = config_flag(config, OPTION_JUSTIFY),
        .shows_asides = config_number(config, OPTION_ASIDES) == ASIDES_SHOW,
        .folds_are_rows = true,
    };
}
