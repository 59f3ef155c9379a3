"""What others did by REST before a job of admission begins: agencies, applications, agreements."""

import admission
import roster
from admission import day
from service import Rest

TEXT = "山东省工伤康复服务协议文本"
SERVICES = {"scopes": ["inpatient"], "rehab_types": ["vocational"], "counts_toward": "county"}


def add_agency(rest, name, number):
    return rest.add_agency(name, uscc=roster.credit_code(number), licence_valid_to="2031-12-31")["id"]


def draw_up(rest, agency, number, **fields):
    """The path of a new agreement that is complete."""
    return "/v1/agreements/" + rest.ask("POST", "/v1/agreements", {
        "office": rest.office(), "agency": agency, "kind": "rehabilitation", "number": f"济康协〔2026〕{number:02d}号",
        **SERVICES, "template_name": TEXT, "counts_area": "370102", "starts_on": day(0), "ends_on": day(-1000), **fields})["id"]


def take_over(rest, agency, number, **fields):
    """An agreement that runs already."""
    rest.act(draw_up(rest, agency, number, starts_on=day(300), signed_on=day(310), **fields), "take_over", state="signed")


def bring_to_signing(office, path):
    """Clerk, reviewer and agency did their part: the leader may sign."""
    rest = Rest(office.service, "clerk")
    rest.act(path, "submit")
    Rest(office.service, "reviewer").act(path, "approve")
    rest.act(path, "agency_sign", signed_on=day(0), signer="王芳")


def accept(office, agency, number, accepted=day(10), area="370102", **fields):
    """The path of a new application with all its documents, accepted by a colleague."""
    rest, received = Rest(office.service, "colleague"), day(20)
    row = admission.receive_by_rest(rest, agency, number, area, received, **{**SERVICES, **fields})
    rest.act(f"/v1/applications/{row}", "accept", accepted_on=accepted)
    return f"/v1/applications/{row}"
