"""Random histories of mentors, mentees and blocks, by the handlers over plain stores in memory.

Whatever happens in whatever order: capacity is never exceeded, whom a block parts never walk together, a
mentee has one active pair at most, and ended stays ended.
"""

import copy
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from alumni.domain.contact import Language
from alumni.domain.errors import RuleBroken, StaleAggregate
from alumni.domain.errors.pairs import PairUnknown, WalkingAlready
from alumni.domain.matching import Candidate, Seeker, Wish
from alumni.domain.mentor import Hours, Mentor, Offering, Topic, Training
from alumni.domain.pair import OPEN, Pair, PairState
from alumni.handlers import pairs as handlers
from chassis.ids import derived_id

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MENTORS = [derived_id("mentor", str(number)) for number in range(2)]
MENTEES = [derived_id("mentee", str(number)) for number in range(4)]
SETS = {"languages": frozenset(Language), "topics": frozenset(Topic), "hours": frozenset(Hours)}
OVER = (PairState.DECLINED, PairState.EXPIRED, PairState.ENDED)
mentors, mentees = st.sampled_from(MENTORS), st.sampled_from(MENTEES)


class Plain:
    """Everything that pairs are made of, in dictionaries; what is loaded is a copy, as from a store."""

    def __init__(self) -> None:
        self.pairs: dict[str, Pair] = {}
        self.mentors = {each: _mentor(each) for each in MENTORS}
        self.blocks: set[tuple[str, str]] = set()

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        return True

    def seekers(self, member_ids: Collection[str]) -> Sequence[Seeker]:
        return [Seeker(member_id=each, gender=None, centre_id=None, wish=Wish(**SETS)) for each in member_ids]

    def candidates(
        self, *, languages: Collection[str], centre_id: str | None = None, only: str | None = None
    ) -> Sequence[Candidate]:
        return [
            Candidate(
                member_id=each.id,
                gender=None,
                centre_id=None,
                offering=each.offering,
                load=len(each.places),
                walked=each.walked,
                open=each.is_open,
            )
            for each in self.mentors.values()
            if only in (None, each.id)
        ]

    def parted_from(self, member_id: str) -> frozenset[str]:
        return frozenset(name for block in self.blocks if member_id in block for name in block) - {member_id}

    def between(self, one: str, other: str) -> bool:
        return not self.blocks.isdisjoint({(one, other), (other, one)})

    def take_place(self, member_id: str, pair_id: str) -> None:
        self.mentors[member_id].take_place(pair_id)

    def free_place(self, member_id: str, pair_id: str, *, walked: bool) -> None:
        self.mentors[member_id].places -= {pair_id}

    def add(self, pair: Pair) -> Pair:
        pair.mark_saved()
        self.pairs[pair.id] = copy.deepcopy(pair)
        return pair

    def get(self, pair_id: str) -> Pair:
        if pair_id not in self.pairs:
            raise PairUnknown
        return copy.deepcopy(self.pairs[pair_id])

    def save(self, pair: Pair) -> None:
        if self.pairs[pair.id].version != pair.version:
            raise StaleAggregate
        others = [each for each in self.pairs.values() if each.id != pair.id]
        walking = {each.mentee_id for each in others if each.state is PairState.ACTIVE}
        if pair.state is PairState.ACTIVE and pair.mentee_id in walking:
            raise WalkingAlready
        pair.mark_saved()
        self.pairs[pair.id] = copy.deepcopy(pair)

    def open_of(self, member_id: str) -> Iterator[Pair]:
        mine = [each for each in self.pairs.values() if member_id in each.member_ids and each.state in OPEN]
        return iter(copy.deepcopy(mine))

    def due(self, at: datetime) -> Iterator[Pair]:
        return iter(
            copy.deepcopy([each for each in self.pairs.values() if each.due_at and each.due_at <= at])
        )

    def holding(self) -> Iterator[Pair]:
        return iter(copy.deepcopy([each for each in self.pairs.values() if not each.freed]))

    def freed(self, pair_id: str) -> None:
        self.pairs[pair_id].freed = True


def _mentor(member_id: str) -> Mentor:
    mentor = Mentor.apply(
        member_id,
        "c" * 32,
        training=Training(course="Peer mentor course", finished_on=date(2026, 1, 15)),
        offering=Offering(capacity=2, **SETS),
        sober_since=NOW - timedelta(days=183),
        at=NOW,
    )
    mentor.approve("f" * 32, sober_since=NOW - timedelta(days=183), at=NOW)
    return mentor


class Mentoring(RuleBasedStateMachine):
    """Mentees ask, mentors answer, coordinators bring together; people block, leave, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.plain = Plain()
        self.walks = handlers.Walks(pairs=self.plain, mentors=self.plain, blocks=self.plain, field=self.plain)
        self.over: dict[str, PairState] = {}

    @rule(mentee=mentees, mentor=mentors)
    def ask(self, mentee: str, mentor: str) -> None:
        attempt(
            lambda: handlers.ask_mentor(mentee, mentor, walks=self.walks, consents=self.plain, at=self.now)
        )

    @rule(mentee=mentees, mentor=mentors)
    def bring_together(self, mentee: str, mentor: str) -> None:
        pair_id = derived_id(mentee, mentor, str(len(self.plain.pairs)))
        if not any(mentor in each.member_ids for each in self.plain.open_of(mentee)):
            self.plain.add(Pair.propose(pair_id, mentor, mentee, None, asked_by=None, at=self.now))

    @rule(data=st.data(), by_mentor=st.booleans())
    def accept(self, data: st.DataObject, by_mentor: bool) -> None:
        self._with_pair(
            data,
            by_mentor,
            lambda who, pair: handlers.accept_pair(who, pair.id, walks=self.walks, at=self.now),
        )

    @rule(data=st.data(), by_mentor=st.booleans())
    def decline(self, data: st.DataObject, by_mentor: bool) -> None:
        self._with_pair(
            data,
            by_mentor,
            lambda who, pair: handlers.close_pair(
                who, pair.id, lambda each: each.decline(at=self.now), walks=self.walks
            ),
        )

    @rule(data=st.data(), by_mentor=st.booleans())
    def end(self, data: st.DataObject, by_mentor: bool) -> None:
        self._with_pair(
            data,
            by_mentor,
            lambda who, pair: handlers.close_pair(
                who, pair.id, lambda each: each.end(who, at=self.now), walks=self.walks
            ),
        )

    @rule(data=st.data(), by_mentor=st.booleans())
    def renew(self, data: st.DataObject, by_mentor: bool) -> None:
        self._with_pair(
            data,
            by_mentor,
            lambda who, pair: handlers.change_pair(
                who, pair.id, lambda each: each.renew(who, at=self.now), pairs=self.plain
            ),
        )

    @rule(mentee=mentees, mentor=mentors, by_mentor=st.booleans())
    def block(self, mentee: str, mentor: str, by_mentor: bool) -> None:
        by, whom = (mentor, mentee) if by_mentor else (mentee, mentor)
        self.plain.blocks.add((by, whom))
        handlers.part(by, whom, walks=self.walks, at=self.now)

    @rule(mentor=mentors, capacity=st.integers(1, 3))
    def change_capacity(self, mentor: str, capacity: int) -> None:
        known = self.plain.mentors[mentor]
        # Who offers fewer places than are taken keeps those who walk along.
        known.change(Offering(capacity=max(capacity, len(known.places)), **SETS))

    @rule(mentor=mentors, paused=st.booleans())
    def pause(self, mentor: str, paused: bool) -> None:
        self.plain.mentors[mentor].pause(paused)

    @rule(days=st.sampled_from([1, 6, 11, 30, 60]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        handlers.mind_pairs(walks=self.walks, at=self.now)

    def _with_pair(self, data: st.DataObject, by_mentor: bool, act: Callable[[str, Pair], object]) -> None:
        if not self.plain.pairs:
            return
        pair = self.plain.get(data.draw(st.sampled_from(list(self.plain.pairs))))
        attempt(lambda: act(pair.mentor_id if by_mentor else pair.mentee_id, pair))

    @invariant()
    def capacity_is_never_exceeded(self) -> None:
        for mentor in self.plain.mentors.values():
            active = {each.id for each in self._active() if each.mentor_id == mentor.id}
            assert active == mentor.places
            assert len(active) <= mentor.offering.capacity

    @invariant()
    def whom_a_block_parts_do_not_walk_together(self) -> None:
        assert not any(self.plain.between(each.mentor_id, each.mentee_id) for each in self._active())

    @invariant()
    def a_mentee_walks_with_one_mentor_at_most(self) -> None:
        walking = [each.mentee_id for each in self._active()]
        assert len(walking) == len(set(walking))

    @invariant()
    def ended_stays_ended(self) -> None:
        states = {each.id: each.state for each in self.plain.pairs.values()}
        assert all(states[pair_id] is state for pair_id, state in self.over.items())
        self.over = {pair_id: state for pair_id, state in states.items() if state in OVER}

    @invariant()
    def both_have_said_yes(self) -> None:
        assert all(each.yes == set(each.member_ids) for each in self._active())

    def _active(self) -> list[Pair]:
        return [each for each in self.plain.pairs.values() if each.state is PairState.ACTIVE]


def attempt(act: Callable[[], object]) -> None:
    """Do something that a rule may refuse."""
    try:
        act()
    except RuleBroken:
        return


def test_mentoring_keeps_its_rules_whatever_happens_in_whatever_order():
    run_state_machine_as_test(
        Mentoring, settings=settings(max_examples=120, stateful_step_count=40, deadline=None)
    )
