"""What the provider tells about a message afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import utc_now
from notify import metrics
from notify.domain.delivery import PROVIDER_STATUSES, after_receipt
from notify.domain.errors import MessageUnknown
from notify.domain.receipt import Receipt
from notify.ports import Messages


def receive_receipt(
    message_id: str, status: str, provider_id: str, error_code: str | None, messages: Messages
) -> None:
    """Let a provider's receipt move the message forward, never back; a status without meaning moves nothing.

    Receipts come twice, late and out of order. Raises MessageUnknown for an id that is not ours.
    """
    receipt = Receipt(
        message_id=message_id,
        provider_id=provider_id,
        state=PROVIDER_STATUSES.get(status),
        reason=error_code,
    )
    receive_receipts([receipt], messages, must_be_known=True)


def receive_receipts(receipts: Sequence[Receipt], messages: Messages, *, must_be_known: bool = False) -> None:
    """Let receipts move their messages forward; one of an unknown message is counted, and perhaps raises."""
    for receipt in receipts:
        message = messages.find(receipt.message_id)
        if message is None:
            metrics.STRAY_RECEIPTS.inc()
            if must_be_known:
                raise MessageUnknown(receipt.message_id)
        elif receipt.state is not None:
            told = after_receipt(message, receipt.state, utc_now(), receipt.provider_id, receipt.reason)
            if messages.apply([told]):
                metrics.tell_fate(message, told, message.provider or metrics.NO_PROVIDER)
