"""The way out: a message opened and written, and who carries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from notify.domain.contacts import Language
from notify.domain.delivery import LookUp, Outcome
from notify.domain.faults import Fault
from notify.domain.message import Message
from notify.domain.senders import Sender
from notify.domain.switch import Switch


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message opened for sending: the only place where a contact is in plain sight.

    A text's body is the registered text of `dlt_template_id` with `values` filled in, in their order;
    some providers want the one and some the other.
    """

    message_id: str
    language: Language
    template: str
    category: str  # of the operators' register: transactional, service-implicit ...
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    dlt_template_id: str
    values: tuple[str, ...] = field(repr=False)
    sender: Sender  # as whom it leaves
    preferences_url: str | None = field(default=None, repr=False)  # of an e-mail to a member
    unsubscribe_url: str | None = field(default=None, repr=False)  # unless it is always sent


class Provider(Protocol):
    """A way out to people; every answer is a value, and a contact is in none of them."""

    name: str  # as the configuration and `Message.provider` have it
    timeout: float  # seconds after which `send` has answered
    faults: Mapping[str, Fault]  # whose fault a code means; Fault.MESSAGE for every other code

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one message to the provider, once."""

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Look for a message handed over since a moment; `held` tells ids that are other messages'."""

    def close(self) -> None:
        """Let go of every connection."""


class Writing(Protocol):
    """Opens what is sealed and puts a message into words, at the moment of sending."""

    def envelope(self, message: Message, sealed_recipient: str) -> Envelope:
        """Write the message in its language to its recipient; raises Unsealable or Unwritable."""


class Switches(Protocol):
    """Which providers are used, as operators decide; senders obey within a second."""

    def turn(self, switch: Switch) -> None:
        """Let a provider stand so from now on."""

    def all(self) -> Mapping[str, Switch]:
        """Give the switches by provider; a provider without one is on."""
