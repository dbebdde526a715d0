"""The people and the meetings of the benchmark: tokens of the platform's own key, rows written directly."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from nacl.public import PublicKey, SealedBox

from alumni.adapters.tokens import SignedTokens
from alumni.domain.contact import Language as SpokenLanguage
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from groups.adapters.documents import Document, new_occurrence
from groups.domain.occurrence import Meeting
from notify.adapters.mongo_contacts import MongoContacts
from notify.domain.contacts import Channel, Contacts, Language

CENTRE = derived_id("benchmark", "centre")


@cache
def member_id(number: int) -> str:
    """Name a member of the benchmark."""
    return derived_id("benchmark", "member", str(number))


def tokens(stage: Stage, members: int) -> list[str]:
    """Sign a token for each member; it is good for 15 minutes, longer than a run."""
    key = (stage.platform.layout.secrets / "alumni" / "token-signing-key.pem").read_bytes()
    signed = SignedTokens(key)
    return [signed.issue(_member(number), new_id(), at=utc_now()) for number in range(members)]


def _member(number: int) -> Member:
    return Member(
        id=member_id(number),
        handle=Handle(f"runner-{number}"),
        language=SpokenLanguage.ENGLISH,
        time_zone=HOME_TIME_ZONE,
        joined_at=utc_now(),
        contacts={},
    )


def keep_contacts(stage: Stage, members: int) -> None:
    """Let notify know a phone of each member, sealed as alumni seals it."""
    public = (stage.platform.layout.secrets / "alumni" / "notify-public.key").read_text().strip()
    seal = SealedBox(PublicKey(bytes.fromhex(public)))
    contacts = MongoContacts(stage.database("notify"))
    for number in range(members):
        phone = seal.encrypt(b"+9170000%05d" % number)
        contacts.keep(
            Contacts(
                member_id=member_id(number),
                language=Language.ENGLISH,
                time_zone=HOME_TIME_ZONE,
                sealed={Channel.SMS: base64.b64encode(phone).decode()},
                sequence=1,
            )
        )


def occurrence(capacity: int = 20) -> Document:
    """Write an occurrence of next week in which nobody holds a place yet."""
    starts_at = utc_now() + timedelta(days=7)
    return new_occurrence(
        Meeting(
            id=new_id(),
            series_id=new_id(),
            revision=1,
            original_date=starts_at.date(),
            centre_id=CENTRE,
            group_id=None,
            name="A benchmark's meeting",
            slug="benchmark",
            kind="twelve-step",
            types=("O", "D"),
            languages=("en",),
            public=True,
            requires=(),
            address="Nowhere",
            latitude=None,
            longitude=None,
            approximate=False,
            online=False,
            mode="in-person",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            closes_at=starts_at,
            time_zone=HOME_TIME_ZONE,
            capacity=capacity,
            answer_minutes=120,
        )
    )


def lay_out(stage: Stage, occurrences: Sequence[Document]) -> list[str]:
    """Store occurrences and give their ids."""
    stage.database("groups")["occurrences"].insert_many(occurrences)
    return [str(each["_id"]) for each in occurrences]
