"""A centre applies, is verified, accepts the agreement, and is found in the directory."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from hamrah.demo.cast import new_number
from hamrah.demo.client import Person
from hamrah.demo.stage import Stage, expect

ROOT = "/api/alumni"
DAYS_OF_LICENCE = 700
# The smallest thing that every reader takes for a PDF.
LICENCE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
)


def appoint_administrator(stage: Stage) -> Person:
    """Let somebody new act for the whole network, by the operator's command."""
    with stage.tell.step("The operator appoints a network administrator, who signs in like everybody"):
        administrator = stage.newcomer(new_number(), "en")
        stage.admin(["network-administrator", "add", "--phone", administrator.phone])
        administrator.sign_in()
        stage.tell.note(f"signed in as {administrator.handle}")
    return administrator


def join_network(stage: Stage, administrator: Person) -> tuple[str, Person]:
    """Bring a new centre into the network; return its id, and the coordinator who applied for it."""
    applicant = stage.newcomer(new_number(), "en")
    name = f"Nayi Disha {secrets.token_hex(2)}"
    with stage.tell.step("Somebody applies for a centre, with a copy of its licence"):
        applicant.sign_in()
        applied = applicant.call("POST", f"{ROOT}/centres/applications", json=application(name))
        centre_id, where = applied["id"], f"{ROOT}/network/centres/{applied['id']}"
        applicant.call(
            "POST",
            f"{ROOT}/centres/{centre_id}/documents",
            query={"name": "licence.pdf"},
            body=LICENCE,
            content_type="application/pdf",
        )
        stage.tell.note(f"{name}, Ludhiana: {applied['state']}")
    with stage.tell.step("The network asks back, is answered, ticks its checklist, and approves"):
        asked = administrator.call("POST", f"{where}/questions", json={"text": "Who keeps the licence?"})
        question = asked["questions"][-1]["id"]
        answer = f"{ROOT}/centres/applications/{centre_id}/questions/{question}/answer"
        applicant.call("PUT", answer, json={"answer": "The office, in the safe."})
        seen = administrator.call("GET", where)
        administrator.call("PUT", f"{where}/checklist", json={"items": seen["checklist"]})
        administrator.call("POST", f"{where}/approval")
        stage.tell.note(f"seen: {', '.join(seen['checklist'])}")
    with stage.tell.step("The centre accepts the agreement, and takes part from now on"):
        agreement = stage.gateway.call("GET", f"{ROOT}/centres/agreement")
        accepted = {"version": agreement["version"]}
        active = applicant.call("POST", f"{ROOT}/centres/applications/{centre_id}/agreement", json=accepted)
        expect(active["state"] == "active", f"The centre is {active['state']}")
        applicant.refresh()
        found = stage.gateway.call("GET", f"{ROOT}/centres", query={"q": name, "near": "30.90,75.85"})
        expect([each["id"] for each in found["items"]] == [centre_id], "The directory lacks the centre")
        away = found["items"][0]["distance_km"]
        stage.tell.note(f"in the public directory, {away} km from the middle of Ludhiana")
    return centre_id, applicant


def application(name: str) -> dict[str, object]:
    """Describe a centre that nobody has heard of."""
    last_day = (datetime.now(UTC) + timedelta(days=DAYS_OF_LICENCE)).date()
    return {
        "name": name,
        "city": "Ludhiana",
        "district": "Ludhiana",
        "region": "Punjab",
        "latitude": 30.91,
        "longitude": 75.86,
        "category": "rehabilitation",
        "licence": {"number": f"PB-{secrets.token_hex(3)}", "expires_on": last_day.isoformat()},
        "owner": f"{name} Trust",
        "responsible_person": "The medical officer",
        "promise_hours": 12,
    }
