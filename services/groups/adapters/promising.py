"""Promised and restored seats in MongoDB, and how an update that changed nothing is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from chassis.ids import new_id
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision, literal
from groups.adapters.documents import Document
from groups.adapters.promise_pipelines import CANCEL, CONFIRM, RELEASE, RESTORE, STANDS
from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
    NothingPromised,
    OccurrenceUnknown,
    PromiseExpired,
    RegistrationCancelled,
    RegistrationClosed,
    RegistrationUnknown,
    RuleBroken,
    TooManyChanges,
    UndoTooLate,
)
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, SCHEDULED
from groups.domain.place import REGISTRATIONS_EACH, Registration
from groups.domain.promise import UNDO

_CANCEL = Decision(CANCEL, STANDS)
_CONFIRM = Decision(CONFIRM, STANDS)
_RESTORE = Decision(RESTORE, STANDS)
_RELEASE = Decision(RELEASE, {"_id": 1})


def event_ids() -> str:
    """Give what the ids of an update's events begin with."""
    return new_id()[:24]


class Promising:
    """Gives back, confirms, restores and releases places in the occurrences of a collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `Occurrence.cancel` in one update."""
        found = self._decide(_CANCEL, occurrence_id, registration_id, member_id, at)
        if found.own is not None:
            raise found.why_not_open()
        if found.left is None:
            raise RegistrationUnknown
        return Registration(
            id=registration_id,
            occurrence_id=occurrence_id,
            state="cancelled",
            position=None,
            starts_at=found.starts_at,
            created=False,
        )

    def confirm(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `promise.confirm` in one update."""
        found = self._decide(_CONFIRM, occurrence_id, registration_id, member_id, at)
        if found.own is None:
            if found.left is None:
                raise RegistrationUnknown
            raise PromiseExpired if found.left["at"] is None else RegistrationCancelled
        if found.own.state == "queued":
            raise NothingPromised
        if found.own.state == "promised":
            raise found.why_not_open(otherwise=PromiseExpired())
        return found.own

    def restore(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `promise.restore` in one update."""
        found = self._decide(_RESTORE, occurrence_id, registration_id, member_id, at, since=at - UNDO)
        if found.left is None and found.own is None:
            raise RegistrationUnknown
        if found.held is not None:
            return found.held
        raise found.why_not_restored(since=at - UNDO)

    def release_unanswered(self, at: datetime) -> int:
        """Decide `promise.release_unanswered` where a time is over; gives in how many occurrences."""
        where = {"answers_by": {"$lte": at}, "starts_at": {"$gt": at}, "status": SCHEDULED}
        ids = [found["_id"] for found in self._collection.find(where, {"_id": 1})]
        for id_ in ids:
            variables = {"at": at, "events": event_ids(), "traceparent": current_traceparent()}
            _RELEASE.take(self._collection, id_, variables)
        return len(ids)

    def held_by(self, occurrence_id: str, member_id: str) -> Registration | None:
        """Tell a member's place in an occurrence."""
        variables = {"id": None, "member": member_id}
        found = self._collection.find_one({"_id": occurrence_id}, STANDS, let=literal(variables))
        if found is None:
            raise OccurrenceUnknown
        return _Stands(found, occurrence_id, "", found["starts_at"]).held

    def _decide(
        self,
        decision: Decision,
        occurrence_id: str,
        registration_id: str,
        member_id: str,
        at: datetime,
        **more: Any,
    ) -> "_Stands":
        variables = {"at": at, "id": registration_id, "member": member_id, **more}
        variables |= {"events": event_ids(), "traceparent": current_traceparent()}
        after = decision.take(self._collection, occurrence_id, variables)
        if after is None:
            raise OccurrenceUnknown
        return _Stands(after, occurrence_id, registration_id, at)


class _Stands:
    """How a registration, and its member, stand in an occurrence after an update."""

    def __init__(self, after: Document, occurrence_id: str, registration_id: str, at: datetime) -> None:
        self.starts_at: datetime = after["starts_at"]
        self._after, self._occurrence_id, self._at = after, occurrence_id, at
        self.held = self._registration()
        self.own = self.held if self.held and self.held.id == registration_id else None
        self.left: Mapping[str, Any] | None = next(iter(after["left"]), None)

    def why_not_open(self, otherwise: RuleBroken | None = None) -> RuleBroken:
        """Tell why nothing was changed, in the order of `Occurrence.refuse_unless_open`."""
        if self._after["status"] == CANCELLED:
            return MeetingCancelled()
        if self.starts_at <= self._at:
            return RegistrationClosed()
        if otherwise is None or self._after["unpublished"] >= OUTBOX_BOUND:
            return MeetingBusy()
        return otherwise

    def why_not_restored(self, since: datetime) -> RuleBroken:
        """Tell why a place was not given again, in the order of `promise.restore`."""
        left_at: datetime | None = self.left["at"] if self.left else None
        if left_at is None or left_at <= since:
            return self.why_not_open(otherwise=UndoTooLate())
        often = self._after["times_left"] >= REGISTRATIONS_EACH
        return self.why_not_open(otherwise=TooManyChanges() if often else MeetingFull())

    def _registration(self) -> Registration | None:
        for name in ("seat", "wait"):
            for place in self._after[name]:
                until = place.get("until")
                return Registration(
                    id=place["id"],
                    occurrence_id=self._occurrence_id,
                    state="queued" if name == "wait" else "promised" if until else "confirmed",
                    position=self._after["position"] + 1 if name == "wait" else None,
                    starts_at=self.starts_at,
                    created=False,
                    answer_by=until,
                )
        return None
