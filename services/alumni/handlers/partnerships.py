"""Find partners, and part."""

from collections.abc import Callable
from datetime import datetime

from alumni.domain.errors.partnerships import (
    HandleUnknown,
    PartnerOneself,
    PartnershipUnknown,
    TooManyProposals,
)
from alumni.domain.handle import Handle
from alumni.domain.partnership import MOST_PROPOSALS, Partnership, State
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.partnerships import Blocks, Companionship, Partnerships
from chassis.ids import derived_id


def propose_partnership(
    member_id: str,
    handle: Handle,
    *,
    partnerships: Partnerships,
    members: Members,
    blocks: Blocks,
    at: datetime,
) -> Partnership:
    """Ask a member to be partners; whoever is blocked gets the same answer, and nobody hears of it.

    Raises HandleUnknown, PartnerOneself, AnswerTheirs, TooManyProposals.
    """
    other = members.named(handle.key)
    if other is None:
        raise HandleUnknown
    if other.id == member_id:
        raise PartnerOneself
    partnership_id = derived_id("partnership", *sorted((member_id, other.id)))

    def attempt() -> Partnership:
        found = partnerships.find(partnership_id) or Partnership.between(
            partnership_id, member_id, other.id, at=at
        )
        if found.state is State.ENDED and partnerships.waiting_of(member_id) >= MOST_PROPOSALS:
            raise TooManyProposals
        found.propose(member_id, blocked=blocks.between(member_id, other.id), at=at)
        partnerships.save(found)
        return found

    return again_when_stale(attempt)


def accept_partnership(
    member_id: str, partnership_id: str, *, partnerships: Partnerships, blocks: Blocks, at: datetime
) -> Partnership:
    """Say yes; raises PartnershipUnknown, PartnersFull."""

    def decide(partnership: Partnership) -> None:
        if blocks.between(*partnership.member_ids):
            raise PartnershipUnknown
        partnership.accept(member_id, at=at)

    return _change(member_id, partnership_id, decide, partnerships)


def end_partnership(member_id: str, partnership_id: str, *, partnerships: Partnerships, at: datetime) -> None:
    """Say no, take back or part; raises PartnershipUnknown."""
    _change(member_id, partnership_id, lambda found: found.end(member_id, at=at), partnerships)


def partner_in(member_id: str, partnership_id: str, *, partnerships: Partnerships, blocks: Blocks) -> str:
    """Name whose partner a member is in a partnership that stands; raises PartnershipUnknown."""
    found = partnerships.get(partnership_id)
    stands = found.state is State.ACTIVE and member_id in found.member_ids
    if not stands or blocks.between(*found.member_ids):
        raise PartnershipUnknown
    return found.other_than(member_id)


def mentee_in(member_id: str, pair_id: str, *, companionship: Companionship, blocks: Blocks) -> str:
    """Name whose mentor a member is in a pair that walks together; raises PartnershipUnknown."""
    mentee_id = companionship.mentee_of(member_id, pair_id)
    if mentee_id is None or blocks.between(member_id, mentee_id):
        raise PartnershipUnknown
    return mentee_id


def _change(
    member_id: str, partnership_id: str, decide: Callable[[Partnership], None], partnerships: Partnerships
) -> Partnership:
    def attempt() -> Partnership:
        partnership = partnerships.get(partnership_id)
        if not partnership.seen_by(member_id):
            raise PartnershipUnknown
        decide(partnership)
        partnerships.save(partnership)
        return partnership

    return again_when_stale(attempt)
