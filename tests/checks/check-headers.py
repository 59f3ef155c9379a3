#!/usr/bin/env python3
"""Each header compiles alone and says #pragma once: check-headers.py ROOT BUILD COMPILER PACKAGE…"""

import concurrent.futures
import os
import re
import subprocess
import sys

import sources


def check_header(root, build, compiler, flags, path):
    text = sources.without_comments(sources.read(root, path))
    if not re.search(r"^#pragma once$", text, re.MULTILINE):
        return [f"{path}: #pragma once is missing"]
    command = compiler + ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-D_GNU_SOURCE",
                          "-fsyntax-only", "-I", os.path.join(root, "src"), "-I", os.path.join(root, "tests"),
                          "-I", os.path.join(build, "src")] + flags + ["-x", "c", "-"]
    include = path.split(os.sep, 1)[1]
    # The header comes first, so nothing before it can lend it what it lacks.
    done = subprocess.run(command, input=f'#include "{include}"\n', capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"{path}: does not compile alone\n{done.stderr.strip()}"]


def main():
    root, build, compiler = sys.argv[1], sys.argv[2], sys.argv[3].split()
    flags = []
    if sys.argv[4:]:
        flags = subprocess.run(["pkg-config", "--cflags"] + sys.argv[4:], capture_output=True, text=True,
                               check=True).stdout.split()
    paths = sources.files(root, "src", "tests", suffixes=(".h",))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda path: check_header(root, build, compiler, flags, path), paths)
    sources.report("check-headers", [fault for faults in results for fault in faults])


main()
