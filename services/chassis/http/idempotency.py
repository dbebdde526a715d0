"""The Idempotency-Key header: a client's own name for one attempt, so that a repeat does nothing new.

The header's draft: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

import re

from flask import request

from chassis.http.problems import invalid

_KEY = re.compile(r"[\x21-\x7e]{1,64}")

IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Names this attempt; repeating it with the same key does nothing new.",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$", "maxLength": 64},
}
"""The header's documentation: ``@blueprint.post(rule, parameters=[IDEMPOTENCY_KEY])``."""


def idempotency_key() -> str | None:
    """Return the request's key (1 to 64 visible ASCII characters), None without one, 422 otherwise."""
    key = request.environ.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if _KEY.fullmatch(key) is None:
        raise invalid({"Idempotency-Key": ["Not 1 to 64 visible ASCII characters."]})
    return str(key)
