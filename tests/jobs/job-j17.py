#!/usr/bin/env python3
"""J17: an agreement that was suspended goes on: the days of the suspension are counted. Refused while something that had
to be put right has not passed its recheck."""

import admission
import agreement
import desk
from agreement import COUNTY, NAME
from service import Rest, wait_until

RECHECK = "What the agency had to put right must have passed the recheck"


def add_rectification(rest, suspended, state):
    """As it runs on paper; its address."""
    row = rest.ask("GET", suspended)
    path = "/v1/rectifications/" + rest.ask("POST", "/v1/rectifications", {
        "office": rest.office(), "agency": row["agency"], "number": "济康整〔2026〕3号", "issued_on": admission.day(20),
        "due_on": admission.day(-20), "matter": "康复记录不完整"})["id"]
    rest.act(path, "take_over", state=state)
    return path


def suspend(office, rest, suspended):
    """Proposed, decided and served by colleagues, five days ago; its address."""
    path = "/v1/suspensions/" + rest.ask("POST", "/v1/suspensions", {
        "agreement": suspended.rsplit("/", 1)[1], "kind": "service", "origin": "office", "target": "all",
        "facts": "康复记录不完整", "clause": "第二十一条", "from_on": admission.day(5), "until_on": admission.day(-60),
        "patients": "两名职工转至市三院", "notified_on": admission.day(20), "statement": "heard",
        "statement_on": admission.day(10)})["id"]
    Rest(office.service, "leader").act(path, "decide", decided_on=admission.day(6), number="济工伤中心函〔2026〕41号")
    agreement.serve(rest, path, admission.day(5))
    return path


def resume(office):
    rest = Rest(office.service, "colleague")
    suspended = agreement.add(rest, "signed")
    rectification = add_rectification(rest, suspended, "issued")
    suspension = suspend(office, rest, suspended)
    leader = office.open("overview", person="leader")
    admission.open_view(leader, "Suspensions")
    admission.reach_row(leader, NAME)
    leader.press("Return")
    leader.await_text("Whole agreement")
    admission.show_tab(leader, "Steps")
    admission.await_verdict(leader, "Not met", RECHECK)
    assert not admission.is_offered(leader, "Resume…"), "resumed before the recheck"

    # The recheck is passed elsewhere.
    rest.act(rectification, "report", reported_on=admission.day(1))
    Rest(office.service, "reviewer").act(rectification, "recheck", rechecked_on=admission.day(0), result="passed")
    leader.press("F5")
    admission.await_verdict(leader, "Met", RECHECK)
    admission.take(leader, "Resume", {"Resumed from": admission.day(0), "What was verified": "记录已补全，现场核查属实"})
    row = wait_until(lambda: rest.ask("GET", suspension) if rest.ask("GET", suspension)["state"] == "lifted" else None,
                     "the service to resume")
    assert row["lifted_on"] == admission.day(0), row
    assert rest.ask("GET", suspended)["state"] == "signed"
    leader.await_text(f"Resumed from {admission.day(0)}, after 5 days")
    leader.quit()


desk.run([("J17 goes on after the recheck", resume)], COUNTY)
