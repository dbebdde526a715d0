"""Groups on MongoDB: saved by version, with their events in the same update."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.outbox import ensure_outbox_index, seal_all, shard_of
from groups.adapters.documents import Document
from groups.domain.errors import GroupBusy, GroupUnknown, StaleAggregate
from groups.domain.group import Accessibility, Audience, Cause, Group, Kind, Licence, Status
from groups.domain.membership import Standing

_PLAIN = ("kind", "fellowship", "name", "description", "open", "audience", "status", "cause")
OUTBOX_BOUND = 200  # facts of a group that wait to be published; with as many, it does not change
_ROOM = {f"outbox.{OUTBOX_BOUND - 1}": {"$exists": False}}
_LISTS = ("centre_ids", "languages", "accessibility", "facilitators", "co_facilitators")


class MongoGroups:
    """The Groups port on the collections `groups`, `memberships` and `people`."""

    def __init__(self, database: Database[Document]) -> None:
        self._groups = database["groups"]
        self._memberships = database["memberships"]
        self._people = database["people"]

    def ensure_indexes(self) -> None:
        """Create what listings, entitlements, the licences' chore and the relay search by."""
        ensure_outbox_index(self._groups)
        self._groups.create_indexes(
            [
                IndexModel([("name", 1), ("_id", 1)]),
                IndexModel([("centre_ids", 1), ("name", 1), ("_id", 1)]),
                IndexModel([("leader_ids", 1)]),
                IndexModel([("licence.therapist_id", 1)], sparse=True),
                IndexModel([("unfollowed", 1)], sparse=True),
                IndexModel(
                    [("licence.expires_on", 1)], partialFilterExpression={"licence": {"$type": "object"}}
                ),
            ]
        )

    def add(self, group: Group) -> None:
        """Insert the group with its events."""
        document = {
            "_id": group.id,
            "version": 1,
            "shard": shard_of(group.id),
            "outbox": seal_all(group.events, after=0),
            **_to_document(group),
        }
        try:
            self._groups.insert_one(document)
        except DuplicateKeyError:
            raise StaleAggregate from None
        group.mark_saved()

    def get(self, group_id: str) -> Group:
        """Load a group without its outbox."""
        found = self._groups.find_one({"_id": group_id}, {"outbox": False})
        if found is None:
            raise GroupUnknown
        return _from_document(found)

    def save(self, group: Group) -> None:
        """Write the state and its events in one conditional update."""
        result = self._groups.update_one(
            {"_id": group.id, "version": group.version, **_ROOM},
            {
                "$set": _to_document(group) | {"unfollowed": True},
                "$inc": {"version": 1},
                "$push": {"outbox": {"$each": seal_all(group.events, after=group.sequence)}},
            },
        )
        if result.matched_count == 0:
            if self._groups.count_documents({"_id": group.id, "version": group.version}):
                raise GroupBusy
            raise StaleAggregate
        group.mark_saved()

    def lapsed(self, today: date) -> Iterator[str]:
        """Name the active groups whose licence expired before today."""
        expired = {
            "licence": {"$type": "object"},
            "licence.expires_on": {"$lt": today.isoformat()},
            "status": Status.ACTIVE.value,
        }
        return (found["_id"] for found in self._groups.find(expired, {"_id": 1}))

    def of_centre(self, centre_id: str) -> list[str]:
        """Name the groups of a centre."""
        return [found["_id"] for found in self._groups.find({"centre_ids": centre_id}, {"_id": 1})]

    def unfollowed(self) -> Iterator[Group]:
        """Give the groups that were saved since their series followed them."""
        return map(_from_document, self._groups.find({"unfollowed": True}, {"outbox": False}))

    def mark_followed(self, group: Group) -> None:
        """Take the mark off a group of the version that was followed."""
        self._groups.update_one({"_id": group.id, "version": group.version}, {"$unset": {"unfollowed": ""}})

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        """Put memberships, leading and declarations together; three indexed reads."""
        belongs = {"member_id": member_id, "standing": Standing.MEMBER.value}
        group_ids = [found["group_id"] for found in self._memberships.find(belongs, {"group_id": 1})]
        entitling = {
            "status": Status.ACTIVE.value,
            "$or": [{"_id": {"$in": group_ids}}, {"leader_ids": member_id}],
        }
        members = (f"member:{found['_id']}" for found in self._groups.find(entitling, {"_id": 1}))
        person = self._people.find_one({"_id": member_id}, {"declarations": 1}) or {}
        return frozenset((*members, *person.get("declarations", ())))


def _to_document(group: Group) -> Document:
    """Write a group's own fields, and what is asked of them by queries; the rest comes with the write."""
    return {
        **{name: getattr(group, name) for name in _PLAIN},
        **{name: list(getattr(group, name)) for name in _LISTS},
        "licence": None if group.licence is None else _from_licence(group.licence),
        "leader_ids": sorted(group.leader_ids),
        "discreet": group.discreet,
        "sequence": group.sequence + len(group.events),
    }


def _from_licence(licence: Licence) -> Document:
    return {
        "therapist_id": licence.therapist_id,
        "number": licence.number,
        "body": licence.body,
        "expires_on": licence.expires_on.isoformat(),
    }


def _to_licence(document: Mapping[str, Any]) -> Licence:
    return Licence(**{**document, "expires_on": date.fromisoformat(document["expires_on"])})


def _from_document(found: Document) -> Group:
    """Read a group as it was saved."""
    return Group(
        id=found["_id"],
        kind=Kind(found["kind"]),
        fellowship=found["fellowship"],
        name=found["name"],
        description=found["description"],
        centre_ids=tuple(found["centre_ids"]),
        open=found["open"],
        languages=tuple(found["languages"]),
        audience=Audience(found["audience"]),
        accessibility=tuple(map(Accessibility, found["accessibility"])),
        facilitators=tuple(found["facilitators"]),
        co_facilitators=tuple(found["co_facilitators"]),
        licence=_to_licence(found["licence"]) if found["licence"] else None,
        status=Status(found["status"]),
        cause=Cause(found["cause"]) if found["cause"] else None,
        version=found["version"],
        sequence=found["sequence"],
    )
