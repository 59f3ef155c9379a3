#!/usr/bin/env python3
"""J1: 120 agencies from a WPS sheet, 7 of them faulty: 113 come in, 7 go to a workbook with notes; that corrected and
taken in again touches those 7 alone."""

import os

import desk
import roster
import workbook
from assistant import walk_to_preview
from service import Rest, wait_until

COUNT, BAD = 120, len(roster.FAULTS)
COLUMNS = "ABCDEFG"


def check_refused(path):
    """The refused rows, each with a note at its faulty cell."""
    cells, notes = workbook.read(path)
    rows = {place[1:]: int(number) for place, number in cells.items() if place[0] == "A" and number.isdigit()}
    assert sorted(rows.values()) == sorted(roster.FAULTS), f"refused rows {rows}"
    expected = {COLUMNS[roster.FAULTS[number][0]] + line: roster.FAULTS[number][2] for line, number in rows.items()}
    assert notes.keys() == expected.keys(), f"notes at {sorted(notes)}, faults at {sorted(expected)}"
    for place, words in expected.items():
        assert words in notes[place], f"{place}: “{notes[place]}” does not say “{words}”"
    return cells, rows


def correct(cells, rows, path):
    """What a clerk does with the workbook at WPS: the faulty cells, and nothing else."""
    last = max(int(place[1:]) for place in cells)
    lines = [[cells.get(f"{column}{line}") for column in COLUMNS] for line in range(1, last + 1)]
    for line, number in rows.items():
        column = roster.FAULTS[number][0]
        lines[int(line) - 1][column] = str(roster.agency(number)[column])
    workbook.write(path, lines)


def agencies(rest):
    return {item["name"]: item for item in rest.all("/v1/agencies")}


def import_roster(office, stopped):
    paths = {name: os.path.join(office.folder, name + ".xlsx") for name in ("roster", "refused", "right")}
    workbook.write(paths["roster"], roster.rows(COUNT, roster.FAULTS), merged="A1:F1")
    clerk = office.open("agencies")
    clerk.push("Import a roster…")
    clerk.push("Choose a file…")
    walk_to_preview(clerk, paths["roster"], 3, f"{COUNT - BAD} new, {BAD} refused")
    if stopped:
        office.service.stop()
    clerk.push(f"Take in {COUNT - BAD} rows")
    save = f"Save the {BAD} refused rows as a workbook…"
    clerk.await_focus("push-button", save)
    clerk.push(save)
    clerk.choose_file(paths["refused"])
    clerk.await_text("The refused rows are saved")
    cells, rows = check_refused(paths["refused"])
    if stopped:
        office.service.start()
    rest = Rest(office.service, "clerk")
    before = wait_until(lambda: len(agencies(rest)) == COUNT - BAD and agencies(rest), "113 agencies at the service")
    correct(cells, rows, paths["right"])

    clerk.push("Import another file")
    clerk.push("Choose a file…")
    if stopped:
        office.service.stop()
    walk_to_preview(clerk, paths["right"], 2, f"{BAD} new")
    clerk.push(f"Take in {BAD} rows")
    clerk.await_focus("push-button", "Open the list of what came in")
    if stopped:
        office.service.start()
        rest = Rest(office.service, "clerk")
    after = wait_until(lambda: len(agencies(rest)) == COUNT and agencies(rest), "120 agencies at the service")
    for name, row in before.items():
        assert after[name] == row, f"{name} was touched: {row} is now {after[name]}"
    for number in range(1, COUNT + 1):
        _, name, code, address, beds, valid_to = roster.agency(number)
        row = after[name]
        there = (row["uscc"], row["address"], row["beds"], row["licence_valid_to"])
        assert there == (code, address, beds, valid_to), row
    clerk.push("Close")
    clerk.quit()


desk.run([("J1 a roster of 120 with 7 faulty rows", lambda office: import_roster(office, False)),
          ("J1 the same, the service stopped half-way", lambda office: import_roster(office, True))])
