"""The reckoning itself: it sees one text too few, one too many, and a wrong one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.chaos.load import Accepted
from tests.chaos.meetings import Occurrence
from tests.chaos.people import LANGUAGES, Walker
from tests.chaos.reckoning import ALL_ONCE, Difference, Readings, differences, said

PHONE, EMAIL = "+919876543210", "walker@example.org"


def accepted_in(language: Language, over: str = Channel.SMS) -> list[Accepted]:
    member = Member.join(
        new_id(),
        SealedContact(channel=Channel.SMS, index="", sealed=""),
        handle=Handle.generate(),
        language=language,
        time_zone=HOME_TIME_ZONE,
        at=utc_now(),
    )
    walker = Walker(member=member, phone=PHONE, email=EMAIL, over=over)
    dates = [Occurrence(new_id(), utc_now() + timedelta(days=days)) for days in range(1, 57)]
    return [
        Accepted(walker=walker, occurrence=each, registration_id=new_id(), state="confirmed", position=None)
        for each in dates
    ]


def messages_for(to: str, accepted: list[Accepted]) -> list[dict[str, Any]]:
    return [{"to": to, "body": f"Hamrah: {said(each)}!"} for each in accepted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_message_each_over_their_channel_is_all_there_should_be(language: Language) -> None:
    texted, mailed = accepted_in(language), accepted_in(language, Channel.EMAIL)

    texts, emails = messages_for(PHONE, texted), messages_for(EMAIL, mailed)

    assert differences([*texted, *mailed], texts, emails) == ALL_ONCE


def test_a_lost_text_and_a_repeated_e_mail_are_seen() -> None:
    texted, mailed = accepted_in(Language.ENGLISH), accepted_in(Language.ENGLISH, Channel.EMAIL)
    texts, emails = messages_for(PHONE, texted[1:]), messages_for(EMAIL, [*mailed, mailed[0]])

    found = differences([*texted, *mailed], texts, emails)

    lost, twice = texted[0].occurrence.id, mailed[0].occurrence.id
    assert found["texts"] == Difference(lost=Counter([(PHONE, lost)]), extra=Counter())
    assert found["emails"] == Difference(lost=Counter(), extra=Counter([(EMAIL, twice)]))


def test_a_text_about_something_else_does_not_make_up_for_a_lost_one() -> None:
    accepted = accepted_in(Language.HINDI)
    wrong = [*messages_for(PHONE, accepted[1:]), {"to": PHONE, "body": "Hamrah: 123456 is your code."}]

    found = differences(accepted, wrong, [])["texts"]

    assert found.lost == Counter([(PHONE, accepted[0].occurrence.id)])
    assert found.extra == Counter([(PHONE, "unread")])


def test_a_message_to_a_stranger_is_one_too_many() -> None:
    readings = Readings(accepted_in(Language.PUNJABI))

    assert readings.arrival({"to": "+919876500000", "body": "Hamrah"}) == ("+919876500000", "unread")
