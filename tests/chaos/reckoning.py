"""What was accepted against what arrived: nothing lost, nothing twice, no seat sold twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from pymongo.collection import Collection

from notify.adapters.wording import when
from notify.domain.contacts import Channel, Language
from notify.domain.message import Message, Template
from tests.chaos.load import Accepted

PAGE = 1000
Arrival = tuple[str, str]  # to whom, and about which occurrence


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What should have arrived and did not, and what arrived and should not have."""

    lost: Counter[Arrival]
    extra: Counter[Arrival]

    @classmethod
    def between(cls, expected: Iterable[Arrival], arrived: Iterable[Arrival]) -> Difference:
        """Compare, counting repetitions."""
        wanted, found = Counter(expected), Counter(arrived)
        return cls(lost=wanted - found, extra=found - wanted)


ALL_ONCE = dict.fromkeys(("texts", "emails"), Difference(lost=Counter(), extra=Counter()))


def everything(sandbox: str, kind: str) -> list[dict[str, Any]]:
    """Return all `texts` or `emails` that reached the world."""
    found: list[dict[str, Any]] = []
    while True:
        since = found[-1]["id"] if found else 0
        query: dict[str, int] = {"since": since, "limit": PAGE}
        page = requests.get(f"{sandbox}/api/{kind}", params=query, timeout=30).json()[kind]
        found += page
        if len(page) < PAGE:
            return found


class Readings:
    """Tells from the words of a message which occurrence it is about."""

    def __init__(self, accepted: Sequence[Accepted]) -> None:
        self._phrases: dict[str, dict[str, str]] = {}
        for each in accepted:
            self._phrases.setdefault(each.walker.told_at, {})[said(each)] = each.occurrence.id

    def arrival(self, message: Mapping[str, Any]) -> Arrival:
        """Name the person and the occurrence; a message about none they registered for stays unread."""
        known = self._phrases.get(message["to"], {})
        about = [occurrence for phrase, occurrence in known.items() if _says(message["body"], phrase)]
        return (message["to"], about[0] if len(about) == 1 else "unread")


def _says(body: str, phrase: str) -> bool:
    """Look for a phrase; the 2nd of a month is not in the 22nd."""
    return re.search(rf"(?<!\d){re.escape(phrase)}", body) is not None


def said(registration: Accepted) -> str:
    """How a message tells this member when the occurrence is."""
    member, starts_at = registration.walker.member, registration.occurrence.starts_at
    message = Message(
        id=registration.registration_id,
        channel=Channel.SMS,
        template=Template.PLACE_CONFIRMED,
        language=Language(member.language),
        params={"starts_at": starts_at, "time_zone": member.time_zone},
        created_at=starts_at,
        due_at=starts_at,
        expires_at=starts_at,
    )
    return when(message)


def differences(
    accepted: Sequence[Accepted], texts: Iterable[Mapping[str, Any]], emails: Iterable[Mapping[str, Any]]
) -> dict[str, Difference]:
    """Compare what arrived with one message for each accepted registration, over its member's channel."""
    readings = Readings(accepted)
    due = {
        kind: [(each.walker.told_at, each.occurrence.id) for each in accepted if each.walker.over == channel]
        for kind, channel in (("texts", Channel.SMS), ("emails", Channel.EMAIL))
    }
    arrived = {"texts": map(readings.arrival, texts), "emails": map(readings.arrival, emails)}
    return {kind: Difference.between(due[kind], arrived[kind]) for kind in due}


def places_held(occurrences: Collection[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Return every place of every occurrence: occurrence, registration, member, state, position."""
    held: Counter[tuple[Any, ...]] = Counter()
    for each in occurrences.find({}, {"seats": 1, "queue": 1}):
        held.update((each["_id"], seat["id"], seat["member"], "confirmed", None) for seat in each["seats"])
        held.update(
            (each["_id"], place["id"], place["member"], "queued", position)
            for position, place in enumerate(each["queue"], start=1)
        )
    return held


def places_promised(accepted: Iterable[Accepted]) -> Counter[tuple[Any, ...]]:
    """Return every place as the clients were told of it."""
    return Counter(
        (each.occurrence.id, each.registration_id, each.walker.id, each.state, each.position)
        for each in accepted
    )


def table(rows: Sequence[tuple[str, object]]) -> str:
    """Write lines of a name and a figure."""
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}  {figure}" for name, figure in rows)
