#!/usr/bin/env python3
"""CPU from a key press to the painted screen, idle wake-ups and idle memory: bench_keys.py ZHAI

Over long texts of every shape, the mean CPU of a press beside that of less on 1 MB of the same prose. 5 ms is wanted;
on a slow machine a press may cost BOUND times one of less.
"""
import os
import pathlib
import re
import sys
import tempfile
import time

import prose
from terminal_session import Session

WANTED_MS = 5
BOUND = 2
SAVED_AFTER = 2.5  # the place is written once, 2 s after the last move
HTML = '<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><title>表</title><body><article><h1>一张大表</h1>'


def cpu_ms(session):
    with open(f"/proc/{session.pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e6


def wake_ups(session):
    with open(f"/proc/{session.pid}/status", encoding="ascii") as file:
        return int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", file.read())[1])


def press(session, keys, count):
    """Mean CPU in ms of a press; a press is over when nothing more is written."""
    start = cpu_ms(session)
    for _ in range(count):
        os.write(session.descriptor, keys.encode())
        session.pump(0.1)
        while session.pump(0.01):
            pass
    return (cpu_ms(session) - start) / count


def open_text(command, rows=24, columns=80):
    session = Session(command, rows, columns)
    session.pump(30)
    session.settle()
    return session


def less_press(path):
    session = open_text(["less", path])
    mean = press(session, " ", 20)
    session.close()
    return mean


class Verdict:
    def __init__(self, peer):
        self.peer, self.failed = peer, False

    def key(self, name, keys, mean):
        is_good = mean <= WANTED_MS or mean <= BOUND * self.peer
        self.failed |= not is_good
        print(f"{name:<18} {keys:<4} {mean:7.2f} ms  less SPACE {self.peer:5.2f} ms  ratio {mean / self.peer:6.2f}  "
              f"bound {WANTED_MS} ms or {BOUND:.2f}  {'ok' if is_good else 'TOO SLOW'}")


def moves(verdict, zhai, name, path):
    session = open_text([zhai, path])
    for keys, count in (("j", 20), (" ", 10), ("d", 5), ("u", 5), ("50%", 1), ("j", 20), (" ", 10), ("b", 10), ("k", 20), ("G", 1), ("b", 5), ("g", 1)):
        verdict.key(name, keys.replace(" ", "SPC"), press(session, keys, count))
    session.close()


def match_list(verdict, zhai, path):
    """The list of 100,000 matches beside the text that follows it."""
    session = open_text([zhai, path], 50, 160)
    press(session, "/很短\r", 1)
    for keys, count in (("L", 7), ("j", 20), (" ", 10), ("50000G", 1), ("k", 20), ("b", 10), ("G", 1), ("\r", 1), ("n", 20)):
        verdict.key("list of 100,000", keys.replace(" ", "SPC").replace("\r", "RET"), press(session, keys, count))
    session.close()


def idle(verdict, zhai, path):
    session = open_text([zhai, path])
    press(session, " ", 2)
    session.settle(SAVED_AFTER)
    before, cpu = wake_ups(session), cpu_ms(session)
    time.sleep(3)
    woken, used, memory = wake_ups(session) - before, cpu_ms(session) - cpu, session.peak_mib()
    verdict.failed |= woken > 0 or memory > 30
    print(f"idle for 3 s: woken {woken} times (bound 0), {used:.3f} ms of CPU; memory {memory:.1f} MiB (bound 30)")
    session.close()


def typing(verdict, zhai, path):
    """Every typed key shows the first hit; counting the others must not hold up the next key."""
    session = open_text([zhai, path])
    os.write(session.descriptor, b"/")
    session.settle()
    worst = 0
    for letter in prose.NEEDLE[:-1]:
        start = time.perf_counter()
        os.write(session.descriptor, letter.encode())
        session.pump(5)
        worst = max(worst, time.perf_counter() - start)
        while session.pump(0.01):
            pass
    session.close()
    start = time.perf_counter()
    content = pathlib.Path(path).read_bytes()
    content.find(b"\xff\xfe")
    peer = time.perf_counter() - start
    is_good = worst <= 10 * peer
    verdict.failed |= not is_good
    print(f"typing a phrase that stands at 98 % of {len(content) // 1000000} MB: at most {worst * 1000:.1f} ms to the screen  "
          f"reading the file {peer * 1000:.1f} ms  ratio {worst / peer:.2f}  bound 10  {'ok' if is_good else 'TOO SLOW'}")


def main():
    zhai = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        def text(name, size, **options):
            path = pathlib.Path(folder) / name
            with open(path, "wb") as out:
                prose.write(out, size, **options)
            return str(path)

        def lines(name, line, count, head="", tail=""):
            path = pathlib.Path(folder) / name
            path.write_text(head + "".join(line.format(i) for i in range(count)) + tail, encoding="utf-8")
            return str(path)

        million, ten = text("1.txt", 1_000_000), text("10.txt", 10_000_000)
        large = pathlib.Path(folder) / "100.txt"
        large.write_bytes(text_before_needle(ten) * 9 + pathlib.Path(ten).read_bytes())
        verdict = Verdict(less_press(million))
        for name, path in (
                ("10 MB", ten), ("100 MB", str(large)), ("one paragraph", text("one.txt", 1_000_000, one_paragraph=True)),
                ("100,000 paragraphs", lines("short.txt", "第{0}段，只有很短的一句话。\n\n", 100_000)),
                ("table of 10,000", lines("table.html", "<tr><td>{0}</td><td>名称{0}</td><td>第{0}行的说明，不长</td></tr>\n", 10_000,
                                          HTML + "<p>" + "下面是一张很大的表，一行一行都是数字。" * 20 + "</p><table>", "</table></article>"))):
            moves(verdict, zhai, name, path)
        match_list(verdict, zhai, str(pathlib.Path(folder) / "short.txt"))
        typing(verdict, zhai, str(large))
        idle(verdict, zhai, lines("small.txt", "第{0}段，只有很短的一句话。\n\n", 200))
    return verdict.failed


def text_before_needle(path):
    content = pathlib.Path(path).read_bytes()
    return content[: content[: content.index(prose.NEEDLE.encode())].rindex("\n第".encode()) + 1]


sys.exit(main())
