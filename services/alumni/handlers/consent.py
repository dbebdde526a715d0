"""Agree to a purpose and take it back, in one step each, and do at once what follows."""

from contextlib import suppress
from datetime import datetime

from alumni.domain.consent import NOTICE, TO_ONE_RECIPIENT, ChannelWord, Consent, Purpose
from alumni.domain.errors import MemberUnknown
from alumni.domain.errors.consent import RecipientNeeded
from alumni.domain.errors.joining import NoticeOutdated
from alumni.handlers.home import leave_home
from alumni.ports import Members
from alumni.ports.consents import Consents


def give_consent(
    member_id: str, purpose: str, *, notice: str, language: str, consents: Consents, at: datetime
) -> Consent:
    """Say yes to a purpose of the notice that is shown now; again changes nothing.

    Raises RecipientNeeded, NoticeOutdated, TooManyChanges, StaleAggregate.
    """
    if purpose in TO_ONE_RECIPIENT:
        raise RecipientNeeded
    if notice != NOTICE:
        raise NoticeOutdated
    consents.give(member_id, [purpose], notice=notice, language=language, at=at)
    return consents.of(member_id, purpose)


def withdraw_consent(
    member_id: str, purpose: str, *, recipient: str | None, consents: Consents, at: datetime
) -> None:
    """Say no to a purpose, towards one recipient or everybody; again changes nothing.

    Raises EraseInstead, StaleAggregate.
    """
    consents.withdraw(member_id, purpose, at, recipient=recipient)


def follow_withdrawal(
    member_id: str, purpose: str, *, consents: Consents, members: Members, at: datetime
) -> None:
    """Do what a no means here, unless it was a yes again by now; twice is once.

    Without the home centre's purpose there is no home centre; what else follows belongs to others:
    notify keeps still, figures and transfers and stories ask for the consent whenever they are read.
    """
    if consents.granted(member_id, purpose, at=at):
        return
    if purpose == Purpose.HOME_CENTRE:
        with suppress(MemberUnknown):
            leave_home(member_id, members=members)


def note_channel(
    member_id: str, channel: str, *, stopped: bool, consents: Consents, members: Members, at: datetime
) -> None:
    """Keep with the consent to messages what a member said of one channel; nothing of one who is gone."""
    with suppress(MemberUnknown):
        members.whereabouts(member_id)
        consents.note(member_id, ChannelWord(channel=channel, stopped=stopped, at=at))
