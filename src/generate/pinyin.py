#!/usr/bin/env python3
"""Writes src/text/pinyin_table.h's tables from Unihan: every toneless reading of each Han character.
Usage: pinyin.py Unihan_Readings.txt.bz2 > pinyin_table.inc"""
import bz2
import re
import sys
import unicodedata

FIRST, LAST = 0x3400, 0x9FFF
# The readings that are in use; kHanyuPinyin's rare ones would make everything match.
FIELDS = {"kMandarin", "kHanyuPinlu", "kTGHZ2013", "kXHC1983"}


def syllables(reading):
    """lǚ is typed lv and lu."""
    plain = unicodedata.normalize("NFD", reading)
    umlaut = "\u0308" in plain and "u" in plain
    letters = "".join(c for c in plain if "a" <= c <= "z")
    return [letters, letters.replace("u", "v", 1)] if umlaut else [letters]


def readings_of(field, value):
    if field == "kHanyuPinlu":
        return re.findall(r"([^ ()]+)\(", value)
    if field in ("kTGHZ2013", "kXHC1983"):
        return [reading for part in value.split() for reading in part.split(":")[1].split(",")]
    return value.split()


def read(path):
    readings = {}
    with bz2.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if not line.startswith("U+"):
                continue
            point, field, value = line.rstrip("\n").split("\t", 2)
            point = int(point[2:], 16)
            if field in FIELDS and FIRST <= point <= LAST:
                for reading in readings_of(field, value):
                    readings.setdefault(point, set()).update(filter(None, syllables(reading)))
    return readings


def numbers(declaration, values):
    print(f"{declaration} = {{")
    for i in range(0, len(values), 16):
        print(",".join(map(str, values[i:i + 16])) + ",")
    print("};")


def main():
    readings = read(sys.argv[1])
    names = sorted(set().union(*readings.values()))
    assert max(map(len, names)) <= 6, names
    sets = sorted({tuple(sorted(each)) for each in readings.values()})
    index = {each: i + 1 for i, each in enumerate(sets)}  # 0: no reading
    print("const struct pinyin_syllable pinyin_syllables[] = {")
    for name in names:
        print(f'{{"{name}", {len(name)}}},')
    print("};")
    numbers("const uint16_t pinyin_sets[]",
            [index[tuple(sorted(readings[point]))] if point in readings else 0
             for point in range(FIRST, LAST + 1)])
    starts, members = [0], []
    for each in [()] + sets:
        members += [names.index(name) for name in each]
        starts.append(len(members))
    numbers("const uint16_t pinyin_set_starts[]", starts)
    numbers("const uint16_t pinyin_set_members[]", members)
    print(f"const unsigned pinyin_syllable_count = {len(names)};")
    print(f"const unsigned pinyin_set_count = {len(sets) + 1};")


main()
