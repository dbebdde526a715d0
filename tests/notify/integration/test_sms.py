"""Texts through a real HTTP server of the provider's shape."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.adapters.providers.twilio import TwilioTexts
from notify.domain.contacts import Channel
from notify.domain.delivery import Absent, Accepted, Ambiguous, Busy, Found, NoAnswer, Refused
from notify.ports import Envelope
from tests.notify import examples
from tests.notify.integration.conftest import PUBLIC_URL

MESSAGE = examples.message()
ENVELOPE: Envelope = examples.writing().envelope(MESSAGE, examples.SEALED[Channel.SMS])


def nobody_holds(_provider_id: str) -> bool:
    return False


@pytest.fixture
def texts(settings):
    adapter = TwilioTexts(settings, read_timeout=0.3)
    yield adapter
    adapter.close()


def test_an_accepted_text_has_its_number_its_words_and_where_receipts_go(texts, sms_provider):
    outcome = texts.send(ENVELOPE)
    [text] = sms_provider.texts

    assert outcome == Accepted(text["sid"])
    assert (text["To"], text["From"], text["Body"]) == (examples.NUMBER, "HAMRAH", ENVELOPE.body)
    assert text["StatusCallback"] == f"{PUBLIC_URL}/api/notify/webhooks/sms/{MESSAGE.id}"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Refused("21211")),
        (403, Refused("21211")),
        (408, Ambiguous()),
        (425, Busy()),
        (429, Busy()),
        (503, Busy()),
        (401, Busy()),
        (500, Ambiguous()),
        (502, Ambiguous()),
        (200, Ambiguous()),
        (302, Ambiguous()),
    ],
)
def test_each_answer_has_its_meaning(texts, sms_provider, status, outcome):
    sms_provider.status = status

    assert texts.send(ENVELOPE) == outcome
    assert sms_provider.calls == 1


def test_the_provider_says_when_to_come_back(texts, sms_provider):
    sms_provider.status, sms_provider.headers = 429, {"Retry-After": "7"}

    assert texts.send(ENVELOPE) == Busy(timedelta(seconds=7))


@pytest.mark.parametrize("value", ["soon", "-1", "²", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_senseless_time_to_come_back_is_none(texts, sms_provider, value):
    sms_provider.status, sms_provider.headers = 503, {"Retry-After": value.encode("utf-8").decode("latin-1")}

    assert texts.send(ENVELOPE) == Busy()


def test_nobody_listening_means_that_nobody_took_it(settings):
    assert TwilioTexts(replace(settings, sms_base_url="http://127.0.0.1:9")).send(ENVELOPE) == Busy()


def test_no_answer_in_time_is_a_doubt(texts, sms_provider):
    sms_provider.answering.clear()

    assert texts.send(ENVELOPE) == Ambiguous()
    assert len(sms_provider.texts) == 1


def test_a_connection_that_breaks_is_a_doubt_and_no_reason_to_send_again(texts, sms_provider):
    sms_provider.hang_up_after_taking = 1

    assert texts.send(ENVELOPE) == Ambiguous()
    assert len(sms_provider.texts) == 1


def test_a_text_the_provider_has_is_found_by_its_number_and_words(texts, sms_provider):
    since = utc_now()
    texts.send(ENVELOPE)

    assert texts.look_up(ENVELOPE, since, nobody_holds) == Found(sms_provider.texts[0]["sid"])


def test_a_text_of_other_words_another_number_or_another_day_is_not_it(texts):
    texts.send(ENVELOPE)

    for other in (replace(ENVELOPE, body="Something else"), replace(ENVELOPE, to="+919876543211")):
        assert texts.look_up(other, utc_now(), nobody_holds) == Absent()
    assert texts.look_up(ENVELOPE, utc_now() + timedelta(days=1), nobody_holds) == Absent()


def test_a_text_that_another_message_holds_is_not_it(texts, sms_provider):
    texts.send(ENVELOPE)
    texts.send(ENVELOPE)
    first, second = (each["sid"] for each in sms_provider.texts)

    assert texts.look_up(ENVELOPE, utc_now(), lambda sid: sid == second) == Found(first)
    assert texts.look_up(ENVELOPE, utc_now(), lambda sid: True) == Absent()


def test_a_provider_that_is_away_cannot_be_asked(texts, sms_provider):
    sms_provider.status = 503

    assert texts.look_up(ENVELOPE, utc_now(), nobody_holds) == NoAnswer()
