"""A new provider over a new channel is one file and one line of configuration."""

import threading
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from chassis.clock import utc_now
from chassis.config import PlatformSettings
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_switches import InMemorySwitches
from notify.adapters.providers.registry import channels_of, usual
from notify.config import SendingSettings
from notify.domain.message import State
from notify.domain.preferences import DEFAULT, Hours
from notify.entrypoints.sender import lanes_of, written_with
from notify.entrypoints.sending import Rhythm, Sender
from notify.handlers.table import ROWS
from tests.notify import examples, pigeon
from tests.support.waiting import eventually

SENDING = SendingSettings(private_key=examples.PRIVATE_KEY_HEX, threads=2)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> PlatformSettings:
    """The settings of the platform, and none of any provider."""
    for name in ("MONGODB_URI", "KAFKA_BOOTSTRAP", "JWKS_URL", "PUBLIC_URL"):
        monkeypatch.setenv(f"HAMRAH_{name}", "http://127.0.0.1")
    monkeypatch.setenv("HAMRAH_SECRETS_DIR", str(tmp_path))
    return PlatformSettings.from_env("notify")


def test_a_channel_of_somebody_else_is_one_over_which_members_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HAMRAH_CHANNELS", "sms=twilio email=smtp whatsapp=tests.notify.pigeon inbox")
    chosen = replace(DEFAULT, order=("whatsapp", "sms"), quiet=Hours(time(), time()))
    contacts, messages = InMemoryContacts(), InMemoryMessages()
    contacts.keep(examples.contacts(channels=usual().channels, preferences=chosen))
    place = {"member_id": examples.MEMBER, "starts_at": examples.STARTS_AT}
    kind = "groups.registration.confirmed.v1"

    ROWS[kind].tell(examples.event(kind, place), contacts, messages)

    [told] = messages.claim("whatsapp", "pigeon", examples.lease(), 10, utc_now())
    assert told.route == ("sms", "email")


def test_a_line_names_the_providers_of_each_channel_the_first_choice_first():
    channels = channels_of("sms=twilio email=smtp inbox")

    assert {channel: [each.name for each in specs] for channel, specs in channels.items()} == {
        "sms": ["twilio"],
        "email": ["smtp"],
        "inbox": [],
    }


def test_a_provider_of_somebody_else_carries_messages_over_a_channel_of_its_own(platform: PlatformSettings):
    lanes = lanes_of(channels_of("whatsapp=tests.notify.pigeon"), platform, SENDING)
    messages, contacts = InMemoryMessages(), InMemoryContacts()
    contacts.keep(examples.contacts())
    message = examples.message(channel="whatsapp")
    messages.add_once([message])
    sender = Sender(
        switches=InMemorySwitches(),
        messages=messages,
        contacts=contacts,
        writing=written_with(SENDING),
        lanes=lanes,
        rhythm=Rhythm(idle_look=0.01),
    )
    stop = threading.Event()
    running = threading.Thread(target=sender.run, args=(stop,))
    running.start()
    try:
        eventually(lambda: messages.find(message.id).state is State.SENT)
    finally:
        stop.set()
        running.join(10)

    [carried] = pigeon.CARRIED
    assert (carried.to, carried.message_id) == (examples.NUMBER, message.id)
    assert carried.body == examples.writing().envelope(message, examples.SEALED["sms"]).body
