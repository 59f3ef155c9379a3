#!/usr/bin/env python3
"""Every language in po/LINGUAS is complete and keeps each placeholder: check-po.py ROOT"""

import ast
import collections
import os
import re
import subprocess
import sys
import tempfile

import sources

KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(".*")$')
PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}|%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z|j)?[diouxXeEfgGcsp]")


def entries(text):
    """The entries of a .po file as (line, keyword → text)."""
    entry, keyword, first = {}, None, 1
    for number, line in enumerate(text.splitlines() + [""], 1):
        match = KEYWORD.match(line)
        if match:
            keyword = match.group(1)
            first = number if not entry else first
            entry[keyword] = ast.literal_eval(match.group(2))
        elif line.startswith('"') and keyword:
            entry[keyword] += ast.literal_eval(line)
        elif not line.strip() and entry:
            yield first, entry
            entry, keyword = {}, None


def placeholders(text):
    # What an argument is called counts, not where it stands: `%2$s` is the same as `%s`.
    return collections.Counter(re.sub(r"\d+\$", "", found) for found in PLACEHOLDER.findall(text))


def check_entry(path, line, entry):
    if not entry.get("msgid"):
        return
    for keyword, translation in entry.items():
        if not keyword.startswith("msgstr"):
            continue
        singular = keyword in ("msgstr", "msgstr[0]") and "msgid_plural" not in entry
        original = entry["msgid"] if singular else entry.get("msgid_plural", entry["msgid"])
        if translation and placeholders(original) != placeholders(translation):
            yield f"{path}:{line}: placeholders differ: {original!r} and {translation!r}"


def run(path, *command, **kwargs):
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}, **kwargs)
    return [] if done.returncode == 0 else [f"{path}: {' '.join(command[:2])}: {done.stderr.strip()}"]


def check_language(root, template, path):
    full = os.path.join(root, path)
    faults = run(path, "msgfmt", "--check", "-o", os.devnull, full)
    # Against a template made now: nothing untranslated, nothing fuzzy, nothing forgotten.
    faults += run(path, "msgcmp", full, template)
    for line, entry in entries(sources.read(root, path)):
        faults += check_entry(path, line, entry)
    return faults


def main():
    root = sys.argv[1]
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "kangxie.pot")
        faults += run("po", "sh", os.path.join(root, "po", "make-template.sh"), template)
        for language in sources.read(root, "po/LINGUAS").split():
            faults += check_language(root, template, f"po/{language}.po")
    sources.report("check-po", faults)


main()
