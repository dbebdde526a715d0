"""Writes down what became of messages, as many at a time as came in since the last write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS
from notify import metrics
from notify.domain.message import Change, State
from notify.entrypoints.spending import Spending
from notify.ports import Messages

AT_ONCE = 200
TRY_AGAIN_AFTER = 0.5
# After a stop. What cannot be written by then stays `sending`, and is reconciled when its lease ends.
LONGEST_GOODBYE = 10.0

log = get_logger()


class Recorder:
    """Records changes in a thread of its own; an engine that is away delays them and loses none.

    Any other error ends the thread and is told to `failed`.
    """

    def __init__(
        self,
        messages: Messages,
        failed: Callable[[Exception], None],
        spending: Spending | None = None,
    ) -> None:
        self._messages = messages
        self._spending = spending or Spending()
        self._failed = failed
        self._changes: SimpleQueue[Change | None] = SimpleQueue()
        self._giving_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder")

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def record(self, change: Change) -> None:
        """Have one change written down soon."""
        self._changes.put(change)

    def close(self) -> None:
        """Write what is left, for a while, and end."""
        self._changes.put(None)
        self._thread.join(LONGEST_GOODBYE)
        self._giving_up.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._record_all()
        except Exception as failure:  # noqa: BLE001 - whoever started the thread raises it.
            self._failed(failure)

    def _record_all(self) -> None:
        while (first := self._changes.get()) is not None:
            batch, last = self._gathered(first)
            self._write(batch)
            if last:
                return

    def _gathered(self, first: Change) -> tuple[list[Change], bool]:
        batch = [first]
        try:
            while len(batch) < AT_ONCE:
                change = self._changes.get_nowait()
                if change is None:
                    return batch, True
                batch.append(change)
        except Empty:
            pass
        return batch, False

    def _write(self, batch: Sequence[Change]) -> None:
        while not self._giving_up.is_set():
            try:
                self._messages.apply(batch)
            except ENGINE_ERRORS as error:
                log.warning("record_delayed", cause=type(error).__name__, messages=len(batch))
                self._giving_up.wait(TRY_AGAIN_AFTER)
            else:
                self._spending.note(batch)
                _tell(batch)
                return


def _tell(batch: Sequence[Change]) -> None:
    for change in batch:
        metrics.count(change)
        if change.to is State.FAILED or change.to is State.UNKNOWN:
            log.warning(
                "message_in_trouble",
                message_id=change.message_id,
                channel=change.channel,
                state=change.to,
                reason=change.reason,
            )
