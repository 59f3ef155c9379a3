#!/usr/bin/env python3
"""Each check passes a small right tree and catches each fault put into it: test-checks.py CLANG-FORMAT COMPILER"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FORMATTER, COMPILER = sys.argv[1:]

HEADER = "#pragma once\n\nint kx_thing_count (const char *thing);\n"
SOURCE = """#include "core/kx-thing.h"

#include <string.h>

#define N_(text) text

static const char *const label = N_ ("{count} of %d things");

int
kx_thing_count (const char *thing)
{
  return (int) (strlen (thing) + strlen (label));
}
"""
PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_CN\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#: src/core/kx-thing.c
#, c-format
msgid "{count} of %d things"
msgstr "%d 项中的 {count} 项"
"""
TREE = {
    "src/core/kx-thing.h": HEADER,
    "src/core/kx-thing.c": SOURCE,
    "src/server/main.c": '#include "server/kx-server.h"\n\nint\nmain (void)\n{\n  return kx_server_run ();\n}\n',
    "src/server/kx-server.h": "#pragma once\n\nint kx_server_run (void);\n",
    "po/POTFILES.in": "src/core/kx-thing.c\n",
    "po/LINGUAS": "zh_CN\n",
    "po/zh_CN.po": PO,
    "README.md": "# A tree\n",
}


def function_of(lines):
    return "\nstatic void\nlong_one (void)\n{\n" + "  go ();\n" * (lines - 2) + "}\n"


LONG_TABLE = "\nstatic const int table[] = {\n" + "  1,\n" * 200 + "};\n"
LONG_TYPE = "\ntypedef struct\n{\n" + "  int a;\n" * 100 + "} Long;\n"

# check, what is done to the right tree (path → new text, or a function of the old text), what the check must say.
# An empty saying: the check must still pass.
CASES = [
    ("check-layers", "the right tree", {}, ""),
    ("check-layers", "a lower folder", {"src/server/kx-a.c": '#include "core/kx-thing.h"\n'}, ""),
    ("check-layers", "a higher folder", {"src/core/kx-a.c": '#include "server/kx-server.h"\n'}, "core may not include server"),
    ("check-layers", "a higher folder from a folder within", {"src/core/rules/kx-a.h": '#include "db/kx-db.h"\n'},
     "core may not include db"),
    ("check-layers", "the other wing", {"src/exchange/kx-a.c": '#include "server/kx-server.h"\n'},
     "exchange may not include server"),
    ("check-layers", "an include in a comment", {"src/core/kx-a.c": '/*\n#include "server/kx-server.h"\n*/\n'}, ""),
    ("check-layers", "the desktop in the service", {"src/server/kx-a.c": '#include "sync/kx-mirror.h"\n'},
     "server may not include sync"),
    ("check-layers", "widgets in the models", {"src/models/kx-a.c": "#include <gtk/gtk.h>\n"},
     "models may not include <gtk/gtk.h>"),
    ("check-layers", "a bare name", {"src/core/kx-a.c": '#include "kx-thing.h"\n'}, "with its path from src/"),
    ("check-layers", "an unknown folder", {"src/odd/kx-a.c": "\n"}, "not in the table of layers"),
    ("check-layers", "files in core", {"src/core/kx-a.c": "#include <gio/gio.h>\n"}, "core may not include <gio/gio.h>"),
    ("check-layers", "a clock in core", {"src/core/kx-a.c": "long a (void) { return g_get_real_time (); }\n"},
     "may not call g_get_real_time"),
    ("check-layers", "chance in core", {"src/core/kx-a.c": "void a (void) { randombytes_buf (b, 1); }\n"},
     "may not call randombytes_buf"),
    ("check-layers", "a clock's name in a text", {"src/core/kx-a.c": 'const char *a = "time (";\n'}, ""),
    ("check-layers", "SQLite above db", {"src/store/kx-a.c": "#include <sqlite3.h>\n"}, "store may not include <sqlite3.h>"),
    ("check-layers", "SQLite in db", {"src/db/kx-a.c": "#include <sqlite3.h>\n"}, ""),
    ("check-layers", "libpq", {"src/db/kx-a.c": "#include <libpq-fe.h>\n"}, "db may not include <libpq-fe.h>"),
    ("check-layers", "libsoup below server", {"src/store/kx-a.c": "#include <libsoup/soup.h>\n"}, "store may not include"),
    ("check-layers", "a library that is loaded late", {"src/store/kx-a.c": '#include "late/kx-late-archive.h"\n'}, ""),
    ("check-layers", "the same at once", {"src/store/kx-a.c": "#include <archive.h>\n"}, "store may not include <archive.h>"),
    ("check-layers", "another folder's late library", {"src/store/kx-a.c": '#include "late/kx-late-soup.h"\n'},
     "store may not include late/kx-late-soup.h"),
    ("check-layers", "ICU", {"src/store/kx-a.c": "#include <unicode/utrans.h>\n"}, "store may not include"),
    ("check-layers", "ICU in a generator", {"src/store/tables/make-a.c": "#include <unicode/utrans.h>\n"}, ""),
    ("check-layers", "a main that does things", {"src/server/main.c": "int a;\n" * 101}, "main only starts"),
    ("check-layers", "an include of main", {"src/server/kx-a.c": '#include "server/main.c"\n'}, "nothing includes main"),
    ("check-headers", "the right tree", {}, ""),
    ("check-headers", "no pragma", {"src/core/kx-thing.h": "int a;\n"}, "#pragma once is missing"),
    ("check-headers", "a type from elsewhere", {"src/core/kx-thing.h": "#pragma once\n\nvoid a (KxOdd b);\n"},
     "does not compile alone"),
    ("check-headers", "what another header includes", {"src/core/kx-thing.h": "#pragma once\n\nvoid a (FILE *b);\n",
                                                       "src/core/kx-other.h": "#pragma once\n\n#include <stdio.h>\n"},
     "kx-thing.h: does not compile alone"),
    ("check-headers", "what comes by another header",
     {"src/core/kx-thing.h": '#pragma once\n\n#include "core/kx-other.h"\n\nvoid a (FILE *b);\n',
      "src/core/kx-other.h": "#pragma once\n\n#include <stdio.h>\n"}, ""),
    ("check-headers", "an include after the use",
     {"src/core/kx-thing.h": "#pragma once\n\nextern FILE *a;\n\n#include <stdio.h>\n"}, "does not compile alone"),
    ("check-sizes", "the right tree", {}, ""),
    ("check-sizes", "a function of 80 lines", {"src/core/kx-a.c": function_of(80)}, ""),
    ("check-sizes", "a function of 81 lines", {"src/core/kx-a.c": function_of(81)}, "long_one has 81 lines"),
    ("check-sizes", "a long test function", {"tests/core/test-a.c": function_of(90)}, "long_one has 90 lines"),
    ("check-sizes", "a long table and type", {"src/core/kx-a.c": LONG_TABLE + LONG_TYPE + function_of(80)}, ""),
    ("check-sizes", "a file of 800 lines", {"src/core/kx-a.c": "int a;\n" * 800}, ""),
    ("check-sizes", "a file of 801 lines", {"src/core/kx-a.c": "int a;\n" * 801}, "801 lines"),
    ("check-sizes", "a header of 201 lines", {"src/core/kx-a.h": "int a;\n" * 201}, "201 lines"),
    ("check-potfiles", "the right tree", {}, ""),
    ("check-potfiles", "a marked file that is missing", {"src/core/kx-a.h": 'F (a, N_("Name"))\n'}, "kx-a.h has texts"),
    ("check-potfiles", "a plural that is missing", {"src/core/kx-a.c": 'ngettext ("a", "b", 1);\n'}, "kx-a.c has texts"),
    ("check-potfiles", "a mark in a comment", {"src/core/kx-a.c": '/* _ ("Name") */\n'}, ""),
    ("check-potfiles", "a listed file without texts", {"src/core/kx-thing.c": "int a;\n"}, "kx-thing.c has no text"),
    ("check-potfiles", "an interface that is missing",
     {"resources/ui/kx-a.ui": '<interface><property translatable="yes">Name</property></interface>\n'}, "kx-a.ui has texts"),
    ("check-potfiles", "an interface without texts", {"resources/ui/kx-a.ui": "<interface/>\n"}, ""),
    ("check-potfiles", "a mark in an interface's comment",
     {"resources/ui/kx-a.ui": '<interface><!-- translatable="yes" --></interface>\n'}, ""),
    ("check-potfiles", "a desktop file that is missing", {"data/a.desktop.in": "[Desktop Entry]\nName=A\n"},
     "a.desktop.in has texts"),
    ("check-potfiles", "the wrong order",
     {"src/core/kx-a.h": 'N_("Name")\n', "po/POTFILES.in": "src/core/kx-thing.c\nsrc/core/kx-a.h\n"}, "not sorted"),
    ("check-po", "the right tree", {}, ""),
    ("check-po", "a text without translation", {"po/zh_CN.po": lambda old: old.replace("%d 项中的 {count} 项", "")},
     "untranslated"),
    ("check-po", "a text that is forgotten",
     {"src/core/kx-thing.c": lambda old: old + '\nstatic const char *a = N_ ("More");\n'}, "used but not defined"),
    ("check-po", "words of an interface, of settings and of a desktop file",
     {"resources/ui/kx-a.ui": '<interface><object class="GtkLabel"><property name="label" translatable="yes">Saved'
                              '</property></object></interface>\n',
      "data/a.gschema.xml": '<schemalist><schema id="a"><key name="b" type="b"><default>true</default>'
                            '<summary>Size</summary></key></schema></schemalist>\n',
      "data/a.desktop.in": "[Desktop Entry]\nName=A thing\nType=Application\n",
      "data/a.metainfo.xml.in": '<component type="desktop-application"><id>a</id><name>A name</name></component>\n',
      "po/POTFILES.in": "data/a.desktop.in\ndata/a.gschema.xml\ndata/a.metainfo.xml.in\nresources/ui/kx-a.ui\n"
                        "src/core/kx-thing.c\n",
      "po/zh_CN.po": lambda old: old + "".join(f'\nmsgid "{text}"\nmsgstr "好"\n' for text in (
          "A thing", "Size", "A name", "Saved"))}, ""),
    ("check-po", "a word of an interface that is forgotten",
     {"resources/ui/kx-a.ui": '<interface><object class="GtkLabel"><property name="label" translatable="yes">Saved'
                              '</property></object></interface>\n',
      "po/POTFILES.in": "resources/ui/kx-a.ui\nsrc/core/kx-thing.c\n"}, "used but not defined"),
    ("check-po", "a word of a desktop file that is forgotten",
     {"data/a.desktop.in": "[Desktop Entry]\nName=A thing\nType=Application\n",
      "po/POTFILES.in": "data/a.desktop.in\nsrc/core/kx-thing.c\n"}, "used but not defined"),
    ("check-po", "a fuzzy text", {"po/zh_CN.po": lambda old: old.replace("#, c-format", "#, fuzzy, c-format")}, "needs to be reviewed"),
    ("check-po", "a lost {name}", {"po/zh_CN.po": lambda old: old.replace("{count} 项", "项")}, "placeholders differ"),
    ("check-po", "a renamed {name}", {"po/zh_CN.po": lambda old: old.replace("的 {count}", "的 {coumt}")},
     "placeholders differ"),
    ("check-po", "another %", {"po/zh_CN.po": lambda old: old.replace("%d 项", "%s 项").replace("#, c-format\n", "")},
     "placeholders differ"),
    ("check-po", "a broken file", {"po/zh_CN.po": lambda old: old + 'msgid "a\n'}, "msgfmt"),
    ("check-names", "the right tree", {}, ""),
    ("check-names", "a path of one machine", {"README.md": "See /" + "home/someone/notes\n"}, "a path of one machine"),
    ("check-names", "unfinished work", {"src/core/kx-a.c": "/* TO" + "DO: all of it */\n"}, "unfinished work"),
    ("check-names", "an unresolved merge", {"README.md": "<" * 7 + " mine\n"}, "a merge"),
    ("check-names", "a private registry", {"a/package-lock.json": '  "resol' + 'ved": "https://npm.example/a.tgz"\n'},
     "another registry"),
    ("check-names", "blanks at the end", {"README.md": "text \n"}, "blanks"),
    ("check-format", "the right tree", {}, ""),
    ("check-format", "another format", {"src/core/kx-a.c": "int a(void){return 1;}\n"}, "kx-a.c:1"),
]

# Subject and body of a commit, and what the check must say of it.
COMMITS = [
    ("core: add a thing", "So that it is there.", ""),
    ("core, db: add a thing", "So that it is there.", ""),
    ("add a thing", "So that it is there.", "not of the form"),
    ("core: " + "a" * 67, "So that it is there.", "73 characters"),
    ("core: " + "康" * 66, "So that it is there.", ""),
    ("core: add a thing", "", "the body"),
    ("core: add a thing", "Signed-off-by: A <a@example.org>", "the body"),
    ("fixup! core: add a thing", "So that it is there.", "unfinished"),
    ("core: WIP on a thing", "So that it is there.", "unfinished"),
]

# Programs as meson logs them (result, output), and how their cases are counted.
COUNTS = [
    ("two cases and a plain program", [("OK", "1..2\nok 1 a\nok 2 b\n"), ("OK", "")], "3 passed, 0 failed", 0),
    ("a failed case", [("FAIL", "1..2\nok 1 a\nnot ok 2 b\n")], "1 passed, 1 failed", 1),
    ("a crash after good cases", [("ERROR", "1..2\nok 1 a\n")], "1 passed, 1 failed", 1),
    ("a program that ran out of time", [("TIMEOUT", None)], "0 passed, 1 failed", 1),
    ("a skipped case", [("OK", "1..2\nok 1 a\nok 2 b # SKIP no\n")], "1 passed, 0 failed", 0),
    ("nothing at all", [], "0 passed, 0 failed", 1),
]


def fill(folder, changes):
    for path, text in {**TREE, **changes}.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(text(TREE[path]) if callable(text) else text)
    shutil.copy(os.path.join(ROOT, "po", "make-template.sh"), os.path.join(folder, "po"))
    shutil.copy(os.path.join(ROOT, ".clang-format"), folder)


def run_check(check, folder):
    arguments = {"check-headers": [folder, COMPILER], "check-format": [FORMATTER]}.get(check, [])
    done = subprocess.run([sys.executable, os.path.join(HERE, check + ".py"), folder] + arguments, capture_output=True,
                          text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def judge(code, said, expected):
    if not expected:
        return code == 0
    return code == 1 and expected in said and "Traceback" not in said


def try_case(check, changes, expected):
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, changes)
        code, said = run_check(check, folder)
    return judge(code, said, expected), said


def git(folder, *arguments, **kwargs):
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *author, "-C", folder, *arguments], check=True, capture_output=True, **kwargs)


def try_commit(subject, body, expected):
    with tempfile.TemporaryDirectory() as folder:
        git(folder, "init", "-q")
        git(folder, "commit", "-q", "--allow-empty", "--no-verify", "-F", "-", input=f"{subject}\n\n{body}\n".encode())
        git(folder, "commit", "-q", "--allow-empty", "--no-verify", "-m", "core: end", "-m", "The newest is right.")
        code, said = run_check("check-commits", folder)
    return judge(code, said, expected), said


def try_write():
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, {"src/core/kx-a.h": 'N_("Name")\n', "po/POTFILES.in": "src/core/kx-odd.c\n"})
        before, _ = run_check("check-potfiles", folder)
        subprocess.run([sys.executable, os.path.join(HERE, "check-potfiles.py"), folder, "--write"], check=True)
        after, said = run_check("check-potfiles", folder)
    return before == 1 and after == 0, said


def try_count(results, last_line, expected):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "testlog.json")
        with open(log, "w", encoding="utf-8") as stream:
            for number, (result, output) in enumerate(results):
                stream.write(json.dumps({"name": f"test-{number}", "result": result, "stdout": output}) + "\n")
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "count-results.py"), log],
                              capture_output=True, text=True, check=False)
    return done.returncode == expected and done.stdout.splitlines()[-1:] == [last_line], done.stdout + done.stderr


def try_no_repository():
    with tempfile.TemporaryDirectory() as folder:
        code, said = run_check("check-commits", folder)
        nothing = judge(code, said, "") and "no git repository" in said
        git(folder, "init", "-q")
        code, empty = run_check("check-commits", folder)
    return nothing and judge(code, empty, "") and "no commit yet" in empty, said + empty


def main():
    trials = [(f"{check}: {name}", lambda check=check, changes=changes, expected=expected:
               try_case(check, changes, expected)) for check, name, changes, expected in CASES]
    trials += [(f"check-commits: {subject} / {body or 'no body'}", lambda commit=(subject, body, expected):
                try_commit(*commit)) for subject, body, expected in COMMITS]
    trials += [(f"count-results: {name}", lambda count=(results, last_line, expected): try_count(*count))
               for name, results, last_line, expected in COUNTS]
    trials.append(("check-potfiles: --write puts the list right", try_write))
    trials.append(("check-commits: no repository, no commit", try_no_repository))
    print(f"1..{len(trials)}")
    failed = 0
    for number, (name, trial) in enumerate(trials, 1):
        good, said = trial()
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name.replace('#', ' ')}", flush=True)
        if not good:
            print("\n".join("# " + line for line in said.splitlines()))
    sys.exit(1 if failed else 0)


main()
