"""Agreements as jobs begin with them, and what colleagues do to them by REST."""

import hashlib

import admission
import roster

NAME = "济南市历下区康复医院"
NUMBER = "济康协〔2025〕01号"
COUNTY = "370102"
PROOF = b"%PDF-1.4 served"


def add(rest, state, **fields):
    """Taken over from paper, with the agency that has it; its address."""
    agency = rest.add_agency(NAME, uscc=roster.credit_code(1), licence_no_end=True)["id"]
    agreement = rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": NUMBER,
        "scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county", "counts_area": COUNTY,
        "starts_on": "2025-01-01", "ends_on": admission.day(-700), **fields})["id"]
    rest.ask("POST", f"/v1/agreements/{agreement}/actions/take_over", {"state": state}, If_Match="*")
    return f"/v1/agreements/{agreement}"


def serve(rest, suspension, on=None):
    """The decision on a suspension, today or `on` that day, with its proof: what was only sent was not served."""
    digest = hashlib.sha256(PROOF).hexdigest()
    proof = rest.ask("POST", "/v1/attachments", {
        "owner_entity": "suspension", "owner": suspension.rsplit("/", 1)[1], "title": "送达回证",
        "file_name": "proof.pdf", "media_type": "application/pdf", "size": len(PROOF), "sha256": digest})["id"]
    rest.send(f"/v1/blobs/{digest}", PROOF)
    rest.act(suspension, "serve", served_on=on or admission.day(0), served_how="direct", service_proof=proof)
