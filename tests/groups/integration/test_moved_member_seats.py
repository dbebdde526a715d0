"""The seats of a member who moved: what was held in the former centre's closed groups goes to who waits."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from groups.domain.commands import TakeStandingSeat
from groups.domain.place import Registration
from groups.entrypoints.consumer import readers
from groups.handlers.places import register
from groups.handlers.standing import Standing, occurrence_of, take_standing_seat
from tests.groups.attending import a_group, facts
from tests.groups.samples import CENTRE, a_series
from tests.groups.worlds import MongoWorld

OTHER = "d" * 32
MOVED = "alumni.member.home-changed.v1"
MEMBER, WAITING = new_id(), new_id()


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """A meeting of one group, with its next two dates; one seat each, and one may be a standing seat."""

    world: MongoWorld
    series_id: str
    dates: tuple[date, ...]

    @classmethod
    def of(cls, world: MongoWorld, **group: Any) -> "Weekly":
        """Let a new group meet on the same weekday in one week and in two."""
        first = utc_now().date() + timedelta(weeks=1)
        series_id, dates = new_id(), (first, first + timedelta(weeks=1))
        series = a_series(
            group_id=a_group(world.stores, **group).id,
            rule="FREQ=WEEKLY",
            starts_on=first,
            capacity=1,
            standing_capacity=1,
        )
        world.series.save({series_id: series})
        for day in dates:
            world.add(series.meeting(series_id, day))
        return cls(world=world, series_id=series_id, dates=dates)

    def take_standing_seat(self, member_id: str) -> None:
        stores = self.world.stores
        standing = Standing(
            seats=stores.standing, series=stores.series, occurrences=stores.occurrences, groups=stores.groups
        )
        take_standing_seat(
            TakeStandingSeat(series_id=self.series_id, member_id=member_id, at=utc_now()), standing
        )

    def register(self, member_id: str) -> list[Registration]:
        """Register for every date."""
        stores = self.world.stores
        return [
            register(each, new_id(), member_id, utc_now(), stores.occurrences, stores.groups)
            for each in self.ids
        ]

    @property
    def ids(self) -> list[str]:
        return [occurrence_of(self.series_id, day) for day in self.dates]

    @property
    def standing(self) -> list[str]:
        return [each.member_id for each in self.world.standing.get(self.series_id).seats]

    @property
    def seated(self) -> list[list[str]]:
        return [[member for _, member in self.world.look(each).seats] for each in self.ids]

    @property
    def promised(self) -> list[bool]:
        return [bool(self.world.look(each).promised) for each in self.ids]

    @property
    def queued(self) -> list[list[str]]:
        return [[member for _, member in self.world.look(each).queue] for each in self.ids]


@pytest.fixture
def mongo(database: Database[dict[str, Any]]) -> MongoWorld:
    return MongoWorld(database)


def move(world: MongoWorld) -> None:
    """Hear twice that the member is at home elsewhere, as Kafka may deliver it."""
    event = Event(
        id=new_id(),
        type=MOVED,
        source="alumni",
        time=utc_now(),
        key=MEMBER,
        sequence=1,
        data={"member_id": MEMBER, "previous_centre_id": CENTRE},
        traceparent=None,
    )
    for _ in range(2):
        readers(world.stores)[MOVED][1](event)


def test_a_standing_seat_in_a_closed_group_ends_and_every_date_goes_to_who_waits(mongo: MongoWorld):
    closed = Weekly.of(mongo, open=False)
    closed.take_standing_seat(MEMBER)
    closed.register(WAITING)

    move(mongo)

    assert closed.standing == []
    assert (closed.seated, closed.queued) == ([[WAITING]] * 2, [[]] * 2)
    assert closed.promised == [True, True]


def test_coming_registrations_in_a_closed_group_end_and_who_waits_is_promised_the_seat(
    mongo: MongoWorld, database: Database[dict[str, Any]]
):
    closed = Weekly.of(mongo, open=False)
    closed.register(MEMBER)
    closed.register(WAITING)

    move(mongo)

    assert (closed.seated, closed.promised) == ([[WAITING]] * 2, [True, True])
    promoted = [data for kind, data in facts(database, "occurrences") if "promoted" in kind]
    assert [each["member_id"] for each in promoted] == [WAITING] * 2


def test_a_place_in_the_queue_of_a_closed_group_ends(mongo: MongoWorld):
    closed = Weekly.of(mongo, open=False)
    closed.register(WAITING)
    closed.register(MEMBER)

    move(mongo)

    assert (closed.seated, closed.queued) == ([[WAITING]] * 2, [[]] * 2)


@pytest.mark.parametrize(
    "group",
    [{"open": True}, {"open": False, "centre_ids": (CENTRE, OTHER)}, {"open": False, "centre_ids": (OTHER,)}],
)
def test_every_other_seat_stays(mongo: MongoWorld, group: dict[str, Any]):
    standing, single = (Weekly.of(mongo, **group) for _ in range(2))
    standing.take_standing_seat(MEMBER)
    single.register(MEMBER)

    move(mongo)

    assert standing.standing == [MEMBER]
    assert standing.seated == single.seated == [[MEMBER]] * 2
