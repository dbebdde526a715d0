"""What mail that comes back to us means: it could not be delivered, somebody complains, or wants no more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from notify.domain.mail_status import NO_SUCH_ADDRESS, code_of

# A server that gave up writes these too of an address that is dead: something about the address, a disabled
# mailbox, nothing more exact, no way to its domain. What is full, too large or against a policy says nothing
# of the address.
_DEAD = NO_SUCH_ADDRESS | {"5.1.0", "5.2.1", "5.0.0", "5.4.4"}


class Verdict(StrEnum):
    """What becomes of it; also how it is counted."""

    DEAD = "dead"  # nobody will ever get e-mail at this address
    REFUSED = "refused"  # this one e-mail failed for good
    DELAYED = "delayed"  # the server goes on trying: only recorded
    COMPLAINT = "complaint"  # somebody called it spam
    LEFT = "left"  # its reader wants no more of this kind
    OTHER = "other"  # an absence note, a letter: left for a person


@dataclass(frozen=True, kw_only=True)
class Returned:
    """One mail that came back, as far as it says what it is about; none of its words."""

    verdict: Verdict
    message_id: str | None = None
    code: str | None = None  # an enhanced status code (RFC 3463)


def verdict_of(action: str, status: str) -> Verdict:
    """Read what a delivery status says of one recipient (RFC 3464 sections 2.3.3 and 2.3.4)."""
    code = code_of(status)
    match action.strip().lower():
        case "failed" if code in _DEAD:
            return Verdict.DEAD
        case "failed" if code and code.startswith("4"):
            return Verdict.DELAYED
        case "failed":
            return Verdict.REFUSED
        case "delayed":
            return Verdict.DELAYED
    return Verdict.OTHER
