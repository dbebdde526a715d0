"""Take messages out of a store as a sender does, and see what it keeps of one."""

from chassis.clock import utc_now
from notify.domain.contacts import Channel
from notify.domain.message import Message
from tests.notify import examples


def claim(stores, limit: int = 10, channel: Channel = Channel.SMS, seconds: float = 60) -> list[Message]:
    """Take what is due of a channel for Twilio, leased for so many seconds."""
    return stores.messages.claim(channel, "twilio", examples.lease(seconds), limit, utc_now())


def stored(stores, message: Message) -> Message:
    """Give a message as it is stored now."""
    found = stores.messages.find(message.id)
    assert found is not None
    return found
