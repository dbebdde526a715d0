"""Random histories of one meeting: memory and MongoDB answer and look alike, and no rule ever breaks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pymongo.database import Database

from chassis.ids import derived_id, new_id
from groups.domain.commands import GiveUpStandingSeat, SkipDate
from groups.domain.errors import RuleBroken
from groups.domain.place import REGISTRATIONS_EACH, Registration
from groups.handlers.places import register
from groups.handlers.standing import (
    Standing,
    fit_dates,
    fit_due_dates,
    give_up_standing_seat,
    occurrence_of,
    skip_date,
)
from tests.groups.places_model import Model
from tests.groups.samples import CENTRE, STARTS_AT, a_meeting
from tests.groups.worlds import MemoryWorld, MongoWorld, World

MEMBERS = st.sampled_from([f"m{number}" for number in range(7)])
KEYS = st.sampled_from(["key-1", "key-2", "key-3"])
CLOSES_AT = STARTS_AT - timedelta(minutes=20)
WAITS = st.sampled_from([timedelta(seconds=seconds) for seconds in (1, 59, 60, 20 * 60, 61 * 60)])


class Entitled:
    """Some members are entitled to whatever is asked."""

    def __init__(self, members: set[str]) -> None:
        self.members = members

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        return frozenset({"women"}) if member_id in self.members else frozenset()


class Places(RuleBasedStateMachine):
    """Members register, cancel, confirm, take standing seats, skip; time passes; somebody may call it off."""

    mongo_world: Callable[[], MongoWorld]

    @initialize(
        capacity=st.integers(1, 3),
        left=st.sampled_from([0, 0, REGISTRATIONS_EACH - 1, REGISTRATIONS_EACH]),
        requires=st.sampled_from([(), (), ("women",)]),
    )
    def open_meeting(self, capacity: int, left: int, requires: tuple[str, ...]) -> None:
        self.series, self.now, self.ids = new_id(), STARTS_AT - timedelta(hours=6), 0
        self.meeting = a_meeting(
            id=occurrence_of(self.series, STARTS_AT.date()),
            series_id=self.series,
            capacity=capacity,
            closes_at=CLOSES_AT,
            answer_minutes=60,
            requires=requires,
        )
        self.entitled = Entitled({"m0", "m1", "m2", "m3"})
        self.model = Model(self.meeting, 2, self.entitled.members)
        self.worlds: tuple[World, ...] = (MemoryWorld(), self.mongo_world())
        self.known: dict[str, str] = {}  # registration -> member
        for world in self.worlds:
            world.add(self.meeting)
        for number in range(left):
            registration = derived_id("early", str(number))
            self._register("m0", registration)
            self._change("cancel", "m0", registration)

    @rule(member=MEMBERS, key=KEYS)
    def register(self, member: str, key: str) -> None:
        self._register(member, derived_id(self.meeting.id, member, key))

    @rule(order=st.sampled_from(["cancel", "cancel", "confirm", "restore"]), data=st.data())
    def change_a_registration(self, order: str, data: st.DataObject) -> None:
        if self.known:
            registration = data.draw(st.sampled_from(list(self.known)))
            self._change(order, self.known[registration], registration)

    @rule(member=MEMBERS, order=st.sampled_from(["cancel", "confirm", "restore"]))
    def change_what_is_not_theirs(self, member: str, order: str) -> None:
        foreign = next((each for each, owner in self.known.items() if owner != member), "none")
        place = self.model.place_of(member)
        if place is None or foreign != place.registration:
            self._all(lambda w: getattr(w.occurrences, order), foreign, member, "RegistrationUnknown")

    @rule(chance=st.integers(0, 3), wait=WAITS)
    def wait(self, chance: int, wait: timedelta) -> None:
        if wait < timedelta(hours=1) or not chance:
            self.now += wait

    @rule()
    def release_unanswered_seats(self) -> None:
        self.model.release(self.now)
        for world in self.worlds:
            world.occurrences.release_unanswered(self.now)

    @rule(member=MEMBERS)
    def take_a_standing_seat(self, member: str) -> None:
        standing = self._next_id()
        registration = derived_id(self.meeting.id, standing)

        def take(world: World) -> str:
            world.standing.take(self.series, standing, member, 2, self.now)
            fit_dates(self.series, world.standing, world.occurrences, self.now)
            return "standing"

        expected = self.model.take(member, registration, self.now)
        self._answers(take, expected)
        self.known[registration] = member

    @rule(member=MEMBERS)
    def give_a_standing_seat_up(self, member: str) -> None:
        command = GiveUpStandingSeat(series_id=self.series, member_id=member, at=self.now)
        self.model.give_up(member, self.now)
        self._answers(lambda world: str(give_up_standing_seat(command, self._standing(world))), "None")

    @rule(member=MEMBERS)
    def skip_the_date(self, member: str) -> None:
        command = SkipDate(
            series_id=self.series, member_id=member, original_date=STARTS_AT.date(), at=self.now
        )
        expected = self.model.skip(member, self.now)
        self._answers(lambda world: skip_date(command, self._standing(world)) and "skipped", expected)

    @rule(member=MEMBERS)
    def come_after_all(self, member: str) -> None:
        registration = self._next_id()

        def come(world: World) -> str:
            world.standing.skip(self.series, member, STARTS_AT.date(), self.now, skipped=False)
            return self._place(world, member, registration)

        self._answers(come, self.model.come_after_all(member, registration, self.now))
        self.known[registration] = member

    @rule()
    def fit_what_is_due(self) -> None:
        for world in self.worlds:
            fit_due_dates(world.standing, world.occurrences, self.now)
        self.model.fit(self.now)

    @rule(chance=st.integers(0, 9))
    def call_off(self, chance: int) -> None:
        if not chance:
            expected = self.model.call_off(self.now)
            order = lambda world: str(world.occurrences.call_off(self.meeting.id, CENTRE, self.now))  # noqa: E731
            self._answers(order, expected)

    @invariant()
    def both_look_as_the_rules_say(self) -> None:
        if not hasattr(self, "worlds"):
            return
        memory, mongo = (world.look(self.meeting.id) for world in self.worlds)
        assert memory == mongo
        seats, queue = self.model.seats, self.model.queue
        assert memory.seats == [(held.registration, held.member) for held in seats]
        assert memory.queue == [(held.registration, held.member) for held in queue]
        assert memory.promised == {held.registration: held.until for held in seats if held.until}
        assert memory.standing == {held.registration for held in (*seats, *queue) if held.standing}
        assert len(seats) <= self.meeting.capacity
        assert not queue or len(seats) == self.meeting.capacity
        assert [sequence for _, sequence, _ in memory.events] == list(range(1, self.model.facts + 1))
        standing = [world.standing.get(self.series) for world in self.worlds]
        assert standing[0].seats == standing[1].seats
        assert [seat.member_id for seat in standing[0].seats] == list(self.model.standing)

    def _next_id(self) -> str:
        """An id that sorts by when it was given, so that a history can be played again."""
        self.ids += 1
        return f"{self.ids:032x}"

    def _register(self, member: str, registration: str) -> None:
        expected = self.model.register(member, registration, self.now)
        self._answers(lambda world: self._place(world, member, registration), expected)
        self.known[registration] = member

    def _place(self, world: World, member: str, registration: str) -> str:
        return _told(
            register(self.meeting.id, registration, member, self.now, world.occurrences, self.entitled)
        )

    def _change(self, order: str, member: str, registration: str) -> None:
        expected = getattr(self.model, order)(member, registration, self.now)
        self._all(lambda world: getattr(world.occurrences, order), registration, member, expected)

    def _all(self, order: Any, registration: str, member: str, expected: str) -> None:
        self._answers(lambda w: _told(order(w)(self.meeting.id, registration, member, self.now)), expected)

    def _answers(self, order: Callable[[World], str], expected: str) -> None:
        answers = []
        for world in self.worlds:
            try:
                answers.append(order(world))
            except RuleBroken as refusal:
                answers.append(type(refusal).__name__)
        assert answers == [expected, expected]

    def _standing(self, world: World) -> Standing:
        groups: Any = self.entitled
        return Standing(
            seats=world.standing, series=world.series, occurrences=world.occurrences, groups=groups
        )


def _told(given: Registration) -> str:
    assert (given.state == "promised") == (given.answer_by is not None)
    return f"{given.state} {given.position or ''}".strip()


@pytest.mark.timeout(240)
def test_random_histories_never_break_a_rule_on_either_store(database: Database[dict[str, Any]]) -> None:
    mongo = MongoWorld(database)
    Places.mongo_world = staticmethod(lambda: mongo)
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
