"""Days of use on MongoDB: a document a member and day, which a second one of the day leaves alone."""

from datetime import UTC, date, datetime, time
from typing import Any

from pymongo.database import Database

from alumni.domain.use import KEPT, day_of, week_of
from chassis.ids import derived_id

Document = dict[str, Any]


def as_stored(day: date) -> datetime:
    """Write a day as MongoDB keeps it: its midnight, in UTC."""
    return datetime.combine(day, time(), UTC)


class MongoDaysOfUse:
    """Days in the collection `days_of_use`, forgotten after 400 days; the last week beside the member."""

    def __init__(self, database: Database[Document]) -> None:
        self._days = database["days_of_use"]
        self._members = database["members"]

    def ensure_indexes(self) -> None:
        """Find the days of members, and forget."""
        self._days.create_index([("member_id", 1), ("day", 1)])
        self._days.create_index("day", expireAfterSeconds=int(KEPT.total_seconds()))

    def record(self, member_id: str, at: datetime) -> None:
        """Insert the day if it is the first time today; then the week may be new as well."""
        day = day_of(at)
        found = self._days.update_one(
            {"_id": derived_id("day-of-use", member_id, day.isoformat())},
            {"$setOnInsert": {"member_id": member_id, "day": as_stored(day)}},
            upsert=True,
        )
        if found.upserted_id:
            week = as_stored(week_of(day))
            self._members.update_one({"_id": member_id}, {"$max": {"last_week_of_use": week}})
