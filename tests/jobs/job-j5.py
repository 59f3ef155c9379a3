#!/usr/bin/env python3
"""J5: an application is received, its documents are checked, what is missing is asked for, the clock stops and runs
again, and the application is accepted. Refused: with documents missing, too early, by whom it is not for."""

import os

import admission
import desk
import letter
import roster
from admission import day
from service import Rest, wait_until

AGENCY, NUMBER = "济南市历下区康复医院", "申2026-001"
FORM, CERTIFICATE, CAPACITY, ASSESSMENT = (
    "Application form", "Copy of the legal person's certificate", "List of departments, beds, staff and equipment",
    "Self-assessment form")
OWN = "Other document · 法定代表人授权书"
PAUSE = "Supplement awaited"
RECEIVED, ASKED, CAME, LAST = day(4), day(3), day(1), day(-20)
NOTICE, TITLE = "Draw up the notice for supplement…", "补正通知书"
ADDRESS, PHONE = "历下区文化东路2号", "0531-12345678"
MISSING = "Documents that are missing or have to be corrected: "


def application(rest):
    return next(item for item in rest.all("/v1/applications") if item["number"] == NUMBER)


def pauses(rest):
    return [(item["kind"], item["from_on"], item.get("until_on")) for item in rest.all("/v1/application-pauses")]


def documents(rest):
    return {(item["kind"], item.get("document")): item["state"] for item in rest.all("/v1/application-items")}


def check(clerk):
    """One is there, one has to be corrected, one is not needed, and the office wants another one."""
    admission.change_document(clerk, FORM, "There", Received_on=RECEIVED)
    admission.change_document(clerk, CERTIFICATE, "To be corrected", What_is_to_be_corrected="缺公章")
    admission.change_document(clerk, ASSESSMENT, "Not needed")
    clerk.push("Add a document")
    clerk.await_focus("push-button", "Kind of document")
    admission.choose(clerk, "Kind of document", "Other document")
    clerk.fill("Name of the document", "法定代表人授权书", role="text")
    admission.choose(clerk, "State", "Missing")
    clerk.push("Save")
    clerk.await_text(OWN, "list-item")


def ask(clerk, write):
    """The notice for supplement, which is written at once; a second one is refused, and so is accepting."""
    admission.show_tab(clerk, "Steps")
    admission.await_verdict(clerk, "Not met", MISSING + "3")
    assert not admission.is_offered(clerk, "Accept application…"), "accepted with documents missing"
    # Tomorrow has not come.
    admission.begin(clerk, "Ask for supplement")
    clerk.fill("Notice given on", day(-1), role="text")
    admission.await_verdict(clerk, "Not met", "The day of the step must have come")
    assert not admission.is_offered(clerk, "Ask for supplement"), "asked on a day to come"
    admission.fill_in(clerk, {"Notice given on": ASKED, "To be supplemented by": LAST})
    admission.finish(clerk, "Ask for supplement")
    write(None)
    clerk.await_text("Being supplemented: Now", "table-cell")
    admission.await_verdict(clerk, "Not met", "No earlier notice for supplement may be open")
    assert not admission.is_offered(clerk, "Ask for supplement…"), "asked for twice"
    admission.show_tab(clerk, "Facts")
    admission.await_line(clerk, PAUSE, f"Stands from: {ASKED}")


def write_notice(office, clerk, name, item):
    """The letter of the register says to whom, what lacks, by when, and where it goes. `item`: in the menu of the record,
    which opens the letter that is there already, else it comes from the message that the step was taken."""
    path = os.path.join(office.folder, "notice.docx" if item is None else "again.docx")
    if item is None:
        # Messages come one after the other, and F8 belongs to the one that is shown.
        clerk.await_text(NOTICE, "push-button")
        clerk.press("F8")
        clerk.await_text("New letter – Kangxie", "frame")
        clerk.press("ctrl+s")
        clerk.await_text("Letter added")
    else:
        clerk.choose_item("More about this record", item)
    clerk.await_text(f"{TITLE} – Kangxie", "frame")
    clerk.windows_before = 1
    clerk.choose_item("More about this record", "Write the letter…")
    clerk.push("Save as…")
    clerk.choose_file(path)
    clerk.await_text(f"{os.path.basename(path)} is written")
    clerk.press("alt+Left")
    clerk.await_text(f"{NUMBER} – Kangxie", "frame")
    lines = [line for line in letter.read(path) if line]
    assert not any("{{" in line for line in lines), lines
    for line in (f"{AGENCY}：", f"请于{letter.in_chinese(LAST)}前（含当日）补正。补正期间不计入受理期限。", f"联系地址：{ADDRESS}",
                 f"联系电话：{PHONE}", name):
        assert line in lines, (line, lines)
    assert any(f"你单位{letter.in_chinese(RECEIVED)}提交的准入申请（申请编号：{NUMBER}）" in line for line in lines), lines
    begin, end = lines.index("需要补正的内容") + 1, next(n for n, line in enumerate(lines) if line.startswith("请于"))
    # Chinese, though the program speaks English.
    assert lines[begin:end] == ["1", "法人证书复印件", "缺公章", "2", "科室、床位、人员和设备清单", "缺少", "3", "法定代表人授权书",
                                "缺少"], lines


def supplement(clerk):
    """What was missing comes, the last of it at last: only then does the clock run again."""
    admission.change_document(clerk, CERTIFICATE, "There", Received_on=CAME)
    admission.change_document(clerk, CAPACITY, "There", Received_on=CAME)
    assert "Runs again" not in admission.read_line(clerk, PAUSE), "the clock ran before all was there"
    admission.change_document(clerk, OWN, "There", Received_on=CAME)
    admission.await_line(clerk, PAUSE, f"Runs again from: {CAME}")


def look_on(office):
    """A leader is shown who accepts applications, and cannot do it."""
    leader = office.open("agencies", person="leader", name="leader")
    admission.open_row(leader, "Applications", AGENCY, NUMBER)
    admission.show_tab(leader, "Steps")
    leader.await_text("Steps of others")
    leader.await_text("Accept application: Clerk, Reviewer")
    assert leader.find("Accept application…", "push-button") is None, "a leader may accept"
    leader.quit()


def receive(office, stopped):
    rest = Rest(office.service, "colleague")
    rest.add_agency(AGENCY, uscc=roster.credit_code(1), licence_no_end=True)
    Rest(office.service, "leader").patch(f"/v1/offices/{rest.office()}", address=ADDRESS, phone=PHONE)
    name = rest.ask("GET", f"/v1/offices/{rest.office()}")["name"]
    clerk = office.open("agencies")
    clerk.await_focus("table-row", AGENCY)
    admission.open_view(clerk, "Applications")
    if stopped:
        office.service.stop()
    admission.enter_application(clerk, AGENCY, NUMBER, RECEIVED, "370102")
    check(clerk)
    ask(clerk, lambda item: write_notice(office, clerk, name, item))
    write_notice(office, clerk, name, NOTICE)
    if stopped:
        clerk.await_text("Offline", "push-button")
        admission.show_tab(clerk, "Steps")
        admission.await_verdict(clerk, "Not met", "The service must be reachable: this step is taken there")
        office.service.start()
        rest = Rest(office.service, "colleague")
        admission.show_tab(clerk, "Facts")
    wait_until(lambda: [item["state"] for item in rest.all("/v1/applications")] == ["supplementing"], "the notice")
    assert application(rest)["supplement_by"] == LAST
    wait_until(lambda: [(item["kind"], item["state"]) for item in rest.all("/v1/letters")] ==
               [("supplement_notice", "draft")], "the letter in the register")
    assert pauses(rest) == [("supplement", ASKED, None)], pauses(rest)
    assert documents(rest) == {
        ("application_form", None): "there", ("legal_person", None): "defective", ("capacity_list", None): "missing",
        ("self_assessment", None): "not_needed", ("other", "法定代表人授权书"): "missing"}, documents(rest)
    supplement(clerk)
    wait_until(lambda: pauses(rest) == [("supplement", ASKED, CAME)], "the clock to run again")
    if not stopped:
        look_on(office)
    admission.show_tab(clerk, "Steps")
    admission.await_verdict(clerk, "Met", MISSING + "0")
    admission.take(clerk, "Accept application", {"Accepted on": day(0)})
    clerk.await_text("Accepted: Now", "table-cell")
    accepted = application(rest)
    assert (accepted["state"], accepted["accepted_on"]) == ("accepted", day(0)), accepted
    clerk.quit()


desk.run([("J5 an application is received and its documents are checked", lambda office: receive(office, False)),
          ("J5 the same, the service stopped half-way", lambda office: receive(office, True))])
