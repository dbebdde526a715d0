"""What goes out beside the inbox: a message of its own, or one that says how much is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chassis.ids import derived_id
from notify.domain.bundles import LASTS, Bundle, bundle_told, day_of, next_day_of
from notify.domain.contacts import Contacts
from notify.domain.message import COUNT, OF_ALL, SINCE, Message, Template, Urgency
from notify.domain.windows import opens_at


def outbound(told: Message, member: Contacts) -> Message:
    """Give what is to go out for a notice: itself, or the one message of its bundle.

    Whatever falls into the same bundle gives the same message, however often it is heard, as long as the
    notice says when it was made first.
    """
    if told.urgency is not Urgency.DIGESTIBLE or told.fact_at is None:
        return told
    bundle = bundle_told(member, told.fact_at, told.created_at)
    return told if bundle is None else _digest(told, member, bundle)


def summary(message: Message, member: Contacts, at: datetime) -> Message:
    """Make the one message that says, the day after, how much is new since a day's texts were used up."""
    today, tomorrow = day_of(member.time_zone, at), next_day_of(member.time_zone, at)
    opening = opens_at(Urgency.DIGESTIBLE, member.preferences, member.time_zone, tomorrow)
    id_ = derived_id("summary", member.member_id, today.isoformat())
    made = _saying(message.untried(at), id_, Bundle(since=today, opens_at=opening))
    return replace(
        made,
        params={**made.params, OF_ALL: True},
        urgency=Urgency.DIGESTIBLE,
        due_at=opening,
    )


def _digest(told: Message, member: Contacts, bundle: Bundle) -> Message:
    id_ = derived_id("digest", member.member_id, bundle.opens_at.isoformat())
    return _saying(told, id_, bundle)


def _saying(told: Message, id_: str, bundle: Bundle) -> Message:
    """Give a message that says how much is new since a moment, counted when it leaves."""
    return replace(
        told,
        id=id_,
        notice_id=id_,
        template=Template.DIGEST,
        params={"time_zone": told.params["time_zone"], SINCE: bundle.since, COUNT: 0},
        due_at=max(told.created_at, bundle.opens_at),
        expires_at=max(told.created_at, bundle.opens_at) + LASTS,
        fact_id=None,
        fact_type=None,
        seat_id=None,
    )
