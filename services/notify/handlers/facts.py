"""What this service does about each fact it hears, however often Kafka delivers it."""

from __future__ import annotations

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.contacts import NETWORK, Contacts
from notify.domain.message import CODE, Message, Template, Urgency
from notify.handlers.hours import bring_forward
from notify.ports import MemberContacts, Messages, SealedContacts


def send_sign_in_code(event: Event, messages: Messages, sealed: SealedContacts) -> None:
    """Send one code over the channel it was asked for, at once, until it expires.

    A contact that is gone is not sent to: the attempt is too old, or its member is erased.
    """
    data, now = event.data, utc_now()
    recipient = sealed.of_attempt(data["attempt_id"])
    if recipient is None:
        return
    message = Message(
        # The attempt (the event's key) stands for the recipient, whom nobody may know here.
        id=derived_id(event.id, event.key, Template.SIGN_IN_CODE, data["channel"]),
        channel=data["channel"],
        template=Template.SIGN_IN_CODE,
        language=data["language"],
        params={CODE: data["sealed_code"]},
        sealed_recipient=recipient,
        urgency=Urgency.URGENT,
        created_at=now,
        due_at=now,
        expires_at=data["expires_at"],
    )
    messages.add_once([message])


def keep_new_member(event: Event, contacts: MemberContacts, sealed: SealedContacts) -> None:
    """Keep how to reach a member who joined; nothing of one who is gone."""
    data = event.data
    found = sealed.of_member(data["member_id"])
    if not found:
        return
    contacts.keep(
        Contacts(
            member_id=data["member_id"],
            language=data["language"],
            time_zone=data["time_zone"],
            sealed=found,
            sequence=event.sequence,
            joined_at=event.time,
        )
    )


def keep_added_contact(event: Event, contacts: MemberContacts, sealed: SealedContacts) -> None:
    """Keep a member's contact for one channel in place of the one before; NotYet for a stranger.

    What was told before lies in the inbox, and follows over this channel where another failed. Of a
    contact that is gone nothing is kept.
    """
    data = event.data
    found = sealed.of_member(data["member_id"]).get(data["channel"])
    if found is None:
        return
    known = contacts.keep_contact(data["member_id"], data["channel"], found, event.sequence)
    if not known:
        raise NotYet("no contacts of this member yet")


def forget_removed_contact(event: Event, contacts: MemberContacts) -> None:
    """Write to a member over one channel less from now on; NotYet for a stranger."""
    data = event.data
    if not contacts.drop_contact(data["member_id"], data["channel"], event.sequence):
        raise NotYet("no contacts of this member yet")


def keep_changed_preferences(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Keep in which language and time zone to speak to a member; NotYet for a stranger.

    What their hours put off comes earlier where these end earlier on the new clock.
    """
    data = event.data
    known = contacts.keep_preferences(data["member_id"], data["language"], data["time_zone"], event.sequence)
    if not known:
        raise NotYet("no contacts of this member yet")
    bring_forward(data["member_id"], contacts, messages, utc_now())


def keep_changed_home(event: Event, contacts: MemberContacts) -> None:
    """Keep which centre a member is at home in, whose sender and budget count; NotYet for a stranger."""
    data = event.data
    if not contacts.keep_home(data["member_id"], data["home_centre_id"], event.sequence):
        raise NotYet("no contacts of this member yet")


def keep_granted_role(event: Event, contacts: MemberContacts) -> None:
    """Keep for whom a member acts; NotYet for a stranger."""
    _keep_role(event, contacts, granted=True)


def keep_withdrawn_role(event: Event, contacts: MemberContacts) -> None:
    """Keep for whom a member does not act any more; NotYet for a stranger."""
    _keep_role(event, contacts, granted=False)


def _keep_role(event: Event, contacts: MemberContacts, *, granted: bool) -> None:
    whom = event.data["centre_id"] or NETWORK
    if not contacts.keep_role(event.data["member_id"], whom, event.sequence, granted=granted):
        raise NotYet("no contacts of this member yet")
