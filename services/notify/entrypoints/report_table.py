"""The report of a broadcast as a table: a line a figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

HEAD = ("figure", "cause", "count")
_COUNTS = ("people", "waiting", "in_flight", "accepted", "delivered", "paise")
_BY_CAUSE = ("skipped", "failed")


def written_report(report: Mapping[str, Any]) -> str:
    """Write a report as CSV (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows((name, "", report[name]) for name in _COUNTS)
    for name in _BY_CAUSE:
        writer.writerows((name, each["cause"], each["count"]) for each in report[name])
    return text.getvalue()
