"""Senders towards real servers, with quick timings, and the messages they are given."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from notify.adapters.breaker import ProviderBreaker
from notify.adapters.email import SmtpEmails
from notify.adapters.memory_switches import InMemorySwitches
from notify.adapters.providers.twilio import TwilioTexts
from notify.domain.contacts import Channel
from notify.domain.delivery import Timings
from notify.domain.message import Message, State
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Rhythm, Sender
from notify.ports import Provider
from tests.notify import examples, provider
from tests.notify.integration.conftest import ProviderSettings, Stores

QUICK = Timings(
    first_retry=timedelta(milliseconds=50),
    longest_retry=timedelta(milliseconds=200),
    look_up_after=timedelta(milliseconds=50),
    look_up_again=timedelta(milliseconds=50),
    trust_absence_after=timedelta(milliseconds=200),
)
RHYTHM = Rhythm(idle_look=0.02, sweep=0.02, engine_away=0.05, lease=timedelta(seconds=20))
READ_TIMEOUT = 0.3

StartSender = Callable[[], "RunningSender"]


class RunningSender:
    """A sender in a thread of its own."""

    def __init__(self, sender: Sender) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=sender.run, args=(self._stop,))
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Tell it to stop and do not wait."""
        self._stop.set()

    def stop(self) -> None:
        """Stop it as SIGTERM does, and wait until it is done."""
        self._stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive()


def sender(stores: Stores, settings: ProviderSettings) -> Sender:
    """Make a sender of texts and emails."""
    writing = examples.writing()
    providers: dict[Channel, Provider] = {
        Channel.SMS: TwilioTexts(settings, read_timeout=READ_TIMEOUT),
        Channel.EMAIL: SmtpEmails(settings, step_timeout=2),
    }
    lanes = [
        Lane(
            channel,
            each,
            writing,
            threads=2,
            timings=QUICK,
            breaker=ProviderBreaker(failures=3, try_again_after=timedelta(milliseconds=100)),
        )
        for channel, each in providers.items()
    ]
    return Sender(
        switches=InMemorySwitches(),
        messages=stores.messages,
        contacts=stores.contacts,
        writing=writing,
        lanes=lanes,
        timings=QUICK,
        rhythm=RHYTHM,
    )


def add(stores: Stores, count: int = 1, **differences: object) -> list[Message]:
    """Add messages whose words differ, so that each text can be told from the others."""
    messages = [
        examples.message(
            params={
                "starts_at": examples.STARTS_AT + timedelta(minutes=number),
                "time_zone": "Asia/Kolkata",
            },
            **differences,
        )
        for number in range(count)
    ]
    stores.messages.add_once(messages)
    return messages


def states(stores: Stores, messages: list[Message]) -> Counter[State]:
    """Count the messages in each state."""
    found = [stores.messages.find(each.id) for each in messages]
    return Counter(each.state for each in found if each)


def all_are(stores: Stores, messages: list[Message], state: State) -> Callable[[], bool]:
    """Ask whether all messages are in a state."""
    return lambda: states(stores, messages) == {state: len(messages)}


def bodies(sms: provider.SmsProvider) -> list[str]:
    """Give the words of every text that the provider took."""
    return [text["Body"] for text in sms.texts]


def map_find(stores: Stores, messages: list[Message]) -> list[Message]:
    """Find the messages as they are stored now."""
    return [found for each in messages if (found := stores.messages.find(each.id))]
