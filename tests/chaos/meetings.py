"""Coming occurrences of meetings, imported from a feed through the gateway."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alumni.domain.member import HOME_TIME_ZONE
from chassis.clock import from_rfc3339, utc_now
from chassis.ids import new_id
from hamrah.demo.client import Gateway
from tests.chaos.people import Alumni

SEATS = 20
# No meeting starts while a test runs: registrations would close and messages expire.
EARLIEST = timedelta(hours=3)


@dataclass(frozen=True)
class Occurrence:
    """One coming date of a meeting; no two of one import start at the same time."""

    id: str
    starts_at: datetime


def import_meetings(gateway: Gateway, alumni: Alumni, series: int) -> Sequence[Occurrence]:
    """Import so many weekly meetings for a new centre; return their coming occurrences, eight weeks ahead."""
    centre_id = new_id()
    coordinator = alumni.coordinator_token(centre_id)
    feed = json.dumps([_record(number) for number in range(series)]).encode()
    report = gateway.call("POST", "/api/groups/imports/file", token=coordinator, body=feed)
    assert report["added"] == series, report
    now = utc_now()
    query = {
        "from": (now + EARLIEST).isoformat(),
        "to": (now + timedelta(days=60)).isoformat(),
        "centre_id": centre_id,
        "page_size": "100",
    }
    found = gateway.call("GET", "/api/groups/occurrences", token=coordinator, query=query)["items"]
    return [Occurrence(each["id"], from_rfc3339(each["starts_at"])) for each in found]


def _record(number: int) -> dict[str, object]:
    return {
        "slug": f"evening-{number}",
        "name": f"Evening circle {number}",
        "day": number % 7,
        "time": f"{17 + number % 5}:{number // 7 * 5:02d}",
        "timezone": HOME_TIME_ZONE,
        "formatted_address": "8 Kheti Road, Moga, Punjab, India",
        "capacity": SEATS,
    }
