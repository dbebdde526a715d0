"""Every text that can leave: registered, short, discreet, and right in three languages."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notify.adapters.templates import read_templates
from notify.adapters.wording import when
from notify.domain.broadcast_plan import APPROVED
from notify.domain.contacts import Channel, Language
from notify.domain.errors import Unsealable
from notify.domain.message import CODE, Template
from notify.domain.rules import MOST_SEGMENTS, shared_ids, violations
from notify.domain.segments import segments
from notify.domain.template import MessageTemplate, Wording
from notify.domain.variables import EXAMPLES, LONGEST, LONGEST_VARIABLE, Kind, filled
from notify.entrypoints.check_templates import problems
from tests.notify import examples

TEMPLATES = read_templates()
START = datetime(2026, 1, 1, tzinfo=UTC)
ANSWER = re.compile(r"\b(?:C|X|STOP|START|HELP|[0-9]+)\b")  # what somebody may write or call
ZONES = ["Asia/Kolkata", "America/Argentina/Buenos_Aires", "Pacific/Auckland", "UTC"]


def test_every_text_passes_what_make_check_asks():
    assert list(problems()) == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda each: each.name)
def test_every_template_may_be_registered_and_is_discreet(template: MessageTemplate):
    assert violations(template) == []


def test_what_a_template_has_sealed_is_what_a_settled_message_forgets():
    sealed = {
        name for each in TEMPLATES.values() for name, kind in each.variables.items() if kind == "sealed"
    }

    assert sealed == {CODE}


def test_every_registered_text_has_an_id_of_its_own():
    ids = [wording.dlt_template_id for each in TEMPLATES.values() for wording in each.registered.values()]

    assert len(ids) == len(set(ids)) >= len(Template) * len(Language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("zone", ZONES)
def test_a_moment_fits_into_a_variable_in_every_language(language, zone):
    # 5 hours do not divide a week: in a year every month, weekday and part of the day come together.
    moments = [START + timedelta(hours=5 * number) for number in range(366 * 24 // 5)]
    said = [
        when(examples.message(language=language, params={"starts_at": each, "time_zone": zone}))
        for each in moments
    ]

    assert max(map(len, said)) <= len(LONGEST[Kind.MOMENT][language]) <= LONGEST_VARIABLE


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda each: each.name)
@pytest.mark.parametrize("language", Language)
def test_every_text_takes_its_longest_values(template: MessageTemplate, language: Language):
    for wording in filter(None, (template.wordings[language], template.wordings[language].full)):
        values = filled({**template.variables, Kind.CENTRE: Kind.CENTRE}, LONGEST, language)

        assert segments(wording.sms_text(values)) <= MOST_SEGMENTS
        assert all(value in wording.body.format_map(values) for value in _said(wording.body, values))


def _said(body: str, values: Mapping[str, str]) -> list[str]:
    return [value for name, value in values.items() if f"{{{name}}}" in body]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda each: each.name)
@pytest.mark.parametrize("language", Language)
def test_full_words_tell_as_well_what_to_answer_and_whom_to_call(
    template: MessageTemplate, language: Language
):
    discreet = template.wordings[language]
    full = discreet.full or discreet

    assert set(ANSWER.findall(discreet.sms)) <= set(ANSWER.findall(full.sms))


@pytest.mark.parametrize("name", APPROVED)
@pytest.mark.parametrize("language", Language)
def test_a_broadcast_in_full_words_costs_what_its_report_says(name: Template, language: Language):
    template = TEMPLATES[name]
    discreet = template.wordings[language]
    assert discreet.full

    for each in (EXAMPLES, LONGEST):
        values = filled(template.variables, each, language)
        assert segments(discreet.full.sms_text(values)) <= segments(discreet.sms_text(values))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "Wed 24 Nov, 6:30 pm"),
        (Language.PUNJABI, "ਬੁੱਧ 24 ਨਵੰਬਰ, ਸ਼ਾਮੀਂ 6:30"),
        (Language.HINDI, "बुध 24 नवंबर, शाम 6:30"),
    ],
)
def test_a_moment_is_told_on_the_persons_clock_and_in_their_language(language, said):
    assert when(examples.message(language=language)) == said


def test_the_same_moment_is_told_differently_elsewhere():
    far_away = examples.message(params={"starts_at": examples.STARTS_AT, "time_zone": "America/Toronto"})

    assert when(far_away) == "Wed 24 Nov, 8:00 am"


@pytest.mark.parametrize("language", Language)
def test_a_code_is_opened_only_into_its_envelope(language):
    message = examples.code_message(language=language)
    assert message.sealed_recipient is not None
    envelope = examples.writing().envelope(message, message.sealed_recipient)

    assert envelope.to == examples.NUMBER
    assert examples.CODE in envelope.body
    assert examples.NUMBER not in repr(envelope)
    assert examples.CODE not in repr(envelope)


def test_an_email_has_a_subject_and_a_text_has_none():
    for channel in Channel:
        message = examples.message(channel=channel)
        envelope = examples.writing().envelope(message, examples.SEALED[channel])

        assert bool(envelope.subject) == (channel == Channel.EMAIL)


def test_what_was_not_sealed_to_us_is_not_opened():
    with pytest.raises(Unsealable):
        examples.writing().envelope(examples.message(), "bm90IHNlYWxlZA==")


def broken(**differences: str) -> list[str]:
    """List what is wrong with a template that differs from a good one."""
    good = TEMPLATES[Template.PLACE_QUEUED]
    wording: Wording = replace(good.wordings[Language.ENGLISH], **differences)
    return violations(replace(good, wordings={**good.wordings, Language.ENGLISH: wording}))


@pytest.mark.parametrize(
    ("differences", "problem"),
    [
        ({"sms": "{when} {position} is what we have to tell you today."}, "adjacent"),
        ({"sms": "{when} and {position} and {when} again, with much text around them."}, "3 variables"),
        ({"sms": "Hi {when}."}, "fixed text"),
        ({"sms": "Your place in the group is confirmed for {when}, we hope to see you."}, "sms says group"),
        ({"subject": "Recovery meeting"}, "subject says recovery"),
        ({"body": "NA meets at {when}"}, "body says na"),
        ({"body": "ਨਸ਼ਾ ਮੁਕਤੀ ਕੇਂਦਰ {when}"}, "body says ਨਸ਼ਾ"),
        ({"body": "नशा मुक्ति केंद्र {when}"}, "body says नशा"),
        ({"sms": "Please look at https://example.org before {when}, thank you."}, "link"),
        ({"sms": "Your place is confirmed for {where}. We look forward to it."}, "undeclared variable where"),
        ({"sms": "ਥਾਂ " * 60 + "{when}"}, "segments"),
        ({"dlt_template_id": "12"}, "19 digits"),
        ({"subject": " "}, "no subject"),
        ({"sms": "Your place {when} is number {position} in the queue {of all."}, "brace"),
        ({"sms": "Your place in the queue for {when} is kept. We will write."}, "different variables"),
    ],
)
def test_a_template_that_breaks_a_rule_is_found(differences, problem):
    found = broken(**differences)

    assert any(problem in each for each in found), found


def test_a_missing_language_and_a_wrong_category_are_found():
    template = replace(TEMPLATES[Template.PLACE_QUEUED], category="promotional", wordings={})

    assert len(violations(template)) == len(Language) + 1


def test_a_link_to_a_host_on_the_whitelist_is_let_through():
    good = TEMPLATES[Template.NEWS_WAITS]
    linked = replace(
        good.wordings[Language.ENGLISH], sms="Hamrah: news for you at https://hamrah.example.org/n"
    )
    template = replace(good, wordings={**good.wordings, Language.ENGLISH: linked})

    assert violations(template, links=["hamrah.example.org"]) == []
    assert violations(template, links=["other.example.org"]) == [
        "en: a link to hamrah.example.org, which is not on the whitelist"
    ]


def test_a_variable_of_an_unknown_kind_is_found():
    template = replace(TEMPLATES[Template.PAPERS_EXPIRING], variables={"days_left": "handle"})

    assert violations(template) == ["variable days_left is handle, which is no kind of variable"]


def test_full_wording_may_say_a_centre_and_still_no_illness():
    good = TEMPLATES[Template.NEWS_WAITS]
    full = {
        language: replace(
            wording,
            full=replace(
                wording, full=None, dlt_template_id="1" * 19, sms="{centre}: news of the group for you."
            ),
        )
        for language, wording in good.wordings.items()
    }
    assert violations(replace(good, wordings=full)) == []

    english = full[Language.ENGLISH]
    assert english.full
    telling = replace(english, full=replace(english.full, body="Your recovery group has news."))
    only = replace(good, wordings={**good.wordings, Language.ENGLISH: telling})
    assert violations(only) == [
        "en full: body says recovery",
        "full wording is not there in every language",
    ]


def test_two_texts_with_one_id_are_found():
    one = TEMPLATES[Template.NEWS_WAITS]

    assert shared_ids([one, replace(one, name="a copy")])[0] == (
        "news-waits en and a copy en have one DLT template id"
    )


def test_the_registered_text_names_no_variable():
    wording = TEMPLATES[Template.PLACE_CONFIRMED].wordings[Language.ENGLISH]

    assert "{#var#}" in wording.registered_text
    assert "{when}" not in wording.registered_text


def test_a_value_longer_than_registered_is_refused():
    wording = TEMPLATES[Template.PLACE_CONFIRMED].wordings[Language.ENGLISH]

    with pytest.raises(ValueError, match="when"):
        wording.sms_text({"when": "x" * (LONGEST_VARIABLE + 1)})
