"""The sealed contacts of alumni, fetched at its inside address."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.inside import InsideService
from notify.domain.contacts import Channel


class AlumniContacts:
    """SealedContacts over HTTP; ServiceAway passes through, as that of any engine does."""

    def __init__(self, alumni: InsideService) -> None:
        self._alumni = alumni

    def of_member(self, member_id: str) -> Mapping[Channel, str]:
        """Give the contacts of a member by channel; none of a member who is gone."""
        found = self._alumni.get(f"/sealed-contacts/members/{member_id}")
        return {Channel(each["channel"]): each["sealed"] for each in found["contacts"]} if found else {}

    def of_attempt(self, attempt_id: str) -> str | None:
        """Give the contact that a code goes to; None where the attempt is gone."""
        found = self._alumni.get(f"/sealed-contacts/attempts/{attempt_id}")
        return str(found["sealed"]) if found else None
