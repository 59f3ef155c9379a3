#!/usr/bin/env python3
"""J16: an agreement is suspended from a day on, with grounds: proposed, decided, served, and told in its list."""

import admission
import agreement
import desk
from agreement import COUNTY, NAME, NUMBER
from service import Rest, wait_until

DECISION = "济工伤中心函〔2026〕41号"


def propose(clerk, rest):
    """From the page of the agreement."""
    admission.open_row(clerk, "Agreements", NAME, NUMBER)
    clerk.push("Propose a suspension…")
    clerk.await_text("New suspension – Kangxie", "frame")
    admission.choose(clerk, "Kind of suspension", "Service suspended")
    admission.choose(clerk, "Comes from", "Decided by the office")
    admission.choose(clerk, "Concerns", "Whole agreement")
    for label, text in (("Facts found", "现场核查不符"), ("Clause of the agreement", "第二十一条"),
                        ("From", admission.day(0)), ("Plan for the patients", "两名职工转至市三院"),
                        ("Told of its right to speak on", admission.day(20))):
        clerk.fill(label, text, role="text")
    admission.choose(clerk, "Statement and defence", "Statement received")
    clerk.fill("Heard, waived, or term over on", admission.day(10), role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Suspension proposed")
    row, = wait_until(lambda: rest.all("/v1/suspensions"), "the suspension at the service")
    assert row["state"] == "proposed" and row["from_on"] == admission.day(0), row
    return f"/v1/suspensions/{row['id']}"


def decide(office, rest, suspension):
    """The leader finds it in its list, and takes the step."""
    leader = office.open("overview", person="leader", name="leader")
    admission.open_view(leader, "Suspensions")
    admission.reach_row(leader, NAME)
    leader.press("Return")
    leader.await_text("Whole agreement")
    admission.show_tab(leader, "Steps")
    admission.begin(leader, "Decide")
    admission.fill_in(leader, {"Decided on": admission.day(0), "Number of the decision": DECISION})
    admission.finish(leader, "Decide")
    wait_until(lambda: rest.ask("GET", suspension)["state"] == "decided", "the decision")
    return leader


def suspend(office):
    rest = Rest(office.service, "colleague")
    suspended = agreement.add(rest, "signed")
    clerk = office.open("overview")
    suspension = propose(clerk, rest)
    clerk.quit()
    leader = decide(office, rest, suspension)
    leader.await_text("Decided, not served")
    agreement.serve(rest, suspension)
    leader.press("F5")
    leader.await_text("Suspended for 1 day")
    assert rest.ask("GET", suspended)["state"] == "signed"
    leader.quit()


desk.run([("J16 suspended from a day on, with grounds", suspend)], COUNTY)
