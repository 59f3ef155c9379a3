#!/usr/bin/env python3
"""J14: one agreement is renewed with another scope: a new one is made, the old one is not touched, and the page of the
new one lists what differs."""

import admission
import before
import desk
from admission import day
from service import Rest, wait_until

NAME, NUMBER = "济南市历下区康复医院", "济康协〔2027〕01号"


def renew(office):
    rest = Rest(office.service, "colleague")
    agency = before.add_agency(rest, NAME, 1)
    before.take_over(rest, agency, 1, ends_on=day(-40))
    old = rest.all("/v1/agreements")[0]
    clerk = office.open("agencies")
    admission.open_row(clerk, "Agreements", NAME, title=old["number"])
    clerk.choose_item("More about this record", "Renew…")
    clerk.await_text("New agreement – Kangxie", "frame")
    clerk.fill("Agreement number", NUMBER, role="text")
    clerk.push("Outpatient", role="check-box")
    clerk.press("ctrl+s")
    clerk.await_text(f"{NUMBER} – Kangxie", "frame")
    clerk.await_text("Scopes of service: before Inpatient, now Inpatient, Outpatient")
    rows = wait_until(lambda: len(rest.all("/v1/agreements")) == 2 and rest.all("/v1/agreements"), "the new one")
    new = next(row for row in rows if row["id"] != old["id"])
    assert (new["previous"], new["number"], new["starts_on"]) == (old["id"], NUMBER, day(-41)), new
    assert new["scopes"] == ["inpatient", "outpatient"] and new["template_name"] == old["template_name"], new
    assert rest.ask("GET", f"/v1/agreements/{old['id']}") == old
    clerk.quit()


desk.run([("J14 one renewed with another scope", renew)])
