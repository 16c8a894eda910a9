/* Writes the rank of each code point of the BMP in ICU's order, for src/text/collation.c. Runs while
 * zhai is built. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>

enum { POINTS = 0x10000, KEY_BYTES = 64, PAGE = 256 };

struct entry {
    uint8_t key[KEY_BYTES];
    uint32_t point;
};

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key, KEY_BYTES);
}

static int is_ranked(UChar32 point)
{
    return u_isalnum(point) || u_charType(point) == U_OTHER_NUMBER;
}

static void rank_all(const char *locale, uint16_t ranks[POINTS])
{
    UErrorCode code = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locale, &code);
    if (U_FAILURE(code)) {
        fprintf(stderr, "%s: %s\n", locale, u_errorName(code));
        exit(1);
    }
    ucol_setStrength(collator, UCOL_PRIMARY);
    struct entry *entries = calloc(POINTS, sizeof *entries);
    size_t count = 0;
    for (UChar32 point = 0; point < POINTS; point++) {
        UChar text = (UChar)point;
        if (!is_ranked(point))
            continue;
        ucol_getSortKey(collator, &text, 1, entries[count].key, KEY_BYTES);
        entries[count++].point = (uint32_t)point;
    }
    qsort(entries, count, sizeof *entries, compare);
    uint16_t rank = 0;
    for (size_t i = 0; i < count; i++) {
        rank = (uint16_t)(rank + (i == 0 || compare(&entries[i - 1], &entries[i]) != 0));
        ranks[entries[i].point] = rank;
    }
    free(entries);
    ucol_close(collator);
}

static void print_table(const char *name, const uint16_t ranks[POINTS])
{
    static uint8_t page_of[POINTS / PAGE];
    static uint32_t starts[POINTS / PAGE];
    size_t count = 0;
    printf("static const uint16_t %s_pages[][%d] = {\n", name, PAGE);
    for (uint32_t start = 0; start < POINTS; start += PAGE) {
        size_t page = 0;
        while (page < count &&
               memcmp(ranks + starts[page], ranks + start, PAGE * sizeof *ranks) != 0)
            page++;
        page_of[start / PAGE] = (uint8_t)page;
        if (page < count)
            continue;
        starts[count++] = start;
        printf("    {");
        for (uint32_t i = 0; i < PAGE; i++)
            printf("%u,", ranks[start + i]);
        printf("},\n");
    }
    printf("};\nstatic const uint8_t %s_index[] = {", name);
    for (size_t i = 0; i < POINTS / PAGE; i++)
        printf("%u,", page_of[i]);
    printf("};\n");
}

int main(void)
{
    static uint16_t ranks[POINTS];
    rank_all("zh@collation=pinyin", ranks);
    print_table("pinyin", ranks);
    memset(ranks, 0, sizeof ranks);
    rank_all("zh@collation=stroke", ranks);
    print_table("stroke", ranks);
    return 0;
}
