"""Invitations in memory, for tests: the domain's own rules under one lock."""

import copy
from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from alumni.domain.errors.joining import InvitationRefused, InvitationUnknown
from alumni.domain.invitation import Invitation


class InMemoryInvitations:
    """Invitations in a dictionary."""

    def __init__(self) -> None:
        self._invitations: dict[str, Invitation] = {}
        self._lock = Lock()

    def add(self, invitations: Sequence[Invitation]) -> None:
        for each in invitations:
            self._invitations[each.id] = copy.deepcopy(each)

    def find(self, code_hash: str) -> Invitation | None:
        for each in self._invitations.values():
            if each.code_hash == code_hash:
                return copy.deepcopy(each)
        return None

    def redeem(self, invitation_id: str, member_id: str, *, at: datetime) -> Invitation:
        with self._lock:
            found = self._invitations[invitation_id]
            if not found.is_good_for(member_id, at):
                raise InvitationRefused
            found.used_by, found.used_at = member_id, found.used_at or at
            return copy.deepcopy(found)

    def withdraw(
        self, invitation_id: str, *, centre_id: str | None, invited_by: str | None, at: datetime
    ) -> None:
        with self._lock:
            found = self._invitations.get(invitation_id)
            if (
                found is None
                or found.centre_id != centre_id
                or found.invited_by != (invited_by or found.invited_by)
            ):
                raise InvitationUnknown
            if found.used_at is None:
                found.withdrawn_at = found.withdrawn_at or at
