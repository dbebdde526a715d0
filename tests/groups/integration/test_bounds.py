"""What an occurrence holds at most, and what comes then, the same on memory and on MongoDB."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from groups.domain import errors
from groups.domain.occurrence import MAX_CAPACITY, OUTBOX_BOUND, Meeting
from groups.domain.place import REGISTRATIONS_EACH
from tests.groups.samples import CENTRE, a_meeting
from tests.groups.worlds import AFTER, BEFORE, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = a_meeting(capacity=2)
    world.add(meeting)
    return meeting


def test_the_largest_meeting_fills_its_seats_and_its_queue(world: World) -> None:
    meeting = a_meeting(capacity=MAX_CAPACITY)
    world.add(meeting)
    with ThreadPoolExecutor(32) as pool:
        names = [f"m{number}" for number in range(2 * MAX_CAPACITY)]
        list(pool.map(lambda name: world.occurrences.register(meeting.id, name, name, BEFORE), names))
    with pytest.raises(errors.MeetingFull):
        world.occurrences.register(meeting.id, "late", "late", BEFORE)

    seen = world.look(meeting.id)
    assert (len(seen.seats), len(seen.queue)) == (MAX_CAPACITY, MAX_CAPACITY)
    last = seen.queue[-1][0]
    assert world.occurrences.cancel(meeting.id, last, last, BEFORE).state == "cancelled"
    late = world.occurrences.register(meeting.id, "late", "late", BEFORE)
    assert (late.state, late.position) == ("queued", MAX_CAPACITY)


def come_and_go(world: World, meeting: Meeting, member: str, times: int) -> None:
    for number in range(times):
        registration = f"{member}-{number}"
        world.occurrences.register(meeting.id, registration, member, BEFORE)
        world.occurrences.cancel(meeting.id, registration, member, BEFORE)


def test_a_person_registers_for_a_meeting_ten_times_and_no_more(world: World, meeting: Meeting) -> None:
    come_and_go(world, meeting, "m", REGISTRATIONS_EACH - 1)
    come_and_go(world, meeting, "n", 1)
    assert world.occurrences.register(meeting.id, "tenth", "m", BEFORE).created
    assert world.occurrences.register(meeting.id, "again", "m", BEFORE).id == "tenth"
    world.occurrences.cancel(meeting.id, "tenth", "m", BEFORE)
    before = world.look(meeting.id)

    with pytest.raises(errors.TooManyChanges):
        world.occurrences.register(meeting.id, "eleventh", "m", BEFORE)
    with pytest.raises(errors.RegistrationCancelled):
        world.occurrences.register(meeting.id, "tenth", "m", BEFORE)
    with pytest.raises(errors.RegistrationClosed):
        world.occurrences.register(meeting.id, "eleventh", "m", AFTER)
    assert world.occurrences.cancel(meeting.id, "tenth", "m", BEFORE).state == "cancelled"
    assert world.look(meeting.id) == before
    assert world.occurrences.register(meeting.id, "n-1", "n", BEFORE).created


def test_who_changed_too_often_takes_no_place_from_the_others(world: World) -> None:
    meeting = a_meeting(capacity=8)
    world.add(meeting)
    come_and_go(world, meeting, "m0", REGISTRATIONS_EACH)

    def ask(number: int) -> str:
        try:
            return world.occurrences.register(meeting.id, f"r{number}", f"m{number % 9}", BEFORE).state
        except errors.TooManyChanges:
            return "refused"

    with ThreadPoolExecutor(18) as pool:
        answers = list(pool.map(ask, range(18)))

    assert Counter(answers) == {"confirmed": 16, "refused": 2}
    assert {member for _, member in world.look(meeting.id).seats} == {f"m{number}" for number in range(1, 9)}


def test_a_meeting_whose_outbox_is_full_changes_again_once_it_is_published(
    world: World, meeting: Meeting
) -> None:
    for number in range(3):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    world.leave_unpublished(meeting.id, OUTBOX_BOUND - 2)
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    before = world.look(meeting.id)

    with pytest.raises(errors.MeetingBusy):
        world.occurrences.register(meeting.id, "r3", "m3", BEFORE)
    with pytest.raises(errors.MeetingBusy):
        world.occurrences.cancel(meeting.id, "r1", "m1", BEFORE)
    with pytest.raises(errors.MeetingBusy):
        world.occurrences.call_off(meeting.id, CENTRE, BEFORE)
    assert world.occurrences.register(meeting.id, "r1", "m1", BEFORE).state == "confirmed"
    assert world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE).state == "cancelled"
    assert world.look(meeting.id) == before
    assert len(before.events) == OUTBOX_BOUND
    world.leave_unpublished(meeting.id, 0)
    assert world.occurrences.register(meeting.id, "r3", "m3", BEFORE).created
    world.occurrences.call_off(meeting.id, CENTRE, BEFORE)


def test_a_busy_meeting_has_the_refusals_of_any_other_first(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r", "m", BEFORE)
    world.leave_unpublished(meeting.id, OUTBOX_BOUND + 1)  # a seat given back to the queue has two events

    with pytest.raises(errors.RegistrationClosed):
        world.occurrences.register(meeting.id, "new", "n", AFTER)
    with pytest.raises(errors.RegistrationClosed):
        world.occurrences.cancel(meeting.id, "r", "m", AFTER)
    with pytest.raises(errors.RegistrationUnknown):
        world.occurrences.cancel(meeting.id, "r", "n", BEFORE)
    with pytest.raises(errors.RegistrationClosed):
        world.occurrences.call_off(meeting.id, CENTRE, AFTER)
    with pytest.raises(errors.NotOfYourCentre):
        world.occurrences.call_off(meeting.id, "d" * 32, BEFORE)
    with pytest.raises(errors.MeetingBusy):
        world.occurrences.register(meeting.id, "new", "n", BEFORE)


def test_a_crowd_fills_an_outbox_to_its_bound_and_no_further(world: World, meeting: Meeting) -> None:
    world.leave_unpublished(meeting.id, OUTBOX_BOUND - 5)

    def ask(name: str) -> str:
        try:
            return world.occurrences.register(meeting.id, name, name, BEFORE).state
        except errors.MeetingBusy:
            return "busy"

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, [f"m{number}" for number in range(16)]))

    assert Counter(answers) == {"confirmed": 2, "queued": 3, "busy": 11}
    assert len(world.look(meeting.id).events) == OUTBOX_BOUND
