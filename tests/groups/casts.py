"""Groups for tests, and everybody who may come near one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.group import Group, Kind, Licence
from groups.domain.membership import Membership
from tests.groups.api import Caller, token
from tests.groups.samples import CENTRE

OTHER_CENTRE = "d" * 32


def a_licence(**changes: Any) -> Licence:
    fields: dict[str, Any] = {
        "therapist_id": new_id(),
        "number": "RCI-A-1234",
        "body": "Rehabilitation Council of India",
        "expires_on": utc_now().date() + timedelta(days=30),
    }
    return Licence(**(fields | changes))


def a_group(kind: Kind = Kind.SECULAR, **changes: Any) -> Group:
    therapy = kind is Kind.THERAPY
    fields: dict[str, Any] = {
        "id": new_id(),
        "kind": kind,
        "fellowship": "NA" if kind is Kind.TWELVE_STEP else None,
        "name": "Thursday People",
        "description": "",
        "centre_ids": (CENTRE,),
        "open": not therapy,
        "languages": ("en", "pa"),
        "licence": a_licence() if therapy else None,
    }
    return Group(**(fields | changes))


def created(stores: Stores, group: Group, today: date | None = None) -> Group:
    group.create(today or utc_now().date())
    stores.groups.add(group)
    return group


@dataclass(frozen=True)
class Cast:
    """One group, a member of it to do things to, and callers by their part."""

    group: Group
    other_member: str
    callers: dict[str, Caller | None]

    @classmethod
    def of(cls, app: Flask, stores: Stores, group: Group) -> "Cast":
        """Store a group with a member, a facilitator and a co-facilitator, and one beside it."""
        people = {part: new_id() for part in PARTS}
        group.appoint(people["facilitator"], co=False)
        group.appoint(people["co-facilitator"], co=True)
        created(stores, group)
        beside = a_group()
        beside.appoint(people["facilitator of another group"], co=False)
        created(stores, beside)
        other_member = new_id()
        for member_id in (people["member"], other_member):
            membership = Membership(group_id=group.id, member_id=member_id)
            membership.admit(utc_now())
            stores.memberships.save(membership)
        callers = {part: _caller(app, part, people[part]) for part in PARTS}
        return cls(group, other_member, {"visitor": None, **callers})


ROLES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "coordinator": (("member", "coordinator"), CENTRE),
    "coordinator of another centre": (("member", "coordinator"), OTHER_CENTRE),
    "network administrator": (("member", "network-administrator"), None),
}
PARTS = (
    *("stranger", "member", "facilitator", "co-facilitator", "facilitator of another group"),
    *ROLES,
)


def _caller(app: Flask, part: str, member_id: str) -> Caller:
    roles, centre_id = ROLES.get(part, (("member",), None))
    return Caller(app, member_id, token(member_id, *roles, centre_id=centre_id))
