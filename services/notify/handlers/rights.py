"""What follows here from consent and from erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from notify.domain.message import UNWANTED, Change, State, Urgency
from notify.ports import Glasses, MemberContacts, Messages, PersonalData

WAITS_AT_MOST = timedelta(days=14)  # no message is of use for longer
MESSAGES = "messages"  # the purpose of which this service hears


def keep_consent(event: Event, contacts: MemberContacts) -> None:
    """Write to a member again who agrees to messages; NotYet for a stranger."""
    _keep_quiet(event, contacts, quiet=False)


def keep_quiet(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Send a member who does not agree any more nothing but what is urgent; NotYet for a stranger."""
    if event.data["purpose"] != MESSAGES:
        return
    _keep_quiet(event, contacts, quiet=True)
    now = utc_now()
    waiting = [
        Change(message_id=each.id, channel=each.channel, to=State.FAILED, at=now, reason=UNWANTED)
        for each in messages.about_facts_since(event.data["member_id"], event.time - WAITS_AT_MOST)
        if each.state is State.CREATED and each.urgency is not Urgency.URGENT
    ]
    messages.apply(waiting)


def _keep_quiet(event: Event, contacts: MemberContacts, *, quiet: bool) -> None:
    data = event.data
    if data["purpose"] != MESSAGES:
        return
    if not contacts.keep_quiet(data["member_id"], event.sequence, quiet=quiet):
        raise NotYet("no contacts of this member yet")


def erase_member(event: Event, personal: PersonalData) -> None:
    """Forget how to reach a member and every message, and answer; again, there is nothing left."""
    personal.answer(event.data["erasure_id"], personal.erase(event.data["member_id"]))


def open_glass(event: Event, glasses: Glasses, tell: Callable[[Event], None]) -> None:
    """Let who asked see the contact, and tell the member at once; NotYet for a stranger."""
    glasses.keep(
        replace(event, data={**event.data, "channels": [str(each) for each in event.data["channels"]]})
    )
    tell(event)
