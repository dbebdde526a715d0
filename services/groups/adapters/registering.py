"""Registering in MongoDB: whoever asks while a write is under way goes with the others in the next one.

Those who ask for one meeting share one update of it, and the updates of several meetings share one command.
What became of several is read afterwards; by then a relay may have pulled their events, others may have come,
and a place may have been given back. So a request is told that it made a place by what tells it for certain:
its own event in the outbox, or the id of that event, which the place keeps. Who finds neither made no place,
or has lost it since, and is told how things stand now, like anyone who asks again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from chassis.group_commit import GroupCommit
from chassis.ids import new_id
from chassis.outbox import shard_of
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision, literal
from groups.adapters.documents import Document
from groups.adapters.pipelines import REGISTER, REGISTERED, STANDING
from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
    NotEligible,
    OccurrenceUnknown,
    RegistrationCancelled,
    RegistrationClosed,
    TooManyChanges,
)
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND
from groups.domain.place import Registration


@dataclass(frozen=True, slots=True)
class _Request:
    """One person's wish for a place, with the id by which it finds its own event in what comes back."""

    occurrence_id: str
    registration_id: str
    member_id: str
    at: datetime
    event_id: str
    traceparent: str | None
    entitlements: frozenset[str]

    @property
    def asker(self) -> tuple[str, str]:
        """Who asks for what."""
        return self.occurrence_id, self.member_id


_Answer = Registration | Exception
_Answers = dict[str, _Answer]  # by the id of the request's event

LANES = 2  # While one awaits the database, the other gathers.

_REGISTER = Decision(REGISTER, REGISTERED)


class Registering:
    """Gives places in the occurrences of a collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._lanes: GroupCommit[_Request, _Answer] = GroupCommit(self._write_group)

    def register(
        self,
        occurrence_id: str,
        registration_id: str,
        member_id: str,
        at: datetime,
        entitlements: frozenset[str] = frozenset(),
    ) -> Registration:
        """Give a place in one update, shared with those who ask for the same meeting just now."""
        trace = current_traceparent()
        request = _Request(occurrence_id, registration_id, member_id, at, new_id(), trace, entitlements)
        # A meeting keeps to its lane, for two updates of one document at once would hinder each other.
        answer = self._lanes.submit(str(shard_of(occurrence_id) % LANES), request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _write_group(self, _lane: str, requests: list[_Request]) -> Sequence[_Answer]:
        """Answer a group, first come first served; a person's further requests wait for their first."""
        answers: _Answers = {}
        waiting = requests
        while waiting:
            firsts: dict[tuple[str, str], _Request] = {}
            for request in waiting:
                firsts.setdefault(request.asker, request)
            answers |= self._write(list(firsts.values()))
            for request in waiting:
                first = answers[firsts[request.asker].event_id]
                if isinstance(first, Registration):
                    answers.setdefault(request.event_id, replace(first, created=False))
            waiting = [request for request in waiting if request.event_id not in answers]
        return [answers[request.event_id] for request in requests]

    def _write(self, requests: Sequence[_Request]) -> _Answers:
        """Have the server decide over requests that differ in the meeting or in the member."""
        groups = _by_occurrence(requests)
        most = max(map(len, groups.values()))
        orders = {id_: _wishes(group) for id_, group in groups.items()}
        decided = _REGISTER.take_all(self._collection, orders, {"most": most})
        answers: _Answers = {}
        for id_, group in groups.items():
            answers |= _made(group, decided.get(id_, OccurrenceUnknown()))
        others = [request for request in requests if request.event_id not in answers]
        return answers | self._standing(others) if others else answers

    def _standing(self, requests: Sequence[_Request]) -> _Answers:
        """Read how things stand for those who were not seen to be placed."""
        groups = _by_occurrence(requests)
        asked = {
            "members": [request.member_id for request in requests],
            "registrations": [request.registration_id for request in requests],
        }
        found = self._collection.find({"_id": {"$in": list(groups)}}, STANDING, let=literal(asked))
        standing = {each["_id"]: each for each in found}
        answers: _Answers = {}
        for id_, group in groups.items():
            if id_ not in standing:
                answers |= {request.event_id: OccurrenceUnknown() for request in group}
                continue
            seen = _Standing(standing[id_], _latest(group))
            answers |= {request.event_id: seen.answer(request) for request in group}
        return answers


def _by_occurrence(requests: Sequence[_Request]) -> dict[str, list[_Request]]:
    groups: dict[str, list[_Request]] = {}
    for request in requests:
        groups.setdefault(request.occurrence_id, []).append(request)
    return groups


def _latest(requests: Sequence[_Request]) -> datetime:
    return max(request.at for request in requests)


def _wishes(requests: Sequence[_Request]) -> dict[str, Any]:
    """The variables of REGISTER for one meeting."""
    return {
        "at": _latest(requests),
        "requests": [
            {
                "place": {
                    "id": request.registration_id,
                    "member": request.member_id,
                    "event": request.event_id,
                },
                "traceparent": request.traceparent,
                **({"entitlements": list(request.entitlements)} if request.entitlements else {}),
            }
            for request in requests
        ],
    }


def _made(requests: Sequence[_Request], decided: Document | Exception) -> _Answers:
    """Answer those whose event is there; all of them if the server refused to write."""
    if isinstance(decided, Exception):
        return {request.event_id: decided for request in requests}
    made = {entry["id"]: entry["data"] for entry in decided["made"]}
    return {
        request.event_id: _placed(request, made[request.event_id], decided["starts_at"])
        for request in requests
        if request.event_id in made
    }


def _placed(request: _Request, event: Mapping[str, Any], starts_at: datetime) -> Registration:
    """The place that the event of a request tells of; only who waits has a position."""
    position = event.get("position")
    return Registration(
        id=request.registration_id,
        occurrence_id=request.occurrence_id,
        state="queued" if position else "confirmed",
        position=position,
        starts_at=starts_at,
        created=True,
    )


class _Standing:
    """How the places of a meeting stand for requests whose event is not there."""

    def __init__(self, found: Document, at: datetime) -> None:
        self._status = found["status"]
        self._starts_at: datetime = found["starts_at"]
        self._closes_at: datetime = found["closes_at"]
        self._requires = found["requires"]
        self._at = at
        self._busy = found["unpublished"] >= OUTBOX_BOUND
        self._held = {place["member"]: place for place in (*found["seats"], *found["queue"])}
        self._released = set(found["released"])
        self._too_often = set(found["too_often"])

    def answer(self, request: _Request) -> _Answer:
        """Tell one request how it stands, in the order of `Occurrence.register`."""
        if self._status == CANCELLED:
            return MeetingCancelled()
        if held := self._held.get(request.member_id):
            return self._registration(request, held)
        if request.registration_id in self._released:
            return RegistrationCancelled()
        if self._closes_at <= self._at:
            return RegistrationClosed()
        if request.member_id in self._too_often:
            return TooManyChanges()
        if not request.entitlements.issuperset(self._requires):
            return NotEligible(self._requires)
        return MeetingBusy() if self._busy else MeetingFull()

    def _registration(self, request: _Request, place: Mapping[str, Any]) -> Registration:
        position, until = place.get("position"), place.get("until")
        return Registration(
            id=place["id"],
            occurrence_id=request.occurrence_id,
            state="queued" if position else "promised" if until else "confirmed",
            position=position,
            starts_at=self._starts_at,
            answer_by=until,
            created=place.get("event") == request.event_id,
        )
