"""Whatever breaks while a message is handed over, none is lost and no text leaves twice."""

import pytest

from chassis.clock import utc_now
from notify.adapters.providers.twilio import TwilioTexts
from notify.domain.contacts import Channel
from notify.domain.delivery import Accepted, after_outcome, after_receipt
from notify.domain.message import Message, State
from tests.notify import examples
from tests.notify.integration.sending.senders import add, all_are, bodies, map_find, states
from tests.support.waiting import eventually


def test_an_answer_that_never_comes_is_reconciled_without_a_second_text(stores, start, sms_provider):
    sms_provider.answering.clear()
    messages = add(stores, 2)
    start()

    eventually(lambda: len(sms_provider.texts) == 2)
    eventually(lambda: State.UNKNOWN in states(stores, messages) or State.SENT in states(stores, messages))
    sms_provider.answering.set()
    eventually(all_are(stores, messages, State.SENT))
    assert len(sms_provider.texts) == 2
    held = {found.provider_id for found in map_find(stores, messages)}
    assert held == {text["sid"] for text in sms_provider.texts}


def test_connections_that_break_after_the_text_was_taken_bring_no_second_text(stores, start, sms_provider):
    sms_provider.hang_up_after_taking = 6
    messages = add(stores, 12)
    start()

    eventually(all_are(stores, messages, State.SENT), within=20)
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 12


def test_an_unknown_text_that_the_provider_never_had_is_sent(stores, start, sms_provider):
    sms_provider.status = 500
    messages = add(stores, 1)
    start()
    eventually(all_are(stores, messages, State.UNKNOWN))

    sms_provider.status = 201
    eventually(all_are(stores, messages, State.SENT))
    assert len(sms_provider.texts) == 1


@pytest.mark.parametrize("taken_by_provider", [True, False])
def test_a_crash_in_sending_is_reconciled(stores, start, sms_provider, settings, taken_by_provider):
    [message] = add(stores, 1)
    [crashed] = stores.messages.claim(Channel.SMS, "twilio", examples.lease(-1), 1, utc_now())
    if taken_by_provider:
        envelope = examples.writing().envelope(crashed, examples.SEALED[Channel.SMS])
        TwilioTexts(settings).send(envelope)
    start()

    eventually(all_are(stores, [message], State.SENT))
    assert len(sms_provider.texts) == 1


def test_a_text_that_another_sender_just_handed_over_does_not_pass_for_a_lost_one(
    stores, start, sms_provider, settings
):
    lost, alike = examples.message(), examples.message()
    stores.messages.add_once([lost])
    stores.messages.claim(Channel.SMS, "twilio", examples.lease(-1), 1, utc_now())
    stores.messages.add_once([alike])
    [held] = stores.messages.claim(Channel.SMS, "twilio", examples.lease(), 1, utc_now())
    TwilioTexts(settings).send(examples.writing().envelope(held, examples.SEALED[Channel.SMS]))
    start()

    eventually(lambda: was_looked_up(stores.messages.find(lost.id)))
    stores.messages.apply([after_outcome(held, Accepted(sms_provider.texts[0]["sid"]), utc_now())])
    eventually(all_are(stores, [lost, alike], State.SENT))
    assert len(sms_provider.texts) == 2


def was_looked_up(message: Message) -> bool:
    """Tell whether a message in doubt was settled or put off."""
    return message.state is State.SENT or (
        message.state is State.UNKNOWN and message.due_at > message.updated_at
    )


def test_an_email_in_doubt_is_repeated_under_its_own_id(stores, start, mail_server):
    mail_server.hangs_up_after_taking = True
    messages = add(stores, 1, channel=Channel.EMAIL)
    start()

    eventually(all_are(stores, messages, State.SENT))
    assert {mail["Message-ID"] for mail in mail_server.mails} == {f"<{messages[0].id}@hamrah.example.org>"}


def test_a_receipt_that_comes_before_the_answer_settles_the_message(stores, start, sms_provider):
    sms_provider.answering.clear()
    [message] = add(stores, 1)
    start()
    eventually(lambda: sms_provider.texts)
    stores.messages.apply([after_receipt(message, State.DELIVERED, utc_now(), "SM1", None)])
    sms_provider.answering.set()

    eventually(lambda: sms_provider.calls == 1)
    assert states(stores, [message]) == {State.DELIVERED: 1}
