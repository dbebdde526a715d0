"""The operator's commands, on the real engines: everything of one message, and whatever is stuck."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from kafka import KafkaProducer
from typer.testing import CliRunner

from chassis import deadletters
from chassis.clock import to_rfc3339, utc_now
from chassis.config import PlatformSettings
from chassis.events import to_record
from chassis.ids import derived_id, new_id
from chassis.kafka import Topic, ensure_topics, producer
from chassis.parking import MongoParkedRecords, ParkedRecord
from notify.adapters.mongo import MongoMessages, ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.switches import MongoSwitches
from notify.domain.contacts import INBOX
from notify.domain.message import State, Template, Urgency
from notify.entrypoints.operations.command import app
from tests.notify import examples

RUN = CliRunner()
TOPICS = ["alumni.member", "groups.registration", "notify.dlq"]
CONFIRMED = "groups.registration.confirmed.v1"


@pytest.fixture
def settings(engines, database, tmp_path, monkeypatch) -> PlatformSettings:
    """The settings of a deployment, as the commands read them."""
    given = {
        "HAMRAH_ENVIRONMENT": "development",
        "HAMRAH_MONGODB_URI": engines.mongodb_uri,
        "HAMRAH_DATABASE": database.name,
        "HAMRAH_KAFKA_BOOTSTRAP": engines.kafka_bootstrap,
        "HAMRAH_JWKS_URL": "http://127.0.0.1:9/",
        "HAMRAH_PUBLIC_URL": "http://127.0.0.1:9",
        "HAMRAH_SECRETS_DIR": str(tmp_path),
        "HAMRAH_ALUMNI_URL": "http://127.0.0.1:9",
        "HAMRAH_CHANNELS": "sms=twilio email=smtp inbox",
    }
    (tmp_path / "notify-private.key").write_bytes(examples.PRIVATE_KEY_HEX)
    (tmp_path / "number-index.key").write_text("00" * 32)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    ensure_topics(
        engines.kafka_bootstrap,
        [Topic(name=name, partitions=2, retention_ms=3_600_000) for name in TOPICS],
        1,
    )
    ensure_indexes(database)
    return PlatformSettings.from_env("notify")


@pytest.fixture
def kafka(settings) -> Iterator[KafkaProducer]:
    client = producer(settings)
    yield client
    client.close(timeout=5)


@pytest.fixture
def messages(settings, database) -> MongoMessages:
    return MongoMessages(database)


def run(*words: str, code: int = 0) -> str:
    done = RUN.invoke(app, list(words))
    assert done.exit_code == code, done.output + repr(done.exception)
    return done.stdout


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
    MongoParkedRecords(database, "notify").park(_parked(event_id))

    assert traced(event_id)["event"]["cause"] == "not yet: no contacts of a member yet"
    assert "It is parked since" in run("trace", event_id)


def test_an_event_that_was_given_up_says_why(settings, kafka):
    event_id = new_id()
    deadletters.KafkaDeadLetters(kafka, "notify").bury(_parked(event_id), "starts_at: Missing data")

    said = run("trace", event_id)

    assert "It was given up" in said
    assert "starts_at: Missing data" in said


def test_nothing_is_known_of_what_never_was(settings):
    assert "Nothing is known" in run("trace", new_id(), code=1)


def test_what_is_stuck_is_shown_with_its_cause_and_what_to_do(settings, database, kafka, messages):
    hour = timedelta(hours=1)
    now = utc_now()
    late = examples.message(due_at=now - hour, reason="429")
    urgent = examples.message(due_at=now - timedelta(minutes=2), urgency=Urgency.URGENT)
    fresh = examples.message(due_at=now - timedelta(minutes=2))
    doubtful = examples.message(state=State.UNKNOWN, since=now - hour)
    held = examples.message(state=State.SENDING, lease=examples.lease(-3600), since=now - hour)
    messages.add_once([late, urgent, fresh, doubtful, held])
    MongoParkedRecords(database, "notify").park(_parked(new_id()))
    deadletters.KafkaDeadLetters(kafka, "notify").bury(_parked(new_id()), "a bug")

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
    deadletters.KafkaDeadLetters(kafka, "notify").bury(_parked(event_id, **data), "a bug of yesterday")


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


@pytest.mark.parametrize(("word", "mode"), [("drain", "draining"), ("off", "off"), ("on", "on")])
def test_a_switch_stands_as_it_was_turned_and_says_by_whom(settings, database, word, mode):
    said = run(word, "twilio", "--by", "asha")

    assert said.startswith("twilio ")
    switch = MongoSwitches(database).all()["twilio"]
    assert (switch.mode, switch.by) == (mode, "asha")
    assert f"twilio is {mode} since" in run("providers")


def test_a_provider_that_is_not_there_has_no_switch(settings, database):
    done = RUN.invoke(app, ["off", "nobody"])

    assert done.exit_code == 2
    assert not MongoSwitches(database).all()


def test_the_last_hour_of_a_provider_is_shown(messages):
    at = utc_now()
    good = [examples.message(provider="twilio", state=State.DELIVERED, since=at) for _ in range(3)]
    bad = examples.message(provider="twilio", state=State.FAILED, since=at)
    messages.add_once([*good, bad, examples.message()])

    row = next(
        each for each in json.loads(run("providers", "--json"))["providers"] if each["channel"] == "sms"
    )

    assert (row["good"], row["waiting"]) == ("75% went well", 1)
    assert row["lately"] == {"sent": 0, "delivered": 3, "failed": 1, "unknown": 0}


def test_a_cap_is_set_and_shown_in_rupees(settings):
    centre_id = derived_id("a centre")

    assert "0.00 spent; there is no cap." in run("budget", centre_id)
    assert "of ₹2,500.50." in run("budget", centre_id, "--cap", "2500.50")
    assert json.loads(run("budget", centre_id, "--json"))["cap"] == 250_050
    assert "there is no cap." in run("budget", centre_id, "--cap", "none")
    run("budget", centre_id, "--cap", "-5", code=2)
    run("budget", "no id", code=2)


def _parked(event_id: str, **data: Any) -> ParkedRecord:
    fact = {"id": event_id, "type": CONFIRMED, "time": utc_now(), "seq": 1, "data": data}
    record = to_record("groups", new_id(), fact)
    now = utc_now()
    return ParkedRecord(
        topic=record.topic,
        partition=0,
        offset=0,
        key=record.key,
        value=record.value,
        headers=record.headers,
        attempts=3,
        parked_at=now,
        due_at=now,
        cause="not yet: no contacts of a member yet",
    )


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
