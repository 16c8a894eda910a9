#include "screen/terminal_color.h"

#include "base/memory.h"

enum { CUBE_FIRST = 16, GREY_FIRST = 232, PALETTE_SIZE = 256 };

/* xterm's first 16. */
static const int32_t basic_colors[CUBE_FIRST] = {
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
};

enum color_mode color_mode_detect(int color_count)
{
    const char *no_color = getenv("NO_COLOR");
    const char *color_term = getenv("COLORTERM");
    const char *term = getenv("TERM");
    if (no_color && *no_color)
        return COLOR_MODE_NONE;
    /* screen(1) hands COLORTERM on but does not understand what it promises. */
    const bool is_screen = term && strncmp(term, "screen", 6) == 0;
    if (color_term && !is_screen &&
        (strcmp(color_term, "truecolor") == 0 || strcmp(color_term, "24bit") == 0))
        return COLOR_MODE_TRUE;
    if (color_count > PALETTE_SIZE)
        return COLOR_MODE_TRUE;
    if (color_count == PALETTE_SIZE)
        return COLOR_MODE_256;
    return color_count >= 8 ? COLOR_MODE_16 : COLOR_MODE_NONE;
}

/* The 6x6x6 cube and the grey ramp of the 256-colour palette. */
static int32_t palette_color(int number)
{
    if (number < CUBE_FIRST)
        return basic_colors[number];
    if (number >= GREY_FIRST)
        return (8 + 10 * (number - GREY_FIRST)) * 0x10101;
    const int index = number - CUBE_FIRST;
    const int levels[] = {index / 36, index / 6 % 6, index % 6};
    int32_t rgb = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(levels); i++)
        rgb = rgb << 8 | (levels[i] ? 55 + 40 * levels[i] : 0);
    return rgb;
}

/* Thiadmer Riemersma, "Colour metric" (compuphase.com/cmetric.htm): weighted by the mean red, close
 * to CIE L*u*v* without its cost or libm. */
static int64_t distance_squared(int32_t one, int32_t other)
{
    const int64_t red = (one >> 16 & 255) - (other >> 16 & 255);
    const int64_t green = (one >> 8 & 255) - (other >> 8 & 255);
    const int64_t blue = (one & 255) - (other & 255);
    const int64_t mean = ((one >> 16 & 255) + (other >> 16 & 255)) / 2;
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256;
}

static int nearest(int32_t rgb, int first, int end)
{
    int64_t best_distance = INT64_MAX;
    int best = first;
    for (int i = first; i < end; i++) {
        const int64_t distance = distance_squared(rgb, palette_color(i));
        if (distance < best_distance) {
            best_distance = distance;
            best = i;
        }
    }
    return best;
}

int color_number(int32_t rgb, enum color_mode mode)
{
    if (rgb == COLOR_DEFAULT || mode == COLOR_MODE_NONE)
        return COLOR_DEFAULT;
    if (mode == COLOR_MODE_TRUE)
        return rgb & 0xFFFFFF;
    return mode == COLOR_MODE_256 ? nearest(rgb, CUBE_FIRST, PALETTE_SIZE)
                                  : nearest(rgb, 0, CUBE_FIRST);
}
