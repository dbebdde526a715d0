"""Redaction: no phone number and no e-mail address leaves in a log line, whatever it was put into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MASK = "[redacted]"

# What looks like a number but is none: ids, trace contexts, dates and times.
_KEPT = r"""
    (?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z@])
  | (?<![0-9A-Za-z])00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?![0-9A-Za-z@])
  | (?<![\d+])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])
    (?:[T ][0-2]\d:[0-5]\d(?::[0-6]\d(?:[.,]\d{1,6})?)?(?:Z|[+-][01]\d:?[0-5]\d)?)?
    (?![-.]?[\d@])
"""
_ADDRESS = r"""[^\s@<>"(),:;\[\]]{1,64}(?:@|%40)[^\s@<>"'(),:;=\[\]{}/&?]{1,255}"""
# Eight digits or more, in any script, with up to three separators between two of them.
_NUMBER = r"""\+?(?:\d[\s\-.()/\u2010-\u2015\u00a0]{0,3}){7,}\d"""
_PATTERN = re.compile(
    rf"(?P<kept>{_KEPT})|(?P<address>{_ADDRESS})|(?P<number>{_NUMBER})", re.VERBOSE | re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


def redact_text(text: str) -> str:
    """Mask every phone-like number and e-mail address; ids of 32 hex digits and RFC 3339 times survive."""
    if "@" not in text and "%40" not in text and not _DIGIT.search(text):
        return text
    return _PATTERN.sub(lambda match: match["kept"] or MASK, text)


def redact(value: object) -> Any:
    """Mask a value of a log event, however deeply it is nested; what is not plain data becomes its text."""
    if isinstance(value, str):
        return redact_text(value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return MASK if 10**9 <= abs(value) < 10**15 else value
    if isinstance(value, Mapping):
        return {redact_text(str(key)): redact(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item) for item in value]
    if isinstance(value, bytes | bytearray):
        return redact_text(bytes(value).decode("utf-8", "replace"))
    return redact_text(str(value))
