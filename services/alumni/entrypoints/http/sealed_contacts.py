"""Where notify fetches sealed contacts: outside /api, so that the gateway has no way here."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain.errors.sealed_contacts import SealedContactUnknown
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import sealed_contacts as schemas
from alumni.views import sealed_contacts as views
from chassis.http import Blueprint, Problem, public, raises

PROBLEMS: Mapping[type[Exception], Problem] = {
    SealedContactUnknown: Problem(404, "sealed-contact-unknown", "There is no such contact, or not any more.")
}

sealed_contacts = Blueprint(
    "sealed_contacts",
    __name__,
    url_prefix="/sealed-contacts",
    description="Contacts that only notify opens, for the platform's own services",
)


@sealed_contacts.get("/members/<id:member_id>")
@sealed_contacts.response(200, schemas.SealedContactsSchema)
@raises(SealedContactUnknown)
@public
def get_contacts_of_member(member_id: str) -> dict[str, Any]:
    """Give the contacts of a member, sealed to notify"""
    return views.of_member(context().stores.database, member_id)


@sealed_contacts.get("/attempts/<id:attempt_id>")
@sealed_contacts.response(200, schemas.SealedContactSchema)
@raises(SealedContactUnknown)
@public
def get_contact_of_attempt(attempt_id: str) -> dict[str, Any]:
    """Give the contact that a code goes to, sealed to notify"""
    return views.of_attempt(context().stores.database, attempt_id)
