"""Occurrences in MongoDB: every change is one update of one document, decided by the server."""

from datetime import datetime
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection

from chassis.ids import new_id
from chassis.outbox import ensure_outbox_index
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision
from groups.adapters.documents import Document
from groups.adapters.mongo_calendar import arrange
from groups.adapters.pipelines import CALL_OFF, CALLED_OFF, CANCEL, CANCELLATION
from groups.adapters.registering import Registering
from groups.domain.calendar import Wanted
from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    NotOfYourCentre,
    OccurrenceUnknown,
    RegistrationClosed,
    RegistrationUnknown,
)
from groups.domain.occurrence import CANCELLED, Registration

_CANCEL = Decision(CANCEL, CANCELLATION)
_CALL_OFF = Decision(CALL_OFF, CALLED_OFF)


class MongoOccurrences:
    """The Occurrences port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._registering = Registering(collection)

    def ensure_indexes(self) -> None:
        """Create what the listings, the members' own lists and the relay search by."""
        ensure_outbox_index(self._collection)
        self._collection.create_indexes(
            [
                IndexModel([("starts_at", 1), ("_id", 1)]),
                IndexModel([("centre_id", 1), ("starts_at", 1), ("_id", 1)]),
                IndexModel([("series_id", 1), ("starts_at", 1)]),
                IndexModel([("position", "2dsphere"), ("starts_at", 1)]),
                IndexModel([("seats.member", 1)]),
                IndexModel([("queue.member", 1)]),
            ]
        )

    def register(
        self, occurrence_id: str, registration_id: str, member_id: str, at: datetime
    ) -> Registration:
        """Give a place in one update, shared with those who ask for the same meeting just now."""
        return self._registering.register(occurrence_id, registration_id, member_id, at)

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Take a place back and seat the first of the queue in one update."""
        after = self._update(
            occurrence_id,
            _CANCEL,
            at=at,
            id=registration_id,
            member=member_id,
            events=[new_id(), new_id()],
            traceparent=current_traceparent(),
        )
        if after["released"]:
            return Registration(
                id=registration_id,
                occurrence_id=occurrence_id,
                state="cancelled",
                position=None,
                starts_at=after["starts_at"],
                created=False,
            )
        if not after["held"]:
            raise RegistrationUnknown
        if after["status"] == CANCELLED:
            raise MeetingCancelled
        raise RegistrationClosed if after["starts_at"] <= at else MeetingBusy

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

    def arrange(self, wanted: Wanted) -> int:
        """Fit the coming occurrences of some series; gives of how many dates somebody is told."""
        return arrange(self._collection, wanted)

    def _update(self, occurrence_id: str, decision: Decision, **variables: Any) -> Document:
        """Have the server decide, and give what the decision shows of the occurrence after it."""
        after = decision.take(self._collection, occurrence_id, variables)
        if after is None:
            raise OccurrenceUnknown
        return after
