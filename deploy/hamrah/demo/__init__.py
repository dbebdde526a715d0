"""Stories that show Hamrah at work, told in the terminal against a running platform."""

from __future__ import annotations

from hamrah.demo.play import play

__all__ = ["play"]
