"""Win back the access to an account whose contact is lost: with the home centre, by two persons."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.contact import SealedContact
from alumni.domain.errors.recovery import CoordinatorNeeded, RecoveryDecided, RecoveryUnknown
from alumni.domain.events.recovery import RecoveryAsked

LIFE = timedelta(days=7)
WAIT = timedelta(hours=24)  # from asking, unless both have seen the person
PERSONS = 2


class RecoveryState(StrEnum):
    """How far a recovery is."""

    ASKED = "asked"
    AGREED = "agreed"  # by two persons; carried out when the wait is over
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Approval:
    """The word of one person who has spoken with the one who asks."""

    by: str
    as_coordinator: bool
    in_person: bool
    at: datetime


@dataclass(kw_only=True)
class Recovery(Aggregate):
    """One wish to be reached by a new contact.

    `member_id` is None where what was said fits nobody: it is kept all the same, so that asking takes
    the same time and gets the same answer, and nobody ever sees it.
    """

    member_id: str | None
    centre_id: str
    contact: SealedContact
    asked_at: datetime
    expires_at: datetime
    state: RecoveryState = RecoveryState.ASKED
    approvals: list[Approval] = field(default_factory=list)

    @classmethod
    def ask(
        cls, recovery_id: str, member_id: str | None, centre_id: str, contact: SealedContact, *, at: datetime
    ) -> Self:
        """Ask the centre; its coordinators are told, if there is something to decide."""
        recovery = cls(
            id=recovery_id,
            member_id=member_id,
            centre_id=centre_id,
            contact=contact,
            asked_at=at,
            expires_at=at + LIFE,
        )
        if member_id:
            recovery.events.append(RecoveryAsked(recovery_id=recovery_id, centre_id=centre_id))
        return recovery

    def approve(self, by: str, *, as_coordinator: bool, in_person: bool, at: datetime) -> None:
        """Say yes as one of two different persons, one of them a coordinator of the home centre.

        Raises RecoveryUnknown where nothing is to be decided (any more), RecoveryDecided,
        CoordinatorNeeded.
        """
        self._ensure_open(at)
        if by == self.member_id or any(each.by == by for each in self.approvals):
            raise RecoveryDecided
        words = [
            *self.approvals,
            Approval(by=by, as_coordinator=as_coordinator, in_person=in_person, at=at),
        ]
        if len(words) == PERSONS and not any(each.as_coordinator for each in words):
            raise CoordinatorNeeded
        self.approvals = words
        if len(words) == PERSONS:
            self.state = RecoveryState.AGREED

    def refuse(self, *, at: datetime) -> None:
        """Say no, which one person can, also after two have said yes and before it is carried out."""
        if self.state is not RecoveryState.AGREED:
            self._ensure_open(at)
        self.state = RecoveryState.REFUSED

    @property
    def due_at(self) -> datetime:
        """When it may be carried out: at once where both have seen the person."""
        seen = all(each.in_person for each in self.approvals)
        return self.approvals[-1].at if seen else self.asked_at + WAIT

    def finish(self) -> None:
        """Take note that the member is reached by the new contact."""
        self.state = RecoveryState.DONE

    def _ensure_open(self, at: datetime) -> None:
        if self.state is not RecoveryState.ASKED or self.expires_at <= at or self.member_id is None:
            raise RecoveryUnknown
