"""The sender with real servers: each message leaves once, or fails with its reason."""

from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.domain.contacts import Channel, Language
from notify.domain.message import EXPIRED, State
from tests.notify import examples
from tests.notify.integration.sending.senders import add, all_are, bodies, map_find, states
from tests.support.waiting import eventually


def test_a_due_message_leaves_over_its_channel(stores, start, sms_provider, mail_server):
    texts = add(stores, 20)
    mails = add(stores, 20, channel=Channel.EMAIL, language=Language.HINDI)
    start()

    eventually(all_are(stores, [*texts, *mails], State.SENT))
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 20
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == len(mail_server.mails) == 20


def test_a_sign_in_code_is_opened_for_its_recipient_only(stores, start, sms_provider):
    message = examples.code_message()
    stores.messages.add_once([message])
    start()

    eventually(all_are(stores, [message], State.SENT))
    [text] = sms_provider.texts
    assert text["To"] == examples.NUMBER
    assert examples.CODE in text["Body"]


def test_two_senders_send_each_message_once(stores, start, sms_provider):
    messages = add(stores, 150)
    start()
    start()

    eventually(all_are(stores, messages, State.SENT), within=20)
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 150


def test_a_refused_text_fails_with_the_providers_code_and_is_not_tried_again(stores, start, sms_provider):
    sms_provider.status = 400
    messages = add(stores, 1)
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == ["21211"]
    assert sms_provider.calls == 1


def test_what_nobody_needs_any_more_is_not_sent(stores, start, sms_provider):
    messages = add(stores, 1, expires_at=utc_now() - timedelta(seconds=1))
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == [EXPIRED]
    assert sms_provider.calls == 0


@pytest.mark.parametrize(
    ("differences", "reason"),
    [
        ({"member_id": "0" * 32}, "contact-unknown"),
        ({"member_id": None, "sealed_recipient": "bm90IHNlYWxlZA=="}, "unsealable"),
    ],
)
def test_who_cannot_be_reached_makes_a_failed_message_and_no_noise(stores, start, differences, reason):
    messages = add(stores, 1, **differences)
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == [reason]


def test_a_stop_finishes_what_is_being_sent_and_gives_back_the_rest(stores, start, sms_provider):
    sms_provider.answering.clear()
    messages = add(stores, 30)
    running = start()
    eventually(lambda: len(sms_provider.texts) == 2)
    running.ask_to_stop()
    sms_provider.answering.set()
    running.stop()

    after = states(stores, messages)
    assert set(after) <= {State.SENT, State.CREATED, State.UNKNOWN}
    assert after[State.SENT] + after[State.UNKNOWN] == len(sms_provider.texts)
    start()
    eventually(all_are(stores, messages, State.SENT))
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 30
