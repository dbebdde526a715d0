"""Deliveries over HTTPS, signed as Standard Webhooks are (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from alumni.adapters.sealing import SecretHashes
from alumni.domain.errors.webhooks import WebhookRefused
from alumni.domain.webhook import Delivery, Outcome, Webhook
from chassis.clock import to_rfc3339
from chassis.outside import AddressRefused, AddressUnreachable, Outside, Resolve, resolve, within

TIMEOUT = 5.0  # seconds for everything together
MOST_READ = 16 * 1024  # bytes of an answer, which are read for its connection's sake and thrown away


class WebhookPost:
    """The Post port; `allowed_hosts` ("host:port") may have private addresses, and no TLS."""

    def __init__(
        self,
        hashes: SecretHashes,
        allowed_hosts: Iterable[str] = (),
        *,
        timeout: float = TIMEOUT,
        resolve: Resolve = resolve,
    ) -> None:
        self._hashes = hashes
        self._outside = Outside(allowed_hosts, only_https=True, resolve=resolve)
        self._timeout = timeout

    def check(self, url: str) -> None:
        """Refuse an address to which nothing would be sent; at every try it is asked again."""
        try:
            self._outside.check(url)
        except (AddressRefused, AddressUnreachable) as refusal:
            raise WebhookRefused(f"The address {refusal}.") from None

    def send(self, webhook: Webhook, delivery: Delivery, *, at: datetime) -> Outcome:
        """Send a delivery; a redirection is not followed, and of the answer the status alone counts."""
        body = _body(delivery)
        headers = self._headers(webhook, delivery.id, body, at)

        def visit() -> int:
            with self._outside.visit(
                "POST", webhook.url, headers=headers, timeout=self._timeout, body=body
            ) as answer:
                answer.raw.read(MOST_READ, decode_content=False)
                return answer.status_code

        try:
            status = within(self._timeout, visit)
        except AddressRefused:
            return Outcome.REFUSED
        except AddressUnreachable:
            return Outcome.UNREACHABLE
        return Outcome.DELIVERED if 200 <= status < 300 else Outcome.ANSWERED_OTHERWISE

    def secret_of(self, webhook: Webhook) -> str:
        """Write the newest secret as a library of Standard Webhooks takes it."""
        return f"whsec_{base64.b64encode(self._secret(webhook, webhook.generation)).decode()}"

    def _headers(self, webhook: Webhook, delivery_id: str, body: bytes, at: datetime) -> dict[str, str]:
        timestamp = str(int(at.timestamp()))
        signed = b".".join((delivery_id.encode(), timestamp.encode(), body))
        signatures = [
            hmac.new(self._secret(webhook, generation), signed, hashlib.sha256).digest()
            for generation in webhook.generations(at)
        ]
        return {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "Hamrah (webhooks)",
            "webhook-id": delivery_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in signatures),
        }

    def _secret(self, webhook: Webhook, generation: int) -> bytes:
        return bytes.fromhex(self._hashes.of_webhook(webhook.id, generation))


def _body(delivery: Delivery) -> bytes:
    fact = {
        "type": delivery.kind,
        "timestamp": to_rfc3339(delivery.occurred_at),
        "data": {"centre_id": delivery.centre_id, **delivery.data},
    }
    return json.dumps(fact, separators=(",", ":")).encode()
