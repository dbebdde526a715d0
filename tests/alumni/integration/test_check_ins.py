"""Check-ins over HTTP and by the chores: one a day, help first, and a person prompted when one is silent."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from alumni.adapters.stores import Stores
from alumni.domain.check_in import CheckIn, Source
from alumni.domain.check_in_plan import First, Wishes
from alumni.domain.errors.check_ins import CheckInClosed, CheckInUnknown
from alumni.domain.local_time import local_date, moment
from alumni.domain.member import Member
from alumni.entrypoints.consumer import readers
from alumni.handlers.check_in_plans import plan_check_ins, take_due_steps
from alumni.handlers.check_ins import SayHowItIs, reach_out, say_how_it_is
from alumni.handlers.sobriety import record_slip, start_streak
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.parallel import at_once
from tests.alumni.people import become_partners, newcomer, profile

FIRST_DAY = date(2031, 3, 1)
KOLKATA = "Asia/Kolkata"


def on_day(number: int, hour: int = 12) -> datetime:
    """An hour of a day in India, counted from the first of the month."""
    return moment(FIRST_DAY + timedelta(days=number), time(hour), KOLKATA)


class Month:
    """A member with a partner, on the stores, with a clock that only the test moves."""

    def __init__(self, person: Person) -> None:
        self.stores = Stores(person.database)
        self.asha, self.bala = newcomer(person, 1), newcomer(person, 2)
        self.partnership_id = become_partners(self.asha, self.bala)
        self.member: Member = self.stores.members.get(profile(self.asha)["id"])
        self.partner_id: str = profile(self.bala)["id"]

    def say(self, at: datetime, day: date | None = None, **how: Any) -> CheckIn:
        command = SayHowItIs(**{"sober": True, **how})
        return say_how_it_is(command, self.member.whereabouts, day, check_ins=self.stores.check_ins, at=at)

    def look(self, at: datetime) -> int:
        return take_due_steps(
            plans=self.stores.check_in_plans,
            check_ins=self.stores.check_ins,
            companionship=self.stores.companionship,
            at=at,
        )

    def plan(self, at: datetime, **wishes: Any) -> None:
        wanted = Wishes(**{"on": True, "due_hour": 20, "delay_hours": 3, "first": First.PARTNER, **wishes})
        plan_check_ins(self.member, wanted, plans=self.stores.check_in_plans, at=at)

    def told(self, collection: str = "check_in_plans") -> list[tuple[str, list[str] | None]]:
        entries = [e for row in self.stores.database[collection].find() for e in row["outbox"]]
        return [(each["type"].split(".")[2], each["data"].get("member_ids")) for each in entries]


@pytest.fixture
def month(person: Person) -> Month:
    return Month(person)


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


def test_the_partner_reads_how_it_is_and_the_note_only_where_they_were_chosen(month: Month):
    month.asha.post("/me/check-ins", {"sober": True, "craving": 3, "note": "for nobody"})
    path = f"/partnerships/{month.partnership_id}/check-ins"
    hidden = month.bala.get(path).json["items"][0]
    chosen = {"sober": True, "craving": 3, "note": "for you", "note_for": [month.partnership_id]}
    month.asha.post("/me/check-ins", chosen)

    assert (hidden["craving"], hidden["note"]) == (3, None)
    assert month.bala.get(path).json["items"][0]["note"] == "for you"
    stranger = newcomer(month.asha, 3)
    assert stranger.get(path).status_code == 404
    month.bala.delete(f"/partnerships/{month.partnership_id}")
    assert month.bala.get(path).status_code == 404


def test_the_mentor_reads_only_the_days_that_were_chosen(month: Month):
    pair_id = new_id()
    pair = {"mentor_id": month.partner_id, "mentee_id": month.member.id, "state": "active"}
    month.stores.database["pairs"].insert_one({"_id": pair_id, **pair})
    month.say(on_day(0))
    month.say(on_day(1), note="hard", note_for=(pair_id,))

    rows = month.bala.get(f"/pairs/{pair_id}/check-ins").json["items"]

    assert [(each["date"], each["note"]) for each in rows] == [("2031-03-02", "hard")]
    assert month.asha.get(f"/pairs/{pair_id}/check-ins").status_code == 404


def test_asking_for_somebody_tells_the_partner_once_an_hour(month: Month):
    month.say(on_day(0), sober=True, craving=9)

    for minutes in (0, 30, 61):
        reach_out(
            month.member,
            FIRST_DAY,
            check_ins=month.stores.check_ins,
            companionship=month.stores.companionship,
            at=on_day(0) + timedelta(minutes=minutes),
        )

    assert month.told("check_ins") == [("help-wanted", [month.partner_id])] * 2
    with pytest.raises(CheckInUnknown):
        reach_out(
            month.member,
            FIRST_DAY,
            check_ins=month.stores.check_ins,
            companionship=month.stores.companionship,
            at=on_day(2),
        )


def test_over_http_who_has_nobody_asks_the_centre(person: Person):
    person.sign_in()
    day = person.post("/me/check-ins", {"sober": False}).json["check_in"]["date"]

    answer = person.post(f"/me/check-ins/{day}/reach-out", None)

    assert (answer.status_code, answer.json["persons"]) == (200, 0)
    document = person.database["check_ins"].find_one({})
    assert document["outbox"][0]["data"]["member_ids"] == []


def test_the_plan_is_kept_and_told(person: Person):
    person.sign_in()
    wishes = {"on": True, "due_hour": 21, "delay_hours": 2, "first": "mentor"}
    wishes["quiet"] = [{"first": "2026-12-24", "last": "2026-12-26"}]

    assert person.get("/me/check-in-plan").json["on"] is False
    kept = person.call("PUT", "/me/check-in-plan", json=wishes)

    assert {name: kept.json[name] for name in wishes} == wishes
    assert person.get("/me/check-in-plan").json == kept.json
    backwards = {**wishes, "quiet": [{"first": "2026-12-26", "last": "2026-12-24"}]}
    assert person.call("PUT", "/me/check-in-plan", json=backwards).status_code == 422


def test_a_month_with_a_slip_and_a_silence(month: Month):
    month.plan(on_day(0, 8), quiet=())
    records = month.stores.sobriety
    start_streak(month.member, FIRST_DAY - timedelta(days=20), records=records, at=on_day(0, 8))
    silent = range(18, 20)
    for number in range(30):
        if number == 12:
            assert month.say(on_day(number), sober=False, craving=9).needs_help
            record_slip(month.member, None, again=True, records=records, at=on_day(number, 13))
        elif number not in silent:
            month.say(on_day(number), craving=number % 5)
        for hour in (20, 20, 22, 23):
            month.look(on_day(number, hour))
        month.look(on_day(number + 1, 2))
        month.look(on_day(number + 1, 2))

    record = records.of(month.member.id)
    assert record is not None
    assert [each.days for each in record.history] == [32]
    assert record.best(on_day(29), KOLKATA) == 32
    assert record.days(on_day(29), KOLKATA) == 16
    each_silent_day = [("due", None), ("missed", [month.partner_id]), ("missed", [])]
    assert month.told() == each_silent_day * 2
    assert local_date(on_day(0), KOLKATA) == FIRST_DAY


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


def test_thousands_of_plans_are_looked_through_by_the_index(month: Month):
    month.plan(on_day(0, 8))
    due = {"next_due_at": {"$lte": on_day(0, 8), "$type": "date"}}
    explained = month.stores.database["check_in_plans"].find(due)

    stages = str(explained.sort("next_due_at", 1).explain()["queryPlanner"]["winningPlan"])

    assert "IXSCAN" in stages
    assert "SORT" not in stages


def test_an_answer_by_text_is_the_check_in_of_its_day_once_and_takes_no_note_away(month: Month):
    _, handle = readers(month.stores)["notify.answer.received.v1"]
    month.say(on_day(0, 9), craving=2, note="kept", mood=3)
    data = {"member_id": month.member.id, "sober": True, "craving": 4, "received_at": on_day(0, 10)}
    event = Event(
        id=new_id(),
        type="notify.answer.received.v1",
        source="notify",
        time=on_day(0, 10),
        key=new_id(),
        sequence=1,
        data=data,
        traceparent=None,
    )

    handle(event)
    taken = month.stores.check_ins.get(month.member.id, FIRST_DAY)
    month.say(on_day(0, 11), craving=6)
    handle(event)

    assert (taken.craving, taken.source, taken.note, taken.mood) == (4, Source.TEXT, "kept", 3)
    assert month.stores.check_ins.get(month.member.id, FIRST_DAY).craving == 6


def said_of_texts(month: Month, kind: str, member_id: str, at: datetime) -> None:
    _, handle = readers(month.stores)[kind]
    handle(
        Event(
            id=new_id(),
            type=kind,
            source="notify",
            time=at,
            key=new_id(),
            sequence=1,
            data={"member_id": member_id, "at": at},
            traceparent=None,
        )
    )


def test_what_is_said_of_texts_is_kept_once_with_the_consent_to_messages(month: Month):
    stopped, started = "notify.texts.stopped.v1", "notify.texts.started.v1"
    for kind, at in ((stopped, on_day(0, 9)), (started, on_day(0, 10)), (stopped, on_day(0, 9))):
        said_of_texts(month, kind, month.member.id, at)

    kept = month.stores.consents.of(month.member.id, "messages")

    assert [(each.channel, each.stopped, each.at) for each in kept.channels] == [
        ("sms", True, on_day(0, 9)),
        ("sms", False, on_day(0, 10)),
    ]


def test_nothing_is_kept_of_texts_of_who_is_gone(month: Month):
    nobody = new_id()

    said_of_texts(month, "notify.texts.stopped.v1", nobody, on_day(0, 9))

    assert month.stores.consents.all_of(nobody) == []
