"""The record of sobriety over HTTP: private, kind, and right when told twice at once."""

from datetime import UTC, datetime, timedelta

from alumni.adapters.stores import Stores
from alumni.handlers.sobriety import record_slip
from tests.alumni.client import Person
from tests.alumni.parallel import at_once

EMPTY = {
    "started_at": None,
    "days": None,
    "best_days": None,
    "history": [],
    "next_milestone": None,
    "undoable_slip": None,
}


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def test_a_record_begins_empty_and_counts_from_the_day_that_is_told(person: Person):
    person.sign_in()

    assert person.get("/me/sobriety").json == EMPTY
    told = person.call("PUT", "/me/sobriety", json={"started_at": ago(days=10, hours=1)})

    assert (told.status_code, told.json["days"], told.json["best_days"]) == (200, 10, 10)
    assert told.json["next_milestone"]["milestone"] == "30-days"
    assert person.get("/me/sobriety").json == told.json


def test_a_day_counts_from_its_beginning_in_the_members_time_zone(person: Person):
    person.sign_in()

    told = person.call("PUT", "/me/sobriety", json={"started_on": "2026-01-01"})

    assert told.json["started_at"] == "2025-12-31T18:30:00Z"


def test_a_slip_is_answered_with_support_and_takes_nothing_away(person: Person):
    person.sign_in()
    person.call("PUT", "/me/sobriety", json={"started_at": ago(days=40, hours=1)})

    answer = person.post("/me/sobriety/slips", {})

    assert answer.status_code == 201
    assert next(iter(answer.json)) == "help"
    assert answer.json["help"]["lines"][0]["number"] == "112"
    assert answer.json["sobriety"]["best_days"] == 40
    assert [each["days"] for each in answer.json["sobriety"]["history"]] == [40]


def test_a_slip_is_undone_once(person: Person):
    person.sign_in()
    person.call("PUT", "/me/sobriety", json={"started_at": ago(days=40, hours=1)})
    before = person.get("/me/sobriety").json
    slip_id = person.post("/me/sobriety/slips", {"again": False}).json["slip_id"]

    assert person.delete(f"/me/sobriety/slips/{slip_id}").status_code == 204
    assert person.get("/me/sobriety").json == before
    assert person.delete(f"/me/sobriety/slips/{slip_id}").status_code == 404


def test_another_member_cannot_undo_it(person: Person):
    person.sign_in()
    slip_id = person.post("/me/sobriety/slips", {}).json["slip_id"]
    other = Person(person.app, person.database)
    other.sign_in(phone="+919876500001")

    assert other.delete(f"/me/sobriety/slips/{slip_id}").status_code == 404


def test_a_slip_told_many_times_at_once_ends_one_streak(person: Person):
    member_id = person.sign_in()["member"]["id"]
    person.call("PUT", "/me/sobriety", json={"started_at": ago(days=40, hours=1)})
    stores = Stores(person.database)
    member, now = stores.members.get(member_id), datetime.now(UTC)

    at_once(4, lambda _: record_slip(member, None, again=True, records=stores.sobriety, at=now))

    record = stores.sobriety.of(member_id)
    assert record is not None
    assert [each.days for each in record.history] == [40]


def test_a_future_start_and_two_starts_are_refused(person: Person):
    person.sign_in()

    assert person.call("PUT", "/me/sobriety", json={"started_at": ago(days=-1)}).status_code == 409
    both = {"started_at": ago(days=1), "started_on": "2026-01-01"}
    assert person.call("PUT", "/me/sobriety", json=both).status_code == 422
