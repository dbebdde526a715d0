"""The ports in memory, for tests: the domain's own rule, one change at a time."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.calendar import Coming, rearrange
from groups.domain.errors import FeedUnreachable, OccurrenceUnknown
from groups.domain.meeting import MeetingSeries
from groups.domain.occurrence import CANCELLED, SCHEDULED, Meeting, Occurrence, Registration


class InMemoryOccurrences:
    """The Occurrences port on a dictionary, with the outbox of each occurrence beside it."""

    def __init__(self) -> None:
        self.occurrences: dict[str, Occurrence] = {}
        self.outbox: dict[str, list[dict[str, Any]]] = {}
        self._one_at_a_time = threading.RLock()

    def register(
        self, occurrence_id: str, registration_id: str, member_id: str, at: datetime
    ) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = self._get(occurrence_id).register(registration_id, member_id, at)
            self._seal(occurrence_id)
        return registration

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = self._get(occurrence_id).cancel(registration_id, member_id, at)
            self._seal(occurrence_id)
        return registration

    def call_off(self, occurrence_id: str, centre_id: str, at: datetime) -> None:
        """Decide and keep."""
        with self._one_at_a_time:
            self._get(occurrence_id).call_off(centre_id, at)
            self._seal(occurrence_id)

    def arrange(self, series_ids: Sequence[str], wanted: Mapping[str, Meeting], at: datetime) -> int:
        """Fit the coming occurrences of some series to the wanted ones; gives how many were kept."""
        with self._one_at_a_time:
            changes = rearrange(self._coming(series_ids, at), wanted)
            for meeting in changes.make:
                self.occurrences.setdefault(meeting.id, Occurrence(meeting=meeting))
            for meeting in changes.revise:
                self.occurrences[meeting.id].meeting = meeting
            for id_ in changes.remove:
                del self.occurrences[id_]
            for id_ in changes.withdraw:
                self.occurrences[id_].status = CANCELLED
        return len(changes.keep)

    def _coming(self, series_ids: Sequence[str], at: datetime) -> Iterator[Coming]:
        for id_, each in self.occurrences.items():
            if each.meeting.series_id in series_ids and each.meeting.starts_at > at:
                yield Coming(
                    meeting=each.meeting,
                    scheduled=each.status == SCHEDULED,
                    held=bool(each.seats or each.queue),
                    untouched=id_ not in self.outbox,
                )

    def _get(self, occurrence_id: str) -> Occurrence:
        try:
            return self.occurrences[occurrence_id]
        except KeyError:
            raise OccurrenceUnknown from None

    def _seal(self, occurrence_id: str) -> None:
        events, self.occurrences[occurrence_id].events = self.occurrences[occurrence_id].events, []
        if events:
            outbox = self.outbox.setdefault(occurrence_id, [])
            outbox.extend(seal_all(events, after=len(outbox)))
            self.occurrences[occurrence_id].unpublished = len(outbox)


class InMemorySeries:
    """The AllSeries port on a dictionary."""

    def __init__(self) -> None:
        self.series: dict[str, MeetingSeries] = {}
        self.made_until: dict[str, datetime] = {}

    def of_centre(self, centre_id: str) -> Mapping[str, MeetingSeries]:
        """Give every series of a centre."""
        return {id_: each for id_, each in self.series.items() if each.centre_id == centre_id}

    def save(self, series: Mapping[str, MeetingSeries]) -> None:
        """Add or replace series, whose occurrences are to be made anew."""
        self.series.update(series)
        for id_ in series:
            self.made_until.pop(id_, None)

    def due(self, horizon: datetime) -> Iterator[Mapping[str, MeetingSeries]]:
        """Give the series whose occurrences are not made up to the horizon, in one portion."""
        due = {
            id_: each
            for id_, each in self.series.items()
            if id_ not in self.made_until or self.made_until[id_] < horizon
        }
        if due:
            yield due

    def mark_made(self, series: Mapping[str, MeetingSeries], until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        for id_, each in series.items():
            if self.series.get(id_) == each:
                self.made_until[id_] = until


class InMemoryFeeds:
    """The Feeds port on a dictionary of addresses."""

    def __init__(self, feeds: Mapping[str, bytes]) -> None:
        self._feeds = dict(feeds)

    def fetch(self, url: str) -> bytes:
        """Give what is filed under the address."""
        if url not in self._feeds:
            raise FeedUnreachable
        return self._feeds[url]
