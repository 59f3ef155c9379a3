#!/usr/bin/env python3
"""J11: an application is put into public notice and an objection comes. While it is open nobody admits, nor signs;
whoever assessed does not decide it; and the notice has to be over."""

import admission
import desk
import roster
from admission import day
from service import Rest, wait_until

COUNTY = "370102"
AGENCY, NUMBER, AGREEMENT = "济南市历下区康复医院", "申2026-011", "济康协〔2026〕11号"
RECEIVED, ASSESSED, FROM, OBJECTED, DISMISSED, LAST = day(9), day(7), day(5), day(3), day(2), day(1)
OBJECTOR, GROUNDS = "济南某康复中心", "床位数与公示不符"
LINE = f"Open · {OBJECTOR}"
PUBLISH = "Begin public notice"
OTHER_OFFICER = "Another officer than the one who"
OPEN = "No objection may be open"
SIGNING = "No objection to the admission may be open or have been upheld"
OVER = f"The public notice stands until {LAST}, and must be over"


def application(rest):
    return next(item for item in rest.all("/v1/applications") if item["number"] == NUMBER)


def objections(rest):
    return {item["objector"]: item for item in rest.all("/v1/objections")}


def assess(office):
    """What J5 and J7 do by hand. The reviewer enters the result."""
    rest, reviewer = Rest(office.service, "colleague"), Rest(office.service, "reviewer")
    agency = rest.add_agency(AGENCY, uscc=roster.credit_code(1), licence_no_end=True)["id"]
    path = "/v1/applications/" + admission.receive_by_rest(
        rest, agency, NUMBER, COUNTY, RECEIVED, scopes=["inpatient"], rehab_types=["vocational"])
    reviewer.act(path, "accept", accepted_on=RECEIVED)
    rest.act(path, "start_assessment", assessment_from=RECEIVED)
    reviewer.act(path, "enter_result", assessed_on=ASSESSED, assessment="passed", score="88.00")
    return rest


def publish(leader):
    """No document sets a term for the notice, so its last day is asked for."""
    admission.begin(leader, PUBLISH)
    leader.await_focus("text", "Public notice from")
    leader.type(FROM)
    leader.await_text("No term is set for the notice: its last day must be given")
    leader.push(PUBLISH)
    leader.await_focus("text", "Public notice until")
    assert leader.find(f"{PUBLISH}: ", "frame") is not None, "published without a last day"
    leader.fill("Public notice until", LAST, role="text")
    admission.finish(leader, PUBLISH)
    leader.await_text("In public notice: Now", "table-cell")


def object_to_it(clerk):
    admission.show_tab(clerk, "Facts")
    clerk.push("Enter an objection")
    admission.fill_in(clerk, {"Received on": OBJECTED, "Raised by": OBJECTOR, "Grounds": GROUNDS})
    clerk.push("Save")
    admission.await_line(clerk, LINE, GROUNDS)
    clerk.await_text("Objection under review: Now", "table-cell")


def open_objection(at_work):
    admission.show_tab(at_work, "Facts")
    line = at_work.await_text(LINE, "list-item").name
    at_work.push(f"Open it: {line}")
    at_work.await_text(f"{OBJECTOR} – Kangxie", "frame")
    admission.show_tab(at_work, "Steps")


def decide(office, leader):
    """The reviewer assessed, so the leader decides."""
    reviewer = admission.open_steps(office, AGENCY, NUMBER, "reviewer")
    open_objection(reviewer)
    admission.await_verdict(reviewer, "Not met", OTHER_OFFICER)
    assert not admission.is_offered(reviewer, "Dismiss…"), "decided by whoever assessed"
    reviewer.quit()
    open_objection(leader)
    admission.take(leader, "Dismiss", {"Decided on": DISMISSED, "Reasons": "经核查，床位数属实"})
    leader.press("alt+Left")
    leader.await_text(f"{NUMBER} – Kangxie", "frame")
    admission.show_tab(leader, "Steps")


def admit(leader):
    admission.await_verdict(leader, "Met", OPEN)
    admission.begin(leader, "Admit")
    leader.fill("Decided on", LAST, role="text")
    admission.await_verdict(leader, "Not met", OVER)
    assert not admission.is_offered(leader, "Admit"), "admitted while the notice stands"
    leader.fill("Decided on", day(0), role="text")
    admission.await_verdict(leader, "Met", OVER)
    admission.finish(leader, "Admit")
    leader.await_text("Admitted: Now", "table-cell")


def prepare_agreement(office, rest):
    """Everything but the office's own signature; then somebody objects once more."""
    admitted = application(rest)
    path = "/v1/agreements/" + admitted["agreement"]
    rest.patch(path, number=AGREEMENT, starts_on=day(0), ends_on=day(-365), template_name="省统一文本")
    rest.act(path, "submit")
    Rest(office.service, "reviewer").act(path, "approve")
    rest.act(path, "agency_sign", signed_on=day(0), signer="张明")
    rest.ask("POST", "/v1/objections", {"application": admitted["id"], "received_on": day(0), "objector": "某职工",
                                        "grounds": "另有异议"})


def sign(office, leader, rest):
    """Admitted is not signed: an objection that comes later stops the signature."""
    prepare_agreement(office, rest)
    leader.press("F5")
    admission.open_row(leader, "Agreements", AGENCY, AGREEMENT)
    admission.show_tab(leader, "Steps")
    admission.await_verdict(leader, "Not met", SIGNING)
    assert not admission.is_offered(leader, "Sign…"), "signed while an objection is open"
    late = objections(rest)["某职工"]["id"]
    Rest(office.service, "leader").act(f"/v1/objections/{late}", "dismiss", decided_on=day(0), reasons="不成立")
    leader.press("F5")
    admission.await_verdict(leader, "Met", SIGNING)


def hear_objection(office, stopped):
    rest = assess(office)
    clerk = admission.open_steps(office, AGENCY, NUMBER, "clerk")
    clerk.await_text(f"{PUBLISH}: Reviewer, Leader")
    leader = admission.open_steps(office, AGENCY, NUMBER, "leader")
    publish(leader)
    clerk.press("F5")
    clerk.await_text("In public notice: Now", "table-cell")
    if stopped:
        office.service.stop()
    object_to_it(clerk)
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
    wait_until(lambda: application(rest)["state"] == "objection", "the objection at the service")
    raised = objections(rest)[OBJECTOR]
    assert (raised["state"], raised["received_on"], raised["grounds"]) == ("open", OBJECTED, GROUNDS), raised
    clerk.quit()

    leader.press("F5")
    admission.await_verdict(leader, "Not met", OPEN)
    assert not admission.is_offered(leader, "Admit…"), "admitted while an objection is open"
    decide(office, leader)
    assert objections(rest)[OBJECTOR]["state"] == "dismissed"
    admit(leader)
    assert (application(rest)["state"], application(rest)["decided_on"]) == ("admitted", day(0))
    if not stopped:
        sign(office, leader, rest)
    leader.quit()


desk.run([("J11 public notice and an objection", lambda office: hear_objection(office, False)),
          ("J11 the same, the service stopped half-way", lambda office: hear_objection(office, True))])
