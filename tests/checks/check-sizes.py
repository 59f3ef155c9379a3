#!/usr/bin/env python3
"""Files and functions stay small enough to be read: check-sizes.py ROOT"""

import sys

import sources

SOURCE_TARGET = 300
SOURCE_LIMIT = 800
HEADER_LIMIT = 200
FUNCTION_LIMIT = 80


def functions(lines):
    """(name, first line, lines) of each function; clang-format puts a function's braces, and only those, alone in
    the first column: types end in `} Name;`, arrays in `};`."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield name_above(lines, start), start, number - start + 1
            start = None
        elif line.startswith("}"):
            start = None


def name_above(lines, brace):
    for line in reversed(lines[max(0, brace - 12):brace - 1]):
        if line and not line[0].isspace() and "(" in line:
            return line.split("(")[0].strip().split()[-1]
    return "a function"


def main():
    root = sys.argv[1]
    faults, notes = [], []
    for path in sources.files(root, "src", "tests", suffixes=(".c", ".h")):
        lines = sources.without_comments(sources.read(root, path)).splitlines()
        limit = HEADER_LIMIT if path.endswith(".h") else SOURCE_LIMIT
        if len(lines) > limit:
            faults.append(f"{path}: {len(lines)} lines, the limit is {limit}")
        elif len(lines) > SOURCE_TARGET:
            notes.append(f"{path}: {len(lines)} lines, the target is {SOURCE_TARGET}")
        for name, first, count in functions(lines):
            if count > FUNCTION_LIMIT:
                faults.append(f"{path}:{first}: {name} has {count} lines, the limit is {FUNCTION_LIMIT}")
    sources.report("check-sizes", faults, notes)


main()
