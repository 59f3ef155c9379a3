#!/usr/bin/env python3
"""J6: the quota of a county of Shandong before an admission. By the province's document it may have two agencies; one
is there. The second is admitted and signed, the third is refused with the document's sentence, and no reason helps."""

import admission
import before
import desk
from admission import day
from service import Rest, wait_until

FIRST, SECOND, THIRD, FOURTH = "历下区第一康复医院", "历下区第二康复医院", "历下区第三康复医院", "历下区第四康复医院"
AGREEMENT = "济康协〔2026〕02号"
QUOTE = "每个县（市、区）不超过2家"
SOURCE = ("Document", "鲁人社发〔2023〕17号 （八）", f"“{QUOTE}”", "Duty")
ROOM = ("Met", "Places taken here: 1 of 2")
FULL = ("Not met", "Places taken here: 2 of 2; the document allows no more")
REASON = "市政府要求"


def prepare(office):
    """One agreement that runs; two applications that were accepted; an agreement that only has to be signed, with a
    reason why it may go beyond a limit."""
    rest = Rest(office.service, "clerk")
    first, second, third, fourth = (before.add_agency(rest, name, number) for number, name in
                                    enumerate((FIRST, SECOND, THIRD, FOURTH), 1))
    before.take_over(rest, first, 1)
    ready = before.draw_up(rest, fourth, 4, layout_reason=REASON)
    before.bring_to_signing(office, ready)
    return before.accept(office, second, "申2026-002"), before.accept(office, third, "申2026-003"), ready


def look_at_layout(leader, state):
    admission.open_view(leader, "Layout")
    leader.tab_to("list-item", f"历下区, {state}")


def read_limit(leader):
    """The document's sentence, from the mark above the counties."""
    mark = leader.tab_to("push-button", "What the limit of each county rests on", key="shift+Tab")
    leader.press("space")
    wait_until(lambda: {*SOURCE} <= {node.name for node in leader.walk(leader.windows()[0])}, "the document's sentence")
    leader.press("Escape")
    leader.await_focus("push-button", mark.name)


def open_steps(leader, view, name, number):
    admission.open_row(leader, view, name, number)
    admission.show_tab(leader, "Steps")


def admit_second(leader, rest, application):
    """The path of the agreement that comes from it."""
    open_steps(leader, "Applications", SECOND, "申2026-002")
    admission.begin(leader, "Admit")
    admission.await_verdict(leader, *ROOM)
    admission.fill_in(leader, {"Decided on": day(0)})
    admission.finish(leader, "Admit")
    row = rest.ask("GET", application)
    assert row["state"] == "admitted", row
    return f"/v1/agreements/{row['agreement']}"


def sign_second(leader, rest, agreement):
    open_steps(leader, "Agreements", SECOND, AGREEMENT)
    admission.begin(leader, "Sign")
    admission.await_verdict(leader, *ROOM)
    admission.fill_in(leader, {"Signed on": day(0), "Signer": "张明"})
    admission.finish(leader, "Sign")
    assert rest.ask("GET", agreement)["state"] == "signed"


def be_overtaken(office, leader, agreement):
    """The leader has all typed for the third while the last place is being taken."""
    open_steps(leader, "Applications", THIRD, "申2026-003")
    admission.begin(leader, "Admit")
    admission.fill_in(leader, {"Decided on": day(0)})
    admission.await_verdict(leader, *ROOM)
    assert admission.is_offered(leader, "Admit")
    Rest(office.service, "leader").act(agreement, "sign", signed_on=day(0), signer="张明")
    admission.await_verdict(leader, *FULL)
    admission.fill_in(leader, {"Reason, if there is one to tell": REASON})
    leader.await_text("Throw away what was typed", "push-button")
    admission.await_verdict(leader, *FULL)
    assert not admission.is_offered(leader, "Admit"), "a reason helps"
    admission.read_source(leader, *FULL, QUOTE)
    leader.await_focus("push-button")
    leader.push("Cancel")
    wait_until(lambda: leader.find("Admit: ", "frame") is None, "the dialog to close")


def refuse_at_service(office, application):
    """As a program is that does not ask first."""
    try:
        Rest(office.service, "leader").act(application, "admit", decided_on=day(0), **{"$reason": REASON})
    except AssertionError as error:
        assert ": 422 " in str(error) and QUOTE in str(error), error
    else:
        raise AssertionError("a third was admitted")


def walk(office, stopped):
    second, third, ready = prepare(office)
    rest, leader = Rest(office.service, "clerk"), office.open("agencies", person="leader")
    if stopped:
        office.service.stop()
        leader.press("F5")
        leader.await_text("Offline", "push-button")
    look_at_layout(leader, "1 of 2 taken, 1 free · 1 coming")
    read_limit(leader)
    if stopped:
        open_steps(leader, "Applications", SECOND, "申2026-002")
        admission.await_verdict(leader, *ROOM)
        admission.await_verdict(leader, "Not met", "The service must be reachable: this step is taken there")
        office.service.start()
        rest = Rest(office.service, "clerk")
        leader.press("F5")
        leader.await_text(" synchronized", "push-button")
    agreement = admit_second(leader, rest, second)
    rest.patch(agreement, number=AGREEMENT, template_name=before.TEXT, starts_on=day(0), ends_on=day(-1000))
    before.bring_to_signing(office, agreement)
    if stopped:
        sign_second(leader, rest, agreement)
    else:
        be_overtaken(office, leader, agreement)
    look_at_layout(leader, "2 of 2 taken, full · 1 coming")
    open_steps(leader, "Applications", THIRD, "申2026-003")
    admission.await_verdict(leader, *FULL)
    assert not admission.is_offered(leader, "Admit…"), "a third may be admitted"
    # Nor is an agreement signed that had its reason before.
    open_steps(leader, "Agreements", FOURTH, "济康协〔2026〕04号")
    admission.read_source(leader, *FULL, QUOTE)
    assert not admission.is_offered(leader, "Sign…"), "a third may be signed"
    refuse_at_service(office, third)
    assert rest.ask("GET", third)["state"] == "accepted" and rest.ask("GET", ready)["state"] == "agency_signed"
    leader.quit()


desk.run([("J6 the quota of a county before admission", lambda office: walk(office, False)),
          ("J6 the same, the service stopped half-way", lambda office: walk(office, True))])
