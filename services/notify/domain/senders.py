"""As whom a message leaves: the registered identity of a centre, or the network's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from notify.domain.contacts import Language
from notify.domain.discretion import indiscreet_words
from notify.domain.variables import LONGEST_NAME

_HEADER = re.compile(r"[A-Z]{3,6}")
_ENTITY = re.compile(r"[0-9]{19}")
_NAME = re.compile(r"[^\W\d_][\w .'-]{0,39}")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """One registered sender.

    `name` is what an inbox of e-mails shows, so it is discreet. `centre` is how "full" wording names the
    centre, in every language, to who asked for it.
    """

    entity_id: str  # of the principal entity, as the operators know it
    header: str
    name: str
    centre: Mapping[Language, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Senders:
    """Every sender: the network's, and those of centres that have a registration of their own."""

    default: Sender
    of_centres: Mapping[str, Sender] = field(default_factory=dict)

    def of(self, centre_id: str | None) -> Sender:
        """Give the sender of a centre's messages."""
        return self.of_centres.get(centre_id or "", self.default)

    def violations(self) -> Iterator[str]:
        """Say what keeps a sender from being used, one sentence each; nothing is good."""
        for whose, sender in {"the default": self.default, **self.of_centres}.items():
            yield from (f"the sender of {whose}: {problem}" for problem in _problems(sender))


def _problems(sender: Sender) -> Iterator[str]:
    if not _ENTITY.fullmatch(sender.entity_id):
        yield "the entity id is not 19 digits"
    if not _HEADER.fullmatch(sender.header):
        yield "the header is not 3 to 6 capital letters"
    if not _NAME.fullmatch(sender.name):
        yield "the name is no name of at most 40 characters"
    yield from (f"the name says {word}" for word in indiscreet_words(sender.name))
    if sender.centre and sender.centre.keys() != set(Language):
        yield "the centre is not named in every language"
    for language, name in sender.centre.items():
        if not 0 < len(name) <= LONGEST_NAME:
            yield f"{language}: the centre's name is empty, or longer than {LONGEST_NAME}"
        yield from (
            f"{language}: the centre's name says {word}" for word in indiscreet_words(name, full=True)
        )
