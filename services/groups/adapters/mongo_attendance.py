"""Who was at the dates of meetings, on MongoDB: saved by version, with the events in the same update."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.ids import derived_id
from chassis.outbox import ensure_outbox_index, seal_all, shard_of
from groups.adapters.documents import Document
from groups.domain.attendance import Attendance, Mark, MeetingDate
from groups.domain.errors import OccurrenceUnknown, StaleAggregate, TooManyTries
from groups.domain.occurrence import CANCELLED

WRONG_WORDS = 5  # of one member for one date
TRIES_KEPT = timedelta(days=2)

_MEETING = ("series_id", "centre_id", "group_id", "name", "starts_at", "ends_at", "time_zone")


class MongoAttendances:
    """The Attendances port on the collections `attendances`, `sheets` and `occurrences`.

    A sheet is what is known of one date beyond the persons: that somebody was to be marked, and when it is
    looked at for absences (`look_at`, gone afterwards).
    """

    def __init__(self, database: Database[Document]) -> None:
        self._attendances = database["attendances"]
        self._sheets = database["sheets"]
        self._occurrences = database["occurrences"]

    def ensure_indexes(self) -> None:
        """Create what lists, histories, certificates, the chore of absences and the relay search by."""
        ensure_outbox_index(self._attendances)
        self._attendances.create_indexes(
            [
                IndexModel([("occurrence_id", 1), ("member_id", 1), ("present", 1)]),
                IndexModel([("member_id", 1), ("starts_at", -1), ("_id", -1)]),
                IndexModel([("member_id", 1), ("present", 1), ("local_date", 1)]),
                IndexModel([("marks.by", 1)]),
            ]
        )
        self._sheets.create_indexes(
            [
                IndexModel([("series_id", 1), ("starts_at", -1)]),
                IndexModel([("look_at", 1)], partialFilterExpression={"look_at": {"$type": "date"}}),
            ]
        )

    def meeting(self, occurrence_id: str) -> MeetingDate:
        """Read an occurrence without its seats."""
        wanted = dict.fromkeys((*_MEETING, "status"), 1)
        found = self._occurrences.find_one({"_id": occurrence_id}, wanted)
        if found is None:
            raise OccurrenceUnknown
        fields = {name: found[name] for name in _MEETING}
        return MeetingDate(id=occurrence_id, cancelled=found["status"] == CANCELLED, **fields)

    def expect_marks(self, meeting: MeetingDate, at: datetime) -> None:
        """Make the date's sheet or put its look off; while a meeting lasts, this writes once."""
        about = {name: getattr(meeting, name) for name in ("series_id", "centre_id", "group_id", "starts_at")}
        change = {"$setOnInsert": about, "$max": {"look_at": meeting.looked_at(at)}}
        try:
            self._sheets.update_one({"_id": meeting.id}, change, upsert=True)
        except DuplicateKeyError:  # Somebody made it in the same moment.
            self._sheets.update_one({"_id": meeting.id}, change)

    def of(self, meeting: MeetingDate, member_id: str) -> Attendance:
        """Load an attendance without its outbox, or a new one."""
        id_ = derived_id(meeting.id, member_id)
        found = self._attendances.find_one({"_id": id_}, {"marks": 1, "version": 1, "sequence": 1}) or {}
        return Attendance(
            id=id_,
            meeting=meeting,
            member_id=member_id,
            marks=[Mark(**mark) for mark in found.get("marks", ())],
            version=found.get("version", 0),
            sequence=found.get("sequence", 0),
        )

    def save(self, attendance: Attendance) -> None:
        """Insert or update, on the condition that nobody else did since."""
        try:
            result = self._attendances.update_one(
                {"_id": attendance.id, "version": attendance.version},
                {
                    "$set": _to_document(attendance),
                    "$setOnInsert": {"shard": shard_of(attendance.id)},
                    "$inc": {"version": 1},
                    "$push": {"outbox": {"$each": seal_all(attendance.events, after=attendance.sequence)}},
                },
                upsert=attendance.version == 0,
            )
        except DuplicateKeyError:
            raise StaleAggregate from None
        if result.matched_count == 0 and result.upserted_id is None:
            raise StaleAggregate
        attendance.mark_saved()


def _to_document(attendance: Attendance) -> dict[str, Any]:
    """Write the marks, and what lists and counts ask for; the rest comes with the write."""
    meeting = attendance.meeting
    return {
        "occurrence_id": meeting.id,
        "series_id": meeting.series_id,
        "member_id": attendance.member_id,
        "name": meeting.name,
        "starts_at": meeting.starts_at,
        "time_zone": meeting.time_zone,
        "local_date": meeting.local_date.isoformat(),
        "present": attendance.present,
        "marks": [asdict(mark) for mark in attendance.marks],
        "sequence": attendance.sequence + len(attendance.events),
    }


class MongoTries:
    """The Tries port on the collection `tries`: a try is taken before the word is looked at."""

    def __init__(self, database: Database[Document]) -> None:
        self._tries = database["tries"]

    def ensure_indexes(self) -> None:
        """Forget tries some time after the meeting."""
        self._tries.create_index("first_at", expireAfterSeconds=int(TRIES_KEPT.total_seconds()))

    def take(self, occurrence_id: str, member_id: str, at: datetime) -> None:
        """Count up in one update, up to the bound."""
        id_ = derived_id(occurrence_id, member_id)
        change = {"$inc": {"taken": 1}, "$setOnInsert": {"first_at": at}}
        try:
            self._tries.update_one({"_id": id_, "taken": {"$lt": WRONG_WORDS}}, change, upsert=True)
        except DuplicateKeyError:
            # The bound is reached, or two first tries of one person came at once.
            again = self._tries.update_one({"_id": id_, "taken": {"$lt": WRONG_WORDS}}, change)
            if again.matched_count == 0:
                raise TooManyTries from None

    def give_back(self, occurrence_id: str, member_id: str) -> None:
        """Forget the count."""
        self._tries.delete_one({"_id": derived_id(occurrence_id, member_id)})
