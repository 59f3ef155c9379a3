#!/usr/bin/env python3
"""kill-desktop.py ROUNDS [SEED [typing|syncing|loading]]: kill -9 of the desktop while somebody types, while it
synchronizes, and while it gets everything for the first time.

The real programs and real keys. After each kill: what was typed five seconds before is there, the mirror is whole and
opens, its rows are those of its cursor, and each change that was saved waits or stands at the service."""

import glob
import json
import os
import random
import re
import shutil
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "jobs"))
import desk  # noqa: E402
from service import Rest, wait_until  # noqa: E402

DRAFT_S = 5.0
AGENCIES, MOST_AGENCIES = 40, 250
# The colleague rests for so long after a change.
PACE_S = 0.02
# The person types for so long at most; the kill comes at any moment before.
TYPING_S, SYNCING_S, STARTING_S = 9.0, 4.0, 1.5
LATE_ROUNDS = 3
# More than the first page of a load has, over a line of so many bytes a second.
LOADED_AGENCIES, LOADING_RATE = 3600, 600_000


class Killer:
    """Kills a desktop after a while, from outside, and says when."""

    def __init__(self, target, seconds):
        self.process, self.at, self.sent = target.process, None, False
        self.timer = threading.Timer(seconds, self.kill)
        self.timer.start()

    def kill(self):
        self.sent = True
        at = time.monotonic()
        self.process.kill()
        self.process.wait()
        self.at = at

    def is_done(self):
        return self.at is not None


class Colleague:
    """Changes and adds agencies without a pause until told to rest."""

    def __init__(self, office, rand):
        self.rest, self.rand = Rest(office.service, "colleague"), rand
        self.ids = [item["id"] for item in self.rest.all("/v1/agencies")]
        self.go, self.idle, self.ended = threading.Event(), threading.Event(), False
        self.changes, self.fault = 0, None
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        try:
            while not self.ended:
                if not self.go.is_set():
                    self.idle.set()
                    self.go.wait(0.05)
                    continue
                self.idle.clear()
                self.changes += 1
                if len(self.ids) < MOST_AGENCIES and self.rand.random() < 0.1:
                    row = self.rest.add_agency(f"新建康复医院{self.changes}", no_uscc_reason="军队医院")
                    self.ids.append(row["id"])
                else:
                    self.rest.patch("/v1/agencies/" + self.rand.choice(self.ids), beds=self.changes)
                time.sleep(PACE_S)
        except Exception as error:  # told to whoever waits for it
            self.fault = error
            self.idle.set()

    def pause(self):
        self.go.clear()
        # Twice, for the turn that was under way.
        for _ in range(2):
            self.idle.clear()
            assert self.idle.wait(60), "the colleague does not rest"
        if self.fault is not None:
            raise self.fault


class Mirror:
    """A copy of the mirror's file as the killed program left it."""

    def __init__(self, target):
        data = os.path.join(target.folder, "data", "kangxie", "profiles")
        paths = glob.glob(os.path.join(data, "*", "mirror.db"))
        assert len(paths) == 1, f"mirrors: {glob.glob(os.path.join(data, '*', '*'))}"
        assert not glob.glob(paths[0] + ".damaged*"), "a mirror was damaged"
        self.folder = target.folder + "-copy"
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        for ending in ("", "-wal"):
            if os.path.exists(paths[0] + ending):
                shutil.copy(paths[0] + ending, self.folder)
        self.db = sqlite3.connect(os.path.join(self.folder, "mirror.db"))
        assert self.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "the mirror is damaged"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.db.close()

    def typed(self):
        """What the newest draft has as the name; None: no draft."""
        row = self.db.execute("SELECT json FROM mirror_draft ORDER BY at DESC").fetchone()
        return json.loads(row[0])["typed"].get("name") if row else None

    def cursor(self):
        row = self.db.execute("SELECT value FROM meta WHERE name = 'mirror.cursor'").fetchone()
        return int(row[0].split(".")[2]) if row else 0

    def is_loading(self):
        row = self.db.execute("SELECT value FROM meta WHERE name = 'mirror.loading'").fetchone()
        return row is not None and int(row[0]) != 0

    def outbox(self):
        return [json.loads(line) for line, in self.db.execute("SELECT line FROM mirror_outbox ORDER BY id")]

    def confirmed(self):
        """{id: (seq, name, beds)} of the agencies as the service told them."""
        rows = {row[0]: row[1:] for row in self.db.execute("SELECT id, seq, name, beds FROM agency")}
        for identity, text in self.db.execute("SELECT row, json FROM mirror_shadow WHERE entity = 'agency'"):
            row = json.loads(text) if text else None
            rows[identity] = row and (row["seq"], row["name"], row.get("beds"))
        return {identity: row for identity, row in rows.items() if row is not None}

    def early(self):
        return {row for row, in self.db.execute("SELECT row FROM mirror_early WHERE entity = 'agency'")}


def check_rows(mirror, rest):
    """The mirror's rows are those the service had at the mirror's cursor."""
    cursor, mine, early = mirror.cursor(), mirror.confirmed(), mirror.early()
    there = {row["id"]: (row["seq"], row["name"], row.get("beds")) for row in rest.all("/v1/agencies?limit=500")}
    assert set(mine) <= set(there), f"rows the service does not have: {set(mine) - set(there)}"
    for identity, row in there.items():
        if row[0] <= cursor:
            assert mine.get(identity) == row, f"at cursor {cursor}: {identity} is {mine.get(identity)} and not {row}"
        elif identity in mine and mine[identity][0] > cursor:
            # Told by the answer to an own change, before the feed.
            assert identity in early, f"{identity} is at {mine[identity][0]}, the cursor at {cursor}"
    return len(mine)


def open_name(clerk):
    """The name of the first agency, being edited, has the focus; its path."""
    clerk.press("ctrl+2")
    clerk.await_focus("table-row")
    return edit_name(clerk)


def edit_name(clerk):
    def try_it():
        clerk.press("ctrl+e")
        # Not looked for in the whole window: it tells when it gets the focus.
        path = clerk.bus.focus.get(clerk.name)
        node = clerk.node(path) if path is not None else None
        return path if node is not None and node.role == "text" and node.is_called("Name") else None
    return wait_until(try_it, "the field for the name")


def open_desk(office):
    """A desktop that has been loaded once and was closed."""
    rest = Rest(office.service, "clerk")
    for number in range(AGENCIES):
        rest.add_agency(f"济南第{number:02d}康复医院", no_uscc_reason="军队医院")
    clerk = office.open("agencies", name="soak")
    clerk.quit()
    return clerk, rest


def reopen(clerk):
    return clerk.start("--profile", "soak")


def type_word(clerk, number, typed):
    clerk.keyboard.type(f"{number:06d} ")
    clerk.settle()
    typed.append((time.monotonic(), f"{number:06d} "))


def type_words(clerk, killer, first, typed):
    """Types numbers into the field until the program is killed; `typed` gets each with the moment it was taken."""
    try:
        for number in range(first, first + 30):
            type_word(clerk, number, typed)
            while time.monotonic() < typed[-1][0] + 0.3 and not killer.is_done():
                time.sleep(0.01)
    except AssertionError:
        if not killer.sent:
            raise


def run_typing(office, rounds, rand):
    clerk, rest = open_desk(office)
    kept, due_rounds, number = None, 0, 0
    for turn in range(rounds):
        reopen(clerk)
        path = open_name(clerk)
        shown = clerk.text_of(path)
        assert kept is None or shown == kept, f"the draft is “{kept}”, the field shows “{shown}”"
        typed = []
        clerk.press("ctrl+a")
        # Some kills come so late that a word is due, however slow the machine is.
        late = turn % LATE_ROUNDS == 0
        if late:
            type_word(clerk, number, typed)
        killer = Killer(clerk, rand.uniform(DRAFT_S if late else 0.0, TYPING_S))
        type_words(clerk, killer, number + len(typed), typed)
        killer.timer.join()
        whole = "".join(word for _, word in typed) + f"{number + len(typed):06d} "
        due = "".join(word for at, word in typed if at < killer.at - DRAFT_S)
        with Mirror(clerk) as mirror:
            now = mirror.typed()
            check_rows(mirror, rest)
        if due:
            due_rounds += 1
            assert now is not None and now.startswith(due.rstrip()), f"typed in time “{due}”, kept “{now}”"
        assert now == kept or whole.startswith(now), f"kept “{now}”, typed “{whole}”"
        print(f"# typing {turn}: {len(typed)} words, {len(due) // 7} due, kept {len(now or '') // 7}", flush=True)
        assert due or not late, "nothing was due though the kill came late"
        kept, number = now, number + len(typed) + 1
    reopen(clerk)
    assert kept is None or clerk.text_of(open_name(clerk)) == kept
    print(f"# typing: {rounds} kills, {number} words, in {due_rounds} rounds some were due; nothing was lost")


def save_name(clerk, path, counter, saved):
    """Saves a name; `saved` gets it when the form has closed over it and could be opened again. The field's path."""
    counter[0] += 1
    clerk.type(f"Hospital {counter[0]:06d}")
    clerk.press("ctrl+s")

    def is_closed():
        clerk.settle()
        return clerk.bus.focus.get(clerk.name) != path
    wait_until(is_closed, "the form to close over what was saved")
    path_then = edit_name(clerk)
    saved.append(counter[0])
    return path_then


def save_names(clerk, killer, path, counter, saved):
    try:
        while not killer.is_done():
            path = save_name(clerk, path, counter, saved)
    except AssertionError:
        if not killer.sent:
            raise


def numbers(text):
    return {int(number) for number in re.findall(r"Hospital (\d{6})", text)}


def check_saved(mirror, rest, last):
    """The name saved last, or a later one that took its place before either was sent, waits or stands at the service.
    Names are numbered upwards, and a change that has not been sent is replaced by the next one of the same field."""
    waiting = numbers(json.dumps(mirror.outbox()))
    there = numbers(json.dumps(rest.all("/v1/agencies?limit=500")))
    assert max(waiting | there, default=0) >= last, \
        f"{last} was saved and is gone; {waiting} wait, {there} came through"
    return len(waiting)


def run_syncing(office, rounds, rand):
    clerk, rest = open_desk(office)
    colleague = Colleague(office, random.Random(rand.random()))
    counter, saves, last = [0], 0, 0
    for turn in range(rounds):
        colleague.go.set()
        starting = rand.random() < 0.25 and turn > 0
        saved = []
        try:
            if starting:
                # While it opens the mirror and gets what came meanwhile.
                clerk.process = None
                killer = Killer(clerk.spawn("--profile", "soak"), rand.uniform(0.0, STARTING_S))
            else:
                reopen(clerk)
                path = open_name(clerk)
                if turn == 0:
                    # From here on there is a name that must not go, however slow the machine is.
                    path = save_name(clerk, path, counter, saved)
                killer = Killer(clerk, rand.uniform(0.0, SYNCING_S))
                save_names(clerk, killer, path, counter, saved)
        finally:
            colleague.pause()
        killer.timer.join()
        saves += len(saved)
        last = max(saved, default=last)
        with Mirror(clerk) as mirror:
            rows = check_rows(mirror, rest)
            waiting = check_saved(mirror, rest, last)
        print(f"# syncing {turn}: {'starting, ' if starting else ''}{len(saved)} saved, {waiting} waiting, "
              f"{rows} rows", flush=True)
    finish_syncing(clerk, rest, last)
    print(f"# syncing: {rounds} kills, {saves} saved, {colleague.changes} of a colleague; nothing was lost")
    colleague.ended = True


def finish_syncing(clerk, rest, last):
    """Left in peace, everything goes through and both are the same."""
    reopen(clerk)

    def is_even():
        with Mirror(clerk) as mirror:
            newest = max(row["seq"] for row in rest.all("/v1/agencies?limit=500"))
            return not mirror.outbox() and mirror.cursor() >= newest
    wait_until(is_even, "the outbox to empty")
    with Mirror(clerk) as mirror:
        check_rows(mirror, rest)
        assert check_saved(mirror, rest, last) == 0


def forget_mirror(clerk):
    """As if the profile had been connected and nothing had come yet."""
    for path in glob.glob(os.path.join(clerk.folder, "data", "kangxie", "profiles", "*", "mirror.*")):
        os.remove(path)


def finish_loading(clerk, rest):
    """Left in peace, everything comes."""
    clerk.process = None
    finish_syncing(clerk, rest, 0)
    with Mirror(clerk) as mirror:
        assert check_rows(mirror, rest) == AGENCIES + LOADED_AGENCIES and not mirror.is_loading()


def load_whole(office, clerk, rest):
    """How many bytes that takes."""
    forget_mirror(clerk)
    before = office.wire.passed
    finish_loading(clerk, rest)
    clerk.quit()
    return office.wire.passed - before


def run_loading(office, rounds, rand):
    clerk, rest = open_desk(office)
    for number in range(LOADED_AGENCIES):
        rest.add_agency(f"新建第{number:04d}康复医院", no_uscc_reason="军队医院")
    whole, parts = load_whole(office, clerk, rest), 0
    office.wire.rate = LOADING_RATE
    for turn in range(rounds):
        # Now and then a load that was killed goes on.
        goes_on = turn % 3 == 2
        if not goes_on:
            forget_mirror(clerk)
        # The first kill comes while the second page is on its way, however slow the machine is.
        share = 0.85 if turn == 0 else rand.uniform(0.1, 0.4) if goes_on else rand.uniform(0.3, 1.0)
        due = office.wire.passed + whole * share
        clerk.spawn("--profile", "soak")
        wait_until(lambda: office.wire.passed >= due, "the bytes to pass")
        killer = Killer(clerk, 0.0 if turn == 0 else rand.uniform(0.0, 0.3))
        killer.timer.join()
        with Mirror(clerk) as mirror:
            rows, cursor, loading = check_rows(mirror, rest), mirror.cursor(), mirror.is_loading()
        parts += loading and cursor > 0
        print(f"# loading {turn}: {rows} agencies, cursor {cursor}{', still loading' if loading else ''}", flush=True)
    office.wire.rate = None
    finish_loading(clerk, rest)
    print(f"# loading: {rounds} kills, {parts} after some of the pages; nothing was lost")
    assert parts > 0, "no kill came in the middle of a load"


def main():
    rounds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    only = sys.argv[3] if len(sys.argv) > 3 else None
    kinds = {"typing": run_typing, "syncing": run_syncing, "loading": run_loading}
    print(f"# seed {seed}", flush=True)

    def job(kind):
        return lambda office: kinds[kind](office, rounds, random.Random(f"{kind} {seed}"))
    desk.run([(f"killed {rounds} times while {kind}", job(kind)) for kind in kinds if only in (None, kind)])


if __name__ == "__main__":
    main()
