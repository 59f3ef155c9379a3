#!/usr/bin/env python3
"""J12: the office loads the province's own text, sets up its numbers, and an agreement is written on that text and signed by
both sides: parties, term, scopes, number and plaque stand in the document as in the record, as PDF too; every print is
counted. Refused: a number without a series. All by hand; the documents leave also while the service is away."""

import os
import zipfile

import admission
import desk
import letter
import roster
from admission import day
from service import Rest, wait_until

COUNTY = "370102"
AGENCY, CODE, TITLE = "济南市历下区康复医院", roster.credit_code(1), "工伤康复服务协议"
TEMPLATE, FILE = "省统一文本", "province.docx"
MARK, NUMBER, PLAQUE = "济康协", "济康协〔{year}〕18号", "济康牌18"
STARTS, ENDS = day(0), day(-730)
KIND = "Work-injury rehabilitation"
ISSUE, WRITE, MORE = "Issue", "Write the letter…", "More about this record"
AGENCY_SIGNS = "Enter the agency's signature"
SERIES = "The office must have a series of numbers for this letter in that year"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = ("省工伤康复服务协议（统一文本）", "编号：{{letter.register_number}}", "甲方：{{letter.issuer}}", "乙方：{{agency.name}}",
        "统一社会信用代码：{{agency.uscc}}", "期限：{{agreement.starts_on}}至{{agreement.ends_on}}",
        "服务范围：{{agreement.scopes}}", "标牌号：{{agreement.plaque_no}}")


def write_template(path):
    """The province's text, as small as a Word document can be."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT)
    parts = {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '</Types>',
        "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body>'
        '</w:document>'}
    with zipfile.ZipFile(path, "w") as document:
        for name, text in parts.items():
            document.writestr(name, text)


def load_template(office, leader, rest):
    """The leader keeps the office's texts: the template is added, its document attached, and every field of it known."""
    path = os.path.join(office.folder, FILE)
    write_template(path)
    admission.open_view(leader, "Letter templates")
    leader.press("ctrl+n")
    leader.await_text("New template – Kangxie", "frame")
    admission.choose_found(leader, "Kind of letter", "Service agreement")
    admission.fill_in(leader, {"Name": TEMPLATE, "In use from": "2026-01-01"})
    leader.press("ctrl+s")
    leader.await_text("Template added")
    leader.await_text(f"{TEMPLATE} – Kangxie", "frame")
    admission.attach(leader, path)
    admission.show_tab(leader, "Facts")
    leader.await_text("The document can be used: every field of it is known.")
    wait_until(lambda: [item["file_name"] for item in rest.all("/v1/attachments") if item.get("stored")] == [FILE],
               "the document at the service")


def draw_up(clerk, rest):
    """The agreement, without a number; its address."""
    admission.open_view(clerk, "Agreements")
    clerk.press("ctrl+n")
    clerk.await_focus("entry", "Agreement with which agency?")
    clerk.type(AGENCY)
    clerk.await_text(f"{AGENCY}, ", "list-item")
    clerk.press("Return")
    clerk.await_text("New agreement – Kangxie", "frame")
    clerk.await_text("Step 1 of 5: Parties", "push-button")
    admission.choose(clerk, "Kind of agreement", KIND)
    clerk.push("Next")
    clerk.await_focus("check-box", "Inpatient")
    admission.await_verdict(clerk, "Not met", "The scopes of service must be given")
    for box in ("Inpatient", "Outpatient", "Medical rehabilitation"):
        clerk.push(box, role="check-box")
    admission.choose(clerk, "Counts toward", "County")
    admission.fill_in(clerk, {"Counts in (area code)": COUNTY})
    admission.await_verdict(clerk, "Met", "The scopes of service must be given")
    # It is made before its payments are.
    clerk.press("ctrl+Return")
    clerk.await_text("Agreement added")
    clerk.await_text(f"{KIND} – Kangxie", "frame")
    clerk.await_focus("text", "Starts on")
    admission.fill_in(clerk, {"Starts on": STARTS, "Ends on": ENDS})
    admission.await_verdict(clerk, "Look at this", "No way of payment is on record")
    clerk.press("ctrl+Return")
    clerk.await_focus("text", "Text of the agreement")
    clerk.type(TEMPLATE)
    clerk.press("ctrl+Return")
    clerk.await_text("Attach files…", "push-button")
    clerk.push("Finish")
    clerk.await_text("Hand in for review", "push-button")
    admission.show_tab(clerk, "Facts")
    row, = wait_until(lambda: [row for row in rest.all("/v1/agreements") if row.get("template_name") == TEMPLATE],
                      "the agreement at the service")
    assert (row["scopes"], row["starts_on"], row["ends_on"]) == (["inpatient", "outpatient"], STARTS, ENDS), row
    return f"/v1/agreements/{row['id']}"


def write(clerk, path, button):
    """The letter as a document: after which text is told, then it is saved."""
    clerk.windows_before = 1
    clerk.choose_item(MORE, WRITE)
    clerk.await_text(f"Written after the office's own template: {TEMPLATE}")
    clerk.push(button)
    clerk.choose_file(path)
    clerk.await_text(f"{os.path.basename(path)} is written")


def check(lines, number):
    for line in (f"编号：{number}", f"乙方：{AGENCY}", f"统一社会信用代码：{CODE}",
                 f"期限：{letter.in_chinese(STARTS)}至{letter.in_chinese(ENDS)}", f"标牌号：{PLAQUE}"):
        assert line in lines, (line, lines)
    # Without the translations, which a build that is not installed lacks, scopes are English.
    assert "服务范围：住院、门诊" in lines or "服务范围：Inpatient、Outpatient" in lines, lines


def give_number(clerk, leader, rest, path, number):
    """Not without a series; the letter's number becomes that of the agreement."""
    admission.show_tab(clerk, "Steps")
    admission.await_verdict(clerk, "Not met", SERIES)
    assert not admission.is_offered(clerk, ISSUE + "…"), "issued without a series"
    letter.set_up_series(leader, MARK, 18, "Service agreement")
    clerk.press("F5")
    admission.await_verdict(clerk, "Met", SERIES)
    admission.take(clerk, ISSUE, {"Dated": day(0)})
    clerk.await_text("Issued: Now", "table-cell")
    wait_until(lambda: [item.get("number") for item in rest.all("/v1/letters")] == [number], "the number")
    assert rest.ask("GET", path)["number"] == number


def await_state(rest, path, state):
    wait_until(lambda: rest.ask("GET", path)["state"] == state, f"the agreement to be {state}")


def open_steps(person, number):
    admission.open_row(person, "Agreements", AGENCY, number)
    admission.show_tab(person, "Steps")


def sign(office, clerk, leader, rest, path, number):
    """Handed in, reviewed by another, signed by the agency, and by who decides."""
    person = {"Signed on": day(0)}
    open_steps(clerk, number)
    admission.take(clerk, "Hand in for review", {})
    await_state(rest, path, "in_review")
    reviewer = office.open("agencies", person="reviewer", name="reviewer")
    open_steps(reviewer, number)
    admission.take(reviewer, "Approve", {})
    await_state(rest, path, "approved")
    reviewer.quit()
    clerk.press("F5")
    admission.take(clerk, AGENCY_SIGNS, {**person, "Signer": "常清源"})
    await_state(rest, path, "agency_signed")
    leader.press("F5")
    open_steps(leader, number)
    admission.take(leader, "Sign", {**person, "Signer": "仇正衡"})
    await_state(rest, path, "signed")
    row = rest.ask("GET", path)
    assert (row["agency_signer"], row["office_signer"]) == ("常清源", "仇正衡"), row


def give_plaque(clerk, rest, path):
    """On the page of the agreement."""
    clerk.press("F5")
    clerk.await_text("Signed: Now", "table-cell")
    clerk.press("ctrl+e")
    admission.fill_in(clerk, {"Number of the plaque": PLAQUE, "Plaque given on": day(0)})
    clerk.press("ctrl+s")
    clerk.await_text("Saved")
    wait_until(lambda: rest.ask("GET", path).get("plaque_no") == PLAQUE, "the plaque at the service")


def save_documents(office, clerk, number):
    admission.open_row(clerk, "Letters", TITLE)
    issued, pdf = os.path.join(office.folder, "issued.docx"), os.path.join(office.folder, "issued.pdf")
    write(clerk, issued, "Save as…")
    check(letter.read(issued), number)
    write(clerk, pdf, "Save as PDF…")
    lines = letter.read_pdf(pdf)
    if lines is not None:
        check(lines, number)


def write_agreement(office, stopped):
    rest = Rest(office.service, "colleague")
    rest.add_agency(AGENCY, uscc=CODE, licence_no_end=True)
    number = NUMBER.format(year=day(0)[:4])
    leader = office.open("agencies", person="leader", name="leader")
    load_template(office, leader, rest)
    clerk = office.open("agencies")
    path = draw_up(clerk, rest)
    letter.begin(clerk, "Service agreement", TITLE)
    draft = os.path.join(office.folder, "draft.docx")
    write(clerk, draft, "Save as…")
    assert f"乙方：{AGENCY}" in letter.read(draft), letter.read(draft)
    give_number(clerk, leader, rest, path, number)
    sign(office, clerk, leader, rest, path, number)
    leader.quit()
    give_plaque(clerk, rest, path)
    if stopped:
        office.service.stop()
    save_documents(office, clerk, number)
    if stopped:
        clerk.await_text("Offline", "push-button")
        office.service.start()
        rest = Rest(office.service, "colleague")
        clerk.press("F5")
    wait_until(lambda: sorted(item["way"] for item in rest.all("/v1/letter-prints")) == ["docx", "pdf"], "the log of prints")
    clerk.quit()


desk.run([("J12 an agreement is written on the province's text, numbered and signed",
           lambda office: write_agreement(office, False)),
          ("J12 the same, the service stopped for the documents", lambda office: write_agreement(office, True))], COUNTY)
