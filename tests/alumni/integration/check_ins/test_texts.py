"""What is answered and asked for by text is heard once."""

from datetime import datetime

from alumni.domain.check_in import Source
from alumni.entrypoints.consumer import readers
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.integration.check_ins.month import FIRST_DAY, Month, on_day


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
