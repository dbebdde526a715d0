"""The dead letters of a group, read again: what was given up, why and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kafka.structs import TopicPartition

from chassis.deadletters import CAUSE, OFFSET, PARTITION, SIZE, TOPIC, topic_for
from chassis.looking import looking, records_between
from chassis.parking import Headers

if TYPE_CHECKING:
    from chassis.config import PlatformSettings

_OURS = frozenset({CAUSE, TOPIC, PARTITION, OFFSET, SIZE})


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One dead letter: the record that was given up, as it came, with the cause.

    `number` is its place among the dead letters. A record that was too large is not `whole`.
    """

    number: int
    buried_at: datetime
    cause: str
    whole: bool
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None = field(repr=False)
    headers: Headers

    @property
    def event_id(self) -> str:
        """The id of its event; "-" where the record was none."""
        return self._attribute("ce_id")

    @property
    def type(self) -> str:
        """The type of its event; "-" where the record was none."""
        return self._attribute("ce_type")

    def _attribute(self, name: str) -> str:
        return next((text.decode(errors="replace") for key, text in self.headers if key == name), "-")


def read_letters(settings: PlatformSettings, group: str) -> Sequence[Letter]:
    """Give every dead letter of a group that is kept, the oldest first."""
    with looking(settings) as client:
        numbers = client.partitions_for_topic(topic_for(group)) or set()
        parts = [TopicPartition(topic_for(group), number) for number in sorted(numbers)]
        if not parts:
            return []
        starts, ends = client.beginning_offsets(parts), client.end_offsets(parts)
        found = [_letter(record) for record in records_between(client, starts, ends)]
    return sorted(found, key=lambda letter: letter.buried_at)


def _letter(record: Any) -> Letter:
    said = {name: (text or b"").decode(errors="replace") for name, text in record.headers}
    return Letter(
        number=record.offset,
        buried_at=datetime.fromtimestamp(record.timestamp / 1000, tz=UTC),
        cause=said.get(CAUSE, ""),
        whole=SIZE not in said,
        topic=said.get(TOPIC, ""),
        partition=int(said.get(PARTITION) or 0),
        offset=int(said.get(OFFSET) or 0),
        key=record.key,
        value=record.value,
        headers=[(name, text) for name, text in record.headers if name not in _OURS],
    )
