#!/usr/bin/env python3
"""The public list of agencies: of what the list of agreements shows, those in force are written as an announcement and
as a table, the others named with the reason; also without a network. Nothing is marked as published by it."""

import os

import admission
import desk
import letter
import roster
import workbook
from service import Rest, wait_until

SIGNED, DRAFT = "济南市历下区康复医院", "济南市历下区第二医院"
ITEM = "Public list of agencies…"


def add_agreement(rest, name, number, signed):
    agency = rest.add_agency(name, uscc=roster.credit_code(number), address="历下区经十路88号",
                             phone="0531-55501234")["id"]
    agreement = rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": f"济康协〔2025〕{number:02}号",
        "scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county", "counts_area": "370102",
        "starts_on": "2025-01-01", "ends_on": "2027-12-31"})["id"]
    if signed:
        rest.ask("POST", f"/v1/agreements/{agreement}/actions/take_over", {"state": "signed"}, If_Match="*")
    return agreement


def publish(office):
    rest = Rest(office.service, "colleague")
    signed = add_agreement(rest, SIGNED, 1, True)
    add_agreement(rest, DRAFT, 2, False)
    before = rest.ask("GET", f"/v1/agreements/{signed}")["seq"]
    clerk = office.open("agencies")
    admission.open_view(clerk, "Agreements")
    clerk.await_text(SIGNED, "table-row")
    office.service.stop()
    clerk.choose_item("More", ITEM)
    clerk.await_text("Public list of agencies", "frame")
    clerk.await_focus("text", "In force on")
    clerk.await_text("1 agency is on the list")
    clerk.await_text(f"{DRAFT} · not signed")
    clerk.fill("In force on", "2024-06-30", role="text")
    clerk.await_text("0 agencies are on the list")
    clerk.fill("In force on", "2026-06-30", role="text")
    clerk.await_text("1 agency is on the list")
    clerk.fill("Official document number", "济社保告〔2026〕3号", role="text")
    announcement, annex = (os.path.join(office.folder, name) for name in ("名单公告.docx", "附件.xlsx"))
    for button, path in (("Save the announcement (docx)…", announcement), ("Save the annex (xlsx)…", annex)):
        clerk.push(button)
        clerk.choose_file(path)
        clerk.await_text(f"{os.path.basename(path)} is written")
    words = "\n".join(letter.read(announcement))
    for part in (SIGNED, "济社保告〔2026〕3号", "2026年6月30日", "共1家", "0531-55501234", "2027年12月31日"):
        assert part in words, (part, words)
    assert DRAFT not in words and "{{" not in words, words
    cells = workbook.read(annex)[0].values()
    assert SIGNED in cells and DRAFT not in cells, cells
    clerk.press("Escape")
    office.service.start()
    wait_until(lambda: clerk.find(" synchronized", "push-button"), "the service")
    rest = Rest(office.service, "colleague")
    assert rest.ask("GET", f"/v1/agreements/{signed}")["seq"] == before, "the list changed an agreement"
    clerk.quit()


desk.run([("the public list as an announcement and a table", publish)])
