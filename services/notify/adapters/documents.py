"""How contacts and messages rest in MongoDB: ids, states and sealed texts, no contact in plain sight."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from notify.domain.contacts import Channel, Contacts, Language, Usual
from notify.domain.message import Lease, Message, State, Template, Urgency
from notify.domain.preferences import Bundling, Hours, Preferences, Purpose

Document = dict[str, Any]


def to_contacts(document: Document, usual: Usual) -> Contacts:
    """Read a member's contacts; `usual` holds for who chose nothing."""
    chosen = document.get("preferences")
    return Contacts(
        member_id=document["_id"],
        language=Language(document["language"]),
        time_zone=document["time_zone"],
        sealed={Channel(channel): sealed for channel, sealed in document["sealed"].items()},
        sequence=document["sequence"],
        acts_for=frozenset(document.get("acts_for", ())),
        quiet=document.get("quiet", False),
        centre_id=document.get("centre_id"),
        joined_at=document.get("joined_at"),
        preferences=to_preferences(chosen) if chosen else usual.preferences,
        channels=usual.channels,
        stopped=frozenset(document.get("stopped", ())),
        unreachable=frozenset(document.get("unreachable", ())),
    )


def to_preferences(document: Document) -> Preferences:
    """Read what a member chose."""
    return Preferences(
        order=tuple(document["order"]),
        off=frozenset((Purpose(each["purpose"]), each["channel"]) for each in document["off"]),
        quiet=Hours(*(time.fromisoformat(each) for each in document["quiet"])),
        paused_until=document.get("paused_until"),
        full_wording=document["full_wording"],
        bundling=Bundling(document["bundling"]),
        most_texts=document["most_texts"],
        leads=tuple(timedelta(minutes=each) for each in document["leads"]),
    )


def preferences_document(preferences: Preferences) -> Document:
    """Write what a member chose."""
    return {
        "order": list(preferences.order),
        "off": [{"purpose": purpose, "channel": channel} for purpose, channel in sorted(preferences.off)],
        "quiet": [each.isoformat("minutes") for each in (preferences.quiet.begin, preferences.quiet.end)],
        "paused_until": preferences.paused_until,
        "full_wording": preferences.full_wording,
        "bundling": preferences.bundling,
        "most_texts": preferences.most_texts,
        "leads": [int(each.total_seconds() // 60) for each in preferences.leads],
    }


def to_document(message: Message) -> Document:
    """Write a message; what is not known is absent, so that partial indexes stay small."""
    lease = {"token": message.lease.token, "until": message.lease.until} if message.lease else None
    optional = {
        "member_id": message.member_id,
        "sealed_recipient": message.sealed_recipient,
        "fact_id": message.fact_id,
        "fact_at": message.fact_at,
        "fact_type": message.fact_type,
        "notice_id": message.notice_id,
        "route": list(message.route) or None,
        "follow_at": message.follow_at,
        "centre_id": message.centre_id,
        "broadcast_id": message.broadcast_id,
        "provider": message.provider,
        "declined_by": list(message.declined_by) or None,
        "read_at": message.read_at,
        "since": message.since,
        "lease": lease,
        "provider_id": message.provider_id,
        "reason": message.reason,
        "seat_id": message.seat_id,
    }
    return {
        "_id": message.id,
        "channel": message.channel,
        "template": message.template,
        "language": message.language,
        "params": dict(message.params),
        "created_at": message.created_at,
        "due_at": message.due_at,
        "expires_at": message.expires_at,
        "urgency": int(message.urgency),
        "purpose": message.purpose,
        "state": message.state,
        "attempts": message.attempts,
        "history": [{"state": state, "at": at} for state, at in message.history],
        **{name: value for name, value in optional.items() if value is not None},
    }


def to_message(document: Document) -> Message:
    """Read a message."""
    lease = document.get("lease")
    return Message(
        id=document["_id"],
        channel=document["channel"],
        template=Template(document["template"]),
        language=Language(document["language"]),
        params=document.get("params", {}),
        created_at=document["created_at"],
        due_at=document["due_at"],
        expires_at=document["expires_at"],
        member_id=document.get("member_id"),
        sealed_recipient=document.get("sealed_recipient"),
        fact_id=document.get("fact_id"),
        fact_at=document.get("fact_at"),
        fact_type=document.get("fact_type"),
        notice_id=document.get("notice_id"),
        route=tuple(document.get("route", ())),
        follow_at=document.get("follow_at"),
        purpose=Purpose(document["purpose"]),
        centre_id=document.get("centre_id"),
        broadcast_id=document.get("broadcast_id"),
        provider=document.get("provider"),
        declined_by=tuple(document.get("declined_by", ())),
        read_at=document.get("read_at"),
        urgency=Urgency(document["urgency"]),
        state=State(document["state"]),
        since=document.get("since"),
        attempts=document["attempts"],
        lease=Lease(lease["token"], lease["until"]) if lease else None,
        provider_id=document.get("provider_id"),
        reason=document.get("reason"),
        seat_id=document.get("seat_id"),
        history=tuple((State(step["state"]), step["at"]) for step in document["history"]),
    )
