"""Bring a mentee and a mentor together, and let them go."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.consent import Purpose
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.mentoring import MentorUnknown
from alumni.domain.errors.pairs import (
    MentorUnfit,
    PairUnknown,
    TooManyProposals,
    WalkingAlready,
    WishMissing,
)
from alumni.domain.matching import Match, Wish, hindrance, suggest
from alumni.domain.mentor import Mentor
from alumni.domain.pair import Pair, PairState
from alumni.handlers.mentors import change_mentor, ensure_consent
from alumni.handlers.stale import again_when_stale
from alumni.ports.consents import Consents
from alumni.ports.mentoring import Blocks, MentorGrants
from alumni.ports.pairs import Field, Pairs, Wishes
from chassis.ids import new_id

Decision = Callable[[Pair], None]
MOST_PROPOSALS = 3  # of one mentee at a time


@dataclass(frozen=True, kw_only=True)
class Walks:
    """What pairs are made of."""

    pairs: Pairs
    mentors: MentorGrants
    blocks: Blocks
    field: Field


def wish_for_mentor(member_id: str, wish: Wish, *, wishes: Wishes, consents: Consents, at: datetime) -> None:
    """Say what kind of mentor a member wishes for; raises MentoringConsentNeeded."""
    ensure_consent(member_id, consents, at)
    wishes.put(member_id, wish, at=at)


def suggest_mentors(member_id: str, *, field: Field, consents: Consents, at: datetime) -> Sequence[Match]:
    """Rank the mentors who fit a member's wish; raises MentoringConsentNeeded, WishMissing."""
    ensure_consent(member_id, consents, at)
    seekers = field.seekers([member_id])
    if not seekers:
        raise WishMissing
    mentors = field.candidates(languages=seekers[0].wish.languages)
    return suggest(seekers[0], mentors, field.parted_from(member_id))


def ask_mentor(mentee_id: str, mentor_id: str, *, walks: Walks, consents: Consents, at: datetime) -> Pair:
    """Ask a mentor who fits; asking again gives what was asked before.

    Raises MentoringConsentNeeded, WishMissing, WalkingAlready, TooManyProposals, and MentorUnfit for
    everybody who does not fit, known or unknown.
    """
    ensure_consent(mentee_id, consents, at)
    seekers = walks.field.seekers([mentee_id])
    if not seekers:
        raise WishMissing
    of_mentee = [each for each in walks.pairs.open_of(mentee_id) if each.mentee_id == mentee_id]
    for known in of_mentee:
        if known.mentor_id == mentor_id:
            return known
    _ensure_free_to_ask(of_mentee)
    seeker = seekers[0]
    found = walks.field.candidates(languages=seeker.wish.languages, only=mentor_id)
    if not found or hindrance(seeker, found[0], walks.field.parted_from(mentee_id)):
        raise MentorUnfit
    pair = Pair.propose(new_id(), mentor_id, mentee_id, seeker.centre_id, asked_by=mentee_id, at=at)
    return walks.pairs.add(pair)


def _ensure_free_to_ask(open_pairs: Sequence[Pair]) -> None:
    if any(each.state is PairState.ACTIVE for each in open_pairs):
        raise WalkingAlready
    if len(open_pairs) >= MOST_PROPOSALS:
        raise TooManyProposals


def accept_pair(member_id: str, pair_id: str, *, walks: Walks, at: datetime) -> Pair:
    """Say yes to walking together; the last yes takes the place at the mentor first.

    The place is taken in one update, so that no mentor ever has more mentees than places. What stops
    the pair afterwards gives it back. Raises PairUnknown, PairOver, MentorFull, WalkingAlready,
    MentorUnfit where a block parts the two.
    """

    def attempt() -> Pair:
        pair = own_pair(member_id, pair_id, pairs=walks.pairs)
        if walks.blocks.between(pair.mentor_id, pair.mentee_id):
            raise MentorUnfit
        completing = pair.completes(member_id)
        pair.accept(member_id, at=at)
        if completing:
            walks.mentors.take_place(pair.mentor_id, pair.id)
        walks.pairs.save(pair)
        return pair

    try:
        return again_when_stale(attempt)
    except Exception:
        _give_back(pair_id, walks)
        raise


def _give_back(pair_id: str, walks: Walks) -> None:
    """Free a place that was taken for a pair which did not come about."""
    try:
        pair = walks.pairs.get(pair_id)
    except PairUnknown:
        return
    if pair.state is not PairState.ACTIVE:
        walks.mentors.free_place(pair.mentor_id, pair.id, walked=False)


def change_pair(member_id: str, pair_id: str, decide: Decision, *, pairs: Pairs) -> Pair:
    """Load a member's own pair, decide and save; raises PairUnknown and what the decision does."""

    def attempt() -> Pair:
        pair = own_pair(member_id, pair_id, pairs=pairs)
        decide(pair)
        pairs.save(pair)
        return pair

    return again_when_stale(attempt)


def close_pair(member_id: str, pair_id: str, decide: Decision, *, walks: Walks) -> Pair:
    """Decline or end a member's own pair, and free its place; raises PairUnknown, PairOver."""
    pair = change_pair(member_id, pair_id, decide, pairs=walks.pairs)
    free(pair, walks=walks)
    return pair


def own_pair(member_id: str, pair_id: str, *, pairs: Pairs) -> Pair:
    """Load a pair of which the member is one; raises PairUnknown."""
    pair = pairs.get(pair_id)
    if member_id not in pair.member_ids:
        raise PairUnknown
    return pair


def free(pair: Pair, *, walks: Walks) -> None:
    """Give the mentor the place of a closed pair back, once, however often this is done."""
    if pair.freed:
        return
    walks.mentors.free_place(pair.mentor_id, pair.id, walked=pair.state is PairState.ENDED)
    walks.pairs.freed(pair.id)


def part(one: str, other: str, *, walks: Walks, at: datetime) -> None:
    """End everything between two, as the first of them wants it: after a block."""
    for pair in walks.pairs.open_of(one):
        if other in pair.member_ids:
            close_pair(one, pair.id, lambda each: each.end(one, at=at), walks=walks)


def leave(member_id: str, *, walks: Walks, wishes: Wishes, at: datetime) -> None:
    """End every pair of a member who mentors and is mentored no more; the others are told."""
    wishes.remove(member_id)
    for pair in walks.pairs.open_of(member_id):
        close_pair(member_id, pair.id, lambda each: each.end(member_id, at=at), walks=walks)


def stop_mentoring(member_id: str, *, walks: Walks, at: datetime) -> None:
    """Be a mentor no more: those who walk along are told, and find another. Raises MentorUnknown."""
    change_mentor(member_id, Mentor.stop, mentors=walks.mentors)
    for pair in walks.pairs.open_of(member_id):
        if pair.mentor_id == member_id:
            close_pair(member_id, pair.id, lambda each: each.end(member_id, at=at), walks=walks)


def follow_no_to_mentoring(
    member_id: str,
    purpose: str,
    *,
    consents: Consents,
    wishes: Wishes,
    walks: Walks,
    at: datetime,
) -> None:
    """Stop as mentor and as mentee who agrees to mentoring no more, unless it was a yes again by now."""
    if purpose != Purpose.MENTORING or consents.granted(member_id, purpose, at=at):
        return
    with suppress(MentorUnknown):
        change_mentor(member_id, Mentor.stop, mentors=walks.mentors)
    leave(member_id, walks=walks, wishes=wishes, at=at)


def mind_pairs(*, walks: Walks, at: datetime) -> int:
    """Do what is due for pairs, and free places that a crash left taken; tell how many."""
    count = 0
    for pair in walks.pairs.due(at):
        pair.fall_due(at=at)
        # Whoever was faster has changed what is due; the next look finds it.
        with suppress(StaleAggregate):
            walks.pairs.save(pair)
            count += 1
    for pair in walks.pairs.holding():
        free(pair, walks=walks)
        count += 1
    return count
