#!/usr/bin/env python3
"""J16: an agreement is suspended from a day on, with grounds: proposed, decided, served, and told in its list."""

import hashlib

import admission
import desk
import roster
from service import Rest, wait_until

NAME = "济南市历下区康复医院"
NUMBER = "济康协〔2025〕01号"
DECISION = "济工伤中心函〔2026〕41号"
PDF = b"%PDF-1.4 served"
COUNTY = "370102"


def add_agreement(rest, state, **fields):
    """Taken over from paper, with the agency that has it."""
    agency = rest.add_agency(NAME, uscc=roster.credit_code(1), licence_no_end=True)["id"]
    agreement = rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": NUMBER,
        "scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county", "counts_area": COUNTY,
        "starts_on": "2025-01-01", "ends_on": admission.day(-700), **fields})["id"]
    rest.ask("POST", f"/v1/agreements/{agreement}/actions/take_over", {"state": state}, If_Match="*")
    return f"/v1/agreements/{agreement}"


def propose(clerk, rest):
    """From the page of the agreement."""
    admission.open_row(clerk, "Agreements", NAME, NUMBER)
    clerk.push("Propose a suspension…")
    clerk.await_text("New suspension – Kangxie", "frame")
    admission.choose(clerk, "Kind of suspension", "Service suspended")
    admission.choose(clerk, "Comes from", "Decided by the office")
    admission.choose(clerk, "Concerns", "Whole agreement")
    for label, text in (("Facts", "现场核查不符"), ("Clause of the agreement", "第二十一条"),
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


def serve(rest, suspension):
    """By a colleague, with the proof: what was only sent was not served."""
    digest = hashlib.sha256(PDF).hexdigest()
    proof = rest.ask("POST", "/v1/attachments", {
        "owner_entity": "suspension", "owner": suspension.rsplit("/", 1)[1], "title": "送达回证",
        "file_name": "proof.pdf", "media_type": "application/pdf", "size": len(PDF), "sha256": digest})["id"]
    rest.send(f"/v1/blobs/{digest}", PDF)
    rest.act(suspension, "serve", served_on=admission.day(0), served_how="direct", service_proof=proof)


def suspend(office):
    rest = Rest(office.service, "colleague")
    agreement = add_agreement(rest, "signed")
    clerk = office.open("overview")
    suspension = propose(clerk, rest)
    clerk.quit()
    leader = decide(office, rest, suspension)
    leader.await_text("Decided, not served")
    serve(rest, suspension)
    leader.press("F5")
    leader.await_text("Suspended for 1 day")
    assert rest.ask("GET", agreement)["state"] == "signed"
    leader.quit()


desk.run([("J16 suspended from a day on, with grounds", suspend)], COUNTY)
