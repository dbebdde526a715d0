"""What a provider posts to us: verified before it is read, and read into our terms."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError

from notify.domain.errors import SignatureRefused, WebhookUnreadable
from notify.domain.receipt import IncomingText, Receipt


@dataclass(frozen=True, kw_only=True)
class Called:
    """One call: the parts of the address that we made, and the form in it."""

    signature: str
    form: Mapping[str, str]
    message_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """How the calls of one provider are read; each raises SignatureRefused and WebhookUnreadable.

    A provider that passes on no texts reads none.
    """

    receipts: Callable[[Called], Sequence[Receipt]]
    text: Callable[[Called], IncomingText] | None = None


def require_token(called: Called, token: str) -> None:
    """Refuse a call whose address does not end with the token that only the provider and we know."""
    if not hmac.compare_digest(called.signature.encode(), token.encode()):
        raise SignatureRefused


def read_with(schema: type[Schema], data: Any) -> dict[str, Any]:
    """Read what a call says, with whatever fields more; raises WebhookUnreadable, which quotes nothing."""
    try:
        loaded: dict[str, Any] = schema(unknown=EXCLUDE).load(data)
    except ValidationError:
        raise WebhookUnreadable from None
    return loaded
