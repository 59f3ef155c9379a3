#!/usr/bin/env python3
"""J45: an auditor asks for everything on one agency since 2023. From the menu of the agency comes one ZIP file with
index, records, letters, attachments, log and hashes; it verifies, and what is done to it afterwards is named. With the
service stopped it is said why there is none."""

import hashlib
import json
import os
import subprocess
import zipfile

import desk
import roster
from service import Rest

NAME, FORMER = "济南市历下区康复医院", "历下区工人医院"
ITEM = "Whole file of the agency…"
SCAN = "授权书 扫描件.pdf"
BYTES = b"%PDF-1.4 a scan" * 1000


def attach(rest, owner):
    """A scan of the agreement, its bytes at the service."""
    sha256 = hashlib.sha256(BYTES).hexdigest()
    rest.ask("POST", "/v1/attachments", {
        "owner_entity": "agreement", "owner": owner, "title": "授权书", "file_name": SCAN,
        "media_type": "application/pdf", "size": len(BYTES), "sha256": sha256})
    rest.send(f"/v1/blobs/{sha256}", BYTES)


def prepare(rest):
    """An agency with a second record, an agreement with its scan."""
    agency = rest.add_agency(NAME, uscc=roster.credit_code(1))["id"]
    second = rest.add_agency(FORMER, uscc=roster.credit_code(2))["id"]
    rest.act(f"/v1/agencies/{second}", "link_alias", **{"target": agency, "$reason": "曾用名"})
    agreement = rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": "济康协〔2025〕01号",
        "scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county", "counts_area": "370102",
        "starts_on": "2025-01-01", "ends_on": "2027-12-31"})["id"]
    rest.ask("POST", f"/v1/agreements/{agreement}/actions/take_over", {"state": "signed"}, If_Match="*")
    attach(rest, agreement)
    return agency


def verify(office, path):
    """How `kangxied verify file` ends, and what it says is wrong."""
    found = subprocess.run([office.service.program, "verify", "file", path], capture_output=True, text=True, check=False)
    return found.returncode, found.stderr


def look_inside(path, agency):
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        names = file.namelist()
        manifest = json.loads(file.read("manifest.json"))
        assert (manifest["agency"]["id"], manifest["since"], manifest["algorithm"]) == (agency, "2023-01-01", "SHA-256")
        for part in manifest["files"]:
            assert hashlib.sha256(file.read(part["name"])).hexdigest() == part["sha256"], part
        scan = [name for name in names if name.endswith(SCAN)]
        assert len(scan) == 1 and file.read(scan[0]) == BYTES, names
        agencies = json.loads(file.read("records/agencies.json"))
        assert {row["name"] for row in agencies} == {NAME, FORMER}, agencies
        assert len(json.loads(file.read("records/agreements.json"))) == 1
        assert NAME in file.read("index.html").decode()
        for name in ("index.xlsx", "records/agreements.xlsx", "log/history.xlsx", "log/history.ndjson"):
            assert name in names, names
        return scan[0]


def tamper(path, victim):
    """The same file with one part changed."""
    other = path + ".tampered.zip"
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(other, "w") as out:
        for name in file.namelist():
            out.writestr(name, file.read(name) + (b"!" if name == victim else b""))
    return other


def ask_for_file(office):
    agency = prepare(Rest(office.service, "colleague"))
    path = os.path.join(office.folder, "档案.zip")
    clerk = office.open("agencies")
    # The second record stands beside it.
    clerk.await_text(NAME, "table-row")
    clerk.press("ctrl+k")
    clerk.await_focus("entry", "Find an agency")
    clerk.type(roster.credit_code(1))
    clerk.await_text(f"{NAME}, ", "list-item")
    clerk.press("Return")
    clerk.await_text(f"{NAME} – Kangxie", "frame")
    clerk.choose_item("More about this record", ITEM)
    clerk.await_text("Whole file of the agency", "frame")
    clerk.await_focus("text", "Since")
    clerk.type("2023")
    clerk.windows_before = 2
    clerk.press("Return")
    clerk.choose_file(path)
    clerk.await_text("is written and holds")
    assert verify(office, path)[0] == 0
    scan = look_inside(path, agency)
    status, words = verify(office, tamper(path, scan))
    assert status == 6 and f"changed: {scan}" in words, (status, words)

    # Without the service it is said why not, and nothing is written.
    office.service.stop()
    clerk.press("F5")
    clerk.await_text("Offline", "push-button")
    clerk.choose_item("More about this record", ITEM)
    clerk.await_text("The file of the agency cannot be made now")
    clerk.press("Escape")
    clerk.quit()


desk.run([("J45 everything on one agency since 2023", ask_for_file)])
