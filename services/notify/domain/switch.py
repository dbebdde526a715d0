"""Whether a provider is used, as an operator decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mode(StrEnum):
    """What a provider may still do."""

    ON = "on"
    DRAINING = "draining"  # finishes what it was given and answers for it, and is given nothing new
    OFF = "off"  # is not called at all, not even asked; what it was given and has not tried goes back


@dataclass(frozen=True)
class Switch:
    """How one provider stands, since when and by whose hand (a name of an operator, never a contact)."""

    provider: str
    mode: Mode
    since: datetime
    by: str
