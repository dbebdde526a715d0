"""The ports in memory, for tests: the domain's own rule, one change at a time."""

import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.calendar import Coming, Wanted, rearrange, revise, withdraw
from groups.domain.errors import FeedUnreachable, MeetingBusy, OccurrenceUnknown
from groups.domain.occurrence import OUTBOX_BOUND, SCHEDULED, Occurrence, Registration


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

    def arrange(self, wanted: Wanted) -> int:
        """Fit the coming occurrences of some series; gives of how many dates somebody is told."""
        with self._one_at_a_time:
            changes = rearrange(self._coming(wanted), wanted)
            for meeting in changes.make:
                self.occurrences.setdefault(meeting.id, Occurrence(meeting=meeting))
            for meeting in changes.revise:
                revise(self.occurrences[meeting.id], meeting)
                self._seal(meeting.id)
            for id_ in changes.remove:
                del self.occurrences[id_]
            for id_ in changes.withdraw:
                withdraw(self.occurrences[id_])
                self._seal(id_)
        if changes.busy:
            raise MeetingBusy
        return changes.told

    def _coming(self, wanted: Wanted) -> Iterator[Coming]:
        for id_, each in self.occurrences.items():
            if each.meeting.series_id in wanted.revisions and each.meeting.starts_at > wanted.after:
                yield Coming(
                    meeting=each.meeting,
                    scheduled=each.status == SCHEDULED,
                    withdrawn=each.withdrawn,
                    held=bool(each.seats or each.queue),
                    untouched=id_ not in self.outbox,
                    busy=each.unpublished >= OUTBOX_BOUND,
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


class InMemoryFeeds:
    """The Feeds port on a dictionary of addresses."""

    def __init__(self, feeds: Mapping[str, bytes]) -> None:
        self._feeds = dict(feeds)

    def fetch(self, url: str) -> bytes:
        """Give what is filed under the address."""
        if url not in self._feeds:
            raise FeedUnreachable
        return self._feeds[url]
