#!/usr/bin/env python3
"""The service's OpenAPI document is valid in the eyes of another project: check-openapi.py KANGXIED

Prints TAP. The validator comes from npm; `./dev test` installs it at the versions of package-lock.json."""

import copy
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def validate(document):
    """(valid, what the validator said)"""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as stream:
        json.dump(document, stream)
        stream.flush()
        done = subprocess.run(["node", os.path.join(HERE, "validate.js"), stream.name], capture_output=True, text=True,
                              check=False)
    return done.returncode == 0, done.stdout + done.stderr


def without_info(document):
    del document["info"]


def with_dangling_reference(document):
    path = next(iter(document["paths"].values()))
    path["parameters"] = [{"$ref": "#/components/parameters/there-is-none"}]


def with_wrong_method(document):
    path = next(iter(document["paths"].values()))
    path["get"] = {"responses": {"two hundred": {"description": "?"}}}


def with_parameter_in_nowhere(document):
    path = next(iter(document["paths"].values()))
    path["parameters"] = [{"name": "a", "in": "nowhere", "schema": {}}]


BREAKINGS = {
    "without info": without_info,
    "with a reference that leads nowhere": with_dangling_reference,
    "with a status that is no status": with_wrong_method,
    "with a parameter in no place": with_parameter_in_nowhere,
}


def tell(number, good, name, said):
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in said.splitlines()[:60]))
    return good


def main():
    if not os.path.isdir(os.path.join(HERE, "node_modules")):
        print("Bail out! the validator is not installed: run ./dev test, or npm ci in tests/openapi")
        sys.exit(1)
    done = subprocess.run([sys.argv[1], "openapi"], capture_output=True, check=False)
    if done.returncode != 0:
        print(f"Bail out! kangxied openapi ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
        sys.exit(1)
    document = json.loads(done.stdout)
    print(f"1..{len(BREAKINGS) + 1}")
    valid, said = validate(document)
    good = tell(1, valid, "the document of kangxied openapi is valid OpenAPI 3.1", said)
    for number, (name, break_it) in enumerate(BREAKINGS.items(), 2):
        broken = copy.deepcopy(document)
        break_it(broken)
        valid, said = validate(broken)
        # A validator that cannot start refuses everything too, but not in these words.
        refused = not valid and "Cannot find" not in said and "SyntaxError" not in said
        good = tell(number, refused, f"the same document {name} is refused", said or "it was accepted") and good
    sys.exit(0 if good else 1)


main()
