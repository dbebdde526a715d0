"""What is asked for a batch of messages right before it leaves: how many texts a day, and how much is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from notify.domain.bundles import Unread, day_of
from notify.domain.contacts import Channel, Contacts
from notify.domain.delivery import refused
from notify.domain.message import (
    COUNT,
    OF_ALL,
    OVER_DAILY_LIMIT,
    READ,
    SINCE,
    Change,
    Message,
    Template,
    Urgency,
)
from notify.handlers.planning import summary
from notify.ports import Messages, Tallies

Admitted = tuple[list[Message], list[Change]]


def within_limits(
    taken: Sequence[Message],
    known: Mapping[str, Contacts],
    tallies: Tallies,
    messages: Messages,
    at: datetime,
) -> Admitted:
    """Give the claimed messages that may leave, and what becomes of the others; one query for each question.

    Of the texts over a member's limit the first leaves a summary for the next day; all stay in the inbox.
    """
    over = {each.id: member for each, member in _over_limit(taken, known, tallies, at)}
    messages.add_once([summary(each, over[each.id], at) for each in taken if each.id in over])
    left, read = _counted([each for each in taken if each.id not in over], tallies)
    changes = [refused(each, at, OVER_DAILY_LIMIT) for each in taken if each.id in over]
    return left, [*changes, *(refused(each, at, READ) for each in read)]


def _over_limit(
    taken: Sequence[Message], known: Mapping[str, Contacts], tallies: Tallies, at: datetime
) -> Iterator[tuple[Message, Contacts]]:
    """Give each text to a member who was sent as many today as they want; what is urgent is none of these."""
    texts = [
        (each, member)
        for each in taken
        if each.channel == Channel.SMS and each.urgency is not Urgency.URGENT
        if (member := known.get(each.member_id or ""))
    ]
    if not texts:
        return
    days = {member.member_id: day_of(member.time_zone, at) for _, member in texts}
    batch = {each.id for each, _ in texts}
    tried = [
        each
        for each in tallies.texts_since(list(days), min(days.values()))
        if each.tried_at >= days[each.member_id] and each.message_id not in batch
    ]
    used = Counter(each.member_id for each in tried if each.is_settled)
    for text, member in texts:
        # Of two senders that hold a text each, one counts the other's and the other does not.
        ahead = sum(
            not each.is_settled and each.member_id == member.member_id and each.message_id < text.id
            for each in tried
        )
        if used[member.member_id] + ahead >= member.preferences.most_texts:
            yield text, member
        else:
            used[member.member_id] += 1


def _counted(messages: Sequence[Message], tallies: Tallies) -> tuple[list[Message], list[Message]]:
    """Fill in how much is new; of what was read meanwhile, nothing needs to be said."""
    digests = [each for each in messages if each.template is Template.DIGEST and each.member_id]
    if not digests:
        return list(messages), []
    since = min(each.params[SINCE] for each in digests)
    unread = tallies.unread_since({each.member_id for each in digests if each.member_id}, since)
    counts = {each.id: sum(_is_meant(each, entry) for entry in unread) for each in digests}
    tallies.fill({id_: count for id_, count in counts.items() if count})
    filled = [_with(each, counts[each.id]) if each.id in counts else each for each in messages]
    said = [each for each in filled if counts.get(each.id, 1)]
    return said, [each for each in digests if not counts[each.id]]


def _is_meant(digest: Message, entry: Unread) -> bool:
    return (
        entry.member_id == digest.member_id
        and entry.fact_at >= digest.params[SINCE]
        and (bool(digest.params.get(OF_ALL)) or entry.urgency is Urgency.DIGESTIBLE)
    )


def _with(digest: Message, count: int) -> Message:
    return replace(digest, params={**digest.params, COUNT: count})
