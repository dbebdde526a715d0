"""What the provider tells about a message afterwards."""

from __future__ import annotations

from chassis.clock import utc_now
from notify import metrics
from notify.domain.delivery import PROVIDER_STATUSES, after_receipt
from notify.domain.errors import MessageUnknown
from notify.ports import Messages


def receive_receipt(
    message_id: str, status: str, provider_id: str, error_code: str | None, messages: Messages
) -> None:
    """Let a provider's receipt move the message forward, never back; a status without meaning moves nothing.

    Receipts come twice, late and out of order. Raises MessageUnknown for an id that is not ours.
    """
    message = messages.find(message_id)
    if message is None:
        raise MessageUnknown(message_id)
    state = PROVIDER_STATUSES.get(status)
    if state is not None:
        change = after_receipt(message, state, utc_now(), provider_id, error_code)
        if messages.apply([change]):
            metrics.tell_fate(message, change, message.provider or metrics.NO_PROVIDER)
