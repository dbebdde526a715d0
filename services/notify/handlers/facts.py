"""What this service does about each fact it hears, however often Kafka delivers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.contacts import NETWORK, Contacts
from notify.domain.message import CODE, Message, Template, Urgency
from notify.handlers.table import acting_for, members_or_coordinators
from notify.handlers.telling import News, tell, tell_what_came_after
from notify.ports import MemberContacts, Messages, SealedContacts

# How long after the fact it still helps to hear of it.
ALERT_LASTS = timedelta(hours=12)
PROMPT_LASTS = timedelta(days=7)
LICENCE_LAPSED = "licence-lapsed"


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
        urgency=Urgency.AT_ONCE,
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
        )
    )


def keep_added_contact(
    event: Event, contacts: MemberContacts, messages: Messages, sealed: SealedContacts
) -> None:
    """Keep a member's contact for one channel in place of the one before; NotYet for a stranger.

    Facts of other services come by other topics, so one that came after the contact may have been
    heard before it: it is told over this channel too. Of a contact that is gone nothing is kept.
    """
    data = event.data
    found = sealed.of_member(data["member_id"]).get(data["channel"])
    if found is None:
        return
    known = contacts.keep_contact(data["member_id"], data["channel"], found, event.sequence)
    if not known:
        raise NotYet("no contacts of this member yet")
    tell_what_came_after(event, contacts, messages)


def forget_removed_contact(event: Event, contacts: MemberContacts) -> None:
    """Write to a member over one channel less from now on; NotYet for a stranger."""
    data = event.data
    if not contacts.drop_contact(data["member_id"], data["channel"], event.sequence):
        raise NotYet("no contacts of this member yet")


def keep_changed_preferences(event: Event, contacts: MemberContacts) -> None:
    """Keep in which language and time zone to speak to a member; NotYet for a stranger."""
    data = event.data
    known = contacts.keep_preferences(data["member_id"], data["language"], data["time_zone"], event.sequence)
    if not known:
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


def tell_place_confirmed(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member that the place is theirs."""
    _tell_of_place(event, Template.PLACE_CONFIRMED, contacts, messages)


def tell_place_queued(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member their place in the queue."""
    _tell_of_place(event, Template.PLACE_QUEUED, contacts, messages, position=event.data["position"])


def tell_place_promoted(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member that a place became free, and is theirs or by when to say that they want it."""
    if answer_by := event.data.get("answer_by"):
        news = News(
            template=Template.PLACE_PROMISED,
            expires_at=answer_by,
            params={"starts_at": event.data["starts_at"], "answer_by": answer_by},
        )
        tell(event, news, [event.data["member_id"]], contacts, messages)
    else:
        _tell_of_place(event, Template.PLACE_PROMOTED, contacts, messages)


def tell_place_released(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the member that the place which they did not confirm went to the next."""
    _tell_of_place(event, Template.PLACE_RELEASED, contacts, messages)


def tell_registration_cancelled(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Confirm to the member that their place is given up."""
    _tell_of_place(event, Template.REGISTRATION_CANCELLED, contacts, messages)


def tell_meeting_cancelled(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell everybody who had a place or waited for one that the meeting is cancelled."""
    tell(
        event,
        _about_meeting(event, Template.MEETING_CANCELLED),
        event.data["member_ids"],
        contacts,
        messages,
    )


def tell_meeting_changed(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell everybody who has a place or waits for one that the meeting is at another time or place."""
    news = _about_meeting(event, Template.MEETING_CHANGED)
    tell(event, news, event.data["member_ids"], contacts, messages)


def prompt_to_reach_out(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Prompt who leads a group to reach out to somebody who stays away: a person, not this service."""
    news = News(template=Template.REACH_OUT, expires_at=event.time + PROMPT_LASTS)
    tell(event, news, members_or_coordinators(event, contacts), contacts, messages)


def alert_who_is_on_duty(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Alert at once who is on duty, else the centre's coordinators, else those of the network."""
    news = News(template=Template.NEEDED_NOW, expires_at=event.time + ALERT_LASTS, urgency=Urgency.AT_ONCE)
    tell(event, news, members_or_coordinators(event, contacts), contacts, messages)


def tell_licence_lapsed(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell the coordinators that a group is paused for its therapist's licence; they know of other causes."""
    if event.data["cause"] == LICENCE_LAPSED:
        news = News(template=Template.PAPERS_LAPSED, expires_at=event.time + PROMPT_LASTS)
        tell(event, news, acting_for(event.data["centre_ids"], contacts), contacts, messages)


def _tell_of_place(
    event: Event, template: Template, contacts: MemberContacts, messages: Messages, **params: Any
) -> None:
    news = _about_meeting(event, template, **params)
    tell(event, news, [event.data["member_id"]], contacts, messages)


def _about_meeting(event: Event, template: Template, **params: Any) -> News:
    """Once a meeting began, news of it helps nobody."""
    starts_at = event.data["starts_at"]
    return News(template=template, expires_at=starts_at, params={"starts_at": starts_at, **params})
