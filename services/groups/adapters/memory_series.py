"""Meeting series in memory, for tests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.errors import SeriesUnknown, StaleAggregate
from groups.domain.events import SeriesChanged, SeriesFact, SeriesScheduled
from groups.domain.meeting import MeetingSeries
from groups.ports.series import SavedSeries


class InMemorySeries:
    """The AllSeries port on a dictionary, with the outbox of each series beside it."""

    def __init__(self) -> None:
        self.series: dict[str, MeetingSeries] = {}
        self.made_until: dict[str, datetime] = {}
        self.outbox: dict[str, list[dict[str, Any]]] = {}

    def get(self, series_id: str) -> MeetingSeries:
        """Load one; raises SeriesUnknown."""
        if series_id not in self.series:
            raise SeriesUnknown
        return self.series[series_id]

    def of_centre(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre."""
        return {id_: each for id_, each in self.series.items() if each.centre_id == centre_id}

    def of_group(self, group_id: str) -> SavedSeries:
        """Give every series of a group."""
        return {id_: each for id_, each in self.series.items() if each.group_id == group_id}

    def of_centre_alone(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre that belongs to no group."""
        own = {id_: each for id_, each in self.series.items() if each.centre_id == centre_id}
        return {id_: each for id_, each in own.items() if each.group_id is None}

    def save(self, series: Mapping[str, MeetingSeries]) -> SavedSeries:
        """Add or replace series whatever they are by now; one is told as scheduled or as changed."""
        return {id_: self._put(id_, each, self._saved(id_, each)) for id_, each in series.items()}

    def change(self, series_id: str, series: MeetingSeries, fact: SeriesFact) -> MeetingSeries:
        """Replace a series as it was loaded, with a fact; raises StaleAggregate."""
        if self.get(series_id).revision != series.revision:
            raise StaleAggregate(series_id)
        return self._put(series_id, series, fact)

    def to_resume(self, today: date) -> SavedSeries:
        """Give suspended series whose day to resume has come."""
        return {
            id_: each
            for id_, each in self.series.items()
            if each.suspended and each.resumes_on is not None and each.resumes_on <= today
        }

    def due(self, horizon: datetime) -> Iterator[SavedSeries]:
        """Give the series whose occurrences are not made up to the horizon, in one portion."""
        due = {
            id_: each
            for id_, each in self.series.items()
            if id_ not in self.made_until or self.made_until[id_] < horizon
        }
        if due:
            yield due

    def mark_made(self, series: SavedSeries, until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        for id_, each in series.items():
            if self.series[id_].revision == each.revision:
                self.made_until[id_] = until

    def _saved(self, id_: str, series: MeetingSeries) -> SeriesFact:
        known = SeriesChanged if id_ in self.series else SeriesScheduled
        return known(series_id=id_, centre_id=series.centre_id, group_id=series.group_id)

    def _put(self, id_: str, series: MeetingSeries, fact: SeriesFact) -> MeetingSeries:
        revision = self.series[id_].revision + 1 if id_ in self.series else 1
        self.series[id_] = replace(series, revision=revision)
        outbox = self.outbox.setdefault(id_, [])
        outbox.extend(seal_all([fact], after=len(outbox)))
        self.made_until.pop(id_, None)
        return self.series[id_]
