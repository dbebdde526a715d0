"""Registrations of several meetings that go in one command, on a real MongoDB: each gets its own answer."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import AutoReconnect, WriteError

from chassis.outbox import SHARDS
from chassis.outboxes import MongoOutboxes
from groups.adapters import registering
from groups.adapters.decision import Decision
from groups.adapters.pipelines import REGISTER, REGISTERED
from groups.adapters.registering import Registering
from groups.domain.errors import OccurrenceUnknown, RegistrationCancelled
from groups.domain.occurrence import Meeting
from groups.domain.place import Registration
from tests.groups.samples import a_meeting
from tests.groups.worlds import BEFORE, MongoWorld
from tests.support.waiting import eventually

Order = tuple[str, str, str]  # occurrence, registration, member
Answer = Registration | BaseException


class HeldDecision(Decision):
    """Writes when it is let, and lets things happen between a write and the look at it."""

    def __init__(self) -> None:
        super().__init__(REGISTER, REGISTERED)
        self.started = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.meanwhile: Callable[[], object] = lambda: None
        self.sizes: list[int] = []

    def take_all(
        self, collection: Collection[dict[str, Any]], orders: Mapping[str, Any], shared: Mapping[str, Any]
    ) -> Any:
        self.started.set()
        assert self.go_on.wait(10)
        self.sizes.append(len(orders))
        return super().take_all(collection, orders, shared)

    def _update(self, collection: Collection[dict[str, Any]], orders: Mapping[str, Any]) -> Any:
        failed = super()._update(collection, orders)
        self.meanwhile()
        return failed


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> MongoWorld:
    return MongoWorld(database)


@pytest.fixture
def decision(monkeypatch: pytest.MonkeyPatch) -> HeldDecision:
    held = HeldDecision()
    monkeypatch.setattr(registering, "LANES", 1)
    monkeypatch.setattr(registering, "_REGISTER", held)
    return held


def meetings(world: MongoWorld, count: int) -> list[Meeting]:
    made = [a_meeting(capacity=1) for _ in range(count)]
    for meeting in made:
        world.add(meeting)
    return made


def together(world: MongoWorld, decision: HeldDecision, orders: Sequence[Order]) -> list[Answer]:
    """Hand all orders in while another write is under way, so that they go in one command."""
    store = Registering(world.stores.rows)
    (first,) = meetings(world, 1)
    decision.started.clear()
    decision.go_on.clear()
    with ThreadPoolExecutor(len(orders) + 1) as pool:
        before = pool.submit(store.register, first.id, "first", "first", BEFORE)
        assert decision.started.wait(10)
        answers: list[Future[Registration]] = []
        for number, order in enumerate(orders, start=1):
            answers.append(pool.submit(store.register, *order, BEFORE))
            eventually(partial(_has_gathered, store, number))
        decision.go_on.set()
        assert before.result(10).created
        return [answer.exception(10) or answer.result(10) for answer in answers]


def _has_gathered(store: Registering, orders: int) -> bool:
    forming = store._lanes._lanes["0"].forming
    return forming is not None and len(forming.orders) == orders


def relay(world: MongoWorld) -> None:
    """Publish and pull everything, as the relay does."""
    outboxes = MongoOutboxes(world.stores.rows)
    batch = outboxes.pending(frozenset(range(SHARDS)), 1000)
    outboxes.mark([each.key for each in batch], [entry["id"] for each in batch for entry in each.entries])
    assert outboxes.count() == 0


def told(answers: Sequence[Answer]) -> list[tuple[str, int | None, bool] | type[BaseException]]:
    return [
        (each.state, each.position, each.created) if isinstance(each, Registration) else type(each)
        for each in answers
    ]


def test_many_meetings_and_members_share_one_command(world: MongoWorld, decision: HeldDecision) -> None:
    ids = [meeting.id for meeting in meetings(world, 5)]
    orders = [(id_, f"{id_}-{member}", member) for member in ("m", "n", "o") for id_ in ids]

    answers = together(world, decision, orders)

    assert decision.sizes == [1, 5]
    assert told(answers) == [
        *[("confirmed", None, True)] * 5,
        *[("queued", 1, True)] * 5,
        *[("queued", 2, True)] * 5,
    ]
    assert [(each.occurrence_id, each.id) for each in answers] == [order[:2] for order in orders]  # type: ignore[union-attr]
    for id_ in ids:
        assert [sequence for _, sequence, _ in world.look(id_).events] == [1, 2, 3]


def test_an_unknown_meeting_among_many_is_unknown_to_who_asked_for_it(
    world: MongoWorld, decision: HeldDecision
) -> None:
    a, b = meetings(world, 2)

    answers = together(world, decision, [(a.id, "1", "m"), ("0" * 32, "2", "m"), (b.id, "3", "m")])

    assert told(answers) == [("confirmed", None, True), OccurrenceUnknown, ("confirmed", None, True)]


def test_a_meeting_that_cannot_be_written_fails_for_who_asked_for_it(
    world: MongoWorld, decision: HeldDecision
) -> None:
    a, broken, b = meetings(world, 3)
    world.stores.rows.update_one({"_id": broken.id}, {"$set": {"outbox": "of no kind"}})

    answers = together(world, decision, [(a.id, "1", "m"), (broken.id, "2", "m"), (b.id, "3", "m")])

    assert told(answers) == [("confirmed", None, True), WriteError, ("confirmed", None, True)]


def test_who_made_a_place_is_told_so_after_the_relay_pulled_the_event(
    world: MongoWorld, decision: HeldDecision
) -> None:
    a, b, c = meetings(world, 3)
    world.occurrences.register(b.id, "early", "early", BEFORE)
    world.occurrences.register(c.id, "repeated", "m", BEFORE)
    decision.meanwhile = lambda: relay(world)

    orders = [(a.id, "1", "m"), (a.id, "2", "n"), (b.id, "3", "m"), (c.id, "repeated", "m")]
    answers = together(world, decision, [*orders, (a.id, "1", "m"), (b.id, "4", "m")])

    assert told(answers) == [
        ("confirmed", None, True),
        ("queued", 1, True),
        ("queued", 1, True),
        ("confirmed", None, False),
        ("confirmed", None, False),
        ("queued", 1, False),
    ]


def test_who_lost_or_changed_a_place_before_the_answer_is_told_how_it_stands(
    world: MongoWorld, decision: HeldDecision
) -> None:
    a, b = meetings(world, 2)

    def give_back() -> None:
        world.occurrences.cancel(a.id, "1", "m", BEFORE)
        relay(world)

    decision.meanwhile = give_back
    answers = together(world, decision, [(a.id, "1", "m"), (a.id, "2", "n"), (b.id, "3", "m")])

    assert told(answers) == [RegistrationCancelled, ("promised", None, True), ("confirmed", None, True)]


def test_an_engine_that_goes_away_fails_for_everyone_and_a_repeat_tells_the_truth(
    world: MongoWorld, decision: HeldDecision
) -> None:
    a, b = meetings(world, 2)
    orders = [(a.id, "1", "m"), (b.id, "2", "m")]

    def go_away() -> None:
        raise AutoReconnect("away")

    decision.meanwhile = go_away
    assert told(together(world, decision, orders)) == [AutoReconnect, AutoReconnect]

    decision.meanwhile = lambda: None
    assert told(together(world, decision, orders)) == [("confirmed", None, False)] * 2
