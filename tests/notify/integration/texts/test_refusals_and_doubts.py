"""What a provider of texts would not have, did not take, or may have taken, told apart by its answer."""

from datetime import timedelta

import pytest

from notify.domain.delivery import Ambiguous, Busy, Refused
from notify.domain.faults import Fault
from tests.notify.integration.texts.providers import ENVELOPE

NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize("status", [400, 422])
def test_what_a_provider_will_not_have_is_refused_with_its_code(case, texts, sms_provider, status):
    sms_provider.status = status

    assert texts.send(ENVELOPE) == case.refused


@pytest.mark.parametrize("status", [401, 425, 429, 503])
def test_a_provider_that_took_nothing_is_asked_again_later(texts, sms_provider, status):
    sms_provider.status = status

    assert texts.send(ENVELOPE) == Busy()
    assert sms_provider.calls == 1


@pytest.mark.parametrize("status", [408, 500, 502, 504, 200, 302])
def test_a_provider_that_may_have_taken_it_leaves_a_doubt(case, texts, sms_provider, status, monkeypatch):
    sms_provider.status = status
    monkeypatch.setattr(case.shape, "refusal", lambda _status: ["no", "sense"], raising=False)

    assert texts.send(ENVELOPE) == Ambiguous()
    assert sms_provider.calls == 1


@pytest.mark.parametrize(
    ("case", "status", "said", "outcome"),
    [
        ("twilio", 403, {"code": 21211}, Refused("21211")),
        ("twilio", 400, {"code": 21610}, Refused("21610")),  # whoever stopped us is not tried elsewhere
        ("twilio", 400, {"code": "+91 98765 43210 is wrong"}, Refused("400")),
        ("msg91", 200, {"type": "error", "code": "202"}, Refused("202")),
        ("msg91", 200, {"type": "error", "code": "301"}, Busy()),  # no balance
        ("msg91", 200, {"type": "error", "code": "311"}, Ambiguous()),  # the same within seconds
        ("msg91", 418, {"type": "error", "code": "418"}, Busy()),  # our address is not on their list
        ("exotel", 403, {"RestException": {"Code": "FORBIDDEN"}}, Busy()),
        ("exotel", 409, {"RestException": {"Code": "CONFLICT"}}, Ambiguous()),
        (
            "exotel",
            200,
            {"SMSMessage": {"Sid": "x", "Status": "failed", "DetailedStatus": "FAILED_INVALID_NUMBER"}},
            Refused("FAILED_INVALID_NUMBER"),
        ),
    ],
    indirect=["case"],
)
def test_each_provider_has_words_of_its_own(case, texts, sms_provider, monkeypatch, status, said, outcome):
    sms_provider.status = status
    monkeypatch.setattr(case.shape, "refusal", lambda _status: said, raising=False)

    assert texts.send(ENVELOPE) == outcome


@pytest.mark.parametrize(
    ("case", "code", "fault"),
    [
        ("twilio", "21211", Fault.RECIPIENT),
        ("msg91", "202", Fault.RECIPIENT),
        ("msg91", "203", Fault.PROVIDER),
        ("msg91", "country-unsupported", Fault.PROVIDER),
        ("exotel", "INVALID_PARAMETER", Fault.PROVIDER),
        ("exotel", "landline", Fault.RECIPIENT),
    ],
    indirect=["case"],
)
def test_a_refusal_says_whose_fault_it_is(texts, code, fault):
    assert texts.faults[code] is fault


def test_the_provider_says_when_to_come_back(texts, sms_provider):
    sms_provider.status, sms_provider.headers = 429, {"Retry-After": "7"}

    assert texts.send(ENVELOPE) == Busy(timedelta(seconds=7))


@pytest.mark.parametrize("value", ["soon", "-1", "²", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_senseless_time_to_come_back_is_none(texts, sms_provider, value):
    sms_provider.status, sms_provider.headers = 503, {"Retry-After": value.encode("utf-8").decode("latin-1")}

    assert texts.send(ENVELOPE) == Busy()


def test_nobody_listening_means_that_nobody_took_it(case):
    assert case.adapter(NOBODY).send(ENVELOPE) == Busy()


def test_no_answer_in_time_is_a_doubt(texts, sms_provider):
    sms_provider.answering.clear()

    assert texts.send(ENVELOPE) == Ambiguous()
    assert len(sms_provider.texts) == 1


def test_a_connection_that_breaks_is_a_doubt_and_no_reason_to_send_again(texts, sms_provider):
    sms_provider.hang_up_after_taking = 1

    assert texts.send(ENVELOPE) == Ambiguous()
    assert len(sms_provider.texts) == 1
