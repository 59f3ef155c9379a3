#!/usr/bin/env python3
"""Each header compiles alone and says #pragma once: check-headers.py ROOT BUILD COMPILER PACKAGE…

Reading the toolkit's headers takes far longer than reading ours. So what a header and those it includes name in <…> is
compiled before it, once for all headers that name the same; nothing else is there to lend it what it lacks."""

import concurrent.futures
import functools
import os
import re
import subprocess
import sys
import tempfile

import sources

# What may stand above an include without having used anything: directives, blanks, and the marks of GLib.
BEFORE_USE = re.compile(r"^\s*(#.*|G_BEGIN_DECLS|)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")')
CONDITION = re.compile(r"^\s*#\s*(if|ifdef|ifndef|endif)\b")


def head_of(text):
    """What a header includes before it says anything, whatever is defined."""
    found, depth = [], 0
    for line in text.replace("\\\n", "").split("\n"):
        if not BEFORE_USE.match(line):
            break
        condition = CONDITION.match(line)
        if condition:
            depth += -1 if condition.group(1) == "endif" else 1
        include = INCLUDE.match(line)
        if include and depth == 0:
            found.append(include.group(1))
    return found


class Headers:
    """The headers of a tree, and what each includes of the system's."""

    def __init__(self, root, paths):
        self.root = root
        self.texts = {path: sources.without_comments(sources.read(root, path)) for path in paths}

    def find(self, include):
        """The path of one of ours; None: a generated one."""
        return next((path for path in (os.path.join(folder, include) for folder in ("src", "tests"))
                     if path in self.texts), None)

    @functools.lru_cache(None)
    def system(self, path):
        """What `path`, and what it includes, names in <…>."""
        found, waiting, seen = set(), [path], {path}
        while waiting:
            for include in head_of(self.texts[waiting.pop()]):
                inner = self.find(include[1:-1])
                if include[0] == "<":
                    found.add(include)
                elif inner is not None and inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)
        return frozenset(found)


class Compiler:
    def __init__(self, root, build, command, flags):
        self.command = command + ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-D_GNU_SOURCE",
                                  "-I", os.path.join(root, "src"), "-I", os.path.join(root, "tests"),
                                  "-I", os.path.join(build, "src")] + flags

    def run(self, arguments, text=""):
        return subprocess.run(self.command + arguments, input=text, capture_output=True, text=True, check=False)

    @functools.lru_cache(None)
    def reads(self, include):
        """The files that one of the system's headers comes to."""
        said = self.run(["-M", "-x", "c", "-"], f"#include {include}\n").stdout
        return frozenset(said.replace("\\\n", " ").split()[1:])

    def without_doubles(self, includes):
        """As few of them as read the same files."""
        fewest = []
        for include in sorted(includes, key=lambda include: (-len(self.reads(include)), include)):
            if not any(self.reads(include) <= self.reads(other) for other in fewest):
                fewest.append(include)
        return tuple(fewest)

    def prepare(self, includes, path):
        """Compiles what these come to, for -include PATH."""
        with open(path, "w", encoding="ascii") as stream:
            stream.write("".join(f"#include {include}\n" for include in includes))
        self.run(["-x", "c-header", path, "-o", path + ".gch"])

    def check(self, path, prepared):
        # The header comes first, so nothing before it can lend it what it lacks.
        include = f'#include "{path.split(os.sep, 1)[1]}"\n'
        if self.run(["-fsyntax-only", "-include", prepared, "-x", "c", "-"], include).returncode == 0:
            return None
        done = self.run(["-fsyntax-only", "-x", "c", "-"], include)
        return done.stderr.strip() if done.returncode != 0 else None


def main():
    root, build, compiler = sys.argv[1], sys.argv[2], sys.argv[3].split()
    flags = []
    if sys.argv[4:]:
        flags = subprocess.run(["pkg-config", "--cflags"] + sys.argv[4:], capture_output=True, text=True,
                               check=True).stdout.split()
    paths = sources.files(root, "src", "tests", suffixes=(".h",))
    headers, compiler = Headers(root, paths), Compiler(root, build, compiler, flags)
    faults = [f"{path}: #pragma once is missing" for path in paths
              if not re.search(r"^#pragma once$", headers.texts[path], re.MULTILINE)]
    with (concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool,
          tempfile.TemporaryDirectory(prefix="check-headers-") as folder):
        # Each by itself at first, so that all of them are read beside one another.
        list(pool.map(compiler.reads, frozenset().union(*map(headers.system, paths))))
        groups = {}
        for path in paths:
            groups.setdefault(compiler.without_doubles(headers.system(path)), []).append(path)
        prepared = {group: os.path.join(folder, f"{number}.h") for number, group in enumerate(groups)}
        list(pool.map(compiler.prepare, prepared, prepared.values()))
        checked = [(path, prepared[group]) for group in groups for path in groups[group]]
        for (path, _), said in zip(checked, pool.map(lambda pair: compiler.check(*pair), checked)):
            if said is not None:
                faults.append(f"{path}: does not compile alone\n{said}")
    sources.report("check-headers", sorted(faults))


main()
