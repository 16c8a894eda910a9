#!/usr/bin/env python3
"""Writes files as rows of a C table: { "name", bytes, length }, for `#include` inside an array of
struct { const char *name; const char *bytes; size_t length; }. Bytes end with a NUL not counted.
Usage: embed.py [--base FOLDER] FILE... > table.inc   (names are relative to FOLDER, else bare)"""
import os
import sys


def literal(data):
    """C string pieces; octal escapes are always three digits so that no digit can follow one."""
    lines = []
    for start in range(0, len(data), 72):
        text = ""
        for byte in data[start:start + 72]:
            if byte == 0x0A:
                text += "\\n"
            elif 0x20 <= byte < 0x7F and byte not in b'"\\?':
                text += chr(byte)
            else:
                text += "\\%03o" % byte
        lines.append('"%s"' % text)
    return "\n     ".join(lines) if lines else '""'


def main(arguments):
    base = None
    if arguments and arguments[0] == "--base":
        base = arguments[1]
        arguments = arguments[2:]
    for path in arguments:
        with open(path, "rb") as file:
            data = file.read()
        name = os.path.relpath(path, base) if base else os.path.basename(path)
        sys.stdout.write('    {%s,\n     %s,\n     %d},\n' % (literal(name.encode()), literal(data), len(data)))


if __name__ == "__main__":
    main(sys.argv[1:])
