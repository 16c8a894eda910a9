#!/usr/bin/env python3
"""The shelf of a large library on a terminal: bench_shelf.py ZHAI MAKE_LIBRARY

Times from a key to the screen that answers it, by the marks that zhai sends for tests when all is drawn. With
100,000 articles, and 1,000,000 when ZHAI_LONG_TESTS is set. A library is made once in $ZHAI_BENCH_FOLDER, if that
names one.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from library_session import Shelf

# The slowest of: the first screen, a letter of a filter, a step through the list; in milliseconds.
BUDGETS = {100_000: (50, 30, 16), 1_000_000: (100, 60, 16)}


def first_screen(zhai, library):
    times = []
    for _ in range(5):
        shelf = Shelf(zhai, library)
        times.append(shelf.press(""))
        shelf.close()
    return statistics.median(times)


def type_filter(shelf, text):
    shelf.press("/")
    times = [shelf.press(letter) for letter in text]
    shelf.press("\x1b\x1b")
    return times


def measure(zhai, library, budgets):
    figures = {"first screen": ([first_screen(zhai, library)], budgets[0])}
    shelf = Shelf(zhai, library)
    shelf.press("")
    for text in ("zlzx", "质量", "reading", "图书館", "tag:历史 is:unread", "site:example.org -is:finished a"):
        figures[f"filter {text}"] = (type_filter(shelf, text), budgets[1])
    for name, keys in (("j", "j"), ("page", "f"), ("back a page", "b")):
        figures[f"300 times {name}"] = ([shelf.press(keys) for _ in range(300)], budgets[2])
    figures["to the end"] = ([shelf.press("G")], budgets[2])
    figures["to the top"] = ([shelf.press("g")], budgets[2])
    for key in "tprlgs":
        figures[f"sort by {key}"] = ([shelf.press("o" + key)], None)
        figures[f"sorted by {key}: page"] = ([shelf.press("f") for _ in range(100)], budgets[2])
        figures[f"sorted by {key}: filter"] = (type_filter(shelf, "zl"), budgets[1])
        figures[f"sorted by {key}: to the end"] = ([shelf.press("G"), shelf.press("g")], None)
    memory = shelf.peak_mib()
    shelf.close()
    return figures, memory


def report(count, figures, memory):
    failed = False
    print(f"{count:,} articles, {memory:.0f} MiB at most")
    for name, (times, budget) in figures.items():
        worst = max(times)
        verdict = "" if budget is None else "ok" if worst <= budget else f"over {budget}"
        failed |= budget is not None and worst > budget
        print(f"  {name:36} median {statistics.median(times):7.1f} ms  worst {worst:7.1f} ms  {verdict}")
    return failed


def main():
    zhai, make_library = sys.argv[1:3]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(os.environ.get("ZHAI_BENCH_FOLDER", folder))
        counts = [100_000] + ([1_000_000] if os.environ.get("ZHAI_LONG_TESTS") else [])
        for count in counts:
            library = folder / f"{count}.db"
            if not library.exists():
                subprocess.run([make_library, library, str(count)], check=True)
            failed |= report(count, *measure(zhai, library, BUDGETS[count]))
    return failed


sys.exit(main())
