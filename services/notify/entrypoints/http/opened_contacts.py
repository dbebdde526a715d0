"""Contacts that two persons opened for a threat to life."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires
from notify.domain import errors
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.opened_contacts import OpenedContactsSchema

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.NothingOpen: Problem(404, "nothing-open", "There is nothing to see, or not any more."),
}

opened_contacts = Blueprint(
    "opened-contacts",
    __name__,
    url_prefix="/api/notify/opened-contacts",
    description="Contacts opened for a threat to life",
)


@opened_contacts.get("/<id:glass_id>")
@opened_contacts.response(200, OpenedContactsSchema)
@raises(errors.NothingOpen)
@requires("coordinator")
def get_opened_contacts(glass_id: str) -> Any:
    """See a contact that two persons opened for a threat to life: once, and only who asked for it"""
    at_hand = context()
    sealed = at_hand.glasses.take(glass_id, identity().member_id, utc_now())
    if sealed is None:
        raise errors.NothingOpen
    opened = [{"channel": name, "contact": at_hand.seal.unseal(each)} for name, each in sealed.items()]
    return {"contacts": opened}, {"Cache-Control": "no-store"}
