#!/usr/bin/env python3
"""Fails when a message of the sources has no translation in a catalogue.

usage: check_po.py CATALOGUE SOURCE_ROOT (msgfmt is in the PATH)
"""
import pathlib
import re
import subprocess
import sys

MARKED = re.compile(r'\b(?:_|N_|ngettext)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def messages_of(text):
    return {"".join(LITERAL.findall(match[1])) for match in MARKED.finditer(text)}


def ids_of(catalogue):
    ids = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)', catalogue, re.M)
    return {"".join(LITERAL.findall(one)) for one in ids}


def main():
    catalogue, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    checked = subprocess.run(["msgfmt", "-c", "--statistics", "-o", "/dev/null", catalogue],
                             capture_output=True, text=True)
    print(checked.stderr, end="")
    known = ids_of(catalogue.read_text(encoding="utf-8"))
    missing = [(path, message) for path in sorted(root.glob("src/**/*.c"))
               for message in sorted(messages_of(path.read_text(encoding="utf-8")) - known)]
    for path, message in missing:
        print(f"{path.relative_to(root)}: not in {catalogue.name}: {message!r}")
    incomplete = re.search(r"untranslated|fuzzy", checked.stderr)
    return bool(checked.returncode or incomplete or missing)


sys.exit(main())
