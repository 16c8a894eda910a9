#!/usr/bin/env python3
"""Compiles data/sql into C: the numbered migrations, and the named statements of queries.sql.
Usage: sql.py names|text queries.sql 0001_NAME.sql...   A wrong name ends the build and names the line."""
import pathlib
import re
import sys


def literal(sql):
    rows = (row.replace("\\", "\\\\").replace('"', '\\"') for row in sql.splitlines() if row.strip())
    return "\n".join(f'    "{row}\\n"' for row in rows)


def strip_comments(sql):
    return "\n".join(re.sub(r"\s*--(?=([^']*'[^']*')*[^']*$).*", "", row) for row in sql.splitlines())


def statements(path):
    found = {}
    name = None
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.fullmatch(r"-- name: ([a-z0-9_]+)", row)
        if match:
            name = match[1]
            if name in found:
                sys.exit(f"{path}:{number}: the name {name} is taken")
            found[name] = ""
        elif name:
            found[name] += row + "\n"
        elif row.strip() and not row.startswith("--"):
            sys.exit(f"{path}:{number}: a statement without a name")
    return {name: strip_comments(sql).strip() for name, sql in found.items()}


def migrations(paths):
    for number, path in enumerate(paths, 1):
        if int(path.name[:4]) != number:
            sys.exit(f"{path}: is number {number} by its place")
        yield path.stem[5:], strip_comments(path.read_text(encoding="utf-8"))


def main():
    what, queries, *paths = sys.argv[1:]
    named = statements(pathlib.Path(queries))
    if what == "names":
        print("enum statement_id {")
        for name in named:
            print(f"    STATEMENT_{name.upper()},")
        print("    STATEMENT_COUNT,\n};")
        return
    print("static const char *const statement_names[] = {")
    for name in named:
        print(f'    "{name}",')
    print("};\nstatic const char *const statement_texts[] = {")
    for name, sql in named.items():
        print(f"    /* {name} */\n{literal(sql)},")
    print("};\nstatic const char *const migration_texts[] = {")
    for name, sql in migrations([pathlib.Path(path) for path in paths]):
        print(f"    /* {name} */\n{literal(sql)},")
    print("};")


main()
