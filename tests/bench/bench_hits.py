#!/usr/bin/env python3
"""The hits of a search in a large library, on a terminal: bench_hits.py ZHAI MAKE_LIBRARY

Times from a key of a query to the screen that answers it, and from the last key to all hits counted, beside less that
looks in the list of titles for a word that is not there, in the same minute. With 20,000 and 100,000 articles, and
1,000,000 when ZHAI_LONG_TESTS is set. A library is made once in $ZHAI_BENCH_FOLDER, if that names one. And with books
of 13 MB, of which every one holds what is typed.
"""
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

from library_session import Shelf
from terminal_session import Session

KEY_MS = 50
BOOKS, BOOK_BYTES = 5, 13_000_000
QUERIES = ("质", "质量", "質量 振兴", "quiet letters", "title:图书 -archive", "/质量.{0,9}笔记/", "~zhiliang", "质量 笔记 吗？")


def type_query(hits, query):
    """Milliseconds of each key, and until all of the query was answered."""
    hits.press("\x15")
    keys = [hits.press(letter) for letter in query]
    start = time.perf_counter()
    while time.perf_counter() - start < 60 and not hits.is_done():
        hits.pump(0.001)
    return keys, (time.perf_counter() - start) * 1000 + keys[-1]


def measure(zhai, library):
    hits = Shelf(zhai, library)
    hits.press("")
    hits.press("s")
    figures, whole = {}, {}
    for query in QUERIES:
        figures[f"type {query}"], whole[query] = type_query(hits, query)
    hits.press("\x15")
    type_query(hits, "a")
    hits.press("\r")
    for name, keys, count in (("j", "j", 300), ("page", "f", 100), ("to the end", "G", 1), ("back a page", "b", 100),
                              ("to the top", "g", 1), ("read and back", "\rq", 20)):
        figures[name] = [hits.press(keys) for _ in range(count)]
    memory = hits.peak_mib()
    hits.close()
    return figures, whole, memory


def measure_books(zhai, library):
    hits = Shelf(zhai, library)
    hits.press("")
    hits.press("s")
    figures = {f"type {query}": type_query(hits, query)[0] for query in ("的", "的一", "的 一 是", "/的.一/", '"的一"')}
    hits.close()
    return figures


def make_books(zhai, folder):
    prose = subprocess.run([sys.executable, pathlib.Path(__file__).with_name("prose.py"), "--bytes", "1000000"],
                           stdout=subprocess.PIPE, check=True).stdout
    paragraphs = prose.split(b"\n\n")
    for seed in range(BOOKS):
        order = random.Random(seed)
        shuffled = (order.sample(paragraphs, len(paragraphs)) for _ in range(BOOK_BYTES // len(prose)))
        (folder / f"{seed}.txt").write_bytes(b"\n\n".join(paragraph for part in shuffled for paragraph in part))
    subprocess.run([zhai, "--library", folder / "books.db", "add", folder], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=True)
    return folder / "books.db"


def peer(zhai, library, folder):
    """Milliseconds of less for one look through the titles."""
    titles = folder / "titles.txt"
    with open(titles, "wb") as file:
        subprocess.run([zhai, "--library", library, "list", "--limit", "0"], stdout=file, check=True)
    less = Session(["less", str(titles)])
    less.settle()
    took = less.step("/qqqqq\r", "Pattern not found")
    less.close()
    return took * 1000 if took else float("nan")


def report(figures, peer_ms):
    failed = False
    for name, times in figures.items():
        worst = max(times)
        failed |= worst > KEY_MS
        verdict = "ok" if worst <= KEY_MS else f"over {KEY_MS}"
        print(f"  {name:28} median {statistics.median(times):6.1f} ms  worst {worst:6.1f} ms  "
              f"{worst / peer_ms:5.2f} of less  {verdict}")
    return failed


def main():
    zhai, make_library = sys.argv[1:3]
    failed = False
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(os.environ.get("ZHAI_BENCH_FOLDER", made))
        for count in [20_000, 100_000] + ([1_000_000] if os.environ.get("ZHAI_LONG_TESTS") else []):
            library = folder / f"{count}.db"
            if not library.exists():
                subprocess.run([make_library, library, str(count)], check=True)
            figures, whole, memory = measure(zhai, library)
            peer_ms = peer(zhai, library, pathlib.Path(made))
            print(f"{count:,} articles, {memory:.0f} MiB at most; less looks through the titles in {peer_ms:.0f} ms")
            failed |= report(figures, peer_ms)
            for query, took in whole.items():
                print(f"  all of {query:24} {took:7.1f} ms")
        print(f"{BOOKS} books of {BOOK_BYTES:,} bytes")
        failed |= report(measure_books(zhai, make_books(zhai, pathlib.Path(made))), peer_ms)
    return failed


sys.exit(main())
