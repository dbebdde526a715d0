"""Agree to a purpose and take it back, in one step each, and do at once what follows."""

from datetime import datetime

from alumni.domain.consent import NOTICE, TO_ONE_RECIPIENT, Consent
from alumni.domain.errors.consent import RecipientNeeded
from alumni.domain.errors.joining import NoticeOutdated
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
