#!/usr/bin/env python3
"""Runs a program in a language in which every text is marked and a third longer: run-pseudo.py MAKE-TEMPLATE.SH PROGRAM…

With it a text that nobody marked for translation is seen at once, and so is one that has no room to grow."""

import ast
import os
import re
import subprocess
import sys
import tempfile

LINE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$')
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n' \
         '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def entries(text):
    entry, keyword = {}, None
    for line in text.splitlines() + [""]:
        match = LINE.match(line)
        if match:
            keyword = match.group(1)
            entry[keyword] = ast.literal_eval(match.group(2))
        elif line.startswith('"') and keyword:
            entry[keyword] += ast.literal_eval(line)
        elif not line.strip():
            if entry.get("msgid"):
                yield entry
            entry, keyword = {}, None


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def mark(text):
    body = text.rstrip("\n")
    return "⟦" + body + "·" * (len(body) // 3) + "⟧" + text[len(body):]


def catalogue(template):
    po = HEADER
    for entry in entries(template):
        for keyword in ("msgctxt", "msgid", "msgid_plural"):
            if keyword in entry:
                po += f"{keyword} {quote(entry[keyword])}\n"
        if "msgid_plural" in entry:
            po += f"msgstr[0] {quote(mark(entry['msgid']))}\nmsgstr[1] {quote(mark(entry['msgid_plural']))}\n\n"
        else:
            po += f"msgstr {quote(mark(entry['msgid']))}\n\n"
    return po


def main():
    maker, program = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        template, po = os.path.join(folder, "kangxie.pot"), os.path.join(folder, "zz.po")
        subprocess.run(["sh", maker, template], check=True)
        with open(template, encoding="utf-8") as stream:
            text = catalogue(stream.read())
        with open(po, "w", encoding="utf-8") as stream:
            stream.write(text)
        place = os.path.join(folder, "zz", "LC_MESSAGES")
        os.makedirs(place)
        subprocess.run(["msgfmt", "-o", os.path.join(place, "kangxie.mo"), po], check=True)
        environment = {**os.environ, "KANGXIE_LOCALE_DIR": folder, "LANGUAGE": "zz", "LC_ALL": "C.UTF-8"}
        sys.exit(subprocess.run(program, env=environment, check=False).returncode)


main()
