"""A feed as the field really has them."""

from __future__ import annotations

import json
import secrets
from typing import Any

from hamrah.demo.client import Person
from hamrah.demo.stage import Stage, expect

ROOT = "/api/groups"


def dirty_feed(stage: Stage, coordinator: Person, feed: bytes) -> None:
    """Import a feed as the field has them: first only look, then do it, then take it back."""
    with stage.tell.step("A dirty feed: looked at, imported with its report, and taken back"):
        dirty = with_dirt(feed)
        looked = coordinator.call("POST", f"{ROOT}/imports/file", body=dirty, query={"dry_run": "true"})
        report = coordinator.call("POST", f"{ROOT}/imports/file", body=dirty)
        for count in ("added", "changed", "unchanged"):
            expect(looked[count] == report[count], f"The dry run said another number {count}")
        stage.tell.note(
            f"{report['added']} added, {report['unchanged']} unchanged, {len(report['gone'])} gone"
        )
        for each in report["rejected"]:
            stage.tell.note(f"rejected, line {each['line']}, {each['field']}: {each['reason']}")
        expect(len(report["rejected"]) == len(MISTAKES), "Not every mistake was reported")
        expect(report["added"] == 2, "The record of two weekdays did not become two meetings")
        coordinator.call("POST", f"{ROOT}/imports/{report['id']}/reversal")
        stage.tell.note("and everything is as before")


MISTAKES: tuple[dict[str, Any], ...] = (
    {"slug": "no-name", "day": 1, "time": "18:00", "city": "Moga"},
    {"slug": "odd-time", "name": "Odd", "day": 1, "time": "25:99", "city": "Moga"},
    {"slug": "odd-zone", "name": "Odd", "day": 1, "time": "18:00", "city": "Moga", "timezone": "Mars/Base"},
    {"slug": "nowhere", "name": "Odd", "day": 1, "time": "18:00"},
)


def with_dirt(feed: bytes) -> bytes:
    """Return a feed with what dirty feeds have: old names, words for days, markup, and mistakes."""
    odd = {
        "slug": f"demo-{secrets.token_hex(4)}",
        "meeting": "Tea &amp; Talk<br>",
        "day": ["Tuesday", 5],
        "start_time": "07:30:00",
        "city": "Moga",
        "zip": "142001",
    }
    return json.dumps([*json.loads(feed), odd, *MISTAKES], ensure_ascii=False, indent=1).encode()
