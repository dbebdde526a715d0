"""Partners on MongoDB; a unique index gives each member three seats, whoever says yes at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.partnerships import PartnersFull, PartnershipUnknown
from alumni.domain.member import HomeState
from alumni.domain.partnership import MOST_PARTNERS, Partnership, State
from alumni.ports.partnerships import Companions
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]


class MongoPartnerships:
    """Partnerships in the collection `partnerships`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["partnerships"]

    def ensure_indexes(self) -> None:
        """List those of a member, and keep every seat for one partner."""
        self._collection.create_index([("member_ids", 1), ("state", 1), ("_id", 1)])
        self._collection.create_index([("proposed_by", 1), ("state", 1)])
        self._collection.create_index(
            "seats", unique=True, partialFilterExpression={"state": State.ACTIVE.value}
        )
        ensure_outbox_index(self._collection)

    def get(self, partnership_id: str) -> Partnership:
        """Load one."""
        found = self.find(partnership_id)
        if found is None:
            raise PartnershipUnknown
        return found

    def find(self, partnership_id: str) -> Partnership | None:
        """Load one, if there is."""
        document = self._collection.find_one({"_id": partnership_id}, {"outbox": False})
        return None if document is None else _from_document(document)

    def waiting_of(self, member_id: str) -> int:
        """Count what waits."""
        return self._collection.count_documents({"proposed_by": member_id, "state": State.PROPOSED.value})

    def save(self, partnership: Partnership) -> None:
        """Write the state; a seat that another took meanwhile is a stale view of the two."""
        fields = _fields(partnership)
        fields["seats"] = self._seats(partnership) if partnership.state is State.ACTIVE else []
        try:
            if partnership.version:
                replace(self._collection, partnership, fields)
            else:
                insert(self._collection, partnership, fields)
        except DuplicateKeyError:
            raise StaleAggregate(partnership.id) from None

    def _seats(self, partnership: Partnership) -> list[str]:
        others = {
            "member_ids": {"$in": list(partnership.member_ids)},
            "state": State.ACTIVE.value,
            "_id": {"$ne": partnership.id},
        }
        rows = self._collection.find(others, {"seats": True})
        taken = {seat for row in rows for seat in row["seats"]}
        return [_free_seat(member_id, taken) for member_id in partnership.member_ids]


class MongoCompanionship:
    """Partners, mentors and homes, by four queries for however many members."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database

    def of(self, member_ids: Collection[str]) -> Mapping[str, Companions]:
        """Find partners and mentors, and leave out whom a block parts."""
        whom, ids = set(member_ids), {"$in": list(member_ids)}
        partners, mentors, parted = defaultdict(list), {}, set()
        active = {"member_ids": ids, "state": State.ACTIVE.value}
        for row in self._database["partnerships"].find(active, {"member_ids": True}):
            first, second = row["member_ids"]
            partners[first].append(second)
            partners[second].append(first)
        for row in self._database["pairs"].find({"mentee_id": ids, "state": "active"}):
            mentors[row["mentee_id"]] = row["mentor_id"]
        for row in self._database["blocks"].find({"$or": [{"by": ids}, {"whom": ids}]}):
            parted |= {(row["by"], row["whom"]), (row["whom"], row["by"])}
        known = {"time_zone": True, "home_centre_id": True, "home_state": True}
        homes = {row["_id"]: row for row in self._database["members"].find({"_id": ids}, known)}
        return {
            each: Companions(
                partners=tuple(other for other in partners[each] if (each, other) not in parted),
                mentor=mentors.get(each) if (each, mentors.get(each)) not in parted else None,
                **_home(homes.get(each, {})),
            )
            for each in whom
        }

    def mentee_of(self, mentor_id: str, pair_id: str) -> str | None:
        """Look into the pair."""
        pair = {"_id": pair_id, "mentor_id": mentor_id, "state": "active"}
        found = self._database["pairs"].find_one(pair, {"mentee_id": True})
        return str(found["mentee_id"]) if found else None


def _home(member: Document) -> Document:
    confirmed = member.get("home_state") == HomeState.CONFIRMED.value
    return {
        "centre_id": member["home_centre_id"] if confirmed else None,
        "time_zone": member.get("time_zone"),
    }


def _free_seat(member_id: str, taken: Collection[str]) -> str:
    seats = [f"{member_id}:{number}" for number in range(MOST_PARTNERS)]
    free = next((seat for seat in seats if seat not in taken), None)
    if free is None:
        raise PartnersFull
    return free


def _fields(partnership: Partnership) -> Document:
    return {
        "member_ids": list(partnership.member_ids),
        "proposed_by": partnership.proposed_by,
        "since": partnership.since,
        "state": partnership.state.value,
        "withheld": partnership.withheld,
        "declined": partnership.declined,
        "ended_at": partnership.ended_at,
    }


def _from_document(document: Document) -> Partnership:
    first, second = document["member_ids"]
    return Partnership(
        **frame(document),
        member_ids=(first, second),
        proposed_by=document["proposed_by"],
        since=document["since"],
        state=State(document["state"]),
        withheld=document["withheld"],
        declined=document["declined"],
        ended_at=document["ended_at"],
    )
