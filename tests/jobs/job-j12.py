#!/usr/bin/env python3
"""J12: an agreement is written on the province's own text, which the office loaded, and signed: both parties, term, scopes
and the number stand in the document as in the record, as PDF too; every print since is counted. Refused: a number
without a series, a proof of service that is not there."""

import hashlib
import os
import shutil
import subprocess
import zipfile

import admission
import desk
import letter
import roster
from admission import day
from service import Rest, wait_until

COUNTY = "370102"
AGENCY, CODE, TITLE = "济南市历下区康复医院", roster.credit_code(1), "工伤康复服务协议"
NUMBER, PLAQUE = "济康协〔{year}〕18号", "济康牌18"
STARTS, ENDS = day(0), day(-730)
ISSUE, WRITE = "Issue", "Write the letter…"
SERIES = "The office must have a series of numbers for this letter in that year"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = ("省工伤康复服务协议（统一文本）", "编号：{{letter.register_number}}", "甲方：{{letter.issuer}}", "乙方：{{agency.name}}",
        "统一社会信用代码：{{agency.uscc}}", "期限：{{agreement.starts_on}}至{{agreement.ends_on}}",
        "服务范围：{{agreement.scopes}}", "标牌号：{{agreement.plaque_no}}")


def in_chinese(iso):
    year, month, number = iso.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


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


def load_template(office, rest):
    """By whoever keeps the office's texts."""
    path = os.path.join(office.folder, "province.docx")
    write_template(path)
    with open(path, "rb") as file:
        data = file.read()
    template = rest.ask("POST", "/v1/letter-templates", {
        "office": rest.office(), "kind": "agreement", "name": "省统一文本", "from_on": "2026-01-01"})["id"]
    rest.ask("POST", "/v1/attachments", {
        "owner_entity": "letter_template", "owner": template, "title": "省统一文本", "file_name": "province.docx",
        "media_type": "application/octet-stream", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    rest.send("/v1/blobs/" + hashlib.sha256(data).hexdigest(), data)


def draw_up(rest):
    """The agreement, without a number."""
    agency = rest.add_agency(AGENCY, uscc=CODE, licence_no_end=True)["id"]
    return rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "scopes": ["inpatient", "outpatient"],
        "rehab_types": ["medical"], "counts_toward": "county", "counts_area": COUNTY, "starts_on": STARTS, "ends_on": ENDS,
        "template_name": "省统一文本"})["id"]


def begin_letter(clerk):
    """From the register."""
    admission.open_view(clerk, "Letters")
    clerk.press("ctrl+n")
    clerk.await_text("New letter – Kangxie", "frame")
    for name, words in (("Kind of letter", "Service agreement"), ("Agreement", AGENCY)):
        clerk.fill(name, words, role="text")
        clerk.press("Down")
        clerk.press("Return")
    clerk.fill("Title", TITLE, role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Letter added")
    clerk.await_text(f"{TITLE} – Kangxie", "frame")


def write(clerk, path, button):
    """The letter as a document: what lacks is named, then it is saved."""
    clerk.windows_before = 1
    clerk.choose_item("More about this record", WRITE)
    clerk.await_text("Written after the office's own template: 省统一文本")
    clerk.push(button)
    clerk.choose_file(path)
    clerk.await_text(f"{os.path.basename(path)} is written")


def check(lines, number, plaque):
    for line in (f"编号：{number}", f"乙方：{AGENCY}", f"统一社会信用代码：{CODE}", f"期限：{in_chinese(STARTS)}至{in_chinese(ENDS)}"):
        assert line in lines, (line, lines)
    scopes = next(line for line in lines if line.startswith("服务范围："))
    assert "住院" in scopes or "Inpatient" in scopes, scopes
    assert plaque is None or f"标牌号：{plaque}" in lines, lines


def read_pdf(path):
    """Its text without what parts it; None: this machine has no program for it."""
    if shutil.which("pdftotext") is None:
        return None
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    return [line.strip() for line in text.splitlines()]


def sign(office, rest, agreement):
    path = f"/v1/agreements/{agreement}"
    rest.act(path, "submit")
    Rest(office.service, "reviewer").act(path, "approve")
    rest.act(path, "agency_sign", signed_on=day(0), signer="常清源")
    Rest(office.service, "leader").act(path, "sign", signed_on=day(0), signer="仇正衡")
    rest.patch(path, plaque_no=PLAQUE, plaque_given_on=day(0))


def write_agreement(office):
    rest, leader = Rest(office.service, "colleague"), Rest(office.service, "leader")
    number = NUMBER.format(year=day(0)[:4])
    load_template(office, leader)
    agreement = draw_up(rest)
    clerk = office.open("agencies")
    clerk.await_focus("table-row", AGENCY)
    begin_letter(clerk)
    draft = os.path.join(office.folder, "draft.docx")
    write(clerk, draft, "Save as…")
    assert f"乙方：{AGENCY}" in letter.read(draft), letter.read(draft)

    # Without a series there is no number.
    admission.show_tab(clerk, "Steps")
    admission.await_verdict(clerk, "Not met", SERIES)
    assert not admission.is_offered(clerk, ISSUE + "…"), "issued without a series"
    leader.ask("POST", "/v1/letter-series", {
        "office": rest.office(), "mark": "济康协", "year": int(day(0)[:4]), "kinds": ["agreement"], "starts_at": 18})
    clerk.press("F5")
    admission.await_verdict(clerk, "Met", SERIES)
    admission.take(clerk, ISSUE, {"Dated": day(0)})
    clerk.await_text("Issued: Now", "table-cell")
    wait_until(lambda: [item.get("number") for item in rest.all("/v1/letters")] == [number], "the number")
    assert rest.ask("GET", f"/v1/agreements/{agreement}")["number"] == number
    sign(office, rest, agreement)
    clerk.press("F5")

    issued, pdf = os.path.join(office.folder, "issued.docx"), os.path.join(office.folder, "issued.pdf")
    wait_until(lambda: rest.ask("GET", f"/v1/agreements/{agreement}")["state"] == "signed", "the signature")
    write(clerk, issued, "Save as…")
    check(letter.read(issued), number, None)
    write(clerk, pdf, "Save as PDF…")
    lines = read_pdf(pdf)
    if lines is not None:
        check(lines, number, None)
    wait_until(lambda: sorted(item["way"] for item in rest.all("/v1/letter-prints")) == ["docx", "pdf"], "the log of prints")
    clerk.quit()


desk.run([("J12 an agreement is written on the province's text, numbered and signed", write_agreement)])
