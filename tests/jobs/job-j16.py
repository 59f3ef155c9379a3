#!/usr/bin/env python3
"""J16: an agreement is suspended from a day on, with grounds: proposed, heard, decided, told in a letter, served with its
proof, told to the fee system, and the day on which it is to resume stands among what is to be done. All by hand."""

import os

import admission
import agreement
import desk
import letter
import roster
import suspension
import workbook
from admission import day
from agreement import COUNTY, NAME, NUMBER
from service import Rest, wait_until

LAST = day(-30)
TITLE = "关于中止协议的通知"
SERIES = "济中止"
STATEMENT = f"我单位于{letter.in_chinese(day(20))}告知你单位享有陈述、申辩的权利，你单位于{letter.in_chinese(day(10))}提出陈述、申辩。"
TO_DO = "The suspension ends: verify what was to be put right, and resume"


def write(office, clerk, stopped):
    """The letter is drawn up and written, also without the service; then it gets its number, and is written again."""
    if stopped:
        office.service.stop()
    suspension.begin_letter(clerk, "Notice of suspension", TITLE)
    # All of it stands in the record and is offered.
    lines = suspension.write_letter(clerk, {}, os.path.join(office.folder, "draft.docx"))
    check(lines)
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        clerk.press("F5")


def check(lines):
    wanted = (f"{NAME}：", suspension.FACTS, "服务协议" + suspension.CLAUSE, STATEMENT, suspension.PATIENTS)
    for line in wanted:
        assert line in lines, (line, lines)
    assert any(f"（协议编号：{NUMBER}）" in line for line in lines), lines
    suspended = f"自{letter.in_chinese(day(0))}起至{letter.in_chinese(LAST)}止，中止全部的工伤康复服务。"
    assert any(line.startswith(suspended) for line in lines), lines
    assert not any("{{" in line for line in lines), lines


def issue(office, clerk, rest, path):
    admission.show_tab(clerk, "Steps")
    admission.take(clerk, "Issue", {"Dated": day(0)})
    clerk.await_text("Issued: Now", "table-cell")
    row, = rest.all("/v1/letters")
    assert row["suspension"] == path.rsplit("/", 1)[1], row
    assert row["number"] == f"{SERIES}〔{day(0)[:4]}〕7号", row
    lines = suspension.write_letter(clerk, {}, os.path.join(office.folder, "issued.docx"))
    check(lines)
    assert letter.in_chinese(day(0)) in lines, lines


def tell_fee_system(office, clerk):
    """The list leaves as a workbook, and its row says of which agreement what is suspended, from when until when."""
    path = os.path.join(office.folder, "feed.xlsx")
    admission.open_view(clerk, "Suspensions")
    clerk.await_text(NAME, "table-row")
    clerk.choose_item("More", "Export…")
    clerk.await_text("Export", "frame")
    clerk.push("Export…")
    clerk.choose_file(path)
    clerk.await_text("feed.xlsx is written")
    cells = workbook.read(path)[0]
    row = {title: cells.get(place[:-1] + "4") for place, title in cells.items() if place.endswith("2")}
    for title, words in (("Agreement", NUMBER), ("Agency", NAME), ("Unified social credit code", roster.credit_code(1)),
                         ("Kind of suspension", "Service suspended"), ("Concerns", "Whole agreement"),
                         ("Number of the decision", suspension.DECISION), ("From · as listed", day(0)),
                         ("Last day · as listed", LAST), ("State · as listed", f"Suspended for 1 day, last day {LAST}")):
        assert row[title] == words, (title, row)


def suspend(office, stopped):
    rest = Rest(office.service, "colleague")
    suspended = agreement.add(rest, "signed")
    leader = office.open("overview", person="leader", name="leader")
    letter.set_up_series(leader, SERIES, 7, "Notice of suspension")
    clerk = office.open("overview")
    path = suspension.propose(clerk, rest, day(0), LAST)
    suspension.hear(clerk, rest, path, day(20), day(10))
    suspension.decide(leader, rest, path, day(0))
    leader.quit()
    clerk.press("F5")
    write(office, clerk, stopped)
    rest = Rest(office.service, "colleague")
    wait_until(lambda: [item.get("title") for item in rest.all("/v1/letters")] == [TITLE], "the letter at the service")
    issue(office, clerk, rest, path)
    suspension.open_one(clerk)
    suspension.serve(office, clerk, rest, path, day(0))
    clerk.await_text("Suspended for 1 day")
    assert rest.ask("GET", suspended)["state"] == "signed"
    tell_fee_system(office, clerk)
    clerk.press("ctrl+1")
    assert LAST in clerk.await_text(TO_DO, "list-item").name
    clerk.quit()


desk.run([("J16 suspended from a day on, with grounds", lambda office: suspend(office, False)),
          ("J16 the same, the service stopped for the letter", lambda office: suspend(office, True))], COUNTY)
