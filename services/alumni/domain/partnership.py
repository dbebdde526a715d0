"""Partners: two members who look after each other, and both said yes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.partnerships import AnswerTheirs, PartnershipUnknown
from alumni.domain.events.partnerships import PartnershipProposed

MOST_PARTNERS = 3
MOST_PROPOSALS = 10  # of one member that wait for an answer
PEACE = timedelta(days=30)  # in which a no is not asked again


class State(StrEnum):
    """How far two members are."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(kw_only=True)
class Partnership(Aggregate):
    """Two members, of whom one has asked; there is one of each two, ever.

    One that is `withheld` only who proposed it sees: the other has blocked them, or just said no.
    """

    member_ids: tuple[str, str]
    proposed_by: str
    since: datetime
    state: State = State.PROPOSED
    withheld: bool = False
    declined: str | None = None  # whose proposal was declined last
    ended_at: datetime | None = None

    @classmethod
    def between(cls, partnership_id: str, by: str, other: str, *, at: datetime) -> Self:
        """Begin with nothing said yet."""
        first, second = sorted((by, other))
        return cls(id=partnership_id, member_ids=(first, second), proposed_by=by, since=at, state=State.ENDED)

    def propose(self, by: str, *, blocked: bool, at: datetime) -> None:
        """Ask the other; the same again, or of partners, changes nothing. Raises AnswerTheirs."""
        if self.state is State.ACTIVE or (self.state is State.PROPOSED and self.proposed_by == by):
            return
        if self.state is State.PROPOSED and not self.withheld:
            raise AnswerTheirs
        recent = self.declined == by and self.ended_at is not None and at - self.ended_at < PEACE
        self.state, self.proposed_by, self.since = State.PROPOSED, by, at
        self.withheld = blocked or recent
        if not self.withheld:
            self.events.append(PartnershipProposed(partnership_id=self.id, member_ids=[self.other_than(by)]))

    def accept(self, by: str, *, at: datetime) -> None:
        """Say yes to the other; again, it changes nothing. Raises PartnershipUnknown."""
        if self.state is State.ACTIVE:
            return
        if self.state is not State.PROPOSED or self.withheld or self.proposed_by == by:
            raise PartnershipUnknown
        self.state, self.since = State.ACTIVE, at

    def end(self, by: str, *, at: datetime) -> None:
        """Say no, take back what was asked, or part, without a reason; again, it changes nothing."""
        if self.state is State.ENDED:
            return
        no = self.state is State.PROPOSED and self.proposed_by != by
        self.declined = self.proposed_by if no else self.declined
        self.state, self.ended_at, self.withheld = State.ENDED, at, False

    def other_than(self, member_id: str) -> str:
        """Name the other of the two."""
        first, second = self.member_ids
        return second if first == member_id else first

    def seen_by(self, member_id: str) -> bool:
        """Tell whether there is anything that a member may know of."""
        hidden = self.withheld and self.proposed_by != member_id
        return member_id in self.member_ids and self.state is not State.ENDED and not hidden
