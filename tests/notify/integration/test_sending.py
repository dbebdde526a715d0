"""The sender with real servers: nothing is lost, and no text leaves twice, whatever breaks."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.adapters.breaker import ProviderBreaker
from notify.adapters.email import SmtpEmails
from notify.adapters.memory import InMemorySwitches
from notify.adapters.providers.twilio import TwilioTexts
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Accepted, Timings, after_outcome, after_receipt
from notify.domain.message import EXPIRED, Message, State
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Rhythm, Sender
from notify.ports import Provider
from tests.notify import examples, provider
from tests.notify.integration.conftest import ProviderSettings, Stores
from tests.support.waiting import eventually

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


@pytest.fixture
def start(stores: Stores, settings: ProviderSettings) -> Iterator[StartSender]:
    """Start a sender; all are stopped in the end."""
    stores.contacts.keep(examples.contacts())
    with ExitStack() as running:

        def start_one() -> RunningSender:
            started = RunningSender(sender(stores, settings))
            running.callback(started.stop)
            return started

        yield start_one


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
    found = [stores.messages.find(each.id) for each in messages]
    return Counter(each.state for each in found if each)


def all_are(stores: Stores, messages: list[Message], state: State) -> Callable[[], bool]:
    return lambda: states(stores, messages) == {state: len(messages)}


def bodies(sms: provider.SmsProvider) -> list[str]:
    return [text["Body"] for text in sms.texts]


def test_a_due_message_leaves_over_its_channel(stores, start, sms_provider, mail_server):
    texts = add(stores, 20)
    mails = add(stores, 20, channel=Channel.EMAIL, language=Language.HINDI)
    start()

    eventually(all_are(stores, [*texts, *mails], State.SENT))
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 20
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == len(mail_server.mails) == 20


def test_a_sign_in_code_is_opened_for_its_recipient_only(stores, start, sms_provider):
    message = examples.code_message()
    stores.messages.add_once([message])
    start()

    eventually(all_are(stores, [message], State.SENT))
    [text] = sms_provider.texts
    assert text["To"] == examples.NUMBER
    assert examples.CODE in text["Body"]


def test_two_senders_send_each_message_once(stores, start, sms_provider):
    messages = add(stores, 150)
    start()
    start()

    eventually(all_are(stores, messages, State.SENT), within=20)
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 150


def test_a_provider_that_is_down_delays_messages_and_loses_none(stores, settings, sms_provider):
    stores.contacts.keep(examples.contacts())
    with provider_down_at_first(settings, stores) as (messages, bring_up):
        eventually(lambda: any(found.attempts > 1 for found in map_find(stores, messages)))
        assert states(stores, messages).keys() <= {State.CREATED, State.SENDING}
        sms = bring_up()
        eventually(all_are(stores, messages, State.SENT), within=20)
        assert len(set(bodies(sms))) == len(sms.texts) == len(messages)


def map_find(stores: Stores, messages: list[Message]) -> list[Message]:
    return [found for each in messages if (found := stores.messages.find(each.id))]


@contextmanager
def provider_down_at_first(settings, stores):
    """Run a sender towards a port where nobody listens until `bring_up` is called."""
    with ExitStack() as running:
        with provider.serve() as gone:
            address = gone.url
        port = int(address.rpartition(":")[2])
        messages = add(stores, 30)
        started = RunningSender(sender(stores, replace(settings, sms_base_url=address)))
        running.callback(started.stop)
        yield messages, lambda: running.enter_context(provider.serve(port))


def test_a_busy_provider_is_asked_again_later(stores, start, sms_provider):
    sms_provider.status = 503
    messages = add(stores, 5)
    start()

    eventually(lambda: sms_provider.calls >= 4)
    assert not sms_provider.texts
    sms_provider.status = 201
    eventually(all_are(stores, messages, State.SENT))
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 5


def test_while_the_provider_is_away_it_is_left_alone_but_for_a_try_now_and_then(stores, start, sms_provider):
    sms_provider.status = 503
    add(stores, 200)
    start()
    eventually(lambda: sms_provider.calls >= 3)
    calls, since = sms_provider.calls, utc_now()
    eventually(lambda: sms_provider.calls >= calls + 4)

    assert utc_now() - since >= timedelta(milliseconds=250)


def test_a_mail_server_that_is_away_keeps_no_text_waiting(stores, settings):
    stores.contacts.keep(examples.contacts())
    mails, texts = add(stores, 20, channel=Channel.EMAIL), add(stores, 20)
    running = RunningSender(sender(stores, replace(settings, smtp_port=9)))

    eventually(all_are(stores, texts, State.SENT))
    assert State.SENT not in states(stores, mails)
    running.stop()


def test_an_answer_that_never_comes_is_reconciled_without_a_second_text(stores, start, sms_provider):
    sms_provider.answering.clear()
    messages = add(stores, 2)
    start()

    eventually(lambda: len(sms_provider.texts) == 2)
    eventually(lambda: State.UNKNOWN in states(stores, messages) or State.SENT in states(stores, messages))
    sms_provider.answering.set()
    eventually(all_are(stores, messages, State.SENT))
    assert len(sms_provider.texts) == 2
    held = {found.provider_id for found in map_find(stores, messages)}
    assert held == {text["sid"] for text in sms_provider.texts}


def test_connections_that_break_after_the_text_was_taken_bring_no_second_text(stores, start, sms_provider):
    sms_provider.hang_up_after_taking = 6
    messages = add(stores, 12)
    start()

    eventually(all_are(stores, messages, State.SENT), within=20)
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 12


def test_an_unknown_text_that_the_provider_never_had_is_sent(stores, start, sms_provider):
    sms_provider.status = 500
    messages = add(stores, 1)
    start()
    eventually(all_are(stores, messages, State.UNKNOWN))

    sms_provider.status = 201
    eventually(all_are(stores, messages, State.SENT))
    assert len(sms_provider.texts) == 1


@pytest.mark.parametrize("taken_by_provider", [True, False])
def test_a_crash_in_sending_is_reconciled(stores, start, sms_provider, settings, taken_by_provider):
    [message] = add(stores, 1)
    [crashed] = stores.messages.claim(Channel.SMS, "twilio", examples.lease(-1), 1, utc_now())
    if taken_by_provider:
        envelope = examples.writing().envelope(crashed, examples.SEALED[Channel.SMS])
        TwilioTexts(settings).send(envelope)
    start()

    eventually(all_are(stores, [message], State.SENT))
    assert len(sms_provider.texts) == 1


def test_a_text_that_another_sender_just_handed_over_does_not_pass_for_a_lost_one(
    stores, start, sms_provider, settings
):
    lost, alike = examples.message(), examples.message()
    stores.messages.add_once([lost])
    stores.messages.claim(Channel.SMS, "twilio", examples.lease(-1), 1, utc_now())
    stores.messages.add_once([alike])
    [held] = stores.messages.claim(Channel.SMS, "twilio", examples.lease(), 1, utc_now())
    TwilioTexts(settings).send(examples.writing().envelope(held, examples.SEALED[Channel.SMS]))
    start()

    eventually(lambda: was_looked_up(stores.messages.find(lost.id)))
    stores.messages.apply([after_outcome(held, Accepted(sms_provider.texts[0]["sid"]), utc_now())])
    eventually(all_are(stores, [lost, alike], State.SENT))
    assert len(sms_provider.texts) == 2


def was_looked_up(message: Message) -> bool:
    """Tell whether a message in doubt was settled or put off."""
    return message.state is State.SENT or (
        message.state is State.UNKNOWN and message.due_at > message.updated_at
    )


def test_an_email_in_doubt_is_repeated_under_its_own_id(stores, start, mail_server):
    mail_server.hangs_up_after_taking = True
    messages = add(stores, 1, channel=Channel.EMAIL)
    start()

    eventually(all_are(stores, messages, State.SENT))
    assert {mail["Message-ID"] for mail in mail_server.mails} == {f"<{messages[0].id}@hamrah.example.org>"}


def test_a_receipt_that_comes_before_the_answer_settles_the_message(stores, start, sms_provider):
    sms_provider.answering.clear()
    [message] = add(stores, 1)
    start()
    eventually(lambda: sms_provider.texts)
    stores.messages.apply([after_receipt(message, State.DELIVERED, utc_now(), "SM1", None)])
    sms_provider.answering.set()

    eventually(lambda: sms_provider.calls == 1)
    assert states(stores, [message]) == {State.DELIVERED: 1}


def test_a_refused_text_fails_with_the_providers_code_and_is_not_tried_again(stores, start, sms_provider):
    sms_provider.status = 400
    messages = add(stores, 1)
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == ["21211"]
    assert sms_provider.calls == 1


def test_what_nobody_needs_any_more_is_not_sent(stores, start, sms_provider):
    messages = add(stores, 1, expires_at=utc_now() - timedelta(seconds=1))
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == [EXPIRED]
    assert sms_provider.calls == 0


@pytest.mark.parametrize(
    ("differences", "reason"),
    [
        ({"member_id": "0" * 32}, "contact-unknown"),
        ({"member_id": None, "sealed_recipient": "bm90IHNlYWxlZA=="}, "unsealable"),
    ],
)
def test_who_cannot_be_reached_makes_a_failed_message_and_no_noise(stores, start, differences, reason):
    messages = add(stores, 1, **differences)
    start()

    eventually(all_are(stores, messages, State.FAILED))
    assert [each.reason for each in map_find(stores, messages)] == [reason]


def test_a_stop_finishes_what_is_being_sent_and_gives_back_the_rest(stores, start, sms_provider):
    sms_provider.answering.clear()
    messages = add(stores, 30)
    running = start()
    eventually(lambda: len(sms_provider.texts) == 2)
    running.ask_to_stop()
    sms_provider.answering.set()
    running.stop()

    after = states(stores, messages)
    assert set(after) <= {State.SENT, State.CREATED, State.UNKNOWN}
    assert after[State.SENT] + after[State.UNKNOWN] == len(sms_provider.texts)
    start()
    eventually(all_are(stores, messages, State.SENT))
    assert len(set(bodies(sms_provider))) == len(sms_provider.texts) == 30
