"""Many at once on a real MongoDB: never a seat too many, and one answer for everyone."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, TypeVar

import pytest
from pymongo.database import Database

from chassis.ids import new_id
from groups.adapters.mongo import MongoOccurrences
from groups.domain.errors import PromiseExpired
from groups.domain.occurrence import Meeting
from groups.domain.place import Place, Registration
from groups.domain.standing import StandingPlaces
from tests.groups.samples import a_meeting
from tests.groups.worlds import BEFORE, MongoWorld, Snapshot

PEOPLE = 32
Answer = TypeVar("Answer")


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> MongoWorld:
    return MongoWorld(database)


def at_once(pool: ThreadPoolExecutor, work: Callable[[int], Answer]) -> list[Answer]:
    together = Barrier(PEOPLE)

    def start(number: int) -> Answer:
        together.wait(timeout=30)
        return work(number)

    return list(pool.map(start, range(PEOPLE)))


def at_once_in(pool: ThreadPoolExecutor, orders: Sequence[Callable[[], object]]) -> None:
    together = Barrier(len(orders))

    def start(order: Callable[[], object]) -> None:
        together.wait(timeout=30)
        order()

    list(pool.map(start, orders))


def with_one_seat_left(world: MongoWorld, pool: ThreadPoolExecutor) -> Meeting:
    meeting = a_meeting(capacity=20)
    world.add(meeting)
    early = [f"early-{number}" for number in range(19)]
    list(pool.map(lambda name: world.occurrences.register(meeting.id, name, name, BEFORE), early))
    return meeting


def assert_in_order(seen: Snapshot, facts: int) -> None:
    assert [sequence for _, sequence, _ in seen.events] == list(range(1, facts + 1))


@pytest.mark.parametrize("processes", [1, 4])
def test_32_people_at_once_for_the_last_of_20_seats_200_times(world: MongoWorld, processes: int) -> None:
    # A store of its own is to the group commit what another process is: they meet in the database only.
    stores = [MongoOccurrences(world.stores.rows) for _ in range(processes)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        for _ in range(200):
            meeting = with_one_seat_left(world, pool)
            answers = at_once(
                pool,
                lambda n, id_=meeting.id: stores[n % processes].register(id_, new_id(), f"m{n}", BEFORE),
            )

            seen = world.look(meeting.id)
            assert len(seen.seats) == 20
            assert Counter(each.state for each in answers) == {"confirmed": 1, "queued": PEOPLE - 1}
            assert sorted(each.position or 0 for each in answers) == list(range(PEOPLE))
            assert all(each.created for each in answers)
            queue = {registration: place for place, (registration, _) in enumerate(seen.queue, start=1)}
            assert all(queue.get(each.id) == each.position for each in answers)
            assert_in_order(seen, 19 + PEOPLE)


@pytest.mark.parametrize("processes", [1, 4])
def test_the_same_person_32_times_at_once_has_one_seat_and_one_event(
    world: MongoWorld, processes: int
) -> None:
    stores = [MongoOccurrences(world.stores.rows) for _ in range(processes)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        for _ in range(20):
            meeting = a_meeting(capacity=20)
            world.add(meeting)
            answers = at_once(
                pool, lambda n, id_=meeting.id: stores[n % processes].register(id_, new_id(), "m", BEFORE)
            )

            seen = world.look(meeting.id)
            assert len({each.id for each in answers}) == 1
            assert sum(each.created for each in answers) == 1
            assert seen.seats == [(answers[0].id, "m")]
            assert_in_order(seen, 1)


def test_places_taken_and_given_back_at_once_leave_no_seat_empty_and_no_gap(world: MongoWorld) -> None:
    meeting = a_meeting(capacity=5)
    world.add(meeting)

    def come_and_go(number: int) -> Registration:
        registration = new_id()
        given = world.occurrences.register(meeting.id, registration, f"m{number}", BEFORE)
        return (
            world.occurrences.cancel(meeting.id, registration, f"m{number}", BEFORE) if number % 2 else given
        )

    with ThreadPoolExecutor(PEOPLE) as pool:
        at_once(pool, come_and_go)

    seen = world.look(meeting.id)
    assert len(seen.seats) == 5
    assert len(seen.queue) == PEOPLE // 2 - 5
    promoted = sum(type_.endswith("promoted.v1") for type_, _, _ in seen.events)
    assert_in_order(seen, PEOPLE + PEOPLE // 2 + promoted)


def test_the_last_seat_between_a_standing_seat_a_registration_and_a_promotion_200_times(
    world: MongoWorld,
) -> None:
    with ThreadPoolExecutor(3) as pool:
        for number in range(200):
            meeting = a_meeting(capacity=2)
            world.add(meeting)
            for name in ("leaver", "holder", "waiting"):
                world.occurrences.register(meeting.id, f"{name}-r", name, BEFORE)
            wanted = StandingPlaces(
                version=1, places=[Place(f"standing-{number}", "standing", standing=True)], since=[BEFORE]
            )
            orders = [
                lambda id_=meeting.id: world.occurrences.cancel(id_, "leaver-r", "leaver", BEFORE),
                lambda id_=meeting.id: world.occurrences.register(id_, "single-r", "single", BEFORE),
                lambda id_=meeting.id, wanted=wanted: world.occurrences.fit(id_, wanted, BEFORE),
            ]
            at_once_in(pool, orders)

            seen = world.look(meeting.id)
            assert [member for _, member in seen.seats] == ["holder", "waiting"]
            assert set(seen.promised) == {"waiting-r"}
            assert {member for _, member in seen.queue} == {"single", "standing"}
            assert_in_order(seen, 3 + 2 + 2)


def test_one_free_seat_goes_to_a_standing_member_or_to_a_registration_and_the_other_waits(
    world: MongoWorld,
) -> None:
    with ThreadPoolExecutor(3) as pool:
        for number in range(200):
            meeting = a_meeting(capacity=1)
            world.add(meeting)
            wanted = StandingPlaces(
                version=1, places=[Place(f"standing-{number}", "standing", standing=True)], since=[BEFORE]
            )
            orders = [
                lambda id_=meeting.id: world.occurrences.register(id_, "a-r", "a", BEFORE),
                lambda id_=meeting.id, wanted=wanted: world.occurrences.fit(id_, wanted, BEFORE),
                lambda id_=meeting.id: world.occurrences.register(id_, "b-r", "b", BEFORE),
            ]
            at_once_in(pool, orders)

            seen = world.look(meeting.id)
            assert len(seen.seats) == 1
            assert {member for _, member in (*seen.seats, *seen.queue)} == {"a", "b", "standing"}
            # Whoever waits is told so, and whoever sits unless it is by a standing seat.
            assert_in_order(seen, 2 if seen.standing == {seen.seats[0][0]} else 3)


def test_32_promised_seats_are_confirmed_and_expire_at_once(world: MongoWorld) -> None:
    meeting = a_meeting(capacity=PEOPLE, answer_minutes=30)
    world.add(meeting)
    for number in range(2 * PEOPLE):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    for number in range(PEOPLE):
        world.occurrences.cancel(meeting.id, f"r{number}", f"m{number}", BEFORE)
    over = BEFORE + timedelta(minutes=30)

    def answer(number: int) -> str:
        if number % 4 == 0:
            return f"released {world.occurrences.release_unanswered(over)}"
        name = f"{PEOPLE + number}"
        try:
            at = over - timedelta(seconds=1)
            return world.occurrences.confirm(meeting.id, f"r{name}", f"m{name}", at).state
        except PromiseExpired:
            return "expired"

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = at_once(pool, answer)
    world.occurrences.release_unanswered(over)

    seen = world.look(meeting.id)
    assert seen.promised == {}
    confirmed = {f"m{PEOPLE + number}" for number, each in enumerate(answers) if each == "confirmed"}
    assert {member for _, member in seen.seats} == confirmed
    assert set(Counter(answers)) <= {"confirmed", "expired", "released 0", "released 1"}
    told = Counter(type_.split(".")[2] for type_, _, _ in seen.events)
    assert told["released"] == PEOPLE - len(confirmed)
    assert told["confirmed"] == PEOPLE + len(confirmed)


def test_32_restorations_at_once_give_one_place_and_one_event(world: MongoWorld) -> None:
    meeting = a_meeting(capacity=1)
    world.add(meeting)
    world.occurrences.register(meeting.id, "r", "m", BEFORE)
    world.occurrences.register(meeting.id, "next-r", "next", BEFORE)
    world.occurrences.cancel(meeting.id, "r", "m", BEFORE)
    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = at_once(pool, lambda _: world.occurrences.restore(meeting.id, "r", "m", BEFORE))

    seen = world.look(meeting.id)
    assert {(each.state, each.position) for each in answers} == {("queued", 1)}
    assert (seen.seats, seen.queue) == ([("next-r", "next")], [("r", "m")])
    assert_in_order(seen, 5)
