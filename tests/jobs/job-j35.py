#!/usr/bin/env python3
"""J35: the plaque of an agreement that has ended is taken back within the office's own term: it stands among what is to be
done, and goes when the day and the person were entered, which works without the service too."""

import admission
import agreement
import desk
from agreement import COUNTY, NAME, NUMBER
from service import Rest, wait_until

LINE = "Take the plaque back, and enter the day and who took it"
PERSON = "单小满"


def add_ended(rest):
    """Ended ten days ago; its plaque hangs still."""
    return agreement.add(rest, "ended", ends_on=admission.day(10), ended_on=admission.day(10), ending="expired",
                         signed_on="2024-12-27", plaque_no="济康牌01", plaque_given_on="2025-01-06")


def set_term(office, rest):
    """Of three working days, by the office's own value: it is over."""
    Rest(office.service, "leader").ask("POST", "/v1/own-values", {
        "office": rest.office(), "parameter": "plaque_return_workdays", "value": "3", "from_on": "2026-01-01",
        "document": "服务协议第二十条"})


def take_back(clerk):
    """From the register of plaques."""
    admission.open_row(clerk, "Plaques", NAME, NUMBER)
    clerk.press("ctrl+e")
    clerk.fill("Plaque returned on", admission.day(0), role="text")
    clerk.fill("Plaque taken back by", PERSON, role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Saved")


def is_to_do(clerk):
    return clerk.find(LINE) is not None


def await_done(clerk):
    clerk.press("ctrl+1")
    clerk.await_text("Overview – Kangxie", "frame")
    wait_until(lambda: not is_to_do(clerk), "the plaque to leave what is to be done")


def await_entered(rest, ended):
    row = wait_until(lambda: rest.ask("GET", ended) if rest.ask("GET", ended).get("plaque_returned_by") else None,
                     "the plaque at the service")
    assert (row["plaque_returned_on"], row["plaque_returned_by"]) == (admission.day(0), PERSON), row


def with_service(office):
    rest = Rest(office.service, "colleague")
    set_term(office, rest)
    ended = add_ended(rest)
    clerk = office.open("overview")
    clerk.await_text(LINE)
    take_back(clerk)
    await_entered(rest, ended)
    await_done(clerk)
    clerk.quit()


def without_service(office):
    rest = Rest(office.service, "colleague")
    ended = add_ended(rest)
    clerk = office.open("overview")
    clerk.await_text(LINE)
    office.service.stop()
    take_back(clerk)
    await_done(clerk)
    office.service.start()
    clerk.press("F5")
    await_entered(rest, ended)
    clerk.quit()


desk.run([("J35 the plaque is taken back", with_service),
          ("J35 the plaque is taken back without the service", without_service)], COUNTY)
