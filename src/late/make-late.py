#!/usr/bin/env python3
"""Turn the list of a library's functions into a table that is filled when the first of them is called:
make-late.py READELF LIBRARY.so LIST OUT.h|OUT.c

A list begins with the library's headers, one `include <…>` a line; its functions follow, one a line."""
import os
import re
import subprocess
import sys


def find_soname(readelf, library):
    """The name under which the loader finds the library: the one that was there while building."""
    done = subprocess.run([readelf, '-dW', library], capture_output=True, text=True, check=True)
    found = re.search(r'\(SONAME\).*\[(.+)\]', done.stdout)
    if found is None:
        sys.exit(library + ': has no name for the loader')
    return found.group(1)


def read_list(path):
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')[:-1]
    includes = [line for line in lines if line.startswith('include ')]
    names = lines[len(includes):]
    if not includes or names != sorted(set(names)) or not all(re.fullmatch(r'\w+', name) for name in names):
        sys.exit(path + ': is not headers and then functions in their order, each once')
    return ['#' + line for line in includes], names


def write_header(out, base, includes, names):
    table, get = 'KxLate' + base.capitalize(), 'kx_late_' + base
    out.write('#pragma once\n\n#include <glib.h>\n' + '\n'.join(includes) + '\n\nG_BEGIN_DECLS\n\n')
    out.write('typedef struct\n{\n')
    out.writelines(f'  __typeof__ (&{name}) {name};\n' for name in names)
    out.write(f'}} {table};\n\n/* Loads the library if that was not done yet. */\nconst {table} *{get} (void);\n\n')
    out.write('#ifndef KX_LATE_TABLE\n')
    out.writelines(f'#define {name} (*{get} ()->{name})\n' for name in names)
    out.write('#endif\n\nG_END_DECLS\n')


def write_code(out, base, soname, names):
    table, get = 'KxLate' + base.capitalize(), 'kx_late_' + base
    out.write(f'#define KX_LATE_TABLE\n#include "late/kx-late-{base}.h"\n\n#include "late/kx-late.h"\n\n')
    out.write('static const char *const names[] = {\n')
    out.writelines(f'  "{name}",\n' for name in names)
    out.write('};\nstatic gpointer functions[G_N_ELEMENTS (names)];\n')
    out.write(f'G_STATIC_ASSERT (sizeof ({table}) == sizeof functions);\n\n')
    out.write(f'const {table} *\n{get} (void)\n{{\n  static gsize loaded;\n\n')
    out.write('  if (g_once_init_enter (&loaded))\n    {\n')
    out.write(f'      kx_late_load ("{soname}", names, functions, G_N_ELEMENTS (names));\n')
    out.write('      g_once_init_leave (&loaded, 1);\n    }\n')
    out.write(f'  return (const {table} *) (gconstpointer) functions;\n}}\n')


def main():
    readelf, library, path, made = sys.argv[1:]
    includes, names = read_list(path)
    base = os.path.splitext(os.path.basename(path))[0]
    with open(made, 'w', encoding='utf-8') as out:
        out.write(f'/* Made from src/late/{base}.txt. */\n')
        if made.endswith('.h'):
            write_header(out, base, includes, names)
        else:
            write_code(out, base, find_soname(readelf, library), names)


main()
