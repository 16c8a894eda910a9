/* Runs a fuzz target without libFuzzer: every file under the given folders as it is, then with
 * deterministic mutations, so that the corpus is part of every test run.
 * usage: fuzz_x [-n MUTATIONS] [-s SEED] PATH… */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX (1u << 20)

struct run {
    unsigned long mutation_count;
    uint64_t seed;
    uint64_t state;
    unsigned long file_count;
    unsigned long input_count;
};

/* xorshift64*: the same inputs on every machine. */
static uint64_t random_next(struct run *run)
{
    run->state ^= run->state >> 12;
    run->state ^= run->state << 25;
    run->state ^= run->state >> 27;
    return run->state * 0x2545F4914F6CDD1Du;
}

static size_t random_below(struct run *run, size_t limit)
{
    return limit == 0 ? 0 : (size_t)(random_next(run) % limit);
}

static const char *const interesting[] = {
    "<",    ">",    "\"",   "&#x",  "\x1B[", "\x1B$B",           "\xEF\xBB\xBF", "\xFF\xFE",
    "\x80", "\xFF", "\xC0", "\xE3", "\x81",  "\xF0\x9F\x98\x80", "\xCC\x81",     "\xE2\x80\x8D",
    "\n",   "\r",   "\x1A", "\xC2", "\xA4",  "\xED\xA0\x80",     "\x8F\xA2",     "\xEF\xBF\xBD",
};

/* One change to data[0..size); the room is twice INPUT_MAX. Returns the new size. */
static size_t mutate_once(struct run *run, uint8_t *data, size_t size)
{
    const size_t at = random_below(run, size + 1);
    const size_t left = size - at;
    switch (random_below(run, 6)) {
    case 0: /* overwrite */
        if (left > 0)
            data[at] = (uint8_t)random_next(run);
        return size;
    case 1: /* flip a bit */
        if (left > 0)
            data[at] ^= (uint8_t)(1u << random_below(run, 8));
        return size;
    case 2: { /* delete a run */
        const size_t count = random_below(run, left < 16 ? left + 1 : 16);
        memmove(data + at, data + at + count, left - count);
        return size - count;
    }
    case 3: { /* insert something that parsers care about */
        const char *word = interesting[random_below(run, sizeof interesting / sizeof *interesting)];
        const size_t length = strlen(word);
        memmove(data + at + length, data + at, left);
        memcpy(data + at, word, length);
        return size + length;
    }
    case 4: { /* repeat a run */
        const size_t count = random_below(run, left < 64 ? left + 1 : 64);
        memmove(data + at + count, data + at, left);
        return size + count;
    }
    default: /* cut the end */
        return at;
    }
}

static void run_input(struct run *run, const uint8_t *data, size_t size)
{
    /* An exact heap copy, so that a sanitizer sees the first byte read past the end. */
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    run->input_count++;
}

static void run_mutations(struct run *run, const uint8_t *data, size_t size)
{
    uint8_t *work = malloc(2 * (size_t)INPUT_MAX + 256);
    if (work == NULL)
        abort();
    for (unsigned long i = 0; i < run->mutation_count; i++) {
        memcpy(work, data, size);
        size_t mutated = size;
        const size_t changes = 1 + random_below(run, 8);
        for (size_t change = 0; change < changes && mutated <= INPUT_MAX + 128; change++)
            mutated = mutate_once(run, work, mutated);
        run_input(run, work, mutated);
    }
    free(work);
}

static int run_file(struct run *run, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    uint8_t *data = malloc(INPUT_MAX);
    if (data == NULL)
        abort();
    const size_t size = fread(data, 1, INPUT_MAX, file);
    fclose(file);
    run->file_count++;
    /* Each file has its own stream of mutations, whatever ran before it. */
    run->state = 0x9E3779B97F4A7C15u ^ run->seed;
    for (size_t i = 0; i < size && i < 64; i++)
        run->state = run->state * 31 + data[i];
    run->state |= 1;
    /* On a crash the name is the last line. */
    fprintf(stderr, "%s\n", path);
    run_input(run, data, size);
    run_mutations(run, data, size);
    free(data);
    return 0;
}

static int run_path(struct run *run, const char *path);

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int run_folder(struct run *run, const char *path)
{
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_shown, alphasort);
    int failed = count < 0;
    for (int i = 0; i < count; i++) {
        char child[4096];
        snprintf(child, sizeof child, "%s/%s", path, entries[i]->d_name);
        failed |= run_path(run, child);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

static int run_path(struct run *run, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    return S_ISDIR(info.st_mode) ? run_folder(run, path) : run_file(run, path);
}

int main(int argc, char **argv)
{
    struct run run = {.mutation_count = 100, .state = 1};
    int option;
    while ((option = getopt(argc, argv, "n:s:")) != -1) {
        if (option == 'n')
            run.mutation_count = strtoul(optarg, NULL, 10);
        else if (option == 's')
            run.seed = strtoull(optarg, NULL, 10);
        else
            return 2;
    }
    int failed = 0;
    for (int i = optind; i < argc; i++)
        failed |= run_path(&run, argv[i]);
    fprintf(stderr, "%lu files, %lu inputs\n", run.file_count, run.input_count);
    return failed || run.file_count == 0;
}
