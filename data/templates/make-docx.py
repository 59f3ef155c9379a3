#!/usr/bin/env python3
"""Packs the parts of a template into a docx, the same bytes each time: make-docx.py FOLDER OUT.docx"""

import os
import sys
import zipfile

FIRST = "[Content_Types].xml"
DAY = (2026, 1, 1, 0, 0, 0)


def list_parts(folder):
    """The types come first; word processors of all kinds look for them there."""
    parts = [os.path.relpath(os.path.join(where, name), folder)
             for where, _, names in os.walk(folder) for name in names]
    return sorted(parts, key=lambda part: (part != FIRST, part))


def main():
    folder, out = sys.argv[1:3]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in list_parts(folder):
            entry = zipfile.ZipInfo(part.replace(os.sep, "/"), DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with open(os.path.join(folder, part), "rb") as stream:
                package.writestr(entry, stream.read())


if __name__ == "__main__":
    main()
