"""BMLT's answers to GetSearchResults, read as Meeting Guide records are.

https://bmlt.app/semantic/: every scalar is a text, a week begins with 1 on Sunday, and what kind of meeting
it is stands in formats, whose keys every server chooses for itself: only their `world_id` means the same
everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from groups.domain.feeds import meeting_guide
from groups.domain.feeds.described import Described, FieldWrong, Record, Terms
from groups.domain.feeds.json_array import JsonFeed

VIRTUAL, HYBRID = "2", "3"  # venue_type

_WORLD_IDS = "world_ids"  # where `records` leaves them
_CODES = {
    **{"OPEN": "O", "CLOSED": "C", "W": "W", "M": "M", "GL": "LGBTQ", "Y": "Y", "WCHR": "X", "TC": "TC"},
    **{"VM": "ONL", "BEG": "BE", "DISC": "D", "SMOK": "SM", "STEP": "ST", "SPK": "SP", "CAN": "CAN"},
    **{"LIT": "LIT", "TRAD": "TR", "MED": "MED", "CW": "CF"},
}
_FIELDS = {
    **{"meeting_name": "name", "start_time": "time", "time_zone": "timezone", "comments": "notes"},
    **{"location_text": "location", "location_info": "location_notes", "location_street": "address"},
    **{"location_municipality": "city", "location_province": "state", "location_nation": "country"},
    **{"location_postal_code_1": "postal_code", "latitude": "latitude", "longitude": "longitude"},
    **{"virtual_meeting_link": "conference_url", "phone_meeting_number": "conference_phone"},
    **{"virtual_meeting_additional_info": "conference_url_notes"},
}
_OWN_NAMES = {ours: theirs for theirs, ours in _FIELDS.items()} | {"end_time": "duration_time"}
_PLACE = ("address", "city", "state", "country", "postal_code")
_DURATION = re.compile(r"([0-9]{1,2}):([0-5][0-9])(:[0-5][0-9])?")
_ID = re.compile(r"[0-9]{1,19}")


def is_bmlt(feed: JsonFeed) -> bool:
    """Tell whether the records are BMLT's, by what no other format has."""
    known = ("weekday_tinyint", "id_bigint")
    first = feed.records[0].content if feed.records else None
    return isinstance(first, dict) and any(name in first for name in known)


def records(feed: JsonFeed) -> Iterator[Record]:
    """Give each record the world ids of its formats, where the answer tells what formats there are."""
    listed = feed.beside.get("formats")
    formats = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    by_id = {str(each.get("id")): each.get("world_id") for each in formats}
    by_key = {str(each.get("key_string")): each.get("world_id") for each in formats}
    for record in feed.records:
        content = record.content
        if isinstance(content, dict):
            ids = _listed(content, "format_shared_id_list")
            found = [by_id.get(each) for each in ids] or [by_key.get(k) for k in _listed(content, "formats")]
            content = {**content, _WORLD_IDS: [each for each in found if isinstance(each, str)]}
        yield Record(record.line, content)


def slug_of(content: Any) -> str:
    """Read the number that the server gave the meeting."""
    if not isinstance(content, dict):
        raise FieldWrong("record", "A meeting is a JSON object.")
    number, server = str(content.get("id_bigint", "")), str(content.get("root_server_id") or "")
    if not _ID.fullmatch(number) or (server and not _ID.fullmatch(server)):
        raise FieldWrong("id_bigint", "Every meeting has the number that its server gave it.")
    return "-".join(part for part in ("bmlt", server, number) if part)


def meetings_of(slug: str, content: Any, terms: Terms) -> list[Described]:
    """Read a record as a meeting; a wrong field goes by the name that BMLT gives it."""
    try:
        return meeting_guide.meetings_of(slug, _as_meeting_guide(content), terms)
    except FieldWrong as wrong:
        raise FieldWrong(_OWN_NAMES.get(wrong.field, wrong.field), wrong.reason) from None


def _as_meeting_guide(content: Mapping[str, Any]) -> dict[str, Any]:
    values = {ours: content[theirs] for theirs, ours in _FIELDS.items() if theirs in content}
    types = [_CODES[each] for each in content[_WORLD_IDS] if each in _CODES]
    venue = str(content.get("venue_type", ""))
    if venue == VIRTUAL:
        values = {name: value for name, value in values.items() if name not in _PLACE}
    if venue in (VIRTUAL, HYBRID):
        types.append("ONL")
    if str(content.get("published", "1")) == "0":
        raise FieldWrong("published", "Its server does not publish this meeting.")
    values |= {"types": list(dict.fromkeys(types)), "day": _day(content)}
    if "duration_time" in content:
        values["end_time"] = _end(content)
    return values


def _day(content: Mapping[str, Any]) -> int:
    number = str(content.get("weekday_tinyint", ""))
    if len(number) != 1 or number not in "1234567":
        raise FieldWrong("weekday_tinyint", "Give a weekday from 1 (Sunday) to 7 (Saturday).")
    return int(number) - 1


def _end(content: Mapping[str, Any]) -> str:
    """Tell the hour on the clock at which a meeting of less than a day ends."""
    lasts = _DURATION.fullmatch(str(content["duration_time"]).strip())
    starts = _DURATION.fullmatch(str(content.get("start_time", "")).strip())
    if lasts is None or int(lasts[1]) > 23:
        raise FieldWrong("duration_time", "Give a duration of less than a day as HH:MM:SS.")
    if starts is None:
        return ""  # The start is what is wrong.
    minutes = (int(lasts[1]) + int(starts[1])) * 60 + int(lasts[2]) + int(starts[2])
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _listed(content: Mapping[str, Any], name: str) -> Iterable[str]:
    value = content.get(name)
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else []
