#!/usr/bin/env python3
"""J46: a new clerk signs in on a slow link that breaks once, and loads the county: usable within five minutes at
1 Mbit/s.

A county has some 3,000 rows. Here are a tenth of them, and the link may be busy with them for a tenth of the time: 300
rows, 30 seconds of its 1 Mbit/s, what is sent twice counted twice. It breaks when the clerk has signed in and the load
has begun. By the clock, which also a busy machine lets run, five minutes are the limit."""

import time

import desk
import roster
from service import PASSWORD, Rest, wait_until

ROWS, LINK_S, CLOCK_S = 300, 30, 300
RATE = 1_000_000 // 8  # bytes a second


def load_county(office):
    rest = Rest(office.service, "colleague")
    for number in range(1, ROWS + 1):
        rest.add_agency(f"济南第{number:03d}康复医院", uscc=roster.credit_code(number), address=f"经十路{number}号",
                        note="工伤康复协议机构，" * 20)
    office.wire.rate = RATE
    clerk = office.desk().start()
    began = time.monotonic()
    clerk.tab_to("list-item", "Connect to a service")
    clerk.press("Return")
    clerk.fill_row("Address", office.wire.url)
    clerk.press("Return")
    clerk.await_text("Who are you?", "label")
    clerk.fill_row("User name", "clerk")
    clerk.press("Tab")
    clerk.keyboard.type(PASSWORD)
    clerk.press("Return")
    # The load is under way: the head of its first page has passed.
    before = office.wire.passed
    wait_until(lambda: office.wire.passed > before + 20_000, "the load to begin")
    office.wire.cut()
    passed = office.wire.passed
    clerk.await_text("What you may see is being copied", "label")
    office.wire.join()
    wait_until(lambda: clerk.find(f"{ROWS} agencies", "label"), f"{ROWS} agencies", patience=CLOCK_S)
    spent = time.monotonic() - began
    print(f"# {ROWS} rows, {office.wire.passed - before} bytes, {spent:.1f} s; cut after {passed - before} bytes")
    assert passed - before < (office.wire.passed - before) / 2, "the load was nearly over when the link broke"
    assert office.wire.passed / RATE < LINK_S, f"{office.wire.passed} bytes passed"
    assert spent < CLOCK_S, f"usable after {spent:.1f} s"
    clerk.press("ctrl+k")
    clerk.await_focus("entry", "Find an agency")
    clerk.type(roster.credit_code(ROWS))
    clerk.await_text(f"济南第{ROWS}康复医院, {roster.credit_code(ROWS)}", "list-item")
    clerk.press("Return")
    clerk.await_text(f"济南第{ROWS}康复医院 – Kangxie", "frame")
    clerk.quit()


desk.run([("J46 a county loaded over a slow link that breaks once", load_county)])
