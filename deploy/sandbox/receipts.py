"""Delivery receipts, to whoever asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from sandbox.config import Settings
from sandbox.control import Control, SmsControl
from sandbox.texts import UNDELIVERED, UNREACHABLE, Receipt, Text, Texts
from sandbox.webhooks import Webhooks

API_VERSION = "2010-04-01"
RETRY_AFTER_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


def statuses_of(behaviour: SmsControl) -> list[str]:
    """Return the statuses that the receipts of one text will report, in the order of sending."""
    last = UNDELIVERED if behaviour.mode == "undelivered" else "delivered"
    times = 1 + behaviour.duplicate_receipts
    statuses = ["sent"] * times + [last] * times
    return statuses[::-1] if behaviour.receipts_out_of_order else statuses


class Receipts:
    """Sends what is owed: the receipts of one text one after another, those of several at once."""

    def __init__(self, settings: Settings, control: Control, texts: Texts, webhooks: Webhooks) -> None:
        self._account_sid = settings.account_sid
        self._webhooks = webhooks
        self._control = control
        self._texts = texts
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what a former run still owed."""
        for text, owed in self._texts.owed():
            self.send(text, owed)

    async def stop(self) -> None:
        """Stop sending; what is still owed stays in the database."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def send(self, text: Text, owed: Sequence[Receipt]) -> None:
        """Send the receipts of one text from now on, without waiting for them."""
        task = asyncio.create_task(self._send_in_turn(text, owed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_in_turn(self, text: Text, owed: Iterable[Receipt]) -> None:
        for receipt in owed:
            await asyncio.sleep(self._control.sms.receipt_delay_ms / 1000)
            self._texts.advance(text.sid, receipt.status)
            taken = text.callback is None or await self._deliver(text, text.callback, receipt.status)
            self._texts.settle(receipt, "taken" if taken else "given-up")

    async def _deliver(self, text: Text, callback: str, status: str) -> bool:
        form = self._form(text, status)
        if await self._webhooks.post(callback, form):
            return True
        for pause in RETRY_AFTER_SECONDS:
            await asyncio.sleep(pause)
            if await self._webhooks.post(callback, form):
                return True
        return False

    def _form(self, text: Text, status: str) -> dict[str, str]:
        form = {
            "AccountSid": self._account_sid,
            "ApiVersion": API_VERSION,
            "From": text.sender,
            "MessageSid": text.sid,
            "MessageStatus": status,
            "SmsSid": text.sid,
            "SmsStatus": status,
            "To": text.recipient,
        }
        return form | {"ErrorCode": str(UNREACHABLE)} if status == UNDELIVERED else form
