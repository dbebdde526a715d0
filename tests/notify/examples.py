"""Messages, people and keys that the tests of notify share."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey, SealedBox

from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import derived_id, new_id
from notify.adapters.links import SignedLinks
from notify.adapters.numbers import NumberIndex, SealedNumbers
from notify.adapters.sealing import PrivateSeal
from notify.adapters.templates import read_senders, read_templates
from notify.adapters.wording import TemplateWriting
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.message import Lease, Message, State, Template, Urgency
from notify.domain.preferences import NEVER_QUIET, Preferences

PRIVATE_KEY = PrivateKey.generate()
PRIVATE_KEY_HEX = bytes(PRIVATE_KEY).hex().encode()
NUMBER = "+919876543210"
NUMBER_INDEX = NumberIndex(bytes(range(32)))
ADDRESS = "asha@example.org"
CODE = "493817"
MEMBER = derived_id("a member")
STARTS_AT = datetime(2027, 11, 24, 13, 0, tzinfo=UTC)  # 6:30 in the evening in Punjab

AT_ANY_HOUR = Preferences(quiet=NEVER_QUIET)  # so that no test depends on the hour it runs at

_CONTACTS = {Channel.SMS: NUMBER, Channel.EMAIL: ADDRESS}


def seal(text: str) -> str:
    """Seal a text to notify's key, as alumni does."""
    return base64.b64encode(SealedBox(PRIVATE_KEY.public_key).encrypt(text.encode())).decode()


SEALED = {channel: seal(contact) for channel, contact in _CONTACTS.items()}
LINKS = SignedLinks(bytes(range(32)), "https://hamrah.example.org")
SEALED_NUMBERS = SealedNumbers(NUMBER_INDEX, PrivateSeal(PRIVATE_KEY_HEX))


def writing() -> TemplateWriting:
    """Write with the real templates and the keys of the tests."""
    return TemplateWriting(read_templates(), PrivateSeal(PRIVATE_KEY_HEX).unseal, read_senders(), LINKS)


def senders_file(folder: Path, centre_id: str) -> str:
    """Write a file of the operator's, in which one centre has a sender of its own; give its path."""
    path = folder / "senders.yaml"
    path.write_text(
        f"default: {{entity_id: '{'1' * 19}', header: HAMRAH, name: Hamrah}}\n"
        f"centres: {{{centre_id}: {{entity_id: '{'2' * 19}', header: SAVERA, name: Savera}}}}\n",
        encoding="utf-8",
    )
    return str(path)


def contacts(member_id: str = MEMBER, **differences: Any) -> Contacts:
    """Make the contacts of a member who reads English in Punjab and has both channels."""
    ordinary = Contacts(
        member_id=member_id,
        language=Language.ENGLISH,
        time_zone="Asia/Kolkata",
        sealed=SEALED,
        sequence=1,
        preferences=AT_ANY_HOUR,
    )
    return replace(ordinary, **differences)


def message(**differences: Any) -> Message:
    """Make a text that tells a member of a confirmed place, due now."""
    now = utc_now()
    ordinary = Message(
        id=new_id(),
        member_id=MEMBER,
        channel=Channel.SMS,
        template=Template.PLACE_CONFIRMED,
        language=Language.ENGLISH,
        params={"starts_at": STARTS_AT, "time_zone": "Asia/Kolkata"},
        created_at=now,
        due_at=now,
        expires_at=now + timedelta(days=2),
    )
    return replace(ordinary, **differences)


def code_message(**differences: Any) -> Message:
    """Make a text with a sign-in code to somebody who may be nobody yet."""
    ordinary = message(
        member_id=None,
        sealed_recipient=SEALED[Channel.SMS],
        template=Template.SIGN_IN_CODE,
        params={"code": seal(CODE)},
        urgency=Urgency.URGENT,
    )
    return replace(ordinary, **differences)


def lease(seconds: float = 60) -> Lease:
    """Make a lease nobody else has; a negative time makes one that has run out."""
    return Lease(new_id(), utc_now() + timedelta(seconds=seconds))


def sending(**differences: Any) -> Message:
    """Make a message that a sender holds."""
    now = utc_now()
    held = message(state=State.SENDING, lease=lease(), attempts=1, since=now, history=((State.SENDING, now),))
    return replace(held, **differences)


def event(kind: str, data: dict[str, Any], *, key: str = MEMBER, sequence: int = 1, **more: Any) -> Event:
    """Make a received event with its data loaded."""
    received = Event(
        id=new_id(),
        type=kind,
        source="test",
        time=utc_now(),
        key=key,
        sequence=sequence,
        data=data,
        traceparent=None,
    )
    return replace(received, **more)
