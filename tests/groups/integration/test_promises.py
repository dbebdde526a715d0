"""Promised seats, cancellations that are undone, closing times: the same on memory and on MongoDB."""

from datetime import timedelta

import pytest

from groups.domain import errors
from groups.domain.occurrence import Meeting
from tests.groups.samples import STARTS_AT, a_meeting
from tests.groups.worlds import BEFORE, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(world: World) -> Meeting:
    """One seat, taken by m0; m1 and m2 wait."""
    meeting = a_meeting(capacity=1, answer_minutes=30, closes_at=STARTS_AT - 10 * MINUTE)
    world.add(meeting)
    for number in range(3):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    return meeting


def types(world: World, meeting: Meeting) -> list[str]:
    return [event[0].removeprefix("groups.registration.") for event in world.look(meeting.id).events[3:]]


def test_a_free_seat_is_promised_and_confirmed(world: World, meeting: Meeting) -> None:
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    promised = world.occurrences.register(meeting.id, "x", "m1", BEFORE)
    confirmed = [world.occurrences.confirm(meeting.id, "r1", "m1", BEFORE + 29 * MINUTE) for _ in range(2)]

    assert (promised.id, promised.state, promised.answer_by) == ("r1", "promised", BEFORE + 30 * MINUTE)
    assert {each.state for each in confirmed} == {"confirmed"}
    assert types(world, meeting) == ["cancelled.v1", "promoted.v1", "confirmed.v1"]
    assert world.look(meeting.id).events[4][2]["answer_by"] == "2026-11-24T04:30:00.000Z"
    assert world.look(meeting.id).promised == {}


def test_an_unanswered_seat_goes_to_the_next_and_so_on(world: World, meeting: Meeting) -> None:
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    over = BEFORE + 30 * MINUTE

    assert world.occurrences.release_unanswered(over - timedelta(milliseconds=1)) == 0
    assert world.occurrences.release_unanswered(over) == 1
    assert world.occurrences.release_unanswered(over) == 0
    assert world.look(meeting.id).promised == {"r2": over + 30 * MINUTE}
    with pytest.raises(errors.PromiseExpired):
        world.occurrences.confirm(meeting.id, "r1", "m1", over)
    assert world.occurrences.release_unanswered(over + 30 * MINUTE) == 1
    assert world.look(meeting.id).seats == []
    assert types(world, meeting) == [
        "cancelled.v1",
        "promoted.v1",
        "released.v1",
        "promoted.v1",
        "released.v1",
    ]


def test_an_answer_that_comes_too_late_is_refused_even_before_the_seat_went_on(
    world: World, meeting: Meeting
) -> None:
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)

    with pytest.raises(errors.PromiseExpired):
        world.occurrences.confirm(meeting.id, "r1", "m1", BEFORE + 30 * MINUTE)


def test_the_time_to_answer_ends_with_registration_and_is_not_given_if_too_short(
    world: World, meeting: Meeting
) -> None:
    world.occurrences.cancel(meeting.id, "r0", "m0", meeting.closes_at - 15 * MINUTE)
    assert world.look(meeting.id).promised == {"r1": meeting.closes_at}
    world.occurrences.cancel(meeting.id, "r1", "m1", meeting.closes_at - 14 * MINUTE)

    assert world.look(meeting.id).promised == {}
    assert world.occurrences.confirm(meeting.id, "r2", "m2", STARTS_AT).state == "confirmed"


def test_who_has_no_promise_confirms_nothing(world: World, meeting: Meeting) -> None:
    with pytest.raises(errors.NothingPromised):
        world.occurrences.confirm(meeting.id, "r1", "m1", BEFORE)
    with pytest.raises(errors.RegistrationUnknown):
        world.occurrences.confirm(meeting.id, "r1", "m2", BEFORE)
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    with pytest.raises(errors.RegistrationCancelled):
        world.occurrences.confirm(meeting.id, "r0", "m0", BEFORE)


def test_a_cancellation_is_undone_within_a_minute(world: World) -> None:
    meeting = a_meeting(capacity=1)
    world.add(meeting)
    world.occurrences.register(meeting.id, "r", "m", BEFORE)
    world.occurrences.cancel(meeting.id, "r", "m", BEFORE)
    with pytest.raises(errors.UndoTooLate):
        world.occurrences.restore(meeting.id, "r", "m", BEFORE + MINUTE)
    again = [world.occurrences.restore(meeting.id, "r", "m", BEFORE + MINUTE / 2) for _ in range(2)]

    assert {(each.id, each.state) for each in again} == {("r", "confirmed")}
    assert world.occurrences.cancel(meeting.id, "r", "m", BEFORE).state == "cancelled"


def test_who_undoes_a_cancellation_is_first_in_the_queue_when_the_seat_is_gone(
    world: World, meeting: Meeting
) -> None:
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    back = world.occurrences.restore(meeting.id, "r0", "m0", BEFORE)

    assert (back.state, back.position) == ("queued", 1)
    assert [member for _, member in world.look(meeting.id).queue] == ["m0", "m2"]


def test_who_waited_and_undoes_it_is_where_they_were(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r3", "m3", BEFORE)
    world.occurrences.cancel(meeting.id, "r2", "m2", BEFORE)

    assert world.occurrences.restore(meeting.id, "r2", "m2", BEFORE).position == 2
    assert [member for _, member in world.look(meeting.id).queue] == ["m1", "m2", "m3"]


def test_after_the_closing_time_no_place_is_given_but_may_be_given_back(
    world: World, meeting: Meeting
) -> None:
    with pytest.raises(errors.RegistrationClosed):
        world.occurrences.register(meeting.id, "new", "n", meeting.closes_at)

    assert world.occurrences.cancel(meeting.id, "r0", "m0", meeting.closes_at).state == "cancelled"
    assert world.occurrences.register(meeting.id, "x", "m1", meeting.closes_at).state == "confirmed"


def test_a_meeting_that_asks_for_something_takes_whoever_has_all_of_it(world: World) -> None:
    meeting = a_meeting(requires=("women", "member:g"))
    world.add(meeting)
    for entitlements in (frozenset(), frozenset({"women"})):
        with pytest.raises(errors.NotEligible, match="for members of its group and for women"):
            world.occurrences.register(meeting.id, "r", "m", BEFORE, entitlements)

    everything = frozenset({"women", "member:g", "young"})
    assert world.occurrences.register(meeting.id, "r", "m", BEFORE, everything).created
