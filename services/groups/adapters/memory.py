"""The ports in memory, for tests: the domain's own rule, one change at a time."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.calendar import Coming, Wanted, rearrange, revise, withdraw
from groups.domain.errors import FeedUnreachable, MeetingBusy, OccurrenceUnknown, RuleBroken
from groups.domain.occurrence import OUTBOX_BOUND, SCHEDULED, Meeting, Occurrence
from groups.domain.place import Registration
from groups.domain.promise import confirm, release_unanswered, restore
from groups.domain.source import UNKNOWN, Fetched, Validators
from groups.domain.standing import StandingPlaces, fit


class InMemoryOccurrences:
    """The Occurrences port on a dictionary, with the outbox of each occurrence beside it."""

    def __init__(self) -> None:
        self.occurrences: dict[str, Occurrence] = {}
        self.outbox: dict[str, list[dict[str, Any]]] = {}
        self._one_at_a_time = threading.RLock()

    def register(
        self,
        occurrence_id: str,
        registration_id: str,
        member_id: str,
        at: datetime,
        entitlements: frozenset[str] = frozenset(),
    ) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = self._get(occurrence_id).register(registration_id, member_id, at, entitlements)
            self._seal(occurrence_id)
        return registration

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = self._get(occurrence_id).cancel(registration_id, member_id, at)
            self._seal(occurrence_id)
        return registration

    def confirm(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = confirm(self._get(occurrence_id), registration_id, member_id, at)
            self._seal(occurrence_id)
        return registration

    def restore(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide and keep."""
        with self._one_at_a_time:
            registration = restore(self._get(occurrence_id), registration_id, member_id, at)
            self._seal(occurrence_id)
        return registration

    def release_unanswered(self, at: datetime) -> int:
        """Decide and keep, in every occurrence that is open."""
        count = 0
        with self._one_at_a_time:
            for id_, each in self.occurrences.items():
                try:
                    count += release_unanswered(each, at) > 0
                except RuleBroken:  # cancelled, started or busy: nothing is released
                    continue
                self._seal(id_)
        return count

    def fit(self, occurrence_id: str, wanted: StandingPlaces, at: datetime) -> bool:
        """Decide and keep."""
        with self._one_at_a_time:
            fits = fit(self._get(occurrence_id), wanted, at)
            self._seal(occurrence_id)
        return fits

    def unfitted(self, series_id: str, version: int, at: datetime) -> list[tuple[str, date]]:
        """Name the coming dates of a series that fit an older version of its standing seats."""
        return [
            (id_, each.meeting.original_date)
            for id_, each in self.occurrences.items()
            if each.meeting.series_id == series_id
            and each.status == SCHEDULED
            and each.meeting.starts_at > at
            and each.fitted < version
        ]

    def held_by(self, occurrence_id: str, member_id: str) -> Registration | None:
        """Tell a member's place."""
        return self._get(occurrence_id).held_by(member_id)

    def meeting(self, occurrence_id: str) -> Meeting:
        """Tell what takes place."""
        return self._get(occurrence_id).meeting

    def call_off(self, occurrence_id: str, centre_id: str, at: datetime) -> None:
        """Decide and keep."""
        with self._one_at_a_time:
            self._get(occurrence_id).call_off(centre_id, at)
            self._seal(occurrence_id)

    def seats_taken(self, series_id: str, at: datetime) -> Mapping[str, int]:
        """Count the seats that are taken in the coming dates of a series."""
        return {
            id_: len(each.seats)
            for id_, each in self.occurrences.items()
            if each.meeting.series_id == series_id and each.meeting.starts_at > at
        }

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
            for id_ in changes.promote:
                self.occurrences[id_].promote(wanted.after)
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
                    taken=len(each.seats),
                    waits=bool(each.queue),
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
        self.feeds = dict(feeds)

    def fetch(self, url: str, known: Validators = UNKNOWN) -> Fetched:
        """Give what is filed under the address, unless it is what is known."""
        self.check(url)
        validators = Validators(etag=f'"{hashlib.sha256(self.feeds[url]).hexdigest()}"')
        return Fetched(content=None if known == validators else self.feeds[url], validators=validators)

    def check(self, url: str) -> None:
        """Refuse what is not filed."""
        if url not in self.feeds:
            raise FeedUnreachable("There is no such feed.")
