"""A provider that is away delays its messages, loses none, and holds up no other's."""

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

from chassis.clock import utc_now
from notify.domain.contacts import Channel
from notify.domain.message import State
from tests.notify import examples, provider
from tests.notify.integration.sending.senders import (
    RunningSender,
    add,
    all_are,
    bodies,
    map_find,
    sender,
    states,
)
from tests.support.waiting import eventually


def test_a_provider_that_is_down_delays_messages_and_loses_none(stores, settings, sms_provider):
    stores.contacts.keep(examples.contacts())
    with provider_down_at_first(settings, stores) as (messages, bring_up):
        eventually(lambda: any(found.attempts > 1 for found in map_find(stores, messages)))
        assert states(stores, messages).keys() <= {State.CREATED, State.SENDING}
        sms = bring_up()
        eventually(all_are(stores, messages, State.SENT), within=20)
        assert len(set(bodies(sms))) == len(sms.texts) == len(messages)


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
