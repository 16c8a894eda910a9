/* How often the charset of short samples is found, over the texts of a folder.
 * usage: charset_accuracy [-v] FOLDER — files are UTF-8, named LANGUAGE….txt (zh-Hans, zh-Hant,
 * ja, ko, west, ru). Prints one line per charset and length: right of all; with -v also each miss.
 * Fails when fewer are right than the issue promises for a length. */
#include "base/file.h"
#include "base/memory.h"
#include "charset_samples.h"

#include <assert.h>
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

/* A few samples of each of many files, so that no file outweighs the others; many of few. */
static size_t samples_per_file(size_t file_count)
{
    return file_count > 60 ? 3 : 180 / file_count;
}

static void run_file(const char *path, const struct sample_charset *charset, size_t length,
                     size_t sample_count, struct tally *tally)
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
    const size_t step = encoded.length / sample_count > 1 ? encoded.length / sample_count - 1 : 1;
    sample_windows(charset, buffer_str(&encoded), length, step, check, tally);
}

static bool is_text_of(const char *name, const char *language)
{
    const size_t length = strlen(language);
    return strncmp(name, language, length) == 0 && (name[length] == '-' || name[length] == '.');
}

/* All files of the charset's language, as text and with tags around it. */
static void run_charset(const char *folder, struct dirent **entries, size_t count,
                        const struct sample_charset *charset, size_t length, struct tally *sum)
{
    struct tally parts[2] = {{.is_verbose = sum->is_verbose},
                             {.is_verbose = sum->is_verbose, .has_tags = true}};
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        if (!is_text_of(entries[i]->d_name, charset->language))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        run_file(path, charset, length, samples_per_file(count), &parts[0]);
        run_file(path, charset, length, samples_per_file(count), &parts[1]);
    }
    if (parts[0].all + parts[1].all == 0)
        return;
    printf("%-8s %-13s %4zu bytes: text %5zu of %5zu %6.2f %%, tags %5zu of %5zu %6.2f %%\n",
           charset->language, charset->name, length, parts[0].right, parts[0].all,
           100.0 * (double)parts[0].right / (double)parts[0].all, parts[1].right, parts[1].all,
           100.0 * (double)parts[1].right / (double)parts[1].all);
    for (int i = 0; i < 2; i++) {
        sum->right += parts[i].right;
        sum->all += parts[i].all;
        for (int bin = 0; bin < 10; bin++) {
            sum->bin_all[bin] += parts[i].bin_all[bin];
            sum->bin_right[bin] += parts[i].bin_right[bin];
        }
    }
}

static bool report(size_t length, double least, const struct tally *sum)
{
    const double rate = sum->all ? (double)sum->right / (double)sum->all : 0;
    printf("%4zu bytes: %zu of %zu, %.2f %%, bound %.1f %%: %s\n", length, sum->right, sum->all,
           100 * rate, 100 * least, rate >= least ? "ok" : "TOO FEW");
    for (int bin = 0; bin < 10; bin++)
        if (sum->bin_all[bin] > 0)
            printf("  said %.1f to %.1f: %.0f, right %.3f\n", bin / 10.0, bin / 10.0 + .1,
                   sum->bin_all[bin], sum->bin_right[bin] / sum->bin_all[bin]);
    return rate >= least;
}

int main(int argc, char **argv)
{
    static const double least[] = {0.95, 0.98, 0.995};
    static_assert(ARRAY_LENGTH(least) == ARRAY_LENGTH(sample_lengths), "a bound for each length");
    const bool is_verbose = argc > 2 && strcmp(argv[1], "-v") == 0;
    const char *folder = argv[argc - 1];
    struct dirent **entries = NULL;
    const int count = argc > 1 ? scandir(folder, &entries, NULL, alphasort) : -1;
    const clock_t start = clock();
    size_t sample_count = 0;
    bool is_good = count > 0;
    for (size_t l = 0; l < ARRAY_LENGTH(sample_lengths); l++) {
        struct tally sum = {.is_verbose = is_verbose};
        for (size_t c = 0; c < ARRAY_LENGTH(sample_charsets); c++)
            run_charset(folder, entries, (size_t)(count > 0 ? count : 0), &sample_charsets[c],
                        sample_lengths[l], &sum);
        is_good &= report(sample_lengths[l], least[l], &sum);
        sample_count += sum.all;
    }
    printf("%.0f us per sample (with encoding)\n",
           1e6 * (double)(clock() - start) / CLOCKS_PER_SEC / (double)(sample_count + 1));
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return !is_good;
}
