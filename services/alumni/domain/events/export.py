"""The fact that somebody's data can be fetched; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ExportReady:
    """Everything about a member was gathered, and waits for them for some days."""

    type: ClassVar[str] = "alumni.export.ready.v1"
    export_id: str
    member_id: str
