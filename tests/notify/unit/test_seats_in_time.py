"""Seats through registering, cancelling, moving and time: each reminder due is given once, and none after."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.events import Event
from chassis.ids import derived_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_seats import InMemorySeats
from notify.adapters.memory_tallies import InMemoryTallies
from notify.domain.contacts import INBOX
from notify.domain.message import Message
from notify.domain.preferences import LEADS
from notify.domain.reminding import Fate
from notify.handlers import reminders
from notify.handlers.limits import within_limits
from tests.notify import examples

BEGIN = datetime(2027, 3, 1, tzinfo=UTC)
OCCURRENCES = [derived_id("occurrence", str(number)) for number in range(3)]

occurrences = st.sampled_from(OCCURRENCES)
ahead = st.timedeltas(timedelta(minutes=1), timedelta(days=3))
steps = st.timedeltas(timedelta(minutes=1), timedelta(hours=30))


@dataclass
class Place:
    """What the model knows of a place that is held."""

    starts_at: datetime
    pending: set[timedelta]
    waiting: list[datetime] = field(default_factory=list)  # when what was given of it was given


class SeatsInTime(RuleBasedStateMachine):
    """One member, three meetings, and a model in a few lines."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.sequence = 0
        self.seats, self.contacts, self.messages = InMemorySeats(), InMemoryContacts(), InMemoryMessages()
        self.contacts.keep(examples.contacts())
        self.heard: list[Event] = []
        self.places: dict[str, Place] = {}
        self.given: list[tuple[datetime, datetime]] = []  # the meeting's begin, and when

    def hear(self, kind: str, occurrence_id: str, starts_at: datetime) -> None:
        self.sequence += 1
        event = examples.event(
            kind,
            {
                "occurrence_id": occurrence_id,
                "registration_id": derived_id(occurrence_id, "registration"),
                "member_id": examples.MEMBER,
                "member_ids": [examples.MEMBER],
                "starts_at": starts_at,
            },
            key=occurrence_id,
            sequence=self.sequence,
            time=self.now,
        )
        self.heard.append(event)
        self.apply(event)

    def apply(self, event: Event) -> None:
        match event.type:
            case "confirmed":
                reminders.keep_seat(event, self.seats, self.contacts)
            case "cancelled":
                reminders.give_up_seat(event, self.seats)
            case "moved":
                reminders.move_all(event, self.seats, self.contacts)
            case _:
                reminders.give_up_all(event, self.seats)

    def planned(self, starts_at: datetime) -> Place:
        return Place(starts_at, {lead for lead in LEADS if starts_at - lead > self.now})

    @rule(occurrence_id=occurrences, later=ahead)
    def register(self, occurrence_id: str, later: timedelta) -> None:
        if occurrence_id not in self.places:
            self.hear("confirmed", occurrence_id, self.now + later)
            self.places[occurrence_id] = self.planned(self.now + later)

    @rule(occurrence_id=occurrences, kind=st.sampled_from(["cancelled", "meeting cancelled"]))
    def give_up(self, occurrence_id: str, kind: str) -> None:
        if place := self.places.pop(occurrence_id, None):
            self.hear(kind, occurrence_id, place.starts_at)

    @rule(occurrence_id=occurrences, later=ahead)
    def move(self, occurrence_id: str, later: timedelta) -> None:
        if occurrence_id in self.places:
            self.hear("moved", occurrence_id, self.now + later)
            self.places[occurrence_id] = self.planned(self.now + later)

    @rule(step=steps)
    def pass_time(self, step: timedelta) -> None:
        self.now += step
        self.look(self.now)
        for place in self.places.values():
            due = {lead for lead in place.pending if place.starts_at - lead <= self.now}
            place.pending -= due
            if due and place.starts_at > self.now:
                place.waiting.append(self.now)
                self.given.append((place.starts_at, self.now))

    @rule(step=steps)
    def look_with_a_clock_that_jumped_back(self, step: timedelta) -> None:
        self.look(self.now - step)

    @rule(data=st.data())
    def hear_again(self, data: st.DataObject) -> None:
        if self.heard:
            self.apply(data.draw(st.sampled_from(self.heard)))

    @rule()
    def plan_again(self) -> None:
        reminders.replan(examples.MEMBER, self.seats, self.contacts, self.now)

    def look(self, at: datetime) -> None:
        fates: list[Fate] = []
        reminders.remind(self.seats, self.contacts, self.messages, fates.append, at)

    @invariant()
    def each_reminder_that_was_due_was_given_once(self) -> None:
        assert sorted(moments(self.reminders(INBOX))) == sorted(self.given)

    @invariant()
    def nothing_leaves_to_remind_of_what_was_given_up(self) -> None:
        known, messages = self.contacts.of([examples.MEMBER]), InMemoryMessages()
        waiting = self.reminders("sms")
        left, _ = within_limits(waiting, known, InMemoryTallies(messages), self.seats, messages, self.now)
        told = [(each.starts_at, at) for each in self.places.values() for at in each.waiting]
        assert sorted(moments(left)) == sorted(told)

    def reminders(self, channel: str) -> list[Message]:
        told = self.messages.about_facts_since(examples.MEMBER, BEGIN - timedelta(days=9))
        return [each for each in told if each.channel == channel]


def moments(messages: list[Message]) -> list[tuple[datetime, datetime | None]]:
    return [(each.params["starts_at"], each.fact_at) for each in messages]


SeatsInTime.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestSeatsInTime = SeatsInTime.TestCase
