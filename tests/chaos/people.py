"""Members whose contacts notify heard of the real way: alumni's own rules, database, relay, and Kafka."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from pymongo.collection import Collection

from alumni.adapters.keys import Keys
from alumni.adapters.mongo.members import MongoMembers
from alumni.domain.contact import Channel, Language
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from chassis.clock import utc_now
from chassis.config import PlatformSettings
from chassis.ids import new_id
from chassis.mongo import connect
from hamrah.demo.cast import new_address, new_number
from hamrah.local.platform import Platform
from notify.adapters.documents import preferences_document
from notify.domain.preferences import Hours, Preferences
from tests.support.waiting import eventually

LANGUAGES = tuple(Language)
# At any hour, as those who chose nothing on a platform for tests.
MAIL_FIRST = Preferences(order=(Channel.EMAIL, Channel.SMS), quiet=Hours(time(), time()))
# A handle has few digits, lest it read like a phone number.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True, kw_only=True)
class Walker:
    """A member together with what only the member and notify know."""

    member: Member
    phone: str
    email: str
    over: str = Channel.SMS  # the channel they are to be told over first

    @property
    def told_at(self) -> str:
        """Give the contact over which the member is to be told."""
        return self.email if self.over == Channel.EMAIL else self.phone

    @property
    def id(self) -> str:
        """The member's id."""
        return self.member.id


class Alumni:
    """alumni, in this process, on the database and the keys of a running platform.

    Signing people in through the gateway would take minutes for hundreds; what follows from a member's
    joining is the same.
    """

    def __init__(self, platform: Platform) -> None:
        layout = platform.layout
        settings = PlatformSettings(
            service="alumni",
            environment="development",
            mongodb_uri=layout.mongodb_uri,
            database="alumni",
            kafka_bootstrap=layout.kafka_bootstrap,
            jwks_url="",
            public_url=layout.public_url,
            secrets_dir=layout.secrets / "alumni",
            log_level="INFO",
            metrics_port=None,
        )
        self._keys = Keys.read(settings)
        self._database = connect(settings)
        self._contacts: Collection[dict[str, Any]] = self._database.client["notify"]["contacts"]

    def close(self) -> None:
        """Let go of the database."""
        self._database.client.close()

    def join(self, count: int) -> list[Walker]:
        """Let people join, each with a phone and a mailbox, and return once notify can reach them all.

        Every other one wants to be told by mail first.
        """
        members = MongoMembers(self._database)
        channels = tuple(Channel)
        walkers = [
            self._walker(LANGUAGES[number % len(LANGUAGES)], over=channels[number % len(channels)])
            for number in range(count)
        ]
        for walker in walkers:
            members.add(walker.member)
        known = {
            "_id": {"$in": [walker.id for walker in walkers]},
            "sealed.sms": {"$exists": True},
            "sealed.email": {"$exists": True},
        }
        eventually(lambda: self._contacts.count_documents(known) == count, within=120)
        by_mail = {"_id": {"$in": [walker.id for walker in walkers if walker.over == Channel.EMAIL]}}
        self._contacts.update_many(by_mail, {"$set": {"preferences": preferences_document(MAIL_FIRST)}})
        return walkers

    def _walker(self, language: Language, over: str = Channel.SMS) -> Walker:
        phone, email = new_number(), new_address()
        member = Member.join(
            id_ := new_id(),
            self._keys.edge.contact(Channel.SMS, phone),
            handle=Handle.parse(f"walker-{id_[:20].translate(_LETTERS)}"),
            language=language,
            time_zone=HOME_TIME_ZONE,
            at=utc_now(),
        )
        member.add_contact(self._keys.edge.contact(Channel.EMAIL, email))
        return Walker(member=member, phone=phone, email=email, over=over)

    def token(self, walker: Walker) -> str:
        """Sign an access token for a member."""
        return self._keys.signer.issue(walker.member, new_id(), at=utc_now())

    def coordinator_token(self, centre_id: str) -> str:
        """Sign an access token for somebody who acts for a centre."""
        coordinator = self._walker(Language.ENGLISH)
        coordinator.member.appoint_coordinator(centre_id)
        return self.token(coordinator)
