"""Check-ins over HTTP: one a day, by the member's calendar, and help first."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from alumni.adapters.stores import Stores
from alumni.domain.errors.check_ins import CheckInClosed
from alumni.domain.local_time import local_date, moment
from alumni.handlers.check_ins import SayHowItIs, say_how_it_is
from tests.alumni.client import Person
from tests.alumni.integration.check_ins.month import FIRST_DAY, Month, on_day
from tests.alumni.parallel import at_once
from tests.alumni.people import profile


def test_a_check_in_takes_one_tap_and_is_corrected_that_day(person: Person):
    person.sign_in()

    first = person.post("/me/check-ins", {"sober": True})
    today = first.json["check_in"]["date"]
    again = person.call("PUT", f"/me/check-ins/{today}", json={"sober": True, "mood": 4, "craving": 2})

    assert (first.status_code, first.json["help"], first.json["offers"]) == (200, None, [])
    assert again.json["check_in"]["craving"] == 2
    assert [each["mood"] for each in person.get("/me/check-ins").json["items"]] == [4]
    assert person.call("PUT", "/me/check-ins/2026-01-01", json={"sober": True}).status_code == 409
    assert person.call("PUT", "/me/check-ins/2026-02-30", json={"sober": True}).status_code == 404


@pytest.mark.parametrize(
    ("how", "offers"),
    [
        ({"sober": True, "craving": 7}, []),
        ({"sober": True, "craving": 8}, ["reach-out"]),
        ({"sober": False}, ["reach-out", "record-slip"]),
    ],
)
def test_help_comes_first_where_it_is_needed_and_no_slip_is_recorded_silently(
    person: Person, how: dict[str, Any], offers: list[str]
):
    person.sign_in()

    answer = person.post("/me/check-ins", how)

    assert next(iter(answer.json)) == "help"
    assert (answer.json["offers"], bool(answer.json["help"])) == (offers, bool(offers))
    assert person.get("/me/sobriety").json["undoable_slip"] is None


def test_many_check_ins_of_one_day_at_once_are_one(month: Month):
    at_once(6, lambda number: month.say(on_day(0), craving=number))

    rows = list(month.stores.database["check_ins"].find({"member_id": month.member.id}))
    assert len(rows) == 1
    assert rows[0]["craving"] in range(6)


def test_a_word_that_comes_late_does_not_replace_a_later_one(month: Month):
    month.say(on_day(0, 14), craving=2)
    month.say(on_day(0, 13), craving=9)

    assert month.stores.check_ins.get(month.member.id, FIRST_DAY).craving == 2


def test_the_day_is_that_of_the_members_calendar(month: Month):
    late = datetime(2031, 3, 1, 20, tzinfo=UTC)  # 01:30 of the next day in India

    assert month.say(late).date == date(2031, 3, 2)
    with pytest.raises(CheckInClosed):
        month.say(late, FIRST_DAY)


def test_the_trend_has_every_day_and_the_mean_of_seven(person: Person):
    person.sign_in()
    stores = Stores(person.database)
    member = stores.members.get(profile(person)["id"])
    today = local_date(datetime.now(UTC), member.time_zone)
    for ago, craving in ((8, 10), (6, 6), (1, 2)):
        at = moment(today - timedelta(days=ago), time(12), member.time_zone)
        command = SayHowItIs(sober=True, craving=craving)
        say_how_it_is(command, member.whereabouts, None, check_ins=stores.check_ins, at=at)

    days = person.get("/me/check-ins/trend?days=3").json["days"]

    assert [each["date"] for each in days] == [(today - timedelta(days=ago)).isoformat() for ago in (2, 1, 0)]
    assert [each["craving"] for each in days] == [None, 2, None]
    assert [each["craving_mean"] for each in days] == [8.0, 4.0, 4.0]
