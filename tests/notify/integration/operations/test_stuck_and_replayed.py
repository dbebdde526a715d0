"""Whatever is stuck is shown with its cause, and a dead letter is handled after all."""

import json
from datetime import timedelta
from typing import Any

from kafka import KafkaProducer

from chassis import deadletters
from chassis.clock import to_rfc3339, utc_now
from chassis.ids import new_id
from chassis.parking import MongoParkedRecords
from notify.adapters.mongo_contacts import MongoContacts
from notify.domain.message import State, Template, Urgency
from notify.entrypoints.operations.command import app
from tests.notify import examples
from tests.notify.integration.operations.commands import CONFIRMED, RUN, parked, run


def test_what_is_stuck_is_shown_with_its_cause_and_what_to_do(settings, database, kafka, messages):
    hour = timedelta(hours=1)
    now = utc_now()
    late = examples.message(due_at=now - hour, reason="429")
    urgent = examples.message(due_at=now - timedelta(minutes=2), urgency=Urgency.URGENT)
    fresh = examples.message(due_at=now - timedelta(minutes=2))
    doubtful = examples.message(state=State.UNKNOWN, since=now - hour)
    held = examples.message(state=State.SENDING, lease=examples.lease(-3600), since=now - hour)
    messages.add_once([late, urgent, fresh, doubtful, held])
    MongoParkedRecords(database, "notify").park(parked(new_id()))
    deadletters.KafkaDeadLetters(kafka, "notify").bury(parked(new_id()), "a bug")

    found = json.loads(run("stuck", "--json", code=1))
    said = run("stuck", code=1)

    assert [each["id"] for each in found["overdue"]] == [urgent.id, late.id]
    assert [each["id"] for each in found["in_doubt"]] == [doubtful.id]
    assert [each["id"] for each in found["lapsed"]] == [held.id]
    assert [each["type"] for each in found["parked"]] == [CONFIRMED]
    assert found["dead_letters"][-1]["cause"] == "a bug"
    assert "the provider's code is 429" in said
    assert said.count("What to do:") == 5
    assert Template.PLACE_CONFIRMED in said


def bury(kafka: KafkaProducer, event_id: str, **data: Any) -> None:
    deadletters.KafkaDeadLetters(kafka, "notify").bury(parked(event_id, **data), "a bug of yesterday")


def registration() -> dict[str, Any]:
    return {
        "occurrence_id": new_id(),
        "registration_id": new_id(),
        "member_id": examples.MEMBER,
        "starts_at": to_rfc3339(examples.STARTS_AT),
    }


def test_a_dry_run_shows_dead_letters_without_their_contents_and_does_nothing(kafka, database):
    event_id = new_id()
    bury(kafka, event_id, **registration())

    shown = run("replay", "--event", event_id, "--dry-run")

    assert event_id in shown
    assert CONFIRMED in shown
    assert "a bug of yesterday" in shown
    assert examples.MEMBER not in shown
    assert database["messages"].count_documents({}) == 0


def test_a_dead_letter_is_handled_after_all_and_not_offered_again(kafka, database, messages):
    MongoContacts(database).keep(examples.contacts())
    event_id = new_id()
    bury(kafka, event_id, **registration())

    said = run("replay", "--event", event_id, "--yes")

    assert "1 replayed, 0 still broken, 0 skipped" in said
    assert {each["channel"] for each in database["messages"].find({"fact_id": event_id})} == {"inbox", "sms"}
    assert "No dead letter waits." in run("replay", "--event", event_id)


def test_a_dead_letter_that_is_still_broken_is_told_and_offered_again(kafka, database):
    event_id = new_id()
    bury(kafka, event_id, member_id="nobody")

    assert "1 still broken" in run("replay", "--event", event_id, "--yes", code=1)
    assert event_id in run("replay", "--event", event_id, "--dry-run")


def test_nothing_is_replayed_by_who_does_not_confirm_it(kafka, database, messages):
    MongoContacts(database).keep(examples.contacts())
    event_id = new_id()
    bury(kafka, event_id, **registration())

    done = RUN.invoke(app, ["replay", "--event", event_id], input="n\n")

    assert done.exit_code == 0
    assert database["messages"].count_documents({}) == 0
