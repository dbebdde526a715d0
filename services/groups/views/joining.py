"""The one read that gives a link and a passcode away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pymongo.collection import Collection

from groups.domain.errors import LinkUnknown
from groups.domain.joining import refuse_unless_shown
from groups.domain.occurrence import SCHEDULED
from groups.ports import AllSeries

_SHOWN = ("series_id", "original_date", "starts_at", "ends_at")


def joining(
    collection: Collection[dict[str, Any]],
    series: AllSeries,
    occurrence_id: str,
    member_id: str,
    at: datetime,
) -> Mapping[str, str]:
    """Show whoever has a seat of their own how to join; raises LinkNotYet or LinkUnknown."""
    seat = {"member": member_id, "until": {"$exists": False}}
    where = {"_id": occurrence_id, "status": SCHEDULED, "seats": {"$elemMatch": seat}}
    found = collection.find_one(where, dict.fromkeys(_SHOWN, 1))
    if found is None:
        raise LinkUnknown
    ways = series.get(found["series_id"]).on(date.fromisoformat(found["original_date"])).joining
    if not ways:
        raise LinkUnknown
    refuse_unless_shown(found["starts_at"], found["ends_at"], at)
    return ways
