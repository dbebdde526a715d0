"""The signature on the provider's receipts."""

from __future__ import annotations

from collections.abc import Mapping

from twilio.request_validator import RequestValidator


class TwilioSignature:
    """Tells receipts that the provider signed from those it did not; the secret is the account's token.

    The signature covers the address as the provider called it, which is the gateway's public one.
    """

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)

    def is_valid(self, public_url: str, form: Mapping[str, str], signature: str) -> bool:
        """Tell whether the signature fits the address and every field of the form."""
        return bool(self._validator.validate(public_url, form, signature))
