"""Which meetings anybody may be told of, and what of their texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from groups.domain import recurrence
from groups.domain.group import Kind
from groups.domain.meeting import MeetingSeries
from groups.domain.meeting_types import CLOSED, LABELS, LANGUAGES, ONLINE, OPEN, TEMPORARILY_CLOSED

# What a text tells by which somebody could be reached, or could join: it is for whoever is registered.
_REACHES_SOMEBODY = re.compile(
    r"https?://|www\.|\S@\S|pass\s?(?:code|word)|\bpwd\b|\bpin\b|meeting id|\+?[0-9](?:[ ().,#-]*[0-9]){6,}",
    re.IGNORECASE,
)
_OF_ENTITLEMENTS = {"women": "W", "men": "M", "lgbtq": "LGBTQ", "young": "Y"}
_OF_LANGUAGES = {language: code for code, language in LANGUAGES.items()}
_NOT_OURS_TO_SAY = {CLOSED, OPEN, TEMPORARILY_CLOSED, ONLINE}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A meeting that anybody may find, as it is on one day."""

    id: str
    whole: MeetingSeries
    today: date  # on the wall clock of the meeting
    at: datetime
    updated_at: datetime  # when the series was changed last

    @property
    def series(self) -> MeetingSeries:
        """The series as it is today; what is planned for later is in no feed but a calendar."""
        return self.whole.as_of(self.today)


def is_open(public: bool, kind: str, requires: tuple[str, ...]) -> bool:
    """Tell whether anybody may know of a meeting: it is open, and no therapy group's."""
    return public and kind != Kind.THERAPY and not any(each.startswith("member:") for each in requires)


def listed(
    id_: str, series: MeetingSeries, updated_at: datetime, at: datetime, *, resting: bool = False
) -> Listed | None:
    """Give a meeting that anybody may find and that has dates to come; None for any other.

    One that is suspended is listed with `resting` only, for a format that can say so.
    """
    today = at.astimezone(ZoneInfo(series.time_zone)).date()
    current = series.as_of(today)
    if not is_open(current.public, current.kind, current.requires):
        return None
    rests = series.rests(today)
    if rests and not resting:
        return None
    if (series.ends_on is not None and series.ends_on <= today) or _is_over(series, at):
        return None
    return Listed(id=id_, whole=series, today=today, at=at, updated_at=updated_at)


def _is_over(series: MeetingSeries, at: datetime) -> bool:
    """Tell whether the last rule has no date to come; one that is extra, or later, is not looked for."""
    last = series.as_of(date.max)
    start = datetime.combine(last.starts_on, last.time)
    until = recurrence.last_moment(last.rule, start, last.time_zone)
    return until is not None and until < at


def codes(series: MeetingSeries) -> list[str]:
    """Give the Meeting Guide codes of an open meeting: its own, its languages', and whom it is for."""
    found = [code for code in series.types if code in LABELS and code not in _NOT_OURS_TO_SAY]
    found += [_OF_LANGUAGES[each] for each in series.languages if each in _OF_LANGUAGES]
    found += [_OF_ENTITLEMENTS[each] for each in series.requires if each in _OF_ENTITLEMENTS]
    return [OPEN, *dict.fromkeys(found)]


def told(details: Mapping[str, str], name: str, longest: int) -> str:
    """Give a text for everybody; "" for one that tells how to reach somebody or how to join."""
    text = details.get(name, "")
    return "" if _REACHES_SOMEBODY.search(text) else text[:longest]


def place(series: MeetingSeries) -> tuple[str, bool]:
    """Tell where a meeting is, and whether that is just about so.

    Every record needs an address or a city. One that is online only belongs where its feed said that it does,
    else to its region or to the city that its time zone is named after.
    """
    if series.address:
        return series.address, series.approximate
    belongs = (told(series.details, name, 255) for name in ("location", "sub_region", "region"))
    city = series.time_zone.rpartition("/")[2].replace("_", " ")
    return next(filter(None, belongs), city), True
