"""What is asked of a batch of messages before it leaves: whose place it is, how many texts, what is new."""

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
    GIVEN_UP,
    OF_ALL,
    OVER_DAILY_LIMIT,
    READ,
    SINCE,
    Change,
    Message,
    Template,
    Urgency,
)
from notify.domain.seat import Seat
from notify.handlers.planning import summary
from notify.ports import Messages, Seats, Tallies

Admitted = tuple[list[Message], list[Change]]


def within_limits(
    taken: Sequence[Message],
    known: Mapping[str, Contacts],
    tallies: Tallies,
    seats: Seats,
    messages: Messages,
    at: datetime,
) -> Admitted:
    """Give the claimed messages that may leave, and what becomes of the others; one query for each question.

    Of a place that was given up, or is at another time, nobody is reminded. Of the texts over a member's
    limit the first leaves a summary for the next day; all stay in the inbox.
    """
    given_up = _given_up(taken, seats)
    needed = [each for each in taken if each.id not in given_up]
    over = {each.id: member for each, member in _over_limit(needed, known, tallies, at)}
    messages.add_once([summary(each, over[each.id], at) for each in needed if each.id in over])
    left, read = _counted([each for each in needed if each.id not in over], tallies)
    reasons = {
        **dict.fromkeys(given_up, GIVEN_UP),
        **dict.fromkeys(over, OVER_DAILY_LIMIT),
        **{each.id: READ for each in read},
    }
    return left, [refused(each, at, reasons[each.id]) for each in taken if each.id in reasons]


def _given_up(taken: Sequence[Message], seats: Seats) -> set[str]:
    """Name the reminders of places that are not their member's any more, or not at that time."""
    reminders = {each.id: each for each in taken if each.seat_id}
    if not reminders:
        return set()
    known = seats.of({each.seat_id for each in reminders.values() if each.seat_id})
    return {id_ for id_, each in reminders.items() if not _is_held(known.get(each.seat_id or ""), each)}


def _is_held(seat: Seat | None, reminder: Message) -> bool:
    if seat is None or not seat.held or seat.answer_by:
        return False
    return bool(seat.starts_at == reminder.params["starts_at"])


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
        and entry.told_at >= digest.params[SINCE]
        and (bool(digest.params.get(OF_ALL)) or entry.urgency is Urgency.DIGESTIBLE)
    )


def _with(digest: Message, count: int) -> Message:
    return replace(digest, params={**digest.params, COUNT: count})
