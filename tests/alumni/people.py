"""Several people of one network at the HTTP API."""

from typing import Any

from tests.alumni.client import Person


def newcomer(person: Person, number: int) -> Person:
    """Somebody else, signed in by a phone of this number."""
    other = Person(person.app, person.database)
    other.sign_in(phone=f"+9198765{number:05d}")
    return other


def profile(person: Person) -> dict[str, Any]:
    """Read one's own profile."""
    body: dict[str, Any] = person.get("/me").json
    return body


def become_partners(one: Person, other: Person) -> str:
    """Ask and say yes; give the partnership's id."""
    asked = one.post("/partnerships", {"handle": profile(other)["handle"]})
    assert asked.status_code == 202, asked.json
    partnership_id: str = asked.json["id"]
    assert other.post(f"/partnerships/{partnership_id}/acceptance", None).status_code == 204
    return partnership_id
