#!/usr/bin/env python3
"""J3: one agency registered by hand with licence, departments, beds and staff; that its code or a similar name is there
already is said while one types."""

import desk
import roster
from service import Rest, wait_until

THERE = "济南市历下区康复医院东院"
NAME = "济南市历下区康复医院"
FACTS = {
    "Practice licence number": ("licence_no", "PDY12345X37010217A1001"),
    "Practice licence valid to": ("licence_valid_to", "2031-06-30"),
    "Rehabilitation beds": ("beds", 80),
    "Rehabilitation staff": ("staff", 46),
    "Departments": ("departments", "神经康复科、骨与关节康复科"),
}


def find_agencies(rest):
    return [item for item in rest.all("/v1/agencies") if item["name"] == NAME]


def register(office, stopped):
    Rest(office.service, "colleague").add_agency(THERE, uscc=roster.credit_code(1))
    clerk = office.open("agencies")
    clerk.await_focus("table-row", THERE)
    clerk.press("ctrl+n")
    clerk.await_focus("text", "Name")
    clerk.type(NAME)
    clerk.await_text("Records with a similar name:")
    clerk.tab_to("push-button", f"Open it: {THERE} · {roster.credit_code(1)}")
    clerk.fill("Unified social credit code", roster.credit_code(1), role="text")
    clerk.await_text("This code is in another record already:")
    if stopped:
        office.service.stop()
    clerk.fill("Unified social credit code", roster.credit_code(2), role="text")
    for label, (_, value) in FACTS.items():
        clerk.fill(label, str(value), role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Agency added")
    clerk.await_text(f"{NAME} – Kangxie", "frame")
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
    rest = Rest(office.service, "clerk")
    rows = wait_until(lambda: find_agencies(rest), "the agency at the service")
    assert len(rows) == 1, rows
    row = rows[0]
    expected = {"uscc": roster.credit_code(2), "office": rest.office(), **dict(FACTS.values())}
    assert {name: row.get(name) for name in expected} == expected, row
    clerk.press("ctrl+2")
    # The other one's name begins with this one's.
    wait_until(lambda: any(node.role == "table-row" and node.is_called(NAME)
                           for node in clerk.walk(clerk.windows()[0])), f"the row of {NAME}")
    clerk.quit()


desk.run([("J3 an agency registered by hand", lambda office: register(office, False)),
          ("J3 the same, the service stopped half-way", lambda office: register(office, True))])
