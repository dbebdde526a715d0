"""Takes due messages, hands them to the providers, and settles what is in doubt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS
from notify import metrics
from notify.domain.budget import OVER_BUDGET
from notify.domain.contacts import Contacts
from notify.domain.delivery import DEFAULT_TIMINGS, Timings, refused, released
from notify.domain.message import Change, Lease, Message
from notify.domain.switch import Mode
from notify.domain.windows import SERVICE_IMPLICIT
from notify.entrypoints.choice import Choice, Wish
from notify.entrypoints.doubts import Doubts
from notify.entrypoints.lane import Lane
from notify.entrypoints.pause import Pause
from notify.entrypoints.recorder import Recorder
from notify.entrypoints.spending import Spending
from notify.handlers.limits import within_limits
from notify.handlers.permission import held_back
from notify.handlers.sending import as_wished, give_up_doubts, members_of, recipients
from notify.ports import MemberContacts, Messages, Seats, Switches, Tallies, Writing

OBEY_EVERY = timedelta(seconds=0.3)
EXPIRE_EVERY = timedelta(seconds=5)

log = get_logger()


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often the sender looks, in seconds, and how long a lease lasts."""

    busy_look: float = 0.005  # right after work while nobody watches; a person may wait for the next step
    quiet_after: float = 0.3
    idle_look: float = 0.2  # for what falls due by itself; a change stream wakes it for what is new
    sweep: float = 0.5
    engine_away: float = 0.5
    # Longer than any call of a provider; a crash keeps a message waiting this long.
    lease: timedelta = timedelta(seconds=20)


@dataclass
class Sender:
    """Claims, sends and records in threads; several senders at once never take the same message."""

    messages: Messages
    contacts: MemberContacts
    writing: Writing
    lanes: Sequence[Lane]  # of each channel, in the order in which its providers are preferred
    switches: Switches
    timings: Timings = DEFAULT_TIMINGS
    rhythm: Rhythm = field(default_factory=Rhythm)
    categories: Mapping[str, str] = field(default_factory=dict)  # of the law, by template
    spending: Spending = field(default_factory=Spending)
    tallies: Tallies | None = None  # without them a day has no limit
    seats: Seats | None = None  # without them a place that was given up is reminded of
    watched: Callable[[], bool] = lambda: False  # tells whether what is new wakes it
    _wake: threading.Event = field(default_factory=threading.Event)
    _last_work: float = 0.0
    _failures: list[Exception] = field(default_factory=list)
    _choices: Sequence[Choice] = ()
    _obeying: Pause = field(default_factory=lambda: Pause(OBEY_EVERY))
    _expiring: Pause = field(default_factory=lambda: Pause(EXPIRE_EVERY))

    def __post_init__(self) -> None:
        channels = dict.fromkeys(each.channel for each in self.lanes)
        self._choices = [Choice([each for each in self.lanes if each.channel == name]) for name in channels]

    def wake(self) -> None:
        """Look for due messages now."""
        self._wake.set()

    def is_quiet(self) -> bool:
        """Tell whether nothing was due for a while, so that somebody should listen for the next."""
        return time.monotonic() - self._last_work > self.rhythm.quiet_after

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set; then finish what is being sent and give back what is not.

        An error that is no engine's, in whichever thread, stops all of them and is raised here.
        """

        def failed(failure: Exception) -> None:
            self._failures.append(failure)
            stop.set()

        recorder = Recorder(self.messages, failed, self.spending)
        recorder.start()
        tasks = {"sweeper": self._sweep_until} | {
            f"doubts-{lane.name}": self._doubts(lane).settle_until for lane in self.lanes
        }
        beside = [
            threading.Thread(target=_guard, args=(task, stop, failed), name=name)
            for name, task in tasks.items()
        ]
        for thread in beside:
            thread.start()
        for lane in self.lanes:
            lane.start(recorder.record, self.wake)
        _guard(lambda stop: self._claim_until(stop, recorder), stop, failed)
        for thread in beside:
            thread.join()
        for lane in self.lanes:
            lane.drain()
        recorder.close()
        self._settle_spending()
        if self._failures:
            raise self._failures[0]

    def _doubts(self, lane: Lane) -> Doubts:
        return Doubts(
            lane=lane,
            messages=self.messages,
            contacts=self.contacts,
            writing=self.writing,
            timings=self.timings,
            spent=self.spending.note,
            lease=self.rhythm.lease,
            pause=self.rhythm.sweep,
            settled=self.wake,
        )

    def _claim_until(self, stop: threading.Event, recorder: Recorder) -> None:
        while not stop.is_set():
            self._turn(stop, recorder)

    def _turn(self, stop: threading.Event, recorder: Recorder) -> None:
        self._wake.clear()
        try:
            self._obey_switches()
            fill = partial(self._fill, recorder)
            taken = sum(choice.serve(fill, utc_now()) for choice in self._choices)
        except ENGINE_ERRORS as error:
            log.warning("claim_delayed", cause=type(error).__name__)
            stop.wait(self.rhythm.engine_away)
            return
        if taken:
            self._last_work = time.monotonic()
        elif not stop.is_set():
            rests = self.watched() or self.is_quiet()
            self._wake.wait(self.rhythm.idle_look if rests else self.rhythm.busy_look)

    def _obey_switches(self) -> None:
        if self._obeying.is_over(utc_now()):
            switches = self.switches.all()
            for lane in self.lanes:
                switch = switches.get(lane.name)
                lane.gate.mode = switch.mode if switch else Mode.ON

    def _fill(self, recorder: Recorder, lane: Lane, wish: Wish) -> int:
        taken = self.messages.claim(
            lane.channel, lane.name, self._lease(), wish.most, utc_now(), wish.classes, wish.declined_by
        )
        if not taken:
            return 0
        try:
            known = members_of(taken, self.contacts)
        except ENGINE_ERRORS:
            for message in taken:
                recorder.record(released(message, utc_now()))
            raise
        lane.take(self._admitted(taken, known, recorder), recipients(taken, known, lane.contact))
        return len(taken)

    def _admitted(
        self, taken: Sequence[Message], known: Mapping[str, Contacts], recorder: Recorder
    ) -> list[Message]:
        """Give the messages that may go now, and record what becomes of the others."""
        admitted = []
        for message in taken:
            change = self._held_back(message, known.get(message.member_id or ""))
            if change:
                recorder.record(change)
            else:
                admitted.append(as_wished(message, known))
        return self._within_limits(admitted, known, recorder)

    def _within_limits(
        self, admitted: list[Message], known: Mapping[str, Contacts], recorder: Recorder
    ) -> list[Message]:
        if self.tallies is None or self.seats is None:
            return admitted
        try:
            left, changes = within_limits(admitted, known, self.tallies, self.seats, self.messages, utc_now())
        except ENGINE_ERRORS:
            for message in admitted:
                recorder.record(released(message, utc_now()))
            raise
        for change in changes:
            recorder.record(change)
        return left

    def _held_back(self, message: Message, member: Contacts | None) -> Change | None:
        at = utc_now()
        if self.spending.refuses(message):
            return refused(message, at, OVER_BUDGET)
        return held_back(message, member, at, self.categories.get(message.template, SERVICE_IMPLICIT))

    def _settle_spending(self) -> None:
        """Write down what the last messages cost; an engine that is away at the end loses it."""
        try:
            self.spending.settle(utc_now())
        except ENGINE_ERRORS as error:
            log.warning("spending_forgotten", cause=type(error).__name__)

    def _lease(self) -> Lease:
        return Lease(new_id(), utc_now() + self.rhythm.lease)

    def _sweep_until(self, stop: threading.Event) -> None:
        while not stop.wait(self.rhythm.sweep):
            try:
                self.sweep()
            except ENGINE_ERRORS as error:
                log.warning("sweep_delayed", cause=type(error).__name__)

    def sweep(self) -> None:
        """Put what a crashed sender left in doubt, give up what nobody can tell of, count what waits."""
        now = utc_now()
        lapsed = self.messages.lapse(now)
        if lapsed:
            log.warning("leases_lapsed", messages=lapsed)
        given_up = give_up_doubts(self.messages, now, self.timings)
        if given_up:
            log.warning("doubts_given_up", messages=given_up)
        if self._expiring.is_over(now):
            for each in self._choices:
                if each.is_shut:
                    self.messages.expire(each.channel, now)
        self.spending.settle(now)
        channels = [each.channel for each in self._choices]
        for channel, waiting in self.messages.backlog(channels, now).items():
            metrics.DUE.labels(channel).set(waiting)


def _guard(
    task: Callable[[threading.Event], None], stop: threading.Event, failed: Callable[[Exception], None]
) -> None:
    try:
        task(stop)
    except Exception as failure:  # noqa: BLE001 - `run` raises it when every thread has ended.
        failed(failure)
