"""Delivery receipts, to whoever asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from sandbox.config import Settings
from sandbox.control import Control, SmsControl
from sandbox.receipt_forms import exotel_form, msg91_form, twilio_form
from sandbox.texts import UNDELIVERED, Receipt, Text, Texts
from sandbox.webhooks import Webhooks

RETRY_AFTER_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


def statuses_of(behaviour: SmsControl) -> list[str]:
    """Return the statuses that the receipts of one text will report, in the order of sending."""
    last = UNDELIVERED if behaviour.mode == "undelivered" else "delivered"
    times = 1 + behaviour.duplicate_receipts
    statuses = ["sent"] * times + [last] * times
    return statuses[::-1] if behaviour.receipts_out_of_order else statuses


def final_statuses_of(behaviour: SmsControl) -> list[str]:
    """Return the same of a provider that reports the end alone."""
    return [status for status in statuses_of(behaviour) if status != "sent"]


class Receipts:
    """Sends what is owed: the receipts of one text one after another, those of several at once."""

    def __init__(self, settings: Settings, control: Control, texts: Texts, webhooks: Webhooks) -> None:
        self._account_sid = settings.account_sid
        self.msg91_url = settings.msg91_receipts_url
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
            await asyncio.sleep(self._control.of(text.provider).receipt_delay_ms / 1000)
            self._texts.advance(text.sid, receipt.status)
            taken = text.callback is None or await self._deliver(text, text.callback, receipt.status)
            self._texts.settle(receipt, "taken" if taken else "given-up")

    async def _deliver(self, text: Text, callback: str, status: str) -> bool:
        form, signed = self._form(text, status), text.provider == "twilio"
        if await self._webhooks.post(callback, form, signed=signed):
            return True
        for pause in RETRY_AFTER_SECONDS:
            await asyncio.sleep(pause)
            if await self._webhooks.post(callback, form, signed=signed):
                return True
        return False

    def _form(self, text: Text, status: str) -> dict[str, str]:
        match text.provider:
            case "msg91":
                return msg91_form(text, status)
            case "exotel":
                return exotel_form(text, status)
        return twilio_form(self._account_sid, text, status)
