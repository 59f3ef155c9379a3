#!/usr/bin/env python3
"""The policy packs are what their schema says, in the eyes of another project: check-packs.py SOURCE-ROOT

Prints TAP. The validator comes from npm; `./dev test` installs it at the versions of package-lock.json."""

import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PARAMETER = re.compile(r"^  P \((\w+), (\w+),", re.MULTILINE)


def read(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def validate(schema, *paths):
    """(valid, what the validator said)"""
    done = subprocess.run(["node", os.path.join(HERE, "validate-packs.js"), schema, *paths], capture_output=True,
                          text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def validate_pack(schema, pack):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as stream:
        json.dump(pack, stream)
        stream.flush()
        return validate(schema, stream.name)


def with_unknown_member(pack):
    pack["colour"] = "red"


def with_unknown_parameter(pack):
    pack["parameters"]["cap_village"] = {"value": None}


def with_number_as_text(pack):
    pack["parameters"]["cap_county"]["value"] = "2"


def with_decimal_as_number(pack):
    pack["parameters"]["deposit_pct"] = {"value": 5, "force": "duty", "document": "main"}


def with_negative_number(pack):
    pack["parameters"]["cap_county"]["value"] = -1


def with_value_of_nobody(pack):
    pack["parameters"]["cap_county"] = {"value": 2}


def with_words_of_nobody(pack):
    pack["parameters"]["panel_size"] = {"value": None, "quote": "若干名"}


def with_long_quotation(pack):
    pack["parameters"]["cap_county"]["quote"] = "家" * 61


def with_two_lines(pack):
    pack["parameters"]["cap_county"]["quote"] = "每个县\n不超过2家"


def with_unknown_force(pack):
    pack["parameters"]["cap_county"]["force"] = "must"


def with_example_without_value(pack):
    pack["suggestions"]["panel_size"] = [{"value": None, "document": "main"}]


def without_first_day(pack):
    del pack["valid_from"]


BREAKINGS = [with_unknown_member, with_unknown_parameter, with_number_as_text, with_decimal_as_number,
             with_negative_number, with_value_of_nobody, with_words_of_nobody, with_long_quotation, with_two_lines,
             with_unknown_force, with_example_without_value, without_first_day]


def differing_parameters(root, schema):
    """What the list of parameters and the schema do not both say."""
    with open(os.path.join(root, "src/core/kx-policy-parameters.h"), encoding="utf-8") as stream:
        listed = [(name, kind.lower()) for name, kind in PARAMETER.findall(stream.read())]
    known = [(name, entry["$ref"].removeprefix("#/$defs/"))
             for name, entry in read(schema)["properties"]["parameters"]["properties"].items()]
    return [] if listed and listed == known else sorted(set(listed) ^ set(known)) or ["the order, or nothing at all"]


def loose_ends(packs):
    """Documents that are cited but not named, packs extended that are not there, parameters CN leaves out."""
    faults = []
    for path, pack in packs.items():
        cited = list(pack["parameters"].values()) + [e for list_ in pack.get("suggestions", {}).values() for e in list_]
        missing = {entry["document"] for entry in cited if "document" in entry} - set(pack["documents"])
        faults += [f"{path}: it names no document {key}" for key in sorted(missing)]
        if "extends" in pack and pack["extends"] not in [other["code"] for other in packs.values()]:
            faults.append(f"{path}: there is no pack {pack['extends']}")
    base = next(pack for pack in packs.values() if pack["code"] == "CN")["parameters"]
    used = {name for pack in packs.values() for name in pack["parameters"]}
    return faults + [f"CN does not name {name}" for name in sorted(used - set(base))]


def tell(number, good, name, said):
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in said.splitlines()[:60]))
    return good


def main():
    if not os.path.isdir(os.path.join(HERE, "node_modules")):
        print("Bail out! the validator is not installed: run ./dev test, or npm ci in tests/openapi")
        sys.exit(1)
    root = sys.argv[1]
    schema = os.path.join(root, "data/policies/policy-pack.schema.json")
    paths = sorted(set(glob.glob(os.path.join(root, "data/policies/*.json"))) - {schema})
    packs = {path: read(path) for path in paths}
    whole = next(pack for pack in packs.values() if pack["code"] == "SD")
    print(f"1..{len(BREAKINGS) + 3}")
    valid, said = validate(schema, *paths)
    good = tell(1, valid, f"the {len(paths)} packs are valid", said)
    differing = differing_parameters(root, schema)
    good = tell(2, not differing, "the schema and the list of parameters name the same", repr(differing)) and good
    faults = loose_ends(packs)
    good = tell(3, not faults, "whatever a pack points at is there", "\n".join(faults)) and good
    for number, break_it in enumerate(BREAKINGS, 4):
        broken = copy.deepcopy(whole)
        break_it(broken)
        valid, said = validate_pack(schema, broken)
        # A validator that cannot start refuses everything too, but not in these words.
        refused = not valid and "Cannot find" not in said and "Error" not in said
        name = break_it.__name__.replace("_", " ")
        good = tell(number, refused, f"a pack {name} is refused", said or "it was accepted") and good
    sys.exit(0 if good else 1)


main()
