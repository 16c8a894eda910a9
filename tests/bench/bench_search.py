#!/usr/bin/env python3
"""Search of large libraries: bench_search.py ZHAI MAKE_LIBRARY SEARCH_SPEED INDEX_SPEED [QUESTIONS]

Libraries of 20,000 and 100,000 made-up articles of 3 kB, and of 1,000,000 when ZHAI_LONG_TESTS is set, made once in
$ZHAI_BENCH_FOLDER if that names one. Verdicts are on CPU time, since others use the machine. QUESTIONS is a folder with articles.jsonl of {id, title, body} and questions.json of
[{q, rel}], rel an id: nDCG@10 of what is found is printed.
"""
import json
import math
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SMALL = 20_000
SIZES = [SMALL, 100_000] + ([1_000_000] if os.environ.get("ZHAI_LONG_TESTS") else [])
TEXT_BYTES = 3000
RUNS = 3
QUERIES = 60
P50_MS, P95_MS = 5, 10
INDEX_SHARE = 1.65
failed = []


def judge(name, figure, bound):
    verdict = "ok" if figure <= bound else "OVER"
    if figure > bound:
        failed.append(name)
    print(f"{name}: {figure:.2f}, bound {bound}: {verdict}", flush=True)


def timed(command):
    """Milliseconds on the clock and of CPU, and what the command printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000, done.stdout.decode()


def best(command):
    runs = [timed(command) for _ in range(RUNS)]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def part(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def say_times(name, times):
    wall, cpu = [each[0] for each in times], [each[1] for each in times]
    print(f"  {name:28} p50 {part(wall, .5):7.2f} ms, p95 {part(wall, .95):7.2f}; of CPU {part(cpu, .5):7.2f}, {part(cpu, .95):7.2f}")
    return cpu


def queries_of(library):
    """Strings of 2 to 8 characters, and words, out of its texts."""
    database = sqlite3.connect(f"file:{library}?mode=ro", uri=True)
    queries = []
    for index in range(QUERIES):
        row = database.execute("SELECT body FROM text WHERE article = ?", (1 + index * 7919 % SMALL,)).fetchone()
        runs = [run for run in re.findall(r"\w+", row[0]) if len(run) >= 2]
        run = runs[index * 31 % len(runs)]
        queries.append(run if run.isascii() else run[:(2, 2, 3, 4, 8)[index % 5]])
    return queries


def measure_command(zhai, library, folder):
    queries = queries_of(library)
    print(f"zhai search --json over {SMALL:,} articles, {len(queries)} queries, the best of {RUNS} runs")
    say_times("floor: /bin/true", [best(["/bin/true"]) for _ in range(10)])
    say_times("floor: zhai --version", [best([zhai, "--version"]) for _ in range(10)])
    cpu = say_times("zhai search --json QUERY", [best([zhai, "--library", library, "search", "--json", query]) for query in queries])
    ripgrep = shutil.which("rg")
    peer = [ripgrep, "-F", "-l"] if ripgrep else ["grep", "-rFl"]
    write_files(library, folder)
    say_times(" ".join(["peer:"] + [pathlib.Path(peer[0]).name] + peer[1:]), [best([*peer, query, str(folder)]) for query in queries[:6]])
    judge("zhai search --json p50 ms", part(cpu, .5), P50_MS)
    judge("zhai search --json p95 ms", part(cpu, .95), P95_MS)


def write_files(library, folder):
    folder.mkdir(exist_ok=True)
    database = sqlite3.connect(f"file:{library}?mode=ro", uri=True)
    for article, body in database.execute("SELECT article, body FROM text"):
        (folder / f"{article}.txt").write_text(body, encoding="utf-8")


def measure_size(library):
    database = sqlite3.connect(f"file:{library}?mode=ro", uri=True)
    text = database.execute("SELECT sum(length(CAST(body AS BLOB))) FROM text").fetchone()[0]
    shares = {}
    for index in ("text_index", "single_index", "shelf_index"):
        pages = database.execute("SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN (?, ?)", (f"{index}_data", f"{index}_idx"))
        shares[index] = pages.fetchone()[0] / text
    print("index by text: " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    judge("index of texts by text", shares["text_index"] + shares["single_index"], INDEX_SHARE)


def measure_questions(zhai, questions, folder):
    """The articles are added as text files; an answer is known by the name of its file."""
    texts = folder / "questioned"
    texts.mkdir()
    for line in open(questions / "articles.jsonl", encoding="utf-8"):
        article = json.loads(line)
        (texts / f"{article['id']}.txt").write_text(f"{article['title']}\n\n{article['body']}\n", encoding="utf-8")
    library = folder / "questioned.db"
    subprocess.run([zhai, "--library", library, "add", texts], check=True, stdout=subprocess.DEVNULL)
    gains, times = {}, []
    for question in json.load(open(questions / "questions.json", encoding="utf-8")):
        wall, _, output = timed([zhai, "--library", library, "search", "--json", "--limit", "10", question["q"]])
        found = [pathlib.Path(json.loads(line)["source"]).stem for line in output.splitlines()]
        gain = 1 / math.log2(found.index(question["rel"]) + 2) if question["rel"] in found else 0
        gains.setdefault(question["rel"].split("-")[0], []).append(gain)
        times.append(wall)
    for name, values in gains.items():
        print(f"nDCG@10 of {name}: {statistics.mean(values):.4f} ({len(values)} questions)")
    print(f"questions: p50 {part(times, .5):.1f} ms, p95 {part(times, .95):.1f}")


def main():
    zhai, make_library, search_speed, index_speed, *questions = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        folder = pathlib.Path(os.environ.get("ZHAI_BENCH_FOLDER", temporary))
        for size in SIZES:
            library = folder / f"search-{size}.db"
            if not library.exists():
                subprocess.run([make_library, library, str(size), str(TEXT_BYTES)], check=True)
            if subprocess.run([search_speed, library]).returncode:
                failed.append(f"search of {size:,}")
        library = folder / f"search-{SMALL}.db"
        measure_command(zhai, library, temporary / "files")
        rebuilt = temporary / "rebuilt.db"
        shutil.copy(library, rebuilt)
        if subprocess.run([index_speed, rebuilt]).returncode:
            failed.append("indexing")
        measure_size(rebuilt)
        if questions:
            measure_questions(zhai, pathlib.Path(questions[0]), temporary)
    print("failed: " + ", ".join(failed) if failed else "all within their bounds")
    return bool(failed)


sys.exit(main())
