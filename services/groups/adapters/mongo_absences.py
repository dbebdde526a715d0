"""People who stopped coming, on MongoDB: found from attendance, sheets and standing seats."""

from collections.abc import Collection as Members
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

from chassis.outbox import ensure_outbox_index, seal_all, shard_of
from groups.adapters.documents import Document
from groups.domain.absence import LOOKED_BACK, MISSED, Absence, Closure, DateTaken
from groups.domain.errors import AbsenceUnknown, StaleAggregate
from groups.ports.absences import Sheet

_SHEET = ("series_id", "centre_id", "group_id", "look_at")
_PLAIN = ("series_id", "centre_id", "group_id", "member_id", "first_missed_at", "noticed_at")
_STANDING = {"$filter": {"input": "$seats", "as": "seat", "cond": {"$eq": ["$$seat.standing", True]}}}


class MongoAbsences:
    """The Absences port on the collections `absences`, `sheets`, `attendances` and `occurrences`."""

    def __init__(self, database: Database[Document]) -> None:
        self._absences = database["absences"]
        self._sheets = database["sheets"]
        self._attendances = database["attendances"]
        self._occurrences = database["occurrences"]

    def ensure_indexes(self) -> None:
        """Create what leaders' lists, the chore and the relay search by."""
        ensure_outbox_index(self._absences)
        self._absences.create_indexes(
            [
                IndexModel([("series_id", 1), ("member_id", 1), ("first_missed_at", 1)]),
                IndexModel([("centre_id", 1), ("_id", 1)]),
                IndexModel([("group_id", 1), ("_id", 1)]),
                IndexModel([("member_id", 1)]),
                IndexModel([("closure.by", 1)], sparse=True),
            ]
        )

    def due(self, at: datetime) -> Iterator[Sheet]:
        """Search the sheets that wait, the oldest first."""
        found = self._sheets.find({"look_at": {"$lte": at}}, dict.fromkeys(_SHEET, 1)).sort("look_at", 1)
        for each in found:
            yield Sheet(occurrence_id=each["_id"], **{name: each[name] for name in _SHEET})

    def looked_at(self, sheet: Sheet) -> None:
        """Take the date off the list, unless a later mark put it there again."""
        self._sheets.update_one(
            {"_id": sheet.occurrence_id, "look_at": sheet.look_at}, {"$unset": {"look_at": 1}}
        )

    def histories(self, series_id: str) -> Mapping[str, Sequence[DateTaken]]:
        """Read the last three dates for whom it may concern, which is mostly nobody, and then back."""
        taken = self._taken(series_id)
        last = taken[-MISSED:]
        if len(last) < MISSED:
            return {}
        away = [set(expected) - present for _, _, expected, present in self._read(last, None)]
        members = set.intersection(*away)
        if not members:
            return {}
        dates = self._read(taken, members)
        return {
            member_id: [
                DateTaken(
                    occurrence_id=id_,
                    starts_at=starts_at,
                    expected=member_id in expected,
                    present=member_id in present,
                )
                for id_, starts_at, expected, present in dates
            ]
            for member_id in sorted(members)
        }

    def noticed(self, series_id: str, member_id: str, since: datetime, until: datetime) -> bool:
        """Ask the index for one."""
        within = {"$gte": since, "$lte": until}
        where = {"series_id": series_id, "member_id": member_id, "first_missed_at": within}
        return self._absences.find_one(where, {"_id": 1}) is not None

    def add_once(self, absence: Absence) -> bool:
        """Insert if absent, which two schedulers may do at once."""
        document = {
            **{name: getattr(absence, name) for name in _PLAIN},
            "closure": None,
            "version": 1,
            "sequence": len(absence.events),
            "shard": shard_of(absence.id),
            "outbox": seal_all(absence.events, after=0),
        }
        result = self._absences.update_one({"_id": absence.id}, {"$setOnInsert": document}, upsert=True)
        return result.upserted_id is not None

    def get(self, absence_id: str) -> Absence:
        """Load an absence without its outbox."""
        found = self._absences.find_one({"_id": absence_id}, {"outbox": False})
        if found is None:
            raise AbsenceUnknown
        return Absence(
            id=absence_id,
            **{name: found[name] for name in _PLAIN},
            closure=Closure(**found["closure"]) if found["closure"] else None,
            version=found["version"],
            sequence=found["sequence"],
        )

    def save(self, absence: Absence) -> None:
        """Write the closure, on the condition that nobody else did since."""
        closure = asdict(absence.closure) if absence.closure else None
        result = self._absences.update_one(
            {"_id": absence.id, "version": absence.version},
            {"$set": {"closure": closure}, "$inc": {"version": 1}},
        )
        if result.matched_count == 0:
            raise StaleAggregate
        absence.version += 1

    def _taken(self, series_id: str) -> list[tuple[str, datetime]]:
        """Name the last dates of a series at which somebody was marked, in their order."""
        sheets = self._sheets.find({"series_id": series_id}, {"starts_at": 1}).sort("starts_at", -1)
        latest = list(sheets.limit(LOOKED_BACK))
        marked = set(self._attendances.distinct("occurrence_id", _among(each["_id"] for each in latest)))
        return [(each["_id"], each["starts_at"]) for each in reversed(latest) if each["_id"] in marked]

    def _read(
        self, dates: Sequence[tuple[str, datetime]], members: Members[str] | None
    ) -> list[tuple[str, datetime, set[str], set[str]]]:
        """Tell of each date who was expected by a standing seat and who was there; `members` narrows both."""
        ids = [id_ for id_, _ in dates]
        expected = {
            each["_id"]: {seat["member"] for seat in each["standing"]}
            for each in self._occurrences.find({"_id": {"$in": ids}}, {"standing": _STANDING})
        }
        where: dict[str, Any] = _among(ids) | {"present": True}
        if members is not None:
            where["member_id"] = {"$in": sorted(members)}
        present: dict[str, set[str]] = {id_: set() for id_ in ids}
        for each in self._attendances.find(where, {"_id": 0, "occurrence_id": 1, "member_id": 1}):
            present[each["occurrence_id"]].add(each["member_id"])
        return [(id_, at, expected.get(id_, set()), present[id_]) for id_, at in dates]


def _among(ids: Any) -> dict[str, Any]:
    return {"occurrence_id": {"$in": list(ids)}}
