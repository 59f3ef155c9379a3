"""What the checks share: finding files, blanking comments, reporting."""

import os
import re
import sys

SKIPPED_FOLDERS = re.compile(r"^(\.git|build.*|node_modules|__pycache__)$")
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def files(root, *folders, suffixes=None):
    """The files below root's folders (all of root without folders), as sorted paths relative to root."""
    found = []
    for folder in folders or ("",):
        for place, folders_here, names in os.walk(os.path.join(root, folder)):
            folders_here[:] = [name for name in folders_here if not SKIPPED_FOLDERS.match(name)]
            for name in names:
                if suffixes is None or name.endswith(suffixes):
                    found.append(os.path.relpath(os.path.join(place, name), root))
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as stream:
        return stream.read()


def without_comments(text):
    """The C text with each comment blanked out; lines and columns stay, strings stay."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group()) if match.group().startswith("/") else match.group()
    return COMMENT_OR_TEXT.sub(blank, text)


def without_texts(text):
    """The C text with comments blanked and strings emptied."""
    def empty(match):
        return match.group()[0] + " " * (len(match.group()) - 2) + match.group()[-1]
    return re.sub(r'"(?:\\.|[^"\\\n])*"', empty, without_comments(text))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def report(name, faults, notes=()):
    """Prints the notes and faults and ends the program: 0 without faults, else 1."""
    for note in notes:
        print(f"{name}: note: {note}")
    for fault in faults:
        print(fault)
    print(f"{name}: {len(faults)} faults")
    sys.exit(1 if faults else 0)
