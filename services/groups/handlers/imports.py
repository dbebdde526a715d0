"""How a centre's feed becomes meeting series, and how that is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chassis.ids import derived_id, new_id
from groups.domain.commands import ImportMeetings, ReverseImport
from groups.domain.errors import FeedInvalid, ImportSuperseded, MeetingBusy
from groups.domain.events import FeedImported
from groups.domain.feed_import import LISTED, Before, ImportReport, Touched
from groups.domain.feeds.applied import Importer, applied, differing, restored, vanished
from groups.domain.feeds.described import Described, Reading, Rejection, Terms
from groups.domain.feeds.formats import read_feed
from groups.domain.meeting import MeetingSeries
from groups.handlers.calendar import make_occurrences
from groups.ports import AllSeries, Imports, Occurrences

_Known = Mapping[str, MeetingSeries]


def by_hand(centre_id: str) -> str:
    """Name the source of what a centre imports from files and from addresses given once."""
    return derived_id(centre_id, "by hand")


def series_id(centre_id: str, slug: str, part: int) -> str:
    """Derive the id of a series from what stays the same however its feed changes."""
    return derived_id(centre_id, slug, str(part))


@dataclass(kw_only=True)
class _Plan:
    """What a feed makes of the series of a centre."""

    write: dict[str, MeetingSeries] = field(default_factory=dict)
    before: dict[str, MeetingSeries | None] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: set[str] = field(default_factory=set)
    touched: list[Touched] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def put(self, id_: str, series: MeetingSeries, known: MeetingSeries | None, outcome: str) -> None:
        fields = differing(known, series) if known and outcome == "changed" else []
        self.write[id_], self.before[id_] = series, known
        self.touched.append(Touched(outcome=outcome, slug=series.slug, name=series.name, fields=fields))


def import_meetings(
    command: ImportMeetings, series: AllSeries, occurrences: Occurrences, imports: Imports
) -> ImportReport:
    """Add, change and suspend a centre's meetings as a feed says; reject single records, never half of one.

    Raises FeedInvalid before anything is written, and ImportUnderWay. A dry run writes nothing.
    """
    terms = Terms(time_zone=command.time_zone, at=command.at)
    reading = read_feed(command.feed, terms, command.format)
    importer = Importer(
        centre_id=command.centre_id,
        source_id=command.source_id or by_hand(command.centre_id),
        capacity=command.capacity,
        at=command.at,
    )
    if command.dry_run:
        return _report(_plan(reading, importer, series, imports), importer, dry_run=True)
    with imports.alone(command.centre_id, command.at):
        plan = _plan(reading, importer, series, imports)
        report = _report(plan, importer)
        imports.begin(report, plan.before)
        told = _write(plan.write, series, occurrences, command.at)
        report = replace(report, told=told)
        imports.end(report, fact_of(report))
    return report


def reverse_import(
    command: ReverseImport, series: AllSeries, occurrences: Occurrences, imports: Imports
) -> ImportReport:
    """Bring the series that an import changed back to what they were; one that it added is suspended.

    Nobody loses a registration by it: dates follow their series as they always do. Raises ImportUnknown,
    ImportSuperseded for any but the centre's latest, and ImportUnderWay. Once reversed, it stays so.
    """
    with imports.alone(command.centre_id, command.at):
        report = imports.get(command.import_id, command.centre_id)
        if report.reversed_at is not None:
            return report
        if imports.latest(command.centre_id) != report.id:
            raise ImportSuperseded
        earlier = _earlier(imports.before(report.id), series.of_centre(command.centre_id))
        told = _write(earlier, series, occurrences, command.at)
        report = replace(report, told=told, reversed_at=command.at)
        imports.end(report, replace(fact_of(report), outcome="reversed"))
    return report


def fact_of(report: ImportReport) -> FeedImported:
    """Tell of an import what others may know: how many, and not which."""
    return FeedImported(
        source_id=report.source_id,
        centre_id=report.centre_id,
        added=report.added,
        changed=report.changed,
        gone=len(report.gone),
        rejected=len(report.rejected),
        outcome=report.outcome,
    )


def _write(
    write: Mapping[str, MeetingSeries], series: AllSeries, occurrences: Occurrences, at: datetime
) -> int:
    saved = series.save(write)
    try:
        return make_occurrences(saved, occurrences, at)
    except MeetingBusy:  # The scheduler lets what could not follow yet do so.
        return 0


def _earlier(before: Before, known: _Known) -> dict[str, MeetingSeries]:
    return {
        id_: vanished(known[id_]) if earlier is None else restored(known[id_], earlier)
        for id_, earlier in before.items()
        if id_ in known
    }


def _plan(reading: Reading, importer: Importer, series: AllSeries, imports: Imports) -> _Plan:
    known = series.of_centre(importer.centre_id)
    own = {id_: each for id_, each in known.items() if each.source_id == importer.source_id}
    if not reading.slugs and not reading.rejected and any(not each.suspended for each in own.values()):
        raise FeedInvalid("The feed has no meeting any more; those it had stay.")
    plan = _Plan(rejected=list(reading.rejected))
    owners = _Owners(known, importer, imports.sources(importer.centre_id))
    for meeting in reading.meetings:
        if reason := owners.refuse(meeting.slug):
            plan.rejected.append(Rejection(line=meeting.line, slug=meeting.slug, field="slug", reason=reason))
        else:
            _take(plan, meeting, known, importer, owners)
    parts = {(each.slug, each.part) for each in reading.meetings}
    speaks_of = {slug for slug, _ in parts}
    for id_, each in own.items():
        wholly = each.slug not in reading.slugs
        if (wholly or each.slug in speaks_of) and (each.slug, each.part) not in parts:
            _let_go(plan, id_, each, wholly)
    return plan


class _Owners:
    """Who brings the meetings of which slug."""

    def __init__(self, known: _Known, importer: Importer, sources: frozenset[str]) -> None:
        self._importer = importer
        self._sources = sources
        self._hand = by_hand(importer.centre_id)
        self._owners = {each.slug: each.source_id for each in known.values()}

    def refuse(self, slug: str) -> str | None:
        """Tell why a feed may not change the meetings of a slug; what is imported by hand changes any."""
        owner = self._owners.get(slug, self._hand)
        if owner is None:
            return "A meeting of the centre that was not imported has this slug."
        mine = self._importer.source_id in (owner, self._hand)
        if mine or owner == self._hand or owner not in self._sources:
            return None
        return "Another source of the centre has a meeting of this slug."

    def owner(self, known: MeetingSeries) -> str | None:
        """A source keeps its meetings when a feed by hand changes them, and takes over those by hand."""
        return known.source_id if self._importer.source_id == self._hand else self._importer.source_id


def _take(plan: _Plan, meeting: Described, known: _Known, importer: Importer, owners: _Owners) -> None:
    id_ = series_id(importer.centre_id, meeting.slug, meeting.part)
    before = known.get(id_)
    after = applied(meeting, before, importer)
    if before is None:
        plan.added += 1
        plan.put(id_, after, None, "added")
        return
    after = replace(after, source_id=owners.owner(before))
    if after == before:
        plan.unchanged += 1
        return
    plan.changed += 1
    plan.put(id_, after, before, "changed")


def _let_go(plan: _Plan, id_: str, series: MeetingSeries, wholly: bool) -> None:
    """Suspend what the feed has no more, or a weekday that its record names no more; once."""
    if series.suspended_by_feed:
        return
    if wholly:
        plan.gone.add(series.slug)
    else:
        plan.changed += 1
    plan.put(id_, vanished(series), series, "gone" if wholly else "changed")


def _report(plan: _Plan, importer: Importer, dry_run: bool = False) -> ImportReport:
    return ImportReport(
        id=new_id(),
        source_id=importer.source_id,
        centre_id=importer.centre_id,
        at=importer.at,
        dry_run=dry_run,
        added=plan.added,
        changed=plan.changed,
        unchanged=plan.unchanged,
        gone=sorted(plan.gone),
        meetings=plan.touched[:LISTED],
        rejected=sorted(plan.rejected, key=lambda each: each.line),
    )
