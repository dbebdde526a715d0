"""Texts through real HTTP servers of every provider's shape: one suite for all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.adapters.providers.exotel import ExotelSettings, ExotelTexts
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.msg91 import LOG_BEHIND, Msg91Settings, Msg91Texts
from notify.adapters.providers.twilio import TwilioSettings, TwilioTexts
from notify.adapters.templates import read_templates
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import (
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    LookUp,
    NoAnswer,
    ReceiptOnly,
    Refused,
)
from notify.domain.faults import Fault
from notify.domain.message import Template
from notify.ports import Envelope, Provider
from tests.notify import examples, provider, shapes
from tests.notify.integration.conftest import PUBLIC_URL

MESSAGE = examples.message()
ENVELOPE: Envelope = examples.writing().envelope(MESSAGE, examples.SEALED[Channel.SMS])
TEMPLATES = read_templates()
LINKS = ReceiptLinks(bytes(32), PUBLIC_URL)
ENTITY = "1101000000000000001"
READ_TIMEOUT = 0.3
NOBODY = "http://127.0.0.1:9"


def nobody_holds(_provider_id: str) -> bool:
    return False


def twilio(url: str) -> Provider:
    settings = TwilioSettings(
        sms_base_url=url,
        sms_account_sid=shapes.ACCOUNT_SID,
        sms_auth_token=shapes.AUTH_TOKEN,
        sms_from="HAMRAH",
        receipt_url=f"{PUBLIC_URL}/api/notify/webhooks/sms",
    )
    return TwilioTexts(settings, read_timeout=READ_TIMEOUT)


def msg91(url: str) -> Provider:
    settings = Msg91Settings(base_url=url, authkey=shapes.AUTH_TOKEN)
    return Msg91Texts(settings, read_timeout=READ_TIMEOUT)


def exotel(url: str) -> Provider:
    settings = ExotelSettings(
        base_url=url,
        account_sid=shapes.ACCOUNT_SID,
        api_key="a-key",
        api_token=shapes.AUTH_TOKEN,
        links=LINKS,
    )
    return ExotelTexts(settings, read_timeout=READ_TIMEOUT)


@dataclass(frozen=True)
class Case:
    """One provider: its shape, its adapter, and what it says of a message in doubt."""

    shape: shapes.Shape
    adapter: Callable[[str], Provider]
    refused: Refused
    absent: LookUp


CASES = {
    "twilio": Case(shapes.TWILIO, twilio, Refused("21211"), Absent()),
    "msg91": Case(shapes.MSG91, msg91, Refused("203"), Absent(LOG_BEHIND)),
    "exotel": Case(shapes.EXOTEL, exotel, Refused("INVALID_PARAMETER"), ReceiptOnly()),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Every provider in turn."""
    return CASES[request.param]


@pytest.fixture
def sms_provider(case: Case) -> Iterator[provider.SmsProvider]:
    """A running provider of the shape."""
    with provider.serve(shape=case.shape) as running:
        yield running


@pytest.fixture
def texts(case: Case, sms_provider: provider.SmsProvider) -> Iterator[Provider]:
    """The adapter of the shape."""
    adapter = case.adapter(sms_provider.url)
    yield adapter
    adapter.close()


only = {name: pytest.mark.parametrize("case", [name], indirect=True) for name in CASES}


def test_an_accepted_text_is_known_by_the_providers_id(texts, sms_provider):
    outcome = texts.send(ENVELOPE)
    [text] = sms_provider.texts

    assert outcome == Accepted(text["sid"])
    assert text["To"] == examples.NUMBER


@only["twilio"]
def test_twilio_gets_the_words_and_where_receipts_go(texts, sms_provider):
    texts.send(ENVELOPE)
    [text] = sms_provider.texts

    assert (text["From"], text["Body"]) == ("HAMRAH", ENVELOPE.body)
    assert text["StatusCallback"] == f"{PUBLIC_URL}/api/notify/webhooks/sms/{MESSAGE.id}"


@only["msg91"]
def test_msg91_gets_the_template_and_its_values_in_their_order(texts, sms_provider):
    texts.send(ENVELOPE)
    [text] = sms_provider.texts

    assert (text["template_id"], text["short_url"]) == (ENVELOPE.dlt_template_id, "0")
    assert (text["mobiles"], text["CRQID"]) == (examples.NUMBER[1:], MESSAGE.id)
    assert [text[name] for name in ("VAR1",)] == list(ENVELOPE.values)
    assert "Body" not in text


@only["exotel"]
@pytest.mark.parametrize(
    ("language", "encoding"), [(Language.ENGLISH, "plain"), (Language.PUNJABI, "unicode")]
)
def test_exotel_gets_the_words_with_the_ids_they_are_registered_under(
    texts, sms_provider, language, encoding
):
    message = replace(MESSAGE, language=language)
    envelope = examples.writing().envelope(message, examples.SEALED[Channel.SMS])
    texts.send(envelope)
    [text] = sms_provider.texts

    assert (text["From"], text["Body"], text["EncodingType"]) == ("HAMRAH", envelope.body, encoding)
    assert (text["DltEntityId"], text["DltTemplateId"]) == (ENTITY, envelope.dlt_template_id)
    assert (text["SmsType"], text["CustomField"]) == ("transactional", MESSAGE.id)
    assert text["StatusCallback"] == LINKS.of("exotel", MESSAGE.id)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", list(Template))
def test_every_provider_sends_the_registered_text_unchanged(name, language):
    template = TEMPLATES[name]
    wording = template.wordings[language]
    values = {variable: f"value-{variable}" for variable in template.variables}
    registered = wording.registered_text
    for value in wording.sms_values(values):  # as MSG91 fills it in
        registered = registered.replace("{#var#}", value, 1)

    assert registered == wording.sms_text(values)  # as Twilio and Exotel are given it


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


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+911724001234", "landline"),
        ("+9198765", "number-invalid"),
        ("+9191234567890123", "number-invalid"),
        ("not a number", "number-invalid"),
    ],
)
def test_a_number_that_takes_no_texts_is_refused_before_any_call(texts, sms_provider, number, code):
    assert texts.send(replace(ENVELOPE, to=number)) == Refused(code)
    assert sms_provider.calls == 0


@pytest.mark.parametrize("case", ["msg91", "exotel"], indirect=True)
def test_a_number_of_another_country_is_left_to_another_provider(texts, sms_provider):
    outcome = texts.send(replace(ENVELOPE, to="+447400123456"))

    assert outcome == Refused("country-unsupported")
    assert sms_provider.calls == 0


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
