#!/usr/bin/env python3
"""J2: next month's list of 120 agencies: 9 changed, 3 new, 2 missing. Before anything is written each difference is
told field by field and the missing ones are listed; they stay, and nobody else is touched."""

import os

import desk
import roster
import workbook
from assistant import walk_to_preview
from service import Rest, wait_until

COUNT = 120
UNCHANGED = COUNT - len(roster.CHANGES) - len(roster.MISSING)
TAKEN = len(roster.CHANGES) + len(roster.NEW)
# Column of the list: field, and what the program calls it.
FIELDS = {roster.NAME: ("name", "Name"), roster.ADDRESS: ("address", "Address"),
          roster.BEDS: ("beds", "Rehabilitation beds"),
          roster.VALID_TO: ("licence_valid_to", "Practice licence valid to")}
# What each change writes anew besides its fields.
STAMPS = {"seq", "updated_at", "updated_by"}


def name_of(number):
    return roster.agency(number)[roster.NAME]


def add_agencies(rest):
    """{number: row} of those that are there."""
    rows = {}
    for number in range(1, COUNT + 1):
        line = roster.agency(number)
        rows[number] = rest.add_agency(line[roster.NAME], uscc=line[roster.CODE],
                                       **{field: line[column] for column, (field, _) in FIELDS.items()
                                          if column != roster.NAME})
    return rows


def read_rows(clerk):
    """What each row of the list that begins at the focus says, by the Down key."""
    said, last = [], None
    node = clerk.await_focus("table-row")
    while node.path != last:
        said.append(node.name)
        last = node.path
        clerk.press("Down")
        node = clerk.await_focus("table-row")
    return said


def read_list(clerk, chip):
    """The rows that belong to a chip of the preview, which has the focus."""
    clerk.await_focus("table-cell", chip)
    clerk.press("Tab")
    said = read_rows(clerk)
    clerk.press("shift+Tab")
    clerk.await_focus("table-cell", chip)
    return said


def check_preview(clerk):
    """Nothing is written yet, and everything is said: fields with both values, who is new and who is missing."""
    expected = []
    for number, change in roster.CHANGES.items():
        line = roster.agency(number)
        name = change.get(roster.NAME, line[roster.NAME])
        expected += [f"{name}, {FIELDS[column][1]}: {line[column]} → {value}"
                     for column, value in change.items()]
    said = read_list(clerk, f"Changed {len(roster.CHANGES)}")
    assert sorted(said) == sorted(expected), f"differences: {said}"
    clerk.press("Right")
    said = read_list(clerk, f"New {len(roster.NEW)}")
    assert [words.split(", ")[0] for words in said] == [name_of(number) for number in roster.NEW], f"new: {said}"
    clerk.press("Right")
    said = read_list(clerk, f"Not in the file {len(roster.MISSING)}")
    assert sorted(said) == sorted(name_of(number) for number in roster.MISSING), f"missing: {said}"


def fetch(rest):
    return {row["id"]: row for row in rest.all("/v1/agencies?limit=500")}


def check_history(rest, row, fields):
    """The history tells the changed fields with their old values and the new ones."""
    lines = rest.ask("GET", f"/v1/agencies/{row['id']}/history?limit=200")["items"]
    told = {line["field"]: line for line in lines if line["seq"] > row["seq"] and line.get("field")}
    assert told.keys() == fields.keys(), f"{row['name']}: {told}"
    for field, value in fields.items():
        values = (told[field].get("old"), told[field].get("new"))
        assert values == (str(row[field]), str(value)), f"{row['name']}, {field}: {values}"


def check_service(rest, before):
    """Exactly the changed fields changed, the new ones are there, and everybody else is as before."""
    after = fetch(rest)
    for number, row in before.items():
        fields = {FIELDS[column][0]: value for column, value in roster.CHANGES.get(number, {}).items()}
        there = after.pop(row["id"])
        if not fields:
            assert there == row, f"{row['name']} was touched: {row} is now {there}"
            continue
        different = {key for key in row.keys() | there.keys() if row.get(key) != there.get(key)} - STAMPS
        assert different == fields.keys(), f"{row['name']}: {different} changed"
        assert fields.items() <= there.items() and there["seq"] > row["seq"], there
        check_history(rest, row, fields)
    codes = {row["uscc"]: row for row in after.values()}
    assert codes.keys() == {roster.credit_code(number) for number in roster.NEW}, f"new: {codes}"
    for number in roster.NEW:
        line, row = roster.agency(number), codes[roster.credit_code(number)]
        assert {field: line[column] for column, (field, _) in FIELDS.items()}.items() <= row.items(), row


def import_next_month(office):
    path = os.path.join(office.folder, "next-month.xlsx")
    workbook.write(path, roster.next_month(COUNT), merged="A1:F1")
    rest = Rest(office.service, "colleague")
    before = add_agencies(rest)
    clerk = office.open("agencies")
    clerk.await_focus("table-row", name_of(1))
    clerk.push("More")
    clerk.await_focus("menu-item", "Import…")
    clerk.press("Return")
    clerk.push("Choose a file…")
    walk_to_preview(clerk, path, 3, f"{len(roster.NEW)} new, {len(roster.CHANGES)} changed, {UNCHANGED} unchanged")
    clerk.await_text("Step 5 of 5")
    check_preview(clerk)
    there = fetch(rest)
    assert list(there.values()) == list(before.values()), "something was written before it was taken in"

    clerk.push(f"Take in {TAKEN} rows")
    clerk.await_focus("push-button", "Open the list of what came in")
    newest = before[COUNT]["seq"]
    wait_until(lambda: sum(row["seq"] > newest for row in fetch(rest).values()) == TAKEN,
               f"{TAKEN} rows at the service")
    check_service(rest, before)
    clerk.push("Close")
    clerk.quit()


desk.run([("J2 next month's list: 9 changed, 3 new, 2 missing", import_next_month)])
