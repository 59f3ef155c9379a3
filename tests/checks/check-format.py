#!/usr/bin/env python3
"""clang-format 14 would change nothing: check-format.py ROOT CLANG-FORMAT"""

import os
import re
import subprocess
import sys

import sources


def main():
    root, formatter = sys.argv[1:]
    version = subprocess.run([formatter, "--version"], capture_output=True, text=True, check=True).stdout
    # Another version breaks lines at other places, which is no fault of the author's.
    if not re.search(r"version 14\.", version):
        sources.report("check-format", [], [f"the format is that of clang-format 14, this is {version.strip()}"])
    paths = sources.files(root, "src", "tests", suffixes=(".c", ".h"))
    faults = []
    for first in range(0, len(paths), 100):
        done = subprocess.run([formatter, "--dry-run", "-Werror", "--style=file"] + paths[first:first + 100], cwd=root,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            faults += [line for line in done.stderr.splitlines() if ": error: " in line] or [done.stderr.strip()]
    sources.report("check-format", faults)


main()
