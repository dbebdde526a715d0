"""The record of what was done to whose data, which nobody can change unnoticed."""

from datetime import datetime
from typing import Protocol


class Audit(Protocol):
    """Entries in one chain: append-only, each with the hash of the one before."""

    def record(self, act: str, *, by: str, about: str, at: datetime, **ids: str) -> None:
        """Append what was done, by whom and about whom or what; ids and names of acts only.

        `by` is a member's id, or the name of a process such as "erasure".
        """
