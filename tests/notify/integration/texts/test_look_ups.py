"""A text in doubt is looked up at its provider, and no other text passes for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.domain.delivery import Absent, Found, NoAnswer
from tests.notify.integration.texts.providers import ENVELOPE, nobody_holds, only


@pytest.mark.parametrize("case", ["twilio", "msg91"], indirect=True)
def test_a_text_the_provider_has_is_found(texts, sms_provider):
    since = utc_now()
    texts.send(ENVELOPE)

    assert texts.look_up(ENVELOPE, since, nobody_holds) == Found(sms_provider.texts[0]["sid"])


def test_a_text_that_is_another_is_not_it(case, texts):
    texts.send(ENVELOPE)
    other = replace(ENVELOPE, body="Something else", message_id="0" * 32)

    assert texts.look_up(other, utc_now(), nobody_holds) == case.absent


@only["twilio"]
def test_a_text_to_another_number_or_of_another_day_is_not_it(texts):
    texts.send(ENVELOPE)

    assert texts.look_up(replace(ENVELOPE, to="+919876543211"), utc_now(), nobody_holds) == Absent()
    assert texts.look_up(ENVELOPE, utc_now() + timedelta(days=1), nobody_holds) == Absent()


@only["twilio"]
def test_a_text_that_another_message_holds_is_not_it(texts, sms_provider):
    texts.send(ENVELOPE)
    texts.send(ENVELOPE)
    first, second = (each["sid"] for each in sms_provider.texts)

    assert texts.look_up(ENVELOPE, utc_now(), lambda sid: sid == second) == Found(first)
    assert texts.look_up(ENVELOPE, utc_now(), lambda sid: True) == Absent()


@only["msg91"]
def test_a_log_that_does_not_heed_the_question_proves_nothing(case, texts, monkeypatch):
    rows = [{"requestId": "1", "CRQID": "another's", "status": "1"}]
    monkeypatch.setattr(case.shape, "listing", lambda _path, _texts: {"data": rows}, raising=False)

    assert texts.look_up(ENVELOPE, utc_now(), nobody_holds) == NoAnswer()


@pytest.mark.parametrize("case", ["twilio", "msg91"], indirect=True)
def test_a_provider_that_is_away_cannot_be_asked(texts, sms_provider):
    sms_provider.status = 503

    assert texts.look_up(ENVELOPE, utc_now(), nobody_holds) == NoAnswer()
