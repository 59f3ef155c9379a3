#!/usr/bin/env python3
"""J6 where a reason helps: a county of Guangdong, whose document leaves the quota open. The office sets itself a limit of
one agency; the second is refused with the office's own value, never with the document's words, and goes beyond it with
a reason, which stays with the application and with the agreement."""

import admission
import before
import desk
from admission import day
from service import Rest, wait_until

COUNTY = "440106"
FIRST, SECOND = "天河区第一康复医院", "天河区第二康复医院"
NUMBER, AGREEMENT = "申2026-002", "穗康协〔2026〕02号"
# What the province says of quotas, without a number.
QUOTE = "科学确定协议机构的数量和结构"
LIMIT, PAPER = "Agencies in a county, at most", "穗社保办〔2026〕9号"
OWN = f"This office's own value since {day(0)}"
OPEN = ("Met", "No document and no own value limits this place; it has 1")
FULL = "Places taken here: 1 of 1; going beyond needs a reason"
REASON = "辖区工伤职工多，一家不足"
REASON_FIELD = "Reason, if there is one to tell"


def prepare(office):
    """One agreement that runs; an application that passed its assessment, which Guangdong wants."""
    rest, reviewer = Rest(office.service, "clerk"), Rest(office.service, "reviewer")
    first, second = (before.add_agency(rest, name, number) for number, name in enumerate((FIRST, SECOND), 1))
    before.take_over(rest, first, 1, counts_area=COUNTY)
    application = before.accept(office, second, NUMBER, area=COUNTY)
    rest.act(application, "start_assessment", assessment_from=day(8))
    reviewer.act(application, "enter_result", assessed_on=day(5), assessment="passed", score="91.00")
    return application


def open_limit(leader):
    """Its page in the preferences."""
    leader.press("ctrl+comma")
    leader.await_text("Preferences", "frame")
    leader.push("Policy", role="page-tab")
    leader.fill("Search all parameters", "agencies county")
    leader.tab_to("list-item", LIMIT)
    leader.press("Return")
    leader.await_text("No value: the document leaves it open", "list-item")
    leader.tab_to("list-item", "No own value")


def type_limit(leader):
    """What the office decided, from when, and on which paper."""
    for title, text in (("Value, in agencies", "1"), ("First day, such as 2026-07-01", day(0)),
                        ("Document of the office", PAPER)):
        leader.press("Tab")
        leader.fill_row(title, text)


def close_preferences(leader):
    """From the page of the limit, whose row gets the focus back."""
    leader.press("Escape")
    leader.await_focus("list-item", LIMIT)
    # The message of what was done takes one for itself.
    wait_until(lambda: leader.find("Preferences", "frame") is None or leader.press("Escape"), "the preferences to close")


def fail_without_service(leader, office):
    """Own values are entered at the service; what was typed meanwhile waits."""
    office.service.stop()
    leader.press("F5")
    leader.await_text("Offline", "push-button")
    open_limit(leader)
    type_limit(leader)
    admission.await_verdict(leader, "Not met", "The service must be reachable: this happens there")
    assert not admission.is_offered(leader, "Enter the own value"), "entered without the service"
    close_preferences(leader)
    office.service.start()
    leader.press("F5")
    leader.await_text(" synchronized", "push-button")


def set_limit(leader, office, stopped):
    if stopped:
        fail_without_service(leader, office)
    open_limit(leader)
    if not stopped:
        type_limit(leader)
    admission.await_verdict(leader, "Met", "The service must be reachable: this happens there")
    leader.push("Enter the own value")
    leader.await_text(f"1 agency from {day(0)}", "list-item")
    assert leader.find("No value: the document leaves it open", "list-item") is None, "the document still decides"
    close_preferences(leader)


def read_names(leader):
    return {node.name for node in leader.walk(leader.windows()[0], deep=True)}


def read_own_source(leader, verdict):
    """The kind of source, from when, on which paper; and no word of the document."""
    leader.tab_to("list-item", admission.await_verdict(leader, verdict, FULL).name)
    leader.press("Tab")
    wait_until(lambda: leader.focused().is_called(f"What this rests on: {OWN}"), "the office's own value")
    leader.press("space")
    wait_until(lambda: {OWN, PAPER} <= read_names(leader), "the office's paper")
    said = [name for name in read_names(leader) if QUOTE in name]
    assert not said, f"shown as the document's: {said}"
    leader.press("Escape")
    leader.await_focus("push-button")


def refuse_at_service(office, application):
    """As a program is that gives no reason."""
    try:
        Rest(office.service, "leader").act(application, "admit", decided_on=day(0))
    except AssertionError as error:
        assert ": 422 " in str(error) and FULL in str(error) and QUOTE not in str(error), error
    else:
        raise AssertionError("admitted beyond the limit without a reason")


def admit(leader):
    """The step is prepared, and asks for the reason."""
    admission.begin(leader, "Admit")
    leader.await_focus("text", "Decided on")
    leader.type(day(0))
    admission.await_verdict(leader, "Not met", FULL)
    assert not admission.is_offered(leader, "Admit"), "admitted without a reason"
    leader.fill(REASON_FIELD, REASON, role="text")
    admission.await_verdict(leader, "Look at this", FULL)
    admission.finish(leader, "Admit")
    leader.await_text("Admitted: Now", "table-cell")


def sign(office, leader, rest, agreement):
    """The agreement brought the reason along."""
    rest.patch(agreement, number=AGREEMENT, starts_on=day(0), ends_on=day(-1000), template_name="协议文本")
    before.bring_to_signing(office, agreement)
    leader.press("F5")
    admission.open_row(leader, "Agreements", SECOND, AGREEMENT)
    admission.show_tab(leader, "Steps")
    admission.begin(leader, "Sign")
    admission.fill_in(leader, {"Signed on": day(0), "Signer": "张明"})
    admission.finish(leader, "Sign")
    signed = rest.ask("GET", agreement)
    assert (signed["state"], signed["layout_reason"]) == ("signed", REASON), signed


def walk(office, stopped):
    application = prepare(office)
    leader = admission.open_steps(office, SECOND, NUMBER, "leader")
    admission.read_source(leader, *OPEN, QUOTE)
    leader.await_focus("push-button")
    admission.open_view(leader, "Applications")
    set_limit(leader, office, stopped)
    admission.open_row(leader, "Applications", SECOND, NUMBER)
    admission.show_tab(leader, "Steps")
    rest = Rest(office.service, "clerk")
    own, = rest.all("/v1/own-values")
    assert (own["parameter"], own["value"], own["from_on"], own["document"]) == ("cap_county", "1", day(0), PAPER), own
    read_own_source(leader, "Not met")
    refuse_at_service(office, application)
    admit(leader)
    admitted = rest.ask("GET", application)
    assert admitted["state"] == "admitted", admitted
    lines = rest.ask("GET", f"{application}/history")["items"]
    assert ("admit", "leader", REASON) in [(line["kind"], line["by_name"], line.get("reason")) for line in lines], lines
    admission.show_tab(leader, "History")
    wait_until(lambda: f"Reason: {REASON}" in read_names(leader), "the reason in the history")
    sign(office, leader, rest, f"/v1/agreements/{admitted['agreement']}")
    leader.quit()


desk.run([("J6 a reason beyond the office's own limit", lambda office: walk(office, False)),
          ("J6 the same, the service stopped half-way", lambda office: walk(office, True))], COUNTY)
