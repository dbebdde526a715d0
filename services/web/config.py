"""The settings of web: how much it logs, nothing else."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the pages need to run: no engine, no key, no secret."""

    service: str = "web"
    log_level: str = "INFO"

    @classmethod
    def from_env(cls) -> Self:
        """Read the settings once from the environment."""
        return cls(log_level=os.environ.get("HAMRAH_LOG_LEVEL", "INFO").upper())
