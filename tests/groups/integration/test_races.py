"""Many at once on a real MongoDB: never a seat too many, and one answer for everyone."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from pymongo.database import Database

from chassis.ids import new_id
from groups.adapters.mongo import MongoOccurrences
from groups.domain.occurrence import Meeting
from groups.domain.place import Registration
from tests.groups.samples import a_meeting
from tests.groups.worlds import BEFORE, MongoWorld, Snapshot

PEOPLE = 32


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> MongoWorld:
    return MongoWorld(database)


def at_once(pool: ThreadPoolExecutor, work: Callable[[int], Registration]) -> list[Registration]:
    together = Barrier(PEOPLE)

    def start(number: int) -> Registration:
        together.wait(timeout=30)
        return work(number)

    return list(pool.map(start, range(PEOPLE)))


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
