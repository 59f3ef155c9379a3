#!/usr/bin/env python3
"""po/POTFILES.in names exactly the files with texts to translate, sorted: check-potfiles.py ROOT [--write]

With --write it puts the list right instead."""

import os
import re
import sys

import sources

MARKED = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*(?:\w+\s*,\s*)*"')


MARKED_UI = re.compile(r"""\btranslatable\s*=\s*["'](?:yes|true|1)["']""")
XML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Names, summaries and descriptions stand in each of these; gettext knows which of them are words.
WORDED = (".desktop.in", ".metainfo.xml.in", ".gschema.xml")


def marked_files(root):
    marked = [path for path in sources.files(root, "src", suffixes=(".c", ".h"))
              if MARKED.search(sources.without_comments(sources.read(root, path)))]
    marked += [path for path in sources.files(root, "resources", suffixes=(".ui",))
               if MARKED_UI.search(XML_COMMENT.sub("", sources.read(root, path)))]
    return sorted(marked + sources.files(root, "data", suffixes=WORDED))


def main():
    root = sys.argv[1]
    marked = marked_files(root)
    if "--write" in sys.argv[2:]:
        with open(os.path.join(root, "po/POTFILES.in"), "w", encoding="utf-8") as stream:
            stream.writelines(path + "\n" for path in marked)
        return
    listed = [line for line in sources.read(root, "po/POTFILES.in").splitlines()
              if line.strip() and not line.startswith("#")]
    faults = [f"po/POTFILES.in: {path} has texts to translate and is missing" for path in marked if path not in listed]
    faults += [f"po/POTFILES.in: {path} has no text to translate" for path in listed if path not in marked]
    if listed != sorted(set(listed)):
        faults.append("po/POTFILES.in: the lines are not sorted, or one stands there twice")
    sources.report("check-potfiles", faults)


main()
