#!/usr/bin/env python3
"""Each commit says in `area: what` what it does, and in its body why: check-commits.py ROOT"""

import re
import subprocess
import sys

import sources

SUBJECT = re.compile(r"^[a-z][a-z0-9/_.,+ -]*: \S")
UNFINISHED = re.compile(r"^(fixup!|squash!|amend!)|\bwip\b", re.IGNORECASE)
TRAILER = re.compile(r"^[A-Z][A-Za-z-]+: ")
LIMIT = 72


def git(root, *arguments):
    # In CI the tree may belong to another account than the one that runs the tests.
    return subprocess.run(["git", "-c", "safe.directory=*", "-C", root, *arguments], capture_output=True, text=True,
                          check=False)


def check_commit(commit, message):
    subject, _, body = message.partition("\n")
    if not SUBJECT.match(subject):
        yield f"{commit}: the subject is not of the form `area: what`: {subject}"
    if len(subject) > LIMIT:
        yield f"{commit}: the subject has {len(subject)} characters, the limit is {LIMIT}: {subject}"
    if UNFINISHED.search(subject):
        yield f"{commit}: the subject says that it is unfinished: {subject}"
    if not any(line.strip() and not TRAILER.match(line) for line in body.splitlines()):
        yield f"{commit}: the body, which says why, is missing: {subject}"


def main():
    root = sys.argv[1]
    top = git(root, "rev-parse", "--show-cdup")
    if top.returncode != 0 or top.stdout.strip():
        sources.report("check-commits", [], ["this is no git repository, so there are no commits to check"])
    if git(root, "rev-parse", "--verify", "HEAD").returncode != 0:
        sources.report("check-commits", [], ["there is no commit yet"])
    notes = []
    if git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        notes.append("the history is shallow; only what is here is checked")
    log = git(root, "log", "--no-merges", "-z", "--format=%h%n%B", "HEAD")
    faults = [f"git log: {log.stderr.strip()}"] if log.returncode != 0 else []
    commits = [record.partition("\n") for record in log.stdout.split("\0") if record.strip()]
    for commit, _, message in commits:
        faults += check_commit(commit, message.strip("\n"))
    notes.append(f"{len(commits)} commits")
    sources.report("check-commits", faults, notes)


main()
