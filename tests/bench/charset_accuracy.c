/* How often the charset of short samples is found, over the texts of a folder.
 * usage: charset_accuracy [-v] FOLDER — files are UTF-8, named LANGUAGE-….txt (zh-Hans, zh-Hant,
 * ja, ko, west, ru). Prints one line per charset and length: right of all; with -v also each miss.
 */
#include "base/file.h"
#include "base/memory.h"
#include "charset_samples.h"

#include <dirent.h>
#include <stdio.h>
#include <time.h>

struct tally {
    size_t right, all;
    bool is_verbose, has_tags;
    double bin_right[10], bin_all[10];
};

static void print_escaped(struct str sample)
{
    for (size_t i = 0; i < sample.length && i < 70; i++)
        printf(sample.bytes[i] >= ' ' && sample.bytes[i] < 0x7F ? "%c" : "\\x%02x",
               (unsigned char)sample.bytes[i]);
    putchar('\n');
}

static void check(const struct sample_charset *charset, struct str sample, void *context)
{
    struct tally *tally = context;
    const struct charset_hints hints = {STR_NONE, STR_NONE, tally->has_tags};
    struct charset_decision decision;
    struct error error;
    if (charset_decide(sample, &hints, &decision, &error) != STATUS_OK)
        return;
    const bool is_right = strcmp(decision.name, charset->name) == 0;
    size_t bin = (size_t)(decision.confidence * 10);
    bin = bin > 9 ? 9 : bin;
    tally->bin_all[bin]++;
    tally->bin_right[bin] += is_right;
    tally->all++;
    tally->right += is_right;
    if (!is_right && tally->is_verbose) {
        printf("  %s %s taken for %s (%s %.2f): ", charset->language, charset->name, decision.name,
               charset_source_name(decision.source), decision.confidence);
        print_escaped(sample);
    }
}

static void run_file(const char *path, const struct sample_charset *charset, size_t length,
                     struct tally *tally)
{
    CLEANUP_BUFFER struct buffer text = {0}, tagged = {0}, encoded = {0};
    struct error error;
    if (file_read(path, &text, &error) != STATUS_OK) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    if (text.length > 40000)
        text.length = 40000;
    if (tally->has_tags)
        sample_add_tags(buffer_str(&text), &tagged);
    sample_encode(charset, tally->has_tags ? buffer_str(&tagged) : buffer_str(&text), &encoded,
                  NULL);
    /* About three samples of each file, so that no file outweighs the others. */
    const size_t step = encoded.length / 3 > 1 ? encoded.length / 3 - 1 : 1;
    sample_windows(charset, buffer_str(&encoded), length, step, check, tally);
}

int main(int argc, char **argv)
{
    const bool is_verbose = argc > 2 && strcmp(argv[1], "-v") == 0;
    const char *folder = argv[argc - 1];
    struct dirent **entries = NULL;
    const int count = argc > 1 ? scandir(folder, &entries, NULL, alphasort) : -1;
    struct tally sum = {0};
    const clock_t start = clock();
    for (size_t c = 0; c < ARRAY_LENGTH(sample_charsets); c++) {
        const struct sample_charset *charset = &sample_charsets[c];
        for (size_t l = 0; l < ARRAY_LENGTH(sample_lengths); l++) {
            struct tally parts[2] = {{.is_verbose = is_verbose},
                                     {.is_verbose = is_verbose, .has_tags = true}};
            for (int i = 0; i < count; i++) {
                char path[4096];
                snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
                const size_t prefix = strlen(charset->language);
                if (strncmp(entries[i]->d_name, charset->language, prefix) != 0 ||
                    entries[i]->d_name[prefix] != '-')
                    continue;
                run_file(path, charset, sample_lengths[l], &parts[0]);
                run_file(path, charset, sample_lengths[l], &parts[1]);
            }
            printf(
                "%-8s %-13s %4zu bytes: text %5zu of %5zu %6.2f %%, tags %5zu of %5zu %6.2f %%\n",
                charset->language, charset->name, sample_lengths[l], parts[0].right, parts[0].all,
                100.0 * (double)parts[0].right / (double)parts[0].all, parts[1].right, parts[1].all,
                100.0 * (double)parts[1].right / (double)parts[1].all);
            for (int i = 0; i < 2; i++) {
                sum.right += parts[i].right;
                sum.all += parts[i].all;
                for (int b = 0; b < 10; b++) {
                    sum.bin_all[b] += parts[i].bin_all[b];
                    sum.bin_right[b] += parts[i].bin_right[b];
                }
            }
        }
    }
    printf("all %zu of %zu, %.0f us per sample (with encoding)\n", sum.right, sum.all,
           1e6 * (double)(clock() - start) / CLOCKS_PER_SEC / (double)(sum.all + 1));
    for (int b = 0; b < 10; b++)
        printf("said %.1f–%.1f: %.0f, right %.3f\n", b / 10.0, b / 10.0 + .1, sum.bin_all[b],
               sum.bin_all[b] > 0 ? sum.bin_right[b] / sum.bin_all[b] : 0);
    return count < 0 || sum.all == 0;
}
