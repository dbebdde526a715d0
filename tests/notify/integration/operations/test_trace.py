"""Everything of one message, from its event to its end, is shown to an operator."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chassis import deadletters
from chassis.clock import utc_now
from chassis.config import PlatformSettings
from chassis.events import to_record
from chassis.ids import derived_id, new_id
from chassis.parking import MongoParkedRecords
from notify.domain.contacts import INBOX
from notify.domain.message import State
from tests.notify import examples
from tests.notify.integration.operations.commands import CONFIRMED, parked, run


def traced(asked: str, code: int = 0) -> dict[str, Any]:
    return json.loads(run("trace", asked, "--json", code=code))


def told(**more: Any) -> Any:
    """A message with all that a fact gives it."""
    facts = {"fact_id": new_id(), "fact_type": CONFIRMED, "fact_at": utc_now(), "notice_id": new_id()}
    return examples.message(**{**facts, **more})


def test_a_message_is_followed_from_its_event_to_its_end(messages):
    notice_id = new_id()
    failed = told(
        notice_id=notice_id,
        state=State.FAILED,
        reason="30003",
        provider="twilio",
        provider_id=new_id(),
        history=((State.SENDING, utc_now()), (State.FAILED, utc_now())),
    )
    after = replace(failed, id=new_id(), channel="email", state=State.CREATED, provider_id=None, history=())
    listed = replace(after, id=derived_id(notice_id, INBOX), channel=INBOX, state=State.DELIVERED)
    messages.add_once([failed, after, listed])

    for asked in (failed.id, failed.notice_id, failed.fact_id, failed.provider_id):
        said = run("trace", asked)
        assert "30003" in said
        assert "It is due and waits to be sent" in said
        assert failed.fact_id in said
        assert examples.NUMBER not in said
    assert [each["channel"] for each in traced(after.id)["messages"]] == ["sms", "email", INBOX]


def test_what_a_trace_shows_is_no_contact_no_word_and_no_code(messages):
    code = examples.code_message()
    messages.add_once([code])

    shown = run("trace", code.id, "--json") + run("trace", code.id)

    assert code.sealed_recipient not in shown
    assert code.params["code"] not in shown
    assert "is a sign-in code" in shown


def test_an_event_is_found_in_its_topic(settings, kafka, messages):
    at = utc_now() - timedelta(seconds=1)
    fact = {"id": new_id(), "type": CONFIRMED, "time": at, "seq": 1, "data": {}}
    record = to_record("groups", new_id(), fact)
    kafka.send(record.topic, key=record.key, value=record.value, headers=record.headers)
    kafka.flush(10)
    _commit(settings, record.topic)
    messages.add_once([told(fact_id=fact["id"], fact_at=at)])

    event = traced(fact["id"])["event"]

    assert (event["topic"], event["fate"]) == ("groups.registration", "told")
    assert event["offset"] >= 0


def test_an_event_that_waits_says_for_what(settings, database):
    event_id = new_id()
    MongoParkedRecords(database, "notify").park(parked(event_id))

    assert traced(event_id)["event"]["cause"] == "not yet: no contacts of a member yet"
    assert "It is parked since" in run("trace", event_id)


def test_an_event_that_was_given_up_says_why(settings, kafka):
    event_id = new_id()
    deadletters.KafkaDeadLetters(kafka, "notify").bury(parked(event_id), "starts_at: Missing data")

    said = run("trace", event_id)

    assert "It was given up" in said
    assert "starts_at: Missing data" in said


def test_nothing_is_known_of_what_never_was(settings):
    assert "Nothing is known" in run("trace", new_id(), code=1)


def _commit(settings: PlatformSettings, topic: str) -> None:
    """Let the group have begun to read a topic."""
    from kafka import KafkaConsumer, TopicPartition
    from kafka.structs import OffsetAndMetadata

    member = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap, group_id="notify", enable_auto_commit=False
    )
    parts = [TopicPartition(topic, number) for number in range(2)]
    member.assign(parts)
    member.commit({part: OffsetAndMetadata(0, "", -1) for part in parts})
    member.close()
