"""Who plays: members of one centre, who joined by its codes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hamrah.demo.alumni.cohort import PURPOSES, ROOT
from hamrah.demo.cast import new_number
from hamrah.demo.client import Person
from hamrah.demo.stage import Stage

PEOPLE = 48  # as many as one person may nearly write to alone; so many that there is a middle to stop in
AT_ONCE = 8


def invite(stage: Stage, coordinator: Person) -> list[Person]:
    """Let people join by the codes of their centre; two of them add an e-mail address."""
    with stage.tell.step(f"{PEOPLE} people join by the codes of their centre"):
        wanted = {"count": PEOPLE, "valid_days": 30}
        made = coordinator.call("POST", f"{ROOT}/centre/invitations", json=wanted)
        codes = [each["code"] for each in made["items"]]
        people = [stage.newcomer(new_number(), "en") for _ in codes]
        with ThreadPoolExecutor(AT_ONCE) as at_once:
            list(at_once.map(_join, people, codes))
        for person in people[:2]:
            person.add_email(f"{person.handle.lower()}@example.org")
        handles = ", ".join(each.handle for each in people[:4])
        stage.tell.note(f"{handles} and others")
    return people


def _join(person: Person, code: str) -> None:
    person.sign_in(invitation=code, purposes=PURPOSES)
