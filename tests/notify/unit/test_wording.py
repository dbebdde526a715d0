"""How much a message says, as whom, and what becomes of one that cannot be written."""

from dataclasses import replace
from typing import Any, cast

import pytest

from chassis.config import MissingSetting
from notify.adapters.sealing import PrivateSeal
from notify.adapters.templates import read_senders, read_templates
from notify.adapters.wording import TemplateWriting
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Refused
from notify.domain.errors import Unwritable
from notify.domain.message import Message, Template
from notify.domain.preferences import Preferences, Purpose
from notify.domain.senders import Sender, Senders
from notify.handlers.sending import as_wished, send
from notify.ports import Envelope, Provider
from tests.notify import examples

CENTRE = "a centre"
NAMES = {Language.ENGLISH: "Nava Savera", Language.PUNJABI: "ਨਵਾਂ ਸਵੇਰਾ", Language.HINDI: "नया सवेरा"}
OURS = Sender(entity_id="1" * 19, header="NSAVRA", name="Savera", centre=NAMES)
SENDERS = Senders(default=replace(read_senders().default, centre={}), of_centres={CENTRE: OURS})


def written(message: Message, senders: Senders = SENDERS) -> Envelope:
    unseal = PrivateSeal(examples.PRIVATE_KEY_HEX).unseal
    writing = TemplateWriting(read_templates(), unseal, senders, examples.LINKS)
    return writing.envelope(message, examples.SEALED[Channel.EMAIL])


def test_full_wording_names_the_centre_and_its_own_registered_text():
    discreet = written(examples.message(centre_id=CENTRE))
    full = written(examples.message(centre_id=CENTRE, full=True))

    assert full.body.startswith("Hamrah, Nava Savera: your place in the group meeting on Wed 24 Nov, 6:30 pm")
    assert full.values == ("Nava Savera", "Wed 24 Nov, 6:30 pm")
    assert full.dlt_template_id != discreet.dlt_template_id
    assert "Nava" not in discreet.body


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "Nava Savera: your group meeting begins on Wed 24 Nov, 6:30 pm."),
        (Language.PUNJABI, "ਨਵਾਂ ਸਵੇਰਾ: ਯਾਦ ਰਹੇ, ਤੁਹਾਡੀ ਗਰੁੱਪ ਮੀਟਿੰਗ ਬੁੱਧ 24 ਨਵੰਬਰ, ਸ਼ਾਮੀਂ 6:30 ਵਜੇ ਹੈ।"),
        (Language.HINDI, "नया सवेरा: याद रहे, आपकी ग्रुप मीटिंग बुध 24 नवंबर, शाम 6:30 बजे है।"),
    ],
)
def test_a_reminder_in_full_words_says_what_of_and_from_whom(language, said):
    reminder = examples.message(template=Template.REMINDER, language=language, centre_id=CENTRE)

    assert said in written(replace(reminder, full=True)).body
    assert said not in written(reminder).body


@pytest.mark.parametrize("template", [Template.MEETING_CHANGED, Template.REACH_OUT])
def test_without_a_name_to_say_or_words_to_say_it_a_message_stays_discreet(template):
    message = examples.message(template=template, full=True)

    assert written(message) == written(replace(message, full=False))


def test_a_member_is_written_to_as_fully_as_they_wish_at_the_moment_of_sending():
    member = examples.contacts(preferences=Preferences(full_wording=True))

    assert as_wished(examples.message(), {examples.MEMBER: member}).full
    assert not as_wished(examples.message(), {examples.MEMBER: examples.contacts()}).full
    assert not as_wished(examples.code_message(), {}).full


def test_a_centre_with_a_registration_sends_under_its_own_header():
    assert written(examples.message(centre_id=CENTRE)).sender == OURS
    assert written(examples.message(centre_id="another")).sender.header == "HAMRAH"


@pytest.mark.parametrize(
    ("differences", "problem"),
    [
        ({"header": "TOOLONGONE"}, "header"),
        ({"entity_id": "12"}, "19 digits"),
        ({"name": "Recovery"}, "says recovery"),
        ({"name": "Kendra"}, "says kendra"),
        ({"name": "a\r\nBcc: b"}, "no name"),
        ({"centre": {**NAMES, Language.HINDI: "नशा मुक्ति"}}, "says नशा"),
        ({"centre": {**NAMES, Language.ENGLISH: "N" * 29}}, "longer than 28"),
        ({"centre": {Language.ENGLISH: "Nava Savera"}}, "not named in every language"),
    ],
)
def test_a_sender_that_breaks_a_rule_is_found(differences, problem):
    assert list(SENDERS.violations()) == []
    broken = replace(SENDERS, of_centres={CENTRE: replace(OURS, **differences)})

    assert any(problem in each for each in broken.violations())


def test_a_file_of_the_operators_replaces_our_senders(monkeypatch, tmp_path):
    monkeypatch.setenv("HAMRAH_SENDERS", examples.senders_file(tmp_path, CENTRE))

    assert read_senders().of(CENTRE).header == "SAVERA"
    assert read_senders().of("another").header == "HAMRAH"


@pytest.mark.parametrize(
    "content", [None, "", "default: {header: HAMRAH}", "centres: [", "- one", "default: 1"]
)
def test_a_file_that_holds_no_senders_stops_the_start_with_the_name_of_its_setting(
    monkeypatch, tmp_path, content
):
    path = tmp_path / "senders.yaml"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("HAMRAH_SENDERS", str(path))

    with pytest.raises(MissingSetting, match="HAMRAH_SENDERS"):
        read_senders()


@pytest.mark.parametrize(
    ("differences", "cause"),
    [
        ({"template": "of-a-newer-version"}, "template-unknown"),
        ({"params": {}}, "variable-missing"),
        ({"params": {"starts_at": "soon", "time_zone": "Asia/Kolkata"}}, "variable-malformed"),
        ({"params": {"starts_at": examples.STARTS_AT, "time_zone": "Nowhere/At_All"}}, "variable-malformed"),
        (
            {"template": Template.PAPERS_EXPIRING, "params": {"days_left": 10**30}},
            "variable-overlong",
        ),
    ],
)
def test_a_message_that_cannot_be_written_fails_with_its_cause(differences: dict[str, Any], cause: str):
    message = examples.message(channel=Channel.EMAIL, **differences)

    with pytest.raises(Unwritable, match=cause):
        written(message)
    nobody = cast("Provider", None)
    assert send(message, examples.SEALED[Channel.EMAIL], nobody, examples.writing()) == Refused(cause)


def test_an_email_to_a_member_leads_to_what_they_chose_and_off_what_may_be_left():
    news = written(examples.message(channel=Channel.EMAIL, purpose=Purpose.NEWS))
    account = written(examples.message(channel=Channel.EMAIL, purpose=Purpose.ACCOUNT))
    code = written(examples.code_message(channel=Channel.EMAIL))

    assert news.preferences_url
    assert news.unsubscribe_url
    assert news.unsubscribe_url.startswith("https://hamrah.example.org/api/notify/unsubscribe/")
    assert (bool(account.preferences_url), account.unsubscribe_url) == (True, None)
    assert (code.preferences_url, code.unsubscribe_url) == (None, None)
    assert news.unsubscribe_url not in repr(news)
    assert written(examples.message(purpose=Purpose.NEWS)).preferences_url is None
