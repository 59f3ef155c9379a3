#!/usr/bin/env python3
"""J13: the agreements that end soon are found from the overview and renewed together: of eighteen fifteen are drawn up
with their numbers, three are left out and told why: a licence that ran out, a licence that is not on record, a change
that nobody decided. Fifteen letters are written about them, drafts in the register and files in a folder. Two others
are carried on by one paper."""

import os

import admission
import before
import desk
import letter
import roster
from admission import day
from service import Rest, wait_until

ALL, DRAWN, LATER = 18, 15, "济南市天桥区晚期康复医院"
OUT = {"济南市第01康复医院": "The practice licence of the agency has run out",
       "济南市第02康复医院": "The practice licence of the agency is not on record",
       "济南市第03康复医院": "A change of the agency is open and has to be decided first"}
PAPER = "济康协补〔2026〕03号"
FIRST = "First number, the others count on from it"


def name_of(number):
    return f"济南市第{number:02d}康复医院"


def add(rest, name, number, ends, **fields):
    agency = rest.add_agency(name, uscc=roster.credit_code(number), legal_rep="张明", **fields)["id"]
    before.take_over(rest, agency, number, ends_on=ends)
    return agency


def prepare(rest):
    agencies = {}
    for number in range(1, ALL + 1):
        licence = {1: {"licence_valid_to": day(30)}, 2: {}}.get(number, {"licence_valid_to": "2031-12-31"})
        agencies[name_of(number)] = add(rest, name_of(number), number, day(-40), **licence)
    rest.patch(f"/v1/agencies/{agencies[name_of(3)]}", legal_rep="李华")
    add(rest, LATER, ALL + 1, day(-400), licence_valid_to="2031-12-31")


def list_drafts(rest):
    return [item for item in rest.all("/v1/agreements") if item.get("previous")]


def find_them(clerk):
    """From the line of the overview to the list, in which all that is shown is selected."""
    line = clerk.await_text(f"Renewal season: agreements that end within 90 days: {ALL}", "list-item")
    clerk.tab_to("list-item", line.name)
    clerk.press("Return")
    clerk.await_text("Agreements – Kangxie", "frame")
    clerk.await_text(f"{ALL} of {ALL + 1} agreements")
    admission.reach_row(clerk, clerk.await_text(name_of(1), "table-row").name)
    clerk.press("ctrl+a")
    clerk.await_text(f"{ALL} selected")


def write_letters(clerk, folder):
    """From the page of the renewal: looked at first, then written, a file for each."""
    os.makedirs(folder)
    clerk.push("Write the letters…")
    clerk.await_text("Letters about agreements", "frame")
    clerk.await_text(f"Letters to be written: {DRAWN}, left out: 0")
    clerk.await_text("Still missing, and left as a blank:")
    clerk.fill("Reply by", day(-20), role="text")
    clerk.push("Choose a folder…")
    clerk.choose_file(folder)
    clerk.await_text(folder)
    clerk.await_text(f"Letters to be written: {DRAWN}, left out: 0")
    assert os.listdir(folder) == []
    clerk.push("Write them")
    clerk.await_text(f"Letters written: {DRAWN}, left out: 0")
    names = sorted(os.listdir(folder))
    assert len(names) == DRAWN, names
    for number in (4, 18):
        name = next(name for name in names if f"_{name_of(number)}_续签通知_草稿.docx" in name)
        text = "\n".join(letter.read(os.path.join(folder, name)))
        year, month, date = (int(part) for part in day(-20).split("-"))
        assert f"{name_of(number)}：" in text and f"济康协〔2026〕{number:02d}号" in text, text
        assert f"请于{year}年{month}月{date}日前书面回复" in text, text
    clerk.press("Escape")
    # A second time each has its letter.
    clerk.await_text("Renew agreements – Kangxie", "frame")
    clerk.push("Write the letters…")
    clerk.await_text(f"Letters to be written: 0, left out: {DRAWN}")
    clerk.await_text("It has such a letter already: 续签通知, Being drawn up")
    clerk.press("Escape")


def renew(office, stopped):
    rest = Rest(office.service, "colleague")
    prepare(rest)
    clerk = office.open("overview")
    find_them(clerk)
    clerk.push("Renew…")
    clerk.await_text("Renew agreements – Kangxie", "frame")
    clerk.await_text(f"To be renewed: {DRAWN}, left out: {len(OUT)}")
    for name, why in OUT.items():
        clerk.await_text(f"{name}: {why}")
    if stopped:
        office.service.stop()
    # The focus begins in the row of the first number.
    clerk.fill_row(FIRST, "济康协〔2027〕01号")
    clerk.press("ctrl+s")
    clerk.await_text(f"Drawn up: {DRAWN}, refused: 0, still to do: 0, left out: {len(OUT)}")
    write_letters(clerk, os.path.join(office.folder, "letters"))
    if stopped:
        assert clerk.find("Offline", "push-button") or clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
    drafts = wait_until(lambda: len(list_drafts(rest)) == DRAWN and list_drafts(rest), "the drafts at the service")
    assert {item["number"] for item in drafts} == {f"济康协〔2027〕{n:02d}号" for n in range(1, DRAWN + 1)}, drafts
    for item in drafts:
        assert (item["state"], item["starts_on"]) == ("draft", day(-41)), item
        assert item["scopes"] == before.SERVICES["scopes"] and item["template_name"] == before.TEXT, item
        old = rest.ask("GET", f"/v1/agreements/{item['previous']}")
        assert (old["state"], old["ends_on"]) == ("signed", day(-40)), old
    letters = wait_until(lambda: len(rest.all("/v1/letters")) == DRAWN and rest.all("/v1/letters"), "the letters there")
    assert {row["agreement"] for row in letters} == {item["id"] for item in drafts}, letters
    for row in letters:
        assert (row["kind"], row["title"], row["state"]) == ("renewal", "续签通知", "draft"), row
        assert row["issuer"] and "number" not in row, row
    clerk.quit()


def carry_on(office):
    """One paper carries on what ends soon; who decides it is the leader."""
    rest = Rest(office.service, "colleague")
    for number in (1, 2):
        add(rest, name_of(number), number, day(-40), licence_valid_to="2031-12-31")
    leader = office.open("overview", person="leader", name="leader")
    admission.open_view(leader, "Agreements")
    admission.reach_row(leader, leader.await_text(name_of(1), "table-row").name)
    leader.press("ctrl+a")
    leader.await_text("2 selected")
    leader.choose_item("More", "Carry on past their end…")
    leader.await_text("Carry agreements on – Kangxie", "frame")
    leader.await_text("To be carried on: 2, left out: 0")
    for row, text in (("Number of the paper", PAPER), ("Day of the paper", day(1)), ("All of them end on", day(-130))):
        leader.fill_row(row, text)
        leader.press("Tab")
    leader.press("ctrl+s")
    leader.await_text("Carried on: 2, refused: 0, still to do: 0, left out: 0")
    for row in rest.all("/v1/agreements"):
        assert (row["state"], row["bridge_number"], row["bridged_on"]) == ("signed", PAPER, day(1)), row
        assert (row["agreed_end"], row["ends_on"]) == (day(-40), day(-130)), row
    leader.quit()


desk.run([("J13 eighteen agreements, three left out", lambda office: renew(office, False)),
          ("J13 the same, the service stopped", lambda office: renew(office, True)),
          ("J13 two carried on by one paper", carry_on)])
