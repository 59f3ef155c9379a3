#!/usr/bin/env python3
"""J4: two records of one hospital are linked: both histories stay, the old code still finds it, the link
can be undone."""

import desk
import roster
from service import Rest, wait_until

OLD, NEW = "济南第二工人医院", "济南康复医院"
OLD_CODE, NEW_CODE = roster.credit_code(2), roster.credit_code(1)
LINK, UNLINK = "Link to another record of the same institution…", "Undo the link to the other record…"


def find(clerk, code, name):
    """Ctrl+K, the code, Enter: what is found first is opened."""
    clerk.press("ctrl+k")
    clerk.await_focus("entry", "Find an agency")
    clerk.type(code)
    clerk.await_text(f"{name}, {code}", "list-item")
    found = [node.name for window in clerk.windows()[:1] for node in clerk.walk(window) if node.role == "list-item"]
    clerk.press("Return")
    clerk.await_text(f"{name} – Kangxie", "frame")
    clerk.await_text("Facts", "page-tab")
    return found


def history(rest, row):
    return [line["kind"] for line in rest.ask("GET", f"/v1/agencies/{row}/history")["items"]]


def link_records(office):
    rest = Rest(office.service, "colleague")
    old = rest.add_agency(OLD, uscc=OLD_CODE)["id"]
    rest.patch(f"/v1/agencies/{old}", beds=40)
    new = rest.add_agency(NEW, uscc=NEW_CODE)["id"]
    before = history(rest, old)
    clerk = office.open("agencies")
    clerk.await_focus("table-row", OLD)

    find(clerk, NEW_CODE, NEW)
    clerk.choose_item("More about this record", LINK)
    clerk.await_text("Two records of one institution?", "frame")
    clerk.fill("The other record", OLD_CODE, role="text")
    clerk.await_text(OLD, "list-item")
    clerk.press("Down")
    clerk.press("Return")
    assert clerk.await_focus("text", "The other record").text() == OLD
    clerk.fill("Reason", "曾用名", role="text")
    clerk.push("Link")
    wait_until(lambda: rest.ask("GET", f"/v1/agencies/{old}").get("alias_of") == new, "the link at the service")
    assert history(rest, old)[-len(before):] == before, "the old record lost its history"
    assert history(rest, new)[-1] == "create"

    # The old code finds both, and the old record leads to the new one.
    clerk.await_text("The records are linked")
    found = find(clerk, OLD_CODE, OLD)
    assert any(words.startswith(f"{NEW}, ") for words in found), f"the old code finds {found}"
    clerk.await_text(f"Second record of {NEW}", "push-button")
    clerk.push(f"Second record of {NEW}")
    clerk.await_text(f"{NEW} – Kangxie", "frame")

    find(clerk, OLD_CODE, OLD)
    clerk.choose_item("More about this record", UNLINK)
    clerk.await_text("Undo the link to the other record?", "label")
    clerk.fill("Reason", "两家机构", role="text")
    clerk.push("Undo the link")
    wait_until(lambda: rest.ask("GET", f"/v1/agencies/{old}").get("alias_of") is None, "the link to be undone")
    clerk.await_text("The link was undone")
    lines = history(rest, old)
    assert lines[-len(before):] == before and len(lines) >= len(before) + 2, f"history: {lines}"
    clerk.quit()


desk.run([("J4 two records of one hospital, linked and parted", link_records)])
