"""The texts that are registered with the operators, as whoever sends them has registered them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

_PLACE = re.compile(r"\{[a-z_]+\}")
LONGEST_VALUE = 30


class Register:
    """Registered texts by the template's id, read from a directory of templates."""

    def __init__(self, directory: Path) -> None:
        files = sorted(directory.glob("*.yaml"))
        self._texts = dict(
            entry for file in files for entry in _registered(yaml.safe_load(file.read_text("utf-8")))
        )

    def text(self, template_id: str, values: Sequence[str]) -> str | None:
        """Fill the values into a registered text; None where there is none, or not of so many values."""
        pieces = self._pieces(template_id)
        if pieces is None or len(pieces) != len(values) + 1:
            return None
        return "".join(part for pair in zip(pieces, [*values, ""], strict=True) for part in pair)

    def places(self, template_id: str) -> int:
        """Count the values that a registered text needs."""
        return len(self._pieces(template_id) or [""]) - 1

    def matches(self, template_id: str, body: str) -> bool:
        """Tell whether a text is the registered one, with some values filled in."""
        pieces = self._pieces(template_id)
        value = f".{{0,{LONGEST_VALUE}}}"
        return pieces is not None and re.fullmatch(value.join(map(re.escape, pieces)), body) is not None

    def _pieces(self, template_id: str) -> list[str] | None:
        text = self._texts.get(template_id)
        return None if text is None else _PLACE.split(text)


def _registered(content: Any) -> Iterator[tuple[str, str]]:
    """Find whatever has a template's id and a text, however deep."""
    if not isinstance(content, dict):
        return
    if "dlt_template_id" in content and "sms" in content:
        yield str(content["dlt_template_id"]), str(content["sms"])
    for each in content.values():
        yield from _registered(each)
