#!/usr/bin/env python3
"""J24: the cable is out, a colleague changes the same fields; back online each conflict is settled field by field, and
both values stand in the history."""

import desk
from service import Rest, wait_until

NAME = "济南康复医院"
# Label, field, what the clerk types, what the colleague sets meanwhile, what is chosen.
MINE, THEIRS = "Keep mine", "Keep theirs"
FIELDS = [("Address", "address", "经十路100号", "泺源大街8号", MINE),
          ("Telephone", "phone", "0531-55501234", "0531-55505678", THEIRS)]


def find_lines(rest, row, field):
    history = rest.ask("GET", f"/v1/agencies/{row}/history?limit=200")["items"]
    return [line for line in history if line.get("field") == field]


def settle_conflict(office):
    colleague = Rest(office.service, "colleague")
    row = colleague.add_agency(NAME, no_uscc_reason="军队医院", address="旧址", phone="0531-55500000")["id"]
    clerk = office.open("agencies")
    clerk.await_focus("table-row", NAME)

    office.wire.cut()
    clerk.press("ctrl+e")
    clerk.await_focus("text", "Name")
    for label, _, mine, _, _ in FIELDS:
        clerk.fill(label, mine, role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Saved")
    clerk.await_text("Offline", "push-button")
    for _, field, _, theirs, _ in FIELDS:
        colleague.patch(f"/v1/agencies/{row}", **{field: theirs})

    office.wire.join()
    clerk.press("F5")
    for label, _, _, _, choice in FIELDS:
        clerk.await_text(f"{choice}: {label}", "push-button")
    for label, _, mine, theirs, choice in FIELDS:
        for value in (mine, theirs):
            assert clerk.find(value, "label"), f"“{value}” is not to be seen beside {label}"
        clerk.push(f"{choice}: {label}")
        clerk.await_text("Settled; the other value stays in the history")
        wait_until(lambda label=label, choice=choice: not clerk.find(f"{choice}: {label}"), "the choice to go")

    expected = {field: mine if choice == MINE else theirs for _, field, mine, theirs, choice in FIELDS}
    wait_until(lambda: expected.items() <= colleague.ask("GET", f"/v1/agencies/{row}").items(),
               f"{expected} at the service")
    wait_until(lambda: all(item["state"] != "open" for item in colleague.all("/v1/conflicts")),
               "the conflicts to be closed")
    closed = {item["field"]: item for item in colleague.all("/v1/conflicts")}
    for _, field, mine, theirs, choice in FIELDS:
        values = [line.get("new") for line in find_lines(colleague, row, field)] + [closed[field]["mine"]]
        assert mine in values and theirs in values, f"{field}: {values}"
        assert closed[field]["outcome"] == ("keep_mine" if choice == MINE else "keep_theirs"), closed[field]
    clerk.quit()


desk.run([("J24 two fields in conflict after the cable was out", settle_conflict)])
