#!/usr/bin/env python3
"""Checks every #include in src against the layer table of src/meson.build.

usage: check_layers.py SRC LAYER:ALLOWED,ALLOWED ...
Also: sqlite3.h only in library, ICU only in text, PCRE2 only in find, curses only in one file.
"""
import pathlib
import re
import sys

EXTERNAL = [
    (re.compile(r"unicode/"), lambda p: p.startswith("text/"), "ICU"),
    (re.compile(r"sqlite3"), lambda p: p.startswith("library/"), "SQLite"),
    (re.compile(r"(n?curses|ncursesw/.*|term)\.h"), lambda p: p == "screen/terminal_curses.c", "curses"),
    (re.compile(r"pcre2"), lambda p: p.startswith("find/"), "PCRE2"),
    (re.compile(r"seccomp|linux/landlock"), lambda p: p == "collect/sandbox.c", "sandbox"),
    (re.compile(r"zstd"), lambda p: p.startswith(("collect/", "library/")), "zstd"),
    (re.compile(r"gumbo"), lambda p: p.startswith("ingest/"), "gumbo"),
]


def complaints(source, rules):
    for path in sorted(source.rglob("*.[ch]")):
        name = path.relative_to(source).as_posix()
        layer = name.split("/")[0] if "/" in name else None
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not match:
                continue
            header = match[1]
            for pattern, allowed, library in EXTERNAL:
                if pattern.match(header) and not allowed(name):
                    yield f"{name}:{number}: {library} header {header} is not for this file"
            below = header.split("/")[0]
            if layer in rules and below in rules and below != layer and below not in rules[layer]:
                yield f"{name}:{number}: layer {layer} may not include {header}"


def main():
    source = pathlib.Path(sys.argv[1])
    rules = {}
    for rule in sys.argv[2:]:
        layer, _, allowed = rule.partition(":")
        rules[layer] = set(filter(None, allowed.split(",")))
    found = list(complaints(source, rules))
    folders = {p.name for p in source.iterdir() if p.is_dir()} - {"generate"}
    found += [f"src/{name} is in no row of the layer table" for name in sorted(folders - set(rules))]
    print("\n".join(found) or f"{len(rules)} layers, no upward include")
    return bool(found)


sys.exit(main())
