"""What every provider of texts is given, and which numbers it is not given."""

from dataclasses import replace

import pytest

from notify.adapters.templates import read_templates
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Accepted, Refused
from notify.domain.message import Template
from tests.notify import examples
from tests.notify.integration.conftest import PUBLIC_URL
from tests.notify.integration.texts.providers import ENVELOPE, LINKS, MESSAGE, only

TEMPLATES = read_templates()
ENTITY = "1101000000000000001"


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
