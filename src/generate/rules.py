#!/usr/bin/env python3
"""Compiles data/rules/*.rules (format: data/rules/10-format.rules) into rows of struct rule.
Usage: rules.py rows|buckets FILE... > rules_table.inc   A malformed line ends the build and names file and line."""
import re
import sys

KINDS = "notice navigation related comments share file other".split()
MATCHES = {"equals": 40, "prefix": 24, "suffix": 24, "contains": 40, "like": 40}
CLASSES = "role author source agency wire legal suffix badge surname dated chapter".split()


def fold(text):
    """As fold_line in src/ingest/rules.c: full-width ASCII, case, one blank for many."""
    folded = ""
    for char in text:
        code = ord(char)
        if 0xFF01 <= code <= 0xFF5E:
            char = chr(code - 0xFEE0)
        elif code == 0x3000:
            char = " "
        folded += char.lower() if len(char.lower()) == 1 else char
    return re.sub(r" +", " ", folded)


def gram(piece):
    return (piece[0] * 7 + piece[1] * 61 + piece[2] * 509) & 1023


def grams(match, pattern):
    pieces = re.split(r"[*#]", pattern) if match == "like" else [pattern]
    longest = max(pieces, key=lambda piece: len(piece.encode())).encode()
    if len(longest) < 3:
        return 0xFFFF, 0xFFFF
    return gram(longest[:3]), gram(longest[-3:])


def row(what, kind, match, strength, longest, pattern):
    first, last = grams(match, pattern)
    data = pattern.encode()
    text = "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\?' else "\\%03o" % b for b in data)
    return '    {"%s", %d, %d, %d, %d, RULE_%s, %s, %s, %d},\n' % (
        text, len(data), longest, first, last, what.upper(), kind, "MATCH_" + match.upper(), strength)


def compile_line(line):
    what = line.split(None, 1)[0]
    if what == "word":
        _, name, pattern = line.split(None, 2)
        if name not in CLASSES:
            raise ValueError("unknown class " + name)
        match = "like" if name == "chapter" else "prefix"
        patterns = pattern.split() if name == "surname" else [pattern]
        return "".join(row("word", "WORD_" + name.upper(), match, 0, 60, fold(pattern))
                       for pattern in patterns)
    if what not in ("line", "head"):
        raise ValueError("unknown rule " + what)
    _, kind, strength, match, pattern = line.split(None, 4)
    match, _, longest = match.partition("/")
    if kind not in KINDS or match not in MATCHES or not 0 < float(strength) <= 1:
        raise ValueError("unknown kind, match or strength")
    longest = int(longest) if longest else MATCHES[match]
    return row(what, "ASIDE_" + kind.upper(), match, round(float(strength) * 100), longest,
               fold(pattern.strip()))


def place(text):
    """Chapter words first, then the other words, so that looking for one stops early; then the rules
    for lines by their first gram, so that a line is held only against those it may match."""
    if "RULE_WORD" in text:
        return (0 if "WORD_CHAPTER" in text else 1), 0
    return 2, number_of(text, 2)


def number_of(text, index):
    return int(re.search(r'", (\d+), (\d+), (\d+), ', text)[index + 1])


def write_buckets(rows):
    """Where the rules of each gram begin; behind the last those without one, and the end."""
    first = sum("RULE_WORD" in row for row in rows)
    grams = [number_of(row, 2) for row in rows[first:]]
    starts = [first + sum(gram < number for gram in grams) for number in range(1025)] + [len(rows)]
    print("enum { LONGEST_LINE = %d };" % max(number_of(row, 1) for row in rows[first:]))
    print("static const uint16_t bucket_starts[] = {%s};" % ", ".join(map(str, starts)))


def main(what, paths):
    rows = []
    for path in sorted(paths):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n").lstrip()
                if not line or line.startswith("#"):
                    continue
                try:
                    rows += compile_line(line).splitlines(keepends=True)
                except ValueError as error:
                    sys.exit("%s:%d: %s: %s" % (path, number, error, line))
    rows.sort(key=place)
    if what == "buckets":
        write_buckets(rows)
    else:
        sys.stdout.write("".join(rows))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(sys.argv[1], sys.argv[2:])
