"""Rosters on MongoDB, saved by version."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from groups.adapters.documents import Document
from groups.domain.errors import GroupUnknown, StaleAggregate
from groups.domain.roster import HOME_TIME_ZONE, Handover, Roster, Shift
from groups.ports import Groups


class MongoRosters:
    """The Rosters port on a MongoDB collection: one document a group, by the group's id."""

    def __init__(self, collection: Collection[Document], groups: Groups) -> None:
        self._collection = collection
        self._groups = groups

    def ensure_indexes(self) -> None:
        """Create what those who are erased are found by."""
        self._collection.create_indexes(
            [IndexModel([("shifts.member_id", 1)]), IndexModel([("handovers.to_member_id", 1)])]
        )

    def get(self, group_id: str) -> Roster:
        """Load a roster, or an empty one."""
        found = self._collection.find_one({"_id": group_id})
        if found is None:
            return Roster(group_id=group_id, time_zone=HOME_TIME_ZONE)
        return Roster(
            group_id=group_id,
            time_zone=found["time_zone"],
            shifts=tuple(map(_to_shift, found["shifts"])),
            handovers=tuple(Handover(**each) for each in found["handovers"]),
            version=found["version"],
        )

    def save(self, roster: Roster) -> None:
        """Insert or update, on the condition that nobody else did since."""
        change = {
            "time_zone": roster.time_zone,
            "shifts": [_from_shift(each) for each in roster.shifts],
            "handovers": [asdict(each) for each in roster.handovers],
        }
        try:
            result = self._collection.update_one(
                {"_id": roster.group_id, "version": roster.version},
                {"$set": change, "$inc": {"version": 1}},
                upsert=roster.version == 0,
            )
        except DuplicateKeyError:
            raise StaleAggregate from None
        if result.matched_count == 0 and result.upserted_id is None:
            raise StaleAggregate
        roster.version += 1

    def on_duty(self, group_id: str, at: datetime) -> list[str]:
        """Ask the roster for those who still lead the group; of no group, nobody."""
        try:
            leader_ids = self._groups.get(group_id).leader_ids
        except GroupUnknown:
            return []
        return [duty.member_id for duty in self.get(group_id).on_duty(at, leader_ids)]


def _from_shift(shift: Shift) -> Document:
    return {
        "member_id": shift.member_id,
        "weekday": shift.weekday,
        "on": None if shift.on is None else shift.on.isoformat(),
        "starts": shift.starts.isoformat("minutes"),
        "ends": shift.ends.isoformat("minutes"),
    }


def _to_shift(found: dict[str, Any]) -> Shift:
    return Shift(
        member_id=found["member_id"],
        weekday=found["weekday"],
        on=None if found["on"] is None else date.fromisoformat(found["on"]),
        starts=time.fromisoformat(found["starts"]),
        ends=time.fromisoformat(found["ends"]),
    )
