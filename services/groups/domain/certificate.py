"""A certificate of attendance: that somebody came so often in a time, and nothing of where or what for."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_PERIOD = timedelta(days=731)
CERTIFICATES_A_DAY = 10  # of one member
_CODE_BYTES = 15  # 24 letters and digits, which nobody guesses


@dataclass(kw_only=True)
class Certificate:
    """What is kept of a certificate; the name on it is on the document alone, known here by its hash."""

    id: str
    code: str
    member_id: str
    since: date
    until: date  # included
    meetings: int
    issued_at: datetime
    sha256: str  # of the signed document
    revoked_at: datetime | None = None


def new_code() -> str:
    """Give a code that nobody has used: RFC 4648's base 32, whose letters and digits are not mixed up."""
    return b32encode(secrets.token_bytes(_CODE_BYTES)).decode()


def written_code(code: str) -> str:
    """Write a code as people read it, in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str:
    """Read a code as people write it."""
    return text.replace("-", "").replace(" ", "").upper()
