"""Random histories of one meeting: memory and MongoDB answer and look alike, and no rule ever breaks."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pymongo.database import Database

from chassis.ids import derived_id
from groups.domain.commands import RegisterForMeeting
from groups.domain.errors import RuleBroken
from groups.domain.place import REGISTRATIONS_EACH
from groups.handlers.places import register_for_meeting
from tests.groups.samples import CENTRE, a_meeting
from tests.groups.worlds import AFTER, BEFORE, MemoryWorld, MongoWorld, Snapshot

MEMBERS = st.sampled_from([f"m{number}" for number in range(8)])
KEYS = st.sampled_from(["key-1", "key-2", "key-3"])
MOMENTS = st.sampled_from([BEFORE] * 9 + [AFTER])


class Model:
    """The rules in the plainest words: who sits, who waits, which registrations are over."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.seats: list[str] = []
        self.queue: list[str] = []
        self.over: set[str] = set()
        self.left: Counter[str] = Counter()
        self.called_off = False
        self.facts = 0

    def register(self, member: str, registration: str, late: bool) -> str:
        if self.called_off:
            return "MeetingCancelled"
        if member in self.seats:
            return "confirmed"
        if member in self.queue:
            return f"queued {self.queue.index(member) + 1}"
        if registration in self.over:
            return "RegistrationCancelled"
        if late:
            return "RegistrationClosed"
        if self.left[member] >= REGISTRATIONS_EACH:
            return "TooManyChanges"
        self.facts += 1
        if len(self.seats) < self.capacity:
            self.seats.append(member)
            return "confirmed"
        self.queue.append(member)
        return f"queued {len(self.queue)}"

    def cancel(self, member: str, registration: str, late: bool) -> str:
        if registration in self.over:
            return "cancelled"
        if self.called_off:
            return "MeetingCancelled"
        if late:
            return "RegistrationClosed"
        self.facts += 1
        self.over.add(registration)
        self.left[member] += 1
        if member in self.queue:
            self.queue.remove(member)
            return "cancelled"
        self.seats.remove(member)
        if self.queue:
            self.facts += 1
            self.seats.append(self.queue.pop(0))
        return "cancelled"


class Places(RuleBasedStateMachine):
    """Members register, cancel, come back with old keys; somebody may call the meeting off."""

    mongo_world: Callable[[], MongoWorld]

    @initialize(
        capacity=st.integers(1, 4), left=st.sampled_from([0, REGISTRATIONS_EACH - 1, REGISTRATIONS_EACH])
    )
    def open_meeting(self, capacity: int, left: int) -> None:
        self.meeting = a_meeting(capacity=capacity)
        self.model = Model(capacity)
        self.worlds = (MemoryWorld(), self.mongo_world())
        self.registered: dict[str, str] = {}  # registration -> member
        for world in self.worlds:
            world.add(self.meeting)
        for number in range(left):
            self.come_and_go("m0", f"early-{number}")

    @rule(member=MEMBERS, key=KEYS, at=MOMENTS)
    def register(self, member: str, key: str, at: Any) -> None:
        command = RegisterForMeeting(
            occurrence_id=self.meeting.id, member_id=member, idempotency_key=key, at=at
        )
        answers, ids = [], set()
        for world in self.worlds:
            try:
                given = register_for_meeting(command, world.occurrences)
            except RuleBroken as refusal:
                answers.append(type(refusal).__name__)
            else:
                ids.add(given.id)
                answers.append(f"{given.state} {given.position or ''}".strip())
        assert len(ids) <= 1
        self.registered |= dict.fromkeys(ids, member)
        registration = derived_id(self.meeting.id, member, key)
        expected = self.model.register(member, registration, late=at == AFTER)
        assert answers == [expected, expected]

    @rule(data=st.data(), at=MOMENTS)
    def cancel(self, data: st.DataObject, at: Any) -> None:
        if not self.registered:
            return
        registration = data.draw(st.sampled_from(list(self.registered)))
        member = self.registered[registration]
        expected = self.model.cancel(member, registration, late=at == AFTER)
        assert self._all(lambda w: w.cancel(self.meeting.id, registration, member, at).state) == [
            expected,
            expected,
        ]

    def come_and_go(self, member: str, registration: str) -> None:
        """Somebody registers and cancels at once, before the history begins."""
        self.model.register(member, registration, late=False)
        self.model.cancel(member, registration, late=False)
        for world in self.worlds:
            world.occurrences.register(self.meeting.id, registration, member, BEFORE)
            world.occurrences.cancel(self.meeting.id, registration, member, BEFORE)

    @rule(member=MEMBERS)
    def cancel_what_is_not_theirs(self, member: str) -> None:
        foreign = next((each for each, owner in self.registered.items() if owner != member), "none")
        answers = self._all(lambda w: w.cancel(self.meeting.id, foreign, member, BEFORE).state)
        assert answers == ["RegistrationUnknown"] * 2

    @rule(chance=st.integers(0, 9))
    def call_off(self, chance: int) -> None:
        if chance:
            return
        self.model.facts += not self.model.called_off
        self.model.called_off = True
        assert self._all(lambda w: str(w.call_off(self.meeting.id, CENTRE, BEFORE))) == ["None", "None"]

    @invariant()
    def both_look_as_the_rules_say(self) -> None:
        if not hasattr(self, "worlds"):
            return
        memory, mongo = (world.look(self.meeting.id) for world in self.worlds)
        assert memory == mongo
        self._check(memory)

    def _check(self, seen: Snapshot) -> None:
        assert [member for _, member in seen.seats] == self.model.seats
        assert [member for _, member in seen.queue] == self.model.queue
        assert len(seen.seats) <= self.meeting.capacity
        assert not seen.queue or len(seen.seats) == self.meeting.capacity
        assert len(seen.events) == self.model.facts
        assert [sequence for _, sequence, _ in seen.events] == list(range(1, self.model.facts + 1))

    def _all(self, order: Any) -> list[str]:
        answers = []
        for world in self.worlds:
            try:
                answers.append(order(world.occurrences))
            except RuleBroken as refusal:
                answers.append(type(refusal).__name__)
        return answers


@pytest.mark.timeout(240)
def test_random_histories_never_break_a_rule_on_either_store(database: Database[dict[str, Any]]) -> None:
    Places.mongo_world = staticmethod(lambda: MongoWorld(database))
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
