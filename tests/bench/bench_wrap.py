#!/usr/bin/env python3
"""Rows of `zhai show --width N` at every width 20..200: bench_wrap.py ZHAI

Counts, per 1,000 rows: characters lost, rows that begin or end with a forbidden character, Latin words cut that
would have fitted, rows over their width; all must be 0. fmt, which breaks at blanks only, is counted beside it.
"""
import io
import subprocess
import sys
import unicodedata

import prose

START = set("，。、；：？！）」』】》〉〕〗’”…—·～％,.:;?!)]}%ー々〻‐–〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
END = set("（「『【《〈〔〖“‘([{")


def columns(text):
    total = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def squeeze(text):
    return "".join(text.split())


def is_word(character):
    return character.isascii() and character.isalnum()


def cut_words(source_squeezed, blanks_before, position, previous, row, width):
    """Whether the break before row cuts a run of ASCII letters and digits that one row could hold."""
    if not (is_word(previous[-1]) and is_word(row[0])) or position in blanks_before:
        return False
    start, end = position, position
    while start > 0 and is_word(source_squeezed[start - 1]) and start not in blanks_before:
        start -= 1
    while end < len(source_squeezed) and is_word(source_squeezed[end]) and end not in blanks_before:
        end += 1
    return end - start <= width - 4  # an indent may take four columns


def count(source, output, width):
    squeezed = squeeze(source)
    blanks_before, line_starts, position = set(), set(), 0
    previous_blank = previous_line = True
    for character in source:
        if character.isspace():
            previous_blank = True
            previous_line |= character == "\n"
            continue
        if previous_blank:
            blanks_before.add(position)
        if previous_line:
            line_starts.add(position)
        previous_blank = previous_line = False
        position += 1
    figures = {"rows": 0, "lost": int(squeeze(output) != squeezed), "start": 0, "end": 0, "word": 0, "over": 0}
    position, previous = 0, ""
    for line in output.split("\n"):
        row = line.strip()
        if not row:
            continue
        figures["rows"] += 1
        figures["over"] += columns(line.rstrip()) > width
        if previous and position not in line_starts:
            figures["start"] += row[0] in START
            figures["end"] += previous[-1] in END
            figures["word"] += cut_words(squeezed, blanks_before, position, previous, row, width)
        position += len(squeeze(row))
        previous = row
    return figures


def total(source, command, widths):
    totals = {}
    for width in widths:
        result = subprocess.run(command(width), input=source.encode(), stdout=subprocess.PIPE, check=True)
        for name, value in count(source, result.stdout.decode(), width).items():
            totals[name] = totals.get(name, 0) + value
    return totals


def main():
    zhai = sys.argv[1]
    raw = io.BytesIO()
    prose.write(raw, 120_000, seed=7)
    source = raw.getvalue().decode() + "\n\n" + "He wrote “extraordinary” things about 中文 (Chinese) in 1999, e.g. UTF-8; and more. " * 40
    totals = total(source, lambda width: [zhai, "show", "--width", str(width), "-"], range(20, 201))
    peer = total(source, lambda width: ["fmt", "-w", str(width)], range(20, 201, 20))
    failed = False
    for name, value in totals.items():
        if name == "rows":
            print(f"rows {value}")
            continue
        failed |= value > 0
        print(f"{name:<6} {value:6d}  {1000 * value / totals['rows']:.2f} per 1000 rows  "
              f"fmt {1000 * peer[name] / peer['rows']:.2f}  bound 0  {'ok' if value == 0 else 'WRONG'}")
    return failed


sys.exit(main())
