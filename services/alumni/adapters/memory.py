"""The stores in memory, for tests: the domain's own rules under one lock."""

import copy
from datetime import datetime
from threading import Lock

from alumni.domain.allowance import Allowance
from alumni.domain.attempt import SignInAttempt
from alumni.domain.centre import Centre
from alumni.domain.errors import (
    CentreDiffers,
    CentreUnknown,
    CodeExpired,
    ContactTaken,
    HandleTaken,
    MemberUnknown,
    RefreshTokenRefused,
    StaleAggregate,
)
from alumni.domain.events import CodeRequested, MemberEvent
from alumni.domain.member import Member, Whereabouts
from alumni.domain.session import RefreshToken, Session


class InMemoryMembers:
    """Members in a dictionary; `outbox` keeps their events in order."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}
        self._lock = Lock()
        self.outbox: list[MemberEvent] = []

    def add(self, member: Member) -> None:
        with self._lock:
            self._store(member)

    def get(self, member_id: str) -> Member:
        try:
            return copy.deepcopy(self._members[member_id])
        except KeyError:
            raise MemberUnknown(member_id) from None

    def whereabouts(self, member_id: str) -> Whereabouts:
        return self.get(member_id).whereabouts

    def reached_by(self, contact_index: str) -> Member | None:
        for member in self._members.values():
            if contact_index in _indexes(member):
                return copy.deepcopy(member)
        return None

    def named(self, handle_key: str) -> Member | None:
        for member in self._members.values():
            if member.handle.key == handle_key:
                return copy.deepcopy(member)
        return None

    def coordinators_of(self, centre_id: str) -> list[Member]:
        with self._lock:
            found = [each for each in self._members.values() if each.centre_id == centre_id]
        return copy.deepcopy(sorted(found, key=lambda member: member.id))

    def save(self, member: Member) -> None:
        with self._lock:
            if member.id not in self._members or self._members[member.id].version != member.version:
                raise StaleAggregate(member.id)
            self._store(member)

    def _store(self, member: Member) -> None:
        others = [other for other in self._members.values() if other.id != member.id]
        if any(_indexes(other) & _indexes(member) for other in others):
            raise ContactTaken
        if any(other.handle.key == member.handle.key for other in others):
            raise HandleTaken
        self.outbox.extend(member.events)
        member.mark_saved()
        self._members[member.id] = copy.deepcopy(member)


class InMemorySignInAttempts:
    """Attempts in a dictionary; `outbox` keeps their events in order."""

    def __init__(self) -> None:
        self._attempts: dict[str, SignInAttempt] = {}
        self._lock = Lock()
        self.outbox: list[CodeRequested] = []

    def add(self, attempt: SignInAttempt) -> None:
        self._attempts[attempt.id] = copy.deepcopy(attempt)
        self.outbox.extend(attempt.events)

    def try_code(
        self, attempt_id: str, code_mac: str, *, member_id: str | None, at: datetime
    ) -> SignInAttempt:
        with self._lock:
            attempt = self._attempts.get(attempt_id)
            if attempt is None:
                raise CodeExpired
            attempt.try_code(code_mac, member_id=member_id, at=at)
            return copy.deepcopy(attempt)

    def give_back(self, attempt: SignInAttempt) -> None:
        with self._lock:
            self._attempts[attempt.id].used_at = None


class InMemorySessions:
    """Sessions in a dictionary."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._lock = Lock()

    def add(self, session: Session) -> None:
        self._sessions[session.id] = copy.deepcopy(session)

    def rotate(self, presented: RefreshToken, following: RefreshToken, *, at: datetime) -> Session:
        with self._lock:
            for session in self._sessions.values():
                if session.family_hash == presented.family_hash:
                    session.rotate(presented, following, at=at)
                    return copy.deepcopy(session)
        raise RefreshTokenRefused

    def revoke(self, session_id: str, *, at: datetime) -> None:
        with self._lock:
            if session_id in self._sessions:
                self._sessions[session_id].revoke(at=at)

    def revoke_of(self, member_id: str, session_id: str, *, at: datetime) -> None:
        with self._lock:
            found = self._sessions.get(session_id)
            if found and found.member_id == member_id:
                found.revoke(at=at)

    def revoke_all(self, member_id: str, *, at: datetime, but: str | None = None) -> None:
        with self._lock:
            for found in self._sessions.values():
                if found.member_id == member_id and found.id != but:
                    found.revoke(at=at)


class InMemoryAllowances:
    """Counts in a dictionary."""

    def __init__(self) -> None:
        self._allowances: dict[str, Allowance] = {}
        self._lock = Lock()

    def take(self, key: str, limit: int, *, at: datetime) -> None:
        with self._lock:
            self._allowances.setdefault(key, Allowance.unused(at)).take(limit, at=at)


class InMemoryCentres:
    """Centres in a dictionary."""

    def __init__(self) -> None:
        self._centres: dict[str, Centre] = {}

    def add(self, centre: Centre) -> None:
        known = self._centres.setdefault(centre.id, centre)
        if (known.name, known.city) != (centre.name, centre.city):
            raise CentreDiffers(centre.id)

    def get(self, centre_id: str) -> Centre:
        try:
            return self._centres[centre_id]
        except KeyError:
            raise CentreUnknown(centre_id) from None


def _indexes(member: Member) -> set[str]:
    return {contact.index for contact in member.contacts.values()}
