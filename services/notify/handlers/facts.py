"""What this service does about each fact it hears, however often Kafka delivers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.contacts import Channel, Contacts
from notify.domain.message import CODE, Message, Template, Urgency
from notify.ports import MemberContacts, Messages


def send_sign_in_code(event: Event, messages: Messages) -> None:
    """Send one code over the channel it was asked for, at once, until it expires."""
    data, now = event.data, utc_now()
    message = Message(
        # The attempt (the event's key) stands for the recipient, whom nobody may know here.
        id=derived_id(event.id, event.key, Template.SIGN_IN_CODE, data["channel"]),
        channel=data["channel"],
        template=Template.SIGN_IN_CODE,
        language=data["language"],
        params={CODE: data["sealed_code"]},
        sealed_recipient=data["sealed_contact"],
        urgency=Urgency.AT_ONCE,
        created_at=now,
        due_at=now,
        expires_at=data["expires_at"],
    )
    messages.add_once([message])


def keep_new_member(event: Event, contacts: MemberContacts) -> None:
    """Keep how to reach a member who joined."""
    data = event.data
    contacts.keep(
        Contacts(
            member_id=data["member_id"],
            language=data["language"],
            time_zone=data["time_zone"],
            sealed={each["channel"]: each["sealed_contact"] for each in data["contacts"]},
            sequence=event.sequence,
        )
    )


def keep_added_contact(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Keep a member's contact for one channel in place of the one before; NotYet for a stranger.

    Facts of other services come by other topics, so one that came after the contact may have been
    heard before it: it is told over this channel too.
    """
    data = event.data
    known = contacts.keep_contact(data["member_id"], data["channel"], data["sealed_contact"], event.sequence)
    if not known:
        raise NotYet("no contacts of this member yet")
    _tell_what_came_after(event, contacts, messages)


def keep_changed_preferences(event: Event, contacts: MemberContacts) -> None:
    """Keep in which language and time zone to speak to a member; NotYet for a stranger."""
    data = event.data
    known = contacts.keep_preferences(data["member_id"], data["language"], data["time_zone"], event.sequence)
    if not known:
        raise NotYet("no contacts of this member yet")


def tell_place_confirmed(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member that the place is theirs."""
    _tell(event, Template.PLACE_CONFIRMED, [event.data["member_id"]], contacts, messages)


def tell_place_queued(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member their place in the queue."""
    position = {"position": event.data["position"]}
    _tell(event, Template.PLACE_QUEUED, [event.data["member_id"]], contacts, messages, position)


def tell_place_promoted(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member that a place became free and is theirs."""
    _tell(event, Template.PLACE_PROMOTED, [event.data["member_id"]], contacts, messages)


def tell_registration_cancelled(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Confirm to the member that their place is given up."""
    _tell(event, Template.REGISTRATION_CANCELLED, [event.data["member_id"]], contacts, messages)


def tell_meeting_cancelled(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell everybody who had a place or waited for one that the meeting is cancelled."""
    _tell(event, Template.MEETING_CANCELLED, event.data["member_ids"], contacts, messages)


def _tell(
    event: Event,
    template: Template,
    member_ids: Collection[str],
    contacts: MemberContacts,
    messages: Messages,
    params: Mapping[str, Any] | None = None,
) -> None:
    """Add one message per member and channel, once; NotYet after that if a member is still a stranger."""
    now = utc_now()
    added: set[tuple[str, Channel]] = set()
    # A contact may be added meanwhile, by another thread. Either a reading after the messages were added
    # sees it, or it was kept after that reading, and then its own search sees the messages.
    while True:
        known = contacts.of(member_ids)
        reached = {(member.member_id, channel) for member in known.values() for channel in member.sealed}
        if reached <= added:
            break
        messages.add_once(
            [
                _message(event, template, known[member_id], channel, params or {}, now)
                for member_id, channel in reached - added
            ]
        )
        added |= reached
    if len(known) < len(set(member_ids)):
        raise NotYet("no contacts of a member yet")


def _message(
    event: Event,
    template: Template,
    member: Contacts,
    channel: Channel,
    params: Mapping[str, Any],
    now: datetime,
) -> Message:
    starts_at: datetime = event.data["starts_at"]
    return Message(
        id=_message_id(event.id, member, template, channel),
        member_id=member.member_id,
        channel=channel,
        template=template,
        language=member.language,
        params={"starts_at": starts_at, "time_zone": member.time_zone, **params},
        created_at=now,
        due_at=now,
        expires_at=starts_at,  # Once it began, news of it helps nobody.
        fact_id=event.id,
        fact_at=event.time,
    )


def _tell_what_came_after(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell over an added contact's channel, once, the facts since then that other channels tell.

    A member has at least the contact they joined by, so a message remembers every such fact.
    """
    member_id, channel, now = event.data["member_id"], event.data["channel"], utc_now()
    member = contacts.of([member_id])[member_id]
    if member.sequence > event.sequence:
        return  # A later event was applied, and this one before it with all that follows from it.
    messages.add_once(
        [
            _over(channel, message, message.fact_id, member, now)
            for message in messages.about_facts_since(member_id, event.time)
            if message.fact_id and message.channel is not channel and message.expires_at > now
        ]
    )


def _over(channel: Channel, message: Message, fact_id: str, member: Contacts, now: datetime) -> Message:
    """Give the message of the same fact over another channel; nothing of this one's fate is in it."""
    return Message(
        id=_message_id(fact_id, member, message.template, channel),
        member_id=member.member_id,
        channel=channel,
        template=message.template,
        language=member.language,
        params={**message.params, "time_zone": member.time_zone},
        created_at=now,
        due_at=now,
        expires_at=message.expires_at,
        fact_id=fact_id,
        fact_at=message.fact_at,
    )


def _message_id(fact_id: str, member: Contacts, template: Template, channel: Channel) -> str:
    """Derive the same id however the message comes to be made, so that it is made once."""
    return derived_id(fact_id, member.member_id, template, channel)
