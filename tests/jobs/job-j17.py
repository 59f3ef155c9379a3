#!/usr/bin/env python3
"""J17: an agreement that was suspended goes on: the decision is served, what had to be put right passes its recheck, the
service resumes, the days of the suspension are counted, and the agency is told in a letter. All by hand. Refused while the
recheck is open."""

import os

import admission
import agreement
import desk
import letter
import suspension
from admission import day
from agreement import COUNTY, NAME, NUMBER
from service import Rest, wait_until

RECHECK = "What the agency had to put right must have passed the recheck"
SERVED, RESUMED, DAYS = day(5), day(0), 5
TITLE = "恢复履行通知"
FOUND = "记录已补全，现场核查属实"


def add_rectification(rest, suspended):
    """As it runs on paper; its address."""
    row = rest.ask("GET", suspended)
    path = "/v1/rectifications/" + rest.ask("POST", "/v1/rectifications", {
        "office": rest.office(), "agency": row["agency"], "number": "济康整〔2026〕3号", "issued_on": day(20),
        "due_on": day(-20), "matter": "康复记录不完整"})["id"]
    rest.act(path, "take_over", state="issued")
    return path


def decide(leader, clerk, rest):
    """Put forward, heard and decided days ago, and entered today; the address of the suspension."""
    path = suspension.propose(clerk, rest, SERVED, day(-60))
    suspension.hear(clerk, rest, path, day(20), day(10))
    suspension.decide(leader, rest, path, day(6))
    clerk.press("F5")
    clerk.await_text("Decided, not served")
    return path


def resume(office, leader, rest, path, rectification):
    """Not before the recheck, which is passed elsewhere."""
    leader.press("F5")
    leader.await_text("Suspended for 6 days")
    admission.show_tab(leader, "Steps")
    admission.await_verdict(leader, "Not met", RECHECK)
    assert not admission.is_offered(leader, "Resume…"), "resumed before the recheck"
    rest.act(rectification, "report", reported_on=day(1))
    Rest(office.service, "reviewer").act(rectification, "recheck", rechecked_on=day(0), result="passed")
    leader.press("F5")
    admission.await_verdict(leader, "Met", RECHECK)
    admission.take(leader, "Resume", {"Resumed from": RESUMED, "What was verified": FOUND})
    row = wait_until(lambda: rest.ask("GET", path) if rest.ask("GET", path)["state"] == "lifted" else None,
                     "the service to resume")
    assert (row["lifted_on"], row["verified"]) == (RESUMED, FOUND), row
    leader.await_text(f"Resumed from {RESUMED}, after {DAYS} days")


def tell_agency(office, clerk):
    """From the page of the suspension: the letter says what the record says."""
    admission.show_tab(clerk, "Facts")
    letter.begin_offered(clerk, TITLE)
    lines = suspension.write_letter(clerk, {}, os.path.join(office.folder, "resumption.docx"))
    for line in (f"{NAME}：",
                 f"我单位{letter.in_chinese(SERVED)}通知你单位中止全部的工伤康复服务（协议编号：{NUMBER}）。经核查，{FOUND}。"
                 "现将恢复事项通知如下：",
                 f"一、自{letter.in_chinese(RESUMED)}起，恢复全部的工伤康复服务。本次中止自{letter.in_chinese(SERVED)}起，共{DAYS}日。",
                 f"二、中止期间不顺延协议期限，协议仍于{letter.in_chinese(day(-700))}期满。"):
        assert line in lines, (line, lines)


def await_letter(rest, path):
    row, = wait_until(lambda: rest.all("/v1/letters"), "the letter at the service")
    assert (row["title"], row["kind"], row["state"]) == (TITLE, "resumption", "draft"), row
    assert row["suspension"] == path.rsplit("/", 1)[1], row
    said = wait_until(lambda: rest.all("/v1/letters")[0].get("said"), "what the letter says")
    assert said["days"] == str(DAYS) and said["findings"] == FOUND and said["from"] == RESUMED, said


def go_on(office, stopped):
    rest = Rest(office.service, "colleague")
    suspended = agreement.add(rest, "signed")
    rectification = add_rectification(rest, suspended)
    clerk = office.open("overview")
    leader = office.open("overview", person="leader", name="leader")
    path = decide(leader, clerk, rest)
    suspension.serve(office, clerk, rest, path, SERVED)
    clerk.await_text("Suspended for 6 days")
    resume(office, leader, rest, path, rectification)
    leader.quit()
    assert rest.ask("GET", suspended)["state"] == "signed"
    clerk.press("F5")
    clerk.await_text(f"Resumed from {RESUMED}, after {DAYS} days")
    if stopped:
        office.service.stop()
    tell_agency(office, clerk)
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
        clerk.press("F5")
    await_letter(rest, path)
    clerk.quit()


desk.run([("J17 goes on after the recheck", lambda office: go_on(office, False)),
          ("J17 the same, the service stopped for the letter", lambda office: go_on(office, True))], COUNTY)
