"""What becomes of a message that was taken and must not go now, and that none goes outside its hours."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notify.adapters.memory_messages import InMemoryMessages
from notify.domain.delivery import Absent, Accepted, Ambiguous, Busy, after_look_up, after_outcome
from notify.domain.message import EXPIRED, HOURS, UNWANTED, Lease, Message, State, Urgency
from notify.domain.preferences import Hours, Preferences, Purpose
from notify.domain.windows import opens_at
from notify.handlers.permission import TURNED_OFF, held_back
from notify.handlers.sending import refusal_before_sending
from tests.notify import examples
from tests.notify.unit.test_sender import AnyProvider
from tests.notify.unit.test_windows import INDIA, ZONES, classes, moments, preferences

NIGHT = datetime(2027, 1, 5, 18, 0, tzinfo=UTC)  # half past eleven in the evening in India
MORNING = datetime(2027, 1, 6, 2, 30, tzinfo=UTC)  # eight
LEASE = timedelta(seconds=20)
QUIET_MEMBER = examples.contacts(preferences=Preferences())


def taken(at: datetime, **differences: object) -> Message:
    fields = {"created_at": at, "expires_at": at + timedelta(days=2), "lease": Lease("a", at + LEASE)}
    return examples.sending(**(fields | differences))


def test_a_message_taken_in_quiet_hours_waits_until_they_end():
    change = held_back(taken(NIGHT), QUIET_MEMBER, NIGHT)

    assert (change.to, change.due_at, change.reason) == (State.CREATED, MORNING, HOURS)


def test_a_message_that_could_leave_after_the_hours_began_waits():
    evening = datetime(2027, 1, 5, 15, 29, 50, tzinfo=UTC)  # ten seconds to nine in India

    assert held_back(taken(evening), QUIET_MEMBER, evening).due_at == MORNING


def test_what_nobody_needs_when_the_hours_open_is_given_up():
    change = held_back(taken(NIGHT, expires_at=MORNING), QUIET_MEMBER, NIGHT)

    assert (change.to, change.reason) == (State.FAILED, EXPIRED)


def test_an_urgent_message_goes_at_night_and_in_a_pause():
    member = examples.contacts(preferences=Preferences(paused_until=MORNING))

    assert held_back(taken(NIGHT, urgency=Urgency.URGENT), member, NIGHT) is None


def test_a_paused_member_hears_after_the_pause():
    noon = MORNING + timedelta(hours=4)
    member = examples.contacts(preferences=Preferences(paused_until=noon + timedelta(hours=1)))

    assert held_back(taken(noon), member, noon).due_at == noon + timedelta(hours=1)


@pytest.mark.parametrize(
    ("differences", "reason"),
    [
        (
            {
                "preferences": Preferences(
                    off=frozenset({(Purpose.ACCOUNT, "sms"), (Purpose.MEETINGS, "sms")})
                )
            },
            TURNED_OFF,
        ),
        ({"quiet": True}, UNWANTED),
    ],
    ids=["turned-off", "no-consent"],
)
def test_what_a_member_did_not_want_any_more_meanwhile_does_not_go(differences, reason):
    noon = MORNING + timedelta(hours=4)
    change = held_back(taken(noon, purpose=Purpose.MEETINGS), examples.contacts(**differences), noon)

    assert (change.to, change.reason) == (State.FAILED, reason)


def test_what_keeps_an_account_safe_cannot_be_turned_off():
    member = examples.contacts(
        preferences=replace(examples.AT_ANY_HOUR, off=frozenset({(Purpose.ACCOUNT, "sms")}))
    )

    assert held_back(taken(NIGHT, purpose=Purpose.ACCOUNT), member, NIGHT) is None


outcomes = st.sampled_from([Busy(), Busy(timedelta(hours=3)), Ambiguous(), Accepted("id-of-provider")])
waits = st.timedeltas(timedelta(), timedelta(hours=9))


@settings(max_examples=150, deadline=None)
@given(
    classes,
    preferences,
    st.sampled_from(ZONES),
    st.sampled_from(["service-implicit", "promotional"]),
    moments,
    st.lists(st.tuples(waits, st.timedeltas(timedelta(), LEASE), outcomes), min_size=1, max_size=12),
)
def test_no_message_is_sent_outside_its_window_whatever_the_retries(
    urgency, chosen, zone, category, at, steps
):
    member = examples.contacts(time_zone=zone, preferences=chosen)
    messages = InMemoryMessages()
    messages.add_once(
        [examples.message(urgency=urgency, created_at=at, due_at=at, expires_at=at + timedelta(days=3))]
    )

    for wait, held, outcome in steps:
        at += wait
        for message in messages.claim("sms", "twilio", Lease("a", at + LEASE), 1, at):
            change = held_back(message, member, at, category)
            at += timedelta() if change else held  # it waits in the lane
            change = change or refusal_before_sending(message, AnyProvider(), at)
            if change is None:
                assert opens_at(urgency, chosen, zone, at, category) == at
                change = after_outcome(message, outcome, at)
            messages.apply([change])
        for doubtful in messages.claim_unknown("sms", "twilio", Lease("b", at + LEASE), 1, at):
            messages.apply([after_look_up(doubtful, Absent(), at)])


def test_hours_by_choice_hold_as_well():
    noon = MORNING + timedelta(hours=4)
    member = examples.contacts(preferences=Preferences(quiet=Hours(time(12), time(13))), time_zone=INDIA)

    assert held_back(taken(noon), member, noon).due_at == noon + timedelta(hours=1)
