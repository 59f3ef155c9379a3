#!/usr/bin/env python3
"""Counts what meson's logs say, each case of a TAP program by itself: count-results.py TESTLOG.json…

The last line is `N passed, N failed`; the program ends with 1 if anything failed or nothing ran."""

import json
import re
import sys

CASE = re.compile(r"^(not )?ok\b(.*)$", re.MULTILINE)
SKIPPED = re.compile(r"#\s*SKIP", re.IGNORECASE)
GOOD_ENDS = ("OK", "EXPECTEDFAIL", "SKIP")


def count(result):
    """(passed, failed, skipped) of one test program."""
    passed = failed = skipped = 0
    for not_ok, rest in CASE.findall(result.get("stdout") or ""):
        if SKIPPED.search(rest):
            skipped += 1
        elif not_ok:
            failed += 1
        else:
            passed += 1
    good = result["result"] in GOOD_ENDS
    if passed + failed + skipped == 0:
        return (1, 0, 0) if good else (0, 1, 0)
    # A crash, a leak or a time limit fails the program without a `not ok`.
    return passed, failed if good or failed else 1, skipped


def main():
    passed = failed = skipped = 0
    bad = []
    for log in sys.argv[1:]:
        with open(log, encoding="utf-8") as lines:
            for result in map(json.loads, lines):
                counts = count(result)
                passed, failed, skipped = (a + b for a, b in zip((passed, failed, skipped), counts))
                if counts[1]:
                    bad.append(f"{log.split('/')[0]}: {result['name']}: {result['result']}")
    print("\n".join(["failed:"] + bad) if bad else "no test failed")
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
