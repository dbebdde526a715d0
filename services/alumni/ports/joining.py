"""Invitations, and where those who wait for a centre's word are found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.invitation import Invitation


class Mentors(Protocol):
    """Who is an approved mentor."""

    def is_mentor(self, member_id: str) -> bool:
        """Tell whether a member is an approved mentor now."""


class Invitations(Protocol):
    """The invitations that were made."""

    def add(self, invitations: Sequence[Invitation]) -> None:
        """Store new invitations."""

    def find(self, code_hash: str) -> Invitation | None:
        """Find an invitation by its code's keyed hash."""

    def redeem(self, invitation_id: str, member_id: str, *, at: datetime) -> Invitation:
        """Decide `Invitation.is_good_for` and use it up in one atomic step; raises InvitationRefused."""

    def withdraw(
        self, invitation_id: str, *, centre_id: str | None, invited_by: str | None, at: datetime
    ) -> None:
        """Make an unused invitation of a centre, or of a mentor, useless; raises InvitationUnknown."""
