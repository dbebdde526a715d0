"""Programme figures over HTTP, on the real MongoDB."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from alumni.adapters.mongo.use import as_stored
from alumni.domain.contact import Language
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.domain.use import day_of, week_of
from alumni.entrypoints.consumer import readers
from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.contracts.walk.expected import CENTRE, OTHER_CENTRE
from tests.contracts.walk.stage import ROOT, Cast, Stage

PEOPLE = 12
MONDAY = week_of(day_of(utc_now()))
LAST_WEEK = utc_now() - timedelta(days=7)


@pytest.fixture(scope="module")
def stage(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    database = mongo_client["test-alumni-figures"]
    yield Stage(database)
    mongo_client.drop_database(database)


@pytest.fixture
def cast(stage: Stage) -> Cast:
    stage.clear()
    return Cast(stage)


def of_the_centre(cast: Cast, count: int, *, agree: bool = True, centre_id: str = CENTRE) -> list[str]:
    """Give a centre members, who agree to be counted or do not."""
    ids = [new_id() for _ in range(count)]
    for each in ids:
        member = Member.join(
            each,
            cast.stage.contact(),
            handle=Handle.generate(),
            language=Language.ENGLISH,
            time_zone=HOME_TIME_ZONE,
            at=utc_now(),
        )
        member.confirm_home(centre_id)
        cast.stores.members.add(member)
    for each in ids if agree else ():
        cast.stores.consents.give(each, ["figures"], notice="2026-11", language="en", at=utc_now())
    return ids


def figures(cast: Cast, part: str = "coordinator", path: str = "/centre/figures") -> Any:
    answer = cast.call(part, "GET", ROOT + path)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_only_members_who_agree_are_counted(cast: Cast):
    counted, uncounted = of_the_centre(cast, PEOPLE), of_the_centre(cast, 9, agree=False)
    for each in (*counted[:7], *uncounted):
        for _ in range(3):
            cast.stores.days_of_use.record(each, LAST_WEEK)
    cast.stores.consents.withdraw(counted[11], "figures", utc_now())

    found = figures(cast)

    assert (found["members"], found["active_members"], found["days_of_use"]) == (10, 5, 5)
    assert found["days_per_member_and_week"] == 0.25
    assert (found["attendances"], found["contact_rate"]) == (None, None)
    assert found["until"] == MONDAY.isoformat()


def test_attendance_is_what_was_marked_last(cast: Cast):
    people = of_the_centre(cast, PEOPLE)
    marked = readers(cast.stores)
    for number, each in enumerate([*people, new_id()]):
        attendance_id = new_id()
        for sequence, present in [(1, True)] if number else [(2, False), (1, True)]:
            kind = f"groups.attendance.{'recorded' if sequence == 1 else 'corrected'}.v1"
            data = {"attendance_id": attendance_id, "member_id": each, "present": present}
            event = Event(
                id=new_id(),
                type=kind,
                source="groups",
                time=LAST_WEEK,
                key=attendance_id,
                sequence=sequence,
                data=data,
                traceparent=None,
            )
            marked[kind][1](event)

    found = figures(cast)

    assert (found["attending_members"], found["attendances"]) == (10, 10)  # of 11
    assert cast.stores.database["attendance"].count_documents({}) == PEOPLE


def test_pairs_are_in_contact_for_ten_days(cast: Cast):
    for days, each in enumerate(of_the_centre(cast, 13)):
        pair = {"mentee_id": each, "mentor_id": new_id(), "state": "active", "centre_id": CENTRE}
        contact = {"last_contact_at": utc_now() - timedelta(days=days)}
        cast.stores.database["pairs"].insert_one(pair | contact)

    found = figures(cast)

    assert (found["pairs"], found["pairs_in_contact"], found["contact_rate"]) == (15, 10, 0.67)


def test_retention_counts_weeks_since_the_discharge(cast: Cast):
    discharged = MONDAY - timedelta(weeks=6)
    for number, each in enumerate(of_the_centre(cast, 10)):
        cast.stores.database["invitations"].insert_one(
            {
                "code_hash": each,
                "centre_id": CENTRE,
                "used_by": each,
                "discharged_on": as_stored(discharged),
            }
        )
        for week in range(6 if number < 5 else 2):
            cast.stores.days_of_use.record(each, as_at_noon(discharged + timedelta(weeks=week, days=3)))

    weeks = figures(cast)["retention"]

    assert [each["people"] for each in weeks[:7]] == [10] * 6 + [None]
    assert [each["retained"] for each in weeks[:6]] == [10, 10, 5, 5, 5, 5]
    assert weeks[2]["share"] == 0.5


def test_network_adds_up_what_is_told_and_writes_a_table(cast: Cast):
    of_the_centre(cast, 9)
    of_the_centre(cast, 4, centre_id=OTHER_CENTRE)

    found = figures(cast, "administrator", "/network/figures")
    table = cast.call("administrator", "GET", f"{ROOT}/network/figures.csv?weeks=12")

    assert found["together"]["members"] == 10  # and not 14, of which the 4 would come out
    assert [each["members"] for each in found["centres"]] == [10, None]
    assert table.mimetype == "text/csv"
    rows = list(csv.DictReader(table.text.splitlines()))
    assert {row["value"] for row in rows if row["centre_id"] == OTHER_CENTRE} == {""}
    assert next(row for row in rows if row["figure"] == "members")["value"] == "10"


def test_days_of_check_ins_are_counted(cast: Cast):
    for each in of_the_centre(cast, 10):
        for days in range(1, 8):
            date = (MONDAY - timedelta(days=days)).isoformat()
            cast.stores.database["check_ins"].insert_one({"member_id": each, "date": date})

    found = figures(cast)

    assert (found["checking_in_members"], found["check_ins"], found["check_in_rate"]) == (10, 70, 0.25)


def test_partner_system_sees_its_own_centre(cast: Cast):
    of_the_centre(cast, 9)

    assert figures(cast, "system", "/partner/figures") == figures(cast)
    assert figures(cast, "system elsewhere", "/partner/figures")["members"] is None


def test_day_of_use_is_recorded_once_with_its_week(cast: Cast):
    for _ in range(3):
        cast.call("owner", "GET", f"{ROOT}/me")

    days = list(cast.stores.database["days_of_use"].find({"member_id": cast.owner}))
    member = cast.stores.database["members"].find_one({"_id": cast.owner})

    assert [each["day"] for each in days] == [as_stored(day_of(utc_now()))]
    assert member is not None
    assert member["last_week_of_use"] == as_stored(MONDAY)


def test_refreshing_is_a_day_of_use(person: Person):
    signed_in = person.sign_in()

    person.post("/sessions/refresh", {"refresh_token": signed_in["refresh_token"]})

    assert person.database["days_of_use"].count_documents({}) == 1


def as_at_noon(day: Any) -> Any:
    return as_stored(day) + timedelta(hours=12)
