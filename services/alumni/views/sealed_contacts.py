"""The sealed contacts that notify fetches, each when a fact says that it is there."""

from typing import Any

from pymongo.database import Database

from alumni.domain.contact import Channel
from alumni.domain.errors.sealed_contacts import SealedContactUnknown

Document = dict[str, Any]


def of_member(database: Database[Document], member_id: str) -> Document:
    """Give every contact of a member, sealed; raises SealedContactUnknown where there is none."""
    found = database["members"].find_one({"_id": member_id}, {"contacts.channel": 1, "contacts.sealed": 1})
    if not found or not found.get("contacts"):
        raise SealedContactUnknown
    return {"contacts": [{**each, "channel": Channel(each["channel"])} for each in found["contacts"]]}


def of_attempt(database: Database[Document], attempt_id: str) -> Document:
    """Give the sealed contact that a code goes to; raises SealedContactUnknown where it is gone."""
    found = database["sign_in_attempts"].find_one({"_id": attempt_id}, {"channel": 1, "sealed_contact": 1})
    if not found or "sealed_contact" not in found:
        raise SealedContactUnknown
    return {"channel": Channel(found["channel"]), "sealed": found["sealed_contact"]}
