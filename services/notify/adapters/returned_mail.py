"""Reads mail that came back: delivery status (RFC 3464), feedback reports (RFC 5965), and who leaves by mail.

Which message it is about is told by the address it came to, which we signed; else by the Message-ID of the
original, which only its recipient had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from notify.adapters.return_paths import Cause, ReturnPath, ReturnPaths
from notify.domain.mail_status import code_of
from notify.domain.returned import Returned, Verdict, verdict_of

LARGEST = 262_144  # bytes that are read of one mail; a report has what matters at its beginning
MOST_PARTS = 50

_CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Original-Mail-From", "Return-Path")
_ADDRESS = re.compile(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+")
_WORST_FIRST = (Verdict.DEAD, Verdict.REFUSED, Verdict.DELAYED, Verdict.OTHER)


def read_returned(content: bytes, paths: ReturnPaths, domain: str) -> Returned:
    """Say what a mail means; raises ValueError for one that is no mail at all. `domain` is our e-mails'."""
    # The old policy reads whatever comes; the new one refuses some of what servers write.
    mail = message_from_bytes(content[:LARGEST], policy=policy.compat32)
    if not mail.keys():
        raise ValueError("no header")
    parts = _parts(mail)
    path = next(_paths(parts, paths), None)
    message_id = path.message_id if path else _original(parts, domain)
    verdict, code = _meaning(mail, parts, path)
    return Returned(verdict=verdict, message_id=message_id, code=code)


def _parts(mail: Message) -> list[Message]:
    """Give the mail and what is in it, in order, so many and no more."""
    found: list[Message] = []
    for part in mail.walk():
        found.append(part)
        if len(found) == MOST_PARTS:
            break
    return found


def _meaning(mail: Message, parts: list[Message], path: ReturnPath | None) -> tuple[Verdict, str | None]:
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() == "multipart/report" and kind == "feedback-report":
        return (Verdict.COMPLAINT if _is_complaint(parts) else Verdict.OTHER), None
    if mail.get_content_type() == "multipart/report" and kind == "delivery-status":
        return _status_of(parts)
    if path and path.cause is Cause.LEAVE:
        return Verdict.LEFT, None
    return Verdict.OTHER, None


def _status_of(parts: list[Message]) -> tuple[Verdict, str | None]:
    """Give the worst that is said of any recipient; every e-mail of ours has one."""
    told = [
        (verdict_of(str(part["Action"]), str(part["Status"])), code_of(str(part["Status"])))
        for part in parts
        if part["Action"] and part["Status"]
    ]
    return min(told, key=lambda each: _WORST_FIRST.index(each[0]), default=(Verdict.OTHER, None))


def _is_complaint(parts: list[Message]) -> bool:
    """Tell what a feedback type means (RFC 5965 section 7.3): whatever does not say that all was well."""
    kinds = [
        str(value).strip().lower() for each in _feedback(parts) for value in each.get_all("Feedback-Type", ())
    ]
    return bool(kinds) and kinds[0] != "not-spam"


def _feedback(parts: list[Message]) -> Iterator[Message]:
    """Give the machine-readable part, which the library does not know, as headers."""
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else payload
            text = inner.as_string() if isinstance(inner, Message) else str(inner)
            yield message_from_bytes(text.encode("utf-8", "replace"), policy=policy.compat32)


def _paths(parts: list[Message], paths: ReturnPaths) -> Iterator[ReturnPath]:
    """Find the addresses of ours that the mail came to, or names as where the original came from."""
    for part in [*parts, *_feedback(parts)]:
        for name in _CAME_TO:
            for value in part.get_all(name, ()):
                yield from filter(None, map(paths.read, _ADDRESS.findall(str(value)[:2_000])))


def _original(parts: list[Message], domain: str) -> str | None:
    """Find the Message-ID of the original in what came back of it, if it is one of ours."""
    ours = re.compile(rf"<([0-9a-f]{{32}})@{re.escape(domain)}>", re.IGNORECASE)
    for part in parts[1:]:
        texts = [str(part["Message-ID"] or "")]
        if part.get_content_type() == "text/rfc822-headers":
            texts.append(str(part.get_payload()))
        if found := ours.search("\n".join(texts)):
            return found[1].lower()
    return None
