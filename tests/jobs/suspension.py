"""Suspensions by hand: put forward, heard, decided and served, and the letters that belong to them."""

import os

import admission
import letter
from agreement import NAME, NUMBER
from service import wait_until

DECISION = "济工伤中心函〔2026〕41号"
FACTS, CLAUSE, PATIENTS = "康复记录不完整，现场核查不符", "第二十一条", "两名职工转至市三院"
WRITE = "Write the letter…"
HEARD = "Heard, waived, or term over on"
PROOF = b"%PDF-1.4 served"


def propose(clerk, rest, first, last):
    """From the page of the agreement; the address of the suspension, whose page is open then."""
    admission.open_row(clerk, "Agreements", NAME, NUMBER)
    clerk.push("Propose a suspension…")
    clerk.await_text("New suspension – Kangxie", "frame")
    admission.choose(clerk, "Kind of suspension", "Service suspended")
    admission.choose(clerk, "Comes from", "Decided by the office")
    admission.choose(clerk, "Concerns", "Whole agreement")
    admission.fill_in(clerk, {"Facts found": FACTS, "Clause of the agreement": CLAUSE, "From": first, "Last day": last,
                              "Plan for the patients": PATIENTS})
    clerk.press("ctrl+s")
    clerk.await_text("Suspension proposed")
    clerk.await_text("Put forward: Now", "table-cell")
    row, = wait_until(lambda: rest.all("/v1/suspensions"), "the suspension at the service")
    assert (row["state"], row["from_on"], row["until_on"]) == ("proposed", first, last), row
    return f"/v1/suspensions/{row['id']}"


def hear(clerk, rest, path, told, heard):
    """The agency was told of its right to speak, and spoke: on the page of the suspension, which is open."""
    clerk.press("ctrl+e")
    clerk.fill("Told of its right to speak on", told, role="text")
    admission.choose(clerk, "Statement and defence", "Statement received")
    clerk.fill(HEARD, heard, role="text")
    clerk.press("ctrl+s")
    clerk.await_text("Saved")
    wait_until(lambda: rest.ask("GET", path).get("statement") == "heard", "the statement at the service")


def open_one(desk):
    """The page of the only one in the list."""
    admission.open_view(desk, "Suspensions")
    admission.reach_row(desk, NAME)
    desk.press("Return")
    desk.await_text("Whole agreement")


def decide(leader, rest, path, on):
    """By who may, on the page of the suspension."""
    open_one(leader)
    admission.show_tab(leader, "Steps")
    admission.begin(leader, "Decide")
    admission.fill_in(leader, {"Decided on": on, "Number of the decision": DECISION})
    admission.finish(leader, "Decide")
    wait_until(lambda: rest.ask("GET", path)["state"] == "decided", "the decision")
    leader.await_text("Decided, not served")


def serve(office, clerk, rest, path, on):
    """The proof is attached first: what was only sent was not served."""
    proof = os.path.join(office.folder, "送达回证.pdf")
    with open(proof, "wb") as file:
        file.write(PROOF)
    admission.attach(clerk, proof)
    admission.show_tab(clerk, "Steps")
    admission.begin(clerk, "Enter the service")
    clerk.fill("Served on", on, role="text")
    admission.choose(clerk, "Served how", "Handed over")
    admission.choose_found(clerk, "Proof of service", "送达回证")
    admission.finish(clerk, "Enter the service")
    row = wait_until(lambda: rest.ask("GET", path) if rest.ask("GET", path).get("served_on") else None, "the service")
    assert (row["served_on"], row["served_how"]) == (on, "direct"), row
    attachment = rest.ask("GET", f"/v1/attachments/{row['service_proof']}")
    assert (attachment["owner"], attachment["file_name"]) == (row["id"], "送达回证.pdf"), attachment


def begin_letter(clerk, kind, title):
    """From the page of the agreement to that of the new letter."""
    admission.open_row(clerk, "Agreements", NAME, NUMBER)
    letter.begin(clerk, kind, title)


def write_letter(clerk, fields, path):
    """What it says is typed, and the document saved; its text."""
    clerk.windows_before = 1
    clerk.choose_item("More about this record", WRITE)
    clerk.await_text("How it reads")
    admission.fill_in(clerk, fields)
    clerk.push("Save as…")
    clerk.choose_file(path)
    clerk.await_text(f"{os.path.basename(path)} is written")
    return letter.read(path)
