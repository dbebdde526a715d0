"""What the coming occurrences of changed series become: they follow, and who holds a place is told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from groups.domain.events import OccurrenceCancelled, OccurrenceChanged
from groups.domain.occurrence import CANCELLED, SCHEDULED, Meeting, Occurrence

TOLD_OF = ("starts_at", "address", "mode")  # of a meeting, in what those who hold a place are told of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the occurrences of some series should be that come after one moment and up to another."""

    meetings: Mapping[str, Meeting]  # by id
    revisions: Mapping[str, int]  # of the series, by id: what was fitted to a later one stays
    after: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A coming occurrence as it stands."""

    meeting: Meeting
    scheduled: bool
    withdrawn: bool
    held: bool  # somebody has a seat or waits
    untouched: bool  # no fact about it was ever told
    taken: int = 0  # seats
    waits: bool = False  # somebody is in the queue
    busy: bool = False  # too many facts wait to be published for one more


@dataclass(kw_only=True)
class Rearrangement:
    """What is to be done so that the coming occurrences fit their series."""

    make: list[Meeting] = field(default_factory=list)
    revise: list[Meeting] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)  # nobody ever knew of them
    withdraw: list[str] = field(default_factory=list)  # somebody once did: they stay, as cancelled
    promote: list[str] = field(default_factory=list)  # there are seats for those who wait
    told: int = 0  # dates of which those who hold a place are told
    busy: int = 0  # dates that cannot follow yet


def rearrange(coming: Iterable[Coming], wanted: Wanted) -> Rearrangement:
    """Fit the coming occurrences to the wanted ones; a meeting that somebody called off stays so."""
    changes = Rearrangement()
    present = {each.meeting.id: each for each in coming}
    changes.make = [meeting for id_, meeting in wanted.meetings.items() if id_ not in present]
    for id_, each in present.items():
        if each.meeting.revision > wanted.revisions[each.meeting.series_id]:
            continue
        meeting = wanted.meetings.get(id_)
        if meeting is None:
            _let_go(changes, each, wanted.until)
        elif each.scheduled or each.withdrawn:
            _follow(changes, each, meeting)
    return changes


def _follow(changes: Rearrangement, each: Coming, meeting: Meeting) -> None:
    if each.waits and each.taken < meeting.capacity:
        changes.promote.append(each.meeting.id)
    if each.scheduled and each.meeting == meeting:
        return
    tells = each.held and (each.withdrawn or differs(each.meeting, meeting))
    if tells and each.busy:
        changes.busy += 1
        return
    changes.revise.append(meeting)
    changes.told += tells


def _let_go(changes: Rearrangement, each: Coming, until: datetime) -> None:
    if not each.scheduled or each.meeting.starts_at > until:
        return
    if each.held and each.busy:
        changes.busy += 1
    elif each.untouched and not each.held:
        changes.remove.append(each.meeting.id)
    else:
        changes.withdraw.append(each.meeting.id)
        changes.told += each.held


def differs(before: Meeting, after: Meeting) -> bool:
    """Tell whether a meeting is at another time, in another place or in another way."""
    return any(getattr(before, name) != getattr(after, name) for name in TOLD_OF)


def revise(occurrence: Occurrence, meeting: Meeting) -> None:
    """Let an occurrence follow its series, and tell those who hold a place what they should know."""
    before, was_withdrawn = occurrence.meeting, occurrence.withdrawn
    if occurrence.status == CANCELLED and not was_withdrawn:
        return
    occurrence.meeting, occurrence.status, occurrence.withdrawn = meeting, SCHEDULED, False
    occurrence.seats = [  # Promised ones are answered before the meeting closes, which may be earlier now.
        replace(seat, until=min(seat.until, meeting.closes_at)) if seat.until else seat
        for seat in occurrence.seats
    ]
    members = _holders(occurrence)
    if members and (was_withdrawn or differs(before, meeting)):
        occurrence.events.append(
            OccurrenceChanged(
                occurrence_id=meeting.id,
                starts_at=meeting.starts_at,
                previously_starts_at=before.starts_at,
                time_zone=meeting.time_zone,
                member_ids=members,
            )
        )


def withdraw(occurrence: Occurrence) -> None:
    """Cancel an occurrence whose series gives it no more, and tell those who hold a place."""
    occurrence.status, occurrence.withdrawn = CANCELLED, True
    if members := _holders(occurrence):
        meeting = occurrence.meeting
        occurrence.events.append(
            OccurrenceCancelled(
                occurrence_id=meeting.id,
                starts_at=meeting.starts_at,
                time_zone=meeting.time_zone,
                member_ids=members,
            )
        )


def _holders(occurrence: Occurrence) -> list[str]:
    return [place.member_id for place in (*occurrence.seats, *occurrence.queue)]
