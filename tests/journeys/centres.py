"""A centre of a journey's own, who acts for the network, and the operator's commands."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.cast import new_number
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from hamrah.local.processes import environment_of

ROOT = "/api/alumni"
DAYS_OF_LICENCE = 700
LICENCE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


@dataclass(frozen=True, kw_only=True)
class Centre:
    """An active partner centre, and who coordinates it."""

    id: str
    name: str
    coordinator: Person


def operate(platform: Platform, *arguments: str) -> str:
    """Do what `hamrah admin ...` does, and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "alumni.entrypoints.admin", *arguments],
        env={**os.environ, **environment_of("alumni", platform.layout)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def administrator(stage: Stage, platform: Platform) -> Person:
    """Somebody who acts for the whole network."""
    person = stage.newcomer(new_number(), "en")
    operate(platform, "network-administrator", "add", "--phone", person.phone)
    person.sign_in()
    return person


def joined(stage: Stage, network: Person) -> Centre:
    """Bring a centre in: applied for with a document, verified, agreed."""
    applicant = stage.newcomer(new_number(), "en")
    applicant.sign_in()
    name = f"Nava Rasta {secrets.token_hex(3)}"
    applied = applicant.call("POST", f"{ROOT}/centres/applications", json=application(name))
    centre_id, where = applied["id"], f"{ROOT}/network/centres/{applied['id']}"
    applicant.call(
        "POST",
        f"{ROOT}/centres/{centre_id}/documents",
        query={"name": "licence.pdf"},
        body=LICENCE,
        content_type="application/pdf",
    )
    seen = network.call("GET", where)
    network.call("PUT", f"{where}/checklist", json={"items": seen["checklist"]})
    network.call("POST", f"{where}/approval")
    version = stage.gateway.call("GET", f"{ROOT}/centres/agreement")["version"]
    agreement = f"{ROOT}/centres/applications/{centre_id}/agreement"
    assert applicant.call("POST", agreement, json={"version": version})["state"] == "active"
    applicant.refresh()
    return Centre(id=centre_id, name=name, coordinator=applicant)


def application(name: str) -> dict[str, Any]:
    """Describe a centre that nobody has heard of."""
    last_day = (datetime.now(UTC) + timedelta(days=DAYS_OF_LICENCE)).date()
    return {
        "name": name,
        "city": "Moga",
        "district": "Moga",
        "region": "Punjab",
        "category": "rehabilitation",
        "licence": {"number": f"PB-{secrets.token_hex(3)}", "expires_on": last_day.isoformat()},
        "owner": f"{name} Trust",
        "responsible_person": "The medical officer",
    }


def members_of(stage: Stage, centre: Centre, count: int) -> list[Person]:
    """Let members join by invitations of the centre, which is their home from then on."""
    made = centre.coordinator.call("POST", f"{ROOT}/centre/invitations", json={"count": count})
    people = [stage.newcomer(new_number(), "en") for _ in range(count)]
    with ThreadPoolExecutor(count) as at_once:
        list(at_once.map(lambda person, each: person.sign_in(invitation=each["code"]), people, made["items"]))
    assert {home(each) for each in people} == {centre.id}
    return people


def another_coordinator(stage: Stage, coordinator: Person) -> Person:
    """Somebody who coordinates the same centre, by the code of the first."""
    person = stage.newcomer(new_number(), "en")
    person.sign_in()
    made = coordinator.call("POST", f"{ROOT}/centre/coordinators/invitations")
    person.call("POST", f"{ROOT}/me/coordinating", json={"code": made["code"]})
    person.refresh()
    return person


def home(person: Person) -> str | None:
    """Return somebody's home centre."""
    found: str | None = person.call("GET", f"{ROOT}/me")["home_centre_id"]
    return found


def text_with(stage: Stage, person: Person, words: str, since: int = 0) -> dict[str, Any]:
    """Wait for a text that says something, after so many others."""

    def look() -> dict[str, Any] | None:
        texts = stage.world.texts(person.phone)[since:]
        return next((each for each in texts if words in each["body"]), None)

    return wait_for(f"A text with {words!r}", look)


def refusal(person: Person, method: str, path: str, **arguments: Any) -> tuple[int, str]:
    """Return how the platform refuses what somebody asks."""
    try:
        person.call(method, path, **arguments)
    except Refused as refused:
        return refused.status, refused.code
    raise AssertionError(f"{method} {path} was not refused")
