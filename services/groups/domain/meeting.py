"""A meeting series: a recurring hour on the wall clock of one time zone, and the dates it falls on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.ids import derived_id
from groups.domain.changes import Change, Segment
from groups.domain.occurrence import HYBRID, IN_PERSON, ONLINE, Meeting
from groups.domain.recurrence import dates_between

HORIZON = timedelta(weeks=8)  # how far ahead occurrences are made

_DAY = timedelta(days=1)
_UNCHANGED = Change()


@dataclass(frozen=True, kw_only=True)
class MeetingSeries:
    """A meeting that recurs, of a centre and perhaps of a group.

    `slug` and `part` tell its series apart: `part` counts, from 0, the series of one record of a feed. The
    dates of a suspended series before `resumes_on`, or all of them, do not take place.
    """

    centre_id: str
    slug: str
    part: int
    name: str
    rule: str  # RFC 5545, section 3.3.10, such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"
    starts_on: date  # from when on the rule counts
    time: time  # on the wall clock of `time_zone`
    duration: timedelta
    time_zone: str  # IANA
    capacity: int
    suspended: bool
    online: bool  # it can be joined from elsewhere
    address: str
    group_id: str | None = None
    resumes_on: date | None = None  # when suspended
    ends_on: date | None = None  # the first date that it does not take place any more
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False  # the position is just about where it is
    kind: str = "twelve-step"  # as `domain.group.Kind` names them
    languages: tuple[str, ...] = ()
    public: bool = True  # visitors are welcome, and everybody may find it
    standing_capacity: int | None = None  # how many of the seats may be standing ones
    closes_minutes: int = 0  # before the start
    answer_minutes: int = 120  # that a promoted member has to answer
    requires: tuple[str, ...] = ()  # every entitlement that a place asks for
    types: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)  # location, notes, ...
    joining: Mapping[str, str] = field(default_factory=dict)  # links and passcodes: in no listing or event
    changes: Mapping[date, Change] = field(default_factory=dict)  # by the date that the series gave
    segments: tuple[Segment, ...] = ()  # by their dates, ascending
    paused: bool = False  # its group is suspended
    source_id: str | None = None  # whose feed brought it
    suspended_by_feed: bool = False  # what its feed said last, so that only a change of that counts
    revision: int = field(default=0, compare=False)  # counts what was saved

    @property
    def mode(self) -> str:
        """Tell whether people meet in a room, online, or both at once."""
        if not self.online:
            return IN_PERSON
        return HYBRID if self.address else ONLINE

    def as_of(self, day: date) -> "MeetingSeries":
        """Give the series with what is different from a date on."""
        series = self
        for segment in self.segments:
            if segment.since <= day:
                series = replace(series, **segment.values)
        return series

    def on(self, day: date) -> "MeetingSeries":
        """Give the series as it is on one date: address, capacity, duration and ways to join."""
        change = self.changes.get(day, _UNCHANGED)
        series = self.as_of(day)
        given = {
            name: value
            for name in ("duration", "address", "capacity", "joining")
            if (value := getattr(change, name)) is not None
        }
        if "joining" in given:
            given["online"] = bool(given["joining"])
        if "address" in given:  # the position is that of the other address
            given |= {"latitude": None, "longitude": None, "approximate": False}
        return replace(series, **given) if given else series

    def dates(self, after: datetime, until: datetime) -> Iterator[date]:
        """Tell the dates, as the series gives them, on which it meets after one moment and up to another.

        A date that is moved counts when either of its moments does not come after `until`, so that one that
        is moved away is still known. Days are counted on the wall clock of the meeting's own zone, so that
        summer time moves nothing.
        """
        zone = ZoneInfo(self.time_zone)
        first, last = after.astimezone(zone).date(), until.astimezone(zone).date()
        for day in sorted({*self._regular(first, last), *self._elsewhere()}):
            starts_at = self.starts_at(day)
            if self.meets(day) and starts_at > after and min(starts_at, self._regular_start(day)) <= until:
                yield day

    def meets(self, day: date) -> bool:
        """Tell whether a date that the series gives takes place."""
        if self.changes.get(day, _UNCHANGED).cancelled or (self.ends_on and day >= self.ends_on):
            return False
        return not self.rests(day)

    def rests(self, day: date) -> bool:
        """Tell whether a suspension, its own or its group's, lasts on a day."""
        return self.paused or (self.suspended and (self.resumes_on is None or day < self.resumes_on))

    def given(self, first: date, last: date) -> list[date]:
        """Tell the dates of a span that the series gives, whether or not they take place, until it ends."""
        days = self._regular(first, last) | self._elsewhere()
        end = min(last, self.ends_on - _DAY) if self.ends_on else last
        return sorted(day for day in days if first <= day <= end)

    def gives(self, day: date) -> bool:
        """Tell whether a date is one of the series, cancelled or not."""
        change = self.changes.get(day, _UNCHANGED)
        return change.extra or day in self._regular(day, day)

    def starts_at(self, day: date) -> datetime:
        """Tell the moment (UTC) at which the meeting of a date starts.

        An hour that summer time skips is read with the offset before it, one that comes twice is the first.
        """
        moved = self.changes.get(day, _UNCHANGED).starts_at
        return self._moment(moved) if moved else self._regular_start(day)

    def ends_at(self, day: date) -> datetime:
        """Tell the moment (UTC) at which the meeting that starts on a date ends, maybe the next day."""
        return self.starts_at(day) + self.on(day).duration

    def meeting(self, id_: str, day: date) -> Meeting:
        """Give what the occurrence of a date takes from the series; its id derives from the date."""
        series, starts_at = self.on(day), self.starts_at(day)
        return Meeting(
            id=derived_id(id_, day.isoformat()),
            series_id=id_,
            revision=self.revision,
            original_date=day,
            centre_id=series.centre_id,
            group_id=series.group_id,
            name=series.name,
            slug=series.slug,
            kind=series.kind,
            types=series.types,
            languages=series.languages,
            public=series.public,
            requires=series.requires,
            address=series.address,
            latitude=series.latitude,
            longitude=series.longitude,
            approximate=series.approximate,
            online=series.online,
            mode=series.mode,
            starts_at=starts_at,
            ends_at=starts_at + series.duration,
            closes_at=starts_at - timedelta(minutes=series.closes_minutes),
            time_zone=series.time_zone,
            capacity=series.capacity,
            answer_minutes=series.answer_minutes,
        )

    def _regular(self, first: date, last: date) -> set[date]:
        """The dates that the rules give in a span of days, each rule in the time it is for."""
        dates: set[date] = set()
        borders = [segment.since for segment in self.segments]
        for since, before in zip([date.min, *borders], [*borders, date.max], strict=True):
            series = self.as_of(since)
            begin, end = max(first, since, series.starts_on), min(last, before - _DAY)
            if begin <= end:
                start = datetime.combine(series.starts_on, series.time)
                dates.update(dates_between(series.rule, start, series.time_zone, begin, end))
        return dates

    def _elsewhere(self) -> set[date]:
        """The dates that are moved, or that no rule gives."""
        changes = self.changes.items()
        return {day for day, change in changes if change.extra or (change.starts_at and self.gives(day))}

    def _regular_start(self, day: date) -> datetime:
        return self._moment(datetime.combine(day, self.as_of(day).time))

    def _moment(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)
