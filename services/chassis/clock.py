"""Time: aware UTC everywhere, RFC 3339 with `Z` on the wire."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Tell the present moment as an aware UTC datetime, to the millisecond that MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def to_rfc3339(moment: datetime) -> str:
    """Write an aware datetime as RFC 3339 in UTC, to the millisecond."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone has no place on the wire")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def from_rfc3339(text: str) -> datetime:
    """Read an RFC 3339 datetime as aware UTC; raises ValueError for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a time without an offset")
        return moment.astimezone(UTC)
    except OverflowError as overflow:
        raise ValueError("a time out of range") from overflow
