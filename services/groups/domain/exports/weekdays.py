"""A rule for formats that know weekdays only: on which it meets, and in words what they cannot say."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from groups.domain.exports.listed import Listed

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_LOOK_AHEAD = timedelta(days=400)
_NEXT = 3
_ENDS = ("COUNT", "UNTIL")


def weekdays(meeting: Listed) -> list[int]:
    """Tell the weekdays of a meeting's rule, Sunday = 0; where they change, that of the next date."""
    series = meeting.series
    parts = _parts(series.rule)
    if "BYDAY" in parts:
        days = {_CODES.index(each[-2:]) for each in parts["BYDAY"].split(",")}
    elif parts["FREQ"] == "WEEKLY":
        days = {series.starts_on.weekday()}
    elif parts["FREQ"] == "DAILY" and parts.get("INTERVAL", "1") == "1":
        days = set(range(7))
    else:
        days = {day.weekday() for day in islice(_coming(meeting), 1)}
    return sorted((day + 1) % 7 for day in days)


def in_words(meeting: Listed) -> str:
    """Say what "on this weekday, every week" leaves out, with the next dates; "" when it is all there is."""
    parts = _parts(meeting.series.rule)
    if parts["FREQ"] in ("DAILY", "WEEKLY") and not parts.keys() - {"FREQ", "BYDAY", "WKST", *_ENDS}:
        return ""
    coming = [day.isoformat() for day in islice(_coming(meeting), _NEXT)]
    nexts = f"Next on {', '.join(coming)}." if coming else ""
    return " ".join(filter(None, (_rhythm(parts), nexts)))


def _rhythm(parts: Mapping[str, str]) -> str:
    known = parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "WKST", *_ENDS}
    if known:
        return "Not every week."
    every = parts.get("INTERVAL", "1").lstrip("0")
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" not in parts:
        return "Every second week." if every == "2" else f"Every {every} weeks."
    if parts["FREQ"] == "MONTHLY":
        return _of_the_month(parts, every)
    return f"Every {every} days." if parts["FREQ"] == "DAILY" and "BYDAY" not in parts else "Not every week."


def _of_the_month(parts: Mapping[str, str], every: str) -> str:
    """Say "First and third Saturday of the month."; anything less regular is just not weekly."""
    days = [each for each in parts.get("BYDAY", "").split(",") if each]
    positions = parts["BYSETPOS"].split(",") if "BYSETPOS" in parts else [each[:-2] for each in days]
    ordinals = [_ORDINALS.get(each.lstrip("+").replace("-0", "-").lstrip("0")) for each in positions]
    if len({each[-2:] for each in days}) != 1 or None in ordinals:
        return "Not every week."
    listed = " and ".join(filter(None, (", ".join(map(str, ordinals[:-1])), str(ordinals[-1]))))
    weekday = _NAMES[_CODES.index(days[0][-2:])]
    month = "the month" if every == "1" else f"every {every} months"
    return f"{listed.capitalize()} {weekday} of {month}."


def _coming(meeting: Listed) -> Iterator[date]:
    return meeting.whole.dates(meeting.at, meeting.at + _LOOK_AHEAD)


def _parts(rule: str) -> dict[str, str]:
    parts = dict(part.split("=", 1) for part in rule.upper().split(";"))
    return {name: value for name, value in parts.items() if (name, value) != ("INTERVAL", "1")}
