"""Seats and queue, the same on memory and on MongoDB."""

from datetime import timedelta

import pytest

from chassis.ids import new_id
from groups.domain import errors
from groups.domain.commands import RegisterForMeeting
from groups.domain.occurrence import Meeting
from groups.handlers.places import register_for_meeting
from tests.groups.samples import CENTRE, STARTS_AT, a_meeting
from tests.groups.worlds import AFTER, BEFORE, World


class Nobody:
    """Nobody is entitled to anything."""

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        return frozenset()


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = a_meeting(capacity=2)
    world.add(meeting)
    return meeting


def types(world: World, meeting: Meeting) -> list[str]:
    return [event[0].removeprefix("groups.registration.") for event in world.look(meeting.id).events]


def test_seats_go_first_and_the_queue_is_in_order(world: World, meeting: Meeting) -> None:
    answers = [world.occurrences.register(meeting.id, f"r{n}", f"m{n}", BEFORE) for n in range(4)]

    assert [(each.state, each.position, each.created) for each in answers] == [
        ("confirmed", None, True),
        ("confirmed", None, True),
        ("queued", 1, True),
        ("queued", 2, True),
    ]
    assert {each.starts_at for each in answers} == {STARTS_AT}
    assert types(world, meeting) == ["confirmed.v1", "confirmed.v1", "queued.v1", "queued.v1"]


def test_an_event_says_who_got_what_and_when(world: World, meeting: Meeting) -> None:
    for number in range(3):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)

    assert world.look(meeting.id).events[2] == (
        "groups.registration.queued.v1",
        3,
        {
            "occurrence_id": meeting.id,
            "registration_id": "r2",
            "member_id": "m2",
            "starts_at": "2026-11-24T06:00:00.000Z",
            "time_zone": "Asia/Kolkata",
            "position": 1,
        },
    )


def test_a_second_registration_of_a_person_is_the_first_one(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r1", "m", BEFORE)
    again = world.occurrences.register(meeting.id, "r2", "m", BEFORE)

    assert (again.id, again.created) == ("r1", False)
    assert types(world, meeting) == ["confirmed.v1"]


def test_whoever_holds_a_place_is_told_so_also_after_the_start(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r1", "m", BEFORE)

    assert world.occurrences.register(meeting.id, "r1", "m", AFTER).id == "r1"


def test_a_given_back_seat_goes_to_the_first_in_the_queue(world: World, meeting: Meeting) -> None:
    for number in range(4):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    cancelled = world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)

    snapshot = world.look(meeting.id)
    assert cancelled.state == "cancelled"
    assert snapshot.seats == [("r1", "m1"), ("r2", "m2")]
    assert snapshot.queue == [("r3", "m3")]
    assert snapshot.released == [("r0", "m0")]
    assert [(type_, data["member_id"]) for type_, _, data in snapshot.events[4:]] == [
        ("groups.registration.cancelled.v1", "m0"),
        ("groups.registration.promoted.v1", "m2"),
    ]
    assert world.occurrences.register(meeting.id, "x", "m3", BEFORE).position == 1


def test_leaving_the_queue_promotes_nobody(world: World, meeting: Meeting) -> None:
    for number in range(4):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    world.occurrences.cancel(meeting.id, "r2", "m2", BEFORE)

    assert world.look(meeting.id).queue == [("r3", "m3")]
    assert types(world, meeting)[4:] == ["cancelled.v1"]


def test_cancelling_twice_is_cancelling_once(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r", "m", BEFORE)
    first = world.occurrences.cancel(meeting.id, "r", "m", BEFORE)
    second = world.occurrences.cancel(meeting.id, "r", "m", AFTER)

    assert first == second
    assert types(world, meeting) == ["confirmed.v1", "cancelled.v1"]


def test_another_persons_registration_is_as_unknown_as_none(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r", "m", BEFORE)
    for registration, member in (("r", "other"), ("none", "m")):
        with pytest.raises(errors.RegistrationUnknown):
            world.occurrences.cancel(meeting.id, registration, member, BEFORE)
    world.occurrences.cancel(meeting.id, "r", "m", BEFORE)

    with pytest.raises(errors.RegistrationUnknown):
        world.occurrences.cancel(meeting.id, "r", "other", BEFORE)


def test_a_started_meeting_neither_gives_nor_takes_places(world: World, meeting: Meeting) -> None:
    world.occurrences.register(meeting.id, "r", "m", BEFORE)

    for at in (STARTS_AT, AFTER):
        with pytest.raises(errors.RegistrationClosed):
            world.occurrences.register(meeting.id, "new", "n", at)
        with pytest.raises(errors.RegistrationClosed):
            world.occurrences.cancel(meeting.id, "r", "m", at)
        with pytest.raises(errors.RegistrationClosed):
            world.occurrences.call_off(meeting.id, CENTRE, at)
    assert types(world, meeting) == ["confirmed.v1"]


def test_a_meeting_is_called_off_once_and_everyone_is_named(world: World, meeting: Meeting) -> None:
    for number in range(3):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    for _ in range(2):
        world.occurrences.call_off(meeting.id, CENTRE, BEFORE)

    snapshot = world.look(meeting.id)
    assert snapshot.status == "cancelled"
    assert snapshot.events[3:] == [
        (
            "groups.registration.meeting-cancelled.v1",
            4,
            {
                "occurrence_id": meeting.id,
                "starts_at": "2026-11-24T06:00:00.000Z",
                "time_zone": "Asia/Kolkata",
                "member_ids": ["m0", "m1", "m2"],
            },
        )
    ]
    for registration, member in (("r0", "m0"), ("new", "n")):
        with pytest.raises(errors.MeetingCancelled):
            world.occurrences.register(meeting.id, registration, member, BEFORE)
    with pytest.raises(errors.MeetingCancelled):
        world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)


def test_only_the_own_centre_calls_a_meeting_off(world: World, meeting: Meeting) -> None:
    with pytest.raises(errors.NotOfYourCentre):
        world.occurrences.call_off(meeting.id, "d" * 32, BEFORE)

    assert world.look(meeting.id).status == "scheduled"


def test_an_unknown_meeting_is_unknown_to_every_order(world: World) -> None:
    with pytest.raises(errors.OccurrenceUnknown):
        world.occurrences.register("nowhere", "r", "m", BEFORE)
    with pytest.raises(errors.OccurrenceUnknown):
        world.occurrences.cancel("nowhere", "r", "m", BEFORE)
    with pytest.raises(errors.OccurrenceUnknown):
        world.occurrences.call_off("nowhere", CENTRE, BEFORE)


def test_an_idempotency_key_names_one_registration_for_ever(world: World, meeting: Meeting) -> None:
    def register(key: str | None) -> str:
        command = RegisterForMeeting(occurrence_id=meeting.id, member_id="m", idempotency_key=key, at=BEFORE)
        return register_for_meeting(command, world.occurrences, Nobody()).id

    first = register("key")
    assert register("key") == first
    assert register("another") == first
    assert register(None) == first
    world.occurrences.cancel(meeting.id, first, "m", BEFORE)
    with pytest.raises(errors.RegistrationCancelled):
        register("key")
    assert register("another") != first
    assert len({register(None), register("key"), register("another")}) == 1


def test_a_text_that_looks_like_an_expression_is_only_a_text(world: World, meeting: Meeting) -> None:
    for registration, member in (("$seats", "$queue.member"), ("$$ROOT", "$_id"), ("{$x: 1}", "$$NOW")):
        world.occurrences.register(meeting.id, registration, member, BEFORE)
    world.occurrences.cancel(meeting.id, "$seats", "$queue.member", BEFORE)
    with pytest.raises(errors.NotOfYourCentre):
        world.occurrences.call_off(meeting.id, "$centre_id", BEFORE)

    assert world.look(meeting.id).seats == [("$$ROOT", "$_id"), ("{$x: 1}", "$$NOW")]


def test_the_last_moment_before_the_start_counts(world: World, meeting: Meeting) -> None:
    at = STARTS_AT - timedelta(milliseconds=1)

    assert world.occurrences.register(meeting.id, new_id(), "m", at).created
