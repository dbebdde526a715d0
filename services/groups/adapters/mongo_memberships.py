"""Memberships, and what members say of themselves, on MongoDB."""

from pymongo import IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from chassis.ids import derived_id
from groups.adapters.documents import Document
from groups.domain.errors import StaleAggregate
from groups.domain.membership import Membership, Standing
from groups.domain.person import Declaration, Person

_COUNTED = [Standing.ASKED.value, Standing.MEMBER.value]


class MongoMemberships:
    """The Memberships port on a MongoDB collection: one document for a member and a group."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what a group's list and a member's own list search by."""
        self._collection.create_indexes(
            [
                IndexModel([("group_id", 1), ("standing", 1), ("member_id", 1)]),
                IndexModel([("member_id", 1), ("standing", 1), ("group_id", 1)]),
            ]
        )

    def of(self, group_id: str, member_id: str) -> Membership:
        """Load a standing, or that there is none."""
        found = self._collection.find_one({"_id": derived_id(group_id, member_id)})
        if found is None:
            return Membership(group_id=group_id, member_id=member_id)
        return Membership(
            group_id=group_id,
            member_id=member_id,
            standing=Standing(found["standing"]),
            since=found["since"],
            version=found["version"],
        )

    def save(self, membership: Membership) -> None:
        """Insert or update, on the condition that nobody else did since."""
        id_ = derived_id(membership.group_id, membership.member_id)
        try:
            result = self._collection.update_one(
                {"_id": id_, "version": membership.version},
                {
                    "$set": {
                        "group_id": membership.group_id,
                        "member_id": membership.member_id,
                        "standing": membership.standing.value,
                        "since": membership.since,
                    },
                    "$inc": {"version": 1},
                },
                upsert=membership.version == 0,
            )
        except DuplicateKeyError:
            raise StaleAggregate from None
        if result.matched_count == 0 and result.upserted_id is None:
            raise StaleAggregate
        membership.version += 1

    def count_of(self, member_id: str) -> int:
        """Count the groups to which a member belongs or has asked to."""
        return self._collection.count_documents({"member_id": member_id, "standing": {"$in": _COUNTED}})


class MongoPeople:
    """The People port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def get(self, member_id: str) -> Person:
        """Load what a member said."""
        found = self._collection.find_one({"_id": member_id}) or {}
        return Person(
            member_id=member_id,
            home_group_id=found.get("home_group_id"),
            declarations=frozenset(map(Declaration, found.get("declarations", ()))),
        )

    def set_home_group(self, member_id: str, group_id: str | None) -> None:
        """Keep the home group."""
        self._collection.update_one({"_id": member_id}, {"$set": {"home_group_id": group_id}}, upsert=True)

    def declare(self, member_id: str, declarations: frozenset[Declaration]) -> None:
        """Keep the declarations."""
        change = {"$set": {"declarations": sorted(declarations)}}
        self._collection.update_one({"_id": member_id}, change, upsert=True)
