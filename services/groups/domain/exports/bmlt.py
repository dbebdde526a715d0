"""Meetings as BMLT answers GetSearchResults: https://bmlt.app/semantic/. Every scalar is a text."""

from collections.abc import Iterator, Mapping
from typing import Any

from chassis.ids import derived_id
from groups.domain.exports.listed import Listed, codes, place, told
from groups.domain.exports.weekdays import in_words, weekdays
from groups.domain.meeting import MeetingSeries
from groups.domain.meeting_types import LABELS
from groups.domain.occurrence import HYBRID, IN_PERSON, ONLINE

Record = dict[str, str]

_VENUES = {IN_PERSON: "1", ONLINE: "2", HYBRID: "3"}
# The ids that all servers agree on, by Meeting Guide's codes; keys are every server's own, these are ours.
_WORLD_IDS = {
    **{"O": "OPEN", "W": "W", "M": "M", "LGBTQ": "GL", "Y": "Y", "X": "WCHR", "BE": "BEG", "D": "DISC"},
    **{"SM": "SMOK", "ST": "STEP", "SP": "SPK", "CAN": "CAN", "LIT": "LIT", "TR": "TRAD", "MED": "MED"},
    **{"CF": "CW"},
}
_OF_VENUES = {ONLINE: ("VM", "VM", "Virtual meeting"), HYBRID: ("HY", "HYBR", "Hybrid meeting")}


def formats() -> list[Record]:
    """Tell what each format's key and number mean."""
    named = [(key, world_id, LABELS[key]) for key, world_id in _WORLD_IDS.items()]
    return [
        {
            "id": str(number),
            "key_string": key,
            "name_string": label,
            "description_string": label,
            "lang": "en",
            "world_id": world_id,
        }
        for number, (key, world_id, label) in enumerate((*named, *_OF_VENUES.values()), start=1)
    ]


_NUMBERS = {each["key_string"]: each["id"] for each in formats()}


def records(meeting: Listed, public_url: str) -> Iterator[Record]:
    """Give a record for each weekday of a meeting."""
    common = _common(meeting, public_url)
    for day in weekdays(meeting):
        yield {"id_bigint": _number(meeting.id, str(day)), "weekday_tinyint": str(day + 1), **common}


def _number(*parts: str) -> str:
    """Name something by a number that stays the same, of at most 18 digits."""
    return str(int(derived_id(*parts)[:14], 16))


def _common(meeting: Listed, public_url: str) -> Record:
    series = meeting.series
    keys = [key for key in codes(series) if key in _WORLD_IDS]
    keys += [_OF_VENUES[series.mode][0]] if series.mode in _OF_VENUES else []
    minutes = min(int(series.duration.total_seconds()) // 60, 24 * 60 - 1)
    return {
        "worldid_mixed": "",
        "service_body_bigint": _number(series.centre_id),
        "venue_type": _VENUES[series.mode],
        "start_time": f"{series.time:%H:%M:%S}",
        "duration_time": f"{minutes // 60:02}:{minutes % 60:02}:00",
        "time_zone": series.time_zone,
        "formats": ",".join(keys),
        "format_shared_id_list": ",".join(_NUMBERS[key] for key in keys),
        "lang_enum": (series.languages or ("en",))[0],
        "meeting_name": series.name,
        "comments": "\n".join(filter(None, (in_words(meeting), told(series.details, "notes", 5000)))),
        "published": "1",
        **_where(series),
        "virtual_meeting_link": f"{public_url}/#meeting-{meeting.id}" if series.online else "",
    }


def _where(series: MeetingSeries) -> Mapping[str, Any]:
    address, _ = place(series)
    known = series.latitude is not None and series.longitude is not None
    return {
        "location_text": told(series.details, "location", 255),
        "location_info": told(series.details, "location_notes", 5000),
        "location_street": address,
        "latitude": str(series.latitude) if known else "",
        "longitude": str(series.longitude) if known else "",
    }
