"""Members on MongoDB: saved by version, with their events in the same update."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.errors import AlumniError, ContactTaken, HandleTaken, MemberUnknown, StaleAggregate
from alumni.domain.handle import Handle
from alumni.domain.member import Gender, HomeState, Member, Role, Whereabouts
from chassis.group_commit import GroupCommit
from chassis.outbox import ensure_outbox_index, seal_all, shard_of

Document = dict[str, Any]


class MongoMembers:
    """Members in the collection `members`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["members"]
        self._at_once: GroupCommit[str, Whereabouts | None] = GroupCommit(self._whereabouts_of)

    def ensure_indexes(self) -> None:
        """Keep handles and contacts unique, whoever writes at the same time."""
        self._collection.create_index("handle_key", unique=True)
        self._collection.create_index("contacts.index", unique=True)
        self._collection.create_index("roles")
        self._collection.create_index("centre_id")
        self._collection.create_index([("home_centre_id", 1), ("home_state", 1), ("_id", 1)])
        for field in ("handle_key", "joined_at", "last_week_of_use"):
            self._collection.create_index([("home_centre_id", 1), ("home_state", 1), (field, 1), ("_id", 1)])
        ensure_outbox_index(self._collection)

    def add(self, member: Member) -> None:
        """Insert the member with the events of its joining."""
        document = {
            "_id": member.id,
            "version": 1,
            "shard": shard_of(member.id),
            "outbox": seal_all(member.events, after=0),
            **to_document(member),
        }
        try:
            self._collection.insert_one(document)
        except DuplicateKeyError as duplicate:
            raise _taken(duplicate) from None
        member.mark_saved()

    def get(self, member_id: str) -> Member:
        """Load a member without its outbox."""
        document = self._collection.find_one({"_id": member_id}, {"outbox": False})
        if document is None:
            raise MemberUnknown(member_id)
        return from_document(document)

    def whereabouts(self, member_id: str) -> Whereabouts:
        """Read two fields, for what is asked often; who asks meanwhile shares the next reading."""
        found = self._at_once.submit("", member_id)
        if found is None:
            raise MemberUnknown(member_id)
        return found

    def _whereabouts_of(self, _key: str, member_ids: list[str]) -> Sequence[Whereabouts | None]:
        rows = self._collection.find({"_id": {"$in": member_ids}}, {"time_zone": True, "language": True})
        found = {
            row["_id"]: Whereabouts(
                id=row["_id"], time_zone=row["time_zone"], language=Language(row["language"])
            )
            for row in rows
        }
        return [found.get(member_id) for member_id in member_ids]

    def reached_by(self, contact_index: str) -> Member | None:
        """Find a member by a contact's blind index."""
        document = self._collection.find_one({"contacts.index": contact_index}, {"outbox": False})
        return None if document is None else from_document(document)

    def named(self, handle_key: str) -> Member | None:
        """Find a member by the handle's key."""
        document = self._collection.find_one({"handle_key": handle_key}, {"outbox": False})
        return None if document is None else from_document(document)

    def coordinators_of(self, centre_id: str) -> list[Member]:
        """Find who coordinates a centre."""
        query = {"centre_id": centre_id, "roles": Role.COORDINATOR.value}
        return [
            from_document(each) for each in self._collection.find(query, {"outbox": False}).sort("_id", 1)
        ]

    def save(self, member: Member) -> None:
        """Write the state and its events in one conditional update."""
        try:
            result = self._collection.update_one(
                {"_id": member.id, "version": member.version},
                {
                    "$set": to_document(member),
                    "$inc": {"version": 1},
                    "$push": {"outbox": {"$each": seal_all(member.events, after=member.sequence)}},
                },
            )
        except DuplicateKeyError as duplicate:
            raise _taken(duplicate) from None
        if result.matched_count == 0:
            raise StaleAggregate(member.id)
        member.mark_saved()


def to_document(member: Member) -> Document:
    """Write what a member's own fields are; the frame of an aggregate comes with the write."""
    return {
        "handle": member.handle.spelling,
        "handle_key": member.handle.key,
        "language": member.language.value,
        "time_zone": member.time_zone,
        "joined_at": member.joined_at,
        "contacts": [
            {"channel": contact.channel.value, "index": contact.index, "sealed": contact.sealed}
            for contact in member.contacts.values()
        ],
        "roles": sorted(member.roles),
        "centre_id": member.centre_id,
        "home_centre_id": member.home_centre_id,
        "home_state": member.home_state and member.home_state.value,
        "notice": member.notice,
        "gender": member.gender and member.gender.value,
        "languages": list(member.languages),
        "sequence": member.sequence + len(member.events),
    }


def from_document(document: Document) -> Member:
    """Read a member as it was saved."""
    contacts = [
        SealedContact(channel=Channel(item["channel"]), index=item["index"], sealed=item["sealed"])
        for item in document["contacts"]
    ]
    joined_at: datetime = document["joined_at"]
    home_state, gender = document.get("home_state"), document.get("gender")
    return Member(
        id=document["_id"],
        handle=Handle(document["handle"]),
        language=Language(document["language"]),
        time_zone=document["time_zone"],
        joined_at=joined_at,
        contacts={contact.channel: contact for contact in contacts},
        roles={Role(role) for role in document["roles"]},
        centre_id=document["centre_id"],
        home_centre_id=document.get("home_centre_id"),
        home_state=HomeState(home_state) if home_state else None,
        notice=document.get("notice"),
        gender=Gender(gender) if gender else None,
        languages=tuple(document.get("languages", ())),
        version=document["version"],
        sequence=document["sequence"],
    )


def _taken(duplicate: DuplicateKeyError) -> AlumniError:
    """Name what is another's; the driver's error would tell the contact's index to a log."""
    pattern = (duplicate.details or {}).get("keyPattern", {})
    return HandleTaken() if "handle_key" in pattern else ContactTaken()
