"""Registering in MongoDB: who asks for the same meeting while a write is under way shares the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from chassis.ids import new_id
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision, literal
from groups.adapters.documents import Document
from groups.adapters.group_commit import GroupCommit
from groups.adapters.pipelines import REGISTER, REGISTERED, STANDING
from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
    OccurrenceUnknown,
    RegistrationCancelled,
    RegistrationClosed,
    RuleBroken,
    TooManyChanges,
)
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, Registration


@dataclass(frozen=True, slots=True)
class _Request:
    """One person's wish for a place, with the id by which it finds its own event in what comes back."""

    registration_id: str
    member_id: str
    at: datetime
    event_id: str
    traceparent: str | None


_Answer = Registration | RuleBroken

_REGISTER = Decision(REGISTER, REGISTERED)


class Registering:
    """Gives places in the occurrences of a collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._groups: GroupCommit[_Request, _Answer] = GroupCommit(self._write_group)

    def register(
        self, occurrence_id: str, registration_id: str, member_id: str, at: datetime
    ) -> Registration:
        """Give a place in one update, shared with those who ask for the same meeting just now."""
        request = _Request(registration_id, member_id, at, new_id(), current_traceparent())
        answer = self._groups.submit(occurrence_id, request)
        if isinstance(answer, RuleBroken):
            raise answer
        return answer

    def _write_group(self, occurrence_id: str, requests: list[_Request]) -> Sequence[_Answer]:
        """Answer a group in one update; a person's further requests wait for the answer to the first."""
        answers: dict[str, _Answer] = {}
        waiting = requests
        while waiting:
            firsts = {request.member_id: request for request in reversed(waiting)}
            answers |= self._write(occurrence_id, list(firsts.values()))
            further = []
            for request in waiting:
                first = answers[firsts[request.member_id].event_id]
                if request.event_id in answers:
                    continue
                if isinstance(first, Registration):
                    answers[request.event_id] = replace(first, created=False)
                else:
                    further.append(request)
            waiting = further
        return [answers[request.event_id] for request in requests]

    def _write(self, occurrence_id: str, requests: Sequence[_Request]) -> dict[str, _Answer]:
        """Have the server decide over requests of different members; answers by event id."""
        at = max(request.at for request in requests)
        after = _REGISTER.take(self._collection, occurrence_id, {"at": at, **_variables(requests)})
        if after is None:
            raise OccurrenceUnknown
        made = {entry["id"]: entry["data"] for entry in after["made"]}
        answers: dict[str, _Answer] = {
            request.event_id: _placed(occurrence_id, request, made[request.event_id], after["starts_at"])
            for request in requests
            if request.event_id in made
        }
        if others := [request for request in requests if request.event_id not in made]:
            standing = self._standing(occurrence_id, others, at)
            answers |= {request.event_id: standing.answer(request) for request in others}
        return answers

    def _standing(self, occurrence_id: str, requests: Sequence[_Request], at: datetime) -> "_Standing":
        """Read what holds back those who were not placed."""
        found = self._collection.find_one({"_id": occurrence_id}, STANDING, let=literal(_variables(requests)))
        if found is None:
            raise OccurrenceUnknown
        return _Standing(occurrence_id, found, at)


def _variables(requests: Sequence[_Request]) -> dict[str, Any]:
    return {
        "members": [request.member_id for request in requests],
        "requests": [
            {
                "id": request.registration_id,
                "member": request.member_id,
                "event": request.event_id,
                "traceparent": request.traceparent,
            }
            for request in requests
        ],
    }


def _placed(
    occurrence_id: str, request: _Request, event: Mapping[str, Any], starts_at: datetime
) -> Registration:
    """The place that the event of a request tells of; only who waits has a position."""
    position = event.get("position")
    return Registration(
        id=request.registration_id,
        occurrence_id=occurrence_id,
        state="queued" if position else "confirmed",
        position=position,
        starts_at=starts_at,
        created=True,
    )


class _Standing:
    """How the places stand for requests that an update did not place."""

    def __init__(self, occurrence_id: str, found: Document, at: datetime) -> None:
        self._occurrence_id = occurrence_id
        self._status = found["status"]
        self._starts_at: datetime = found["starts_at"]
        self._at = at
        self._busy = found["unpublished"] >= OUTBOX_BOUND
        self._held = {place["member"]: place for place in (*found["seats"], *found["queue"])}
        self._released = set(found["released"])
        self._too_often = set(found["too_often"])

    def answer(self, request: _Request) -> _Answer:
        """Tell one request why it has no new place, in the order of `Occurrence.register`."""
        if self._status == CANCELLED:
            return MeetingCancelled()
        if held := self._held.get(request.member_id):
            return self._registration(held)
        if request.registration_id in self._released:
            return RegistrationCancelled()
        if self._starts_at <= self._at:
            return RegistrationClosed()
        if request.member_id in self._too_often:
            return TooManyChanges()
        return MeetingBusy() if self._busy else MeetingFull()

    def _registration(self, place: Mapping[str, Any]) -> Registration:
        position = place.get("position")
        return Registration(
            id=place["id"],
            occurrence_id=self._occurrence_id,
            state="queued" if position else "confirmed",
            position=position,
            starts_at=self._starts_at,
            created=False,
        )
