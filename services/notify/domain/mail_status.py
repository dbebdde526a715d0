"""What the enhanced status codes of mail (RFC 3463) say of an address."""

from __future__ import annotations

import re

# Nobody has this address: no such mailbox, no such domain, no address at all, moved away without a trace, a
# domain that takes no mail (RFC 7505). 5.1.7 and 5.1.8 blame the sender's address, 5.7.x is a policy.
NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})

_CODE = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")


def code_of(text: str) -> str | None:
    """Find the enhanced status code that a field, or a server's reply, begins with."""
    found = _CODE.match(text.strip())
    return found[0] if found else None
