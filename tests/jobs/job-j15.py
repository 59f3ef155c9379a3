#!/usr/bin/env python3
"""J15: a new legal representative and a new address of an agency that has an agreement. Each becomes a case by itself:
for the address a new assessment is proposed, the representative is only noted."""

import admission
import desk
import roster
from service import Rest, wait_until

NAME = "济南市历下区康复医院"
OLD = {"address": "历下区文化东路1号", "legal_rep": "张明"}
NEW = {"address": "历下区经十路88号", "legal_rep": "李华"}
LABELS = {"address": "Address", "legal_rep": "Legal representative"}
DECIDE = "Decide whether it needs an assessment"
PROPOSED = {"address": "yes", "legal_rep": "no"}


def add_with_agreement(rest):
    """The agency, with an agreement that runs: taken over from paper."""
    agency = rest.add_agency(NAME, uscc=roster.credit_code(1), **OLD)["id"]
    agreement = rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": "济康协〔2025〕01号",
        "scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county", "counts_area": "370102",
        "starts_on": "2025-01-01", "ends_on": "2027-12-31"})["id"]
    rest.ask("POST", f"/v1/agreements/{agreement}/actions/take_over", {"state": "signed"}, If_Match="*")
    return agency


def list_cases(rest, agency):
    return {item["field"]: item for item in rest.all("/v1/change-cases") if item["agency"] == agency}


def decide(office, rest, agency):
    """The reviewer opens the case from the page of the agency, and takes the step that stands on it."""
    reviewer = office.open("agencies", person="reviewer", name="reviewer")
    reviewer.await_focus("table-row", NAME)
    reviewer.press("Return")
    case = reviewer.await_text("Address: ", "list-item")
    reviewer.tab_to("list-item", case.name)
    reviewer.press("Return")
    reviewer.await_text("Address – Kangxie", "frame")
    reviewer.tab_to("page-tab", "Facts")
    reviewer.press("Right")
    reviewer.press("space")
    admission.begin(reviewer, DECIDE)
    admission.choose(reviewer, "Decided", "New assessment")
    reviewer.await_text("For changes of this kind a new assessment is proposed")
    # A key that comes while the dialog closes is lost.
    admission.finish(reviewer, DECIDE)
    wait_until(lambda: list_cases(rest, agency)["address"]["state"] == "in_assessment", "the decision")
    assert list_cases(rest, agency)["legal_rep"]["state"] == "reported"
    reviewer.quit()


def record_changes(office, stopped):
    rest = Rest(office.service, "colleague")
    agency = add_with_agreement(rest)
    clerk = office.open("agencies")
    clerk.await_focus("table-row", NAME)
    clerk.press("F2")
    clerk.await_text(f"{NAME} – Kangxie", "frame")
    if stopped:
        office.service.stop()
    for field, text in NEW.items():
        clerk.fill(LABELS[field], text, role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Saved")
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
    cases = wait_until(lambda: len(list_cases(rest, agency)) == len(NEW) and list_cases(rest, agency),
                       "the cases at the service")
    for field, case in cases.items():
        assert (case["old_text"], case["new_text"]) == (OLD[field], NEW[field]), case
        assert (case["state"], case["proposal"]) == ("reported", PROPOSED[field]), case
    # The page of the agency has both, by what people call the fields.
    clerk.press("Escape")
    for label in LABELS.values():
        clerk.await_text(f"{label}: ", "list-item")
    clerk.quit()
    decide(office, rest, agency)


desk.run([("J15 a new representative and a new address", lambda office: record_changes(office, False)),
          ("J15 the same, the service stopped half-way", lambda office: record_changes(office, True))])
