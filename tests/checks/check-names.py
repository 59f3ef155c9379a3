#!/usr/bin/env python3
"""The tree speaks of itself alone and is finished: check-names.py ROOT"""

import re
import subprocess
import sys

import sources

# What must not stand in any file, and why. A pattern must not match its own text here.
FORBIDDEN = [
    (re.compile(r"(?<![\w.~$})])/(?:home|work|Users|workspace|builds|mnt)/[\w.]"), "a path of one machine"),
    (re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HAC[K])\b(?![-_X])"), "unfinished work: finish it or file it"),
    (re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE), "a merge that was not resolved"),
    (re.compile(r'"resolve[d]": "(?!https://registry\.npmjs\.org/)'), "another registry than registry.npmjs.org"),
    (re.compile(r"\bruling[s]? [BMm]\d"), "a page that is not in this tree"),
    (re.compile(r"[ \t]+$", re.MULTILINE), "blanks at the end of a line"),
]
# Texts and data of others stand as they came.
SKIPPED = ("LICENSE", "data/", "tests/fuzz/corpus/")


def project_files(root):
    """What git follows, so that notes lying around are no fault; without git all files."""
    done = subprocess.run(["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z"], capture_output=True,
                          text=True, check=False)
    followed = [path for path in done.stdout.split("\0") if path] if done.returncode == 0 else []
    here = set(sources.files(root))
    return [path for path in followed if path in here] or sorted(here)


def main():
    root = sys.argv[1]
    faults = []
    for path in project_files(root):
        if path.startswith(SKIPPED):
            continue
        try:
            text = sources.read(root, path)
        except UnicodeDecodeError:
            continue
        for pattern, why in FORBIDDEN:
            for match in pattern.finditer(text):
                line = sources.line_of(text, match.start())
                faults.append(f"{path}:{line}: {match.group().strip() or 'blank'}: {why}")
    sources.report("check-names", faults)


main()
