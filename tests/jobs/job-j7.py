#!/usr/bin/env python3
"""J7 without the draw: an assessment is begun, and its result entered with a score and an opinion. Refused: the result
before the assessment began and for a day to come, by whom it is not for, and admission without a result where the
document of the place wants one."""

import admission
import desk
import roster
from admission import day
from service import Rest, wait_until

COUNTY = "440106"
AGENCY, NUMBER = "广州市天河区康复医院", "申2026-007"
RECEIVED, ACCEPTED, BEGUN, ASSESSED = day(6), day(5), day(3), day(1)
NEEDED = "Admission goes with an assessment, and its result must be there"
WORDS = "健全协议机构准入评估和定期考核评估制度"
START, RESULT = "Begin assessment", "Enter result of the assessment"
TOMORROW = "The day of the step must have come"


def application(rest):
    return next(item for item in rest.all("/v1/applications") if item["number"] == NUMBER)


def accept(office):
    """What J5 does by hand: received by a colleague, accepted by the reviewer."""
    rest = Rest(office.service, "colleague")
    agency = rest.add_agency(AGENCY, uscc=roster.credit_code(1), licence_no_end=True)["id"]
    row = admission.receive_by_rest(rest, agency, NUMBER, COUNTY, RECEIVED, scopes=["inpatient"],
                                    rehab_types=["vocational"])
    Rest(office.service, "reviewer").act(f"/v1/applications/{row}", "accept", accepted_on=ACCEPTED)
    return rest


def refuse_admission(leader):
    """Who decides is told the sentence of the document, and cannot begin."""
    admission.read_source(leader, "Not met", NEEDED, WORDS)
    assert not admission.is_offered(leader, "Admit…"), "admitted without an assessment"
    leader.await_text(f"{START}: Clerk, Reviewer")
    assert leader.find(f"{START}…", "push-button") is None, "a leader may begin it"


def assess(clerk):
    """The day of the assessment, then what came of it; neither on a day to come."""
    assert clerk.find(f"{RESULT}…", "push-button") is None, "a result before the assessment began"
    admission.begin(clerk, START)
    clerk.fill("Assessment begun on", day(-1), role="text")
    admission.await_verdict(clerk, "Not met", TOMORROW)
    assert not admission.is_offered(clerk, START), "begun on a day to come"
    clerk.fill("Assessment begun on", BEGUN, role="text")
    admission.await_verdict(clerk, "Met", TOMORROW)
    admission.finish(clerk, START)
    clerk.await_text("Being assessed: Now", "table-cell")

    admission.begin(clerk, RESULT)
    clerk.fill("Assessed on", day(-1), role="text")
    admission.await_verdict(clerk, "Not met", TOMORROW)
    assert not admission.is_offered(clerk, RESULT), "assessed on a day to come"
    clerk.fill("Assessed on", ASSESSED, role="text")
    admission.choose(clerk, "Result of the assessment", "Assessment passed")
    admission.fill_in(clerk, {"Score": "86.5", "Opinion": "条件具备，同意准入"})
    admission.finish(clerk, RESULT)
    clerk.press("Escape")
    admission.show_tab(clerk, "Facts")
    clerk.await_text("Result of the assessment: Assessment passed", "label")
    clerk.await_text(f"Assessed on: {ASSESSED}", "label")


def assess_and_admit(office, stopped):
    rest = accept(office)
    leader = admission.open_steps(office, AGENCY, NUMBER, "leader")
    refuse_admission(leader)
    clerk = admission.open_steps(office, AGENCY, NUMBER, "clerk")
    if stopped:
        office.service.stop()
        leader.press("F5")
        admission.await_verdict(leader, "Not met", "The service must be reachable: this step is taken there")
    assess(clerk)
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
    wait_until(lambda: application(rest).get("assessment") == "passed", "the result at the service")
    assessed = application(rest)
    assert (assessed["state"], assessed["assessment_from"], assessed["assessed_on"]) == ("assessing", BEGUN, ASSESSED)
    assert (float(assessed["score"]), assessed["opinion"]) == (86.5, "条件具备，同意准入"), assessed
    clerk.quit()

    leader.press("F5")
    admission.await_verdict(leader, "Met", NEEDED)
    admission.take(leader, "Admit", {"Decided on": day(0)})
    leader.await_text("Admitted: Now", "table-cell")
    admitted = application(rest)
    assert admitted["state"] == "admitted" and admitted["agreement"], admitted
    leader.quit()


desk.run([("J7 an assessment, its day and its result", lambda office: assess_and_admit(office, False)),
          ("J7 the same, the service stopped half-way", lambda office: assess_and_admit(office, True))], COUNTY)
