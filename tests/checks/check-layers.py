#!/usr/bin/env python3
"""Each folder of src may include only what stands below it: check-layers.py ROOT"""

import os
import re
import sys

import sources

# Folder: the folders it may include. A folder that is not here has no place in the picture yet.
LAYERS = {
    "late": {"late"},
    "core": {"core"},
    "db": {"core", "db"},
    "store": {"core", "db", "store"},
    "exchange": {"core", "db", "store", "exchange"},
    "print": {"core", "print"},
    "sync": {"core", "db", "store", "exchange", "sync"},
    "models": {"core", "db", "store", "exchange", "print", "sync", "models"},
    "desktop": {"core", "db", "store", "exchange", "print", "sync", "models", "desktop"},
    "server": {"core", "db", "store", "exchange", "print", "server"},
}

# core is pure: no files, clock, locale or network.
CORE_HEADERS = {
    "glib.h", "glib-object.h", "json-glib/json-glib.h", "sodium.h", "float.h", "inttypes.h", "limits.h", "math.h",
    "stdbool.h", "stddef.h", "stdint.h", "stdlib.h", "string.h",
}
CORE_CALLS = re.compile(
    r"\b(g_get_real_time|g_get_monotonic_time|g_date_time_new_now\w*|g_date_time_new_now|time|clock_gettime|gettimeofday"
    r"|g_file_\w+|g_fopen|fopen|open|g_getenv|getenv|g_get_environ|setlocale|g_d?gettext|dgettext|gettext|ngettext"
    r"|g_random_\w+|g_rand_new|g_uuid_string_random|randombytes_\w+|g_get_(?:user|home|tmp)_\w+|g_spawn_\w+)\s*\(")

# Start of a system header's name: the folders of src that may use it.
FOREIGN_HEADERS = {
    "sqlite3": {"db"},
    "libpq": set(),
    "unicode/": set(),
    "libsoup/": {"server"},
    "libsecret/": set(),
    "sodium": {"core"},
    "archive": set(),
    "libxml/": set(),
    "xlsxwriter": set(),
    "freexl": {"exchange"},
    "gdk-pixbuf/": {"print"},
    "gtk/": {"desktop"},
    "adwaita": {"desktop"},
}

# Header of a library that is loaded when it is first used: the folders that may use it.
LATE_HEADERS = {
    "late/kx-late-archive.h": {"store", "exchange", "print"},
    "late/kx-late-secret.h": {"sync"},
    "late/kx-late-soup.h": {"sync"},
    "late/kx-late-xlsxwriter.h": {"exchange"},
    "late/kx-late-xml.h": {"exchange", "print"},
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
MAIN_LINES = 100


def check_include(path, layer, kind, target):
    if kind == '"':
        if "/" not in target:
            return f'write "{target}" with its path from src/'
        allowed = layer in LATE_HEADERS[target] if target in LATE_HEADERS else target.split("/")[0] in LAYERS[layer]
        if not allowed:
            return f"{layer} may not include {target}"
        if os.path.basename(target).startswith("main."):
            return "nothing includes main"
        return None
    if layer == "core" and target not in CORE_HEADERS and "tables" not in path.split("/"):
        return f"core may not include <{target}>"
    for start, allowed in FOREIGN_HEADERS.items():
        # A program in a tables/ folder runs while building only.
        if target.startswith(start) and layer not in allowed and "tables" not in path.split("/"):
            return f"{layer} may not include <{target}>"
    return None


def check_file(root, path):
    text = sources.read(root, path)
    code = sources.without_comments(text)
    layer = path.split(os.sep)[1]
    if layer not in LAYERS:
        yield f"{path}: {layer} is not in the table of layers"
        return
    for match in INCLUDE.finditer(code):
        fault = check_include(path, layer, *match.groups())
        if fault:
            yield f"{path}:{sources.line_of(code, match.start())}: {fault}"
    if layer == "core" and "tables" not in path.split("/"):
        bare = sources.without_texts(text)
        for match in CORE_CALLS.finditer(bare):
            yield f"{path}:{sources.line_of(bare, match.start())}: core is pure and may not call {match.group(1)}"
    if os.path.basename(path) == "main.c" and text.count("\n") > MAIN_LINES:
        yield f"{path}: main only starts things; it has {text.count(chr(10))} lines, the limit is {MAIN_LINES}"


def main():
    root = sys.argv[1]
    faults = []
    for path in sources.files(root, "src", suffixes=(".c", ".h")):
        faults += check_file(root, path)
    sources.report("check-layers", faults)


main()
