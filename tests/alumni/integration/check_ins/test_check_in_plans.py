"""A plan of check-ins is kept, and a person is prompted by the chores when the member is silent."""

from datetime import timedelta

from alumni.domain.local_time import local_date
from alumni.handlers.sobriety import record_slip, start_streak
from tests.alumni.client import Person
from tests.alumni.integration.check_ins.month import FIRST_DAY, KOLKATA, Month, on_day


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


def test_thousands_of_plans_are_looked_through_by_the_index(month: Month):
    month.plan(on_day(0, 8))
    due = {"next_due_at": {"$lte": on_day(0, 8), "$type": "date"}}
    explained = month.stores.database["check_in_plans"].find(due)

    stages = str(explained.sort("next_due_at", 1).explain()["queryPlanner"]["winningPlan"])

    assert "IXSCAN" in stages
    assert "SORT" not in stages
