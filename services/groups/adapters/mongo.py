"""Occurrences in MongoDB: every change is one update of one document, decided by the server."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection

from chassis.ids import new_id
from chassis.outbox import ensure_outbox_index
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision
from groups.adapters.documents import MEETING, Document, to_meeting
from groups.adapters.mongo_calendar import arrange, seats_taken
from groups.adapters.pipelines import CALL_OFF, CALLED_OFF
from groups.adapters.promising import Promising, event_ids
from groups.adapters.registering import Registering
from groups.adapters.standing_pipelines import FIT
from groups.domain.calendar import Wanted
from groups.domain.errors import (
    MeetingBusy,
    NotOfYourCentre,
    OccurrenceUnknown,
    RegistrationClosed,
)
from groups.domain.occurrence import CANCELLED, SCHEDULED, Meeting
from groups.domain.place import Registration
from groups.domain.standing import StandingPlaces

_FIT = Decision(FIT, {"fitted": 1})
_CALL_OFF = Decision(CALL_OFF, CALLED_OFF)
_FINDABLE = {"public": True, "status": SCHEDULED}
# In this order, what the finder asks of a day or of a language.
_ON_A_DAY = dict.fromkeys(("local_day", "local_hour", "starts_at", "_id", "local_minutes", "kind", "mode"), 1)
_IN_A_LANGUAGE = dict.fromkeys(("languages", "starts_at", "_id", "local_day", "local_minutes"), 1)


class MongoOccurrences:
    """The Occurrences port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._registering = Registering(collection)
        self._promising = Promising(collection)

    def ensure_indexes(self) -> None:
        """Create what the listings, the members' own lists and the relay search by."""
        ensure_outbox_index(self._collection)
        self._collection.create_indexes(
            [
                IndexModel([("starts_at", 1), ("_id", 1)]),
                IndexModel([("centre_id", 1), ("starts_at", 1), ("_id", 1)]),
                IndexModel([("series_id", 1), ("starts_at", 1)]),
                IndexModel([("position", "2dsphere"), ("starts_at", 1)]),
                IndexModel(_ON_A_DAY, partialFilterExpression=_FINDABLE),
                IndexModel(_IN_A_LANGUAGE, partialFilterExpression=_FINDABLE),
                IndexModel([("seats.member", 1)]),
                IndexModel([("queue.member", 1)]),
                IndexModel([("released.member", 1)]),
                IndexModel([("answers_by", 1)], sparse=True),
            ]
        )

    def register(
        self,
        occurrence_id: str,
        registration_id: str,
        member_id: str,
        at: datetime,
        entitlements: frozenset[str] = frozenset(),
    ) -> Registration:
        """Give a place in one update, shared with those who ask for the same meeting just now."""
        return self._registering.register(occurrence_id, registration_id, member_id, at, entitlements)

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Take a place back and promise the seat to the first of the queue in one update."""
        return self._promising.cancel(occurrence_id, registration_id, member_id, at)

    def confirm(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Make a promised seat the member's own in one update."""
        return self._promising.confirm(occurrence_id, registration_id, member_id, at)

    def restore(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Give back what was cancelled just now in one update."""
        return self._promising.restore(occurrence_id, registration_id, member_id, at)

    def release_unanswered(self, at: datetime) -> int:
        """Promise unanswered seats to the next, one update an occurrence; gives in how many."""
        return self._promising.release_unanswered(at)

    def fit(self, occurrence_id: str, wanted: StandingPlaces, at: datetime) -> bool:
        """Fit a date to the standing seats of its series in one update."""
        places = [
            {"id": place.registration_id, "member": place.member_id, "since": since}
            for place, since in zip(wanted.places, wanted.since, strict=True)
        ]
        variables = {"version": wanted.version, "wanted": places}
        after = self._update(
            occurrence_id,
            _FIT,
            **variables,
            members=[place.member_id for place in wanted.places],
            at=at,
            events=event_ids(),
            traceparent=current_traceparent(),
        )
        return bool(after.get("fitted", -1) >= wanted.version)

    def unfitted(self, series_id: str, version: int, at: datetime) -> list[tuple[str, date]]:
        """Name the coming dates of a series that fit an older version of its standing seats."""
        where = {
            "series_id": series_id,
            "starts_at": {"$gt": at},
            "status": SCHEDULED,
            "fitted": {"$not": {"$gte": version}},
        }
        found = self._collection.find(where, {"original_date": 1})
        return [(each["_id"], date.fromisoformat(each["original_date"])) for each in found]

    def held_by(self, occurrence_id: str, member_id: str) -> Registration | None:
        """Tell a member's place."""
        return self._promising.held_by(occurrence_id, member_id)

    def meeting(self, occurrence_id: str) -> Meeting:
        """Tell what takes place."""
        found = self._collection.find_one({"_id": occurrence_id}, MEETING)
        if found is None:
            raise OccurrenceUnknown
        return to_meeting(found)

    def call_off(self, occurrence_id: str, centre_id: str, at: datetime) -> None:
        """Call a meeting off in one update."""
        after = self._update(
            occurrence_id,
            _CALL_OFF,
            at=at,
            centre=centre_id,
            event=new_id(),
            traceparent=current_traceparent(),
        )
        if after["centre_id"] != centre_id:
            raise NotOfYourCentre
        if after["status"] != CANCELLED:
            raise RegistrationClosed if after["starts_at"] <= at else MeetingBusy

    def seats_taken(self, series_id: str, at: datetime) -> Mapping[str, int]:
        """Count the seats that are taken in the coming dates of a series."""
        return seats_taken(self._collection, series_id, at)

    def arrange(self, wanted: Wanted) -> int:
        """Fit the coming occurrences of some series; gives of how many dates somebody is told."""
        return arrange(self._collection, wanted)

    def _update(self, occurrence_id: str, decision: Decision, **variables: Any) -> Document:
        """Have the server decide, and give what the decision shows of the occurrence after it."""
        after = decision.take(self._collection, occurrence_id, variables)
        if after is None:
            raise OccurrenceUnknown
        return after
